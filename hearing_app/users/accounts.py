"""Who may sit at the desk: passwords, logins and sessions."""

import secrets
from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from hearing_app.domain.message import N_
from hearing_app.domain.vocabulary import Role
from hearing_app.inviting.invite import token_hash
from hearing_app.mailing.account_mail import Letters, tell
from hearing_app.storage import Database, audit, credentials, users
from hearing_app.storage.database import writing
from hearing_app.storage.users import User
from hearing_app.users.tries import PER_ADDRESS, PER_USER_AND_ADDRESS, begin_try, take_back

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 1000
LONGEST_NAME = 200
"""What is counted of a user name: whoever guesses must not fill the database with long ones."""
LINK_LASTS = timedelta(days=3)
"""How long a link to choose a password works."""

_HASHER = PasswordHasher()
# Checked where the user is unknown, so that an answer takes as long either way.
_NOBODY = _HASHER.hash("nobody has this password")


class LoginRefused(Exception):
    """User name, password or code is wrong; which of them is told to nobody."""


class NameMissing(ValueError):
    """A user has a user name and a full name."""


class PasswordTooShort(ValueError):
    """A password has at least twelve characters, and at most a thousand."""


class PasswordWrong(ValueError):
    """The password that was asked for once more is not the user's."""


class LastAdministrator(Exception):
    """Nobody else who can log in may manage users; somebody must always be able to."""


class LinkGone(LookupError):
    """The link to choose a password has been used, is too old, or never was."""


def set_user(
    db: Database,
    *,
    username: str,
    name: str,
    password: str,
    now: datetime,
    role: Role | None = None,
    email: str | None = None,
) -> None:
    """Add a user, or give one a new password; older sessions of that user end, and so does a link to choose one.

    Args:
        role: what the user may do; None for what an existing one may already, and everything for a new one.
        email: the user's address; None for what it is already.

    Raises:
        NameMissing: one of the names is empty.
        PasswordTooShort: it has fewer than twelve characters.
        LastAdministrator: the role would leave nobody who may manage users.
    """
    if not username.strip() or not name.strip():
        raise NameMissing
    check_password(password)
    with writing(db):
        found = users.by_username(db, plain(username))
        if found is not None and role is not None:
            keep_an_administrator(db, found, role=role)
        users.put(
            db,
            username=plain(username),
            name=name,
            password_hash=_HASHER.hash(password),
            session_key=new_session_key(),
            now=now,
            role=role,
            email=email,
        )
        if found is not None:
            credentials.forget_link(db, found.id)
        audit.log(db, now=now, actor="terminal", action="user set", subject=plain(username))


def log_in(db: Database, *, username: str, password: str, address: str, now: datetime) -> User:
    """Return the user with this name and password; where a second factor is on, that is asked for next.

    Failures are counted per user from one address, and per address: somebody else's guessing from
    elsewhere does not lock a rightful user out.

    Raises:
        LoginThrottled: too many failures; the password is not even looked at.
        LoginRefused: wrong user name or password, or the user's access has ended.
    """
    username = plain(username)
    pair = f"{username} {address}"
    tried = begin_try(db, {pair: PER_USER_AND_ADDRESS, address: PER_ADDRESS}, now)
    user = users.by_username(db, username)
    if not _verified(user.password_hash if user else _NOBODY, password) or user is None or not user.active:
        raise LoginRefused
    with writing(db):
        take_back(db, tried)
        users.forgive(db, pair)
        if _HASHER.check_needs_rehash(user.password_hash):
            users.rehash(db, user.id, before=user.password_hash, after=_HASHER.hash(password))
        if not user.has_second_factor:
            audit.log(db, now=now, actor=user.username, action="logged in")
    return user


def session_user(db: Database, username: str, session_key: str) -> User | None:
    """Return the user of a session, or None where password or access have changed since it began."""
    user = users.by_username(db, username)
    if user is None or not user.active:
        return None
    return user if secrets.compare_digest(user.session_key.encode(), session_key.encode()) else None


def change_password(
    db: Database, user: User, *, old: str, new: str, address: str, letters: Letters, now: datetime
) -> User:
    """Give oneself a new password, and return the user with the new session key; every other session ends.

    Raises:
        LoginThrottled: the old one was wrong too often.
        PasswordTooShort: the new one.
        PasswordWrong: the old one is.
    """
    check_password(new)
    ask_again(db, user, old, address=address, now=now)
    with writing(db):
        store_password(db, user, new)
        audit.log(db, now=now, actor=user.username, action="password changed", subject=user.username)
        tell(db, user, N_("Your password has been changed."), letters, now=now)
    return users.by_id(db, user.id) or user


def ask_again(db: Database, user: User, password: str, *, address: str, now: datetime) -> None:
    """See that somebody who is logged in knows the password: a desk may have been left open.

    Raises:
        LoginThrottled: it was wrong too often.
        PasswordWrong: it is.
    """
    pair = f"{user.username} {address}"
    tried = begin_try(db, {pair: PER_USER_AND_ADDRESS, address: PER_ADDRESS}, now)
    if not _verified(user.password_hash, password):
        raise PasswordWrong
    with writing(db):
        take_back(db, tried)


def look_up_link(db: Database, token: str, now: datetime) -> User:
    """Return who chooses a password by a link.

    Raises:
        LinkGone: nobody does.
    """
    user_id = credentials.user_of_link(db, token_hash(token), now)
    user = users.by_id(db, user_id) if user_id is not None else None
    if user is None or not user.active:
        raise LinkGone
    return user


def choose_password(db: Database, token: str, password: str, *, letters: Letters, now: datetime) -> User:
    """Use a link up; every session of the user ends, and a second factor stays.

    Raises:
        LinkGone: it does not work.
        PasswordTooShort: nothing has been changed, and the link works still.
    """
    with writing(db):
        user = look_up_link(db, token, now)
        check_password(password)
        store_password(db, user, password)
        audit.log(db, now=now, actor=user.username, action="password chosen by link", subject=user.username)
        if user.has_password:
            tell(db, user, N_("Your password has been changed."), letters, now=now)
    return user


def store_password(db: Database, user: User, password: str) -> None:
    """Store a password that the user has chosen; sessions end, and a link that waits works no more."""
    users.set_password(db, user.id, password_hash=_HASHER.hash(password), session_key=new_session_key())
    credentials.forget_link(db, user.id)


def no_password() -> str:
    """Return the hash of a password that nobody knows."""
    return _HASHER.hash(secrets.token_urlsafe(32))


def check_password(password: str) -> None:
    """See that a new password can be one.

    Raises:
        PasswordTooShort: it is too short, or endless.
    """
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise PasswordTooShort


def keep_an_administrator(db: Database, user: User, *, role: Role | None = None) -> None:
    """See that somebody may manage users when `user` gets another role, or loses access (None).

    Who has not chosen a password yet does not count, for nobody knows whether that will happen.

    Raises:
        LastAdministrator: nobody would.
    """
    others = (one for one in users.everybody(db) if one.id != user.id)
    if role is Role.ADMINISTRATOR or not _manages(user) or any(map(_manages, others)):
        return
    raise LastAdministrator(user.username)


def _manages(user: User) -> bool:
    return user.active and user.has_password and user.role is Role.ADMINISTRATOR


def new_session_key() -> str:
    """Return a key that no session has."""
    return secrets.token_urlsafe(16)


def plain(username: str) -> str:
    """Return a user name as it is stored and counted."""
    return username.strip().lower()[:LONGEST_NAME]


def _verified(password_hash: str, password: str) -> bool:
    try:
        return _HASHER.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False
