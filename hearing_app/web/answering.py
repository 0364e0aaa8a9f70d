"""Answering: from the personal link to a saved draft."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response
from wtforms import Form

from hearing_app.domain.hearing import accepts_submissions
from hearing_app.invite import LinkUnknown, open_link
from hearing_app.receive import DraftConflict, save_draft
from hearing_app.storage.drafts import SavedDraft
from hearing_app.web import forms
from hearing_app.web.current import db, now
from hearing_app.web.form_page import closed_page, form_page
from hearing_app.web.frame import choose_language, listen_for_language, reader
from hearing_app.web.kept import posted
from hearing_app.web.visits import HearingUnknown, HearingUnreadable, LinkNeeded, OtherBody, Visit, remember, visit_to

answering = Blueprint("answering", __name__, url_prefix="/svar")
answering.before_request(listen_for_language)


@answering.get("/i/<token>")
def open_invitation(token: str) -> ResponseReturnValue:
    """Take the token out of the address: from here on the session knows who answers."""
    try:
        invitation = open_link(db(), token, now=now())
    except LinkUnknown:
        return _leak_nothing(render_template("answer/unknown_link.html"), 404)
    remember(invitation, token)
    return _leak_nothing(redirect(url_for("answering.form", hearing_id=invitation.hearing), 303), 303)


@answering.get("/<hearing_id>/")
def form(hearing_id: str) -> ResponseReturnValue:
    """Show the form with what has been saved, the receipt where all is sent, or that the hearing is closed."""
    visit = visit_to(hearing_id)
    saved = visit.saved()
    if not accepts_submissions(visit.hearing, now()):
        return closed_page(visit)
    if saved is None and visit.sent() is not None:
        return redirect(url_for("sending.receipt", hearing_id=hearing_id), 303)
    filled = forms.build_form(visit.hearing, visit.words)(data=saved.fields if saved else {})
    if "kontroll" in request.args:
        filled.validate(forms.sending_checks(visit.hearing, visit.words))
    return form_page(visit, filled, saved)


@answering.post("/<hearing_id>/")
def save(hearing_id: str) -> ResponseReturnValue:
    """Save what was typed, whatever the hour, and go where the button says."""
    visit = visit_to(hearing_id)
    visit.check_mark(request.form.get("base_revision", ""))
    filled = forms.build_form(visit.hearing, visit.words)(request.form)
    is_open = accepts_submissions(visit.hearing, now())
    if not filled.validate():
        return form_page(visit, filled, visit.saved(), code=422) if is_open else closed_page(visit, unsaved=True)
    try:
        saved = _save(visit, filled)
    except DraftConflict as conflict:
        if not is_open:
            return closed_page(visit, unsaved=True)
        return form_page(visit, filled, conflict.current, colleague=conflict.current, code=409)
    return _after_saving(visit, saved) if is_open else closed_page(visit, just_saved=saved is not None)


def _save(visit: Visit, filled: Form) -> SavedDraft | None:
    """Save what stands in the form, and texts on items that the hearing no longer has; None of an empty form."""
    saved = visit.saved()
    fields = forms.typed(filled)
    fields |= forms.outside(filled, request.form, saved.fields if saved else {})
    if saved is None and not any(fields.values()):
        return None
    base = visit.revision_of(request.form.get("base_revision", ""))
    return save_draft(db(), visit.hearing, visit.body, fields, base_revision=base, now=now())


def _after_saving(visit: Visit, saved: SavedDraft | None) -> ResponseReturnValue:
    action = request.form.get("action", "")
    if action == "review":
        return redirect(url_for("sending.review", hearing_id=visit.hearing.id), 303)
    choose_language(action.removeprefix("language-"))
    _ = reader().gettext
    if saved is not None:
        flash(_("Saved {moment}. You can go on now, or come back by the same link.", moment=saved.saved_at))
    return redirect(url_for("answering.form", hearing_id=visit.hearing.id), 303)


@answering.app_errorhandler(LinkNeeded)
def link_needed(error: LinkNeeded) -> ResponseReturnValue:
    """Explain that answering takes the personal link, and where to turn; keep what was posted."""
    page = render_template("answer/link_needed.html", hearing=error.hearing, kept=posted(reader()))
    return page, 403 if request.method == "POST" else 200


@answering.app_errorhandler(HearingUnknown)
def hearing_unknown(_error: HearingUnknown) -> ResponseReturnValue:
    """Tell nothing of what there might be."""
    return render_template("app/error.html", code=404, kept=posted(reader())), 404


@answering.app_errorhandler(HearingUnreadable)
def hearing_unreadable(_error: HearingUnreadable) -> ResponseReturnValue:
    """Tell that the secretariat must correct something first, and that nothing is lost meanwhile."""
    return render_template("answer/unreadable.html", kept=posted(reader())), 503


@answering.app_errorhandler(OtherBody)
def other_body(error: OtherBody) -> ResponseReturnValue:
    """Tell which body this browser answers for now, and keep what was posted for the other one."""
    return render_template("answer/other_body.html", error=error, kept=posted(reader())), 409


def _leak_nothing(page: str | Response, code: int) -> ResponseReturnValue:
    """Send `page` so that no later request names the address with the token."""
    return page, code, {"Referrer-Policy": "no-referrer"}
