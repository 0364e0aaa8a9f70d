"""How like two texts are, told in a word that can be explained."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearing_app.domain.searching import words_of
from hearing_app.domain.similarity import Likeness, Similarity, likeness, number_of, runs

TEXT = "Kommunen ber om at jordbruksarealene langs elva vernes mot nedbygging når stiene merkes"


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (TEXT, f"  {TEXT.upper()}!\n", Similarity.SAME),
        (TEXT, TEXT.replace("elva", "fjorden"), Similarity.NEARLY_SAME),
        (
            TEXT,
            f"{TEXT}. I tillegg mener vi at kostnadene må fordeles på nytt etter folketall i regionen",
            Similarity.HELD,
        ),
        (
            TEXT,
            "Kommunen bed om at jordbruksareala langs elva blir verna mot nedbygging når stiane",
            Similarity.SIMILAR,
        ),
        (TEXT, "Fylkeskommunen er enig i målene for planperioden", None),
        ("Nei", f"Nei. {TEXT}", None),
        ("Nei.", "nei", Similarity.SAME),
        ("", "", None),
    ],
)
def test_likeness_in_words(one, other, expected):
    """Spelling of spaces and capitals does not count; the same words in another text do."""
    found = likeness(words_of(one), words_of(other))
    assert (found.similarity if found else None) == expected


@given(st.lists(st.sampled_from(["og", "vei", "areal", "vern", "elv"]), max_size=30), st.data())
def test_likeness_is_the_same_both_ways_for_what_is_the_same(words, data):
    """A text is the same as itself, and as no other order of its words."""
    other = data.draw(st.permutations(words))
    found = likeness(words, other)
    assert (found is not None and found.similarity is Similarity.SAME) == (words == other and bool(words))


def test_long_texts_are_compared_in_time_and_told_alike():
    """By their runs of words, whatever words they are."""
    text = [f"ord{number}" for number in range(5000)]
    began = time.perf_counter()
    assert likeness(text, [*text[:2500], "annet", *text[2501:]]) == Likeness(
        Similarity.NEARLY_SAME, pytest.approx(1, abs=0.01)
    )
    assert likeness(text, text[:1000]).similarity is Similarity.HELD
    assert likeness(["og", "i"] * 2500, ["i", "og"] * 2500 + ["x"]) is not None
    assert time.perf_counter() - began < 1


def test_runs_are_three_words_in_a_row():
    """A shorter text is one run, and no text is none."""
    assert runs(["a", "b", "c", "d"]) == {"a b c", "b c d"}
    assert runs(["a", "b"]) == {"a b"}
    assert runs([]) == frozenset()


def test_numbers_of_runs_never_change():
    """They stand in databases, and fit SQLite's integers."""
    assert number_of("areal langs elva") == 2276471247361017740
    assert -(2**63) <= number_of("x") < 2**63
