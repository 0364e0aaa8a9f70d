"""Who may sit at the desk: passwords and logins."""

import secrets
from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from hearing_app.domain.vocabulary import Role
from hearing_app.storage import Database, audit, users
from hearing_app.storage.database import writing
from hearing_app.storage.users import User

WINDOW = timedelta(minutes=15)
PER_USER_AND_ADDRESS = 5
PER_ADDRESS = 30
SHORTEST_PASSWORD = 12
LONGEST_NAME = 200
"""What is counted of a user name: whoever guesses must not fill the database with long ones."""

_HASHER = PasswordHasher()
# Checked where the user is unknown, so that an answer takes as long either way.
_NOBODY = _HASHER.hash("nobody has this password")


class LoginRefused(Exception):
    """User name or password is wrong; which of the two is told to nobody."""


class LoginThrottled(Exception):
    """Too many logins have failed from here; it opens again by itself within fifteen minutes."""


class NameMissing(ValueError):
    """A user has a user name and a full name."""


class PasswordTooShort(ValueError):
    """A password has at least twelve characters."""


def set_user(db: Database, *, username: str, name: str, password: str, now: datetime, role: Role | None = None) -> None:
    """Add a user, or give one a new password; older sessions of that user end.

    Args:
        role: what the user may do; None for what an existing one may already, and everything for a new one.

    Raises:
        NameMissing: one of the names is empty.
        PasswordTooShort: it has fewer than twelve characters.
    """
    if not username.strip() or not name.strip():
        raise NameMissing
    if len(password) < SHORTEST_PASSWORD:
        raise PasswordTooShort
    with writing(db):
        users.put(
            db,
            username=_plain(username),
            name=name,
            password_hash=_HASHER.hash(password),
            session_key=secrets.token_urlsafe(16),
            now=now,
            role=role,
        )
        audit.log(db, now=now, actor="terminal", action="user set", subject=username)


def log_in(db: Database, *, username: str, password: str, address: str, now: datetime) -> User:
    """Return the user with this name and password.

    Failures are counted per user from one address, and per address: somebody else's guessing from
    elsewhere does not lock a rightful user out.

    Raises:
        LoginThrottled: too many failures; the password is not even looked at.
        LoginRefused: wrong user name or password.
    """
    username = _plain(username)
    pair, since = f"{username} {address}", now - WINDOW
    if (
        users.failures_since(db, pair, since) >= PER_USER_AND_ADDRESS
        or users.failures_since(db, address, since) >= PER_ADDRESS
    ):
        raise LoginThrottled
    user = users.by_username(db, username)
    if not _verified(user.password_hash if user else _NOBODY, password) or user is None:
        with writing(db):
            users.forget_failures(db, before=since)
            for subject in (pair, address):
                users.note_failure(db, subject, now)
        raise LoginRefused
    with writing(db):
        users.forgive(db, pair)
        audit.log(db, now=now, actor=user.username, action="logged in")
    return user


def session_user(db: Database, username: str, session_key: str) -> User | None:
    """Return the user of a session, or None where the password has changed since it began."""
    user = users.by_username(db, username)
    return user if user and secrets.compare_digest(user.session_key.encode(), session_key.encode()) else None


def _plain(username: str) -> str:
    """Return a user name as it is stored and counted."""
    return username.strip().lower()[:LONGEST_NAME]


def _verified(password_hash: str, password: str) -> bool:
    try:
        return _HASHER.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False
