"""The reminder: one mail for everything that one address has not answered."""

from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage

from hearing_app.domain.calendar import days_left
from hearing_app.domain.council import Body
from hearing_app.domain.hearing import Hearing
from hearing_app.mailing.deadline_file import attach_deadline
from hearing_app.mailing.mail import Sender, letter, questions_to
from hearing_app.text import Words


@dataclass(frozen=True)
class Missing:
    """An answer that has not come in, with a personal link to give it by."""

    hearing: Hearing
    body: Body
    link: str


def reminder_mail(
    missing: tuple[Missing, ...], words: Words, sender: Sender, *, to: str, now: datetime
) -> EmailMessage:
    """Return the reminder of `missing` (at least one), with each hearing's deadline as a calendar file."""
    _, ngettext = words.gettext, words.ngettext
    # Of two bodies with different deadlines in one hearing, the nearer goes into the calendar: it has one event.
    by_deadline = sorted(missing, key=lambda one: one.hearing.deadline, reverse=True)
    hearings = list({one.hearing.id: one.hearing for one in by_deadline}.values())[::-1]
    text = "\n\n".join(
        (
            ngettext(
                "This is a reminder of an answer that we have not received yet.",
                "This is a reminder of {number} answers that we have not received yet.",
                len(missing),
            ),
            *(_part(one, words, now) for one in missing),
            _("What has been saved is kept, and links from earlier mails work as before."),
            _("Whoever has a personal link can answer by it. Share it only with those who are to answer."),
            *dict.fromkeys(questions_to(hearing, words) for hearing in hearings),
        )
    )
    mail = letter(sender=sender, to=to, subject=_subject(missing, words), text=text + "\n", now=now)
    for hearing in hearings:
        attach_deadline(mail, hearing, words, base_url=sender.base_url, now=now)
    return mail


def _subject(missing: tuple[Missing, ...], words: Words) -> str:
    _, ngettext = words.gettext, words.ngettext
    first = min((one.hearing for one in missing), key=lambda hearing: hearing.deadline)
    if len(missing) == 1:
        return _("Reminder, deadline {day}: {title}", day=words.date(first.deadline), title=words.local(first.title))
    return ngettext(
        "Reminder: {number} answer is missing, deadline {day}",
        "Reminder: {number} answers are missing, the first deadline {day}",
        len(missing),
        day=words.date(first.deadline),
    )


def _part(one: Missing, words: Words, now: datetime) -> str:
    _, hearing = words.gettext, one.hearing
    deadline = _("Deadline: {day}, at 23:59:59 Norwegian time.", day=words.weekday(hearing.deadline))
    return "\n".join(
        (
            words.local(hearing.title).upper(),
            _whose(one, words),
            f"{deadline} {_left(days_left(hearing.deadline, now), words)}",
            _("Answer through this personal link:"),
            one.link,
        )
    )


def _whose(one: Missing, words: Words) -> str:
    _, body = words.gettext, words.local(one.body.name)
    if one.hearing.is_survey:
        return _("{body} has not answered the survey yet.", body=body)
    return _("{body} has not answered the hearing yet.", body=body)


def _left(days: int, words: Words) -> str:
    if days == 0:
        return words.gettext("That is today.")
    return words.ngettext("That is in {number} day.", "That is in {number} days.", days)
