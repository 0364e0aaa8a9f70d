"""kill -9 while a hearing is published: it is completed or taken back, told, and can be repeated."""

import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from hearing_app.domain.release import EVERYTHING
from hearing_app.publishing.publish import publish, refresh_site
from hearing_app.publishing.publish_job import is_broken_off, look_after
from hearing_app.publishing.verify import check_log
from hearing_app.storage import audit, publications, publish_jobs, submissions
from hearing_app.storage.publications import Step
from hearing_app.storage.publish_jobs import JobKind, JobState, Request

ROOT = Path(__file__).parents[2]
HEARING = "lukket-strategi"
COPY = f"hearings/{HEARING}/submissions/bergvik.yml"
SECRET = "Merk stiene bedre."
pytestmark = pytest.mark.slow


@pytest.fixture
def again(db, settings, three_answers, now):
    """A function that publishes the same once more."""

    def publish_again():
        chosen = frozenset({three_answers["bergvik"].reference})
        publish(db, settings, HEARING, released=chosen, actor="kari", now=now, mails=True)

    return publish_again


def site_text(settings):
    return "".join(p.read_text(encoding="utf-8") for p in (settings.site / "current").resolve().rglob("*.html"))


def mails(db):
    return db.execute("SELECT count(*) FROM outbox WHERE kind = 'published'").fetchone()[0]


@pytest.mark.parametrize("kept", [False, True], ids=["no repository", "in git"])
@pytest.mark.parametrize("step", ["checked", "built", "written"])
def test_what_was_not_committed_is_taken_back(db, content, settings, *, git, in_git, kill_at, again, now, kept, step):
    """Releases and files are as they were before anything is built again, and the same publishing then succeeds."""
    if kept:
        in_git()
    before = {p: p.read_bytes() for p in content.rglob("*") if p.is_file() and ".git" not in p.parts}
    kill_at(step)
    refresh_site(db, settings, now=now)  # as the worker does
    assert publications.unfinished(db) == ()
    assert submissions.released(db, HEARING) == frozenset()
    after = {p: p.read_bytes() for p in content.rglob("*") if p.is_file() and ".git" not in p.parts}
    written = {"received.yml", "journal.yml", "journal.txt"}  # by the worker
    assert {p: d for p, d in after.items() if p.name not in written} == {
        p: d for p, d in before.items() if p.name not in written
    }
    assert SECRET not in site_text(settings)
    assert not list(content.rglob("*.part"))
    assert mails(db) == 0
    if step != "checked":
        assert audit.entries(db, HEARING)[-1].action == "publishing taken back"
    again()
    assert SECRET in site_text(settings)
    assert mails(db) == 1
    if kept:
        assert git("status", "--porcelain") == ""
    assert check_log(db, content) == ()


@pytest.mark.parametrize("kept", [False, True], ids=["no repository", "in git"])
def test_what_was_committed_is_completed(db, content, settings, *, git, in_git, kill_at, again, now, kept):
    """Only the switch was left: readers see it, the log says so, and nobody gets mail twice."""
    if kept:
        in_git()
    kill_at("committed")
    refresh_site(db, settings, now=now)
    assert publications.last_done(db, HEARING) is not None
    assert SECRET in site_text(settings)
    assert (content / COPY).is_file()
    assert [entry.action for entry in audit.entries(db, HEARING)].count("published") == 1
    assert mails(db) == 1
    again()
    assert mails(db) == 1
    if kept:
        assert git("log", "--format=%s").count("\n") == 2
        assert git("status", "--porcelain") == ""


def hook(content, name, script):
    """Write an executable hook."""
    path = content / ".git" / "hooks" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def test_a_power_cut_in_the_middle_of_the_commit(db, content, settings, *, git, in_git, kill_at, again, now, tmp_path):
    """Git leaves its lock behind: everything is taken back, the lock is told, and without it publishing works."""
    in_git()
    mark = tmp_path / "hooked"
    hook(content, "pre-commit", f"touch {mark}; sleep 60")
    kill_at(mark=mark)
    assert (content / ".git" / "index.lock").exists()
    refresh_site(db, settings, now=now)
    assert not (content / COPY).exists()
    assert submissions.released(db, HEARING) == frozenset()
    (content / ".git" / "hooks" / "pre-commit").unlink()
    (content / ".git" / "index.lock").unlink()
    again()
    assert SECRET in site_text(settings)
    assert git("status", "--porcelain") == ""


def test_git_that_outlives_us_is_waited_for(db, content, settings, git, in_git, kill_at, now, tmp_path):
    """We are killed while a hook runs; git goes on and commits, and then the publishing is completed."""
    in_git()
    mark = tmp_path / "hooked"
    hook(content, "pre-commit", f"touch {mark}; sleep 2")
    kill_at(mark=mark, everything=False)
    refresh_site(db, settings, now=now)
    assert publications.last_done(db, HEARING) is not None
    assert SECRET in site_text(settings)
    assert git("log", "--format=%s").count("\n") == 2


def test_a_power_cut_right_after_the_commit(db, content, settings, in_git, kill_at, now, tmp_path):
    """The commit stands, though we were not told: the publishing is completed."""
    in_git()
    mark = tmp_path / "hooked"
    hook(content, "post-commit", f"touch {mark}; sleep 60")
    kill_at(mark=mark)
    refresh_site(db, settings, now=now)
    assert publications.last_done(db, HEARING) is not None
    assert SECRET in site_text(settings)


def test_a_job_that_is_killed_is_told_as_broken_off(db, settings, three_answers, now, children):
    """The worker sees that nobody does it any more, takes back what was begun, and the job can be asked for again."""
    chosen = frozenset({three_answers["bergvik"].reference})
    request = Request(chosen, EVERYTHING, seen="")
    number = publish_jobs.ask(db, JobKind.PREVIEW, HEARING, request, by="kari", now=now)
    environment = {**os.environ, "SAMRAD_WORKSPACE": str(settings.workspace)}
    command = [sys.executable, "-m", "hearing_app.publishing.publish_job", str(number)]
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    while publish_jobs.get(db, number).state is JobState.WAITING:
        assert process.poll() is None
        time.sleep(0.01)
    assert not is_broken_off(settings, publish_jobs.get(db, number))
    below = children(process.pid)
    process.send_signal(signal.SIGKILL)
    process.wait()
    for pid in below:
        os.kill(pid, signal.SIGKILL)
    assert is_broken_off(settings, publish_jobs.get(db, number))
    assert look_after(db, settings, now=now)
    assert publish_jobs.get(db, number).state is JobState.INTERRUPTED
    assert Step.DONE not in {one.step for one in publications.unfinished(db)}
