"""A new version takes over what was done to the one before: groups, reviews, and what a replaced point holds."""

from datetime import UTC, datetime

import pytest
from sqlite_utils import Database

from hearing_app.domain.vocabulary import Conclusion, ReviewState
from hearing_app.storage import assessments, points
from hearing_app.storage.database import migration_files, writing
from hearing_app.treating.assess import assess_point
from hearing_app.treating.changes import TO_BE_FOLLOWED
from hearing_app.treating.joining import join, part, part_all, undo
from hearing_app.treating.review import approve, send_back, send_to_review, standing
from hearing_app.treating.splitting import add_point, carry_over

AT = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
KARI, OLA = {"actor": "kari", "now": AT}, {"actor": "ola", "now": AT}
TEXT = "Bygg broer over elva."


@pytest.fixture
def say(db, closed, receive, answered):
    """A function by which a body answers, and its answer is made a point; it returns the submission and the point."""

    def said(body, text=TEXT, *, make_point=True):
        sent = receive(closed, body, answered({"viktigst": "", "general": text}))
        if make_point:
            add_point(db, sent, "general", TEXT, **KARI)
        return sent, next(iter(points.of_submission(db, sent.reference)), None)

    return said


@pytest.fixture
def write(db):
    """A function by which Kari writes on a point."""

    def written(sent, point, text="Enig.", *, revision=0):
        told = {"assessment": text, "conclusion": Conclusion.ACCEPTED, "revision": revision}
        assess_point(db, sent, point.id, **told, **KARI)

    return written


def fresh(db, point):
    return points.get(db, point.id)


def roots(db, *found):
    return [fresh(db, point).root for point in found]


def test_who_was_joined_to_the_new_version_goes_along_to_the_group_of_the_old(db, closed, say, write):
    """Nobody shares the assessment of a point that itself shares another's."""
    (sent, first), (_, old), (_, third) = say("bergvik"), say("fossheim"), say("indre")
    write(sent, first)
    join(db, closed.id, first.id, [old.id], **KARI)
    later, new = say("fossheim", f"{TEXT} Takk.")
    join(db, closed.id, new.id, [third.id], **KARI)
    assert carry_over(db, later, **OLA) == 1
    assert roots(db, first, new, third) == [first.id] * 3
    assert fresh(db, third).assessment == "Enig."


def test_a_new_point_that_was_joined_already_brings_the_old_assessment_to_its_group(db, closed, say, write):
    """Nobody had written there, so what stood on the old version counts for all of them."""
    old_sent, old = say("fossheim")
    write(old_sent, old)
    _, other = say("bergvik")
    later, new = say("fossheim", f"{TEXT} Takk.")
    assert new.id != old.id
    join(db, closed.id, other.id, [new.id], **KARI)
    carry_over(db, later, **OLA)
    assert roots(db, new, other) == [new.id] * 2
    assert fresh(db, other).assessment == "Enig."


def test_the_database_lets_no_point_share_what_is_shared(db, say):
    """Neither way round."""
    (_, first), (_, second), (_, third) = say("bergvik"), say("fossheim"), say("indre")
    points.set_joined(db, [second.id], first.id)
    for ids, root in (([third.id], second.id), ([first.id], third.id)):
        with pytest.raises(Exception, match="shares the assessment"), writing(db):
            points.set_joined(db, ids, root)
    assert roots(db, first, second, third) == [first.id, first.id, third.id]


def test_chains_from_before_are_made_one_step(db, say):
    """However long they had become."""
    found = [say(body)[1] for body in ("bergvik", "fossheim", "indre")]
    found.append(say("bergvik", f"{TEXT} Takk.")[1])
    plain = Database(db.conn)
    for trigger in ("points_joined_once", "points_joined_once_when_made"):
        plain.execute(f"DROP TRIGGER {trigger}")
    for one, root in zip(found[1:], found, strict=False):
        plain.execute("UPDATE points SET joined = ? WHERE id = ?", [root.id, one.id])
    plain.conn.commit()
    plain.conn.executescript(dict(migration_files())[24].read_text(encoding="utf-8"))
    assert roots(db, *found) == [found[0].id] * 4


def test_what_waits_for_a_reviewer_waits_in_the_new_version(db, closed, say, write):
    """The replaced one is in nobody's queue, and what is approved there counts."""
    sent, point = say("bergvik")
    write(sent, point)
    send_to_review(db, sent, point.id, revision=1, steps=0, **KARI)
    later, _ = say("bergvik", f"{TEXT} Takk.", make_point=False)
    assert assessments.in_review(db) == ()
    carry_over(db, later, **OLA)
    (new,) = points.of_submission(db, later.reference)
    assert assessments.in_review(db) == ((closed.id, new.id),)
    approve(db, later, new.id, revision=new.revision, steps=1, **OLA)
    assert standing(db, fresh(db, new)).state is ReviewState.APPROVED


def test_an_approval_comes_along_with_the_wording_that_was_approved(db, closed, say, write):
    """Also for those who share it; of another wording it does not."""
    (sent, point), (_, other) = say("bergvik"), say("fossheim")
    write(sent, point)
    join(db, closed.id, point.id, [other.id], **KARI)
    send_to_review(db, sent, point.id, revision=1, steps=0, **KARI)
    approve(db, sent, point.id, revision=1, steps=1, **OLA)
    later, _ = say("bergvik", f"{TEXT} Takk.", make_point=False)
    carry_over(db, later, **OLA)
    assert assessments.unapproved(db, closed.id) == frozenset()
    (new,) = points.of_submission(db, later.reference)
    write(later, new, "Uenig.", revision=new.revision)
    third, _ = say("bergvik", f"{TEXT} Igjen.", make_point=False)
    carry_over(db, third, **OLA)
    (newest,) = points.of_submission(db, third.reference)
    assert assessments.unapproved(db, closed.id) == {newest.id, other.id}


def test_what_was_sent_back_and_rewritten_says_so_in_the_new_version(db, say, write):
    """The note comes along, and that the reviewer has not seen what stands there."""
    sent, point = say("bergvik")
    write(sent, point)
    send_back(db, sent, point.id, note="Si mer.", revision=1, steps=0, **OLA)
    write(sent, point, "Enig, fordi.", revision=1)
    later, _ = say("bergvik", f"{TEXT} Takk.", make_point=False)
    carry_over(db, later, **OLA)
    (new,) = points.of_submission(db, later.reference)
    found = standing(db, new)
    assert (found.state, found.steps[0].note, found.moved_since(new.revision)) == (
        ReviewState.SENT_BACK,
        "Si mer.",
        True,
    )


@pytest.fixture
def held_by_replaced(db, closed, say, write):
    """Two points whose assessment stands on one that its body has dropped in a new version, and that one."""
    (sent, held), (_, second), (_, third) = say("bergvik"), say("fossheim"), say("indre")
    write(sent, held)
    join(db, closed.id, held.id, [second.id, third.id], **KARI)
    say("bergvik", "Noe helt annet.", make_point=False)
    return held, second, third


def test_who_is_parted_from_a_replaced_point_takes_the_wording_along(db, closed, held_by_replaced):
    """It would be lost otherwise; who stays has it still, and undoing puts all back."""
    held, second, third = held_by_replaced
    before = part(db, closed.id, second.id, **OLA)
    assert roots(db, second, third) == [second.id, held.id]
    found = fresh(db, second)
    assert (found.assessment, found.conclusion in TO_BE_FOLLOWED, found.assessed_by) == ("Enig.", True, "kari")
    assert undo(db, closed.id, before, **OLA)
    assert roots(db, second, third) == [held.id] * 2


def test_all_who_are_parted_from_a_replaced_point_take_the_wording_along(db, closed, held_by_replaced):
    """Each of them."""
    held, second, third = held_by_replaced
    part_all(db, closed.id, third.id, **OLA)
    assert roots(db, held, second, third) == [held.id, second.id, third.id]
    assert [fresh(db, point).assessment for point in (second, third)] == ["Enig."] * 2
