"""Approving many at once: what a reviewer has sent back is not approved unread."""

import pytest

from hearing_app.domain.vocabulary import Conclusion, ReviewState
from hearing_app.storage import points
from hearing_app.treating.assess import assess_point
from hearing_app.treating.bulk import Task, plan_bulk, sent_back, store_bulk
from hearing_app.treating.review import send_back, send_to_review, standing
from hearing_app.treating.splitting import split_by_paragraph

HEARING = "lukket-strategi"
KNOWN = {"fill": lambda _point, text: text, "actor": "ola"}
APPROVE = Task(review=ReviewState.APPROVED)


@pytest.fixture
def two(db, three_answers, now):
    """Bergvik's two points, assessed; a reviewer has sent the first one back."""
    sent = three_answers["bergvik"]
    split_by_paragraph(db, sent, "tiltak", actor="siri", now=now)
    who = {"now": now}
    for point in points.of_submission(db, sent.reference):
        told = {"assessment": "Ja.", "conclusion": Conclusion.NOTED, "revision": 0, "actor": "siri"}
        assess_point(db, sent, point.id, **told, **who)
    first, second = points.of_submission(db, sent.reference)
    send_to_review(db, sent, first.id, revision=1, steps=0, actor="siri", **who)
    send_back(db, sent, first.id, note="Mangler grunn.", revision=1, steps=1, actor="lise", **who)
    return first, second


def test_what_is_sent_back_is_left_and_told(db, two, now):
    """On the preview, and when it is stored; the others are approved."""
    shown = plan_bulk(two, APPROVE, **KNOWN, returned=sent_back(db, two))
    assert [row.skipped is not None for row in shown] == [True, False]
    _number, rows = store_bulk(db, HEARING, {point.id: 1 for point in two}, APPROVE, **KNOWN, now=now)
    assert "sent it back" in str(rows[0].skipped)
    states = [standing(db, point).state for point in two]
    assert states == [ReviewState.SENT_BACK, ReviewState.APPROVED]


def test_what_is_sent_back_can_be_sent_to_review_again(db, two, now):
    """By whoever has dealt with it."""
    task = Task(review=ReviewState.TO_REVIEW)
    store_bulk(db, HEARING, {point.id: 1 for point in two}, task, **KNOWN, now=now)
    assert [standing(db, point).state for point in two] == [ReviewState.TO_REVIEW] * 2
