"""Contacts: the addresses that the secretariat has imported or written for bodies."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from hearing_app.storage.database import stamp


@dataclass(frozen=True)
class Contact:
    """The address of a body, and since when it is so."""

    body: str
    email: str
    set_at: datetime


def every(db: Database) -> dict[str, str]:
    """Return every stored address by the id of its body."""
    return {contact.body: contact.email for contact in with_times(db)}


def with_times(db: Database) -> tuple[Contact, ...]:
    """Return every stored address with the time it was set."""
    rows = db.query("SELECT body, email, set_at FROM contacts ORDER BY body")
    return tuple(
        Contact(str(row["body"]), str(row["email"]), datetime.fromisoformat(str(row["set_at"]))) for row in rows
    )


def put(db: Database, emails: Mapping[str, str], now: datetime) -> None:
    """Store an address for each body id, over an older one."""
    for body, email in emails.items():
        db.execute(
            "INSERT INTO contacts (body, email, set_at) VALUES (?, ?, ?) "
            "ON CONFLICT (body) DO UPDATE SET email = excluded.email, set_at = excluded.set_at",
            [body, email, stamp(now)],
        )


def remove(db: Database, body: str) -> None:
    """Forget the stored address of a body; that of council.yml holds again."""
    db.execute("DELETE FROM contacts WHERE body = ?", [body])
