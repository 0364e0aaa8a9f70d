"""What was said to one item of a hearing, out of the submissions themselves: nothing can be missing there."""

import json
from collections.abc import Collection

from sqlite_utils import Database

from hearing_app.domain.assessment import Point
from hearing_app.domain.submission import Answer, read_answer
from hearing_app.storage.points import SELECT, as_point


def to_item(db: Database, references: Collection[str], item: str) -> dict[str, Answer]:
    """Return what these submissions say to an item, by reference; those that say nothing are not among them."""
    sql = """
        SELECT reference, answer.value FROM submissions, json_each(CAST(payload AS TEXT), '$.answers') AS answer
        WHERE reference IN (SELECT value FROM json_each(?)) AND json_extract(answer.value, '$.item') = ?
    """
    rows = db.execute(sql, [json.dumps(sorted(references)), item])
    return {row[0]: read_answer(json.loads(row[1])) for row in rows}


def points_on_item(db: Database, references: Collection[str], item: str) -> tuple[Point, ...]:
    """Return the points of these submissions that are about an item, oldest first."""
    where = "WHERE reference IN (SELECT value FROM json_each(?)) AND points.item = ? ORDER BY points.id"
    return tuple(map(as_point, db.query(f"{SELECT} {where}", [json.dumps(sorted(references)), item])))
