"""Approval: sending the answer to the one who approves it, and sending it back with a note."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import Forbidden
from wtforms import Form, TextAreaField

from hearing_app.answering.approval import NoApprover, NothingToReturn, ask_for_approval, send_back
from hearing_app.answering.receive import DraftConflict
from hearing_app.domain.hearing import accepts_submissions
from hearing_app.web.checks import LONGEST_TEXT, at_most, clean_text, filled_in
from hearing_app.web.current import db, now, sender
from hearing_app.web.form_page import closed_page
from hearing_app.web.sending import is_complete, review_page, sending
from hearing_app.web.team import person, team_of
from hearing_app.web.visits import Visit, language_of, visit_to


@sending.get("/godkjenning/")
@sending.get("/godkjenning/tilbake/")
def back_to_review(hearing_id: str) -> ResponseReturnValue:
    """Lead whoever loads the address of a button anew to the page that has it."""
    return redirect(url_for("sending.review", hearing_id=hearing_id), 303)


@sending.post("/godkjenning/")
def ask(hearing_id: str) -> ResponseReturnValue:
    """Send the answer that was looked through to the approver."""
    visit = visit_to(hearing_id)
    visit.check_mark(request.form.get("base_revision", ""))
    if not accepts_submissions(visit.hearing, now()):
        return closed_page(visit, just_saved=True)
    saved = visit.saved()
    if saved is not None and is_complete(visit, saved) and not team_of(visit, saved).approves:
        _ask(visit)
    return redirect(url_for("sending.review", hearing_id=hearing_id), 303)


@sending.post("/godkjenning/tilbake/")
def give_back(hearing_id: str) -> ResponseReturnValue:
    """Send the answer back with a note, which may not be empty."""
    visit = visit_to(hearing_id)
    visit.check_mark(request.form.get("base_revision", ""))
    if not accepts_submissions(visit.hearing, now()):
        return closed_page(visit, just_saved=True)
    if visit.colleague is None or not team_of(visit, visit.saved()).approves:
        raise Forbidden
    note = note_form(visit)
    if not note.validate():
        return review_page(visit, note=note, code=422)
    _ = visit.words.gettext
    try:
        send_back(
            db(),
            visit.hearing,
            visit.body,
            approver=visit.colleague,
            note=note["note"].data.strip(),
            words=language_of(visit.body, visit.hearing),
            sender=sender(),
            now=now(),
        )
    except NothingToReturn:
        flash(_("The answer is not with you for approval any more, so the note was not sent. It stands below."))
        return review_page(visit, note=note, code=409)
    except NoApprover as error:
        raise Forbidden from error
    flash(_("The answer has been sent back. The note stands on the form, and has been sent by mail."))
    return redirect(url_for("answering.form", hearing_id=hearing_id), 303)


def note_form(visit: Visit) -> Form:
    """Return the form for the note, with what was typed."""
    words = visit.words
    _ = words.gettext

    class NoteForm(Form):
        note = TextAreaField(
            _("Note to those who write"),
            [
                filled_in(_("Write a note that says what has to be done before you approve the answer.")),
                at_most(LONGEST_TEXT, words),
            ],
            filters=[clean_text],
        )

    return NoteForm(request.form)


def _ask(visit: Visit) -> None:
    """Ask for the approval of what was looked through, and tell where that was not possible."""
    _, words = visit.words.gettext, language_of(visit.body, visit.hearing)
    try:
        mailed = ask_for_approval(
            db(),
            visit.hearing,
            visit.body,
            writer=visit.writer,
            asker=person(visit.writer, visit, words),
            draft_revision=visit.revision_of(request.form.get("base_revision", "")),
            words=words,
            sender=sender(),
            now=now(),
        )
    except DraftConflict:
        flash(_("The answer has been changed since you looked through it. Look through it again before you send."))
    except NoApprover:
        flash(_("Nobody approves the answer any more. You can send it yourself."))
    else:
        if not mailed:
            flash(
                _(
                    "The approver has had many mails today, so no more is sent. Tell them yourself that the answer "
                    "waits."
                )
            )
