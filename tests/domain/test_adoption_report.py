"""Reports of adoptions: what they say, when they differ from a person's row, and who is due a reminder."""

from datetime import UTC, date, datetime, timedelta

import pytest

from hearing_app.domain.adoption_report import (
    Awaited,
    Report,
    awaited,
    canonical_report,
    due_mark,
    read_report,
    told_differently,
)
from hearing_app.domain.attachment import Attachment
from hearing_app.domain.decision import Adoption, Extract, Reservation
from hearing_app.domain.vocabulary import AdoptionState

DUE, TODAY = date(2026, 6, 1), date(2026, 5, 15)
FILE = Attachment("utskrift.pdf", "application/pdf", 9, "a" * 64)
REPORT = Report(
    AdoptionState.ADOPTED_WITH_RESERVATION,
    date(2026, 5, 4),
    organ="Kommunestyret",
    case_number="7/26",
    vote="Enstemmig",
    reservations=(Reservation("Ikke båten.", "betaling"), Reservation("Ikke bilen.")),
    text="Utskriften følger.",
    extract=FILE,
)


def at(day):
    return datetime(day.year, day.month, day.day, 10, tzinfo=UTC)


def test_a_payload_is_read_as_it_was_written():
    """With everything in it, and with nothing but a state."""
    for report in (REPORT, Report(AdoptionState.NOT_TREATED), Report(AdoptionState.POSTPONED, next_day=DUE)):
        payload = canonical_report(report, hearing="h", body="nes", version=1, given_at=at(TODAY), nonce="n")
        assert read_report(payload) == report


def test_the_row_of_a_report_holds_what_is_public():
    """The extract is named; what was told besides stays with the secretariat."""
    row = REPORT.as_adoption("nes")
    assert row.extract == Extract("utskrift.pdf", "a" * 64)
    assert row.note == ""
    assert row.effective_state is AdoptionState.ADOPTED_WITH_RESERVATION


def test_before_its_day_nothing_of_a_meeting_is_known():
    """Neither vote nor extract nor a later day."""
    told = REPORT.as_adoption("nes").on(date(2026, 5, 3))
    assert told == Adoption("nes", AdoptionState.SCHEDULED, date(2026, 5, 4), "Kommunestyret")


def test_a_persons_row_differs_where_it_says_something_else():
    """Not where it only lacks what it has no room for."""
    row = REPORT.as_adoption("nes")
    by_hand = Adoption("nes", row.state, row.day, row.organ, row.case_number, row.reservations, "Notat")
    assert not told_differently(by_hand, row)
    assert told_differently(Adoption("nes", AdoptionState.REJECTED, row.day, row.organ), row)


@pytest.mark.parametrize(
    ("row", "waits"),
    [
        (None, Awaited(DUE, before=True)),
        (Adoption("a", AdoptionState.NOT_TREATED), Awaited(DUE, before=True)),
        (Adoption("a", AdoptionState.ADOPTED, date(2026, 5, 1)), None),
        (Adoption("a", AdoptionState.ADOPTED), None),
        (Adoption("a", AdoptionState.REJECTED, date(2026, 5, 1)), None),
        (Adoption("a", AdoptionState.SCHEDULED, date(2026, 5, 20)), None),
        (Adoption("a", AdoptionState.SCHEDULED, TODAY), None),
        (Adoption("a", AdoptionState.SCHEDULED, date(2026, 5, 10)), Awaited(date(2026, 5, 10), before=False)),
        (Adoption("a", AdoptionState.ADOPTED, date(2026, 5, 20)), None),
        (Adoption("a", AdoptionState.POSTPONED, date(2026, 5, 1)), Awaited(DUE, before=True)),
        (Adoption("a", AdoptionState.POSTPONED, date(2026, 5, 1), next_day=date(2026, 9, 1)), None),
        (
            Adoption("a", AdoptionState.POSTPONED, date(2026, 4, 1), next_day=date(2026, 5, 1)),
            Awaited(date(2026, 5, 1), before=False),
        ),
    ],
)
def test_what_is_waited_for(row, waits):
    """Nothing of who has decided or has a meeting to come; after that meeting its outcome."""
    assert awaited(row, DUE, TODAY) == waits


def test_nobody_is_waited_for_without_a_deadline():
    """But a body that has scheduled a day itself is asked after it."""
    assert awaited(None, None, TODAY) is None
    row = Adoption("a", AdoptionState.SCHEDULED, date(2026, 5, 10))
    assert awaited(row, None, TODAY) == Awaited(date(2026, 5, 10), before=False)


@pytest.mark.parametrize(
    ("days", "given", "mark"),
    [
        (-15, (), None),
        (-14, (), -14),
        (-3, (), -14),
        (-3, (-14,), None),
        (0, (-14,), None),
        (1, (-14,), 1),
        (1, (), 1),
        (29, (1,), None),
        (40, (1,), 30),
        (40, (1, 30), None),
        (61, (), None),
    ],
)
def test_each_mark_is_due_once(days, given, mark):
    """The last that has been reached; one that was missed is not made up for, and nothing is sent long after."""
    now = at(DUE + timedelta(days=days))
    wait = Awaited(DUE, before=True)
    assert due_mark(wait, before=(14,), after=(1, 30), told_on=date(2026, 1, 1), given=given, now=now) == mark


def test_a_mark_from_before_the_body_was_asked_is_not_due():
    """Nor one from before it told something itself."""
    wait, now = Awaited(DUE, before=True), at(DUE - timedelta(days=3))
    told_on = DUE - timedelta(days=14)
    assert due_mark(wait, before=(14,), after=(1,), told_on=told_on, given=(), now=now) is None


def test_before_a_day_of_its_own_a_body_is_not_reminded():
    """Only after it."""
    wait = Awaited(DUE, before=False)
    asked = {"before": (14,), "after": (1,), "told_on": date(2026, 1, 1), "given": ()}
    assert due_mark(wait, **asked, now=at(DUE - timedelta(days=3))) is None
    assert due_mark(wait, **asked, now=at(DUE + timedelta(days=1))) == 1
