"""The summary of a hearing at the desk: whether it is complete, the figures, and the table one part at a time."""

from dataclasses import dataclass

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hearing_app.concluding.paper import TICK, remarks
from hearing_app.concluding.paper_template import kept_at
from hearing_app.concluding.summing_up import tell
from hearing_app.concluding.told import Answered, Told
from hearing_app.domain.calendar import oslo_day
from hearing_app.domain.hearing import Hearing
from hearing_app.domain.message import Message
from hearing_app.domain.summary_figures import PointCount
from hearing_app.domain.vocabulary import Conclusion, Role
from hearing_app.treating.assess import published_before
from hearing_app.web.access import needs
from hearing_app.web.current import db, now, settings
from hearing_app.web.desk import desk, matter_or_404
from hearing_app.web.desk_hearing import step_address
from hearing_app.web.frame import council, reader

MOST_ROWS = 500
"""With more rows than these they are not offered on one page."""
FEW_ROWS = 50
"""With no more rows than these they are all shown at once."""
ALL = "alle"


@dataclass(frozen=True)
class BodyLine:
    """One line of who answered: the name, the address of the answer, what there is to say of it, and its points."""

    name: str
    answer: Answered
    address: str
    remarks: tuple[str, ...]
    points: PointCount | None


@desk.get("/<hearing_id>/oppsummering/")
@needs(Role.READER)
def summary(hearing_id: str) -> ResponseReturnValue:
    """Show the summary of what is released or, before anything is, of everything received."""
    return summary_page(hearing_id)


def summary_page(hearing_id: str, trouble: Message | None = None, *, code: int = 200) -> ResponseReturnValue:
    """Show the summary; `trouble` is why a file could not be made."""
    matter = matter_or_404(hearing_id)
    part = _asked(matter.hearing)
    told = tell(db(), matter, council(), reader(), now=now(), only=None if part == ALL else part)
    if not part and told.figures.total.points <= FEW_ROWS:
        part, told = ALL, tell(db(), matter, council(), reader(), now=now())
    if part == ALL and told.figures.total.points > MOST_ROWS:
        abort(404)
    page = render_template(
        "desk/summary.html",
        matter=matter,
        hearing=matter.hearing,
        told=told,
        published=published_before(db(), matter),
        figures=told.figures,
        missing=[(step, step_address(step, hearing_id)) for step in told.missing],
        part=part,
        parts=[(matter.hearing.item(count.name), count) for count in told.figures.items],
        shown=[item for item in matter.hearing.items if any(point.item == item.id for point in told.points)],
        all_at_once=told.figures.total.points <= MOST_ROWS,
        all=ALL,
        bodies=_bodies(told),
        conclusions=tuple(Conclusion),
        tick=TICK,
        day_of=oslo_day,
        has_template=kept_at(settings()) is not None,
        trouble=trouble,
    )
    return page, code


def _asked(hearing: Hearing) -> str:
    """Return the part whose rows are asked for: an item's id, all, or nothing."""
    part = request.args.get("del", "")
    if part and part != ALL and hearing.item(part) is None:
        abort(404)
    return part


def _bodies(told: Told) -> list[BodyLine]:
    """Return everybody, the bodies that were asked first, each by name; with the page of the answer."""
    lines = {line.body.id: line for line in told.answers}
    asked = reader().by_name(line.body for line in told.answers if line.invited)
    others = reader().by_name(line.body for line in told.answers if not line.invited)
    rows = []
    for body in (*asked, *others):
        line = lines[body.id]
        points = told.figures.of_body(body.id)
        rows.append(BodyLine(told.body(body.id), line, _address(told, line), remarks(line, reader()), points))
    return rows


def _address(told: Told, line: Answered) -> str:
    """Return the page of an answer, or nothing where there is none."""
    if line.head is None:
        return ""
    return url_for("desk.submission", hearing_id=told.hearing.id, reference=line.head.reference)
