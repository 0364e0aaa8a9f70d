"""The same done to many points: what would be done, storing it, and undoing it."""

from datetime import UTC, date, datetime

import pytest

from hearing_app.domain.phrase import fill
from hearing_app.domain.vocabulary import Conclusion, ReviewState
from hearing_app.storage import assessments, audit, points
from hearing_app.treating.assess import assess_point
from hearing_app.treating.bulk import (
    BulkChanged,
    BulkUnknown,
    Task,
    TextMode,
    one_of_each,
    plan_bulk,
    store_bulk,
    undo_bulk,
)
from hearing_app.treating.review import standing
from hearing_app.treating.splitting import add_point, split_by_paragraph
from hearing_app.users.accounts import set_user

AT = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
NOTED = Task(conclusion=Conclusion.NOTED, mode=TextMode.APPEND, text="Sekretariatet merker seg det {instans} skriver.")


def filled(point, text):
    return fill(text, body=point.body.title(), part=point.item)


@pytest.fixture
def three(db, three_answers):
    """Three points without assessment, by id: two of Bergvik's and one of Fossheim's."""
    split_by_paragraph(db, three_answers["bergvik"], "tiltak", actor="kari", now=AT)
    add_point(db, three_answers["fossheim"], "general", "Vi saknar ein frist.", actor="kari", now=AT)
    return [point.id for point in points.of_hearing(db, three_answers["bergvik"].hearing)]


@pytest.fixture
def write(db, three_answers):
    """A function that gives one of the points a wording."""

    def wrote(point_id, text="Vurdert.", conclusion=Conclusion.ACCEPTED, *, actor="kari"):
        point = points.get(db, point_id)
        sent = next(s for s in three_answers.values() if s.reference == point.submission)
        assess_point(
            db,
            sent,
            point_id,
            assessment=text,
            conclusion=conclusion,
            revision=point.revision,
            actor=actor,
            now=AT,
        )

    return wrote


@pytest.fixture
def do(db, closed):
    """A function that stores a task for points as they are now."""

    def stored(task, ids, *, seen=None, actor="kari"):
        seen = seen or {number: points.get(db, number).revision for number in ids}
        return store_bulk(db, closed.id, seen, task, fill=filled, actor=actor, now=AT)

    return stored


def test_all_points_get_text_and_conclusion(db, do, three, closed):
    """Each with its own body's name, as a wording of its own in the history, under one entry in the log."""
    do(NOTED, three)
    told = [(p.assessment, p.conclusion, p.assessed_by) for p in (points.get(db, number) for number in three)]
    bergvik = ("Sekretariatet merker seg det Bergvik skriver.", Conclusion.NOTED, "kari")
    assert told == [bergvik, bergvik, ("Sekretariatet merker seg det Fossheim skriver.", Conclusion.NOTED, "kari")]
    assert len(assessments.wordings(db, three)) == 3
    assert [entry.action for entry in audit.entries(db, closed.id)].count("bulk edit") == 1


def test_what_has_a_conclusion_is_left_unless_it_is_asked_for(db, do, three, write):
    """The preview says why, and so does what was done."""
    write(three[0])
    _, rows = do(NOTED, three)
    assert rows[0].skipped.sentence == "It has a conclusion already."
    assert [bool(row.skipped) for row in rows] == [True, False, False]
    assert points.get(db, three[0]).assessment == "Vurdert."
    also = Task(conclusion=Conclusion.NOTED, mode=TextMode.REPLACE, text="Ny.", concluded=True)
    do(also, three)
    assert {points.get(db, number).assessment for number in three} == {"Ny."}


def test_text_is_put_behind_what_is_there(db, do, three, write):
    """As a paragraph of its own."""
    write(three[0], conclusion=None)
    do(Task(mode=TextMode.APPEND, text="Mer."), three[:1])
    assert points.get(db, three[0]).assessment == "Vurdert.\n\nMer."


def test_nothing_is_stored_where_a_point_has_changed(db, do, three, write):
    """Not even for the others; which they are is told."""
    seen = dict.fromkeys(three, 0)
    write(three[1], actor="ola")
    with pytest.raises(BulkChanged) as changed:
        do(NOTED, three, seen=seen)
    assert changed.value.points == {three[1]}
    assert [points.get(db, number).assessment for number in three] == ["", "Vurdert.", ""]


def test_points_that_share_an_assessment_are_edited_once(db, do, three, closed):
    """It is one text, whichever of them is ticked."""
    db.execute("UPDATE points SET joined = ? WHERE id = ?", [three[0], three[2]])
    assert [point.id for point in one_of_each(db, closed.id, three)] == three[:2]
    do(NOTED, three[1:])
    assert points.get(db, three[0]).revision == 1


def test_points_of_another_hearing_are_left_alone(db, three, hearing):
    """A number in the form opens nothing."""
    assert one_of_each(db, hearing.id, three) == ()


def test_undo_gives_back_what_stood_there(db, do, three, write, closed):
    """As new wordings; where a colleague has written since, the colleague's stands."""
    write(three[0], conclusion=None)
    number, _ = do(NOTED, three)
    write(three[1], "Ola skrev.", actor="ola")
    assert undo_bulk(db, closed.id, number, actor="kari", now=AT) == (2, 1)
    assert [points.get(db, number).assessment for number in three] == ["Vurdert.", "Ola skrev.", ""]
    assert points.get(db, three[0]).revision == 3
    with pytest.raises(BulkUnknown):
        undo_bulk(db, closed.id, number, actor="kari", now=AT)


def test_many_are_sent_to_review_and_approved(db, do, three, write):
    """What is not finished, and one's own wording, are left and told of."""
    for number in three[:2]:
        write(number, actor="kari" if number == three[0] else "ola")
    _, rows = do(Task(review=ReviewState.TO_REVIEW), three)
    assert [bool(row.skipped) for row in rows] == [False, False, True]
    do(Task(review=ReviewState.APPROVED), three, actor="ola")
    states = [standing(db, points.get(db, number)).state for number in three]
    assert states == [ReviewState.APPROVED, ReviewState.TO_REVIEW, None]


def test_many_are_assigned_and_get_a_theme(db, do, three, now):
    """Without a new wording; the theme can be taken off again."""
    set_user(db, username="ola", name="Ola", password="en lang og god setning", now=now)
    do(Task(assignee="ola", due=date(2026, 6, 1), add_theme="Stier"), three)
    found = [points.get(db, number) for number in three]
    assert {(p.assignee, p.due, p.themes, p.revision) for p in found} == {("ola", date(2026, 6, 1), ("Stier",), 0)}
    do(Task(remove_theme="Stier"), three[:1])
    assert [points.get(db, number).themes for number in three] == [(), ("Stier",), ("Stier",)]


def test_what_stands_there_already_is_left(db, do, three, closed):
    """The preview counts it as not changed."""
    do(NOTED, three)
    again = Task(conclusion=Conclusion.NOTED, concluded=True)
    rows = plan_bulk(one_of_each(db, closed.id, three), again, fill=filled, actor="kari")
    assert {row.skipped.sentence for row in rows} == {"It stands there already."}
