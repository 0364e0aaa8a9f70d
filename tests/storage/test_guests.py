"""The tables for those who are not invited refuse rows that cannot be, whoever writes them."""

import sqlite3
from datetime import UTC, datetime

import pytest

from hearing_app.domain.vocabulary import Language, Moderation, Refusal, SenderKind
from hearing_app.storage import guests
from hearing_app.storage.guests import Decision, GuestRequest

AT = datetime(2026, 5, 15, 10, 0, tzinfo=UTC)
GUEST = {"hearing": "h", "kind": "business", "name": "Elva AS", "email": "a@b.example", "language": "nb"}
ROWS = {
    "guests": {**GUEST, "confirmed_at": "t"},
    "guest_requests": {**GUEST, "token_sha256": "0" * 64, "asked_at": "t"},
    "guest_attempts": {"hearing": "h", "subject": "0" * 64, "at": "t"},
    "moderation": {
        "reference": "2026-0001",
        "state": "admitted",
        "reason": "",
        "note": "",
        "decided_by": "siri",
        "decided_at": "t",
    },
}


@pytest.fixture
def with_submission(db):
    sql = "INSERT INTO submissions (reference, hearing, body, version, received_at, definition_sha256, payload, sha256)"
    db.execute(f"{sql} VALUES ('2026-0001', 'h', 'gjest-0001', 1, 't', ?, ?, ?)", ["0" * 64, b"{}", "0" * 64])
    return db


@pytest.mark.parametrize("table", ROWS)
def test_a_good_row_is_taken(with_submission, table):
    """So that the refusals below are about what they say."""
    with_submission.table(table).insert(ROWS[table])
    assert with_submission.table(table).count == 1


@pytest.mark.parametrize(
    ("table", "changes"),
    [
        ("guests", {"kind": "municipality"}),
        ("guests", {"name": " "}),
        ("guests", {"language": "sv"}),
        ("guest_requests", {"token_sha256": "kort"}),
        ("guest_requests", {"kind": ""}),
        ("guest_attempts", {"subject": "192.0.2.1"}),
        ("moderation", {"reference": "2026-0099"}),
        ("moderation", {"state": "held"}),
        ("moderation", {"state": "refused"}),
        ("moderation", {"reason": "spam"}),
        ("moderation", {"state": "refused", "reason": "stygt"}),
        ("moderation", {"decided_by": ""}),
    ],
)
def test_a_broken_row_is_refused(with_submission, table, changes):
    """By the database itself: a refusal has a reason, and an address is never counted in clear."""
    with pytest.raises(sqlite3.IntegrityError):
        with_submission.table(table).insert({**ROWS[table], **changes})


def test_one_address_is_one_guest_of_a_hearing_in_whatever_case(db):
    """The table sees to it, also where two confirm at once."""
    db.table("guests").insert(ROWS["guests"])
    with pytest.raises(sqlite3.IntegrityError):
        db.table("guests").insert({**ROWS["guests"], "email": "A@B.example"})
    db.table("guests").insert({**ROWS["guests"], "hearing": "annen"})


def test_what_is_stored_is_read_back(with_submission):
    """A request, the guest it becomes, and what was said of an answer."""
    wanted = GuestRequest("h", SenderKind.PRIVATE, "Kari “x”; DROP", "k@b.example", Language.NN, AT)
    guests.ask(with_submission, wanted, "1" * 64)
    assert guests.requested(with_submission, "1" * 64) == wanted
    assert guests.take(with_submission, "1" * 64)
    assert not guests.take(with_submission, "1" * 64)
    made = guests.put(with_submission, wanted, AT)
    assert (made.name, made.email, made.language, made.confirmed_at) == (wanted.name, wanted.email, Language.NN, AT)
    decision = Decision("2026-0001", Moderation.REFUSED, Refusal.UNLAWFUL, "Nei\nnei", "siri", AT)
    guests.decide(with_submission, decision)
    assert guests.decisions(with_submission, "h") == {"2026-0001": decision}


@pytest.mark.parametrize("body_id", ["gjest-", "gjest-x", "gjest--1", "bergvik", "gjest-²", "gjest-" + "9" * 40])
def test_an_id_that_is_no_guests_finds_nobody(db, body_id):
    """However it looks, and however large the number."""
    assert guests.by_id(db, body_id) is None
