from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearing_app.domain.calendar import OSLO, add_months, day_start, days_left, deadline_passed, oslo_day

DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 30))

# day of the deadline, its last second in UTC: winter, summer, and the days on which the clock is moved
LAST_SECONDS = [
    (date(2026, 1, 31), datetime(2026, 1, 31, 22, 59, 59, tzinfo=UTC)),
    (date(2026, 6, 30), datetime(2026, 6, 30, 21, 59, 59, tzinfo=UTC)),
    (date(2026, 3, 28), datetime(2026, 3, 28, 22, 59, 59, tzinfo=UTC)),
    (date(2026, 3, 29), datetime(2026, 3, 29, 21, 59, 59, tzinfo=UTC)),
    (date(2026, 10, 24), datetime(2026, 10, 24, 21, 59, 59, tzinfo=UTC)),
    (date(2026, 10, 25), datetime(2026, 10, 25, 22, 59, 59, tzinfo=UTC)),
]


@pytest.mark.parametrize(("deadline", "last"), LAST_SECONDS)
def test_a_deadline_runs_to_the_last_second_of_its_day_in_oslo(deadline, last):
    """23:59:59 in Oslo is in time, also with its fraction; the next second is not, whatever the clock does that day."""
    assert last.astimezone(OSLO).strftime("%Y-%m-%d %H:%M:%S") == f"{deadline} 23:59:59"
    assert not deadline_passed(deadline, last)
    assert not deadline_passed(deadline, last + timedelta(microseconds=999_999))
    assert deadline_passed(deadline, last + timedelta(seconds=1))


@given(DAYS)
def test_a_day_in_oslo_has_23_24_or_25_hours(day):
    """Days follow each other without gap or overlap, also where the clock is moved."""
    start, end = day_start(day), day_start(day + timedelta(days=1))
    assert end - start in (timedelta(hours=23), timedelta(hours=24), timedelta(hours=25))
    assert oslo_day(start) == day
    assert oslo_day(end - timedelta(seconds=1)) == day


@pytest.mark.parametrize(
    ("day", "months", "moved"),
    [
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2023, 11, 30), 3, date(2024, 2, 29)),
        (date(2019, 3, 1), 3, date(2019, 6, 1)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
        (date(2026, 9, 30), 3, date(2026, 12, 30)),
    ],
)
def test_months_are_calendar_months_and_clamp(day, months, moved):
    """Three months from 30 November end on the last day of February."""
    assert add_months(day, months) == moved


@given(DAYS, st.integers(0, 48))
def test_moving_by_months_lands_in_that_month(day, months):
    """The month is always the one counted to, and the day never grows."""
    moved = add_months(day, months)
    assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == months
    assert moved.day <= day.day


def test_days_left_are_counted_in_oslo():
    """On the last day none is left, and the day changes at midnight in Oslo, not in Greenwich."""
    deadline = date(2026, 6, 15)
    assert days_left(deadline, datetime(2026, 6, 14, 21, 59, 59, tzinfo=UTC)) == 1
    assert days_left(deadline, datetime(2026, 6, 14, 22, 0, tzinfo=UTC)) == 0
    assert days_left(deadline, datetime(2026, 6, 15, 21, 59, tzinfo=UTC)) == 0
    assert days_left(deadline, datetime(2026, 6, 15, 22, 0, tzinfo=UTC)) == -1
