"""A sentence with a long list of names says the first of them, and how many more there are."""

import pytest

from hearing_app.domain.localised import Localised
from hearing_app.domain.message import N_
from hearing_app.domain.vocabulary import Language
from hearing_app.text import words_for
from hearing_app.text.long_lists import MOST, first_of, told_shortly


def said(number, language=Language.NB):
    bodies = tuple(Localised(plain=f"K{n}") for n in range(1, number + 1))
    return told_shortly(N_("{number} parts of {bodies}.", number=3, bodies=bodies), words_for(language))


def test_a_short_list_is_said_whole():
    """And nothing is put behind a fold."""
    told = said(MOST)
    assert told.sentence == "3 parts of K1, K2, K3, K4, K5, K6, K7 og K8."
    assert told.everybody == ()


@pytest.mark.parametrize(
    ("language", "end"),
    [(Language.NB, "K8 og 37 til."), (Language.NN, "K8 og 37 til."), (Language.EN, "K8 and 37 more.")],
)
def test_a_long_list_is_cut(language, end):
    """Forty-five names are eight and the number of the others; all of them are there to be looked at."""
    told = said(45, language)
    assert told.sentence.endswith(end)
    assert told.everybody == tuple(f"K{n}" for n in range(1, 46))


def test_names_by_themselves_are_cut_alike():
    """For sentences that a template puts together."""
    assert first_of(["a"] * 3, words_for(Language.EN)) == ["a"] * 3
    assert first_of(["a"] * 10, words_for(Language.EN))[-1] == "2 more"
