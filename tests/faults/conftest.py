"""The real server, as gunicorn runs it with two processes, in circumstances that no administrator wishes for."""

import os
import signal
import socket
import subprocess
import time
from datetime import UTC, datetime

import pytest

from bench.submissions import Client, make_workspace
from hearing_app.inviting.invite import new_link
from hearing_app.library import Library
from hearing_app.operating.serve import _command, _environment
from hearing_app.storage.database import open_database

HEARING = "bench"


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
