"""Outgoing statements as files: what is read, and every mistake with its place and what to do."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from hearing_app.definitions import load_content
from hearing_app.domain.vocabulary import Language

ARCHIVE = Path(__file__).parents[1] / "fixtures" / "archive"
FILE = "statements/vannforvaltning.md"
URL = "url: https://www.fylket.example/vannplan"


@pytest.fixture
def fjord(tmp_path):
    """The fixture council with its statements only."""
    for name in ("pages", "statements"):
        shutil.copytree(ARCHIVE / name, tmp_path / name)
    shutil.copy(ARCHIVE / "council.yml", tmp_path)
    return tmp_path


@pytest.fixture
def told(changed):
    return lambda folder, old, new, name=FILE: changed(folder, name, old, new)


def test_everything_in_the_file_is_read(fjord):
    """The hearing that is answered, who approved it and when, and the text in sections with lasting ids."""
    loaded = load_content(fjord)
    assert loaded.problems == ()
    statement = loaded.archive.statement("vannforvaltning")
    theirs = statement.answers
    assert (theirs.held_by, theirs.reference, theirs.deadline) == (
        "Fjord fylkeskommune",
        "2025/118",
        date(2025, 11, 30),
    )
    assert theirs.url == "https://www.fylket.example/vannplan"
    assert (statement.organ, statement.day, statement.sent) == ("au", date(2025, 12, 2), date(2025, 12, 3))
    assert statement.preamble.startswith("Arbeidsutvalget")
    assert [section.id for section in statement.sections] == ["mal", "penger"]


def test_one_that_nobody_has_approved_yet_is_read(fjord):
    """Days that are to come are left out, and the head then says little else."""
    statement = load_content(fjord).archive.statement("buss")
    assert (statement.day, statement.sent, statement.sections) == (None, None, ())
    assert statement.language is Language.NN


MISTAKES = [
    ("organ: au", "organ: ¤utvalget", "«utvalget» is not an organ in council.yml. Add it there"),
    ("organ: au", "organ: ¤nes", "«nes» is not an organ in council.yml."),
    ("sent: 2025-12-03", "sent: ¤2025-12-01", "It was sent before it was approved. Correct one of the days."),
    ("organ: au", "case: ¤vannsaken\norgan: au", "There is no cases/vannsaken in the content folder."),
    (URL, "url: ¤ftp://www.fylket.example", "is not a web address. Write it whole, like https://"),
    (URL, "url: ¤javascript:alert(1)", "is not a web address."),
    (URL, "url: ¤www.fylket.example", "is not a web address."),
    (URL, 'url: ¤"https://[x"', "is not a web address."),
    (URL, 'url: ¤"https://x y"', "is not a web address."),
    ("  title: Regional plan for vannforvaltning\n  held_by", "  ¤held_by", "title is missing. Add it."),
    ("## 2 Penger {#penger}", "¤## 2 Penger {#mal}", "The id «mal» stands twice."),
    ("answers:", "¤svarer:", "svarer is not known here."),
]


@pytest.mark.parametrize(("old", "new", "text"), MISTAKES)
def test_a_mistake_is_told_with_place_and_advice(told, fjord, old, new, text):
    """File, line and column of what was typed, which `¤` marks, and what to do about it."""
    found, marked = told(fjord, old, new)
    assert [(place, level) for place, level, said in found if text in said] == [(marked, "error")], found


def test_a_statement_without_a_text_is_told(told, fjord):
    """A head alone says nothing to the one who held the hearing."""
    found, _ = told(fjord, "Rådet har ikkje vedteke fråsegna enno.\n", "", "statements/buss.md")
    assert found == [("statements/buss.md:2:1", "error", "The statement has no text. Write it below the head.")]


def test_a_file_that_is_never_read_is_told(fjord):
    """A statement with a misspelt ending does not vanish without a word."""
    (fjord / "statements/buss.md").rename(fjord / "statements/buss.txt")
    (problem,) = load_content(fjord).errors
    assert problem.place.file == "statements/buss.txt"
