"""Who is to assess what: giving a point to a colleague, and the list of one's own."""

from dataclasses import dataclass

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue

from hearing_app.domain.calendar import oslo_day
from hearing_app.domain.council import Body
from hearing_app.domain.hearing import Item
from hearing_app.domain.localised import Localised
from hearing_app.domain.vocabulary import Language, Role
from hearing_app.library import DefinitionBroken
from hearing_app.storage import assignments
from hearing_app.storage.assignments import Assigned
from hearing_app.treating.assigning import CannotBeAssigned, assign
from hearing_app.typed_days import parse_day
from hearing_app.web.access import needs
from hearing_app.web.bulk_form import day_refused
from hearing_app.web.checks import clean_line
from hearing_app.web.current import db, library, now
from hearing_app.web.desk import desk, known_body, user
from hearing_app.web.desk_more import Assigning, back_to, keep_assigning
from hearing_app.web.desk_themes import point_or_404
from hearing_app.web.frame import reader

LONGEST_DAY = 40
"""Characters of what was typed for a day that are given back."""


@dataclass(frozen=True)
class Task:
    """A point that one is to assess, with the names of what it belongs to; they are None where a file is broken."""

    assigned: Assigned
    title: Localised | None
    item: Item | None
    body: Body | None
    language: Language | None


@desk.post("/<hearing_id>/punkter/<int(max=9223372036854775807):point_id>/tildel/")
@needs(Role.CASE_OFFICER)
def assign_point(hearing_id: str, point_id: int) -> ResponseReturnValue:
    """Give a point, with those that share its assessment, to somebody by a day; what cannot be is given back typed."""
    point, _ = point_or_404(hearing_id, point_id), reader().gettext
    typed, who = clean_line(request.form.get("due")), clean_line(request.form.get("assignee"))
    day = parse_day(typed)
    wrong = day_refused(typed, now(), reader(), stands=point.due)
    if wrong:
        keep_assigning(point_id, Assigning(who, day.isoformat() if day else typed[:LONGEST_DAY], wrong_day=wrong))
        return back_to(hearing_id, point)
    try:
        assign(db(), hearing_id, [point_id], username=who, due=day, actor=user().username, now=now())
    except CannotBeAssigned:
        told = _("Nothing is changed: this colleague cannot assess points any more.")
        keep_assigning(point_id, Assigning("", day.isoformat() if day else "", wrong_who=told))
    else:
        flash(_("Saved."), f"point-{point_id}")
    return back_to(hearing_id, point)


@desk.get("/mine/")
@needs(Role.READER)
def mine() -> ResponseReturnValue:
    """Show the points that one is to assess, in every hearing, those that are due first on top.

    Points that share an assessment are one task.
    """
    given = assignments.of_user(db(), user().username)
    own = {assigned.point.id for assigned in given}
    tasks = [_task(a) for a in given if a.point.joined is None or a.point.joined not in own]
    return render_template(
        "desk/mine.html",
        open=[task for task in tasks if not task.assigned.point.done],
        done=[task for task in tasks if task.assigned.point.done],
        today=oslo_day(now()),
    )


def _task(assigned: Assigned) -> Task:
    try:
        matter = library().matter(assigned.hearing)
    except DefinitionBroken:
        matter = None
    if matter is None:
        return Task(assigned, None, None, None, None)
    hearing = matter.hearing
    body = known_body(matter, assigned.point.body)
    return Task(assigned, hearing.title, hearing.item(assigned.point.item), body, hearing.language)
