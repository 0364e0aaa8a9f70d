"""What a council looks like on a day: who sits in it, whose turn the offices are, who takes part in which network."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from hearing_app.domain.council import Body, Council, Holding, Membership, Network, Organ, Period
from hearing_app.domain.vocabulary import NetworkPart, Office

Party = TypeVar("Party", bound=Body | Organ)


class Turn(StrEnum):
    """Whose turn it is in an office that rotates."""

    BEFORE = "before"
    NOW = "now"
    NEXT = "next"


@dataclass(frozen=True)
class Held:
    """One period of an office: the body that holds it, and whether it has, does or will."""

    holding: Holding
    body: Body
    turn: Turn


@dataclass(frozen=True)
class Rotation:
    """An office in an organ with everybody who has held it, holds it and will hold it, in the order of time."""

    organ: Organ
    office: Office
    held: tuple[Held, ...]

    def by(self, body_id: str) -> tuple[Held, ...]:
        """Return the periods in which one body holds the office."""
        return tuple(held for held in self.held if held.body.id == body_id)


@dataclass(frozen=True)
class Member:
    """A body and its membership."""

    body: Body
    membership: Membership


@dataclass(frozen=True)
class Members:
    """The members of a regional council: those of the day, those that will be, those that have been."""

    present: tuple[Member, ...]
    coming: tuple[Member, ...]
    former: tuple[Member, ...]

    def __bool__(self) -> bool:
        """Tell whether there is or was anybody."""
        return bool(self.present or self.coming or self.former)


@dataclass(frozen=True)
class NetworkRow:
    """A body's or an organ's row in the matrix: its part in each network, None for an empty cell."""

    party: Body | Organ
    parts: tuple[NetworkPart | None, ...]

    @property
    def is_organ(self) -> bool:
        """Whether it is an organ of the council, such as the secretariat."""
        return isinstance(self.party, Organ)


@dataclass(frozen=True)
class NetworkMatrix:
    """Who takes part in which network. Members have a row also where they take part in none."""

    networks: tuple[Network, ...]
    rows: tuple[NetworkRow, ...]


def named(parties: Iterable[Party], name: str) -> Party | None:
    """Return the body or organ that is called exactly this in one of its written forms, or None.

    For texts that people write freely («held by»): a page can then lead to the one that is meant.
    """
    for party in parties:
        if name and name in (party.name.plain, *dict(party.name.forms).values()):
            return party
    return None


def as_of(council: Council, day: date) -> date:
    """Return the day to show the council on: its last one where it is dissolved by `day`."""
    return council.dissolved_by(day) or day


def rotations(council: Council, day: date) -> tuple[Rotation, ...]:
    """Return the offices in the order of the file; an office ends with the council that it is in."""
    offices = dict.fromkeys((holding.organ, holding.office) for holding in council.holdings)
    found = []
    for organ_id, office in offices:
        organ = council.organ(organ_id)
        own = [h for h in council.holdings if (h.organ, h.office) == (organ_id, office)]
        own.sort(key=lambda holding: holding.period.start or date.min)
        held = [Held(h, body, _turn(h.period, council, day)) for h in own if (body := council.body(h.body))]
        if organ is not None and held:
            found.append(Rotation(organ, office, tuple(held)))
    return tuple(found)


def _turn(period: Period, council: Council, day: date) -> Turn:
    end = min(period.end or date.max, council.period.end or date.max)
    if end < day:
        return Turn.BEFORE
    return Turn.NEXT if period.start is not None and period.start > day else Turn.NOW


def members(council: Council, council_id: str, day: date) -> Members:
    """Return who sits in the regional council `council_id`, in the order of the file.

    A municipality that has merged is a former member from that day, also where nobody has ended its membership.
    """
    listed = tuple(_memberships(council, council_id))
    present = tuple(m for m in listed if m.membership.holds_on(day) and not _merged(m.body, day))
    coming = tuple(m for m in listed if m.membership.start is not None and m.membership.start > day)
    former = tuple(m for m in listed if m not in present and m not in coming)
    return Members(present, coming, former)


def _memberships(council: Council, council_id: str) -> Iterator[Member]:
    for body in council.bodies:
        for membership in body.memberships:
            if membership.council == council_id:
                yield Member(body, membership)


def _merged(body: Body, day: date) -> bool:
    return body.merged_on is not None and body.merged_on <= day


def former_bodies(council: Council, day: date) -> tuple[Body, ...]:
    """Return the bodies that have become a part of another by `day`."""
    return tuple(body for body in council.bodies if _merged(body, day))


def merged_into(council: Council, body_id: str) -> tuple[Body, ...]:
    """Return the former municipalities that have become, or will become, a part of this one."""
    return tuple(body for body in council.bodies if body.merged_into == body_id)


def network_matrix(council: Council, day: date) -> NetworkMatrix:
    """Return the networks of `day` against the members, then against whoever else takes part."""
    networks = tuple(network for network in council.networks if network.period.holds_on(day))
    sitting = {member.body.id for member in members(council, council.body_id, day).present}
    others: tuple[Body | Organ, ...] = (*(b for b in council.bodies if b.id not in sitting), *council.organs)
    parties: list[Body | Organ] = [body for body in council.bodies if body.id in sitting]
    parties += [party for party in others if any(network.part_of(party.id) for network in networks)]
    rows = (NetworkRow(party, tuple(network.part_of(party.id) for network in networks)) for party in parties)
    return NetworkMatrix(networks, tuple(rows))
