"""Passages of answers by their runs of words, so that what resembles a text is found without reading everything."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlite_utils import Database

from hearing_app.domain.assessment import paragraphs
from hearing_app.domain.searching import words_of
from hearing_app.domain.similarity import number_of, runs

CANDIDATES = 60
"""How many of those that share the most are looked at word by word."""


@dataclass(frozen=True)
class Candidate:
    """A passage that shares runs of words with a text: a paragraph of an answer, or a proposed change, by its place."""

    response: int
    source: str
    item: str
    place: int
    text: str


def add(db: Database, submission: int, source: str, item: str, text: str) -> None:
    """Add each paragraph of a text."""
    for place, paragraph in enumerate(paragraphs(text), start=1):
        add_one(db, submission, source, item, place, paragraph)


def add_one(db: Database, submission: int, source: str, item: str, place: int, text: str) -> None:
    """Add a passage; one without a word is none."""
    words = words_of(text)
    if not words:
        return
    found = runs(words)
    cursor = db.execute(
        "INSERT INTO search_passages (submission, source, item, place, same, runs, text) VALUES (?, ?, ?, ?, ?, ?, ?)",
        [submission, source, item, place, number_of(" ".join(words)), len(found), text],
    )
    db.conn.executemany("INSERT INTO search_runs VALUES (?, ?)", _rows(found, cursor.lastrowid))


def drop(db: Database, reference: str) -> None:
    """Take every passage of a submission away."""
    own = "submission IN (SELECT id FROM submissions WHERE reference = ?)"
    passages = db.execute(f"SELECT id, text FROM search_passages WHERE {own}", [reference]).fetchall()  # noqa: S608 - it stands above
    for number, text in passages:
        rows = _rows(runs(words_of(text)), number)
        db.conn.executemany("DELETE FROM search_runs WHERE run = ? AND passage = ?", rows)
    db.execute(f"DELETE FROM search_passages WHERE {own}", [reference])  # noqa: S608 - likewise


def _rows(found: Iterable[str], passage: int | None) -> list[tuple[int, int | None]]:
    """Return the rows of a passage's runs, in the order in which they are stored."""
    return sorted((number_of(run), passage) for run in found)


def tidy(db: Database) -> None:
    """Remove runs that belong to no passage, as they do that another version of the code has stored."""
    db.execute("DELETE FROM search_runs WHERE passage NOT IN (SELECT id FROM search_passages)")


def identical(db: Database, text: str, among: Collection[int], *, most: int) -> tuple[Candidate, ...]:
    """Return passages that hold exactly the words of `text`, in the order they were received."""
    sql = """
        SELECT submission, source, item, place, text FROM search_passages
        WHERE same = ? AND submission IN (SELECT value FROM json_each(?)) ORDER BY id LIMIT ?
    """
    number = number_of(" ".join(words_of(text)))
    return tuple(Candidate(*row) for row in db.execute(sql, [number, json.dumps(sorted(among)), most]))


def sharing(db: Database, text: str, among: Collection[int]) -> tuple[Candidate, ...]:
    """Return the passages that share most with `text`, the identical ones left out.

    They are ordered by how many of the runs of words of either text both have, or where a short one is held by a long
    one, by how much of it is.
    """
    words = words_of(text)
    found = runs(words)
    sql = """
        SELECT submission, source, item, place, text FROM (
            SELECT passage, count(*) AS common FROM search_runs
            WHERE run IN (SELECT value FROM json_each(:runs)) GROUP BY passage
        ) JOIN search_passages ON id = passage
        WHERE same <> :same AND submission IN (SELECT value FROM json_each(:among))
        ORDER BY max(1.0 * common / (runs + :size - common), 0.5 * common / min(runs, :size)) DESC, id
        LIMIT :most
    """
    values: dict[str, object] = {"runs": json.dumps(sorted(map(number_of, found))), "among": json.dumps(sorted(among))}
    values |= {"same": number_of(" ".join(words)), "size": max(1, len(found)), "most": CANDIDATES}
    return tuple(Candidate(*row) for row in db.execute(sql, values))
