"""The chained log of what was received. Entries are added by the transaction that stores the submission."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from hearing_app.domain.journal import Entry, Head, entry_for, head_of
from hearing_app.domain.submission import Submission
from hearing_app.storage.database import stamp, writing


@dataclass(frozen=True)
class Stored:
    """A submission as the table holds it, unread: whether it can still be read is what is to be found out."""

    reference: str
    hearing: str
    body: str
    version: int
    received_at: datetime
    sha256: str
    payload: bytes


def append(db: Database, submission: Submission) -> Entry:
    """Enter a submission after the last one; call it inside the transaction that stores the submission."""
    begin(db, before=submission.reference)
    entry = entry_for(submission, last(db))
    db.table("journal").insert({**asdict(entry), "received_at": stamp(entry.received_at)})
    return entry


def begin(db: Database, *, before: str = "") -> int:
    """Enter what was received before there was a log, in the order it was received, and return how many.

    Only an empty log is begun. A submission that is missing from a log that has been begun is a finding of
    `samrad verify`, and must not be put right in silence.

    Args:
        before: reference of a submission that is about to be entered, which is left to the caller.
    """
    with writing(db):
        if last(db) is not None:
            return 0
        earlier = [submission for submission in stored(db) if submission.reference != before]
        entry: Entry | None = None
        for submission in earlier:
            entry = entry_for(submission, entry)
            db.table("journal").insert({**asdict(entry), "received_at": stamp(entry.received_at)})
    return len(earlier)


def last(db: Database) -> Entry | None:
    """Return the last entry, None where there is none."""
    row = next(iter(db.query("SELECT * FROM journal ORDER BY number DESC LIMIT 1")), None)
    return _entry(row) if row else None


def head(db: Database) -> Head | None:
    """Return what is published of the log, None where it is empty."""
    entry = last(db)
    return head_of([entry]) if entry else None


def entries(db: Database) -> tuple[Entry, ...]:
    """Return the whole log."""
    return tuple(map(_entry, db.query("SELECT * FROM journal ORDER BY number")))


def by_reference(db: Database, reference: str) -> Entry | None:
    """Return the entry of a submission, or None."""
    row = next(iter(db.query("SELECT * FROM journal WHERE reference = ?", [reference])), None)
    return _entry(row) if row else None


def by_sha256(db: Database, sha256: str) -> Entry | None:
    """Return the entry with this fingerprint, or None."""
    row = next(iter(db.query("SELECT * FROM journal WHERE sha256 = ?", [sha256])), None)
    return _entry(row) if row else None


def stored(db: Database) -> Iterator[Stored]:
    """Yield every submission as the table holds it, in the order they were received."""
    yield from map(_stored, db.query("SELECT * FROM submissions ORDER BY id"))


def stored_one(db: Database, reference: str) -> Stored | None:
    """Return one submission as the table holds it, or None."""
    row = next(iter(db.query("SELECT * FROM submissions WHERE reference = ?", [reference])), None)
    return _stored(row) if row else None


def _stored(row: dict[str, Any]) -> Stored:
    at = datetime.fromisoformat(row["received_at"])
    return Stored(
        row["reference"], row["hearing"], row["body"], row["version"], at, row["sha256"], bytes(row["payload"])
    )


def _entry(row: dict[str, object]) -> Entry:
    return Entry(
        number=int(str(row["number"])),
        reference=str(row["reference"]),
        hearing=str(row["hearing"]),
        body=str(row["body"]),
        version=int(str(row["version"])),
        received_at=datetime.fromisoformat(str(row["received_at"])),
        sha256=str(row["sha256"]),
        previous=str(row["previous"]),
        digest=str(row["digest"]),
    )
