"""The way into the desk and out of it: password, second factor where it is on, and links to choose a password."""

import secrets
from datetime import datetime, timedelta
from http import HTTPStatus

from flask import Blueprint, current_app, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from hearing_app.domain.vocabulary import Role
from hearing_app.mailing.account_mail import Letters
from hearing_app.storage import sessions
from hearing_app.storage.database import writing
from hearing_app.storage.users import User
from hearing_app.users.accounts import (
    SHORTEST_PASSWORD,
    LinkGone,
    LoginRefused,
    PasswordTooShort,
    choose_password,
    log_in,
    look_up_link,
    session_user,
)
from hearing_app.users.second_factor import second_step
from hearing_app.users.tries import LoginThrottled
from hearing_app.web.access import role_for
from hearing_app.web.current import db, now, sender, settings
from hearing_app.web.frame import listen_for_language, reader
from hearing_app.web.kept import posted

DESK = "/sekretariat/"
LASTS = timedelta(hours=8)
HALF_LASTS = timedelta(minutes=5)
"""How long the password counts while the code of the second factor is looked for."""
SETTING_UP = frozenset(
    {"desk.my_page", "desk.factor_page", "desk.begin_factor", "desk.factor_code", "desk.confirm_factor"}
)
"""What somebody may use who must set up a second factor before anything else."""

login = Blueprint("login", __name__, url_prefix="/sekretariat")
login.before_request(listen_for_language)


@login.get("/logg-inn/")
def form() -> ResponseReturnValue:
    """Show the login."""
    return render_template(
        "desk/login.html", next=own_path(request.args.get("next", "")), chosen="valgt" in request.args
    )


@login.post("/logg-inn/")
def enter() -> ResponseReturnValue:
    """Log in; the session begins anew, so that nothing of an older one decides what this one may do."""
    goal, username = own_path(request.form.get("next", "")), request.form.get("username", "")
    try:
        user = log_in(
            db(),
            username=username,
            password=request.form.get("password", ""),
            address=request.remote_addr or "",
            now=now(),
        )
    except LoginRefused:
        return render_template("desk/login.html", next=goal, username=username, refused=True), 403
    except LoginThrottled as error:
        return render_template("desk/login.html", next=goal, username=username, throttled=error), 429
    if user.has_second_factor:
        _begin(user, "half_desk", next=goal)
        return redirect(url_for("login.code_page"), 303)
    _begin(user, "desk")
    return redirect(goal, 303)


@login.get("/logg-inn/kode/")
def code_page() -> ResponseReturnValue:
    """Ask for the code of the second factor."""
    return render_template("desk/login_code.html") if _half_user() else redirect(url_for("login.form"), 303)


@login.post("/logg-inn/kode/")
def enter_code() -> ResponseReturnValue:
    """Finish the login with a code."""
    user = _half_user()
    if user is None:
        return redirect(url_for("login.form"), 303)
    try:
        second_step(
            db(),
            user,
            request.form.get("code", ""),
            address=request.remote_addr or "",
            letters=letters(),
            now=now(),
        )
    except LoginRefused:
        return render_template("desk/login_code.html", refused=True), 403
    except LoginThrottled as error:
        return render_template("desk/login_code.html", throttled=error), 429
    goal = own_path(session["half_desk"].get("next", ""))
    _begin(user, "desk")
    return redirect(goal, 303)


@login.get("/passord/<token>/")
def password_page(token: str) -> ResponseReturnValue:
    """Ask whoever has a link for the password that they choose."""
    try:
        user = look_up_link(db(), token, now())
    except LinkGone:
        return _link_gone()
    return _password_page(user)


@login.post("/passord/<token>/")
def set_password(token: str) -> ResponseReturnValue:
    """Store the password; whoever has chosen it logs in with it, and with the second factor where it is on."""
    password, again, _ = request.form.get("password", ""), request.form.get("again", ""), reader().gettext
    try:
        user = look_up_link(db(), token, now())
        if password != again:
            return _password_page(user, _("The two passwords are not the same.")), 422
        choose_password(db(), token, password, letters=letters(), now=now())
    except LinkGone:
        return _link_gone()
    except PasswordTooShort:
        return _password_page(user, too_short()), 422
    return redirect(url_for("login.form", valgt=""), 303)


@login.post("/logg-ut/")
def leave() -> ResponseReturnValue:
    """Log out of the desk; a copy of this browser's cookie opens nothing any more, the user's other logins go on."""
    _end()
    session.pop("desk", None)
    session.pop("half_desk", None)
    return redirect(url_for("login.form"), 303)


def require_user() -> ResponseReturnValue | None:
    """Let only a logged-in user on whose role the page is for.

    Of a POST that comes too late, or from somebody who may not do it, everything typed is given back.
    """
    user = current_user()
    if user is not None:
        g.user = user
        needed = role_for(current_app, str(request.endpoint))
        if not user.role.may(needed):
            return _refused(needed)
        return _set_up_first() if must_set_up(user) else None
    if request.method == "POST":
        return render_template("desk/login.html", next=DESK, ended=True, kept=posted(reader())), 403
    return redirect(url_for("login.form", next=request.full_path.rstrip("?")), 303)


def must_set_up(user: User) -> bool:
    """Tell whether a user must set up a second factor before anything else."""
    return settings().require_totp and not user.has_second_factor


def _set_up_first() -> ResponseReturnValue | None:
    """Lead to the setting up of a second factor; what was posted elsewhere is given back."""
    if request.endpoint in SETTING_UP:
        return None
    if request.method == "POST":
        return render_template("desk/set_up_first.html", kept=posted(reader())), 403
    return redirect(url_for("desk.factor_page"), 303)


def _refused(needed: Role) -> ResponseReturnValue:
    """Tell who may do this."""
    page = render_template("desk/refused.html", needed=needed, role=g.user.role, kept=posted(reader()))
    return page, HTTPStatus.FORBIDDEN


def current_user() -> User | None:
    """Return who sits at the desk in this browser, or None; a login lasts eight hours."""
    return _user_of(session.get("desk"), LASTS)


def _half_user() -> User | None:
    """Return who has given the password and not yet the code, or None; that gives access to nothing."""
    user = _user_of(session.get("half_desk"), HALF_LASTS)
    return user if user and user.has_second_factor else None


def _user_of(begun: dict[str, str] | None, lasts: timedelta) -> User | None:
    if not begun or now() - datetime.fromisoformat(begun["since"]) >= lasts:
        return None
    # A login of an older version has no id by which it could be ended: it has to be begun anew.
    if "id" not in begun or sessions.has_ended(db(), begun["id"]):
        return None
    return session_user(db(), begun["username"], begun["key"])


def own_path(path: str) -> str:
    """Return `path` where it leads to the desk, else the desk's first page: a login sends nobody to a foreign site."""
    return path if path.startswith(DESK) and "\\" not in path and path.isprintable() else DESK


def letters() -> Letters:
    """Return what is needed to write to a user, in the language of this page."""
    return Letters(reader(), sender())


def too_short() -> str:
    """Return what is said of a password that cannot be one."""
    _ = reader().gettext
    return _("The password must have at least {number} characters.", number=SHORTEST_PASSWORD)


def go_on_as(user: User) -> None:
    """Let this session go on where the user's key has just been changed, which ends all others."""
    session["desk"] = {**session["desk"], "key": user.session_key}


def _end() -> None:
    """End what was begun in this browser, half or whole, also for whoever has a copy of its cookie."""
    for begun in (session.get("desk"), session.get("half_desk")):
        if begun and "id" in begun:
            with writing(db()):
                sessions.end(db(), begun["id"], now(), lasts=LASTS)


def _begin(user: User, place: str, **more: str) -> None:
    _end()
    # The links to hearings that were opened in this browser give no right at the desk, and stay.
    invitations = session.get("invitations")
    language = session.get("language")
    session.clear()
    session.permanent = True
    begun = {"id": secrets.token_urlsafe(16), "since": now().isoformat()}
    session[place] = {"username": user.username, "key": user.session_key, **begun, **more}
    session.update({k: v for k, v in (("invitations", invitations), ("language", language)) if v})


def _password_page(user: User, wrong: str = "") -> str:
    return render_template(
        "desk/choose_password.html", chooser=user, wrong=wrong, mistakes=wrong, shortest=SHORTEST_PASSWORD
    )


def _link_gone() -> ResponseReturnValue:
    return render_template("desk/password_link_gone.html"), HTTPStatus.NOT_FOUND
