"""One publishing from its first note to its last: completed, or taken back, also after the machine has stopped.

The order is: releases in the database, the site built beside, files written, files committed, site switched, mail
queued. Each step is noted before it is taken, and `site_lock` falls with the process that holds it. So whoever holds
the lock and finds a publishing that has not ended knows that it was broken off: what had been committed (or, without a
repository, written whole) is completed, and everything else is taken back. Mail is written after the end, by whoever
published or by the worker: mistakes in a hearing's files hold its mail up and nothing else.
"""

import shutil
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from hearing_app.building import repository
from hearing_app.building.deploy import BuildBusy, Overlay, bytes_of, encoded, switch
from hearing_app.building.git_program import CommitRefused
from hearing_app.domain.message import N_
from hearing_app.domain.summary import Summary
from hearing_app.domain.vocabulary import Language
from hearing_app.library import DefinitionBroken, Library
from hearing_app.publishing import replaced_files
from hearing_app.publishing.telling import tell_left
from hearing_app.settings import Settings
from hearing_app.storage import Database, audit, publications, publish_jobs, rebuilds, submissions
from hearing_app.storage.database import writing
from hearing_app.storage.publications import Publication, Releases, Step
from hearing_app.storage.publish_jobs import JobState
from hearing_app.text import words_for

UNREADABLE = N_(
    "A publishing was broken off while git was at it. It can be neither completed nor taken back as long as the "
    "repository of the content folder cannot be read; until then the site stays as it is and nothing can be published. "
    "Mend the repository, or take its .git folder away: the rest goes by itself. This is what git said:"
)


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
                submissions.withhold(db, submission.reference, actor=actor, now=now)
        publications.conclude(db, hearing_id, wanted.concluded, actor=actor, now=now)


def digests(overlay: Overlay) -> dict[str, str]:
    """Return the fingerprint of every file of an overlay, empty for one that goes."""
    return {name: repository.digest(encoded(data)) for name, data in overlay.items()}


def begin_writing(
    db: Database, settings: Settings, number: int, overlay: Overlay, release: Path, head_before: str
) -> None:
    """Keep the files that are about to be replaced, and note what they will be."""
    content = settings.content
    changed = {name: data for name, data in overlay.items() if bytes_of(content / name) != encoded(data)}
    existed = replaced_files.keep(settings, number, changed)
    with writing(db):
        publications.begin_writing(
            db,
            number,
            files=digests(changed),
            existed=existed,
            site_release=str(release.relative_to(settings.site)),
            head=head_before,
        )
        publications.note_written(db, digests(overlay))


def finish(db: Database, settings: Settings, number: int, now: datetime) -> None:
    """Note that the publishing is done, and tell those who are to be told, or leave that to the worker."""
    done = get(db, number)
    with writing(db):
        publications.end(db, number, Step.DONE, now)
        subject = ", ".join(sorted(done.wanted.references))
        audit.log(db, now=now, actor=done.by, action="published", hearing=done.hearing, subject=subject)
    replaced_files.forget(settings, number)
    tell_left(db, settings, now)


def break_off(db: Database, settings: Settings, number: int, now: datetime) -> None:
    """End a publishing that has failed: as one that was carried out where readers have it already, else taken back."""
    done = get(db, number)
    if done.step is Step.COMMITTED and _is_live(settings, done):
        finish(db, settings, number, now)
    else:
        _take_back(db, settings, done, now)


def recover(db: Database, settings: Settings, now: datetime) -> int:
    """Complete or take back every publishing that was broken off, and return how many there were.

    The caller holds `site_lock`. One that cannot be put right now does not hold up the others.

    Raises:
        BuildBusy: git, or a hook, that was started then is not done yet; try again in a moment.
        CommitRefused: the repository cannot be read, so nobody knows whether the commit was made; what is told says
            what to do, and whoever calls next tries again.
    """
    left, stuck = publications.unfinished(db), []
    for one in left:
        try:
            _put_right(db, settings, one, now)
        except (BuildBusy, CommitRefused) as error:
            stuck.append(error)
    if stuck:
        raise stuck[0]
    return len(left)


def _put_right(db: Database, settings: Settings, one: Publication, now: datetime) -> None:
    completed = _was_committed(settings, one)
    if completed:
        _show(db, settings, one, now)
        finish(db, settings, one.id, now)
    else:
        _take_back(db, settings, one, now)
    if one.job is not None:
        state = JobState.DONE if completed else JobState.INTERRUPTED
        publish_jobs.end(db, one.job, state, now)


def _was_committed(settings: Settings, one: Publication) -> bool:
    """Tell whether what was to be published stands, so that nothing but the switch is left."""
    if one.step is Step.COMMITTED:
        return True
    if one.step is not Step.WRITING:
        return False
    return _stands_in_git(settings, one) or (
        replaced_files.cannot_go_back(settings, one) and _stands_whole(settings, one)
    )


def _stands_in_git(settings: Settings, one: Publication) -> bool:
    """Tell whether the commit was made; not where the repository has been taken away since."""
    try:
        in_git = bool(one.head_before) and repository.is_repository(settings.content)
        return in_git and repository.stands_committed(settings.content, one.files, one.head_before)
    except repository.StillCommitting as error:
        raise BuildBusy from error
    except CommitRefused as error:
        if not error.said:  # git itself is missing, and that is told
            raise
        raise CommitRefused(UNREADABLE, error.said) from error


def _stands_whole(settings: Settings, one: Publication) -> bool:
    return all(repository.digest(bytes_of(settings.content / name)) == sha256 for name, sha256 in one.files.items())


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
        replaced_files.put_back(settings, one)
        if one.head_before:
            with suppress(CommitRefused):  # files stay announced to a git that cannot be read; it says so itself
                repository.forget_unborn(settings.content, one.files)
    with writing(db):
        _release_as_before(db, one, now)
        publications.note_written(
            db, {name: repository.digest(bytes_of(settings.content / name)) for name in one.files}
        )
        publications.end(db, one.id, Step.UNDONE, now)
        audit.log(db, now=now, actor=one.by, action="publishing taken back", hearing=one.hearing, subject=str(one.id))
        for edited, name in replaced_files.set_aside(settings, one):
            action = "edited file set aside" if edited else "unfinished file set aside"
            audit.log(db, now=now, actor=one.by, action=action, hearing=one.hearing, subject=name)
    if one.site_release and not _is_live(settings, one):
        shutil.rmtree(settings.site / one.site_release, ignore_errors=True)
    replaced_files.forget(settings, one.id)


def _release_as_before(db: Database, one: Publication, now: datetime) -> None:
    """Let the releases be as they were, since when they were: readers have noticed nothing."""
    for submission in submissions.of_hearing(db, one.hearing):
        undo = submissions.undo_withhold if submission.reference in one.before.references else submissions.undo_release
        undo(db, submission.reference, since=one.at, actor=one.by, now=now)
    publications.conclude(db, one.hearing, one.before.concluded, actor=one.by, now=now)


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
