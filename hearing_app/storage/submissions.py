"""Submissions and what has been released of them."""

from datetime import datetime
from functools import lru_cache

from sqlite_utils import Database

from hearing_app.domain.guest import PREFIX
from hearing_app.domain.submission import Submission, read_payload
from hearing_app.domain.vocabulary import Standing
from hearing_app.storage import search
from hearing_app.storage.database import instant, stamp
from hearing_app.storage.unchanged import read_once

KEPT = 512
"""How many answers are kept as they were read, in each process: what was received never changes."""
Period = tuple[datetime, datetime | None]
"""Since when an answer could be read, and until when; None while it still can."""
_STANDING = "WHERE submission = (SELECT id FROM submissions WHERE reference = ?) AND withdrawn_at IS NULL"
_content = lru_cache(maxsize=KEPT)(read_payload)
_COUNTING = (
    "hearing = ? AND (body NOT LIKE ? OR reference IN (SELECT reference FROM moderation WHERE state = 'admitted'))"
)
"""What counts of a hearing: everything but what guests have sent and the secretariat has not admitted."""


def add(db: Database, submission: Submission) -> None:
    """Store a received submission, and let it be found."""
    db.table("submissions").insert(
        {
            "reference": submission.reference,
            "hearing": submission.hearing,
            "body": submission.body,
            "version": submission.version,
            "received_at": stamp(submission.received_at),
            "definition_sha256": submission.definition,
            "payload": submission.payload,
            "sha256": submission.sha256,
        }
    )
    search.put(db, submission.reference)


def next_reference(db: Database, year: int) -> str:
    """Return the next reference number of a year, like «2026-0042»; call it inside the transaction that uses it."""
    row = db.execute(
        "SELECT max(CAST(substr(reference, 6) AS INTEGER)) FROM submissions WHERE reference LIKE ?",
        [f"{year}-%"],
    ).fetchone()
    return f"{year}-{(row[0] or 0) + 1:04d}"


def next_version(db: Database, hearing: str, body: str) -> int:
    """Return the number of a body's next submission to a hearing, from 1."""
    sql = "SELECT coalesce(max(version), 0) + 1 FROM submissions WHERE hearing = ? AND body = ?"
    return int(db.execute(sql, [hearing, body]).fetchone()[0])


def of_hearing(db: Database, hearing: str) -> tuple[Submission, ...]:
    """Return every version of every submission to a hearing, in the order they were received.

    Of those who were not invited only what the secretariat has admitted is among them: what waits, or is refused, is
    neither counted nor published, and whoever asks for submissions need not think of it.
    """

    def read() -> tuple[Submission, ...]:
        rows = db.table("submissions").rows_where(_COUNTING, [hearing, f"{PREFIX}%"], order_by="id")
        return tuple(map(_submission, rows))

    return read_once(db, "submissions", hearing, read)


def references(db: Database, hearing: str) -> frozenset[str]:
    """Return the references of what `of_hearing` returns, without reading what was answered."""
    rows = db.table("submissions").rows_where(_COUNTING, [hearing, f"{PREFIX}%"], select="reference")
    return frozenset(str(row["reference"]) for row in rows)


def latest_preliminary(db: Database, hearing: str) -> tuple[Submission, ...]:
    """Return those of the answers that count that are to be confirmed by a body; no other is read."""
    sql = f"""
        SELECT * FROM (
            SELECT *, max(version) OVER (PARTITION BY body) AS latest FROM submissions WHERE {_COUNTING}
        ) WHERE version = latest AND json_extract(CAST(payload AS TEXT), '$.standing.level') = ? ORDER BY body
    """  # noqa: S608 - the condition stands above
    rows = db.query(sql, [hearing, f"{PREFIX}%", Standing.PRELIMINARY])
    return tuple(map(_submission, rows))


def from_guests(db: Database, hearing: str) -> tuple[Submission, ...]:
    """Return everything that a hearing has got from those who were not invited, in the order it was received."""
    rows = db.table("submissions").rows_where("hearing = ? AND body LIKE ?", [hearing, f"{PREFIX}%"], order_by="id")
    return tuple(map(_submission, rows))


def hearings(db: Database) -> frozenset[str]:
    """Return the ids of the hearings that have been answered."""
    return frozenset(row[0] for row in db.execute("SELECT DISTINCT hearing FROM submissions"))


def by_reference(db: Database, reference: str) -> Submission | None:
    """Return the submission with this reference, or None."""
    row = next(iter(db.table("submissions").rows_where("reference = ?", [reference])), None)
    return _submission(row) if row else None


def latest_of_body(db: Database, hearing: str, body: str) -> Submission | None:
    """Return the version that counts of a body's submission, or None."""
    where = "hearing = ? AND body = ?"
    rows = db.table("submissions").rows_where(where, [hearing, body], order_by="version DESC", limit=1)
    row = next(iter(rows), None)
    return _submission(row) if row else None


def of_body(db: Database, hearing: str, body: str) -> tuple[Submission, ...]:
    """Return every version of a body's submission, the last first."""
    where = "hearing = ? AND body = ?"
    return tuple(map(_submission, db.table("submissions").rows_where(where, [hearing, body], order_by="version DESC")))


def count_since(db: Database, hearing: str, body: str, since: datetime) -> int:
    """Return how many versions a body has sent since then."""
    where = "hearing = ? AND body = ? AND received_at > ?"
    return db.table("submissions").count_where(where, [hearing, body, stamp(since)])


def newest_of_body(db: Database, body: str) -> Submission | None:
    """Return what a body has sent last, to any hearing, or None."""
    row = next(iter(db.table("submissions").rows_where("body = ?", [body], order_by="id DESC", limit=1)), None)
    return _submission(row) if row else None


def release(db: Database, reference: str, *, actor: str, now: datetime) -> None:
    """Note that a submission may be published; a second time changes nothing."""
    db.execute(
        "INSERT INTO releases (submission, released_by, released_at) SELECT id, ?, ? FROM submissions "
        "WHERE reference = ? ON CONFLICT DO NOTHING",
        [actor, stamp(now), reference],
    )


def withhold(db: Database, reference: str, *, actor: str, now: datetime) -> None:
    """Take a release back; that there was one stays."""
    sql = f"UPDATE releases SET withdrawn_by = ?, withdrawn_at = ? {_STANDING}"  # noqa: S608 - all of it stands above
    db.execute(sql, [actor, stamp(now), reference])


def undo_release(db: Database, reference: str, *, since: datetime, actor: str, now: datetime) -> None:
    """Take a release back that readers never saw, where it was made at `since`; otherwise as `withhold`."""
    sql = (
        "UPDATE releases SET withdrawn_by = ?, withdrawn_at = ?, never_public = "  # noqa: S608 - all of it stands above
        f"(released_at = ? AND released_by = ?) {_STANDING}"
    )
    db.execute(sql, [actor, stamp(now), stamp(since), actor, reference])


def undo_withhold(db: Database, reference: str, *, since: datetime, actor: str, now: datetime) -> None:
    """Let a release that was taken back at `since` stand as if it had not been; otherwise as `release`."""
    sql = """
        UPDATE releases SET withdrawn_by = NULL, withdrawn_at = NULL WHERE id = (
            SELECT max(releases.id) FROM releases JOIN submissions ON submissions.id = submission
            WHERE reference = ? AND withdrawn_at = ? AND withdrawn_by = ? AND never_public = 0
        ) AND NOT EXISTS (
            SELECT 1 FROM releases AS other WHERE other.submission = releases.submission AND other.withdrawn_at IS NULL
        )
    """
    db.execute(sql, [reference, stamp(since), actor])
    release(db, reference, actor=actor, now=now)


def released(db: Database, hearing: str) -> frozenset[str]:
    """Return the references of the released submissions of a hearing."""
    sql = (
        "SELECT reference FROM submissions JOIN releases ON submissions.id = releases.submission "
        "WHERE hearing = ? AND withdrawn_at IS NULL"
    )
    return frozenset(row[0] for row in db.execute(sql, [hearing]))


def public_periods(db: Database, hearing: str) -> dict[str, tuple[Period, ...]]:
    """Return when the answers of a hearing could be read, by reference, the first time first."""
    sql = (
        "SELECT reference, released_at, withdrawn_at FROM releases JOIN submissions ON submissions.id = submission "
        "WHERE hearing = ? AND never_public = 0 ORDER BY releases.id"
    )
    found: dict[str, tuple[Period, ...]] = {}
    for reference, since, until in db.execute(sql, [hearing]):
        found[reference] = (*found.get(reference, ()), (datetime.fromisoformat(since), instant(until)))
    return found


def _submission(row: dict[str, object]) -> Submission:
    payload = row["payload"]
    if not isinstance(payload, bytes):
        raise TypeError("the table holds payloads as bytes")
    return Submission(
        reference=str(row["reference"]),
        hearing=str(row["hearing"]),
        body=str(row["body"]),
        version=int(str(row["version"])),
        received_at=datetime.fromisoformat(str(row["received_at"])),
        definition=str(row["definition_sha256"]),
        payload=payload,
        sha256=str(row["sha256"]),
        content=_content(payload),
    )
