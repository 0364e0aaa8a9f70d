"""What is withheld of answers, what is decided of their files, and what may pass the gate."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from hearing_app.domain.redaction import Redaction
from hearing_app.storage.database import instant, stamp

_SELECT = """
    SELECT redactions.*, lifted_by, lifted_at, why FROM redactions
    JOIN submissions USING (reference) LEFT JOIN redactions_lifted ON redaction = redactions.id
"""
NOT_PUBLISHED = "not_published"
"""A decision on a file that has been taken back."""


@dataclass(frozen=True)
class FileRow:
    """A decision on a file as the table holds it; `copy_sha256` is None where there is no copy."""

    reference: str
    original: str
    release: str
    ground: str
    mark: str
    note: str
    copy_sha256: str | None
    copy_type: str
    copy_size: int
    text: str
    decided_by: str
    decided_at: datetime


@dataclass(frozen=True)
class Passed:
    """Who has said of a find that it may go out, and when."""

    decided_by: str
    decided_at: datetime


def of_hearing(db: Database, hearing: str) -> tuple[Redaction, ...]:
    """Return every layer on the answers of a hearing, lifted ones among them, oldest first."""
    return tuple(map(_layer, db.query(f"{_SELECT} WHERE hearing = ? ORDER BY redactions.id", [hearing])))


def of_earlier_versions(db: Database, hearing: str) -> dict[str, tuple[int, ...]]:
    """Return the layers in force on earlier versions of each answer, by the newer version's reference, oldest first.

    A layer that has been taken over, or made anew in the same words, on a version since is not among them: that one
    counts, also where it has been lifted.
    """
    sql = """
        SELECT later.reference, layer.id FROM redactions AS layer
        JOIN submissions AS own ON own.reference = layer.reference
        JOIN submissions AS later
            ON later.hearing = own.hearing AND later.body = own.body AND later.version > own.version
        WHERE own.hearing = ? AND layer.id NOT IN (SELECT redaction FROM redactions_lifted) AND NOT EXISTS (
            SELECT 1 FROM submissions AS since JOIN redactions AS newer ON newer.reference = since.reference
            WHERE since.hearing = own.hearing AND since.body = own.body
            AND since.version > own.version AND since.version <= later.version
            AND (newer.taken_from = layer.id
                OR (newer.field = layer.field AND newer.words = layer.words AND newer.nth IS layer.nth))
        ) ORDER BY layer.id
    """
    found: dict[str, tuple[int, ...]] = {}
    for reference, number in db.execute(sql, [hearing]).fetchall():
        found[reference] = (*found.get(reference, ()), number)
    return found


def bodies(db: Database, hearing: str) -> dict[str, str]:
    """Return whose the answers are of which something is or was withheld, by reference."""
    sql = "SELECT DISTINCT reference, body FROM redactions JOIN submissions USING (reference) WHERE hearing = ?"
    return {row[0]: row[1] for row in db.execute(sql, [hearing])}


def hearings(db: Database) -> tuple[str, ...]:
    """Return the hearings with answers of which something is withheld, by id."""
    sql = (
        "SELECT DISTINCT hearing FROM redactions JOIN submissions USING (reference) "
        "WHERE redactions.id NOT IN (SELECT redaction FROM redactions_lifted) ORDER BY hearing"
    )
    return tuple(row[0] for row in db.execute(sql).fetchall())


def changed_at(db: Database, hearing: str) -> datetime | None:
    """Return when something of a hearing was last withheld, lifted, decided on or let pass; None where nothing was."""
    of_answers = "JOIN submissions USING (reference) WHERE hearing = :hearing"
    sql = f"""
        SELECT max(at) FROM (
            SELECT max(made_at) AS at FROM redactions {of_answers}
            UNION SELECT max(lifted_at) FROM redactions_lifted
                JOIN redactions ON redactions.id = redaction {of_answers}
            UNION SELECT max(decided_at) FROM file_decisions {of_answers}
            UNION SELECT max(decided_at) FROM gate_decisions WHERE hearing = :hearing
        )
    """  # noqa: S608 - all of it stands above
    return instant(db.execute(sql, {"hearing": hearing}).fetchone()[0])


def of_submission(db: Database, reference: str) -> tuple[Redaction, ...]:
    """Return every layer on an answer, lifted ones among them, oldest first."""
    return tuple(map(_layer, db.query(f"{_SELECT} WHERE reference = ? ORDER BY redactions.id", [reference])))


def add(db: Database, layer: Redaction, *, taken_from: int | None = None) -> int:
    """Store a new layer, and return its number; that of `layer` does not count.

    Args:
        taken_from: the number of the layer on an earlier version that it takes over.
    """
    row = {
        "reference": layer.reference,
        "field": layer.field,
        "words": layer.words,
        "nth": layer.nth,
        "ground": layer.ground,
        "mark": layer.mark,
        "note": layer.note,
        "made_by": layer.made_by,
        "made_at": stamp(layer.made_at),
        "public_from": stamp(layer.public_from) if layer.public_from else None,
        "taken_from": taken_from,
    }
    return int(db.table("redactions").insert(row).last_pk or 0)


def lift(db: Database, number: int, *, actor: str, why: str, now: datetime) -> None:
    """Note that a layer is lifted; the table refuses it a second time."""
    row = {"redaction": number, "lifted_by": actor, "lifted_at": stamp(now), "why": why}
    db.table("redactions_lifted").insert(row)


def released_at(db: Database, reference: str) -> datetime | None:
    """Return when an answer was made public first, None where it never was."""
    sql = (
        "SELECT min(released_at) FROM releases JOIN submissions ON submissions.id = submission "
        "WHERE reference = ? AND never_public = 0"
    )
    return instant(db.execute(sql, [reference]).fetchone()[0])


def newest(db: Database) -> datetime | None:
    """Return when something was last withheld, of any hearing; None where nothing ever was."""
    made, decided = "SELECT max(made_at) AS at FROM redactions", "SELECT max(decided_at) FROM file_decisions"
    sql = f"SELECT max(at) FROM ({made} UNION {decided})"  # noqa: S608 - all of it stands above
    return instant(db.execute(sql).fetchone()[0])


def file_decisions(db: Database, hearing: str) -> tuple[FileRow, ...]:
    """Return the decision that counts on each file of a hearing's answers that one has been taken on."""
    sql = (
        "SELECT file_decisions.* FROM file_decisions JOIN submissions USING (reference) "
        "WHERE hearing = ? ORDER BY file_decisions.id"
    )
    latest = {(row["reference"], row["original"]): row for row in db.query(sql, [hearing])}
    return tuple(_file(row) for row in latest.values() if row["release"] != NOT_PUBLISHED)


def file_decisions_before(db: Database, hearing: str) -> dict[tuple[str, str], FileRow]:
    """Return the decision that counted on the same file in the newest earlier version, by reference and the file.

    The reference is the newer version's. A decision that was taken back is none.
    """
    sql = """
        SELECT later.reference AS later, decision.* FROM file_decisions AS decision
        JOIN submissions AS own ON own.reference = decision.reference
        JOIN submissions AS later
            ON later.hearing = own.hearing AND later.body = own.body AND later.version > own.version
        WHERE own.hearing = ? AND decision.release <> ? AND decision.id = (
            SELECT max(id) FROM file_decisions AS newest
            WHERE newest.reference = decision.reference AND newest.original = decision.original
        ) ORDER BY own.version
    """
    return {(row["later"], row["original"]): _file(row) for row in db.query(sql, [hearing, NOT_PUBLISHED])}


def file_history(db: Database, reference: str) -> tuple[FileRow, ...]:
    """Return every decision on the files of an answer, oldest first."""
    return tuple(map(_file, db.table("file_decisions").rows_where("reference = ?", [reference], order_by="id")))


def add_file_decision(db: Database, row: FileRow) -> None:
    """Store a decision on a file."""
    db.table("file_decisions").insert(
        {
            "reference": row.reference,
            "original": row.original,
            "release": row.release,
            "ground": row.ground,
            "mark": row.mark,
            "note": row.note,
            "copy_sha256": row.copy_sha256,
            "copy_type": row.copy_type or None,
            "copy_size": row.copy_size or None,
            "text": row.text,
            "decided_by": row.decided_by,
            "decided_at": stamp(row.decided_at),
        }
    )


def passed(db: Database, hearing: str) -> dict[str, Passed]:
    """Return what may pass the gate, by the find's fingerprint."""
    rows = db.table("gate_decisions").rows_where("hearing = ?", [hearing])
    return {row["find"]: Passed(row["decided_by"], datetime.fromisoformat(row["decided_at"])) for row in rows}


def let_pass(db: Database, hearing: str, find: str, *, actor: str, now: datetime) -> None:
    """Note that a find may go out; a second time changes nothing."""
    sql = (
        "INSERT INTO gate_decisions (hearing, find, decided_by, decided_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING"
    )
    db.execute(sql, [hearing, find, actor, stamp(now)])


def _layer(row: dict[str, Any]) -> Redaction:
    return Redaction(
        id=row["id"],
        reference=row["reference"],
        field=row["field"],
        words=row["words"],
        nth=row["nth"],
        ground=row["ground"],
        mark=row["mark"],
        note=row["note"],
        made_by=row["made_by"],
        made_at=datetime.fromisoformat(row["made_at"]),
        public_from=instant(row["public_from"]),
        lifted_by=row["lifted_by"] or "",
        lifted_at=instant(row["lifted_at"]),
        lifted_why=row["why"] or "",
    )


def _file(row: dict[str, Any]) -> FileRow:
    return FileRow(
        row["reference"],
        row["original"],
        row["release"],
        row["ground"],
        row["mark"],
        row["note"],
        row["copy_sha256"],
        row["copy_type"] or "",
        row["copy_size"] or 0,
        row["text"],
        row["decided_by"],
        datetime.fromisoformat(row["decided_at"]),
    )
