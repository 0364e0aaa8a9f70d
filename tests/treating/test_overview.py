"""The overview of a hearing: how far the bodies have come, what was said, and what is left before publishing."""

from dataclasses import replace
from datetime import timedelta

import pytest

from hearing_app.domain.progress import Cell, Progress, StepKind
from hearing_app.domain.vocabulary import Conclusion, Stance
from hearing_app.inviting.invite import new_link
from hearing_app.publishing.steps import steps
from hearing_app.storage import drafts, invitations, outbox, points, submissions
from hearing_app.treating.assess import assess_point
from hearing_app.treating.overview import matrix_of, no_longer_invited, overview_of
from hearing_app.treating.splitting import split_by_paragraph


@pytest.fixture
def matter(library):
    return library.matter("lukket-strategi")


@pytest.fixture
def overview(db, now):
    """A function that looks at the overview of a hearing."""
    return lambda hearing: overview_of(db, hearing, now=now)


@pytest.fixture
def left(db, matter, content, overview, now):
    """A function that returns what is left before publishing, by kind."""
    return lambda: {step.kind: step for step in steps(db, matter, overview(matter.hearing), now=now, content=content)}


def split(db, submission, item, now):
    split_by_paragraph(db, submission, item, actor="siri", now=now)
    return points.of_submission(db, submission.reference)


def test_every_body_stands_where_it_has_come(db, hearing, receive, answered, overview, now):
    """Not invited, invited, opened, begun and answered are told apart."""
    bodies = [body for body in hearing.invited if body.id != "bergvik"][:3]
    for body in bodies:
        new_link(db, hearing, body, base_url="", actor="siri", now=now)
    links = {link.body: link for link in invitations.of_hearing(db, hearing.id)}
    for body in bodies[1:]:
        db.execute("UPDATE invitations SET opened_at = '2026-05-01T00:00:00+00:00' WHERE id = ?", [links[body.id].id])
    drafts.put(db, hearing=hearing.id, body=bodies[2].id, fields={"text_general": "Vi"}, revision=1, now=now)
    receive(hearing, "bergvik", answered())
    seen = overview(hearing)
    found = {row.body.id: row.progress for row in seen.rows}
    wanted = (Progress.INVITED, Progress.OPENED, Progress.BEGUN)
    assert {body.id: found[body.id] for body in bodies} == dict(zip((b.id for b in bodies), wanted, strict=True))
    assert found["bergvik"] is Progress.ANSWERED
    assert seen.counted.by_progress[Progress.NOT_INVITED] == len(hearing.invited) - 4
    assert (seen.counted.invited, seen.counted.answered) == (len(hearing.invited), 1)
    assert seen.counted.silent == len(hearing.invited) - 1


def test_what_came_in_after_the_deadline_is_late(db, closed, three_answers, overview):
    """It has answered, and is told apart (rule 10)."""
    db.execute("DROP TRIGGER submissions_kept")
    late = three_answers["fossheim"].reference
    db.execute("UPDATE submissions SET received_at = '2026-05-01T00:00:00+00:00' WHERE reference = ?", [late])
    seen = overview(closed)
    assert {row.body.id for row in seen.rows if row.progress is Progress.LATE} == {"fossheim"}
    assert seen.counted.answered == 3


def test_the_matrix_tells_stance_words_and_points(db, matter, three_answers, overview, now):
    """A cell is what one body says to one part; of points it tells how many lack a conclusion."""
    first, _second = split(db, three_answers["bergvik"], "tiltak", now)
    sent = three_answers["bergvik"]
    told = {"assessment": "Ja.", "conclusion": Conclusion.ACCEPTED, "revision": 0, "actor": "siri", "now": now}
    assess_point(db, sent, first.id, **told)
    cells = matrix_of(db, overview(matter.hearing), [one.reference for one in three_answers.values()])
    remarks = Stance.SUPPORTS_WITH_REMARKS
    assert cells[sent.reference, "tiltak"] == Cell(remarks, text=True, points=2, open_points=1)
    assert cells[sent.reference, "mal"] == Cell(Stance.SUPPORTS)
    assert (three_answers["indre"].reference, "tiltak") not in cells


def test_only_the_version_that_counts_is_counted(db, closed, receive, answered, three_answers, overview, now):
    """Points of a replaced version are history."""
    split(db, three_answers["bergvik"], "tiltak", now)
    assert overview(closed).tally.points == 2
    new = receive(closed, "bergvik", answered({"viktigst": "", "tiltak": "Bygg tre broer."}))
    seen = overview(closed)
    assert seen.tally.points == 0
    assert next(row.sent for row in seen.rows if row.body.id == "bergvik").reference == new.reference


def test_who_is_no_longer_invited_is_not_lost(closed, three_answers, overview):
    """The answer is told of beside the list."""
    seen = overview(replace(closed, invited=tuple(b for b in closed.invited if b.id != "indre")))
    assert [head.body for head in no_longer_invited(seen)] == ["indre"]


def test_before_the_deadline_there_is_only_waiting(db, library, content, hearing, overview, now):
    """The step says until when."""
    open_matter = library.matter(hearing.id)
    first = steps(db, open_matter, overview(hearing), now=now, content=content)[0]
    assert (first.kind, first.waits, first.day) == (StepKind.DEADLINE, True, hearing.deadline)


def test_what_is_left_ends_with_nothing(db, content, library, matter, three_answers, left, overview, now):
    """Each step is done when its work is, and not before."""
    sent = three_answers["bergvik"]
    one, other = split(db, sent, "tiltak", now)
    assert left()[StepKind.DEADLINE].done
    assert not left()[StepKind.ASSESSING].done
    for point in (one, other):
        told = {"assessment": "Ja.", "conclusion": Conclusion.ACCEPTED, "revision": 0, "actor": "siri", "now": now}
        assess_point(db, sent, point.id, **told)
    assert left()[StepKind.ASSESSING].done
    assert not left()[StepKind.RELEASE].done
    for submission in three_answers.values():
        submissions.release(db, submission.reference, actor="siri", now=now)
    assert left()[StepKind.RELEASE].done
    assert not left()[StepKind.WORDS].done
    (content / "hearings" / "lukket-strategi" / "summary.md").write_text("Tre svarte.\n", encoding="utf-8")
    written = library.matter("lukket-strategi")
    found = {step.kind: step.done for step in steps(db, written, overview(written.hearing), now=now, content=content)}
    assert found[StepKind.WORDS]


def test_that_nobody_answered_is_left_until_readers_know(left, matter, content, library, db, overview, now):
    """An old hearing that is told of in words has nothing left, for its answers came in elsewhere."""
    assert not left()[StepKind.RELEASE].done
    (content / "hearings" / "lukket-strategi" / "summary.md").write_text("Tre svarte på papir.\n", encoding="utf-8")
    told = library.matter("lukket-strategi")
    found = {step.kind: step for step in steps(db, told, overview(told.hearing), now=now, content=content)}
    assert found[StepKind.RELEASE].done


def test_mail_that_fails_is_a_step_until_it_has_gone(db, matter, left, now):
    """And mail about another hearing is not this one's."""
    assert StepKind.MAIL not in left()
    for hearing_id in ("lukket-strategi", "apen-plan"):
        about = [(hearing_id, "bergvik")]
        outbox.put(db, kind="reminder", recipient="a@b.example", message=b"x", now=now, about=about)
    mail = outbox.waiting(db)[0]
    outbox.mark_failed(db, mail.id, error="refused", retry_at=now + timedelta(hours=1))
    assert left()[StepKind.MAIL].message.values["number"] == 1
    outbox.mark_sent(db, mail.id, now)
    assert StepKind.MAIL not in left()


def test_what_the_gate_finds_is_a_step(db, closed, receive, answered, three_answers, left):
    """A phone number in an answer is to be decided on before anything goes out."""
    assert left()[StepKind.GATE].done
    receive(closed, "fossheim", answered({"viktigst": "", "general": "Ring meg på 61 00 00 00."}))
    assert left()[StepKind.GATE].message.values["number"] == 1
