"""A disk that is full or fails: a page that keeps the text and says try again, and never a receipt for nothing."""

import os
import shutil
import subprocess
from contextlib import closing
from http import HTTPStatus

import pytest

from hearing_app.publishing.verify import check_log
from hearing_app.storage import drafts, submissions
from hearing_app.storage.database import open_database

HEARING = "bench"
FORM = f"/svar/{HEARING}/"
TEXT = "Denne teksten må ikke bli borte. " * 40
FILLER = "fyll"

# Stands between the program and the system's own fsync: fails while the file that it is told of is there.
FAILING_SYNC = """
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

static int fails(void) {
    const char *switch_file = getenv("FAIL_SYNC_WHILE");
    return switch_file && access(switch_file, F_OK) == 0;
}
int fsync(int fd) {
    if (fails()) { errno = EIO; return -1; }
    return ((int (*)(int)) dlsym(RTLD_NEXT, "fsync"))(fd);
}
int fdatasync(int fd) {
    if (fails()) { errno = EIO; return -1; }
    return ((int (*)(int)) dlsym(RTLD_NEXT, "fdatasync"))(fd);
}
"""


@pytest.fixture
def small_disk(tmp_path):
    """A folder on a disk of its own, of 4 MB."""
    if os.geteuid() != 0:
        pytest.skip("only root can mount a small disk to fill")
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(folder)]
    mounted = subprocess.run(command, capture_output=True, text=True, check=False)
    if mounted.returncode:
        pytest.skip(f"no small disk can be mounted here: {mounted.stderr.strip()}")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(disk):
    """Leave no byte free."""
    with (disk / FILLER).open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"\0" * 4096)
        except OSError:
            pass
    assert shutil.disk_usage(disk).free == 0


def answered(browser, link):
    """Fill in the whole form, up to the review page."""
    browser.open(link)
    browser.fill_in()


def assert_told(status, page):
    """The page says that nothing was stored and what to do, and is no receipt."""
    assert status == HTTPStatus.SERVICE_UNAVAILABLE
    assert "Dette kunne ikke lagres" in page
    assert "Prøv igjen" in page
    assert "Referansenummer" not in page


def stored(settings):
    """Return what the database holds: the submissions, and the texts of the drafts of the first body."""
    with closing(open_database(settings.database)) as db:
        assert check_log(db, settings.content) == ()
        draft = drafts.get(db, HEARING, "kommune-0")
        return submissions.of_hearing(db, HEARING), draft.fields if draft else None


@pytest.mark.slow
def test_a_full_disk_gives_no_receipt_and_keeps_the_text(council, small_disk, serve, links, client):
    """Saving and sending both say so; with room again the same button sends."""
    settings = council(2, small_disk / "council")
    first, second = links(settings)
    server = serve(settings)
    with closing(client(server)) as sending, closing(client(server)) as writing:
        answered(sending, first)
        writing.open(second)
        writing.ask("GET", FORM, 200)
        fill(small_disk)
        assert_told(*sending.request("POST", f"{FORM}send/", {}))
        status, page = writing.request("POST", FORM, {"text_general": TEXT, "action": "save"})
        assert_told(status, page)
        assert TEXT.strip() in page
        (small_disk / FILLER).unlink()
        assert stored(settings)[0] == ()
        sending.ask("POST", f"{FORM}send/", 303, {})
        assert "Referansenummer" in sending.ask("GET", f"{FORM}kvittering/", 200)
    assert len(stored(settings)[0]) == 1


@pytest.fixture
def failing_sync(tmp_path):
    """The environment in which writes to the disk fail while the file `tmp_path/fails` is there."""
    compiler = shutil.which("cc")
    if compiler is None:
        pytest.skip("no C compiler to make a failing fsync with: sudo apt-get install gcc libc6-dev")
    source, library = tmp_path / "sync.c", tmp_path / "sync.so"
    source.write_text(FAILING_SYNC, encoding="utf-8")
    subprocess.run([compiler, "-shared", "-fPIC", "-o", library, source, "-ldl"], check=True)
    return {"LD_PRELOAD": str(library), "FAIL_SYNC_WHILE": str(tmp_path / "fails")}


@pytest.mark.slow
def test_a_failing_fsync_gives_no_receipt_and_keeps_the_text(council, failing_sync, serve, links, client, tmp_path):
    """The same where the disk takes the bytes and cannot promise to keep them."""
    settings = council(2)
    first, second = links(settings)
    server = serve(settings, extra=failing_sync)
    with closing(client(server)) as sending, closing(client(server)) as writing:
        answered(sending, first)
        writing.open(second)
        writing.ask("GET", FORM, 200)
        (tmp_path / "fails").touch()
        assert_told(*sending.request("POST", f"{FORM}send/", {}))
        status, page = writing.request("POST", FORM, {"text_general": TEXT, "action": "save"})
        assert_told(status, page)
        assert TEXT.strip() in page
        (tmp_path / "fails").unlink()
        assert stored(settings)[0] == ()
        sending.ask("POST", f"{FORM}send/", 303, {})
        assert "Referansenummer" in sending.ask("GET", f"{FORM}kvittering/", 200)
    assert len(stored(settings)[0]) == 1
