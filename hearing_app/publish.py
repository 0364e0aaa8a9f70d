"""Publishing: what has been released goes into the content folder, and the site is built anew."""

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from hearing_app.assess import preview
from hearing_app.build import deploy
from hearing_app.definitions import released as files
from hearing_app.domain.hearing import Hearing, accepts_submissions
from hearing_app.domain.matter import Matter
from hearing_app.domain.message import N_, Message
from hearing_app.domain.rules import identity_numbers, unassessed_level
from hearing_app.domain.submission import Submission, latest_by_body
from hearing_app.domain.summary import Received, Summary, public_copy
from hearing_app.domain.vocabulary import Level
from hearing_app.library import Library
from hearing_app.settings import Settings
from hearing_app.storage import Database, audit, rebuilds, submissions
from hearing_app.storage.database import writing


class PublishingStopped(Exception):
    """Something must be put right first; `reasons` says what. Nothing was published."""

    def __init__(self, reasons: tuple[Message, ...]) -> None:
        """Take the reasons."""
        super().__init__("; ".join(str(reason) for reason in reasons))
        self.reasons = reasons


@dataclass(frozen=True)
class FileChange:
    """One file that publishing would change, as a unified difference."""

    path: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Plan:
    """What publishing would do: the files, what stands in the way, and what to think of first."""

    summary: Summary
    files: dict[str, str | None]
    changes: tuple[FileChange, ...]
    stops: tuple[Message, ...]
    warnings: tuple[Message, ...]


def plan(db: Database, matter: Matter, content: Path, *, released: frozenset[str], now: datetime) -> Plan:
    """Return what publishing would do, without doing it.

    Args:
        matter: the hearing as it stands in `content`.
        released: references of the submissions to publish.
    """
    hearing = matter.hearing
    latest = latest_by_body(submissions.of_hearing(db, hearing.id))
    chosen = tuple(s for s in latest if s.reference in released)
    summary = preview(db, hearing, released)
    texts = _files(hearing, content, latest, chosen, summary)
    stops, warnings = _findings(hearing, chosen, summary, now)
    return Plan(summary, texts, tuple(changes(content, texts)), stops, warnings)


def publish(
    db: Database, settings: Settings, hearing_id: str, *, released: frozenset[str], actor: str, now: datetime
) -> Plan:
    """Release the given submissions, write the hearing's files, build the site and switch to it.

    It can be repeated: the same state gives the same files.

    Raises:
        LookupError: there is no such hearing.
        DefinitionBroken, ContentBroken, BuildFailed, BuildBusy: nothing was published.
        PublishingStopped: something must be put right first.
    """
    matter = Library(settings.content).matter(hearing_id)
    if matter is None:
        raise LookupError(hearing_id)
    todo = plan(db, matter, settings.content, released=released, now=now)
    if todo.stops:
        raise PublishingStopped(todo.stops)
    deploy(settings.content, settings.site, todo.files, base_url=settings.base_url, now=now)
    with writing(db):
        for submission in submissions.of_hearing(db, hearing_id):
            if submission.reference in released:
                submissions.release(db, submission.reference, actor=actor, now=now)
            else:
                submissions.withhold(db, submission.reference)
        audit.log(
            db,
            now=now,
            actor=actor,
            action="published",
            hearing=hearing_id,
            subject=", ".join(sorted(released)),
        )
    return todo


def refresh_site(db: Database, settings: Settings, *, now: datetime) -> None:
    """Build the site anew with the public register of who has answered; texts are not touched.

    Raises:
        ContentBroken, BuildFailed, BuildBusy: nothing has changed; the reason is kept for the desk.
    """
    asked = rebuilds.newest(db)
    overlay = {}
    for folder in Library(settings.content).hearing_ids():
        latest = latest_by_body(submissions.of_hearing(db, folder))
        if latest:
            overlay[f"hearings/{folder}/{files.RECEIVED}"] = files.write_received(map(_receipt, latest))
    deploy(settings.content, settings.site, overlay, base_url=settings.base_url, now=now)
    rebuilds.done(db, asked, now)


def ask_for_site(db: Database, *, actor: str, now: datetime) -> None:
    """Ask the worker to build the site anew: a person has edited the content by hand."""
    with writing(db):
        rebuilds.ask(db, f"asked by {actor}", now)
        audit.log(db, now=now, actor=actor, action="asked for the site")


def changes(content: Path, texts: dict[str, str | None]) -> Iterable[FileChange]:
    """Yield the files that would change, each as a unified difference."""
    for name, text in sorted(texts.items()):
        path = content / name
        before = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
        after = text.splitlines() if text is not None else []
        if before != after:
            yield FileChange(name, tuple(difflib.unified_diff(before, after, name, name, lineterm="", n=2)))


def _receipt(submission: Submission) -> Received:
    return Received(
        submission.body, submission.reference, submission.received_at, submission.version, submission.sha256
    )


def _files(
    hearing: Hearing,
    content: Path,
    latest: tuple[Submission, ...],
    chosen: tuple[Submission, ...],
    summary: Summary,
) -> dict[str, str | None]:
    folder = f"hearings/{hearing.id}"
    texts: dict[str, str | None] = {
        f"{folder}/{files.RECEIVED}": files.write_received(map(_receipt, latest)),
        f"{folder}/{files.SUMMARY}": files.write_summary(summary),
    }
    public = {f"{folder}/{files.submission_file(s.body)}": files.write_released(public_copy(s)) for s in chosen}
    stale = {
        f"{folder}/submissions/{path.name}": None
        for path in (content / folder / "submissions").glob("*.yml")
        if f"{folder}/submissions/{path.name}" not in {*texts, *public}
    }
    return texts | stale | public


def _findings(
    hearing: Hearing,
    chosen: tuple[Submission, ...],
    summary: Summary,
    now: datetime,
) -> tuple[tuple[Message, ...], tuple[Message, ...]]:
    stops: list[Message] = []
    warnings: list[Message] = []
    if accepts_submissions(hearing, now):
        stops.append(
            N_(
                "The hearing is open until {day}. Submissions are published after the deadline.",
                day=hearing.deadline,
            )
        )
    if summary.open_points:
        finding = N_("{number} points have no assessment or no conclusion.", number=summary.open_points)
        (stops if unassessed_level(hearing) is Level.ERROR else warnings).append(finding)
    stops += [
        N_("Possible national identity number in {file}. It is not published.", file=name)
        for name, text in _written_by_people(hearing, chosen, summary)
        if identity_numbers(text)
    ]
    unsplit = [s.body for s in chosen if not any(p.body == s.body for p in summary.points) and _has_text(s)]
    names = tuple(body.name for body in hearing.invited if body.id in unsplit)
    if unsplit:
        warnings.append(N_("These submissions have text but no points yet: {bodies}.", bodies=names))
    return tuple(stops), tuple(warnings)


def _written_by_people(hearing: Hearing, chosen: tuple[Submission, ...], summary: Summary) -> Iterator[tuple[str, str]]:
    """Yield each file to publish with the texts in it, as they were typed.

    The file itself would mislead: it breaks long lines, so a number could hide, and fingerprints are full of digits.
    """
    folder = f"hearings/{hearing.id}"
    points = (text for point in summary.points for text in (point.quote, point.assessment))
    yield f"{folder}/{files.SUMMARY}", "\n\n".join(points)
    for submission in chosen:
        copy = public_copy(submission)
        texts = (copy.role, copy.standing.organ, copy.standing.case_number, *(answer.text for answer in copy.answers))
        yield f"{folder}/{files.submission_file(copy.body)}", "\n\n".join(texts)


def _has_text(submission: Submission) -> bool:
    return any(answer.text.strip() for answer in submission.content.answers)
