"""`samrad user` and `samrad users`: the desk's users, also where the only administrator is locked out."""

from collections.abc import Callable
from functools import partial
from typing import Any

import click

from hearing_app.cli.terminal import WORDS, Misused, Stopped, Workspace, _, now, pass_workspace, tell_json
from hearing_app.domain.vocabulary import Language, Role
from hearing_app.library import Library
from hearing_app.mailing.account_mail import Letters
from hearing_app.storage import Database, credentials, users
from hearing_app.storage.users import User
from hearing_app.text import words_for
from hearing_app.users.accounts import (
    SHORTEST_PASSWORD,
    LastAdministrator,
    NameMissing,
    PasswordTooShort,
    plain,
    set_user,
)
from hearing_app.users.people import (
    EmailTaken,
    EmailWrong,
    UsernameTaken,
    UsernameWrong,
    change_user,
    check_username,
    end_access,
    give_access,
)
from hearing_app.users.second_factor import reset

TERMINAL = "terminal"


@click.command("user", help=_("Add a user of the desk, change one, or give one a new password."))
@click.argument("username")
@click.option("--name", help=_("The name that colleagues see."))
@click.option("--password", help=_("Asked for if it is not given."))
@click.option("--role", type=click.Choice([role.value for role in Role]), help=_("What the user may do."))
@click.option("--email", help=_("Where the user is written to."))
@click.option("--reset-totp", is_flag=True, help=_("Take the second factor off, where the device is lost."))
@click.option("--disable", "access", flag_value="disable", help=_("End the user's access; sessions end at once."))
@click.option("--enable", "access", flag_value="enable", help=_("Give the user access again."))
@click.option("--json", "as_json", is_flag=True, help=_("For scripts: one JSON object."))
@pass_workspace
def user_command(
    workspace: Workspace,
    username: str,
    name: str | None,
    password: str | None,
    role: str | None,
    email: str | None,
    access: str | None,
    *,
    reset_totp: bool,
    as_json: bool,
) -> None:
    """Add or change a user; a password is asked for where nothing else is to be changed."""
    with workspace.database() as db:
        found = users.by_username(db, plain(username))
        if found is None and (access or reset_totp):
            raise Misused(_("There is no user {username}. `samrad users` lists them.", username=username))
        told = []
        try:
            if found is None or password or not (role or email is not None or access or reset_totp):
                asked = partial(click.prompt, err=as_json)
                told.append(_with_password(db, workspace, found, username, name, password, role, email, asked=asked))
            elif role or email is not None:
                told.append(_change(db, workspace, found, name, role, email))
            if found is not None:
                told += _access(db, workspace, found, access, reset_totp=reset_totp)
        except LastAdministrator as error:
            raise Stopped(
                _("{username} is the only administrator who can log in. Make another one first.", username=username)
            ) from error
        user = users.by_username(db, plain(username))
        if as_json and user is not None:
            tell_json({"created": found is None, **_as_mapping(user, credentials.codes_left(db, user.id))})
            return
    for sentence in told:
        click.echo(sentence)


def _with_password(
    db: Database,
    workspace: Workspace,
    found: User | None,
    username: str,
    name: str | None,
    password: str | None,
    role: str | None,
    email: str | None,
    *,
    asked: Callable[..., Any],
) -> str:
    """Set a user with a password, and tell where to log in.

    Args:
        asked: asks for what was not given.
    """
    if found is None:
        _check_username(workspace, plain(username))
    name = name or (found.name if found else asked(_("Full name")))
    if password is None:
        again = _("The password once more")
        password = asked(_("Password"), hide_input=True, confirmation_prompt=again)
    _check_email(db, found, email)
    try:
        wanted = Role(role) if role else None
        set_user(db, username=username, name=str(name), password=str(password), now=now(), role=wanted, email=email)
    except NameMissing as error:
        raise Stopped(_("The user name and the full name must be filled in.")) from error
    except PasswordTooShort as error:
        raise Stopped(_("The password must have at least {number} characters.", number=SHORTEST_PASSWORD)) from error
    address = workspace.settings.base_url
    return _("{username} can log in at {address}/sekretariat/.", username=plain(username), address=address)


def _check_username(workspace: Workspace, username: str) -> None:
    """See that somebody new can have the name: the log must tell users from bodies, and addresses hold it."""
    council = Library(workspace.settings.content).last_good_council()
    try:
        check_username(username, [body.id for body in council.bodies] if council else ())
    except UsernameWrong as error:
        raise Stopped(_("Use letters, digits, full stops, hyphens and underscores, at most 60.")) from error
    except UsernameTaken as error:
        raise Stopped(_("The user name is taken. Choose another.")) from error


def _check_email(db: Database, found: User | None, email: str | None) -> None:
    owner = users.by_email(db, email) if email else None
    if owner is not None and (found is None or owner.id != found.id):
        raise Stopped(_("Another user has this address."))
    if email and "@" not in email:
        raise Stopped(_("Write an e-mail address, such as name@example.no."))


def _change(
    db: Database, workspace: Workspace, found: User, name: str | None, role: str | None, email: str | None
) -> str:
    try:
        change_user(
            db,
            found,
            name=name or found.name,
            email=found.email if email is None else email,
            role=Role(role) if role else found.role,
            actor=TERMINAL,
            letters=_letters(workspace),
            now=now(),
        )
    except EmailTaken as error:
        raise Stopped(_("Another user has this address.")) from error
    except EmailWrong as error:
        raise Stopped(_("Write an e-mail address, such as name@example.no.")) from error
    return _("{username} is changed.", username=found.username)


def _access(
    db: Database, workspace: Workspace, found: User, access: str | None, *, reset_totp: bool
) -> tuple[str, ...]:
    told = []
    if reset_totp:
        reset(db, found, actor=TERMINAL, letters=_letters(workspace), now=now())
        told.append(
            _("The second factor of {name} is off. The next login asks for the password alone.", name=found.name)
        )
    if access == "disable":
        end_access(db, found, actor=TERMINAL, now=now())
        told.append(_("{name} has no access any more, and is logged out everywhere.", name=found.name))
    elif access == "enable":
        give_access(db, found, actor=TERMINAL, now=now())
        told.append(_("{name} has access again.", name=found.name))
    return tuple(told)


def _letters(workspace: Workspace) -> Letters:
    council = Library(workspace.settings.content).last_good_council()
    return Letters(words_for(council.language if council else Language.NB), workspace.sender)


@click.command("users", help=_("List the users of the desk."))
@click.option("--json", "as_json", is_flag=True, help=_("For scripts: one JSON object."))
@pass_workspace
def users_command(workspace: Workspace, *, as_json: bool) -> None:
    """List everybody, those whose access has ended too."""
    with workspace.database() as db:
        everybody = users.everybody(db)
        left = {user.id: credentials.codes_left(db, user.id) for user in everybody}
    if as_json:
        listed = [_as_mapping(user, left[user.id]) for user in everybody]
        tell_json({"users": listed})
        return
    if not everybody:
        click.echo(_("There is no user yet. Add one with `samrad user NAME`."))
    for user in everybody:
        click.echo(" · ".join((user.username, user.name, WORDS.term(user.role), *_told(user))))


def _told(user: User) -> tuple[str, ...]:
    told = (
        (user.email, bool(user.email)),
        (_("Access ended"), not user.active),
        (_("No password yet"), not user.has_password),
        (_("Second factor"), user.has_second_factor),
    )
    return tuple(text for text, holds in told if holds)


def _as_mapping(user: User, codes_left: int) -> dict[str, object]:
    return {
        "username": user.username,
        "name": user.name,
        "role": user.role.value,
        "email": user.email,
        "access": user.active,
        "password": user.has_password,
        "second_factor": user.has_second_factor,
        "recovery_codes": codes_left,
    }
