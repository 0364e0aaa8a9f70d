"""Autosave: the form's script sends what stands in the form, and is told in words what became of it.

The answers are JSON with a `text` for the line below the form: 200 saved, with the `mark` and `base` that the next
saving builds on, and how far the form is (`answered`, `progress`); 409 somebody else was first, and the script stops;
422 something must be corrected. Every other answer is a page for people, and the script takes it for a failure.
"""

from flask import request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from hearing_app.domain.hearing import accepts_submissions
from hearing_app.storage.drafts import SavedDraft
from hearing_app.web import forms
from hearing_app.web.answering import FieldsConflict, answering, save_form
from hearing_app.web.current import now
from hearing_app.web.form_page import answered_items, field_names, mistakes, progress_line
from hearing_app.web.opened import bound, saved_over
from hearing_app.web.visits import Visit, visit_to


@answering.get("/<hearing_id>/autolagring/")
def token(hearing_id: str) -> ResponseReturnValue:
    """Give a form whose session was lost and begun anew the new session's token; the page itself holds it as well."""
    visit_to(hearing_id)
    return {"csrf_token": generate_csrf()}


@answering.post("/<hearing_id>/autolagring/")
def autosave(hearing_id: str) -> ResponseReturnValue:
    """Save what was typed, as the button does, without leaving the page."""
    visit = visit_to(hearing_id)
    _ = visit.words.gettext
    mark = request.form.get("base_revision", "")
    visit.check_mark(mark)
    if visit.sent_since(mark):
        return {"text": _("Not saved: the answer has been sent. Save to begin a change with what stands here.")}, 409
    filled = bound(visit.hearing, visit.words, request.form)
    if not filled.validate():
        first = mistakes(filled, visit.hearing, visit.words)[0].text
        return {"text": _("Not saved. {mistake}", mistake=first)}, 422
    try:
        saved, taken = save_form(visit, filled)
    except FieldsConflict as conflict:
        both = visit.words.listed(list(field_names(filled, conflict.merged.conflicts, visit.hearing, visit.words)))
        text = _(
            "Not saved: a colleague, or you in another window, has changed the same field ({fields}). "
            "Save to see both texts.",
            fields=both,
        )
        return {"text": text}, 409
    opened = request.form.get("base_fields", "")
    if taken:
        # The page shows the old text of these fields still. So it goes on building on what it was opened with there,
        # and its old mark sees to it that the next saving is put together with the colleague's again.
        built_on = {"mark": mark, "base": saved_over(opened, forms.typed(filled))}
    else:
        built_on = {"mark": visit.mark(saved), "base": saved_over(opened, saved.fields if saved else {})}
    names = field_names(filled, taken, visit.hearing, visit.words)
    answered = answered_items(visit, filled)
    far = {"answered": sorted(answered), "progress": progress_line(visit, answered)}
    return {"text": _told(visit, saved, names), **built_on, **far}


def _told(visit: Visit, saved: SavedDraft | None, taken: tuple[str, ...]) -> str:
    """Return what the line says of a saving; the hour is that of this request, which found the text to be stored."""
    _ = visit.words.gettext
    if saved is None:
        return _("Not saved yet")
    time = visit.words.time(now())
    if not accepts_submissions(visit.hearing, now()):
        return _("The deadline is over. Saved at {time}, but it can no longer be sent here.", time=time)
    if taken:
        names = visit.words.listed(list(taken))
        return _(
            "Saved at {time}. A colleague, or you in another window, has changed {fields}: save to see it.",
            time=time,
            fields=names,
        )
    return _("Saved at {time}", time=time)
