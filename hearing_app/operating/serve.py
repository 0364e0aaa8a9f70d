"""`samrad run`: the web processes and the worker together, and both stop together."""

import fcntl
import gc
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

from hearing_app.mailing.mail import Delivered
from hearing_app.operating.worker import Round, work_once
from hearing_app.settings import Settings
from hearing_app.storage import DatabaseError
from hearing_app.storage.database import open_database

PAUSE_SECONDS = 2.0
"""How long the worker rests between two looks at the outbox and the site."""
START_SECONDS = 30
STOP_SECONDS = 10
SELDOM = (50_000, 20, 50)
"""After how many new objects each generation is looked through for garbage; Python's own begin with 700."""
_LOG = logging.getLogger(__name__)


class AddressTaken(Exception):
    """Another program already listens at this address, or it is not this machine's; the message says why."""


class AlreadyRunning(Exception):
    """Samråd runs in this workspace already; two workers would do everything twice."""


class WebStopped(RuntimeError):
    """The web processes stopped by themselves; what they said stands above."""


def serve(
    settings: Settings, *, host: str, port: int, ready: Callable[[], None], report: Callable[[Round], None]
) -> None:
    """Serve until SIGINT or SIGTERM.

    Args:
        ready: called once, when the address answers.
        report: called after each round of work that did something.

    Raises:
        AlreadyRunning, AddressTaken: before anything was started.
        WebStopped: the web processes ended by themselves.
    """
    with alone(settings.workspace):
        _ensure_free(host, port)
        stop = threading.Event()
        previous = {sig: signal.signal(sig, _setter(stop)) for sig in (signal.SIGINT, signal.SIGTERM)}
        web = subprocess.Popen(_command(settings, host, port), env=_environment(settings), start_new_session=True)  # noqa: S603 - our own arguments
        try:
            if _wait_until_open(host, port, web, stop):
                ready()
            _work(settings, web, stop, report)
            if not stop.is_set():
                raise WebStopped(f"exit code {web.returncode}")
        finally:
            _end(web)
            for sig, handler in previous.items():
                signal.signal(sig, handler)


@contextmanager
def alone(workspace: Path) -> Iterator[None]:
    """Hold the workspace for this process; the system lets go of it if the process dies.

    Raises:
        AlreadyRunning: another process holds it.
    """
    with (workspace / ".running").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise AlreadyRunning(workspace) from error
        yield


def _setter(stop: threading.Event) -> Callable[[int, FrameType | None], None]:
    return lambda _number, _frame: stop.set()


def _command(settings: Settings, host: str, port: int) -> list[str]:
    # No access log: it would hold the personal links.
    options = [
        "--bind",
        f"[{host}]:{port}" if ":" in host else f"{host}:{port}",
        "--workers",
        str(settings.processes),
        "--threads",
        "4",
    ]
    quiet = ["--log-level", "warning", "--worker-tmp-dir", _memory_folder(), "--no-control-socket"]
    return [sys.executable, "-m", "gunicorn", *options, *quiet, "hearing_app.web.wsgi:app"]


def _memory_folder() -> str:
    """Return a folder for heartbeat files; on a busy disk they could make a healthy process look dead."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else "/tmp"  # noqa: S108 - gunicorn makes its own names there


def _environment(settings: Settings) -> dict[str, str]:
    workspace = str(settings.workspace.resolve())
    return {**os.environ, "SAMRAD_WORKSPACE": workspace, "SAMRAD_BASE_URL": settings.base_url}


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET


def _ensure_free(host: str, port: int) -> None:
    with socket.socket(_family(host)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise AddressTaken(f"{host}:{port} ({error.strerror})") from error


def _wait_until_open(host: str, port: int, web: subprocess.Popen[bytes], stop: threading.Event) -> bool:
    for _ in range(START_SECONDS * 10):
        if stop.is_set() or web.poll() is not None:
            return False
        with socket.socket(_family(host)) as probe:
            probe.settimeout(1)
            if probe.connect_ex((host, port)) == 0:
                return True
        stop.wait(0.1)
    return False


def _work(
    settings: Settings, web: subprocess.Popen[bytes], stop: threading.Event, report: Callable[[Round], None]
) -> None:
    """Work until told to stop. Whatever fails, the forms stay open: the round is told and tried again."""
    last_told: tuple[str, ...] = ("",)
    while not stop.is_set() and web.poll() is None:
        done = _one_round(settings)
        told = (done.site_error, *done.faults)
        if done.did_something or told != last_told:
            report(done)
        last_told = told
        if not done.mail.sent:
            stop.wait(PAUSE_SECONDS * 10 if any(told) else PAUSE_SECONDS)


def _one_round(settings: Settings) -> Round:
    try:
        with closing(open_database(settings.database)) as db:
            return work_once(db, settings, now=datetime.now(UTC))
    except Exception as error:  # noqa: BLE001 - the forms must stay open, whatever hinders the worker
        if not isinstance(error, DatabaseError | OSError):
            _LOG.exception("The worker's round was broken off; the next one tries again")
        return Round(Delivered(0, 0), rebuilt=False, site_error=f"{type(error).__name__}: {error}")


def _end(web: subprocess.Popen[bytes]) -> None:
    """Let requests that are under way finish, then make sure that nothing is left."""
    web.terminate()
    try:
        web.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(web.pid, signal.SIGKILL)
        web.wait()


def collect_seldom() -> None:
    """Look for garbage seldom in this process: a large page makes 500,000 objects, and nearly all go by themselves.

    What has been read of the files and of what was received stays for long; to look through all of it again and again
    took a quarter of the time of such a page.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*SELDOM)


def workspace_from_environment() -> Path:
    """Return the workspace that `samrad run` named for the web processes."""
    return Path(os.environ.get("SAMRAD_WORKSPACE", "."))
