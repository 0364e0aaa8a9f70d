"""The pages of decisions: all of them newest first, and the matrix of who has adopted what."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import groupby
from typing import Any

from hearing_app.domain.addresses import Addresses
from hearing_app.domain.adoption_matrix import MatrixPages, RegisteredMatter, adoption_matrix, matrix_pages
from hearing_app.domain.calendar import Exactness
from hearing_app.domain.case import Case
from hearing_app.domain.decision import AdoptionRegister
from hearing_app.domain.localised import Localised
from hearing_app.domain.message import N_, Message
from hearing_app.domain.organisation import named
from hearing_app.domain.record import Record, Ref
from hearing_app.domain.vocabulary import AdoptionState, DecisionStage, Language, RecordKind
from hearing_app.text import Words
from plugins.pages import SitePage
from plugins.registers import RegisterView, register_view, registered_matters
from plugins.site import Site
from plugins.views import card

SHORT: Mapping[AdoptionState, tuple[str, Message, Message]] = {
    AdoptionState.ADOPTED: ("✓", N_("Adopted"), N_("adopted, without reservation")),
    AdoptionState.ADOPTED_WITH_RESERVATION: ("✓*", N_("With reservation"), N_("adopted, with a reservation")),
    AdoptionState.DATE_MISSING: ("?", N_("Date missing"), N_("said to be adopted, but without a date: does not count")),
    AdoptionState.REJECTED: ("✗", N_("Rejected"), N_("treated, and not adopted")),
    AdoptionState.POSTPONED: ("…", N_("Postponed"), N_("treated, and put off")),
    AdoptionState.SCHEDULED: ("→", N_("Scheduled"), N_("to be treated, or adopted from the day given")),
    AdoptionState.NOT_TREATED: ("–", N_("Not treated"), N_("asked, and not treated yet")),
}
"""Each state as the matrix has room for it: a mark, a word, and what they mean."""


@dataclass(frozen=True)
class StateKey:
    """A state in the key of the matrix, in the reader's language."""

    state: AdoptionState
    mark: str
    word: str
    meaning: str


@dataclass(frozen=True)
class DecisionEntry:
    """A decision in the list: what it is of, who decided, and how many have adopted it.

    `organ` is in `language` where it is not one of the council's organs; `organ_id` is "" there.
    """

    ref: Ref
    title: Localised
    day: date
    organ: Localised
    language: Language
    number: str
    stage: DecisionStage | None
    register: AdoptionRegister | None
    about: tuple[Record, ...] = ()
    organ_id: str = ""


def pages(site: Site) -> Iterator[SitePage]:
    """Yield the list of decisions and the matrix of adoptions, on pages by year where one has no room for it."""
    entries = decisions(site)
    years = [(year, list(found)) for year, found in groupby(entries, lambda e: e.day.year)]
    matters = registered_matters(site)
    divided = matrix_pages(matters)
    shown = {"years": years, "number": len(entries), "registers": len(matters)}
    yield SitePage("decisions.html", lambda a: a.decisions, "decisions", lambda _: shown)

    whole = partial(_matrix, site, divided, None, divided.first, matters)
    yield SitePage("adoption_matrix.html", lambda a: a.adoptions, "decisions", whole)
    for year, found in divided.years:
        of_year = partial(_matrix, site, divided, year, found, found)
        yield SitePage("adoption_matrix.html", partial(_address_of, year), "decisions", of_year)


def _address_of(year: int, addresses: Addresses) -> str:
    return addresses.adoptions_of(year)


def _matrix(
    site: Site,
    divided: MatrixPages,
    year: int | None,
    shown: Sequence[RegisteredMatter],
    told: Iterable[RegisteredMatter],
    words: Words,
) -> dict[str, Any]:
    """Return what a page of the matrix shows.

    Args:
        site: the site.
        divided: what stands on which page.
        year: the page's year, None for the first page.
        shown: the columns.
        told: the matters of which is told what is outstanding; on the first page all.
        words: the reader's language.
    """
    matrix = adoption_matrix(shown)
    waiting = (matter for matter in told if matter.holds and matter.register.outstanding)
    outstanding: list[tuple[RegisteredMatter, RegisterView]] = [
        (matter, register_view(matter.register, site.council, site.today, words)) for matter in waiting
    ]
    return {
        "year": year,
        "years": [(of_year, len(found)) for of_year, found in divided.years],
        "matters": matrix.matters,
        "rows": words.by_body(matrix.rows, site.council),
        "key": {
            state: StateKey(state, mark, words.say(word), words.say(meaning))
            for state, (mark, word, meaning) in SHORT.items()
        },
        "outstanding": outstanding,
    }


def decisions(site: Site) -> tuple[DecisionEntry, ...]:
    """Return what has been decided until today, the newest first.

    A case that decides a hearing on the same day and number as the hearing's own file is one decision: the case.
    A plan that an organ adopted stands under its own name only where no case and no hearing tells of that decision.
    """
    cases = [case for case in (case.on(site.today) for case in site.archive.cases) if case.decided]
    found = [*_of_hearings(site, cases), *(_of_case(site, case, case.day) for case in cases if case.day)]
    found += _of_plans(site, {entry.ref for entry in found} | {Ref(RecordKind.PLAN, case.plan) for case in cases})
    return tuple(sorted(found, key=lambda entry: (entry.day, entry.ref), reverse=True))


def _of_hearings(site: Site, cases: Iterable[Case]) -> Iterator[DecisionEntry]:
    told = {(case.hearing, case.day, case.number.text) for case in cases if case.hearing}
    for short in (card(matter, site.now) for matter in site.matters):
        hearing, decision = short.hearing, short.decision
        if decision is None or (hearing.id, decision.day, decision.case_number) in told:
            continue
        yield DecisionEntry(
            hearing.ref,
            hearing.title,
            decision.day,
            Localised(plain=decision.organ),
            hearing.language,
            decision.case_number,
            decision.stage,
            short.adoptions,
            organ_id=organ.id if (organ := named(site.council.organs, decision.organ)) else "",
        )


def _of_plans(site: Site, told: Collection[Ref]) -> Iterator[DecisionEntry]:
    """Yield the plans that one of the council's organs adopted, on a day that is known as such.

    A paper with a day and no organ is only dated, and a month or a year is no day; nothing is inferred from them.
    """
    for plan in site.archive.plans:
        organ = site.council.organ(plan.organ)
        made = plan.day is not None and plan.exactness is Exactness.DAY and plan.day <= site.today
        names = {plan.ref, Ref(RecordKind.CASE, plan.case), Ref(RecordKind.HEARING, plan.hearing)}
        if organ and made and plan.day and names.isdisjoint(told):
            register = plan.adoptions.on(site.today) if plan.adoptions else None
            yield DecisionEntry(
                plan.ref, plan.title, plan.day, organ.name, plan.language, "", None, register, organ_id=organ.id
            )


def _of_case(site: Site, case: Case, day: date) -> DecisionEntry:
    organ = site.council.organ(case.organ)
    names = (
        Ref(RecordKind.HEARING, case.hearing),
        Ref(RecordKind.PLAN, case.plan),
        Ref(RecordKind.STATEMENT, case.statement),
    )
    about = (site.record(name) for name in names)
    return DecisionEntry(
        case.ref,
        case.title,
        day,
        organ.name if organ else Localised(plain=case.organ),
        case.language,
        case.number.text,
        case.stage,
        case.adoptions,
        tuple(record for record in about if record),
        organ.id if organ else "",
    )
