"""A case (sak): the case paper (saksframlegg) with the minutes of what the meeting made of it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from hearing_app.domain.decision import AdoptionRegister
from hearing_app.domain.localised import NO_TEXT, Localised
from hearing_app.domain.record import Ref, refs
from hearing_app.domain.vocabulary import DecisionStage, Language, RecordKind

_NUMBER = re.compile(r"(?:([A-ZÆØÅ]{1,5})-)?([0-9]{1,5})([a-zæøå]?)/([0-9]{2}|[0-9]{4})")
CENTURY, PIVOT = 100, 70


class CaseStatus(StrEnum):
    """How far a case has come on a day."""

    UNTREATED = "untreated"
    UNREGISTERED = "unregistered"
    TREATED = "treated"
    DECIDED_IN_PART = "decided_in_part"
    DECIDED = "decided"


@dataclass(frozen=True)
class CaseNumber:
    """A case number as councils write them: `U-47/09`, `24a/2017`, `16/2018`."""

    prefix: str
    serial: int
    letter: str
    year: int
    text: str

    @property
    def order(self) -> tuple[int, str, int, str]:
        """What numbers are sorted by: year, series, serial, letter."""
        return (self.year, self.prefix, self.serial, self.letter)


def whole_year(year: int) -> int:
    """Return a year that was written with two digits, 70 to 69, as one in 1970–2069; others stay."""
    if year >= CENTURY:
        return year
    return year + (1900 if year >= PIVOT else 2000)


def case_number(text: str) -> CaseNumber | None:
    """Return the case number that `text` is, or None. A year of two digits is in 1970–2069."""
    match = _NUMBER.fullmatch(text)
    if match is None:
        return None
    return CaseNumber(match[1] or "", int(match[2]), match[3], whole_year(int(match[4])), text)


@dataclass(frozen=True)
class EarlierCase:
    """A case that this one goes on from: `case` is its id where it stands here, otherwise there is only its number."""

    case: str = ""
    number: str = ""
    title: str = ""


@dataclass(frozen=True)
class Task:
    """Something that the decision obliges somebody to do. `owner` is a body, an organ, or a few words."""

    text: str
    owner: str
    deadline: date | None = None
    done: date | None = None

    def is_done(self, day: date) -> bool:
        """Tell whether it is done by `day`."""
        return self.done is not None and self.done <= day

    def is_overdue(self, day: date) -> bool:
        """Tell whether its deadline is over on `day`, and it is not done. The deadline's own day is still in time."""
        return self.deadline is not None and self.deadline < day and not self.is_done(day)


@dataclass(frozen=True)
class Case:
    """A case as its folder holds it; texts are Markdown in `language`, points are numbered from 1.

    `copies` is the distribution list (bodies, organs or words), often empty; None where the paper has none. `signed` is
    the role of whoever signed.
    """

    id: str
    title: Localised
    language: Language
    organ: str
    day: date | None
    number: CaseNumber
    place: str = ""
    meeting: str = ""
    abstract: Localised = NO_TEXT
    earlier: tuple[EarlierCase, ...] = ()
    hearing: str = ""
    plan: str = ""
    statement: str = ""
    stage: DecisionStage | None = None
    background: str = ""
    proposal: tuple[str, ...] = ()
    deliberation: str = ""
    points: tuple[str, ...] = ()
    vote: str = ""
    signed: str = ""
    copies: tuple[str, ...] | None = None
    tasks: tuple[Task, ...] = ()
    adoptions: AdoptionRegister | None = None

    @property
    def ref(self) -> Ref:
        """The case's own name."""
        return Ref(RecordKind.CASE, self.id)

    @property
    def refers_to(self) -> tuple[Ref, ...]:
        """Earlier cases, the meeting, and what the case is about."""
        return (
            *refs(RecordKind.CASE, *(earlier.case for earlier in self.earlier)),
            *refs(RecordKind.MEETING, self.meeting),
            *refs(RecordKind.HEARING, self.hearing),
            *refs(RecordKind.PLAN, self.plan),
            *refs(RecordKind.STATEMENT, self.statement),
        )

    @property
    def decided(self) -> bool:
        """Whether there is a decision, not only a proposal."""
        return bool(self.points)

    def status_on(self, day: date) -> CaseStatus:
        """Say how far it has come by `day`; texts of a later day are taken away by `on`, not here.

        A case whose day is over may well have been treated: without a text of it, nothing is said but that it is not
        registered. Without a day the year of its number counts.
        """
        if self.points:
            return CaseStatus.DECIDED_IN_PART if self.stage is DecisionStage.PARTIAL else CaseStatus.DECIDED
        if self.deliberation:
            return CaseStatus.TREATED
        is_over = self.day < day if self.day else self.number.year < day.year
        return CaseStatus.UNREGISTERED if is_over else CaseStatus.UNTREATED

    @property
    def year(self) -> int:
        """The year it is filed under: the meeting's, or where there is none yet, that of its number."""
        return self.day.year if self.day else self.number.year

    def on(self, day: date) -> "Case":
        """Return the case as it stands on `day`: before its meeting it is a proposal, whatever its file holds."""
        if self.day is not None and self.day <= day:
            return replace(self, adoptions=self.adoptions.on(day) if self.adoptions else None)
        return replace(
            self, deliberation="", points=(), vote="", stage=None, signed="", copies=None, tasks=(), adoptions=None
        )


def later_cases(case: Case, cases: Iterable[Case]) -> tuple[Case, ...]:
    """Return those of `cases` that go on from `case`, in their order."""
    return tuple(other for other in cases if case.id in {earlier.case for earlier in other.earlier})


def open_tasks(cases: Iterable[Case], day: date) -> tuple[tuple[Case, Task], ...]:
    """Return what is not done by `day`, each with its case, by deadline; what has none stands last."""
    tasks = ((case, task) for case in cases for task in case.tasks if not task.is_done(day))
    return tuple(sorted(tasks, key=lambda entry: entry[1].deadline or date.max))
