"""Sending: looking through, submitting, the receipt, and beginning a change."""

import hashlib
from contextlib import suppress
from dataclasses import dataclass, replace

from flask import Blueprint, abort, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import Form

from hearing_app.answering.receive import (
    MOST_VERSIONS,
    AnswersMissing,
    ApprovalNeeded,
    DeadlinePassed,
    DraftConflict,
    NothingAnswered,
    SentTooOften,
    receive_submission,
    save_draft,
)
from hearing_app.domain.attachment import Attachment
from hearing_app.domain.hearing import accepts_submissions
from hearing_app.domain.submission import Answer, Answering, PoliticalStanding
from hearing_app.mailing.receipt_parts import named_parts
from hearing_app.storage import journal, submissions
from hearing_app.storage.drafts import SavedDraft
from hearing_app.text import Words
from hearing_app.web import forms
from hearing_app.web.current import db, now, sender, settings
from hearing_app.web.form_page import Mistake, closed_page, mistakes, texts_outside, unsent
from hearing_app.web.frame import listen_for_language
from hearing_app.web.privacy import identity_places
from hearing_app.web.team import field_lines, item_lines, team_of
from hearing_app.web.visits import Visit, visit_to

sending = Blueprint("sending", __name__, url_prefix="/svar/<hearing_id>")
sending.before_request(listen_for_language)


class Incomplete(Exception):
    """Something that the form asks for is missing; the review page says what."""


class HearingEdited(Exception):
    """The hearing has been edited since, so that the same draft says something else than the review page showed."""


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
    if visit.saved() is None and visit.sent() is not None:
        return redirect(url_for("sending.receipt", hearing_id=hearing_id), 303)
    return review_page(visit)


def review_page(visit: Visit, *, note: Form | None = None, code: int = 200) -> ResponseReturnValue:
    """Show the answer as it is stored.

    Args:
        note: the approver's note as it was typed, where it could not be sent.
    """
    saved, sent, files = visit.saved(), visit.sent(), visit.attachments()
    team = team_of(visit, saved)
    filled, complete = _checked(visit, saved)
    said = forms.answers(visit.hearing, forms.typed(filled))
    no_remark = saved is not None and forms.says_no_remark(visit.hearing, saved.fields)
    missing = mistakes(filled, visit.hearing, visit.words)
    wrong = [Mistake("note", str(error)) for error in note["note"].errors] if note else []
    page = render_template(
        "answer/review.html",
        visit=visit,
        team=team,
        note=note,
        note_mistakes=wrong,
        written={item.id: item_lines(item, saved, team, visit) for item in visit.hearing.items},
        who_written=field_lines(list(forms.build_who_form(visit.words)()._fields), saved, team, visit),
        hearing=visit.hearing,
        form=filled,
        saved=saved,
        sent=sent,
        looked=Looked(said, no_remark),
        seen=_mark_of(said),
        mistakes=missing or wrong,
        files=files,
        attaches=settings().attachments_max > 0,
        empty=not any(said) and not no_remark and not files,
        complete=complete and (any(said) or no_remark or bool(files)),
        in_words=forms.in_words,
        outside=texts_outside(visit, filled, saved),
        standing=_standing(visit, filled),
        identity_in=identity_places(filled, visit.hearing, visit.words),
    )
    return page, code


@sending.post("/send/")
def send(hearing_id: str) -> ResponseReturnValue:
    """Submit the draft that was looked through; the use case decides whether it is in time."""
    visit = visit_to(hearing_id)
    visit.check_mark(request.form.get("base_revision", ""))
    files = visit.attachments()  # first: a click that comes while another one sends still knows them
    saved = visit.saved()
    if saved is None:
        return redirect(url_for("answering.form", hearing_id=hearing_id), 303)
    try:
        _receive(visit, saved, files)
    except DeadlinePassed:
        return closed_page(visit, just_saved=True)
    except (Incomplete, AnswersMissing, NothingAnswered):
        return redirect(url_for("sending.review", hearing_id=hearing_id), 303)
    except (ApprovalNeeded, DraftConflict, HearingEdited, SentTooOften) as reason:
        flash(_why_not(reason, visit.words))
        return redirect(url_for("sending.review", hearing_id=hearing_id), 303)
    return redirect(url_for("sending.receipt", hearing_id=hearing_id), 303)


def _why_not(reason: Exception, words: Words) -> str:
    """Return why an answer that was looked through has not been sent, and what to do."""
    _ = words.gettext
    if isinstance(reason, ApprovalNeeded):
        return _("{name} approves this answer before it is sent. Send it to approval.", name=reason.approver.name)
    if isinstance(reason, HearingEdited):
        return _(
            "The hearing has been edited since you looked through your answer. Look through it again before you send."
        )
    if isinstance(reason, SentTooOften):
        return _(
            "The answer has been sent {number} times in a day. What was sent last counts. Send this version tomorrow, "
            "or turn to the secretariat.",
            number=MOST_VERSIONS,
        )
    return _("The answer has been changed since you looked through it. Look through it again before you send.")


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
        parts=named_parts(sent, visit.hearing, visit.words),
        earlier=submissions.of_body(db(), hearing_id, visit.body.id)[1:],
        is_open=accepts_submissions(visit.hearing, now()),
        begun=saved is not None,
        draft=unsent(visit, saved, sent, visit.words) or (saved and visit.attachments() != sent.content.attachments),
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
            save_draft(db(), visit.hearing, visit.body, fields, base_revision=0, now=now(), version=sent.version)
    return redirect(url_for("answering.form", hearing_id=hearing_id), 303)


def _standing(visit: Visit, filled: Form) -> PoliticalStanding | None:
    """Return who stands behind the answer, or None of a guest's, and where the fields that say it are not right."""
    if visit.hearing.guest or any(filled[name].errors for name in forms.STANDING_FIELDS):
        return None
    return forms.standing(forms.typed(filled))


def _mark_of(said: tuple[Answer, ...]) -> str:
    """Return what the review page carries to tell which answers it showed."""
    return hashlib.sha256(repr(said).encode()).hexdigest()


def is_complete(visit: Visit, saved: SavedDraft) -> bool:
    """Tell whether a draft lacks nothing that is asked for when it is sent."""
    said = forms.answers(visit.hearing, saved.fields)
    something = any(said) or forms.says_no_remark(visit.hearing, saved.fields) or bool(visit.attachments())
    return _checked(visit, saved)[1] and something


def _checked(visit: Visit, saved: SavedDraft | None) -> tuple[Form, bool]:
    """Return the form with what is saved, and whether it can be sent as it is."""
    filled = forms.build_form(visit.hearing, visit.words)(data=saved.fields if saved else {})
    no_remark = saved is not None and forms.says_no_remark(visit.hearing, saved.fields)
    return filled, filled.validate(forms.sending_checks(visit.hearing, visit.words, no_remark=no_remark))


def _receive(visit: Visit, saved: SavedDraft, files: tuple[Attachment, ...]) -> None:
    """Hand the draft in; the deadline goes before everything else, for nothing more can be corrected after it."""
    if not accepts_submissions(visit.hearing, now()):
        raise DeadlinePassed
    if request.form.get("base_revision") != visit.mark(saved):
        raise DraftConflict(saved)
    filled, complete = _checked(visit, saved)
    if not complete:
        raise Incomplete
    said = forms.content(visit.hearing, forms.typed(filled) | forms.mark_of(saved.fields))
    if request.form.get("seen", seen := _mark_of(said.answers)) != seen:
        raise HearingEdited
    receive_submission(
        db(),
        visit.hearing,
        visit.body,
        replace(said, attachments=files),
        words=visit.words,
        sender=sender(),
        now=now(),
        draft_revision=saved.revision,
        by=visit.writer,
        files=settings().attachments,
    )
