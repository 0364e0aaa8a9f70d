"""The wordings that an assessment has had, and the points of a hearing by what one looks for among them.

A list is chosen by SQL and read a page at a time: a hearing may have thousands of points.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlite_utils import Database

from hearing_app.domain.guest import PREFIX
from hearing_app.domain.review import PointState
from hearing_app.domain.vocabulary import Conclusion
from hearing_app.storage.points import COUNTS

NOT_CONCLUDED = "none"
"""What `Wanted.conclusion` is where points without a conclusion are wanted."""
NOBODY = "-"
"""What `Wanted.assignee` is where points are wanted that nobody has been asked to assess. No user is called that."""


@dataclass(frozen=True)
class Wording:
    """One wording of an assessment, with who wrote it and when."""

    point: int
    revision: int
    assessment: str
    conclusion: Conclusion | None
    written_by: str
    written_at: datetime | None


@dataclass(frozen=True)
class Wanted:
    """Which points of a hearing are looked for; what is empty asks for nothing.

    Points that share an assessment are looked for as one: it is enough that one of them is wanted.
    """

    item: str = ""
    body: str = ""
    theme: str = ""
    conclusion: str = ""
    assignee: str = ""
    state: PointState | None = None
    text: str = ""


@dataclass(frozen=True)
class Found:
    """A point of the list, or several that share an assessment; `id` is the first of them that was found."""

    id: int
    root: int
    item: str
    body: str
    due: date | None
    done: bool


_COUNTING = """
    WITH counting AS (
        SELECT id, body, max(version) FROM submissions
        WHERE hearing = :hearing AND (
            body NOT LIKE :guests OR reference IN (SELECT reference FROM moderation WHERE state = 'admitted')
        ) GROUP BY body
    )
"""
"""The submissions whose points count: the last version of each body, of guests the last that is admitted."""
_FROM = """
    FROM counting
    JOIN points ON points.submission = counting.id
    JOIN points AS held ON held.id = coalesce(points.joined, points.id)
    LEFT JOIN reviews ON reviews.id = (SELECT max(id) FROM reviews AS r WHERE r.point = held.id)
"""
_DONE = "(trim(held.assessment) <> '' AND held.conclusion IS NOT NULL)"
_STATES = {
    PointState.OPEN: f"NOT {_DONE}",
    PointState.UNASSESSED: "trim(held.assessment) = ''",
    PointState.DONE: _DONE,
    PointState.TO_REVIEW: "reviews.state = 'to_review'",
    PointState.SENT_BACK: "reviews.state = 'sent_back'",
    PointState.APPROVED: "(reviews.state = 'approved' AND reviews.revision = held.revision)",
    PointState.CHANGED: "(reviews.state = 'approved' AND reviews.revision <> held.revision)",
    PointState.UNAPPROVED: "NOT coalesce(reviews.state = 'approved' AND reviews.revision = held.revision, 0)",
}
_LOOKED_FOR = {
    "item": "points.item = :item",
    "body": "counting.body = :body",
    "theme": "EXISTS (SELECT 1 FROM point_themes JOIN themes ON themes.id = point_themes.theme "
    "WHERE point_themes.point = points.id AND themes.name = :theme)",
    "conclusion": "coalesce(held.conclusion, 'none') = :conclusion",
    "assignee": "coalesce(nullif(points.assignee, ''), '-') = :assignee",
    "text": "(instr(folded(points.quote), :text) > 0 OR instr(folded(held.assessment), :text) > 0)",
}


def look_for(db: Database, hearing: str, wanted: Wanted) -> tuple[Found, ...]:
    """Return what is wanted of a hearing's points that count, oldest first; those that share an assessment once."""
    # SQLite itself folds the case of a to z only.
    db.conn.create_function("folded", 1, _folded, deterministic=True)
    given = {name: getattr(wanted, name) for name in _LOOKED_FOR}
    values = {**given, "text": _folded(wanted.text), "hearing": hearing, "guests": f"{PREFIX}%"}
    conditions = [sql for name, sql in _LOOKED_FOR.items() if values[name]]
    conditions += [_STATES[wanted.state]] if wanted.state else []
    rows = db.query(
        f"{_COUNTING} SELECT min(points.id) AS id, held.id AS root, points.item, counting.body, "
        f"min(points.due) AS due, {_DONE} AS done "
        f"{_FROM} WHERE {' AND '.join(conditions) or '1'} GROUP BY held.id ORDER BY min(points.id)",
        values,
    )
    return tuple(map(_found, rows))


def count_states(db: Database, hearing: str) -> dict[PointState, int]:
    """Return how many assessments of a hearing's points that count are in each state; one can be in several."""
    counts = ", ".join(f"count(DISTINCT CASE WHEN {sql} THEN held.id END)" for sql in _STATES.values())
    row = db.execute(f"{_COUNTING} SELECT {counts} {_FROM}", {"hearing": hearing, "guests": f"{PREFIX}%"}).fetchone()
    return dict(zip(_STATES, map(int, row), strict=True))


def count(db: Database, hearing: str) -> int:
    """Return how many points of a hearing count; those that share an assessment are one."""
    sql = f"{_COUNTING} SELECT count(DISTINCT held.id) {_FROM}"
    return int(db.execute(sql, {"hearing": hearing, "guests": f"{PREFIX}%"}).fetchone()[0])


def unapproved(db: Database, hearing: str) -> frozenset[int]:
    """Return the ids of the points that count and whose wording is not approved."""
    sql = f"{_COUNTING} SELECT points.id {_FROM} WHERE NOT coalesce({_STATES[PointState.APPROVED]}, 0)"
    return frozenset(int(row[0]) for row in db.execute(sql, {"hearing": hearing, "guests": f"{PREFIX}%"}))


def bodies(db: Database, hearing: str) -> frozenset[str]:
    """Return the ids of the bodies with points that count."""
    sql = f"{_COUNTING} SELECT DISTINCT counting.body {_FROM}"
    return frozenset(str(row[0]) for row in db.execute(sql, {"hearing": hearing, "guests": f"{PREFIX}%"}))


def in_review(db: Database) -> tuple[tuple[str, int], ...]:
    """Return (hearing, id of the point) of everything that waits for a reviewer and counts, the longest waiting first.

    Of points that share an assessment it is the one that holds it, or where that does not count, the first that does.
    """
    sql = f"""
        SELECT submissions.hearing,
        coalesce(max(CASE WHEN points.id = reviews.point THEN points.id END), min(points.id)) FROM reviews
        JOIN points ON points.id = reviews.point OR points.joined = reviews.point
        JOIN submissions ON submissions.id = points.submission
        WHERE reviews.id IN (SELECT max(id) FROM reviews GROUP BY point) AND reviews.state = 'to_review'
        AND (SELECT joined FROM points AS held WHERE held.id = reviews.point) IS NULL AND {COUNTS}
        GROUP BY reviews.id ORDER BY reviews.id
    """  # noqa: S608 - nothing in it is anybody's input
    return tuple((str(hearing), int(point)) for hearing, point in db.execute(sql))


def counting_roots(db: Database, hearing: str) -> dict[int, int]:
    """Return, by the id of each point that holds an assessment and counts, the first point that shares it."""
    sql = f"{_COUNTING} SELECT held.id, min(points.id) {_FROM} GROUP BY held.id"
    return {int(root): int(first) for root, first in db.execute(sql, {"hearing": hearing, "guests": f"{PREFIX}%"})}


def wordings(db: Database, roots: Iterable[int]) -> dict[int, tuple[Wording, ...]]:
    """Return every wording of the points with these ids, the newest first."""
    found: dict[int, list[Wording]] = {}
    sql = "SELECT * FROM wordings WHERE point IN (SELECT value FROM json_each(?)) ORDER BY point, revision DESC"
    for row in db.query(sql, [json.dumps(sorted(set(roots)))]):
        found.setdefault(int(row["point"]), []).append(_wording(row))
    return {point: tuple(of_point) for point, of_point in found.items()}


def wording(db: Database, root: int, revision: int) -> Wording | None:
    """Return one wording of a point, or None."""
    row = next(iter(db.query("SELECT * FROM wordings WHERE point = ? AND revision = ?", [root, revision])), None)
    return _wording(row) if row else None


def sharing_of(db: Database, roots: Iterable[int]) -> dict[int, tuple[int, ...]]:
    """Return, by id, the ids of the points that share the assessment of each of these, itself among them."""
    wanted = sorted(set(roots))
    found: dict[int, list[int]] = {root: [root] for root in wanted}
    sql = "SELECT joined, id FROM points WHERE joined IN (SELECT value FROM json_each(?)) ORDER BY id"
    for root, member in db.execute(sql, [json.dumps(wanted)]):
        found[int(root)].append(int(member))
    return {root: tuple(members) for root, members in found.items()}


def _folded(text: str | None) -> str:
    return " ".join((text or "").casefold().split())


def _found(row: dict[str, object]) -> Found:
    due = date.fromisoformat(str(row["due"])) if row["due"] else None
    root = int(str(row["root"]))
    return Found(int(str(row["id"])), root, str(row["item"]), str(row["body"]), due, done=bool(row["done"]))


def _wording(row: dict[str, object]) -> Wording:
    return Wording(
        point=int(str(row["point"])),
        revision=int(str(row["revision"])),
        assessment=str(row["assessment"]),
        conclusion=Conclusion(str(row["conclusion"])) if row["conclusion"] else None,
        written_by=str(row["written_by"]),
        written_at=datetime.fromisoformat(str(row["written_at"])) if row["written_at"] else None,
    )
