"""Publishing: what has been released goes into the content folder, and the site is built anew."""

import difflib
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from hearing_app.assess import published_before
from hearing_app.definitions import journal as journal_file
from hearing_app.definitions import released as files
from hearing_app.definitions.defaults import thresholds
from hearing_app.deploy import Overlay, replace_site, site_lock
from hearing_app.domain.guest import NamesShown, OpenAnswers
from hearing_app.domain.hearing import Hearing
from hearing_app.domain.journal import public_lines
from hearing_app.domain.matter import Matter
from hearing_app.domain.message import Message
from hearing_app.domain.submission import Submission, latest_by_body, with_guests
from hearing_app.domain.summary import Received, Summary, public_sender, summarise
from hearing_app.extend import still_running
from hearing_app.findings import Choice, before_publishing
from hearing_app.library import DefinitionBroken, Library
from hearing_app.settings import Settings
from hearing_app.storage import (
    Database,
    audit,
    confirmations,
    extensions,
    journal,
    points,
    rebuilds,
    submissions,
)
from hearing_app.storage.database import writing

PATIENCE_SECONDS = 25
"""How long a person waits for a build that is under way already."""
NOBODY_NAMED = OpenAnswers(allowed=False, names=NamesShown.NONE)


class PublishingStopped(Exception):
    """Something must be put right first; `reasons` says what. Nothing was published."""

    def __init__(self, reasons: tuple[Message, ...]) -> None:
        """Take the reasons."""
        super().__init__("; ".join(str(reason) for reason in reasons))
        self.reasons = reasons


class PlanChanged(Exception):
    """What would be published is not what was looked at: a text, an answer or the choice has changed."""


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

    @property
    def fingerprint(self) -> str:
        """What tells whether a plan is the one that a person has looked at."""
        lines = [[change.path, list(change.lines)] for change in self.changes]
        return hashlib.sha256(json.dumps([lines, sorted(self.files)]).encode()).hexdigest()


def plan(db: Database, matter: Matter, content: Path, *, released: frozenset[str], now: datetime) -> Plan:
    """Return what publishing would do, without doing it.

    Args:
        matter: the hearing as it stands in `content`.
        released: references of the submissions to publish.
    """
    hearing = matter.hearing
    latest = latest_by_body(submissions.of_hearing(db, hearing.id))
    chosen = tuple(s for s in latest if s.reference in released)
    summary = summarise(hearing, latest, points.of_hearing(db, hearing.id), released)
    fresh = released - submissions.released(db, hearing.id)
    private_mail = thresholds(Library(content).last_good_council()).private_mail
    first = not published_before(db, matter)
    told = {reference: c.told.treatment for reference, c in confirmations.of_hearing(db, hearing.id).items()}
    choice = Choice(
        with_guests(hearing, latest),
        latest,
        chosen,
        summary,
        fresh,
        first=first,
        private_mail=private_mail,
        confirmations=told,
        running=still_running(db, hearing, now),
    )
    texts = _files(hearing, content, _receipts(db, hearing.id, hearing.open_answers, latest), choice)
    stops, warnings = before_publishing(choice, now=now)
    return Plan(summary, texts, tuple(changes(content, texts)), stops, warnings)


def publish(
    db: Database,
    settings: Settings,
    hearing_id: str,
    *,
    released: frozenset[str],
    actor: str,
    now: datetime,
    seen: str | None = None,
) -> Plan:
    """Release the given submissions, write the hearing's files, build the site and switch to it.

    It is planned, decided and done under one lock, and can be repeated: the same state gives the same files.
    What may be read is decided in the database first: if the machine stops in between, nothing that is in
    `content/` lacks its release.

    Args:
        released: references of the submissions that readers may see; all others are withheld.
        seen: the fingerprint of the plan that a person has looked at, None where nobody has.

    Raises:
        LookupError: there is no such hearing.
        PlanChanged: it is not what was looked at.
        DefinitionBroken, ContentBroken, BuildFailed, BuildBusy, OSError: nothing was published.
        PublishingStopped: something must be put right first.
    """
    with site_lock(settings.site, wait_seconds=PATIENCE_SECONDS):
        library = Library(settings.content)
        matter = library.matter(hearing_id)
        if matter is None:
            raise LookupError(hearing_id)
        todo = plan(db, matter, settings.content, released=released, now=now)
        if seen not in (None, todo.fingerprint):
            raise PlanChanged
        if todo.stops:
            raise PublishingStopped(todo.stops)
        before = submissions.released(db, hearing_id)
        _release(db, hearing_id, released, actor, now)
        try:
            _replace_site(db, settings, library, todo.files, now)
        except BaseException:
            _release(db, hearing_id, before, actor, now)
            raise
        audit.log(db, now=now, actor=actor, action="published", hearing=hearing_id, subject=", ".join(sorted(released)))
    return todo


def _release(db: Database, hearing_id: str, wanted: frozenset[str], actor: str, now: datetime) -> None:
    """Let exactly the submissions in `wanted` be released."""
    with writing(db):
        for submission in submissions.of_hearing(db, hearing_id):
            if submission.reference in wanted:
                submissions.release(db, submission.reference, actor=actor, now=now)
            else:
                submissions.withhold(db, submission.reference)


def _replace_site(db: Database, settings: Settings, library: Library, overlay: Overlay, now: datetime) -> None:
    """Replace the live site, with the head of the log as it is now."""
    journal.begin(db)
    head = journal.head(db)
    lines = public_lines(journal.entries(db), _public(db, library, now))
    written = {journal_file.NAME: journal_file.write_head(head), journal_file.LINES: lines} if head else {}
    replace_site(
        settings.content,
        settings.site,
        {**overlay, **written},
        base_url=settings.base_url,
        now=now,
        source_url=settings.source_url,
    )


def _public(db: Database, library: Library, now: datetime) -> frozenset[str]:
    """Return the references that readers may know of: of public hearings, and of nobody who waits to be admitted."""
    matters = filter(None, map(library.last_good, library.hearing_ids()))
    public = (m.hearing.id for m in matters if m.hearing.is_public(now))
    return frozenset().union(*(submissions.references(db, hearing_id) for hearing_id in public))


def refresh_site(db: Database, settings: Settings, *, now: datetime, wait_seconds: float = 0) -> None:
    """Build the site anew with the public register of who has answered; texts are not touched.

    Raises:
        ContentBroken, BuildFailed, BuildBusy, OSError: nothing has changed.
    """
    with site_lock(settings.site, wait_seconds=wait_seconds):
        asked = rebuilds.newest(db)
        overlay = {}
        library = Library(settings.content)
        for folder in library.hearing_ids():
            latest, name = latest_by_body(submissions.of_hearing(db, folder)), f"hearings/{folder}/{files.RECEIVED}"
            if latest or (settings.content / name).is_file():  # the last answer there was may have been refused since
                overlay[name] = files.write_received(_receipts(db, folder, _names_of(library, folder), latest))
        _replace_site(db, settings, library, overlay, now)
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


def _names_of(library: Library, hearing_id: str) -> OpenAnswers:
    """Return whose names a hearing publishes; nobody's where its files have mistakes, which stop the build anyhow."""
    try:
        matter = library.matter(hearing_id)
    except DefinitionBroken:
        return NOBODY_NAMED
    return matter.hearing.open_answers if matter else NOBODY_NAMED


def _receipts(db: Database, hearing_id: str, names: OpenAnswers, latest: Iterable[Submission]) -> tuple[Received, ...]:
    """Return what is told at once of who has answered, with the body's own deadline where it has one."""
    own = extensions.of_hearing(db, hearing_id)
    return tuple(
        Received(
            submission.body,
            submission.reference,
            submission.received_at,
            submission.version,
            submission.sha256,
            public_sender(submission, named=names.names_sender(submission.content.sender)),
            extended_to=own[submission.body].extended_to if submission.body in own else None,
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
