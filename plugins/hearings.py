"""The pages of the hearings: the list, each hearing, each released submission."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from hearing_app.domain.addresses import Addresses
from hearing_app.domain.matter import Matter
from hearing_app.domain.summary import ReleasedSubmission
from hearing_app.domain.vocabulary import AdoptionState, Conclusion
from hearing_app.text import Words
from hearing_app.text.senders import knowing
from plugins.pages import SitePage
from plugins.related import related
from plugins.site import Site
from plugins.versions import changed, drafts
from plugins.views import answer_addresses, hearing_view, overview, reservation_names

STATES = (
    AdoptionState.ADOPTED,
    AdoptionState.ADOPTED_WITH_RESERVATION,
    AdoptionState.DATE_MISSING,
    AdoptionState.REJECTED,
    AdoptionState.POSTPONED,
    AdoptionState.SCHEDULED,
    AdoptionState.NOT_TREATED,
)
"""The states in the order a reader asks for them: who is bound first."""


def pages(site: Site) -> Iterator[SitePage]:
    """Yield the list of hearings, and every public hearing with its released submissions."""
    cards = overview(site.matters, site.now, site.council)
    yield SitePage("hearings.html", lambda a: a.hearings, "hearings", lambda _: {"overview": cards})
    for matter in site.matters:
        yield _hearing(site, matter)
        for copy in matter.released:
            yield _submission(site, matter, copy)


def _hearing(site: Site, matter: Matter) -> SitePage:
    hearing = matter.hearing

    def details(words: Words) -> dict[str, Any]:
        view = hearing_view(matter, site.council, site.now, words, site.matters)
        return {
            "view": view,
            "hearing": view.hearing,
            "states": STATES,
            "conclusions": tuple(Conclusion),
            "council": knowing(site.council, matter.received),
            "links": answer_addresses(matter, site.addresses(words.language)),
            "reservation_names": reservation_names(view.adoptions, site.council, words),
            "related": related(site, hearing.ref),
            "drafts": drafts(site, matter, words),
        }

    return SitePage("hearing.html", lambda a: a.hearing(hearing.id), "hearings", details)


def _submission(site: Site, matter: Matter, copy: ReleasedSubmission) -> SitePage:
    hearing, body = matter.hearing, knowing(site.council, [copy]).body(copy.body)
    shown = {
        "hearing": hearing,
        "submission": copy,
        "body": body,
        "written_in": (body.language if body else None) or hearing.language,
        "receipt": matter.has_answered(copy.body),
    }

    def details(words: Words) -> dict[str, Any]:
        return {**shown, "became": changed(drafts(site, matter, words).onwards)}

    return SitePage("submission.html", partial(_address, hearing.id, copy.body), "hearings", details)


def _address(hearing_id: str, body_id: str, addresses: Addresses) -> str:
    return addresses.submission(hearing_id, body_id)
