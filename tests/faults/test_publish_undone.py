"""What a publishing that was broken off leaves behind: no text that was never released, no folder, and a true word."""

import os
import shutil
import signal
import sqlite3
from contextlib import closing
from datetime import UTC, datetime

import pytest

from hearing_app.building import deploy
from hearing_app.domain.release import EVERYTHING
from hearing_app.operating.worker import work_once
from hearing_app.publishing import replaced_files
from hearing_app.publishing.publish import publish
from hearing_app.publishing.publish_job import do_job, is_broken_off, look_after
from hearing_app.publishing.publish_plan import plan
from hearing_app.storage import audit, publications, publish_jobs, submissions
from hearing_app.storage.database import open_database
from hearing_app.storage.publish_jobs import JobKind, JobState, Request

HEARING = "lukket-strategi"
COPY = f"hearings/{HEARING}/submissions/bergvik.yml"
NEVER = "Dette ble aldri sluppet ut."
SECRET = "Merk stiene bedre."
pytestmark = pytest.mark.slow


def site_text(settings):
    return "".join(p.read_text(encoding="utf-8") for p in (settings.site / "current").resolve().rglob("*.html"))


def copies(settings):
    folder = settings.workspace / "data" / "publishing"
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def kill_after(module, name, run, *, when=lambda *_arguments: True):
    """Run something in a process of its own, which is killed as soon as a function has done its work."""
    pid = os.fork()
    if pid == 0:
        real = getattr(module, name)

        def last(*arguments):
            done = real(*arguments)
            if when(*arguments):
                os.kill(os.getpid(), signal.SIGKILL)
            return done

        try:
            setattr(module, name, last)
            run()
        finally:
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == -signal.SIGKILL


@pytest.fixture
def two_versions(db, settings, closed, receive, answered, now):
    """The references of an answer that is published and of the next version of it, which is not."""
    first = receive(closed, "bergvik", answered({"tiltak": "Uskyldig."})).reference
    publish(db, settings, HEARING, released=frozenset({first}), actor="kari", now=now)
    second = receive(closed, "bergvik", answered({"tiltak": NEVER}), at=datetime(2026, 4, 20, 9, 30, tzinfo=UTC))
    return first, second.reference


@pytest.fixture
def publish_second(settings, two_versions, later):
    """A function that publishes the new version, over a connection of its own."""
    chosen = frozenset({two_versions[1]})

    def go():
        with closing(open_database(settings.database)) as db:
            publish(db, settings, HEARING, released=chosen, actor="kari", now=later(1), note="Ny versjon.")

    return go


@pytest.mark.parametrize("kept", [False, True], ids=["no repository", "in git"])
@pytest.mark.parametrize("edited", [False, True], ids=["as written", "edited"])
def test_without_the_old_file_the_new_one_does_not_stay(
    db, settings, content, *, two_versions, publish_second, in_git, later, kept, edited
):
    """Killed among the files, and the old one's copy is gone: the text leaves content and site, and can be published.

    Git brings the old file back; without it there is none until then.
    """
    if kept:
        in_git()
    path, old = content / COPY, (content / COPY).read_bytes()
    kill_after(deploy, "_put", publish_second, when=lambda _part, target: target == path)
    assert NEVER.encode() in path.read_bytes()
    if edited:
        path.write_bytes(path.read_bytes() + b"# Rettet.\n")
    shutil.rmtree(settings.workspace / "data" / "publishing")
    done = work_once(db, settings, now=later(2))
    assert (done.rebuilt, done.site_error, done.faults) == (True, "", ())
    assert submissions.released(db, HEARING) == {two_versions[0]}
    assert NEVER not in site_text(settings)
    assert (path.read_bytes() if path.exists() else None) == (old if kept else None)
    action = "edited file set aside" if edited else "unfinished file set aside"
    (told,) = [one for one in audit.entries(db, HEARING) if one.action == action and COPY in one.subject]
    assert NEVER in (settings.workspace / told.subject.partition("(")[2].rstrip(")")).read_text(encoding="utf-8")
    publish_second()
    assert NEVER in site_text(settings)


def test_an_edit_that_was_set_aside_is_told_though_we_die_right_then(
    db, settings, content, two_versions, publish_second, later
):
    """The second try finds the file as it was before, and the edit in its folder."""
    path, old = content / COPY, (content / COPY).read_bytes()
    kill_after(deploy, "_put", publish_second, when=lambda _part, target: target == path)
    path.write_bytes(path.read_bytes() + b"# Rettet.\n")

    def recover():
        with closing(open_database(settings.database)) as mine:
            look_after(mine, settings, now=later(2))

    kill_after(replaced_files, "put_back", recover)
    assert path.read_bytes() == old
    assert len(publications.unfinished(db)) == 1
    look_after(db, settings, now=later(3))
    (told,) = [one.subject for one in audit.entries(db, HEARING) if one.action == "edited file set aside"]
    assert b"# Rettet." in (settings.workspace / told.partition("(")[2].rstrip(")")).read_bytes()


def test_copies_that_nobody_needs_any_more_go(db, settings, two_versions, publish_second, later):
    """Killed right after the end they are left until the next sweep; those of one that has not ended stay."""

    def ended(*_arguments):
        with closing(open_database(settings.database)) as mine:
            return not publications.unfinished(mine)

    kill_after(replaced_files, "_kept", publish_second, when=ended)
    done = publications.last_done(db, HEARING)
    assert done.wanted.references == {two_versions[1]}
    assert copies(settings) == [str(done.id)]
    known = {"by": "kari", "now": later(1), "job": None, "wanted": done.wanted, "before": done.wanted, "mails": False}
    begun = publications.begin(db, HEARING, **known)
    (settings.workspace / "data" / "publishing" / str(begun)).mkdir()
    replaced_files.forget_ended(db, settings)
    assert copies(settings) == [str(begun)]
    work_once(db, settings, now=later(2))
    assert copies(settings) == []


def test_the_worker_sweeps_such_copies(db, settings, later):
    """In one of its rounds."""
    (settings.workspace / "data" / "publishing" / "1").mkdir(parents=True)
    work_once(db, settings, now=later(2))
    assert copies(settings) == []


@pytest.fixture
def asked(db, three_answers, library, content, now):
    """The number of a job that publishes Bergvik's answer."""
    chosen = frozenset({three_answers["bergvik"].reference})
    seen = plan(db, library.matter(HEARING), content, released=chosen, now=now, concluded=EVERYTHING).fingerprint
    return publish_jobs.ask(db, JobKind.PUBLISH, HEARING, Request(chosen, EVERYTHING, seen), by="kari", now=now)


def refuse_once(monkeypatch, module, name, applies):
    """Let a function refuse as a locked database does, the first time that it is called so."""
    real, refused = getattr(module, name), []

    def refusing(*arguments, **kwargs):
        if not refused and applies(*arguments):
            refused.append(1)
            raise sqlite3.OperationalError("database is locked")
        return real(*arguments, **kwargs)

    monkeypatch.setattr(module, name, refusing)


def test_a_job_that_readers_see_is_not_told_as_failed(db, settings, asked, now, later, monkeypatch):
    """The database refused after the switch: the job runs until the worker has noted the end, and is done then."""
    refuse_once(monkeypatch, publications, "end", lambda _db, _number, step, _now: step == "done")
    assert do_job(db, settings, asked, now=now) is JobState.RUNNING
    job = publish_jobs.get(db, asked)
    assert (job.state, job.reason, is_broken_off(settings, job)) == (JobState.RUNNING, "", True)
    assert SECRET in site_text(settings)
    look_after(db, settings, now=later(1))
    assert publish_jobs.get(db, asked).state is JobState.DONE
    assert publications.last_done(db, HEARING).job == asked


def test_a_job_whose_publishing_has_ended_is_done(db, settings, asked, now, monkeypatch):
    """What refuses after the end, here the note of the last step, changes nothing for readers."""
    refuse_once(monkeypatch, publish_jobs, "reach", lambda _db, _number, step: step == "queued")
    assert do_job(db, settings, asked, now=now) is JobState.DONE
    assert SECRET in site_text(settings)


def test_a_job_that_fails_before_is_told_as_failed(db, settings, asked, now, monkeypatch):
    """Nothing was published, and that is what it says."""
    refuse_once(monkeypatch, publications, "begin_writing", lambda *_arguments: True)
    assert do_job(db, settings, asked, now=now) is JobState.FAILED
    assert "database is locked" in publish_jobs.get(db, asked).reason
    assert publications.unfinished(db) == ()
