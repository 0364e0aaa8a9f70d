"""Logins that were ended before their time: of each its random id, for as long as a cookie of it could count."""

from datetime import datetime, timedelta

from sqlite_utils import Database

from hearing_app.storage.database import stamp


def end(db: Database, session_id: str, now: datetime, *, lasts: timedelta) -> None:
    """Note that a login has ended, and forget those that were noted so long ago that they are over by themselves.

    Args:
        lasts: how long a login counts at the most.
    """
    db.execute("DELETE FROM ended_sessions WHERE ended_at < ?", [stamp(now - lasts)])
    db.execute("INSERT INTO ended_sessions VALUES (?, ?) ON CONFLICT DO NOTHING", [session_id, stamp(now)])


def has_ended(db: Database, session_id: str) -> bool:
    """Tell whether a login was ended."""
    return db.execute("SELECT 1 FROM ended_sessions WHERE id = ?", [session_id]).fetchone() is not None
