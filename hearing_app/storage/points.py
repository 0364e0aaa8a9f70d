"""Points and their assessments."""

import json
from datetime import date, datetime

from sqlite_utils import Database

from hearing_app.domain.amendment import read_amendment
from hearing_app.domain.assessment import Point
from hearing_app.domain.vocabulary import Conclusion
from hearing_app.storage.database import instant, stamp

# What an amendment says stands in what was received, and nowhere else. A point that is joined to another has the
# assessment of that one.
_SELECT = """
    SELECT points.id, points.item, points.quote, points.joined, points.assignee, points.due,
    held.assessment, held.conclusion, held.revision, held.assessed_by, held.assessed_at,
    submissions.reference, submissions.body, submissions.hearing,
    CASE WHEN points.amendment IS NOT NULL THEN (
        SELECT json_extract(answer.value, '$.amendments[' || (points.amendment - 1) || ']')
        FROM json_each(CAST(submissions.payload AS TEXT), '$.answers') AS answer
        WHERE json_extract(answer.value, '$.item') = points.item
    ) END AS proposed,
    (SELECT json_group_array(name) FROM (
        SELECT themes.name FROM point_themes JOIN themes ON themes.id = point_themes.theme
        WHERE point_themes.point = points.id ORDER BY themes.name
    )) AS themes
    FROM points
    JOIN submissions ON points.submission = submissions.id
    JOIN points AS held ON held.id = coalesce(points.joined, points.id)
"""


def add(db: Database, *, reference: str, item: str, quote: str, amendment: int | None = None) -> bool:
    """Store a point of a submission; return False where the same one was there already.

    Args:
        amendment: the place, from 1, of the answer's amendment that the point is; None for words that are quoted.
    """
    cursor = db.execute(
        "INSERT INTO points (submission, item, quote, amendment) "
        "SELECT id, ?, ?, ? FROM submissions WHERE reference = ? ON CONFLICT DO NOTHING",
        [item, quote, amendment, reference],
    )
    return cursor.rowcount == 1


def get(db: Database, point_id: int) -> Point | None:
    """Return the point with this id, or None."""
    row = next(iter(db.query(f"{_SELECT} WHERE points.id = ?", [point_id])), None)
    return _point(row) if row else None


def of_hearing(db: Database, hearing: str) -> tuple[Point, ...]:
    """Return the points of a hearing, oldest first."""
    return tuple(
        _point(row) for row in db.query(f"{_SELECT} WHERE submissions.hearing = ? ORDER BY points.id", [hearing])
    )


def of_submission(db: Database, reference: str) -> tuple[Point, ...]:
    """Return the points of a submission, oldest first."""
    return tuple(_point(row) for row in db.query(f"{_SELECT} WHERE reference = ? ORDER BY points.id", [reference]))


def assess(
    db: Database,
    point_id: int,
    *,
    assessment: str,
    conclusion: Conclusion | None,
    revision: int,
    actor: str,
    now: datetime,
) -> bool:
    """Store an assessment over `revision`; return False where the point has moved on since then."""
    cursor = db.execute(
        "UPDATE points SET assessment = ?, conclusion = ?, revision = revision + 1, assessed_by = ?, assessed_at = ? "
        "WHERE id = ? AND revision = ?",
        [assessment, conclusion, actor, stamp(now), point_id, revision],
    )
    return cursor.rowcount == 1


def delete(db: Database, point_id: int) -> None:
    """Remove a point."""
    db.table("points").delete(point_id)


def _point(row: dict[str, object]) -> Point:
    return Point(
        id=int(str(row["id"])),
        submission=str(row["reference"]),
        body=str(row["body"]),
        item=str(row["item"]),
        quote=str(row["quote"]),
        amendment=read_amendment(json.loads(str(row["proposed"]))) if row["proposed"] else None,
        assessment=str(row["assessment"]),
        conclusion=Conclusion(str(row["conclusion"])) if row["conclusion"] else None,
        revision=int(str(row["revision"])),
        assessed_by=str(row["assessed_by"]),
        assessed_at=instant(str(row["assessed_at"])) if row["assessed_at"] else None,
        joined=int(str(row["joined"])) if row["joined"] else None,
        assignee=str(row["assignee"]),
        due=date.fromisoformat(str(row["due"])) if row["due"] else None,
        themes=tuple(json.loads(str(row["themes"]))),
    )
