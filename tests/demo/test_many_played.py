"""What has been done with the sixty answers and with the decision when a visitor comes to the desk."""

import pytest
from click.testing import CliRunner

from demo.stage import DECIDED, MANY, OFFICER, REVIEWER
from hearing_app.adopting.remind_adoption import due_reports, marks_of
from hearing_app.answering.confirm import standings
from hearing_app.cli.commands import main
from hearing_app.domain.vocabulary import ReviewState
from hearing_app.library import Library
from hearing_app.publishing.publish_plan import plan
from hearing_app.redacting import gate
from hearing_app.storage import (
    adoption_reports,
    audit,
    phrases,
    points,
    redactions,
    registrations,
    reviews,
    set_aside,
    submissions,
    themes,
)
from hearing_app.treating.changes import changes
from hearing_app.treating.setting_aside import remaining
from tests.demo.conftest import LEAP_DAY


@pytest.fixture
def matter(demo):
    """One of the demo's hearings as it stands in its content, by id."""
    return Library(demo[1].content).matter


@pytest.fixture
def samrad(demo):
    """A function that runs a command on the demo's workspace."""
    return lambda *arguments: CliRunner().invoke(main, ["--workspace", str(demo[0]), *arguments])


@pytest.mark.parametrize("command", [["check"], ["verify"], ["log", "--verify"], ["changes", DECIDED]])
def test_the_played_demo_is_whole(samrad, command):
    """Content, log of what was received, log of who did what, and what was followed."""
    done = samrad(*command)
    assert done.exit_code == 0, done.output


def test_sixty_have_answered_and_half_of_the_work_is_left(database, matter):
    """Points with and without assessment, and answers that nobody has split."""
    assert len(submissions.of_hearing(database, MANY)) == 60
    found = points.of_hearing(database, MANY)
    assert len([p for p in found if p.done]) > 50
    assert len([p for p in found if not p.done]) > 50
    assert 20 < len(remaining(database, matter(MANY).hearing)) < 60


def test_points_are_joined_themed_and_given_to_somebody(database):
    """Four groups share assessments, six themes, and a day by which the case officer is to be done."""
    found = points.of_hearing(database, MANY)
    roots = {p.joined for p in found if p.joined}
    assert len(roots) == 4
    assert all(len({p.body for p in found if p.root == root}) >= 3 for root in roots)
    assert len(themes.of_hearing(database, MANY)) >= 6
    mine = [p for p in found if p.assignee == OFFICER]
    assert mine
    assert all(p.due > LEAP_DAY.date() and not p.done for p in mine if p.joined is None)


def test_some_points_are_in_review(database):
    """One approved, one sent back with a note, the others waiting; and somebody has written notes and phrases."""
    roots = [p.id for p in points.of_hearing(database, MANY)]
    last = [steps[0] for steps in reviews.of_points(database, roots).values()]
    states = [step.state for step in last]
    assert states.count(ReviewState.APPROVED) == states.count(ReviewState.SENT_BACK) == 1
    assert states.count(ReviewState.TO_REVIEW) == 4
    assert {step.by for step in last if step.state is not ReviewState.TO_REVIEW} == {REVIEWER}
    assert all(step.note for step in last if step.state is ReviewState.SENT_BACK)
    assert len(phrases.everything(database)) == 6
    assert sum(entry.action == "note written" for entry in audit.entries(database, MANY)) == 3
    assert set_aside.of_hearing(database, MANY)


def test_one_answer_is_redacted_and_one_file_decided_on(database):
    """By the reviewer, on a legal ground; what was received is as it was."""
    (layer,) = redactions.of_hearing(database, MANY)
    assert (layer.made_by, layer.mark) == (REVIEWER, "offl. § 13")
    assert len(redactions.file_decisions(database, MANY)) == 1


def test_the_gate_finds_the_phone_number(database, demo, matter):
    """In a private person's answer, and nothing else."""
    everything = frozenset(s.reference for s in submissions.of_hearing(database, MANY))
    todo = plan(database, matter(MANY), demo[1].content, released=everything, now=LEAP_DAY)
    assert {find.kind for find in todo.finds} == {gate.FindKind.PHONE}


def test_a_registration_is_under_way(database):
    """Its document has been read, and nothing has been sent in."""
    (begun,) = registrations.of_hearing(database, MANY)
    assert registrations.files_of(database, begun.number)
    assert begun.placed


def test_preliminary_answers_have_been_confirmed_or_not(database):
    """Two have, and three have not met."""
    found = list(standings(database, MANY, LEAP_DAY).values())
    assert (len(found), sum(one.confirmation is not None for one in found)) == (5, 2)


def test_what_was_followed_shows_in_the_adopted_text(database, matter):
    """No loose point, and no change without a reason."""
    seen = changes(database, matter(DECIDED))
    assert seen.loose == ()
    assert seen.unexplained == ()


def test_adoptions_are_reported_by_link_and_one_waits(database, demo, matter):
    """Four are in the register, one is to be looked at, and one municipality is due for a reminder."""
    reports = adoption_reports.of_hearing(database, DECIDED)
    assert sorted(r.body for r in reports if r.verdict is not None) == ["nord-fron", "ringebu", "sel", "vaga"]
    assert [r.body for r in reports if r.verdict is None] == ["skjak"]
    assert {row.body for row in matter(DECIDED).adoptions.reported} == {"nord-fron", "ringebu", "sel", "vaga"}
    owed = due_reports(database, [matter(DECIDED)], marks_of(demo[1]), now=LEAP_DAY)
    assert "etnedal" in {one.body.id for one in owed}
