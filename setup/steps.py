"""How a set-up step is told, run, logged and remembered."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
"""The working copy being set up."""

LOGS = ROOT / "var" / "setup"
"""Where each step leaves what its programs said."""

LOG_TAIL_LINES = 25
HEARTBEAT_SECONDS = 20


class SetupError(Exception):
    """A set-up step failed; the message says what to do next."""


def say(sentence: str) -> None:
    """Tell the person at the terminal what happens now, one sentence per step."""
    print(f"» {sentence}", flush=True)


def run_logged(
    name: str,
    command: Sequence[str | Path],
    *,
    advice: str,
    cwd: Path = ROOT,
    env: Mapping[str, str] | None = None,
) -> None:
    """Run a program quietly; what it says goes to `var/setup/<name>.log`.

    Args:
        name: names the log.
        command: the program and its arguments.
        advice: what a person can do when it fails.
        cwd: the folder to run in.
        env: settings added to the environment.

    Raises:
        SetupError: the program failed; carries the log's last lines and the advice.
    """
    LOGS.mkdir(parents=True, exist_ok=True)
    log_path = LOGS / f"{name}.log"
    with log_path.open("wb") as log:
        try:
            process = subprocess.Popen(
                [os.fspath(part) for part in command],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=cwd,
                env={**os.environ, **(env or {})},
            )
        except OSError as error:
            message = f"{command[0]} could not be started ({error.strerror}).\n{advice}"
            raise SetupError(message) from error
        exit_code = _wait_with_heartbeat(process)
    if exit_code != 0:
        raise SetupError(_failure(name, exit_code, log_path, advice))


def _wait_with_heartbeat(process: subprocess.Popen[bytes]) -> int:
    """Wait for a program, saying now and then that it is still at work."""
    started = time.monotonic()
    while True:
        try:
            return process.wait(timeout=HEARTBEAT_SECONDS)
        except subprocess.TimeoutExpired:
            print(f"  … still at it after {time.monotonic() - started:.0f} seconds", flush=True)
        except KeyboardInterrupt:
            process.wait()
            raise


def _failure(name: str, exit_code: int, log_path: Path, advice: str) -> str:
    lines = log_path.read_text(errors="replace").splitlines()
    tail = "\n".join(f"  | {line}" for line in lines[-LOG_TAIL_LINES:])
    where = log_path.relative_to(ROOT)
    return f"The step “{name}” failed (exit {exit_code}). The end of {where}:\n{tail}\n{advice}"


def fingerprint(files: Iterable[Path], *words: str) -> str:
    """SHA-256 over the files' contents and some further words, as hex; a missing file counts as empty."""
    digest = hashlib.sha256()
    for path in files:
        content = path.read_bytes() if path.is_file() else b""
        digest.update(hashlib.sha256(content).digest())
    for word in words:
        digest.update(word.encode() + b"\0")
    return digest.hexdigest()


def is_stamped(stamp: Path, value: str) -> bool:
    """Whether the step that left this stamp read the same input as now."""
    return stamp.is_file() and stamp.read_text() == value


def write_stamp(stamp: Path, value: str) -> None:
    """Remember that a step is done; written last, so that a broken step runs again."""
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(value)


def python_version() -> str:
    """The running Python's version, part of the environment's stamp."""
    return ".".join(str(part) for part in sys.version_info[:3])
