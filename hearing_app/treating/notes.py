"""Internal notes: what colleagues at the desk write to each other. They are never published, exported or sent."""

from datetime import datetime

from hearing_app.domain.submission import Submission
from hearing_app.storage import Database, notes
from hearing_app.storage.database import writing
from hearing_app.treating.splitting import log_point, point_of


class NoteEmpty(ValueError):
    """There is nothing in the note."""


class NoteUnknown(LookupError):
    """There is no such note here."""


class NotOwnNote(Exception):
    """A note is struck out by who wrote it, and by nobody else."""


def add_note(
    db: Database, submission: Submission, point_id: int | None, text: str, *, actor: str, now: datetime
) -> None:
    """Store a note on a submission, or on one of its points.

    Raises:
        NoteEmpty: there is no text.
        PointUnknown: it is not a point of this submission.
    """
    if not text.strip():
        raise NoteEmpty
    with writing(db):
        point = point_of(db, submission, point_id).id if point_id is not None else None
        notes.add(db, reference=submission.reference, point=point, text=text.strip(), actor=actor, now=now)
        log_point(db, now, actor, "note written", submission, str(point_id or ""))


def strike_note(db: Database, submission: Submission, note_id: int, *, actor: str, now: datetime) -> notes.Note:
    """Strike out a note of one's own, and return it; a second time changes nothing.

    Raises:
        NoteUnknown: it is not a note on this submission or one of its points.
        NotOwnNote: somebody else wrote it.
    """
    with writing(db):
        note = notes.of_reference(db, note_id, submission.reference)
        if note is None:
            raise NoteUnknown(note_id)
        if note.by != actor:
            raise NotOwnNote
        if note.struck_at is None:
            notes.strike(db, note_id, now=now)
            log_point(db, now, actor, "note struck out", submission, str(note_id))
    return note
