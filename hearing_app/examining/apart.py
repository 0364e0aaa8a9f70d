"""Examining in a process of its own: a file that hangs or fills its parser brings down that process and nothing else.

The process begins without the environment of this one and has no connection to anything, so it knows no secret and no
answer; it reads the file, and says in a line of JSON what the file is or why it is refused.
"""

import json
import subprocess
import sys
from pathlib import Path

from hearing_app.domain.message import Message
from hearing_app.examining.kind import Kind, container_of
from hearing_app.examining.refused import TOO_HEAVY, Refused

SECONDS = 20
"""How long a file may take. Ordinary ones take a fifth of a second."""
ROOT = Path(__file__).parents[2]


def examine_apart(data: bytes, *, seconds: float = SECONDS) -> Kind:
    """Return what kind of file `data` is, once its own parser has opened it.

    Raises:
        Refused: it is of another kind, is damaged, does something when it is opened, or is too heavy.
        OSError: no process could be started; that says nothing about the file.
    """
    container_of(data)  # most of what is of another kind is told at once, without a process
    command = [sys.executable, "-I", "-c", _begin(), str(int(seconds) + 1)]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=seconds, check=False, env={}, cwd="/")  # noqa: S603 - this very program; the file is its input, never an argument
    except subprocess.TimeoutExpired as error:
        raise Refused(TOO_HEAVY) from error
    except BrokenPipeError as error:
        raise Refused(TOO_HEAVY) from error
    return _told(done)


def _begin() -> str:
    """Return what the process runs: `-I` takes nothing from its surroundings, so the path is told here."""
    return f"import sys; sys.path.insert(0, {str(ROOT)!r}); from hearing_app.examining.inside import main; main()"


def _told(done: subprocess.CompletedProcess[bytes]) -> Kind:
    """Return or raise what the process said; one that a limit has stopped says nothing."""
    try:
        answer = json.loads(done.stdout)
    except ValueError as error:
        if done.returncode >= 0:  # it never came so far as to look at the file
            raise ChildProcessError(f"examining does not run: {done.stderr[-500:].decode(errors='replace')}") from error
        raise Refused(TOO_HEAVY) from error
    if "kind" in answer:
        return Kind[answer["kind"]]
    raise Refused(Message(answer["sentence"], answer["values"]))
