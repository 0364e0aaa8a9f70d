"""What a summary counts, without reading what was answered: SQLite looks into the payloads and the points itself."""

import json
from collections import defaultdict
from collections.abc import Iterable

from sqlite_utils import Database

from hearing_app.domain.summary_figures import Counted, SaidCount
from hearing_app.domain.vocabulary import Channel, Conclusion, Stance


def said(db: Database, references: Iterable[str]) -> tuple[SaidCount, ...]:
    """Return how many of these submissions say what to each item that they answer."""
    sql = """
        SELECT json_extract(answer.value, '$.item') AS item, coalesce(json_extract(answer.value, '$.stance'), ''),
        coalesce(json_extract(answer.value, '$.choice'), ''),
        coalesce(trim(json_extract(answer.value, '$.text')), '') <> ''
        OR json_type(answer.value, '$.amendments') IS NOT NULL, count(*)
        FROM submissions, json_each(CAST(payload AS TEXT), '$.answers') AS answer
        WHERE reference IN (SELECT value FROM json_each(?)) GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
    """
    rows = db.execute(sql, [json.dumps(sorted(references))])
    return tuple(SaidCount(row[0], Stance(row[1]) if row[1] else None, row[2], bool(row[3]), row[4]) for row in rows)


def counted(db: Database, hearing: str, references: Iterable[str]) -> tuple[Counted, ...]:
    """Return the points of these submissions without their words, oldest first; a draft of a conclusion is none."""
    sql = """
        SELECT points.id, points.item, submissions.body, coalesce(points.joined, points.id),
        CASE WHEN trim(held.assessment) <> '' THEN held.conclusion END
        FROM points JOIN submissions ON submissions.id = points.submission
        JOIN points AS held ON held.id = coalesce(points.joined, points.id)
        WHERE submissions.hearing = ? AND reference IN (SELECT value FROM json_each(?)) ORDER BY points.id
    """
    themes = _themes(db, hearing)
    rows = db.execute(sql, [hearing, json.dumps(sorted(references))])
    return tuple(
        Counted(row[0], row[1], row[2], row[3], Conclusion(row[4]) if row[4] else None, themes.get(row[0], ()))
        for row in rows
    )


def channels(db: Database, references: Iterable[str]) -> dict[str, Channel]:
    """Return how those of these submissions came that the secretariat has registered, by reference."""
    sql = """
        SELECT reference, json_extract(CAST(payload AS TEXT), '$.registered.channel') FROM submissions
        WHERE reference IN (SELECT value FROM json_each(?)) AND instr(CAST(payload AS TEXT), '"registered"') > 0
    """
    rows = db.execute(sql, [json.dumps(sorted(references))])
    return {row[0]: Channel(row[1]) for row in rows if row[1]}


def _themes(db: Database, hearing: str) -> dict[int, tuple[str, ...]]:
    """Return the themes' names by the id of the point that has them."""
    sql = """
        SELECT point_themes.point, themes.name FROM point_themes JOIN themes ON themes.id = point_themes.theme
        WHERE themes.hearing = ? ORDER BY themes.name
    """
    found: dict[int, tuple[str, ...]] = defaultdict(tuple)
    for point, name in db.execute(sql, [hearing]):
        found[point] += (name,)
    return found
