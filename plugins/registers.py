"""Registers of adoptions as pages show them, whatever was adopted: a hearing's outcome, a decision or a plan."""

from dataclasses import dataclass, replace
from datetime import date

from hearing_app.domain.adoption_matrix import RegisteredMatter
from hearing_app.domain.adoption_matrix import registered_matters as in_order_of_kind
from hearing_app.domain.council import Council
from hearing_app.domain.decision import Adoption, AdoptionRegister, Reservation
from hearing_app.domain.vocabulary import AdoptionState
from hearing_app.text import Words
from plugins.groups import LONG, AdoptionGroup, adoption_groups
from plugins.site import Site
from plugins.views import reservation_names

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
    ordered = replace(register, rows=rows)
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
    """Return every public matter with a register, as it stands today: first what is not decided, then the newest."""
    found = in_order_of_kind(site.matters, site.archive, site.now)
    return tuple(sorted(found, key=lambda matter: (matter.day is None, matter.day or date.min), reverse=True))
