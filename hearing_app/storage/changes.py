"""Where points are followed in the new draft, what explains its other changes, and whether there is a new hearing."""

from datetime import datetime

from sqlite_utils import Database

from hearing_app.domain.followed import Explained, Followed, HeardAgain
from hearing_app.storage.database import stamp


def follow(db: Database, point: int, section: str, *, actor: str, now: datetime) -> bool:
    """Note that a point is followed in a section; return False where that is noted already."""
    sql = "INSERT INTO followed (point, section, username, at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING"
    return bool(db.execute(sql, [point, section, actor, stamp(now)]).rowcount == 1)


def unfollow(db: Database, point: int, section: str) -> bool:
    """Take it back, for the point and all that share its assessment; return False where there is nothing of it."""
    sql = (
        "DELETE FROM followed WHERE section = :section AND point IN (SELECT id FROM points "
        "WHERE coalesce(joined, id) = (SELECT coalesce(joined, id) FROM points WHERE id = :point))"
    )
    return bool(db.execute(sql, {"section": section, "point": point}).rowcount > 0)


def carry(db: Database, point: int, to: int) -> None:
    """Let another point, of a new version of the same answer, be followed where this one is, as it was said then."""
    sql = "INSERT INTO followed SELECT ?, section, username, at FROM followed WHERE point = ? ON CONFLICT DO NOTHING"
    db.execute(sql, [to, point])


def followed(db: Database, hearing: str) -> tuple[Followed, ...]:
    """Return where the points of a hearing are followed; of joined ones it is told of the one they share."""
    sql = """
        SELECT DISTINCT coalesce(points.joined, points.id), followed.section, followed.username, followed.at
        FROM followed JOIN points ON points.id = followed.point
        JOIN submissions ON submissions.id = points.submission
        WHERE submissions.hearing = ? ORDER BY 1, 2
    """
    return tuple(Followed(r[0], r[1], r[2], datetime.fromisoformat(r[3])) for r in db.execute(sql, [hearing]))


def explain(db: Database, hearing: str, version: str, section: str, *, reason: str, actor: str, now: datetime) -> None:
    """Say why a section of a version was changed; what was said before is replaced. An empty reason takes it away."""
    key = [hearing, version, section]
    db.execute("DELETE FROM explained_changes WHERE hearing = ? AND version = ? AND section = ?", key)
    if reason:
        db.execute("INSERT INTO explained_changes VALUES (?, ?, ?, ?, ?, ?)", [*key, reason, actor, stamp(now)])


def explained(db: Database, hearing: str, version: str) -> tuple[Explained, ...]:
    """Return what is said of the changes of a version."""
    rows = db.table("explained_changes").rows_where("hearing = ? AND version = ?", [hearing, version])
    return tuple(Explained(r["section"], r["reason"], r["username"], datetime.fromisoformat(r["at"])) for r in rows)


def answer_heard_again(db: Database, hearing: str, answer: HeardAgain) -> None:
    """Note whether a new hearing is needed."""
    db.table("heard_again").insert(
        {
            "hearing": hearing,
            "version": answer.version,
            "needed": int(answer.needed),
            "reason": answer.reason,
            "username": answer.by,
            "at": stamp(answer.at),
        }
    )


def heard_again(db: Database, hearing: str, version: str) -> tuple[HeardAgain, ...]:
    """Return every answer to whether a new hearing is needed after a version, the oldest first."""
    rows = db.table("heard_again").rows_where("hearing = ? AND version = ?", [hearing, version], order_by="id")
    return tuple(
        HeardAgain(r["version"], r["needed"] == 1, r["reason"], r["username"], datetime.fromisoformat(r["at"]))
        for r in rows
    )
