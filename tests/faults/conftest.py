"""The real server, as gunicorn runs it with two processes, in circumstances that no administrator wishes for."""

import os
import signal
import socket
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bench.submissions import Client, make_workspace
from hearing_app.inviting.invite import new_link
from hearing_app.library import Library
from hearing_app.operating.serve import _command, _environment
from hearing_app.storage.database import open_database

HEARING = "bench"
ROOT = Path(__file__).parents[2]

# Publishes, and at one step says so and sleeps until it is killed.
PUBLISHING = """
import sys, time
from datetime import datetime
from pathlib import Path
from hearing_app.publishing.publish import publish
from hearing_app.settings import load_settings
from hearing_app.storage import submissions
from hearing_app.storage.database import open_database

workspace, reference, at, step, mark = sys.argv[1:]
settings = load_settings(Path(workspace), {})
db, hearing = open_database(settings.database), "lukket-strategi"
released = submissions.released(db, hearing) | {reference}

def report(reached):
    if reached == step:
        Path(mark).touch()
        time.sleep(60)

now = datetime.fromisoformat(at)
publish(db, settings, hearing, released=released, actor="kari", now=now, report=report, mails=True)
"""


class Server:
    """The web processes of a workspace, `extra` in their environment."""

    def __init__(self, settings, *, extra=None):
        self.settings, self.extra = settings, extra or {}
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port = probe.getsockname()[1]

    def start(self):
        """Start them and wait until they answer."""
        command = _command(self.settings, "127.0.0.1", self.port)
        environment = {**_environment(self.settings), **self.extra}
        self.process = subprocess.Popen(command, env=environment, start_new_session=True, stderr=subprocess.DEVNULL)
        for _ in range(300):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return self
            time.sleep(0.1)
        raise TimeoutError("the server did not start")

    def kill(self):
        """End all of them at once, without a word: what a power cut does to a program."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self):
        """End them as an operator does."""
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(30)


@pytest.fixture
def council(tmp_path):
    """A function that makes a workspace with as many invited bodies as asked for."""
    return lambda bodies, folder=tmp_path / "council": make_workspace(bodies, folder)


@pytest.fixture
def serve():
    """A function that starts the server of a workspace; it ends with the test."""
    servers = []

    def started(settings, **kwargs):
        servers.append(Server(settings, **kwargs))
        return servers[-1].start()

    yield started
    for server in servers:
        server.stop()


@pytest.fixture
def links():
    """A function that makes a personal link for every invited body."""

    def made(settings):
        db = open_database(settings.database)
        hearing = Library(settings.content).matter(HEARING).hearing
        made = [new_link(db, hearing, b, base_url="", actor="test", now=datetime.now(UTC)) for b in hearing.invited]
        db.close()
        return made

    return made


@pytest.fixture
def client():
    """A function that opens a browser at a server."""
    return lambda server: Client(server.port)


@pytest.fixture
def git(content):
    """A function that runs git as a person does, in the content folder where no other is named."""

    def run(*arguments, folder=content):
        who = ("-c", "user.name=Per", "-c", "user.email=per@example.org")
        environment = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
        command = ["git", *who, "-C", str(folder), *arguments]
        return subprocess.run(command, capture_output=True, text=True, env=environment, check=True).stdout

    return run


@pytest.fixture
def in_git(git, content):
    """A function that puts a folder, the content where none is named, in a repository."""

    def keep(folder=content):
        git("init", "--quiet", "--initial-branch=main", folder=folder)
        git("add", ".", folder=folder)
        git("commit", "--quiet", "-m", "Start", folder=folder)

    return keep


@pytest.fixture
def publishing(settings, three_answers, now, tmp_path):
    """A function that publishes an answer in a process of its own, and returns it when it has come to a step."""

    def begun(step="", *, mark=None, body="bergvik"):
        mark = mark or tmp_path / f"reached-{step}"
        arguments = (str(settings.workspace), three_answers[body].reference, now.isoformat(), step, str(mark))
        process = subprocess.Popen([sys.executable, "-c", PUBLISHING, *arguments], cwd=ROOT, start_new_session=True)
        until = time.monotonic() + 60
        while not mark.exists():
            assert process.poll() is None
            assert time.monotonic() < until
            time.sleep(0.02)
        return process

    return begun


@pytest.fixture
def kill_at(publishing):
    """A function that publishes Bergvik's answer in a process of its own, and kills it at a step or at a mark."""

    def killed(step="", *, mark=None, everything=True):
        process = publishing(step, mark=mark)
        below = children_of(process.pid) if everything else []
        for pid in (process.pid, *below):
            os.kill(pid, signal.SIGKILL)
        process.wait()

    return killed


@pytest.fixture
def children():
    """A function that returns the processes below one, as after a power cut none of them is left."""
    return children_of


def children_of(pid):
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8").split()
    return [int(child) for child in found] + [below for child in found for below in children_of(int(child))]


@pytest.fixture
def later(now):
    """A function that tells the hour some minutes after the tests' own."""
    return lambda minutes: now + timedelta(minutes=minutes)
