"""The append-only log of who did what, to what, and when. Each is chained to the one before (domain/trace.py)."""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from hearing_app.domain.trace import START, Break, Entry, Head, Line, breaks, digest_of
from hearing_app.storage.database import stamp, writing

__all__ = ["Entry", "Wanted", "actions", "actors", "begin", "check", "count", "entries", "head", "log", "page"]

_TEXTS = ("at", "actor", "action", "hearing", "subject")
_ALL = f"SELECT id, {', '.join(_TEXTS)}, coalesce(digest, '') AS digest FROM audit LEFT JOIN audit_chain ON entry = id"  # noqa: S608 - names above
_LINES = f"""
    SELECT id AS number, {", ".join(_TEXTS)}, digest FROM audit LEFT JOIN audit_chain ON entry = id
    UNION ALL
    SELECT entry, NULL, NULL, NULL, NULL, NULL, digest FROM audit_chain WHERE entry NOT IN (SELECT id FROM audit)
    ORDER BY number
"""  # noqa: S608 - the names above


@dataclass(frozen=True)
class Wanted:
    """Which entries are asked for; what is empty or None excludes nothing.

    `since` and `before` are instants, the second one excluded. `hidden` are actions that are left out unless
    `viewer`, a user name, did them.
    """

    hearing: str = ""
    actor: str = ""
    action: str = ""
    since: datetime | None = None
    before: datetime | None = None
    hidden: Collection[str] = ()
    viewer: str = ""


def log(db: Database, *, now: datetime, actor: str, action: str, hearing: str = "", subject: str = "") -> None:
    """Append an entry; inside a transaction it stands or falls with it."""
    with writing(db):
        last = _last(db) or (_last(db) if begin(db) else None)
        texts = (stamp(now), actor, action, hearing, subject)
        sql = "INSERT INTO audit (at, actor, action, hearing, subject) VALUES (?, ?, ?, ?, ?)"
        number = int(db.execute(sql, list(texts)).lastrowid or 0)
        _chain(db, number, texts, last.digest if last else START)


def begin(db: Database) -> int:
    """Chain the entries from before there was a chain, in their order, and return how many.

    Only a chain that has never been begun is: what stands outside of one that has is what `check` is there to find.
    """
    with writing(db):
        if _last_ever(db):
            return 0
        previous, number = START, 0
        for line in _lines(db):
            if line.texts is not None:
                previous, number = _chain(db, line.number, line.texts, previous), number + 1
    return number


def check(db: Database, *, noted: Head | None = None) -> tuple[Break, ...]:
    """Return everything that is wrong with the log, the first broken entry first; nothing where it is whole.

    Args:
        noted: a head that was noted down elsewhere, which the log must still have.
    """
    begin(db)
    return tuple(breaks(_lines(db), last_ever=_last_ever(db), noted=noted))


def head(db: Database) -> Head | None:
    """Return the last entry's number and digest, None of an empty log."""
    begin(db)
    return _last(db)


def entries(db: Database, hearing: str) -> tuple[Entry, ...]:
    """Return the log of a hearing, oldest first."""
    return tuple(map(_entry, db.query(f"{_ALL} WHERE hearing = ? ORDER BY id", [hearing])))


def page(
    db: Database, wanted: Wanted, *, limit: int = -1, offset: int = 0, oldest_first: bool = False
) -> Iterator[Entry]:
    """Yield the entries that are asked for, newest first unless the other way round is asked for."""
    where, values = _where(wanted)
    order = "ASC" if oldest_first else "DESC"
    yield from map(
        _entry, db.query(f"{_ALL} WHERE {where} ORDER BY id {order} LIMIT ? OFFSET ?", [*values, limit, offset])
    )


def count(db: Database, wanted: Wanted) -> int:
    """Return how many entries are asked for."""
    where, values = _where(wanted)
    return int(db.execute(f"SELECT count(*) FROM audit WHERE {where}", values).fetchone()[0])  # noqa: S608 - see _where


def actors(db: Database) -> tuple[str, ...]:
    """Return everybody who has done something, by name."""
    return tuple(row[0] for row in db.execute("SELECT DISTINCT actor FROM audit ORDER BY actor"))


def actions(db: Database) -> tuple[str, ...]:
    """Return every action that has been done."""
    return tuple(row[0] for row in db.execute("SELECT DISTINCT action FROM audit ORDER BY action"))


def _where(wanted: Wanted) -> tuple[str, list[object]]:
    """Return a condition made of the fixed texts here, and the values of its question marks."""
    parts: list[str] = ["1"]
    values: list[object] = []
    for column, value in (("hearing", wanted.hearing), ("actor", wanted.actor), ("action", wanted.action)):
        if value:
            parts.append(f"{column} = ?")
            values.append(value)
    for comparison, instant in (("at >= ?", wanted.since), ("at < ?", wanted.before)):
        if instant is not None:
            parts.append(comparison)
            values.append(stamp(instant))
    if wanted.hidden:
        parts.append("(action NOT IN (SELECT value FROM json_each(?)) OR actor = ?)")
        values += [json.dumps(sorted(wanted.hidden)), wanted.viewer]
    return " AND ".join(parts), values


def _chain(db: Database, number: int, texts: tuple[str, str, str, str, str], previous: str) -> str:
    digest = digest_of(number, texts, previous)
    db.execute("INSERT INTO audit_chain (entry, digest) VALUES (?, ?)", [number, digest])
    return digest


def _last(db: Database) -> Head | None:
    row = db.execute("SELECT entry, digest FROM audit_chain ORDER BY entry DESC LIMIT 1").fetchone()
    return Head(int(row[0]), str(row[1])) if row else None


def _last_ever(db: Database) -> int:
    """Return the highest number that the chain ever had; 0 before it has been begun."""
    row = db.execute("SELECT seq FROM sqlite_sequence WHERE name = 'audit_chain'").fetchone()
    return int(row[0]) if row else 0


def _lines(db: Database) -> Iterator[Line]:
    for number, *texts, digest in db.execute(_LINES).fetchall():
        at, actor, action, hearing, subject = texts
        yield Line(number, None if at is None else (at, actor, action, hearing, subject), digest)


def _entry(row: dict[str, Any]) -> Entry:
    at = datetime.fromisoformat(row["at"])
    return Entry(row["id"], at, row["actor"], row["action"], row["hearing"], row["subject"], row["digest"])
