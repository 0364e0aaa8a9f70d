"""Internal notes. Only the desk's own pages read them; nothing that is published, exported or sent may."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from hearing_app.storage.database import instant, stamp


@dataclass(frozen=True)
class Note:
    """What somebody at the desk wrote to colleagues; of one that is struck out the text is kept out of sight."""

    id: int
    reference: str
    point: int | None
    text: str
    by: str
    at: datetime
    struck_at: datetime | None


_SELECT = "SELECT notes.*, submissions.reference FROM notes JOIN submissions ON submissions.id = notes.submission"


def add(db: Database, *, reference: str, point: int | None, text: str, actor: str, now: datetime) -> None:
    """Store a note on a submission, or on one of its points."""
    sql = (
        "INSERT INTO notes (submission, point, text, written_by, written_at) "
        "SELECT id, ?, ?, ?, ? FROM submissions WHERE reference = ?"
    )
    db.execute(sql, [point, text, actor, stamp(now), reference])


def of_submission(db: Database, reference: str) -> tuple[Note, ...]:
    """Return the notes on a submission as a whole, oldest first."""
    sql = f"{_SELECT} WHERE submissions.reference = ? AND notes.point IS NULL ORDER BY notes.id"
    return tuple(map(_note, db.query(sql, [reference])))


def of_points(db: Database, ids: Iterable[int]) -> dict[int, tuple[Note, ...]]:
    """Return the notes on points, oldest first, by the point's id."""
    found: dict[int, list[Note]] = {}
    sql = f"{_SELECT} WHERE notes.point IN (SELECT value FROM json_each(?)) ORDER BY notes.id"  # noqa: S608 - nothing of it is input
    for row in db.query(sql, [json.dumps(sorted(set(ids)))]):
        found.setdefault(int(row["point"]), []).append(_note(row))
    return {point: tuple(own) for point, own in found.items()}


def of_reference(db: Database, note_id: int, reference: str) -> Note | None:
    """Return a note on a submission or on one of its points, or None."""
    sql = f"{_SELECT} WHERE notes.id = ? AND submissions.reference = ?"
    return next(map(_note, db.query(sql, [note_id, reference])), None)


def strike(db: Database, note_id: int, *, now: datetime) -> None:
    """Keep the text of a note out of sight from now on."""
    db.execute("UPDATE notes SET struck_at = ? WHERE id = ? AND struck_at IS NULL", [stamp(now), note_id])


def _note(row: dict[str, object]) -> Note:
    struck = instant(str(row["struck_at"])) if row["struck_at"] else None
    return Note(
        id=int(str(row["id"])),
        reference=str(row["reference"]),
        point=int(str(row["point"])) if row["point"] is not None else None,
        text="" if struck else str(row["text"]),
        by=str(row["written_by"]),
        at=datetime.fromisoformat(str(row["written_at"])),
        struck_at=struck,
    )
