"""The colleagues of a body in one hearing: who they are, and what they have been given."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from hearing_app.domain.colleague import Colleague
from hearing_app.storage import authorship
from hearing_app.storage.database import instant, stamp

_COLUMNS = """SELECT colleagues.*,
    (SELECT min(opened_at) FROM invitations WHERE invitations.colleague = colleagues.id) AS opened_at
    FROM colleagues"""
_STALE = """NOT EXISTS (
        SELECT 1 FROM drafts WHERE drafts.hearing = colleagues.hearing AND drafts.body = colleagues.body
    ) AND (removed_at < :removed OR max(invited_at, coalesce(wrote_at, ''), coalesce(
        (SELECT max(max(created_at, coalesce(opened_at, ''))) FROM invitations WHERE colleague = colleagues.id), ''
    )) < :before)"""
"""Removed, or without a sign of life since `before`; and no draft left in which their names stand."""


def add(
    db: Database,
    *,
    hearing: str,
    body: str,
    name: str,
    email: str,
    items: Sequence[str],
    approver: bool,
    invited_by: int,
    now: datetime,
) -> Colleague:
    """Store a colleague; `invited_by` is the id of the contact's invitation."""
    row = {
        "hearing": hearing,
        "body": body,
        "name": name,
        "email": email,
        "items": json.dumps(list(items)),
        "approver": int(approver),
        "invited_by": invited_by,
        "invited_at": stamp(now),
    }
    number = int(str(db.table("colleagues").insert(row).last_pk))
    return Colleague(number, hearing, body, name, email, tuple(items), approver, now)


def of_body(db: Database, hearing: str, body: str) -> tuple[Colleague, ...]:
    """Return those who work on a body's answer now, in the order in which they were invited."""
    return _query(db, "hearing = ? AND body = ? AND removed_at IS NULL", [hearing, body])


def of_hearing(db: Database, hearing: str) -> tuple[Colleague, ...]:
    """Return those of every body who work on an answer to a hearing now."""
    return _query(db, "hearing = ? AND removed_at IS NULL", [hearing])


def by_id(db: Database, colleague: int) -> Colleague | None:
    """Return a colleague who has not been removed, or None."""
    return next(iter(_query(db, "colleagues.id = ? AND removed_at IS NULL", [colleague])), None)


def approver(db: Database, hearing: str, body: str) -> Colleague | None:
    """Return the one who approves a body's answer, or None where nobody does."""
    return next(
        iter(_query(db, "hearing = ? AND body = ? AND removed_at IS NULL AND approver = 1", [hearing, body])), None
    )


def invited_since(db: Database, hearing: str, body: str, since: datetime) -> int:
    """Return how many a body has invited since then, those who were removed again among them."""
    return db.table("colleagues").count_where(
        "hearing = ? AND body = ? AND invited_at >= ?", [hearing, body, stamp(since)]
    )


def mailed_since(db: Database, kind: str, address: str, since: datetime) -> int:
    """Return how many mails of a kind have been written to an address since then."""
    where = "kind = ? AND recipient = ? AND created_at >= ?"
    return db.table("outbox").count_where(where, [kind, address, stamp(since)])


def give(db: Database, colleague: int, *, items: Sequence[str], approver: bool) -> None:
    """Store what a colleague has been given."""
    db.execute(
        "UPDATE colleagues SET items = ?, approver = ? WHERE id = ?",
        [json.dumps(list(items)), int(approver), colleague],
    )


def note_writing(db: Database, colleague: int, now: datetime) -> None:
    """Note that a colleague has written."""
    db.execute("UPDATE colleagues SET wrote_at = ? WHERE id = ?", [stamp(now), colleague])


def remove(db: Database, colleague: int, now: datetime) -> None:
    """Take a colleague off the answer, and every link of theirs with them; with the approver goes the request."""
    for approves in _query(db, "id = ? AND removed_at IS NULL AND approver = 1", [colleague]):
        authorship.forget_request(db, hearing=approves.hearing, body=approves.body)
    db.execute("UPDATE colleagues SET removed_at = ? WHERE id = ? AND removed_at IS NULL", [stamp(now), colleague])
    db.execute(
        "UPDATE invitations SET revoked_at = ? WHERE colleague = ? AND revoked_at IS NULL", [stamp(now), colleague]
    )


def invited_by(db: Database, invitation: int) -> tuple[int, ...]:
    """Return the ids of those who were invited through this link of the contact's and are not removed."""
    rows = db.query("SELECT id FROM colleagues WHERE invited_by = ? AND removed_at IS NULL ORDER BY id", [invitation])
    return tuple(int(row["id"]) for row in rows)


def count_stale(db: Database, *, before: datetime, removed_before: datetime) -> int:
    """Return how many `forget_stale` would delete."""
    return db.table("colleagues").count_where(_STALE, {"before": stamp(before), "removed": stamp(removed_before)})


def forget_stale(db: Database, *, before: datetime, removed_before: datetime) -> int:
    """Delete colleagues who were removed before one hour, or of whom nothing was seen since another; return how many.

    Their links go with them. Those of a body that has a draft stay, for their names stand beside its texts.
    """
    found = count_stale(db, before=before, removed_before=removed_before)
    if found:
        values = {"before": stamp(before), "removed": stamp(removed_before)}
        db.execute(f"DELETE FROM colleagues WHERE {_STALE}", values)  # noqa: S608 - a constant, with named values
    return found


def _query(db: Database, where: str, values: Sequence[object]) -> tuple[Colleague, ...]:
    return tuple(_colleague(row) for row in db.query(f"{_COLUMNS} WHERE {where} ORDER BY colleagues.id", list(values)))


def _colleague(row: dict[str, Any]) -> Colleague:
    return Colleague(
        id=row["id"],
        hearing=row["hearing"],
        body=row["body"],
        name=row["name"],
        email=row["email"],
        items=tuple(json.loads(row["items"])),
        approver=bool(row["approver"]),
        invited_at=datetime.fromisoformat(row["invited_at"]),
        wrote_at=instant(row["wrote_at"]),
        opened_at=instant(row["opened_at"]),
    )
