"""What somebody looks for, and the pieces of a text that tell where it was found."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearing_app.domain.searching import LONGEST, MOST_TERMS, Term, excerpts, folded, read_query


def needles(text):
    return [("-" if term.without else "") + term.needle for term in read_query(text).terms]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("areal", ["areal"]),
        ("Areal AREAL areal", ["areal"]),
        ("EU", [" eu "]),
        ("å", [" å "]),
        ("vei", ["vei"]),
        ('"ren luft"', [" ren luft "]),
        ("«ren luft» og “godt vann”", [" ren luft ", " og ", " godt vann "]),
        ("vei -sykkelvei", ["vei", "-sykkelvei"]),
        ('-"ren luft" \N{MINUS SIGN}støy', ["- ren luft ", "-støy"]),
        ("EU-midler § 3-4", ["eu midler", "3 4"]),
        ('"uten slutt', [" uten slutt "]),
        ("A\N{COMBINING RING ABOVE}lesund", ["ålesund"]),
        ("ord_med_strek", ["ord med strek"]),
        ('"" - -- « » * ^ : ( )', []),
        ("NOT NEAR(a b)", ["not", "near a", " b "]),
    ],
)
def test_what_is_typed_becomes_words(text, expected):
    """Quotes hold words together, a minus leaves out, and short words stand alone."""
    assert needles(text) == expected


@given(st.text(max_size=400))
def test_nothing_but_letters_digits_and_spaces_is_looked_for(text):
    """So nothing that is typed can be taken for anything but words, and there are not more than can be answered."""
    query = read_query(text)
    assert len(query.terms) <= MOST_TERMS
    for term in query.terms:
        assert term.words == " ".join(term.words.split())
        assert all(sign == " " or sign.isalnum() for sign in term.words)


@given(st.text(max_size=300))
def test_what_is_read_of_a_text_is_found_in_it(text):
    """Every word of a text finds the text, however it is written."""
    for word in folded(text).split():
        (term,) = read_query(word).terms
        assert term.needle in folded(text)


def shown(text, query, **kwargs):
    found = excerpts(text, read_query(query).terms, **kwargs)
    return ["".join(f"[{p.text}]" if p.found else p.text for p in excerpt.pieces) for excerpt in found]


def test_an_excerpt_marks_what_was_found():
    """In the text's own letters, inside words too, and across what stands between the words of a phrase."""
    assert shown("Vern JORDBRUKSAREALENE.", "areal vern") == ["[Vern] JORDBRUKS[AREAL]ENE."]
    assert shown("Søk EU-midler. Museum.", "EU") == ["Søk [EU]-midler. Museum."]
    assert shown("Ren,\nluft. Ren luftmaling.", '"ren luft"') == ["[Ren,\nluft]. Ren luftmaling."]
    assert shown("Alt annet.", "-vei") == ["Alt annet."]
    assert shown("", "vei") == []


def test_excerpts_of_a_long_text_are_short_and_part_no_words():
    """What stands close together is shown together, and not more pieces than asked for."""
    text = f"{'Lang innledning. ' * 40}Første areal her. {'Mye annet imellom. ' * 40}Andre areal der. {'Slutt. ' * 40}"
    first, second = excerpts(text, read_query("areal").terms)
    assert not first.begins
    assert not first.ends
    words = set(text.split())
    for excerpt in (first, second):
        whole = "".join(piece.text for piece in excerpt.pieces)
        assert len(whole) < 320
        assert set(whole.split()) <= words
    assert len(excerpts(text, read_query("areal").terms, most=1)) == 1


@given(st.text(max_size=500), st.text(max_size=20))
def test_excerpts_are_pieces_of_the_text(text, query):
    """Whatever both are."""
    for excerpt in excerpts(text, read_query(query).terms):
        assert "".join(piece.text for piece in excerpt.pieces) in text


def test_a_hostile_text_is_read_in_time():
    """The longest search in a text as long as an attachment may be."""
    text, query = "a " * 500_000, read_query("aa " * LONGEST)
    began = time.perf_counter()
    excerpts(text, (*query.terms, Term("a a a a a a b"), Term("a", whole=True)))
    assert time.perf_counter() - began < 5
