from hearing_app.domain.hearing import GENERAL
from hearing_app.domain.passage import Passage
from hearing_app.domain.placing import OUT, SAME, Placed, guess_places, resolved, texts_of

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
