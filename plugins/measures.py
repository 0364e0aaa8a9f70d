"""Measures as pages show them: each with where it belongs, and all of them together as one action plan."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from hearing_app.domain.council import Council
from hearing_app.domain.plan import PROJECT_STEPS, RUNNING, Area, Measure, Plan, status_on
from hearing_app.domain.vocabulary import DocumentStatus, MeasureStatus, Phase
from hearing_app.text import Words
from hearing_app.text.order import alphabetical
from plugins.site import Site


@dataclass(frozen=True)
class ServedStrategy:
    """A strategy that a measure serves: its number in its area, its text, and the plan that has it."""

    id: str
    number: int
    text: str
    area: Area
    plan: Plan


@dataclass(frozen=True)
class MeasureEntry:
    """A measure with where it stands, and what it serves."""

    plan: Plan
    area: Area
    measure: Measure
    overdue: bool
    serves: tuple[ServedStrategy, ...]

    @property
    def step(self) -> int | None:
        """The number of the project's step, from 1; None where no phase is given."""
        return PROJECT_STEPS.index(self.measure.phase) + 1 if self.measure.phase else None


@dataclass(frozen=True)
class AreaMeasures:
    """The measures of one area."""

    area: Area
    entries: tuple[MeasureEntry, ...]


@dataclass(frozen=True)
class PlanMeasures:
    """The measures of one plan, area by area; areas without any are left out."""

    plan: Plan
    status: DocumentStatus
    areas: tuple[AreaMeasures, ...]


@dataclass(frozen=True)
class OwnersMeasures:
    """What one body or organ carries out or coordinates; `party` is "" for what nobody has been given."""

    party: str
    entries: tuple[MeasureEntry, ...]


@dataclass(frozen=True)
class ActionPlan:
    """All measures of the plans that are in force or proposed."""

    plans: tuple[PlanMeasures, ...]

    @property
    def entries(self) -> tuple[MeasureEntry, ...]:
        """Every measure, plan by plan."""
        return tuple(entry for plan in self.plans for area in plan.areas for entry in area.entries)

    @property
    def overdue(self) -> tuple[MeasureEntry, ...]:
        """The measures whose deadline has passed, the longest overdue first."""
        late = (entry for entry in self.entries if entry.overdue)
        return tuple(sorted(late, key=lambda entry: entry.measure.deadline or date.max))

    @property
    def statuses(self) -> tuple[tuple[MeasureStatus | None, int], ...]:
        """How many measures stand where; None counts those that nobody has told of."""
        found = Counter(entry.measure.status for entry in self.entries)
        return tuple((status, found[status]) for status in (*MeasureStatus, None) if found[status])

    @property
    def phases(self) -> tuple[tuple[Phase, int], ...]:
        """How many measures are in each step, the empty ones too: the steps are told as a whole."""
        found = Counter(entry.measure.phase for entry in self.entries)
        return tuple((phase, found[phase]) for phase in PROJECT_STEPS)

    def owners(self, council: Council, words: Words) -> tuple[OwnersMeasures, ...]:
        """Return the measures by who owns or coordinates them, by the name that the reader sees.

        A measure with an owner and a coordinator stands under both; last comes what has neither.
        """
        found: dict[str, list[MeasureEntry]] = {}
        for entry in self.entries:
            for party in dict.fromkeys((entry.measure.owner, entry.measure.coordinator)):
                if party or not (entry.measure.owner or entry.measure.coordinator):
                    found.setdefault(party, []).append(entry)
        parties = sorted(found, key=lambda party: (not party, alphabetical(party_name(party, council, words))))
        return tuple(OwnersMeasures(party, tuple(found[party])) for party in parties)


def party_name(party: str, council: Council, words: Words) -> str:
    """Return what a body or an organ is called; its id where council.yml does not know it."""
    found = council.body(party) or council.organ(party)
    return words.local(found.name) if found else party


def plan_measures(plan: Plan, whole: Plan | None, status: DocumentStatus, today: date) -> PlanMeasures:
    """Return the measures of `plan`; `whole` is the plan that it is a part of."""
    strategies = _strategies((whole, plan) if whole else (plan,))
    areas = (
        AreaMeasures(area, tuple(_entry(plan, area, measure, strategies, status, today) for measure in area.measures))
        for area in plan.areas
    )
    return PlanMeasures(plan, status, tuple(area for area in areas if area.entries))


def _entry(
    plan: Plan,
    area: Area,
    measure: Measure,
    strategies: dict[str, ServedStrategy],
    status: DocumentStatus,
    today: date,
) -> MeasureEntry:
    serves = tuple(strategies[name] for name in measure.strategies if name in strategies)
    return MeasureEntry(plan, area, measure, status in RUNNING and measure.overdue_on(today), serves)


def _strategies(plans: Iterable[Plan]) -> dict[str, ServedStrategy]:
    """Return every strategy by its id; a plan's own go before those of the whole, which comes first."""
    return {
        strategy.id: ServedStrategy(strategy.id, number, strategy.name or strategy.text, area, plan)
        for plan in plans
        for area in plan.areas
        for number, strategy in enumerate(area.strategies, start=1)
    }


def action_plan(site: Site) -> ActionPlan:
    """Return the measures of every plan that is in force or proposed today, those in force first."""
    plans = site.archive.plans
    found = [(plan, status_on(plan, plans, site.today)) for plan in plans if plan.measures]
    return ActionPlan(
        tuple(
            plan_measures(plan, site.archive.plan(plan.part_of), status, site.today)
            for wanted in RUNNING
            for plan, status in found
            if status is wanted
        )
    )
