"""What the site has to show anew."""

from datetime import datetime

from sqlite_utils import Database

from hearing_app.storage.database import stamp


def ask(db: Database, reason: str, now: datetime) -> None:
    """Ask for the site to be built anew."""
    db.table("rebuilds").insert({"reason": reason, "asked_at": stamp(now)})


def newest(db: Database) -> int:
    """Return the number of the newest request that is not done, 0 if there is none."""
    return int(db.execute("SELECT coalesce(max(id), 0) FROM rebuilds WHERE done_at IS NULL").fetchone()[0])


def done(db: Database, up_to: int, now: datetime) -> None:
    """Note that every request up to this number is shown by the site."""
    db.execute("UPDATE rebuilds SET done_at = ? WHERE id <= ? AND done_at IS NULL", [stamp(now), up_to])


def failed(db: Database, up_to: int, error: str) -> None:
    """Note why the requests up to this number could not be shown; they stay, to be tried again."""
    db.execute("UPDATE rebuilds SET error = ? WHERE id <= ? AND done_at IS NULL", [error, up_to])


def last_error(db: Database) -> str:
    """Return why the site could not be built anew, or an empty text where nothing is waiting with an error."""
    sql = "SELECT error FROM rebuilds WHERE done_at IS NULL AND error <> '' ORDER BY id DESC LIMIT 1"
    row = db.execute(sql).fetchone()
    return str(row[0]) if row else ""
