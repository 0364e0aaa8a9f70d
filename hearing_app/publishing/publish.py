"""Publishing: what has been released goes into the content folder, and the site is built anew."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path

from hearing_app.adopting import adoption_reports
from hearing_app.building import repository
from hearing_app.building.deploy import Overlay, encoded, replace_site, site_lock
from hearing_app.definitions import journal as journal_file
from hearing_app.definitions import released as files
from hearing_app.domain.calendar import oslo_day
from hearing_app.domain.guest import NamesShown, OpenAnswers
from hearing_app.domain.journal import public_lines
from hearing_app.domain.message import N_, Message
from hearing_app.domain.release import Concluded
from hearing_app.domain.submission import latest_by_body
from hearing_app.domain.summary import Received
from hearing_app.library import DefinitionBroken, Library
from hearing_app.publishing import publication
from hearing_app.publishing.publication import commit_message, digests, recover, release_exactly
from hearing_app.publishing.publish_plan import Plan, plan, receipts
from hearing_app.redacting.hand_marks import marked_files
from hearing_app.redacting.published_files import file_overlay
from hearing_app.redacting.redact import kept_releases, redactions_of, releasable
from hearing_app.settings import Settings
from hearing_app.storage import Database, audit, journal, publications, rebuilds, submissions, users
from hearing_app.storage.database import writing
from hearing_app.storage.publications import Releases
from hearing_app.storage.publish_jobs import JobStep

PATIENCE_SECONDS = 25
"""How long a person waits for a build that is under way already."""
NOBODY_NAMED = OpenAnswers(allowed=False, names=NamesShown.NONE)
REASON_MISSING = N_("Readers have seen what is corrected or taken away here. Say why: the reason is published with it.")


class PublishingStopped(Exception):
    """Something must be put right first; `reasons` says what. Nothing was published."""

    def __init__(self, reasons: tuple[Message, ...]) -> None:
        """Take the reasons."""
        super().__init__("; ".join(str(reason) for reason in reasons))
        self.reasons = reasons


class PlanChanged(Exception):
    """What would be published is not what was looked at: a text, an answer or the choice has changed."""


def _untold(_step: JobStep) -> None:
    """Tell nobody how far it has come."""


def publish(
    db: Database,
    settings: Settings,
    hearing_id: str,
    *,
    released: frozenset[str],
    actor: str,
    now: datetime,
    seen: str | None = None,
    concluded: Concluded | None = None,
    note: str = "",
    mails: bool = False,
    patience_seconds: float = PATIENCE_SECONDS,
    job: int | None = None,
    report: Callable[[JobStep], None] = _untold,
) -> Plan:
    """Release the given submissions, write the hearing's files, commit them, build the site and switch to it.

    It is planned, decided and done under one lock, and can be repeated: the same state gives the same files.
    What may be read is decided in the database first, and every step is noted there before it is taken: where the
    machine stops in between, whoever publishes or builds next completes it or takes it back (publication.recover).

    Args:
        released: references of the submissions that readers may see; all others are withheld.
        seen: the fingerprint of the plan that a person has looked at, None where nobody has.
        concluded: which conclusions readers may see; None for those that are released now.
        note: why something that readers can see already is corrected or taken away; published with it.
        mails: whether bodies are told by mail of what is public for the first time.
        patience_seconds: how long to wait for a build that is under way.
        job: the job that this is done for.
        report: called when a step is done.

    Raises:
        LookupError: there is no such hearing.
        PlanChanged: it is not what was looked at.
        DefinitionBroken, ContentBroken, BuildFailed, BuildBusy, CommitRefused, OSError: nothing was published.
        PublishingStopped: something must be put right first.
    """
    with site_lock(settings.site, wait_seconds=patience_seconds):
        recover(db, settings, now)
        library = Library(settings.content)
        matter = library.matter(hearing_id)
        if matter is None:
            raise LookupError(hearing_id)
        released = releasable(redactions_of(db, hearing_id), released)
        todo = plan(db, matter, settings.content, released=released, now=now, concluded=concluded, note=note)
        _ensure_possible(todo, seen, note)
        copies = file_overlay(settings.attachments, settings.content, hearing_id, todo.copies)
        overlay = _with_log(db, library, {**todo.files, **copies}, now)
        kept = repository.is_repository(settings.content)
        if kept:
            repository.ensure_ready(settings.content, _bytes(overlay), publications.written(db))
        report(JobStep.CHECKED)
        wanted = Releases(frozenset(copy.reference for copy in todo.copies), todo.concluded)
        number = _begin(db, hearing_id, wanted, todo, actor=actor, now=now, job=job, mails=mails, note=note)
        try:
            _put_out(db, settings, overlay, number, todo, now, report, note=note, in_git=kept)
        except BaseException:
            publication.break_off(db, settings, number, now)
            raise
        publication.finish(db, settings, number, now)
        report(JobStep.QUEUED)
    return todo


def _ensure_possible(todo: Plan, seen: str | None, note: str) -> None:
    if seen not in (None, todo.fingerprint):
        raise PlanChanged
    missing = (REASON_MISSING,) if todo.affected and not note.strip() else ()
    if todo.stops or missing:
        raise PublishingStopped((*todo.stops, *missing))


def _begin(
    db: Database,
    hearing_id: str,
    wanted: Releases,
    todo: Plan,
    *,
    actor: str,
    now: datetime,
    job: int | None,
    mails: bool,
    note: str,
) -> int:
    """Note what is about to be published and release it, both or neither; return the number of the publishing."""
    with writing(db):
        before = Releases(submissions.released(db, hearing_id), publications.concluded(db, hearing_id))
        number = publications.begin(
            db, hearing_id, by=actor, now=now, job=job, wanted=wanted, before=before, mails=mails
        )
        publications.correct(db, number, hearing_id, todo.affected.corrections(oslo_day(now), note.strip()))
        release_exactly(db, hearing_id, wanted, actor, now)
    return number


def _put_out(
    db: Database,
    settings: Settings,
    overlay: Overlay,
    number: int,
    todo: Plan,
    now: datetime,
    report: Callable[[JobStep], None],
    *,
    note: str,
    in_git: bool,
) -> None:
    """Build, write, commit and switch; where one of them fails, files and commit are as they were."""

    def built(release: Path) -> None:
        report(JobStep.BUILT)
        head = repository.head(settings.content) if in_git else ""
        publication.begin_writing(db, settings, number, overlay, release, head)

    @contextmanager
    def settled() -> Iterator[None]:
        report(JobStep.WRITTEN)
        commit = _commit(db, settings, overlay, number, todo, note) if in_git else ""
        try:
            publications.committed(db, number, commit)
            report(JobStep.COMMITTED)
            yield
        except BaseException:
            if commit:
                repository.undo(settings.content, commit, overlay)
            raise

    replace_site(
        settings.content,
        settings.site,
        overlay,
        base_url=settings.base_url,
        now=now,
        source_url=settings.source_url,
        marked=partial(marked_files, db),
        kept=kept_releases(db, now),
        built=built,
        settled=settled,
    )


def _commit(db: Database, settings: Settings, overlay: Overlay, number: int, todo: Plan, note: str) -> str:
    """Commit what was written in the name of whoever publishes; return the commit, empty where nothing has changed."""
    done = publication.get(db, number)
    user = users.by_username(db, done.by)
    name, email = (user.name, user.email) if user else (done.by, "")
    author = repository.author_of(name, done.by, settings.mail_from, email)
    library = Library(settings.content)
    text = commit_message(library, done.hearing, todo.public, note)
    return repository.commit(settings.content, overlay, text, author, committer=settings.mail_from)


def _bytes(overlay: Overlay) -> dict[str, bytes | None]:
    return {name: encoded(data) for name, data in overlay.items()}


def _with_log(db: Database, library: Library, overlay: Overlay, now: datetime) -> Overlay:
    """Return an overlay with the head of the log as it is now, its public lines, and the accepted adoptions."""
    journal.begin(db)
    head = journal.head(db)
    lines = public_lines(journal.entries(db), _public(db, library, now))
    written = {journal_file.NAME: journal_file.write_head(head), journal_file.LINES: lines} if head else {}
    return {**overlay, **adoption_reports.files(db, library.hearing_ids()), **written}


def _public(db: Database, library: Library, now: datetime) -> frozenset[str]:
    """Return the references that readers may know of: of public hearings, and of nobody who waits to be admitted."""
    matters = filter(None, map(library.last_good, library.hearing_ids()))
    public = (m.hearing.id for m in matters if m.hearing.is_public(now))
    return frozenset().union(*(submissions.references(db, hearing_id) for hearing_id in public))


def refresh_site(db: Database, settings: Settings, *, now: datetime, wait_seconds: float = 0) -> tuple[str, ...]:
    """Build the site anew with the public register of who has answered; texts are not touched.

    A publishing that was broken off is completed or taken back first. Readers get a mark where words that are withheld
    stand in people's own files; the paths of these are returned, to be told.

    Raises:
        ContentBroken, BuildFailed, BuildBusy, OSError: nothing has changed.
    """
    with site_lock(settings.site, wait_seconds=wait_seconds):
        recover(db, settings, now)
        asked = rebuilds.newest(db)
        overlay: dict[str, str | bytes | None] = {}
        library = Library(settings.content)
        for folder in library.hearing_ids():
            latest, name = latest_by_body(submissions.of_hearing(db, folder)), f"hearings/{folder}/{files.RECEIVED}"
            if latest or (settings.content / name).is_file():  # the last answer there was may have been refused since
                public, names = submissions.released(db, folder), _names_of(library, folder)
                rows = receipts(db, folder, names, latest, still_public=public)
                overlay[name] = files.write_received((*rows, *_published_still(library, folder, rows, names)))
        whole = _with_log(db, library, overlay, now)
        told: dict[str, str] = {}

        def marked(staged: Path) -> Overlay:
            told.update(marked_files(db, staged))
            return told

        replace_site(
            settings.content,
            settings.site,
            whole,
            base_url=settings.base_url,
            now=now,
            source_url=settings.source_url,
            marked=marked,
            kept=kept_releases(db, now),
        )
        with writing(db):
            publications.note_written(db, digests(whole))
            rebuilds.done(db, asked, now)
    return tuple(told)


def _published_still(
    library: Library, hearing_id: str, rows: tuple[Received, ...], names: OpenAnswers
) -> Iterator[Received]:
    """Yield the rows of answers that are refused and were published: to take them away says why, so publishing does."""
    matter, there = library.last_good(hearing_id), {row.body for row in rows}
    gone = {copy.body for copy in matter.released} - there if matter else set()
    for row in matter.received if matter else ():
        if row.body in gone:
            sender = row.sender if names.names_sender(row.sender) else None
            yield replace(row, sender=sender or (replace(row.sender, name="") if row.sender else None))


def ask_for_site(db: Database, *, actor: str, now: datetime) -> None:
    """Ask the worker to build the site anew: a person has edited the content by hand."""
    with writing(db):
        rebuilds.ask(db, f"asked by {actor}", now)
        audit.log(db, now=now, actor=actor, action="asked for the site")


def _names_of(library: Library, hearing_id: str) -> OpenAnswers:
    """Return whose names a hearing publishes; nobody's where its files have mistakes, which stop the build anyhow."""
    try:
        matter = library.matter(hearing_id)
    except DefinitionBroken:
        return NOBODY_NAMED
    return matter.hearing.open_answers if matter else NOBODY_NAMED
