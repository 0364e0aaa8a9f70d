"""The append-only log of who did what, to what, and when."""

from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from hearing_app.storage.database import stamp


@dataclass(frozen=True)
class Entry:
    """One line of the log."""

    at: datetime
    actor: str
    action: str
    hearing: str
    subject: str


def log(db: Database, *, now: datetime, actor: str, action: str, hearing: str = "", subject: str = "") -> None:
    """Append an entry; inside a transaction it stands or falls with it."""
    db.table("audit").insert(
        {"at": stamp(now), "actor": actor, "action": action, "hearing": hearing, "subject": subject}
    )


def entries(db: Database, hearing: str) -> tuple[Entry, ...]:
    """Return the log of a hearing, oldest first."""
    rows = db.query("SELECT * FROM audit WHERE hearing = ? ORDER BY id", [hearing])
    return tuple(
        Entry(datetime.fromisoformat(r["at"]), r["actor"], r["action"], r["hearing"], r["subject"]) for r in rows
    )
