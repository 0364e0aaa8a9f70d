"""Mail: what it says, and how it leaves.

Every mail is queued in the database by the transaction that causes it, and leaves from there.
"""

import smtplib
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid, parseaddr
from pathlib import Path
from typing import Protocol

from hearing_app.domain.addresses import CHECK_RECEIPT
from hearing_app.domain.assessment import squeeze
from hearing_app.domain.council import Body
from hearing_app.domain.hearing import Hearing
from hearing_app.domain.journal import Entry
from hearing_app.domain.submission import Answer, Content, Submission
from hearing_app.mailing.amendment_lines import amendment_lines
from hearing_app.mailing.deadline_file import attach_deadline
from hearing_app.mailing.receipt_parts import parts_in_mail
from hearing_app.mailing.receipt_words import behind, placed, what_follows, what_next
from hearing_app.mailing.smtp import Uncertain, connect, hand_over, leave
from hearing_app.settings import Settings, Smtp
from hearing_app.storage import PRIVATE, Database, outbox
from hearing_app.text import Words

PER_ROUND = 20
"""Mails of one round. All share one `now`, so a round must end well within the lease."""
LEASE = timedelta(minutes=15)
LONGEST_ROUND_SECONDS = 300.0
"""After this no further mail is begun: a server, or the making of a receipt's PDF, that hangs each time takes long."""
LONGEST_WAIT = timedelta(hours=1)


@dataclass(frozen=True)
class Sender:
    """Who sends, and the address that links begin with."""

    address: str
    base_url: str


class Transport(Protocol):
    """A way out for a mail. Whatever goes wrong is an OSError, smtplib's own, or a ValueError (no such address)."""

    def send(self, mail: outbox.Mail, sender: str, /) -> None:
        """Hand the mail over, or raise."""


@dataclass(frozen=True)
class FolderTransport:
    """Writes each mail as an .eml file that any mail program opens."""

    folder: Path

    def send(self, mail: outbox.Mail, _sender: str) -> None:
        """Write the mail; its name begins with the time, so that the newest stands last."""
        self.folder.mkdir(mode=PRIVATE, parents=True, exist_ok=True)
        name = f"{mail.created_at:%Y%m%d-%H%M%S}-{mail.id:05d}-{mail.kind}.eml"
        part = self.folder / f".{name}.part"
        part.write_bytes(mail.message)
        part.replace(self.folder / name)


@dataclass(frozen=True)
class SmtpTransport:
    """Hands each mail to a mail server; `handing` is told right before the server gets the text of one."""

    smtp: Smtp
    timeout_seconds: float = 20
    handing: Callable[[outbox.Mail], None] = lambda _mail: None

    def send(self, mail: outbox.Mail, sender: str) -> None:
        """Send the mail over a connection of its own."""
        server = connect(self.smtp, timeout_seconds=self.timeout_seconds)
        try:
            if self.smtp.user:
                server.login(self.smtp.user, self.smtp.password)
            hand_over(server, mail.message, sender=sender, recipient=mail.recipient, handing=lambda: self.handing(mail))
        finally:
            leave(server)


def transport_for(settings: Settings) -> Transport:
    """Return the way out that the settings ask for."""
    return SmtpTransport(settings.smtp) if settings.smtp else FolderTransport(settings.outbox)


@dataclass(frozen=True)
class Delivered:
    """What one round brought out."""

    sent: int
    failed: int


def deliver(
    db: Database,
    transport: Transport,
    sender: str,
    *,
    now: datetime,
    complete: Callable[[outbox.Mail], outbox.Mail] = lambda mail: mail,
) -> Delivered:
    """Send mails that are due, one round of them; what fails waits, longer each time, and is never given up.

    A mail of a kind in `outbox.ONCE` that the server may have taken is not sent again by itself.

    Args:
        complete: returns the mail with what is made only when it leaves; must not raise.
    """
    sent = failed = 0
    ends = time.monotonic() + LONGEST_ROUND_SECONDS
    if isinstance(transport, SmtpTransport):
        transport = replace(transport, handing=lambda mail: outbox.mark_handed(db, mail.id, now))
    for _ in range(PER_ROUND):
        mail = outbox.claim(db, now=now, until=now + LEASE)
        if mail is None:
            break
        try:
            transport.send(complete(mail), sender)
        except (OSError, smtplib.SMTPException, ValueError) as error:
            wait = min(timedelta(minutes=2 ** min(mail.attempts, 10)), LONGEST_WAIT)
            outbox.mark_failed(
                db,
                mail.id,
                error=f"{type(error).__name__}: {error}",
                retry_at=now + wait,
                uncertain=isinstance(error, Uncertain),
            )
            failed += 1
        else:
            outbox.mark_sent(db, mail.id, now)
            sent += 1
        if time.monotonic() > ends:
            break
    return Delivered(sent, failed)


def letter(*, sender: Sender, to: str, subject: str, text: str, now: datetime) -> EmailMessage:
    """Return a mail with the headers that all mails have; a line break in the subject becomes a space."""
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"] = sender.address, to
    message["Subject"] = squeeze(subject)
    message["Date"] = format_datetime(now)
    message["Message-ID"] = make_msgid(domain=parseaddr(sender.address)[1].rpartition("@")[2])
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text)
    return message


def receipt_mail(
    submission: Submission,
    hearing: Hearing,
    body: Body,
    words: Words,
    sender: Sender,
    *,
    now: datetime,
    entry: Entry | None = None,
) -> EmailMessage:
    """Return the receipt: reference, time, fingerprint, entry in the log, and exactly what was received as a file."""
    _, title = words.gettext, words.local(hearing.title)
    text = "\n\n".join(
        (
            _received(hearing, words.local(body.name), words),
            "\n".join(
                (
                    _("Reference number: {reference}", reference=submission.reference),
                    _("Received: {time}", time=words.instant(submission.received_at)),
                    _("Version: {version}", version=submission.version),
                    _("SHA-256: {sha256}", sha256=submission.sha256),
                    *behind(submission, words),
                )
            ),
            *placed(submission, words),
            _("The attached file is exactly what was received. Its SHA-256 is the one above; anybody can check it."),
            *((_entered(entry, words, sender),) if entry else ()),
            what_next(submission.content, words),
            in_words(hearing, submission.content, words),
            parts_in_mail(submission, hearing, words),
            _keep(hearing, words),
        )
    )
    subject = _("Receipt {reference}: {title}", reference=submission.reference, title=title)
    message = letter(sender=sender, to=submission.content.respondent.email, subject=subject, text=text + "\n", now=now)
    message.add_attachment(
        submission.payload, maintype="application", subtype="json", filename=f"{submission.reference}.json"
    )
    # After the file, or it would become the text's alone. What is added when the mail leaves is in this language.
    message["Content-Language"] = words.language.value
    return message


def _entered(entry: Entry, words: Words, sender: Sender) -> str:
    _ = words.gettext
    return "\n".join(
        (
            _("Number in the log of what has been received: {number}", number=entry.number),
            _("Digest of the entry: {digest}", digest=entry.digest),
            _("Check the receipt at {address}", address=f"{sender.base_url}{CHECK_RECEIPT}?lang={words.language}"),
        )
    )


def _keep(hearing: Hearing, words: Words) -> str:
    _, contact = words.gettext, f"{hearing.contact.name}, {hearing.contact.email}"
    if hearing.is_survey:
        return _("Keep this receipt. Questions about the survey go to {contact}.", contact=contact)
    return _("Keep this receipt. Questions go to {contact}.", contact=contact)


def _received(hearing: Hearing, body: str, words: Words) -> str:
    _, title = words.gettext, words.local(hearing.title)
    if hearing.is_survey:
        return _("We have received the submission from {body} to the survey «{title}».", body=body, title=title)
    return _("We have received the submission from {body} to the hearing «{title}».", body=body, title=title)


def in_words(hearing: Hearing, content: Content, words: Words) -> str:
    """Return what was answered as a person reads it, for a body's own case file."""
    headings = {item.id: words.local(item.heading) for item in hearing.items}
    parts = [what_follows(content, words)]
    if content.no_remark:
        parts.append(words.gettext("Without remarks").upper())
    for answer in filter(None, content.answers):
        stance = words.term(answer.stance) if answer.stance else ""
        heading = headings.get(answer.item) or words.gettext("General remark")
        proposed = amendment_lines(answer.amendments, words)
        said = (heading.upper(), stance, _choice(hearing, answer, words), answer.text.strip(), proposed)
        parts.append("\n".join(part for part in said if part))
    return "\n\n".join(parts)


def _choice(hearing: Hearing, answer: Answer, words: Words) -> str:
    """Return the alternative that was chosen, by its name or, where the hearing has lost it, by its id."""
    item = hearing.item(answer.item)
    option = item.option(answer.choice) if item else None
    return words.local(option.name) if option else answer.choice


def invitation_mail(
    hearing: Hearing, body: Body, link: str, words: Words, sender: Sender, *, to: str, now: datetime
) -> EmailMessage:
    """Return the invitation with the body's personal link."""
    _, title = words.gettext, words.local(hearing.title)
    text = "\n\n".join(
        (
            _invited(hearing, words.local(body.name), words),
            _("Deadline: {day}, at 23:59:59 Norwegian time.", day=words.weekday(hearing.deadline)),
            _("Answer through this personal link. You can save and come back by the same link:"),
            link,
            _(
                "Whoever has the link can answer for {body}. Share it only with those who are to answer.",
                body=words.local(body.name),
            ),
            questions_to(hearing, words),
        )
    )
    subject = _("Survey: {title}", title=title) if hearing.is_survey else _("Hearing: {title}", title=title)
    message = letter(sender=sender, to=to, subject=subject, text=text + "\n", now=now)
    attach_deadline(message, hearing, words, base_url=sender.base_url, now=now)
    return message


def questions_to(hearing: Hearing, words: Words) -> str:
    """Return whom a body can ask."""
    _, contact = words.gettext, f"{hearing.contact.name}, {hearing.contact.email}"
    if hearing.is_survey:
        return _("Questions about the survey go to {contact}.", contact=contact)
    return _("Questions go to {contact}.", contact=contact)


def _invited(hearing: Hearing, body: str, words: Words) -> str:
    _, title = words.gettext, words.local(hearing.title)
    if hearing.is_survey:
        return _("{body} is invited to answer the survey «{title}».", body=body, title=title)
    return _("{body} is invited to answer the hearing «{title}».", body=body, title=title)
