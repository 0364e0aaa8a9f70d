"""One publishing from its first note to its last: completed, or taken back, also after the machine has stopped.

The order is: releases in the database, the site built beside, files written, files committed, site switched, mail
queued. Each step is noted before it is taken, and `site_lock` falls with the process that holds it. So whoever holds
the lock and finds a publishing that has not ended knows that it was broken off: what had been committed (or, without a
repository, written whole) is completed, and everything else is taken back.
"""

import os
import shutil
from datetime import datetime
from pathlib import Path

from hearing_app.building import repository
from hearing_app.building.deploy import BuildBusy, Overlay, bytes_of, encoded, part_of, switch
from hearing_app.domain.summary import Summary
from hearing_app.domain.vocabulary import Language
from hearing_app.library import DefinitionBroken, Library
from hearing_app.mailing.mail import Sender
from hearing_app.mailing.published_mail import tell_bodies
from hearing_app.settings import Settings
from hearing_app.storage import Database, audit, publications, publish_jobs, rebuilds, submissions
from hearing_app.storage.database import writing
from hearing_app.storage.publications import Publication, Releases, Step
from hearing_app.storage.publish_jobs import JobState
from hearing_app.text import words_for


def get(db: Database, number: int) -> Publication:
    """Return a publishing that has not ended.

    Raises:
        LookupError: there is none with this number.
    """
    found = next((one for one in publications.unfinished(db) if one.id == number), None)
    if found is None:
        raise LookupError(number)
    return found


def release_exactly(db: Database, hearing_id: str, wanted: Releases, actor: str, now: datetime) -> None:
    """Let exactly the submissions and conclusions in `wanted` be released."""
    with writing(db):
        for submission in submissions.of_hearing(db, hearing_id):
            if submission.reference in wanted.references:
                submissions.release(db, submission.reference, actor=actor, now=now)
            else:
                submissions.withhold(db, submission.reference)
        publications.conclude(db, hearing_id, wanted.concluded, actor=actor, now=now)


def digests(overlay: Overlay) -> dict[str, str]:
    """Return the fingerprint of every file of an overlay, empty for one that goes."""
    return {name: repository.digest(encoded(data)) for name, data in overlay.items()}


def begin_writing(
    db: Database, settings: Settings, number: int, overlay: Overlay, release: Path, head_before: str
) -> None:
    """Keep the files that are about to be replaced, and note what they will be."""
    content, kept = settings.content, _kept(settings, number)
    changed = {name: data for name, data in overlay.items() if bytes_of(content / name) != encoded(data)}
    for name in changed:
        if (content / name).is_file():
            _copy_synced(content / name, kept / name)
    with writing(db):
        publications.begin_writing(
            db, number, files=digests(changed), site_release=str(release.relative_to(settings.site)), head=head_before
        )
        publications.note_written(db, digests(overlay))


def finish(db: Database, settings: Settings, number: int, now: datetime) -> None:
    """Note that the publishing is done, and tell those who are to be told: all of it or nothing."""
    done = get(db, number)
    with writing(db):
        publications.end(db, number, Step.DONE, now)
        if done.mails:
            _tell(db, settings, done, now)
        subject = ", ".join(sorted(done.wanted.references))
        audit.log(db, now=now, actor=done.by, action="published", hearing=done.hearing, subject=subject)
    shutil.rmtree(_kept(settings, number), ignore_errors=True)


def _tell(db: Database, settings: Settings, done: Publication, now: datetime) -> None:
    library, sender = Library(settings.content), Sender(settings.mail_from, settings.base_url)
    matter = library.matter(done.hearing)
    if matter is not None:
        council = library.council()
        tell_bodies(db, matter, council, publication=done.id, sender=sender, actor=done.by, now=now)


def break_off(db: Database, settings: Settings, number: int, now: datetime) -> None:
    """End a publishing that has failed: as one that was carried out where readers have it already, else taken back."""
    done = get(db, number)
    if done.step is Step.COMMITTED and _is_live(settings, done):
        finish(db, settings, number, now)
    else:
        _take_back(db, settings, done, now)


def recover(db: Database, settings: Settings, now: datetime) -> int:
    """Complete or take back every publishing that was broken off, and return how many there were.

    The caller holds `site_lock`.

    Raises:
        BuildBusy: git, or a hook, that was started then is not done yet; try again in a moment.
    """
    left = publications.unfinished(db)
    for one in left:
        completed = _was_committed(settings, one)
        if completed:
            _show(db, settings, one, now)
            finish(db, settings, one.id, now)
        else:
            _take_back(db, settings, one, now)
        if one.job is not None:
            state = JobState.DONE if completed else JobState.INTERRUPTED
            publish_jobs.end(db, one.job, state, now)
    return len(left)


def _was_committed(settings: Settings, one: Publication) -> bool:
    """Tell whether what was to be published stands, so that nothing but the switch is left."""
    if one.step is Step.COMMITTED:
        return True
    if one.step is not Step.WRITING or not one.head_before:
        return False
    try:
        return repository.stands_committed(settings.content, one.files, one.head_before)
    except repository.StillCommitting as error:
        raise BuildBusy from error


def _show(db: Database, settings: Settings, one: Publication, now: datetime) -> None:
    """Let readers have the site that was built; where it has gone, it is built anew."""
    release = settings.site / one.site_release
    if one.site_release and release.is_dir():
        switch(settings.site, release)
    else:
        rebuilds.ask(db, "publishing completed", now)


def _is_live(settings: Settings, one: Publication) -> bool:
    current = settings.site / "current"
    return current.exists() and current.resolve() == (settings.site / one.site_release).resolve()


def _take_back(db: Database, settings: Settings, one: Publication, now: datetime) -> None:
    """Put files and releases back as they were before the publishing."""
    if one.step is not Step.RELEASED:
        _put_back(settings, one)
        if one.head_before:
            repository.forget_unborn(settings.content, one.files)
    with writing(db):
        release_exactly(db, one.hearing, one.before, one.by, now)
        publications.note_written(
            db, {name: repository.digest(bytes_of(settings.content / name)) for name in one.files}
        )
        publications.end(db, one.id, Step.UNDONE, now)
        audit.log(db, now=now, actor=one.by, action="publishing taken back", hearing=one.hearing, subject=str(one.id))
    if one.site_release and not _is_live(settings, one):
        shutil.rmtree(settings.site / one.site_release, ignore_errors=True)
    shutil.rmtree(_kept(settings, one.id), ignore_errors=True)


def _put_back(settings: Settings, one: Publication) -> None:
    """Put back the files that were written; one that has been changed since by a person is left alone."""
    for name, sha256 in one.files.items():
        path, before = settings.content / name, bytes_of(_kept(settings, one.id) / name)
        part_of(path).unlink(missing_ok=True)
        if repository.digest(bytes_of(path)) != sha256:
            continue
        if before is None:
            path.unlink(missing_ok=True)
        else:
            part_of(path).write_bytes(before)
            part_of(path).replace(path)


def _kept(settings: Settings, number: int) -> Path:
    """Return the folder with the files that a publishing replaces, until it has ended."""
    return settings.workspace / "data" / "publishing" / str(number)


def _copy_synced(source: Path, target: Path) -> None:
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with target.open("wb") as file:
        file.write(source.read_bytes())
        file.flush()
        os.fsync(file.fileno())


def commit_message(library: Library, hearing_id: str, summary: Summary, note: str) -> str:
    """Return what the repository's log says of a publishing, in the council's own language; `note` is the reason."""
    try:
        council = library.last_good_council()
        matter = library.last_good(hearing_id)
    except DefinitionBroken:  # the content was checked a moment ago; the log can do without the title
        council = matter = None
    words = words_for(council.language if council else Language.NB)
    title = words.local(matter.hearing.title) if matter else hearing_id
    concluded = sum(point.conclusion is not None for point in summary.points)
    line = words.gettext(
        "Publishes the hearing {title}: {answers}, {conclusions}",
        title=title,
        answers=words.ngettext("{number} answer", "{number} answers", summary.released),
        conclusions=words.ngettext("{number} conclusion", "{number} conclusions", concluded),
    )
    return f"{line}\n\n{note.strip()}\n" if note.strip() else f"{line}\n"
