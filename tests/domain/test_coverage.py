from dataclasses import replace
from datetime import UTC, datetime

import pytest

from hearing_app.domain.amendment import Amendment
from hearing_app.domain.assessment import Point
from hearing_app.domain.attachment import Attachment
from hearing_app.domain.coverage import SetAside, coverage, still_holds
from hearing_app.domain.marked_text import marked_paragraphs
from hearing_app.domain.submission import Answer, Content, PoliticalStanding, Respondent
from hearing_app.domain.vocabulary import Stance, Standing

AT = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
TEXT = "Merk stiene bedre. Bygg to broer.\n\n– – –\n\nMerk stiene bedre."
CHANGE = Amendment("tiltak.1", "Stiane blir merkte.", "Stiane blir merkte kvart år.")
FILE = Attachment("kart.pdf", "application/pdf", 10, "a" * 64)


@pytest.fixture
def content():
    """A text of two paragraphs that say something, on `tiltak`."""
    respondent, standing = Respondent("Kari", "", "kari@x.example"), PoliticalStanding(Standing.COUNCIL)
    return Content(respondent, standing, (Answer("tiltak", Stance.SUPPORTS, TEXT),))


def point(quote, **kwargs):
    return Point(kwargs.pop("id", 1), "2026-0001", "bergvik", "tiltak", quote, **kwargs)


def aside(**kwargs):
    return SetAside(**{"id": 1, "submission": "2026-0001", "item": "tiltak", "by": "kari", "at": AT, **kwargs})


def left_words(content, points=(), words=()):
    text = content.answers[0].text
    return [text[slice(*part.span)] for part in coverage(content, points, words) if part.span[1]]


def test_every_paragraph_that_says_something_remains_at_first(content):
    """Signs without a letter or a digit never do."""
    assert left_words(content) == ["Merk stiene bedre. Bygg to broer.", "Merk stiene bedre."]


def test_what_a_point_leaves_of_a_paragraph_is_told_in_whole_sentences(content):
    """A point of half a sentence leaves that sentence; the same words further down are another place."""
    assert left_words(content, [point("Merk stiene bedre.")]) == ["Bygg to broer.", "Merk stiene bedre."]
    assert left_words(content, [point("Merk stiene bedre."), point("Bygg to")]) == [
        "Bygg to broer.",
        "Merk stiene bedre.",
    ]
    assert left_words(content, [point("Merk stiene bedre.", occurrence=2)]) == ["Merk stiene bedre. Bygg to broer."]
    assert (
        left_words(content, [point("Merk stiene bedre. Bygg to broer"), point("Merk stiene bedre.", occurrence=2)])
        == []
    )


def test_what_is_set_aside_does_not_remain(content):
    """Some words, the whole answer, or everything that was answered."""
    assert left_words(content, (), [aside(words="Merk stiene bedre.", occurrence=2)]) == [
        "Merk stiene bedre. Bygg to broer."
    ]
    assert coverage(content, (), [aside()]) == ()
    assert coverage(content, (), [aside(item="")]) == ()
    assert coverage(content, (), [aside(item="mal")]) != ()


def test_each_proposed_change_needs_a_point_or_a_word(content):
    """Known by its place; the whole answer's word is of them as well."""
    amended = replace(content, answers=(Answer("tiltak", None, "", amendments=(CHANGE,)),))
    (left,) = coverage(amended, (), ())
    assert (left.item, left.amendment) == ("tiltak", 1)
    assert coverage(amended, [point("x", amendment=CHANGE)], ()) == ()
    assert coverage(amended, (), [aside(amendment=1)]) == ()
    assert coverage(amended, (), [aside()]) == ()


def test_each_file_needs_a_point_or_a_word_of_its_own(content):
    """A word on all that was answered is not one on what nobody has opened."""
    sent = replace(content, attachments=(FILE,), answers=())
    (left,) = coverage(sent, (), [aside(item="")])
    assert left.attachment == FILE.sha256
    assert coverage(sent, (), [aside(item="", attachment=FILE.sha256)]) == ()
    assert coverage(sent, [point("Ord i fila.", attachment=FILE.sha256)], ()) == ()


def test_stances_choices_and_no_remark_need_nothing(content):
    """There is nothing in them to assess."""
    answers = (Answer("mal", Stance.SUPPORTS), Answer("modell", choice="a"))
    assert coverage(replace(content, answers=answers), (), ()) == ()
    assert coverage(replace(content, answers=(), no_remark=True), (), ()) == ()


def test_points_that_overlap_share_the_words_where_they_do(content):
    """Each is told of once, where it begins, and nothing of the text is lost or doubled."""
    points = [point("Merk stiene bedre. Bygg", id=1), point("bedre. Bygg to broer.", id=2)]
    left = coverage(content, points, ())
    first, _, last = marked_paragraphs(content.answers[0], points, (), left)
    assert [(piece.text, piece.points, piece.begins) for piece in first.pieces] == [
        ("Merk stiene ", (1,), (1,)),
        ("bedre. Bygg", (1, 2), (2,)),
        (" to broer.", (2,), ()),
    ]
    assert (first.left, last.left) == (False, True)
    assert first.text == "Merk stiene bedre. Bygg to broer."


def test_a_word_holds_of_a_later_version_where_nothing_has_changed(content):
    """Of the words where they stand, of an answer or a response only where all of it is the same."""
    longer = replace(content, answers=(Answer("tiltak", Stance.SUPPORTS, f"{TEXT}\n\nNytt."),))
    assert still_holds(aside(words="Bygg to broer."), content, longer)
    assert not still_holds(aside(words="Bygg tre broer."), content, longer)
    assert not still_holds(aside(), content, longer)
    assert still_holds(aside(), content, content)
    assert not still_holds(aside(item=""), content, longer)
    assert still_holds(aside(item="", attachment=FILE.sha256), content, replace(longer, attachments=(FILE,)))
