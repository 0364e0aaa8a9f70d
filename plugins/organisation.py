"""The page of the council itself: organs, members, offices that rotate, networks."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from hearing_app.domain.council import Body, Network, Organ
from hearing_app.domain.event import Event
from hearing_app.domain.organisation import Members, as_of, members, network_matrix, rotations
from hearing_app.domain.plan import Plan
from hearing_app.domain.vocabulary import BodyKind
from hearing_app.text import Words
from plugins.pages import SitePage
from plugins.site import Site


@dataclass(frozen=True)
class NetworkView:
    """A network, who is responsible for it, and what belongs to it: its gatherings, and the plans that name it."""

    network: Network
    responsible: Body | Organ | None
    responsible_is_organ: bool
    events: tuple[Event, ...]
    plans: tuple[Plan, ...]


@dataclass(frozen=True)
class CouncilMembers:
    """A regional council with its members, where several councils publish together."""

    body: Body
    members: Members


def pages(site: Site) -> Iterator[SitePage]:
    """Yield the council's page."""
    yield SitePage("organisation.html", lambda a: a.organisation, "council", lambda words: _details(site, words))


def _details(site: Site, _words: Words) -> dict[str, Any]:
    council = site.council
    day = as_of(council, site.today)
    return {
        "dissolved": council.dissolved_by(site.today),
        "organs": tuple(organ for organ in council.organs if organ.period.holds_on(day)),
        "coming_organs": tuple(o for o in council.organs if o.period.start is not None and o.period.start > day),
        "former_organs": tuple(o for o in council.organs if o.period.end is not None and o.period.end < day),
        "members": members(council, council.body_id, day) if council.body_id else None,
        "councils": () if council.body_id else tuple(_councils(site)),
        "rotations": rotations(council, site.today),
        "networks": tuple(_network(site, n) for n in council.networks if n.period.holds_on(day)),
        "coming_networks": tuple(n for n in council.networks if n.period.start is not None and n.period.start > day),
        "former_networks": tuple(n for n in council.networks if n.period.end is not None and n.period.end < day),
        "matrix": network_matrix(council, day),
    }


def _councils(site: Site) -> Iterator[CouncilMembers]:
    """Yield the regional councils that have, or have had, members."""
    for body in site.council.bodies:
        if body.kind is BodyKind.REGIONAL_COUNCIL:
            yield CouncilMembers(body, members(site.council, body.id, site.today))


def _network(site: Site, network: Network) -> NetworkView:
    council, records = site.council, site.archive
    organ = council.organ(network.responsible)
    return NetworkView(
        network=network,
        responsible=council.body(network.responsible) or organ,
        responsible_is_organ=organ is not None,
        events=tuple(event for event in records.events if event.network == network.id),
        plans=tuple(p for p in records.plans if any(area.network == network.id for area in p.areas)),
    )
