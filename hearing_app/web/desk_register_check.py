"""The last look at a registration before it is received, throwing one away, and the receipt to print."""

from dataclasses import dataclass, replace

from flask import abort, current_app, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hearing_app.answering.attachments import limits_of
from hearing_app.answering.receipt_issue import issued
from hearing_app.answering.receipt_pdf import receipt_pdf
from hearing_app.answering.receive import AnsweredMeanwhile, ImpossibleArrival
from hearing_app.answering.typesetting import TypesettingFailed
from hearing_app.domain.hearing import Hearing
from hearing_app.domain.message import N_
from hearing_app.domain.placing import OUT, resolved
from hearing_app.domain.submission import Content, Submission
from hearing_app.domain.vocabulary import Role
from hearing_app.inviting.contacts import address_of
from hearing_app.registering.register import RegistrationChanged, discard, placed_files, receive, save, version_of
from hearing_app.registering.register_content import YES, Wrong, read_form, said_to
from hearing_app.storage import extensions, guests, registrations, submissions
from hearing_app.storage.registrations import Registration
from hearing_app.text import words_for
from hearing_app.web.access import needs
from hearing_app.web.current import db, library, now, sender, settings
from hearing_app.web.desk import desk, matter_or_404, user
from hearing_app.web.desk_register import own, seen
from hearing_app.web.frame import reader
from hearing_app.web.register_form import typed_fields
from hearing_app.web.register_page import Notes, form_page, who_name

_NOT_COMPARED = N_("Compare the answer with the document, and tick that you have.")
_NOT_REPLACED = N_("Tick that this is to be a new version, or go back and choose another sender.")


@dataclass(frozen=True)
class Ready:
    """A registration that lacks nothing; `before` is what it becomes a new version of, and `address` the receipt's."""

    one: Registration
    content: Content
    before: Submission | None
    address: str


@desk.get("/<hearing_id>/registrer/<int:number>/kontroller/")
@needs(Role.CASE_OFFICER)
def check_registration(hearing_id: str, number: int) -> ResponseReturnValue:
    """Show the answer as it will be received."""
    hearing = matter_or_404(hearing_id).hearing
    found = own(hearing, number)
    ready = _ready(hearing, found)
    if isinstance(ready, tuple):
        return form_page(hearing, found, Notes(wrong=ready))
    return _page(hearing, ready)


@desk.post("/<hearing_id>/registrer/<int:number>/kontroller/")
@needs(Role.CASE_OFFICER)
def send_registration(hearing_id: str, number: int) -> ResponseReturnValue:
    """Receive the answer, or keep what was mended and go back to the form."""
    hearing = matter_or_404(hearing_id).hearing
    before = own(hearing, number)
    fields = typed_fields(hearing, before.fields)
    try:
        saved = save(db(), number, fields, before.placed, seen=seen(), actor=user().username, now=now())
    except RegistrationChanged as error:
        mine = replace(error.current, fields=fields)
        return form_page(hearing, mine, Notes(theirs=error.current), code=409)
    if request.form.get("action") == "back":
        return redirect(url_for("desk.registration", hearing_id=hearing_id, number=number), 303)
    ready = _ready(hearing, saved)
    if isinstance(ready, tuple):
        return form_page(hearing, saved, Notes(wrong=ready), code=422)
    if wrong := _unticked(ready):
        return _page(hearing, ready, wrong, code=422)
    return _receive(hearing, ready)


@desk.get("/<hearing_id>/registrer/<int:number>/slett/")
@needs(Role.CASE_OFFICER)
def ask_to_discard(hearing_id: str, number: int) -> ResponseReturnValue:
    """Ask whether a registration is really to be thrown away."""
    hearing = matter_or_404(hearing_id).hearing
    found = own(hearing, number)
    files = registrations.files_of(db(), number)
    return render_template(
        "desk/register_discard.html", hearing=hearing, one=found, name=who_name(hearing, found.fields), files=files
    )


@desk.post("/<hearing_id>/registrer/<int:number>/slett/")
@needs(Role.CASE_OFFICER)
def discard_registration(hearing_id: str, number: int) -> ResponseReturnValue:
    """Throw a registration away."""
    hearing = matter_or_404(hearing_id).hearing
    own(hearing, number)
    discard(db(), hearing, number, actor=user().username, now=now())
    flash(reader().gettext("The registration is discarded."))
    return redirect(url_for("desk.registering", hearing_id=hearing_id), 303)


@desk.get("/<hearing_id>/svar/<reference>/kvittering.pdf")
@needs(Role.READER)
def registered_receipt(hearing_id: str, reference: str) -> ResponseReturnValue:
    """Send the receipt as PDF, to be printed and put into a letter, in the language of whoever answered."""
    matter, sent = matter_or_404(hearing_id), submissions.by_reference(db(), reference)
    if sent is None or sent.hearing != hearing_id:
        abort(404)
    told = issued(db(), library(), sent, matter.hearing, base_url=sender().base_url)
    try:
        data = receipt_pdf(told, words_for(told.body.language or matter.hearing.language))
    except TypesettingFailed:
        current_app.logger.exception("The receipt %s could not be made as PDF", sent.reference)
        flash(reader().gettext("The PDF could not be made now. Try again in a moment."), "refused")
        return redirect(url_for("desk.submission", hearing_id=hearing_id, reference=reference), 303)
    response = make_response(data)
    response.mimetype = "application/pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="{sent.reference}.pdf"'
    return response


def _ready(hearing: Hearing, found: Registration) -> Ready | tuple[Wrong, ...]:
    """Return what can be received, or what is missing."""
    files = registrations.files_of(db(), found.number)
    filled = read_form(hearing, found.fields, found.placed, files, guests.of_hearing(db(), hearing.id), now=now())
    if filled.content is None:
        return filled.wrong
    who = found.fields["who"]
    body = hearing.invited_body(who)
    address = filled.content.respondent.email or (address_of(db(), body) if body else "")
    return Ready(found, filled.content, version_of(db(), hearing, who), address)


def _unticked(ready: Ready) -> tuple[Wrong, ...]:
    wrong = () if request.form.get("compared") == YES else (Wrong("compared", _NOT_COMPARED),)
    if ready.before is not None and request.form.get("replaces") != YES:
        return (*wrong, Wrong("replaces", _NOT_REPLACED))
    return wrong


def _receive(hearing: Hearing, ready: Ready) -> ResponseReturnValue:
    """Receive it; the address of the receipt is the answer's own, for that is all that it is there for."""
    to = ready.address if request.form.get("mail") == YES else ""
    respondent = replace(ready.content.respondent, email=to)
    files, folder = ready.content.attachments, settings().attachments
    placed = placed_files(folder, files, ready.one.placed, limits_of(settings()))
    try:
        received = receive(
            db(),
            hearing,
            ready.one.fields["who"],
            replace(ready.content, respondent=respondent, placed=placed),
            sender=sender(),
            actor=user().username,
            now=now(),
            seen_version=_seen_version(),
            files=folder,
            number=ready.one.number,
        )
    except (AnsweredMeanwhile, ImpossibleArrival):
        current = _ready(hearing, ready.one)
        if isinstance(current, tuple):
            return form_page(hearing, ready.one, Notes(wrong=current), code=422)
        return _page(hearing, current, moved=True, code=409)
    _tell(received, to)
    return redirect(url_for("desk.submission", hearing_id=hearing.id, reference=received.reference), 303)


def _tell(received: Submission, to: str) -> None:
    _, reference = reader().gettext, received.reference
    if to:
        flash(_("Registered as {reference}. The receipt goes to {email}.", reference=reference, email=to))
    else:
        flash(_("Registered as {reference}. The receipt can be printed from this page.", reference=reference))


def _seen_version() -> int:
    number = request.form.get("seen_version", "")
    return int(number) if number.isascii() and number.isdecimal() and len(number) < 10 else 0  # noqa: PLR2004 - below 2**31


def _page(
    hearing: Hearing, ready: Ready, wrong: tuple[Wrong, ...] = (), *, moved: bool = False, code: int = 200
) -> ResponseReturnValue:
    words, one = reader(), ready.one
    where = resolved(one.placed)
    html = render_template(
        "desk/register_check.html",
        hearing=hearing,
        one=one,
        name=who_name(hearing, one.fields),
        content=ready.content,
        arrived=ready.content.registered,
        said=said_to(one.fields, one.placed),
        left_out=[p.passage.text for p, place in zip(one.placed, where, strict=True) if place == OUT],
        before=ready.before,
        extended_to=extensions.of_body(db(), hearing.id, one.fields.get("who", "")).extended_to,
        address=ready.address,
        moved=moved,
        errors={w.field: words.say(w.message) for w in wrong},
        mistakes=[{"target": w.field, "text": words.say(w.message)} for w in wrong],
        ticked={name: request.form.get(name) == YES for name in ("compared", "replaces", "mail")},
        posted=request.method == "POST",
    )
    return html, code
