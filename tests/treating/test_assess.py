import threading
from datetime import UTC, datetime, timedelta

import pytest

from hearing_app.domain.vocabulary import Conclusion
from hearing_app.storage import audit, points
from hearing_app.storage.database import open_database
from hearing_app.treating.assess import AssessmentConflict, assess_point, preview
from hearing_app.treating.splitting import (
    NotVerbatim,
    PointAssessed,
    PointUnknown,
    add_point,
    carry_over,
    points_to_carry_over,
    remove_point,
    split_by_paragraph,
)

AT = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)


@pytest.fixture
def submission(three_answers):
    """Bergvik's, with two paragraphs on `tiltak`."""
    return three_answers["bergvik"]


@pytest.fixture
def assess(db, submission):
    """A function that assesses a point of Bergvik's."""

    def write(
        point_id, assessment="Vi er enige.", conclusion=Conclusion.ACCEPTED, *, revision=0, actor="kari", to=None
    ):
        assess_point(
            db,
            to or submission,
            point_id,
            assessment=assessment,
            conclusion=conclusion,
            revision=revision,
            actor=actor,
            now=AT,
        )

    return write


@pytest.fixture
def point(db, submission):
    """A point made of Bergvik's first paragraph."""
    add_point(db, submission, "tiltak", "Merk stiene bedre.", actor="kari", now=AT)
    return points.of_submission(db, submission.reference)[0]


def test_a_point_is_the_bodys_own_words(db, submission, closed):
    """Made once; the same words again are the same point."""
    assert add_point(db, submission, "tiltak", " Merk stiene bedre. ", actor="kari", now=AT)
    assert not add_point(db, submission, "tiltak", "Merk stiene bedre.", actor="ola", now=AT)
    (point,) = points.of_submission(db, submission.reference)
    assert (point.quote, point.body, point.item, point.done) == ("Merk stiene bedre.", "bergvik", "tiltak", False)
    assert [e.action for e in audit.entries(db, closed.id)].count("point added") == 1


@pytest.mark.parametrize(
    ("item", "quote"),
    [("tiltak", "Noe helt annet."), ("mal", "Merk stiene bedre."), ("tiltak", " "), ("ukjent", "Merk stiene bedre.")],
)
def test_words_that_the_body_did_not_write_are_no_point(db, submission, item, quote):
    """Nobody can put words in a municipality's mouth."""
    with pytest.raises(NotVerbatim):
        add_point(db, submission, item, quote, actor="kari", now=AT)
    assert points.of_submission(db, submission.reference) == ()


def test_an_answer_is_split_by_its_paragraphs(db, submission):
    """Each paragraph a point, and a second time only what is new."""
    add_point(db, submission, "tiltak", "Bygg to broer.", actor="kari", now=AT)
    assert split_by_paragraph(db, submission, "tiltak", actor="kari", now=AT) == 1
    assert split_by_paragraph(db, submission, "tiltak", actor="kari", now=AT) == 0
    assert {p.quote for p in points.of_submission(db, submission.reference)} == {"Merk stiene bedre.", "Bygg to broer."}
    assert split_by_paragraph(db, submission, "mal", actor="kari", now=AT) == 0


def test_an_assessment_is_stored_with_who_and_when(db, assess, point):
    """Trimmed, with a new revision."""
    assess(point.id, "  Vi er enige. ")
    stored = points.get(db, point.id)
    assert (stored.assessment, stored.conclusion, stored.revision) == ("Vi er enige.", Conclusion.ACCEPTED, 1)
    assert (stored.assessed_by, stored.assessed_at, stored.done) == ("kari", AT, True)


def test_an_assessment_can_be_taken_back(db, assess, point):
    """Emptied, the point is open again."""
    assess(point.id)
    assess(point.id, "", None, revision=1)
    assert points.get(db, point.id).done is False


def test_a_colleagues_assessment_is_not_overwritten_unseen(db, assess, point):
    """Who had the older page open is shown what stands there now."""
    assess(point.id)
    with pytest.raises(AssessmentConflict) as conflict:
        assess(point.id, "Vi er uenige.", Conclusion.NOT_ACCEPTED, actor="ola")
    assert conflict.value.current.assessment == "Vi er enige."
    assert points.get(db, point.id).assessed_by == "kari"
    assess(point.id, "Vi er uenige.", Conclusion.NOT_ACCEPTED, actor="ola", revision=conflict.value.current.revision)
    assert points.get(db, point.id).assessed_by == "ola"


def test_saving_what_stands_there_already_is_no_conflict(db, assess, point):
    """A second click changes nothing, not even the revision."""
    assess(point.id)
    assess(point.id, "Vi er enige. ", revision=0, actor="ola")
    stored = points.get(db, point.id)
    assert (stored.revision, stored.assessed_by) == (1, "kari")


def test_of_many_at_once_one_wins_and_the_others_are_told(settings, db, submission, point):
    """Eight colleagues save different words over the same page."""
    told, start = [], threading.Barrier(8)

    def save(number):
        mine = open_database(settings.database)
        start.wait()
        try:
            assess_point(
                mine,
                submission,
                point.id,
                assessment=f"Ord {number}",
                conclusion=None,
                revision=0,
                actor=str(number),
                now=AT,
            )
        except AssessmentConflict:
            told.append(number)
        mine.close()

    threads = [threading.Thread(target=save, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    stored = points.get(db, point.id)
    assert stored.revision == 1
    assert sorted([*told, int(stored.assessed_by)]) == list(range(8))


def test_a_point_is_removed_while_nobody_has_written_on_it(db, submission, point):
    """And the log says so."""
    remove_point(db, submission, point.id, actor="kari", now=AT)
    assert points.get(db, point.id) is None
    assert audit.entries(db, submission.hearing)[-1].action == "point removed"


@pytest.mark.parametrize(("assessment", "conclusion"), [("Ord.", None), ("", Conclusion.NOTED)])
def test_a_point_that_somebody_has_written_on_is_not_removed(db, submission, assess, point, assessment, conclusion):
    """Work is not thrown away with one click."""
    assess(point.id, assessment, conclusion)
    with pytest.raises(PointAssessed):
        remove_point(db, submission, point.id, actor="ola", now=AT)
    assert points.get(db, point.id) is not None


def test_a_point_belongs_to_its_submission(db, three_answers, assess, point):
    """A number from another submission, or none at all, is not known."""
    for other, number in ((three_answers["fossheim"], point.id), (three_answers["bergvik"], 404)):
        with pytest.raises(PointUnknown):
            assess(number, to=other)
        with pytest.raises(PointUnknown):
            remove_point(db, other, number, actor="kari", now=AT)
    assert points.get(db, point.id).revision == 0


def test_the_preview_is_what_would_be_published(db, closed, three_answers, assess, point):
    """With nothing released there are no words; choosing references shows the page before it is decided."""
    assess(point.id)
    nothing = preview(db, closed)
    assert (nothing.answered, nothing.released, nothing.points) == (3, 0, ())
    chosen = preview(db, closed, frozenset({three_answers["bergvik"].reference}))
    assert [(p.quote, p.conclusion) for p in chosen.points] == [("Merk stiene bedre.", Conclusion.ACCEPTED)]


def test_only_the_last_version_of_a_submission_is_summarised(db, closed, receive, answered, submission, point):
    """Points of a version that has been corrected do not come along."""
    later = receive(closed, "bergvik", answered({"tiltak": "Helt nye ord."}))
    summary = preview(db, closed, frozenset({submission.reference, later.reference}))
    assert (summary.answered, summary.released, summary.points) == (3, 1, ())


@pytest.fixture
def later(receive, closed, answered, submission):
    """Bergvik's second version, which keeps the first paragraph of the first one on another line."""
    return receive(closed, "bergvik", answered({"tiltak": "Fint.\n\nMerk stiene\nbedre."}))


def test_points_that_still_stand_are_carried_over(db, submission, later, assess, point):
    """With assessment and conclusion, who assessed them and when; what the new version dropped stays behind."""
    assess(point.id)
    add_point(db, submission, "tiltak", "Bygg to broer.", actor="kari", now=AT)
    assert carry_over(db, later, actor="ola", now=AT + timedelta(days=1)) == 1
    (carried,) = points.of_submission(db, later.reference)
    assert (carried.quote, carried.item) == ("Merk stiene bedre.", "tiltak")
    assert (carried.assessment, carried.conclusion) == ("Vi er enige.", Conclusion.ACCEPTED)
    assert (carried.assessed_by, carried.assessed_at) == ("kari", AT)
    assert len(points.of_submission(db, submission.reference)) == 2


def test_what_was_carried_over_is_in_the_log(db, submission, later, point):
    """Who did it, from which version to which."""
    carry_over(db, later, actor="ola", now=AT)
    entry = audit.entries(db, submission.hearing)[-1]
    assert (entry.actor, entry.action) == ("ola", "point carried over")
    assert entry.subject == f"{later.reference} tiltak from {submission.reference}"


def test_carrying_over_again_does_nothing(db, later, assess, point):
    """There is nothing left to offer, and nothing more in the log."""
    assess(point.id)
    carry_over(db, later, actor="ola", now=AT)
    before = audit.entries(db, later.hearing)
    assert points_to_carry_over(db, later) == ()
    assert carry_over(db, later, actor="ola", now=AT) == 0
    assert audit.entries(db, later.hearing) == before


def test_an_assessment_comes_to_a_point_that_has_been_made_anew(db, later, assess, point):
    """Whoever split the new version first gets the old words into the empty point."""
    assess(point.id)
    add_point(db, later, "tiltak", "Merk stiene bedre.", actor="ola", now=AT)
    assert carry_over(db, later, actor="ola", now=AT) == 1
    (carried,) = points.of_submission(db, later.reference)
    assert carried.assessment == "Vi er enige."


def test_a_new_assessment_is_not_overwritten_by_an_old_one(db, later, assess, point):
    """What somebody has written on the new version's own point stands."""
    assess(point.id)
    add_point(db, later, "tiltak", "Merk stiene bedre.", actor="ola", now=AT)
    (own,) = points.of_submission(db, later.reference)
    assess(own.id, "Vi er uenige.", Conclusion.NOT_ACCEPTED, to=later)
    assert carry_over(db, later, actor="ola", now=AT) == 0
    assert points.get(db, own.id).assessment == "Vi er uenige."


def test_of_several_versions_the_written_point_is_carried_over(db, receive, closed, answered, later, assess, point):
    """An empty point of the second version does not hide the first one's assessment."""
    assess(point.id)
    add_point(db, later, "tiltak", "Merk stiene bedre.", actor="ola", now=AT)
    third = receive(closed, "bergvik", answered({"tiltak": "Merk stiene bedre. Takk."}))
    assert carry_over(db, third, actor="ola", now=AT) == 1
    assert points.of_submission(db, third.reference)[0].assessment == "Vi er enige."


def test_nothing_is_carried_over_from_a_later_version(db, submission, later, point):
    """Points go forward only, and never to another body's answer."""
    add_point(db, later, "tiltak", "Fint.", actor="ola", now=AT)
    assert points_to_carry_over(db, submission) == ()
