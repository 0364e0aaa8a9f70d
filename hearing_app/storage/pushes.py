"""How the last attempt went to send commits on to the other repository."""

from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from hearing_app.storage.database import stamp


@dataclass(frozen=True)
class Attempt:
    """The last attempt; `attempts` are those that failed in a row, and `error` is empty where it went well."""

    tried_at: datetime
    attempts: int
    error: str


def last(db: Database) -> Attempt | None:
    """Return the last attempt, or None where there was none."""
    row = db.execute("SELECT tried_at, attempts, error FROM git_push").fetchone()
    return Attempt(datetime.fromisoformat(row[0]), int(row[1]), str(row[2])) if row else None


def note(db: Database, error: str, now: datetime) -> None:
    """Note how an attempt went; an empty error is that it went well."""
    db.execute(
        "INSERT INTO git_push VALUES (1, ?, ?, ?) ON CONFLICT (only) DO UPDATE SET tried_at = excluded.tried_at, "
        "attempts = CASE WHEN excluded.error = '' THEN 0 ELSE attempts + 1 END, error = excluded.error",
        [stamp(now), int(bool(error)), error],
    )
