"""Colleagues: a body's contact invites those who are to write the answer with them, and takes them off it again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage

from hearing_app.domain.colleague import Colleague, approver_of
from hearing_app.domain.council import Body
from hearing_app.domain.hearing import Hearing
from hearing_app.inviting.contacts import address_of
from hearing_app.inviting.invite import new_link
from hearing_app.mailing.colleague_mail import colleague_mail, new_link_mail
from hearing_app.mailing.mail import Sender
from hearing_app.storage import Database, audit, authorship, colleagues, invitations, outbox
from hearing_app.storage.database import writing
from hearing_app.text import Words

MOST = 20
"""Colleagues on one answer at a time, and invitations of one body in a day: the form is no way to send mail to many."""
DAY = timedelta(days=1)


class ColleagueKnown(Exception):
    """The address has a link to this answer already."""


class TooManyColleagues(Exception):
    """As many as there may be work on the answer, or have been invited today."""


class ApproverTaken(Exception):
    """Somebody else approves the answer already; `approver` is who."""

    def __init__(self, approver: Colleague) -> None:
        """Take the one who approves."""
        super().__init__(str(approver.id))
        self.approver = approver


@dataclass(frozen=True)
class NewColleague:
    """Whom a contact wants to invite: `items` are the ids of what is given to them."""

    name: str
    email: str
    items: tuple[str, ...] = ()
    approver: bool = False


def invite_colleague(
    db: Database,
    hearing: Hearing,
    body: Body,
    new: NewColleague,
    *,
    invited_by: int,
    inviter: str,
    words: Words,
    sender: Sender,
    now: datetime,
) -> Colleague:
    """Give a colleague a personal link of their own, by mail, in one transaction.

    Args:
        invited_by: the id of the contact's invitation; where that is revoked the colleague goes as well.
        inviter: the contact person, as the mail calls them.

    Raises:
        ColleagueKnown, TooManyColleagues, ApproverTaken: nobody was invited.
    """
    with writing(db):
        there = colleagues.of_body(db, hearing.id, body.id)
        if new.email.casefold() in {email.casefold() for email in addresses(db, hearing, body)}:
            raise ColleagueKnown
        if max(len(there), colleagues.invited_since(db, hearing.id, body.id, now - DAY)) >= MOST:
            raise TooManyColleagues
        _one_approver(there, approver=new.approver)
        colleague = colleagues.add(
            db,
            hearing=hearing.id,
            body=body.id,
            name=new.name,
            email=new.email,
            items=new.items,
            approver=new.approver,
            invited_by=invited_by,
            now=now,
        )
        if new.approver:  # whoever was asked before has gone, and the new one has not been asked
            authorship.forget_request(db, hearing=hearing.id, body=body.id)
        link = link_of(db, hearing, body, colleague, base_url=sender.base_url, now=now)
        mail = colleague_mail(hearing, body, colleague, link, words, sender, inviter=inviter, now=now)
        _queue(db, "colleague", colleague, mail, now)
    return colleague


def link_of(db: Database, hearing: Hearing, body: Body, colleague: Colleague, *, base_url: str, now: datetime) -> str:
    """Make one more personal link for a colleague and return it."""
    return new_link(
        db, hearing, body, base_url=base_url, actor=body.id, now=now, email=colleague.email, colleague=colleague.id
    )


def addresses(db: Database, hearing: Hearing, body: Body) -> tuple[str, ...]:
    """Return every address that can get a link to a body's answer: the body's own, its links', the colleagues'."""
    found = [address_of(db, body), *(link.email for link in invitations.working(db, hearing.id, body.id))]
    return tuple(filter(None, [*found, *(c.email for c in colleagues.of_body(db, hearing.id, body.id))]))


def give(db: Database, colleague: Colleague, *, items: Sequence[str], approver: bool, now: datetime) -> None:
    """Store what a colleague is given, and whether they approve the answer.

    Raises:
        ApproverTaken: somebody else approves it.
    """
    with writing(db):
        there = colleagues.of_body(db, colleague.hearing, colleague.body)
        _one_approver([other for other in there if other.id != colleague.id], approver=approver)
        before = approver_of(there)
        colleagues.give(db, colleague.id, items=items, approver=approver)
        if approver != (before is not None and before.id == colleague.id):
            authorship.forget_request(db, hearing=colleague.hearing, body=colleague.body)
            _log(db, colleague, "approver set" if approver else "approver taken off", now)


def remove(db: Database, colleague: Colleague, *, now: datetime) -> None:
    """Take a colleague off the answer: their links stop working at once, and what they wrote stays."""
    with writing(db):
        colleagues.remove(db, colleague.id, now)
        _log(db, colleague, "colleague removed", now)


def send_new_link(
    db: Database, hearing: Hearing, body: Body, colleague: Colleague, *, words: Words, sender: Sender, now: datetime
) -> None:
    """Mail a colleague a new personal link; their older ones go on working."""
    link = link_of(db, hearing, body, colleague, base_url=sender.base_url, now=now)
    mail = new_link_mail(hearing, body, colleague, link, words, sender, now=now)
    _queue(db, "colleague_link", colleague, mail, now)


def stale_colleagues(db: Database, *, days: int, now: datetime) -> int:
    """Return how many `forget_colleagues` would delete."""
    return colleagues.count_stale(db, before=now - timedelta(days=days), removed_before=now - DAY)


def forget_colleagues(db: Database, *, days: int, now: datetime) -> int:
    """Delete colleagues of whom nothing was seen for `days` days, or who were removed; return how many.

    Those of a body that has a draft stay with it: they still have to find it, and their names stand in it.
    """
    with writing(db):
        return colleagues.forget_stale(db, before=now - timedelta(days=days), removed_before=now - DAY)


def _one_approver(there: Sequence[Colleague], *, approver: bool) -> None:
    taken = approver_of(there)
    if approver and taken is not None:
        raise ApproverTaken(taken)


def _queue(db: Database, kind: str, colleague: Colleague, mail: EmailMessage, now: datetime) -> None:
    about = [(colleague.hearing, colleague.body)]
    outbox.put(db, kind=kind, recipient=colleague.email, message=mail.as_bytes(), now=now, about=about)


def _log(db: Database, colleague: Colleague, action: str, now: datetime) -> None:
    """Note what was done; the log is kept for ever, so it names the body and never the colleague."""
    audit.log(db, now=now, actor=colleague.body, action=action, hearing=colleague.hearing, subject=colleague.body)
