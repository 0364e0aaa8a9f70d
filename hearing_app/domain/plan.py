"""A document that binds or guides the members: strategy, plan, action plan, platform, agreement, statutes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from hearing_app.domain.calendar import Exactness, RoughDay
from hearing_app.domain.decision import AdoptionRegister
from hearing_app.domain.draft import Section
from hearing_app.domain.localised import NO_TEXT, Localised
from hearing_app.domain.record import Ref, refs
from hearing_app.domain.vocabulary import DocumentKind, DocumentStatus, Language, MeasureStatus, Phase, RecordKind

ENDED = frozenset({MeasureStatus.DONE, MeasureStatus.DROPPED})
"""Where a measure needs no more work, so that its deadline is history."""
RUNNING = (DocumentStatus.IN_FORCE, DocumentStatus.PROPOSED)
"""Where a document is still somebody's work: its measures are to be done, its adoptions waited for."""
PROJECT_STEPS = tuple(Phase)
"""The steps of a project in their order; a measure in the second is «2 of 5»."""


@dataclass(frozen=True)
class Aim:
    """A value, a goal or a strategy: a lasting id, a short name (may be empty) and its text."""

    id: str
    text: str
    name: str = ""


@dataclass(frozen=True)
class Measure:
    """A measure (tiltak). `owner` and `coordinator` are bodies or organs; `progress` is in per cent, None if unknown.

    `strategies` are the ids of the strategies that it serves, in this plan or in the one this is a part of; `updated`
    is the day status was last reported.
    """

    id: str
    title: str
    text: str = ""
    strategies: tuple[str, ...] = ()
    owner: str = ""
    coordinator: str = ""
    phase: Phase | None = None
    status: MeasureStatus | None = None
    progress: int | None = None
    deadline: date | None = None
    updated: date | None = None

    def overdue_on(self, day: date) -> bool:
        """Tell whether the deadline has passed on `day` and the measure is neither done nor dropped."""
        return self.deadline is not None and self.deadline < day and self.status not in ENDED


@dataclass(frozen=True)
class Area:
    """A strategy area: grounds, goal, numbered strategies, prioritised tasks (Markdown) and measures."""

    id: str
    title: str
    grounds: str = ""
    goal: str = ""
    strategies: tuple[Aim, ...] = ()
    priorities: str = ""
    measures: tuple[Measure, ...] = ()
    network: str = ""


@dataclass(frozen=True)
class Repeal:
    """That a document was repealed (opphevet)."""

    day: date
    reason: Localised = NO_TEXT


@dataclass(frozen=True)
class Plan:
    """A plan as its folder holds it; its prose is Markdown in `language`, in sections with lasting ids.

    `day` is when the council's organ adopted it (None: not yet), or, where `exactness` says that only month or year is
    known, the last day it can have been; `valid_from` when it takes force if that is another
    day, `valid_to` the last day it was made for.
    """

    id: str
    title: Localised
    kind: DocumentKind
    language: Language
    day: date | None = None
    organ: str = ""
    case: str = ""
    hearing: str = ""
    abstract: Localised = NO_TEXT
    valid_from: date | None = None
    valid_to: date | None = None
    replaces: tuple[str, ...] = ()
    part_of: str = ""
    repealed: Repeal | None = None
    vision: str = ""
    values: tuple[Aim, ...] = ()
    goals: tuple[Aim, ...] = ()
    areas: tuple[Area, ...] = ()
    preamble: str = ""
    sections: tuple[Section, ...] = ()
    adoptions: AdoptionRegister | None = None
    exactness: Exactness = Exactness.DAY

    @property
    def ref(self) -> Ref:
        """The plan's own name."""
        return Ref(RecordKind.PLAN, self.id)

    @property
    def refers_to(self) -> tuple[Ref, ...]:
        """The case that adopted it, the hearing it was on, what it replaces and what it belongs to."""
        return (
            *refs(RecordKind.CASE, self.case),
            *refs(RecordKind.HEARING, self.hearing),
            *refs(RecordKind.PLAN, *self.replaces, self.part_of),
        )

    @property
    def measures(self) -> tuple[Measure, ...]:
        """Every measure, area by area."""
        return tuple(measure for area in self.areas for measure in area.measures)

    @property
    def strategies(self) -> tuple[Aim, ...]:
        """Every strategy, area by area."""
        return tuple(strategy for area in self.areas for strategy in area.strategies)

    def section(self, section_id: str) -> Section | None:
        """Return what a reservation is to: a strategy area, with its grounds, or a section of the prose; or None."""
        places = (*(Section(area.id, area.title, area.grounds) for area in self.areas), *self.sections)
        return next((place for place in places if place.id == section_id), None)

    @property
    def in_force_from(self) -> date | None:
        """The day it takes force, None while it is a proposal."""
        return None if self.day is None else self.valid_from or self.day

    def adopted_on(self, day: date) -> bool | None:
        """Tell whether the organ has adopted it by `day`; None in the month or year that is all that is known."""
        if self.day is None or RoughDay(self.day, self.exactness).first > day:
            return False
        return True if self.day <= day else None


def replaced_on(plan: Plan, plans: Iterable[Plan]) -> tuple[Plan, date] | None:
    """Return the first plan that takes `plan`'s place, and from which day; None where nothing does yet."""
    successors = ((other, other.in_force_from) for other in plans if plan.id in other.replaces)
    dated = [(other, day) for other, day in successors if day is not None]
    return min(dated, key=lambda pair: (pair[1], pair[0].id)) if dated else None


def status_on(plan: Plan, plans: Iterable[Plan], day: date) -> DocumentStatus:
    """Say whether `plan` holds on `day`. It follows from the dates; a document past `valid_to` holds until replaced.

    Args:
        plan: the plan that is asked about.
        plans: every plan of the council, among which its successor is looked for.
        day: the day in Oslo.
    """
    if plan.repealed is not None and plan.repealed.day <= day:
        return DocumentStatus.REPEALED
    successor = replaced_on(plan, plans)
    if successor is not None and successor[1] <= day:
        return DocumentStatus.REPLACED
    if plan.in_force_from is None or plan.in_force_from > day:
        return DocumentStatus.PROPOSED
    return DocumentStatus.IN_FORCE
