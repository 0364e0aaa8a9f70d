"""One hearing at the desk, on one page: who has come how far, what was said to what, and what is left to do."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from hearing_app.domain.calendar import oslo_day
from hearing_app.domain.guest import is_guest
from hearing_app.domain.progress import Cell, Progress, Step, StepKind
from hearing_app.domain.vocabulary import Role
from hearing_app.inviting.contacts import addresses_of
from hearing_app.inviting.invite import may_invite
from hearing_app.publishing.steps import steps
from hearing_app.storage import adoption_reports, registrations
from hearing_app.treating.overview import BodyRow, Overview, matrix_of, no_longer_invited, overview_of
from hearing_app.treating.setting_aside import coverage_of_hearing
from hearing_app.web.access import needs
from hearing_app.web.current import db, now, settings
from hearing_app.web.desk import desk, matter_or_404
from hearing_app.web.desk_later import later_of
from hearing_app.web.frame import council, reader
from hearing_app.web.point_filter import STATES, PointFilter

SILENT = "ikke-svart"
SHOWN = {
    "ikke-invitert": (Progress.NOT_INVITED,),
    "invitert": (Progress.INVITED,),
    "apnet": (Progress.OPENED,),
    "begynt": (Progress.BEGUN,),
    "svart": (Progress.ANSWERED, Progress.LATE),
    "for-sent": (Progress.LATE,),
    SILENT: (Progress.NOT_INVITED, Progress.INVITED, Progress.OPENED, Progress.BEGUN),
}
"""Which bodies an address shows, by the word that stands in it."""
MATRIX = "matrise"
MATRIX_ROWS = 100
"""Bodies on one page of the matrix."""
PAGES = {
    StepKind.MAIL: "desk.mail_page",
    StepKind.WISHES: "desk.deadlines",
    StepKind.GUESTS: "desk.guest_list",
    StepKind.READING: "desk.search_hearing",
    StepKind.ASSESSING: "desk.point_list",
    StepKind.REVIEW: "desk.point_list",
    StepKind.CHANGES: "desk.changes_page",
    StepKind.GATE: "desk.gate",
    StepKind.WORDS: "desk.summary_words",
    StepKind.RELEASE: "desk.publishing",
}
"""Where a step is done; to wait for a deadline is done nowhere."""
NAMES_OF_STATES = {state: name for name, state in STATES.items()}


@dataclass(frozen=True)
class Matrix:
    """A page of the matrix: its rows, what they said by reference and item, and how many are left out as unanswered."""

    rows: tuple[BodyRow, ...]
    cells: Mapping[tuple[str, str], Cell]
    silent: int
    page: int
    pages: int


@desk.get("/<hearing_id>/")
@needs(Role.READER)
def hearing_page(hearing_id: str) -> ResponseReturnValue:
    """Show one hearing: its bodies in a list, or what they said in a matrix."""
    matter = matter_or_404(hearing_id)
    seen, asked = overview_of(db(), matter.hearing, now=now()), request.args.get("vis", "")
    remains = coverage_of_hearing(db(), matter.hearing)
    emails, rows = addresses_of(db(), matter.hearing.invited), _shown(seen, asked)
    matrix = _matrix(seen, rows) if request.args.get("som") == MATRIX else None
    return render_template(
        "desk/hearing.html",
        matter=matter,
        hearing=matter.hearing,
        status=matter.status(now()),
        reports=adoption_reports.waiting(db(), hearing_id),
        adoptions=matter.adoptions.on(oslo_day(now())) if matter.adoptions else None,
        seen=seen,
        rows=rows,
        shown=asked if asked in SHOWN else "",
        matrix=matrix,
        steps=[
            (step, step_address(step, hearing_id))
            for step in steps(db(), matter, seen, now=now(), content=settings().content, left=remains)
        ],
        left=reader().by_body(no_longer_invited(seen), council()),
        guests=[head for head in seen.others if is_guest(head.body)],
        emails=emails,
        uninvited=sum(not row.links and bool(emails[row.body.id]) for row in seen.rows),
        may_invite=may_invite(matter.hearing, now()),
        later=later_of(matter),
        remains=remains,
        registering=registrations.of_hearing(db(), hearing_id),
        can_register=matter.hearing.is_public(now()),
    )


def _matrix(seen: Overview, rows: list[BodyRow]) -> Matrix:
    """Return what a page of those that have answered said."""
    answered = [row for row in rows if row.sent]
    pages = max(1, -(-len(answered) // MATRIX_ROWS))
    page = min(max(1, request.args.get("side", 1, type=int)), pages)
    shown = answered[(page - 1) * MATRIX_ROWS : page * MATRIX_ROWS]
    cells = matrix_of(db(), seen, [row.sent.reference for row in shown if row.sent])
    return Matrix(tuple(shown), cells, len(rows) - len(answered), page, pages)


def _shown(seen: Overview, asked: str) -> list[BodyRow]:
    """Return the bodies to show, by the name that the reader sees."""
    wanted = SHOWN.get(asked, tuple(Progress))
    names = {body.id: at for at, body in enumerate(reader().by_name(seen.hearing.invited))}
    return sorted((row for row in seen.rows if row.progress in wanted), key=lambda row: names[row.body.id])


def step_address(step: Step, hearing_id: str) -> str:
    """Return the page where a step is done, or nothing; of the points it shows those that the step is about."""
    endpoint = PAGES.get(step.kind)
    if endpoint is None:
        return ""
    if endpoint == "desk.mail_page":
        return url_for(endpoint)
    if step.state is not None:
        return PointFilter({"vis": NAMES_OF_STATES[step.state]}).url(hearing_id)
    return url_for(endpoint, hearing_id=hearing_id)
