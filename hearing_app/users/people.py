"""What an administrator does with the desk's users. Nobody is deleted: the log names them."""

import re
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from hearing_app.domain.message import N_
from hearing_app.domain.vocabulary import Role
from hearing_app.inviting.contact_file import is_email
from hearing_app.inviting.invite import TOKEN_BYTES, token_hash
from hearing_app.mailing.account_mail import Letters, send_link, tell
from hearing_app.storage import Database, audit, credentials, users
from hearing_app.storage.database import writing
from hearing_app.storage.users import User
from hearing_app.users.accounts import (
    LINK_LASTS,
    NameMissing,
    keep_an_administrator,
    new_session_key,
    no_password,
    plain,
)

LONGEST = 120
"""Characters of a person's name."""
NOT_PEOPLE = frozenset({"terminal", "retention", "worker", "samrad"})
"""What the log calls parts of the program."""
_USERNAME = re.compile(r"[a-z0-9æøå][a-z0-9æøå._-]{0,59}")


class UsernameTaken(ValueError):
    """Somebody has the user name, or the log calls something else by it."""


class UsernameWrong(ValueError):
    """A user name has letters, digits, full stops, hyphens and underscores, 60 at most."""


class EmailWrong(ValueError):
    """It is no e-mail address."""


class EmailTaken(ValueError):
    """Another user has the address."""


@dataclass(frozen=True)
class Link:
    """A link by which a user chooses a password, until when it works, and whether it went by mail."""

    address: str
    until: datetime
    mailed: bool


def add_user(
    db: Database,
    *,
    username: str,
    name: str,
    email: str,
    role: Role,
    actor: str,
    now: datetime,
    taken: Collection[str] = (),
) -> User:
    """Add somebody, who has no password before they have chosen one by a link.

    Args:
        taken: ids of bodies, which the log must be able to tell from users.

    Raises:
        NameMissing, UsernameWrong, UsernameTaken, EmailWrong, EmailTaken: nothing has been stored.
    """
    username, name = plain(username), name.strip()[:LONGEST]
    if not username or not name:
        raise NameMissing
    check_username(username, taken)
    with writing(db):
        if users.by_username(db, username) is not None:
            raise UsernameTaken(username)
        _check_email(db, email, None)
        users.put(
            db,
            username=username,
            name=name,
            password_hash=no_password(),
            session_key=new_session_key(),
            now=now,
            role=role,
            email=email,
            has_password=False,
        )
        audit.log(db, now=now, actor=actor, action="user added", subject=username)
        audit.log(db, now=now, actor=actor, action=ROLE_GIVEN[role], subject=username)
    found = users.by_username(db, username)
    if found is None:
        raise LookupError(username)
    return found


def check_username(username: str, taken: Collection[str] = ()) -> None:
    """See that somebody new can have a user name, which the log and addresses hold.

    Args:
        taken: ids of bodies, which the log must be able to tell from users.

    Raises:
        UsernameWrong, UsernameTaken: it cannot be one, or the log calls something else by it.
    """
    if not _USERNAME.fullmatch(username):
        raise UsernameWrong(username)
    if username in {*NOT_PEOPLE, *taken}:
        raise UsernameTaken(username)


ROLE_GIVEN = {
    Role.READER: "role given: reader",
    Role.CASE_OFFICER: "role given: case officer",
    Role.REVIEWER: "role given: reviewer",
    Role.ADMINISTRATOR: "role given: administrator",
}


def change_user(
    db: Database, user: User, *, name: str, email: str, role: Role, actor: str, letters: Letters, now: datetime
) -> None:
    """Give a user another name, address or role; a role counts from the next page that they open.

    A change of the address is told to the old one, for links to choose a password go to the new.

    Raises:
        NameMissing, EmailWrong, EmailTaken, LastAdministrator: nothing has been changed.
    """
    name = name.strip()[:LONGEST]
    if not name:
        raise NameMissing
    with writing(db):
        _check_email(db, email, user)
        if role is not user.role:
            keep_an_administrator(db, user, role=role)
            audit.log(db, now=now, actor=actor, action=ROLE_GIVEN[role], subject=user.username)
            tell(db, user, N_("Your role is {role} now.", role=role), letters, now=now)
        if email != user.email:
            audit.log(db, now=now, actor=actor, action="user's address changed", subject=user.username)
            tell(db, user, N_("Another e-mail address has been entered for you."), letters, now=now)
        if name != user.name:
            audit.log(db, now=now, actor=actor, action="user's name changed", subject=user.username)
        users.set_facts(db, user.id, name=name, email=email, role=role)


def make_link(db: Database, user: User, *, by_mail: bool, actor: str, letters: Letters, now: datetime) -> Link:
    """Make a link by which the user chooses a password; it goes by mail, or is returned to be shown once.

    The password that the user has works until the link is used.
    """
    token, until = secrets.token_urlsafe(TOKEN_BYTES), now + LINK_LASTS
    link = Link(f"{letters.sender.base_url}/sekretariat/passord/{token}/", until, by_mail and bool(user.email))
    with writing(db):
        credentials.put_link(db, user.id, token_sha256=token_hash(token), expires_at=until)
        audit.log(db, now=now, actor=actor, action="password link made", subject=user.username)
        if link.mailed:
            send_link(db, user, link.address, until, letters, now=now)
        else:
            tell(db, user, N_("An administrator has made a link to choose a new password for you."), letters, now=now)
    return link


def end_access(db: Database, user: User, *, actor: str, now: datetime) -> None:
    """Let a user in no more: sessions end at once, and so do links to choose a password.

    Raises:
        LastAdministrator: nobody would be left who may manage users.
    """
    with writing(db):
        keep_an_administrator(db, user)
        users.set_disabled(db, user.id, now)
        users.set_session_key(db, user.id, new_session_key())
        credentials.forget_link(db, user.id)
        audit.log(db, now=now, actor=actor, action="access ended", subject=user.username)


def give_access(db: Database, user: User, *, actor: str, now: datetime) -> None:
    """Let a user in again, with the password, role and second factor that they had."""
    with writing(db):
        users.set_disabled(db, user.id, None)
        audit.log(db, now=now, actor=actor, action="access given back", subject=user.username)


def _check_email(db: Database, email: str, user: User | None) -> None:
    if email and not is_email(email):
        raise EmailWrong(email)
    found = users.by_email(db, email)
    if found is not None and (user is None or found.id != user.id):
        raise EmailTaken(email)
