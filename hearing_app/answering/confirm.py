"""Confirming: what a political body made of an answer that was sent before it had met."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from hearing_app.domain.calendar import oslo_day
from hearing_app.domain.confirmation import (
    Confirmation,
    Told,
    canonical_confirmation,
    days_overdue,
    is_preliminary,
)
from hearing_app.domain.council import Body
from hearing_app.domain.hearing import Hearing
from hearing_app.domain.matter import Matter
from hearing_app.domain.submission import Submission, fingerprint
from hearing_app.mailing.confirmation_mail import notice_mail, receipt_mail
from hearing_app.mailing.mail import Sender
from hearing_app.storage import Database, audit, confirmations, outbox, rebuilds, submissions
from hearing_app.storage.database import writing
from hearing_app.text import Words, words_for

MOST_TOLD = 10
"""Of one answer in a day: each is two mails, and a link can be in anybody's hands."""


class NothingToConfirm(Exception):
    """The answer is not preliminary, or a newer version of it has been sent."""


class ToldTooOften(Exception):
    """It has been corrected as often as may be in a day; what was told last counts."""


class NotYet(ValueError):
    """A body that is to meet on a later day has confirmed nothing yet."""


@dataclass(frozen=True)
class Standing:
    """Where a preliminary answer stands: `overdue` is whole days since the promised day, while nothing is told."""

    sent: Submission
    confirmation: Confirmation | None
    overdue: int = 0

    @property
    def promised(self) -> date | None:
        """The day by which it was to be confirmed."""
        return self.sent.content.standing.day


def standing_of(db: Database, sent: Submission | None, now: datetime) -> Standing | None:
    """Return where an answer stands, None where it is not preliminary."""
    if sent is None or not is_preliminary(sent):
        return None
    confirmation = confirmations.latest(db, sent.reference)
    return Standing(sent, confirmation, 0 if confirmation else days_overdue(sent, now))


def standings(db: Database, hearing_id: str, now: datetime) -> dict[str, Standing]:
    """Return where each preliminary answer that counts stands, by its body's id."""
    told = confirmations.of_hearing(db, hearing_id)
    return {
        sent.body: Standing(sent, told.get(sent.reference), 0 if sent.reference in told else days_overdue(sent, now))
        for sent in submissions.latest_preliminary(db, hearing_id)
    }


def owes_confirmation(db: Database, hearing_id: str, body_id: str) -> bool:
    """Tell whether a body's answer waits to be confirmed."""
    sent = submissions.latest_of_body(db, hearing_id, body_id)
    return sent is not None and is_preliminary(sent) and confirmations.latest(db, sent.reference) is None


def unpublished(db: Database, matter: Matter) -> frozenset[str]:
    """Return the bodies whose published answer does not show yet what has been told of it."""
    told = confirmations.of_hearing(db, matter.hearing.id)
    newest = {reference: confirmation.told.treatment for reference, confirmation in told.items()}
    return frozenset(copy.body for copy in matter.released if newest.get(copy.reference) != copy.confirmation)


def confirm(
    db: Database,
    hearing: Hearing,
    body: Body,
    reference: str,
    told: Told,
    *,
    words: Words,
    sender: Sender,
    now: datetime,
) -> Confirmation:
    """Receive a confirmation: the row, the mails, the site and the audit entry in one transaction.

    The deadline does not matter here. To tell the same once more returns what is there; to tell something else is a
    correction, which counts from then on.

    Args:
        reference: of the answer that was looked at.
        told: its minutes have been examined and kept.

    Raises:
        NothingToConfirm: that answer is not preliminary, or not the one that counts now.
        NotYet: the day is to come.
        ToldTooOften: not once more today.
    """
    if told.treatment.day > oslo_day(now):
        raise NotYet
    with writing(db):
        sent = submissions.latest_of_body(db, hearing.id, body.id)
        if sent is None or sent.reference != reference or not is_preliminary(sent):
            raise NothingToConfirm
        history = confirmations.of_submission(db, reference)
        before = history[-1] if history else None
        if before is not None and before.told == told:
            return before
        if sum(now - one.given_at < timedelta(days=1) for one in history) >= MOST_TOLD:
            raise ToldTooOften
        confirmation = _mint(reference, told, now)
        confirmations.add(db, confirmation)
        _write(db, hearing, body, sent, confirmation, words, sender, now)
        rebuilds.ask(db, f"confirmed {reference}", now)
        action = "confirmation corrected" if before else "confirmation told"
        audit.log(db, now=now, actor=body.id, action=action, hearing=hearing.id, subject=reference)
    return confirmation


def _mint(reference: str, told: Told, now: datetime) -> Confirmation:
    given_at = now.replace(microsecond=0)
    payload = canonical_confirmation(told, reference=reference, given_at=given_at, nonce=secrets.token_hex(16))
    return Confirmation(reference, told, given_at, payload, fingerprint(payload))


def _write(
    db: Database,
    hearing: Hearing,
    body: Body,
    sent: Submission,
    confirmation: Confirmation,
    words: Words,
    sender: Sender,
    now: datetime,
) -> None:
    """Queue the mail to the secretariat, in the hearing's language, and the receipt to whoever answered."""
    to, about = hearing.contact.email, [(hearing.id, body.id)]
    notice = notice_mail(hearing, body, confirmation, words_for(hearing.language), sender, to=to, now=now)
    outbox.put(db, kind="confirmation", recipient=to, message=notice.as_bytes(), now=now, about=about)
    to = sent.content.respondent.email
    receipt = receipt_mail(hearing, body, confirmation, words, sender, to=to, now=now)
    outbox.put(db, kind="receipt", recipient=to, message=receipt.as_bytes(), now=now, about=about)
