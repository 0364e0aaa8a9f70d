"""Answering without being invited: who it is, and the link that confirms the address.

What the pages say is the same whatever the address is: who is known, and who is invited, stands in the mail alone.
"""

from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import EmailField, Form, StringField

from hearing_app.answering.guests import (
    Asker,
    NotOpenToAll,
    RequestUnknown,
    TooManyRequests,
    ask_to_answer,
    confirm,
    look_up_request,
    may_answer,
)
from hearing_app.domain.hearing import Hearing
from hearing_app.domain.vocabulary import SenderKind
from hearing_app.inviting.invite import open_link
from hearing_app.storage.guests import GuestRequest
from hearing_app.web.checks import LONGEST_LINE, an_email, at_most, clean_line, filled_in
from hearing_app.web.current import db, now, sender, settings
from hearing_app.web.form_page import mistakes
from hearing_app.web.frame import listen_for_language, read_in, reader
from hearing_app.web.privacy import privacy_notice
from hearing_app.web.radio import radio_field
from hearing_app.web.visits import public_hearing, remember

guests = Blueprint("guests", __name__, url_prefix="/svar/<hearing_id>/apen")
guests.before_request(listen_for_language)

TRAP = "homepage"
"""A field that no person sees; what fills it in is no person."""


@guests.get("/")
def form(hearing_id: str) -> ResponseReturnValue:
    """Ask who wants to answer, or tell that a mail is on its way."""
    hearing = public_hearing(hearing_id)
    return _page(hearing, _form()(), asked="bedt" in request.args)


@guests.post("/")
def ask(hearing_id: str) -> ResponseReturnValue:
    """Take the request, and send the mail that confirms the address."""
    hearing, filled = public_hearing(hearing_id), _form()(request.form)
    if not may_answer(hearing, now()):
        return _page(hearing, filled, code=HTTPStatus.CONFLICT)
    if not filled.validate():
        return _page(hearing, filled, code=HTTPStatus.UNPROCESSABLE_ENTITY)
    if not request.form.get(TRAP):
        asker = Asker(request.remote_addr or "", settings().secret_key)
        try:
            ask_to_answer(db(), hearing, _request(hearing, filled), asker=asker, sender=sender(), now=now())
        except TooManyRequests:
            return _page(hearing, filled, too_many=True, code=HTTPStatus.TOO_MANY_REQUESTS)
    return redirect(url_for("guests.form", hearing_id=hearing_id, bedt=""), 303)


@guests.get("/<token>")
def show_confirmation(hearing_id: str, token: str) -> ResponseReturnValue:
    """Show the button that confirms an address; a mail scanner, which follows links but posts nothing, stops here."""
    hearing = public_hearing(hearing_id)
    try:
        wanted = look_up_request(db(), hearing, token, now=now())
    except RequestUnknown:
        return _not_confirmed(hearing, HTTPStatus.NOT_FOUND)
    if not may_answer(hearing, now()):
        return _not_confirmed(hearing, HTTPStatus.CONFLICT)
    read_in(wanted.language)
    page = render_template("answer/confirm_address.html", hearing=hearing, wanted=wanted, token=token)
    # The whole address would tell the token; without any at all the check of the posted form fails over HTTPS.
    return page, 200, {"Referrer-Policy": "strict-origin"}


@guests.post("/<token>")
def confirm_address(hearing_id: str, token: str) -> ResponseReturnValue:
    """Make a guest of who has asked, and open the form: from here on everything is as with any personal link."""
    hearing = public_hearing(hearing_id)
    try:
        link = confirm(db(), hearing, token, sender=sender(), now=now())
    except RequestUnknown:
        return _not_confirmed(hearing, HTTPStatus.NOT_FOUND)
    except NotOpenToAll:
        return _not_confirmed(hearing, HTTPStatus.CONFLICT)
    own_token = link.rpartition("/")[2]
    invitation = open_link(db(), own_token, now=now())
    remember(invitation, own_token)
    _ = reader().gettext
    flash(_("The address is confirmed. Your personal link is on its way by mail; it opens this form again."))
    page = redirect(url_for("answering.form", hearing_id=hearing_id), 303)
    page.headers["Referrer-Policy"] = "no-referrer"
    return page


def _request(hearing: Hearing, filled: Form) -> GuestRequest:
    kind, name, email = (filled[field].data for field in ("kind", "name", "email"))
    return GuestRequest(hearing.id, SenderKind(kind), name, email, reader().language, now())


def _page(
    hearing: Hearing, filled: Form, *, asked: bool = False, too_many: bool = False, code: int = HTTPStatus.OK
) -> ResponseReturnValue:
    page = render_template(
        "answer/without_invitation.html",
        hearing=hearing,
        form=filled,
        asked=asked,
        too_many=too_many,
        is_open=may_answer(hearing, now()),
        mistakes=mistakes(filled, hearing, reader()),
        privacy=privacy_notice(),
        trap=TRAP,
    )
    return page, code


def _not_confirmed(hearing: Hearing, code: int) -> ResponseReturnValue:
    is_open = may_answer(hearing, now())
    page = render_template("answer/not_confirmed.html", hearing=hearing, is_open=is_open)
    return page, code, {"Referrer-Policy": "no-referrer"}


def _form() -> type[Form]:
    words = reader()
    _ = words.gettext
    kinds = [(kind.value, words.term(kind)) for kind in SenderKind]

    class GuestForm(Form):
        kind = radio_field(_("Who are you answering for?"), kinds, _known_kind)
        name = StringField(
            _("Name of the organisation or business, or your own name"),
            [filled_in(_("Write the name of whoever answers.")), at_most(LONGEST_LINE, words)],
            filters=[clean_line],
        )
        email = EmailField(
            _("E-mail address"),
            [filled_in(_("Write the e-mail address that the link is to be sent to.")), an_email(words)],
            filters=[clean_line],
        )

        def validate_kind(self, field: object) -> None:
            filled_in(_("Choose who you are answering for."))(self, field)  # type: ignore[arg-type]  # WTForms hands over the field

    return GuestForm


def _known_kind(value: str | None) -> str:
    return value if value in set(SenderKind) else ""
