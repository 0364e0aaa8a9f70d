"""Which mark before a deadline a body is due to be reminded at."""

from datetime import UTC, date, datetime, timedelta

import pytest

from hearing_app.domain.calendar import OSLO, day_start
from hearing_app.domain.hearing import Deadline
from hearing_app.domain.reminder import due_mark

MARKS = (14, 3, 0)
INVITED = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


def mark_at(now, *, day=date(2026, 6, 15), given=(), invited_at=INVITED, marks=MARKS, set_on=date(2026, 1, 2)):
    return due_mark(Deadline(day, set_on), marks, invited_at=invited_at, given=given, now=now)


@pytest.mark.parametrize(
    ("left", "given", "mark"),
    [
        (15, (), None),
        (14, (), 14),
        (14, (14,), None),
        (13, (), 14),
        (4, (14,), None),
        (3, (14,), 3),
        (2, (), 3),
        (1, (3,), None),
        (0, (3,), 0),
        (0, (), 0),
        (0, (0,), None),
        (-1, (), None),
    ],
)
def test_the_nearest_mark_that_has_been_reached_is_due_once(left, given, mark):
    """A missed day is made up for on the next, an older mark never, and nothing after the deadline."""
    noon = datetime(2026, 6, 15, 10, 0, tzinfo=UTC) - timedelta(days=left)
    assert mark_at(noon, given=given) == mark


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 4, 2), date(2026, 10, 25), date(2026, 11, 1)])
@pytest.mark.parametrize("before", MARKS)
def test_a_mark_begins_at_midnight_in_oslo_also_when_the_clock_is_changed(day, before):
    """Right to the second, with one hour more or less between the mark and the deadline."""
    start = day_start(day - timedelta(days=before))
    earlier = [mark for mark in MARKS if mark > before]
    assert mark_at(start, day=day, given=earlier) == before
    assert mark_at(start - timedelta(seconds=1), day=day, given=earlier) is None


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)])
def test_the_last_day_ends_at_midnight_in_oslo_also_when_it_has_23_or_25_hours(day):
    """Up to the last second, and not a second longer."""
    end = datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=OSLO).astimezone(UTC)
    assert mark_at(end, day=day) == 0
    assert mark_at(end + timedelta(seconds=1), day=day) is None


def test_whoever_was_invited_after_a_mark_is_not_reminded_of_it():
    """The invitation has just told of the deadline; the next mark counts."""
    invited = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
    assert mark_at(invited + timedelta(minutes=5), invited_at=invited) is None
    assert mark_at(datetime(2026, 6, 12, 9, 0, tzinfo=UTC), invited_at=invited) == 3


def test_a_mark_before_the_deadline_was_set_is_not_due():
    """An extension by a few days is no reason for a mail about a fortnight."""
    now = datetime(2026, 6, 6, 9, 0, tzinfo=UTC)
    assert mark_at(now, set_on=date(2026, 6, 5)) is None
    assert mark_at(now, set_on=date(2026, 6, 1)) == 14


def test_marks_that_are_added_later_send_nothing_that_is_nearer_already():
    """Who was reminded three days before is not reminded of the fourteenth."""
    assert mark_at(datetime(2026, 6, 13, 9, 0, tzinfo=UTC), marks=(14,), given=(3,)) is None
    assert mark_at(datetime(2026, 6, 13, 9, 0, tzinfo=UTC), marks=(), given=()) is None
