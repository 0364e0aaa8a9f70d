"""The chained log: whatever is done to an entry afterwards is found, and told of the right entry."""

import hashlib
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from hearing_app.domain.journal import START, Flaw, Head, against_head, entry_for, head_of, verify

AT = datetime(2026, 5, 15, 10, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Received:
    """What a submission is entered by."""

    reference: str
    received_at: datetime
    sha256: str
    hearing: str = "apen-plan"
    body: str = "bergvik"
    version: int = 1


def received(number, at=None):
    """The submission that becomes entry `number`, an hour after the one before."""
    sha256 = hashlib.sha256(str(number).encode()).hexdigest()
    return Received(f"2026-{number:04d}", at or AT + timedelta(hours=number), sha256)


def chained(submissions):
    """The log of these, in this order."""
    log = []
    for submission in submissions:
        log.append(entry_for(submission, log[-1] if log else None))
    return log


@pytest.fixture
def log():
    return chained(received(number) for number in range(1, 6))


def told(log):
    return [(finding.flaw, finding.number) for finding in verify(log)]


def test_a_log_that_nobody_has_touched_is_whole(log):
    """Nothing is found, in an empty one neither."""
    assert told(log) == told([]) == []
    assert [entry.number for entry in log] == [1, 2, 3, 4, 5]
    assert log[0].previous == START


def test_the_digest_is_of_the_line_that_the_documentation_shows():
    """Anybody can compute it with `sha256sum`; another zone of the same instant gives the same line."""
    first = chained([received(1)])[0]
    line = f"samrad-1 1 2026-0001 apen-plan bergvik 1 2026-05-15T11:00:00+00:00 {first.sha256} {START}"
    assert first.line == line
    assert first.digest == hashlib.sha256(f"{line}\n".encode()).hexdigest()
    oslo = replace(first, received_at=first.received_at.astimezone(timezone(timedelta(hours=2))))
    assert oslo.computed == first.digest


CHANGES = {
    "reference": "2026-0099",
    "hearing": "annen",
    "body": "fossheim",
    "version": 2,
    "received_at": AT + timedelta(hours=3, minutes=1),
    "sha256": "f" * 64,
}


@pytest.mark.parametrize("field", CHANGES)
def test_any_changed_part_of_an_entry_is_told_of_that_entry(log, field):
    """And of no other."""
    log[2] = replace(log[2], **{field: CHANGES[field]})
    assert told(log) == [(Flaw.CHANGED, 3)]


def test_a_changed_digest_is_told_of_the_entry_and_the_next(log):
    """The next one does not follow from it any more."""
    log[2] = replace(log[2], digest="0" * 63 + "1")
    assert told(log) == [(Flaw.CHANGED, 3), (Flaw.BROKEN_LINK, 4)]


def test_a_change_with_a_digest_to_fit_breaks_the_link(log):
    """Who computes the entry's digest anew is found out by the next entry."""
    forged = replace(log[2], sha256="f" * 64)
    log[2] = replace(forged, digest=forged.computed)
    assert told(log) == [(Flaw.BROKEN_LINK, 4)]


@pytest.mark.parametrize("gone", [0, 2, 3])
def test_an_entry_that_was_taken_out_is_named(log, gone):
    """Also the first."""
    del log[gone]
    assert told(log) == [(Flaw.MISSING, gone + 1)]


def test_several_entries_in_a_row_that_are_gone_are_told_once(log):
    """From the first to the last of them."""
    del log[1:4]
    (finding,) = verify(log)
    assert (finding.flaw, str(finding.message)) == (Flaw.MISSING, "Entries 2 to 4 are missing.")


def test_an_entry_that_was_taken_out_and_the_rest_numbered_anew_is_found(log):
    """The numbers are part of the digests."""
    del log[2]
    log = [replace(entry, number=number) for number, entry in enumerate(log, start=1)]
    assert told(log) == [(Flaw.CHANGED, 3), (Flaw.CHANGED, 4)] or (Flaw.BROKEN_LINK, 3) in told(log)
    assert {number for _, number in told(log)} == {3, 4}


def test_two_entries_that_changed_places_are_told_with_the_places_they_had(log):
    """Their numbers were exchanged, so each stands where the other did."""
    log[1], log[2] = replace(log[2], number=2), replace(log[1], number=3)
    findings = [finding for finding in verify(log) if finding.flaw is Flaw.OUT_OF_ORDER]
    assert [(f.number, str(f.message).partition(": ")[2]) for f in findings] == [
        (2, "it was number 3."),
        (3, "it was number 2."),
    ]


def test_entries_in_another_order_than_their_numbers_are_told(log):
    """As in a copy of the log whose lines were moved."""
    log[1], log[2] = log[2], log[1]
    assert (Flaw.OUT_OF_ORDER, 2) in told(log)


def test_an_entry_dated_before_an_earlier_one_is_back_dated():
    """Though the chain is whole: whoever enters it computes good digests."""
    log = chained([received(1), received(2), received(3, AT - timedelta(days=3)), received(4)])
    assert told(log) == [(Flaw.BACK_DATED, 3)]


def test_requests_that_came_at_once_are_not_back_dated():
    """They are logged in the order they got the database, a few minutes at the most."""
    at = AT + timedelta(hours=1)
    log = chained([received(1), received(2, at - timedelta(minutes=5)), received(3, at - timedelta(minutes=5))])
    assert told(log) == []
    assert told(chained([received(1), received(2, at - timedelta(minutes=5, seconds=1))])) == [(Flaw.BACK_DATED, 2)]


def test_a_whole_new_log_is_found_by_the_head_that_was_published(log):
    """Good digests all the way do not help against what readers have seen."""
    head = head_of(log[:4])
    forged = chained([received(1), replace(received(2), body="fossheim"), *map(received, (3, 4, 5))])
    assert verify(forged) == ()
    assert [(f.flaw, f.number) for f in against_head(forged, head)] == [(Flaw.HEAD, 4)]
    assert against_head(log, head) == against_head(log, None) == ()


def test_a_log_that_was_cut_at_its_end_is_found_by_the_head(log):
    """The chain alone cannot tell that something came after."""
    assert [(f.flaw, f.number) for f in against_head(log[:4], head_of(log))] == [(Flaw.HEAD, 5)]
    assert head_of([]) is None
    assert head_of(log) == Head(5, log[4].digest, log[4].received_at)
