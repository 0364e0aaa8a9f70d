"""«Uten merknad»: the short way. One page asks who answers, and then comes the review."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import Form

from hearing_app.domain.hearing import accepts_submissions
from hearing_app.storage import drafts, submissions
from hearing_app.storage.drafts import SavedDraft
from hearing_app.web import forms
from hearing_app.web.answering import FieldsConflict, store
from hearing_app.web.current import db, now
from hearing_app.web.form_page import Opened, closed_page, mistakes
from hearing_app.web.frame import listen_for_language
from hearing_app.web.merging import base_of
from hearing_app.web.privacy import privacy_notice
from hearing_app.web.team import team_of, tell_authors
from hearing_app.web.visits import Visit, visit_to

without_remark = Blueprint("without_remark", __name__, url_prefix="/svar/<hearing_id>/uten-merknad")
without_remark.before_request(listen_for_language)

WHO = (forms.NAME, forms.ROLE, forms.EMAIL, forms.LEVEL, forms.ORGAN, forms.DAY, forms.CASE)
FROM_ANOTHER = (forms.NAME, forms.ROLE, forms.EMAIL, forms.LEVEL, forms.ORGAN)
"""What is the same from hearing to hearing; a day and a case number belong to one hearing alone."""


@without_remark.get("/")
def short_page(hearing_id: str) -> ResponseReturnValue:
    """Ask who answers, filled in from what the body has written before."""
    visit = visit_to(hearing_id)
    if not accepts_submissions(visit.hearing, now()):
        return closed_page(visit)
    saved = visit.saved()
    if not visit.hearing.takes_no_remark or (saved is None and visit.sent() is not None):
        return redirect(url_for("answering.form", hearing_id=hearing_id), 303)
    if saved is not None and any(forms.answers(visit.hearing, saved.fields)):
        return _something_is_written(visit)
    own = _who(saved.fields) if saved else {}
    earlier = {} if any(own.values()) else _earlier(visit)
    filled = forms.build_who_form(visit.words)(data=own if any(own.values()) else earlier)
    if "kontroll" in request.args:
        filled.validate(forms.who_checks(visit.words))
    return _page(visit, filled, saved, earlier=bool(earlier))


@without_remark.post("/")
def save(hearing_id: str) -> ResponseReturnValue:
    """Save who answers and that there is no remark, and go on to the review."""
    visit = visit_to(hearing_id)
    visit.check_mark(request.form.get("base_revision", ""))
    filled = forms.build_who_form(visit.words)(request.form)
    is_open = accepts_submissions(visit.hearing, now())
    opened = Opened(request.form.get("base_revision", ""), request.form.get("base_fields", ""))
    if not filled.validate():
        filled.validate(forms.who_checks(visit.words))
        return _page(visit, filled, visit.saved(), opened=opened, code=422) if is_open else _too_late(visit)
    try:
        saved = _save(visit, filled)
    except FieldsConflict as conflict:
        return _both(visit, filled, conflict) if is_open else _too_late(visit)
    if not is_open:
        return closed_page(visit, just_saved=True)
    if not forms.says_no_remark(visit.hearing, saved.fields):
        return _something_is_written(visit)
    if not filled.validate(forms.who_checks(visit.words)):
        return _page(visit, filled, saved, code=422)
    return redirect(url_for("sending.review", hearing_id=hearing_id), 303)


def _save(visit: Visit, filled: Form) -> SavedDraft:
    """Save the page's fields beside whatever else the draft holds; nothing that somebody wrote is thrown away."""
    saved = visit.saved()
    fields = {**(saved.fields if saved else {}), **forms.typed(filled), forms.NO_REMARK: forms.YES}
    return store(visit, fields, shown=filled._fields)[0]


def _too_late(visit: Visit) -> ResponseReturnValue:
    return closed_page(visit, unsaved=True)


def _something_is_written(visit: Visit) -> ResponseReturnValue:
    """Lead to the form: an answer that says something is not one without remarks."""
    _ = visit.words.gettext
    flash(_("Something is written in the form, so the answer is not without remarks. Send it, or empty the fields."))
    return redirect(url_for("answering.form", hearing_id=visit.hearing.id), 303)


def _both(visit: Visit, filled: Form, conflict: FieldsConflict) -> ResponseReturnValue:
    """Show the page with the other text beside each field that both have changed."""
    theirs = {
        name: forms.in_words(filled[name], conflict.current.fields.get(name, "")) for name in conflict.merged.conflicts
    }
    shown = forms.build_who_form(visit.words)(data=conflict.merged.fields)
    return _page(visit, shown, conflict.current, theirs=theirs, code=409)


def _page(
    visit: Visit,
    form: Form,
    saved: SavedDraft | None,
    *,
    opened: Opened | None = None,
    theirs: dict[str, str] | None = None,
    earlier: bool = False,
    code: int = 200,
) -> ResponseReturnValue:
    team = team_of(visit, saved)
    tell_authors(form, team, visit, saved, conflicts=theirs)
    page = render_template(
        "answer/without_remark.html",
        visit=visit,
        team=team,
        hearing=visit.hearing,
        form=form,
        opened=opened or Opened(visit.mark(saved), base_of(saved.fields if saved else {})),
        mistakes=mistakes(form, visit.hearing, visit.words),
        theirs=theirs or {},
        earlier=earlier,
        privacy=privacy_notice(),
    )
    return page, code


def _earlier(visit: Visit) -> dict[str, str]:
    """Return who answered for the body last time: this hearing, else another one, else a draft for another one."""
    sent = submissions.newest_of_body(db(), visit.body.id)
    if sent is not None:
        return {name: text for name, text in forms.who_of(sent.content).items() if name in FROM_ANOTHER}
    begun = drafts.newest_of_body(db(), visit.body.id)
    return {name: text for name, text in _who(begun.fields if begun else {}).items() if name in FROM_ANOTHER and text}


def _who(fields: dict[str, str]) -> dict[str, str]:
    return {name: fields.get(name, "") for name in WHO}
