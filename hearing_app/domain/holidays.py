"""Norwegian public holidays, computed, and the holiday seasons in which people have no time to answer."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta
from functools import cache

from hearing_app.domain.localised import Localised
from hearing_app.domain.message import N_, Message

SATURDAY = 5

# Days from Easter Sunday: the movable holidays of Norwegian law (helligdagsfredloven § 2).
_AFTER_EASTER: Mapping[int, Message] = {
    -3: N_("Maundy Thursday"),
    -2: N_("Good Friday"),
    0: N_("Easter Sunday"),
    1: N_("Easter Monday"),
    39: N_("Ascension Day"),
    49: N_("Whit Sunday"),
    50: N_("Whit Monday"),
}
# (month, day): the fixed ones; 1 and 17 May have an act of their own (lov om 1 og 17 mai som høgtidsdager).
_FIXED: Mapping[tuple[int, int], Message] = {
    (1, 1): N_("New Year's Day"),
    (5, 1): N_("Labour Day (1 May)"),
    (5, 17): N_("Constitution Day (17 May)"),
    (12, 25): N_("Christmas Day"),
    (12, 26): N_("Boxing Day"),
}


def easter_sunday(year: int) -> date:
    """Return Easter Sunday of a year in the Gregorian calendar, by the algorithm of Meeus, Jones and Butcher."""
    golden = year % 19
    century, rest = divmod(year, 100)
    leap_centuries, century_rest = divmod(century, 4)
    shift = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap_centuries - shift + 15) % 30
    to_sunday = (32 + 2 * century_rest + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * to_sunday) // 451
    month, day = divmod(epact + to_sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)


@cache
def public_holidays(year: int) -> Mapping[date, Message]:
    """Return the public holidays of a year and what they are called; where two meet, a day has the fixed one's name."""
    easter = easter_sunday(year)
    movable = {easter + timedelta(days=days): name for days, name in _AFTER_EASTER.items()}
    return movable | {date(year, month, day): name for (month, day), name in _FIXED.items()}


def public_holiday(day: date) -> Message | None:
    """Return what a public holiday is called, None for every other day."""
    return public_holidays(day.year).get(day)


def is_working_day(day: date) -> bool:
    """Tell whether offices are open: neither Saturday, Sunday nor a public holiday."""
    return day.weekday() < SATURDAY and public_holiday(day) is None


def next_working_day(day: date) -> date:
    """Return the first working day after `day`."""
    day += timedelta(days=1)
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


@dataclass(frozen=True)
class AnnualDay:
    """A day of every year: a month and a day, or so many days from Easter Sunday (`easter`; then both are 0)."""

    month: int = 0
    day: int = 0
    easter: int | None = None

    def of(self, year: int) -> date:
        """Return the day in a year."""
        if self.easter is not None:
            return easter_sunday(year) + timedelta(days=self.easter)
        return date(year, self.month, self.day)


@dataclass(frozen=True)
class Season:
    """A holiday season, first and last day included, which may pass the turn of the year.

    `spare_days` is how much longer than the shortest period a hearing should be that goes over it (rule 5).
    """

    id: str
    name: Localised
    first: AnnualDay
    last: AnnualDay
    spare_days: int

    def meets(self, start: date, end: date) -> bool:
        """Tell whether any day from `start` to `end`, both included, is in the season."""
        return any(first <= end and start <= last for first, last in self._between(start, end))

    def _between(self, start: date, end: date) -> Iterator[tuple[date, date]]:
        for year in range(max(MINYEAR, start.year - 1), min(MAXYEAR - 1, end.year) + 1):
            first, last = self.first.of(year), self.last.of(year)
            yield first, last if last >= first else self.last.of(year + 1)
