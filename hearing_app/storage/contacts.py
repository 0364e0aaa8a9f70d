"""Contacts: the addresses that the secretariat has imported for bodies."""

from collections.abc import Mapping
from datetime import datetime

from sqlite_utils import Database

from hearing_app.storage.database import stamp


def every(db: Database) -> dict[str, str]:
    """Return every imported address by the id of its body."""
    return {str(row["body"]): str(row["email"]) for row in db.query("SELECT body, email FROM contacts ORDER BY body")}


def put(db: Database, emails: Mapping[str, str], now: datetime) -> None:
    """Store an address for each body id, over an older one."""
    for body, email in emails.items():
        db.execute(
            "INSERT INTO contacts (body, email, set_at) VALUES (?, ?, ?) "
            "ON CONFLICT (body) DO UPDATE SET email = excluded.email, set_at = excluded.set_at",
            [body, email, stamp(now)],
        )
