"""The calendar as other programs read it (iCalendar, RFC 5545)."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from icalendar import Calendar, Event

from hearing_app.domain.calendar import OSLO
from hearing_app.domain.message import N_
from hearing_app.domain.vocabulary import RecordKind
from hearing_app.text import Words
from plugins.calendar import CalendarEntry
from plugins.site import Site

PRODUCT = "-//Samråd//Calendar//NO"
YEAR = timedelta(days=366)
REFRESH = timedelta(hours=12)
"""How often a program that subscribes is asked to look again."""


def calendar_file(site: Site, entries: Iterable[CalendarEntry], words: Words, base: str) -> str:
    """Return `entries` as an iCalendar file in the reader's language.

    Args:
        base: the site's own address without a slash at the end, for links and for ids that are the world's own.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", words.local(site.council.name))
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    last = site.today
    for entry in entries:
        calendar.add_component(_event(site, entry, words, base))
        last = max(last, entry.end_day)
    # The clock's changes are written out from the year before to the year after what they are needed for.
    calendar.add_missing_timezones(first_date=site.today - YEAR, last_date=last + YEAR)
    return str(calendar.to_ical(), "utf-8")


def _event(site: Site, entry: CalendarEntry, words: Words, base: str) -> Event:
    event = Event()
    event.add("uid", f"{entry.ref.kind}-{entry.ref.id}@{_site_name(base)}")
    event.add("dtstamp", site.now)
    event.add("summary", _summary(entry, words))
    for name, moment in _times(entry).items():
        event.add(name, moment)
    if entry.place:
        event.add("location", entry.place)
    event.add("url", f"{base}{site.addresses(words.language).record(entry.ref)}")
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    if entry.cancelled:
        event.add("description", words.local(entry.cancelled))
    if entry.ref.kind is RecordKind.HEARING:
        event.add("transp", "TRANSPARENT")
    return event


def _site_name(base: str) -> str:
    """Return host and path of a site's address: two councils may lie side by side on one host."""
    address = urlsplit(base)
    return f"{address.hostname or 'samrad'}{address.path.rstrip('/')}"


def _summary(entry: CalendarEntry, words: Words) -> str:
    title = words.local(entry.title)
    if entry.ref.kind is RecordKind.HEARING:
        return words.say(N_("Hearing deadline: {title}", title=title))
    return words.say(N_("Cancelled: {title}", title=title)) if entry.cancelled else title


def _times(entry: CalendarEntry) -> dict[str, date | datetime]:
    """Return when it begins and ends: the clock in Oslo, or whole days (the end is then the day after the last)."""
    if entry.start is None or (entry.end is None and entry.end_day > entry.day):
        return {"dtstart": entry.day, "dtend": entry.end_day + timedelta(days=1)}
    times: dict[str, date | datetime] = {"dtstart": datetime.combine(entry.day, entry.start, tzinfo=OSLO)}
    if entry.end is not None:
        times["dtend"] = datetime.combine(entry.end_day, entry.end, tzinfo=OSLO)
    return times
