"""Answering: from the personal link to a saved draft."""

from collections.abc import Collection, Mapping
from contextlib import suppress

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response
from wtforms import Form

from hearing_app.answering.guests import may_answer
from hearing_app.answering.late_links import links_are_given
from hearing_app.answering.receive import DraftConflict, save_draft
from hearing_app.domain.hearing import accepts_submissions
from hearing_app.domain.submission import Submission
from hearing_app.inviting.extend import own_hearing
from hearing_app.inviting.invite import LinkUnknown, look_up_link, open_link
from hearing_app.storage import guests
from hearing_app.storage.drafts import SavedDraft
from hearing_app.storage.invitations import Invitation
from hearing_app.web import forms
from hearing_app.web.current import db, is_public, library, now
from hearing_app.web.form_page import Opened, closed_page, field_names, form_page
from hearing_app.web.frame import choose_language, listen_for_language, read_in, reader
from hearing_app.web.kept import posted
from hearing_app.web.merging import Merged, merge
from hearing_app.web.opened import BACK, bound, shown_again
from hearing_app.web.visits import (
    HearingUnknown,
    HearingUnreadable,
    LinkNeeded,
    OtherBody,
    Visit,
    holds,
    language_of,
    remember,
    visit_to,
)

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
def show_invitation(token: str) -> ResponseReturnValue:
    """Show the button that opens the form; a mail scanner, which follows links but posts nothing, stops here.

    Nothing is noted and nobody is let in, however often the page is looked at. Who has pressed the button before in
    this browser goes straight on.
    """
    try:
        invitation = look_up_link(db(), token)
    except LinkUnknown:
        return _unknown_link()
    if holds(invitation, token):
        return _leak_nothing(_to_form(invitation), 303)
    matter = library().last_good(invitation.hearing)
    guest = guests.by_id(db(), invitation.body)
    body = guest.body if guest else matter.hearing.invited_body(invitation.body) if matter else None
    if matter and body:
        read_in(language_of(body, matter.hearing).language)
    chosen = request.args.get("lang", "")
    hearing = own_hearing(db(), matter.hearing, invitation.body) if matter else None
    page = render_template("answer/open.html", hearing=hearing, body=body, token=token, chosen=chosen)
    # The whole address would tell the token; without any at all the check of the posted form fails over HTTPS.
    return page, 200, {"Referrer-Policy": "strict-origin"}


@answering.post("/i/<token>")
def open_invitation(token: str) -> ResponseReturnValue:
    """Take the token out of the address: from here on the session knows who answers."""
    try:
        invitation = open_link(db(), token, now=now())
    except LinkUnknown:
        return _unknown_link()
    remember(invitation, token)
    choose_language(request.form.get("form_language"))
    return _leak_nothing(_to_form(invitation), 303)


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
        no_remark = saved is not None and forms.says_no_remark(visit.hearing, saved.fields)
        filled.validate(forms.sending_checks(visit.hearing, visit.words, no_remark=no_remark))
    return form_page(visit, filled, saved)


@answering.post("/<hearing_id>/")
def save(hearing_id: str) -> ResponseReturnValue:
    """Save what was typed, whatever the hour, and go where the button says."""
    visit = visit_to(hearing_id)
    visit.check_mark(request.form.get("base_revision", ""))
    filled = bound(visit.hearing, visit.words, request.form)
    is_open = accepts_submissions(visit.hearing, now())
    if not filled.validate():
        return _refused(visit, filled) if is_open else closed_page(visit, unsaved=True)
    try:
        saved, taken = save_form(visit, filled)
    except FieldsConflict as conflict:
        return _both(visit, filled, conflict) if is_open else closed_page(visit, unsaved=True)
    return _after_saving(visit, saved, taken) if is_open else closed_page(visit, just_saved=saved is not None)


def _refused(visit: Visit, filled: Form) -> ResponseReturnValue:
    """Show the form with every mistake that is known now; it still builds on what it was opened with."""
    if request.form.get("action") == "review":
        filled.validate(forms.sending_checks(visit.hearing, visit.words))
    base = shown_again(request.form.get("base_fields", ""), visit.hearing)
    opened = Opened(request.form.get("base_revision", ""), base)
    return form_page(visit, filled, visit.saved(), opened=opened, code=422)


def _both(visit: Visit, filled: Form, conflict: FieldsConflict) -> ResponseReturnValue:
    """Show the form as it has become, with the other text beside each field that both have changed."""
    shown = forms.build_form(visit.hearing, visit.words)(data=conflict.merged.fields)
    theirs = {
        name: forms.in_words(filled[name], conflict.current.fields.get(name, "")) for name in conflict.merged.conflicts
    }
    return form_page(visit, shown, conflict.current, theirs=theirs, code=409)


def save_form(visit: Visit, filled: Form) -> tuple[SavedDraft | None, tuple[str, ...]]:
    """Save what stands in the form, and texts on items that the hearing no longer has; None of an empty form.

    Returns:
        What is stored now, and the fields that somebody else has changed meanwhile and that were taken over.

    Raises:
        FieldsConflict: somebody else has changed the same field.
    """
    saved = visit.saved()
    fields = forms.typed(filled)
    fields |= forms.outside(filled, request.form, saved.fields if saved else {})
    fields |= forms.mark_of(saved.fields if saved else {})
    if saved is None and not any(fields.values()):
        return None, ()
    return store(visit, fields, shown=filled._fields)


def store(visit: Visit, fields: Mapping[str, str], *, shown: Collection[str]) -> tuple[SavedDraft, tuple[str, ...]]:
    """Save the fields of a form, put together with what somebody else has saved since it was opened.

    Args:
        shown: the fields that stand in the form.

    Returns:
        What is stored now, and the shown fields that only somebody else has changed.

    Raises:
        FieldsConflict: somebody else has changed the same field.
    """
    mine = forms.settled(visit.hearing, fields)
    opened = request.form.get("base_fields", "")
    while True:
        sent = visit.sent()
        other, base = _meanwhile(visit, sent)
        merged = merge(mine, other.fields, opened, shown=shown) if other else Merged(mine, (), ())
        if other and merged.conflicts:
            raise FieldsConflict(other, merged)
        kept, version = forms.settled(visit.hearing, merged.fields), sent.version if sent else 0
        with suppress(DraftConflict):  # somebody was faster still: look again
            saved = save_draft(
                db(),
                visit.hearing,
                visit.body,
                kept,
                base_revision=base,
                now=now(),
                author=visit.writer,
                version=version,
            )
            return saved, tuple(name for name in merged.taken if name in shown)


def _meanwhile(visit: Visit, sent: Submission | None) -> tuple[SavedDraft | None, int]:
    """Return what somebody else has stored since the form was opened, None where nobody has, and what to build on.

    Where the answer has been sent, the draft that it was sent from is gone, and with it what the form was opened with.
    A form that is saved then begins a change of what was sent, and must not take back what stood in the draft alone.
    """
    saved, mark = visit.saved(), request.form.get("base_revision", "")
    if saved is not None:
        return (None if saved.revision == visit.revision_of(mark) else saved), saved.revision
    if sent is None or not visit.sent_since(mark):
        return None, 0
    return SavedDraft(forms.fields_of(visit.hearing, sent.content), 0, sent.received_at), 0


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
    if action == "attachments":
        return redirect(url_for("attaching.page", hearing_id=visit.hearing.id), 303)
    if action == "word":
        return redirect(url_for("word_forms.page", hearing_id=visit.hearing.id), 303)
    if action == forms.NO_REMARK:
        return redirect(url_for("without_remark.short_page", hearing_id=visit.hearing.id), 303)
    if saved is not None:
        flash(_("Saved {moment}. You can go on now, or come back by the same link.", moment=saved.saved_at))
    section = action.removeprefix(BACK) if action.startswith(BACK) else None
    return redirect(url_for("answering.form", hearing_id=visit.hearing.id, _anchor=section), 303)


@answering.app_errorhandler(LinkNeeded)
def link_needed(error: LinkNeeded) -> ResponseReturnValue:
    """Explain that answering takes the personal link, and where to turn; keep what was posted."""
    open_to_all = may_answer(error.hearing, now())
    page = render_template(
        "answer/link_needed.html", hearing=error.hearing, open_to_all=open_to_all, kept=posted(reader())
    )
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


def _to_form(invitation: Invitation) -> Response:
    return redirect(url_for("answering.form", hearing_id=invitation.hearing), 303)


def _unknown_link() -> ResponseReturnValue:
    """Tell what to do, and the hearings that anybody knows to be open: a new link can be had to each of them."""
    found = (library().last_good(hearing_id) for hearing_id in library().hearing_ids())
    hearings = [m.hearing for m in found if m and is_public(m.hearing) and links_are_given(db(), m.hearing, now())]
    return _leak_nothing(render_template("answer/unknown_link.html", hearings=hearings), 404)


def _leak_nothing(page: str | Response, code: int) -> ResponseReturnValue:
    """Send `page` so that no later request names the address with the token."""
    return page, code, {"Referrer-Policy": "no-referrer"}
