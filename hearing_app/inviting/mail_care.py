"""Mail that does not get out: what went wrong in plain words, another try, and another address."""

import re
from collections.abc import Callable, Collection
from datetime import datetime
from email import message_from_bytes
from email.policy import SMTP

from hearing_app.domain.council import Council
from hearing_app.domain.message import N_, Message
from hearing_app.inviting.contact_file import is_email
from hearing_app.inviting.contacts import address_of
from hearing_app.inviting.invite import token_hash
from hearing_app.storage import Database, adoption_reports, audit, contacts, invitations, mails, outbox
from hearing_app.storage.database import writing
from hearing_app.storage.outbox import Mail, MailState

LINK = re.compile(r"/svar/i/([A-Za-z0-9_-]{20,100})")
_REPORT_LINK = re.compile(r"/tilslutning/([A-Za-z0-9_-]{20,100})/")
_OF_ADOPTIONS = frozenset({"adoption", "adoption_reminder"})
_SERVERS_WORDS = re.compile(r"\((\d{3}), b(['\"])(.*?)\2", re.DOTALL)
# How the error begins, or what stands in it, and what it means; the first that fits counts.
_REASONS: tuple[tuple[Callable[[str], object], Message], ...] = (
    (
        re.compile(r"^SMTPRecipientsRefused.*\((?:550|551|553|554)").search,
        N_("The mail server does not take mail to this address. It may be misspelt, or not in use any more."),
    ),
    (
        re.compile(r"^SMTPRecipientsRefused").search,
        N_("The mail server takes no mail to this address right now."),
    ),
    (
        re.compile(r"^SMTPSenderRefused").search,
        N_("The mail server does not let us send from our address (mail_from)."),
    ),
    (re.compile(r"^SMTPAuthenticationError").search, N_("The mail server does not take our user name and password.")),
    (re.compile(r"^SMTPNotSupportedError").search, N_("The mail server does not offer the encryption that is set.")),
    (re.compile(r"^SMTPDataError").search, N_("The mail server refused what the mail says.")),
    (
        re.compile(r"^Uncertain").search,
        N_("The connection broke when the mail server had got the mail, before it said whether it took it."),
    ),
    (
        re.compile(r"^Unicode|^ValueError").search,
        N_("The address cannot be used: it has signs that mail servers refuse."),
    ),
    (re.compile(r"No space left").search, N_("The disk is full.")),
    (
        re.compile(
            r"^(?:ConnectionRefused|gaierror|TimeoutError|Connection|SMTPConnect|SMTPServerDisc|OSError)"
        ).search,
        N_("The mail server could not be reached."),
    ),
)
_UNKNOWN = N_("Sending failed.")


class MailBusy(Exception):
    """The mail is being sent at this moment, has been sent meanwhile, or is not there any more."""


class NoAddress(ValueError):
    """What was typed is no e-mail address."""


def is_ours(mail: Mail, about: Collection[outbox.About]) -> bool:
    """Tell whether a mail is one whose address the desk has a say in: a body's own, on adoptions, or a receipt.

    Colleagues and those who were not invited have given their addresses themselves, and correct them themselves.
    """
    return mail.kind == "receipt" or (mail.kind in (*mails.OF_A_BODY, *_OF_ADOPTIONS) and bool(about))


def brings_link(mail: Mail) -> bool:
    """Tell whether a mail brings a body a personal link, to answer by or to report an adoption by."""
    return mail.kind in mails.OF_A_BODY or bool(report_links_in(mail.message))


def report_links_in(message: bytes) -> frozenset[str]:
    """Return the hashes of the links to report an adoption by that a mail holds."""
    return frozenset(token_hash(token) for token in _REPORT_LINK.findall(_text(message)))


def can_be_corrected(mail: Mail, about: Collection[outbox.About], now: datetime) -> bool:
    """Tell whether the desk may give a mail another address now: it is the desk's to correct, and never went."""
    return is_ours(mail, about) and mail.state(now) in (MailState.WAITING, MailState.FAILED)


def plain_reason(error: str) -> Message:
    """Return what an error of sending means."""
    return next((message for fits, message in _REASONS if fits(error)), _UNKNOWN)


def servers_words(error: str) -> str:
    """Return what the mail server itself said, like «550 no such mailbox»; empty where it said nothing."""
    found = _SERVERS_WORDS.search(error)
    return f"{found[1]} {found[3]}".strip() if found else ""


def try_now(db: Database, mail: Mail, *, actor: str, now: datetime) -> None:
    """Have a mail sent in the worker's next round; one that may have gone keeps its Message-ID.

    Raises:
        MailBusy: it is not free.
    """
    with writing(db):
        if not outbox.send_now(db, mail.id, now):
            raise MailBusy(mail.id)
        _log(db, mail, "mail tried again", actor, now)


def try_all_now(db: Database, *, actor: str, now: datetime) -> int:
    """Have everything sent in the next rounds that has failed, and return how many mails that is.

    What may have gone already is left to a person, one by one.
    """
    with writing(db):
        failed = [mail for mail in outbox.waiting(db) if mail.state(now) is MailState.FAILED]
        for mail in failed:
            try_now(db, mail, actor=actor, now=now)
    return len(failed)


def correct_address(
    db: Database, mail: Mail, to: str, *, council: Council | None, actor: str, now: datetime
) -> tuple[str, ...]:
    """Send a mail that waits to another address, and return the ids of the bodies that got the address too.

    The mail never went, so the personal link in it is still nobody's: the same one goes to the new address, and the
    old one can ask for no link. A body that is written to at the old address is from now on written to at the new.

    Raises:
        NoAddress: `to` is none.
        MailBusy: the mail is not free, or it may have gone to the old address already.
    """
    if not is_email(to):
        raise NoAddress(to)
    with writing(db):
        if not outbox.readdress(db, mail.id, recipient=to, message=_addressed(mail.message, to), now=now):
            raise MailBusy(mail.id)
        for token in set(LINK.findall(_text(mail.message))):
            invitations.move(db, token_hash(token), to)
        for token_sha256 in report_links_in(mail.message):
            adoption_reports.move_link(db, token_sha256, to)
        _log(db, mail, "mail readdressed", actor, now)
        return _correct_bodies(db, mail, to, council, actor, now)


def _correct_bodies(
    db: Database, mail: Mail, to: str, council: Council | None, actor: str, now: datetime
) -> tuple[str, ...]:
    about = mails.about(db, [mail.id]).get(mail.id, ()) if brings_link(mail) and council else ()
    bodies = {body.id: body for _hearing, body_id in about if council and (body := council.body(body_id))}
    moved = [body for body in bodies.values() if address_of(db, body).casefold() == mail.recipient.casefold()]
    for body in moved:
        contacts.put(db, {body.id: to}, now)
        audit.log(db, now=now, actor=actor, action="contact set", subject=body.id)
    return tuple(body.id for body in moved)


def _addressed(message: bytes, to: str) -> bytes:
    parsed = message_from_bytes(message, policy=SMTP)
    del parsed["To"]
    parsed["To"] = to
    return parsed.as_bytes()


def _text(message: bytes) -> str:
    part = message_from_bytes(message, policy=SMTP).get_body(("plain",))
    return str(part.get_content()) if part is not None else ""


def _log(db: Database, mail: Mail, action: str, actor: str, now: datetime) -> None:
    about = mails.about(db, [mail.id]).get(mail.id, (("", ""),))
    for hearing, body in about:
        audit.log(db, now=now, actor=actor, action=action, hearing=hearing, subject=body or mail.kind)
