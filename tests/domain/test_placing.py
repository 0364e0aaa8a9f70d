"""Guessing where what stands in a letter belongs."""

from dataclasses import replace

import pytest

from hearing_app.domain.hearing import GENERAL
from hearing_app.domain.passage import Passage
from hearing_app.domain.placing import OUT, SAME, UNDECIDED, Placed, guess_places, resolved, texts_of, undecided

LETTER = (
    Passage("Bergvik kommune"),
    Passage("Vår ref. 26/14"),
    Passage("Høringssvar", 1),
    Passage("Kommunestyret har behandlet saken i møte og gir med dette sin uttalelse til planen."),
    Passage("Til punkt 2", 2),
    Passage("Kostnadene må fordeles etter folketall."),
    Passage("Små kommuner trenger fritak."),
    Passage("Tilsyn", 2),
    Passage("Ett tilsyn er nok."),
    Passage("Spørsmål 1: Vi forventer rent vann."),
    Passage("Med vennlig hilsen"),
    Passage("Kari Eksempel"),
)


def places(hearing, *passages):
    return list(resolved(guess_places(passages, hearing)))


def test_a_letter_is_placed_by_its_own_headings(hearing):
    """Letterhead, headings and greeting are left out; numbers, titles and questions are followed."""
    assert places(hearing, *LETTER) == [
        *(OUT, OUT, OUT, GENERAL, OUT, "okonomi", "okonomi", OUT, "tilsyn", "forventning", OUT, OUT)
    ]


def test_a_guess_says_that_it_is_one(hearing):
    """Each passage remembers where it was guessed to belong."""
    assert all(one.guess == one.place for one in guess_places(LETTER, hearing))


def test_a_number_below_a_section_belongs_to_it(hearing):
    """«2.1» is of section 2 where the hearing has no 2.1."""
    assert places(hearing, Passage("2.1 Fordeling", 2), Passage("Etter folketall, sier kommunen."))[1] == "okonomi"


def test_a_number_in_running_text_is_no_heading(hearing):
    """A year or a sum at the beginning of a sentence places nothing."""
    assert places(hearing, Passage("2 millioner kroner er for lite til dette formålet, mener kommunestyret.")) == [
        GENERAL
    ]


def test_what_follows_goes_with_what_it_follows():
    """«Same as above» is followed through; at the top it is left out."""
    placed = [
        Placed(Passage("a"), SAME),
        Placed(Passage("b"), "x"),
        Placed(Passage("c"), SAME),
        Placed(Passage("d"), OUT),
    ]
    assert resolved(placed) == (OUT, "x", "x", OUT)
    assert texts_of(placed) == {"x": "b\n\nc"}


@pytest.mark.parametrize(
    "heading",
    ["Generelt", "1. Generelt", "Generelle merknader", "Generelle merknadar:", "GENERELLE KOMMENTARAR", "General"],
)
def test_a_heading_that_says_general_is_of_the_general_remark(hearing, heading):
    """Also after another part, and with a number that is the letter's own."""
    letter = (Passage("Tilsyn", 2), Passage("Ett tilsyn er nok."), Passage(heading, 2), Passage("Planen er god."))
    assert places(hearing, *letter) == [OUT, "tilsyn", OUT, GENERAL]


def test_the_word_before_a_colon_is_enough(hearing):
    """The sentence that follows it is the remark, and stays."""
    letter = (Passage("Til punkt 2", 2), Passage("For dyrt."), Passage("Generelt: Planen er god for elva."))
    assert places(hearing, *letter) == [OUT, "okonomi", GENERAL]


def test_a_sentence_that_begins_so_places_nothing(hearing):
    """«Generelle merknader til økonomien …» is a sentence like others."""
    letter = (Passage("Til punkt 2", 2), Passage("Generelt er dette for dyrt for små kommuner."))
    assert places(hearing, *letter) == [OUT, "okonomi"]


def test_a_part_that_is_called_general_goes_first(hearing):
    """The hearing's own title is what the letter means."""
    first, *rest = hearing.draft.sections
    renamed = replace(first, heading="1 Generelt")
    own = replace(hearing, draft=replace(hearing.draft, sections=(renamed, *rest)))
    assert places(own, Passage("Generelt", 2), Passage("Dette er bra."))[1] == first.id


@pytest.mark.parametrize(
    "heading",
    ["Andre merknader", "Avsluttende kommentar", "Avsluttande kommentarar:", "3. Oppsummering", "Other remarks"],
)
@pytest.mark.parametrize("level", [0, 2])
def test_what_stands_below_another_heading_is_placed_by_a_person(hearing, heading, level):
    """It is not taken for more about the part above, whether or not the letter marks its headings."""
    letter = (
        Passage("Tilsyn", level),
        Passage("Ett er nok."),
        Passage(heading, level),
        Passage("Takk for god dialog."),
    )
    placed = guess_places(letter, hearing)
    assert [one.place for one in placed] == [OUT, "tilsyn", OUT, UNDECIDED]
    assert texts_of(placed) == {"tilsyn": "Ett er nok."}
    assert undecided(placed) == (3,)


def test_to_leave_out_a_heading_leaves_out_nothing_said_below_it(hearing):
    """Nor below a heading under it: the first paragraph is asked of by itself, and those after it go with that."""
    letter = (
        Passage("Tilsyn", 2),
        Passage("Ett er nok."),
        Passage("Beredskap", 2),
        Passage("Flom", 3),
        Passage("Planen mangler flom."),
        Passage("Vi ber om at det kommer inn."),
    )
    placed = guess_places(letter, hearing)
    assert [one.place for one in placed] == [OUT, "tilsyn", OUT, OUT, UNDECIDED, SAME]
    left = [replace(one, place=OUT) if one.passage.level else one for one in placed]
    assert undecided(left) == (4,)


@pytest.mark.parametrize(
    "text", ["Andre merknader: Takk for god dialog.", "Vi ber om at beredskap kommer inn i planen."]
)
def test_a_heading_that_says_something_is_placed_by_a_person(hearing, text):
    """A paragraph in the style of a heading, or one that begins with the words, is not left out unseen."""
    placed = guess_places((Passage("Tilsyn", 2), Passage("Ett er nok."), Passage(text, 2)), hearing)
    assert [one.place for one in placed] == [OUT, "tilsyn", UNDECIDED]


def test_a_heading_below_a_parts_own_is_of_the_part(hearing):
    """A letter may divide what it says about one section; a heading on the same level is something else."""
    letter = (Passage("Til punkt 2", 2), Passage("Gebyr", 3), Passage("For dyrt."), Passage("Friluftsliv", 2))
    assert places(hearing, *letter, Passage("Godt.")) == [OUT, "okonomi", "okonomi", OUT, UNDECIDED]


def test_headings_before_any_part_stay_with_the_general_remark(hearing):
    """Nothing else has been spoken of that they could be taken for."""
    letter = (Passage("Vi er glade for at planen nå er kommet så langt som den er."), Passage("Bakgrunn", 2))
    assert places(hearing, *letter) == [GENERAL, GENERAL]


def test_a_heading_with_nothing_below_it_is_placed_by_a_person(hearing):
    """It may be what the letter says."""
    letter = (Passage("Tilsyn", 2), Passage("Ett er nok."), Passage("Fritak for små", 2), Passage("Og for øyer", 2))
    assert [one.place for one in guess_places(letter, hearing)] == [OUT, "tilsyn", UNDECIDED, UNDECIDED]


def test_a_known_heading_ends_what_is_undecided(hearing):
    """And a person's word places all that follows with it."""
    letter = (Passage("Tilsyn", 2), Passage("Andre merknader", 2), Passage("Takk."), Passage("Til punkt 2", 2))
    placed = list(guess_places((*letter, Passage("Dyrt.")), hearing))
    placed[2] = Placed(placed[2].passage, GENERAL, UNDECIDED)
    assert texts_of(placed) == {GENERAL: "Takk.", "okonomi": "Dyrt."}
