"""The secretariat's users."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from hearing_app.domain.vocabulary import Role
from hearing_app.storage.database import instant, stamp


@dataclass(frozen=True)
class User:
    """A person at the desk. `session_key` changes with the password, so that old sessions end.

    `email` is empty where nobody has given one, `has_password` False until the person has chosen one, and
    `totp_since` None where no second factor is asked for; `totp_new_key` is one that waits to be confirmed.
    """

    id: int
    username: str
    name: str
    password_hash: str = field(repr=False)
    session_key: str = field(repr=False)
    role: Role
    email: str = ""
    disabled_at: datetime | None = None
    has_password: bool = True
    totp_key: str = field(default="", repr=False)
    totp_new_key: str = field(default="", repr=False)
    totp_since: datetime | None = None

    @property
    def active(self) -> bool:
        """Whether the person may log in."""
        return self.disabled_at is None

    @property
    def has_second_factor(self) -> bool:
        """Whether a code is asked for after the password."""
        return self.totp_since is not None


def put(
    db: Database,
    *,
    username: str,
    name: str,
    password_hash: str,
    session_key: str,
    now: datetime,
    role: Role | None = None,
    email: str | None = None,
    has_password: bool = True,
) -> None:
    """Add a user, or give an existing one a new name, password and session key.

    Args:
        role: what the user may do; None for what an existing one may already, and everything for a new one.
        email: the address; None for what it is already, and none for a new one.
        has_password: whether the password is one that somebody knows.
    """
    db.execute(
        "INSERT INTO users (username, name, password_hash, session_key, role, created_at, email, has_password) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (username) DO UPDATE SET name = excluded.name, password_hash = excluded.password_hash, "
        "session_key = excluded.session_key, has_password = excluded.has_password, role = coalesce(?, role), "
        "email = coalesce(?, email)",
        [
            *(username, name, password_hash, session_key, role or Role.ADMINISTRATOR, stamp(now), email or ""),
            *(int(has_password), role, email),
        ],
    )


def by_username(db: Database, username: str) -> User | None:
    """Return the user, or None."""
    row = next(iter(db.table("users").rows_where("username = ?", [username])), None)
    return _user(row) if row else None


def by_id(db: Database, user_id: int) -> User | None:
    """Return the user with this number, or None."""
    row = next(iter(db.table("users").rows_where("id = ?", [user_id])), None)
    return _user(row) if row else None


def by_email(db: Database, email: str) -> User | None:
    """Return the user with this address, in whatever case, or None; no address is nobody's."""
    rows = db.table("users").rows_where("email <> '' AND lower(email) = lower(?)", [email])
    row = next(iter(rows), None)
    return _user(row) if row else None


def everybody(db: Database) -> tuple[User, ...]:
    """Return all users, by user name."""
    return tuple(map(_user, db.table("users").rows_where(order_by="username")))


def set_facts(db: Database, user_id: int, *, name: str, email: str, role: Role) -> None:
    """Store what an administrator says of a user."""
    db.table("users").update(user_id, {"name": name, "email": email, "role": role})


def set_password(db: Database, user_id: int, *, password_hash: str, session_key: str) -> None:
    """Store a password that the person has chosen; with the new session key older sessions end."""
    change = {"password_hash": password_hash, "session_key": session_key, "has_password": 1}
    db.table("users").update(user_id, change)


def rehash(db: Database, user_id: int, *, before: str, after: str) -> None:
    """Store the same password as a newer hash, unless it has been changed meanwhile."""
    db.execute("UPDATE users SET password_hash = ? WHERE id = ? AND password_hash = ?", [after, user_id, before])


def set_session_key(db: Database, user_id: int, session_key: str) -> None:
    """End every session of a user but those that get the new key."""
    db.table("users").update(user_id, {"session_key": session_key})


def set_disabled(db: Database, user_id: int, at: datetime | None) -> None:
    """End a user's access at an instant, or give it back (None)."""
    db.table("users").update(user_id, {"disabled_at": stamp(at) if at else None})


def set_new_key(db: Database, user_id: int, key: str) -> None:
    """Store a key for a second factor that waits to be confirmed."""
    db.table("users").update(user_id, {"totp_new_key": key})


def set_second_factor(db: Database, user_id: int, *, key: str, since: datetime | None, last_step: int = 0) -> None:
    """Have a second factor asked for from now on, or no more (an empty key and None)."""
    change = {"totp_key": key, "totp_new_key": "", "totp_since": stamp(since) if since else None}
    db.table("users").update(user_id, {**change, "totp_last_step": last_step})


def use_step(db: Database, user_id: int, step: int) -> bool:
    """Note that the code of a step of time was used; False where it, or a later one, was used before."""
    sql = "UPDATE users SET totp_last_step = ? WHERE id = ? AND totp_last_step < ?"
    return int(db.execute(sql, [step, user_id, step]).rowcount) == 1


def _user(row: dict[str, Any]) -> User:
    return User(
        row["id"],
        row["username"],
        row["name"],
        row["password_hash"],
        row["session_key"],
        Role(row["role"]),
        row["email"],
        instant(row["disabled_at"]),
        bool(row["has_password"]),
        row["totp_key"],
        row["totp_new_key"],
        instant(row["totp_since"]),
    )


def count_failures(db: Database, *, before: datetime) -> int:
    """Return how many failed logins are older than `before`."""
    return int(db.table("login_failures").count_where("at < ?", [stamp(before)]))


def forget_failures(db: Database, *, before: datetime) -> None:
    """Remove failures that no longer count."""
    db.table("login_failures").delete_where("at < ?", [stamp(before)])


def note_failure(db: Database, subject: str, now: datetime) -> int:
    """Note a failed login for `subject` (a user name or an address), and return the number of the note."""
    return int(db.table("login_failures").insert({"subject": subject, "at": stamp(now)}).last_pk or 0)


def failures_since(db: Database, subject: str, since: datetime) -> int:
    """Return how often a login failed for `subject` since then."""
    sql = "SELECT count(*) FROM login_failures WHERE subject = ? AND at >= ?"
    return int(db.execute(sql, [subject, stamp(since)]).fetchone()[0])


def nth_failure(db: Database, subject: str, number: int) -> datetime | None:
    """Return when the `number`th last failure of `subject` was, None where there are fewer."""
    sql = "SELECT at FROM login_failures WHERE subject = ? ORDER BY at DESC, id DESC LIMIT 1 OFFSET ?"
    row = db.execute(sql, [subject, number - 1]).fetchone()
    return instant(row[0]) if row else None


def forgive(db: Database, subject: str) -> None:
    """Remove the failures of `subject` after a login that succeeded."""
    db.table("login_failures").delete_where("subject = ?", [subject])


def take_back(db: Database, failure: int) -> None:
    """Remove one note of a failure, which was none."""
    db.table("login_failures").delete_where("id = ?", [failure])
