"""A confirmation: its bytes, and when it is to be asked for."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from hearing_app.domain.attachment import Attachment
from hearing_app.domain.confirmation import Told, Treatment, canonical_confirmation, due_mark, read_told
from hearing_app.domain.vocabulary import Outcome

TOLD = Told(
    Treatment(Outcome.CONFIRMED_WITH_CHANGES, "Kommunestyret", date(2026, 12, 15), "41/26"),
    "Punkt 2 går ut.\n«Æ» & <b>",
    Attachment("protokoll.pdf", "application/pdf", 12, "a" * 64),
)
PROMISED = date(2026, 6, 20)
SENT = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)


def written(told, nonce="n"):
    at = datetime(2026, 12, 16, 9, 0, tzinfo=UTC)
    return canonical_confirmation(told, reference="2026-0001", given_at=at, nonce=nonce)


@pytest.mark.parametrize("told", [TOLD, replace(TOLD, minutes=None, text="")], ids=["everything", "the least"])
def test_what_is_stored_is_read_back(told):
    """The inverse, with and without what is optional."""
    assert read_told(written(told)) == told


def test_the_bytes_can_be_read_and_hide_what_was_said_until_they_are_shown():
    """A line per value, for people; and random text, so that the fingerprint of a few words cannot be guessed."""
    document = json.loads(written(TOLD))
    assert (document["confirms"], document["organ"], document["day"]) == ("2026-0001", "Kommunestyret", "2026-12-15")
    assert written(TOLD) != written(TOLD, nonce="m")
    assert "minutes" not in json.loads(written(replace(TOLD, minutes=None)))


@pytest.mark.parametrize(
    ("day", "given", "mark"),
    [
        (date(2026, 6, 20), (), None),
        (date(2026, 6, 26), (), None),
        (date(2026, 6, 27), (), 7),
        (date(2026, 7, 5), (), 7),
        (date(2026, 7, 5), (7,), None),
        (date(2026, 7, 20), (7,), 30),
        (date(2026, 7, 20), (), 30),
        (date(2026, 7, 25), (30,), None),
        (date(2026, 8, 19), (7,), 30),
        (date(2026, 8, 20), (7,), None),
    ],
)
def test_a_confirmation_is_asked_for_once_at_each_mark(day, given, mark):
    """Some days after the promised one, once more later, and not for ever."""
    at = datetime(day.year, day.month, day.day, 10, 0, tzinfo=UTC)
    assert due_mark(PROMISED, (30, 7), received_at=SENT, given=given, now=at) == mark


def test_a_day_that_was_over_when_the_answer_was_sent_is_not_asked_for_at_once():
    """A mark that had been reached by then is not due; the next one is."""
    sent = datetime(2026, 6, 29, 8, 0, tzinfo=UTC)
    late = datetime(2026, 6, 30, 8, 0, tzinfo=UTC)
    assert due_mark(PROMISED, (7, 30), received_at=sent, given=(), now=late) is None
    assert due_mark(PROMISED, (7, 30), received_at=sent, given=(), now=datetime(2026, 7, 21, 8, 0, tzinfo=UTC)) == 30


def test_without_marks_nothing_is_asked_for():
    """An empty setting is never."""
    assert due_mark(PROMISED, (), received_at=SENT, given=(), now=datetime(2026, 7, 21, 8, 0, tzinfo=UTC)) is None
