"""Publishing and previews that were asked for at the desk: done by a process of its own, so that nobody waits.

The desk starts the process at once; where that fails the worker does the job. Whoever does one holds a lock that falls
with the process, so a job that runs without its lock was broken off.
"""

import fcntl
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from hearing_app.answering.attachments import NotWhole
from hearing_app.building.build import ROOT, BuildFailed, ContentBroken
from hearing_app.building.deploy import BuildBusy, site_lock
from hearing_app.building.git_program import CommitRefused
from hearing_app.domain.message import N_, Message
from hearing_app.library import DefinitionBroken
from hearing_app.publishing.preview import forget_previews, make_preview
from hearing_app.publishing.publication import recover
from hearing_app.publishing.publish import PlanChanged, PublishingStopped, publish
from hearing_app.publishing.report import problem_line
from hearing_app.publishing.telling import tell_left
from hearing_app.settings import Settings, load_settings
from hearing_app.storage import Database, DatabaseError, chores, publications, publish_choices, publish_jobs, rebuilds
from hearing_app.storage.database import open_database
from hearing_app.storage.publications import Step
from hearing_app.storage.publish_jobs import Job, JobKind, JobState, JobStep
from hearing_app.text import Words, words_for

LEFT_AFTER = timedelta(seconds=20)
"""A job that waits for so long was not begun by the desk's own process; the worker does it."""
TELL_EVERY = timedelta(minutes=1)
"""How often mail is tried again that waits for a hearing's files to be whole."""
PATIENCE_SECONDS = 600
"""Nobody waits in front of a page for it, so it can wait for a whole build that is under way."""
CHANGED = N_("This is not what you looked at: the choice or a text has changed. Look through it, and publish then.")
BROKEN = N_("There are mistakes in the content. Correct them and publish again; nothing has been published.")
BUSY = N_("The site is being built right now. Wait a moment and publish again; nothing has been published.")
FAILED = N_(
    "The site could not be built. The old site stands, and nothing has been published. This is what the builder said:"
)
REFUSED = N_("The disk or the database refused. Nothing has been published. This is what it said:")
_TOLD = (
    *(PlanChanged, PublishingStopped, DefinitionBroken, ContentBroken, BuildBusy, BuildFailed, CommitRefused),
    *(LookupError, NotWhole, OSError, DatabaseError),
)


def start(settings: Settings, number: int) -> None:
    """Start a process that does the job; a thread waits for its end, so that nothing is left of it."""
    environment = {
        **os.environ,
        "SAMRAD_WORKSPACE": str(settings.workspace.resolve()),
        "SAMRAD_BASE_URL": settings.base_url,
    }
    process = subprocess.Popen(  # noqa: S603 - our own arguments
        [sys.executable, "-m", "hearing_app.publishing.publish_job", str(number)],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    threading.Thread(target=process.wait, daemon=True).start()


def do_job(db: Database, settings: Settings, number: int, *, now: datetime) -> JobState | None:
    """Do a job that waits, and return how it ended; None where somebody else has taken it."""
    with _held(settings, number) as mine:
        if not mine or not publish_jobs.take(db, number):
            return None
        job = publish_jobs.get(db, number)
        if job is None:
            return None
        state, reason = _outcome(db, settings, job, now)
        if state is JobState.RUNNING:
            return state
        # Before the lock falls: a job that runs without it counts as broken off.
        publish_jobs.end(db, number, state, now, reason)
        _lock_of(settings, number).unlink(missing_ok=True)
        return state


def _outcome(db: Database, settings: Settings, job: Job, now: datetime) -> tuple[JobState, str]:
    """Do a job, and return how it ended, and why where it failed.

    What refused may have done so after readers had it. A publishing that has not ended is completed or taken back by
    whoever comes next, so the job counts as running until then.
    """
    try:
        _do(db, settings, job, now)
    except _TOLD as error:
        begun = publications.of_job(db, job.id)
        if begun is not None and begun.ended_at is None:
            return JobState.RUNNING, ""
        if begun is not None and begun.step is Step.DONE:
            return JobState.DONE, ""
        return JobState.FAILED, told(error, words_for(job.request.language))
    return JobState.DONE, ""


def _do(db: Database, settings: Settings, job: Job, now: datetime) -> None:
    if job.kind is JobKind.PREVIEW:
        make_preview(db, settings, job.hearing, job.request, job=job.id, now=now)
        return

    def report(step: JobStep) -> None:
        publish_jobs.reach(db, job.id, step)

    publish(
        db,
        settings,
        job.hearing,
        released=job.request.released,
        actor=job.asked_by,
        now=now,
        seen=job.request.seen,
        concluded=job.request.concluded,
        note=job.request.note,
        mails=job.request.mails,
        patience_seconds=PATIENCE_SECONDS,
        job=job.id,
        report=report,
    )
    forget_previews(settings, now=now, every=True)


def told(error: Exception, words: Words) -> str:
    """Return why nothing was published, in sentences."""
    if isinstance(error, PublishingStopped):
        return "\n".join(map(words.say, error.reasons))
    if isinstance(error, DefinitionBroken | ContentBroken):
        return "\n".join([words.say(BROKEN), *(problem_line(problem, words) for problem in error.problems)])
    if isinstance(error, CommitRefused):
        return "\n".join(filter(None, (words.say(error.message), error.said)))
    sentences: dict[type[Exception], Message] = {PlanChanged: CHANGED, BuildBusy: BUSY}
    if type(error) in sentences:
        return words.say(sentences[type(error)])
    return f"{words.say(FAILED if isinstance(error, BuildFailed) else REFUSED)}\n{error}"


def look_after(db: Database, settings: Settings, *, now: datetime) -> bool:
    """Do what was left lying, and tell of what was broken off; return whether anything was done.

    What was broken off and cannot be put right yet is left as it is. The site is then asked for, and its building,
    which must put it right first, tells why it cannot.
    """
    publish_choices.forget_old(db, now)
    done = _recover_left(db, settings, now)
    if publications.untold(db) and chores.take(db, "tell", every=TELL_EVERY, now=now):
        tell_left(db, settings, now)
    for job in publish_jobs.unfinished(db):
        if job.state is JobState.RUNNING:
            done |= end_broken_off(db, settings, job, now)
        elif now - job.asked_at >= LEFT_AFTER:
            done |= do_job(db, settings, job.id, now=now) is not None
    return done


def end_broken_off(db: Database, settings: Settings, job: Job, now: datetime) -> bool:
    """End a job whose process has died, and tell whether it had; what it had begun is completed or taken back."""
    with _held(settings, job.id) as free:
        if not free:
            return False
    _recover_left(db, settings, now)  # where a publishing could be completed the job is done
    begun = publications.of_job(db, job.id)
    if begun is not None and begun.ended_at is None:
        return False  # it cannot be put right yet; how the job ended is not known before
    publish_jobs.end(db, job.id, JobState.INTERRUPTED, now)
    _lock_of(settings, job.id).unlink(missing_ok=True)
    return True


def is_broken_off(settings: Settings, job: Job) -> bool:
    """Tell whether a job runs that nobody does any more; whoever publishes next, or the worker, puts things right."""
    if job.state is not JobState.RUNNING:
        return False
    with _held(settings, job.id) as free:
        return free


def _recover_left(db: Database, settings: Settings, now: datetime) -> bool:
    """Complete or take back what was broken off, unless somebody is publishing or building right now."""
    if not publications.unfinished(db):
        return False
    try:
        with site_lock(settings.site):
            return bool(recover(db, settings, now))
    except BuildBusy:
        return False
    except CommitRefused:
        if not rebuilds.newest(db):
            rebuilds.ask(db, "a publishing was broken off", now)
        return False


@contextmanager
def _held(settings: Settings, number: int) -> Iterator[bool]:
    """Hold the lock of a job, and tell whether it was free; the system lets go of it if this process dies."""
    path = _lock_of(settings, number)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def _lock_of(settings: Settings, number: int) -> Path:
    return settings.workspace / "data" / "jobs" / f"{number}.lock"


def main() -> None:
    """Do the job whose number is the argument, in the workspace that the environment names."""
    settings = load_settings(Path(os.environ["SAMRAD_WORKSPACE"]), os.environ)
    with closing(open_database(settings.database)) as db:
        job = publish_jobs.get(db, int(sys.argv[1]))
        if job is not None:
            do_job(db, settings, job.id, now=job.asked_at)  # it was asked for a moment ago


if __name__ == "__main__":
    main()
