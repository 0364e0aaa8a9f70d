"""Colleagues: who works on an answer, invited and taken off by the body's contact."""

from dataclasses import dataclass

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import Form, StringField

from hearing_app.answering.colleagues import (
    MOST,
    ApproverTaken,
    ColleagueKnown,
    NewColleague,
    TooManyColleagues,
    give,
    invite_colleague,
    remove,
)
from hearing_app.domain.colleague import Colleague
from hearing_app.domain.hearing import accepts_submissions
from hearing_app.text import Words
from hearing_app.text.people import called
from hearing_app.web.checks import LONGEST_LINE, an_email, at_most, clean_line, filled_in
from hearing_app.web.current import db, now, sender
from hearing_app.web.form_page import Mistake, closed_page
from hearing_app.web.frame import listen_for_language
from hearing_app.web.team import inviter, may_invite, team_of
from hearing_app.web.visits import Visit, language_of, visit_to

colleagues = Blueprint("colleagues", __name__, url_prefix="/svar/<hearing_id>/kolleger")
colleagues.before_request(listen_for_language)

APPROVER = "approver"


@dataclass(frozen=True)
class Chosen:
    """What the boxes of a form say: the items that are given, and whether the colleague approves."""

    items: tuple[str, ...] = ()
    approver: bool = False


@colleagues.get("/")
def overview(hearing_id: str) -> ResponseReturnValue:
    """Show who works on the answer, and to the contact the form for one more."""
    visit = visit_to(hearing_id)
    return _overview(visit, _form(visit.words))


@colleagues.post("/")
def add(hearing_id: str) -> ResponseReturnValue:
    """Invite a colleague."""
    visit = _deciding(hearing_id)
    filled, chosen = _form(visit.words), _chosen(visit)
    if not accepts_submissions(visit.hearing, now()):
        return closed_page(visit, just_saved=True)
    if not filled.validate() or not _invited(visit, filled, chosen):
        return _overview(visit, filled, chosen=chosen, code=422)
    _ = visit.words.gettext
    flash(_("The invitation to {name} is on its way by mail.", name=filled["name"].data))
    return _back(hearing_id)


@colleagues.get("/<int(max=9223372036854775807):number>/")
def change_page(hearing_id: str, number: int) -> ResponseReturnValue:
    """Show what a colleague has been given, to be changed, and the button that takes them off."""
    visit = visit_to(hearing_id)
    _only_contact(visit)
    colleague = _colleague(visit, number)
    return _change_page(visit, colleague, Chosen(colleague.items, colleague.approver))


@colleagues.post("/<int(max=9223372036854775807):number>/")
def change(hearing_id: str, number: int) -> ResponseReturnValue:
    """Store what a colleague is given."""
    visit = _deciding(hearing_id)
    colleague, chosen = _colleague(visit, number), _chosen(visit)
    _ = visit.words.gettext
    kept = tuple(item for item in colleague.items if visit.hearing.item(item) is None)
    try:
        give(db(), colleague, items=(*chosen.items, *kept), approver=chosen.approver, now=now())
    except ApproverTaken as taken:
        mistake = Mistake(APPROVER, _approver_taken(taken, visit.words))
        return _change_page(visit, colleague, chosen, mistakes=(mistake,), code=422)
    flash(_("The change is saved. {name} sees it on the form.", name=colleague.name))
    return _back(hearing_id)


@colleagues.post("/<int(max=9223372036854775807):number>/fjern/")
def take_off(hearing_id: str, number: int) -> ResponseReturnValue:
    """Take a colleague off the answer: the link stops working at once."""
    visit = _deciding(hearing_id)
    colleague = _colleague(visit, number)
    remove(db(), colleague, now=now())
    _ = visit.words.gettext
    flash(_("{name} works on the answer no more, and the link does not work any more.", name=colleague.name))
    return _back(hearing_id)


def _invited(visit: Visit, filled: Form, chosen: Chosen) -> bool:
    """Invite, or put what is wrong beside the field that it is about and return False."""
    _, words = visit.words.gettext, language_of(visit.body, visit.hearing)
    new = NewColleague(filled["name"].data, filled["email"].data, chosen.items, chosen.approver)
    try:
        invite_colleague(
            db(),
            visit.hearing,
            visit.body,
            new,
            invited_by=visit.link,
            inviter=inviter(visit, words),
            words=words,
            sender=sender(),
            now=now(),
        )
    except ColleagueKnown:
        filled["email"].errors = [_("This address has a link to the answer already. Write another one.")]
    except TooManyColleagues:
        sentence = _("There is room for {number} colleagues, and for as many invitations in a day.", number=MOST)
        filled["email"].errors = [sentence]
    except ApproverTaken as taken:
        filled[APPROVER].errors = [_approver_taken(taken, visit.words)]
    return not filled.errors


def _overview(visit: Visit, filled: Form, *, chosen: Chosen | None = None, code: int = 200) -> ResponseReturnValue:
    saved = visit.saved()
    team = team_of(visit, saved)
    page = render_template(
        "answer/colleagues.html",
        visit=visit,
        hearing=visit.hearing,
        team=team,
        contact=called(visit.writer, visit.words, team.contact) if visit.colleague is None else "",
        form=filled,
        chosen=chosen or Chosen(),
        mistakes=[Mistake(field.id, str(error)) for field in filled for error in field.errors],
        is_open=accepts_submissions(visit.hearing, now()),
        most=MOST,
        mark=visit.mark(saved),
    )
    return page, code


def _change_page(
    visit: Visit, colleague: Colleague, chosen: Chosen, *, mistakes: tuple[Mistake, ...] = (), code: int = 200
) -> ResponseReturnValue:
    page = render_template(
        "answer/colleague.html",
        visit=visit,
        hearing=visit.hearing,
        colleague=colleague,
        chosen=chosen,
        mistakes=mistakes,
        mark=visit.mark(visit.saved()),
    )
    return page, code


def _deciding(hearing_id: str) -> Visit:
    """Return the visit of a body's contact whose form was posted, or answer that others may not do this."""
    visit = visit_to(hearing_id)
    _only_contact(visit)
    visit.check_mark(request.form.get("base_revision", ""))
    return visit


def _only_contact(visit: Visit) -> None:
    if not may_invite(visit):
        abort(403)


def _colleague(visit: Visit, number: int) -> Colleague:
    """Return the colleague of the visiting body with this number; another body's is none."""
    found = next((each for each in team_of(visit, None).members if each.id == number), None)
    return found or abort(404)


def _chosen(visit: Visit) -> Chosen:
    """Return what the boxes that were posted say; what is no item of the hearing was not chosen by a person."""
    items = request.form.getlist("items")
    return Chosen(tuple(item.id for item in visit.hearing.items if item.id in items), APPROVER in request.form)


def _form(words: Words) -> Form:
    _ = words.gettext

    class ColleagueForm(Form):
        name = StringField(
            _("Name"), [filled_in(_("Write the colleague's name.")), at_most(LONGEST_LINE, words)], filters=[clean_line]
        )
        email = StringField(
            _("E-mail address"),
            [filled_in(_("Write the colleague's e-mail address.")), an_email(words), at_most(LONGEST_LINE, words)],
            filters=[clean_line],
        )
        approver = StringField(_("Approver"))

    return ColleagueForm(request.form)


def _approver_taken(taken: ApproverTaken, words: Words) -> str:
    return words.gettext(
        "{name} approves the answer already. Take the approval from {name} first.", name=taken.approver.name
    )


def _back(hearing_id: str) -> ResponseReturnValue:
    return redirect(url_for("colleagues.overview", hearing_id=hearing_id), 303)
