"""Mail about adoptions: the decision with a link to report by, receipts, questions back, and reminders."""

from dataclasses import dataclass
from datetime import date, datetime
from email.message import EmailMessage

from hearing_app.domain.adoption_report import Received
from hearing_app.domain.calendar import oslo_day
from hearing_app.domain.council import Body
from hearing_app.domain.decision import Decision
from hearing_app.domain.hearing import Hearing
from hearing_app.domain.vocabulary import AdoptionState
from hearing_app.mailing.mail import Sender, letter, questions_to
from hearing_app.text import Words


@dataclass(frozen=True)
class Asked:
    """A body that is asked what it has made of a decision: by which link, and until when where there is a day."""

    hearing: Hearing
    decision: Decision
    body: Body
    link: str
    due: date | None


def asking_mail(asked: Asked, words: Words, sender: Sender, *, to: str, now: datetime) -> EmailMessage:
    """Return the mail that brings a body the decision, and the link to report by."""
    _, title = words.gettext, words.local(asked.hearing.title)
    values = {"organ": asked.decision.organ, "day": asked.decision.day, "title": title}
    text = "\n\n".join(
        (
            _("{organ} decided on «{title}» on {day}:", **values),
            _points(asked.decision),
            f"{sender.base_url}/horinger/{asked.hearing.id}/",
            _(
                "{body} is asked to treat the decision, and to report what became of it with the extract of minutes.",
                body=words.local(asked.body.name),
            ),
            *_how(asked, words, now),
        )
    )
    subject = _("Adoption of the decision: {title}", title=title)
    return letter(sender=sender, to=to, subject=subject, text=text + "\n", now=now)


def reminder_mail(
    asked: Asked,
    words: Words,
    sender: Sender,
    *,
    meeting: date | None,
    told: Received | None,
    to: str,
    now: datetime,
) -> EmailMessage:
    """Return the reminder.

    Args:
        meeting: the day that the body said it would treat the matter on, where that is past.
        told: what the body reported last.
    """
    _, title = words.gettext, words.local(asked.hearing.title)
    body = words.local(asked.body.name)
    if meeting is not None:
        begin = _("{body} was to treat the decision on «{title}» on {day}.", body=body, title=title, day=meeting)
    elif told is not None:
        values = {"body": body, "title": title, "day": oslo_day(told.given_at)}
        state = words.term(told.adoption.effective_state)
        begin = _("{body} reported of the decision on «{title}» on {day}: {state}.", **values, state=state)
    else:
        begin = _("We have not heard what {body} has made of the decision on «{title}».", body=body, title=title)
    text = "\n\n".join((begin, f"{sender.base_url}/horinger/{asked.hearing.id}/", *_how(asked, words, now)))
    subject = _("Reminder: adoption of the decision: {title}", title=title)
    return letter(sender=sender, to=to, subject=subject, text=text + "\n", now=now)


def _how(asked: Asked, words: Words, now: datetime) -> tuple[str, ...]:
    _ = words.gettext
    return (
        *_deadline(asked.due, words, now),
        _("Report through this personal link:") + f"\n{asked.link}",
        _("If it is not treated yet, tell that too, and when it will be."),
        _("Whoever has a personal link can report by it. Share it only with those who are to report."),
        questions_to(asked.hearing, words),
    )


def _deadline(due: date | None, words: Words, now: datetime) -> tuple[str, ...]:
    """Return the deadline to report as a line, none where there is none; one that is gone by is told as that."""
    _ = words.gettext
    if due is None:
        return ()
    day = words.weekday(due)
    gone = due < oslo_day(now)
    return (_("The deadline to report was {day}.", day=day) if gone else _("Report by {day}.", day=day),)


def receipt_mail(
    hearing: Hearing, body: Body, received: Received, words: Words, sender: Sender, *, to: str, now: datetime
) -> EmailMessage:
    """Return the receipt of a report, with exactly what was received as a file."""
    _, name, title = words.gettext, words.local(body.name), words.local(hearing.title)
    text = "\n\n".join(
        (
            _("We have received what {body} reports of the decision on «{title}».", body=name, title=title),
            facts(hearing, received, words),
            _("The attached file is exactly what was received. Its SHA-256 is the one above; anybody can check it."),
            _("The secretariat looks at it before it is shown on the public page."),
            _("Is something wrong? Report once more by the same personal link; then the last counts."),
            questions_to(hearing, words),
        )
    )
    subject = _("Receipt of the report from {body}: {title}", body=name, title=title)
    message = letter(sender=sender, to=to, subject=subject, text=text + "\n", now=now)
    name = f"tilslutning-{received.body}-{received.sha256[:8]}.json"
    message.add_attachment(received.payload, maintype="application", subtype="json", filename=name)
    return message


def notice_mail(
    hearing: Hearing, body: Body, received: Received, words: Words, sender: Sender, *, to: str, now: datetime
) -> EmailMessage:
    """Return the mail by which the secretariat hears of a report."""
    _, name = words.gettext, words.local(body.name)
    text = "\n\n".join(
        (
            _("{body} has reported what became of the decision.", body=name),
            facts(hearing, received, words),
            _("Look at it, and accept it or ask back:"),
            f"{sender.base_url}/sekretariat/{hearing.id}/tilslutning/{body.id}/",
        )
    )
    subject = _("Report of adoption: {body}", body=name)
    return letter(sender=sender, to=to, subject=subject, text=text + "\n", now=now)


def returned_mail(asked: Asked, note: str, words: Words, sender: Sender, *, to: str, now: datetime) -> EmailMessage:
    """Return the mail by which the secretariat asks back."""
    _, title = words.gettext, words.local(asked.hearing.title)
    text = "\n\n".join(
        (
            _(
                "The secretariat has a question about what {body} has reported of the decision on «{title}»:",
                body=words.local(asked.body.name),
                title=title,
            ),
            note,
            *_deadline(asked.due, words, now),
            _("Correct the report through this personal link:") + f"\n{asked.link}",
            questions_to(asked.hearing, words),
        )
    )
    subject = _("About your report: {title}", title=title)
    return letter(sender=sender, to=to, subject=subject, text=text + "\n", now=now)


def facts(hearing: Hearing, received: Received, words: Words) -> str:
    """Return what was reported, line by line."""
    _, report = words.gettext, received.report
    lines = [_("State: {state}", state=words.term(received.adoption.effective_state))]
    if report.day:
        lines.append(_("Date: {day}", day=report.day))
    if report.next_day:
        lines.append(_("New date: {day}", day=report.next_day))
    said = (
        (_("Treated by: {organ}", organ=report.organ), report.organ),
        (_("Case number: {number}", number=report.case_number), report.case_number),
        (_("Vote: {vote}", vote=report.vote), report.vote),
    )
    lines += [line for line, value in said if value]
    for reservation in report.reservations:
        section = hearing.draft.section(reservation.section) if reservation.section else None
        where = section.heading if section else _("In general")
        lines.append(_("Reservation ({section}): {text}", section=where, text=reservation.text))
    if report.text:
        lines.append(_("Told besides: {text}", text=report.text))
    if report.extract:
        lines.append(_("Extract of minutes: {file}", file=report.extract.name))
    if received.adoption.effective_state is AdoptionState.DATE_MISSING:
        lines.append(_("The date is missing, so it does not count as adopted yet."))
    lines.append(_("Received: {time}", time=words.instant(received.given_at)))
    lines.append(_("SHA-256: {sha256}", sha256=received.sha256))
    return "\n".join(lines)


def _points(decision: Decision) -> str:
    return "\n".join(f"{number}. {point}" for number, point in enumerate(decision.points, start=1))
