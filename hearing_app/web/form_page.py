"""The pages around a form: the form itself, and what is shown when it is closed."""

from dataclasses import dataclass

from flask import render_template, request
from flask.typing import ResponseReturnValue
from wtforms import Form

from hearing_app.domain.submission import Submission
from hearing_app.storage.drafts import SavedDraft
from hearing_app.text import Words
from hearing_app.web import forms
from hearing_app.web.current import now
from hearing_app.web.kept import KeptText, kept, posted
from hearing_app.web.kinds import KINDS
from hearing_app.web.radio import first_button
from hearing_app.web.visits import Visit


@dataclass(frozen=True)
class Mistake:
    """One line of the summary of errors: what to do, and the id of the field it is about."""

    target: str
    text: str


def mistakes(form: Form) -> tuple[Mistake, ...]:
    """Return the errors of the form in its own order."""
    return tuple(Mistake(first_button(field), str(error)) for field in form for error in field.errors)


def form_page(
    visit: Visit, form: Form, saved: SavedDraft | None, *, colleague: SavedDraft | None = None, code: int = 200
) -> ResponseReturnValue:
    """Show the form.

    Args:
        saved: what is stored; its revision is what the next saving builds on.
        colleague: what a colleague has saved meanwhile; it is shown beside each field that differs.
    """
    page = render_template(
        "answer/form.html",
        visit=visit,
        hearing=visit.hearing,
        form=form,
        saved=saved,
        sent=visit.sent(),
        mistakes=mistakes(form),
        theirs=differing(form, colleague) if colleague else {},
        outside=texts_outside(visit, form, saved),
        kinds=KINDS,
        questions={question.id: question for question in visit.hearing.questions},
        answered=_answered(visit, form),
        alternates=[],
    )
    return page, code


def texts_outside(visit: Visit, form: Form, saved: SavedDraft | None) -> tuple[KeptText, ...]:
    """Return what was written on parts that the hearing no longer asks about."""
    fields = forms.outside(form, request.form, saved.fields if saved else {})
    return tuple(kept(fields, visit.hearing, visit.words))


def differing(form: Form, colleague: SavedDraft) -> dict[str, str]:
    """Return the colleague's text, as a person reads it, for each field where it is another."""
    mine = forms.typed(form)
    return {
        name: forms.in_words(form[name], colleague.fields.get(name, ""))
        for name, value in mine.items()
        if colleague.fields.get(name, "") != value
    }


def closed_page(visit: Visit, *, just_saved: bool = False, unsaved: bool = False) -> ResponseReturnValue:
    """Tell why nobody can answer now, and show everything that the body has written.

    Args:
        just_saved: this request saved a draft.
        unsaved: this request brought text that could not be saved over a colleague's; it is shown to be copied.
    """
    sent, saved = visit.sent(), visit.saved()
    page = render_template(
        "answer/closed.html",
        visit=visit,
        hearing=visit.hearing,
        status=visit.matter.status(now()),
        sent=sent,
        draft=unsent(visit, saved, sent, visit.words),
        just_saved=just_saved,
        kept=posted(visit.words) if unsaved else (),
    )
    return page, 409 if just_saved or unsaved else 200


def unsent(visit: Visit, saved: SavedDraft | None, sent: Submission | None, words: Words) -> tuple[KeptText, ...]:
    """Return what stands in the draft, where it is not what was sent already."""
    if saved is None or (sent is not None and saved.fields == forms.fields_of(visit.hearing, sent.content)):
        return ()
    return tuple(kept(saved.fields, visit.hearing, words))


def _answered(visit: Visit, form: Form) -> frozenset[str]:
    """Return the ids of the items that something has been said to."""
    return frozenset(answer.item for answer in forms.answers(visit.hearing, forms.typed(form)) if answer)
