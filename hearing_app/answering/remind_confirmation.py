"""Reminders of confirmations: a body promised to tell what its council said, the day is over, and it has not."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from hearing_app.answering.confirm import standing_of
from hearing_app.domain.confirmation import due_mark
from hearing_app.domain.council import Body
from hearing_app.domain.hearing import Hearing
from hearing_app.domain.submission import Submission
from hearing_app.domain.vocabulary import Language
from hearing_app.inviting.extend import where_to_write
from hearing_app.inviting.invite import new_link
from hearing_app.mailing.confirmation_mail import Awaited, awaited_mail
from hearing_app.mailing.mail import Sender
from hearing_app.storage import Database, audit, confirmations, invitations, outbox, submissions
from hearing_app.storage.database import writing
from hearing_app.text import words_for

Marks = tuple[int, ...]


@dataclass(frozen=True)
class Owed:
    """A confirmation to be asked for: at which mark (days after the promised day), and where."""

    hearing: Hearing
    body: Body
    sent: Submission
    mark: int
    recipient: str


@dataclass(frozen=True)
class OwedBundle:
    """Everything that one address is asked to confirm in one mail."""

    recipient: str
    owed: tuple[Owed, ...]

    @property
    def language(self) -> Language:
        """The first body's own language, or its hearing's where the body has none."""
        return self.owed[0].body.language or self.owed[0].hearing.language


def due_confirmations(
    db: Database, hearings: Iterable[Hearing], marks: Marks, *, now: datetime
) -> tuple[OwedBundle, ...]:
    """Return who is to be asked for which confirmation at `now`; nothing is changed."""
    bundles: dict[str, list[Owed]] = {}
    for hearing in sorted(hearings, key=lambda h: (h.deadline, h.id)):
        for body in hearing.invited if hearing.withdrawn is None else ():
            owed = _owed(db, hearing, body, marks, now)
            if owed is not None:
                bundles.setdefault(owed.recipient.casefold(), []).append(owed)
    return tuple(OwedBundle(owed[0].recipient, tuple(owed)) for owed in bundles.values())


def ask_for_confirmations(
    db: Database, hearings: Iterable[Hearing], *, marks: Marks, sender: Sender, actor: str, now: datetime
) -> tuple[OwedBundle, ...]:
    """Queue the mails that are due, and return what they are about; each mark once, however often this runs."""
    done = (_send(db, b, marks, sender, actor, now) for b in due_confirmations(db, hearings, marks, now=now))
    return tuple(bundle for bundle in done if bundle.owed)


def _send(db: Database, bundle: OwedBundle, marks: Marks, sender: Sender, actor: str, now: datetime) -> OwedBundle:
    """Queue one mail for what is still owed of the bundle, and return that; nothing where nothing is left."""
    with writing(db):
        still = replace(bundle, owed=tuple(o for o in bundle.owed if _owed(db, o.hearing, o.body, marks, now) == o))
        if still.owed:
            awaited = tuple(_note(db, owed, sender, actor, now) for owed in still.owed)
            mail = awaited_mail(awaited, words_for(still.language), sender, to=still.recipient, now=now)
            about = [(owed.hearing.id, owed.body.id) for owed in still.owed]
            outbox.put(db, kind="reminder", recipient=still.recipient, message=mail.as_bytes(), now=now, about=about)
    return still


def _note(db: Database, owed: Owed, sender: Sender, actor: str, now: datetime) -> Awaited:
    """Note the mark, and make a link for the mail; the older ones go on working."""
    hearing, body, sent = owed.hearing, owed.body, owed.sent
    confirmations.note_asked(db, sent.reference, days_after=owed.mark, recipient=owed.recipient, now=now)
    audit.log(db, now=now, actor=actor, action="confirmation asked for", hearing=hearing.id, subject=sent.reference)
    link = new_link(db, hearing, body, base_url=sender.base_url, actor=actor, now=now, email=owed.recipient)
    return Awaited(hearing, body, sent, link)


def _owed(db: Database, hearing: Hearing, body: Body, marks: Marks, now: datetime) -> Owed | None:
    standing = standing_of(db, submissions.latest_of_body(db, hearing.id, body.id), now)
    if standing is None or standing.confirmation is not None or standing.promised is None:
        return None
    links, recipient = invitations.working(db, hearing.id, body.id), where_to_write(db, hearing, body)
    mark = due_mark(
        standing.promised,
        marks,
        received_at=standing.sent.received_at,
        given={asked.days_after for asked in confirmations.asked_for(db, standing.sent.reference)},
        now=now,
    )
    return Owed(hearing, body, standing.sent, mark, recipient) if links and recipient and mark is not None else None
