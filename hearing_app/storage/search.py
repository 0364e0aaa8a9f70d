"""What the desk searches in: copies of what was received, kept in step with it by whoever stores a submission.

Whatever stands in these tables can be made again from the submissions, so nothing is lost with them.
"""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from hearing_app.domain.attachment import Attachment
from hearing_app.domain.calendar import DayOrMoment
from hearing_app.domain.guest import PREFIX
from hearing_app.domain.searching import Query, Term, folded, plain
from hearing_app.domain.submission import Answer, read_payload
from hearing_app.storage import similar
from hearing_app.storage.database import came, stamp, stamp_of, writing

VERSION = 1
"""Which rows this code makes of a submission; those of another version are made anew."""
ANSWER, AMENDMENT, ATTACHMENT = "answer", "amendment", "attachment"
_COUNTS = "(body NOT LIKE :guest OR reference IN (SELECT reference FROM moderation WHERE state = 'admitted'))"


@dataclass(frozen=True)
class Response:
    """A submission that is searched; `latest` is the version that counts of its body."""

    id: int
    reference: str
    hearing: str
    body: str
    version: int
    arrived_at: DayOrMoment
    latest: bool


@dataclass(frozen=True)
class Hit:
    """A text that has what is looked for. The lower its `rank`, the more it is about that."""

    id: int
    response: int
    rank: float


@dataclass(frozen=True)
class FoundText:
    """A text as it was received: an answer or a proposed change to `item`, or what an attachment called `name` holds.

    `place`, from 1, is its number among the changes or the attachments.
    """

    id: int
    source: str
    item: str
    place: int
    name: str
    sha256: str
    text: str


def put(db: Database, reference: str) -> None:
    """Take a submission into the index, anew where it is there; one that does not count is taken out."""
    where = f"SELECT id, payload, received_at FROM submissions WHERE reference = :reference AND {_COUNTS}"  # noqa: S608 - it stands above
    with writing(db):
        drop(db, reference)
        row = db.execute(where, {"reference": reference, "guest": f"{PREFIX}%"}).fetchone()
        if row is None:
            return
        content = read_payload(row[1])
        arrived = stamp_of(content.registered.arrived_at) if content.registered else row[2]
        db.execute("INSERT INTO search_responses VALUES (?, ?, ?)", [row[0], arrived, VERSION])
        for answer in content.answers:
            _put_answer(db, row[0], answer)
        for place, file in enumerate(content.attachments, start=1):
            _put_attachment(db, row[0], place, file.name, file.sha256)


def drop(db: Database, reference: str) -> None:
    """Take a submission out of the index."""
    own = "SELECT id FROM submissions WHERE reference = ?"
    with writing(db):
        similar.drop(db, reference)
        db.execute(f"DELETE FROM search_texts WHERE submission IN ({own})", [reference])  # noqa: S608 - it stands above
        db.execute(f"DELETE FROM search_responses WHERE submission IN ({own})", [reference])  # noqa: S608 - likewise


def _put_answer(db: Database, submission: int, answer: Answer) -> None:
    stance, text = answer.stance.value if answer.stance else "", plain(answer.text)
    _add(db, submission, ANSWER, answer.item, 1, stance=stance, text=text)
    similar.add(db, submission, ANSWER, answer.item, text)
    for place, amendment in enumerate(answer.amendments, start=1):
        text = plain(amendment.readable)
        _add(db, submission, AMENDMENT, answer.item, place, stance=stance, text=text)
        similar.add_one(db, submission, AMENDMENT, answer.item, place, text)


def _put_attachment(db: Database, submission: int, place: int, name: str, sha256: str) -> None:
    """Add a file by its name and by what it holds; the text itself is kept once, however many have sent it."""
    row = db.execute("SELECT text FROM attachment_texts WHERE sha256 = ?", [sha256]).fetchone()
    words = f"{folded(name)}{folded(row[0] if row else '')}"
    _add(db, submission, ATTACHMENT, "", place, name=name, sha256=sha256, words=words)


def _add(
    db: Database,
    submission: int,
    source: str,
    item: str,
    place: int,
    *,
    stance: str = "",
    name: str = "",
    sha256: str | None = None,
    text: str = "",
    words: str | None = None,
) -> None:
    db.execute(
        "INSERT INTO search_texts (submission, source, item, place, stance, name, sha256, text, words) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [submission, source, item, place, stance, name, sha256, text, folded(text) if words is None else words],
    )


def missing(db: Database, hearing: str = "") -> tuple[str, ...]:
    """Return the references of what counts and is not in the index as this code makes it, of one hearing or of all."""
    sql = f"""
        SELECT reference FROM submissions LEFT JOIN search_responses ON submission = id
        WHERE made_by IS NOT :version AND {_COUNTS} AND (:hearing = '' OR hearing = :hearing) ORDER BY id
    """  # noqa: S608 - what is put in stands above
    values = {"version": VERSION, "guest": f"{PREFIX}%", "hearing": hearing}
    return tuple(row[0] for row in db.execute(sql, values))


def everything(db: Database) -> tuple[str, ...]:
    """Return the references of every submission, also of those that the index is to let go."""
    return tuple(row[0] for row in db.execute("SELECT reference FROM submissions ORDER BY id"))


def responses(db: Database, hearing: str = "") -> tuple[Response, ...]:
    """Return what is searched, of one hearing or of all, in the order it was received."""
    sql = """
        SELECT id, reference, hearing, body, version, arrived_at,
        version = max(version) OVER (PARTITION BY hearing, body)
        FROM search_responses JOIN submissions ON id = submission
        WHERE ? IN ('', hearing) ORDER BY id
    """
    rows = db.execute(sql, [hearing])
    return tuple(
        Response(id_, reference, in_hearing, body, version, came(arrived_at), bool(latest))
        for id_, reference, in_hearing, body, version, arrived_at, latest in rows
    )


def hits(
    db: Database, query: Query, among: Collection[int], *, item: str = "", stance: str = "", theme: str = ""
) -> tuple[Hit, ...]:
    """Return the texts that have what is looked for.

    Args:
        among: ids of the responses that are searched.
        item: only answers to it. With an item, a stance or a theme no attachment is found, for it is about none.
        stance: only answers that take it.
        theme: only answers of which a point with this theme has been made.
    """
    wanted = _match(query.wanted, "AND")
    found = "search_index JOIN search_texts AS t ON t.id = search_index.rowid" if wanted else "search_texts AS t"
    conditions = ["t.submission IN (SELECT value FROM json_each(:among))"]
    conditions += ["search_index MATCH :wanted"] if wanted else []
    conditions += ["t.id NOT IN (SELECT rowid FROM search_index WHERE search_index MATCH :unwanted)"] * bool(
        query.unwanted
    )
    conditions += [f"t.{name} = :{name}" for name, value in (("item", item), ("stance", stance)) if value]
    conditions += [_THEME] * bool(theme)
    sql = f"SELECT t.id, t.submission, {'search_index.rank' if wanted else '0'} FROM {found} WHERE "  # noqa: S608 - none of it was typed
    values = {"among": json.dumps(sorted(among)), "item": item, "stance": stance, "theme": theme}
    values |= {"wanted": wanted, "unwanted": _match(query.unwanted, "OR")}
    return tuple(Hit(*row) for row in db.execute(sql + " AND ".join(conditions), values))


_THEME = """
    (t.submission, t.item) IN (
        SELECT points.submission, points.item FROM themes
        JOIN point_themes ON point_themes.theme = themes.id JOIN points ON points.id = point_themes.point
        WHERE themes.name = :theme COLLATE NOCASE
    )
"""


def themes(db: Database, hearing: str) -> tuple[str, ...]:
    """Return the names of the themes of a hearing that points have, in their order."""
    sql = """
        SELECT name FROM themes WHERE hearing = ? AND id IN (SELECT theme FROM point_themes)
        ORDER BY name COLLATE NOCASE
    """
    return tuple(row[0] for row in db.execute(sql, [hearing]))


def _match(terms: Collection[Term], between: str) -> str:
    """Return the index's own expression; terms are letters, digits and spaces, so quoting them is enough."""
    return f" {between} ".join(f'"{term.needle}"' for term in terms)


def texts(db: Database, ids: Collection[int]) -> dict[int, FoundText]:
    """Return texts by their ids."""
    sql = """
        SELECT id, source, item, place, name, coalesce(t.sha256, ''), coalesce(nullif(t.text, ''), a.text, '')
        FROM search_texts AS t LEFT JOIN attachment_texts AS a ON a.sha256 = t.sha256
        WHERE id IN (SELECT value FROM json_each(?))
    """
    return {row[0]: FoundText(*row) for row in db.execute(sql, [json.dumps(sorted(ids))])}


def put_attachment_text(db: Database, sha256: str, *, state: str, text: str, now: datetime) -> None:
    """Store what a file holds, and let every submission that has it be found by that."""
    rows = "SELECT submission, place, name FROM search_texts WHERE sha256 = ?"
    with writing(db):
        kept = {"sha256": sha256, "state": state, "text": plain(text), "read_at": stamp(now)}
        db.table("attachment_texts").upsert(kept, pk="sha256")
        sent = db.execute(rows, [sha256]).fetchall()
        db.execute("DELETE FROM search_texts WHERE sha256 = ?", [sha256])
        for submission, place, name in sent:
            _put_attachment(db, submission, place, name, sha256)


def attachments(db: Database, among: Collection[int]) -> Iterator[tuple[int, FoundText, str]]:
    """Yield (response, file, state) of every attachment of these responses; the state is empty of one not read yet."""
    sql = """
        SELECT t.submission, t.id, t.source, t.item, t.place, t.name, t.sha256, '', coalesce(state, '')
        FROM search_texts AS t LEFT JOIN attachment_texts AS a ON a.sha256 = t.sha256
        WHERE t.source = 'attachment' AND t.submission IN (SELECT value FROM json_each(?)) ORDER BY t.submission, place
    """
    for row in db.execute(sql, [json.dumps(sorted(among))]):
        yield row[0], FoundText(*row[1:8]), row[8]


def unread_files(db: Database, *, failed_too: bool = False) -> tuple[str, ...]:
    """Return the fingerprints of the files that are in the index and whose text is not."""
    sql = """
        SELECT DISTINCT t.sha256 FROM search_texts AS t LEFT JOIN attachment_texts AS a ON a.sha256 = t.sha256
        WHERE t.sha256 IS NOT NULL AND (a.sha256 IS NULL OR (? AND a.state = 'failed')) ORDER BY t.sha256
    """
    return tuple(row[0] for row in db.execute(sql, [failed_too]))


def tidy(db: Database) -> None:
    """Make the index itself anew from the texts, whatever has become of it, and remove what belongs to nothing."""
    with writing(db):
        similar.tidy(db)
        db.execute("INSERT INTO search_index (search_index) VALUES ('rebuild')")


def file_named(db: Database, sha256: str) -> Attachment | None:
    """Return one of the attachments with this fingerprint as a submission names it, or None."""
    sql = """
        SELECT payload, place FROM search_texts JOIN submissions ON submissions.id = submission
        WHERE search_texts.sha256 = ? LIMIT 1
    """
    row = db.execute(sql, [sha256]).fetchone()
    return read_payload(row[0]).attachments[row[1] - 1] if row else None
