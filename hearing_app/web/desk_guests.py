"""Answers from those who were not invited: the secretariat reads them, and admits or refuses."""

from dataclasses import dataclass

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import Form, TextAreaField

from hearing_app.answering.moderate import Heard, NotFromGuest, admit, answers_of_guests, heard, refuse, still_public
from hearing_app.domain.submission import Submission, versions_of
from hearing_app.domain.vocabulary import Moderation, Refusal, Role
from hearing_app.storage import guests, submissions
from hearing_app.web.access import needs
from hearing_app.web.checks import at_most, clean_text, filled_in
from hearing_app.web.current import db, now, sender
from hearing_app.web.desk import desk, matter_or_404, user
from hearing_app.web.form_page import Mistake
from hearing_app.web.frame import reader
from hearing_app.web.guest_names import council_with_guests
from hearing_app.web.radio import first_button, radio_field
from hearing_app.web.user_names import names_of_users

LONGEST_NOTE = 1000


@dataclass(frozen=True)
class Group:
    """Answers that stand alike."""

    state: Moderation
    answers: tuple[Heard, ...]


@desk.context_processor
def _bodies() -> dict[str, object]:
    """Let every page of the desk know the guests by name."""
    return {"council": council_with_guests()}


@desk.get("/<hearing_id>/andre/")
@needs(Role.READER)
def guest_list(hearing_id: str) -> ResponseReturnValue:
    """Show the answers that have come from others than the invited bodies, those that wait first."""
    matter = matter_or_404(hearing_id)
    found = answers_of_guests(db(), hearing_id)
    groups = tuple(Group(state, tuple(a for a in found if a.state is state)) for state in Moderation)
    return render_template(
        "desk/guests.html",
        matter=matter,
        hearing=matter.hearing,
        groups=groups,
        number=len(found),
        names=_names(found),
        still_public=still_public(db(), matter),
    )


@desk.get("/<hearing_id>/andre/<reference>/")
@needs(Role.READER)
def guest_answer(hearing_id: str, reference: str) -> ResponseReturnValue:
    """Show one answer, and what can be done with it."""
    return _page(hearing_id, _heard(hearing_id, reference), _form()())


@desk.post("/<hearing_id>/andre/<reference>/godta/")
@needs(Role.CASE_OFFICER)
def admit_answer(hearing_id: str, reference: str) -> ResponseReturnValue:
    """Let the answer count among the others."""
    hearing, answer = matter_or_404(hearing_id).hearing, _heard(hearing_id, reference)
    admit(db(), hearing, answer.submission, actor=user().username, sender=sender(), now=now())
    _ = reader().gettext
    flash(_("{reference} is admitted. It counts, and can be split into points and published.", reference=reference))
    return redirect(url_for("desk.guest_list", hearing_id=hearing_id), 303)


@desk.post("/<hearing_id>/andre/<reference>/avvis/")
@needs(Role.CASE_OFFICER)
def refuse_answer(hearing_id: str, reference: str) -> ResponseReturnValue:
    """Keep the answer out, and tell the guest why."""
    hearing, answer, filled = matter_or_404(hearing_id).hearing, _heard(hearing_id, reference), _form()(request.form)
    if not filled.validate():
        return _page(hearing_id, answer, filled, code=422)
    reason, note = Refusal(filled["reason"].data), filled["note"].data.strip()
    refuse(db(), hearing, answer.submission, reason, note, actor=user().username, sender=sender(), now=now())
    _ = reader().gettext
    flash(_("{reference} is refused, and the sender is told why by mail.", reference=reference))
    return redirect(url_for("desk.guest_list", hearing_id=hearing_id), 303)


def _page(hearing_id: str, answer: Heard, form: Form, code: int = 200) -> ResponseReturnValue:
    matter = matter_or_404(hearing_id)
    everything = submissions.from_guests(db(), hearing_id)
    wrong = [Mistake(first_button(field), str(error)) for field in form for error in field.errors]
    page = render_template(
        "desk/guest.html",
        matter=matter,
        hearing=matter.hearing,
        answer=answer,
        sent=answer.submission,
        form=form,
        mistakes=wrong,
        versions=versions_of(answer.submission.body, everything),
        decisions=guests.decisions(db(), hearing_id),
        names=_names((answer,)),
        still_public=tuple(r for r in still_public(db(), matter) if r == answer.submission.reference),
    )
    return page, code


def _heard(hearing_id: str, reference: str) -> Heard:
    found: Submission | None = submissions.by_reference(db(), reference)
    if found is None or found.hearing != hearing_id:
        abort(404)
    try:
        return heard(db(), found)
    except NotFromGuest:
        abort(404)


def _names(answers: tuple[Heard, ...]) -> dict[str, str]:
    """Return the names of those who have decided, by user name; who has left the desk keeps the user name."""
    return names_of_users(answer.decision.by for answer in answers if answer.decision)


def _form() -> type[Form]:
    words = reader()
    _ = words.gettext
    reasons = [(reason.value, words.term(reason)) for reason in Refusal]

    class RefusalForm(Form):
        reason = radio_field(_("Why is it refused?"), reasons, _known_reason)
        note = TextAreaField(
            _("More to the sender, if you want"), [at_most(LONGEST_NOTE, words)], filters=[clean_text], default=""
        )

        def validate_reason(self, field: object) -> None:
            filled_in(_("Choose why it is refused."))(self, field)  # type: ignore[arg-type]  # WTForms hands over the field

    return RefusalForm


def _known_reason(value: str | None) -> str:
    return value if value in set(Refusal) else ""
