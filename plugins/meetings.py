"""The pages of the meetings: the calendar with everything that is to come, and each meeting."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from hearing_app.domain.addresses import Addresses
from hearing_app.domain.case import Case
from hearing_app.domain.council import Organ
from hearing_app.domain.meeting import AgendaItem, Meeting, neighbours
from hearing_app.text import Words
from plugins.calendar import past_years, upcoming
from plugins.calendar_file import calendar_file
from plugins.pages import SiteFile, SitePage
from plugins.related import RelatedKind, related
from plugins.site import Site


@dataclass(frozen=True)
class AgendaLine:
    """One line of the agenda; `case` is the case where it stands here."""

    item: AgendaItem
    case: Case | None


@dataclass(frozen=True)
class MeetingView:
    """Everything that a meeting's page shows."""

    meeting: Meeting
    organ: Organ | None
    is_past: bool
    agenda: tuple[AgendaLine, ...]
    before: Meeting | None
    after: Meeting | None


def pages(site: Site) -> Iterator[SitePage | SiteFile]:
    """Yield the calendar as a page and as a file, and every meeting."""
    coming = upcoming(site)
    shown = {"upcoming": coming, "years": past_years(site)}

    def details(words: Words) -> dict[str, Any]:
        return {**shown, "calendar_url": calendar_address(site.addresses(words.language))}

    yield SitePage("meetings.html", lambda a: a.meetings, "meetings", details)
    yield SiteFile(calendar_address, lambda words, base: calendar_file(site, coming, words, base))
    for meeting in site.archive.meetings:
        yield _page(site, meeting)


def calendar_address(addresses: Addresses) -> str:
    """Return the address of the calendar that other programs read."""
    return f"{addresses.meetings}kalender.ics"


def _page(site: Site, meeting: Meeting) -> SitePage:
    before, after = neighbours(meeting, site.archive.meetings)
    agenda = tuple(AgendaLine(item, site.archive.case(item.case)) for item in meeting.agenda)
    organ = site.council.organ(meeting.organ)
    view = MeetingView(meeting, organ, meeting.day < site.today, agenda, before, after)
    listed = {line.case.ref for line in agenda if line.case}
    kinds = related(site, meeting.ref)
    others = (RelatedKind(kind.kind, tuple(r for r in kind.records if r.ref not in listed)) for kind in kinds)
    shown = {"view": view, "meeting": meeting, "related": tuple(kind for kind in others if kind.records)}
    return SitePage("meeting.html", lambda a: a.record(meeting.ref), "meetings", lambda _: shown)
