"""What was asked for at the desk and is done by a process of its own: publishing, or building a preview."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlite_utils import Database

from hearing_app.domain.release import EVERY_ITEM, EVERYTHING, Concluded
from hearing_app.domain.vocabulary import Language
from hearing_app.storage.database import stamp


class JobKind(StrEnum):
    """What a job does."""

    PUBLISH = "publish"
    PREVIEW = "preview"


class JobState(StrEnum):
    """Where a job stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    INTERRUPTED = "interrupted"


class JobStep(StrEnum):
    """What a job has done so far."""

    NONE = ""
    CHECKED = "checked"
    BUILT = "built"
    WRITTEN = "written"
    COMMITTED = "committed"
    QUEUED = "queued"


@dataclass(frozen=True)
class Request:
    """What somebody has asked for: the choice as it was looked at, and in which language to tell how it went."""

    released: frozenset[str]
    concluded: Concluded
    seen: str
    note: str = ""
    mails: bool = False
    language: Language = Language.NB


@dataclass(frozen=True)
class Job:
    """A job. `reason` is why it failed, in the asker's language; empty as long as it has not."""

    id: int
    kind: JobKind
    hearing: str
    asked_by: str
    asked_at: datetime
    request: Request
    state: JobState
    step: JobStep
    reason: str
    ended_at: datetime | None


def ask(db: Database, kind: JobKind, hearing: str, request: Request, *, by: str, now: datetime) -> int:
    """Ask for a job, and return its number."""
    row = {
        "kind": kind.value,
        "hearing": hearing,
        "asked_by": by,
        "asked_at": stamp(now),
        "request": written_request(request),
    }
    return int(str(db.table("publish_jobs").insert(row).last_pk))


def get(db: Database, number: int) -> Job | None:
    """Return a job, or None."""
    return next(map(_job, db.table("publish_jobs").rows_where("id = ?", [number])), None)


def take(db: Database, number: int) -> bool:
    """Take a job that waits; of several processes one is told that it has it."""
    sql = "UPDATE publish_jobs SET state = 'running' WHERE id = ? AND state = 'waiting'"
    return bool(db.execute(sql, [number]).rowcount)


def reach(db: Database, number: int, step: JobStep) -> None:
    """Note what a job has done."""
    db.execute("UPDATE publish_jobs SET step = ? WHERE id = ?", [step, number])


def end(db: Database, number: int, state: JobState, now: datetime, reason: str = "") -> None:
    """Note how a job ended, unless it has ended already."""
    db.execute(
        "UPDATE publish_jobs SET state = ?, reason = ?, ended_at = ? WHERE id = ? AND ended_at IS NULL",
        [state, reason, stamp(now), number],
    )


def unfinished(db: Database) -> tuple[Job, ...]:
    """Return the jobs that wait or run, the oldest first."""
    return tuple(map(_job, db.table("publish_jobs").rows_where("ended_at IS NULL", order_by="id")))


def newest(db: Database, kind: JobKind, hearing: str) -> Job | None:
    """Return the last job of a kind for a hearing, or None."""
    rows = db.table("publish_jobs").rows_where(
        "kind = ? AND hearing = ?", [kind.value, hearing], order_by="id DESC", limit=1
    )
    return next(map(_job, rows), None)


def written_request(request: Request) -> str:
    """Return a request as it is stored."""
    return json.dumps(
        {
            "released": sorted(request.released),
            "concluded": [EVERY_ITEM] if request.concluded.everything else sorted(request.concluded.items),
            "seen": request.seen,
            "note": request.note,
            "mails": request.mails,
            "language": request.language.value,
        }
    )


def read_request(text: str) -> Request:
    """Return a request that was stored."""
    asked = json.loads(text)
    items = frozenset(asked["concluded"])
    return Request(
        frozenset(asked["released"]),
        EVERYTHING if EVERY_ITEM in items else Concluded(everything=False, items=items),
        asked["seen"],
        asked["note"],
        asked["mails"],
        Language(asked["language"]),
    )


def _job(row: Mapping[str, Any]) -> Job:
    return Job(
        row["id"],
        JobKind(row["kind"]),
        row["hearing"],
        row["asked_by"],
        datetime.fromisoformat(row["asked_at"]),
        read_request(row["request"]),
        JobState(row["state"]),
        JobStep(row["step"]),
        row["reason"],
        datetime.fromisoformat(row["ended_at"]) if row["ended_at"] else None,
    )
