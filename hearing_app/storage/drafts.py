"""Saved drafts: one per hearing and body, with a revision so that nobody overwrites a colleague unseen."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from hearing_app.storage.database import stamp


@dataclass(frozen=True)
class SavedDraft:
    """A draft as it was last saved; `fields` is what stood in the form, field by field."""

    fields: dict[str, Any]
    revision: int
    saved_at: datetime


@dataclass(frozen=True)
class AgedDraft:
    """A draft that nobody has saved for a long time."""

    hearing: str
    body: str
    saved_at: datetime


def get(db: Database, hearing: str, body: str) -> SavedDraft | None:
    """Return the saved draft, or None."""
    row = next(iter(db.table("drafts").rows_where("hearing = ? AND body = ?", [hearing, body])), None)
    if row is None:
        return None
    return SavedDraft(json.loads(row["content"]), row["revision"], datetime.fromisoformat(row["saved_at"]))


def put(db: Database, *, hearing: str, body: str, fields: dict[str, Any], revision: int, now: datetime) -> None:
    """Store `fields` as `revision`, in place of whatever was there."""
    row = {
        "hearing": hearing,
        "body": body,
        "content": json.dumps(fields, ensure_ascii=False),
        "revision": revision,
        "saved_at": stamp(now),
    }
    db.table("drafts").upsert(row, pk=("hearing", "body"))


def bodies_with_draft(db: Database, hearing: str) -> frozenset[str]:
    """Return the ids of the bodies that have begun."""
    return frozenset(row["body"] for row in db.table("drafts").rows_where("hearing = ?", [hearing], select="body"))


def older_than(db: Database, limit: datetime) -> tuple[tuple[str, str], ...]:
    """Return (hearing, body) of the drafts last saved before `limit`."""
    rows = db.table("drafts").rows_where("saved_at < ?", [stamp(limit)], select="hearing, body")
    return tuple((row["hearing"], row["body"]) for row in rows)


def aged(db: Database, *, before: datetime) -> tuple[AgedDraft, ...]:
    """Return the drafts last saved before then, the oldest first."""
    rows = db.table("drafts").rows_where("saved_at < ?", [stamp(before)], order_by="saved_at, hearing, body")
    return tuple(AgedDraft(row["hearing"], row["body"], datetime.fromisoformat(row["saved_at"])) for row in rows)


def delete(db: Database, hearing: str, body: str) -> None:
    """Remove a draft; what it held has been submitted."""
    db.table("drafts").delete_where("hearing = ? AND body = ?", [hearing, body])


def newest_of_body(db: Database, body: str) -> SavedDraft | None:
    """Return the draft that a body has saved last, to any hearing, or None."""
    rows = db.table("drafts").rows_where("body = ?", [body], order_by="saved_at DESC", limit=1)
    row = next(iter(rows), None)
    return get(db, row["hearing"], body) if row else None
