"""Norwegian public holidays, computed, and the days when offices are open."""

from datetime import date, timedelta

import pytest
from dateutil.easter import easter

from hearing_app.domain.holidays import (
    AnnualDay,
    Season,
    easter_sunday,
    is_working_day,
    next_working_day,
    public_holidays,
)
from hearing_app.domain.localised import Localised


@pytest.mark.parametrize("year", range(1900, 2200))
def test_easter_is_when_others_find_it(year):
    """Held against another library's computation, for every year that a definition can name."""
    assert easter_sunday(year) == easter(year)


def test_the_holidays_of_a_year():
    """2026, as the calendar has them."""
    days = ["01-01", "04-02", "04-03", "04-05", "04-06", "05-01", "05-14", "05-17", "05-24", "05-25", "12-25", "12-26"]
    assert sorted(f"{day:%m-%d}" for day in public_holidays(2026)) == days


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2008, 5, 1), "Labour Day (1 May)"),  # also Ascension Day
        (date(2027, 5, 17), "Constitution Day (17 May)"),  # also Whit Monday
    ],
)
def test_where_two_holidays_meet_the_day_has_one_name(day, name):
    """That of the date, which everybody knows."""
    assert str(public_holidays(day.year)[day]) == name


@pytest.mark.parametrize("year", range(1900, 2200))
def test_the_next_working_day_is_the_first_one(year):
    """Nothing between is one, and it never takes more than six days."""
    for day in (date(year, 1, 1) + timedelta(days=n) for n in range(0, 365, 3)):
        after = next_working_day(day)
        between = [day + timedelta(days=n) for n in range(1, (after - day).days)]
        assert is_working_day(after)
        assert len(between) < 6
        assert not any(map(is_working_day, between))


def test_a_season_may_pass_the_turn_of_the_year():
    """A period in either year, or over both, meets it."""
    christmas = Season("jul", Localised("jula"), AnnualDay(12, 24), AnnualDay(1, 1), 7)
    periods = {
        (date(2025, 12, 24), date(2025, 12, 24)): True,
        (date(2026, 1, 1), date(2026, 1, 31)): True,
        (date(2025, 11, 1), date(2026, 2, 1)): True,
        (date(2026, 1, 2), date(2026, 12, 23)): False,
    }
    assert {period: christmas.meets(*period) for period in periods} == periods


def test_a_season_is_found_at_the_ends_of_the_calendar():
    """The first and the last year that Python knows are no errors."""
    summer = Season("sommer", Localised("sommeren"), AnnualDay(7, 1), AnnualDay(8, 15), 21)
    assert not summer.meets(date(1, 1, 1), date(1, 6, 30))
    assert summer.meets(date(1, 1, 1), date(1, 7, 1))
    assert not summer.meets(date(9999, 8, 16), date(9999, 12, 31))
