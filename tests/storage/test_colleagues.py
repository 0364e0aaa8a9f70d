"""The tables of those who write an answer together: an older database is brought on, and broken rows are refused."""

import shutil
import sqlite3
from datetime import UTC, datetime

import pytest
from sqlite_utils import Database

from hearing_app.domain.colleague import CONTACT, Approval, ApprovalState, Writer, Written
from hearing_app.storage import authorship, colleagues, drafts, invitations
from hearing_app.storage.database import MIGRATIONS, migrate

AT = datetime(2026, 5, 15, 10, 0, tzinfo=UTC)
COLLEAGUE = {
    "hearing": "h",
    "body": "lom",
    "name": "Ola",
    "email": "ola@lom.example",
    "invited_by": 1,
    "invited_at": "2026-05-15T10:00:00+00:00",
}
OLA = Writer(7, "Ola")


def insert(db, **changes):
    db.table("colleagues").insert({**COLLEAGUE, **changes})


@pytest.fixture
def draft(db):
    """A draft of Lom's."""
    drafts.put(db, hearing="h", body="lom", fields={"a": "b"}, revision=1, now=AT)


def test_links_of_an_older_database_are_the_contacts(tmp_path):
    """Rows that were there before the step belong to no colleague and go on working."""
    before = tmp_path / "before"
    before.mkdir()
    for path in MIGRATIONS.glob("000[1-4]_*.sql"):
        shutil.copy(path, before)
    db = Database(sqlite3.connect(tmp_path / "old.sqlite3", isolation_level=None))
    migrate(db, before)
    row = {"hearing": "h", "body": "lom", "token_sha256": "a" * 64, "email": "post@lom.example", "created_at": str(AT)}
    db.table("invitations").insert(row)
    drafts.put(db, hearing="h", body="lom", fields={"a": "b"}, revision=3, now=AT)
    migrate(db)
    (link,) = invitations.working(db, "h", "lom")
    assert link == invitations.by_token(db, "a" * 64)
    assert link.colleague is None
    assert drafts.get(db, "h", "lom").revision == 3
    assert authorship.of_draft(db, "h", "lom") == {}
    db.close()


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"name": ""}, "CHECK"),
        ({"email": ""}, "CHECK"),
        ({"items": "[]x"}, "JSON"),
        ({"items": "{}"}, "CHECK"),
        ({"approver": 2}, "CHECK"),
        ({"invited_by": None}, "NOT NULL"),
    ],
)
def test_a_broken_colleague_is_refused(db, changes, told):
    """Whoever writes the row."""
    with pytest.raises((sqlite3.IntegrityError, sqlite3.OperationalError), match=told):
        insert(db, **changes)


def test_one_approver_and_one_link_holder_for_each_address(db):
    """Of those who are there; who was removed does not count, and other bodies have their own."""
    insert(db, approver=1)
    with pytest.raises(sqlite3.IntegrityError, match="UNIQUE"):
        insert(db, email="rita@lom.example", approver=1)
    with pytest.raises(sqlite3.IntegrityError, match="UNIQUE"):
        insert(db, email="OLA@lom.example")
    insert(db, body="vaga", approver=1)
    colleagues.remove(db, 1, AT)
    insert(db, approver=1)
    assert [each.id for each in colleagues.of_hearing(db, "h")] == [2, 3]


def test_links_go_with_their_colleague(db):
    """And a link of nobody who is known cannot be made."""
    insert(db)
    values = {"hearing": "h", "body": "lom", "email": "", "now": AT}
    invitations.add(db, token_sha256="a" * 64, colleague=1, **values)
    invitations.add(db, token_sha256="b" * 64, **values)
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
        invitations.add(db, token_sha256="c" * 64, colleague=9, **values)
    assert [link.colleague for link in invitations.of_hearing(db, "h")] == [None]
    db.execute("DELETE FROM colleagues")
    assert invitations.by_token(db, "a" * 64) is None
    assert invitations.by_token(db, "b" * 64) is not None


def test_nobody_has_written_a_draft_that_is_not_there(db):
    """Nor sent it to approval."""
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
        authorship.note(db, hearing="h", body="lom", fields=["a"], writer=CONTACT, now=AT)
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
        authorship.ask(db, hearing="h", body="lom", revision=1, writer=CONTACT, now=AT)


@pytest.mark.usefixtures("draft")
def test_saving_again_keeps_who_wrote_the_rest(db):
    """The row of the draft is changed and not replaced: replacing it would take everything with it."""
    authorship.note(db, hearing="h", body="lom", fields=["a", "b"], writer=CONTACT, now=AT)
    drafts.put(db, hearing="h", body="lom", fields={"a": "c"}, revision=2, now=AT)
    later = AT.replace(hour=11)
    authorship.note(db, hearing="h", body="lom", fields=["a"], writer=OLA, now=later)
    assert authorship.of_draft(db, "h", "lom") == {"a": Written(OLA, later), "b": Written(CONTACT, AT)}
    drafts.delete(db, "h", "lom")
    assert db.table("authorship").count == 0


@pytest.mark.usefixtures("draft")
def test_the_way_to_the_approver_and_back(db):
    """A note stands until approval is asked for again; what waits is forgotten with the approver, a note is not."""
    authorship.ask(db, hearing="h", body="lom", revision=1, writer=OLA, now=AT)
    found = authorship.approval(db, "h", "lom")
    assert found == Approval(1, Written(OLA, AT))
    assert [found.state(1), found.state(2)] == [ApprovalState.WAITING, ApprovalState.CHANGED]
    with pytest.raises(sqlite3.IntegrityError, match="CHECK"):
        authorship.send_back(db, hearing="h", body="lom", writer=CONTACT, note=" ", now=AT)
    authorship.send_back(db, hearing="h", body="lom", writer=CONTACT, note="Mer.", now=AT)
    found = authorship.approval(db, "h", "lom")
    assert (found.returned, found.note, found.state(1)) == (Written(CONTACT, AT), "Mer.", ApprovalState.RETURNED)
    authorship.forget_request(db, hearing="h", body="lom")
    assert authorship.approval(db, "h", "lom") == found
    authorship.ask(db, hearing="h", body="lom", revision=1, writer=OLA, now=AT)
    assert authorship.approval(db, "h", "lom").note == ""
    authorship.forget_request(db, hearing="h", body="lom")
    assert authorship.approval(db, "h", "lom") is None
