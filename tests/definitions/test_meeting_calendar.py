"""`meeting-calendar.yml`: when municipal councils meet."""

from datetime import date

import pytest

from hearing_app.definitions import load_council
from hearing_app.library import Library

NAME = "meeting-calendar.yml"
GOOD = "meetings:\n  - {body: bergvik, dates: [2026-04-23, 2026-03-12]}\n  - {body: indre, dates: [2026-06-10]}\n"


def test_the_calendar_is_read_beside_the_council(content):
    """Each body's days in order; without the file nobody keeps a calendar."""
    assert load_council(content)[0].meeting_calendar is None
    (content / NAME).write_text(GOOD, encoding="utf-8")
    council, problems = load_council(content)
    assert problems == ()
    assert council.meeting_calendar.days["bergvik"] == (date(2026, 3, 12), date(2026, 4, 23))


@pytest.mark.parametrize(
    ("old", "new", "where", "said"),
    [
        ("body: bergvik", "body: oslo", "2:12", "«oslo» is not in council.yml."),
        ("body: indre", "body: bergvik", "3:12", "«bergvik» stands twice. Keep one of them."),
        ("2026-03-12", "12. mars", "2:41", "«12. mars» is not a date."),
        ("[2026-06-10]", "[]", "3:26", "The list dates is empty. Add at least one entry."),
        ("dates: [2026-06-10]", "datoer: [2026-06-10]", "3:19", "datoer is not known here."),
    ],
)
def test_a_mistake_in_the_calendar_is_told(told, old, new, where, said):
    """With its place, and the build stops."""
    assert old in GOOD
    found = told(NAME, None, GOOD.replace(old, new))
    assert (f"{NAME}:{where}", "error") in [(place, level) for place, level, text in found if said in text], found


def test_the_app_reads_the_calendar_again_when_it_changes(content):
    """A hearing's page at the desk follows the file."""
    library = Library(content)
    before = library.council()
    assert library.matter("apen-plan") is not None
    (content / NAME).write_text(GOOD, encoding="utf-8")
    assert library.council() is not before
    assert library.council().meeting_calendar is not None
