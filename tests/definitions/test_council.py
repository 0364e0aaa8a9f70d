"""`council.yml`: organs, offices, networks and memberships, and every mistake in them with its place."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from hearing_app.definitions import load_council
from hearing_app.domain.council import Period
from hearing_app.domain.vocabulary import Office, OrganKind

ARCHIVE = Path(__file__).parents[1] / "fixtures" / "archive"
FILE = "council.yml"


@pytest.fixture
def fjord(tmp_path):
    """The fixture council's own file."""
    shutil.copy(ARCHIVE / "council.yml", tmp_path)
    return tmp_path


@pytest.fixture
def told(changed):
    return lambda folder, old, new, name=FILE: changed(folder, name, old, new, load_council)


def test_everything_in_the_file_is_read(fjord):
    """Organs with what they answer to, offices with periods, networks with whom is responsible, mergers."""
    council, problems = load_council(fjord)
    assert problems == ()
    assert [(organ.id, organ.kind, organ.answers_to) for organ in council.organs] == [
        ("radet", OrganKind.REGIONAL_COUNCIL, ""),
        ("au", OrganKind.EXECUTIVE, "radet"),
        ("sekretariatet", OrganKind.SECRETARIAT, "au"),
    ]
    assert council.organ("sekretariatet").man_years == "2,5"
    assert [(h.office, h.body, h.period) for h in council.holdings] == [
        (Office.CHAIR, "nes", Period(date(2024, 1, 1), date(2025, 12, 31))),
        (Office.CHAIR, "vik", Period(date(2026, 1, 1), date(2027, 12, 31))),
    ]
    assert council.network("helsenettverket").responsible == "sekretariatet"
    assert council.network("skyss") is None
    assert (council.body("sund").merged_into, council.body("sund").merged_on) == ("nes", date(2020, 1, 1))
    assert (council.body_id, council.period.start) == ("fjordradet", date(2010, 1, 1))


CHAIR = "{organ: radet, office: chair, body: nes, from: 2024-01-01, to: 2025-12-31}"
MISTAKES = [
    ("{id: fylket,", "{id: ¤nes,", "The id «nes» stands twice. Give one of them another."),
    ("- id: au\n", "- id: ¤nes\n", "The id «nes» stands twice."),
    ("{id: helsenettverket,", "{id: ¤klimanettverket,", "The id «klimanettverket» stands twice."),
    ("body: fjordradet\nfrom", "body: ¤fjorden\nfrom", "«fjorden» is not in council.yml."),
    ("into: nes", "into: ¤oslo", "«oslo» is not in council.yml. Add it there, or correct the id."),
    ("answers_to: radet", "answers_to: ¤nes", "«nes» is not in council.yml."),
    ("organ: radet, office: chair, body: nes", "organ: ¤styret, office: chair, body: nes", "«styret» is not in"),
    ("chair, body: nes", "chair, body: ¤au", "«au» is not in council.yml."),
    ("office: chair", "office: ¤leder", "Use one of: chair, deputy_chair, secretary."),
    ("responsible: vik", "responsible: ¤oslo", "«oslo» is not in council.yml."),
    ("participants: [nes]", "participants: [nes, ¤oslo]", "«oslo» is not in council.yml."),
    ("{body: fjordradet, to", "{body: ¤nes, to", "«nes» is not a regional council in council.yml."),
    ("from: 2024-01-01, to: 2025-12-31", "from: 2024-01-01, to: ¤2023-12-31", "It ends before it begins."),
    ("from: 2010-01-01", "from: 2010-01-01\nto: ¤2009-12-31", "It ends before it begins."),
    ("from: 2012-01-01}", "from: 2012-01-01, to: ¤2011-12-31}", "It ends before it begins."),
    ("kind: executive", "kind: ¤utvalg", "«utvalg» is not known here. Use one of: general_assembly"),
    ("merged: {into: nes, date: 2020-01-01}", "merged: ¤{into: nes}", "date is missing. Add it."),
]


@pytest.mark.parametrize(("old", "new", "text"), MISTAKES)
def test_a_mistake_is_told_with_place_and_advice(told, fjord, old, new, text):
    """File, line and column of what was typed, which `¤` marks, and what to do about it."""
    found, marked = told(fjord, old, new)
    assert [(place, level) for place, level, said in found if text in said] == [(marked, "error")], found


def test_two_chairs_of_one_organ_at_a_time_are_a_warning(told, fjord):
    """The rotation cannot be told; the later entry is pointed at, and the file still counts."""
    told(fjord, CHAIR, CHAIR.replace("2025-12-31", "2026-01-01"))
    found, marked = told(fjord, "{organ: radet, office: chair, body: vik", "¤{organ: radet, office: chair, body: vik")
    text = "«radet» has another chair in the same period. Correct one of the periods."
    assert found == [(marked, "warning", text)]
    assert load_council(fjord)[0] is not None


@pytest.mark.parametrize(
    "other", ["{organ: radet, office: deputy_chair, body: vik", "{organ: au, office: chair, body: vik"]
)
def test_another_office_or_another_organ_is_no_overlap(told, fjord, other):
    """A deputy beside the chair, and the chair of another organ, are as they should be."""
    told(fjord, CHAIR, CHAIR.replace("2025-12-31", "2026-12-31"))
    assert told(fjord, "{organ: radet, office: chair, body: vik", other)[0] == []


def test_an_open_end_overlaps_with_everything_after_it(told, fjord):
    """A chair whose period nobody has ended still sits when the next begins."""
    found, _ = told(fjord, CHAIR, CHAIR.replace(", to: 2025-12-31", ""))
    assert [level for _, level, _ in found] == ["warning"]
