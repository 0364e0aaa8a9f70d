"""A backup that is taken while others publish or commit, or after a publishing was broken off."""

import os
import shutil
import signal
import subprocess
import tarfile
import threading

import pytest

from hearing_app.building.deploy import BuildBusy
from hearing_app.operating import backup
from hearing_app.operating.backup import back_up
from hearing_app.operating.worker import work_once
from hearing_app.publishing.publish import publish
from hearing_app.settings import load_settings
from hearing_app.storage import publications, submissions
from hearing_app.storage.database import open_database

HEARING = "lukket-strategi"
FOLDER = f"hearings/{HEARING}"
SUMMARY = f"{FOLDER}/summary.yml"
SAFELY = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}
pytestmark = pytest.mark.slow


@pytest.fixture
def published(db, settings, three_answers, now):
    """A publishing of Fossheim's answer, which readers see."""
    chosen = frozenset({three_answers["fossheim"].reference})
    publish(db, settings, HEARING, released=chosen, actor="kari", now=now)
    return chosen


@pytest.fixture
def restored(tmp_path):
    """A function that unpacks an archive into a workspace of its own, and returns its settings and database."""
    opened = []

    def unpacked(archive, name="ny"):
        with tarfile.open(archive) as tar:
            tar.extractall(tmp_path / name, **SAFELY)  # noqa: S202 - an archive that this test has made
        there = load_settings(tmp_path / name, {})
        opened.append(open_database(there.database))
        return there, opened[-1]

    yield unpacked
    for db in opened:
        db.close()


def files(settings):
    """Return what the hearing's folder holds, without what the worker writes after every answer."""
    found = {p.relative_to(settings.content): p.read_bytes() for p in (settings.content / FOLDER).rglob("*.yml")}
    return {name: data for name, data in found.items() if name.name != "received.yml"}


def test_it_waits_for_a_publishing(settings, published, publishing, tmp_path, now, monkeypatch):
    """Database and content belong together; where the publishing takes too long that is told, and nothing is left."""
    monkeypatch.setattr(backup, "PATIENCE_SECONDS", 0.5)
    process = publishing("written")
    try:
        with pytest.raises(BuildBusy):
            back_up(settings, tmp_path / "backup", now=now)
    finally:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    assert list((tmp_path / "backup").iterdir()) == []


def test_what_was_broken_off_is_taken_back_where_it_is_restored(
    settings, published, *, kill_at, restored, later, tmp_path
):
    """The files that were being replaced are in the archive, so that what was published stands there again."""
    before = files(settings)
    kill_at("written")
    assert files(settings) != before
    there, db = restored(back_up(settings, tmp_path / "backup", now=later(1)))
    assert len(publications.unfinished(db)) == 1
    work_once(db, there, now=later(2))
    assert publications.unfinished(db) == ()
    assert files(there) == before
    assert submissions.released(db, HEARING) == published


def test_without_the_files_that_were_replaced_nothing_is_lost(settings, published, kill_at, restored, later, tmp_path):
    """From an archive that lacks them what stands whole is completed; a file that was there is not taken away."""
    kill_at("written")
    there, db = restored(back_up(settings, tmp_path / "backup", now=later(1)))
    shutil.rmtree(there.workspace / "data" / "publishing")
    whole = files(there)
    work_once(db, there, now=later(2))
    assert publications.unfinished(db) == ()
    assert files(there) == whole
    assert len(submissions.released(db, HEARING)) == 2


def test_a_repository_in_which_somebody_commits_is_copied_whole(db, settings, content, git, in_git, now, tmp_path):
    """Every reference leads to its objects, no lock is in the copy, and no backup fails."""
    in_git()
    stop = threading.Event()

    def commit():
        number = 0
        while not stop.is_set():
            (content / "pages" / f"x{number % 5}.txt").write_text(str(number), encoding="utf-8")
            number += 1
            git("add", ".")
            git("commit", "--quiet", "-m", str(number))
            if number % 20 == 0:
                git("gc", "--quiet")

    writer = threading.Thread(target=commit)
    writer.start()
    try:
        archives = [back_up(settings, tmp_path / "backup", now=now) for _ in range(8)]
    finally:
        stop.set()
        writer.join()
    for number, archive in enumerate(archives):
        folder = tmp_path / f"copy-{number}"
        with tarfile.open(archive) as tar:
            tar.extractall(folder, **SAFELY)  # noqa: S202 - an archive that this test has made
        assert not list(folder.rglob("*.lock"))
        checked = subprocess.run(
            ["git", "-C", str(folder / "content"), "fsck", "--full", "--strict"],
            capture_output=True,
            text=True,
            check=False,
        )
        assert checked.returncode == 0, checked.stderr


def test_a_repository_around_the_workspace_comes_along(
    settings, three_answers, *, workspace, git, in_git, published_there, restored, tmp_path, now
):
    """Where it is restored publishing is committed as before, and what git ignored is ignored."""
    (workspace / ".gitignore").write_text("data\nsite\nsamrad.toml\n", encoding="utf-8")
    in_git(workspace)
    there, db = restored(back_up(settings, tmp_path / "backup", now=now))
    published_there(there, db)
    assert git("log", "--format=%s", folder=there.workspace).count("\n") == 2
    assert "samrad.toml" not in git("status", "--porcelain", "--untracked-files=all", folder=there.workspace)
    assert backup.repository_left_out(settings) is None


def test_a_repository_above_the_workspace_is_told(settings, workspace, in_git, tmp_path):
    """No archive of the workspace can hold it."""
    (workspace.parent / ".gitignore").write_text("/workspace/data\n/workspace/site\n", encoding="utf-8")
    in_git(workspace.parent)
    assert backup.repository_left_out(settings) == workspace.parent.resolve()


@pytest.fixture
def published_there(three_answers, now):
    """A function that publishes Bergvik's answer in another workspace."""

    def go(settings, db):
        chosen = frozenset({three_answers["bergvik"].reference})
        publish(db, settings, HEARING, released=chosen, actor="kari", now=now)

    return go
