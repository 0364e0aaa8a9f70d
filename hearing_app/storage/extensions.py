"""Later deadlines for single bodies: what was asked for, and what was decided. Nothing here is ever changed."""

from datetime import date, datetime
from typing import Any

from sqlite_utils import Database

from hearing_app.domain.extension import Extension, ExtensionDecision, ExtensionRequest, by_body
from hearing_app.domain.vocabulary import ExtensionAnswer
from hearing_app.storage.database import stamp


def add_request(db: Database, *, hearing: str, body: str, day: date, reason: str, now: datetime) -> None:
    """Store a request; of a body's, the last counts."""
    row = {"hearing": hearing, "body": body, "day": day.isoformat(), "reason": reason, "asked_at": stamp(now)}
    db.table("extension_requests").insert(row)


def add_decision(
    db: Database,
    *,
    hearing: str,
    body: str,
    answer: ExtensionAnswer,
    day: date | None,
    reason: str,
    request: int | None,
    actor: str,
    now: datetime,
) -> None:
    """Store a decision; the table refuses a second one on the same request."""
    db.table("extension_decisions").insert(
        {
            "hearing": hearing,
            "body": body,
            "request": request,
            "answer": answer.value,
            "day": day.isoformat() if day else None,
            "reason": reason,
            "decided_by": actor,
            "decided_at": stamp(now),
        }
    )


def of_hearing(db: Database, hearing: str) -> dict[str, Extension]:
    """Return what was asked and decided, by the id of each body that there is anything of."""
    requests = db.query("SELECT * FROM extension_requests WHERE hearing = ? ORDER BY id", [hearing])
    decisions = db.query("SELECT * FROM extension_decisions WHERE hearing = ? ORDER BY id", [hearing])
    return by_body(map(_request, requests), map(_decision, decisions))


def of_body(db: Database, hearing: str, body: str) -> Extension:
    """Return what one body has asked for, and what was decided on it."""
    return of_hearing(db, hearing).get(body, Extension())


def _request(row: dict[str, Any]) -> ExtensionRequest:
    asked_at = datetime.fromisoformat(row["asked_at"])
    return ExtensionRequest(int(row["id"]), row["body"], date.fromisoformat(row["day"]), row["reason"], asked_at)


def _decision(row: dict[str, Any]) -> ExtensionDecision:
    return ExtensionDecision(
        int(row["id"]),
        row["body"],
        ExtensionAnswer(row["answer"]),
        date.fromisoformat(row["day"]) if row["day"] else None,
        row["reason"],
        row["decided_by"],
        datetime.fromisoformat(row["decided_at"]),
        int(row["request"]) if row["request"] is not None else None,
    )
