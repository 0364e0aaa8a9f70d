"""The form of a meeting, every mistake in it, and that cases and meetings agree."""

import shutil
from datetime import date, time
from pathlib import Path

import pytest

from hearing_app.definitions.archive import load_archive
from hearing_app.definitions.council import load_council
from hearing_app.domain.meeting import AgendaItem
from hearing_app.domain.vocabulary import Language

ARCHIVE = Path(__file__).parents[1] / "fixtures" / "archive"
FEBRUARY = "meetings/au-2026-02-12.md"
KLIMA = "cases/klimasamarbeid/case.md"
ITEM = '  - {number: "6/26", title: Orienteringer, items: [Fra lederen, Fra sekretariatet]}\n'


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
    return lambda: load_archive(content, council, set())


@pytest.fixture
def told(content, read):
    """A function that changes one file and tells what it has as (file:line:column, level, text)."""

    def problems_after(name, old, new):
        path = content / name
        path.parent.mkdir(exist_ok=True, parents=True)
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        assert old is None or text.count(old) == 1, f"{old!r} does not stand once in {name}"
        path.write_text(new if old is None else text.replace(old, new), encoding="utf-8")
        found = [(f"{p.place.file}:{p.place.line}:{p.place.column}", p.level.value, str(p.message)) for p in read()[1]]
        return [problem for problem in found if "is unfinished" not in problem[2]]

    return problems_after


def test_a_meeting_is_read_whole(read):
    """Every field, the agenda in its order, and both parts."""
    archive, _ = read()
    meeting = archive.meeting("au-2026-02-12")
    assert (meeting.day, meeting.start, meeting.end) == (date(2026, 2, 12), time(9), time(12))
    assert (meeting.organ, meeting.place, meeting.notice_sent) == ("au", "Vik rådhus", date(2026, 2, 5))
    assert meeting.agenda == (
        AgendaItem("Orienteringer", "", "6/26", ("Fra lederen", "Fra sekretariatet")),
        AgendaItem(case="klimasamarbeid"),
    )
    assert meeting.notice == "Medlemmene kalles inn til møte på Vik rådhus."
    assert meeting.minutes.startswith("Møtet ble satt")
    assert meeting.title.lang(Language.NN) == "nb"
    assert not meeting.cancelled


def test_why_a_meeting_was_cancelled_is_kept(read):
    """The reason may be one per language."""
    assert read()[0].meeting("au-2026-03-26").cancelled.text(Language.EN) == "Too few cases."


MISTAKES = [
    ("organ: au\n", "", "2:1", "The key organ is missing. Add it."),
    ("organ: au\n", "organ: vik\n", "3:8", "«vik» is not among the organs in council.yml."),
    ("title: Arbeidsutvalget 12. februar 2026\n", "", "2:1", "The key title is missing. Add it."),
    ("date: 2026-02-12", "dato: 2026-02-12", "4:1", "dato is not known here."),
    ("date: 2026-02-12", "date: 2026-02-30", "4:7", "«2026-02-30» is not a date."),
    ('start: "09:00"', "start: ni", "5:8", "«ni» is not a time of day. Write hours and minutes, like 09:00."),
    ('start: "09:00"', 'start: "24:00"', "5:8", "«24:00» is not a time of day."),
    ('start: "09:00"', 'start: "12:00"', "6:6", "The meeting ends before it starts. Correct start: or end:."),
    ('end: "12:00"', "end: 8:30", "6:6", "The meeting ends before it starts."),
    ('start: "09:00"\n', "", "5:6", "There is an end, but no start. Add start:."),
    ("  - case: klimasamarbeid", "  - case: klima", "11:11", "There is no cases/klima in the content folder."),
    ("  - case: klimasamarbeid", "  - sak: klimasamarbeid", "11:5", "sak is not known here."),
    (ITEM, "  - case: klimasamarbeid\n", "11:11", "«klimasamarbeid» stands twice. Keep one of them."),
    ("title: Orienteringer, ", "", "10:5", "The agenda item has neither case: nor title:. Add one of them."),
    ("title: Orienteringer", "case: budsjett-2027", "10:5", "A case has its number and its title in its own file."),
    ("items: [Fra lederen", "items: ['', Fra lederen", "10:52", "The text is missing. Write it here."),
    ("{#notice}", "{#innkalling}", "14:1", "«innkalling» is not a part here. Use notice, minutes, or"),
    (" {#minutes}", "", "18:1", "The heading has no lasting id."),
    ("## Innkalling {#notice}", "Velkommen.", "14:1", "Text stands above the first part, and belongs to none."),
    ("Møtet ble satt", "# Møtet\n", "20:1", "Start headings at ##"),
    ("agenda:\n", "agenda: x\nitems:\n", "9:9", "agenda must be a list"),
]


@pytest.mark.parametrize(("old", "new", "place", "message"), MISTAKES)
def test_a_mistake_is_told_with_its_place_and_what_to_do(told, old, new, place, message):
    """One change, and an error at the very place of it."""
    problems = {p[0]: p[2] for p in told(FEBRUARY, old, new) if p[1] == "error"}
    assert message in problems[f"{FEBRUARY}:{place}"]


def test_a_notice_after_the_meeting_is_doubted(told):
    """It may be a typing error; nothing depends on it."""
    (problem,) = told(FEBRUARY, "notice_sent: 2026-02-05", "notice_sent: 2026-02-13")
    assert problem[:2] == (f"{FEBRUARY}:8:14", "warning")


def test_a_case_that_its_meeting_does_not_list(told):
    """The warning stands where the case names the meeting."""
    assert told(FEBRUARY, "  - case: klimasamarbeid\n", "") == [
        (
            f"{KLIMA}:8:10",
            "warning",
            f"The case is not on the agenda of {FEBRUARY}. Add it there, or correct one.",
        )
    ]


def test_a_case_of_another_organ_and_another_day_than_its_meeting(told):
    """Each disagreement is a warning of its own, where the case says otherwise."""
    assert told(FEBRUARY, "organ: au\ndate: 2026-02-12", "organ: radet\ndate: 2026-02-13") == [
        (f"{KLIMA}:4:8", "warning", f"{FEBRUARY} has another organ. Correct one of them."),
        (f"{KLIMA}:5:7", "warning", f"{FEBRUARY} has another date. Correct one of them."),
    ]


@pytest.mark.parametrize("name", ["Møte i mars", "a" * 81, "møte"])
def test_file_names_that_cannot_be_addresses_are_refused(told, name):
    """The address is the file's name, whatever the title is."""
    problems = told(f"meetings/{name}.md", None, "---\ntitle: x\norgan: au\ndate: 2026-05-01\n---\n")
    assert [(place, level) for place, level, _ in problems] == [(f"meetings/{name}:1:1", "error")]
    assert "cannot be an id." in problems[0][2]


@pytest.mark.parametrize("name", ["meetings/mars.txt", "meetings/2025/mars.md"])
def test_nothing_lies_in_the_folder_unread(told, name):
    """A file with another ending, or in a folder below, would vanish without a word otherwise."""
    (problem,) = told(name, None, "x")
    assert problem[0] == f"meetings/{name.split('/')[1]}:1:1"
    assert "This is never read." in problem[2]
