"""The rules the software helps with; numbers are those of the table in docs/glossary.md and the domain notes.

Thresholds that a council may change are parameters. A rule never decides: it finds, and a person acts.
"""

import calendar
import re
from collections.abc import Iterator
from datetime import timedelta

from hearing_app.domain.calendar import SIX_WEEKS, add_months
from hearing_app.domain.decision import Decision
from hearing_app.domain.hearing import Hearing
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
    if start is not None and hearing.deadlines[0].day < start:
        yield Finding(
            ("deadlines", 0, "date"),
            Level.ERROR,
            N_(
                "The deadline {deadline} is before publication {start}. Correct one of them.",
                deadline=hearing.deadlines[0].day,
                start=start,
            ),
        )
    pairs = zip(hearing.deadlines, hearing.deadlines[1:], strict=False)
    for index, (before, after) in enumerate(pairs, start=1):
        if after.day < before.day and start is not None and after.set_on >= start:
            yield Finding(
                ("deadlines", index, "date"),
                Level.ERROR,
                N_(
                    "The deadline cannot be moved to an earlier day. It was {before}; set that day or a later one.",
                    before=before.day,
                ),
            )


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
_ELEVEN_DIGITS = re.compile(r"(?<!\d)(\d{6})[\s.-]?(\d{5})(?!\d)")


def identity_numbers(text: str) -> tuple[str, ...]:
    """Rule 13: return the valid 11-digit national identity numbers (and D-numbers) in `text`."""
    candidates = ("".join(match) for match in _ELEVEN_DIGITS.findall(text))
    return tuple(number for number in candidates if is_identity_number(number))


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
