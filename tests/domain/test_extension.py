"""A body's own deadline: what counts of what was asked and decided, and the hearing as that body sees it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from hearing_app.domain.calendar import OSLO
from hearing_app.domain.extension import Extension, ExtensionDecision, ExtensionRequest, by_body
from hearing_app.domain.hearing import Deadline, accepts_submissions, for_body, status_of
from hearing_app.domain.vocabulary import ExtensionAnswer, HearingStatus

GRANTED, NOT_GRANTED, TAKEN_BACK = ExtensionAnswer
AT = datetime(2026, 6, 10, 8, 0, tzinfo=UTC)


def wish(number, day=20, body="bergvik"):
    return ExtensionRequest(number, body, date(2026, 6, day), "Kommunestyret.", AT)


def decision(answer, day=None, *, request=None, body="bergvik"):
    return ExtensionDecision(1, body, answer, day and date(2026, 6, day), "", "kari", AT, request)


def own(*days):
    return tuple(Deadline(date(2026, 6, day), date(2026, 6, 10), own=True) for day in days)


def test_of_a_bodys_requests_the_last_counts_until_it_is_decided():
    """A change is a new request; a decision on an older one leaves the newer pending."""
    both = Extension((wish(1), wish(2, 25)))
    assert both.pending == wish(2, 25)
    assert Extension(both.requests, (decision(NOT_GRANTED, request=1),)).pending == wish(2, 25)
    assert Extension(both.requests, (decision(GRANTED, 25, request=2),)).pending is None
    assert Extension().pending is None


def test_a_refusal_leaves_an_earlier_grant_and_taking_back_ends_it():
    """What holds is the last of what was granted or taken back."""
    granted = decision(GRANTED, 20)
    assert Extension((), (granted, decision(NOT_GRANTED))).extended_to == date(2026, 6, 20)
    assert Extension((), (granted, decision(GRANTED, 18))).extended_to == date(2026, 6, 18)
    assert Extension((), (granted, decision(TAKEN_BACK))).extended_to is None
    assert Extension((), (decision(NOT_GRANTED),)).extended_to is None


def test_each_body_gets_its_own():
    """Nobody's requests or decisions are another's."""
    found = by_body([wish(1), wish(2, body="indre")], [decision(GRANTED, 20, body="fossheim")])
    assert {body: (len(e.requests), len(e.decisions)) for body, e in found.items()} == {
        "bergvik": (1, 0),
        "fossheim": (0, 1),
        "indre": (1, 0),
    }


def test_the_hearing_as_a_body_sees_it_has_that_bodys_deadline(hearing):
    """One entry more in the history; everybody else's hearing is as it was."""
    seen = for_body(hearing, own(20))
    assert (seen.deadline, seen.extended_to, len(seen.deadlines)) == (date(2026, 6, 20), date(2026, 6, 20), 3)
    assert (hearing.deadline, hearing.extended_to) == (date(2026, 6, 15), None)
    assert for_body(seen, ()) == hearing


def test_another_bodys_entry_is_taken_off_first(hearing):
    """So that a hearing can be handed on and asked for the next body."""
    assert for_body(for_body(hearing, own(30)), own(20)) == for_body(hearing, own(20))


@pytest.mark.parametrize("days", [(12,), (15,), (20, 12)], ids=["earlier", "the same", "taken back"])
def test_an_extension_never_makes_a_deadline_shorter(hearing, days):
    """Where everybody has as long, nobody has a deadline of its own; the calendar's number still grows."""
    seen = for_body(hearing, own(*days))
    assert (seen.deadline, seen.extended_to) == (hearing.deadline, None)
    assert len(seen.deadlines) == len(hearing.deadlines) + len(days)
    assert status_of(seen, AT, summarised=False, decided_on=None) is status_of(
        hearing, AT, summarised=False, decided_on=None
    )


def test_a_common_deadline_that_is_moved_further_overtakes_the_extension(hearing):
    """The body has as long as everybody, by everybody's entry, with its day of setting."""
    moved = replace(hearing, deadlines=(*hearing.deadlines, Deadline(date(2026, 6, 30), date(2026, 6, 14))))
    seen = for_body(moved, own(20))
    assert (seen.deadlines[-1], seen.extended_to) == (moved.deadlines[-1], None)


@pytest.mark.parametrize("day", [date(2026, 3, 28), date(2026, 3, 29), date(2026, 10, 25), date(2026, 10, 26)])
def test_the_own_deadline_runs_to_the_last_second_in_oslo(hearing, day):
    """23:59:59 by the clock on the wall, also on the days when summer time begins and ends."""
    early = replace(hearing, published=date(2026, 1, 5), deadlines=(Deadline(date(2026, 2, 20), date(2026, 1, 5)),))
    seen = for_body(early, (Deadline(day, date(2026, 2, 1), own=True),))
    last = datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=OSLO).astimezone(UTC)
    assert status_of(seen, last, summarised=True, decided_on=None) is HearingStatus.EXTENDED
    assert accepts_submissions(seen, last)
    assert not accepts_submissions(seen, last + timedelta(seconds=1))
    assert not accepts_submissions(early, last)


def test_what_comes_in_within_the_own_deadline_is_not_late(hearing):
    """Rule 10 goes by the sender's deadline, by the hearing as the body sees it or by the day alone."""
    at = datetime(2026, 6, 18, 10, 0, tzinfo=UTC)
    assert hearing.is_late(at)
    assert not hearing.is_late(at, date(2026, 6, 18))
    assert hearing.is_late(at, date(2026, 6, 17))
    assert not for_body(hearing, own(20)).is_late(at)
