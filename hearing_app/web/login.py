"""The way into the desk and out of it."""

from datetime import datetime, timedelta
from http import HTTPStatus

from flask import Blueprint, current_app, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from hearing_app.accounts import LoginRefused, LoginThrottled, log_in, session_user
from hearing_app.domain.vocabulary import Role
from hearing_app.storage.users import User
from hearing_app.web.access import role_for
from hearing_app.web.current import db, now
from hearing_app.web.frame import listen_for_language, reader
from hearing_app.web.kept import posted

DESK = "/sekretariat/"
LASTS = timedelta(hours=8)

login = Blueprint("login", __name__, url_prefix="/sekretariat")
login.before_request(listen_for_language)


@login.get("/logg-inn/")
def form() -> ResponseReturnValue:
    """Show the login."""
    return render_template("desk/login.html", next=own_path(request.args.get("next", "")))


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
    except LoginThrottled:
        return render_template("desk/login.html", next=goal, username=username, throttled=True), 429
    _begin(user)
    return redirect(goal, 303)


@login.post("/logg-ut/")
def leave() -> ResponseReturnValue:
    """Log out of the desk."""
    session.pop("desk", None)
    return redirect(url_for("login.form"), 303)


def require_user() -> ResponseReturnValue | None:
    """Let only a logged-in user on whose role the page is for.

    Of a POST that comes too late, or from somebody who may not do it, everything typed is given back.
    """
    user = current_user()
    if user is not None:
        g.user = user
        needed = role_for(current_app, str(request.endpoint))
        return None if user.role.may(needed) else _refused(needed)
    if request.method == "POST":
        return render_template("desk/login.html", next=DESK, ended=True, kept=posted(reader())), 403
    return redirect(url_for("login.form", next=request.full_path.rstrip("?")), 303)


def _refused(needed: Role) -> ResponseReturnValue:
    """Tell who may do this."""
    page = render_template("desk/refused.html", needed=needed, role=g.user.role, kept=posted(reader()))
    return page, HTTPStatus.FORBIDDEN


def current_user() -> User | None:
    """Return who sits at the desk in this browser, or None; a login lasts eight hours."""
    begun = session.get("desk")
    if not begun or now() - datetime.fromisoformat(begun["since"]) >= LASTS:
        return None
    return session_user(db(), begun["username"], begun["key"])


def own_path(path: str) -> str:
    """Return `path` where it leads to the desk, else the desk's first page: a login sends nobody to a foreign site."""
    return path if path.startswith(DESK) and "\\" not in path and path.isprintable() else DESK


def _begin(user: User) -> None:
    # The links to hearings that were opened in this browser give no right at the desk, and stay.
    invitations = session.get("invitations")
    language = session.get("language")
    session.clear()
    session.permanent = True
    session["desk"] = {"username": user.username, "key": user.session_key, "since": now().isoformat()}
    session.update({k: v for k, v in (("invitations", invitations), ("language", language)) if v})
