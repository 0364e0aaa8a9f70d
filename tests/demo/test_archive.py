"""The demo's cases, meetings, plan, gatherings and statement, on any day."""

import re
from datetime import date, datetime, time

import pytest
import yaml

from demo.dates import fill_in
from demo.stage import DECIDED, MANY, OPEN, RESPONSES
from demo.workspace import dated_files, make_folder
from hearing_app.definitions import load_content
from hearing_app.domain.calendar import OSLO, oslo_day
from hearing_app.domain.involvement import involvement
from hearing_app.domain.plan import status_on
from hearing_app.domain.vocabulary import DocumentStatus, Level, MeasureStatus

# a leap day, Good Friday, the ends of a year, a weekend, and a day in each holiday season
DAYS = [
    date(2028, 2, 29),
    date(2026, 4, 3),
    date(2026, 12, 31),
    date(2027, 1, 1),
    date(2026, 11, 22),
    date(2027, 7, 15),
    date(2032, 12, 24),
]
any_day = pytest.mark.parametrize("today", DAYS, ids=str)
CHANGED = ("accepted", "partly_accepted")


@pytest.fixture
def folder(tmp_path):
    """A function that gives the demo's content as loaded on a day."""

    def made(today):
        make_folder(tmp_path / "demo", today)
        return load_content(tmp_path / "demo" / "content")

    return made


def noon(today):
    return datetime.combine(today, time(12), tzinfo=OSLO)


def text_of(draft):
    return {section.id: section.markdown for section in draft.sections}


@any_day
def test_only_the_warnings_that_are_meant_are_told(folder, today):
    """A missing date and councils without a meeting; a holiday season is the open or the closed hearing's own."""
    loaded = folder(today)
    told = [problem for problem in loaded.problems if problem.level is not Level.INFO]
    assert [problem for problem in told if problem.level is Level.ERROR] == []
    lines = {(str(problem.place.file), str(problem.message)) for problem in told}
    seasons = {line for line in lines if "season" in line[1] or "holiday" in line[1]}
    rest = sorted(lines - seasons)
    expected = [f"hearings/{MANY}/hearing.yml", f"hearings/{DECIDED}/adoptions.yml", f"hearings/{OPEN}/hearing.yml"]
    assert [file for file, _ in rest] == expected, rest


@any_day
def test_the_two_councils_without_a_meeting_meet_after_the_deadline(folder, today):
    """All the other municipalities meet while the hearing is open."""
    loaded = folder(today)
    hearing, calendar = loaded.matter(OPEN).hearing, loaded.council.meeting_calendar
    bodies = [body.id for body in hearing.invited if body.kind == "municipality"]
    without = {body for body in bodies if not calendar.meets(body, hearing.start, hearing.deadline)}
    assert without == {"engerdal", "folldal"}
    assert len(bodies) == 46
    assert all(calendar.meets(body, hearing.deadline, date(2090, 12, 31)) for body in without)


@any_day
def test_every_kind_of_record_is_there_and_something_is_to_come(folder, today):
    """A meeting and a gathering behind and ahead, a case decided and one proposed, a plan, a statement sent."""
    archive, day = folder(today).archive, oslo_day(noon(today))
    assert [case.id for case in archive.cases if case.decided] == ["klimahandlingsplan"]
    assert [case.id for case in archive.cases if case.day > day] == ["felles-ladere"]
    assert {meeting.id: meeting.day > day for meeting in archive.meetings} == {
        "arbeidsutvalget-ladere": True,
        "fellesmotet-klima": False,
        "fellesnemnda-2019-06-19": False,
    }
    assert {event.id for event in archive.events if event.day > day} == {"samarbeidet-videre"}
    (statement,) = archive.statements
    assert statement.day <= statement.sent <= statement.answers.deadline < day
    plan = archive.plan("klimahandlingsplan")
    assert status_on(plan, archive.plans, day) is DocumentStatus.IN_FORCE


@any_day
def test_one_task_is_done_one_is_overdue_and_so_is_one_measure(folder, today):
    """What is shown as late is meant to be."""
    archive = folder(today).archive
    case = archive.case("klimahandlingsplan")
    assert len([task for task in case.tasks if task.done]) == 1
    assert [task.owner for task in case.tasks if not task.done and task.deadline < today] == ["skjak"]
    measures = archive.plan("klimahandlingsplan").measures
    late = [m.id for m in measures if m.deadline < today and m.status is not MeasureStatus.DONE]
    assert (len(measures), late) == (10, ["ladarar"])
    assert all(measure.updated <= today for measure in measures)


@any_day
def test_the_personal_links_municipality_has_something_of_everything_outstanding(folder, today):
    """An open hearing, an adoption, a task and a measure."""
    loaded = folder(today)
    found = involvement("skjak", loaded.matters, loaded.archive, noon(today))
    assert found.unanswered
    assert found.unsettled
    assert found.tasks
    assert found.measures


@any_day
def test_the_hearing_and_the_case_tell_of_one_decision(folder, today):
    """The same day, number and points, so it is listed once."""
    loaded = folder(today)
    decision = loaded.matter(DECIDED).decision
    case = loaded.archive.case("klimahandlingsplan")
    assert (case.day, case.number.text) == (decision.day, decision.case_number)
    texts = dict(dated_files(today))
    parts = [
        texts[name].partition("## Framlegg")[2]
        for name in (f"hearings/{DECIDED}/decision.md", "cases/klimahandlingsplan/case.md")
    ]
    assert parts[0].strip() == parts[1].strip()


@any_day
def test_the_adopted_text_is_changed_where_a_point_was_followed(folder, today):
    """In each of their sections, against the text that was heard, and on the day of the decision."""
    matter = folder(today).matter(DECIDED)
    working, heard, adopted = (version.draft for version in matter.versions)
    assert adopted.dated == matter.decision.day
    assert working.dated < matter.hearing.published
    responses = yaml.safe_load(
        fill_in((RESPONSES / f"{DECIDED}.yml").read_text(encoding="utf-8"), today),
    )["responses"]
    points = [point for response in responses for point in response.get("points", [])]
    before, after = text_of(heard), text_of(adopted)
    followed = {p["item"] for p in points if p["conclusion"] in CHANGED}
    assert followed
    assert [section for section in followed if before[section] == after[section]] == []


def test_what_was_not_accepted_is_not_in_the_adopted_text():
    """No goal after five years, no rates locked for four years, and the network is there."""
    text = dict(dated_files(DAYS[0]))[f"hearings/{DECIDED}/versions/vedteken.md"]
    assert not re.search(r"delmål|fem år|satsen", text)
    assert "klimanettverk med to fagtilsette" in text


def test_the_gathering_asks_the_open_hearings_questions(folder):
    """By the same ids, so the preparation feeds the answer."""
    loaded = folder(DAYS[0])
    (event,) = (event for event in loaded.archive.events if event.hearing == OPEN)
    asked = {question.id for question in loaded.matter(OPEN).hearing.questions}
    assert {question.id for question in event.questions} == asked
