"""Parts of responses that need no point, in somebody's word."""

from datetime import datetime

from sqlite_utils import Database

from hearing_app.domain.coverage import SetAside
from hearing_app.storage.database import stamp

_SELECT = "SELECT set_aside.*, reference FROM set_aside JOIN submissions ON submissions.id = set_aside.submission"


def add(
    db: Database,
    *,
    reference: str,
    actor: str,
    now: datetime,
    item: str = "",
    words: str = "",
    occurrence: int = 1,
    amendment: int = 0,
    attachment: str = "",
    reason: str = "",
) -> bool:
    """Store a word on a part of a submission; return False where somebody has said it already.

    What the part is, the arguments tell as the fields of `domain.coverage.SetAside` do.
    """
    cursor = db.execute(
        "INSERT INTO set_aside (submission, item, words, occurrence, amendment, attachment, reason, by, at) "
        "SELECT id, ?, ?, ?, ?, ?, ?, ?, ? FROM submissions WHERE reference = ? ON CONFLICT DO NOTHING",
        [item, words, occurrence, amendment, attachment, reason, actor, stamp(now), reference],
    )
    return cursor.rowcount == 1


def of_submission(db: Database, reference: str) -> tuple[SetAside, ...]:
    """Return what has been said of a submission, oldest first."""
    return tuple(map(_row, db.query(f"{_SELECT} WHERE reference = ? ORDER BY set_aside.id", [reference])))


def of_hearing(db: Database, hearing: str) -> tuple[SetAside, ...]:
    """Return what has been said of the submissions to a hearing, oldest first."""
    return tuple(map(_row, db.query(f"{_SELECT} WHERE hearing = ? ORDER BY set_aside.id", [hearing])))


def remove(db: Database, reference: str, word_id: int) -> bool:
    """Take a word on a submission back; return False where there is none such."""
    sql = "DELETE FROM set_aside WHERE id = ? AND submission = (SELECT id FROM submissions WHERE reference = ?)"
    return db.execute(sql, [word_id, reference]).rowcount == 1


def _row(row: dict[str, object]) -> SetAside:
    return SetAside(
        id=int(str(row["id"])),
        submission=str(row["reference"]),
        item=str(row["item"]),
        by=str(row["by"]),
        at=datetime.fromisoformat(str(row["at"])),
        words=str(row["words"]),
        occurrence=int(str(row["occurrence"])),
        amendment=int(str(row["amendment"])),
        attachment=str(row["attachment"]),
        reason=str(row["reason"]),
    )
