"""Standard phrases: names in their places, changing them side by side, and the six that are offered."""

from datetime import UTC, datetime

import pytest

from hearing_app.domain.phrase import Phrase, appended, strange_places
from hearing_app.domain.vocabulary import Conclusion, Language
from hearing_app.storage import phrases
from hearing_app.treating.phrases import (
    NameTaken,
    PhraseChanged,
    PhraseUnknown,
    StrangePlace,
    add_phrase,
    add_starters,
    change_phrase,
    move_phrase,
    remove_phrase,
)
from hearing_app.treating.starter_phrases import STARTERS

WHO = {"actor": "kari", "now": datetime(2026, 5, 4, 9, 0, tzinfo=UTC)}
THANKS = Phrase("Takk", "Takk til {instans}.", "Takk til {instans}!", Conclusion.NOTED)


@pytest.fixture
def stored(db):
    """The phrase of thanks, stored."""
    add_phrase(db, THANKS, **WHO)
    return phrases.everything(db)[0]


@pytest.mark.parametrize(
    ("language", "told"),
    [(Language.NB, "Takk til Lom."), (Language.NN, "Takk til Lom!"), (Language.EN, "Takk til Lom.")],
)
def test_a_phrase_is_filled_in_in_the_language_of_the_hearing(language, told):
    """With the names of body and part in their places."""
    assert THANKS.filled(language, body="Lom", part="Mål") == told


def test_a_phrase_in_one_written_form_serves_both():
    """Better the other form than nothing."""
    assert Phrase("Kort", nn="Ikkje no.").text(Language.NB) == "Ikkje no."


def test_a_place_that_nothing_is_put_into_is_refused(db):
    """It would be published as it stands."""
    assert strange_places("{instans} og {dele} {dele}") == ("{dele}",)
    with pytest.raises(StrangePlace):
        add_phrase(db, Phrase("Feil", "{Instans} mener det."), **WHO)
    assert phrases.everything(db) == ()


def test_two_people_on_one_phrase(db, stored):
    """The second is shown what stands there now, and nothing is written over unseen."""
    change_phrase(db, stored.id, Phrase("Takk", "Takk!"), revision=1, **WHO)
    with pytest.raises(PhraseChanged) as changed:
        change_phrase(db, stored.id, Phrase("Takk", "Mange takk."), revision=1, **WHO)
    assert changed.value.current.phrase.nb == "Takk!"
    with pytest.raises(PhraseChanged):
        remove_phrase(db, stored.id, revision=1, **WHO)
    remove_phrase(db, stored.id, revision=2, **WHO)
    with pytest.raises(PhraseUnknown):
        change_phrase(db, stored.id, THANKS, revision=2, **WHO)


def test_two_phrases_have_two_names(db, stored):
    """In whatever case, when made and when changed."""
    with pytest.raises(NameTaken):
        add_phrase(db, Phrase("TAKK", "x"), **WHO)
    add_phrase(db, Phrase("Annet", "x"), **WHO)
    with pytest.raises(NameTaken):
        change_phrase(db, phrases.named(db, "annet").id, Phrase("takk", "x"), revision=1, **WHO)


def test_six_are_offered_and_taken_in_once(db):
    """In their order, in both written forms; those whose name is taken are left."""
    add_phrase(db, Phrase(STARTERS[0].name, "Vår egen."), **WHO)
    assert add_starters(db, STARTERS, **WHO) == 5
    assert add_starters(db, STARTERS, **WHO) == 0
    assert all(phrase.nb and phrase.nn and not strange_places(phrase.nb + phrase.nn) for phrase in STARTERS)
    assert [stored.phrase.name for stored in phrases.everything(db)] == [phrase.name for phrase in STARTERS]


def test_phrases_are_put_in_order(db):
    """One place at a time; at the end they stay."""
    for name in "abc":
        add_phrase(db, Phrase(name, name), **WHO)
    first = phrases.named(db, "a").id
    for up in (True, False, False, False):
        move_phrase(db, first, up=up, **WHO)
    assert [stored.phrase.name for stored in phrases.everything(db)] == ["b", "c", "a"]


@pytest.mark.parametrize(("text", "whole"), [("", "B"), ("A\n", "A\n\nB"), ("  ", "B")])
def test_a_phrase_goes_behind_what_is_there(text, whole):
    """As a paragraph of its own."""
    assert appended(text, " B ") == whole
