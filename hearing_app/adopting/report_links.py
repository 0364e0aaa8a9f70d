"""Personal links to report an adoption by: made, looked up, stopped."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from hearing_app.domain.council import Body
from hearing_app.domain.hearing import Hearing
from hearing_app.inviting.invite import TOKEN_BYTES, LinkUnknown, token_hash
from hearing_app.inviting.mail_care import report_links_in
from hearing_app.storage import Database, adoption_reports, audit, outbox
from hearing_app.storage.adoption_reports import Link
from hearing_app.storage.database import writing
from hearing_app.storage.outbox import Mail

MAIL = "adoption"
"""The kind of every mail about adoptions that is no reminder."""
REMINDER = "adoption_reminder"
"""The kind of a reminder: while it waits it is withdrawn, where what it asks for comes in."""


@dataclass(frozen=True)
class Stopping:
    """What stopping meets: the links that work, and the mails with one of them that have not gone yet."""

    links: tuple[Link, ...]
    mails: tuple[Mail, ...]


def link_for(base_url: str, token: str) -> str:
    """Return the personal link with this token."""
    return f"{base_url}/tilslutning/{token}/"


def new_report_link(
    db: Database, hearing: Hearing, body: Body, *, base_url: str, email: str, actor: str, now: datetime
) -> str:
    """Make a personal link to report by and return it; it can be read here and never again."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    with writing(db):
        adoption_reports.add_link(
            db, hearing=hearing.id, body=body.id, token_sha256=token_hash(token), email=email, now=now
        )
        audit.log(db, now=now, actor=actor, action="adoption link made", hearing=hearing.id, subject=body.id)
    return link_for(base_url, token)


def look_up_link(db: Database, token: str) -> Link:
    """Return the link behind a token, and note nothing: mail scanners look at links as well.

    Raises:
        LinkUnknown: there is no such link, or it has been stopped. Which of the two is told to nobody.
    """
    return still_valid(db, token_hash(token))


def still_valid(db: Database, token_sha256: str) -> Link:
    """Return the link that a session was begun with; asked on every page, so that stopping works at once.

    Raises:
        LinkUnknown: there is none, or it has been stopped.
    """
    link = adoption_reports.link_by_token(db, token_sha256)
    if link is None or link.stopped_at is not None:
        raise LinkUnknown
    return link


def is_stopped(links: Collection[Link]) -> bool:
    """Tell whether a body has had links, and none of them works any more: nobody is written to by itself then."""
    return bool(links) and all(link.stopped_at is not None for link in links)


def what_stopping_does(
    db: Database, hearing_id: str, body_id: str, *, only: int | None = None, now: datetime
) -> Stopping:
    """Return what `stop_links` would do; nothing is changed."""
    links = adoption_reports.links_of_body(db, hearing_id, body_id)
    chosen = tuple(link for link in links if link.stopped_at is None and only in (None, link.id))
    hashes = {link.token_sha256 for link in chosen}
    mails = (mail for mail in outbox.waiting(db) if mail.kind in (MAIL, REMINDER) and _is_free(mail, now))
    return Stopping(chosen, tuple(mail for mail in mails if report_links_in(mail.message) & hashes))


def _is_free(mail: Mail, now: datetime) -> bool:
    return mail.leased_until is None or mail.leased_until <= now


def stop_links(
    db: Database, hearing_id: str, body_id: str, *, only: int | None = None, actor: str, now: datetime
) -> Stopping:
    """Stop a body's links to report by, on every page at once, and return what was stopped and withdrawn.

    A mail that waits with such a link is withdrawn, for it would open nothing. What was reported stays. Nobody gets a
    new link by itself: one that was stopped may have been in the wrong hands.

    Args:
        only: the id of the one link to stop; all where it is None.
    """
    with writing(db):
        found = what_stopping_does(db, hearing_id, body_id, only=only, now=now)
        for link in found.links:
            adoption_reports.stop_link(db, link.id, now)
            audit.log(db, now=now, actor=actor, action="adoption link stopped", hearing=hearing_id, subject=body_id)
        if outbox.remove(db, [mail.id for mail in found.mails], now=now):
            audit.log(db, now=now, actor=actor, action="mail withdrawn", hearing=hearing_id, subject=body_id)
    return found


def withdraw_reminders(db: Database, hearing_id: str, body_id: str, *, now: datetime) -> None:
    """Take back reminders that have not gone yet: what they ask for has come, or is not taken in any more."""
    outbox.withdraw(db, hearing=hearing_id, body=body_id, kinds={REMINDER}, now=now)
