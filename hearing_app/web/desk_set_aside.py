"""At the desk: saying of a part of a response that it needs no point, and points of what files say."""

from flask import abort, flash, redirect, request
from flask.typing import ResponseReturnValue

from hearing_app.answering.attachments import NotWhole, Refused, limits_of, text_of
from hearing_app.domain.attachment import Attachment
from hearing_app.domain.submission import Submission
from hearing_app.domain.vocabulary import Role
from hearing_app.treating.setting_aside import (
    Word,
    set_aside_amendment,
    set_aside_answer,
    set_aside_attachment,
    set_aside_paragraphs,
    set_aside_response,
    take_back,
)
from hearing_app.treating.splitting import AttachmentUnknown, NotVerbatim, add_from_attachment
from hearing_app.web.access import needs
from hearing_app.web.checks import clean_line, clean_text
from hearing_app.web.current import db, now, settings
from hearing_app.web.desk import desk, matter_or_404, user
from hearing_app.web.desk_submission import FromFile, received_or_404, submission_page, submission_url
from hearing_app.web.frame import reader

LONGEST_REASON = 500


@desk.post("/<hearing_id>/svar/<reference>/uten-punkt/")
@needs(Role.CASE_OFFICER)
def put_aside(hearing_id: str, reference: str) -> ResponseReturnValue:
    """Say that paragraphs, a proposed change, an answer, a file or everything that was answered needs no point."""
    received, item = received_or_404(hearing_id, reference), request.form.get("item", "")
    reason = clean_line(request.form.get("reason"))[:LONGEST_REASON]
    try:
        done = _say(received, item, Word(user().username, now(), reason))
    except AttachmentUnknown:
        abort(404)
    _ = reader().gettext
    if request.form.get("aside") == "paragraphs" and not request.form.getlist("paragraph"):
        flash(_("Tick the paragraphs first."), f"item-{item}")
    elif item:
        flash(_("No point here: noted.") if done else _("This was noted already."), f"item-{item}")
    else:
        flash(_("No point here: noted.") if done else _("This was noted already."))
    return redirect(submission_url(received, f"_item_{item}" if item else ""), 303)


def _say(received: Submission, item: str, word: Word) -> bool:
    """Store what the button says; anything unknown is a bad request."""
    how, _, which = request.form.get("aside", "").partition("-")
    if how == "paragraphs":
        return set_aside_paragraphs(db(), received, item, request.form.getlist("paragraph", type=int), word) > 0
    if how == "amendment" and which.isdecimal():
        return set_aside_amendment(db(), received, item, int(which), word)
    if how == "answer":
        return set_aside_answer(db(), received, item, word)
    if how == "file":
        return set_aside_attachment(db(), received, which, word)
    if how != "response":
        abort(400)
    return set_aside_response(db(), received, word)


@desk.post("/<hearing_id>/svar/<reference>/uten-punkt/<int(max=9223372036854775807):aside_id>/angre/")
@needs(Role.CASE_OFFICER)
def take_aside_back(hearing_id: str, reference: str, aside_id: int) -> ResponseReturnValue:
    """Take back that a part needs no point."""
    received, item = received_or_404(hearing_id, reference), request.form.get("item", "")
    _ = reader().gettext
    undone = take_back(db(), received, aside_id, actor=user().username, now=now())
    text = _("Taken back: it needs a point or a word again.") if undone else _("A colleague has taken it back already.")
    flash(text, f"item-{item}" if item else "message")
    return redirect(submission_url(received, f"_item_{item}" if item else ""), 303)


@desk.post("/<hearing_id>/svar/<reference>/vedlegg/<sha256>/punkt/")
@needs(Role.CASE_OFFICER)
def add_from_file(hearing_id: str, reference: str, sha256: str) -> ResponseReturnValue:
    """Make a point of words in a file; where its text can be read, they must stand in it."""
    matter, received = matter_or_404(hearing_id), received_or_404(hearing_id, reference)
    file = next((file for file in received.content.attachments if file.sha256 == sha256), None)
    item, quote = request.form.get("item", ""), clean_text(request.form.get("quote")).strip()
    if file is None or matter.hearing.item(item) is None:
        abort(404)
    text = _text_of(file)
    try:
        added = add_from_attachment(db(), received, sha256, item, quote, text=text, actor=user().username, now=now())
    except NotVerbatim:
        return submission_page(hearing_id, received, from_file=FromFile(sha256, item, quote), code=422)
    _ = reader().gettext
    if not added:
        flash(_("Nothing new was made: this is a point already."), f"item-{item}")
    elif text.strip():
        flash(_("A new point. Its words stand in the file."), f"item-{item}")
    else:
        flash(_("A new point. The file's text cannot be read here: compare the words with the file."), f"item-{item}")
    return redirect(submission_url(received, f"_points_{item}"), 303)


def _text_of(file: Attachment) -> str:
    """Return what stands in a file; nothing where it cannot be read, as of a scanned letter."""
    try:
        return text_of(settings().attachments, file, limits_of(settings()))
    except (Refused, NotWhole, OSError):
        return ""
