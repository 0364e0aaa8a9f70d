"""Asking for a new personal link. The answer is one and the same, whoever asks."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import Form, StringField

from hearing_app.answering.late_links import links_are_given
from hearing_app.answering.renew import ask_for_link
from hearing_app.domain.hearing import Hearing
from hearing_app.web.checks import an_email, clean_line, filled_in
from hearing_app.web.current import db, now
from hearing_app.web.frame import listen_for_language, reader
from hearing_app.web.visits import public_hearing

renewing = Blueprint("renewing", __name__, url_prefix="/svar/<hearing_id>/ny-lenke")
renewing.before_request(listen_for_language)


@renewing.get("/")
def form(hearing_id: str) -> ResponseReturnValue:
    """Show the field for the address, or that the request was taken."""
    hearing = public_hearing(hearing_id)
    asked = "bedt" in request.args
    return render_template(
        "answer/new_link.html", hearing=hearing, form=_form(), asked=asked, is_open=_is_open(hearing)
    )


@renewing.post("/")
def ask(hearing_id: str) -> ResponseReturnValue:
    """Take the request; of the address only its form is looked at here, so that nothing is told of who is known."""
    hearing = public_hearing(hearing_id)
    filled = _form()
    if not _is_open(hearing):
        return render_template("answer/new_link.html", hearing=hearing, form=filled, is_open=False), 409
    if not filled.validate():
        mistakes = [{"target": filled["email"].id, "text": " ".join(filled["email"].errors)}]
        page = render_template("answer/new_link.html", hearing=hearing, form=filled, is_open=True, mistakes=mistakes)
        return page, 422
    ask_for_link(db(), hearing, filled["email"].data, now=now())
    return redirect(url_for("renewing.form", hearing_id=hearing_id, bedt=""), 303)


def _is_open(hearing: Hearing) -> bool:
    return links_are_given(db(), hearing, now())


def _form() -> Form:
    words = reader()
    _ = words.gettext

    class LinkForm(Form):
        email = StringField(
            _("E-mail address"),
            [filled_in(_("Write the e-mail address that the invitation was sent to.")), an_email(words)],
            filters=[clean_line],
        )

    return LinkForm(request.form)
