"""Invitations: which body may answer through which personal link. Only the link's hash is kept.

A colleague whom the body's contact has invited has links as well. They are found by their token or number alone: lists
of links are the contact's own.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from hearing_app.storage.database import instant, stamp


@dataclass(frozen=True)
class Invitation:
    """A personal link as the database knows it; `colleague` is whose it is, None for the body's contact."""

    id: int
    hearing: str
    body: str
    email: str
    created_at: datetime
    opened_at: datetime | None
    revoked_at: datetime | None
    colleague: int | None = None


def add(
    db: Database, *, hearing: str, body: str, token_sha256: str, email: str, now: datetime, colleague: int | None = None
) -> int:
    """Store an invitation and return its id."""
    row = {
        "hearing": hearing,
        "body": body,
        "token_sha256": token_sha256,
        "email": email,
        "created_at": stamp(now),
        "colleague": colleague,
    }
    table = db.table("invitations").insert(row)
    return int(str(table.last_pk))


def by_token(db: Database, token_sha256: str) -> Invitation | None:
    """Return the invitation with this hash, or None."""
    return _first(db, "token_sha256 = ?", [token_sha256])


def by_id(db: Database, invitation_id: int) -> Invitation | None:
    """Return the invitation with this id, or None."""
    return _first(db, "id = ?", [invitation_id])


def of_hearing(db: Database, hearing: str) -> tuple[Invitation, ...]:
    """Return the invitations of a hearing's bodies, oldest first."""
    rows = db.table("invitations").rows_where("hearing = ? AND colleague IS NULL", [hearing], order_by="id")
    return tuple(_invitation(row) for row in rows)


def working(db: Database, hearing: str, body: str) -> tuple[Invitation, ...]:
    """Return the links by which a body's contact can answer a hearing, oldest first."""
    where = "hearing = ? AND body = ? AND revoked_at IS NULL AND colleague IS NULL"
    rows = db.table("invitations").rows_where(where, [hearing, body], order_by="id")
    return tuple(_invitation(row) for row in rows)


def mark_opened(db: Database, invitation_id: int, now: datetime) -> None:
    """Note the first time that a link was opened."""
    db.execute("UPDATE invitations SET opened_at = ? WHERE id = ? AND opened_at IS NULL", [stamp(now), invitation_id])


def revoke(db: Database, invitation_id: int, now: datetime) -> None:
    """Make a link stop working at once."""
    db.execute(
        "UPDATE invitations SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL",
        [stamp(now), invitation_id],
    )


def move(db: Database, token_sha256: str, email: str) -> None:
    """Note that a link goes to another address than first written."""
    db.execute("UPDATE invitations SET email = ? WHERE token_sha256 = ?", [email, token_sha256])


def _first(db: Database, where: str, values: list[object]) -> Invitation | None:
    row = next(iter(db.table("invitations").rows_where(where, values)), None)
    return _invitation(row) if row else None


def _invitation(row: dict[str, Any]) -> Invitation:
    return Invitation(
        int(row["id"]),
        row["hearing"],
        row["body"],
        row["email"],
        datetime.fromisoformat(row["created_at"]),
        instant(row["opened_at"]),
        instant(row["revoked_at"]),
        row["colleague"],
    )
