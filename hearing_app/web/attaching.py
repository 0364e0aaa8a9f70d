"""Attachments: a page of their own for putting files with an answer, taking them away, and getting them back."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from io import BytesIO

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, send_file, session, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import RequestEntityTooLarge

from hearing_app.answering.attaching import AnswerSent, attach, detach
from hearing_app.answering.attachments import MEGABYTE, Limits, NotWhole, Refused, limits_of, read
from hearing_app.domain.attachment import Attachment, clean_name
from hearing_app.domain.hearing import accepts_submissions
from hearing_app.domain.message import N_, Message
from hearing_app.domain.submission import Submission
from hearing_app.storage import submissions
from hearing_app.web.current import db, now, settings
from hearing_app.web.form_page import Mistake, closed_page
from hearing_app.web.frame import listen_for_language, reader
from hearing_app.web.visits import HearingUnknown, HearingUnreadable, LinkNeeded, Visit, visit_to

attaching = Blueprint("attaching", __name__, url_prefix="/svar/<hearing_id>/vedlegg")
attaching.before_request(listen_for_language)

AROUND = MEGABYTE
"""Bytes of a request besides its files."""
READ_OFF = 8
"""How many times more than is taken in is read off a request that is too large, before it is answered."""
DOWNLOAD_POLICY = "default-src 'none'; sandbox"
"""A file never runs here, whatever a browser makes of it."""
NONE_CHOSEN = N_("Choose at least one file.")


@attaching.url_value_preprocessor
def allow_files(_endpoint: str | None, values: dict[str, object] | None) -> None:
    """Let the files of an answer be sent together."""
    allow_bytes(largest_upload(), values)


def allow_bytes(number: int, values: Mapping[str, object] | None) -> None:
    """Let who has opened a personal link send more than others; called before anything reads the request.

    Args:
        number: bytes of the whole request.
        values: what stands in the address.
    """
    if values and values.get("hearing_id") in session.get("invitations", {}):
        request.max_content_length = number


@attaching.get("/")
def page(hearing_id: str) -> ResponseReturnValue:
    """Show the files of the draft, and where to add more."""
    visit = visit_to(hearing_id)
    if not accepts_submissions(visit.hearing, now()):
        return closed_page(visit)
    if visit.saved() is None and visit.sent() is not None:
        return redirect(url_for("sending.receipt", hearing_id=hearing_id), 303)
    return _page(visit)


@attaching.post("/")
def add(hearing_id: str) -> ResponseReturnValue:
    """Take in the files that can be taken in, and tell of every other one why not."""
    visit = visit_to(hearing_id)
    mark = request.form.get("base_revision", "")
    visit.check_mark(mark)
    if not accepts_submissions(visit.hearing, now()):
        return closed_page(visit, unsaved=True)
    words = visit.words
    if visit.saved() is None and visit.sent_since(mark):
        return _sent_meanwhile(visit)
    chosen = [file for file in request.files.getlist("files") if file.filename]
    try:
        refused = [sentence for file in chosen if (sentence := _take(visit, file))]
    except AnswerSent:
        return _sent_meanwhile(visit)
    added = len(chosen) - len(refused)
    if added:
        flash(words.ngettext("{number} file has been added.", "{number} files have been added.", added))
    if refused or not chosen:
        return _page(visit, refused or [words.say(NONE_CHOSEN)], code=422)
    return redirect(url_for("attaching.page", hearing_id=hearing_id), 303)


@attaching.post("/fjern/<sha256>/")
def remove(hearing_id: str, sha256: str) -> ResponseReturnValue:
    """Take a file away from the draft; of an answer that has been sent nothing is taken away."""
    visit = visit_to(hearing_id)
    visit.check_mark(request.form.get("base_revision", ""))
    if not accepts_submissions(visit.hearing, now()):
        return closed_page(visit)
    removed = detach(db(), visit.hearing, visit.body, sha256, now=now(), author=visit.writer)
    if removed is not None:
        flash(visit.words.gettext("«{name}» has been removed.", name=removed.name))
    return redirect(url_for("attaching.page", hearing_id=hearing_id), 303)


@attaching.get("/<sha256>/")
def download(hearing_id: str, sha256: str) -> ResponseReturnValue:
    """Send a file back to the body whose it is, of its draft or of anything that it has sent."""
    visit = visit_to(hearing_id)
    own = submissions.of_body(db(), hearing_id, visit.body.id)
    files = [*visit.attachments(), *(file for sent in own for file in sent.content.attachments)]
    return file_response(next((file for file in files if file.sha256 == sha256), None))


@attaching.errorhandler(RequestEntityTooLarge)
def too_large(_error: RequestEntityTooLarge) -> ResponseReturnValue:
    """Tell how much is taken at once."""
    return after_too_much(_too_much)


def after_too_much(page: Callable[[Visit], ResponseReturnValue]) -> ResponseReturnValue:
    """Answer a request that was too large with `page`; what came is read off first, or many browsers show none."""
    _read_off()
    try:
        visit = visit_to(str((request.view_args or {})["hearing_id"]))
    except (HearingUnknown, HearingUnreadable, LinkNeeded) as error:
        return current_app.handle_user_exception(error)  # what a handler raises has no handler of its own
    return page(visit)


def _too_much(visit: Visit) -> ResponseReturnValue:
    if not accepts_submissions(visit.hearing, now()):
        return closed_page(visit, unsaved=True)
    message = N_(
        "Together the files are larger than {limit} MB, and none of them was added. Add fewer at a time, or make them "
        "smaller.",
        limit=largest_upload() // MEGABYTE,
    )
    return _page(visit, [visit.words.say(message)], code=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)


@attaching.app_errorhandler(NotWhole)
def not_whole(error: NotWhole) -> ResponseReturnValue:
    """Tell that the mistake is ours: a file that was kept is not as it was. Whoever was about to send adds it again."""
    current_app.logger.error("The attachment %s is missing or has been changed", error.attachment.sha256)
    if request.blueprint == "sending":
        _ = reader().gettext
        flash(_("The file «{name}» has been lost here. Remove it, and add it again.", name=error.attachment.name))
        return redirect(url_for("attaching.page", **(request.view_args or {})), 303)
    return render_template("app/error.html", code=500, kept=()), 500


def file_response(file: Attachment | None) -> ResponseReturnValue:
    """Send a kept file so that it is saved and never opened in the page's own place; 404 for None."""
    if file is None:
        abort(404)
    data = BytesIO(read(settings().attachments, file))
    response = send_file(data, mimetype=file.media_type, as_attachment=True, download_name=file.name)
    response.headers["Content-Security-Policy"] = DOWNLOAD_POLICY
    return response


def file_of(sent: Submission, sha256: str) -> Attachment | None:
    """Return the file of a submission with this fingerprint, or None."""
    return next((file for file in sent.content.attachments if file.sha256 == sha256), None)


def largest_upload() -> int:
    """Return how many bytes a request with files can have."""
    limits = limits_of(settings())
    return min(limits.total_bytes, limits.number * limits.file_bytes) + AROUND


def _sent_meanwhile(visit: Visit) -> ResponseReturnValue:
    flash(visit.words.gettext("The answer has been sent meanwhile. Choose to change it before you add files."))
    return redirect(url_for("sending.receipt", hearing_id=visit.hearing.id), 303)


def _take(visit: Visit, file: FileStorage) -> str:
    """Put one file with the draft; return the sentence that it is refused with, with its name, or nothing."""
    name, limits = file.filename or "", limits_of(settings())
    folder, by = settings().attachments, visit.writer
    # Of one that is too large a byte more than is allowed is enough to tell.
    data = file.stream.read(limits.file_bytes + 1)
    try:
        attach(db(), folder, visit.hearing, visit.body, name, data, limits=limits, now=now(), author=by)
    except Refused as refused:
        return _with_name(visit, name, refused.message)
    return ""


def _with_name(visit: Visit, name: str, message: Message) -> str:
    shown = clean_name(name, "x").removesuffix(".x")
    extension = name.rpartition(".")[2]
    full = shown if shown.endswith(f".{extension}") or "." not in name else f"{shown}.{extension[:8]}"
    return visit.words.gettext("«{name}»: {reason}", name=full, reason=visit.words.say(message))


def _page(visit: Visit, refused: list[str] | None = None, *, code: int = 200) -> ResponseReturnValue:
    saved, limits = visit.saved(), limits_of(settings())
    html = render_template(
        "answer/attachments.html",
        visit=visit,
        hearing=visit.hearing,
        files=visit.attachments(),
        limits=_in_words(limits),
        full=len(visit.attachments()) >= limits.number,
        mark=visit.mark(saved),
        mistakes=[Mistake("_files", sentence) for sentence in refused or []],
    )
    return html, code


def _in_words(limits: Limits) -> str:
    words = reader()
    return words.gettext(
        "PDF, DOCX, ODT or XLSX. At most {number} files, {each} MB each and {total} MB together.",
        number=limits.number,
        each=limits.file_bytes // MEGABYTE,
        total=limits.total_bytes // MEGABYTE,
    )


def _read_off() -> None:
    """Read what is left of a request and throw it away, as far as is reasonable."""
    left = min(request.content_length or 0, READ_OFF * largest_upload())
    stream = request.environ["wsgi.input"]
    while left > 0 and (chunk := stream.read(min(left, MEGABYTE))):
        left -= len(chunk)
