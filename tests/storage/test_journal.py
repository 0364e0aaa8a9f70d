"""The table of the chained log refuses whatever is not the next entry, and takes up what was there before it."""

import sqlite3
from dataclasses import asdict, replace
from datetime import UTC, datetime

import pytest

from hearing_app.domain.journal import entry_for, verify
from hearing_app.storage import journal
from hearing_app.storage.database import MIGRATIONS, stamp

KEPT = ("journal_kept", "journal_not_deleted")


@pytest.fixture
def two(receive, hearing, answered):
    """Two submissions, one of each body."""
    return [receive(hearing, body, answered({"viktigst": body})) for body in ("bergvik", "fossheim")]


def row(entry):
    return {**asdict(entry), "received_at": stamp(entry.received_at)}


def empty(db):
    """Make the database what one of the first version was: submissions, and no log of them."""
    db.execute("DROP TABLE journal")
    from hearing_app.storage.database import statements

    for statement in statements((MIGRATIONS / "0002_journal.sql").read_text(encoding="utf-8")):
        db.execute(statement)


def test_every_submission_has_its_entry(db, two):
    """In order, each told as it was received, and the last one is the head."""
    log = journal.entries(db)
    assert [(e.number, e.reference, e.sha256) for e in log] == [
        (number, submission.reference, submission.sha256) for number, submission in enumerate(two, start=1)
    ]
    assert verify(log) == ()
    assert journal.head(db).digest == log[1].digest
    assert journal.by_reference(db, two[0].reference) == journal.by_sha256(db, two[0].sha256) == log[0]


def test_an_entry_is_neither_changed_nor_deleted(db, two):
    """Whoever asks; the table itself refuses."""
    with pytest.raises(sqlite3.IntegrityError, match="never changed"):
        db.execute("UPDATE journal SET body = 'x'")
    with pytest.raises(sqlite3.IntegrityError, match="never deleted"):
        db.execute("DELETE FROM journal")
    with pytest.raises(sqlite3.IntegrityError):
        db.table("journal").insert(row(journal.last(db)), replace=True)
    assert len(journal.entries(db)) == 2


@pytest.mark.parametrize("wrong", [{"number": 4}, {"number": 0}, {"previous": "1" * 64}, {"reference": "2026-0001"}])
def test_only_the_next_entry_is_taken(db, two, receive, closed, answered, wrong):
    """A gap, a number used before, another past, and a submission that has its entry are refused."""
    entry = entry_for(replace(two[1], reference="2026-0003", sha256="3" * 64), journal.last(db))
    with pytest.raises(sqlite3.IntegrityError):
        db.table("journal").insert(row(replace(entry, **wrong)))
    assert len(journal.entries(db)) == 2


def test_what_was_received_before_there_was_a_log_is_entered_first(db, two, receive, hearing, answered):
    """In the order it was received, by the next answer that comes in."""
    before = journal.entries(db)
    empty(db)
    third = receive(hearing, "bergvik", answered({"viktigst": "Nytt."}), at=datetime(2026, 4, 21, tzinfo=UTC))
    log = journal.entries(db)
    assert log[:2] == before
    assert (log[2].reference, log[2].version) == (third.reference, 2)
    assert verify(log) == ()


def test_a_log_is_begun_once(db, two):
    """What is missing from one that has begun is not put right in silence."""
    assert journal.begin(db) == 0
    empty(db)
    assert journal.begin(db) == 2
    assert journal.begin(db) == 0
    for trigger in KEPT:
        db.execute(f"DROP TRIGGER {trigger}")
    db.execute("DELETE FROM journal WHERE number = 2")
    assert journal.begin(db) == 0
    assert len(journal.entries(db)) == 1


def test_without_its_entry_nothing_is_received(db, hearing, receive, answered):
    """Submission and entry are one transaction."""
    db.execute("CREATE TRIGGER full BEFORE INSERT ON journal BEGIN SELECT RAISE(ABORT, 'full'); END")
    with pytest.raises(sqlite3.IntegrityError, match="full"):
        receive(hearing, "bergvik", answered())
    assert db.table("submissions").count == db.table("outbox").count == db.table("journal").count == 0
