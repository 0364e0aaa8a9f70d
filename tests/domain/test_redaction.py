"""Redactions: a marked one is told from a change, whatever the texts hold, and in a time that follows their length."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearing_app.domain.amendment import Amendment
from hearing_app.domain.redaction import MARK, Likeness, compare, mark, matches
from hearing_app.domain.submission import Answer, PoliticalStanding
from hearing_app.domain.vocabulary import Stance, Standing

SAME, REDACTED, DIFFERENT = Likeness
TEXTS = st.text(alphabet="ab▇ []\n", max_size=12) | st.text(max_size=30)
RECEIVED = "Kari Eksempel på 99 99 99 99 vil ha broen."


@pytest.mark.parametrize(
    ("public", "expected"),
    [
        (RECEIVED, SAME),
        ("▇▇▇ på 99 99 99 99 vil ha broen.", REDACTED),
        ("Kari Eksempel på ▇▇▇ [offl. § 13] vil ha broen.", REDACTED),
        ("▇▇▇▇▇▇ på ▇▇▇ [offl. § 13, jf. fvl. § 13] vil ha ▇▇▇", REDACTED),
        ("▇▇▇ [hele svaret]", REDACTED),
        ("Kari Eksempel på ▇▇▇ vil ikke ha broen.", DIFFERENT),
        ("Kari Eksempel på 99 99 99 99 vil ha broen.▇▇▇", DIFFERENT),
        ("Kari Eksempel på ▇▇ vil ha broen.", DIFFERENT),
        ("Kari Eksempel på 99 99 99 99 vil ha", DIFFERENT),
        ("▇▇▇ vil ▇▇▇ på ▇▇▇", DIFFERENT),
        ("", DIFFERENT),
    ],
)
def test_a_mark_stands_for_what_is_withheld_and_for_nothing_else(public, expected):
    """Two blocks are no mark, an empty text is not one either, and what stands around a mark must be as it was."""
    assert matches(RECEIVED, public) is expected


def test_a_mark_that_the_body_wrote_itself_is_its_text():
    """It was received like that."""
    assert matches("De svarte ▇▇▇ på alt.", "De svarte ▇▇▇ på alt.") is SAME


@given(TEXTS, TEXTS, TEXTS, TEXTS)
def test_what_is_withheld_may_be_anything(before, hidden, between, after):
    """Whoever marks what is withheld, in one place or in two, has redacted and not changed."""
    received = f"{before}x{hidden}{between}y{hidden}{after}"
    assert matches(received, f"{before}{mark('x')}{between}{mark()}{after}") is not DIFFERENT


@given(TEXTS, TEXTS)
def test_it_is_as_the_mark_is_explained(received, public):
    """A mark is one character or more of anything: the plain but slow way of saying it gives the same."""
    pattern = "(?s:.+)".join(map(re.escape, MARK.split(public)))
    slow = SAME if received == public else REDACTED if re.fullmatch(pattern, received) else DIFFERENT
    assert matches(received, public) is (slow if MARK.search(public) else SAME if received == public else DIFFERENT)


def test_hostile_texts_take_no_time():
    """Half a million characters and ten thousand marks, made so that a search that goes back would never end."""
    started = time.perf_counter()
    assert matches("a" * 500_000 + "b", "▇▇▇a" * 10_000 + "▇▇▇c") is DIFFERENT
    assert matches("ab" * 250_000, ("▇▇▇" + "ab" * 1000 + "c") * 100) is DIFFERENT
    assert matches("x", "▇" * 500_000 + " [" * 200_000) is DIFFERENT
    assert time.perf_counter() - started < 2


@given(st.text(max_size=200))
def test_the_mark_that_is_made_is_a_mark(reason):
    """Whatever reason somebody writes."""
    assert MARK.fullmatch(mark(reason))


@pytest.mark.parametrize(
    ("public", "expected"),
    [
        (Answer("a", Stance.SUPPORTS, "Ring ▇▇▇.", "", (Amendment("p", "x", "y"),)), REDACTED),
        (Answer("a", Stance.SUPPORTS, "Ring Kari.", "", (Amendment("p", "x", "▇▇▇"),)), REDACTED),
        (Answer("a", Stance.DOES_NOT_SUPPORT, "Ring ▇▇▇.", "", (Amendment("p", "x", "y"),)), DIFFERENT),
        (Answer("a", Stance.SUPPORTS, "Ring ▇▇▇.", "", ()), DIFFERENT),
        (Answer("a", Stance.SUPPORTS, "Ring ▇▇▇.", "▇▇▇", (Amendment("p", "x", "y"),)), DIFFERENT),
        (Answer("▇▇▇", Stance.SUPPORTS, "Ring Kari.", "", (Amendment("p", "x", "y"),)), DIFFERENT),
    ],
)
def test_only_what_somebody_wrote_can_be_redacted(public, expected):
    """A stance, a choice or an id that is another one is a difference, and so is a proposal that is gone."""
    received = Answer("a", Stance.SUPPORTS, "Ring Kari.", "", (Amendment("p", "x", "y"),))
    assert compare(received, public) is expected


def test_who_stands_behind_it_can_be_redacted():
    """An organ's or a case's name may tell of a person."""
    received = PoliticalStanding(Standing.COUNCIL, "Kommunestyret", None, "12/26")
    assert compare(received, PoliticalStanding(Standing.COUNCIL, "▇▇▇", None, "12/26")) is REDACTED
    assert compare(received, PoliticalStanding(Standing.COMMITTEE, "▇▇▇", None, "12/26")) is DIFFERENT
