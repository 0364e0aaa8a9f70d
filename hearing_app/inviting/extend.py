"""Extending: one body asks for a later deadline, and the secretariat grants, refuses or takes it back.

The deadline of a body is decided in `own_hearing` and nowhere else; everything that asks for a deadline on a body's
behalf begins there, in its own reading of the database.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from hearing_app.domain.calendar import deadline_passed, oslo_day
from hearing_app.domain.council import Body
from hearing_app.domain.extension import Extension
from hearing_app.domain.hearing import Hearing, accepts_submissions, for_body
from hearing_app.domain.message import N_, Message
from hearing_app.domain.vocabulary import ExtensionAnswer
from hearing_app.inviting.contacts import address_of
from hearing_app.mailing.extension_mail import answer_mail, request_mail
from hearing_app.mailing.mail import Sender
from hearing_app.storage import Database, audit, extensions, invitations, outbox, rebuilds, submissions
from hearing_app.storage.database import writing
from hearing_app.text import words_for

LONGEST_WISH = 90
"""Days after the body's deadline that it can ask for; who needs more talks with the secretariat."""
LONGEST_GRANT = 365
"""Days from today; a year beyond that is a slip of the pen."""
MOST_WISHES = 10
"""Of one body in a day: each is a mail to the secretariat, and a link can be in anybody's hands."""
ACTIONS = {
    ExtensionAnswer.GRANTED: "deadline extended",
    ExtensionAnswer.NOT_GRANTED: "extension refused",
    ExtensionAnswer.TAKEN_BACK: "extension taken back",
}


class HearingOver(Exception):
    """Nobody can ask for a later deadline after the deadline, or have one where the hearing is not held."""


class AskedTooOften(Exception):
    """The body has changed what it asks for as often as it may in a day; what it asked for last counts."""


class DayRefused(ValueError):
    """The day cannot be the deadline; `message` says which days can."""

    def __init__(self, message: Message) -> None:
        """Take the message."""
        super().__init__(str(message))
        self.message = message


class RequestChanged(Exception):
    """What was looked at is not what the body asks for now."""


@dataclass(frozen=True)
class Decided:
    """A decision that holds; `recipient` is where it was mailed to, empty where the body has no address."""

    extension: Extension
    recipient: str


def own_hearing(db: Database, hearing: Hearing, body_id: str) -> Hearing:
    """Return the hearing with the deadline that holds for one body, as the database has it now."""
    return for_body(hearing, extensions.of_body(db, hearing.id, body_id).deadlines)


def own_hearings(db: Database, hearing: Hearing) -> dict[str, Hearing]:
    """Return the hearing as each invited body sees it, by the body's id."""
    found, common = extensions.of_hearing(db, hearing.id), for_body(hearing, ())
    return {
        body.id: for_body(hearing, found[body.id].deadlines) if body.id in found else common for body in hearing.invited
    }


def still_running(db: Database, hearing: Hearing, now: datetime) -> tuple[tuple[Body, date], ...]:
    """Return the bodies that can answer at `now` although everybody's deadline is over, each with its last day."""
    if accepts_submissions(for_body(hearing, ()), now):
        return ()
    own = own_hearings(db, hearing)
    return tuple((b, own[b.id].deadline) for b in hearing.invited if accepts_submissions(own[b.id], now))


def check_wish(hearing: Hearing, day: date) -> None:
    """See that a body can ask for `day`.

    Args:
        hearing: with the body's own deadline.

    Raises:
        DayRefused: it is not after the deadline, or too long after it.
    """
    last = hearing.deadline + timedelta(days=LONGEST_WISH)
    if day <= hearing.deadline:
        raise DayRefused(N_("Write a day after the deadline, {day}.", day=hearing.deadline))
    if day > last:
        raise DayRefused(
            N_("Write {day} or an earlier day. Talk with the secretariat if you need more time.", day=last)
        )


def ask_extension(
    db: Database, hearing: Hearing, body: Body, *, day: date, reason: str, sender: Sender, now: datetime
) -> Extension:
    """Ask for a later deadline, or change what has been asked for and not been decided yet.

    The same wish once more changes nothing and sends no second mail.

    Raises:
        HearingOver: the body's deadline is over.
        DayRefused: that day cannot be asked for.
        AskedTooOften: not one more today.
    """
    with writing(db):
        own = own_hearing(db, hearing, body.id)
        if not accepts_submissions(own, now):
            raise HearingOver
        check_wish(own, day)
        before = extensions.of_body(db, hearing.id, body.id)
        if before.pending and (before.pending.day, before.pending.reason) == (day, reason):
            return before
        if sum(now - wish.asked_at < timedelta(days=1) for wish in before.requests) >= MOST_WISHES:
            raise AskedTooOften
        extensions.add_request(db, hearing=hearing.id, body=body.id, day=day, reason=reason, now=now)
        audit.log(db, now=now, actor=body.id, action="extension asked for", hearing=hearing.id, subject=body.id)
        after = extensions.of_body(db, hearing.id, body.id)
        words, to, about = words_for(hearing.language), hearing.contact.email, [(hearing.id, body.id)]
        mail = request_mail(own, body, after, words, sender, to=to, now=now)
        outbox.put(db, kind="extension", recipient=to, message=mail.as_bytes(), now=now, about=about)
    return after


def decide(
    db: Database,
    hearing: Hearing,
    body: Body,
    answer: ExtensionAnswer,
    *,
    sender: Sender,
    actor: str,
    now: datetime,
    day: date | None = None,
    reason: str = "",
    seen: int | None = None,
) -> Decided:
    """Grant a later deadline, with or without a request and also after everybody's; refuse one; or take one back.

    Args:
        day: the last day of what is granted.
        reason: told to the body; a refusal must have one.
        seen: the number of the request that was looked at, None where there was none.

    Raises:
        RequestChanged: the body asks for something else now.
        DayRefused: the day cannot be the deadline.
        HearingOver: the hearing is not public, or withdrawn, or there is nothing to refuse or take back.
        ValueError: a refusal without a reason.
    """
    if answer is ExtensionAnswer.NOT_GRANTED and not reason.strip():
        raise ValueError("a refusal has a reason")
    with writing(db):
        before = extensions.of_body(db, hearing.id, body.id)
        if (before.pending.id if before.pending else None) != seen:
            raise RequestChanged
        _check_decision(hearing, before, answer, day, now)
        granted = day if answer is ExtensionAnswer.GRANTED else None
        if granted and seen is None and for_body(hearing, before.deadlines).extended_to == granted:
            return Decided(before, "")  # the same click once more
        extensions.add_decision(
            db,
            hearing=hearing.id,
            body=body.id,
            answer=answer,
            day=granted,
            reason=reason.strip(),
            request=seen,
            actor=actor,
            now=now,
        )
        return _tell(db, hearing, body, answer, sender, actor, now)


def _tell(
    db: Database, hearing: Hearing, body: Body, answer: ExtensionAnswer, sender: Sender, actor: str, now: datetime
) -> Decided:
    """Log a decision that has been stored, write to the body, and let the site follow."""
    after = extensions.of_body(db, hearing.id, body.id)
    audit.log(db, now=now, actor=actor, action=ACTIONS[answer], hearing=hearing.id, subject=body.id)
    if submissions.latest_of_body(db, hearing.id, body.id) is not None:
        rebuilds.ask(db, f"deadline of {body.id} in {hearing.id}", now)
    to = where_to_write(db, hearing, body)
    if to:
        words, own = words_for(body.language or hearing.language), for_body(hearing, after.deadlines)
        about = [(hearing.id, body.id)]
        mail = answer_mail(own, body, after, words, sender, to=to, now=now)
        outbox.put(db, kind="extension", recipient=to, message=mail.as_bytes(), now=now, about=about)
    return Decided(after, to)


def where_to_write(db: Database, hearing: Hearing, body: Body) -> str:
    """Return the body's address, else where its last working link went to, else empty."""
    links = invitations.working(db, hearing.id, body.id)
    return address_of(db, body) or (links[-1].email if links else "")


def _check_decision(
    hearing: Hearing, before: Extension, answer: ExtensionAnswer, day: date | None, now: datetime
) -> None:
    common = for_body(hearing, ())
    _check_held(common, now)
    if answer is ExtensionAnswer.GRANTED:
        _check_grant(common, day, now)
    elif answer is ExtensionAnswer.NOT_GRANTED:
        if before.pending is None:
            raise HearingOver
    elif for_body(hearing, before.deadlines).extended_to is None or deadline_passed(common.deadline, now):
        raise HearingOver


def _check_held(hearing: Hearing, now: datetime) -> None:
    withdrawn = hearing.withdrawn is not None and oslo_day(now) >= hearing.withdrawn.day
    if withdrawn or not hearing.is_public(now):
        raise HearingOver


def _check_grant(common: Hearing, day: date | None, now: datetime) -> None:
    today = oslo_day(now)
    if day is None or day <= common.deadline:
        raise DayRefused(N_("Write a day after everybody's deadline, {day}.", day=common.deadline))
    if day < today:
        raise DayRefused(N_("Write today or a later day: a deadline cannot be moved to a day that is over."))
    if day > max(today, common.deadline) + timedelta(days=LONGEST_GRANT):
        raise DayRefused(N_("That is more than a year away. Write an earlier day."))
