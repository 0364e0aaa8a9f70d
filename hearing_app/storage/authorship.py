"""Who wrote which field of a draft, and what became of its way to the approver. Both go with the draft."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from hearing_app.domain.colleague import Approval, Writer, Written
from hearing_app.storage.database import stamp


def note(db: Database, *, hearing: str, body: str, fields: Iterable[str], writer: Writer, now: datetime) -> None:
    """Note that `writer` has changed these fields of the draft that is stored."""
    for field in fields:
        db.execute(
            "INSERT OR REPLACE INTO authorship (hearing, body, field, colleague, name, at) VALUES (?, ?, ?, ?, ?, ?)",
            [hearing, body, field, writer.colleague, writer.name, stamp(now)],
        )


def of_draft(db: Database, hearing: str, body: str) -> dict[str, Written]:
    """Return who last changed each field of a body's draft; a field that nobody is known of is not there."""
    rows = db.query("SELECT * FROM authorship WHERE hearing = ? AND body = ?", [hearing, body])
    return {row["field"]: _written(row["colleague"], row["name"], row["at"]) for row in rows}


def ask(db: Database, *, hearing: str, body: str, revision: int, writer: Writer, now: datetime) -> None:
    """Note that the draft was sent to the approver as it is at `revision`; an older note goes."""
    db.execute(
        "INSERT OR REPLACE INTO approvals (hearing, body, revision, asked_by, asked_name, asked_at) "
        "VALUES (?, ?, ?, ?, ?, ?)",
        [hearing, body, revision, writer.colleague, writer.name, stamp(now)],
    )


def send_back(db: Database, *, hearing: str, body: str, writer: Writer, note: str, now: datetime) -> None:
    """Note that the approver has sent the draft back, and why."""
    db.execute(
        "UPDATE approvals SET returned_by = ?, returned_name = ?, returned_at = ?, note = ? "
        "WHERE hearing = ? AND body = ?",
        [writer.colleague, writer.name, stamp(now), note, hearing, body],
    )


def forget_request(db: Database, *, hearing: str, body: str) -> None:
    """Forget that a draft waits for the approver; a note that it came back with stays."""
    db.execute("DELETE FROM approvals WHERE hearing = ? AND body = ? AND returned_at IS NULL", [hearing, body])


def follow(db: Database, *, hearing: str, body: str, before: int, revision: int) -> None:
    """Let a draft that waits at the revision `before` wait at `revision`: the approver has changed it."""
    db.execute(
        "UPDATE approvals SET revision = ? WHERE hearing = ? AND body = ? AND revision = ? AND returned_at IS NULL",
        [revision, hearing, body, before],
    )


def approval(db: Database, hearing: str, body: str) -> Approval | None:
    """Return that a body's draft was sent to the approver, or None."""
    row = next(iter(db.table("approvals").rows_where("hearing = ? AND body = ?", [hearing, body])), None)
    return _approval(row) if row else None


def _approval(row: dict[str, Any]) -> Approval:
    returned = row["returned_at"] and _written(row["returned_by"], row["returned_name"], row["returned_at"])
    asked = _written(row["asked_by"], row["asked_name"], row["asked_at"])
    return Approval(row["revision"], asked, returned or None, row["note"])


def _written(colleague: int | None, name: str, at: str) -> Written:
    return Written(Writer(colleague, name), datetime.fromisoformat(at))
