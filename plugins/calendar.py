"""What is to come and what has been: meetings, gatherings and the deadlines of hearings in the order of time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time
from itertools import groupby

from hearing_app.domain.council import Organ
from hearing_app.domain.event import Event
from hearing_app.domain.hearing import OPEN
from hearing_app.domain.localised import NO_TEXT, Localised
from hearing_app.domain.record import Ref
from plugins.site import Site


@dataclass(frozen=True)
class CalendarEntry:
    """Something with a day: a meeting, a gathering, or the deadline of a hearing (`ref` tells which).

    `end_day` is the last day; `start` and `end` are the clock in Oslo, None where it is about whole days.
    """

    ref: Ref
    title: Localised
    day: date
    end_day: date
    start: time | None = None
    end: time | None = None
    place: str = ""
    organ: Organ | None = None
    cancelled: Localised = NO_TEXT


@dataclass(frozen=True)
class MeetingYear:
    """The meetings of one year that have been, newest first."""

    year: int
    entries: tuple[CalendarEntry, ...]


def upcoming(site: Site) -> tuple[CalendarEntry, ...]:
    """Return what is today or later, in the order of time; what is cancelled is shown, and says so."""
    entries = (*_meetings(site), *(_gathering(event) for event in site.archive.events), *_deadlines(site))
    coming = (entry for entry in entries if entry.end_day >= site.today)
    return tuple(sorted(coming, key=lambda entry: (entry.day, entry.start or time.min, entry.ref)))


def past_years(site: Site) -> tuple[MeetingYear, ...]:
    """Return the meetings that have been, by year, newest first."""
    past = [entry for entry in _meetings(site) if entry.day < site.today]
    years = groupby(past, key=lambda entry: entry.day.year)
    return tuple(MeetingYear(year, tuple(entries)) for year, entries in years)


def _meetings(site: Site) -> Iterator[CalendarEntry]:
    """Yield the meetings as the calendar shows them, newest first."""
    for m in site.archive.meetings:
        organ = site.council.organ(m.organ)
        yield CalendarEntry(m.ref, m.title, m.day, m.day, m.start, m.end, m.place, organ, m.cancelled)


def _gathering(event: Event) -> CalendarEntry:
    last = event.end_day or event.day
    return CalendarEntry(event.ref, event.title, event.day, last, event.start, event.end, event.place)


def _deadlines(site: Site) -> Iterator[CalendarEntry]:
    """Yield the deadlines of the hearings that can be answered now."""
    for matter in site.matters:
        hearing = matter.hearing
        if matter.status(site.now) in OPEN:
            yield CalendarEntry(hearing.ref, hearing.title, hearing.deadline, hearing.deadline)
