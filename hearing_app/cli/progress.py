"""How far long work has come, told on standard error: one line that is written anew, or plain lines in a log."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Event, Lock, Thread
from typing import TextIO

from hearing_app.cli.terminal import _

AFTER_SECONDS = 2.0
"""Work that takes no longer is not told of on a terminal."""
FRAME_SECONDS = 0.5
LINE_SECONDS = 30.0
"""Before the first plain line and between two, where nobody sits and looks."""
ERASE = "\r\x1b[2K"
"""Goes to the beginning of a terminal's line, and empties it."""


class Progress:
    """Work under way; it is called with how many are done and of how many, where they can be counted."""

    def __init__(self, label: str, stream: TextIO, *, alive: bool) -> None:
        """Take what the work is called, and where it is told; `alive` is a terminal, whose line is written anew."""
        self._label = label
        self._stream, self._alive, self._shown = stream, alive, False
        self._count = (0, 0)
        self._began = time.monotonic()
        self._lock = Lock()

    def __call__(self, done: int, total: int) -> None:
        """Note how far it has come; this costs nothing, for the telling is done beside."""
        self._count = (done, total)

    def line(self, text: str) -> None:
        """Tell a step at once, on a line of its own."""
        with self._lock:
            self._stream.write(f"{ERASE if self._shown else ''}{text}\n")
            self._stream.flush()
            self._shown = False

    def tell(self) -> None:
        """Tell how far it has come."""
        done, total = self._count
        seconds = int(time.monotonic() - self._began)
        if total:
            text = _(
                "{label} {done} of {total}, {seconds} s", label=self._label, done=done, total=total, seconds=seconds
            )
        else:
            text = _("{label} {seconds} s", label=self._label, seconds=seconds)
        with self._lock:
            self._stream.write(f"{ERASE}{text}" if self._alive else f"{text}\n")
            self._stream.flush()
            self._shown = self._alive

    def erase(self) -> None:
        """Leave a terminal as it was."""
        with self._lock:
            if self._shown:
                self._stream.write(ERASE)
                self._stream.flush()
            self._shown = False


@contextmanager
def progress(
    label: str,
    *,
    as_json: bool,
    stream: TextIO | None = None,
    after: Callable[[bool], float] = lambda alive: AFTER_SECONDS if alive else LINE_SECONDS,
    every: Callable[[bool], float] = lambda alive: FRAME_SECONDS if alive else LINE_SECONDS,
) -> Iterator[Progress]:
    """Tell of the work in the block while it lasts, where it takes long.

    Args:
        label: what is done, such as «Building the site …».
        as_json: a script asked: then standard error is left to errors, unless somebody looks at it.
        stream: where it is told; standard error.
        after: seconds before anything is told, on a terminal or elsewhere.
        every: seconds between two tellings, likewise.
    """
    stream = stream or sys.stderr
    alive = stream.isatty()
    work, over = Progress(label, stream, alive=alive), Event()

    def teller() -> None:
        wait = after(alive)
        with suppress(OSError, ValueError):  # nobody reads on: the work goes on all the same
            while not over.wait(wait):
                work.tell()
                wait = every(alive)

    told = Thread(target=teller, daemon=True) if alive or not as_json else None
    if told:
        told.start()
    try:
        yield work
    finally:
        over.set()
        if told:
            told.join()
        work.erase()
