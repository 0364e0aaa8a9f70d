from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearing_app.domain.assessment import Point, is_verbatim, paragraphs, squeeze
from hearing_app.domain.submission import Answer, Submission
from hearing_app.domain.vocabulary import Conclusion

POINT = Point(1, "2026-0001", "lom", "okonomi", "Vi betaler ikke.")


@pytest.fixture
def submission(answered):
    content = answered({"viktigst": "Først  dette.\r\n\r\nSå\tdette."})
    at = datetime(2026, 5, 1, tzinfo=UTC)
    return Submission("2026-0001", "h", "lom", 1, at, "0" * 64, b"{}", "0" * 64, content)


@pytest.mark.parametrize(
    ("assessment", "conclusion", "done"),
    [
        ("", None, False),
        ("Vi er enige.", None, False),
        (" \n", Conclusion.ACCEPTED, False),
        ("Vi er enige.", Conclusion.ACCEPTED, True),
    ],
)
def test_a_point_is_done_with_both_an_assessment_and_a_conclusion(assessment, conclusion, done):
    """Rule 11 asks for both; white space is no assessment."""
    assert replace(POINT, assessment=assessment, conclusion=conclusion).done is done


@pytest.mark.parametrize(
    "quote", ["Først dette.", "Først  dette.\n\nSå dette.", "dette. Så", " Så dette. ", "Først dett"]
)
def test_the_bodys_own_words_are_recognised_across_white_space(submission, quote):
    """Line breaks and double spaces, which a browser may change, do not count."""
    assert is_verbatim(quote, submission, "viktigst")


@pytest.mark.parametrize("quote", ["", "  ", "først dette.", "Førstdette.", "Noe annet."])
def test_other_words_are_not_the_bodys(submission, quote):
    """Nothing, another word, another letter or a lost space is not a quotation."""
    assert not is_verbatim(quote, submission, "viktigst")


def test_a_quote_must_stand_in_the_answer_to_that_item(submission):
    """The same words under another item are not found."""
    assert not is_verbatim("Først dette.", submission, "general")
    assert submission.content.answer("general") == Answer("general")


@given(st.lists(st.text("abæøå \n", min_size=1).filter(lambda t: t.strip() and "\n\n" not in t.strip()), max_size=5))
def test_paragraphs_keep_every_word_in_order(blocks):
    """Splitting loses white space and nothing else, with either kind of line break."""
    text = "\n\n".join(block.strip() for block in blocks)
    assert paragraphs(text) == tuple(block.strip() for block in blocks)
    assert paragraphs(text.replace("\n", "\r\n")) == tuple(block.strip() for block in blocks)


def test_an_empty_answer_has_no_paragraphs():
    """Neither has one of blank lines."""
    assert paragraphs(" \n\n \r\n\r\n") == ()


def test_squeezing_makes_one_space_of_any_white_space():
    """Also no-break spaces and tabs."""
    assert squeeze(" a\u00a0\tb\n\nc ") == "a b c"
