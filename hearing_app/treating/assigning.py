"""Assigning: who is to assess a point, by when, and the mail that tells of it."""

from collections.abc import Iterable
from datetime import date, datetime
from email.message import EmailMessage

from hearing_app.domain.calendar import oslo_day
from hearing_app.domain.vocabulary import Language, Role
from hearing_app.mailing.mail import Sender, letter
from hearing_app.storage import Database, assignments, audit, outbox, points, users
from hearing_app.storage.database import writing
from hearing_app.storage.users import User
from hearing_app.text import Words, words_for

MAIL = "assignment"
MINE = "/sekretariat/mine/"


class CannotBeAssigned(ValueError):
    """There is no such user, or it is one who may not assess points."""


def may_assess(db: Database) -> tuple[User, ...]:
    """Return the users that a point can be given to, by user name."""
    return tuple(user for user in users.everybody(db) if user.active and user.role.may(Role.CASE_OFFICER))


def assign(
    db: Database, hearing_id: str, ids: Iterable[int], *, username: str, due: date | None, actor: str, now: datetime
) -> int:
    """Give points of a hearing to somebody to assess, by the end of a day; return for how many that is new.

    Points that share an assessment go together. Points of other hearings are left alone.

    Args:
        username: who; empty for nobody, and then no day holds.

    Raises:
        CannotBeAssigned: there is no such user, or it may not assess.
    """
    if username and username not in {user.username for user in may_assess(db)}:
        raise CannotBeAssigned(username)
    with writing(db):
        found = points.in_hearing(db, hearing_id, ids)
        roots = {point.root for point in found}
        together = roots.union(*(points.joined_to(db, root) for root in roots))
        changed = assignments.assign(
            db, together, username=username, due=due if username else None, actor=actor, now=now
        )
        if changed:
            subject = f"{', '.join(map(str, sorted(changed)))}: {username or 'nobody'}{f' by {due}' if due else ''}"
            audit.log(db, now=now, actor=actor, action="assigned", hearing=hearing_id, subject=subject)
    return len(changed)


def tell_assigned(db: Database, *, language: Language, sender: Sender, now: datetime) -> int:
    """Queue a mail to each user who has been given points since the last one, one a day at most; return how many.

    A user without an e-mail address reads of them at the desk.
    """
    words, told = words_for(language), 0
    with writing(db):
        for username, number in assignments.untold(db).items():
            user, last = users.by_username(db, username), assignments.told_at(db, username)
            if user is None or not user.active or not user.email or (last and oslo_day(last) == oslo_day(now)):
                continue
            mail = _mail(user, number, words, sender, now)
            outbox.put(db, kind=MAIL, recipient=user.email, message=mail.as_bytes(), now=now)
            assignments.mark_told(db, username, now)
            told += 1
    return told


def _mail(user: User, number: int, words: Words, sender: Sender, now: datetime) -> EmailMessage:
    _, ngettext = words.gettext, words.ngettext
    subject = ngettext("{number} point for you to assess", "{number} points for you to assess", number)
    text = "\n\n".join(
        (
            _("Hello {name},", name=user.name),
            ngettext(
                "You have been given {number} point to assess since the last mail about it.",
                "You have been given {number} points to assess since the last mail about it.",
                number,
            ),
            _("They stand here, those that are due first on top:"),
            f"{sender.base_url}{MINE}",
            _("You get at most one such mail a day."),
        )
    )
    return letter(sender=sender, to=user.email, subject=subject, text=text + "\n", now=now)
