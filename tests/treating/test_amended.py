"""What becomes of a proposed change once it is received: what is told before publishing, and what is verified."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from hearing_app.domain.amendment import Amendment
from hearing_app.domain.public_copy import public_copy
from hearing_app.domain.vocabulary import Stance
from hearing_app.publishing.publish import plan
from hearing_app.publishing.verify import differences
from hearing_app.storage import points
from hearing_app.treating.assess import preview
from hearing_app.treating.splitting import points_to_carry_over, remove_point, split_by_paragraph

AT = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
CHANGE = Amendment("tiltak.1", "Kvar kommune merkjer sine stiar.", "Kvar kommune merkjer og ryddar sine stiar.")


@pytest.fixture
def propose(closed, receive, answered):
    """A function by which Bergvik answers the closed hearing with amendments and a remark."""

    def proposed(*changes, text=""):
        said = answered({"viktigst": "", "tiltak": text}, stances={"tiltak": Stance.SUPPORTS_WITH_REMARKS})
        answers = tuple(replace(a, amendments=changes) if a.item == "tiltak" else a for a in said.answers)
        return receive(closed, "bergvik", replace(said, answers=answers))

    return proposed


def test_paragraphs_and_changes_are_points_of_their_own(db, propose):
    """Once; the words of a change stand in no remark, so it is never taken for a quote."""
    other = Amendment("tiltak.2", "Gammalt.", "")
    sent = propose(CHANGE, other, text="Første.\n\nAndre.")
    assert split_by_paragraph(db, sent, "tiltak", actor="kari", now=AT) == 4
    assert split_by_paragraph(db, sent, "tiltak", actor="kari", now=AT) == 0
    made = points.of_submission(db, sent.reference)
    assert [(p.quote, p.amendment) for p in made] == [
        ("Første.", None),
        ("Andre.", None),
        (CHANGE.added, CHANGE),
        ("Gammalt.", other),
    ]


def test_a_change_is_carried_over_as_long_as_it_is_proposed(db, propose):
    """Whatever place it has in the new version, and however it is spaced."""
    old = propose(CHANGE, Amendment("tiltak.2", "Gammalt.", "Nytt."))
    split_by_paragraph(db, old, "tiltak", actor="kari", now=AT)
    new = propose(Amendment("tiltak.0", "A", "B"), replace(CHANGE, added=CHANGE.added.replace(" og ", "\nog ")))
    assert [point.amendment for point in points_to_carry_over(db, new)] == [CHANGE]


def test_a_change_stands_in_the_summary_as_one(db, closed, propose):
    """Beside the text that it comes to."""
    sent = propose(CHANGE)
    split_by_paragraph(db, sent, "tiltak", actor="kari", now=AT)
    (row,) = preview(db, closed, frozenset({sent.reference})).points
    assert (row.quote, row.amendment) == (CHANGE.added, CHANGE)
    remove_point(db, sent, points.of_submission(db, sent.reference)[0].id, actor="kari", now=AT)
    assert preview(db, closed, frozenset({sent.reference})).points == ()


def test_an_answer_with_nothing_but_a_change_must_be_read_too(db, library, content, propose, now):
    """It is told before publishing that it has parts without a point."""
    sent = propose(CHANGE)
    todo = plan(db, library.matter("lukket-strategi"), content, released=frozenset({sent.reference}), now=now)
    assert any("parts without a point" in message.sentence for message in todo.warnings)
    split_by_paragraph(db, sent, "tiltak", actor="kari", now=AT)
    todo = plan(db, library.matter("lukket-strategi"), content, released=frozenset({sent.reference}), now=now)
    assert not any("parts without a point" in message.sentence for message in todo.warnings)


@pytest.mark.parametrize(
    ("added", "stops", "finds"),
    [("Ring meg på 61 00 00 00.", 0, 1), ("Ola, 29029600013, bur her.", 1, 0), ("Ingen bur her.", 0, 0)],
)
def test_rule_13_looks_at_what_is_proposed(db, library, content, propose, now, added, stops, finds):
    """It is published like any other text; what is removed is the draft's own."""
    sent = propose(Amendment("tiltak.1", "Ring 61 11 11 11.", added))
    todo = plan(db, library.matter("lukket-strategi"), content, released=frozenset({sent.reference}), now=now)
    assert sum("identity number" in message.sentence for message in todo.stops) == stops
    assert sum("The gate" in message.sentence for message in todo.stops) == finds


def test_a_public_copy_with_another_change_is_told(propose):
    """By the item it belongs to."""
    sent = propose(CHANGE)
    copy = public_copy(sent)
    assert differences(sent, copy) == ()
    answers = tuple(replace(a, amendments=(replace(CHANGE, added="Noko anna."),)) for a in copy.answers)
    assert differences(sent, replace(copy, answers=answers)) == ("tiltak",)
    assert differences(sent, replace(copy, answers=tuple(replace(a, amendments=()) for a in copy.answers))) == (
        "tiltak",
    )
