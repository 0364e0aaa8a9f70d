"""Opening the database, its numbered migrations, and transactions."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from sqlite_utils import Database

from hearing_app.domain.calendar import DayOrMoment
from hearing_app.storage import PRIVATE

MIGRATIONS = Path(__file__).parent / "migrations"
BUSY_TIMEOUT_SECONDS = 30
_DAY = len("2026-05-31")


class DatabaseTooNew(RuntimeError):
    """The database was made by a newer version of Samråd; install that version again."""


def open_database(path: Path) -> Database:
    """Open the database at `path`, made if it is not there, with every migration run.

    A commit is on the disk when it returns: WAL with synchronous=FULL syncs the log at each commit.

    Raises:
        DatabaseTooNew: the file has a migration that this version does not know.
    """
    path.parent.mkdir(mode=PRIVATE, parents=True, exist_ok=True)
    connection = sqlite3.connect(path, timeout=BUSY_TIMEOUT_SECONDS, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    db = Database(connection)
    migrate(db)
    return db


def migration_files(folder: Path = MIGRATIONS) -> list[tuple[int, Path]]:
    """Return (number, file) of each migration, in order."""
    return sorted((int(path.name[:4]), path) for path in folder.glob("[0-9][0-9][0-9][0-9]_*.sql"))


def migrate(db: Database, folder: Path = MIGRATIONS) -> None:
    """Run the migrations that `db` has not seen, each in a transaction of its own."""
    files = migration_files(folder)
    if _version(db) == files[-1][0]:
        return
    with writing(db):
        db.execute(
            "CREATE TABLE IF NOT EXISTS schema_version (number INTEGER PRIMARY KEY, applied_at TEXT NOT NULL) STRICT"
        )
    for number, path in files:
        with writing(db):
            if number > _version(db):
                for statement in statements(path.read_text(encoding="utf-8")):
                    db.execute(statement)
                db.execute("INSERT INTO schema_version VALUES (?, ?)", [number, stamp(datetime.now(UTC))])
    if _version(db) > files[-1][0]:
        raise DatabaseTooNew(f"the database has migration {_version(db)}, this version knows {files[-1][0]}")


def _version(db: Database) -> int:
    known = db.execute("SELECT 1 FROM sqlite_master WHERE name = 'schema_version'").fetchone()
    return int(db.execute("SELECT coalesce(max(number), 0) FROM schema_version").fetchone()[0]) if known else 0


def statements(script: str) -> Iterator[str]:
    """Yield the statements of an SQL script; `executescript` would commit behind our back."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if re.search(r";\s*$", line) and sqlite3.complete_statement(statement):
            yield statement
            statement = ""


@contextmanager
def writing(db: Database) -> Iterator[None]:
    """Do everything inside in one transaction; nothing of it stays if anything fails.

    It takes the write lock at once: a transaction that first reads and then writes could find that
    another has written in between. Inside another `writing` it joins that one.
    """
    if db.conn.in_transaction:
        with db.atomic():
            yield
        return
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        db.rollback()  # does nothing where the error itself has ended the transaction
        raise


def stamp(instant: datetime) -> str:
    """Return an instant as it is stored: UTC, to the second."""
    return instant.astimezone(UTC).isoformat(timespec="seconds")


def stamp_of(came: DayOrMoment) -> str:
    """Return an instant as `stamp` does, and a day without an hour as a day."""
    return stamp(came) if isinstance(came, datetime) else came.isoformat()


def came(text: str) -> DayOrMoment:
    """Return what `stamp_of` or a payload has written: a day alone stays one."""
    return date.fromisoformat(text) if len(text) == _DAY else datetime.fromisoformat(text)


def instant(text: str | None) -> datetime | None:
    """Return a stored instant, or None."""
    return datetime.fromisoformat(text) if text else None


def backup_to(db: Database, target: Path) -> None:
    """Write a consistent copy of the database to `target` while others go on writing.

    Copying the file would miss what is still in the write-ahead log.
    """
    copy = sqlite3.connect(target)
    try:
        db.conn.backup(copy)
        if copy.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
            raise sqlite3.DatabaseError("the copy does not pass SQLite's integrity check")
    finally:
        copy.close()
