"""The form in Word: downloaded with what has been saved, and read back for a person to check.

Nothing is kept between the upload and the saving: what was read stands in the fields of the page that shows it. So it
survives a restart and works without a script, and an uploaded form leaves no copy behind.
"""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from io import BytesIO

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from hearing_app.answering.attaching import examine_for
from hearing_app.answering.attachments import MEGABYTE, Refused, limits_of
from hearing_app.domain.hearing import Hearing, accepts_submissions
from hearing_app.domain.message import N_, Message
from hearing_app.text import Words
from hearing_app.web import forms
from hearing_app.web.answering import FieldsConflict, store
from hearing_app.web.attaching import AROUND, DOWNLOAD_POLICY, after_too_much, allow_bytes
from hearing_app.web.current import db, now, settings
from hearing_app.web.form_page import Mistake, closed_page
from hearing_app.web.frame import council, listen_for_language, read_in, reader
from hearing_app.web.opened import opened_with
from hearing_app.web.visits import LinkNeeded, Visit, visit_to
from hearing_app.web.word_checking import FILE, USE, Row, compared, contradicts, unchosen
from hearing_app.web.word_shape import fingerprint_of, in_every_language, known_texts, word_form
from hearing_app.web.word_told import Told, carried, told_of
from hearing_app.word import Filled, Unreadable, understood, write

word_forms = Blueprint("word_forms", __name__, url_prefix="/svar/<hearing_id>")
word_forms.before_request(listen_for_language)

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
UPLOAD = "word_forms.upload"
NONE_CHOSEN = N_("Choose the Word form that you have filled in.")
NOT_WORD = N_(
    "This is not a Word document. Save the form as DOCX, and upload that. A PDF or another file can be attached to the "
    "answer instead."
)
OTHER_HEARING = N_(
    "This is the form for another hearing. Nothing was read from it. Upload it on the page of the hearing that it is "
    "for, or fill in the form that is downloaded on this page."
)
OTHER_BODY = N_(
    "This form was downloaded for another body, so nothing was read from it. If the text is to be this body's answer, "
    "move it to the form that is downloaded on this page."
)
NO_IDENTITY = N_("The line that says whose form this is has been taken away. See that it is the right one.")
OLDER = N_(
    "What is asked, or the draft, has been changed since this form was downloaded. What still fits has been read; the "
    "rest stands below."
)
BOTH = N_("«Without remarks» is ticked, but something is answered as well. So the answers count.")


@word_forms.url_value_preprocessor
def allow_file(endpoint: str | None, values: dict[str, object] | None) -> None:
    """Let the upload be as large as an attachment."""
    if endpoint == UPLOAD:
        allow_bytes(limits_of(settings()).file_bytes + AROUND, values)


@word_forms.get("/skjema.docx")
def download(hearing_id: str) -> ResponseReturnValue:
    """Send the form: to a body with what it has written, to anybody else empty."""
    try:
        visit = visit_to(hearing_id)
    except LinkNeeded as needed:
        if not accepts_submissions(needed.hearing, now()):
            raise
        read_in(needed.hearing.language)
        return _file(needed.hearing, reader())
    if not accepts_submissions(visit.hearing, now()):
        return closed_page(visit)
    return _file(visit.hearing, visit.words, visit)


@word_forms.get("/fra-word/")
def page(hearing_id: str) -> ResponseReturnValue:
    """Show where the form is downloaded and uploaded."""
    visit = visit_to(hearing_id)
    if not accepts_submissions(visit.hearing, now()):
        return closed_page(visit)
    if _is_sent(visit):
        return redirect(url_for("sending.receipt", hearing_id=hearing_id), 303)
    return _upload_page(visit)


@word_forms.post("/fra-word/")
def upload(hearing_id: str) -> ResponseReturnValue:
    """Read a filled-in form, and show what it says beside what has been saved. Nothing is saved yet."""
    visit = visit_to(hearing_id)
    visit.check_mark(request.form.get("base_revision", ""))
    if not accepts_submissions(visit.hearing, now()):
        return closed_page(visit)
    if _is_sent(visit):
        flash(visit.words.gettext("The answer has been sent. Choose to change it before you upload a form."))
        return redirect(url_for("sending.receipt", hearing_id=hearing_id), 303)
    try:
        filled = _read(visit)
    except (Refused, Unreadable) as refused:
        return _upload_page(visit, refused.message)
    return _first_look(visit, filled)


@word_forms.post("/fra-word/lagre/")
def save(hearing_id: str) -> ResponseReturnValue:
    """Save what was chosen, whatever the hour, together with what a colleague may have saved meanwhile."""
    visit = visit_to(hearing_id)
    visit.check_mark(request.form.get("base_revision", ""))
    saved = visit.saved()
    stored = saved.fields if saved else {}
    rows = compared(visit.hearing, visit.words, _posted(), stored, request.form)
    if mistakes := unchosen(rows, visit.words):
        is_open = accepts_submissions(visit.hearing, now())
        return _check_page(visit, rows, mistakes=mistakes) if is_open else closed_page(visit, unsaved=True)
    return _store(visit, rows, stored)


@word_forms.errorhandler(RequestEntityTooLarge)
def too_large(_error: RequestEntityTooLarge) -> ResponseReturnValue:
    """Tell how large the file may be."""
    return after_too_much(_too_much)


def _too_much(visit: Visit) -> ResponseReturnValue:
    limit = limits_of(settings()).file_bytes // MEGABYTE
    message = N_("The file is larger than {limit} MB. Take pictures out of it, and upload it again.", limit=limit)
    return _upload_page(visit, message, code=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)


def _is_sent(visit: Visit) -> bool:
    return visit.saved() is None and visit.sent() is not None


def _file(hearing: Hearing, words: Words, visit: Visit | None = None) -> ResponseReturnValue:
    saved, sent = (visit.saved(), visit.sent()) if visit else (None, None)
    fields = saved.fields if saved else forms.fields_of(hearing, sent.content) if sent else {}
    body = visit.body if visit else None
    form = word_form(hearing, words, address=_address(hearing), author=_author(words), body=body, saved=fields)
    name = f"svarskjema-{hearing.id}.docx"
    response = send_file(BytesIO(write(form)), mimetype=DOCX, as_attachment=True, download_name=name)
    response.headers["Content-Security-Policy"] = DOWNLOAD_POLICY
    return response


def _address(hearing: Hearing) -> str:
    return f"{settings().base_url}{url_for('word_forms.page', hearing_id=hearing.id)}"


def _author(words: Words) -> str:
    found = council()
    return words.local(found.name) if found else ""


def _read(visit: Visit) -> Filled:
    """Return what the uploaded form says.

    Raises:
        Refused, Unreadable: it is not taken in, or is not the form of this body in this hearing.
    """
    file = request.files.get("file")
    if file is None or not file.filename:
        raise Unreadable(NONE_CHOSEN)
    limits = limits_of(settings())
    data = file.stream.read(limits.file_bytes + 1)
    examined = examine_for(db(), visit.hearing, visit.body.id, file.filename, data, limits=limits, now=now())
    if examined.media_type != DOCX:
        raise Unreadable(NOT_WORD)
    written = in_every_language(
        visit.hearing, address=_address(visit.hearing), author=_author(visit.words), body=visit.body
    )
    filled = understood(data, written, known_texts(written))
    if filled.identity and filled.identity.hearing != visit.hearing.id:
        raise Unreadable(OTHER_HEARING)
    if filled.identity and filled.identity.body not in ("", visit.body.id):
        raise Unreadable(OTHER_BODY)
    return filled


def _first_look(visit: Visit, filled: Filled) -> ResponseReturnValue:
    saved = visit.saved()
    stored = saved.fields if saved else {}
    rows = compared(visit.hearing, visit.words, filled.values, stored)
    remarks = [*_remarks(visit.hearing, filled, stored), *filled.remarks]
    said = tuple(map(visit.words.say, remarks))
    return _check_page(visit, rows, told=told_of(filled, visit.hearing, visit.words), remarks=said, gone=filled.gone)


def _remarks(hearing: Hearing, filled: Filled, stored: Mapping[str, str]) -> list[Message]:
    if filled.identity is None:
        first = [NO_IDENTITY]
    else:
        first = [] if filled.identity.fingerprint == fingerprint_of(hearing) else [OLDER]
    return first + ([BOTH] if contradicts(hearing, filled.values, stored) else [])


def _posted() -> dict[str, str]:
    """Return what the file said, from the fields of the page that showed it."""
    return {name: request.form.get(name, "") for name in request.form.getlist("row")}


def _store(visit: Visit, rows: tuple[Row, ...], stored: Mapping[str, str]) -> ResponseReturnValue:
    """Save the fields of the file that were chosen; whatever else the draft holds is left as it is."""
    chosen = {row.name: row.file for row in rows if row.use == FILE}
    fields = {**stored, **chosen}
    shown = forms.build_form(visit.hearing, visit.words)(data=fields)
    fields |= forms.outside(shown, request.form, stored)
    is_open = accepts_submissions(visit.hearing, now())
    if fields == dict(stored):
        flash(visit.words.gettext("Nothing was changed: what had been saved counts."))
        return _onward(visit) if is_open else closed_page(visit)
    try:
        saved, _taken = store(visit, fields, shown=chosen)
    except FieldsConflict as conflict:
        return _both(visit, conflict) if is_open else closed_page(visit, unsaved=True)
    if not is_open:
        return closed_page(visit, just_saved=True)
    _ = visit.words.gettext
    flash(_("Saved {moment}. You can go on now, or come back by the same link.", moment=saved.saved_at))
    return _onward(visit)


def _onward(visit: Visit) -> ResponseReturnValue:
    page = "sending.review" if request.form.get("action") == "review" else "answering.form"
    return redirect(url_for(page, hearing_id=visit.hearing.id), 303)


def _both(visit: Visit, conflict: FieldsConflict) -> ResponseReturnValue:
    """Ask once more about the fields that a colleague has changed meanwhile, with the colleague's text beside."""
    asked_again = {f"{USE}{name}" for name in conflict.merged.conflicts}
    chosen = {name: value for name, value in request.form.items() if name not in asked_again}
    rows = compared(visit.hearing, visit.words, _posted(), conflict.current.fields, chosen)
    return _check_page(visit, rows, mistakes=unchosen(rows, visit.words), conflict=True)


def _upload_page(visit: Visit, message: Message | None = None, *, code: int | None = None) -> ResponseReturnValue:
    words = visit.words
    html = render_template(
        "answer/word_upload.html",
        visit=visit,
        hearing=visit.hearing,
        mark=visit.mark(visit.saved()),
        limit=limits_of(settings()).file_bytes // MEGABYTE,
        attaches=settings().attachments_max > 0,
        mistakes=[Mistake("_file", words.say(message))] if message else [],
    )
    return html, code or (HTTPStatus.UNPROCESSABLE_ENTITY if message else HTTPStatus.OK)


def _check_page(
    visit: Visit,
    rows: tuple[Row, ...],
    *,
    told: Sequence[Told] | None = None,
    remarks: Sequence[str] | None = None,
    gone: Mapping[str, str] | None = None,
    mistakes: Sequence[Mistake] = (),
    conflict: bool = False,
) -> ResponseReturnValue:
    """Show what was read; what is not given is what the page that was posted carried."""
    saved = visit.saved()
    empty = forms.build_form(visit.hearing, visit.words)()
    html = render_template(
        "answer/word_check.html",
        visit=visit,
        hearing=visit.hearing,
        rows=rows,
        told=carried(request.form) if told is None else told,
        remarks=request.form.getlist("remark") if remarks is None else remarks,
        gone=forms.outside(empty, request.form, {}) if gone is None else gone,
        mark=visit.mark(saved),
        base=opened_with(visit.hearing, saved.fields if saved else {}),
        mistakes=mistakes,
        conflict=conflict,
    )
    code = HTTPStatus.CONFLICT if conflict else HTTPStatus.UNPROCESSABLE_ENTITY if mistakes else HTTPStatus.OK
    return html, code
