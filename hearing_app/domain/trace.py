"""The log of who did what, to what, and when; each digest covers the entry before, so that no change goes unseen.

Whoever can write to the database can also compute a whole new chain, or take away its end. That is why its head is
printed, shown at the desk and kept in every backup: what has been noted elsewhere cannot be called back.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from hearing_app.domain.message import N_, Message

FORMAT = "samrad-log-1"
"""What every line begins with; another way of writing lines gets another word."""
START = "0" * 64
"""What stands for the digest before the first entry."""
_HEAD = re.compile(r"([0-9]{1,18}):([0-9a-f]{64})")


@dataclass(frozen=True)
class Entry:
    """One line of the log. `number` counts from 1; `actor` is a user name, a body's id, or a part of the program."""

    number: int
    at: datetime
    actor: str
    action: str
    hearing: str
    subject: str
    digest: str = ""


@dataclass(frozen=True)
class Line:
    """An entry as the tables hold it: number, texts (None where it is gone), digest (None where it has none)."""

    number: int
    texts: tuple[str, str, str, str, str] | None
    digest: str | None


@dataclass(frozen=True)
class Head:
    """The last entry's number and digest."""

    number: int
    digest: str

    def __str__(self) -> str:
        """Return it as it is noted down, like `128:0f3a…`."""
        return f"{self.number}:{self.digest}"


@dataclass(frozen=True)
class Break:
    """Something that is wrong with the log: at which entry, and how to say it."""

    number: int
    message: Message


def digest_of(number: int, texts: tuple[str, str, str, str, str], previous: str) -> str:
    """Return the digest of an entry: SHA-256 of its line in UTF-8 with one line feed, as 64 hexadecimal digits.

    The line is the format's name, a space, and a JSON array without spaces of the number, the texts and the digest of
    the entry before.

    Args:
        texts: time (as it is stored), actor, action, hearing, subject.
    """
    line = json.dumps([number, *texts, previous], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(f"{FORMAT} {line}\n".encode()).hexdigest()


def read_head(text: str) -> Head | None:
    """Return a head as it was noted down, or None where the text is none."""
    found = _HEAD.fullmatch(text.strip().lower())
    return Head(int(found[1]), found[2]) if found else None


def breaks(lines: Iterable[Line], *, last_ever: int = 0, noted: Head | None = None) -> Iterator[Break]:
    """Yield what is wrong with a log, in its order; nothing where it is whole.

    Args:
        lines: every entry that the log or its chain has, by number.
        last_ever: the highest number that the chain ever had.
        noted: a head that was noted down elsewhere.
    """
    last, previous, met = 0, START, noted is None
    for line in lines:
        if line.number > last + 1:
            yield _gone(last + 1, line.number - 1)
        found = _wrong(line, previous if line.number == last + 1 else None)
        if found is not None:
            yield found
        if noted is not None and line.number == noted.number:
            met = True
            if line.digest != noted.digest:
                message = N_(
                    "The log of who did what: entry {number} is not the one whose digest was noted.", number=line.number
                )
                yield Break(line.number, message)
        last, previous = line.number, line.digest or previous
    if last_ever > last:
        yield _gone(last + 1, last_ever)
    elif noted is not None and not met:
        message = N_("The log of who did what: entry {number}, whose digest was noted, is gone.", number=noted.number)
        yield Break(noted.number, message)


def _wrong(line: Line, previous: str | None) -> Break | None:
    """Return what is wrong with one entry; `previous` is None where the entry before is gone."""
    if line.texts is None:
        return _gone(line.number, line.number)
    if line.digest is None:
        return Break(
            line.number, N_("The log of who did what: entry {number} was written past the chain.", number=line.number)
        )
    if previous is not None and digest_of(line.number, line.texts, previous) != line.digest:
        message = N_(
            "The log of who did what: entry {number} has been changed, or does not follow from the one before.",
            number=line.number,
        )
        return Break(line.number, message)
    return None


def _gone(first: int, last: int) -> Break:
    if first == last:
        return Break(first, N_("The log of who did what: entry {number} is gone.", number=first))
    return Break(first, N_("The log of who did what: entries {first} to {last} are gone.", first=first, last=last))
