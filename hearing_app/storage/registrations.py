"""Answers that are being registered: what stands in the form, what was read, and the documents."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from hearing_app.domain.attachment import Attachment, read_attachment, written_attachment
from hearing_app.domain.passage import Passage
from hearing_app.domain.placing import Placed
from hearing_app.storage.database import stamp


@dataclass(frozen=True)
class Registration:
    """A registration under way. `fields` are those of the form, as typed; `saved_by` is who saved last."""

    number: int
    hearing: str
    fields: Mapping[str, str]
    placed: tuple[Placed, ...]
    revision: int
    begun_by: str
    begun_at: datetime
    saved_by: str
    saved_at: datetime


@dataclass(frozen=True)
class AgedRegistration:
    """A registration that nobody has saved for a long time, and how many documents it has."""

    hearing: str
    number: int
    saved_at: datetime
    documents: int


def begin(db: Database, hearing: str, *, actor: str, now: datetime) -> int:
    """Store an empty registration and return its number."""
    who = {"begun_by": actor, "begun_at": stamp(now), "saved_by": actor, "saved_at": stamp(now)}
    row = {"hearing": hearing, "fields": "{}", "passages": "[]", "revision": 1, **who}
    return int(db.table("registrations").insert(row).last_pk or 0)


def get(db: Database, number: int) -> Registration | None:
    """Return a registration, or None."""
    row = next(iter(db.table("registrations").rows_where("id = ?", [number])), None)
    return _registration(row) if row else None


def of_hearing(db: Database, hearing: str) -> tuple[Registration, ...]:
    """Return what is under way for a hearing, the one saved last first."""
    rows = db.table("registrations").rows_where("hearing = ?", [hearing], order_by="saved_at DESC, id DESC")
    return tuple(map(_registration, rows))


def aged(db: Database, *, before: datetime) -> tuple[AgedRegistration, ...]:
    """Return the registrations last saved before then, the oldest first."""
    sql = """
        SELECT hearing, id, saved_at, (SELECT count(*) FROM registration_files WHERE registration = registrations.id)
        FROM registrations WHERE saved_at < ? ORDER BY saved_at, id
    """
    rows = db.execute(sql, [stamp(before)])
    return tuple(AgedRegistration(row[0], row[1], datetime.fromisoformat(row[2]), row[3]) for row in rows)


def save(
    db: Database, number: int, fields: Mapping[str, str], placed: Sequence[Placed], *, actor: str, now: datetime
) -> None:
    """Store what stands in the form, as the next revision."""
    passages = [[one.passage.text, one.passage.level, one.place, one.guess] for one in placed]
    db.execute(
        "UPDATE registrations SET fields = ?, passages = ?, revision = revision + 1, saved_by = ?, saved_at = ? "
        "WHERE id = ?",
        [
            json.dumps(dict(fields), ensure_ascii=False),
            json.dumps(passages, ensure_ascii=False),
            actor,
            stamp(now),
            number,
        ],
    )


def delete(db: Database, number: int) -> None:
    """Remove a registration; its files stay until nobody names them."""
    db.execute("DELETE FROM registration_files WHERE registration = ?", [number])
    db.execute("DELETE FROM registrations WHERE id = ?", [number])


def files_of(db: Database, number: int) -> tuple[Attachment, ...]:
    """Return the documents of a registration, in the order they were added."""
    rows = db.table("registration_files").rows_where("registration = ?", [number], order_by="position")
    return tuple(map(read_attachment, rows))


def add_file(db: Database, number: int, file: Attachment, *, now: datetime) -> None:
    """Put a document at the end."""
    sql = "SELECT coalesce(max(position), 0) + 1 FROM registration_files WHERE registration = ?"
    position = int(db.execute(sql, [number]).fetchone()[0])
    place = {"registration": number, "position": position, "added_at": stamp(now)}
    db.table("registration_files").insert({**place, **written_attachment(file)})


def remove_file(db: Database, number: int, sha256: str) -> None:
    """Take a document out."""
    db.table("registration_files").delete_where("registration = ? AND sha256 = ?", [number, sha256])


def references_with_file(db: Database, hearing: str, sha256s: Sequence[str]) -> tuple[str, ...]:
    """Return the references of the answers to a hearing that one of these files came with, oldest first."""
    sql = """
        SELECT DISTINCT reference, submissions.id FROM submissions,
        json_each(CAST(payload AS TEXT), '$.attachments') AS file
        WHERE hearing = ? AND json_extract(file.value, '$.sha256') IN (SELECT value FROM json_each(?))
        ORDER BY submissions.id
    """
    return tuple(row[0] for row in db.execute(sql, [hearing, json.dumps(list(sha256s))]))


def _registration(row: dict[str, Any]) -> Registration:
    placed = tuple(
        Placed(Passage(text, level), place, guess) for text, level, place, guess in json.loads(row["passages"])
    )
    return Registration(
        row["id"],
        row["hearing"],
        json.loads(row["fields"]),
        placed,
        row["revision"],
        row["begun_by"],
        datetime.fromisoformat(row["begun_at"]),
        row["saved_by"],
        datetime.fromisoformat(row["saved_at"]),
    )
