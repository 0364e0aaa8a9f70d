"""The pages of the gatherings."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from hearing_app.domain.addresses import Addresses
from hearing_app.domain.event import Event
from hearing_app.domain.record import Ref
from hearing_app.domain.vocabulary import RecordKind
from hearing_app.text import Words
from plugins.pages import SitePage
from plugins.related import related
from plugins.site import Site


def pages(site: Site) -> Iterator[SitePage]:
    """Yield the list of gatherings, and a page for each."""
    yield SitePage("events.html", lambda a: a.events, "meetings", lambda _: _list(site))
    for event in site.archive.events:
        yield SitePage("event.html", partial(_address, event.ref), "meetings", partial(_details, site, event))


def _address(ref: Ref, addresses: Addresses) -> str:
    return addresses.record(ref)


def _list(site: Site) -> dict[str, Any]:
    """Return the gatherings to come, the nearest first, and those that have been, the newest first."""
    coming = [event for event in site.archive.events if event.last_day >= site.today]
    past = [event for event in site.archive.events if event.last_day < site.today]
    return {"coming": tuple(reversed(coming)), "past": tuple(past)}


def _details(site: Site, event: Event, _words: Words) -> dict[str, Any]:
    """Return what the page shows. Contacts that have expired are left out here, so that no template can show them."""
    return {
        "event": event,
        "network": site.council.network(event.network),
        "contacts": event.contacts_on(site.today),
        "survey": site.record(Ref(RecordKind.HEARING, event.hearing)),
        "over": event.last_day < site.today,
        "related": related(site, event.ref),
    }
