"""Gatherings as files: what is read, and every mistake with its place and what to do."""

import shutil
from datetime import date, time
from pathlib import Path

import pytest

from hearing_app.definitions import load_content
from hearing_app.domain.vocabulary import Language

ARCHIVE = Path(__file__).parents[1] / "fixtures" / "archive"
FILE = "events/forventningssamling.md"


@pytest.fixture
def fjord(tmp_path):
    """The fixture council with its gatherings only."""
    for name in ("pages", "events"):
        shutil.copytree(ARCHIVE / name, tmp_path / name)
    shutil.copy(ARCHIVE / "council.yml", tmp_path)
    return tmp_path


@pytest.fixture
def told(changed):
    return lambda folder, old, new, name=FILE: changed(folder, name, old, new)


def test_an_end_without_a_start_is_told(told, fjord):
    """It would be left out of what a reader sees, and nobody would know why."""
    problems, place = told(fjord, 'start: 9:00\nend: "12:30"', 'end: ¤"12:30"')
    assert problems == [(place, "error", "There is an end, but no start. Add start:.")]


def test_everything_in_the_file_is_read(fjord):
    """Days, clock, programme with sub-items, questions, homework with a day or words, contacts, prose in sections."""
    loaded = load_content(fjord)
    assert loaded.problems == ()
    event = next(event for event in loaded.archive.events if event.id == "forventningssamling")
    assert (event.language, event.day, event.last_day) == (Language.NN, date(2026, 4, 15), date(2026, 4, 16))
    assert (event.start, event.end) == (time(9), time(12, 30))
    assert event.audience == ("Politisk leiing", "Administrativ leiing")
    assert [(item.start, item.items) for item in event.programme] == [
        (time(9), ()),
        (time(9, 15), ("Eigne erfaringar", "Eigne forventningar")),
        (None, ()),
    ]
    assert [question.id for question in event.questions] == ["nytte", "vidare"]
    assert [(task.deadline, task.deadline_text) for task in event.homework] == [
        (date(2026, 4, 10), ""),
        (None, "i løpet av våren"),
        (None, ""),
    ]
    assert event.purpose.startswith("Føremålet")
    assert [section.id for section in event.sections] == ["praktisk"]


def test_minutes_are_kept_apart_from_other_sections(fjord):
    """`## Referat {#minutes}` is the minutes, and no section of its own."""
    event = next(e for e in load_content(fjord).archive.events if e.id == "klimasamling-2025")
    assert event.minutes.startswith("Kommunene ble enige")
    assert event.sections == ()


def test_the_councils_language_is_the_default(fjord):
    """A file without `language:` is in the council's."""
    path = fjord / FILE
    path.write_text(path.read_text(encoding="utf-8").replace("language: nn\n", ""), encoding="utf-8")
    events = load_content(fjord).archive.events
    assert {event.language for event in events} == {Language.NB}


MISTAKES = [
    ("start: 9:00", "start: ¤ni", "«ni» is not a time of day. Write hours and minutes, like 09:00."),
    ('end: "12:30"', 'end: ¤"25:30"', "«25:30» is not a time of day."),
    ("end_date: 2026-04-16", "end_date: ¤2026-04-14", "It ends before it begins. Correct one of the days."),
    (
        'end_date: 2026-04-16\nstart: 9:00\nend: "12:30"',
        'start: 9:00\nend: ¤"08:30"',
        "It ends before it begins. Correct one of the times, or write the last day as end_date:.",
    ),
    ("place: Vik", "network: ¤skyss\nplace: Vik", "«skyss» is not a network in council.yml. Add it there"),
    ("place: Vik", "plan: ¤skyss\nplace: Vik", "There is no plans/skyss in the content folder."),
    ("place: Vik", "hearing: ¤skyss\nplace: Vik", "There is no hearings/skyss in the content folder."),
    ("{id: vidare,", "{id: ¤nytte,", "The id «nytte» stands twice. Give one of them another."),
    (
        '{name: Sekretariatet, email: post@fjordradet.example, phone: "99 00 00 02", expires: 2026-05-31}',
        "¤{name: Sekretariatet}",
        "Write until when this may be published, like expires: 2026-12-31. Then the site leaves it out.",
    ),
    ("expires: 2026-05-31", "expires: ¤i mai", "«i mai» is not a date."),
    ("email: post@fjordradet.example", "email: ¤kontoret", "«kontoret» is not an e-mail address."),
    ("theme:", "¤tema:", "tema is not known here. Correct the spelling or remove it."),
    ("title: Forventningssamling", 'title: ¤""', "The text is missing. Write it here."),
    ("## Praktisk {#praktisk}", "¤## Praktisk", "The heading has no lasting id."),
    ("Det er lunsj", "¤# Lunsj\n\nDet er lunsj", "Start headings at ##"),
]


@pytest.mark.parametrize(("old", "new", "text"), MISTAKES)
def test_a_mistake_is_told_with_place_and_advice(told, fjord, old, new, text):
    """File, line and column of what was typed, which `¤` marks, and what to do about it."""
    found, marked = told(fjord, old, new)
    assert [(place, level) for place, level, said in found if text in said] == [(marked, "error")], found


def test_a_clock_that_nobody_can_have_meant_is_refused_wherever_it_stands(told, fjord):
    """The programme's times are read like the gathering's own."""
    found, marked = told(fjord, '- time: "09:15"', '- time: ¤"9.75"')
    assert [where for where, _, said in found if "not a time of day" in said] == [marked]


def test_a_head_that_is_not_closed_is_told(told, fjord):
    """Nobody can tell what is head and what is text."""
    found, _ = told(fjord, "---\nFøremålet", "Føremålet")
    assert (f"{FILE}:1:1", "error") in [(place, level) for place, level, said in found if "not closed" in said]


def test_a_day_that_is_missing_is_told(told, fjord):
    """A gathering without a day can be listed nowhere."""
    found, _ = told(fjord, "date: 2026-04-15\n", "")
    assert found == [(f"{FILE}:2:1", "error", "The key date is missing. Add it.")]


def test_a_file_that_is_never_read_is_told(fjord):
    """A gathering with a misspelt ending does not vanish without a word."""
    (fjord / "events/klimasamling-2025.md").rename(fjord / "events/klimasamling-2025.markdown")
    (problem,) = load_content(fjord).errors
    assert problem.place.file == "events/klimasamling-2025.markdown"


def test_a_name_that_cannot_stand_in_an_address_is_told(fjord):
    """The file's name is the id; one with `_` in front is a draft kept back, and not read at all."""
    (fjord / FILE).rename(fjord / "events/Åpen samling.md")
    (fjord / "events/klimasamling-2025.md").rename(fjord / "events/_klimasamling-2025.md")
    loaded = load_content(fjord)
    assert ["cannot be an id" in str(problem.message) for problem in loaded.problems] == [True]
