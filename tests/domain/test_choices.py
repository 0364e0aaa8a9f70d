"""Alternatives: what was chosen is stored, counted and never lost, and what was stored before them is read as ever."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from hearing_app.domain.hearing import Alternatives, Option
from hearing_app.domain.localised import Localised
from hearing_app.domain.public_copy import public_copy
from hearing_app.domain.submission import (
    Answer,
    Content,
    PoliticalStanding,
    Respondent,
    Submission,
    canonical_payload,
    fingerprint,
    read_payload,
)
from hearing_app.domain.summary import ChoiceCount, OptionCount, summarise
from hearing_app.domain.vocabulary import ItemKind, Stance, Standing

AT = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)
BEFORE = b"""{
 "answers": [
  {
   "item": "formal",
   "stance": "supports",
   "text": "Bra."
  },
  {
   "item": "viktigst",
   "stance": null,
   "text": "Vannet."
  }
 ],
 "body": "bergvik",
 "definition_sha256": "ab",
 "hearing": "apen-plan",
 "nonce": "cd",
 "received_at": "2026-05-01T12:00:00+00:00",
 "respondent": {
  "email": "kari@bergvik.example",
  "name": "Kari Eksempel",
  "role": "R\xc3\xa5dgiver"
 },
 "standing": {
  "case_number": "",
  "day": null,
  "level": "administrative",
  "organ": ""
 },
 "version": 1
}
"""
"""A payload as it was stored before there were alternatives, byte by byte."""
SAID = Content(
    Respondent("Kari Eksempel", "Rådgiver", "kari@bergvik.example"),
    PoliticalStanding(Standing.ADMINISTRATIVE),
    (Answer("formal", Stance.SUPPORTS, "Bra."), Answer("viktigst", None, "Vannet.")),
)


def payload_of(content):
    given = {"hearing": "apen-plan", "body": "bergvik", "version": 1, "definition": "ab"}
    return canonical_payload(content, received_at=AT, nonce="cd", **given)


def chose(number, body, choice, text="", item="modell"):
    content = replace(SAID, answers=(Answer(item, choice=choice, text=text), Answer("general", text="Ord.")))
    return Submission(f"2026-{number:04d}", "apen-plan", body, 1, AT, "ab", b"{}", "f" * 64, content)


@pytest.fixture
def choosing(hearing):
    options = (Option("bygge-videre", Localised("Bygge videre")), Option("avvikle", Localised("Avvikle")))
    return replace(hearing, alternatives=(Alternatives("modell", Localised("Hvilken?"), options),))


def test_what_was_stored_before_there_were_alternatives_is_read():
    """A key that was never written is no choice."""
    assert read_payload(BEFORE) == SAID


def test_an_answer_without_a_choice_is_stored_as_before():
    """Its bytes, and so its fingerprint, are the same."""
    assert payload_of(SAID) == BEFORE
    assert fingerprint(payload_of(SAID)) == fingerprint(BEFORE)


def test_a_choice_comes_back_from_the_store():
    """With the remark on it, and without one."""
    answers = (Answer("modell", text="Med glede.", choice="avvikle"), Answer("annet", choice="ja"))
    said = replace(SAID, answers=answers)
    assert read_payload(payload_of(said)) == said
    assert fingerprint(payload_of(said)) != fingerprint(payload_of(SAID))


def test_a_choice_alone_is_an_answer():
    """Nothing has to be written to it."""
    assert Answer("modell", choice="avvikle")
    assert not Answer("modell", choice="")


def test_alternatives_stand_between_the_draft_and_the_questions(choosing):
    """The order of the form: sections, alternatives, questions, the general remark."""
    kinds = [item.kind for item in choosing.items]
    assert kinds == [*[ItemKind.STANCE] * 3, ItemKind.CHOICE, *[ItemKind.TEXT] * 3]
    assert choosing.item("modell").option("avvikle").name.plain == "Avvikle"
    assert choosing.item("modell").option("borte") is None


def test_choices_are_counted_and_silence_is_told(choosing):
    """Every alternative stands there, also one that nobody chose, and who chose none is counted apart."""
    sent = (chose(1, "bergvik", "avvikle"), chose(2, "fossheim", "avvikle"), chose(3, "granneset", ""))
    summary = summarise(choosing, sent, (), frozenset(s.reference for s in sent))
    (count,) = summary.choices
    assert count == ChoiceCount("modell", (OptionCount("bygge-videre", 0), OptionCount("avvikle", 2)), 1)
    assert count.total == 3


def test_what_is_not_released_is_in_no_figure(choosing):
    """Neither as a choice nor as silence."""
    sent = (chose(1, "bergvik", "avvikle"), chose(2, "fossheim", "bygge-videre"), chose(3, "granneset", ""))
    (count,) = summarise(choosing, sent, (), frozenset({"2026-0001"})).choices
    assert count == ChoiceCount("modell", (OptionCount("bygge-videre", 0), OptionCount("avvikle", 1)), 0)


def test_an_alternative_that_has_gone_is_counted_last(choosing):
    """The body chose it, so it stands there by its id, and the submission is found."""
    sent = (chose(1, "bergvik", "fusjonere"), chose(2, "fossheim", "avvikle"))
    (count,) = summarise(choosing, sent, (), frozenset(s.reference for s in sent)).choices
    assert [(o.option, o.number) for o in count.options] == [("bygge-videre", 0), ("avvikle", 1), ("fusjonere", 1)]
    assert [s.content.gone_choices(choosing.items) for s in sent] == [(Answer("modell", choice="fusjonere"),), ()]


def test_a_choice_among_alternatives_that_have_all_gone_is_found(hearing):
    """Like an answer to a section that is gone."""
    sent = chose(1, "bergvik", "avvikle")
    assert sent.content.outside(hearing.items) == (Answer("modell", choice="avvikle"),)
    assert summarise(hearing, (sent,), (), frozenset({"2026-0001"})).choices == ()


def test_the_public_copy_holds_the_choice():
    """It is what the body answered."""
    assert public_copy(chose(1, "bergvik", "avvikle")).answer("modell").choice == "avvikle"
