"""Mail that is waiting or has been sent."""

from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from hearing_app.storage.database import instant, stamp, writing


@dataclass(frozen=True)
class Mail:
    """A mail with its state; `message` is the whole of it as it goes over the wire."""

    id: int
    kind: str
    recipient: str
    message: bytes
    created_at: datetime
    attempts: int
    last_error: str
    sent_at: datetime | None


def put(db: Database, *, kind: str, recipient: str, message: bytes, now: datetime) -> None:
    """Queue a mail; it is sent if and only if the transaction around it holds."""
    row = {
        "kind": kind,
        "recipient": recipient,
        "message": message,
        "created_at": stamp(now),
        "next_attempt_at": stamp(now),
    }
    db.table("outbox").insert(row)


def claim(db: Database, *, now: datetime, until: datetime) -> Mail | None:
    """Take the next mail that is due, and keep others from it until `until`; None where nothing is due.

    A worker that dies after this gives the mail up again when `until` has passed.
    """
    with writing(db):
        rows = db.table("outbox").rows_where(
            "sent_at IS NULL AND next_attempt_at <= ?", [stamp(now)], order_by="id", limit=1
        )
        row = next(iter(rows), None)
        if row is None:
            return None
        db.table("outbox").update(row["id"], {"next_attempt_at": stamp(until), "attempts": row["attempts"] + 1})
        return _mail({**row, "attempts": row["attempts"] + 1})


def mark_sent(db: Database, mail_id: int, now: datetime) -> None:
    """Note that the mail server has taken the mail, and forget its text: it may hold a personal link."""
    db.table("outbox").update(mail_id, {"sent_at": stamp(now), "last_error": "", "message": b""})


def mark_failed(db: Database, mail_id: int, *, error: str, retry_at: datetime) -> None:
    """Note why a mail was not taken, and when it is tried again."""
    db.table("outbox").update(mail_id, {"last_error": error[:500], "next_attempt_at": stamp(retry_at)})


def waiting(db: Database) -> tuple[Mail, ...]:
    """Return the mails that have not been sent."""
    return tuple(_mail(row) for row in db.table("outbox").rows_where("sent_at IS NULL", order_by="id"))


def _mail(row: dict[str, object]) -> Mail:
    message = row["message"]
    if not isinstance(message, bytes):
        raise TypeError("the table holds mails as bytes")
    return Mail(
        int(str(row["id"])),
        str(row["kind"]),
        str(row["recipient"]),
        message,
        datetime.fromisoformat(str(row["created_at"])),
        int(str(row["attempts"])),
        str(row["last_error"]),
        instant(str(row["sent_at"])) if row["sent_at"] else None,
    )
