"""Files and a draft: putting one with an answer that is being written, and taking it away again."""

from collections.abc import Collection
from datetime import datetime, timedelta
from pathlib import Path

from hearing_app.answering.attachments import MEGABYTE, Limits, Refused, examine, keep, loose, sweep
from hearing_app.answering.authors import note_author
from hearing_app.domain.attachment import Attachment, told_apart
from hearing_app.domain.colleague import Writer
from hearing_app.domain.council import Body
from hearing_app.domain.hearing import Hearing
from hearing_app.domain.message import N_
from hearing_app.storage import Database, attachments, audit, drafts, examinations, submissions
from hearing_app.storage.database import writing

TOO_MANY = N_("An answer can have {limit} files. Put several documents into one, or remove a file first.")
TOO_MUCH = N_("The files of an answer can be {limit} MB together. Make the file smaller, or remove another first.")
DAY = timedelta(days=1)
AT_ONCE = 3
"""Examinations of one body at a time, and of all guests together: each can keep a thread of the web busy for long."""
UNDER_WAY = timedelta(minutes=2)
"""An examination that has not ended by then was broken off."""
TOO_OFTEN = N_(
    "As many files as can be examined for one sender in a day have been examined. Add the file tomorrow, or turn to "
    "the secretariat."
)
BUSY = N_("Other files are being examined just now. Nothing is wrong with this one; add it again in a minute.")


class AnswerSent(Exception):
    """There is no draft any more: the answer was sent while the file was on its way."""


def attach(
    db: Database,
    folder: Path,
    hearing: Hearing,
    body: Body,
    name: str,
    data: bytes,
    *,
    limits: Limits,
    now: datetime,
    author: Writer | None = None,
) -> Attachment:
    """Examine a file, keep it, and put it with a body's draft, which is begun if there is none.

    When this returns, the file is on the disk. The draft's revision moves on, so that a review page that was looked
    at before does not send a file that nobody has seen on it. A file that is there already stays as it is.

    Args:
        author: who adds it; what the approver adds leaves the draft with them.

    Raises:
        Refused: the file is not taken in, or is one too many; the message says what to do.
        AnswerSent: a draft with the file alone would stand for the whole answer.
        OSError: the disk is full or failing; the draft is as it was.
    """
    _make_room(attachments.of_draft(db, hearing.id, body.id), len(data), limits)
    file = examine_for(db, hearing, body.id, name, data, limits=limits, now=now)
    keep(folder, file, data)
    with writing(db):
        present = attachments.of_draft(db, hearing.id, body.id)
        same = next((one for one in present if one.sha256 == file.sha256), None)
        if same is not None:
            return same
        _make_room(present, file.size, limits)
        file = told_apart(file, [one.name for one in present])
        _move_on(db, hearing, body, author, now)
        attachments.add(db, hearing.id, body.id, [file], now=now)
        audit.log(db, now=now, actor=body.id, action="attached", hearing=hearing.id, subject=file.sha256)
    return file


def examine_for(
    db: Database, hearing: Hearing, body_id: str, name: str, data: bytes, *, limits: Limits, now: datetime
) -> Attachment:
    """Examine a file, and count it: a link can be in anybody's hands, and each file takes time and room.

    Raises:
        Refused: the file is not taken in, or the body has had as many examined as may be in a day, or at once.
        OSError: the machine could not examine it just now.
    """
    with writing(db):
        before = examinations.since(db, hearing.id, body_id, now - DAY)
        if before.files >= limits.files_a_day or before.size + len(data) > limits.bytes_a_day:
            raise Refused(TOO_OFTEN)
        if examinations.under_way(db, hearing.id, body_id, now - UNDER_WAY) >= AT_ONCE:
            raise Refused(BUSY)
        number = examinations.begin(db, hearing.id, body_id, max(len(data), 1), now)
    try:
        return examine(name, data, limits)
    finally:
        with writing(db):
            examinations.end(db, number, now)


def detach(
    db: Database, hearing: Hearing, body: Body, sha256: str, *, now: datetime, author: Writer | None = None
) -> Attachment | None:
    """Take a file away from a body's draft and return it, or None where it is not there any more.

    The file itself stays until the retention run finds that nobody names it.
    """
    with writing(db):
        present = attachments.of_draft(db, hearing.id, body.id)
        file = next((one for one in present if one.sha256 == sha256), None)
        if file is not None:
            attachments.remove(db, hearing.id, body.id, sha256)
            _move_on(db, hearing, body, author, now)
            audit.log(db, now=now, actor=body.id, action="detached", hearing=hearing.id, subject=sha256)
    return file


def forget_files(db: Database, folder: Path) -> int:
    """Remove the files that nobody names any more and that are a day old, and return how many there were."""
    with writing(db):
        return sweep(folder, attachments.named(db))


def count_forgotten(db: Database, folder: Path) -> int:
    """Return how many files `forget_files` would remove."""
    return len(loose(folder, attachments.named(db)))


def _make_room(present: Collection[Attachment], size: int, limits: Limits) -> None:
    if len(present) >= limits.number:
        raise Refused(N_(TOO_MANY.sentence, limit=limits.number))
    if sum(file.size for file in present) + size > limits.total_bytes:
        raise Refused(N_(TOO_MUCH.sentence, limit=limits.total_bytes // MEGABYTE))


def _move_on(db: Database, hearing: Hearing, body: Body, author: Writer | None, now: datetime) -> None:
    """Give the draft its next revision with the same fields; a form that is open saves on without a conflict."""
    saved = drafts.get(db, hearing.id, body.id)
    if saved is None and submissions.latest_of_body(db, hearing.id, body.id) is not None:
        raise AnswerSent
    fields, revision = (saved.fields, saved.revision) if saved else ({}, 0)
    drafts.put(db, hearing=hearing.id, body=body.id, fields=fields, revision=revision + 1, now=now)
    if author is not None:
        note_author(db, hearing, body, author, saved, fields, now=now)
