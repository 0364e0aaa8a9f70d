"""Days and hours as people type them, wherever that is: in a form, or in a cell of a spreadsheet."""

import re
from datetime import date, datetime, time

from hearing_app.definitions.fields import FIRST_YEAR, LAST_YEAR
from hearing_app.domain.calendar import OSLO, DayOrMoment

_NORWEGIAN_DAY = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})")
_CLOCK = re.compile(r"(?:kl\.?\s*)?(\d{1,2})[:.](\d{2})(?:[:.]\d{2})?", re.IGNORECASE)
_NO_HOUR = re.compile(r"[T ]0?0[:.]00(?:[:.]00)?$")
"""How a spreadsheet gives a cell that holds a day, in itself or saved as CSV: it knows no day without an hour."""
_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2}|\d{1,2}\.\s?\d{1,2}\.\s?\d{4})(?:T|,?\s+)(\S.*)")


def parse_day(text: str) -> date | None:
    """Return the day that was typed, `2026-05-31` (as browsers send it) or `31.5.2026`, or None."""
    match = _NORWEGIAN_DAY.fullmatch(text.strip())
    try:
        if match:
            day, month, year = (int(part) for part in match.groups())
            return date(year, month, day)
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def is_likely(day: date) -> bool:
    """Tell whether a day can be meant: one that is centuries away is a typing error."""
    return FIRST_YEAR <= day.year <= LAST_YEAR


def parse_clock(text: str) -> time | None:
    """Return the time of day that was typed, `14:30` or `14.30`, or None."""
    match = _CLOCK.fullmatch(text.strip())
    try:
        return time(int(match[1]), int(match[2])) if match else None
    except ValueError:
        return None


def moment_of(day: date, clock: time) -> datetime:
    """Return the instant of a day and an hour in Norway."""
    return datetime.combine(day, clock, OSLO)


def parse_arrival(text: str) -> DayOrMoment | None:
    """Return what was typed in one, `31.5.2026 14:30` or `2026-05-31T14:30:00`, in Norway; a day alone; or None.

    Midnight is no hour that a letter came at, but what a spreadsheet adds to a day.
    """
    text = _NO_HOUR.sub("", text.strip())
    if (alone := parse_day(text)) is not None:
        return alone
    match = _MOMENT.fullmatch(text)
    day, clock = (parse_day(match[1]), parse_clock(match[2])) if match else (None, None)
    return moment_of(day, clock) if day is not None and clock is not None else None
