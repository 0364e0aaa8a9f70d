"""Confirming: by the same link, long after the deadline too, a body tells what its council made of the answer."""

from dataclasses import dataclass
from http import HTTPStatus

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge
from wtforms import Field, Form, StringField, TextAreaField, ValidationError

from hearing_app.answering.attaching import examine_for
from hearing_app.answering.attachments import MEGABYTE, TOO_LARGE, Refused, keep, limits_of, read
from hearing_app.answering.confirm import MOST_TOLD, NothingToConfirm, Standing, ToldTooOften, confirm
from hearing_app.domain.attachment import Attachment
from hearing_app.domain.calendar import oslo_day
from hearing_app.domain.confirmation import Confirmation, Told, Treatment
from hearing_app.domain.message import N_
from hearing_app.domain.vocabulary import Outcome
from hearing_app.storage import confirmations
from hearing_app.text import Words
from hearing_app.typed_days import parse_day
from hearing_app.web.attaching import AROUND, after_too_much, allow_bytes
from hearing_app.web.checks import (
    LONGEST_LINE,
    Check,
    a_day,
    at_most,
    clean_line,
    clean_text,
    filled_in,
)
from hearing_app.web.current import db, now, sender, settings
from hearing_app.web.download import as_download
from hearing_app.web.form_page import Mistake
from hearing_app.web.frame import listen_for_language
from hearing_app.web.kinds import Checks
from hearing_app.web.radio import first_button, radio_field
from hearing_app.web.visits import Visit, visit_to

confirming = Blueprint("confirming", __name__, url_prefix="/svar/<hearing_id>/bekreftelse")
confirming.before_request(listen_for_language)

LONGEST_TOLD = 10_000
MINUTES = "minutes"
EXPLAINED = frozenset({Outcome.CONFIRMED_WITH_CHANGES, Outcome.NOT_CONFIRMED})
"""Outcomes that say little without a word on what was changed, or why."""


@dataclass(frozen=True)
class Upload:
    """The minutes as a request has them: those of before or new ones with their bytes, or why they were refused."""

    attachment: Attachment | None = None
    data: bytes = b""
    refused: str = ""


@confirming.url_value_preprocessor
def allow_minutes(_endpoint: str | None, values: dict[str, object] | None) -> None:
    """Let the minutes be as large as an attachment."""
    allow_bytes(limits_of(settings()).file_bytes + AROUND, values)


@confirming.errorhandler(RequestEntityTooLarge)
def too_large(_error: RequestEntityTooLarge) -> ResponseReturnValue:
    """Tell how large the minutes may be."""
    return after_too_much(_too_much)


def _too_much(visit: Visit) -> ResponseReturnValue:
    standing = visit.confirming()
    form = _form(visit.words)(data=_begun(standing) if standing else {})
    message = N_(TOO_LARGE.sentence, limit=limits_of(settings()).file_bytes // MEGABYTE)
    upload = Upload(refused=visit.words.say(message))
    return _page(visit, standing, form, upload=upload, code=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)


@confirming.get("/")
def page(hearing_id: str) -> ResponseReturnValue:
    """Show what has been told, and the form for telling it or for correcting it."""
    visit = visit_to(hearing_id)
    if visit.sent() is None:
        return redirect(url_for("answering.form", hearing_id=hearing_id), 303)
    standing = visit.confirming()
    return _page(visit, standing, _form(visit.words)(data=_begun(standing) if standing else {}))


@confirming.post("/")
def tell(hearing_id: str) -> ResponseReturnValue:
    """Receive a confirmation, or show the form with everything that was typed and what is wrong with it."""
    visit = visit_to(hearing_id)
    visit.check_mark(request.form.get("base_revision", ""))
    standing, form = visit.confirming(), _form(visit.words)(request.form)
    if standing is None:
        return _page(visit, None, form, code=409)
    upload, whole = _upload(visit, standing), form.validate(_checks(visit.words))
    if upload.refused or not whole:
        return _page(visit, standing, form, upload=upload, code=422)
    if upload.attachment is not None and upload.data:
        keep(settings().attachments, upload.attachment, upload.data)
    try:
        _confirm(visit, form, upload)
    except NothingToConfirm:
        return _page(visit, standing, form, moved_on=True, code=409)
    except ToldTooOften:
        form["told"].errors = [
            visit.words.gettext(
                "The outcome has been told {number} times in a day. What was told last counts. Write to the "
                "secretariat if it is to be changed.",
                number=MOST_TOLD,
            )
        ]
        return _page(visit, standing, form, upload=upload, code=429)
    flash(
        visit.words.gettext("We have received it. The secretariat is told by mail, and the receipt goes by mail too.")
    )
    return redirect(url_for("confirming.page", hearing_id=hearing_id), 303)


@confirming.get("/<sha256>.json")
def payload(hearing_id: str, sha256: str) -> ResponseReturnValue:
    """Send exactly what was received; only the body itself gets it here."""
    found = next((told for told in _own(visit_to(hearing_id)) if told.sha256 == sha256), None)
    if found is None:
        abort(404)
    return as_download(found.payload, f"{found.reference}-{found.sha256[:8]}.json", "application/json")


@confirming.get("/protokoll/<sha256>/")
def minutes(hearing_id: str, sha256: str) -> ResponseReturnValue:
    """Send minutes that the body has given; only the body itself gets them here."""
    return minutes_download(_own(visit_to(hearing_id)), sha256)


def minutes_download(told: tuple[Confirmation, ...], sha256: str) -> ResponseReturnValue:
    """Send the minutes with this fingerprint where one of the confirmations has them, else answer that none has."""
    files = (confirmation.told.minutes for confirmation in told)
    found = next((file for file in files if file is not None and file.sha256 == sha256), None)
    if found is None:
        abort(404)
    return as_download(read(settings().attachments, found), found.name, found.media_type)


def _own(visit: Visit) -> tuple[Confirmation, ...]:
    sent = visit.sent()
    return confirmations.of_submission(db(), sent.reference) if sent else ()


def _page(
    visit: Visit,
    standing: Standing | None,
    form: Form,
    *,
    upload: Upload | None = None,
    moved_on: bool = False,
    code: int = 200,
) -> ResponseReturnValue:
    sent, refused = visit.sent(), upload.refused if upload else ""
    page = render_template(
        "answer/confirmation.html",
        visit=visit,
        hearing=visit.hearing,
        sent=sent,
        standing=standing,
        history=_own(visit),
        form=form,
        mistakes=_mistakes(form, refused) if upload else (),
        refused=refused,
        lost_file=bool(upload and upload.data),
        moved_on=moved_on,
        mark=visit.mark(None),
        limits=limits_of(settings()),
    )
    return page, code


def _form(words: Words) -> type[Form]:
    _ = words.gettext
    outcomes = [(outcome.value, words.term(outcome)) for outcome in Outcome]

    class ConfirmationForm(Form):
        outcome = radio_field(_("What became of the answer?"), outcomes, _known_outcome)
        organ = StringField(_("Body that dealt with it"), filters=[clean_line])
        day = StringField(_("Date it was dealt with"), filters=[clean_line])
        case_number = StringField(_("Case number, if there is one"), filters=[clean_line])
        told = TextAreaField(_("What was changed, or why it was not confirmed"), filters=[clean_text])

    return ConfirmationForm


def _checks(words: Words) -> Checks:
    _ = words.gettext
    return {
        "outcome": (filled_in(_("Choose what became of the answer.")),),
        "organ": (filled_in(_("Write which body dealt with the answer.")), at_most(LONGEST_LINE, words)),
        "day": (filled_in(_("Write the date.")), a_day(words), _not_to_come(words)),
        "case_number": (at_most(LONGEST_LINE, words),),
        "told": (
            _where_explained(filled_in(_("Describe what was changed, or why it was not confirmed."))),
            at_most(LONGEST_TOLD, words),
        ),
    }


def _known_outcome(value: str | None) -> str:
    return value if value in set(Outcome) else ""


def _not_to_come(words: Words) -> Check:
    def check(_form: Form, field: Field) -> None:
        day = parse_day(field.data or "")
        if day is not None and day > oslo_day(now()):
            raise ValidationError(
                words.gettext("That day is to come. Tell the outcome when the meeting has been held.")
            )

    return check


def _where_explained(check: Check) -> Check:
    def conditional(form: Form, field: Field) -> None:
        if form["outcome"].data in EXPLAINED:
            check(form, field)

    return conditional


def _mistakes(form: Form, refused: str) -> tuple[Mistake, ...]:
    found = tuple(Mistake(first_button(field), str(error)) for field in form for error in field.errors)
    return (*found, *((Mistake(MINUTES, refused),) if refused else ()))


def _begun(standing: Standing) -> dict[str, str]:
    """Return what the form begins with: what has been told, else the body and case that were promised."""
    if standing.confirmation is None:
        promised = standing.sent.content.standing
        return {"organ": promised.organ, "case_number": promised.case_number}
    told, day = standing.confirmation.told, standing.confirmation.told.treatment.day
    return {
        "outcome": told.treatment.outcome.value,
        "organ": told.treatment.organ,
        "day": f"{day.day}.{day.month}.{day.year}",
        "case_number": told.treatment.case_number,
        "told": told.text,
    }


def _upload(visit: Visit, standing: Standing) -> Upload:
    """Return the minutes of the request; nothing is kept yet."""
    file, limits = request.files.get(MINUTES), limits_of(settings())
    if file is not None and file.filename:
        data = file.read(limits.file_bytes + 1)
        try:
            examined = examine_for(db(), visit.hearing, visit.body.id, file.filename, data, limits=limits, now=now())
        except Refused as refused:
            return Upload(refused=visit.words.say(refused.message))
        return Upload(examined, data)
    earlier = standing.confirmation.told.minutes if standing.confirmation else None
    return Upload(earlier if "keep_minutes" in request.form else None)


def _confirm(visit: Visit, form: Form, upload: Upload) -> None:
    """Hand the confirmation in; the form has been checked."""
    day = parse_day(form["day"].data)
    if day is None:
        raise ValueError("the form has been checked for a day")
    outcome = Outcome(form["outcome"].data)
    treatment = Treatment(outcome, form["organ"].data, day, form["case_number"].data)
    confirm(
        db(),
        visit.hearing,
        visit.body,
        request.form.get("reference", ""),
        Told(treatment, form["told"].data.strip(), upload.attachment),
        words=visit.words,
        sender=sender(),
        now=now(),
    )
