"""Files and a draft: putting one with an answer that is being written, and taking it away again."""

from collections.abc import Collection, Mapping
from datetime import datetime
from pathlib import Path

from hearing_app.attachments import MEGABYTE, Limits, Refused, examine, keep, loose, sweep
from hearing_app.domain.attachment import Attachment, told_apart
from hearing_app.domain.council import Body
from hearing_app.domain.hearing import Hearing
from hearing_app.domain.message import N_
from hearing_app.receive import save_draft
from hearing_app.storage import Database, attachments, audit, drafts
from hearing_app.storage.database import writing

TOO_MANY = N_("An answer can have {limit} files. Put several documents into one, or remove a file first.")
TOO_MUCH = N_("The files of an answer can be {limit} MB together. Make the file smaller, or remove another first.")


def attach(
    db: Database, folder: Path, hearing: Hearing, body: Body, name: str, data: bytes, *, limits: Limits, now: datetime
) -> Attachment:
    """Examine a file, keep it, and put it with a body's draft, which is begun if there is none.

    When this returns, the file is on the disk. The draft's revision moves on, so that a review page that was looked
    at before does not send a file that nobody has seen on it. A file that is there already stays as it is.

    Raises:
        Refused: the file is not taken in, or is one too many; the message says what to do.
        OSError: the disk is full or failing; the draft is as it was.
    """
    _make_room(attachments.of_draft(db, hearing.id, body.id), len(data), limits)
    file = examine(name, data, limits)
    keep(folder, file, data)
    with writing(db):
        present = attachments.of_draft(db, hearing.id, body.id)
        same = next((one for one in present if one.sha256 == file.sha256), None)
        if same is not None:
            return same
        _make_room(present, file.size, limits)
        file = told_apart(file, [one.name for one in present])
        _move_on(db, hearing, body, now)
        attachments.add(db, hearing.id, body.id, [file], now=now)
        audit.log(db, now=now, actor=body.id, action="attached", hearing=hearing.id, subject=file.sha256)
    return file


def detach(db: Database, hearing: Hearing, body: Body, sha256: str, *, now: datetime) -> Attachment | None:
    """Take a file away from a body's draft and return it, or None where it is not there any more.

    The file itself stays until the retention run finds that nobody names it.
    """
    with writing(db):
        present = attachments.of_draft(db, hearing.id, body.id)
        file = next((one for one in present if one.sha256 == sha256), None)
        if file is not None:
            attachments.remove(db, hearing.id, body.id, sha256)
            _move_on(db, hearing, body, now)
            audit.log(db, now=now, actor=body.id, action="detached", hearing=hearing.id, subject=sha256)
    return file


def begin_change(
    db: Database,
    hearing: Hearing,
    body: Body,
    fields: Mapping[str, str],
    files: Collection[Attachment],
    *,
    now: datetime,
) -> None:
    """Begin a draft with the fields and the files of an answer that was sent.

    Raises:
        DraftConflict: somebody has begun another one at the same moment; that one is the one to go on with.
    """
    with writing(db):
        begun = drafts.get(db, hearing.id, body.id)
        save_draft(db, hearing, body, dict(fields), base_revision=0, now=now)
        if begun is None:
            attachments.add(db, hearing.id, body.id, files, now=now)


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


def _move_on(db: Database, hearing: Hearing, body: Body, now: datetime) -> None:
    """Give the draft its next revision with the same fields; a form that is open saves on without a conflict."""
    saved = drafts.get(db, hearing.id, body.id)
    fields, revision = (saved.fields, saved.revision) if saved else ({}, 0)
    drafts.put(db, hearing=hearing.id, body=body.id, fields=fields, revision=revision + 1, now=now)
