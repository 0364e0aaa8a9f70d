"""Bulk edits: who made one, and which revision of each point it replaced."""

from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from hearing_app.storage.database import instant, stamp


@dataclass(frozen=True)
class BulkEdit:
    """A bulk edit. `changes` are (point, revision before, revision after) of each wording that it made."""

    id: int
    hearing: str
    by: str
    at: datetime
    undone_at: datetime | None
    changes: tuple[tuple[int, int, int], ...]


def add(db: Database, hearing: str, changes: list[tuple[int, int, int]], *, actor: str, now: datetime) -> int:
    """Store a bulk edit and return its id."""
    sql = "INSERT INTO bulk_edits (hearing, done_by, done_at) VALUES (?, ?, ?)"
    number = int(db.execute(sql, [hearing, actor, stamp(now)]).lastrowid or 0)
    for point, before, after in changes:
        db.execute("INSERT INTO bulk_changes VALUES (?, ?, ?, ?)", [number, point, before, after])
    return number


def get(db: Database, hearing: str, number: int) -> BulkEdit | None:
    """Return a bulk edit of a hearing, or None."""
    row = next(iter(db.query("SELECT * FROM bulk_edits WHERE id = ? AND hearing = ?", [number, hearing])), None)
    if row is None:
        return None
    sql = "SELECT point, before, after FROM bulk_changes WHERE bulk_edit = ? ORDER BY point"
    changes = tuple((int(p), int(b), int(a)) for p, b, a in db.execute(sql, [number]))
    at = datetime.fromisoformat(row["done_at"])
    return BulkEdit(number, hearing, row["done_by"], at, instant(row["undone_at"]), changes)


def mark_undone(db: Database, number: int, *, now: datetime) -> None:
    """Note that a bulk edit has been undone."""
    db.execute("UPDATE bulk_edits SET undone_at = ? WHERE id = ?", [stamp(now), number])
