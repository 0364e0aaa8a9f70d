"""What people write in a file of answers is understood, the example is never an answer, and lists are read as lists."""

import csv
import io
from dataclasses import replace

import pytest

from hearing_app.domain.vocabulary import Channel, Language, SenderKind, Stance, Standing
from hearing_app.registering.register_file import read_answers
from hearing_app.registering.register_sample import EXAMPLE, example_of, explained, sample, sample_sheet
from hearing_app.registering.register_table import head
from hearing_app.registering.register_words import names_of, to_write, understood, word_key
from hearing_app.spreadsheet import read_sheet
from hearing_app.text import words_for

ANSWER = {
    "instans": "bergvik",
    "måte": "E-post",
    "kom inn": "20.4.2026",
    "politisk forankring": "Kommunestyre",
    "Merknad: 2 Økonomi [okonomi]": "For dyrt.",
}


@pytest.fixture
def read(db, hearing, now):
    """A function that reads rows, given by the titles of their cells, as CSV."""

    def done(*rows):
        written, titles = io.StringIO(), head(hearing)
        writer = csv.writer(written, delimiter=";")
        writer.writerows((titles, *([row.get(title, "") for title in titles] for row in rows)))
        return read_answers(db, hearing, written.getvalue().encode(), now=now)

    return done


def told(read):
    return [(one.column, words_for(Language.NB).say(one.message)) for one in read.mistakes]


@pytest.mark.parametrize(
    ("words", "said", "meant"),
    [
        (Channel, ("E-post", "epost", "PÅ E-POST", "e-mail", "mail"), Channel.EMAIL),
        (Channel, ("papir", "På papir", "brev", "I posten", "On paper"), Channel.PAPER),
        (Channel, ("på anna vis", "På annen måte", "annet"), Channel.OTHER_WAY),
        (Standing, ("Kommunestyre", "kommunestyret", "KOMMUNESTYRET ", "council"), Standing.COUNCIL),
        (Standing, ("formannskapet", "Formannskap", "annet utvalg", "anna utval"), Standing.COMMITTEE),
        (Standing, ("foreløpig", "Foreløpig – skal bekreftes", "Førebels, skal stadfestast"), Standing.PRELIMINARY),
        (Stance, ("støtter", "Støttar", "supports"), Stance.SUPPORTS),
        (Stance, ("støtter med merknader", "støttar med merknad"), Stance.SUPPORTS_WITH_REMARKS),
        (Stance, ("støtter ikke", "Støttar ikkje.", "does_not_support"), Stance.DOES_NOT_SUPPORT),
        (SenderKind, ("forening", "Lag", "organisation"), SenderKind.ORGANISATION),
    ],
)
def test_what_people_write_is_understood(words, said, meant):
    """Bokmål, nynorsk and English, in capital letters or not, and with other signs between the words."""
    assert [understood(words).get(word_key(one)) for one in said] == [meant.value] * len(said)


def test_no_way_of_saying_one_thing_says_another():
    """The words of one kind are told apart."""
    for words in (Channel, Standing, Stance, SenderKind):
        for word in words:
            assert understood(words)[word_key(words_for(Language.NN).term(word))] == word.value


def test_an_answer_in_everyday_words_is_read(read):
    """Without an hour, with the channel and who stands behind it as people say them."""
    (one,) = read(ANSWER).new
    assert one.content.registered.channel is Channel.EMAIL
    assert one.content.standing.level is Standing.COUNCIL


@pytest.mark.parametrize("name", ["Bergvik", "BERGVIK KOMMUNE", "bergvik  kommune", "bergvik"])
def test_a_body_is_known_by_its_name_and_its_id(read, name):
    """A municipality with or without the word."""
    (one,) = read({**ANSWER, "instans": name}).new
    assert one.who == "bergvik"


def test_a_name_that_could_be_two_bodies_is_none(hearing):
    """Whole names go before shortened ones."""
    one, other, *_rest = hearing.invited
    twin = replace(other, name=replace(one.name), number=one.number, organisation_number="")
    names = names_of([replace(one, organisation_number=""), twin])
    assert names.one(one.name.plain) == ""
    assert names.is_shared(one.name.plain)
    assert (names.one(one.id), names.one(other.id)) == (one.id, other.id)


@pytest.fixture
def twins(hearing):
    """The hearing, with two invited bodies of one name."""
    one, other, *rest = hearing.invited
    return replace(hearing, invited=(one, replace(other, name=one.name), *rest))


def test_of_two_bodies_with_one_name_the_id_says_which(db, twins, now):
    """Both rows of the file to fill in are read; a third body's name beside the id is still a mistake."""
    one, other, third, *_rest = twins.invited
    rows = list(csv.DictReader(io.StringIO(sample(twins, (one, other), words_for(Language.NB))), delimiter=";"))

    def read(named):
        written = io.StringIO()
        writer = csv.DictWriter(written, head(twins), delimiter=";")
        writer.writeheader()
        writer.writerows({**ANSWER, "instans": named or row["instans"], "id": row["id"]} for row in rows[1:])
        return read_answers(db, twins, written.getvalue().encode(), now=now)

    found = read("")
    assert (told(found), [row.who for row in found.rows]) == ([], [one.id, other.id])
    assert [column for column, _text in told(read(third.name.text(Language.NB)))] == ["instans", "instans"]


@pytest.mark.parametrize("kind", ["", "Forening"])
def test_a_name_of_several_bodies_is_nobody_elses(db, twins, now, kind):
    """The id is asked for: the answer is not taken for that of somebody who was not invited."""
    name = twins.invited[0].name.text(Language.NB)
    row = {**ANSWER, "instans": name, "avsendertype": kind}
    written = io.StringIO()
    csv.writer(written, delimiter=";").writerows((head(twins), [row.get(title, "") for title in head(twins)]))
    found = read_answers(db, twins, written.getvalue().encode(), now=now)
    assert found.rows == ()
    assert told(found) == [("instans", f"Flere av de inviterte heter «{name}». Fyll ut kolonnen «id».")]


def test_the_id_beside_the_name_must_be_the_same_bodys(read):
    """A row of the sample that somebody has written another name into is not taken for either."""
    assert read({**ANSWER, "instans": "Bergvik", "id": "bergvik"}).new[0].who == "bergvik"
    assert read({**ANSWER, "instans": "", "id": "bergvik"}).new[0].who == "bergvik"
    unlike = {**ANSWER, "instans": "Elvas venner", "id": "bergvik", "avsendertype": "Lag"}
    assert [column for column, _text in told(read(unlike))] == ["instans"]
    assert [column for column, _text in told(read({**ANSWER, "id": "borte"}))] == ["id"]


def test_a_list_of_words_is_read_as_a_list(read):
    """«Foreløpig, skal bekreftes» has a comma of its own; nobody invited answers on their own behalf."""
    ((column, text),) = told(read({**ANSWER, "politisk forankring": "kongen"}))
    assert column == "politisk forankring"
    assert "«Kommunestyret»; «Foreløpig, skal bekreftes»." in text
    assert "På egne vegne" not in text


def test_what_is_neither_yes_nor_no_is_told(read):
    """A remark in the column for «without remarks» would be lost in silence."""
    ((column, text),) = told(read({**ANSWER, "uten merknad": "vi er enige"}))
    assert (column, "«ja»; «nei»" in text) == ("uten merknad", True)
    assert read({**ANSWER, "uten merknad": "nei"}).mistakes == ()


def test_the_example_is_an_answer_in_no_row(read, hearing):
    """It is passed over where it stands; with another name over it every cell that was left is refused."""
    example = dict(zip(head(hearing), example_of(hearing), strict=True))
    assert (read(example, ANSWER).mistakes, len(read(example, ANSWER).new)) == ((), 1)
    half = {**example, "instans": "Bergvik", "kom inn": "20.4.2026", "måte": "E-post"}
    left = [column for column, _text in told(read(half))]
    assert "underskrevet av" in left
    assert "Merknad: 2 Økonomi [okonomi]" in left
    assert not {"instans", "kom inn", "måte"} & set(left)


def test_an_answer_that_begins_with_the_word_is_an_answer(read):
    """Only the example's own sentences are."""
    said = "Eksempel: Hos oss koster det dobbelt."
    assert read({**ANSWER, "Merknad: 2 Økonomi [okonomi]": said}).new[0].content.answer("okonomi").text == said


@pytest.mark.parametrize("language", list(Language))
def test_the_sample_has_an_example_names_and_the_words(hearing, language):
    """Names stand beside ids, and the workbook's other sheet lists what can be written."""
    words = words_for(language)
    _head, example, first, *_rest = csv.reader(io.StringIO(sample(hearing, hearing.invited, words)), delimiter=";")
    assert example[0] == EXAMPLE
    assert first[:2] == [words.local(hearing.invited[0].name), hearing.invited[0].id]
    sheet = read_sheet(sample_sheet(hearing, hearing.invited, words), columns=400)
    assert [row[:2] for _number, row in sheet.rows[2:3]] == [first[:2]]
    assert {one.title: one.listed for one in explained(hearing)}["måte"] == "«På e-post»; «På papir»; «På annen måte»"


def test_every_word_that_is_told_is_understood():
    """What the list offers can be written."""
    for words in (Channel, Standing, Stance, SenderKind):
        assert all(word_key(one) in understood(words) for one in to_write(words))
