"""Asking for a later deadline, by the personal link."""

from datetime import date
from http import HTTPStatus

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import Field, Form, StringField, TextAreaField, ValidationError

from hearing_app.domain.hearing import accepts_submissions
from hearing_app.inviting.extend import MOST_WISHES, AskedTooOften, DayRefused, HearingOver, ask_extension, check_wish
from hearing_app.text import Words
from hearing_app.typed_days import parse_day
from hearing_app.web.checks import Check, a_day, at_most, clean_line, clean_text, filled_in
from hearing_app.web.current import db, now, sender
from hearing_app.web.form_page import Mistake
from hearing_app.web.frame import listen_for_language
from hearing_app.web.kinds import Checks
from hearing_app.web.visits import Visit, visit_to

extending = Blueprint("extending", __name__, url_prefix="/svar/<hearing_id>/utsettelse")
extending.before_request(listen_for_language)

LONGEST_REASON = 2_000


@extending.get("/")
def page(hearing_id: str) -> ResponseReturnValue:
    """Show what was asked for and decided, and the form while the deadline lasts."""
    visit = _visit(hearing_id)
    wish = visit.extension().pending
    begun = {"day": as_typed(wish.day), "reason": wish.reason} if wish else {}
    return _page(visit, _form(visit.words)(data=begun))


@extending.post("/")
def ask(hearing_id: str) -> ResponseReturnValue:
    """Ask for a later deadline, or change what was asked for."""
    visit = _visit(hearing_id)
    visit.check_mark(request.form.get("base_revision", ""))
    form = _form(visit.words)(request.form)
    if not accepts_submissions(visit.hearing, now()):
        return _page(visit, form, code=409)
    if not form.validate(_checks(visit)):
        return _page(visit, form, code=422)
    day = parse_day(form["day"].data) or date.min  # the form has been checked for a day
    try:
        ask_extension(
            db(), visit.hearing, visit.body, day=day, reason=form["reason"].data.strip(), sender=sender(), now=now()
        )
    except AskedTooOften:
        form["reason"].errors = [
            visit.words.gettext(
                "You have asked {number} times in a day. What you asked for last counts. Write to the secretariat if "
                "it is to be changed.",
                number=MOST_WISHES,
            )
        ]
        return _page(visit, form, code=HTTPStatus.TOO_MANY_REQUESTS)
    except (HearingOver, DayRefused):  # the deadline was moved while this request was on its way
        return _page(visit_to(hearing_id), form, code=409)
    flash(visit.words.gettext("We have received your wish. The answer comes by mail, and stands on this page."))
    return redirect(url_for("extending.page", hearing_id=hearing_id), 303)


def as_typed(day: date) -> str:
    """Return a day as people type it into the forms."""
    return f"{day.day}.{day.month}.{day.year}"


def _visit(hearing_id: str) -> Visit:
    """Return who asks; whoever answers without being invited has no deadline of its own."""
    visit = visit_to(hearing_id)
    if visit.hearing.guest is not None:
        abort(404)
    return visit


def _page(visit: Visit, form: Form, code: int = 200) -> ResponseReturnValue:
    page = render_template(
        "answer/extension.html",
        visit=visit,
        hearing=visit.hearing,
        extension=visit.extension(),
        is_open=accepts_submissions(visit.hearing, now()),
        form=form,
        mistakes=tuple(Mistake(field.id, str(error)) for field in form for error in field.errors),
        mark=visit.mark(None),
        unsent=code != HTTPStatus.OK,
    )
    return page, code


def _form(words: Words) -> type[Form]:
    _ = words.gettext

    class ExtensionForm(Form):
        day = StringField(_("New deadline that you ask for"), filters=[clean_line])
        reason = TextAreaField(_("Reason"), filters=[clean_text])

    return ExtensionForm


def _checks(visit: Visit) -> Checks:
    words = visit.words
    _ = words.gettext
    return {
        "day": (filled_in(_("Write the date.")), a_day(words), _can_be_asked_for(visit)),
        "reason": (filled_in(_("Write why you need more time.")), at_most(LONGEST_REASON, words)),
    }


def _can_be_asked_for(visit: Visit) -> Check:
    def check(_form: Form, field: Field) -> None:
        day = parse_day(field.data or "")
        try:
            if day is not None:
                check_wish(visit.hearing, day)
        except DayRefused as refused:
            raise ValidationError(visit.words.say(refused.message)) from refused

    return check
