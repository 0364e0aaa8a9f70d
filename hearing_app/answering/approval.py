"""The internal approver: the answer is sent to them, and they send it to the secretariat or back with a note.

Sending itself is `receive.receive_submission`, which lets nobody else do it while a body has an approver.
"""

from datetime import datetime, timedelta

from hearing_app.answering.colleagues import link_of
from hearing_app.answering.receive import DraftConflict
from hearing_app.domain.colleague import Approval, ApprovalState, Colleague, Writer
from hearing_app.domain.council import Body
from hearing_app.domain.hearing import Hearing
from hearing_app.inviting.contacts import address_of
from hearing_app.mailing.colleague_mail import approval_mail, returned_mail
from hearing_app.mailing.mail import Sender
from hearing_app.storage import Database, audit, authorship, colleagues, drafts, invitations, outbox
from hearing_app.storage.database import writing
from hearing_app.text import Words

MAILS_A_DAY = 10
"""Requests that one approver is mailed of, and notes that one address gets; a later one is on the form all the same."""
DAY = timedelta(days=1)


class NoApprover(Exception):
    """Nobody approves the answer any more: then whoever has the link can send it."""


class NothingToReturn(Exception):
    """The answer has not been sent to approval, or has been sent back or in already."""


def ask_for_approval(
    db: Database,
    hearing: Hearing,
    body: Body,
    *,
    writer: Writer,
    asker: str,
    draft_revision: int,
    words: Words,
    sender: Sender,
    now: datetime,
) -> bool:
    """Send the draft that was looked through to the approver, and return whether a mail goes out.

    Asking again for the same draft changes nothing.

    Args:
        asker: whoever asks, as the mail calls them.

    Raises:
        NoApprover: there is none.
        DraftConflict: the draft has moved on from `draft_revision`.
    """
    with writing(db):
        approver, draft = colleagues.approver(db, hearing.id, body.id), drafts.get(db, hearing.id, body.id)
        if approver is None:
            raise NoApprover
        if draft is None or draft.revision != draft_revision:
            raise DraftConflict(draft)
        before = authorship.approval(db, hearing.id, body.id)
        if before is not None and before.state(draft.revision) is ApprovalState.WAITING:
            return True
        authorship.ask(db, hearing=hearing.id, body=body.id, revision=draft.revision, writer=writer, now=now)
        audit.log(db, now=now, actor=body.id, action="approval asked", hearing=hearing.id, subject=body.id)
        if colleagues.mailed_since(db, "approval", approver.email, now - DAY) >= MAILS_A_DAY:
            return False
        link = link_of(db, hearing, body, approver, base_url=sender.base_url, now=now)
        mail = approval_mail(hearing, body, approver, link, words, sender, asker=asker, now=now)
        about = [(hearing.id, body.id)]
        outbox.put(db, kind="approval", recipient=approver.email, message=mail.as_bytes(), now=now, about=about)
    return True


def send_back(
    db: Database,
    hearing: Hearing,
    body: Body,
    *,
    approver: Colleague,
    note: str,
    words: Words,
    sender: Sender,
    now: datetime,
) -> None:
    """Send the answer back with a note, also where somebody has changed it meanwhile: what was said of it holds.

    Whoever asked and the contact are told by mail.

    Raises:
        NothingToReturn: it is not with the approver.
        NoApprover: it is not this colleague who approves it any more.
    """
    with writing(db):
        now_approver = colleagues.approver(db, hearing.id, body.id)
        if now_approver is None or now_approver.id != approver.id:
            raise NoApprover
        asked = authorship.approval(db, hearing.id, body.id)
        if asked is None or asked.returned is not None:
            raise NothingToReturn
        authorship.send_back(db, hearing=hearing.id, body=body.id, writer=approver.writer, note=note, now=now)
        audit.log(db, now=now, actor=body.id, action="approval refused", hearing=hearing.id, subject=body.id)
        about = [(hearing.id, body.id)]
        for to in _told(db, hearing, body, asked):
            if colleagues.mailed_since(db, "returned", to, now - DAY) >= MAILS_A_DAY:
                continue
            mail = returned_mail(hearing, body, words, sender, to=to, approver=approver.name, note=note, now=now)
            outbox.put(db, kind="returned", recipient=to, message=mail.as_bytes(), now=now, about=about)


def _told(db: Database, hearing: Hearing, body: Body, asked: Approval) -> tuple[str, ...]:
    """Return the addresses of whoever asked, where they are still there, and of the contact."""
    links = invitations.working(db, hearing.id, body.id)
    contact = address_of(db, body) or (links[-1].email if links else "")
    asker = colleagues.by_id(db, asked.asked.by.colleague) if asked.asked.by.colleague is not None else None
    found = {email.casefold(): email for email in (contact, asker.email if asker else "") if email}
    return tuple(found.values())
