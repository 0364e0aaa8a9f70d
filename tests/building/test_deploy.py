"""The site is built beside the live one, by the real generator, and switched in one step."""

import fcntl
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from hearing_app.building import build
from hearing_app.building.build import BuildFailed, ContentBroken, expected_pages
from hearing_app.building.deploy import KEPT_RELEASES, BuildBusy, built_at, replace_site, site_lock, switch, write_files
from hearing_app.definitions import load_content

ROOT = Path(__file__).parents[2]
COUNCIL = Path(__file__).parents[1] / "fixtures" / "council"
NOW = datetime(2026, 5, 15, 10, 0, tzinfo=UTC)
URL = "http://samrad.test"
TITLE = "hearings/apen-plan/hearing.yml"


def deploy(content, site, overlay, *, base_url, now):
    """As publishing and the worker do: everything under the lock."""
    with site_lock(site):
        return replace_site(content, site, overlay, base_url=base_url, now=now)


def tree(folder):
    """Every file below `folder` with its content; hidden ones too, but for the lock."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != ".lock"
    }


def front_page(site):
    return (site / "current" / "index.html").read_text(encoding="utf-8")


def retitled(content, number):
    text = (content / TITLE).read_text(encoding="utf-8")
    return {TITLE: re.sub(r"title: \{nb: [^,]*", f"title: {{nb: Utgave {number}", text)}


@pytest.fixture
def site(settings):
    return settings.site


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The made-up council's site, built once for this file."""
    folder = tmp_path_factory.mktemp("built")
    shutil.copytree(COUNCIL, folder / "content")
    deploy(folder / "content", folder / "site", {}, base_url=URL, now=NOW)
    return folder / "site"


@pytest.fixture
def live(built, site):
    """A site that has been built at the tests' hour and is live."""
    return shutil.copytree(built, site, symlinks=True)


def test_a_deploy_makes_every_page_and_goes_live(content, live, now):
    """Each hearing in each language; `current` is a link to a release that tells when it was built."""
    loaded = load_content(content)
    pages = list(expected_pages(loaded, now))
    assert len(pages) == len(set(pages)) == 3 * (2 + 3 + len(loaded.council.bodies))
    assert "nn/horinger/vedtatt-avtale/index.html" in pages
    assert all((live / "current" / page).is_file() for page in pages)
    assert (live / "current").is_symlink()
    assert not (live / "current").readlink().is_absolute()
    assert built_at(live) == now
    assert [path.name for path in live.iterdir() if path.name.startswith((".stage", ".current"))] == []


def test_a_site_that_was_never_built_has_no_hour(tmp_path):
    """So that the worker knows to build it."""
    assert built_at(tmp_path) is None


def test_a_mistake_leaves_the_old_site_and_the_content_as_they_were(content, live, now):
    """Every mistake is told, and no file of either has changed."""
    (content / TITLE).write_text("id: feil\n", encoding="utf-8")
    before = tree(live), tree(content), (live / "current").readlink()
    with pytest.raises(ContentBroken) as failure:
        deploy(content, live, {"hearings/apen-plan/summary.md": "Nytt.\n"}, base_url=URL, now=now + timedelta(hours=1))
    assert len(failure.value.problems) > 3
    assert {p.place.file for p in failure.value.problems} == {TITLE}
    assert (tree(live), tree(content), (live / "current").readlink()) == before


def test_a_mistake_in_what_is_to_be_written_changes_nothing_either(content, live, now):
    """The overlay is checked where it lies over a copy."""
    before = tree(live), tree(content)
    with pytest.raises(ContentBroken):
        deploy(content, live, {"hearings/apen-plan/summary.yml": "answered: mange\n"}, base_url=URL, now=now)
    assert (tree(live), tree(content)) == before


def test_a_generator_that_fails_says_why_and_can_be_repeated(content, live, now, monkeypatch):
    """Its settings are away; once they are back, the same deploy succeeds."""
    monkeypatch.setattr(build, "SITE_SETTINGS", content / "not-there.py")
    overlay = {"hearings/vedtatt-avtale/summary.md": "Skrevet på nytt.\n"}
    before = tree(live), tree(content)
    with pytest.raises(BuildFailed, match="not-there"):
        deploy(content, live, overlay, base_url=URL, now=now)
    assert (tree(live), tree(content)) == before
    monkeypatch.undo()
    deploy(content, live, overlay, base_url=URL, now=now)
    assert (content / "hearings/vedtatt-avtale/summary.md").read_text(encoding="utf-8") == "Skrevet på nytt.\n"


def test_what_is_taken_away_by_the_overlay_is_gone_from_content_and_site(content, live, now):
    """None means that the file goes."""
    adoptions = "hearings/vedtatt-avtale/adoptions.yml"
    page = "current/horinger/vedtatt-avtale/index.html"
    assert "båten" in (live / page).read_text(encoding="utf-8")
    deploy(content, live, {adoptions: None}, base_url=URL, now=now)
    assert not (content / adoptions).exists()
    assert "båten" not in (live / page).read_text(encoding="utf-8")


def test_a_reader_gets_the_old_site_or_the_new_one_through_every_deploy(content, live, now):
    """Five deploys while a thread reads: no error, no empty page, and never two editions on one page."""
    stop, pages, failures = threading.Event(), set(), []

    def read():
        while not stop.is_set():
            try:
                pages.add(front_page(live))
                time.sleep(0.001)
            except Exception as error:  # noqa: BLE001 - a thread's failure is the test's to tell
                failures.append(error)

    reader = threading.Thread(target=read)
    reader.start()
    try:
        for number in range(1, 6):
            at = now + timedelta(seconds=number)
            deploy(content, live, retitled(content, number), base_url=URL, now=at)
    finally:
        stop.set()
        reader.join()
    assert failures == []
    editions = [set(re.findall(r"Utgave \d|Felles plan for elva", page)) for page in pages]
    assert all(len(edition) == 1 for edition in editions)
    assert {"Utgave 5"} in editions
    assert "Utgave 5" in front_page(live)
    assert len(list((live / "releases").iterdir())) == KEPT_RELEASES


def test_switching_back_and_forth_never_shows_nothing(tmp_path):
    """Three hundred switches between two releases under three readers."""
    for name in ("a", "b"):
        (tmp_path / "releases" / name).mkdir(parents=True)
        (tmp_path / "releases" / name / "index.html").write_text(name * 5000)
    switch(tmp_path, tmp_path / "releases" / "a")
    stop, seen, failures = threading.Event(), set(), []

    def read():
        while not stop.is_set():
            try:
                seen.add((tmp_path / "current" / "index.html").read_text())
            except OSError as error:
                failures.append(error)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for number in range(300):
        switch(tmp_path, tmp_path / "releases" / "ab"[number % 2])
    stop.set()
    for reader in readers:
        reader.join()
    assert failures == []
    assert seen <= {"a" * 5000, "b" * 5000}


DEPLOY = """
import sys
from datetime import datetime, timezone
from pathlib import Path
from hearing_app.building.deploy import replace_site, site_lock
content, site, name, text = sys.argv[1:]
at = datetime(2026, 5, 16, tzinfo=timezone.utc)
with site_lock(Path(site)):
    replace_site(Path(content), Path(site), {name: text}, base_url="http://x", now=at)
"""


def wait_for(condition, process):
    deadline = time.monotonic() + 30
    while not condition():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.005)


@pytest.mark.parametrize("moment", ["while it copies", "while it generates"])
def test_a_deploy_that_is_killed_can_be_run_again(content, live, now, moment):
    """Killed outright in the middle: the old site stands, and the next deploy comes to the same end."""
    overlay = {"hearings/vedtatt-avtale/summary.md": "Skrevet på nytt.\n"}
    before, page = tree(content), front_page(live)
    command = [sys.executable, "-c", DEPLOY, str(content), str(live), *next(iter(overlay.items()))]
    process = subprocess.Popen(command, cwd=ROOT, start_new_session=True, stderr=subprocess.PIPE)
    started = {
        "while it copies": lambda: any(live.glob(".stage-*")),
        "while it generates": lambda: len(list((live / "releases").glob("*/horinger"))) > 1,
    }
    try:
        wait_for(started[moment], process)
        process.send_signal(signal.SIGKILL)
        assert process.wait() == -signal.SIGKILL
        assert (tree(content), front_page(live)) == (before, page)
        deploy(content, live, overlay, base_url=URL, now=now + timedelta(days=1))
    finally:
        process.stderr.close()
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    assert (content / "hearings/vedtatt-avtale/summary.md").read_text(encoding="utf-8") == "Skrevet på nytt.\n"
    assert built_at(live) == now + timedelta(days=1)
    assert list(live.glob(".stage-*")) == list(live.glob(".current-*")) == []


def test_two_at_once_are_told(content, site, now):
    """The second is told to try again in a moment, and nothing of it happens."""
    site.mkdir(parents=True)
    before = tree(content)
    with (site / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(BuildBusy):
            deploy(content, site, {"hearings/apen-plan/summary.md": "x\n"}, base_url=URL, now=now)
    assert tree(content) == before
    assert tree(site) == {}


def test_a_file_that_stays_the_same_is_not_written(content):
    """Its time is kept, so that nothing reads it again for no reason."""
    name = "hearings/vedtatt-avtale/summary.md"
    path = content / name
    os.utime(path, (1, 1))
    write_files(content, {name: path.read_text(encoding="utf-8")})
    assert path.stat().st_mtime == 1
    write_files(content, {name: "Nytt.\n", "hearings/finnes-ikke.yml": None, "a/b/ny.md": "ø\r\n\x85"})
    assert path.read_text(encoding="utf-8") == "Nytt.\n"
    assert (content / "a/b/ny.md").read_bytes() == "ø\r\n\x85".encode()
    assert not list(content.rglob("*.part"))


def test_a_switch_that_fails_puts_every_file_back(content, live, now):
    """Nothing that was not released stays in the content folder, for the next build would show it."""
    before, page = tree(content), front_page(live)
    (live / "current").unlink()
    (live / "current").mkdir()  # a link cannot replace a folder
    overlay = {"hearings/apen-plan/summary.md": "Hemmelig.\n", "hearings/vedtatt-avtale/summary.md": None}
    with pytest.raises(IsADirectoryError):
        deploy(content, live, overlay, base_url=URL, now=now + timedelta(hours=1))
    assert tree(content) == before
    (live / "current").rmdir()
    switch(live, next((live / "releases").iterdir()))
    assert front_page(live) == page


def test_a_file_that_cannot_be_written_leaves_all_others_alone(content):
    """Not even what was to be removed is removed."""
    (content / "hearings/apen-plan/.summary.md.part").mkdir()
    before = tree(content)
    overlay = {"hearings/apen-plan/summary.md": "Nytt.\n", "hearings/apen-plan/index.md": None}
    with pytest.raises(IsADirectoryError):
        write_files(content, overlay)
    assert tree(content) == before
