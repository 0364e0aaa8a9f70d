"""The files that drafts have with them, by name and fingerprint; the files themselves stand beside the database."""

from collections.abc import Iterable
from datetime import datetime

from sqlite_utils import Database

from hearing_app.domain.attachment import Attachment, read_attachment, written_attachment
from hearing_app.storage.database import stamp


def of_draft(db: Database, hearing: str, body: str) -> tuple[Attachment, ...]:
    """Return the files of a draft, in the order they were added."""
    rows = db.table("draft_attachments").rows_where("hearing = ? AND body = ?", [hearing, body], order_by="position")
    return tuple(map(read_attachment, rows))


def add(db: Database, hearing: str, body: str, files: Iterable[Attachment], *, now: datetime) -> None:
    """Put files at the end of a draft's; the table refuses the same file or name twice, and a draft that is not."""
    sql = "SELECT coalesce(max(position), 0) + 1 FROM draft_attachments WHERE hearing = ? AND body = ?"
    first = int(db.execute(sql, [hearing, body]).fetchone()[0])
    for position, file in enumerate(files, start=first):
        place = {"hearing": hearing, "body": body, "position": position, "added_at": stamp(now)}
        db.table("draft_attachments").insert({**place, **written_attachment(file)})


def remove(db: Database, hearing: str, body: str, sha256: str) -> None:
    """Take a file out of a draft; the others keep their order."""
    where = "hearing = ? AND body = ? AND sha256 = ?"
    db.table("draft_attachments").delete_where(where, [hearing, body, sha256])


def named(db: Database) -> frozenset[str]:
    """Return the fingerprints of every file that a draft, a submission, a confirmation or an adoption names."""
    sent = (
        "SELECT json_extract(file.value, '$.sha256') "
        "FROM submissions, json_each(CAST(submissions.payload AS TEXT), '$.attachments') AS file"
    )
    minutes = "SELECT minutes FROM confirmations WHERE minutes IS NOT NULL"
    minutes += " UNION SELECT extract FROM adoption_reports WHERE extract IS NOT NULL"
    minutes += " UNION SELECT copy_sha256 FROM file_decisions WHERE copy_sha256 IS NOT NULL"
    begun = "SELECT sha256 FROM registration_files"
    rows = db.execute(f"SELECT sha256 FROM draft_attachments UNION {begun} UNION {minutes} UNION {sent}")  # noqa: S608 - all of it stands above
    return frozenset(row[0] for row in rows)
