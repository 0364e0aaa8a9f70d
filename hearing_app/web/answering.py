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
from hearing_app.web.form_page import Opened, closed_page, field_names, form_page
from hearing_app.web.frame import choose_language, listen_for_language, reader
from hearing_app.web.kept import posted
from hearing_app.web.merging import Merged, merge
from hearing_app.web.visits import HearingUnknown, HearingUnreadable, LinkNeeded, OtherBody, Visit, remember, visit_to

answering = Blueprint("answering", __name__, url_prefix="/svar")
answering.before_request(listen_for_language)


class FieldsConflict(Exception):
    """Two have changed the same field; `current` is what is stored, `merged` what comes of the other fields."""

    def __init__(self, current: SavedDraft, merged: Merged) -> None:
        """Take both."""
        super().__init__(", ".join(merged.conflicts))
        self.current = current
        self.merged = merged


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
        return _refused(visit, filled) if is_open else closed_page(visit, unsaved=True)
    try:
        saved, taken = _save(visit, filled)
    except FieldsConflict as conflict:
        return _both(visit, filled, conflict) if is_open else closed_page(visit, unsaved=True)
    return _after_saving(visit, saved, taken) if is_open else closed_page(visit, just_saved=saved is not None)


def _refused(visit: Visit, filled: Form) -> ResponseReturnValue:
    """Show the form with every mistake that is known now; it still builds on what it was opened with."""
    if request.form.get("action") == "review":
        filled.validate(forms.sending_checks(visit.hearing, visit.words))
    opened = Opened(request.form.get("base_revision", ""), request.form.get("base_fields", ""))
    return form_page(visit, filled, visit.saved(), opened=opened, code=422)


def _both(visit: Visit, filled: Form, conflict: FieldsConflict) -> ResponseReturnValue:
    """Show the form as it has become, with the other text beside each field that both have changed."""
    shown = forms.build_form(visit.hearing, visit.words)(data=conflict.merged.fields)
    theirs = {
        name: forms.in_words(filled[name], conflict.current.fields.get(name, "")) for name in conflict.merged.conflicts
    }
    return form_page(visit, shown, conflict.current, theirs=theirs, code=409)


def _save(visit: Visit, filled: Form) -> tuple[SavedDraft | None, tuple[str, ...]]:
    """Save what stands in the form, and texts on items that the hearing no longer has; None of an empty form.

    Returns:
        What is stored now, and the fields that somebody else has changed meanwhile and that were taken over.

    Raises:
        FieldsConflict: somebody else has changed the same field.
    """
    saved = visit.saved()
    fields = forms.typed(filled)
    fields |= forms.outside(filled, request.form, saved.fields if saved else {})
    if saved is None and not any(fields.values()):
        return None, ()
    taken: tuple[str, ...] = ()
    base = visit.revision_of(request.form.get("base_revision", ""))
    mine, opened = dict(fields), request.form.get("base_fields", "")
    while True:
        try:
            return save_draft(db(), visit.hearing, visit.body, fields, base_revision=base, now=now()), taken
        except DraftConflict as conflict:
            if conflict.current is None:
                raise
            merged = merge(mine, conflict.current.fields, opened, shown=filled._fields)
            if merged.conflicts:
                raise FieldsConflict(conflict.current, merged) from conflict
            fields, taken, base = merged.fields, merged.taken, conflict.current.revision


def _after_saving(visit: Visit, saved: SavedDraft | None, taken: tuple[str, ...]) -> ResponseReturnValue:
    action = request.form.get("action", "")
    choose_language(action.removeprefix("language-"))
    words = reader()
    _ = words.gettext
    if taken:
        form = forms.build_form(visit.hearing, words)()
        names = words.listed(list(field_names(form, taken, visit.hearing, words)))
        flash(_("This had been changed in another window or by a colleague, and was kept: {fields}", fields=names))
    if action == "review":
        return redirect(url_for("sending.review", hearing_id=visit.hearing.id), 303)
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
