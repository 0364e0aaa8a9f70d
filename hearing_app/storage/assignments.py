"""Who is to assess which points, and when they were told."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlite_utils import Database

from hearing_app.domain.assessment import Point
from hearing_app.storage.database import instant, stamp
from hearing_app.storage.points import COUNTS, SELECT, as_point


@dataclass(frozen=True)
class Assigned:
    """A point that somebody is to assess, in its hearing."""

    hearing: str
    point: Point


def assign(
    db: Database, ids: Iterable[int], *, username: str, due: date | None, actor: str, now: datetime
) -> tuple[int, ...]:
    """Give points to a user (nobody: empty), and return the ids of those for which that is another or another day."""
    sql = """
        UPDATE points SET assignee = :username, due = :due, assigned_by = :actor,
        assigned_at = CASE WHEN assignee = :username THEN assigned_at ELSE :now END
        WHERE id IN (SELECT value FROM json_each(:ids)) AND (assignee <> :username OR due IS NOT :due)
        RETURNING id
    """
    values = {
        "username": username,
        "due": due.isoformat() if due else None,
        "actor": actor,
        "now": stamp(now),
        "ids": json.dumps(sorted(set(ids))),
    }
    return tuple(row[0] for row in db.execute(sql, values).fetchall())


def of_user(db: Database, username: str) -> tuple[Assigned, ...]:
    """Return the points that a user is to assess and that count, in every hearing: first due first, then oldest."""
    where = f"WHERE points.assignee = ? AND {COUNTS} ORDER BY points.due IS NULL, points.due, points.id"
    return tuple(Assigned(str(row["hearing"]), as_point(row)) for row in db.query(f"{SELECT} {where}", [username]))


def untold(db: Database) -> dict[str, int]:
    """Return, by user name, how many points that count others have given a user since the last mail about it.

    Those that are done already are not among them.
    """
    sql = f"""
        SELECT points.assignee, count(*) FROM points
        JOIN submissions ON submissions.id = points.submission
        JOIN points AS held ON held.id = coalesce(points.joined, points.id)
        LEFT JOIN assignment_mails ON assignment_mails.username = points.assignee
        WHERE points.assignee <> '' AND points.assigned_by <> points.assignee AND points.assigned_at IS NOT NULL
        AND (told_at IS NULL OR points.assigned_at > told_at)
        AND (trim(held.assessment) = '' OR held.conclusion IS NULL) AND {COUNTS}
        GROUP BY points.assignee
    """  # noqa: S608 - what is put in is the storage's own
    return {str(row[0]): int(row[1]) for row in db.execute(sql)}


def told_at(db: Database, username: str) -> datetime | None:
    """Return when a user was last told of points, or None."""
    row = db.execute("SELECT told_at FROM assignment_mails WHERE username = ?", [username]).fetchone()
    return instant(row[0]) if row else None


def mark_told(db: Database, username: str, now: datetime) -> None:
    """Note that a user is told now."""
    sql = "INSERT INTO assignment_mails VALUES (?, ?) ON CONFLICT (username) DO UPDATE SET told_at = excluded.told_at"
    db.execute(sql, [username, stamp(now)])
