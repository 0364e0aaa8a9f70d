"""Examining in a process of its own: a file that hangs or fills its parser brings down that process and nothing else.

The process begins without the environment of this one and has no connection to anything, so it knows no secret and no
answer; it reads the file, and says in a line of JSON what the file is or why it is refused.
"""

import json
import subprocess
import sys
from base64 import b64decode
from pathlib import Path
from typing import Any

from hearing_app.domain.message import Message
from hearing_app.domain.passage import Passage
from hearing_app.examining.inside import READ, STRIP
from hearing_app.examining.kind import Kind, container_of
from hearing_app.examining.refused import TOO_HEAVY, Refused

SECONDS = 20
"""How long a file may take. Ordinary ones take a fifth of a second."""
SECONDS_TO_READ = 60
"""How long the text of a file may take: a plan of 500 pages takes a good half of it."""
ROOT = Path(__file__).parents[2]


def examine_apart(data: bytes, *, seconds: float = SECONDS) -> Kind:
    """Return what kind of file `data` is, once its own parser has opened it.

    Raises:
        Refused: it is of another kind, is damaged, does something when it is opened, or is too heavy.
        OSError: no process could be started; that says nothing about the file.
    """
    container_of(data)  # most of what is of another kind is told at once, without a process
    return Kind[str(_told(_run(data, "examine", seconds), "kind"))]


def read_text(data: bytes, *, seconds: float = SECONDS_TO_READ) -> tuple[Passage, ...]:
    """Return the paragraphs of a PDF, DOCX, ODT, XLSX or plain text; none where it holds no text, as a scanned letter.

    Raises:
        Refused: it is of another kind, is damaged, or is too heavy.
        OSError: no process could be started; that says nothing about the file.
    """
    rows = _told(_run(data, READ, seconds), "text")
    return tuple(Passage(str(text), int(level)) for text, level in rows)


def strip_apart(data: bytes, *, seconds: float = SECONDS_TO_READ) -> tuple[Kind, bytes, str]:
    """Return a copy of a file for readers, without what it tells of who wrote it: kind, bytes, and all that is in it.

    Raises:
        Refused: it may not be taken in, or hides something that a person must look at first.
        OSError: no process could be started; that says nothing about the file.
    """
    container_of(data)
    kind, copy, text = _told(_run(data, STRIP, seconds), "copy")
    return Kind[str(kind)], b64decode(copy), str(text)


def _run(data: bytes, task: str, seconds: float) -> subprocess.CompletedProcess[bytes]:
    """Run a process for one file, or raise Refused where it does not end in time."""
    command = [sys.executable, "-I", "-c", _begin(), task, str(int(seconds) + 1)]
    try:
        return subprocess.run(command, input=data, capture_output=True, timeout=seconds, check=False, env={}, cwd="/")  # noqa: S603 - this very program; the file is its input, never an argument
    except subprocess.TimeoutExpired as error:
        raise Refused(TOO_HEAVY) from error
    except BrokenPipeError as error:
        raise Refused(TOO_HEAVY) from error


def _begin() -> str:
    """Return what the process runs: `-I` takes nothing from its surroundings, so the path is told here."""
    return f"import sys; sys.path.insert(0, {str(ROOT)!r}); from hearing_app.examining.inside import main; main()"


def _told(done: subprocess.CompletedProcess[bytes], name: str) -> Any:
    """Return what the process said under `name`, or raise what it said; one that a limit has stopped says nothing."""
    try:
        answer = json.loads(done.stdout)
    except ValueError as error:
        if done.returncode >= 0:  # it never came so far as to look at the file
            raise ChildProcessError(f"examining does not run: {done.stderr[-500:].decode(errors='replace')}") from error
        raise Refused(TOO_HEAVY) from error
    if name in answer:
        return answer[name]
    raise Refused(Message(answer["sentence"], answer["values"]))
