"""A page for every municipality and other body, and the list of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from hearing_app.domain.addresses import Addresses
from hearing_app.domain.council import Body, Membership, Network
from hearing_app.domain.decision import Reservation
from hearing_app.domain.hearing import Hearing, Item
from hearing_app.domain.involvement import Commitment, Input, Involvement, commitments, involvement
from hearing_app.domain.matter import Matter
from hearing_app.domain.organisation import Held, Rotation, former_bodies, members, merged_into, rotations
from hearing_app.domain.plan import Plan
from hearing_app.domain.record import Record
from hearing_app.domain.summary import SummaryPoint
from hearing_app.domain.vocabulary import BodyKind, NetworkPart
from hearing_app.text import Words
from plugins.groups import BodyGroup, group_bodies
from plugins.pages import SitePage
from plugins.site import Site
from plugins.versions import Onwards, drafts


@dataclass(frozen=True)
class Seat:
    """A membership, the council it is in (None where council.yml does not know it), and whether it is over."""

    council: Body | None
    membership: Membership
    over: bool


@dataclass(frozen=True)
class Charge:
    """An office that the body has held, holds or will hold."""

    rotation: Rotation
    held: Held


@dataclass(frozen=True)
class Reserved:
    """A reservation, with what the section is called that it is to ("" for a reservation in general).

    `anchor` is the section's id on the page of the document, "" where the document has no such section any more.
    """

    section: str
    text: str
    anchor: str = ""


@dataclass(frozen=True)
class Standing:
    """Where the body stands with a decision or document, with its reservations."""

    commitment: Commitment
    reservations: tuple[Reserved, ...]


@dataclass(frozen=True)
class PointView:
    """A point of the body's answer; `item` is None where the hearing has no such part any more.

    `onwards` says what the section it is about has become in the newest version of the draft, None where there is
    no newer one.
    """

    point: SummaryPoint
    item: Item | None
    onwards: Onwards | None


@dataclass(frozen=True)
class InputView:
    """What became of the body's input to one hearing."""

    matter: Matter
    points: tuple[PointView, ...]


@dataclass(frozen=True)
class Part:
    """A network that the body takes part in."""

    network: Network
    part: NetworkPart


def pages(site: Site) -> Iterator[SitePage]:
    """Yield the list of bodies, and a page for each."""
    yield SitePage("bodies.html", lambda a: a.bodies, "bodies", lambda words: _list(site, words))
    committed = commitments(site.matters, site.archive, site.now)
    for body in site.council.bodies:
        involved = involvement(body.id, site.matters, site.archive, site.now, committed)
        yield SitePage("body.html", partial(_address, body.id), "bodies", partial(_details, site, body, involved))


def _address(body_id: str, addresses: Addresses) -> str:
    return addresses.body(body_id)


def _list(site: Site, words: Words) -> dict[str, Any]:
    former = former_bodies(site.council, site.today)
    present = tuple(body for body in site.council.bodies if body not in former)
    return {"groups": _groups(site, present, words), "former": words.by_name(former)}


def _groups(site: Site, bodies: tuple[Body, ...], words: Words) -> tuple[BodyGroup, ...]:
    """Return the bodies by regional council where there are several, otherwise by kind."""
    councils = [b for b in bodies if b.kind is BodyKind.REGIONAL_COUNCIL]
    if sum(bool(members(site.council, body.id, site.today).present) for body in councils) > 1:
        return group_bodies(bodies, site.council, site.today, words)
    by_kind = ((kind, words.by_name(body for body in bodies if body.kind is kind)) for kind in BodyKind)
    return tuple(BodyGroup(None, kind, found) for kind, found in by_kind if found)


def _details(site: Site, body: Body, involved: Involvement, words: Words) -> dict[str, Any]:
    council = site.council
    charges = (Charge(rotation, held) for rotation in rotations(council, site.today) for held in rotation.by(body.id))
    parts = ((network, network.part_of(body.id)) for network in council.networks if network.period.holds_on(site.today))
    return {
        "body": body,
        "lasting": site.addresses(council.language).body(body.id),
        "involved": involved,
        "seats": tuple(_seat(site, membership) for membership in body.memberships),
        "members": members(council, body.id, site.today) if body.kind is BodyKind.REGIONAL_COUNCIL else None,
        "successor": council.body(body.merged_into) if body.merged_into else None,
        "predecessors": words.by_name(merged_into(council, body.id)),
        "charges": tuple(charges),
        "parts": tuple(Part(network, part) for network, part in parts if part),
        "commitments": tuple(map(_standing, involved.commitments)),
        "inputs": tuple(_input(site, entry, words) for entry in involved.inputs),
    }


def _seat(site: Site, membership: Membership) -> Seat:
    over = membership.end is not None and membership.end < site.today
    return Seat(site.council.body(membership.council), membership, over)


def _standing(commitment: Commitment) -> Standing:
    reservations = commitment.adoption.reservations
    return Standing(commitment, tuple(_reserved(commitment.record, r) for r in reservations))


def _reserved(record: Record, reservation: Reservation) -> Reserved:
    named, section = sections_of(record), reservation.section
    return Reserved(named.get(section, section), reservation.text, section if section in named else "")


def sections_of(record: Record) -> dict[str, str]:
    """Return what the parts of a document are called that a reservation can be to, by their ids on its page."""
    match record:
        case Hearing():
            return {section.id: section.heading for section in record.draft.sections}
        case Plan():
            areas = {area.id: area.title for area in record.areas}
            return {section.id: section.heading for section in record.sections} | areas
        case _:
            return {}


def _input(site: Site, entry: Input, words: Words) -> InputView:
    hearing, onwards = entry.matter.hearing, drafts(site, entry.matter, words).onwards
    points = (PointView(point, hearing.item(point.item), onwards.get(point.item)) for point in entry.points)
    return InputView(entry.matter, tuple(points))
