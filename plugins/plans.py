"""The pages of plans: the list, each plan, and all measures as one action plan."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from hearing_app.domain.addresses import Addresses
from hearing_app.domain.decision import AdoptionRegister
from hearing_app.domain.draft import Section
from hearing_app.domain.event import Event
from hearing_app.domain.message import N_, Message
from hearing_app.domain.plan import Area, Plan, replaced_on, status_on
from hearing_app.domain.record import Record, Ref
from hearing_app.domain.vocabulary import DocumentStatus, RecordKind
from hearing_app.text import Words
from plugins.hearings import STATES
from plugins.measures import MeasureEntry, action_plan, plan_measures
from plugins.pages import SitePage
from plugins.registers import register_view
from plugins.related import RelatedKind, related
from plugins.site import Site
from plugins.views import card as hearing_card

ORDER = (DocumentStatus.IN_FORCE, DocumentStatus.PROPOSED, DocumentStatus.REPLACED, DocumentStatus.REPEALED)
"""The states of documents in the order a reader asks for them: what holds comes first."""


@dataclass(frozen=True)
class PlanPart:
    """A part of a plan's page: with a heading of ours, or a strategy area or a section with the plan's own.

    Our ids begin with `_`, which no id in a plan can.
    """

    id: str
    template: str
    heading: Message | None = None
    area: Area | None = None
    section: Section | None = None

    @property
    def title(self) -> str:
        """The plan's own heading, in the plan's language."""
        return self.area.title if self.area else self.section.heading if self.section else ""


VISION = PlanPart("_visjon", "vision", N_("Vision"))
VALUES = PlanPart("_verdier", "values", N_("Values"))
GOALS = PlanPart("_mal", "goals", N_("Goals"))
PROCESS = PlanPart("_prosess", "process", N_("The gatherings"))
ADOPTIONS = PlanPart("_tilslutning", "adoptions", N_("Adoptions"))


@dataclass(frozen=True)
class PlanCard:
    """A plan in a list. `successor` takes its place from a day, which may be to come.

    `register` is the plan's own, or where it has none, that of the hearing it came of: `registered_at` is then the
    hearing. `adopted` is None where nobody can tell yet: only the month or the year is known, and it is not over.
    """

    plan: Plan
    status: DocumentStatus
    adopted: bool | None
    successor: tuple[Plan, date] | None
    register: AdoptionRegister | None
    whole: Plan | None
    registered_at: Record | None


@dataclass(frozen=True)
class PlanView(PlanCard):
    """Everything that a plan's page shows in any language.

    `measures` are those of each area by its id; `case` and `hearing` are None where they are not public; `related` is
    what the page does not name anyway.
    """

    parts: tuple[PlanPart, ...]
    measures: dict[str, tuple[MeasureEntry, ...]]
    replaces: tuple[Plan, ...]
    pieces: tuple[Plan, ...]
    events: tuple[Event, ...]
    case: Record | None
    hearing: Record | None
    related: tuple[RelatedKind, ...]
    expired: bool


def pages(site: Site) -> Iterator[SitePage]:
    """Yield the list of plans, all measures, and every plan."""
    cards = [plan_card(site, plan) for plan in site.archive.plans]
    groups = [(status, [card for card in cards if card.status is status]) for status in ORDER]
    everything = action_plan(site)
    overview = {"groups": [group for group in groups if group[1]], "number": len(everything.entries)}
    yield SitePage("plans.html", lambda a: a.plans, "plans", lambda _: overview)
    yield SitePage(
        "measures.html",
        lambda a: a.measures,
        "plans",
        lambda words: {"measures": everything, "owners": everything.owners(site.council, words)},
    )
    for card in cards:
        yield _plan(site, plan_view(site, card))


def _plan(site: Site, view: PlanView) -> SitePage:
    plan = view.plan

    def details(words: Words) -> dict[str, Any]:
        day = plan.day or site.today
        shown = register_view(view.register, site.council, day, words) if view.register else None
        return {"view": view, "plan": plan, "register": shown, "states": STATES}

    def address(addresses: Addresses) -> str:
        return addresses.record(plan.ref)

    return SitePage("plan.html", address, "plans", details)


def plan_card(site: Site, plan: Plan) -> PlanCard:
    """Return the plan as a list shows it today."""
    plans = site.archive.plans
    lent = None if plan.adoptions else _register_of_hearing(site, plan.hearing)
    return PlanCard(
        plan=plan,
        status=status_on(plan, plans, site.today),
        adopted=plan.adopted_on(site.today),
        successor=replaced_on(plan, plans),
        register=plan.adoptions.on(site.today) if plan.adoptions else lent,
        whole=site.archive.plan(plan.part_of),
        registered_at=site.record(Ref(RecordKind.HEARING, plan.hearing)) if lent else None,
    )


def _register_of_hearing(site: Site, hearing_id: str) -> AdoptionRegister | None:
    """Return who has adopted what came of a hearing; None before it is decided, or where it is not public."""
    found = (hearing_card(matter, site.now) for matter in site.matters if matter.hearing.id == hearing_id)
    return next((short.adoptions for short in found), None)


def plan_view(site: Site, card: PlanCard) -> PlanView:
    """Return the plan as its page shows it today."""
    plan, plans = card.plan, site.archive.plans
    found = plan_measures(plan, card.whole, card.status, site.today)
    events = sorted((e for e in site.archive.events if e.plan == plan.id), key=lambda e: (e.day, e.id))
    replaces = tuple(other for other in plans if other.id in plan.replaces)
    pieces = tuple(other for other in plans if other.part_of == plan.id)
    case, hearing = Ref(RecordKind.CASE, plan.case), Ref(RecordKind.HEARING, plan.hearing)
    beside = (card.whole, card.successor[0] if card.successor else None)
    shown: tuple[Record | None, ...] = (*replaces, *pieces, *events, *beside)
    named = {case, hearing, *(other.ref for other in shown if other)}
    return PlanView(
        **vars(card),
        parts=_parts(card, gathered=bool(events)),
        measures={area.area.id: area.entries for area in found.areas},
        replaces=replaces,
        pieces=pieces,
        events=tuple(events),
        case=site.record(case),
        hearing=site.record(hearing),
        related=tuple(_without(named, related(site, plan.ref))),
        expired=plan.valid_to is not None and plan.valid_to < site.today,
    )


def _without(named: set[Ref], groups: Iterable[RelatedKind]) -> Iterator[RelatedKind]:
    """Yield the related records that are not `named`, kind by kind."""
    for group in groups:
        rest = tuple(record for record in group.records if record.ref not in named)
        if rest:
            yield RelatedKind(group.kind, rest)


def _parts(card: PlanCard, *, gathered: bool) -> tuple[PlanPart, ...]:
    """Return the parts in reading order: where it leads, the areas, the prose, and how it came to bind whom."""
    plan = card.plan
    first = ((VISION, bool(plan.vision)), (VALUES, bool(plan.values)), (GOALS, bool(plan.goals)))
    last = ((PROCESS, gathered), (ADOPTIONS, card.register is not None))
    return (
        *(part for part, there in first if there),
        *(PlanPart(area.id, "area", area=area) for area in plan.areas),
        *(PlanPart(section.id, "section", section=section) for section in plan.sections),
        *(part for part, there in last if there),
    )
