"""Another wording: how it is found in a text, how it is told, and how it is put in again."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hearing_app.domain.amendment import Amendment, Original, amendments, apply, read_amendment, written_amendment
from hearing_app.domain.assessment import squeeze
from hearing_app.domain.difference import Change
from hearing_app.domain.paragraphs import paragraphs

TEXT = (
    "Elva er for alle.\n\nKommunene deler likt.\n\n- Ett tilsyn\n- En rapport\n- Ett råd\n\nPlanen gjelder i fire år."
)
IDS = tuple(f"formal.{number}" for number in range(1, 7))
SECTION = Original(TEXT, IDS)

LINE = st.sampled_from(
    [
        *("En setning.", "En setning. Og mer.", "To ord her.", "- a", "- b", "1. x", "2. y", "### H", "| a | b |"),
        *("|---|---|", "[l]: http://x.example", "```", "    kode", "", "", "  ", "<!-- k", "-->", "\u202eomvendt"),
    ]
)
MARKDOWN = st.lists(LINE, max_size=12).map("\n".join)
PARAGRAPH = st.lists(st.sampled_from(["elva", "er", "for", "alle", "vi", "to"]), min_size=1, max_size=5).map(" ".join)
PLAIN = st.lists(PARAGRAPH, max_size=7).map("\n\n".join)


def original(markdown):
    return Original(markdown, tuple(f"s.{number}" for number, _ in enumerate(paragraphs(markdown), start=1)))


def told(amendment):
    """Return what is removed and what is added, as it is told."""
    pieces = [piece for change in amendment.changes for piece in change.pieces]
    return tuple(
        squeeze(" ".join(piece.text for piece in pieces if piece.change is change))
        for change in (Change.REMOVED, Change.ADDED)
    )


@given(MARKDOWN, MARKDOWN)
@example("[l]: http://x.example\n[l]: http://x.example", "[l]: http://x.example\n### H")
@example("[l]: http://x.example\n\n[l]: http://x.example\n\nOrd.", "[l]: http://x.example\n### H")
def test_the_amendments_lead_from_the_one_text_to_the_other(before, after):
    """Whatever stands in them; only how lines and empty lines are set may differ."""
    section = original(before)
    found = amendments(section, after)
    applied = apply(section, found)
    assert applied.text.split() == after.split()
    assert (applied.fresh, applied.stale) == (found, ())


@given(PLAIN, PLAIN)
def test_of_plain_paragraphs_the_very_text_comes_back(before, after):
    """To the letter; and what was found is found again in it, so that saving twice changes nothing."""
    section = original(before)
    found = amendments(section, after)
    assert apply(section, found).text == after
    assert amendments(section, apply(section, found).text) == found


@given(PLAIN, PLAIN)
def test_no_two_amendments_touch_the_same_paragraph(before, after):
    """So that one can be followed and the other not: each alone can be put in."""
    section = original(before)
    found = amendments(section, after)
    assert all(apply(section, (one,)).stale == () for one in found)
    places = [section.ids.index(one.paragraph) for one in found if one.paragraph]
    assert places == sorted(set(places))


@given(MARKDOWN, MARKDOWN)
def test_an_amendment_survives_the_payload(before, after):
    """What is stored is what is read."""
    for one in amendments(original(before), after):
        assert read_amendment(written_amendment(one)) == one


@pytest.mark.parametrize(
    "same",
    [TEXT, TEXT.replace("\n", "\r\n"), f"{TEXT}\n\n", TEXT.replace("deler likt", "deler\nlikt"), f"\r\n {TEXT}"],
)
def test_white_space_is_no_change(same):
    """A browser sends other line breaks than the file has, and people leave empty lines behind."""
    assert amendments(SECTION, same) == ()
    assert apply(SECTION, ()).text == TEXT


def test_each_run_of_changed_paragraphs_is_one_amendment():
    """Two that stand together are one; another further down is one by itself, by its own paragraph's id."""
    after = TEXT.replace("alle.", "alle og enhver.").replace("likt.", "etter folketall.").replace("fire", "åtte")
    first, second = amendments(SECTION, after)
    assert (first.paragraph, second.paragraph) == ("formal.1", "formal.6")
    assert told(first) == ("alle. likt.", "alle og enhver. etter folketall.")
    assert told(second) == ("fire", "åtte")


def test_what_is_only_added_is_told_beside_the_paragraph_it_follows():
    """So everybody sees where; the paragraph itself is neither removed nor added."""
    (one,) = amendments(SECTION, TEXT.replace("- En rapport", "- En rapport\n- Et kart"))
    assert one == Amendment("formal.4", "- En rapport", "- En rapport\n- Et kart")
    assert told(one) == ("", "- Et kart")
    assert [change.changed for change in one.changes] == [False, True]
    assert apply(SECTION, (one,)).text == TEXT.replace("- En rapport", "- En rapport\n- Et kart")


def test_something_is_added_before_the_first_paragraph_and_after_it():
    """That is one amendment, for both stand beside the same paragraph."""
    after = f"Først.\n\n{TEXT.replace('alle.', 'alle.' + chr(10) * 2 + 'Midt i.')}"
    (one,) = amendments(SECTION, after)
    assert (one.paragraph, told(one)) == ("formal.1", ("", "Først. Midt i."))
    assert apply(SECTION, (one,)).text == after


def test_an_empty_text_takes_the_section_out():
    """One amendment, with nothing in its place."""
    (one,) = amendments(SECTION, " \r\n")
    assert (one.removed, one.added) == (TEXT, "")
    assert apply(SECTION, (one,)).text == ""
    assert one.readable == TEXT


def test_a_section_without_text_can_be_given_one():
    """Then nothing is removed, and there is no paragraph to name."""
    empty = Original()
    (one,) = amendments(empty, "Ny tekst.")
    assert one == Amendment("", "", "Ny tekst.")
    assert apply(empty, (one,)).text == "Ny tekst."
    assert apply(SECTION, (one,)).stale == (one,)


def test_of_two_equal_paragraphs_the_one_that_was_meant_is_changed():
    """The id tells which."""
    section = original("Som før.\n\nMidten.\n\nSom før.")
    (one,) = amendments(section, "Som før.\n\nMidten.\n\nSom etter.")
    assert apply(section, (one,)).text == "Som før.\n\nMidten.\n\nSom etter."


def test_a_draft_that_is_edited_elsewhere_takes_the_amendment_still():
    """The text that it takes out is found, whatever its id is now."""
    (one,) = amendments(SECTION, TEXT.replace("fire", "åtte"))
    edited = original(f"Nytt først.\n\n{TEXT}")
    applied = apply(edited, (one,))
    assert (applied.fresh, applied.stale) == ((one,), ())
    assert applied.text == f"Nytt først.\n\n{TEXT.replace('fire', 'åtte')}"


def test_a_text_that_has_been_edited_makes_the_amendment_stale():
    """It is not put in somewhere else; the others are."""
    both = amendments(SECTION, TEXT.replace("fire", "åtte").replace("alle.", "alle som bor her."))
    applied = apply(original(TEXT.replace("fire", "seks")), both)
    assert [one.paragraph for one in applied.fresh] == ["formal.1"]
    assert [one.paragraph for one in applied.stale] == ["formal.6"]
    assert applied.text == TEXT.replace("fire", "seks").replace("alle.", "alle som bor her.")


def test_an_amendment_changes_something():
    """Two equal texts are none."""
    with pytest.raises(ValueError, match="changes something"):
        Amendment("a.1", "Likt.", "Likt.")


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "hostile", ["a\n\n" * 16_000, "og " * 16_000, "og vi " * 4000 + "\n\n" * 2 + "- i\n" * 8000, TEXT * 400]
)
def test_no_text_makes_anybody_wait(hostile):
    """Fifty thousand characters of the unkindest kind are compared in seconds."""
    section = original("\n\n".join("og så skal vi i vei og vi drar a i å " * 20 for _ in range(60)))
    found = amendments(section, hostile)
    assert apply(section, found).text.split() == hostile.split()
    assert all(one.changes for one in found)
