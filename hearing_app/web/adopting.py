"""Reporting an adoption: by a personal link a body tells what its council made of a decision."""

from dataclasses import dataclass, replace
from http import HTTPStatus

from flask import Blueprint, abort, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from hearing_app.adopting.adoption_reports import (
    MOST_REPORTS,
    IdentityNumber,
    ReportedTooOften,
    ReportingClosed,
    look_up_link,
    receive_report,
    round_of,
)
from hearing_app.answering.attachments import MEGABYTE, TOO_LARGE, NotWhole, limits_of, read
from hearing_app.domain.adoption_report import CHOICES, Received
from hearing_app.domain.attachment import Attachment
from hearing_app.domain.council import Body
from hearing_app.domain.hearing import Hearing
from hearing_app.domain.matter import Matter
from hearing_app.domain.message import N_, Message
from hearing_app.inviting.invite import LinkUnknown, token_hash
from hearing_app.storage import adoption_reports
from hearing_app.storage.adoption_reports import Link
from hearing_app.web import adoption_form
from hearing_app.web.adoption_form import Typed
from hearing_app.web.attaching import AROUND
from hearing_app.web.current import db, library, now, sender, settings
from hearing_app.web.download import as_download
from hearing_app.web.frame import choose_language, listen_for_language, read_in, reader
from hearing_app.web.kept import posted as kept_texts
from hearing_app.web.visits import OtherBody, language_of

adopting = Blueprint("adopting", __name__, url_prefix="/tilslutning")
adopting.before_request(listen_for_language)

SESSION = "adoptions"
"""In the session: the hash of the link that was opened for each hearing."""
_TOO_OFTEN = N_(
    "The report has been sent {number} times in a day. What was told last counts. Write to the secretariat if it is "
    "to be changed.",
    number=MOST_REPORTS,
)
_IDENTITY = N_("The name of the file, or a text, holds a national identity number, and is published. Take it away.")
FILE_GONE = N_("The file was not kept that long. Choose it once more.")


class ReportLinkNeeded(Exception):
    """Nobody in this browser may report for a body of this hearing: the personal link must be opened (again)."""


@dataclass(frozen=True)
class Reporting:
    """A body that reports what it made of a hearing's decision, in this request."""

    matter: Matter
    body: Body

    @property
    def hearing(self) -> Hearing:
        """The hearing."""
        return self.matter.hearing

    @property
    def history(self) -> tuple[Received, ...]:
        """What the body has reported, oldest first."""
        return adoption_reports.of_body(db(), self.hearing.id, self.body.id)

    @property
    def is_open(self) -> bool:
        """Whether a report is taken in."""
        return self.matter.decision is not None and round_of(db(), self.hearing).closed_at is None


@adopting.url_value_preprocessor
def allow_extract(_endpoint: str | None, values: dict[str, object] | None) -> None:
    """Let whoever has opened a link send an extract of minutes, as large as an attachment may be."""
    if values and values.get("hearing_id") in session.get(SESSION, {}):
        request.max_content_length = limits_of(settings()).file_bytes + AROUND


@adopting.errorhandler(RequestEntityTooLarge)
def too_large(_error: RequestEntityTooLarge) -> ResponseReturnValue:
    """Tell how large the extract may be; what was reported before stands in the form."""
    hearing_id = str((request.view_args or {}).get("hearing_id", ""))
    reporting = _reporting(hearing_id)
    message = N_(TOO_LARGE.sentence, limit=limits_of(settings()).file_bytes // MEGABYTE)
    typed = replace(_begun(reporting), mistakes={"extract": message})
    return _page(reporting, typed, code=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)


@adopting.errorhandler(ReportLinkNeeded)
def link_needed(_error: ReportLinkNeeded) -> ResponseReturnValue:
    """Explain that reporting takes the personal link; keep what was posted."""
    return render_template("answer/adopt_needed.html", kept=kept_texts(reader())), 403


@adopting.get("/<token>/")
def show_link(token: str) -> ResponseReturnValue:
    """Show the button that opens the form; a mail scanner, which follows links but posts nothing, stops here."""
    try:
        link = look_up_link(db(), token)
    except LinkUnknown:
        return _unknown()
    matter, body = _meant(link)
    if matter is None or body is None:
        return _unknown()
    read_in(language_of(body, matter.hearing).language)
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
    reporting = _reporting(hearing_id)
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
    except ReportingClosed:
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
    reporting = _reporting(hearing_id)
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
    found = next((one for one in _reporting(hearing_id).history if one.sha256 == sha256), None)
    if found is None:
        abort(404)
    return as_download(found.payload, f"tilslutning-{found.body}-{found.sha256[:8]}.json", "application/json")


@adopting.get("/<hearing_id>/rapport/utskrift/<sha256>/")
def extract(hearing_id: str, sha256: str) -> ResponseReturnValue:
    """Send an extract that the body has handed in; only the body itself gets it here."""
    return extract_download(_reporting(hearing_id).history, sha256)


def extract_download(history: tuple[Received, ...], sha256: str) -> ResponseReturnValue:
    """Send the extract with this fingerprint where one of the reports has it, else answer that none has."""
    files: list[Attachment] = [one.report.extract for one in history if one.report.extract]
    found = next((file for file in files if file.sha256 == sha256), None)
    if found is None:
        abort(404)
    return as_download(read(settings().attachments, found), found.name, found.media_type)


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
    )


def see_whole(typed: Typed) -> None:
    """See that the extract that is named is kept: one that a form has carried for days may have been swept away.

    Raises:
        NotWhole: it is not.
    """
    if typed.extract is not None:
        read(settings().attachments, typed.extract)


def _meant(link: Link) -> tuple[Matter | None, Body | None]:
    matter = library().last_good(link.hearing)
    return matter, matter.hearing.invited_body(link.body) if matter else None


def _reporting(hearing_id: str) -> Reporting:
    """Return who reports here, by the link that was opened in this browser.

    Raises:
        ReportLinkNeeded: no link of this hearing has been.
    """
    kept = session.get(SESSION, {}).get(hearing_id)
    link = adoption_reports.link_by_token(db(), kept) if isinstance(kept, str) else None
    if link is None or link.hearing != hearing_id:
        raise ReportLinkNeeded
    matter, body = _meant(link)
    if matter is None or body is None:
        raise ReportLinkNeeded
    read_in(language_of(body, matter.hearing).language)
    return Reporting(matter, body)


def _posted(hearing_id: str) -> tuple[Reporting, Typed]:
    """Return who reports, and what was typed.

    Raises:
        OtherBody: the form is another body's: another link has been opened in this browser meanwhile.
    """
    reporting = _reporting(hearing_id)
    whose = request.form.get("reporting_body", "")
    if whose != reporting.body.id:
        raise OtherBody(reporting.hearing, reporting.body, reporting.hearing.invited_body(whose))
    return reporting, adoption_form.posted(reporting.hearing, reporting.body.id)


def _begun(reporting: Reporting) -> Typed:
    last = reporting.history[-1] if reporting.history else None
    return adoption_form.begun(last.report if last else None, last.reporter if last else None)


def _wrong(reporting: Reporting, typed: Typed, name: str, message: Message, code: int) -> ResponseReturnValue:
    return _page(reporting, replace(typed, mistakes={name: message}), code=code)


def _page(reporting: Reporting, typed: Typed, *, code: int = 200) -> ResponseReturnValue:
    words = reader()
    page = render_template(
        "answer/adopt.html",
        reporting=reporting,
        hearing=reporting.hearing,
        body=reporting.body,
        decision=reporting.matter.decision,
        due=round_of(db(), reporting.hearing).due,
        history=reporting.history,
        is_open=reporting.is_open,
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
        carried=adoption_form.carry(typed.extract, reporting.body.id),
    )


def _unknown() -> ResponseReturnValue:
    return render_template("answer/adopt_unknown.html"), 404, {"Referrer-Policy": "no-referrer"}
