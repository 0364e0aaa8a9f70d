"""What the desk asks of mails: which are about whom, what went lately, and what is kept of them for how long."""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from hearing_app.storage import adoption_reports
from hearing_app.storage.database import instant, stamp
from hearing_app.storage.outbox import OF_COLLEAGUES, ONCE, About, MailState

OF_A_BODY = ("invitation", "renewal", "reminder")
"""Kinds that bring a body its personal link."""


@dataclass(frozen=True)
class SentMail:
    """That a mail of a kind went at that time; `recipient` is empty once the address is deleted."""

    id: int
    kind: str
    recipient: str
    sent_at: datetime


@dataclass(frozen=True)
class MailOfBody:
    """The newest mail with a link to a body."""

    id: int
    kind: str
    state: MailState
    at: datetime
    """When it was sent, or queued where it was not."""


def about(db: Database, mail_ids: list[int]) -> dict[int, tuple[About, ...]]:
    """Return what each of these mails is about."""
    found: dict[int, tuple[About, ...]] = {}
    sql = (
        "SELECT mail, hearing, body FROM mail_about WHERE mail IN (SELECT value FROM json_each(?)) "
        "ORDER BY mail, hearing, body"
    )
    for mail, hearing, body in db.execute(sql, [json.dumps(mail_ids)]):
        found[mail] = (*found.get(mail, ()), (hearing, body))
    return found


def newest_of_bodies(db: Database, hearing: str, now: datetime) -> dict[str, MailOfBody]:
    """Return the newest mail with a link to each body of a hearing, by the body's id."""
    sql = (
        "SELECT a.body, o.id, o.kind, o.created_at, o.sent_at, o.last_error, o.handed_at, o.leased_until "
        "FROM mail_about a JOIN outbox o ON o.id = a.mail WHERE a.hearing = ? AND o.kind IN (?, ?, ?) ORDER BY o.id"
    )
    return {
        row[0]: MailOfBody(
            row[1], row[2], _state(row[4:], row[2], stamp(now)), datetime.fromisoformat(row[4] or row[3])
        )
        for row in db.execute(sql, [hearing, *OF_A_BODY])
    }


def _state(row: tuple[str | None, ...], kind: str, now: str) -> MailState:
    sent_at, last_error, handed_at, leased_until = row
    if sent_at:
        return MailState.SENT
    if leased_until and leased_until > now:
        return MailState.WAITING
    if handed_at and kind in ONCE:
        return MailState.UNCERTAIN
    return MailState.FAILED if last_error else MailState.WAITING


def sent_lately(db: Database, *, limit: int) -> tuple[SentMail, ...]:
    """Return the last mails that were sent, the newest first; those between colleagues of a body are not told of."""
    sql = (
        "SELECT id, kind, recipient, sent_at FROM outbox WHERE sent_at IS NOT NULL "
        "AND kind NOT IN (SELECT value FROM json_each(?)) ORDER BY sent_at DESC, id DESC LIMIT ?"
    )
    internal = json.dumps(sorted(OF_COLLEAGUES))
    return tuple(SentMail(row[0], row[1], row[2], _at(row[3])) for row in db.execute(sql, [internal, limit]))


def _at(text: str) -> datetime:
    found = instant(text)
    if found is None:
        raise ValueError("a mail that was sent has its time")
    return found


def count_addresses(db: Database, *, before: datetime) -> int:
    """Return how many mails that were sent before then still have the address they went to."""
    sql = "SELECT count(*) FROM outbox WHERE sent_at < ? AND recipient <> ''"
    return int(db.execute(sql, [stamp(before)]).fetchone()[0])


def forget_addresses(db: Database, *, before: datetime) -> int:
    """Forget where mails went that were sent before then; kind, time and body stay. One that waits keeps its all."""
    sql = "UPDATE outbox SET recipient = '', message = x'', last_error = '' WHERE sent_at < ? AND recipient <> ''"
    return int(db.execute(sql, [stamp(before)]).rowcount)


DELETED = "–"
"""Stands for an address that is deleted, in a table that asks for one."""
_REMINDED = ("reminders", "confirmation_reminders", "adoption_reminders")
"""Tables of reminders; each has `recipient` and `given_at`."""


def count_link_addresses(db: Database, *, before: datetime) -> int:
    """Return how many links and reminders older than that still have the address they went to."""
    links = db.table("invitations").count_where("created_at < ? AND email <> ''", [stamp(before)])
    links += adoption_reports.count_names(db, before=before)
    where, values = "given_at < ? AND recipient <> ?", [stamp(before), DELETED]
    return links + sum(db.table(name).count_where(where, values) for name in _REMINDED)


def forget_link_addresses(db: Database, *, before: datetime) -> int:
    """Forget where links and reminders older than that went; that they were made, and for whom, stays."""
    links = db.execute("UPDATE invitations SET email = '' WHERE created_at < ? AND email <> ''", [stamp(before)])
    values = [DELETED, stamp(before), DELETED]
    sqls = (f"UPDATE {name} SET recipient = ? WHERE given_at < ? AND recipient <> ?" for name in _REMINDED)  # noqa: S608 - the names stand above
    names = adoption_reports.forget_names(db, before=before)
    return names + int(links.rowcount) + sum(int(db.execute(sql, values).rowcount) for sql in sqls)
