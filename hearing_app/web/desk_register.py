"""Registering an answer that came by e-mail, on paper or otherwise: what is under way, and the form."""

from dataclasses import replace

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from hearing_app.answering.attachments import Refused, limits_of
from hearing_app.domain.hearing import Hearing
from hearing_app.domain.message import N_
from hearing_app.domain.passage import passages_of_text
from hearing_app.domain.placing import Placed
from hearing_app.domain.vocabulary import Role
from hearing_app.registering.register import (
    RegistrationChanged,
    RegistrationGone,
    add_document,
    add_text,
    begin,
    remove_document,
    save,
    unmended,
)
from hearing_app.registering.register_content import PASTED, Wrong, read_form
from hearing_app.storage import guests, registrations
from hearing_app.storage.registrations import Registration
from hearing_app.web.access import needs
from hearing_app.web.attaching import file_response
from hearing_app.web.current import db, now, settings
from hearing_app.web.desk import desk, matter_or_404, user
from hearing_app.web.frame import reader
from hearing_app.web.kept import posted
from hearing_app.web.register_form import typed_fields, typed_places
from hearing_app.web.register_page import Notes, form_page, register_page

_NO_FILE = N_("Choose a document first.")
_NO_TEXT = N_("Type or paste the text first.")


@desk.get("/<hearing_id>/registrer/")
@needs(Role.CASE_OFFICER)
def registering(hearing_id: str) -> ResponseReturnValue:
    """Show what is being registered, and where to begin; `instans` is the body whose answer is to be."""
    return register_page(matter_or_404(hearing_id))


@desk.post("/<hearing_id>/registrer/")
@needs(Role.CASE_OFFICER)
def begin_registration(hearing_id: str) -> ResponseReturnValue:
    """Begin with the documents that were chosen, or without any."""
    hearing = matter_or_404(hearing_id).hearing
    if not hearing.is_public(now()):
        abort(404)
    body = hearing.invited_body(request.form.get("who", ""))
    number = begin(db(), hearing, actor=user().username, now=now(), who=body.id if body else "")
    refused = _take_documents(hearing, number)
    if refused:
        return form_page(hearing, own(hearing, number), Notes(refused=refused), code=422)
    return redirect(url_for("desk.registration", hearing_id=hearing_id, number=number), 303)


@desk.get("/<hearing_id>/registrer/<int:number>/")
@needs(Role.CASE_OFFICER)
def registration(hearing_id: str, number: int) -> ResponseReturnValue:
    """Show the form as it was saved."""
    hearing = matter_or_404(hearing_id).hearing
    return form_page(hearing, own(hearing, number))


@desk.post("/<hearing_id>/registrer/<int:number>/")
@needs(Role.CASE_OFFICER)
def save_registration(hearing_id: str, number: int) -> ResponseReturnValue:
    """Save what was typed, and then do what the button says."""
    hearing = matter_or_404(hearing_id).hearing
    before = own(hearing, number)
    fields, placed = typed_fields(hearing, before.fields), typed_places(hearing, before.placed)
    if placed != before.placed:
        fields = unmended(fields)
    try:
        saved = save(db(), number, fields, placed, seen=seen(), actor=user().username, now=now())
    except RegistrationChanged as error:
        unsaved = _with(error.current, fields, typed_places(hearing, error.current.placed))
        return form_page(hearing, unsaved, Notes(theirs=error.current), code=409)
    return _next(hearing, saved)


@desk.get("/<hearing_id>/registrer/<int:number>/fil/<sha256>/")
@needs(Role.CASE_OFFICER)
def registration_file(hearing_id: str, number: int, sha256: str) -> ResponseReturnValue:
    """Send a document of a registration, to be held beside the form."""
    found = registrations.get(db(), number)
    if found is None or found.hearing != hearing_id:
        abort(404)
    return file_response(next((f for f in registrations.files_of(db(), number) if f.sha256 == sha256), None))


@desk.errorhandler(RegistrationGone)
def gone(_error: RegistrationGone) -> ResponseReturnValue:
    """Tell that a registration has been sent in or discarded, and give back what was posted to it."""
    hearing = matter_or_404(str((request.view_args or {})["hearing_id"])).hearing
    page = render_template("desk/register_gone.html", hearing=hearing, kept=posted(reader()))
    return page, 409 if request.method == "POST" else 404


def own(hearing: Hearing, number: int) -> Registration:
    """Return a registration of this hearing.

    Raises:
        RegistrationGone: there is none, or not any more.
    """
    found = registrations.get(db(), number)
    if found is None or found.hearing != hearing.id:
        raise RegistrationGone
    return found


def seen() -> int:
    """Return the revision that the page was opened with."""
    number = request.form.get("revision", "")
    return int(number) if number.isascii() and number.isdecimal() and len(number) < 10 else 0  # noqa: PLR2004 - below 2**31


def _next(hearing: Hearing, saved: Registration) -> ResponseReturnValue:
    """Do what the button says with what has just been saved."""
    action, here = (
        request.form.get("action", "save"),
        url_for("desk.registration", hearing_id=hearing.id, number=saved.number),
    )
    if action == "add":
        return _add(hearing, saved, here)
    if action == "paste":
        return _paste(hearing, saved, here)
    if action == "check":
        return _check(hearing, saved)
    what, _colon, which = action.partition(":")
    if what == "remove":
        remove_document(db(), hearing, saved.number, which, actor=user().username, now=now())
    elif what == "page":
        return redirect(f"{here}?del={which}#_placing", 303)
    else:
        flash(reader().gettext("Saved. You can go on with it later; it stands in the list of those under way."))
    return redirect(f"{here}#_documents" if what == "remove" else here, 303)


def _add(hearing: Hearing, saved: Registration, here: str) -> ResponseReturnValue:
    refused = _take_documents(hearing, saved.number) if _chosen() else [reader().say(_NO_FILE)]
    if refused:
        return form_page(hearing, own(hearing, saved.number), Notes(refused=refused), code=422)
    return redirect(f"{here}#_documents", 303)


def _paste(hearing: Hearing, saved: Registration, here: str) -> ResponseReturnValue:
    passages = passages_of_text(saved.fields.get(PASTED, ""))
    if not passages:
        return form_page(hearing, saved, Notes(wrong=(Wrong(PASTED, _NO_TEXT),)), code=422)
    add_text(db(), hearing, saved.number, passages, actor=user().username, now=now())
    return redirect(f"{here}#_placing", 303)


def _check(hearing: Hearing, saved: Registration) -> ResponseReturnValue:
    """Go on to the page where all of it is looked through, or tell what is missing."""
    known, files = guests.of_hearing(db(), hearing.id), registrations.files_of(db(), saved.number)
    filled = read_form(hearing, saved.fields, saved.placed, files, known, now=now())
    if filled.wrong:
        return form_page(hearing, saved, Notes(wrong=filled.wrong), code=422)
    return redirect(url_for("desk.check_registration", hearing_id=hearing.id, number=saved.number), 303)


def _with(current: Registration, fields: dict[str, str], placed: tuple[Placed, ...]) -> Registration:
    """Return what somebody typed on the revision that a colleague has made."""
    return replace(current, fields=fields, placed=placed)


def _take_documents(hearing: Hearing, number: int) -> list[str]:
    """Take the chosen documents in; return the sentences that those which are refused are told with."""
    return [sentence for file in _chosen() if (sentence := _take(hearing, number, file))]


def _take(hearing: Hearing, number: int, file: FileStorage) -> str:
    limits, words, name = limits_of(settings()), reader(), file.filename or ""
    data = file.stream.read(limits.file_bytes + 1)
    try:
        added = add_document(
            db(), settings().attachments, hearing, number, name, data, limits=limits, actor=user().username, now=now()
        )
    except Refused as refused:
        return words.gettext("«{name}»: {reason}", name=name, reason=words.say(refused.message))
    if added.told is not None:
        flash(words.say(added.told))
    return ""


def _chosen() -> list[FileStorage]:
    return [file for file in request.files.getlist("files") if file.filename]
