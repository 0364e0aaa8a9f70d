"""The secretariat's users, and failed logins."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from hearing_app.domain.vocabulary import Role
from hearing_app.storage.database import stamp


@dataclass(frozen=True)
class User:
    """A person at the desk. `session_key` changes with the password, so that old sessions end."""

    id: int
    username: str
    name: str
    password_hash: str
    session_key: str
    role: Role


def put(
    db: Database,
    *,
    username: str,
    name: str,
    password_hash: str,
    session_key: str,
    now: datetime,
    role: Role | None = None,
) -> None:
    """Add a user, or give an existing one a new name, password and session key.

    Args:
        role: what the user may do; None for what an existing one may already, and everything for a new one.
    """
    db.execute(
        "INSERT INTO users (username, name, password_hash, session_key, role, created_at) VALUES (?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (username) DO UPDATE SET name = excluded.name, password_hash = excluded.password_hash, "
        "session_key = excluded.session_key, role = coalesce(?, role)",
        [username, name, password_hash, session_key, role or Role.ADMINISTRATOR, stamp(now), role],
    )


def by_username(db: Database, username: str) -> User | None:
    """Return the user, or None."""
    row = next(iter(db.table("users").rows_where("username = ?", [username])), None)
    return _user(row) if row else None


def everybody(db: Database) -> tuple[User, ...]:
    """Return all users, by user name."""
    return tuple(map(_user, db.table("users").rows_where(order_by="username")))


def _user(row: dict[str, Any]) -> User:
    return User(row["id"], row["username"], row["name"], row["password_hash"], row["session_key"], Role(row["role"]))


def note_failure(db: Database, subject: str, now: datetime) -> None:
    """Note a failed login for `subject` (a user name or an address)."""
    db.table("login_failures").insert({"subject": subject, "at": stamp(now)})


def failures_since(db: Database, subject: str, since: datetime) -> int:
    """Return how often a login failed for `subject` since then."""
    sql = "SELECT count(*) FROM login_failures WHERE subject = ? AND at >= ?"
    return int(db.execute(sql, [subject, stamp(since)]).fetchone()[0])


def count_failures(db: Database, *, before: datetime) -> int:
    """Return how many failed logins are older than `before`."""
    return int(db.table("login_failures").count_where("at < ?", [stamp(before)]))


def forget_failures(db: Database, *, before: datetime) -> None:
    """Remove failures that no longer count."""
    db.table("login_failures").delete_where("at < ?", [stamp(before)])


def forgive(db: Database, subject: str) -> None:
    """Remove the failures of `subject` after a login that succeeded."""
    db.table("login_failures").delete_where("subject = ?", [subject])
