"""Points and their assessments."""

import json
from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache

from sqlite_utils import Database

from hearing_app.domain.amendment import read_amendment
from hearing_app.domain.assessment import Point
from hearing_app.domain.guest import PREFIX
from hearing_app.domain.vocabulary import Conclusion
from hearing_app.storage.database import instant, stamp
from hearing_app.storage.unchanged import read_once

KEPT = 8192
"""How many points are kept as they were read, in each process: by everything that is stored of them."""

# What an amendment says stands in what was received, and nowhere else. A point that is joined to another has the
# assessment of that one.
SELECT = """
    SELECT points.id, points.item, points.quote, points.joined, points.assignee, points.due,
    points.occurrence, points.attachment,
    held.assessment, held.conclusion, held.revision, held.assessed_by, held.assessed_at,
    submissions.reference, submissions.body, submissions.hearing,
    CASE WHEN points.amendment IS NOT NULL THEN (
        SELECT json_extract(answer.value, '$.amendments[' || (points.amendment - 1) || ']')
        FROM json_each(CAST(submissions.payload AS TEXT), '$.answers') AS answer
        WHERE json_extract(answer.value, '$.item') = points.item
    ) END AS proposed,
    CASE WHEN points.attachment <> '' THEN (
        SELECT json_extract(file.value, '$.name')
        FROM json_each(CAST(submissions.payload AS TEXT), '$.attachments') AS file
        WHERE json_extract(file.value, '$.sha256') = points.attachment
    ) END AS file,
    (SELECT json_group_array(name) FROM (
        SELECT themes.name FROM point_themes JOIN themes ON themes.id = point_themes.theme
        WHERE point_themes.point = points.id ORDER BY themes.name
    )) AS themes,
    (SELECT json_group_array(DISTINCT section) FROM followed WHERE point IN (
        SELECT held.id UNION ALL SELECT same.id FROM points AS same WHERE same.joined = held.id
    )) AS followed
    FROM points
    JOIN submissions ON points.submission = submissions.id
    JOIN points AS held ON held.id = coalesce(points.joined, points.id)
"""

COUNTS = f"""
    (submissions.body NOT LIKE '{PREFIX}%' OR submissions.reference IN (
        SELECT reference FROM moderation WHERE state = 'admitted'
    ))
    AND NOT EXISTS (
        SELECT 1 FROM submissions AS later WHERE later.hearing = submissions.hearing
        AND later.body = submissions.body AND later.version > submissions.version
        AND (later.body NOT LIKE '{PREFIX}%' OR later.reference IN (
            SELECT reference FROM moderation WHERE state = 'admitted'
        ))
    )
"""  # noqa: S608 - nothing in it is anybody's input
"""SQL that holds of the version of a submission that counts; of guests' answers only what has been admitted does."""


def add(
    db: Database,
    *,
    reference: str,
    item: str,
    quote: str,
    amendment: int | None = None,
    occurrence: int = 1,
    attachment: str = "",
) -> bool:
    """Store a point of a submission; return False where the same one was there already.

    Args:
        amendment: the place, from 1, of the answer's amendment that the point is; None for words that are quoted.
        occurrence: which time, from 1, the words stand in the answer.
        attachment: the fingerprint of the file that the words are from; empty where they are the answer's.
    """
    cursor = db.execute(
        "INSERT INTO points (submission, item, quote, amendment, occurrence, attachment) "
        "SELECT id, ?, ?, ?, ?, ? FROM submissions WHERE reference = ? ON CONFLICT DO NOTHING",
        [item, quote, amendment, occurrence, attachment, reference],
    )
    return cursor.rowcount == 1


def get(db: Database, point_id: int) -> Point | None:
    """Return the point with this id, or None."""
    row = next(iter(db.query(f"{SELECT} WHERE points.id = ?", [point_id])), None)
    return as_point(row) if row else None


def in_hearing(db: Database, hearing: str, ids: Iterable[int]) -> tuple[Point, ...]:
    """Return those of the points with these ids that belong to a hearing, oldest first."""
    where = "WHERE submissions.hearing = ? AND points.id IN (SELECT value FROM json_each(?)) ORDER BY points.id"
    return tuple(map(as_point, db.query(f"{SELECT} {where}", [hearing, json.dumps(sorted(set(ids)))])))


def sharing(db: Database, hearing: str) -> tuple[Point, ...]:
    """Return the points of a hearing that share an assessment with another, oldest first."""
    where = (
        "WHERE submissions.hearing = ? AND (points.joined IS NOT NULL "
        "OR points.id IN (SELECT joined FROM points WHERE joined IS NOT NULL)) ORDER BY points.id"
    )
    return tuple(map(as_point, db.query(f"{SELECT} {where}", [hearing])))


def counting(db: Database, hearing: str, ids: Iterable[int]) -> frozenset[int]:
    """Return those of these points that are of the version that counts of a submission to the hearing."""
    sql = f"""
        SELECT points.id FROM points JOIN submissions ON submissions.id = points.submission
        WHERE submissions.hearing = ? AND points.id IN (SELECT value FROM json_each(?)) AND {COUNTS}
    """  # noqa: S608 - all of it stands in this module
    return frozenset(row[0] for row in db.execute(sql, [hearing, json.dumps(sorted(set(ids)))]))


def of_hearing(db: Database, hearing: str) -> tuple[Point, ...]:
    """Return the points of a hearing, oldest first."""

    def read() -> tuple[Point, ...]:
        cursor = db.execute(f"{SELECT} WHERE submissions.hearing = ? ORDER BY points.id", [hearing])
        names = tuple(column[0] for column in cursor.description)
        return tuple(_same_point(names, row) for row in cursor)

    return read_once(db, "points", hearing, read)


def of_submission(db: Database, reference: str) -> tuple[Point, ...]:
    """Return the points of a submission, oldest first."""
    return tuple(as_point(row) for row in db.query(f"{SELECT} WHERE reference = ? ORDER BY points.id", [reference]))


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


def own_wording(db: Database, point_id: int) -> tuple[str, Conclusion | None]:
    """Return what has been written on a point itself, also where it shares the assessment of another."""
    row = db.execute("SELECT assessment, conclusion FROM points WHERE id = ?", [point_id]).fetchone()
    return str(row[0]), Conclusion(row[1]) if row[1] else None


def set_joined(db: Database, ids: Iterable[int], root: int | None) -> None:
    """Let points share the assessment of `root`, or have their own again."""
    sql, named = (
        "UPDATE points SET joined = ? WHERE id IN (SELECT value FROM json_each(?))",
        json.dumps(sorted(set(ids))),
    )
    db.execute(sql, [None, named])  # first all of them let go, for none may share what itself shares another's
    if root is not None:
        db.execute(sql, [root, named])


def joined_to(db: Database, root: int) -> tuple[int, ...]:
    """Return the ids of the points that share the assessment of `root`, without its own, oldest first."""
    return tuple(row[0] for row in db.execute("SELECT id FROM points WHERE joined = ? ORDER BY id", [root]))


def delete(db: Database, point_id: int) -> None:
    """Remove a point. Of those that share its assessment the oldest takes its place."""
    sharing = joined_to(db, point_id)
    if sharing:
        set_joined(db, sharing[:1], None)
        set_joined(db, sharing[1:], sharing[0])
    db.table("points").delete(point_id)


def as_point(row: dict[str, object]) -> Point:
    """Return the point of a row of `SELECT`."""
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
        themes=_names(row["themes"]),
        followed=_names(row["followed"]),
        occurrence=int(str(row["occurrence"])),
        attachment=str(row["attachment"]),
        file=str(row["file"] or ""),
    )


@lru_cache(maxsize=KEPT)
def _same_point(names: tuple[str, ...], row: tuple[object, ...]) -> Point:
    """Return the point of a row; one that stands as it did is the same one as before."""
    return as_point(dict(zip(names, row, strict=True)))


def _names(value: object) -> tuple[str, ...]:
    """Return a list of names that SQLite has written; most are empty, and read at once."""
    return () if value == "[]" else tuple(sorted(json.loads(str(value))))
