"""Revoking every personal link of a body to a hearing at once."""

from dataclasses import dataclass
from datetime import datetime

from hearing_app.inviting.invite import revoke_link
from hearing_app.storage import Database, audit, drafts, invitations, mails, outbox, submissions
from hearing_app.storage.database import writing
from hearing_app.storage.invitations import Invitation
from hearing_app.storage.outbox import MailState

WITH_LINK = frozenset({*mails.OF_A_BODY, *outbox.OF_COLLEAGUES})
"""Mails that hold a link of the body's contact, or of a colleague who was invited by it."""


@dataclass(frozen=True)
class Revoking:
    """What revoking meets: the links that work, whether a mail with one waits, and what stays untouched."""

    links: tuple[Invitation, ...]
    mail_waits: bool
    has_draft: bool
    has_answered: bool


def what_revoking_does(db: Database, hearing_id: str, body_id: str, *, now: datetime) -> Revoking:
    """Return what `revoke_all` would do; nothing is changed."""
    newest = mails.newest_of_bodies(db, hearing_id, now).get(body_id)
    return Revoking(
        invitations.working(db, hearing_id, body_id),
        newest is not None and newest.state is not MailState.SENT,
        drafts.get(db, hearing_id, body_id) is not None,
        submissions.latest_of_body(db, hearing_id, body_id) is not None,
    )


def revoke_all(db: Database, hearing_id: str, body_id: str, *, actor: str, now: datetime) -> int:
    """Make every personal link of a body stop working on every page, and return how many there were.

    Mails that wait with such a link are withdrawn, for it would open nothing. What is saved and sent stays. The body
    can ask for no new link itself: a link that was revoked may have gone to the wrong one, so the secretariat decides.
    """
    with writing(db):
        working = invitations.working(db, hearing_id, body_id)
        for invitation in working:
            revoke_link(db, invitation, actor=actor, now=now)
        if outbox.withdraw(db, hearing=hearing_id, body=body_id, kinds=WITH_LINK, now=now):
            audit.log(db, now=now, actor=actor, action="mail withdrawn", hearing=hearing_id, subject=body_id)
    return len(working)
