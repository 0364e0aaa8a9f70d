"""Nothing in one hearing's files or in a broken repository stops the worker, and with it the forms."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from click.testing import CliRunner

from hearing_app.cli.commands import main
from hearing_app.operating.worker import work_once
from hearing_app.storage import audit, outbox, publications, rebuilds, submissions

ROOT = Path(__file__).parents[2]
HEARING = "lukket-strategi"
FOLDER = f"hearings/{HEARING}"
COPY = f"{FOLDER}/submissions/bergvik.yml"
SECRET = "Merk stiene bedre."
pytestmark = pytest.mark.slow


def site_text(settings):
    return "".join(p.read_text(encoding="utf-8") for p in (settings.site / "current").resolve().rglob("*.html"))


def told(db):
    return db.execute("SELECT count(*) FROM outbox WHERE kind = 'published'").fetchone()[0]


@pytest.fixture
def mistake(content):
    """A function that makes a mistake in the hearing's file, and one that corrects it."""
    path = content / FOLDER / "hearing.yml"
    good = path.read_text(encoding="utf-8")
    return (
        lambda: path.write_text(good.replace("language: nn", "language: xx"), encoding="utf-8"),
        lambda: path.write_text(good, encoding="utf-8"),
    )


def test_a_mistake_in_the_files_holds_up_the_mail_alone(db, settings, kill_at, mistake, later):
    """The publishing that was broken off is completed and logged; the mail goes when the file is whole, once."""
    make, correct = mistake
    kill_at("committed")
    make()
    done = work_once(db, settings, now=later(1))
    assert done.faults == ()
    assert publications.unfinished(db) == ()
    assert publications.last_done(db, HEARING) is not None
    assert [entry.action for entry in audit.entries(db, HEARING)].count("published") == 1
    assert SECRET in site_text(settings)
    assert told(db) == 0
    correct()
    for minute in (3, 5, 7):
        work_once(db, settings, now=later(minute))
    assert told(db) == 1


BREAK = {
    "index": lambda git: (git / "index").write_bytes(b"nonsense"),
    "objects": lambda git: shutil.rmtree(git / "objects"),
    "head": lambda git: (git / "HEAD").write_text("", encoding="utf-8"),
}


@pytest.mark.parametrize("how", BREAK)
def test_a_broken_repository_is_told_and_holds_up_the_site_alone(db, content, settings, *, in_git, kill_at, later, how):
    """Nobody knows whether there was a commit: the old site stands, mail goes, and mended the rest goes by itself."""
    in_git()
    work_once(db, settings, now=later(0))
    kill_at("written")
    whole = shutil.copytree(content / ".git", settings.workspace / "whole")
    BREAK[how](content / ".git")
    outbox.put(db, kind="receipt", recipient="a@x.example", message=b"x", now=later(0))
    done = work_once(db, settings, now=later(1))
    assert done.mail.sent
    assert "avbrutt mens git holdt på" in done.site_error
    assert rebuilds.last_error(db) == done.site_error
    for command in ("work", "build"):
        said = CliRunner().invoke(main, ["--workspace", str(settings.workspace), command])
        assert (said.exit_code, type(said.exception)) == (1, SystemExit)
        assert "avbrutt mens git holdt på" in said.output
    assert [one.hearing for one in publications.unfinished(db)] == [HEARING]
    assert SECRET not in site_text(settings)
    shutil.rmtree(content / ".git")
    whole.rename(content / ".git")
    assert work_once(db, settings, now=later(2)).site_error == ""
    assert publications.unfinished(db) == ()
    assert submissions.released(db, HEARING) == frozenset()
    assert not (content / COPY).exists()
    assert rebuilds.last_error(db) == ""


def test_a_repository_that_was_taken_away_holds_nothing_up(db, content, settings, in_git, kill_at, later):
    """Without it there is no commit that could stand: everything is taken back."""
    in_git()
    kill_at("written")
    shutil.rmtree(content / ".git")
    done = work_once(db, settings, now=later(1))
    assert (done.rebuilt, done.site_error) == (True, "")
    assert publications.unfinished(db) == ()
    assert not (content / COPY).exists()
    assert SECRET not in site_text(settings)


def test_what_somebody_edited_meanwhile_is_set_aside(db, content, settings, in_git, kill_at, later):
    """The answer was never released: it leaves content and site, the edit is kept, and publishing works again."""
    in_git()
    kill_at("written")
    path = content / COPY
    edited = path.read_text(encoding="utf-8").replace(SECRET, "Merk stiene rett.")
    path.write_text(edited, encoding="utf-8")
    work_once(db, settings, now=later(1))
    assert not path.exists()
    assert "Merk stiene rett." not in site_text(settings)
    (entry,) = [one for one in audit.entries(db, HEARING) if one.action == "edited file set aside"]
    kept = settings.workspace / entry.subject.partition("(")[2].rstrip(")")
    assert kept.read_text(encoding="utf-8") == edited


FILES = {
    "council gone": lambda c: (c / "council.yml").unlink(),
    "council broken": lambda c: (c / "council.yml").write_text("x: [\n", encoding="utf-8"),
    "hearing gone": lambda c: shutil.rmtree(c / FOLDER),
    "no text": lambda c: (c / FOLDER / "hearing.yml").write_bytes(b"\xff\xfe\x00"),
    "a folder for a file": lambda c: ((c / FOLDER / "hearing.yml").unlink(), (c / FOLDER / "hearing.yml").mkdir()),
    "answers broken": lambda c: (c / FOLDER / "submissions/received.yml").write_text("- [\n", encoding="utf-8"),
    "an answer without text": lambda c: (c / COPY).write_bytes(b"\xff"),
    "summary broken": lambda c: (c / FOLDER / "summary.yml").write_text("a: b\n", encoding="utf-8"),
    "content gone": shutil.rmtree,
}


@pytest.mark.parametrize("how", FILES)
def test_whatever_the_files_hold_mail_goes_out(db, content, settings, *, three_answers, later, how):
    """A round is never broken off by them; what hinders the site is told."""
    (content / FOLDER / "submissions").mkdir(exist_ok=True)
    FILES[how](content)
    outbox.put(db, kind="receipt", recipient="a@x.example", message=b"x", now=later(0))
    done = work_once(db, settings, now=later(1))
    assert done.mail.sent
    assert done.rebuilt or done.site_error


def test_the_forms_stay_open(db, settings, kill_at, mistake):
    """`samrad run` starts and goes on beside a broken hearing, tells why, and completes what was broken off."""
    make, _correct = mistake
    kill_at("committed")
    shutil.rmtree(settings.site, ignore_errors=True)
    make()
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "hearing_app.cli.commands", "--workspace", str(settings.workspace), "run"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "SAMRAD_LANG": "en", "SAMRAD_SMTP_HOST": ""}
    said = settings.workspace / "said"
    with said.open("wb") as file:
        process = subprocess.Popen([*command, "--port", str(port)], cwd=ROOT, env=environment, stdout=file, stderr=file)
    try:
        until = time.monotonic() + 60
        while publications.unfinished(db) or "hearing.yml" not in said.read_text(encoding="utf-8"):
            assert process.poll() is None, said.read_text(encoding="utf-8")
            assert time.monotonic() < until, said.read_text(encoding="utf-8")
            time.sleep(0.2)
        time.sleep(3)
        assert process.poll() is None
        assert urllib.request.urlopen(f"http://127.0.0.1:{port}/sekretariat/logg-inn/", timeout=10).status == 200
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)
    assert process.returncode == 0
