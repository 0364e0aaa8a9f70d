from datetime import UTC, datetime

import pytest

from hearing_app.domain.vocabulary import Conclusion
from hearing_app.storage import audit, points
from hearing_app.treating.assess import assess_point, points_that_count, preview
from hearing_app.treating.joining import CannotJoin, DifferentAssessments, candidates, join, part, part_all, undo
from hearing_app.treating.splitting import PointUnknown, add_point

AT = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
SAID = {
    "bergvik": "Bygg to broer over elva.",
    "fossheim": "Bygg to  bruer over elva.",
    "indre": "Bygg to broer over elva.",
}


def who():
    return {"actor": "kari", "now": AT}


@pytest.fixture
def sent(closed, receive, answered):
    """Three bodies that say the same, one of them in another form of Norwegian."""
    return {body: receive(closed, body, answered({"viktigst": "", "general": text})) for body, text in SAID.items()}


@pytest.fixture
def three(db, sent):
    """A point of each, in the order of the bodies' names."""
    for body, text in SAID.items():
        add_point(db, sent[body], "general", text, **who())
    return tuple(points.of_submission(db, sent[body].reference)[0] for body in SAID)


@pytest.fixture
def assess(db, sent):
    """A function that writes on a point."""

    def write(point, text, *, revision=0):
        given = {"assessment": text, "conclusion": Conclusion.NOTED, "revision": revision}
        assess_point(db, sent[point.body], point.id, actor="kari", now=AT, **given)

    return write


def roots(db, three):
    return [points.get(db, point.id).root for point in three]


def test_points_that_are_joined_share_the_assessment_and_a_row(db, closed, sent, three, assess):
    """What each had written on itself comes back when they are parted."""
    first, second, third = three
    assess(first, "Enig.")
    done = join(db, closed.id, first.id, [second.id, third.id], **who())
    assert done.root == first.id
    assert [points.get(db, point.id).assessment for point in three] == ["Enig."] * 3
    summary = preview(db, closed, frozenset(s.reference for s in sent.values()))
    assert [row.bodies for row in summary.points] == [("bergvik", "fossheim", "indre")]
    part_all(db, closed.id, third.id, **who())
    assert [points.get(db, point.id).assessment for point in three] == ["Enig.", "", ""]
    actions = [entry.action for entry in audit.entries(db, closed.id)]
    assert actions[-2:] == ["points joined", "points parted"]


def test_joining_hides_no_work(db, closed, three, assess):
    """Where nobody has written on the point itself, and somebody on one of the others, that one's counts."""
    first, second, third = three
    assess(third, "Skrevet her.")
    assert join(db, closed.id, first.id, [second.id, third.id], **who()).root == third.id
    assert points.get(db, first.id).assessment == "Skrevet her."


def test_different_assessments_are_asked_about(db, closed, three, assess):
    """Nothing is joined before somebody is sure; the root's counts then, and the other's is kept."""
    first, second, _ = three
    assess(first, "Enig.")
    assess(second, "Uenig.")
    with pytest.raises(DifferentAssessments) as different:
        join(db, closed.id, first.id, [second.id], **who())
    assert [point.id for point in different.value.holders] == [first.id, second.id]
    assert points.get(db, second.id).joined is None
    join(db, closed.id, first.id, [second.id], sure=True, **who())
    assert points.get(db, second.id).assessment == "Enig."
    part(db, closed.id, second.id, **who())
    assert points.get(db, second.id).assessment == "Uenig."


def test_chains_are_made_flat(db, closed, three):
    """Who shares with one that is joined shares with the one that holds the assessment."""
    first, second, third = three
    join(db, closed.id, second.id, [third.id], **who())
    join(db, closed.id, first.id, [second.id], **who())
    assert roots(db, three) == [first.id] * 3
    part(db, closed.id, first.id, **who())
    assert roots(db, three) == [first.id, second.id, second.id]


def test_undoing_puts_back_exactly_what_was(db, closed, three):
    """As long as no colleague has joined more since; a point that was joined before stays so."""
    first, second, third = three
    join(db, closed.id, second.id, [third.id], **who())
    done = join(db, closed.id, first.id, [second.id], **who())
    assert undo(db, closed.id, done.before, **who())
    assert roots(db, three) == [first.id, second.id, second.id]
    parted = part(db, closed.id, third.id, **who())
    assert undo(db, closed.id, parted, **who())
    assert roots(db, three) == [first.id, second.id, second.id]
    part_all(db, closed.id, second.id, **who())
    done = join(db, closed.id, first.id, [second.id], **who())
    join(db, closed.id, first.id, [third.id], **who())
    assert not undo(db, closed.id, done.before, **who())
    assert roots(db, three) == [first.id] * 3
    assert not undo(db, closed.id, {first.id: 404}, **who())
    assert not undo(db, closed.id, {404: None}, **who())


def test_a_point_that_shares_never_holds_for_others(db, closed, three):
    """Whatever is asked to be put back."""
    first, second, third = (point.id for point in three)
    assert not undo(db, closed.id, {first: second, second: third, third: None}, **who())
    assert roots(db, three) == [first, second, third]


def test_points_of_elsewhere_or_of_the_past_are_not_joined(db, closed, hearing, receive, answered, three):
    """Neither of another hearing, nor of a version that has been replaced, nor one that is gone."""
    other = receive(hearing, "indre", answered({"general": SAID["indre"]}))
    add_point(db, other, "general", SAID["indre"], **who())
    (strange,) = points.of_submission(db, other.reference)
    for number in (strange.id, 404):
        with pytest.raises(CannotJoin):
            join(db, closed.id, three[0].id, [number], **who())
    receive(closed, "fossheim", answered({"general": "Noko nytt."}))
    with pytest.raises(CannotJoin):
        join(db, closed.id, three[0].id, [three[1].id], **who())
    with pytest.raises(PointUnknown):
        part(db, closed.id, strange.id, **who())
    assert roots(db, three) == [point.id for point in three]


def test_those_who_say_the_same_are_offered_first(db, closed, sent, three):
    """The same words however they are spaced, then nearly the same; never the body's own, nor who shares already."""
    first, second, third = three
    found = candidates(first, points_that_count(db, closed.id))
    assert [(c.point.id, c.same) for c in found] == [(third.id, True), (second.id, False)]
    add_point(db, sent["bergvik"], "general", "Bygg to broer", **who())
    join(db, closed.id, first.id, [third.id], **who())
    found = candidates(points.get(db, first.id), points_that_count(db, closed.id))
    assert [c.point.id for c in found] == [second.id]
