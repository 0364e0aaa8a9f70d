"""When a body that has not answered is due a reminder."""

from collections.abc import Collection
from datetime import datetime, timedelta

from hearing_app.domain.calendar import days_left, oslo_day
from hearing_app.domain.hearing import Deadline


def due_mark(
    deadline: Deadline, marks: Collection[int], *, invited_at: datetime, given: Collection[int], now: datetime
) -> int | None:
    """Return the mark (days before the deadline) that a body is to be reminded at now, or None.

    It is the nearest mark that has been reached: when nothing ran on its day, it is due on the days after, and an
    older one that was missed is not made up for. A mark that was reached before the body was invited, or before
    the deadline was set, is not due, for the invitation has just told of it.

    Args:
        marks: days before the deadline, by the calendar in Oslo; 0 is the last day.
        invited_at: when the body got its first personal link.
        given: the marks of this deadline that the body has been reminded at.
    """
    left = days_left(deadline.day, now)
    reached = [mark for mark in marks if mark >= left]
    if left < 0 or not reached:
        return None
    mark = min(reached)
    day = deadline.day - timedelta(days=mark)
    if day <= oslo_day(invited_at) or day < deadline.set_on or any(earlier <= mark for earlier in given):
        return None
    return mark
