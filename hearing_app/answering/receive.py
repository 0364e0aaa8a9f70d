"""Taking in an answer: drafts, the deadline, the submission and its receipt."""

import secrets
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from hearing_app.answering.attachments import NotWhole, read
from hearing_app.answering.authors import note_author
from hearing_app.domain.attachment import Attachment
from hearing_app.domain.calendar import first_instant, oslo_day
from hearing_app.domain.colleague import CONTACT, Colleague, Writer
from hearing_app.domain.council import Body
from hearing_app.domain.hearing import Hearing, Item, accepts_submissions
from hearing_app.domain.submission import Content, Submission, canonical_payload, fingerprint
from hearing_app.inviting.extend import own_hearing
from hearing_app.mailing.mail import Sender, receipt_mail
from hearing_app.storage import Database, attachments, audit, colleagues, drafts, journal, outbox, rebuilds, submissions
from hearing_app.storage.database import writing
from hearing_app.storage.drafts import SavedDraft
from hearing_app.text import Words

DAY = timedelta(days=1)
MOST_VERSIONS = 50
"""Versions that a body can send in a day: each is kept for ever, and mails a receipt to whatever address it names."""


class DeadlinePassed(Exception):
    """The deadline is over (or the hearing is not open). What was typed is kept as a draft."""


class AnswersMissing(Exception):
    """Required questions are unanswered; `items` says which."""

    def __init__(self, items: tuple[Item, ...]) -> None:
        """Take the items without an answer."""
        super().__init__(", ".join(item.id for item in items))
        self.items = items


class NothingAnswered(Exception):
    """The form is empty: no stance and no text anywhere, and nobody has said that there is no remark."""


class DraftConflict(Exception):
    """A colleague has saved or sent since this form was opened; `current` is the draft there is now, if any."""

    def __init__(self, current: SavedDraft | None) -> None:
        """Take the draft that is stored."""
        super().__init__(f"the draft is at revision {current.revision}" if current else "there is no draft any more")
        self.current = current


class ApprovalNeeded(Exception):
    """The body has an approver, and somebody else wants to send the answer; `approver` is who may."""

    def __init__(self, approver: Colleague) -> None:
        """Take the one who approves."""
        super().__init__(str(approver.id))
        self.approver = approver


class SentTooOften(Exception):
    """As many versions as there may be in a day have been received; the last of them counts."""


class ImpossibleArrival(ValueError):
    """An answer that is registered cannot have come before the hearing was published, nor after now."""


class AnsweredMeanwhile(Exception):
    """Another version has come in since somebody looked; `current` is the one that counts now."""

    def __init__(self, current: Submission | None) -> None:
        """Take the newest version."""
        super().__init__(current.reference if current else "")
        self.current = current


def save_draft(
    db: Database,
    hearing: Hearing,
    body: Body,
    fields: dict[str, Any],
    *,
    base_revision: int,
    now: datetime,
    author: Writer | None = None,
    version: int | None = None,
) -> SavedDraft:
    """Save what stands in the form, also after the deadline, for nothing that was typed may be lost.

    A draft that is begun after an answer was sent begins with the answer's files.

    Args:
        fields: the form's fields by name, as typed; a draft may be incomplete.
        base_revision: the revision the form was opened with, 0 for a new draft.
        author: who has written what is new in `fields`; None where nobody has, as when a sent answer is taken up again.
        version: the version that had been sent when `fields` were put together, 0 for none; None where any may be.

    Raises:
        DraftConflict: a colleague has saved other text in between, or sent the answer.
    """
    with writing(db):
        current, sent = drafts.get(db, hearing.id, body.id), submissions.latest_of_body(db, hearing.id, body.id)
        if version is not None and version != (sent.version if sent else 0):
            raise DraftConflict(current)
        revision = current.revision if current else 0
        if current is not None and current.fields == fields:
            return current
        if current is not None and revision != base_revision:
            raise DraftConflict(current)
        drafts.put(db, hearing=hearing.id, body=body.id, fields=fields, revision=revision + 1, now=now)
        if current is None and sent is not None:
            attachments.add(db, hearing.id, body.id, sent.content.attachments, now=now)
        if author is not None:
            note_author(db, hearing, body, author, current, fields, now=now)
    return SavedDraft(fields, revision + 1, now)


def missing_answers(hearing: Hearing, content: Content) -> tuple[Item, ...]:
    """Return the required items that have no answer; «no remark» answers the whole, so then there are none."""
    if content.no_remark:
        return ()
    return tuple(item for item in hearing.items if item.required and not content.answer(item.id))


def receive_submission(
    db: Database,
    hearing: Hearing,
    body: Body,
    content: Content,
    *,
    words: Words,
    sender: Sender,
    now: datetime,
    draft_revision: int | None = None,
    by: Writer = CONTACT,
    files: Path | None = None,
) -> Submission:
    """Receive a body's answer: submission, chained log, receipt mail and audit entry in one transaction.

    When this returns, everything is on the disk; only then may a receipt be shown. Sending the
    very same answer again returns the submission that is there.

    Args:
        draft_revision: the revision of the draft that `content` was read from, None where there was none.
            A draft that a colleague has saved since is not thrown away by somebody else's sending.
        by: who sends; asked for in the transaction, so that nobody gets past an approver who has just been named.
        files: the folder where attached files are kept. Those of the draft belong to the answer, in place of
            `content.attachments`, which tells them only where the draft is gone already.

    Raises:
        DraftConflict: the draft has moved on from `draft_revision`; nothing was received.
        NotWhole: an attached file is not there as it was kept; nothing was received.
        ApprovalNeeded: the body has an approver, and `by` is somebody else.
        DeadlinePassed: decided here and nowhere else, to the second, in Europe/Oslo.
        NothingAnswered: the form is empty.
        AnswersMissing: required questions are unanswered.
        SentTooOften: nothing was received, and the draft stands.
    """
    _check(own_hearing(db, hearing, body.id), content, now)
    # Before the transaction, for others wait while it lasts, and to read large files takes a while.
    whole = _see_whole(files, attachments.of_draft(db, hearing.id, body.id))
    with writing(db):
        hearing = own_hearing(db, hearing, body.id)
        _check(hearing, content, now)  # an extension may have been taken back since
        draft = drafts.get(db, hearing.id, body.id)
        if draft is not None:
            content = replace(content, attachments=attachments.of_draft(db, hearing.id, body.id))
        previous = submissions.latest_of_body(db, hearing.id, body.id)
        if draft is None and previous is not None and _same(previous.content, content):
            return previous  # the same click once more
        approver = colleagues.approver(db, hearing.id, body.id)
        if approver is not None and approver.id != by.colleague:
            raise ApprovalNeeded(approver)
        if draft_revision is not None and (draft is None or draft.revision != draft_revision):
            raise DraftConflict(draft)
        if previous is not None and _same(previous.content, content):
            drafts.delete(db, hearing.id, body.id)
            return previous
        if submissions.count_since(db, hearing.id, body.id, now - DAY) >= MOST_VERSIONS:
            raise SentTooOften
        _see_whole(files, [file for file in content.attachments if file not in whole])
        submission = _mint(db, hearing, body, content, now)
        drafts.delete(db, hearing.id, body.id)
        _enter(db, submission, hearing, body, words, sender, now)
        audit.log(db, now=now, actor=body.id, action="submitted", hearing=hearing.id, subject=submission.reference)
    return submission


def receive_registered(
    db: Database,
    hearing: Hearing,
    body: Body,
    content: Content,
    *,
    words: Words,
    sender: Sender,
    now: datetime,
    actor: str,
    seen_version: int,
    files: Path | None = None,
) -> Submission:
    """Receive an answer that the secretariat registers (`content.registered`), whenever it came in: rule 10.

    It is entered in the log as every other. A draft of the body's own stands, for whoever writes it is told that a
    version has come in between. Questions may be unanswered, and no approver is asked: it has been sent already.

    Args:
        actor: who registers it.
        seen_version: the version that counted when that was looked at, 0 for none.

    Raises:
        ImpossibleArrival: it came before the hearing was published, or after now.
        NothingAnswered: there is neither text nor a file.
        AnsweredMeanwhile: another version has been received or registered since `seen_version`.
        NotWhole: a file is not there as it was kept; nothing was received.
    """
    told = content.registered
    came = first_instant(told.arrived_at) if told else now
    if told is None or came > now or not hearing.is_public(came):
        raise ImpossibleArrival
    if not any(content.answers) and not content.attachments and not content.no_remark:
        raise NothingAnswered
    _see_whole(files, content.attachments)
    with writing(db):
        previous = submissions.latest_of_body(db, hearing.id, body.id)
        if (previous.version if previous else 0) != seen_version:
            raise AnsweredMeanwhile(previous)
        submission = _mint(db, hearing, body, content, now)
        _enter(db, submission, hearing, body, words, sender, now)
        audit.log(db, now=now, actor=actor, action="registered", hearing=hearing.id, subject=submission.reference)
    return submission


def _enter(
    db: Database, submission: Submission, hearing: Hearing, body: Body, words: Words, sender: Sender, now: datetime
) -> None:
    """Store a submission with everything that belongs to it; a receipt is mailed where there is an address."""
    submissions.add(db, submission)
    entry = journal.append(db, submission)
    to, about = submission.content.respondent.email, [(hearing.id, body.id)]
    if to:
        mail = receipt_mail(submission, hearing, body, words, sender, now=now, entry=entry)
        outbox.put(db, kind="receipt", recipient=to, message=mail.as_bytes(), now=now, about=about)
    rebuilds.ask(db, f"received {submission.reference}", now)


def _check(hearing: Hearing, content: Content, now: datetime) -> None:
    """See that the hearing is open and that nothing is missing."""
    if not accepts_submissions(hearing, now):
        raise DeadlinePassed
    if not any(content.answers) and not content.attachments and not (content.no_remark and hearing.takes_no_remark):
        raise NothingAnswered
    if missing := missing_answers(hearing, content):
        raise AnswersMissing(missing)


def _see_whole(folder: Path | None, files: Iterable[Attachment]) -> frozenset[Attachment]:
    """Read attached files back and return them: what the receipt gives the fingerprint of is on the disk."""
    found = frozenset(files)
    for file in found:
        if folder is None:
            raise NotWhole(file)
        read(folder, file)
    return found


def _same(one: Content, other: Content) -> bool:
    around = (one.respondent, one.standing, one.no_remark) == (other.respondent, other.standing, other.no_remark)
    around = around and (one.attachments, one.registered) == (other.attachments, other.registered)
    return around and [a for a in one.answers if a] == [a for a in other.answers if a]


def _mint(db: Database, hearing: Hearing, body: Body, content: Content, now: datetime) -> Submission:
    version = submissions.next_version(db, hearing.id, body.id)
    received_at = now.replace(microsecond=0)
    payload = canonical_payload(
        content,
        hearing=hearing.id,
        body=body.id,
        version=version,
        definition=hearing.fingerprint,
        received_at=received_at,
        nonce=secrets.token_hex(16),
    )
    return Submission(
        reference=submissions.next_reference(db, oslo_day(now).year),
        hearing=hearing.id,
        body=body.id,
        version=version,
        received_at=received_at,
        definition=hearing.fingerprint,
        payload=payload,
        sha256=fingerprint(payload),
        content=content,
    )
