"""The demo's folder on any day: dates from today, the council's content untouched, a person's edits kept."""

import hashlib
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from demo.dates import fill_in
from demo.history import LINKS
from demo.stage import CLOSED, DECIDED, OPEN, RESPONSES
from demo.workspace import dated_files, make_folder, read_note, stories, write_dated, write_note
from hearing_app.definitions import load_content
from hearing_app.domain.calendar import OSLO
from hearing_app.domain.hearing import accepts_submissions
from hearing_app.domain.vocabulary import AdoptionState, HearingStatus
from hearing_app.settings import load_settings

ROOT = Path(__file__).parents[2]
OPEN_FILE = f"hearings/{OPEN}/hearing.yml"

# a leap day, the ends of a year, both nights on which the clock is moved, and a weekend
DAYS = [
    date(2028, 2, 29),
    date(2026, 12, 31),
    date(2027, 1, 1),
    date(2026, 3, 29),
    date(2026, 10, 25),
    date(2026, 11, 21),
    date(2032, 7, 15),
]


def digest(folder):
    hashed = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        hashed.update(str(path).encode() + (path.read_bytes() if path.is_file() else b""))
    return hashed.hexdigest()


@pytest.fixture
def folder(tmp_path):
    """A function that makes the demo's folder as on a day, and gives its content as loaded."""

    def made(today):
        make_folder(tmp_path / "demo", today)
        return load_content(tmp_path / "demo" / "content")

    return made


@pytest.mark.parametrize("today", DAYS, ids=str)
@pytest.mark.parametrize("clock", [time(0, 0, 1), time(12), time(23, 59, 59)], ids=str)
def test_on_any_day_one_hearing_is_open_one_closed_and_one_decided(folder, today, clock):
    """At any hour of it, without a mistake in the files, with adoptions in more than one state."""
    loaded = folder(today)
    at = datetime.combine(today, clock, tzinfo=OSLO)
    assert loaded.errors == ()
    assert {m.hearing.id: m.status(at) for m in loaded.matters if m.hearing.id in (OPEN, CLOSED, DECIDED)} == {
        OPEN: HearingStatus.EXTENDED,
        CLOSED: HearingStatus.CLOSED,
        DECIDED: HearingStatus.DECIDED,
    }
    register = loaded.matter(DECIDED).adoptions
    assert register.adopted > 3
    assert register.count(AdoptionState.DATE_MISSING) == 1
    assert register.with_reservation


@pytest.mark.parametrize("today", DAYS, ids=str)
@pytest.mark.parametrize("hearing_id", [OPEN, CLOSED, DECIDED])
def test_every_invented_answer_came_while_its_hearing_was_open(folder, today, hearing_id):
    """From an invited body or somebody who may answer uninvited, to items that the hearing has, and not after today."""
    hearing = folder(today).matter(hearing_id).hearing
    text = (RESPONSES / f"{hearing_id}.yml").read_text(encoding="utf-8")
    responses = yaml.safe_load(fill_in(text, today))["responses"]
    assert responses
    for response in responses:
        at = datetime.fromisoformat(response["at"]).replace(tzinfo=OSLO)
        assert accepts_submissions(hearing, at), response
        assert at.date() <= today
        assert hearing.open_answers.allowed if "guest" in response else hearing.invited_body(response["body"])
        items = {*response.get("sections", {}), *response.get("questions", {})}
        assert all(hearing.item(item) for item in items)


@settings(max_examples=40)
@given(st.dates(date(2026, 1, 1), date(2090, 12, 31)))
def test_dates_of_the_open_hearing_surround_any_day(today):
    """Published before, deadline after, whatever the calendar does."""
    definition = yaml.safe_load(dict(dated_files(today))[OPEN_FILE])
    assert definition["published"] < today < definition["deadlines"][-1]["date"]
    assert today - definition["published"] < timedelta(days=100)


def test_the_councils_content_is_not_touched(folder):
    """The demo copies; it never writes there."""
    before = digest(ROOT / "content")
    folder(DAYS[0])
    assert digest(ROOT / "content") == before


def test_the_workspace_says_that_it_is_a_demonstration(folder):
    """On every page, by the council's notice; the council itself has none."""
    assert folder(DAYS[0]).council.notice
    assert not load_content(ROOT / "content" / "innlandet").council.notice


def test_the_workspace_has_settings_of_its_own(folder, tmp_path):
    """A secret made for it, readable by its owner alone, and mail into a folder."""
    folder(DAYS[0])
    assert (tmp_path / "demo" / "samrad.toml").stat().st_mode & 0o077 == 0
    made = load_settings(tmp_path / "demo", {})
    assert made.smtp is None
    make_folder(tmp_path / "other", DAYS[0])
    assert load_settings(tmp_path / "other", {}).secret_key != made.secret_key


def test_another_day_gives_new_dates_to_files_that_nobody_has_edited(tmp_path):
    """A person's edit is kept and told; every other file follows the calendar."""
    workspace, first, second = tmp_path / "demo", date(2026, 12, 31), date(2027, 1, 1)
    note = make_folder(workspace, first)
    content = workspace / "content"
    edited = content / f"hearings/{CLOSED}/hearing.yml"
    edited.write_text(edited.read_text(encoding="utf-8") + "# Min merknad.\n", encoding="utf-8")
    mine = edited.read_text(encoding="utf-8")
    assert write_dated(workspace, note, second) == [f"hearings/{CLOSED}/hearing.yml"]
    assert edited.read_text(encoding="utf-8") == mine
    for name, text in dated_files(second):
        if name != f"hearings/{CLOSED}/hearing.yml":
            assert (content / name).read_text(encoding="utf-8") == text
    assert note.dated_on == "2027-01-01"
    assert load_content(content).errors == ()


def test_what_publishing_wrote_is_left_alone_on_another_day(tmp_path):
    """The machine's files are no part of the story."""
    workspace = tmp_path / "demo"
    note = make_folder(workspace, DAYS[0])
    received = workspace / "content" / f"hearings/{OPEN}/submissions/received.yml"
    received.parent.mkdir()
    received.write_text("received: []\n", encoding="utf-8")
    assert write_dated(workspace, note, DAYS[0] + timedelta(days=1)) == []
    assert received.read_text(encoding="utf-8") == "received: []\n"


def test_the_note_tells_which_stories_the_folder_was_made_of(tmp_path):
    """So that a newer demo does not lay its files over an older one's council."""
    assert make_folder(tmp_path / "demo", DAYS[0]).stories == stories()
    assert make_folder(tmp_path / "later", DAYS[1]).stories == stories()


def test_the_note_is_read_as_it_was_written(tmp_path):
    """A workspace without one was not finished."""
    note = make_folder(tmp_path / "demo", DAYS[0])
    assert read_note(tmp_path / "demo") is None
    note.links["nb"] = "token"
    write_note(tmp_path / "demo", note)
    assert read_note(tmp_path / "demo") == note


def test_the_three_links_are_to_the_bodies_they_are_said_to_be(folder):
    """A bokmål municipality, a nynorsk one, and one that has answered."""
    hearing = folder(datetime.now(UTC).date()).matter(OPEN).hearing
    bodies = {key: hearing.invited_body(body_id) for key, body_id in LINKS.items()}
    assert bodies["nb"].language == "nb"
    assert bodies["nn"].language == "nn"
    answered = yaml.safe_load((RESPONSES / f"{OPEN}.yml").read_text(encoding="utf-8"))["responses"]
    names = {response.get("body") for response in answered}
    assert LINKS["answered"] in names
    assert not {LINKS["nb"], LINKS["nn"]} & names
