"""A body's own report of whether it has adopted a decision, and when it is to be reminded of one.

A report is never edited: a correction is a new one. What is public of it is what the secretariat has accepted last.
"""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from hearing_app.domain.attachment import Attachment, read_attachment, written_attachment
from hearing_app.domain.calendar import oslo_day
from hearing_app.domain.decision import ADOPTED, TREATED, Adoption, Extract, Reservation
from hearing_app.domain.vocabulary import AdoptionState

CHOICES = (
    AdoptionState.ADOPTED,
    AdoptionState.ADOPTED_WITH_RESERVATION,
    AdoptionState.REJECTED,
    AdoptionState.POSTPONED,
    AdoptionState.SCHEDULED,
    AdoptionState.NOT_TREATED,
)
"""What a body can report; that a date is missing follows from an adoption without one (rule 14)."""
FINAL = ADOPTED | {AdoptionState.REJECTED, AdoptionState.DATE_MISSING}
"""States after which nobody is reminded: the body has said what it decided."""
PATIENCE = timedelta(days=30)
"""So long after the last mark a reminder that nobody sent is still worth sending."""


class Verdict(StrEnum):
    """What the secretariat made of a report."""

    ACCEPTED = "accepted"
    RETURNED = "returned"


@dataclass(frozen=True)
class Report:
    """What a body tells. `text` says why it is not treated yet, or anything else that the secretariat should know."""

    state: AdoptionState
    day: date | None = None
    next_day: date | None = None
    organ: str = ""
    case_number: str = ""
    vote: str = ""
    reservations: tuple[Reservation, ...] = ()
    text: str = ""
    extract: Attachment | None = None

    def as_adoption(self, body: str) -> Adoption:
        """Return the row of the register that the report makes; `text` stays with the secretariat."""
        extract = Extract(self.extract.name, self.extract.sha256) if self.extract else None
        return Adoption(
            body,
            self.state,
            self.day,
            self.organ,
            self.case_number,
            self.reservations,
            next_day=self.next_day,
            vote=self.vote,
            extract=extract,
        )


@dataclass(frozen=True)
class Reporter:
    """Who reported on behalf of a body: the receipt goes there. Both are deleted after a time, and then empty."""

    name: str = ""
    email: str = ""


@dataclass(frozen=True)
class Received:
    """A report as it was received; `version` counts the body's from 1.

    `by` is who entered it at the desk, empty where the body did it itself. `payload` is exactly what was received,
    `sha256` its fingerprint in hex.
    """

    id: int
    hearing: str
    body: str
    version: int
    report: Report
    reporter: Reporter
    by: str
    given_at: datetime
    payload: bytes
    sha256: str
    verdict: Verdict | None = None
    note: str = ""
    """What was written when it was sent back."""
    judgement: int = 0
    """Which of all verdicts that was: tells a page that has stood for long from one that is new. 0 where none is."""
    judged_by: str = ""
    judged_at: datetime | None = None

    @property
    def adoption(self) -> Adoption:
        """The row of the register that it makes."""
        return self.report.as_adoption(self.body)


def canonical_report(report: Report, *, hearing: str, body: str, version: int, given_at: datetime, nonce: str) -> bytes:
    """Return the bytes that are stored, hashed and sent back with the receipt; nobody's name is among them."""
    document = {
        "adoption_of": hearing,
        "body": body,
        "version": version,
        "given_at": given_at.isoformat(timespec="seconds"),
        "nonce": nonce,
        "state": report.state.value,
        "day": report.day.isoformat() if report.day else None,
        "next_day": report.next_day.isoformat() if report.next_day else None,
        "organ": report.organ,
        "case_number": report.case_number,
        "vote": report.vote,
        "reservations": [{"text": r.text, "section": r.section} for r in report.reservations],
        "text": report.text,
        **({"extract": written_attachment(report.extract)} if report.extract else {}),
    }
    return (json.dumps(document, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


def read_report(payload: bytes) -> Report:
    """Return what a stored payload says; unknown parts raise KeyError, TypeError or ValueError."""
    document = json.loads(payload)
    if not isinstance(document, dict):
        raise TypeError("a report has keys")
    extract = document.get("extract")
    return Report(
        AdoptionState(document["state"]),
        _day(document["day"]),
        _day(document["next_day"]),
        document["organ"],
        document["case_number"],
        document["vote"],
        tuple(Reservation(row["text"], row["section"]) for row in document["reservations"]),
        document["text"],
        read_attachment(extract) if isinstance(extract, Mapping) else None,
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def is_before(report: Report, decided: date | None) -> bool:
    """Tell whether a body says that it treated the decision before it was made: mostly a year or a month is wrong."""
    return decided is not None and report.day is not None and report.state in TREATED and report.day < decided


def told_differently(by_hand: Adoption, told: Adoption) -> bool:
    """Tell whether a person's row says something else than what the body has reported.

    What a person's row has no room for (vote, extract, the next day) is not compared.
    """
    return _compared(by_hand) != _compared(told)


def _compared(row: Adoption) -> tuple[object, ...]:
    return (row.effective_state, row.day, row.organ, row.case_number, row.reservations)


@dataclass(frozen=True)
class Awaited:
    """What a reminder counts from: `day` is the deadline to report or the day a body has scheduled.

    `before` says whether a body is reminded before the day too: of one that it has set itself it need not be.
    """

    day: date
    before: bool


def awaited(known: Adoption | None, due: date | None, today: date) -> Awaited | None:
    """Return what is waited for from a body, None where nothing is, or not yet.

    Args:
        known: the row that holds for the body, None where it has told nothing.
        due: the deadline to report, None where there is none.
    """
    if known is not None and known.effective_state in FINAL and not _to_come(known, today):
        return None
    meeting = _scheduled(known, today)
    if meeting is not None:
        return Awaited(meeting, before=False) if meeting < today else None
    return Awaited(due, before=True) if due is not None else None


def _to_come(row: Adoption, today: date) -> bool:
    return row.day is not None and row.day > today


def _scheduled(row: Adoption | None, today: date) -> date | None:
    """Return the day that a body has said that it will treat the matter on."""
    if row is None:
        return None
    if row.state is AdoptionState.POSTPONED and not _to_come(row, today):
        return row.next_day
    return row.day if row.state is AdoptionState.SCHEDULED or _to_come(row, today) else None


def due_mark(
    wait: Awaited,
    *,
    before: Iterable[int],
    after: Iterable[int],
    told_on: date,
    given: Collection[int],
    now: datetime,
) -> int | None:
    """Return the mark at which a body is to be reminded now, or None: days after the day, negative before it.

    It is the last mark that has been reached: one that was missed is not made up for beside a later one. A mark that
    had been reached when the body was asked, or when it told something itself, is not due, nor is anything long after
    the last.

    Args:
        told_on: the day the body was asked, or told something last.
        given: the marks of this day that the body has been reminded at.
    """
    marks = {*(-mark for mark in before if wait.before), *(mark for mark in after if mark > 0)}
    gone = (oslo_day(now) - wait.day).days
    reached = [mark for mark in marks if mark <= gone]
    if not reached or gone > max(marks) + PATIENCE.days:
        return None
    mark = max(reached)
    if wait.day + timedelta(days=mark) <= told_on or any(earlier >= mark for earlier in given):
        return None
    return mark
