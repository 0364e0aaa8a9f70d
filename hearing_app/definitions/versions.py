"""The other versions of a hearing's draft: `versions/<slug>.md`, before and after the one that is heard."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Annotated

from hearing_app.definitions.documents import read_document
from hearing_app.definitions.fields import LONGEST_ID, SLUG, Maybe, RequiredText, Text, one_of
from hearing_app.definitions.folder import Folder
from hearing_app.definitions.models import DraftModel
from hearing_app.definitions.positions import Source
from hearing_app.domain.draft import Draft
from hearing_app.domain.matter import Matter
from hearing_app.domain.message import N_
from hearing_app.domain.problem import Place, Problem
from hearing_app.domain.rules import material_change_findings
from hearing_app.domain.versions import HEARD, Extent, Version
from hearing_app.domain.vocabulary import Level, Succession

FOLDER = "versions"


class VersionModel(DraftModel):
    """The front matter of `versions/<slug>.md`: a draft's, but with its name. Without a date it is a working draft."""

    version: RequiredText
    changes: Annotated[Extent | None, Maybe(one_of(Extent))] = None
    note: Text = ""


def load_versions(folder: Folder, draft: Draft | None, deadline: date | None) -> tuple[Version, ...]:
    """Return every version of a hearing's draft, oldest first, the heard one among them; none if it is the only one.

    A working draft, which has no date yet, is the last; there is one at most.

    Args:
        folder: the hearing's folder.
        draft: the heard draft, or None where it could not be read.
        deadline: the last day to answer; what is made later says how much it changes.
    """
    root = folder.content / folder.relative / FOLDER
    paths = sorted(path for path in root.iterdir() if path.name[0] not in "._") if root.is_dir() else []
    read = [version for path in paths if (version := _load(folder, path.name, deadline)) is not None]
    if not paths or draft is None:
        return ()
    if draft.dated is None:
        source = folder.source("draft.md")
        source.report(
            Place(source.file),
            N_("The draft has other versions, so its date is needed. Add date: at the top, like date: 2026-05-31."),
        )
    heard: tuple[Version, Source | None] = (Version(HEARD, draft), None)
    found = sorted([heard, *read], key=_in_time)
    for (before, one), (after, other) in pairwise(found):
        told = other or one
        if before.working and after.working and told is not None:
            told.report_at(("date",), N_("Two versions have no date, and only one can be worked on. Date one of them."))
        elif before.draft.dated == after.draft.dated and told is not None:
            told.report_at(
                ("date",),
                N_(
                    "Two versions have the date {day}, so nobody can tell which came first. Change one of them.",
                    day=after.draft.dated,
                ),
            )
    return tuple(version for version, _ in found)


def _in_time(pair: tuple[Version, Source | None]) -> tuple[bool, date, str]:
    version = pair[0]
    return version.working, version.draft.dated or date.min, version.slug


def _load(folder: Folder, name: str, deadline: date | None) -> tuple[Version, Source] | None:
    """Return the version in a file and where its problems go, or None where it cannot be read."""
    slug = name.removesuffix(".md")
    if slug == name or not SLUG.fullmatch(slug) or len(slug) > LONGEST_ID:
        source = folder.source(f"{FOLDER}/{name}")
        source.report(
            Place(source.file),
            N_(
                "This is not the name of a version. Use a–z, 0–9 and single hyphens, like {example}.",
                example="etter-horingen.md",
            ),
        )
        return None
    document, source = folder.document(partial(read_document, VersionModel), f"{FOLDER}/{name}")
    if slug == HEARD:
        source.report(Place(source.file), N_("The name «{id}» is taken: it means draft.md. Choose another.", id=HEARD))
    if document is None:
        return None
    model, draft = document
    late = model.date is None or (deadline is not None and model.date > deadline)
    if model.date is None:
        source.report_at(
            ("date",), N_("A version without a date is a working draft: readers do not see it."), Level.INFO
        )
    elif late and model.changes is None:
        source.report_at(
            ("changes",),
            N_("The version is made after the hearing. Say how much it changes: changes: material or changes: minor."),
            Level.WARNING,
        )
    return Version(slug, draft, model.changes if late else None, model.note), source


def material_problems(content: Path, matters: Sequence[Matter]) -> tuple[Problem, ...]:
    """Rule 12, told where a version says that its changes are material; a re-hearing settles it."""
    follows = [matter.hearing.follows for matter in matters if matter.hearing.follows]
    reheard = {follow.hearing for follow in follows if follow.how is Succession.REHEARING}
    problems = []
    for matter in matters:
        hearing = matter.hearing
        changes = [(version.draft.dated, version.extent) for version in matter.versions]
        for finding in material_change_findings(hearing.deadline, changes, has_rehearing=hearing.id in reheard):
            version = matter.versions[int(finding.key[0])]
            place = _place_of_changes(content, f"hearings/{hearing.id}/{FOLDER}/{version.slug}.md")
            problems.append(Problem(place, finding.level, finding.message))
    return tuple(problems)


def _place_of_changes(content: Path, name: str) -> Place:
    """Return where `changes:` stands in the head of a version."""
    lines = (content / name).read_text(encoding="utf-8-sig").splitlines()
    return Place(name, next((at for at, line in enumerate(lines, start=1) if line.startswith("changes:")), 1))
