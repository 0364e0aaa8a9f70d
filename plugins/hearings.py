"""The pages of the hearings: the list, each hearing, each released submission."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from hearing_app.domain.addresses import Addresses
from hearing_app.domain.matter import Matter
from hearing_app.domain.public_text import copied_fields
from hearing_app.domain.published_file import file_name, file_path
from hearing_app.domain.redaction import MARK
from hearing_app.domain.summary import Received, ReleasedSubmission
from hearing_app.domain.vocabulary import AdoptionState, Conclusion
from hearing_app.text import Words
from hearing_app.text.senders import knowing
from plugins.pages import SiteCopy, SitePage
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


def pages(site: Site) -> Iterator[SitePage | SiteCopy]:
    """Yield the list of hearings, and every public hearing with its released submissions."""
    cards = overview(site.matters, site.now, site.council)
    yield SitePage("hearings.html", lambda a: a.hearings, "hearings", lambda _: {"overview": cards})
    for matter in site.matters:
        yield _hearing(site, matter)
        for copy in matter.released:
            yield _submission(site, matter, copy)
            yield from _files(matter, copy)
        for receipt in matter.taken_back:
            yield _withdrawn(site, matter, receipt)


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
            "correction_links": _told_pages(matter, site.addresses(words.language)),
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
        "file_name": file_name,
        "redacted": any(MARK.search(text) for text in copied_fields(copy).values()),
        "corrections_told": matter.corrections_of(copy.body),
        "summary": matter.summary,
        "own_points": tuple(p for p in matter.summary.points if copy.body in p.bodies) if matter.summary else (),
    }

    def details(words: Words) -> dict[str, Any]:
        return {**shown, "became": changed(drafts(site, matter, words).onwards)}

    return SitePage("submission.html", partial(_address, hearing.id, copy.body), "hearings", details)


def _withdrawn(site: Site, matter: Matter, receipt: Received) -> SitePage:
    """Return the page that stands where a published answer stood before it was withdrawn from publication."""
    shown = {
        "hearing": matter.hearing,
        "receipt": receipt,
        "body": knowing(site.council, [receipt]).body(receipt.body),
        "entries": matter.corrections_of(receipt.body),
    }
    address = partial(_address, matter.hearing.id, receipt.body)
    return SitePage("submission_withdrawn.html", address, "hearings", lambda _words: shown)


def _told_pages(matter: Matter, addresses: Addresses) -> dict[str, str]:
    """Return the pages of those whom corrections are about, by body id."""
    answered = [copy.body for copy in matter.released] + [entry.body for entry in matter.taken_back]
    return {body: addresses.submission(matter.hearing.id, body) for body in answered}


def _files(matter: Matter, copy: ReleasedSubmission) -> Iterator[SiteCopy]:
    """Yield the files of a submission that readers get."""
    hearing_id = matter.hearing.id
    for file in copy.files:
        if file.copy:
            path = f"hearings/{hearing_id}/{file_path(copy.body, file.copy)}"
            yield SiteCopy(partial(_file_address, hearing_id, copy.body, file_name(file.copy)), path)


def _file_address(hearing_id: str, body_id: str, name: str, addresses: Addresses) -> str:
    return addresses.file(hearing_id, body_id, name)


def _address(hearing_id: str, body_id: str, addresses: Addresses) -> str:
    return addresses.submission(hearing_id, body_id)
