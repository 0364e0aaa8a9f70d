"""What the worker does now and then, and when it last did."""

from datetime import datetime, timedelta

from sqlite_utils import Database

from hearing_app.storage.database import instant, stamp, writing


def take(db: Database, name: str, *, every: timedelta, now: datetime) -> bool:
    """Tell whether a chore's turn has come, and note that it has; of several workers one is told so.

    A time in the future counts as none: a clock that was set back must not stop the chore.
    """
    with writing(db):
        row = db.execute("SELECT done_at FROM chores WHERE name = ?", [name]).fetchone()
        last = instant(row[0]) if row else None
        if last is not None and last <= now < last + every:
            return False
        db.execute(
            "INSERT INTO chores VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET done_at = excluded.done_at",
            [name, stamp(now)],
        )
    return True


def give_back(db: Database, name: str) -> None:
    """Let a chore that was taken and failed have its turn again at once."""
    db.execute("DELETE FROM chores WHERE name = ?", [name])
