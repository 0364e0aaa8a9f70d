"""My page at the desk: one's own password and second factor."""

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hearing_app.domain.vocabulary import Role
from hearing_app.storage import credentials
from hearing_app.users.accounts import PasswordTooShort, PasswordWrong, change_password
from hearing_app.users.second_factor import CodeWrong, NotBegun, address_of_key, begin, confirm, new_codes, turn_off
from hearing_app.users.tries import LoginThrottled
from hearing_app.web.access import needs
from hearing_app.web.current import db, now, settings
from hearing_app.web.desk import desk, user
from hearing_app.web.frame import council, reader
from hearing_app.web.login import go_on_as, letters, must_set_up, too_short
from hearing_app.web.qr import qr_svg

Wrong = dict[str, str]
"""What is wrong, by the field that it stands at."""


@desk.get("/meg/")
@needs(Role.READER)
def my_page() -> ResponseReturnValue:
    """Show who one is at the desk, and what can be changed."""
    return _my_page()


@desk.post("/meg/passord/")
@needs(Role.READER)
def change_own_password() -> ResponseReturnValue:
    """Change one's own password; this session goes on, and every other ends."""
    _, old, new = reader().gettext, request.form.get("old_password", ""), request.form.get("new_password", "")
    if new != request.form.get("again", ""):
        return _my_page({"again": _("The two passwords are not the same.")}), 422
    try:
        changed = change_password(db(), user(), old=old, new=new, address=_address(), letters=letters(), now=now())
    except PasswordTooShort:
        return _my_page({"new_password": too_short()}), 422
    except PasswordWrong:
        return _my_page({"old_password": _("This is not your password.")}), 422
    except LoginThrottled as error:
        return _my_page({"old_password": wait(error)}), 429
    go_on_as(changed)
    flash(_("Your password is changed. You are logged out everywhere else."))
    return redirect(url_for("desk.my_page"), 303)


@desk.get("/meg/tofaktor/")
@needs(Role.READER)
def factor_page() -> ResponseReturnValue:
    """Show the second factor: the way to it, the key that waits to be confirmed, or what can be done about it."""
    return _factor_page()


@desk.post("/meg/tofaktor/")
@needs(Role.READER)
def begin_factor() -> ResponseReturnValue:
    """Make a new key; nothing is asked for at the login before it is confirmed."""
    if not user().has_second_factor:
        begin(db(), user(), now=now())
    return redirect(url_for("desk.factor_page"), 303)


@desk.get("/meg/tofaktor/kode.svg")
@needs(Role.READER)
def factor_code() -> ResponseReturnValue:
    """Send the key that waits as a QR code; there is none once it has been confirmed."""
    if not user().totp_new_key:
        return redirect(url_for("desk.factor_page"), 303)
    response = make_response(qr_svg(address_of_key(user(), _issuer())))
    response.headers["Content-Type"] = "image/svg+xml"
    return response


@desk.post("/meg/tofaktor/bekreft/")
@needs(Role.READER)
def confirm_factor() -> ResponseReturnValue:
    """Turn the second factor on, and show the recovery codes this once."""
    _ = reader().gettext
    if user().has_second_factor:
        return redirect(url_for("desk.factor_page"), 303)
    try:
        changed, codes = confirm(
            db(), user(), request.form.get("code", ""), address=_address(), letters=letters(), now=now()
        )
    except NotBegun:
        return redirect(url_for("desk.factor_page"), 303)
    except CodeWrong:
        return _factor_page({"code": _("The code is not right. Wait for the next one and try that.")}), 422
    except LoginThrottled as error:
        return _factor_page({"code": wait(error)}), 429
    go_on_as(changed)
    return render_template("desk/recovery_codes.html", codes=codes, turned_on=True)


@desk.post("/meg/tofaktor/koder/")
@needs(Role.READER)
def make_codes() -> ResponseReturnValue:
    """Show a new set of recovery codes this once."""
    if not user().has_second_factor:
        return redirect(url_for("desk.factor_page"), 303)
    try:
        codes = new_codes(db(), user(), request.form.get("code", ""), address=_address(), letters=letters(), now=now())
    except CodeWrong:
        return _factor_page({"code": _code_wrong()}), 422
    except LoginThrottled as error:
        return _factor_page({"code": wait(error)}), 429
    return render_template("desk/recovery_codes.html", codes=codes, turned_on=False)


@desk.post("/meg/tofaktor/av/")
@needs(Role.READER)
def end_factor() -> ResponseReturnValue:
    """Turn the second factor off, with password and code."""
    _, password, code = reader().gettext, request.form.get("password", ""), request.form.get("code", "")
    if not user().has_second_factor:
        return redirect(url_for("desk.factor_page"), 303)
    if settings().require_totp:
        return _factor_page(
            {"off_code": _("Everybody here must have a second factor, so it cannot be turned off.")}
        ), 409
    try:
        changed = turn_off(db(), user(), password=password, code=code, address=_address(), letters=letters(), now=now())
    except PasswordWrong:
        return _factor_page({"off_password": _("This is not your password.")}), 422
    except CodeWrong:
        return _factor_page({"off_code": _code_wrong()}), 422
    except LoginThrottled as error:
        return _factor_page({"off_code": wait(error)}), 429
    go_on_as(changed)
    flash(_("The second factor is turned off."))
    return redirect(url_for("desk.my_page"), 303)


def wait(error: LoginThrottled) -> str:
    """Return what is said to who has tried too often."""
    _ = reader().gettext
    return _("Too many tries have failed. Try again at {time}.", time=reader().time(error.until))


def _my_page(wrong: Wrong | None = None) -> str:
    return render_template(
        "desk/me.html", wrong=wrong or {}, mistakes=wrong, codes_left=credentials.codes_left(db(), user().id)
    )


def _factor_page(wrong: Wrong | None = None) -> str:
    key = user().totp_new_key
    return render_template(
        "desk/second_factor.html",
        wrong=wrong or {},
        mistakes=wrong,
        key=" ".join(key[at : at + 4] for at in range(0, len(key), 4)),
        issuer=_issuer(),
        codes_left=credentials.codes_left(db(), user().id),
        required=settings().require_totp,
        must=must_set_up(user()),
    )


def _code_wrong() -> str:
    _ = reader().gettext
    return _("The code is not right, or has been used. Wait for the next one and try that.")


def _issuer() -> str:
    """Return what the code is called in the person's app; a colon would end the name there."""
    found = council()
    return f"Samråd {reader().local(found.name)}".replace(":", "") if found else "Samråd"


def _address() -> str:
    return request.remote_addr or ""
