"""Sending: looking through, submitting, the receipt, and beginning a change."""

from contextlib import suppress
from dataclasses import dataclass

from flask import Blueprint, abort, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import Form

from hearing_app.domain.hearing import accepts_submissions
from hearing_app.domain.submission import Answer, Answering
from hearing_app.receive import (
    AnswersMissing,
    DeadlinePassed,
    DraftConflict,
    NothingAnswered,
    receive_submission,
    save_draft,
)
from hearing_app.storage import journal, submissions
from hearing_app.storage.drafts import SavedDraft
from hearing_app.web import forms
from hearing_app.web.current import db, now, sender
from hearing_app.web.form_page import closed_page, mistakes, texts_outside, unsent
from hearing_app.web.frame import listen_for_language
from hearing_app.web.visits import Visit, visit_to

sending = Blueprint("sending", __name__, url_prefix="/svar/<hearing_id>")
sending.before_request(listen_for_language)


class Incomplete(Exception):
    """Something that the form asks for is missing; the review page says what."""


@dataclass(frozen=True)
class Looked(Answering):
    """The answers as the review page reads them."""

    answers: tuple[Answer, ...]
    no_remark: bool


@sending.get("/gjennomga/")
def review(hearing_id: str) -> ResponseReturnValue:
    """Show everything once more, what is missing, and what happens next."""
    visit = visit_to(hearing_id)
    if not accepts_submissions(visit.hearing, now()):
        return closed_page(visit)
    saved, sent = visit.saved(), visit.sent()
    if saved is None and sent is not None:
        return redirect(url_for("sending.receipt", hearing_id=hearing_id), 303)
    filled, complete = _checked(visit, saved)
    said = forms.answers(visit.hearing, forms.typed(filled))
    no_remark = saved is not None and forms.says_no_remark(visit.hearing, saved.fields)
    return render_template(
        "answer/review.html",
        visit=visit,
        hearing=visit.hearing,
        form=filled,
        saved=saved,
        sent=sent,
        looked=Looked(said, no_remark),
        mistakes=mistakes(filled, visit.hearing, visit.words),
        empty=not any(said) and not no_remark,
        complete=complete and (any(said) or no_remark),
        in_words=forms.in_words,
        outside=texts_outside(visit, filled, saved),
    )


@sending.post("/send/")
def send(hearing_id: str) -> ResponseReturnValue:
    """Submit the draft that was looked through; the use case decides whether it is in time."""
    visit = visit_to(hearing_id)
    visit.check_mark(request.form.get("base_revision", ""))
    saved = visit.saved()
    if saved is None:
        return redirect(url_for("answering.form", hearing_id=hearing_id), 303)
    try:
        _receive(visit, saved)
    except DeadlinePassed:
        return closed_page(visit, just_saved=True)
    except (Incomplete, AnswersMissing, NothingAnswered):
        return redirect(url_for("sending.review", hearing_id=hearing_id), 303)
    except DraftConflict:
        _ = visit.words.gettext
        flash(_("The answer has been changed since you looked through it. Look through it again before you send."))
        return redirect(url_for("sending.review", hearing_id=hearing_id), 303)
    return redirect(url_for("sending.receipt", hearing_id=hearing_id), 303)


@sending.get("/kvittering/")
def receipt(hearing_id: str) -> ResponseReturnValue:
    """Show what was received, when, and under which number."""
    visit = visit_to(hearing_id)
    sent, saved = visit.sent(), visit.saved()
    if sent is None:
        return redirect(url_for("answering.form", hearing_id=hearing_id), 303)
    return render_template(
        "answer/receipt.html",
        visit=visit,
        hearing=visit.hearing,
        sent=sent,
        entry=journal.by_reference(db(), sent.reference),
        is_open=accepts_submissions(visit.hearing, now()),
        begun=saved is not None,
        draft=unsent(visit, saved, sent, visit.words),
        mark=visit.mark(saved),
    )


@sending.get("/kvittering/<reference>.json")
def payload(hearing_id: str, reference: str) -> ResponseReturnValue:
    """Send exactly what was received; only the body itself gets it here."""
    visit = visit_to(hearing_id)
    sent = submissions.by_reference(db(), reference)
    if sent is None or (sent.hearing, sent.body) != (hearing_id, visit.body.id):
        abort(404)
    response = make_response(sent.payload)
    response.mimetype = "application/json"
    response.headers["Content-Disposition"] = f'attachment; filename="{sent.reference}.json"'
    return response


@sending.post("/endre/")
def change(hearing_id: str) -> ResponseReturnValue:
    """Begin a new version from what was sent; what was sent stands until the new one is sent."""
    visit = visit_to(hearing_id)
    visit.check_mark(request.form.get("base_revision", ""))
    sent = visit.sent()
    if not accepts_submissions(visit.hearing, now()):
        return closed_page(visit)
    if sent is not None and visit.saved() is None:
        fields = forms.fields_of(visit.hearing, sent.content)
        with suppress(DraftConflict):  # a colleague began at the same moment: then that draft is the one to go on with
            save_draft(db(), visit.hearing, visit.body, fields, base_revision=0, now=now())
    return redirect(url_for("answering.form", hearing_id=hearing_id), 303)


def _checked(visit: Visit, saved: SavedDraft | None) -> tuple[Form, bool]:
    """Return the form with what is saved, and whether it can be sent as it is."""
    filled = forms.build_form(visit.hearing, visit.words)(data=saved.fields if saved else {})
    no_remark = saved is not None and forms.says_no_remark(visit.hearing, saved.fields)
    return filled, filled.validate(forms.sending_checks(visit.hearing, visit.words, no_remark=no_remark))


def _receive(visit: Visit, saved: SavedDraft) -> None:
    """Hand the draft in; the deadline goes before everything else, for nothing more can be corrected after it."""
    if not accepts_submissions(visit.hearing, now()):
        raise DeadlinePassed
    if request.form.get("base_revision") != visit.mark(saved):
        raise DraftConflict(saved)
    filled, complete = _checked(visit, saved)
    if not complete:
        raise Incomplete
    receive_submission(
        db(),
        visit.hearing,
        visit.body,
        forms.content(visit.hearing, forms.typed(filled) | forms.mark_of(saved.fields)),
        words=visit.words,
        sender=sender(),
        now=now(),
        draft_revision=saved.revision,
    )
