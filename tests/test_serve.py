"""`samrad run` with its real processes."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

ROOT = Path(__file__).parent.parent


def children(pid):
    """The processes that a process has started."""
    try:
        return [int(p) for p in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except FileNotFoundError:
        return []


def alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def wait_for(condition, seconds=30):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


@pytest.fixture
def running(workspace):
    """A running `samrad run`, with its address and all its processes."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "hearing_app.cli", "--workspace", str(workspace), "run", "--port", str(port)]
    environment = {**os.environ, "SAMRAD_BASE_URL": address, "SAMRAD_LANG": "nb", "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as process:
        process.address = address

        def answers():
            assert process.poll() is None, process.stdout.read().decode()
            try:
                return urlopen(address, timeout=5).status == 200
            except (URLError, OSError):
                return False

        wait_for(answers)
        process.web = children(process.pid)[0]
        process.everyone = [process.pid, process.web, *children(process.web)]
        yield process
        for pid in process.everyone:
            if alive(pid):
                os.kill(pid, signal.SIGKILL)


def test_site_and_app_answer_on_one_address_and_stop_together(running):
    """The built page and the form's side; Ctrl-C ends every process, with exit code 0 and a word about it."""
    assert len(running.everyone) >= 3
    page = urlopen(f"{running.address}/horinger/vedtatt-avtale/", timeout=5).read().decode()
    assert "Avtale om brannvern" in page
    assert urlopen(f"{running.address}/sekretariat/", timeout=5).status == 200
    running.send_signal(signal.SIGINT)
    output = running.communicate(timeout=20)[0].decode()
    assert running.returncode == 0, output
    assert running.address in output
    assert "Stoppet" in output
    assert "Traceback" not in output
    assert not any(alive(pid) for pid in running.everyone)


def test_web_processes_that_stop_by_themselves_end_the_whole(running):
    """So that a service manager starts it anew, rather than a worker alone without a site."""
    os.kill(running.web, signal.SIGTERM)
    output = running.communicate(timeout=20)[0].decode()
    assert running.returncode == 1, output
    assert "Traceback" not in output
