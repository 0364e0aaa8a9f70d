import shutil
import sqlite3
import subprocess
import tarfile
import threading
from datetime import timedelta

import pytest

from hearing_app.building.deploy import write_files
from hearing_app.definitions import load_content
from hearing_app.operating.backup import back_up
from hearing_app.settings import FILE, load_settings
from hearing_app.storage import audit, submissions
from hearing_app.storage.database import backup_to, open_database


@pytest.fixture
def target(tmp_path):
    return tmp_path / "backup"


# Debian 12 has Python 3.11.2, where tarfile has no filters yet.
SAFELY = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}


def unpacked(archive, folder):
    with tarfile.open(archive) as tar:
        tar.extractall(folder, **SAFELY)  # noqa: S202 - an archive that this test has made
    return folder


def test_a_backup_is_a_workspace_that_can_be_used(db, settings, target, three_answers, tmp_path, now):
    """Settings, content and database, unpacked somewhere else; the site is built again from there."""
    (settings.site / "releases").mkdir(parents=True)
    archive = back_up(settings, target, now=now)
    assert archive.name == "samrad-20260515T100000Z.tar.gz"
    restored = load_settings(unpacked(archive, tmp_path / "ny"), {})
    assert restored.secret_key == settings.secret_key
    assert not load_content(restored.content).errors
    assert not restored.site.exists()
    copy = open_database(restored.database)
    assert submissions.of_hearing(copy, "lukket-strategi") == tuple(three_answers.values())
    copy.close()


def test_a_backup_is_for_its_owners_eyes_alone(db, settings, target, now):
    """It holds the secret key and contact data; nothing half-made is left beside it."""
    archive = back_up(settings, target, now=now)
    assert archive.stat().st_mode & 0o077 == 0
    assert list(target.iterdir()) == [archive]


def test_a_backup_taken_while_others_write_is_whole(db, settings, target, tmp_path, now):
    """It opens, passes SQLite's check, and holds a beginning of the log without a hole."""
    stop, started = threading.Event(), threading.Event()

    def write():
        mine = open_database(settings.database)
        number = 0
        while not stop.is_set():
            audit.log(mine, now=now, actor="a", action=str(number), hearing="h", subject="x" * 2000)
            write_files(settings.content, {"hearings/apen-plan/summary.md": f"Ord {number}.\n"})
            number += 1
            if number == 20:
                started.set()
        mine.close()

    writer = threading.Thread(target=write)
    writer.start()
    started.wait(10)
    try:
        archives = [back_up(settings, target, now=now + timedelta(seconds=n)) for n in range(4)]
    finally:
        stop.set()
        writer.join()
    lengths = []
    for archive in archives:
        folder = unpacked(archive, tmp_path / archive.name)
        copy = sqlite3.connect(folder / "data" / "samrad.sqlite3")
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        numbers = [int(action) for (action,) in copy.execute("SELECT action FROM audit ORDER BY id")]
        copy.close()
        assert numbers == list(range(len(numbers)))
        assert not load_content(folder / "content").errors
        lengths.append(len(numbers))
    assert lengths[0] >= 20
    assert lengths == sorted(lengths)


def test_what_is_still_in_the_write_ahead_log_is_in_the_copy(db, settings, tmp_path, three_answers):
    """Copying the database file alone would have missed it."""
    copied, backed_up = tmp_path / "copied.sqlite3", tmp_path / "backed-up.sqlite3"
    shutil.copy(settings.database, copied)
    backup_to(db, backed_up)
    tables = "SELECT count(*) FROM sqlite_master WHERE name = 'submissions'"
    whole = sqlite3.connect(backed_up)
    assert whole.execute("SELECT count(*) FROM submissions").fetchone() == (3,)
    whole.close()
    alone = sqlite3.connect(copied)
    assert alone.execute(tables).fetchone() == (0,)
    alone.close()


def test_a_workspace_without_a_settings_file_is_backed_up_too(db, settings, target, now, workspace):
    """Where the settings come from the environment."""
    (workspace / FILE).unlink()
    with tarfile.open(back_up(settings, target, now=now)) as tar:
        names = tar.getnames()
    assert "data/samrad.sqlite3" in names
    assert "content/council.yml" in names
    assert FILE not in names


def test_a_backup_that_fails_leaves_nothing_behind(settings, target, now, content):
    """No half archive that somebody might trust."""
    shutil.rmtree(content)
    with pytest.raises(FileNotFoundError):
        back_up(settings, target, now=now)
    assert list(target.iterdir()) == []


def test_a_branch_of_any_name_comes_along(db, settings, content, target, tmp_path, now):
    """What git writes for a moment is left out among its objects alone."""

    def git(*arguments, folder=content):
        who = ("-c", "user.name=Per", "-c", "user.email=per@example.org")
        command = ["git", *who, "-C", str(folder), *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    git("init", "--quiet", "--initial-branch=main")
    git("add", ".")
    git("commit", "--quiet", "-m", "Start")
    git("branch", "tmp_prove")
    git("switch", "--quiet", "-c", "tmp_arbeid")
    git("commit", "--quiet", "--allow-empty", "-m", "Arbeid")
    for left in ("objects/tmp_obj_x", "objects/pack/tmp_pack_x", "index.lock"):
        (content / ".git" / left).write_bytes(b"x")
    there = unpacked(back_up(settings, target, now=now), tmp_path / "ny") / "content"
    assert git("for-each-ref", folder=there) == git("for-each-ref")
    assert git("rev-parse", "HEAD", folder=there) == git("rev-parse", "tmp_arbeid")
    assert not [*(there / ".git").rglob("tmp_obj_*"), *there.rglob("tmp_pack_*"), *there.rglob("*.lock")]
    assert git("fsck", "--full", "--strict", folder=there) == ""
