"""What became of points in review: sent to it, sent back, approved. Nothing of it is ever changed."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from hearing_app.domain.vocabulary import ReviewState
from hearing_app.storage.database import stamp


@dataclass(frozen=True)
class Review:
    """One step of a review: the wording that was looked at, by its revision, and what was decided."""

    point: int
    revision: int
    state: ReviewState
    note: str
    by: str
    at: datetime


def add(
    db: Database, root: int, *, revision: int, state: ReviewState, note: str = "", actor: str, now: datetime
) -> None:
    """Note a step."""
    sql = "INSERT INTO reviews (point, revision, state, note, decided_by, decided_at) VALUES (?, ?, ?, ?, ?, ?)"
    db.execute(sql, [root, revision, state, note, actor, stamp(now)])


def of_points(db: Database, roots: Iterable[int]) -> dict[int, tuple[Review, ...]]:
    """Return every step of the points with these ids, the newest first."""
    found: dict[int, list[Review]] = {}
    sql = "SELECT * FROM reviews WHERE point IN (SELECT value FROM json_each(?)) ORDER BY id DESC"
    for row in db.query(sql, [json.dumps(sorted(set(roots)))]):
        found.setdefault(int(row["point"]), []).append(_review(row))
    return {point: tuple(steps) for point, steps in found.items()}


def _review(row: dict[str, object]) -> Review:
    return Review(
        point=int(str(row["point"])),
        revision=int(str(row["revision"])),
        state=ReviewState(str(row["state"])),
        note=str(row["note"]),
        by=str(row["decided_by"]),
        at=datetime.fromisoformat(str(row["decided_at"])),
    )
