"""The form of a case, and every mistake in it: its file, line and column, and what to do."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from hearing_app.definitions.archive import load_archive
from hearing_app.definitions.council import load_council
from hearing_app.domain.case import EarlierCase, Task
from hearing_app.domain.record import Ref
from hearing_app.domain.vocabulary import AdoptionState, DecisionStage, Language, Level, RecordKind

ARCHIVE = Path(__file__).parents[1] / "fixtures" / "archive"
KLIMA = "cases/klimasamarbeid/case.md"
MODELL = "cases/delvedtak-modell/case.md"
BUDSJETT = "cases/budsjett-2027/case.md"
UNFINISHED = (f"{KLIMA}:37:1", "warning", "Point 2 is unfinished. Write it, or remove it.")
SENT = "copies: [nes, vik, sekretariatet, Ungdomsrådet i fylket]"


@pytest.fixture
def content(tmp_path):
    """The fixture council with its cases and meetings alone."""
    for name in ("cases", "meetings"):
        shutil.copytree(ARCHIVE / name, tmp_path / name)
    shutil.copy(ARCHIVE / "council.yml", tmp_path)
    return tmp_path


@pytest.fixture
def read(content):
    """A function that reads the archive."""
    council, _ = load_council(content)
    return lambda: load_archive(content, council, {Ref(RecordKind.HEARING, "avtale")})


@pytest.fixture
def told(content, read):
    """A function that changes one file and tells every problem but the one that stands there on purpose."""

    def problems_after(name, old, new):
        path = content / name
        path.parent.mkdir(exist_ok=True, parents=True)
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        assert old is None or text.count(old) == 1, f"{old!r} does not stand once in {name}"
        path.write_text(new if old is None else text.replace(old, new), encoding="utf-8")
        found = [(f"{p.place.file}:{p.place.line}:{p.place.column}", p.level.value, str(p.message)) for p in read()[1]]
        return [problem for problem in found if problem != UNFINISHED]

    return problems_after


def test_a_case_is_read_whole(read):
    """Every field and every part comes where it belongs."""
    archive, problems = read()
    case = archive.case("klimasamarbeid")
    assert (case.organ, case.day, case.number.text, case.place) == ("au", date(2026, 2, 12), "U-7/26", "Vik rådhus")
    assert case.earlier == (
        EarlierCase(case="klimanettverk-orientering"),
        EarlierCase(number="O-28/25", title="Invitasjon til nettverket"),
    )
    assert case.copies == ("nes", "vik", "sekretariatet", "Ungdomsrådet i fylket")
    assert case.tasks[0] == Task(
        "Gi tilbakemelding til nettverket.", "sekretariatet", date(2026, 2, 20), date(2026, 2, 18)
    )
    assert case.background.endswith("### Kostnader\n\nDeltakelsen koster bare tid.")
    assert [len(case.proposal), len(case.points)] == [3, 3]
    assert case.proposal[1].endswith("……")
    assert case.deliberation.startswith("Flere mente")
    assert (case.vote, case.signed) == ("Vedtatt med fire mot én stemme", "Daglig leder")
    assert [(p.place.file, p.place.line, p.level) for p in problems] == [(KLIMA, 37, Level.WARNING)]


def test_a_case_without_a_language_is_in_the_councils(read):
    """Title and texts carry that language to pages in another."""
    case = read()[0].case("delvedtak-modell")
    assert case.language is Language.NB
    assert case.title.lang(Language.EN) == "nb"
    assert case.stage is DecisionStage.PARTIAL


def test_an_empty_distribution_list_is_nobody(read):
    """«Utskrift sendt til» often has nothing after it."""
    assert read()[0].case("klimanettverk-orientering").copies == ()


def test_the_register_expects_the_members_of_the_day(read):
    """Municipalities and counties that were members when it was decided, and nobody who had left."""
    rows = read()[0].case("delvedtak-modell").adoptions.rows
    assert {row.body: row.effective_state for row in rows} == {
        "nes": AdoptionState.ADOPTED,
        "vik": AdoptionState.ADOPTED_WITH_RESERVATION,
        "fylket": AdoptionState.SCHEDULED,
    }


def test_cases_stand_newest_first_with_those_to_come_on_top(read):
    """A case without a day is to come."""
    ids = [case.id for case in read()[0].cases]
    assert ids[:2] == ["budsjett-2027", "ny-avtale"]
    assert ids[-1] == "delvedtak-modell"


MISTAKES = [
    (KLIMA, "organ: au\n", "", "2:1", "The key organ is missing. Add it."),
    (KLIMA, "organ: au\n", "organ: styret\n", "4:8", "«styret» is not among the organs in council.yml. Add it there"),
    (KLIMA, "organ: au\n", "organ: nes\n", "4:8", "«nes» is not among the organs in council.yml."),
    (KLIMA, "vote:", "votering:", "13:1", "votering is not known here. Correct the spelling or remove it."),
    (KLIMA, "language: nb", "language: se", "3:11", "«se» is not known here. Use one of: nb, nn, en."),
    (KLIMA, "U-7/26", "sju/26", "7:14", "«sju/26» is not a case number. Write it like U-47/09, 24a/2017 or 16/2018."),
    (KLIMA, "case_number: U-7/26", "case_number:", "7:13", "«» is not a case number. Write it like"),
    (KLIMA, "date: 2026-02-12", "date: 12.2.2026", "5:7", "«12.2.2026» is not a date. Write year-month-day"),
    (KLIMA, "date: 2026-02-12\n", "", "43:1", "What has been treated has a day. Add date: to the head."),
    (KLIMA, "meeting: au-2026-02-12", "meeting: au-1", "8:10", "There is no meetings/au-1 in the content folder."),
    (KLIMA, "meeting: au-2026-02-12", "hearing: nei", "8:10", "There is no hearings/nei in the content folder."),
    (KLIMA, "meeting: au-2026-02-12", "plan: nei", "8:7", "There is no plans/nei in the content folder."),
    (KLIMA, "meeting: au-2026-02-12", "statement: nei", "8:12", "There is no statements/nei in the content folder."),
    (
        KLIMA,
        "- klimanettverk-orientering",
        "- nei",
        "11:5",
        "There is no cases/nei in the content folder. Add it there",
    ),
    (KLIMA, "- klimanettverk-orientering", "- klimasamarbeid", "11:5", "A case cannot go on from itself."),
    (
        KLIMA,
        "number: O-28/25, ",
        "",
        "12:5",
        "Write the id of a case that stands here, or {number: U-47/09, title: …}.",
    ),
    (KLIMA, "{number: O-28/25, ", "{nummer: O-28/25, ", "12:6", "nummer is not known here."),
    (KLIMA, SENT, "copies: [nes, kommunen]", "15:15", "«kommunen» is neither a body nor an organ in council.yml."),
    (KLIMA, "owner: vik, ", "", "18:5", "The key owner is missing. Add it."),
    (KLIMA, "owner: vik, ", "owner: , ", "18:69", "The text is missing. Write it here."),
    (KLIMA, "owner: vik, ", "owner: viken, ", "18:69", "«viken» is neither a body nor an organ in council.yml."),
    (KLIMA, "deadline: 2026-03-01", "deadline: mars", "18:84", "«mars» is not a date."),
    (KLIMA, "## Bakgrunn {#background}", "## Bakgrunn", "23:1", "The heading has no lasting id. Write it at the end"),
    (KLIMA, "{#background}", "{#innledning}", "23:1", "«innledning» is not a part here. Use background, proposal,"),
    (KLIMA, "{#deliberation}", "{#background}", "40:1", "The id «background» stands twice."),
    (KLIMA, "## Bakgrunn {#background}", "Tekst", "23:1", "Text stands above the first part, and belongs to none."),
    (KLIMA, "### Kostnader", "# Kostnader", "30:1", "Start headings at ##: the page's own title is the first level."),
    (KLIMA, "{#proposal}\n\n", "{#proposal}\n\nVi foreslår:\n\n", "36:1", "Text stands before the first number, and"),
    (KLIMA, "---\n\n## Bak", "\n\n## Bak", "1:1", "The file's head is not closed."),
    (KLIMA, "title: Felles arbeid med klima", "title: Felles: arbeid", "2:14", "Put the text in quotation marks:"),
    (MODELL, "stage: partial", "stage: halv", "7:8", "«halv» is not known here. Use one of: partial, final."),
]


@pytest.mark.parametrize(("name", "old", "new", "place", "message"), MISTAKES)
def test_a_mistake_is_told_with_its_place_and_what_to_do(told, name, old, new, place, message):
    """One change, one error at the very place of it."""
    (problem,) = [p for p in told(name, old, new) if p[1] == "error"]
    assert problem[0] == f"{name}:{place}"
    assert message in problem[2]


def test_two_cases_of_an_organ_with_one_number(told):
    """The year in two digits or four is the same year; the error names the other file."""
    (problem,) = told(KLIMA, "U-7/26", "U-11/2026")
    assert problem == (
        f"{KLIMA}:7:14",
        "error",
        "cases/budsjett-2027/case.md has the same number. Correct one of them.",
    )


def test_another_organ_or_letter_may_have_the_same_number(told):
    """Each organ counts for itself, and 24a is not 24."""
    assert told(BUDSJETT, "U-11/26", "16/2026") == []
    assert told(BUDSJETT, "16/2026", "U-7a/26") == []


def test_folder_names_that_cannot_be_addresses_are_refused(told):
    """The address is the folder's name, whatever the title is."""
    text = "---\ntitle: x\norgan: au\ncase_number: 99/26\n---\n"
    (problem,) = told("cases/Ny sak!/case.md", None, text)
    assert problem[0] == "cases/Ny sak!:1:1"
    assert "«Ny sak!» cannot be an id." in problem[2]


@pytest.mark.parametrize(
    "name", ["cases/sak.md", "cases/klimasamarbeid/adoption.yml", "cases/klimasamarbeid/Vedlegg.pdf"]
)
def test_nothing_lies_in_the_folders_unread(told, name):
    """A misspelt file would vanish without a word otherwise."""
    assert told(name, None, "x") == [
        (f"{name}:1:1", "error", "This is never read. Correct its name (docs/content.md), or take it away.")
    ]


@pytest.mark.parametrize("name", ["cases/_utkast/case.md", "cases/.git/x", "cases/klimasamarbeid/case.md~"])
def test_what_is_meant_to_lie_unread_does(told, name):
    """Drafts that are kept back, hidden files and an editor's copies are no mistake."""
    assert told(name, None, "x") == []


def test_a_folder_without_its_file(told, content):
    """The case is missing, and its links are not told of a second time."""
    (content / "cases" / "tom").mkdir()
    (problem,) = told(KLIMA, "- klimanettverk-orientering", "- tom")
    assert problem[0] == "cases/tom/case.md:1:1"
    assert "The file is missing." in problem[2]


def test_a_reservation_to_a_section_that_a_case_has_not(told):
    """A case has no sections to point at."""
    (problem,) = told("cases/delvedtak-modell/adoptions.yml", "helsetenester.}", "helse, section: helse}")
    assert problem[:2] == ("cases/delvedtak-modell/adoptions.yml:7:55", "error")
    assert "A case has no sections" in problem[2]


@pytest.mark.parametrize(
    "title", ['"!!!"', '"Sak: med kolon"', '"To\\n linjer"', "'<script>'", '"' + "[" * 10_000 + '"']
)
def test_any_title_is_a_title(told, read, title):
    """A title is shown; it decides nothing, least of all the address."""
    assert told(KLIMA, "title: Felles arbeid med klima", f"title: {title}") == []
    assert read()[0].case("klimasamarbeid") is not None


def test_a_case_with_a_mistake_is_left_out_and_may_still_be_named(told, read):
    """What points at it is not blamed for it."""
    (problem,) = told("cases/klimanettverk-orientering/case.md", "language: nn", "language: xx")
    assert problem[0].startswith("cases/klimanettverk-orientering/case.md")
    assert read()[0].case("klimanettverk-orientering") is None


def test_without_a_council_parties_are_not_looked_up(content):
    """One mistake in council.yml does not become one in every file."""
    _, problems = load_archive(content, None, set())
    assert [p for p in problems if p.level is Level.ERROR] == []
