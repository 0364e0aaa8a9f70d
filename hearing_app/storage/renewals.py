"""Requests for a new personal link, and how many have been answered. A subject is the hash of an address."""

from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from hearing_app.storage.database import stamp


@dataclass(frozen=True)
class LinkRequest:
    """Somebody's wish for a new link to a hearing."""

    hearing: str
    subject: str


def ask(db: Database, request: LinkRequest, now: datetime) -> None:
    """Note a request; one that waits already is the same one."""
    db.execute(
        "INSERT INTO link_requests (hearing, subject, asked_at) VALUES (?, ?, ?) "
        "ON CONFLICT (hearing, subject) DO UPDATE SET asked_at = excluded.asked_at",
        [request.hearing, request.subject, stamp(now)],
    )


def waiting(db: Database) -> tuple[LinkRequest, ...]:
    """Return the requests that wait for an answer, those first that have waited longest."""
    rows = db.query(
        "SELECT hearing, subject FROM link_requests WHERE subject <> '' ORDER BY asked_at, hearing, subject"
    )
    return tuple(LinkRequest(row["hearing"], row["subject"]) for row in rows)


def take(db: Database, request: LinkRequest) -> bool:
    """Remove a request and tell whether it was still there: only one of two workers answers it."""
    found = db.execute(
        "DELETE FROM link_requests WHERE hearing = ? AND subject = ?", [request.hearing, request.subject]
    )
    return found.rowcount > 0


def note_answered(db: Database, request: LinkRequest, now: datetime) -> None:
    """Count that a request was answered."""
    db.table("link_renewals").insert({"hearing": request.hearing, "subject": request.subject, "at": stamp(now)})


def answered_since(db: Database, request: LinkRequest, since: datetime) -> tuple[int, int]:
    """Return how many requests have been answered since `since`: of this subject, and of the whole hearing."""
    row = db.execute(
        "SELECT coalesce(sum(subject = ?), 0), count(*) FROM link_renewals WHERE hearing = ? AND at > ?",
        [request.subject, request.hearing, stamp(since)],
    ).fetchone()
    return int(row[0]), int(row[1])


def forget(db: Database, *, before: datetime) -> None:
    """Forget answers and requests that are too old to matter."""
    db.execute("DELETE FROM link_renewals WHERE at <= ?", [stamp(before)])
    db.execute("DELETE FROM link_requests WHERE asked_at <= ?", [stamp(before)])
