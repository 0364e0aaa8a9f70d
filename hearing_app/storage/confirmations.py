"""Confirmations of preliminary answers, and whom we have asked for one."""

from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from hearing_app.domain.confirmation import Confirmation, Treatment, read_told
from hearing_app.storage.database import stamp


@dataclass(frozen=True)
class Stored:
    """A confirmation as the table holds it, unread: whether it is what was received is what is to be found out."""

    reference: str
    payload: bytes
    sha256: str


@dataclass(frozen=True)
class Asked:
    """That a confirmation was asked for: `days_after` is the mark after the promised day."""

    reference: str
    days_after: int
    recipient: str
    at: datetime


def add(db: Database, confirmation: Confirmation) -> None:
    """Store a confirmation."""
    minutes = confirmation.told.minutes
    db.table("confirmations").insert(
        {
            "reference": confirmation.reference,
            "given_at": stamp(confirmation.given_at),
            "payload": confirmation.payload.decode(),
            "minutes": minutes.sha256 if minutes else None,
            "sha256": confirmation.sha256,
        }
    )


def of_submission(db: Database, reference: str) -> tuple[Confirmation, ...]:
    """Return every confirmation of an answer, oldest first."""
    return tuple(
        map(_confirmation, db.query("SELECT * FROM confirmations WHERE reference = ? ORDER BY id", [reference]))
    )


def stored(db: Database) -> tuple[Stored, ...]:
    """Return every confirmation as the table holds it, oldest first."""
    rows = db.query("SELECT reference, payload, sha256 FROM confirmations ORDER BY id")
    return tuple(Stored(row["reference"], row["payload"].encode(), row["sha256"]) for row in rows)


def latest(db: Database, reference: str) -> Confirmation | None:
    """Return the confirmation of an answer that counts, or None."""
    found = of_submission(db, reference)
    return found[-1] if found else None


def treatments(db: Database, reference: str) -> tuple[Treatment, ...]:
    """Return everything that has ever been told of how an answer was dealt with, oldest first."""
    return tuple(confirmation.told.treatment for confirmation in of_submission(db, reference))


def of_hearing(db: Database, hearing: str) -> dict[str, Confirmation]:
    """Return the confirmation that counts of each confirmed answer to a hearing, by the answer's reference."""
    sql = "SELECT confirmations.* FROM confirmations JOIN submissions USING (reference) WHERE hearing = ? ORDER BY 1"
    return {found.reference: found for found in map(_confirmation, db.query(sql, [hearing]))}


def note_asked(db: Database, reference: str, *, days_after: int, recipient: str, now: datetime) -> None:
    """Note a reminder, in the transaction that queues its mail; the table refuses a second one for the same mark."""
    row = {"reference": reference, "days_after": days_after, "recipient": recipient, "given_at": stamp(now)}
    db.table("confirmation_reminders").insert(row)


def asked_for(db: Database, reference: str) -> tuple[Asked, ...]:
    """Return when a confirmation was asked for, oldest first."""
    rows = db.query("SELECT * FROM confirmation_reminders WHERE reference = ? ORDER BY id", [reference])
    return tuple(
        Asked(row["reference"], row["days_after"], row["recipient"], datetime.fromisoformat(row["given_at"]))
        for row in rows
    )


def _confirmation(row: dict[str, str]) -> Confirmation:
    payload = row["payload"].encode()
    return Confirmation(
        row["reference"], read_told(payload), datetime.fromisoformat(row["given_at"]), payload, row["sha256"]
    )
