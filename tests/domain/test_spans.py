import pytest

from hearing_app.domain.spans import occurrence_at, paragraph_spans, place, places, sentence_spans, signs, uncovered

TEXT = "Merk stiene bedre.\n\nBygg to broer. Merk stiene\nbedre."


def said(text, spans):
    return [text[start:end] for start, end in spans]


def test_words_are_found_wherever_they_stand():
    """However they are spaced, in reading order; words that do not stand there have no place."""
    assert said(TEXT, places("Merk stiene bedre.", TEXT)) == ["Merk stiene bedre.", "Merk stiene\nbedre."]
    assert place("Merk  stiene bedre.", 2, TEXT) == (35, 53)
    assert places("Merk husene.", TEXT) == ()
    assert places(" ", TEXT) == ()
    assert (place("Bygg", 0, TEXT), place("Bygg", 2, TEXT)) == (None, None)


@pytest.mark.parametrize(("before", "which"), [(0, 1), (28, 2), (999, 2)])
def test_which_place_is_meant_is_told_by_what_stands_before(before, which):
    """White space does not count, and a number that fits none is the nearest."""
    assert occurrence_at("Merk stiene bedre.", TEXT, before) == which
    assert occurrence_at("Noe annet.", TEXT, before) is None
    assert signs(" a b\n c ") == 3


def test_a_text_is_parted_in_paragraphs_and_sentences():
    """Whatever line breaks it has; a line of a list is a sentence, and a full stop belongs to its own."""
    text = "Først dette. Så dette!\r\n\r\n- en ting\r\n- en til"
    assert said(text, paragraph_spans(text)) == ["Først dette. Så dette!", "- en ting\r\n- en til"]
    first, second = paragraph_spans(text)
    assert said(text, sentence_spans(text, first)) == ["Først dette.", "Så dette!"]
    assert said(text, sentence_spans(text, second)) == ["- en ting", "- en til"]


def test_what_is_not_covered_is_told_in_order():
    """Of spans that overlap, lie outside, or cover everything."""
    assert uncovered((0, 10), [(2, 4), (3, 6), (20, 30)]) == ((0, 2), (6, 10))
    assert uncovered((0, 10), [(0, 10)]) == ()
    assert uncovered((0, 10), []) == ((0, 10),)
