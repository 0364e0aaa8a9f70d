"""Registers of adoptions as pages show them, whatever was adopted: a hearing's outcome, a decision or a plan."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from hearing_app.domain.adoption_matrix import RegisteredMatter
from hearing_app.domain.council import Council
from hearing_app.domain.decision import Adoption, AdoptionRegister, Reservation
from hearing_app.domain.plan import RUNNING, status_on
from hearing_app.domain.vocabulary import AdoptionState
from hearing_app.text import Words
from plugins.groups import LONG, AdoptionGroup, adoption_groups
from plugins.site import Site
from plugins.views import card, reservation_names

Reserved = tuple[tuple[Adoption, Reservation], ...]


@dataclass(frozen=True)
class RegisterView:
    """A register with its lists of bodies in the reader's order.

    `groups` are empty where one table is enough; `names` are those who adopted with a reservation (rule 15).
    `sections` are the reservations to one part of the text each, by the part's id.
    """

    register: AdoptionRegister
    rows: tuple[Adoption, ...]
    groups: tuple[AdoptionGroup, ...]
    names: list[str]
    general: Reserved
    sections: dict[str, Reserved]
    outstanding: tuple[tuple[AdoptionState, tuple[Adoption, ...]], ...]


def register_view(register: AdoptionRegister, council: Council, day: date, words: Words) -> RegisterView:
    """Return the register for a reader with these words.

    Args:
        register: the register as it stands on the day that is shown.
        council: the council, whose bodies have the names.
        day: the day whose memberships a long register is grouped by.
        words: the reader's language.
    """
    rows = words.by_body(register.rows, council)
    ordered = AdoptionRegister(rows)
    named = dict.fromkeys(r.section for row in rows for r in row.reservations if r.section)
    return RegisterView(
        register,
        rows,
        adoption_groups(register, council, day, words) if len(rows) > LONG else (),
        reservation_names(register, council, words),
        ordered.reserved(),
        {section: ordered.reserved(section) for section in named},
        ordered.outstanding,
    )


def registered_matters(site: Site) -> tuple[RegisteredMatter, ...]:
    """Return every public matter with a register, as it stands today: what is not decided yet first, then the newest.

    A hearing or a case has nothing to adopt before it is decided.
    """
    found = sorted(_registered(site), key=lambda pair: (pair[0] is None, pair[0] or date.min), reverse=True)
    return tuple(matter for _, matter in found)


def _registered(site: Site) -> Iterator[tuple[date | None, RegisteredMatter]]:
    for short in (card(matter, site.now) for matter in site.matters):
        if short.decision and short.adoptions:
            hearing = short.hearing
            yield short.decision.day, RegisteredMatter(hearing.ref, hearing.title, short.adoptions)
    for plan in site.archive.plans:
        if plan.adoptions:
            holds = status_on(plan, site.archive.plans, site.today) in RUNNING
            yield plan.day, RegisteredMatter(plan.ref, plan.title, plan.adoptions.on(site.today), holds)
    for case in (case.on(site.today) for case in site.archive.cases):
        if case.adoptions and case.decided:
            yield case.day, RegisteredMatter(case.ref, case.title, case.adoptions)
