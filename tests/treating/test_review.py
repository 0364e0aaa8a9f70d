"""A second pair of eyes: sending to review, approving, sending back, and what publishing asks for."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from hearing_app.domain.vocabulary import Approval, Conclusion, ReviewState
from hearing_app.publishing.publish import plan
from hearing_app.storage import assessments, audit, points
from hearing_app.treating.assess import assess_point
from hearing_app.treating.review import (
    NoteMissing,
    NotFinished,
    OwnWording,
    ReviewMoved,
    WordingMoved,
    approve,
    send_back,
    send_to_review,
    standing,
)
from hearing_app.treating.splitting import add_point

AT = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
KARI, OLA = {"actor": "kari", "now": AT}, {"actor": "ola", "now": AT}


@pytest.fixture
def submission(three_answers):
    return three_answers["bergvik"]


@pytest.fixture
def point(db, submission):
    """A point that Kari has assessed."""
    add_point(db, submission, "tiltak", "Merk stiene bedre.", **KARI)
    (point,) = points.of_submission(db, submission.reference)
    write(db, submission, point.id, "Vi merker stiene.")
    return points.get(db, point.id)


def write(db, submission, point_id, text, *, revision=0, actor="kari", conclusion=Conclusion.ACCEPTED):
    """Give the point a wording."""
    assess_point(
        db, submission, point_id, assessment=text, conclusion=conclusion, revision=revision, actor=actor, now=AT
    )


def state(db, point):
    return standing(db, points.get(db, point.id)).state


def test_a_point_goes_to_review_and_is_approved(db, submission, point, closed):
    """By somebody else than who wrote on it; each step is kept and logged."""
    assert state(db, point) is None
    send_to_review(db, submission, point.id, revision=1, steps=0, **KARI)
    assert state(db, point) is ReviewState.TO_REVIEW
    assert assessments.in_review(db) == ((closed.id, point.id),)
    approve(db, submission, point.id, revision=1, steps=1, **OLA)
    assert state(db, point) is ReviewState.APPROVED
    assert assessments.in_review(db) == ()
    logged = [entry.action for entry in audit.entries(db, closed.id)]
    assert logged[-2:] == ["review: to_review", "review: approved"]


def test_nobody_approves_their_own_wording(db, submission, point):
    """Not even where somebody else sent it to review."""
    send_to_review(db, submission, point.id, revision=1, steps=0, **OLA)
    with pytest.raises(OwnWording):
        approve(db, submission, point.id, revision=1, steps=1, **KARI)
    assert state(db, point) is ReviewState.TO_REVIEW


def test_an_approval_is_of_the_wording_that_was_looked_at(db, submission, point):
    """Another wording is not approved, and says that an earlier one was."""
    approve(db, submission, point.id, revision=1, steps=0, **OLA)
    write(db, submission, point.id, "Vi merker ingen stier.", revision=1)
    assert state(db, point) is ReviewState.CHANGED


def test_who_changes_a_wording_cannot_approve_it_either(db, submission, point):
    """The reviewer who corrects a comma has become its writer."""
    write(db, submission, point.id, "Vi merker stiene!", revision=1, actor="ola")
    with pytest.raises(OwnWording):
        approve(db, submission, point.id, revision=2, steps=0, **OLA)
    approve(db, submission, point.id, revision=2, steps=0, **KARI)


@pytest.mark.parametrize("decide", [send_to_review, approve])
def test_a_wording_that_is_not_the_one_shown_is_not_decided_on(db, submission, point, decide):
    """The reviewer is shown the new one instead."""
    write(db, submission, point.id, "En annen vurdering.", revision=1)
    with pytest.raises(WordingMoved) as moved:
        decide(db, submission, point.id, revision=1, steps=0, **OLA)
    assert moved.value.current.assessment == "En annen vurdering."
    assert state(db, point) is None


def test_two_reviewers_do_not_decide_over_each_other(db, submission, point):
    """Who approves what a colleague has just sent back is told first; to approve what is approved is no conflict."""
    send_to_review(db, submission, point.id, revision=1, steps=0, **KARI)
    send_back(db, submission, point.id, note="Nei.", revision=1, steps=1, **OLA)
    with pytest.raises(ReviewMoved):
        approve(db, submission, point.id, revision=1, steps=1, actor="lise", now=AT)
    assert state(db, point) is ReviewState.SENT_BACK
    approve(db, submission, point.id, revision=1, steps=2, actor="lise", now=AT)
    approve(db, submission, point.id, revision=1, steps=2, **OLA)
    assert len(standing(db, points.get(db, point.id)).steps) == 3


def test_sending_back_takes_a_note(db, submission, point):
    """What is missing is said, and stays with the point."""
    with pytest.raises(NoteMissing):
        send_back(db, submission, point.id, note=" ", revision=1, steps=0, **OLA)
    send_back(db, submission, point.id, note="Hva med broene?", revision=1, steps=0, **OLA)
    found = standing(db, points.get(db, point.id))
    assert (found.state, found.steps[0].note) == (ReviewState.SENT_BACK, "Hva med broene?")
    write(db, submission, point.id, "Vi bygger også broer.", revision=1)
    assert standing(db, points.get(db, point.id)).moved_since(2)


def test_what_is_not_finished_is_not_reviewed(db, submission, point):
    """A point without a conclusion has nothing to look at."""
    write(db, submission, point.id, "Bare en tanke.", revision=1, conclusion=None)
    with pytest.raises(NotFinished):
        send_to_review(db, submission, point.id, revision=2, steps=0, **KARI)


def test_points_that_share_an_assessment_are_reviewed_as_one(db, submission, point, three_answers):
    """What is decided at one of them holds for the other."""
    fossheim = three_answers["fossheim"]
    add_point(db, fossheim, "general", "Vi saknar ein frist.", **KARI)
    (other,) = points.of_submission(db, fossheim.reference)
    db.execute("UPDATE points SET joined = ? WHERE id = ?", [point.id, other.id])
    approve(db, fossheim, other.id, revision=1, steps=0, **OLA)
    assert state(db, point) is ReviewState.APPROVED


@pytest.fixture
def planned(db, library, content, submission, now):
    """A function that plans publishing Bergvik's answer, where approval is required or not."""

    def plan_it(approval):
        matter = library.matter("lukket-strategi")
        asking = replace(matter, hearing=replace(matter.hearing, approval=approval))
        return plan(db, asking, content, released=frozenset({submission.reference}), now=now)

    return plan_it


def sentences(messages):
    return [message.sentence for message in messages]


UNAPPROVED = "{number} points are not approved, and this hearing asks for it."


def test_where_approval_is_required_nothing_unapproved_is_published(db, submission, point, planned):
    """Publishing stops, and the file that was planned holds no word of it; once approved, both are as usual."""
    before = planned(Approval.REQUIRED)
    assert UNAPPROVED in sentences(before.stops)
    assert "Vi merker stiene." not in str(before.files)
    approve(db, submission, point.id, revision=1, steps=0, **OLA)
    after = planned(Approval.REQUIRED)
    assert UNAPPROVED not in sentences(after.stops)
    assert "Vi merker stiene." in str(after.files)


def test_where_it_is_not_required_open_reviews_are_only_told_of(db, submission, point, planned):
    """Nothing is said of points that nobody has sent to review."""
    assert not [s for s in sentences(planned(Approval.NONE).warnings) if "review" in s]
    send_to_review(db, submission, point.id, revision=1, steps=0, **KARI)
    waiting = planned(Approval.NONE)
    assert "{number} points wait for a reviewer." in sentences(waiting.warnings)
    send_back(db, submission, point.id, note="Nei.", revision=1, steps=1, **OLA)
    assert "{number} points are sent back by a reviewer." in sentences(planned(Approval.NONE).warnings)


def test_the_key_in_the_definition_says_which(content, library):
    """`approval: required` in hearing.yml; without the key none is needed, and another word is a mistake."""
    path = content / "hearings" / "lukket-strategi" / "hearing.yml"
    assert library.matter("lukket-strategi").hearing.approval is Approval.NONE
    path.write_text(path.read_text(encoding="utf-8") + "approval: required\n", encoding="utf-8")
    assert library.matter("lukket-strategi").hearing.approval is Approval.REQUIRED
