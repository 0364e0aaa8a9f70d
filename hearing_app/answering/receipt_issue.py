"""The receipt's PDF wherever it is needed: for the one who asks for it, and in the mail as it leaves.

The mail is queued with the file that is the proof, by the transaction that receives the answer. The PDF only shows
the same, so it is made when the mail leaves: a typesetter that is slow, or fails, neither holds up a receipt nor
keeps the database from the next one who sends.
"""

import logging
import re
from dataclasses import replace
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser

from hearing_app.answering.receipt_pdf import Issued, receipt_pdf
from hearing_app.answering.typesetting import TypesettingFailed
from hearing_app.domain.council import Body
from hearing_app.domain.guest import sender_body
from hearing_app.domain.hearing import Hearing
from hearing_app.domain.localised import Localised
from hearing_app.domain.submission import Submission
from hearing_app.domain.vocabulary import BodyKind, Language
from hearing_app.library import DefinitionBroken, Library
from hearing_app.storage import Database, journal, outbox, submissions
from hearing_app.text import words_for

KIND = "receipt"
"""What the outbox calls the mail of a receipt."""
_FILE = re.compile(r"([0-9]{4}-[0-9]{4,})\.json")
_LOG = logging.getLogger(__name__)


def issued(db: Database, library: Library, submission: Submission, hearing: Hearing, *, base_url: str) -> Issued:
    """Return what the receipt of a submission tells, as it is now."""
    council = library.last_good_council()
    latest = submissions.latest_of_body(db, submission.hearing, submission.body)
    later = latest is not None and latest.version > submission.version
    return Issued(
        submission=submission,
        hearing=hearing,
        body=body_of(submission, hearing),
        entry=journal.by_reference(db, submission.reference),
        council=council.name if council else Localised(plain=""),
        base_url=base_url,
        replaced_by=latest.reference if latest and later else "",
    )


def body_of(submission: Submission, hearing: Hearing) -> Body:
    """Return who sent a submission: an invited body, one that was not, or one that has been taken off the list."""
    sender = submission.content.sender
    if sender is not None:
        return sender_body(submission.body, Localised(plain=sender.name), sender.kind)
    gone = Body(submission.body, Localised(plain=submission.body), BodyKind.OTHER)
    return hearing.invited_body(submission.body) or gone


def with_pdf(mail: outbox.Mail, db: Database, library: Library, *, base_url: str) -> outbox.Mail:
    """Return the mail of a receipt with the PDF beside the file; any other mail, and one it fails for, as it is."""
    message = BytesParser(_class=EmailMessage, policy=policy.SMTP).parsebytes(mail.message)
    reference = _reference(message) if mail.kind == KIND else ""
    if not reference:
        return mail
    try:
        data = _pdf(db, library, reference, message["Content-Language"], base_url)
    except (TypesettingFailed, DefinitionBroken, LookupError, ValueError, TypeError, OSError):
        _LOG.exception("The receipt in mail %s leaves without its PDF", mail.id)
        return mail
    message.add_attachment(data, maintype="application", subtype="pdf", filename=f"{reference}.pdf")
    return replace(mail, message=message.as_bytes())


def _reference(message: EmailMessage) -> str:
    """Return which answer a mail is the receipt of, by its file; nothing where it is of something else."""
    names = (part.get_filename() or "" for part in message.iter_attachments())
    return next((found[1] for found in map(_FILE.fullmatch, names) if found), "")


def _pdf(db: Database, library: Library, reference: str, language: str, base_url: str) -> bytes:
    submission = submissions.by_reference(db, reference)
    matter = library.last_good(submission.hearing) if submission else None
    if submission is None or matter is None:
        raise LookupError(reference)
    told = issued(db, library, submission, matter.hearing, base_url=base_url)
    return receipt_pdf(told, words_for(Language(language)))
