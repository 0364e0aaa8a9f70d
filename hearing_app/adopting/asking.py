"""Asking bodies what they made of a decision: whom, until when, and by which mail."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from hearing_app.adopting.report_links import MAIL, new_report_link, withdraw_reminders
from hearing_app.definitions.adoptions import asked_by_kind
from hearing_app.domain.council import Body
from hearing_app.domain.decision import Decision
from hearing_app.domain.hearing import Hearing
from hearing_app.domain.matter import Matter
from hearing_app.inviting.contacts import addresses_of
from hearing_app.mailing.adoption_mail import Asked, asking_mail
from hearing_app.mailing.mail import Sender
from hearing_app.storage import Database, adoption_reports, audit, outbox, rebuilds
from hearing_app.storage.adoption_reports import Round
from hearing_app.storage.database import writing
from hearing_app.text import Words

PRINT = 16
"""Characters of a print that a form carries."""


class ReportingClosed(Exception):
    """The secretariat takes in no more reports of this decision, or nothing is decided."""


class AskedMoved(Exception):
    """Somebody has chosen others to ask, or another day, since the page was shown."""


@dataclass(frozen=True)
class AskedRound:
    """What a round of mails did."""

    sent: tuple[Body, ...]
    had_one: tuple[Body, ...]
    without_email: tuple[Body, ...]


def default_asked(hearing: Hearing) -> tuple[str, ...]:
    """Return who is asked where nobody has chosen: the invited municipalities and counties."""
    return asked_by_kind(hearing)


def round_of(db: Database, hearing: Hearing) -> Round:
    """Return the round of a hearing; before anybody has chosen, the one that would be."""
    return adoption_reports.round_of(db, hearing.id) or Round(hearing.id, asked=default_asked(hearing))


def takes_in(db: Database, matter: Matter, body: Body) -> bool:
    """Tell whether a body can report by a link: it is invited, there is a decision, and the round is not closed."""
    hearing = matter.hearing
    open_ = matter.decision is not None and round_of(db, hearing).closed_at is None
    return open_ and hearing.invited_body(body.id) is not None


def chosen_print(asked: Iterable[str], due: date | None) -> str:
    """Return what tells one choice of whom to ask, and until when, from another."""
    return sha256(json.dumps([sorted(set(asked)), str(due or "")]).encode()).hexdigest()[:PRINT]


def choose_asked(
    db: Database,
    hearing: Hearing,
    asked: Iterable[str],
    *,
    due: date | None,
    actor: str,
    now: datetime,
    seen: str | None = None,
) -> None:
    """Note who is asked and until when; the public register follows.

    Args:
        seen: the print of the choice that stood on the page; None where nobody looked at one.

    Raises:
        AskedMoved: it is another meanwhile.
    """
    with writing(db):
        stands = round_of(db, hearing)
        if seen not in (None, chosen_print(stands.asked, stands.due)):
            raise AskedMoved
        adoption_reports.put_round(db, hearing.id, due=due, asked=asked)
        rebuilds.ask(db, f"adoptions of {hearing.id}", now)
        audit.log(db, now=now, actor=actor, action="adoptions asked for", hearing=hearing.id, subject=str(due or ""))


def close_round(db: Database, hearing: Hearing, *, closed: bool, actor: str, now: datetime) -> None:
    """Take in no more reports, or take them in again."""
    with writing(db):
        if adoption_reports.round_of(db, hearing.id) is None:
            adoption_reports.put_round(db, hearing.id, due=None, asked=default_asked(hearing))
        adoption_reports.close(db, hearing.id, now if closed else None)
        for body in hearing.invited if closed else ():
            withdraw_reminders(db, hearing.id, body.id, now=now)
        action = "adoption reports closed" if closed else "adoption reports opened"
        audit.log(db, now=now, actor=actor, action=action, hearing=hearing.id)


def to_be_asked(db: Database, hearing: Hearing, bodies: Iterable[Body]) -> tuple[Body, ...]:
    """Return those of the bodies that `ask_bodies` would write to: they have no link yet, and an address is known."""
    chosen = tuple(bodies)
    addresses = addresses_of(db, chosen)
    return tuple(b for b in chosen if addresses[b.id] and not adoption_reports.has_link(db, hearing.id, b.id))


def ask_bodies(
    db: Database,
    hearing: Hearing,
    decision: Decision,
    bodies: Iterable[Body],
    *,
    sender: Sender,
    words_of: Callable[[Body], Words],
    actor: str,
    now: datetime,
) -> AskedRound:
    """Mail the decision with a link to those who have none yet; safe to do again, and nobody gets it twice."""
    chosen = tuple(bodies)
    addresses, due = addresses_of(db, chosen), round_of(db, hearing).due
    sent, had_one, without_email = [], [], []
    for body in chosen:
        with writing(db):
            if adoption_reports.has_link(db, hearing.id, body.id):
                had_one.append(body)
            elif not (to := addresses[body.id]):
                without_email.append(body)
            else:
                link = new_report_link(db, hearing, body, base_url=sender.base_url, email=to, actor=actor, now=now)
                asked = Asked(hearing, decision, body, link, due)
                mail = asking_mail(asked, words_of(body), sender, to=to, now=now)
                about = [(hearing.id, body.id)]
                outbox.put(db, kind=MAIL, recipient=to, message=mail.as_bytes(), now=now, about=about)
                sent.append(body)
    return AskedRound(tuple(sent), tuple(had_one), tuple(without_email))


def send_new_link(
    db: Database, matter: Matter, body: Body, to: str, *, words: Words, sender: Sender, actor: str, now: datetime
) -> None:
    """Mail the decision with a new link to report by to an address that a person has chosen.

    Raises:
        ReportingClosed: there is no decision, or no more is taken in.
    """
    hearing, found = matter.hearing, round_of(db, matter.hearing)
    if matter.decision is None or found.closed_at is not None:
        raise ReportingClosed
    with writing(db):
        link = new_report_link(db, hearing, body, base_url=sender.base_url, email=to, actor=actor, now=now)
        asked = Asked(hearing, matter.decision, body, link, found.due)
        mail = asking_mail(asked, words, sender, to=to, now=now)
        outbox.put(db, kind=MAIL, recipient=to, message=mail.as_bytes(), now=now, about=[(hearing.id, body.id)])
