"""Standard phrases, in the order that the secretariat has given them."""

from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from hearing_app.domain.phrase import Phrase
from hearing_app.domain.vocabulary import Conclusion
from hearing_app.storage.database import stamp


@dataclass(frozen=True)
class StoredPhrase:
    """A phrase as it is stored. `revision` counts its changes; `used` in how many wordings it was stored."""

    id: int
    phrase: Phrase
    revision: int
    used: int
    changed_by: str


_SELECT = "SELECT *, (SELECT count(*) FROM phrase_uses WHERE phrase = phrases.id) AS used FROM phrases"


def everything(db: Database) -> tuple[StoredPhrase, ...]:
    """Return all phrases in their order."""
    return tuple(map(_phrase, db.query(f"{_SELECT} ORDER BY place, id")))


def get(db: Database, phrase_id: int) -> StoredPhrase | None:
    """Return the phrase with this id, or None."""
    return next(map(_phrase, db.query(f"{_SELECT} WHERE id = ?", [phrase_id])), None)


def named(db: Database, name: str) -> StoredPhrase | None:
    """Return the phrase with this name, in whatever case, or None."""
    return next((stored for stored in everything(db) if stored.phrase.name.casefold() == name.casefold()), None)


def add(db: Database, phrase: Phrase, *, actor: str, now: datetime) -> None:
    """Store a new phrase behind the others."""
    db.execute(
        "INSERT INTO phrases (name, nb, nn, conclusion, place, changed_by, changed_at) "
        "SELECT ?, ?, ?, ?, coalesce(max(place), 0) + 1, ?, ? FROM phrases",
        [phrase.name, phrase.nb, phrase.nn, phrase.conclusion, actor, stamp(now)],
    )


def change(db: Database, phrase_id: int, phrase: Phrase, *, revision: int, actor: str, now: datetime) -> bool:
    """Store a phrase over `revision`; return False where it has moved on since then."""
    cursor = db.execute(
        "UPDATE phrases SET name = ?, nb = ?, nn = ?, conclusion = ?, revision = revision + 1, changed_by = ?, "
        "changed_at = ? WHERE id = ? AND revision = ?",
        [phrase.name, phrase.nb, phrase.nn, phrase.conclusion, actor, stamp(now), phrase_id, revision],
    )
    return cursor.rowcount == 1


def delete(db: Database, phrase_id: int) -> None:
    """Remove a phrase; texts that were made with it stay."""
    db.table("phrases").delete(phrase_id)


def reorder(db: Database, ids: list[int]) -> None:
    """Give the phrases the order of `ids`."""
    for place, phrase_id in enumerate(ids, start=1):
        db.execute("UPDATE phrases SET place = ? WHERE id = ?", [place, phrase_id])


def note_use(db: Database, phrase_id: int, *, root: int, revision: int) -> None:
    """Note that a wording was stored with a phrase in it; one that has been removed meanwhile is not counted."""
    sql = "INSERT INTO phrase_uses SELECT id, ?, ? FROM phrases WHERE id = ? ON CONFLICT DO NOTHING"
    db.execute(sql, [root, revision, phrase_id])


def _phrase(row: dict[str, object]) -> StoredPhrase:
    phrase = Phrase(
        name=str(row["name"]),
        nb=str(row["nb"]),
        nn=str(row["nn"]),
        conclusion=Conclusion(str(row["conclusion"])) if row["conclusion"] else None,
    )
    used, revision = int(str(row["used"])), int(str(row["revision"]))
    return StoredPhrase(int(str(row["id"])), phrase, revision, used, str(row["changed_by"]))
