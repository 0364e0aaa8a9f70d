"""Two senders of the same name in a file: never a new version in silence."""

import csv
import io

import pytest

from hearing_app.answering.receive import AnsweredMeanwhile
from hearing_app.domain.vocabulary import Language
from hearing_app.registering.register_file import import_answers, read_answers
from hearing_app.registering.register_sample import sample_sheet
from hearing_app.registering.register_table import EXPLANATION
from hearing_app.spreadsheet import read_sheet
from hearing_app.storage import guests, submissions
from hearing_app.text import words_for

HEAD = ("instans", "avsendertype", "måte", "kom inn", "e-post", "ny versjon", "Merknad: x [general]")


def row(text, *, email="", anew="", name="Kari Eksempel", kind="privatperson"):
    return (name, kind, "på papir", "20.4.2026", email, anew, text)


@pytest.fixture
def read(db, hearing, now):
    """A function that reads rows."""

    def done(*rows, head=HEAD):
        written = io.StringIO()
        csv.writer(written, delimiter=";").writerows([head, *rows])
        return read_answers(db, hearing, written.getvalue().encode(), now=now)

    return done


@pytest.fixture
def store(db, hearing, sender, settings, now):
    """A function that registers what was read, and returns what was received."""

    def done(found):
        assert found.mistakes == ()
        given = {"sender": sender, "actor": "siri", "now": now, "files": settings.attachments}
        return import_answers(db, hearing, found.new, **given)

    return done


def told(found):
    return [(m.row, m.column, words_for(Language.EN).say(m.message)) for m in found.mistakes]


@pytest.fixture
def first(read, store):
    """One Kari's answer, without an address."""
    (sent,) = store(read(row("Bra.")))
    return sent


def test_the_same_name_alone_is_asked_about(first, read):
    """The row says what to write in which column."""
    ((number, column, said),) = told(read(row("Dårlig.")))
    assert (number, column) == (2, "instans")
    assert first.reference in said
    assert "«ny versjon»" in said
    assert "«ja»" in said
    assert "«nei»" in said


def test_yes_makes_a_new_version(first, read, store):
    """Of the one who has answered by that name."""
    (sent,) = store(read(row("Dårlig.", anew="ja")))
    assert (sent.body, sent.version) == (first.body, 2)


def test_no_makes_another_sender(first, read, store, db):
    """Both count, and the same file again registers nothing."""
    (sent,) = store(read(row("Dårlig.", anew="nei")))
    assert sent.body != first.body
    assert submissions.latest_of_body(db, "apen-plan", first.body) == first
    again = read(row("Dårlig.", anew="nei"))
    assert [one.already for one in again.rows] == [sent.reference]
    assert again.new == ()


def test_the_same_address_is_the_same_sender(read, store):
    """In whatever case; another address is asked about."""
    (sent,) = store(read(row("Bra.", email="kari@eksempel.example")))
    (anew,) = read(row("Dårlig.", email="Kari@Eksempel.example")).new
    assert (anew.who, anew.before) == (sent.body, sent)
    assert len(told(read(row("Dårlig.", email="en-annen@eksempel.example")))) == 1


def test_of_several_one_is_chosen_by_reference(first, read, store):
    """«ja» alone does not say which of them."""
    (second,) = store(read(row("Dårlig.", anew="nei")))
    said = told(read(row("Midt på.", anew="ja")))[0][2]
    assert first.reference in said
    assert second.reference in said
    assert told(read(row("Midt på.", anew="2020-0001")))[0][1] == "ny versjon"
    (sent,) = store(read(row("Midt på.", anew=second.reference)))
    assert (sent.body, sent.version) == (second.body, 2)


def test_two_of_the_same_name_in_one_file_are_asked_about(read, store, db):
    """And stand as two where the file says so."""
    said = told(read(row("Bra."), row("Dårlig.")))
    assert [number for number, _column, _said in said] == [3]
    assert "two senders of the same name" in said[0][2]
    assert len(store(read(row("Bra."), row("Dårlig.", anew="nei")))) == 2
    assert [guest.name for guest in guests.of_hearing(db, "apen-plan")] == ["Kari Eksempel"] * 2


def test_yes_without_anybody_before_is_a_mistake(read):
    """There is nothing that it could be a version of."""
    assert told(read(row("Bra.", anew="ja")))[0][1] == "ny versjon"


def test_an_invited_body_has_one_answer(read, store):
    """Its second answer is a version, shown before it is stored; «nei» cannot be meant, nor any other word."""

    def found(text, anew=""):
        line = row(text, anew=anew, name="bergvik", kind="")
        return read((*line, "Kommunestyret"), head=(*HEAD, "politisk forankring"))

    (sent,) = store(found("Bra."))
    assert found("Dårlig.").new[0].before == sent
    assert "invited and has answered before" in told(found("Dårlig.", "nei"))[0][2]
    assert "is not known here" in told(found("Dårlig.", "kanskje"))[0][2]
    assert found("Dårlig.", sent.reference).new[0].before == sent


def test_two_who_import_a_namesake_at_once_are_told(first, read, store):
    """The second has read the file before the first has stored it."""
    both = [read(row("Dårlig.", anew="nei")) for _click in range(2)]
    store(both[0])
    with pytest.raises(AnsweredMeanwhile):
        store(both[1])


def test_the_sample_explains_the_columns(hearing, read, db, now):
    """On a sheet of its own, which is no surprise when the file comes back."""
    data = sample_sheet(hearing, hearing.invited, words_for(Language.NB))
    assert EXPLANATION in read_sheet(data, columns=400).others
    assert read_answers(db, hearing, data, now=now).notes == ()
