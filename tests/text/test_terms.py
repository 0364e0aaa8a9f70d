"""The vocabulary, the glossary and the catalogues say the same."""

import gettext
import re
from enum import StrEnum
from pathlib import Path

import pytest

from hearing_app.domain import vocabulary
from hearing_app.domain.vocabulary import ItemKind, Language
from hearing_app.text import words_for
from hearing_app.text.terms import TERMS
from hearing_app.text.words import DOMAIN, LOCALE_DIR

ROOT = Path(__file__).parents[2]
ENUMS = [value for value in vars(vocabulary).values() if isinstance(value, type) and value is not StrEnum]
MEMBERS = [member for enum in ENUMS if issubclass(enum, StrEnum) for member in enum]
UNSAID = set(ItemKind)
"""A form shows these; it has no word for them."""


def table(heading):
    """The rows of a table of docs/glossary.md, as identifier → words by language."""
    page = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    part = re.split(r"^## ", page.partition(f"\n## {heading}\n")[2], flags=re.MULTILINE)[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in part.splitlines() if line.startswith("|")]
    assert rows[0] == ["identifier", "bokmål", "nynorsk", "English"]
    identifiers = [row[0] for row in rows[2:]]
    assert len(set(identifiers)) == len(identifiers), "an identifier stands twice"
    return {row[0]: dict(zip(Language, row[1:], strict=True)) for row in rows[2:]}


STORED, WORDS = table("Stored words"), table("Words")


def test_every_member_of_the_vocabulary_has_a_term():
    """And no term is for a member that is gone."""
    assert set(TERMS) == set(MEMBERS) - UNSAID


def test_the_glossary_lists_exactly_the_vocabulary():
    """A new member needs its row, and a row that nobody uses goes."""
    assert set(STORED) == {f"{type(member).__name__}.{member.value}" for member in MEMBERS}


@pytest.mark.parametrize("member", list(TERMS), ids=lambda member: f"{type(member).__name__}.{member.value}")
@pytest.mark.parametrize("language", list(Language))
def test_a_reader_meets_the_glossarys_word(member, language):
    """In every language, for every stored word."""
    assert words_for(language).term(member) == STORED[f"{type(member).__name__}.{member.value}"][language]


@pytest.mark.parametrize("language", list(Language))
def test_a_word_that_is_also_stored_is_the_same_word(language):
    """The two tables of the glossary do not contradict each other."""
    by_value = {key.partition(".")[2]: row for key, row in STORED.items()}
    shared = set(by_value) & set(WORDS)
    assert shared >= {"accepted", "partly_accepted", "not_accepted", "noted", "adopted", "postponed", "withdrawn"}
    for word in shared:
        assert WORDS[word][language].casefold() == by_value[word][language].casefold()


@pytest.mark.parametrize("language", [Language.NB, Language.NN])
def test_the_catalogues_use_the_glossarys_words(language):
    """Where a sentence is nothing but a word of the glossary, its translation is that word."""
    catalogue = gettext.translation(DOMAIN, LOCALE_DIR, [language.value])._catalog
    wanted = {row[Language.EN].casefold(): row[language].casefold() for row in WORDS.values()}
    said = {key: text for key, text in catalogue.items() if isinstance(key, str) and key.casefold() in wanted}
    assert len(said) > 10
    assert {key: text.casefold() for key, text in said.items()} == {key: wanted[key.casefold()] for key in said}


@pytest.mark.parametrize("language", [Language.NB, Language.NN])
def test_a_translation_fills_in_what_the_sentence_does(language):
    """A misspelt `{name}` in a catalogue would break the page it stands on."""
    catalogue = gettext.translation(DOMAIN, LOCALE_DIR, [language.value])._catalog
    broken = [
        key
        for key, text in catalogue.items()
        if key
        and not set(re.findall(r"\{(\w*)\}", text)) <= set(re.findall(r"\{(\w*)\}", _sentence(key) + " {number}"))
    ]
    assert broken == []


def _sentence(key):
    return key if isinstance(key, str) else key[0]


@pytest.mark.parametrize("language", [Language.NB, Language.NN])
def test_a_translation_leaves_no_value_out(language):
    """What the code wants to tell is told in every language."""
    catalogue = gettext.translation(DOMAIN, LOCALE_DIR, [language.value])._catalog
    short = [
        key
        for key, text in catalogue.items()
        if isinstance(key, str) and not set(re.findall(r"\{(\w+)\}", key)) <= set(re.findall(r"\{(\w+)\}", text))
    ]
    assert short == []


@pytest.mark.parametrize("language", [Language.NB, Language.NN])
def test_every_message_of_the_vocabulary_is_translated(language):
    """No reader of Norwegian meets an English word for a status."""
    same = {member for member in TERMS if words_for(language).term(member) == words_for(Language.EN).term(member)}
    names_of_languages = {Language.NB, Language.NN}
    alike = ("open", "plan", "administrator")
    assert same - names_of_languages <= {member for member in TERMS if member.value in alike}
