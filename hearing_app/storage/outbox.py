"""Mail that is waiting or has been sent."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlite_utils import Database

from hearing_app.storage.database import instant, stamp, writing

ONCE = frozenset({"invitation", "reminder"})
"""Kinds that are rather not sent than sent twice: where it is not known whether such a mail went, a person decides.

A body that did not get its invitation is reminded, with a new link; any other kind goes once more under the same
Message-ID, by which mail programs know it again.
"""


OF_COLLEAGUES = frozenset({"colleague", "colleague_link", "approval", "returned"})
"""Kinds that go between those who write a body's answer: who they are is the body's own business."""


class MailState(StrEnum):
    """How far a mail has come."""

    WAITING = "waiting"
    FAILED = "failed"
    UNCERTAIN = "uncertain"
    SENT = "sent"


@dataclass(frozen=True)
class Mail:
    """A mail with its state; `message` is the whole of it as it goes over the wire, empty once it is sent.

    `handed_at` stands where sending was broken off at the moment when the mail server got it.
    """

    id: int
    kind: str
    recipient: str
    message: bytes
    created_at: datetime
    attempts: int
    last_error: str
    sent_at: datetime | None
    next_attempt_at: datetime
    leased_until: datetime | None = None
    handed_at: datetime | None = None

    @property
    def between_colleagues(self) -> bool:
        """Whether its recipient is nobody that the secretariat knows of."""
        return self.kind in OF_COLLEAGUES

    def state(self, now: datetime) -> MailState:
        """How far it has come; while it is being sent it waits."""
        if self.sent_at is not None:
            return MailState.SENT
        if self.leased_until is not None and self.leased_until > now:
            return MailState.WAITING
        if self.handed_at is not None and self.kind in ONCE:
            return MailState.UNCERTAIN
        return MailState.FAILED if self.last_error else MailState.WAITING


About = tuple[str, str]
"""The ids of a hearing and of a body."""


def put(
    db: Database, *, kind: str, recipient: str, message: bytes, now: datetime, about: Collection[About] = ()
) -> None:
    """Queue a mail; it is sent if and only if the transaction around it holds.

    `about` are the hearings and bodies that the mail is about, each once.
    """
    row = {
        "kind": kind,
        "recipient": recipient,
        "message": message,
        "created_at": stamp(now),
        "next_attempt_at": stamp(now),
    }
    with writing(db):
        mail_id = db.table("outbox").insert(row).last_pk
        for hearing, body in about:
            db.execute("INSERT INTO mail_about (mail, hearing, body) VALUES (?, ?, ?)", [mail_id, hearing, body])


def claim(db: Database, *, now: datetime, until: datetime) -> Mail | None:
    """Take the next mail that is due, and keep others from it until `until`; None where nothing is due.

    A worker that dies after this gives the mail up again when `until` has passed, unless it is of a kind that is
    sent once and the mail server may have it.
    """
    with writing(db):
        rows = db.table("outbox").rows_where(
            "sent_at IS NULL AND next_attempt_at <= ? "
            "AND (handed_at IS NULL OR kind NOT IN (SELECT value FROM json_each(?)))",
            [stamp(now), json.dumps(sorted(ONCE))],
            order_by="id",
            limit=1,
        )
        row = next(iter(rows), None)
        if row is None:
            return None
        change = {
            "next_attempt_at": stamp(until),
            "leased_until": stamp(until),
            "attempts": row["attempts"] + 1,
            "handed_at": None,
        }
        db.table("outbox").update(row["id"], change)
        return _mail({**row, **change})


def mark_handed(db: Database, mail_id: int, now: datetime) -> None:
    """Note that the mail server is about to get the text; only its answer takes the note away."""
    db.execute("UPDATE outbox SET handed_at = ? WHERE id = ?", [stamp(now), mail_id])


def mark_sent(db: Database, mail_id: int, now: datetime) -> None:
    """Note that the mail server has taken the mail, and forget its text: it may hold a personal link."""
    db.execute(
        "UPDATE outbox SET sent_at = ?, last_error = '', message = x'', leased_until = NULL, handed_at = NULL "
        "WHERE id = ?",
        [stamp(now), mail_id],
    )


def mark_failed(db: Database, mail_id: int, *, error: str, retry_at: datetime, uncertain: bool = False) -> None:
    """Note why a mail was not taken, and when it is tried again.

    `uncertain` is that the server got the text and did not answer: a mail of a kind that is sent once then waits for
    a person.
    """
    db.execute(
        "UPDATE outbox SET last_error = ?, next_attempt_at = ?, leased_until = NULL, "
        "handed_at = CASE WHEN ? THEN handed_at END WHERE id = ?",
        [error[:500], stamp(retry_at), uncertain, mail_id],
    )


def waiting(db: Database) -> tuple[Mail, ...]:
    """Return the mails that have not been sent."""
    return tuple(_mail(row) for row in db.table("outbox").rows_where("sent_at IS NULL", order_by="id"))


def by_id(db: Database, mail_id: int) -> Mail | None:
    """Return a mail, or None."""
    row = next(iter(db.table("outbox").rows_where("id = ?", [mail_id])), None)
    return _mail(row) if row else None


def send_now(db: Database, mail_id: int, now: datetime) -> bool:
    """Make a mail due at once, also one that may have gone already, and tell whether it was free to be touched."""
    sql = (
        "UPDATE outbox SET next_attempt_at = :now, handed_at = NULL "
        "WHERE id = :id AND sent_at IS NULL AND (leased_until IS NULL OR leased_until <= :now)"
    )
    return db.execute(sql, {"id": mail_id, "now": stamp(now)}).rowcount > 0


def readdress(db: Database, mail_id: int, *, recipient: str, message: bytes, now: datetime) -> bool:
    """Give a mail that waits another address and make it due at once; tell whether it was free to be touched."""
    sql = (
        "UPDATE outbox SET recipient = :to, message = :message, next_attempt_at = :now, attempts = 0, last_error = '' "
        "WHERE id = :id AND sent_at IS NULL AND handed_at IS NULL AND (leased_until IS NULL OR leased_until <= :now)"
    )
    values = {"id": mail_id, "to": recipient, "message": message, "now": stamp(now)}
    return db.execute(sql, values).rowcount > 0


def withdraw(db: Database, *, hearing: str, body: str, kinds: Collection[str], now: datetime) -> int:
    """Remove mails that wait and are about this body and hearing alone, and return how many there were."""
    sql = (
        "DELETE FROM outbox WHERE sent_at IS NULL AND (leased_until IS NULL OR leased_until <= :now) "
        "AND kind IN (SELECT value FROM json_each(:kinds)) AND id IN (SELECT mail FROM mail_about "
        "GROUP BY mail HAVING count(*) = 1 AND max(hearing) = :hearing AND max(body) = :body)"
    )
    values = {"hearing": hearing, "body": body, "kinds": json.dumps(sorted(kinds)), "now": stamp(now)}
    return int(db.execute(sql, values).rowcount)


def remove(db: Database, mail_ids: Collection[int], *, now: datetime) -> int:
    """Remove those of these mails that wait, and return how many there were; one that is being sent goes."""
    sql = (
        "DELETE FROM outbox WHERE sent_at IS NULL AND (leased_until IS NULL OR leased_until <= :now) "
        "AND id IN (SELECT value FROM json_each(:ids))"
    )
    return int(db.execute(sql, {"ids": json.dumps(sorted(mail_ids)), "now": stamp(now)}).rowcount)


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
        _instant(row["sent_at"]),
        datetime.fromisoformat(str(row["next_attempt_at"])),
        _instant(row["leased_until"]),
        _instant(row["handed_at"]),
    )


def _instant(value: object) -> datetime | None:
    return instant(str(value)) if value else None
