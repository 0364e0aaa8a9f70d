"""The rules on hearings; numbers are those of the table in docs/rules.md, which also says where the others are.

Thresholds are parameters, for a council may change them. A rule never decides: it finds, and a person acts.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Protocol

from hearing_app.domain.calendar import add_months
from hearing_app.domain.council import Body, Council
from hearing_app.domain.decision import AdoptionRegister
from hearing_app.domain.hearing import Deadline, Hearing
from hearing_app.domain.holidays import SATURDAY, is_working_day, next_working_day, public_holiday
from hearing_app.domain.message import N_, Message
from hearing_app.domain.problem import Finding
from hearing_app.domain.summary import Received, Summary
from hearing_app.domain.thresholds import Thresholds
from hearing_app.domain.vocabulary import BodyKind, Level

DEADLINE = ("deadlines", -1, "date")
INVITED = ("invited",)
SIX_WEEKS, THREE_MONTHS = 42, 3
MEETING = frozenset({BodyKind.MUNICIPALITY, BodyKind.COUNTY})
"""The kinds of body that have a council which must meet before it can answer."""
_LEFT_OPEN = re.compile(r"(?:\.[ \t]*){4}|(?:\.{2,}|…)\s*$")
MATERIAL = "material"
"""What a version of a draft says of itself where it has changed in substance."""


def hearing_findings(hearing: Hearing, thresholds: Thresholds) -> Iterator[Finding]:
    """Every rule that looks at a hearing's definition alone: 1–5, 7 and 8."""
    yield from period_findings(hearing, thresholds)
    yield from deadline_findings(hearing)
    yield from season_findings(hearing, thresholds)
    yield from working_day_findings(hearing)


def period_findings(hearing: Hearing, thresholds: Thresholds) -> Iterator[Finding]:
    """Rules 1–4: the length of the hearing period, counted from the later of publication and dispatch.

    An act with a period of its own is followed for what it says (rule 1); rules 2–4 are for all other hearings. A
    survey of expectations puts nothing on hearing, so none of them is about it.
    """
    start = hearing.start
    if start is None or hearing.is_survey:
        return
    days, minimum = (hearing.deadline - start).days, hearing.legal_basis.minimum_days
    normal = add_months(start, thresholds.normal_months)
    if minimum is not None:
        if days < minimum:
            yield _against_the_act(hearing, days, minimum, start + timedelta(days=minimum))
    elif days < thresholds.shortest_days:
        yield from _short(hearing, thresholds.shortest_days)
    elif hearing.deadline < normal:
        missing, months = (normal - hearing.deadline).days, _months(thresholds.normal_months)
        message = (
            N_("One day shorter than the normal period of {months}.", months=months)
            if missing == 1
            else N_("{days} days shorter than the normal period of {months}.", days=missing, months=months)
        )
        yield Finding(DEADLINE, Level.INFO, message)


def _against_the_act(hearing: Hearing, days: int, minimum: int, earliest: date) -> Finding:
    message = N_(
        "The period is {days} days. {basis} requires at least {minimum}. Earliest deadline: {day}.",
        days=days,
        basis=hearing.legal_basis.title,
        minimum=_length(minimum),
        day=earliest,
    )
    return Finding(DEADLINE, Level.ERROR, message)


def _short(hearing: Hearing, shortest: int) -> Iterator[Finding]:
    message = N_(
        "Shorter than {minimum}. The Instructions for Official Studies 3-3 (guidance for a regional council) "
        "advise against this. Give the reason.",
        minimum=_length(shortest),
    )
    yield Finding(DEADLINE, Level.WARNING, message)
    if not hearing.short_period_reason:
        missing = N_("The written reason is missing. Add short_period_reason: to hearing.yml.")
        yield Finding(DEADLINE, Level.ERROR, missing)


def _length(days: int) -> Message:
    return N_("six weeks") if days == SIX_WEEKS else N_("{days} days", days=days)


def _months(number: int) -> Message:
    return N_("three months") if number == THREE_MONTHS else N_("{number} months", number=number)


def season_findings(hearing: Hearing, thresholds: Thresholds) -> Iterator[Finding]:
    """Rule 5: the period goes over a holiday season, and is not longer than the shortest one by the days to spare.

    Any day in common counts: 20 June to 1 August goes over the summer though it does not reach its end.
    """
    start = hearing.start
    if start is None or hearing.deadline < start:
        return
    shortest = hearing.legal_basis.minimum_days or thresholds.shortest_days
    for season in thresholds.seasons:
        short = (hearing.deadline - start).days < shortest + season.spare_days
        if short and season.meets(start, hearing.deadline):
            message = N_("The period goes over {season}. Consider a longer one.", season=season.name)
            yield Finding(DEADLINE, Level.WARNING, message)


def deadline_findings(hearing: Hearing) -> Iterator[Finding]:
    """Rule 8, and that a deadline comes after the publication it follows."""
    start = hearing.published
    if start is None:
        return
    first = _first_in_force(hearing.deadlines, start)
    if hearing.deadlines[first].day < start:
        yield Finding(
            ("deadlines", first, "date"),
            Level.ERROR,
            N_(
                "The deadline {deadline} is before publication {start}. Correct one of them.",
                deadline=hearing.deadlines[first].day,
                start=start,
            ),
        )
    # After a withdrawal nobody answers, so no day can be taken from anybody.
    withdrawn = hearing.withdrawn.day if hearing.withdrawn else date.max
    pairs = zip(hearing.deadlines, hearing.deadlines[1:], strict=False)
    for index, (before, after) in enumerate(pairs, start=1):
        if after.day < before.day and start <= after.set_on < withdrawn:
            yield Finding(
                ("deadlines", index, "date"),
                Level.ERROR,
                N_(
                    "The deadline cannot be moved to an earlier day. It was {before}; set that day or a later one.",
                    before=before.day,
                ),
            )


def _first_in_force(deadlines: Sequence[Deadline], start: date) -> int:
    """Return which deadline readers met first: the last one that was set before the day of publication."""
    earlier = [index for index, deadline in enumerate(deadlines) if deadline.set_on < start]
    return earlier[-1] if earlier else 0


def working_day_findings(hearing: Hearing) -> Iterator[Finding]:
    """Rule 7: the deadline is a Saturday, a Sunday or a public holiday."""
    day = hearing.deadline
    if is_working_day(day):
        return
    after, holiday = next_working_day(day), public_holiday(day)
    if holiday is not None:
        message = N_("The deadline is {holiday}. Next working day: {day}.", holiday=holiday, day=after)
    elif day.weekday() == SATURDAY:
        message = N_("The deadline is a Saturday. Next working day: {day}.", day=after)
    else:
        message = N_("The deadline is a Sunday. Next working day: {day}.", day=after)
    yield Finding(DEADLINE, Level.INFO, message)


def member_findings(hearing: Hearing, council: Council) -> Iterator[Finding]:
    """Rules 6 and 9: those that the publishing council consists of, and where one invites them."""
    yield from meeting_findings(hearing, council)
    yield from left_out_findings(hearing, council)


def meeting_findings(hearing: Hearing, council: Council) -> Iterator[Finding]:
    """Rule 6: members whose council does not meet between the start and the deadline.

    It is not asked where nobody keeps a calendar. Where several councils publish together, every municipality and
    county that is invited counts as a member.
    """
    start = hearing.start
    if start is None or council.meeting_calendar is None:
        return
    members = {body.id for body in _members(council, start)}
    without = [
        body
        for body in hearing.invited
        if body.kind in MEETING
        and (not council.body_id or body.id in members)
        and not council.meeting_calendar.meets(body.id, start, hearing.deadline)
    ]
    if without:
        message = N_("No council meeting before the deadline: {bodies}.", bodies=tuple(body.name for body in without))
        yield Finding(INVITED, Level.WARNING, message)


def left_out_findings(hearing: Hearing, council: Council) -> Iterator[Finding]:
    """Rule 9: members that are not invited. Of a draft, those who are members when it is planned to close."""
    invited = {body.id for body in hearing.invited}
    missing = [body for body in _members(council, hearing.start or hearing.deadline) if body.id not in invited]
    if missing:
        message = N_("Members that are not invited: {bodies}.", bodies=tuple(body.name for body in missing))
        yield Finding(INVITED, Level.WARNING, message)


def _members(council: Council, day: date) -> tuple[Body, ...]:
    return council.members_of(council.body_id, day) if council.body_id else ()


def late_findings(hearing: Hearing, received: Sequence[Received]) -> Iterator[Finding]:
    """Rule 10: what came in after the sender's deadline. It is accepted by the secretariat, and marked."""
    for index, entry in enumerate(received):
        if hearing.is_late(entry.arrived_at, entry.extended_to):
            yield Finding(("received", index), Level.INFO, N_("Received after the deadline"))


def unassessed_level(hearing: Hearing) -> Level:
    """Rule 11: how grave it is to publish while a point lacks assessment or conclusion."""
    return Level.ERROR if hearing.legal_basis.all_points_assessed else Level.WARNING


def summary_findings(hearing: Hearing, summary: Summary) -> Iterator[Finding]:
    """Rule 11, in a summary that has been published: each point without assessment or conclusion.

    What the secretariat keeps back on purpose, part by part, is not among them.
    """
    for index, point in enumerate(summary.points):
        if point.item not in summary.to_come and (not point.assessment.strip() or point.conclusion is None):
            message = N_("The point has no assessment or no conclusion. Add them at the desk and publish again.")
            yield Finding(("points", index), unassessed_level(hearing), message)


def material_change_findings(
    deadline: date, changes: Iterable[tuple[date | None, str | None]], *, has_rehearing: bool
) -> Iterator[Finding]:
    """Rule 12: a version of the draft has changed in substance after the hearing, and nobody is heard again.

    Args:
        deadline: the hearing's deadline in force.
        changes: each version's day and what it says of its changes (`material`, `minor`, None), in the order of the
            files; the finding's key is its number, from 0. A version without a day cannot be placed, and is passed by.
        has_rehearing: whether a later hearing of the same matter exists.
    """
    for index, (day, change) in enumerate(changes):
        if change == MATERIAL and day is not None and day > deadline and not has_rehearing:
            yield Finding((index,), Level.WARNING, N_("Material changes: consider a new hearing."))


class InPoints(Protocol):
    """What was proposed and decided in numbered points: a hearing's decision, or a case."""

    @property
    def proposal(self) -> tuple[str, ...]:
        """The points that were proposed."""

    @property
    def points(self) -> tuple[str, ...]:
        """The points that were decided."""


def is_unfinished(point: str) -> bool:
    """Tell whether a point is empty, has a line of dots to fill in, or trails off."""
    return not re.search(r"\w", point) or _LEFT_OPEN.search(point) is not None


def decision_findings(decision: InPoints) -> Iterator[Finding]:
    """An unfinished proposal or decision; a finding's key is the part and the point's number, from 0."""
    for key, points in (("proposal", decision.proposal), ("decision", decision.points)):
        for number, point in enumerate(points, start=1):
            if is_unfinished(point):
                yield Finding(
                    (key, number - 1),
                    Level.WARNING,
                    N_("Point {number} is unfinished. Write it, or remove it.", number=number),
                )


def adoption_findings(register: AdoptionRegister, council: Council | None) -> Iterator[Finding]:
    """Rule 15: everybody has adopted, and somebody has made a reservation; `council` knows what they are called."""
    if register.adopted_by_all and register.with_reservation:
        known = {body.id: body.name for body in council.bodies} if council else {}
        bodies = tuple(known.get(name, name) for name in register.with_reservation)
        yield Finding(("adoptions",), Level.INFO, N_("Adopted by all, with reservations from {bodies}.", bodies=bodies))
