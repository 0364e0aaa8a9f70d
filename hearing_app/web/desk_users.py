"""The desk's users, managed by its administrators."""

from collections import Counter
from dataclasses import dataclass

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hearing_app.domain.vocabulary import Role
from hearing_app.mailing.account_mail import Letters
from hearing_app.storage import assignments, credentials, users
from hearing_app.storage.users import User
from hearing_app.text import words_for
from hearing_app.users.accounts import LastAdministrator, NameMissing
from hearing_app.users.people import (
    EmailTaken,
    EmailWrong,
    UsernameTaken,
    UsernameWrong,
    add_user,
    change_user,
    end_access,
    give_access,
    make_link,
)
from hearing_app.users.second_factor import reset
from hearing_app.web.access import needs
from hearing_app.web.checks import clean_line
from hearing_app.web.current import db, library, now, sender, settings
from hearing_app.web.desk import desk, user
from hearing_app.web.frame import council, main_language, reader


@dataclass(frozen=True)
class Typed:
    """What stands in the fields about a user: what is stored, or what was typed and could not be."""

    username: str = ""
    name: str = ""
    email: str = ""
    role: Role = Role.CASE_OFFICER


@desk.get("/brukere/")
@needs(Role.ADMINISTRATOR)
def user_list() -> ResponseReturnValue:
    """Show everybody who may, or might, use the desk, and the form for one more."""
    return _list_page(Typed())


@desk.post("/brukere/")
@needs(Role.ADMINISTRATOR)
def add_a_user() -> ResponseReturnValue:
    """Add somebody, with a link by which they choose a password: by mail, or shown once."""
    typed = _typed(Typed())
    known = council()
    try:
        added = add_user(
            db(),
            username=typed.username,
            name=typed.name,
            email=typed.email,
            role=typed.role,
            actor=user().username,
            now=now(),
            taken=frozenset(body.id for body in (known.bodies if known else ())),
        )
    except (NameMissing, UsernameWrong, UsernameTaken, EmailWrong, EmailTaken) as error:
        return _list_page(typed, _told(error, typed)), 422
    return _link(added)


@desk.get("/brukere/<username>/")
@needs(Role.ADMINISTRATOR)
def user_page(username: str) -> ResponseReturnValue:
    """Show one user, and what can be done."""
    found = _user(username)
    return _user_page(found, Typed(found.username, found.name, found.email, found.role))


@desk.post("/brukere/<username>/")
@needs(Role.ADMINISTRATOR)
def change_a_user(username: str) -> ResponseReturnValue:
    """Change name, address and role."""
    found, _ = _user(username), reader().gettext
    typed = _typed(Typed(found.username, found.name, found.email, found.role))
    try:
        change_user(
            db(),
            found,
            name=typed.name,
            email=typed.email,
            role=typed.role,
            actor=user().username,
            letters=_letters(),
            now=now(),
        )
    except (NameMissing, EmailWrong, EmailTaken, LastAdministrator) as error:
        return _user_page(found, typed, _told(error, typed)), 422
    flash(_("Saved."))
    return redirect(url_for("desk.user_page", username=found.username), 303)


@desk.post("/brukere/<username>/lenke/")
@needs(Role.ADMINISTRATOR)
def make_password_link(username: str) -> ResponseReturnValue:
    """Make a link by which the user chooses a password; older ones work no more."""
    found = _user(username)
    return _link(found) if found.active else redirect(url_for("desk.user_page", username=found.username), 303)


@desk.post("/brukere/<username>/tilgang/")
@needs(Role.ADMINISTRATOR)
def change_access(username: str) -> ResponseReturnValue:
    """End somebody's access at once, or give it back."""
    found, _ = _user(username), reader().gettext
    if request.form.get("access") == "given":
        give_access(db(), found, actor=user().username, now=now())
        flash(_("{name} has access again.", name=found.name))
    else:
        try:
            end_access(db(), found, actor=user().username, now=now())
        except LastAdministrator as error:
            typed = Typed(found.username, found.name, found.email, found.role)
            return _user_page(found, typed, {"access": _told(error, typed)["role"]}), 409
        flash(_("{name} has no access any more, and is logged out everywhere.", name=found.name))
    return redirect(url_for("desk.user_page", username=found.username), 303)


@desk.post("/brukere/<username>/tofaktor/")
@needs(Role.ADMINISTRATOR)
def reset_factor(username: str) -> ResponseReturnValue:
    """Take the second factor off somebody who has lost the device."""
    found, _ = _user(username), reader().gettext
    reset(db(), found, actor=user().username, letters=_letters(), now=now())
    flash(_("The second factor of {name} is off. The next login asks for the password alone.", name=found.name))
    return redirect(url_for("desk.user_page", username=found.username), 303)


def _link(found: User) -> ResponseReturnValue:
    """Make a link; one that goes by mail is told, one that does not is shown this once."""
    _, by_mail = reader().gettext, request.form.get("way") == "mail"
    link = make_link(db(), found, by_mail=by_mail, actor=user().username, letters=_letters(), now=now())
    if not link.mailed:
        return render_template("desk/password_link.html", other=found, link=link)
    flash(_("A link to choose a password is on its way to {email}.", email=found.email))
    return redirect(url_for("desk.user_page", username=found.username), 303)


def _typed(before: Typed) -> Typed:
    role = request.form.get("role", "")
    return Typed(
        before.username or clean_line(request.form.get("username")),
        clean_line(request.form.get("name")),
        clean_line(request.form.get("email")),
        Role(role) if role in set(Role) else before.role,
    )


def _told(error: Exception, typed: Typed) -> dict[str, str]:
    """Return what was wrong, by the field that it stands at."""
    _ = reader().gettext
    match error:
        case NameMissing():
            return {"username" if not typed.username else "name": _("Fill in the user name and the full name.")}
        case UsernameWrong():
            return {"username": _("Use letters, digits, full stops, hyphens and underscores, at most 60.")}
        case UsernameTaken():
            return {"username": _("The user name is taken. Choose another.")}
        case EmailWrong():
            return {"email": _("Write an e-mail address, such as name@example.no.")}
        case EmailTaken():
            return {"email": _("Another user has this address.")}
    return {"role": _("Nobody else who can log in is administrator. Make somebody else one first.")}


def _list_page(typed: Typed, wrong: dict[str, str] | None = None) -> str:
    return render_template(
        "desk/users.html",
        users=users.everybody(db()),
        typed=typed,
        wrong=wrong or {},
        mistakes=wrong,
        roles=tuple(Role),
    )


def _user_page(found: User, typed: Typed, wrong: dict[str, str] | None = None) -> str:
    return render_template(
        "desk/user.html",
        other=found,
        typed=typed,
        wrong=wrong or {},
        mistakes=wrong,
        roles=tuple(Role),
        link_until=credentials.link_until(db(), found.id, now()),
        required=settings().require_totp,
        given=_given(found),
    )


def _given(found: User) -> list[tuple[str, str, int]]:
    """Return (id, title, how many points that are not done they have been given) of each hearing.

    Whoever leaves the desk keeps them, and nobody else would be told that they wait.
    """
    counts = Counter(one.hearing for one in assignments.of_user(db(), found.username) if not one.point.done)
    matters = {hearing_id: library().last_good(hearing_id) for hearing_id in counts}
    titles = {name: reader().local(matter.hearing.title) if matter else name for name, matter in matters.items()}
    return [(name, titles[name], number) for name, number in sorted(counts.items())]


def _letters() -> Letters:
    """Return what is needed to write to somebody else, whose language nobody knows: in the council's."""
    return Letters(words_for(main_language()), sender())


def _user(username: str) -> User:
    found = users.by_username(db(), username)
    if found is None:
        abort(404)
    return found
