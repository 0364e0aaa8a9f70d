"""The log of what was received: each entry's digest covers the entry before, so that no change goes unseen.

Whoever can write to the database can also compute a whole new chain. That is why its head is published with the
site and why every receipt holds the digest of its own entry: neither can be called back.
"""

import hashlib
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import Protocol

from hearing_app.domain.message import N_, Message

FORMAT = "samrad-1"
"""What every line begins with; another way of writing lines gets another word."""
START = "0" * 64
"""What stands for the digest before the first entry."""
TOLERANCE = timedelta(minutes=5)
"""Requests that come at once are logged in the order they got the database, not in the order they came in."""


class Flaw(Enum):
    """What can be wrong with an entry."""

    CHANGED = "changed"
    MISSING = "missing"
    OUT_OF_ORDER = "out of order"
    BACK_DATED = "back-dated"
    BROKEN_LINK = "broken link"
    NOT_ENTERED = "not entered"
    SUBMISSION = "submission"
    HEAD = "head"
    COPY = "copy"
    ATTACHMENT = "attachment"


class Loggable(Protocol):
    """What a submission is entered by; what was answered need not be read for that."""

    @property
    def reference(self) -> str:
        """Its reference number."""

    @property
    def hearing(self) -> str:
        """The hearing's id."""

    @property
    def body(self) -> str:
        """The body's id."""

    @property
    def version(self) -> int:
        """Its number among the body's own."""

    @property
    def received_at(self) -> datetime:
        """When it was received, to the second."""

    @property
    def sha256(self) -> str:
        """Its fingerprint."""


@dataclass(frozen=True)
class Entry:
    """One entry. `number` counts from 1; `sha256` is the fingerprint of what was received, `digest` of the line."""

    number: int
    reference: str
    hearing: str
    body: str
    version: int
    received_at: datetime
    sha256: str
    previous: str
    digest: str

    @property
    def line(self) -> str:
        """The line that the digest is computed of, without the line break that ends it."""
        values = (FORMAT, self.number, self.reference, self.hearing, self.body, self.version)
        at = self.received_at.astimezone(UTC).isoformat(timespec="seconds")
        return " ".join(map(str, (*values, at, self.sha256, self.previous)))

    @property
    def computed(self) -> str:
        """The digest that the line has: SHA-256 of its UTF-8 with one line feed, as 64 hexadecimal digits."""
        return hashlib.sha256(f"{self.line}\n".encode()).hexdigest()


@dataclass(frozen=True)
class Head:
    """The last entry, as it is published: how many there are, the digest, and when that one was received."""

    entries: int
    digest: str
    at: datetime


@dataclass(frozen=True)
class Finding:
    """What is wrong, with which entry (None where it has none), and how to say it."""

    flaw: Flaw
    number: int | None
    message: Message


def entry_for(submission: Loggable, last: Entry | None) -> Entry:
    """Return the entry of a submission, to stand after `last`."""
    entry = Entry(
        number=last.number + 1 if last else 1,
        reference=submission.reference,
        hearing=submission.hearing,
        body=submission.body,
        version=submission.version,
        received_at=submission.received_at,
        sha256=submission.sha256,
        previous=last.digest if last else START,
        digest="",
    )
    return replace(entry, digest=entry.computed)


def head_of(entries: Sequence[Entry]) -> Head | None:
    """Return the head of a log, None of an empty one."""
    return Head(entries[-1].number, entries[-1].digest, entries[-1].received_at) if entries else None


def verify(entries: Sequence[Entry]) -> tuple[Finding, ...]:
    """Return everything that is wrong with a log, entry by entry; nothing where it is whole.

    Args:
        entries: the log in the order it is kept.
    """
    belongs = _places(entries)
    findings: list[Finding] = []
    last: Entry | None = None
    newest: Entry | None = None
    for entry in entries:
        findings += _of_one(entry, last, belongs.get(id(entry)))
        if newest and entry.received_at < newest.received_at - TOLERANCE:
            findings.append(_back_dated(entry, newest))
        newest = entry if newest is None or entry.received_at > newest.received_at else newest
        last = entry
    return tuple(findings)


def _places(entries: Sequence[Entry]) -> dict[int, int]:
    """Return where each entry stands when the links are followed from the start, by the entry's identity."""
    follows = {entry.previous: entry for entry in entries}
    places: dict[int, int] = {}
    digest = START
    while digest in follows and id(follows[digest]) not in places:
        entry = follows[digest]
        places[id(entry)] = len(places) + 1
        digest = entry.digest
    return places


def _of_one(entry: Entry, last: Entry | None, place: int | None) -> Iterator[Finding]:
    """Yield what is wrong with one entry, seen from the one before it."""
    expected = last.number + 1 if last else 1
    moved = entry.number < expected
    if entry.computed != entry.digest:
        moved = moved or (place is not None and replace(entry, number=place).computed == entry.digest)
        if not moved:
            yield Finding(Flaw.CHANGED, entry.number, N_("Entry {entry} has been changed.", entry=_name(entry)))
    if moved:
        yield _moved(entry, place)
        return
    if entry.number > expected:
        yield _gap(expected, entry.number - 1)
    elif entry.previous != (last.digest if last else START):
        message = N_("Entry {entry} does not follow from the entry before it.", entry=_name(entry))
        yield Finding(Flaw.BROKEN_LINK, entry.number, message)


def _moved(entry: Entry, place: int | None) -> Finding:
    message = N_("Entry {entry} does not stand in its place.", entry=_name(entry))
    if place is not None and place != entry.number:
        message = N_(
            "Entry {entry} does not stand in its place: it was number {place}.", entry=_name(entry), place=place
        )
    return Finding(Flaw.OUT_OF_ORDER, entry.number, message)


def _gap(first: int, last: int) -> Finding:
    if first == last:
        return Finding(Flaw.MISSING, first, N_("Entry {number} is missing.", number=first))
    return Finding(Flaw.MISSING, first, N_("Entries {first} to {last} are missing.", first=first, last=last))


def _back_dated(entry: Entry, newest: Entry) -> Finding:
    message = N_(
        "Entry {entry} is dated {at}, before entry {earlier}, which was entered earlier and is dated {newest}.",
        entry=_name(entry),
        at=entry.received_at,
        earlier=_name(newest),
        newest=newest.received_at,
    )
    return Finding(Flaw.BACK_DATED, entry.number, message)


def _name(entry: Entry) -> str:
    return f"{entry.number} ({entry.reference})"


def against_head(entries: Sequence[Entry], published: Head | None) -> tuple[Finding, ...]:
    """Return what is wrong where the log no longer holds the head that was published of it."""
    if published is None:
        return ()
    entry = next((e for e in entries if e.number == published.entries), None)
    if entry is None:
        message = N_("The published head has {number} entries, the log has fewer.", number=published.entries)
        return (Finding(Flaw.HEAD, published.entries, message),)
    if (entry.digest, entry.received_at) != (published.digest, published.at):
        message = N_("Entry {entry} is not the one whose digest has been published.", entry=_name(entry))
        return (Finding(Flaw.HEAD, entry.number, message),)
    return ()


HELD_BACK = "-"
"""What stands for a line that is not public yet; its digest stands there all the same, for the next line names it."""


def public_lines(entries: Iterable[Entry], public: Container[str]) -> str:
    """Return the log as it is published: a digest, two spaces and the line that it is computed of, for each entry.

    Args:
        public: the references that readers may know of. The digest of another tells nothing of it: the line holds a
            fingerprint that nobody can guess.
    """
    rows = (f"{e.digest}  {e.line if e.reference in public else HELD_BACK}\n" for e in entries)
    return "".join(rows)
