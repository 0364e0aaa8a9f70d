"""Reporting an adoption: by a personal link a body tells what its council made of a decision."""

from dataclasses import replace
from datetime import date
from http import HTTPStatus

from flask import Blueprint, abort, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from hearing_app.adopting.adoption_reports import (
    MOST_REPORTS,
    IdentityNumber,
    ReportedTooOften,
    ReportMoved,
    receive_report,
)
from hearing_app.adopting.asking import ReportingClosed, round_of
from hearing_app.adopting.report_links import look_up_link
from hearing_app.answering.attachments import MEGABYTE, TOO_LARGE, NotWhole, limits_of
from hearing_app.domain.adoption_report import CHOICES, is_before
from hearing_app.domain.message import N_, Message
from hearing_app.domain.vocabulary import Language
from hearing_app.inviting.invite import LinkUnknown, token_hash
from hearing_app.storage import adoption_reports
from hearing_app.web import adoption_form
from hearing_app.web.adoption_form import Typed
from hearing_app.web.attaching import AROUND
from hearing_app.web.current import db, now, sender, settings
from hearing_app.web.download import as_download
from hearing_app.web.frame import choose_language, listen_for_language, read_in, reader
from hearing_app.web.kept import posted as kept_texts
from hearing_app.web.reporting import (
    FILE_GONE,
    SESSION,
    NotAskedAnyMore,
    Reporting,
    ReportLinkNeeded,
    extract_download,
    meant,
    reporting_of,
    see_whole,
)
from hearing_app.web.visits import OtherBody

adopting = Blueprint("adopting", __name__, url_prefix="/tilslutning")
adopting.before_request(listen_for_language)

_TOO_OFTEN = N_(
    "The report has been sent {number} times in a day. What was told last counts. Write to the secretariat if it is "
    "to be changed.",
    number=MOST_REPORTS,
)
_IDENTITY = N_("The name of the file, or a text, holds a national identity number, and is published. Take it away.")


@adopting.url_value_preprocessor
def allow_extract(_endpoint: str | None, values: dict[str, object] | None) -> None:
    """Let whoever has opened a link send an extract of minutes, as large as an attachment may be."""
    if values and values.get("hearing_id") in session.get(SESSION, {}):
        request.max_content_length = limits_of(settings()).file_bytes + AROUND


@adopting.errorhandler(RequestEntityTooLarge)
def too_large(_error: RequestEntityTooLarge) -> ResponseReturnValue:
    """Tell how large the extract may be; what was reported before stands in the form."""
    hearing_id = str((request.view_args or {}).get("hearing_id", ""))
    reporting = reporting_of(hearing_id)
    message = N_(TOO_LARGE.sentence, limit=limits_of(settings()).file_bytes // MEGABYTE)
    typed = replace(_begun(reporting), mistakes={"extract": message})
    return _page(reporting, typed, code=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)


@adopting.errorhandler(ReportLinkNeeded)
def link_needed(_error: ReportLinkNeeded) -> ResponseReturnValue:
    """Explain that reporting takes the personal link; keep what was posted, in the language of the form."""
    if (language := request.form.get("form_language")) in set(Language):
        read_in(Language(language))
    return render_template("answer/adopt_needed.html", kept=kept_texts(reader())), 403


@adopting.errorhandler(NotAskedAnyMore)
def not_asked_any_more(error: NotAskedAnyMore) -> ResponseReturnValue:
    """Tell that the body is not asked any more; keep what was posted."""
    kept = kept_texts(reader()) if request.endpoint != "adopting.open_link" else []
    page = render_template("answer/adopt_gone.html", hearing=error.hearing, body=error.body, kept=kept)
    return page, 403, {"Referrer-Policy": "no-referrer"}


@adopting.get("/<token>/")
def show_link(token: str) -> ResponseReturnValue:
    """Show the button that opens the form; a mail scanner, which follows links but posts nothing, stops here."""
    try:
        link = look_up_link(db(), token)
    except LinkUnknown:
        return _unknown()
    found = meant(link)
    if found is None:
        return _unknown()
    matter, body = found
    chosen = request.args.get("lang", "")
    page = render_template("answer/adopt_open.html", hearing=matter.hearing, body=body, token=token, chosen=chosen)
    # The whole address would tell the token; without any at all the check of the posted form fails over HTTPS.
    return page, 200, {"Referrer-Policy": "strict-origin"}


@adopting.post("/<token>/")
def open_link(token: str) -> ResponseReturnValue:
    """Take the token out of the address: from here on the session knows who reports."""
    try:
        link = look_up_link(db(), token)
    except LinkUnknown:
        return _unknown()
    adoption_reports.mark_opened(db(), link.id, now())
    session.permanent = True
    session[SESSION] = {**session.get(SESSION, {}), link.hearing: token_hash(token)}
    session.pop("language", None)
    choose_language(request.form.get("form_language"))
    return redirect(url_for("adopting.page", hearing_id=link.hearing), 303), {"Referrer-Policy": "no-referrer"}


@adopting.get("/<hearing_id>/rapport/")
def page(hearing_id: str) -> ResponseReturnValue:
    """Show what has been reported, and the form for reporting or correcting it."""
    reporting = reporting_of(hearing_id)
    return _page(reporting, _begun(reporting))


@adopting.post("/<hearing_id>/rapport/")
def fill_in(hearing_id: str) -> ResponseReturnValue:
    """Do what the button says: one more reservation, or look through what is to be sent."""
    reporting, typed = _posted(hearing_id)
    if not reporting.is_open:
        return _page(reporting, typed, code=409)
    action = request.form.get("action", "")
    if action != "review":
        return _page(reporting, adoption_form.with_action(typed, action))
    typed = adoption_form.checked(typed, reporting.hearing, named=True)
    if adoption_form.seen_version() != len(reporting.history):
        return _page(reporting, typed, code=409)
    return _page(reporting, typed, code=422) if typed.mistakes else _review(reporting, typed)


@adopting.post("/<hearing_id>/rapport/send/")
def send(hearing_id: str) -> ResponseReturnValue:
    """Receive what was looked through."""
    reporting, typed = _posted(hearing_id)
    typed = adoption_form.checked(typed, reporting.hearing, named=True)
    if typed.mistakes:
        return _page(reporting, typed, code=422)
    try:
        _receive(reporting, typed)
    except (ReportingClosed, ReportMoved):
        return _page(reporting, typed, code=409)
    except ReportedTooOften:
        return _wrong(reporting, typed, "state-0", _TOO_OFTEN, 429)
    except IdentityNumber:
        return _wrong(reporting, typed, "extract", _IDENTITY, 422)
    except NotWhole:
        return _wrong(reporting, replace(typed, extract=None), "extract", FILE_GONE, 422)
    return redirect(url_for("adopting.receipt", hearing_id=hearing_id), 303)


@adopting.get("/<hearing_id>/rapport/send/")
def back_to_form(hearing_id: str) -> ResponseReturnValue:
    """Lead whoever loads the address of the button anew to the form."""
    return redirect(url_for("adopting.page", hearing_id=hearing_id), 303)


@adopting.get("/<hearing_id>/rapport/kvittering/")
def receipt(hearing_id: str) -> ResponseReturnValue:
    """Show the receipt of what was reported last."""
    reporting = reporting_of(hearing_id)
    if not reporting.history:
        return redirect(url_for("adopting.page", hearing_id=hearing_id), 303)
    return render_template(
        "answer/adopt_receipt.html",
        reporting=reporting,
        hearing=reporting.hearing,
        body=reporting.body,
        received=reporting.history[-1],
        is_open=reporting.is_open,
    )


@adopting.get("/<hearing_id>/rapport/<sha256>.json")
def payload(hearing_id: str, sha256: str) -> ResponseReturnValue:
    """Send exactly what was received; only the body itself gets it here."""
    found = next((one for one in reporting_of(hearing_id).history if one.sha256 == sha256), None)
    if found is None:
        abort(404)
    return as_download(found.payload, f"tilslutning-{found.body}-{found.sha256[:8]}.json", "application/json")


@adopting.get("/<hearing_id>/rapport/utskrift/<sha256>/")
def extract(hearing_id: str, sha256: str) -> ResponseReturnValue:
    """Send an extract that the body has handed in; only the body itself gets it here."""
    return extract_download(reporting_of(hearing_id).history, sha256)


def _receive(reporting: Reporting, typed: Typed) -> None:
    see_whole(typed)
    receive_report(
        db(),
        reporting.matter,
        reporting.body,
        typed.report,
        typed.reporter,
        words=reader(),
        sender=sender(),
        now=now(),
        seen_version=adoption_form.seen_version(),
    )


def _posted(hearing_id: str) -> tuple[Reporting, Typed]:
    """Return who reports, and what was typed.

    Raises:
        OtherBody: the form is another body's: another link has been opened in this browser meanwhile.
    """
    reporting = reporting_of(hearing_id)
    whose = request.form.get("reporting_body", "")
    if whose != reporting.body.id:
        raise OtherBody(reporting.hearing, reporting.body, reporting.hearing.invited_body(whose))
    return reporting, adoption_form.posted(reporting.hearing, reporting.body.id)


def _begun(reporting: Reporting) -> Typed:
    last = reporting.history[-1] if reporting.history else None
    return adoption_form.begun(last.report if last else None)


def _wrong(reporting: Reporting, typed: Typed, name: str, message: Message, code: int) -> ResponseReturnValue:
    return _page(reporting, replace(typed, mistakes={name: message}), code=code)


def _page(reporting: Reporting, typed: Typed, *, code: int = 200) -> ResponseReturnValue:
    """Show the form; where something has been reported since it was opened, say so: the next try counts over that."""
    words, history = reader(), reporting.history
    moved = request.method == "POST" and code != HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    moved = moved and adoption_form.seen_version() != len(history)
    page = render_template(
        "answer/adopt.html",
        reporting=reporting,
        hearing=reporting.hearing,
        body=reporting.body,
        decision=reporting.matter.decision,
        due=round_of(db(), reporting.hearing).due,
        history=history,
        by_hand=reporting.by_hand,
        is_open=reporting.is_open,
        moved=moved,
        kept=kept_texts(words) if request.method == "POST" and not reporting.is_open else [],
        typed=typed,
        choices=CHOICES,
        carried=adoption_form.carry(typed.extract, reporting.body.id),
        mistakes=[{"target": name, "text": words.say(text)} for name, text in typed.mistakes.items()],
        limits=limits_of(settings()),
    )
    return page, code


def _review(reporting: Reporting, typed: Typed) -> ResponseReturnValue:
    return render_template(
        "answer/adopt_review.html",
        hearing=reporting.hearing,
        body=reporting.body,
        typed=typed,
        report=typed.report,
        adoption=typed.report.as_adoption(reporting.body.id),
        decided=_decided(reporting, typed),
        seen_version=adoption_form.seen_version(),
        carried=adoption_form.carry(typed.extract, reporting.body.id),
    )


def _decided(reporting: Reporting, typed: Typed) -> date | None:
    """Return the day of the decision, where the body says that it treated it before then."""
    decision = reporting.matter.decision
    return decision.day if decision and is_before(typed.report, decision.day) else None


def _unknown() -> ResponseReturnValue:
    return render_template("answer/adopt_unknown.html"), 404, {"Referrer-Policy": "no-referrer"}
