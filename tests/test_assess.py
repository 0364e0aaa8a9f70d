import threading
from datetime import UTC, datetime

import pytest

from hearing_app.assess import (
    AssessmentConflict,
    NotVerbatim,
    PointAssessed,
    PointUnknown,
    add_point,
    assess_point,
    preview,
    remove_point,
    split_by_paragraph,
)
from hearing_app.domain.vocabulary import Conclusion
from hearing_app.storage import audit, points
from hearing_app.storage.database import open_database

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
