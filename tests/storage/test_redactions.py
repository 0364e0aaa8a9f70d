"""The tables of redaction: layers, liftings and decisions are added, and never changed or taken away."""

import sqlite3
from datetime import UTC, datetime, timedelta

import pytest

from hearing_app.domain.redaction import Redaction
from hearing_app.storage import attachments, redactions
from hearing_app.storage.redactions import NOT_PUBLISHED, FileRow

AT = datetime(2026, 5, 15, 10, 0, tzinfo=UTC)
ROW = FileRow(
    *("", "f" * 64, "as_it_is", "", "", "", "c" * 64, "application/pdf", 9, "Tekst", "siri"),
    decided_at=AT,
)


@pytest.fixture
def sent(receive, closed, answered):
    """An answer to lay layers on."""
    return receive(closed, "bergvik", answered({"tiltak": "Kari ringte."}))


@pytest.fixture
def layer(db, sent):
    """The number of a layer on it."""
    made = Redaction(0, sent.reference, "answers/tiltak/text", "Kari", None, "offl-13", "offl. § 13", "", "siri", AT)
    return redactions.add(db, made)


def decision(sent, **changes):
    """A decision on a file of it."""
    return FileRow(**{**vars(ROW), "reference": sent.reference, **changes})


@pytest.mark.parametrize("table", ["redactions", "redactions_lifted", "file_decisions", "gate_decisions"])
def test_nothing_is_changed_or_deleted(db, sent, layer, table):
    """Whoever writes to the database is told why."""
    redactions.lift(db, layer, actor="siri", why="Feil.", now=AT)
    redactions.add_file_decision(db, decision(sent))
    redactions.let_pass(db, "lukket-strategi", "a" * 64, actor="siri", now=AT)
    for sql in (f"DELETE FROM {table}", f"UPDATE {table} SET rowid = rowid"):  # noqa: S608 - one of four names
        with pytest.raises(sqlite3.DatabaseError, match="is never"):
            db.execute(sql)


def test_a_layer_is_lifted_once_and_with_a_reason(db, layer):
    """The second time, and without a word, the table refuses."""
    for why in (" ", "Feil.", "Igjen."):
        if why == "Feil.":
            redactions.lift(db, layer, actor="siri", why=why, now=AT)
        else:
            with pytest.raises(sqlite3.DatabaseError):
                redactions.lift(db, layer, actor="siri", why=why, now=AT)
    (found,) = redactions.of_hearing(db, "lukket-strategi")
    assert (found.in_force, found.lifted_why) == (False, "Feil.")


def test_the_last_decision_on_a_file_counts_and_its_copy_is_never_swept(db, sent):
    """What is taken back is history; the bytes stay named, for an earlier decision told of them."""
    redactions.add_file_decision(db, decision(sent))
    (row,) = redactions.file_decisions(db, "lukket-strategi")
    assert (row.release, row.text, row.decided_at) == ("as_it_is", "Tekst", AT)
    gone = {"copy_sha256": None, "copy_type": "", "copy_size": 0, "text": ""}
    redactions.add_file_decision(db, decision(sent, release=NOT_PUBLISHED, **gone))
    assert redactions.file_decisions(db, "lukket-strategi") == ()
    assert len(redactions.file_history(db, sent.reference)) == 2
    assert "c" * 64 in attachments.named(db)


@pytest.mark.parametrize(
    "wrong",
    [{"release": "maybe"}, {"release": "withheld"}, {"copy_sha256": None}, {"mark": "offl. § 13"}, {"copy_size": 0}],
)
def test_a_decision_that_says_two_things_is_refused(db, sent, wrong):
    """A file is published or withheld, with a copy or with a ground."""
    with pytest.raises(sqlite3.IntegrityError):
        redactions.add_file_decision(db, decision(sent, **wrong))


def test_when_something_was_last_withheld_is_known(db, sent, layer):
    """Of any hearing, a layer or a file."""
    assert redactions.newest(db) == AT
    redactions.add_file_decision(db, decision(sent, decided_at=AT + timedelta(days=1)))
    assert redactions.newest(db) == AT + timedelta(days=1)
