from datetime import date, timedelta

import pytest

from demo.dates import fill_in

LEAP_DAY = date(2028, 2, 29)


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("{{today}}", "2028-02-29"),
        ("{{today-1d}} {{today+1d}}", "2028-02-28 2028-03-01"),
        ("{{today-366d}}", "2027-02-28"),
        ("{{today+308d}}", "2029-01-02"),
        ("{{ today }} {{today+1}} {{tomorrow}} {today}", "{{ today }} {{today+1}} {{tomorrow}} {today}"),
    ],
)
def test_placeholders_become_iso_dates(text, filled):
    """Counted in days over leap days and new years; anything else is left as it is."""
    assert fill_in(text, LEAP_DAY) == filled


@pytest.mark.parametrize(
    ("today", "filled"),
    [
        (date(2026, 11, 20), "2026-11-20"),
        (date(2026, 11, 21), "2026-11-23"),
        (date(2028, 4, 13), "2028-04-18"),
        (date(2026, 12, 31), "2026-12-31"),
        (date(2027, 1, 1), "2027-01-04"),
    ],
)
def test_a_meeting_is_on_the_day_or_on_the_next_working_day(today, filled):
    """After a weekend, over Easter and into a new year."""
    assert fill_in("{{today workday}}", today) == filled
    assert fill_in("{{today-30d workday}}", today + timedelta(days=30)) == filled
