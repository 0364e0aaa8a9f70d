"""What a reader makes out in a text, with where it stands in the source."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearing_app.domain.as_read import as_read, text_of_html, without_marks


@pytest.mark.parametrize(
    ("source", "read", "place"),
    [
        ("Si Ola **Hemmelig** her", "Ola Hemmelig", "Ola **Hemmelig**"),
        ("Si *Ola* Hemmelig her", "Ola Hemmelig", "*Ola* Hemmelig"),
        ("Si [Ola](https://x.example/a) Hemmelig", "Ola Hemmelig", "[Ola](https://x.example/a) Hemmelig"),
        ("Si Ola&nbsp;Hemmelig", "Ola\u00a0Hemmelig", "Ola&nbsp;Hemmelig"),
        ("Si Ola&#32;Hemmelig", "Ola Hemmelig", "Ola&#32;Hemmelig"),
        ("Si Ola\\\nHemmelig", "Ola\nHemmelig", "Ola\\\nHemmelig"),
        ("Si Ola Hem\u00admelig", "Ola Hemmelig", "Ola Hem\u00admelig"),
        ("Si Ola\u200b Hemmelig", "Ola Hemmelig", "Ola\u200b Hemmelig"),
        ("Si Ola <em>Hemmelig</em>", "Ola Hemmelig", "Ola <em>Hemmelig"),
    ],
)
def test_words_are_read_through_marks(source, read, place):
    """And a mark of redaction in their place takes the emphasis and the link with it."""
    found = as_read(source, markdown=True)
    start = found.text.index(read)
    assert source[slice(*found.place(start, start + len(read)))] == place


def test_letters_put_together_of_two_signs_are_one():
    """As a Mac writes the names of files, and some programs all text."""
    found = as_read(unicodedata.normalize("NFD", "Ring Kåre"))
    assert found.text == "Ring Kåre"
    assert found.source[slice(*found.place(5, 9))] == unicodedata.normalize("NFD", "Kåre")


def test_a_text_as_it_was_typed_has_no_marks():
    """What bodies write is shown as it stands; only signs that nobody sees are no part of it."""
    assert as_read("Ola **Hemmelig**") is None
    assert as_read("Ola **Hem\u00admelig**").text == "Ola **Hemmelig**"


@given(st.text(alphabet="aå\u030a*_[]()<>&;#\\\n |`-\u00ad", max_size=60))
def test_every_sign_stands_somewhere(source):
    """Whatever is written, a place in what is read is a place in the source."""
    found = as_read(source, markdown=True)
    for at in range(len(found.text) if found else 0):
        start, end = found.place(at, at + 1)
        assert 0 <= start < end <= len(source)


def test_html_is_read_in_lines_and_a_legal_ground_says_no_words():
    """A cell is a line of its own, an emphasis is none; a mark of redaction is nothing to be found in."""
    assert text_of_html("<p>Ola <strong>Hem</strong>melig</p><table><tr><td>a</td><td>b</td></tr></table>").split() == [
        *("Ola", "Hemmelig", "a", "b"),
    ]
    assert "13" not in without_marks("Ring ▇▇▇ [offl. § 13] nå")
    assert len(without_marks("Ring ▇▇▇ [offl. § 13] nå")) == len("Ring ▇▇▇ [offl. § 13] nå")
