"""Themes of a hearing, and which points have them."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from sqlite_utils import Database

from hearing_app.storage.points import COUNTS


@dataclass(frozen=True)
class Theme:
    """A theme of a hearing. `points` counts those of its points that count, `bodies` who has said them."""

    id: int
    hearing: str
    name: str
    points: int = 0
    bodies: int = 0


def of_hearing(db: Database, hearing: str) -> tuple[Theme, ...]:
    """Return the themes of a hearing, by name, with what they hold."""
    sql = f"""
        SELECT themes.id, themes.name, count(submissions.id), count(DISTINCT submissions.body) FROM themes
        LEFT JOIN point_themes ON point_themes.theme = themes.id
        LEFT JOIN points ON points.id = point_themes.point
        LEFT JOIN submissions ON submissions.id = points.submission AND {COUNTS}
        WHERE themes.hearing = ? GROUP BY themes.id ORDER BY themes.name COLLATE NOCASE
    """  # noqa: S608 - what is put in is the storage's own
    return tuple(Theme(row[0], hearing, row[1], row[2], row[3]) for row in db.execute(sql, [hearing]))


def by_id(db: Database, hearing: str, theme_id: int) -> Theme | None:
    """Return a theme of a hearing, or None."""
    return next((theme for theme in of_hearing(db, hearing) if theme.id == theme_id), None)


def named(db: Database, hearing: str, name: str) -> int | None:
    """Return the id of the theme with this name, whatever its case, or None."""
    rows = db.execute("SELECT id, name FROM themes WHERE hearing = ?", [hearing])
    return next((row[0] for row in rows if row[1].casefold() == name.casefold()), None)


def add(db: Database, hearing: str, name: str) -> int:
    """Store a theme and return its id; one of this name must not be there."""
    return int(
        db.execute("INSERT INTO themes (hearing, name) VALUES (?, ?) RETURNING id", [hearing, name]).fetchone()[0]
    )


def rename(db: Database, theme_id: int, name: str) -> None:
    """Give a theme another name."""
    db.execute("UPDATE themes SET name = ? WHERE id = ?", [name, theme_id])


def merge(db: Database, theme_id: int, into: int) -> None:
    """Give the points of a theme another one instead, and remove it."""
    db.execute("INSERT OR IGNORE INTO point_themes SELECT point, ? FROM point_themes WHERE theme = ?", [into, theme_id])
    remove(db, theme_id)


def remove(db: Database, theme_id: int) -> None:
    """Remove a theme; the points stay."""
    db.execute("DELETE FROM themes WHERE id = ?", [theme_id])


def of_points(db: Database, ids: Iterable[int]) -> dict[int, frozenset[int]]:
    """Return the ids of the themes of each of these points that has any."""
    sql = "SELECT point, theme FROM point_themes WHERE point IN (SELECT value FROM json_each(?))"
    found: dict[int, set[int]] = {}
    for point, theme in db.execute(sql, [json.dumps(sorted(set(ids)))]):
        found.setdefault(point, set()).add(theme)
    return {point: frozenset(own) for point, own in found.items()}


def give(db: Database, point_id: int, theme_id: int) -> None:
    """Give a point a theme; one that it has already it keeps."""
    db.execute("INSERT OR IGNORE INTO point_themes VALUES (?, ?)", [point_id, theme_id])


def take(db: Database, point_id: int, theme_id: int) -> None:
    """Take a theme off a point."""
    db.execute("DELETE FROM point_themes WHERE point = ? AND theme = ?", [point_id, theme_id])
