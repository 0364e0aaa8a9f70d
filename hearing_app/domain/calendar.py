"""Days and deadlines. A deadline is a day; it runs to 23:59:59 in Europe/Oslo."""

import calendar
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

OSLO = ZoneInfo("Europe/Oslo")

DayOrMoment = datetime | date
"""An instant, or a day of which the hour is not known: a letter on paper has a date and no more."""


class Exactness(StrEnum):
    """How much of a day is known: the whole of it, or only its month or its year."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True)
class RoughDay:
    """A day as an old document gives it. `day` is the last it can be, so that nothing counts before its time."""

    day: date
    exactness: Exactness = Exactness.DAY

    @property
    def first(self) -> date:
        """The first day it can be."""
        if self.exactness is Exactness.YEAR:
            return self.day.replace(month=1, day=1)
        return self.day.replace(day=1) if self.exactness is Exactness.MONTH else self.day


def rough_day(year: int, month: int | None = None) -> RoughDay:
    """Return what is only known to be in a month or a year.

    Raises:
        ValueError: there is no such month or year.
    """
    last = date(year, month or 12, calendar.monthrange(year, month or 12)[1])
    return RoughDay(last, Exactness.MONTH if month else Exactness.YEAR)


def day_start(day: date) -> datetime:
    """Return the instant (UTC) at which `day` begins in Oslo."""
    return datetime.combine(day, time.min, tzinfo=OSLO).astimezone(UTC)


def first_instant(came: DayOrMoment) -> datetime:
    """Return the first instant that it can have been; for comparing alone, never to be shown."""
    return came if isinstance(came, datetime) else day_start(came)


def deadline_passed(deadline: date, now: DayOrMoment) -> bool:
    """Tell whether `deadline` is over: it is, from the first second of the next day in Oslo.

    Source: domain rules, «Deadlines run to 23:59:59 Europe/Oslo». A fraction of the last second is still in time, and
    so is a day without an hour that is the deadline's own.
    """
    return first_instant(now) >= day_start(deadline + timedelta(days=1))


def oslo_day(now: DayOrMoment) -> date:
    """Return the calendar day in Oslo at the instant `now`; a day without an hour is itself."""
    return now.astimezone(OSLO).date() if isinstance(now, datetime) else now


def add_months(day: date, months: int) -> date:
    """Return `day` moved by calendar months, clamped to the month's last day (30 November + 3 = 28 February)."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def days_left(deadline: date, now: datetime) -> int:
    """Return whole days from today in Oslo to `deadline`: 0 on the last day, negative afterwards."""
    return (deadline - oslo_day(now)).days
