import json
from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearing_app.domain.submission import (
    Answer,
    Content,
    PoliticalStanding,
    Respondent,
    Submission,
    canonical_payload,
    fingerprint,
    latest_by_body,
    read_content,
    read_payload,
)
from hearing_app.domain.vocabulary import Stance, Standing

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
ANSWERS = st.builds(Answer, st.sampled_from("abcdef"), st.sampled_from([None, *Stance]), TEXT)
CONTENT = st.builds(
    Content,
    st.builds(Respondent, TEXT, TEXT, TEXT),
    st.builds(PoliticalStanding, st.sampled_from(Standing), TEXT, st.none() | st.dates(), TEXT),
    st.lists(ANSWERS, max_size=5).map(tuple),
)
AT = datetime(2026, 5, 15, 10, 0, tzinfo=UTC)


def payload_of(content, **changes):
    identity = {"hearing": "h", "body": "b", "version": 1, "definition": "0" * 64, "received_at": AT, "nonce": "f" * 32}
    return canonical_payload(content, **{**identity, **changes})


@given(CONTENT)
def test_what_was_sent_in_is_read_back_whatever_its_characters(content):
    """Only items where nothing was said are left out."""
    said = replace(content, answers=tuple(answer for answer in content.answers if answer))
    assert read_payload(payload_of(content)) == said


@given(CONTENT)
def test_the_same_answer_gives_the_same_bytes(content):
    """So that anybody can make the fingerprint again."""
    assert payload_of(content) == payload_of(content)


def test_the_payload_can_be_read_by_a_person(answered):
    """Norwegian letters stand as they are, one value on a line, keys in order, and a final line break."""
    payload = payload_of(answered({"viktigst": "Ærlig talt: ål."})).decode()
    assert '   "text": "Ærlig talt: ål."' in payload.splitlines()
    assert list(json.loads(payload)) == sorted(json.loads(payload))
    assert payload.endswith("}\n")
    assert json.loads(payload)["received_at"] == "2026-05-15T10:00:00+00:00"


@pytest.mark.parametrize(
    "change",
    [
        {"hearing": "x"},
        {"body": "x"},
        {"version": 2},
        {"definition": "1" * 64},
        {"received_at": AT.replace(second=1)},
    ],
)
def test_everything_that_identifies_a_submission_is_part_of_its_fingerprint(answered, change):
    """The same words to another wording, or a second later, have another fingerprint."""
    content = answered()
    assert fingerprint(payload_of(content)) != fingerprint(payload_of(content, **change))


def test_the_fingerprint_is_sha_256():
    """As `sha256sum` prints it."""
    assert fingerprint(b"abc") == sha256(b"abc").hexdigest()


@pytest.mark.parametrize(
    ("document", "error"),
    [
        ({}, KeyError),
        ({"respondent": [], "standing": {}, "answers": []}, TypeError),
        ({"respondent": {"surname": "x"}, "standing": {}, "answers": []}, TypeError),
        (
            {
                "respondent": {"name": "", "role": "", "email": ""},
                "standing": {"level": "king", "organ": "", "day": None, "case_number": ""},
                "answers": [],
            },
            ValueError,
        ),
    ],
)
def test_a_payload_of_another_shape_is_not_guessed_at(document, error):
    """It raises rather than giving half an answer."""
    with pytest.raises(error):
        read_content(document)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Answer("a"), False),
        (Answer("a", text=" \n\t"), False),
        (Answer("a", Stance.SUPPORTS), True),
        (Answer("a", text="."), True),
    ],
)
def test_white_space_says_nothing(answer, said):
    """A stance or one visible character is an answer."""
    assert bool(answer) is said


def test_an_item_without_an_answer_gives_an_empty_one(answered):
    """Pages need not ask first."""
    content = answered({"viktigst": "Vannet."})
    assert content.answer("viktigst").text == "Vannet."
    assert content.answer("formal") == Answer("formal")


def test_the_last_version_of_each_body_counts(answered):
    """However they are ordered, and the bodies come by id."""
    content = answered()

    def version(body, number):
        return Submission(f"2026-{number}", "h", body, number, AT, "0" * 64, b"{}", "0" * 64, content)

    rows = (version("lom", 2), version("lom", 10), version("dovre", 1), version("lom", 1))
    assert [(s.body, s.version) for s in latest_by_body(rows)] == [("dovre", 1), ("lom", 10)]


def test_days_are_stored_as_iso_dates(answered):
    """A day of treatment survives the payload, and so does its absence."""
    content = answered()
    undated = replace(content, standing=PoliticalStanding(Standing.PRELIMINARY))
    assert read_payload(payload_of(content)).standing.day == date(2026, 5, 15)
    assert read_payload(payload_of(undated)).standing == undated.standing


def test_what_was_said_to_parts_that_are_gone_is_found(hearing, answered):
    """Answers to items that the hearing has are not among them, nor are empty ones."""
    content = answered({"borte": "Et eldre innspill.", "tom": " "}, stances={"formal": Stance.SUPPORTS})
    assert content.outside(hearing.items) == (Answer("borte", text="Et eldre innspill."),)
    assert {a.item for a in content.outside(())} == {"borte", "viktigst", "formal"}
