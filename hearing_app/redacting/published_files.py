"""Which files of an answer readers get: as they are, as a copy that somebody has redacted, or not at all.

Nobody gets the bytes that were received: what a document tells of who wrote it is taken out of every copy.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from hearing_app.answering.attachments import Limits, NotWhole, keep, read, strip
from hearing_app.domain.assessment import Point
from hearing_app.domain.attachment import Attachment
from hearing_app.domain.message import N_
from hearing_app.domain.personal_data import identity_numbers
from hearing_app.domain.public_text import Redactions, repeats
from hearing_app.domain.published_file import FOLDER, PublishedFile, file_path
from hearing_app.domain.redaction import Ground, mark
from hearing_app.domain.spans import places
from hearing_app.domain.submission import Submission
from hearing_app.domain.summary import ReleasedSubmission
from hearing_app.domain.vocabulary import FileRelease
from hearing_app.redacting.redact import RedactionRefused, redactions_of
from hearing_app.storage import Database, audit, redactions
from hearing_app.storage.database import writing
from hearing_app.storage.redactions import NOT_PUBLISHED, FileRow

REPEATS = N_(
    "Words that are withheld of this answer can still be read in the file: {places}. They may lie under a black box "
    "or in a header. Remove the words themselves, and upload a new copy."
)
NUMBER = N_("A national identity number can be read in the file. Remove it, and upload a copy without it.")
SAME = N_("This is the very file that was received. Upload the copy in which you have redacted.")


class DecisionChanged(Exception):
    """A colleague has decided on the file since the page was opened."""


@dataclass(frozen=True)
class FileDecision:
    """What somebody has decided of a file; `ground` where it is withheld, `upload` where it is redacted."""

    release: FileRelease | None
    ground: Ground | None = None
    upload: tuple[str, bytes] | None = None
    note: str = ""


def seen_of(rows: Iterable[FileRow], original: str) -> str:
    """Return what tells whether the decisions on a file are those that a person has looked at."""
    return str(sum(row.original == original for row in rows))


def decide(
    db: Database,
    folder: Path,
    limits: Limits,
    submission: Submission,
    file: Attachment,
    decision: FileDecision,
    *,
    seen: str,
    actor: str,
    now: datetime,
) -> None:
    """Decide what readers get of a file; they notice when the hearing is published the next time.

    Args:
        folder: where the files are kept.
        file: one of the submission's.
        seen: `seen_of` the decisions that the page showed.

    Raises:
        RedactionRefused: something is missing, or what is withheld can be read in the copy.
        attachments.Refused: the copy is not taken in, or hides something.
        DecisionChanged: a colleague was first.
        NotWhole, OSError: the file could not be read or kept.
    """
    copy, data, text = _copy(db, folder, limits, submission, file, decision)
    if copy is not None:
        keep(folder, copy, data)
    withheld = decision.ground if decision.release is FileRelease.WITHHELD else None
    row = FileRow(
        submission.reference,
        file.sha256,
        decision.release.value if decision.release else NOT_PUBLISHED,
        withheld.id if withheld else "",
        withheld.mark if withheld else "",
        decision.note.strip(),
        copy.sha256 if copy else None,
        copy.media_type if copy else "",
        copy.size if copy else 0,
        text,
        actor,
        now,
    )
    with writing(db):
        if seen_of(redactions.file_history(db, submission.reference), file.sha256) != seen:
            raise DecisionChanged
        redactions.add_file_decision(db, row)
        subject = f"{submission.reference}, {file.sha256[:12]}, {row.release}"
        audit.log(db, now=now, actor=actor, action="decided on a file", hearing=submission.hearing, subject=subject)


def _copy(
    db: Database, folder: Path, limits: Limits, submission: Submission, file: Attachment, decision: FileDecision
) -> tuple[Attachment | None, bytes, str]:
    """Return what readers would get, and all that can be read in it; nothing where they get nothing."""
    if decision.release is FileRelease.WITHHELD and decision.ground is None:
        raise RedactionRefused("ground", N_("Choose the legal ground."))
    if decision.release in (None, FileRelease.WITHHELD):
        return None, b"", ""
    name, data = file.name, b""
    if decision.release is FileRelease.REDACTED:
        if decision.upload is None:
            raise RedactionRefused("upload", N_("Choose the redacted copy."))
        name, data = decision.upload
        if len(data) == file.size and data == read(folder, file):
            raise RedactionRefused("upload", SAME)
    copy, stripped, text = strip(name, data or read(folder, file), limits)
    _refuse_repeats(redactions_of(db, submission.hearing), submission, text)
    return copy, stripped, text


def _refuse_repeats(found: Redactions, submission: Submission, text: str) -> None:
    """Refuse a copy in which something that is withheld of the same answer can be read."""
    own = (layer for layer in found.everywhere if layer.reference == submission.reference)
    found_at = (start for layer in own for start, _ in repeats(layer.words, text))
    places = [text[max(0, start - 20) : start].rpartition("\n")[2] + "▇▇▇" for start in found_at]
    if places:
        raise RedactionRefused("upload", N_(REPEATS.sentence, places=" · ".join(f"… {place}" for place in places[:5])))
    if identity_numbers(text):
        raise RedactionRefused("upload", NUMBER)


def files_of(db: Database, submissions: Iterable[Submission], hearing_id: str) -> dict[str, tuple[PublishedFile, ...]]:
    """Return what has been decided of the files of some answers to a hearing, by the answers' references.

    The copies are called what the attachments are, with what is withheld of their names.
    """
    found = redactions_of(db, hearing_id)
    rows = {(row.reference, row.original): row for row in redactions.file_decisions(db, hearing_id)}
    return {
        sent.reference: tuple(
            _published(rows[sent.reference, file.sha256], found.file(sent.reference, file))
            for file in sent.content.attachments
            if (sent.reference, file.sha256) in rows
        )
        for sent in submissions
    }


def without_hidden(db: Database, hearing_id: str, found: Iterable[Point]) -> tuple[Point, ...]:
    """Return points with a mark for words of a file that readers do not get, or that its redacted copy lacks.

    Where nobody has decided on a file since the body sent a new version, what was decided of it before holds.
    """
    own = {(row.reference, row.original): row for row in redactions.file_decisions(db, hearing_id)}
    rows = {**redactions.file_decisions_before(db, hearing_id), **own} if own else {}
    return tuple(_without_hidden(point, rows.get((point.submission, point.attachment))) for point in found)


def _without_hidden(point: Point, row: FileRow | None) -> Point:
    if row is None or row.release == FileRelease.AS_IT_IS:
        return point
    if row.release == FileRelease.REDACTED and places(point.quote, row.text):
        return point
    return replace(point, quote=mark(row.mark))


def _published(row: FileRow, file: Attachment) -> PublishedFile:
    copy = None
    if row.copy_sha256:
        extension = file.name.rpartition(".")[2] if row.copy_type == file.media_type else _EXTENSIONS[row.copy_type]
        name = f"{file.name.rpartition('.')[0]}.{extension}"
        copy = Attachment(name, row.copy_type, row.copy_size, row.copy_sha256)
    return PublishedFile(file.sha256, FileRelease(row.release), copy, row.mark)


_EXTENSIONS = {
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.oasis.opendocument.text": "odt",
}


def file_overlay(
    folder: Path, content: Path, hearing_id: str, copies: Iterable[ReleasedSubmission]
) -> dict[str, bytes | None]:
    """Return the files that publishing writes into the content folder, and those that it takes away.

    Args:
        folder: where the files are kept.

    Raises:
        NotWhole: a copy is not there, or is not what it was.
    """
    root = f"hearings/{hearing_id}"
    public = {f"{root}/{file_path(c.body, f.copy)}": read(folder, f.copy) for c in copies for f in c.files if f.copy}
    standing = (path for path in (content / root / FOLDER).rglob("*") if path.is_file())
    stale = {name: None for path in standing if (name := str(path.relative_to(content))) not in public}
    return {**public, **stale}


__all__ = [
    "DecisionChanged",
    "FileDecision",
    "NotWhole",
    "decide",
    "file_overlay",
    "files_of",
    "seen_of",
    "without_hidden",
]
