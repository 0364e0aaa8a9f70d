"""Invitations: personal links that let a body answer."""

import hashlib
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from hearing_app.domain.council import Body
from hearing_app.domain.hearing import Hearing, status_of
from hearing_app.domain.vocabulary import HearingStatus
from hearing_app.inviting.contacts import address_of
from hearing_app.mailing.mail import Sender, invitation_mail
from hearing_app.storage import Database, audit, colleagues, invitations, outbox
from hearing_app.storage.database import writing
from hearing_app.storage.invitations import Invitation
from hearing_app.text import Words

TOKEN_BYTES = 32
"""256 bits: nobody guesses a link."""


class LinkUnknown(LookupError):
    """The personal link does not exist, or has been revoked. Which of the two is told to nobody."""


class HearingClosed(Exception):
    """Nobody is invited to a hearing that is over, withdrawn or not yet planned."""


@dataclass(frozen=True)
class Invited:
    """What an invitation round did."""

    sent: tuple[Body, ...]
    had_one: tuple[Body, ...]
    without_email: tuple[Body, ...]


def token_hash(token: str) -> str:
    """Return what is stored of a token. A plain hash is enough for 256 random bits."""
    return hashlib.sha256(token.encode()).hexdigest()


def link_for(base_url: str, token: str) -> str:
    """Return the personal link with this token."""
    return f"{base_url}/svar/i/{token}"


def new_link(
    db: Database,
    hearing: Hearing,
    body: Body,
    *,
    base_url: str,
    actor: str,
    now: datetime,
    email: str = "",
    colleague: int | None = None,
) -> str:
    """Make a personal link for a body and return it; it can be read here and never again.

    Args:
        email: where it is sent; empty where that is the body's own address.
        colleague: the colleague whose link it is, None for the body's contact.
    """
    token = secrets.token_urlsafe(TOKEN_BYTES)
    with writing(db):
        email = email or address_of(db, body)
        invitations.add(
            db,
            hearing=hearing.id,
            body=body.id,
            token_sha256=token_hash(token),
            email=email,
            now=now,
            colleague=colleague,
        )
        audit.log(db, now=now, actor=actor, action="invited", hearing=hearing.id, subject=body.id)
    return link_for(base_url, token)


def may_invite(hearing: Hearing, now: datetime) -> bool:
    """Tell whether bodies can be invited at `now`: when the hearing is planned or open."""
    status = status_of(hearing, now, summarised=False, decided_on=None)
    return status in (HearingStatus.PLANNED, HearingStatus.OPEN, HearingStatus.EXTENDED)


def invite_bodies(
    db: Database,
    hearing: Hearing,
    bodies: Iterable[Body],
    *,
    sender: Sender,
    words_of: Callable[[Body], Words],
    actor: str,
    now: datetime,
) -> Invited:
    """Invite those bodies that have no working link yet, each by a mail in its own language.

    A body's link and its mail stand in one transaction that also asks whether there is one already: a round
    that is broken off can be run again, two at once do not mind each other, and nobody is invited twice.

    Raises:
        HearingClosed: it is too late, or too early.
    """
    if not may_invite(hearing, now):
        raise HearingClosed(hearing.id)
    sent, had_one, without_email = [], [], []
    for body in bodies:
        with writing(db):
            if _has_link(db, hearing, body):
                had_one.append(body)
            elif not (to := address_of(db, body)):
                without_email.append(body)
            else:
                link = new_link(db, hearing, body, base_url=sender.base_url, actor=actor, now=now, email=to)
                mail = invitation_mail(hearing, body, link, words_of(body), sender, to=to, now=now)
                about = [(hearing.id, body.id)]
                outbox.put(db, kind="invitation", recipient=to, message=mail.as_bytes(), now=now, about=about)
                sent.append(body)
    return Invited(tuple(sent), tuple(had_one), tuple(without_email))


def _has_link(db: Database, hearing: Hearing, body: Body) -> bool:
    return any(i.body == body.id and i.revoked_at is None for i in invitations.of_hearing(db, hearing.id))


def look_up_link(db: Database, token: str) -> Invitation:
    """Return the invitation behind a personal link, and note nothing: mail scanners look at links as well.

    Raises:
        LinkUnknown: there is no such link, or not any more.
    """
    invitation = invitations.by_token(db, token_hash(token))
    if invitation is None or invitation.revoked_at is not None:
        raise LinkUnknown
    return invitation


def open_link(db: Database, token: str, *, now: datetime) -> Invitation:
    """Return the invitation behind a personal link, and note that it was opened.

    Raises:
        LinkUnknown: there is no such link, or not any more.
    """
    invitation = look_up_link(db, token)
    invitations.mark_opened(db, invitation.id, now)
    return invitation


def still_valid(db: Database, invitation_id: int) -> Invitation:
    """Return the invitation that a session was begun with; asked on every page, so that revoking works at once.

    Raises:
        LinkUnknown: it has been revoked.
    """
    invitation = invitations.by_id(db, invitation_id)
    if invitation is None or invitation.revoked_at is not None:
        raise LinkUnknown
    return invitation


def revoke_link(db: Database, invitation: Invitation, *, actor: str, now: datetime) -> None:
    """Make a personal link stop working on every page, and those of the colleagues who were invited by it."""
    with writing(db):
        invitations.revoke(db, invitation.id, now)
        for colleague in colleagues.invited_by(db, invitation.id):
            colleagues.remove(db, colleague, now)
        audit.log(db, now=now, actor=actor, action="revoked", hearing=invitation.hearing, subject=invitation.body)
