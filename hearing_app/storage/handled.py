"""How far the secretariat has come with each submission: its points, and the words that parts of it need none."""

from dataclasses import dataclass

from sqlite_utils import Database


@dataclass(frozen=True)
class Handled:
    """What has been done with a submission; `open` are points without assessment or conclusion.

    `approved` are those that a reviewer has approved as they are now, `set_aside` the words that a part needs no point.
    """

    points: int = 0
    open: int = 0
    approved: int = 0
    set_aside: int = 0


def of_hearing(db: Database, hearing: str) -> dict[str, Handled]:
    """Return what has been done with the submissions to a hearing, by reference; nothing of those without any."""
    sql = """
        SELECT reference, sum(points), sum(open), sum(approved), sum(aside) FROM (
            SELECT points.submission, 1 AS points, trim(held.assessment) = '' OR held.conclusion IS NULL AS open,
            coalesce((
                SELECT state = 'approved' AND reviews.revision = held.revision FROM reviews
                WHERE reviews.point = held.id ORDER BY reviews.id DESC LIMIT 1
            ), 0) AS approved, 0 AS aside
            FROM points JOIN points AS held ON held.id = coalesce(points.joined, points.id)
            UNION ALL SELECT submission, 0, 0, 0, 1 FROM set_aside
        ) JOIN submissions ON submissions.id = submission WHERE hearing = ? GROUP BY submission
    """
    return {row[0]: Handled(*map(int, row[1:])) for row in db.execute(sql, [hearing])}
