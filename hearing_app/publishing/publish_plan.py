"""What publishing would do: the files as they would become, what stands in the way, and what to think of first."""

import difflib
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path

from hearing_app.building.repository import repository_of
from hearing_app.definitions import corrections as corrections_file
from hearing_app.definitions import released as files
from hearing_app.definitions.defaults import thresholds
from hearing_app.domain.calendar import oslo_day
from hearing_app.domain.correction import Affected, affected, newest_first
from hearing_app.domain.followed import after_hearing
from hearing_app.domain.guest import OpenAnswers
from hearing_app.domain.hearing import Hearing
from hearing_app.domain.matter import Matter
from hearing_app.domain.message import N_, Message
from hearing_app.domain.public_copy import public_sender
from hearing_app.domain.public_text import Redactions
from hearing_app.domain.redaction import redacted
from hearing_app.domain.release import Concluded
from hearing_app.domain.submission import Submission, latest_by_body, with_guests
from hearing_app.domain.summary import Received, ReleasedSubmission, Summary, summarise
from hearing_app.inviting.extend import still_running
from hearing_app.library import library_of
from hearing_app.redacting.findings import Choice, before_publishing
from hearing_app.redacting.gate import Find, FindKind
from hearing_app.redacting.going_out import look, look_at_note
from hearing_app.redacting.published_files import files_of, without_hidden
from hearing_app.redacting.redact import redactions_of, releasable, was_public
from hearing_app.storage import (
    Database,
    confirmations,
    extensions,
    points,
    publications,
    submissions,
)
from hearing_app.treating.assess import published_before
from hearing_app.treating.changes import findings as unfollowed
from hearing_app.treating.review import reviewed_points
from hearing_app.treating.setting_aside import remaining_among

NO_REPOSITORY = N_(
    "The content was kept in git when something was published last, and is in no repository now: what is published is "
    "not committed. Where that is not meant, as after a backup was restored, put the repository back first."
)


@dataclass(frozen=True)
class FileChange:
    """One file that publishing would change: its text before, empty where there was none, and after, likewise."""

    path: str
    before: str
    after: str

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The unified difference; of a large file it takes a while, so ask for it where it is shown."""
        texts = (self.before.splitlines(), self.after.splitlines())
        return tuple(difflib.unified_diff(*texts, self.path, self.path, lineterm="", n=2))

    @property
    def fingerprint(self) -> tuple[str, str, str]:
        """What tells the change from others."""
        before, after = (hashlib.sha256(text.encode()).hexdigest() for text in (self.before, self.after))
        return self.path, before, after


@dataclass(frozen=True)
class Plan:
    """What publishing would do: the files, what stands in the way, and what to think of first.

    `public` is the summary as readers would see it, `copies` the answers; `affected` is what they can read already and
    that is corrected or taken away, which asks for a reason.
    """

    summary: Summary
    files: dict[str, str | None]
    changes: tuple[FileChange, ...]
    stops: tuple[Message, ...]
    warnings: tuple[Message, ...]
    public: Summary
    copies: tuple[ReleasedSubmission, ...]
    concluded: Concluded
    affected: Affected
    finds: tuple[Find, ...] = ()

    @cached_property
    def fingerprint(self) -> str:
        """What tells whether a plan is the one that a person has looked at; the reason may be written afterwards."""
        seen = [c for c in self.changes if not c.path.endswith(f"/{corrections_file.CORRECTIONS}")]
        lines = [change.fingerprint for change in seen]
        paths = sorted(name for name in self.files if not name.endswith(f"/{corrections_file.CORRECTIONS}"))
        told = [list(self.affected.withdrawn), list(self.affected.corrected)]
        return hashlib.sha256(json.dumps([lines, paths, told]).encode()).hexdigest()


def plan(
    db: Database,
    matter: Matter,
    content: Path,
    *,
    released: frozenset[str],
    now: datetime,
    concluded: Concluded | None = None,
    note: str = "",
) -> Plan:
    """Return what publishing would do, without doing it.

    Args:
        matter: the hearing as it stands in `content`.
        released: references of the submissions to publish.
        concluded: which conclusions are published with them; None for those that are released now.
        note: why something that readers can see already is corrected or taken away.
    """
    hearing = matter.hearing
    shown = publications.concluded(db, hearing.id) if concluded is None else concluded
    choice = _considered(db, _chosen(db, matter, released, shown, now=now), matter, content, now)
    latest, summary, withheld = choice.received, choice.summary, choice.redactions
    told = affected(matter.released, choice.copies, matter.summary, choice.public_summary)
    texts = _files(hearing, content, receipts(db, hearing.id, hearing.open_answers, latest, withheld), choice)
    texts |= _corrections(db, matter, told, note.strip(), withheld, now)
    found = look(db, matter, choice, content)
    stops, warnings = before_publishing(choice, now=now, finds=found)
    unseen = tuple(unfollowed(db, matter, shown, released))  # to withdraw an answer must not wait for the draft
    stops += tuple(message for stop, message in unseen if stop and choice.adds)
    warnings += tuple(message for stop, message in unseen if not (stop and choice.adds))
    warnings += (NO_REPOSITORY,) if has_left_git(db, content) else ()
    return Plan(
        summary,
        texts,
        tuple(changes(content, texts)),
        (*stops, *_about_note(look_at_note(matter, withheld, content, note))),
        warnings,
        choice.public_summary,
        choice.copies,
        shown,
        told,
        found,
    )


def at_the_gate(
    db: Database,
    matter: Matter,
    content: Path,
    *,
    released: frozenset[str],
    concluded: Concluded | None = None,
) -> tuple[Find, ...]:
    """Return what the gate finds in what would be published, as in `plan`; no file is written for it."""
    shown = publications.concluded(db, matter.hearing.id) if concluded is None else concluded
    return look(db, matter, _chosen(db, matter, released, shown), content)


def _chosen(
    db: Database, matter: Matter, released: frozenset[str], shown: Concluded, *, now: datetime | None = None
) -> Choice:
    """Return what is about to be published of what somebody wants to release, as readers would see it.

    Where points are followed is told only of a new draft that readers see at `now`: a section's id may be a new one.
    """
    hearing = matter.hearing
    latest = latest_by_body(submissions.of_hearing(db, hearing.id))
    released = releasable(redactions_of(db, hearing.id), released)
    chosen = tuple(s for s in latest if s.reference in released)
    said = without_hidden(db, hearing.id, points.of_hearing(db, hearing.id))
    draft = after_hearing(matter.versions)
    if draft is None or now is None or not draft.shown_on(oslo_day(now)):
        said = tuple(replace(point, followed=()) if point.followed else point for point in said)
    told = {reference: c.told.treatment for reference, c in confirmations.of_hearing(db, hearing.id).items()}
    return Choice(
        with_guests(hearing, latest),
        latest,
        chosen,
        summarise(hearing, latest, said, released, shown),
        fresh=frozenset(s.reference for s in chosen) - submissions.released(db, hearing.id),
        first=not published_before(db, matter),
        confirmations=told,
        reviewed=reviewed_points(db, hearing.id, frozenset(s.reference for s in chosen)),
        redactions=redactions_of(db, hearing.id),
        files=files_of(db, chosen, hearing.id),
    )


def _considered(db: Database, choice: Choice, matter: Matter, content: Path, now: datetime) -> Choice:
    """Return a choice with what is thought of before it is published, though readers see nothing of it."""
    hearing_id = matter.hearing.id
    return replace(
        choice,
        private_mail=thresholds(library_of(content).last_good_council()).private_mail,
        running=still_running(db, matter.hearing, now),
        left={body: len(left) for body, left in remaining_among(db, hearing_id, choice.chosen).items()},
        was_public=was_public(db, hearing_id),
    )


def has_left_git(db: Database, content: Path) -> bool:
    """Tell whether the content has been taken out of its repository since something was published last."""
    return publications.last_in_git(db) and repository_of(content) is None


def _about_note(found: tuple[Find, ...]) -> Iterator[Message]:
    """Yield why a reason cannot go out: it stands on the site and in the repository's log, as it is written."""
    if any(find.kind is FindKind.IDENTITY for find in found):
        yield N_("Possible national identity number in the reason. It is not published.")
    words = tuple(dict.fromkeys(find.shown for find in found if find.kind is not FindKind.IDENTITY))
    if words:
        yield N_(
            "The reason is published, and has a phone number, an e-mail address or words that are withheld: {words}. "
            "Write it without them.",
            words=" · ".join(words),
        )


def _corrections(
    db: Database, matter: Matter, told: Affected, note: str, withheld: Redactions, now: datetime
) -> dict[str, str | None]:
    """Return the file of the corrections, where there are any; nothing of this one before there is a reason.

    What has been withheld since a reason was written is marked in it.
    """
    known = publications.corrections(db, matter.hearing.id)
    new = told.corrections(oslo_day(now), note) if note else ()
    if not known and not new:
        return {}
    public = (replace(one, note=redacted(one.note, withheld.everywhere)) for one in (*known, *new))
    text = corrections_file.write_corrections(newest_first(public))
    return {f"hearings/{matter.hearing.id}/{corrections_file.CORRECTIONS}": text}


def changes(content: Path, texts: dict[str, str | None]) -> Iterable[FileChange]:
    """Yield the files that would change."""
    for name, text in sorted(texts.items()):
        path = content / name
        before, after = path.read_text(encoding="utf-8") if path.is_file() else "", text or ""
        if before != after and before.splitlines() != after.splitlines():
            yield FileChange(name, before, after)


def receipts(
    db: Database,
    hearing_id: str,
    names: OpenAnswers,
    latest: Iterable[Submission],
    withheld: Redactions | None = None,
    still_public: frozenset[str] = frozenset(),
) -> tuple[Received, ...]:
    """Return what is told at once of who has answered, with the body's own deadline where it has one.

    Args:
        withheld: what is withheld of the hearing's answers; None to ask for it.
        still_public: references of answers that readers can read until the hearing is published the next time. That one
            of them is withheld as a whole is told when it is taken away.
    """
    own = extensions.of_hearing(db, hearing_id)
    layers = redactions_of(db, hearing_id) if withheld is None else withheld
    return tuple(
        Received(
            submission.body,
            submission.reference,
            submission.received_at,
            submission.version,
            submission.sha256,
            public_sender(submission, named=names.names_sender(submission.content.sender), redactions=layers),
            extended_to=own[submission.body].extended_to if submission.body in own else None,
            registered=submission.content.registered,
            withheld="" if submission.reference in still_public else layers.withheld(submission.reference),
        )
        for submission in latest
    )


def _files(hearing: Hearing, content: Path, received: tuple[Received, ...], choice: Choice) -> dict[str, str | None]:
    folder = f"hearings/{hearing.id}"
    texts: dict[str, str | None] = {
        f"{folder}/{files.RECEIVED}": files.write_received(received),
        # Where every answer has been withdrawn there is nothing that could be called a summary.
        f"{folder}/{files.SUMMARY}": (
            files.write_summary(choice.public_summary) if choice.chosen or not received else None
        ),
    }
    public = {f"{folder}/{files.submission_file(c.body)}": files.write_released(c) for c in choice.copies}
    stale = {
        f"{folder}/submissions/{path.name}": None
        for path in (content / folder / "submissions").glob("*.yml")
        if f"{folder}/submissions/{path.name}" not in {*texts, *public}
    }
    return texts | stale | public
