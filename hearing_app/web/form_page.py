"""The pages around a form: the form itself, and what is shown when it is closed."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from http import HTTPStatus

from flask import render_template, request
from flask.typing import ResponseReturnValue
from wtforms import Form

from hearing_app.domain.attachment import Attachment
from hearing_app.domain.calendar import deadline_passed
from hearing_app.domain.hearing import Hearing
from hearing_app.domain.submission import Submission
from hearing_app.storage.drafts import SavedDraft
from hearing_app.text import Words
from hearing_app.web import forms
from hearing_app.web.current import now, settings
from hearing_app.web.kept import KeptText, headings_of_fields, kept, posted
from hearing_app.web.kinds import KINDS, names_of
from hearing_app.web.opened import opened_with
from hearing_app.web.privacy import privacy_notice
from hearing_app.web.radio import first_button
from hearing_app.web.security import FORM_SECURITY_POLICY
from hearing_app.web.team import team_of, tell_authors
from hearing_app.web.visits import Visit


@dataclass(frozen=True)
class Mistake:
    """One line of the summary of errors: what to do, and the id of the field it is about."""

    target: str
    text: str


@dataclass(frozen=True)
class Opened:
    """What a form carries of the draft it builds on: its mark, and a hash of each text."""

    mark: str
    base: str


def mistakes(form: Form, hearing: Hearing, words: Words) -> tuple[Mistake, ...]:
    """Return the errors of the form in its own order, each with the part that it is about."""
    parts = headings_of_fields(hearing, words)
    return tuple(
        Mistake(first_button(field), in_part(parts.get(field.name, ""), str(error)))
        for field in form
        for error in field.errors
    )


def in_part(part: str, sentence: str) -> str:
    """Return a sentence with the heading of what it is about in front, like «2 Partene: skriv merknaden.»."""
    return f"{part}: {sentence[:1].lower()}{sentence[1:]}" if part else sentence


def field_names(form: Form, names: Iterable[str], hearing: Hearing, words: Words) -> tuple[str, ...]:
    """Return fields as a person knows them, like «2 Partene: merknad»."""
    parts = headings_of_fields(hearing, words)
    return tuple(in_part(parts.get(name, ""), form[name].label.text) for name in names if name in form)


def form_page(
    visit: Visit,
    form: Form,
    saved: SavedDraft | None,
    *,
    opened: Opened | None = None,
    theirs: Mapping[str, str] | None = None,
    code: int = 200,
) -> ResponseReturnValue:
    """Show the form.

    Args:
        saved: what is stored.
        opened: what the next saving builds on; None for what is stored.
        theirs: what somebody else has saved meanwhile, as a person reads it, beside each field that both changed.
    """
    team = team_of(visit, saved)
    tell_authors(form, team, visit, saved, conflicts=theirs)
    page = render_template(
        "answer/form.html",
        visit=visit,
        team=team,
        hearing=visit.hearing,
        form=form,
        saved=saved,
        opened=opened or Opened(visit.mark(saved), opened_with(visit.hearing, saved.fields if saved else {})),
        sent=visit.sent(),
        mistakes=mistakes(form, visit.hearing, visit.words),
        theirs=theirs or {},
        outside=texts_outside(visit, form, saved),
        files=visit.attachments(),
        attaches=settings().attachments_max > 0,
        kinds=KINDS,
        questions={asked.id: asked for asked in visit.hearing.asked},
        answered=(answered := answered_items(visit, form)),
        progress=progress_line(visit, answered),
        no_remark=_no_remark(visit, form, saved),
        privacy=privacy_notice(),
        alternates=[],
        unsaved=code != HTTPStatus.OK,
    )
    return page, code, {"Content-Security-Policy": FORM_SECURITY_POLICY}


def texts_outside(visit: Visit, form: Form, saved: SavedDraft | None) -> tuple[KeptText, ...]:
    """Return what was written on parts that the hearing no longer asks about."""
    fields = forms.outside(form, request.form, saved.fields if saved else {})
    return tuple(kept(fields, visit.hearing, visit.words))


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
        in_time=sent is not None and not deadline_passed(visit.hearing.deadline, sent.arrived_at),
        draft=unsent(visit, saved, sent, visit.words),
        files=unsent_files(visit, sent),
        just_saved=just_saved,
        kept=posted(visit.words) if unsaved else (),
    )
    return page, 409 if just_saved or unsaved else 200


def unsent(visit: Visit, saved: SavedDraft | None, sent: Submission | None, words: Words) -> tuple[KeptText, ...]:
    """Return what stands in the draft, where it is not what was sent already."""
    if saved is None or (sent is not None and saved.fields == forms.fields_of(visit.hearing, sent.content)):
        return ()
    return tuple(kept(saved.fields, visit.hearing, words))


def unsent_files(visit: Visit, sent: Submission | None) -> tuple[Attachment, ...]:
    """Return the files of the draft, where they are not those that were sent already."""
    files = visit.attachments()
    return () if sent is not None and files == sent.content.attachments else files


def _no_remark(visit: Visit, form: Form, saved: SavedDraft | None) -> str:
    """Return `said` where the draft is that there is no remark, `offered` where it could become so, else nothing."""
    fields = forms.typed(form)
    if not visit.hearing.takes_no_remark or any(forms.answers(visit.hearing, fields)):
        return ""
    return "said" if saved is not None and forms.mark_of(saved.fields) else "offered"


def answered_items(visit: Visit, form: Form) -> frozenset[str]:
    """Return the ids of the items that something has been said to, and that lack nothing."""
    fields = forms.typed(form)
    checked = forms.build_form(visit.hearing, visit.words)(data=fields)
    checked.validate(forms.sending_checks(visit.hearing, visit.words))
    said = (answer.item for answer in forms.answers(visit.hearing, fields) if answer)
    return frozenset(item for item in said if not names_of(item) & checked.errors.keys())


def progress_line(visit: Visit, answered: Collection[str]) -> str:
    """Return how far the form is, like «3 av 7 besvart»."""
    total = len(visit.hearing.items)
    return visit.words.gettext("{number} of {total} answered", number=len(answered), total=total)
