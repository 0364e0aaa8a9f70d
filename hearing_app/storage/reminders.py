"""Reminders: which body was reminded of which deadline, and for which mark before it."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlite_utils import Database

from hearing_app.storage.database import stamp


@dataclass(frozen=True)
class Given:
    """A reminder that was given: `days_before` is the mark before `deadline`, `at` when its mail was queued."""

    body: str
    deadline: date
    days_before: int
    recipient: str
    at: datetime


def add(
    db: Database, *, hearing: str, body: str, deadline: date, days_before: int, recipient: str, now: datetime
) -> None:
    """Note a reminder, in the transaction that queues its mail; the table refuses a second one for the same mark."""
    db.table("reminders").insert(
        {
            "hearing": hearing,
            "body": body,
            "deadline": deadline.isoformat(),
            "days_before": days_before,
            "recipient": recipient,
            "given_at": stamp(now),
        }
    )


def of_hearing(db: Database, hearing: str) -> tuple[Given, ...]:
    """Return the reminders of a hearing, oldest first."""
    rows = db.table("reminders").rows_where("hearing = ?", [hearing], order_by="id")
    return tuple(
        Given(
            row["body"],
            date.fromisoformat(row["deadline"]),
            row["days_before"],
            row["recipient"],
            datetime.fromisoformat(row["given_at"]),
        )
        for row in rows
    )


def marks_given(db: Database, hearing: str, body: str, deadline: date) -> frozenset[int]:
    """Return the marks (days before `deadline`) that a body has been reminded at."""
    sql = "SELECT days_before FROM reminders WHERE hearing = ? AND body = ? AND deadline = ?"
    return frozenset(row[0] for row in db.execute(sql, [hearing, body, deadline.isoformat()]))
