"""Long lists of bodies in groups that a reader knows: the regional council, otherwise the kind of body."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from hearing_app.domain.council import Body, Council
from hearing_app.domain.decision import Adoption, AdoptionRegister
from hearing_app.domain.matter import Matter
from hearing_app.domain.vocabulary import BodyKind
from hearing_app.text import Words

LONG = 12
"""A list of more bodies than this is folded, group by group."""


@dataclass(frozen=True)
class BodyGroup:
    """Bodies under one heading: the regional council's name, or where there is none, their kind."""

    council: Body | None
    kind: BodyKind
    bodies: tuple[Body, ...]

    @property
    def id(self) -> str:
        """An id for headings; no two groups of a page share it."""
        return self.council.id if self.council else self.kind.value


@dataclass(frozen=True)
class InvitedGroup:
    """A group of invited bodies, with how many of them have answered."""

    group: BodyGroup
    answered: int


@dataclass(frozen=True)
class AdoptionGroup:
    """A part of the register of adoptions, one row per body."""

    group: BodyGroup
    part: AdoptionRegister


def group_bodies(bodies: Iterable[Body], council: Council, day: date, words: Words) -> tuple[BodyGroup, ...]:
    """Return `bodies` in groups, regional councils first, in the order of their first bodies.

    Within a group they stand by name, as `words` shows them. A body that sits in several councils on `day`
    stands under the first. A council that is listed without any of its members makes no group: it stands with
    others of its kind. A single member does, so that a body stands under the same heading in every list.
    """
    listed = tuple(bodies)
    homes = {body.id: _home(body, council, day) for body in listed}
    by_council: dict[str, tuple[Body, list[Body]]] = {}
    for body in listed:
        if home := homes[body.id]:
            by_council.setdefault(home.id, (home, []))[1].append(body)
    # The council itself heads its members; sorting is stable, so these keep their order.
    sorted_councils = ((home, sorted(words.by_name(found), key=home.__ne__)) for home, found in by_council.values())
    groups = [BodyGroup(home, home.kind, tuple(found)) for home, found in sorted_councils if found != [home]]
    placed = {body.id for group in groups for body in group.bodies}
    rest = [body for body in listed if body.id not in placed]
    kinds = dict.fromkeys(body.kind for body in rest)
    by_kind = (BodyGroup(None, kind, words.by_name(b for b in rest if b.kind is kind)) for kind in kinds)
    return (*groups, *by_kind)


def _home(body: Body, council: Council, day: date) -> Body | None:
    """Return the regional council that `body` is, or sits in."""
    if body.kind is BodyKind.REGIONAL_COUNCIL:
        return body
    return next((council.body(m.council) for m in body.memberships if m.holds_on(day)), None)


def invited_groups(matter: Matter, council: Council, day: date, words: Words) -> tuple[InvitedGroup, ...]:
    """Return the invited bodies of a hearing in groups."""
    groups = group_bodies(matter.hearing.invited, council, day, words)
    return tuple(InvitedGroup(g, sum(matter.has_answered(b.id) is not None for b in g.bodies)) for g in groups)


def adoption_groups(register: AdoptionRegister, council: Council, day: date, words: Words) -> tuple[AdoptionGroup, ...]:
    """Return the register in groups; a row's body is always in council.yml, the definitions see to that."""
    rows: dict[str, Adoption] = {row.body: row for row in register.rows}
    bodies = (council.body(body_id) for body_id in rows)
    groups = group_bodies((body for body in bodies if body is not None), council, day, words)
    return tuple(AdoptionGroup(g, replace(register, rows=tuple(rows[b.id] for b in g.bodies))) for g in groups)
