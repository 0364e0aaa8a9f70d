"""What must always be true of a row stands in the tables: broken rows are refused, whoever writes them."""

import sqlite3
from datetime import UTC, datetime

import pytest

from hearing_app.storage import audit, drafts, invitations, points, submissions, users

AT = datetime(2026, 5, 15, 10, 0, tzinfo=UTC)
ROWS = {
    "users": {
        "username": "kari",
        "name": "Kari",
        "password_hash": "$argon2id$v=19$x",
        "session_key": "k",
        "created_at": "t",
    },
    "invitations": {"hearing": "h", "body": "b", "token_sha256": "0" * 64, "email": "", "created_at": "t"},
    "drafts": {"hearing": "h", "body": "b", "content": "{}", "revision": 1, "saved_at": "t"},
    "submissions": {
        "reference": "2026-0001",
        "hearing": "h",
        "body": "b",
        "version": 1,
        "received_at": "t",
        "definition_sha256": "0" * 64,
        "payload": b"{}",
        "sha256": "0" * 64,
    },
    "points": {"submission": 1, "item": "formal", "quote": "Ja."},
    "releases": {"submission": 1, "released_by": "kari", "released_at": "t"},
    "outbox": {
        "kind": "receipt",
        "recipient": "a@b.example",
        "message": b"x",
        "created_at": "t",
        "next_attempt_at": "t",
    },
    "rebuilds": {"reason": "x", "asked_at": "t"},
    "login_failures": {"subject": "x", "at": "t"},
    "audit": {"at": "t", "actor": "a", "action": "x", "hearing": "", "subject": ""},
}


def insert(db, table, **changes):
    row = {**ROWS[table], **changes}
    names, marks = ", ".join(row), ", ".join("?" * len(row))
    db.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(row.values()))  # noqa: S608 - names are this file's


@pytest.fixture
def with_submission(db):
    insert(db, "submissions")
    return db


@pytest.mark.parametrize("table", ROWS)
def test_a_good_row_is_taken(with_submission, table):
    """So that the refusals below are about what they say."""
    if table != "submissions":
        insert(with_submission, table)
    assert with_submission.table(table).count == 1


@pytest.mark.parametrize(
    ("table", "changes"),
    [
        ("users", {"username": "Kari"}),
        ("users", {"username": ""}),
        ("users", {"name": ""}),
        ("users", {"password_hash": "hemmelig"}),
        ("users", {"password_hash": None}),
        ("invitations", {"token_sha256": "kort"}),
        ("invitations", {"email": None}),
        ("drafts", {"content": "ikke json"}),
        ("drafts", {"revision": 0}),
        ("drafts", {"revision": "en"}),
        ("submissions", {"version": 0, "reference": "r2"}),
        ("submissions", {"version": 2}),
        ("submissions", {"reference": "r2"}),
        ("submissions", {"version": 2, "reference": "r2", "payload": b"ikke json"}),
        ("submissions", {"version": 2, "reference": "r2", "payload": "{}"}),
        ("submissions", {"version": 2, "reference": "r2", "sha256": "0"}),
        ("submissions", {"version": 2, "reference": "r2", "definition_sha256": ""}),
        ("points", {"submission": 99}),
        ("points", {"quote": "  "}),
        ("points", {"conclusion": "kanskje"}),
        ("points", {"assessment": None}),
        ("releases", {"submission": 99}),
        ("outbox", {"message": "tekst"}),
        ("outbox", {"attempts": "mange"}),
        ("audit", {"actor": None}),
    ],
)
def test_a_broken_row_is_refused(with_submission, table, changes):
    """By the database itself."""
    with pytest.raises(sqlite3.IntegrityError):
        insert(with_submission, table, **changes)


@pytest.mark.parametrize("table", ["users", "invitations", "drafts", "points", "releases"])
def test_what_must_be_one_is_one(with_submission, table):
    """The same user, link, draft, point or release twice is refused."""
    insert(with_submission, table)
    with pytest.raises(sqlite3.IntegrityError):
        insert(with_submission, table)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE submissions SET body = 'x'",
        "UPDATE submissions SET received_at = received_at",
        "DELETE FROM submissions",
        "INSERT OR REPLACE INTO submissions SELECT * FROM submissions",
        "UPDATE audit SET action = 'y'",
        "DELETE FROM audit",
    ],
)
def test_what_was_received_or_logged_is_never_changed(with_submission, statement):
    """Not by anybody, not even to the same value, and not by replacing."""
    insert(with_submission, "audit")
    before = [list(with_submission.query(f"SELECT * FROM {table}")) for table in ("submissions", "audit")]  # noqa: S608 - two names above
    with pytest.raises(sqlite3.IntegrityError, match="never"):
        with_submission.execute(statement)
    assert [list(with_submission.query(f"SELECT * FROM {table}")) for table in ("submissions", "audit")] == before  # noqa: S608 - two names above


def test_a_user_is_replaced_by_name(db):
    """A new password for the same name is the same user."""
    for key in ("one", "two"):
        users.put(db, username="kari", name="Kari", password_hash="$argon2id$x", session_key=key, now=AT)
    assert users.by_username(db, "kari").session_key == "two"
    assert users.by_username(db, "ola") is None
    assert db.table("users").count == 1


def test_a_draft_is_replaced_by_hearing_and_body(db):
    """Each body has one draft per hearing, with all its odd characters."""
    drafts.put(db, hearing="h", body="lom", fields={"a": "æ\u2028\x00"}, revision=1, now=AT)
    drafts.put(db, hearing="h", body="lom", fields={"a": "b"}, revision=2, now=AT)
    drafts.put(db, hearing="h", body="vaga", fields={}, revision=1, now=AT)
    assert drafts.get(db, "h", "lom").fields == {"a": "b"}
    assert drafts.bodies_with_draft(db, "h") == {"lom", "vaga"}
    drafts.delete(db, "h", "lom")
    assert drafts.get(db, "h", "lom") is None
    assert drafts.bodies_with_draft(db, "h") == {"vaga"}


def test_a_link_is_opened_and_revoked_once(db):
    """The first time is kept."""
    number = invitations.add(db, hearing="h", body="lom", token_sha256="a" * 64, email="", now=AT)
    for minute in (1, 2):
        invitations.mark_opened(db, number, AT.replace(minute=minute))
        invitations.revoke(db, number, AT.replace(minute=minute))
    kept = invitations.by_token(db, "a" * 64)
    assert (kept.id, kept.opened_at.minute, kept.revoked_at.minute) == (number, 1, 1)
    assert invitations.by_id(db, number) == kept
    assert invitations.by_token(db, "b" * 64) is None


def test_references_count_within_the_year(db):
    """From 1 each year, and past 9999 without running into itself."""
    assert submissions.next_reference(db, 2026) == "2026-0001"
    insert(db, "submissions")
    insert(db, "submissions", reference="2026-9999", version=2)
    assert submissions.next_reference(db, 2026) == "2026-10000"
    insert(db, "submissions", reference="2026-10000", version=3)
    assert submissions.next_reference(db, 2026) == "2026-10001"
    assert submissions.next_reference(db, 2027) == "2027-0001"


def test_a_point_of_an_unknown_submission_is_not_added(db):
    """And says so, rather than standing alone."""
    assert points.add(db, reference="2026-0404", item="formal", quote="Ja.") is False


def test_the_log_is_read_in_the_order_it_was_written(db):
    """Per hearing."""
    for hearing, action in (("h", "one"), ("other", "two"), ("h", "three")):
        audit.log(db, now=AT, actor="kari", action=action, hearing=hearing)
    assert [entry.action for entry in audit.entries(db, "h")] == ["one", "three"]
    assert audit.entries(db, "h")[0].at == AT
