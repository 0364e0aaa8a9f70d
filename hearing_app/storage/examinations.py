"""How many files a body has had examined lately, and how many are being examined now. Rows are kept for a day."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlite_utils import Database

from hearing_app.domain.guest import PREFIX, is_guest
from hearing_app.storage.database import stamp

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Examined:
    """What a body has had examined since some hour: so many files, and so many bytes."""

    files: int
    size: int


def since(db: Database, hearing: str, body: str, hour: datetime) -> Examined:
    """Return what a body has had examined since then."""
    row = db.execute(
        "SELECT count(*), coalesce(sum(size), 0) FROM examinations WHERE hearing = ? AND body = ? AND at > ?",
        [hearing, body, stamp(hour)],
    ).fetchone()
    return Examined(int(row[0]), int(row[1]))


def under_way(db: Database, hearing: str, body: str, hour: datetime) -> int:
    """Return how many were begun since then and have not ended; guests of all hearings count as one sender."""
    own, values = ("body LIKE ?", [f"{PREFIX}%"]) if is_guest(body) else ("hearing = ? AND body = ?", [hearing, body])
    return db.table("examinations").count_where(f"{own} AND ended_at IS NULL AND at > ?", [*values, stamp(hour)])


def begin(db: Database, hearing: str, body: str, size: int, now: datetime) -> int:
    """Note that a file of `size` bytes is being examined, and return the number to `end` it by."""
    db.execute("DELETE FROM examinations WHERE at <= ?", [stamp(now - DAY)])
    row = {"hearing": hearing, "body": body, "size": size, "at": stamp(now)}
    return int(str(db.table("examinations").insert(row).last_pk))


def end(db: Database, number: int, now: datetime) -> None:
    """Note that an examination has ended, whatever came of it."""
    db.execute("UPDATE examinations SET ended_at = ? WHERE id = ?", [stamp(now), number])
