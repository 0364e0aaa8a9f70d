"""Mail about confirmations: to the secretariat, the receipt, and the reminder of what was promised."""

from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage

from hearing_app.domain.confirmation import Confirmation
from hearing_app.domain.council import Body
from hearing_app.domain.hearing import Hearing
from hearing_app.domain.submission import Submission
from hearing_app.mailing.mail import Sender, letter, questions_to
from hearing_app.text import Words


@dataclass(frozen=True)
class Awaited:
    """A preliminary answer whose confirmation is late, with a personal link to give it by."""

    hearing: Hearing
    body: Body
    sent: Submission
    link: str


def notice_mail(
    hearing: Hearing, body: Body, confirmation: Confirmation, words: Words, sender: Sender, *, to: str, now: datetime
) -> EmailMessage:
    """Return the mail by which the secretariat hears of a confirmation."""
    _, name = words.gettext, words.local(body.name)
    text = "\n\n".join(
        (
            _("{body} has told what became of its preliminary answer.", body=name),
            _facts(confirmation, words),
            *_said(confirmation, words),
            _("Where the answer is published already, publish once more, so that readers see it:"),
            f"{sender.base_url}/sekretariat/{hearing.id}/svar/{confirmation.reference}/",
        )
    )
    subject = _("Confirmation of {reference}: {body}", reference=confirmation.reference, body=name)
    return letter(sender=sender, to=to, subject=subject, text=text + "\n", now=now)


def receipt_mail(
    hearing: Hearing, body: Body, confirmation: Confirmation, words: Words, sender: Sender, *, to: str, now: datetime
) -> EmailMessage:
    """Return the receipt of a confirmation, with exactly what was received as a file."""
    _, name, title = words.gettext, words.local(body.name), words.local(hearing.title)
    text = "\n\n".join(
        (
            _("We have received what {body} tells of its preliminary answer to «{title}».", body=name, title=title),
            _facts(confirmation, words),
            *_said(confirmation, words),
            _("The attached file is exactly what was received. Its SHA-256 is the one above; anybody can check it."),
            _("Is something wrong? Tell it once more by the same personal link; then the last counts."),
            questions_to(hearing, words),
        )
    )
    subject = _("Receipt of the confirmation of {reference}: {title}", reference=confirmation.reference, title=title)
    message = letter(sender=sender, to=to, subject=subject, text=text + "\n", now=now)
    message.add_attachment(
        confirmation.payload,
        maintype="application",
        subtype="json",
        filename=f"{confirmation.reference}-{confirmation.sha256[:8]}.json",
    )
    return message


def awaited_mail(awaited: tuple[Awaited, ...], words: Words, sender: Sender, *, to: str, now: datetime) -> EmailMessage:
    """Return the reminder of confirmations (at least one) that were promised to one address."""
    _, ngettext = words.gettext, words.ngettext
    hearings = {one.hearing.id: one.hearing for one in awaited}.values()
    text = "\n\n".join(
        (
            ngettext(
                "A preliminary answer was to be confirmed by now, and we have not heard of it.",
                "{number} preliminary answers were to be confirmed by now, and we have not heard of them.",
                len(awaited),
            ),
            *(_part(one, words) for one in awaited),
            _("Has it been postponed, or not confirmed? Tell that as well, or write to us."),
            _("Whoever has a personal link can answer by it. Share it only with those who are to answer."),
            *dict.fromkeys(questions_to(hearing, words) for hearing in hearings),
        )
    )
    first = awaited[0].hearing
    subject = _("Is the answer confirmed? {title}", title=words.local(first.title))
    if len(awaited) > 1:
        subject = ngettext("{number} answer to be confirmed", "{number} answers to be confirmed", len(awaited))
    return letter(sender=sender, to=to, subject=subject, text=text + "\n", now=now)


def _part(one: Awaited, words: Words) -> str:
    _, standing = words.gettext, one.sent.content.standing
    values = {"body": words.local(one.body.name), "organ": standing.organ, "day": standing.day}
    return "\n".join(
        (
            words.local(one.hearing.title).upper(),
            _("{body}: was to be dealt with by {organ}, {day}.", **values),
            _("Reference number: {reference}", reference=one.sent.reference),
            _("Tell the outcome through this personal link:"),
            one.link,
        )
    )


def _facts(confirmation: Confirmation, words: Words) -> str:
    _, treatment = words.gettext, confirmation.told.treatment
    lines = [
        _("Reference number: {reference}", reference=confirmation.reference),
        _("Outcome: {outcome}", outcome=treatment.outcome),
        _("Dealt with by: {organ}, {day}", organ=treatment.organ, day=treatment.day),
    ]
    if treatment.case_number:
        lines.append(_("Case number: {number}", number=treatment.case_number))
    if confirmation.told.minutes:
        lines.append(_("Minutes: {file}", file=confirmation.told.minutes.name))
    lines.append(_("Received: {time}", time=words.instant(confirmation.given_at)))
    lines.append(_("SHA-256: {sha256}", sha256=confirmation.sha256))
    return "\n".join(lines)


def _said(confirmation: Confirmation, words: Words) -> tuple[str, ...]:
    text = confirmation.told.text
    return (words.gettext("What was told besides:"), text) if text else ()
