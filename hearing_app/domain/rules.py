"""The rules the software helps with; numbers are those of the table in docs/glossary.md and the domain notes.

Thresholds that a council may change are parameters. A rule never decides: it finds, and a person acts.
"""

import calendar
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from hearing_app.domain.calendar import SIX_WEEKS, add_months
from hearing_app.domain.decision import Decision
from hearing_app.domain.hearing import Deadline, Hearing
from hearing_app.domain.message import N_
from hearing_app.domain.problem import Finding
from hearing_app.domain.vocabulary import LegalBasis, Level

SECTION_SIGN = {LegalBasis.PBL_8_3: "§ 8-3", LegalBasis.PBL_11_13: "§ 11-13", LegalBasis.PBL_11_14: "§ 11-14"}
SATURDAY = 5
LAST_MONTH = 12
D_NUMBER_DAYS = 40
DEADLINE = ("deadlines", -1, "date")


def period_findings(hearing: Hearing) -> Iterator[Finding]:
    """Rules 1–4: the length of the hearing period, counted from the later of publication and dispatch."""
    start = hearing.start
    if start is None:
        return
    days = (hearing.deadline - start).days
    if hearing.legal_basis is not LegalBasis.NONE:
        if days < SIX_WEEKS.days:
            yield Finding(
                DEADLINE,
                Level.ERROR,
                N_(
                    "The period is {days} days. The Planning and Building Act {section} requires at least six weeks. "
                    "Earliest deadline: {day}.",
                    days=days,
                    section=SECTION_SIGN[hearing.legal_basis],
                    day=start + SIX_WEEKS,
                ),
            )
    elif days < SIX_WEEKS.days:
        yield Finding(
            DEADLINE,
            Level.WARNING,
            N_(
                "Shorter than six weeks. The Instructions for Official Studies 3-3 (guidance for a regional council) "
                "advise against this. Give the reason.",
            ),
        )
        if not hearing.short_period_reason:
            yield Finding(
                DEADLINE,
                Level.ERROR,
                N_("The written reason is missing. Add short_period_reason: to hearing.yml."),
            )
    elif hearing.deadline < add_months(start, 3):
        missing = (add_months(start, 3) - hearing.deadline).days
        yield Finding(
            DEADLINE,
            Level.INFO,
            N_("{days} days shorter than the normal period of three months.", days=missing),
        )


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


def weekend_findings(hearing: Hearing) -> Iterator[Finding]:
    """Rule 7, the part about weekends: the deadline is a Saturday or Sunday."""
    weekday = hearing.deadline.weekday()
    if weekday >= SATURDAY:
        monday = hearing.deadline + timedelta(days=7 - weekday)
        sentence = (
            N_("The deadline is a Saturday. Next working day: {day}.", day=monday)
            if weekday == SATURDAY
            else N_("The deadline is a Sunday. Next working day: {day}.", day=monday)
        )
        yield Finding(DEADLINE, Level.INFO, sentence)


def decision_findings(decision: Decision) -> Iterator[Finding]:
    """An unfinished proposal or decision: a point of dots, or an empty one."""
    for key, points in (("proposal", decision.proposal), ("decision", decision.points)):
        for number, point in enumerate(points, start=1):
            if not re.search(r"\w", point):
                yield Finding(
                    (key,),
                    Level.WARNING,
                    N_("Point {number} is unfinished. Write it, or remove it.", number=number),
                )


def hearing_findings(hearing: Hearing) -> Iterator[Finding]:
    """Every rule that looks at a hearing's definition alone."""
    yield from period_findings(hearing)
    yield from deadline_findings(hearing)
    yield from weekend_findings(hearing)


# Weights of the two control digits of a Norwegian national identity number (fødselsnummer). The
# check digits may not be 10; from 2032 other remainders of the first control digit are allowed too.
_WEIGHTS = ((3, 7, 6, 1, 8, 9, 4, 5, 2), (5, 4, 3, 2, 7, 6, 5, 4, 3, 2))
# What people put between the pairs of the date and before the last five digits. The date's pairs stand together
# or all apart, so that an account number (4-2-5) is not looked at.
_BETWEEN = r"[\s.\-\u00ad\u200b\u2010-\u2015\u2212]"
_ELEVEN_DIGITS = re.compile(
    rf"(?<!\d)(\d{{2}})(?:(\d{{2}})(\d{{2}})|{_BETWEEN}{{1,3}}(\d{{2}}){_BETWEEN}{{1,3}}(\d{{2}}))"
    rf"{_BETWEEN}{{0,3}}(\d{{5}})(?!\d)"
)


@dataclass(frozen=True)
class Sighting:
    """An identity number in a text: the eleven digits, and from where to where they stand."""

    number: str
    start: int
    end: int


def identity_sightings(text: str) -> Iterator[Sighting]:
    """Rule 13: yield the valid 11-digit identity numbers (and D-numbers) in `text`, however they are spaced."""
    for match in _ELEVEN_DIGITS.finditer(text):
        number = "".join(part for part in match.groups() if part)
        if is_identity_number(number):
            yield Sighting(number, match.start(), match.end())


def identity_numbers(text: str) -> tuple[str, ...]:
    """Rule 13: return the valid 11-digit national identity numbers (and D-numbers) in `text`."""
    return tuple(sighting.number for sighting in identity_sightings(text))


def is_identity_number(number: str) -> bool:
    """Tell whether 11 digits form a valid number: a real day and month (D-number: day + 40) and both controls."""
    digits = [int(d) for d in number]
    day, month = digits[0] * 10 + digits[1], digits[2] * 10 + digits[3]
    if not _day_exists(day - D_NUMBER_DAYS if day > D_NUMBER_DAYS else day, month):
        return False
    for position, weights in enumerate(_WEIGHTS, start=9):
        remainder = sum(w * d for w, d in zip(weights, digits, strict=False)) % 11
        if (11 - remainder) % 11 != digits[position]:
            return False
    return True


def _day_exists(day: int, month: int) -> bool:
    return 1 <= month <= LAST_MONTH and 1 <= day <= calendar.monthrange(2000, month)[1]


def unassessed_level(hearing: Hearing) -> Level:
    """Rule 11: how grave it is to publish while a point lacks assessment or conclusion."""
    return Level.ERROR if hearing.legal_basis is LegalBasis.PBL_11_14 else Level.WARNING
