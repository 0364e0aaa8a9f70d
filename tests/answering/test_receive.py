import email
import json
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email.policy import default
from itertools import pairwise
from pathlib import Path

import pytest

from hearing_app.answering.receive import (
    AnswersMissing,
    DeadlinePassed,
    DraftConflict,
    NothingAnswered,
    missing_answers,
    receive_submission,
    save_draft,
)
from hearing_app.domain.hearing import Deadline
from hearing_app.domain.submission import fingerprint
from hearing_app.domain.vocabulary import Language, Stance
from hearing_app.storage import audit, drafts, outbox, rebuilds, submissions
from hearing_app.storage.database import open_database
from hearing_app.text import words_for

ROOT = Path(__file__).parents[2]
TABLES = ("submissions", "outbox", "rebuilds", "audit")

# deadline, its last second in UTC: winter time, summer time, and both nights on which the clock is moved
LAST_SECONDS = [
    (date(2026, 1, 31), datetime(2026, 1, 31, 22, 59, 59, tzinfo=UTC)),
    (date(2026, 6, 30), datetime(2026, 6, 30, 21, 59, 59, tzinfo=UTC)),
    (date(2026, 3, 28), datetime(2026, 3, 28, 22, 59, 59, tzinfo=UTC)),
    (date(2026, 3, 29), datetime(2026, 3, 29, 21, 59, 59, tzinfo=UTC)),
    (date(2026, 10, 24), datetime(2026, 10, 24, 21, 59, 59, tzinfo=UTC)),
    (date(2026, 10, 25), datetime(2026, 10, 25, 22, 59, 59, tzinfo=UTC)),
]


def counts(db):
    return {table: db.table(table).count for table in TABLES}


@pytest.fixture
def body(hearing):
    return hearing.invited_body("bergvik")


@pytest.fixture
def until(hearing):
    """A function that gives the hearing with one deadline."""

    def with_deadline(day):
        return replace(hearing, published=date(2025, 9, 1), dispatched=None, deadlines=(Deadline(day, day),))

    return with_deadline


@pytest.mark.parametrize(("deadline", "last"), LAST_SECONDS)
def test_an_answer_in_the_last_second_is_received(until, receive, answered, deadline, last):
    """23:59:59 in Oslo, fraction included, whatever the clock does that night; the time is stored to the second."""
    received = receive(until(deadline), "bergvik", answered(), at=last + timedelta(microseconds=999_999))
    assert received.received_at == last
    assert received.reference.startswith("2026-")


@pytest.mark.parametrize(("deadline", "last"), LAST_SECONDS)
def test_an_answer_a_second_later_is_not(db, until, receive, answered, deadline, last):
    """And leaves no trace."""
    with pytest.raises(DeadlinePassed):
        receive(until(deadline), "bergvik", answered(), at=last + timedelta(seconds=1))
    assert counts(db) == dict.fromkeys(TABLES, 0)


def test_before_publication_and_after_withdrawal_nothing_is_received(receive, closed, hearing, answered):
    """A closed hearing, and one that is not yet open."""
    with pytest.raises(DeadlinePassed):
        receive(hearing, "bergvik", answered(), at=datetime(2026, 3, 1, 22, 59, 59, tzinfo=UTC))
    with pytest.raises(DeadlinePassed):
        receive(closed, "bergvik", answered(), at=datetime(2026, 5, 15, tzinfo=UTC))


def test_everything_that_follows_from_an_answer_is_there(db, hearing, receive, answered):
    """The submission to the letter, one receipt, one request for the site, one line in the log, and no draft."""
    save_draft(db, hearing, hearing.invited_body("bergvik"), {"a": "b"}, base_revision=0, now=datetime.now(UTC))
    content = answered({"forventning": "Ro.\r\n  Orden. "}, stances={"formal": Stance.SUPPORTS})
    submission = receive(hearing, "bergvik", content)
    assert submissions.by_reference(db, submission.reference) == submission
    assert submission.content.answer("forventning").text == "Ro.\r\n  Orden. "
    assert submission.sha256 == fingerprint(submission.payload)
    assert submission.definition == hearing.fingerprint
    assert (submission.reference, submission.version) == ("2026-0001", 1)
    assert [(m.kind, m.recipient) for m in outbox.waiting(db)] == [("receipt", "kari@bergvik.example")]
    assert rebuilds.newest(db) == 1
    assert [(e.actor, e.action, e.subject) for e in audit.entries(db, hearing.id)] == [
        ("bergvik", "submitted", "2026-0001")
    ]
    assert drafts.get(db, hearing.id, "bergvik") is None


@pytest.mark.parametrize("table", ["outbox", "rebuilds", "audit", "drafts"])
def test_if_any_part_fails_nothing_stays(db, hearing, receive, answered, table):
    """A full table anywhere leaves neither a submission without a receipt nor a receipt without a submission."""
    save_draft(db, hearing, hearing.invited_body("bergvik"), {"a": "b"}, base_revision=0, now=datetime.now(UTC))
    event = "DELETE" if table == "drafts" else "INSERT"
    db.execute(f"CREATE TRIGGER full BEFORE {event} ON {table} BEGIN SELECT RAISE(ABORT, 'full'); END")
    with pytest.raises(Exception, match="full"):
        receive(hearing, "bergvik", answered())
    assert counts(db) == dict.fromkeys(TABLES, 0)
    assert drafts.get(db, hearing.id, "bergvik").fields == {"a": "b"}
    db.execute("DROP TRIGGER full")
    assert receive(hearing, "bergvik", answered()).reference == "2026-0001"


def test_a_receipt_that_cannot_be_written_stops_the_submission(db, hearing, receive, answered):
    """An address with a line break is refused by the mail, and then nothing has been received either."""
    with pytest.raises(ValueError, match="linefeed"):
        receive(hearing, "bergvik", answered(email="kari@x.example\nBcc: alle@x.example"))
    assert counts(db) == dict.fromkeys(TABLES, 0)


def test_the_same_answer_twice_is_one_submission(db, hearing, receive, answered):
    """A second click on the button gives the receipt that is there, a minute later too."""
    first = receive(hearing, "bergvik", answered())
    again = receive(hearing, "bergvik", answered(), at=first.received_at + timedelta(minutes=1))
    assert again == first
    assert counts(db) == dict.fromkeys(TABLES, 1)


@pytest.mark.parametrize(
    "change",
    [
        {"texts": {"viktigst": "Noe annet."}},
        {"stances": {"formal": Stance.SUPPORTS}},
        {"name": "Ola Eksempel"},
        {"email": "ola@bergvik.example"},
    ],
)
def test_a_correction_is_a_new_version(db, hearing, receive, answered, change):
    """What was sent first is kept; the last one counts."""
    first = receive(hearing, "bergvik", answered())
    second = receive(hearing, "bergvik", answered(**change))
    assert (second.reference, second.version) == ("2026-0002", 2)
    assert submissions.by_reference(db, first.reference) == first
    assert submissions.latest_of_body(db, hearing.id, "bergvik") == second


def test_going_back_to_the_first_wording_is_a_third_version(hearing, receive, answered):
    """Only the version that counts is compared with."""
    first = receive(hearing, "bergvik", answered())
    receive(hearing, "bergvik", answered({"viktigst": "Noe annet."}))
    third = receive(hearing, "bergvik", answered())
    assert third.version == 3
    assert third.content == first.content


def test_each_body_has_its_own_versions(hearing, receive, answered):
    """References count on, versions do not."""
    numbers = [receive(hearing, body, answered()) for body in ("bergvik", "fossheim")]
    assert [(s.reference, s.version) for s in numbers] == [("2026-0001", 1), ("2026-0002", 1)]


def test_the_years_number_follows_the_calendar_of_oslo(until, receive, answered):
    """Half past midnight on New Year's Day is still the old year in Greenwich."""
    submission = receive(until(date(2027, 1, 31)), "bergvik", answered(), at=datetime(2026, 12, 31, 23, 30, tzinfo=UTC))
    assert submission.reference == "2027-0001"


def test_an_empty_form_is_not_an_answer(db, hearing, receive, answered):
    """White space everywhere says nothing."""
    with pytest.raises(NothingAnswered):
        receive(hearing, "bergvik", answered({"viktigst": " \n", "general": "\t"}))
    assert counts(db) == dict.fromkeys(TABLES, 0)


def test_a_required_question_must_be_answered(db, hearing, receive, answered):
    """The error says which."""
    with pytest.raises(AnswersMissing) as failure:
        receive(hearing, "bergvik", answered({"viktigst": " ", "general": "Hei."}))
    assert [item.id for item in failure.value.items] == ["viktigst"]
    assert missing_answers(hearing, answered()) == ()
    assert counts(db) == dict.fromkeys(TABLES, 0)


def test_a_draft_is_saved_and_found_again(db, hearing, body, now):
    """Every save is a revision; saving the same again is not."""
    first = save_draft(db, hearing, body, {"formal-text": "Ja"}, base_revision=0, now=now)
    second = save_draft(db, hearing, body, {"formal-text": "Nei"}, base_revision=1, now=now)
    same = save_draft(db, hearing, body, {"formal-text": "Nei"}, base_revision=0, now=now + timedelta(hours=1))
    assert [draft.revision for draft in (first, second, same)] == [1, 2, 2]
    assert drafts.get(db, hearing.id, "bergvik") == second


def test_a_draft_is_saved_after_the_deadline_too(db, closed, now):
    """Nothing that was typed is lost."""
    save_draft(db, closed, closed.invited_body("bergvik"), {"mal-text": "For sent"}, base_revision=0, now=now)
    assert drafts.get(db, closed.id, "bergvik").fields == {"mal-text": "For sent"}


@pytest.mark.parametrize("base", [0, 1, 7])
def test_nobody_overwrites_a_colleague_unseen(db, hearing, body, now, base):
    """Who opened the form before the colleague saved is shown what stands there."""
    save_draft(db, hearing, body, {"a": "en"}, base_revision=0, now=now)
    save_draft(db, hearing, body, {"a": "kollega"}, base_revision=1, now=now)
    with pytest.raises(DraftConflict) as conflict:
        save_draft(db, hearing, body, {"a": "min"}, base_revision=base, now=now)
    assert conflict.value.current.fields == {"a": "kollega"}
    assert drafts.get(db, hearing.id, "bergvik").revision == 2
    save_draft(db, hearing, body, {"a": "min"}, base_revision=conflict.value.current.revision, now=now)
    assert drafts.get(db, hearing.id, "bergvik").fields == {"a": "min"}


def test_what_was_put_together_before_the_answer_was_sent_is_put_together_anew(
    db, hearing, body, now, receive, answered
):
    """Somebody may send between the look at the draft and the saving; the change must build on what was sent."""
    receive(hearing, "bergvik", answered())
    with pytest.raises(DraftConflict):
        save_draft(db, hearing, body, {"text_general": "a"}, base_revision=0, now=now, version=0)
    assert drafts.get(db, hearing.id, body.id) is None
    assert save_draft(db, hearing, body, {"text_general": "a"}, base_revision=0, now=now, version=1).revision == 1


def test_a_draft_that_was_sent_meanwhile_can_be_saved_anew(db, hearing, body, now, receive, answered):
    """A tab that was left open keeps its text, also where the body has answered since."""
    save_draft(db, hearing, body, {"a": "en"}, base_revision=0, now=now)
    receive(hearing, "bergvik", answered())
    save_draft(db, hearing, body, {"a": "rest"}, base_revision=1, now=now)
    assert drafts.get(db, hearing.id, "bergvik").fields == {"a": "rest"}


def test_sending_does_not_throw_a_colleagues_draft_away(db, hearing, body, now, answered, sender):
    """Who sends from an older draft is told, and nothing is received."""
    save_draft(db, hearing, body, {"a": "en"}, base_revision=0, now=now)
    save_draft(db, hearing, body, {"a": "kollega"}, base_revision=1, now=now)
    words = words_for(Language.NB)
    with pytest.raises(DraftConflict):
        receive_submission(db, hearing, body, answered(), words=words, sender=sender, now=now, draft_revision=1)
    assert counts(db) == dict.fromkeys(TABLES, 0)
    receive_submission(db, hearing, body, answered(), words=words, sender=sender, now=now, draft_revision=2)
    assert drafts.get(db, hearing.id, "bergvik") is None


def test_many_at_once_are_all_received_once(settings, db, hearing, answered, sender):
    """Twenty threads: five bodies, each sending two different answers twice at the same time."""
    received, failures, start = [], [], threading.Barrier(20)

    def send(number):
        mine = open_database(settings.database)
        body = hearing.invited[number % 5]
        content = answered({"viktigst": f"Svar {number // 5 % 2}"})
        start.wait()
        try:
            received.append(
                receive_submission(
                    mine,
                    hearing,
                    body,
                    content,
                    words=words_for(Language.NB),
                    sender=sender,
                    now=datetime(2026, 4, 20, tzinfo=UTC),
                )
            )
        except Exception as error:  # noqa: BLE001 - a thread's failure is the test's to tell
            failures.append(error)
        mine.close()

    threads = [threading.Thread(target=send, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(received) == 20
    stored = submissions.of_hearing(db, hearing.id)
    assert [s.reference for s in stored] == [f"2026-{n:04d}" for n in range(1, len(stored) + 1)]
    assert {s.reference for s in received} == {s.reference for s in stored}
    for body in hearing.invited:
        mine = [s for s in stored if s.body == body.id]
        assert [s.version for s in mine] == list(range(1, len(mine) + 1))
        assert all(a.content != b.content for a, b in pairwise(mine))
    assert len(outbox.waiting(db)) == len(stored) == len(audit.entries(db, hearing.id))


def test_another_connection_sees_it_the_moment_it_is_received(settings, hearing, receive, answered):
    """Before any receipt is shown."""
    submission = receive(hearing, "bergvik", answered())
    other = open_database(settings.database)
    assert submissions.by_reference(other, submission.reference) == submission
    other.close()


KILLED = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from hearing_app.domain.submission import Answer, Content, PoliticalStanding, Respondent
from hearing_app.domain.vocabulary import Language, Standing
from hearing_app.library import Library
from hearing_app.mailing.mail import Sender
from hearing_app.answering.receive import receive_submission
from hearing_app.storage.database import open_database
from hearing_app.text import words_for

workspace = Path(sys.argv[1])
hearing = Library(workspace / "content").matter("apen-plan").hearing
content = Content(
    Respondent("Kari", "", "kari@x.example"),
    PoliticalStanding(Standing.COUNCIL),
    (Answer("viktigst", text="Vannet."),),
)
submission = receive_submission(
    open_database(workspace / "data" / "samrad.sqlite3"), hearing, hearing.invited[0], content,
    words=words_for(Language.NB), sender=Sender("s@x.example", "http://x"), now=datetime(2026, 4, 20, tzinfo=UTC),
)
print(submission.sha256, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_what_was_received_survives_that_the_process_is_killed(workspace, settings):
    """Right after the receipt could be shown, with no time to close anything."""
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(workspace)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert killed.returncode == -9, killed.stderr
    db = open_database(settings.database)
    stored = submissions.by_reference(db, "2026-0001")
    assert stored.sha256 == fingerprint(stored.payload) == killed.stdout.strip()
    assert len(outbox.waiting(db)) == 1
    assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    db.close()


def test_the_receipt_holds_what_anybody_needs_to_check_it(db, hearing, receive, answered):
    """Reference, version, time with offset and fingerprint, and the very bytes they are about."""
    submission = receive(hearing, "bergvik", answered({"viktigst": "Ål & ørret."}))
    letter = email.message_from_bytes(outbox.waiting(db)[0].message, policy=default)
    text = letter.get_body().get_content()
    assert submission.reference in text
    assert submission.sha256 in text
    assert "20. april 2026, 10.30.00 (UTC+02:00)" in text
    (attachment,) = letter.iter_attachments()
    assert attachment.get_filename() == "2026-0001.json"
    assert fingerprint(attachment.get_payload(decode=True)) == submission.sha256
    assert json.loads(attachment.get_payload(decode=True))["answers"][0]["text"] == "Ål & ørret."
