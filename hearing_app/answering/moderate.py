"""Moderation: the secretariat reads what comes from those who are not invited before it counts.

An answer is received with a receipt like any other, and never deleted. What is said of it holds for that version: a
new one waits anew, and until then the version that was admitted counts.
"""

from dataclasses import dataclass
from datetime import datetime

from hearing_app.domain.guest import Guest, is_guest
from hearing_app.domain.hearing import Hearing
from hearing_app.domain.matter import Matter
from hearing_app.domain.submission import Submission, latest_by_body
from hearing_app.domain.vocabulary import Moderation, Refusal
from hearing_app.mailing.guest_mail import admitted_mail, refused_mail
from hearing_app.mailing.mail import Sender
from hearing_app.storage import Database, audit, guests, outbox, rebuilds, submissions
from hearing_app.storage.database import writing
from hearing_app.storage.guests import Decision
from hearing_app.text import words_for


class NotFromGuest(ValueError):
    """An invited body's answer counts as soon as it is received: there is nothing to decide."""


@dataclass(frozen=True)
class Heard:
    """An answer of a guest; `decision` is None for as long as it waits."""

    guest: Guest | None
    submission: Submission
    decision: Decision | None

    @property
    def state(self) -> Moderation:
        """Where the answer stands."""
        return self.decision.state if self.decision else Moderation.HELD


def answers_of_guests(db: Database, hearing_id: str) -> tuple[Heard, ...]:
    """Return the last answer of every guest of a hearing, in the order of the guests."""
    decisions, known = guests.decisions(db, hearing_id), {g.id: g for g in guests.of_hearing(db, hearing_id)}
    latest = latest_by_body(submissions.from_guests(db, hearing_id))
    return tuple(Heard(known.get(s.body), s, decisions.get(s.reference)) for s in latest)


def heard(db: Database, submission: Submission) -> Heard:
    """Return one answer of a guest with what has been said of it.

    Raises:
        NotFromGuest: it is an invited body's.
    """
    if not is_guest(submission.body):
        raise NotFromGuest(submission.reference)
    decision = guests.decisions(db, submission.hearing).get(submission.reference)
    return Heard(guests.by_id(db, submission.body), submission, decision)


def held(db: Database, hearing_id: str) -> int:
    """Return how many guests' answers wait."""
    return sum(answer.state is Moderation.HELD for answer in answers_of_guests(db, hearing_id))


def still_public(db: Database, matter: Matter) -> tuple[str, ...]:
    """Return the references of refused answers that readers can read until the hearing is published again."""
    decisions = guests.decisions(db, matter.hearing.id)
    refused = {reference for reference, said in decisions.items() if said.state is Moderation.REFUSED}
    return tuple(copy.reference for copy in matter.released if copy.reference in refused)


def admit(db: Database, hearing: Hearing, submission: Submission, *, actor: str, sender: Sender, now: datetime) -> None:
    """Let an answer count among the others; who was told that it was refused is told this as well.

    Raises:
        NotFromGuest: it is an invited body's.
    """
    with writing(db):
        before = heard(db, submission)
        if before.state is Moderation.ADMITTED:
            return
        decision = Decision(submission.reference, Moderation.ADMITTED, None, "", actor, now)
        _decide(db, submission, decision)
        if before.state is Moderation.REFUSED and before.guest is not None and before.guest.email:
            to, words = before.guest.email, words_for(before.guest.language)
            mail = admitted_mail(hearing, submission.reference, words, sender, to=to, now=now)
            about = [(hearing.id, submission.body)]
            outbox.put(db, kind="moderation", recipient=to, message=mail.as_bytes(), now=now, about=about)


def refuse(
    db: Database,
    hearing: Hearing,
    submission: Submission,
    reason: Refusal,
    note: str,
    *,
    actor: str,
    sender: Sender,
    now: datetime,
) -> None:
    """Keep an answer out of figures, lists and pages, and tell the guest why; nothing is deleted.

    It leaves the public register with the next build. Where it was published, all of it stays until the hearing is
    published again, which asks for the reason that readers get: see `still_public`.

    Raises:
        NotFromGuest: it is an invited body's.
    """
    with writing(db):
        before = heard(db, submission)
        said = before.decision and (before.decision.state, before.decision.reason, before.decision.note)
        if said == (Moderation.REFUSED, reason, note):
            return
        _decide(db, submission, Decision(submission.reference, Moderation.REFUSED, reason, note, actor, now))
        submissions.withhold(db, submission.reference, actor=actor, now=now)
        if before.guest is not None and before.guest.email:
            to, words = before.guest.email, words_for(before.guest.language)
            mail = refused_mail(hearing, submission.reference, reason, note, words, sender, to=to, now=now)
            about = [(hearing.id, submission.body)]
            outbox.put(db, kind="moderation", recipient=to, message=mail.as_bytes(), now=now, about=about)


def _decide(db: Database, submission: Submission, decision: Decision) -> None:
    guests.decide(db, decision)
    rebuilds.ask(db, f"{decision.state} {decision.reference}", decision.at)
    reason = f" {decision.reason}" if decision.reason else ""
    audit.log(
        db,
        now=decision.at,
        actor=decision.by,
        action=f"answer {decision.state}{reason}",
        hearing=submission.hearing,
        subject=submission.reference,
    )
