"""Rule 13 in the content folder: no identity number is published, whoever wrote the file."""

from datetime import UTC, datetime

import pytest

from hearing_app.definitions import load_content
from hearing_app.definitions import released as files
from hearing_app.domain.rules import is_identity_number
from hearing_app.domain.submission import Answer, PoliticalStanding
from hearing_app.domain.summary import Received, ReleasedSubmission, Summary, SummaryPoint
from hearing_app.domain.vocabulary import Conclusion, Language, Standing
from hearing_app.text import words_for

SAID = "Possible national identity number. It is not published."
# Made while the tests run, so that none stands here.
NUMBER = next(n for n in (f"010190{tail:05d}" for tail in range(10_000, 100_000)) if is_identity_number(n))
SPACED = f"{NUMBER[:6]}  {NUMBER[6:]}"
HEARING, DECIDED = "hearings/apen-plan", "hearings/vedtatt-avtale"
CLOSED = "hearings/lukket-strategi"


@pytest.mark.parametrize(
    ("file", "old", "new", "where"),
    [
        (f"{HEARING}/hearing.yml", "nb: Felles plan for elva", "nb: Plan for {}", "3:22"),
        (f"{HEARING}/hearing.yml", "name: Sekretariatet", 'name: "Sekretariatet {}"', "15:32"),
        (f"{HEARING}/index.md", "## Bakgrunn", "## Bakgrunn\n\nSe {}.", "3:4"),
        (f"{HEARING}/draft.md", "Elva skal", "{} skal", "10:1"),
        (f"{HEARING}/draft.md", "version: ", "version: {} ", "3:10"),
        (f"{DECIDED}/summary.md", "Begge støtter", "{} støtter", "1:29"),
        (f"{DECIDED}/decision.md", "Lederen", "Leder {}", "15:7"),
        (f"{DECIDED}/adoptions.yml", "Fossheim betaler ikke for båten.", "Ikke {}.", "7:32"),
        ("council.yml", "abstract:\n  nb: Regionrådet", "abstract:\n  nb: |\n    Hei.\n    Rådet {}", "7:11"),
        ("pages/om.md", "En side", "En {} side", "7:4"),
    ],
)
def test_a_number_in_a_file_that_people_write_stops_the_build(told, file, old, new, where):
    """At its own line and column, in texts, letters, drafts, decisions, adoptions and pages."""
    found = told(file, old, new.format(SPACED))
    assert [(place, level) for place, level, text in found if text == SAID] == [(f"{file}:{where}", "error")], found


def test_a_number_that_the_file_breaks_over_two_lines_is_told_where_its_text_begins(told):
    """YAML folds the lines into one text, and the page would show the number whole."""
    old = "nb: Regionrådet legger fram forslag til høring."
    found = told("council.yml", old, f"nb: Forslag fra\n    {NUMBER[:6]}\n    {NUMBER[6:]}")
    assert [place for place, _, text in found if text == SAID] == ["council.yml:5:7"]


def put(content, text, sha256="0e" * 32):
    folder = content / CLOSED
    (folder / "submissions").mkdir()
    received_at = datetime(2026, 4, 20, 8, 30, tzinfo=UTC)
    entry = ("bergvik", "2026-0001", received_at, 1, sha256)
    copy = ReleasedSubmission(*entry, "", PoliticalStanding(Standing.COUNCIL), (Answer("tiltak", None, text),))
    point = SummaryPoint("bergvik", "tiltak", text, "Se over.", Conclusion.NOTED)
    (folder / files.RECEIVED).write_text(files.write_received([Received(*entry)]), encoding="utf-8")
    (folder / files.submission_file("bergvik")).write_text(files.write_released(copy), encoding="utf-8")
    (folder / files.SUMMARY).write_text(files.write_summary(Summary(4, 1, 1, (), (point,))), encoding="utf-8")


def test_a_number_in_a_file_that_the_machine_wrote_stops_the_build_too(content):
    """Also where the file has broken the line inside it."""
    put(content, "x" * 80 + f" {NUMBER[:6]} {NUMBER[6:]}")
    found = [(p.place.file.removeprefix(f"{CLOSED}/"), str(p.message)) for p in load_content(content).errors]
    assert found == [("submissions/bergvik.yml", SAID), ("summary.yml", SAID)]


def test_a_fingerprint_is_nobodys_number(content):
    """A SHA-256 may hold eleven digits in a row that satisfy both checks."""
    put(content, "Greit.", "a" * 20 + NUMBER + "b" * 33)
    assert load_content(content).errors == ()


def test_the_sentence_is_that_of_the_rule():
    """In bokmål as the domain's table of rules has it."""
    assert words_for(Language.NB).gettext(SAID) == "Mulig fødselsnummer. Publiseres ikke."
