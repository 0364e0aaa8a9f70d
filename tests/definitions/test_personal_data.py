"""Rule 13 in the content folder, whoever wrote the file: identity numbers stop it, phones and own mail are told."""

import time
from datetime import UTC, datetime

import pytest

from hearing_app.definitions import load_content
from hearing_app.definitions import released as files
from hearing_app.domain.personal_data import is_identity_number
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


PHONE = "Possible phone number. Publish it only if it belongs to an office."
MAIL = "Private e-mail address. Publish it only if it must be known."


@pytest.mark.parametrize(
    ("file", "old", "new", "where", "said"),
    [
        (f"{HEARING}/hearing.yml", "nb: Felles plan for elva", "nb: Ring 61 00 00 00", "3:18", PHONE),
        (f"{HEARING}/hearing.yml", "nb: Felles plan for elva", "nb: Ola@gmail.com svarer", "3:13", MAIL),
        (f"{HEARING}/index.md", "## Bakgrunn", "## Bakgrunn\n\nRing Kari: 610 00 000.", "3:12", PHONE),
        (f"{HEARING}/draft.md", "Elva skal", "Elva (ola@online.no) skal", "10:7", MAIL),
        (f"{HEARING}/draft.md", "version: ", "version: Tlf. 61000000 ", "3:15", PHONE),
        (f"{DECIDED}/decision.md", "Lederen", "+47 61 00 00 00. Lederen", "15:1", PHONE),
        ("pages/om.md", "En side", "ola@gmail.com. En side", "7:1", MAIL),
    ],
)
def test_a_phone_or_somebodys_own_address_is_a_warning(told, file, old, new, where, said):
    """At its own line and column; the build goes on."""
    found = told(file, old, new)
    assert [(place, level) for place, level, text in found if text == said] == [(f"{file}:{where}", "warning")], found


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("council.yml", 'phone: "00 00 00 00"', 'phone: "61 00 00 00"'),
        (
            "council.yml",
            "accessibility_contact: tilgjengelighet@elvedalen.example",
            "accessibility_contact: a@gmail.com",
        ),
        (f"{HEARING}/hearing.yml", "email: sekretariatet@elvedalen.example", 'email: a@gmail.com, phone: "61000000"'),
        (f"{HEARING}/hearing.yml", 'case_number: "2026/7"', 'case_number: "61000000"'),
        (f"{HEARING}/hearing.yml", "published: 2026-03-02", "published: 2026-03-02 # ring 61 00 00 00"),
        ("council.yml", 'number: "0301"', 'number: "0301"\n    organisation_number: "920717152"'),
    ],
)
def test_fields_that_are_there_to_be_called_are_left_alone(told, file, old, new):
    """A contact's phone and e-mail, numbers of other things, and what is no value at all."""
    assert told(file, old, new) == []


def test_contact_fields_in_a_documents_head_are_left_alone_and_its_text_is_not(told):
    """Only in the head are they fields."""
    head = "---\ntitle: Utkast\nphone: 61 00 00 00\ncontact: {email: a@gmail.com, note: b@gmail.com}\n---\n"
    found = told(f"{HEARING}/draft.md", None, head + "phone: 61 00 00 00\n\n## 1 Mål {#mal}\n")
    assert [(place, text) for place, _, text in found if text in (PHONE, MAIL)] == [
        (f"{HEARING}/draft.md:4:37", MAIL),
        (f"{HEARING}/draft.md:6:8", PHONE),
    ]


def test_a_council_names_the_domains_where_people_have_their_own_addresses(told, content):
    """Its list takes the place of the one that ships with the program."""
    own = "rules: {private_mail: [Bygdanett.example]}\nbodies:"
    assert told("council.yml", "bodies:", own) == []
    found = told(f"{HEARING}/index.md", "## Bakgrunn", "## Bakgrunn\n\na@gmail.com og b@bygdanett.example")
    assert [(place, text) for place, _, text in found] == [(f"{HEARING}/index.md:3:16", MAIL)]


def test_an_answer_with_a_phone_is_told_and_its_fingerprint_is_not(content):
    """Also in the files that the machine wrote, once for each place."""
    put(content, "Ring 61 00 00 00 eller 62 00 00 00, eller 61 00 00 00.", "a" * 28 + "61000000" + "b" * 28)
    loaded = load_content(content)
    places = [
        (p.place.file.removeprefix(f"{CLOSED}/"), p.place.column) for p in loaded.problems if str(p.message) == PHONE
    ]
    assert [file for file, _ in places] == ["submissions/bergvik.yml"] * 3 + ["summary.yml"] * 3
    assert len(set(places)) == 6
    assert loaded.errors == ()


def test_a_file_full_of_numbers_is_read_in_seconds_and_told_briefly(told):
    """Nobody reads a hundred thousand lines about one file."""
    begun = time.monotonic()
    found = told(f"{HEARING}/index.md", None, "ola@gmail.com 61 00 00 00\n" * 75_000)
    assert time.monotonic() - begun < 30
    assert [len([text for _, _, text in found if text == said]) for said in (PHONE, MAIL)] == [100, 100]


@pytest.mark.parametrize("joint", ["\n", "\n\n"])
def test_a_large_file_of_values_is_read_in_seconds(content, joint):
    """Also where every number is broken over two lines, so that none is found in the file as it stands."""
    begun = time.monotonic()
    put(content, joint.join(["x" * 88 + " 61 00 00 00"] * 15_000))
    assert load_content(content).errors == ()
    assert time.monotonic() - begun < 60
