"""What the overview of a hearing counts, without reading what was answered: SQLite looks into the payloads itself."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from hearing_app.domain.guest import PREFIX
from hearing_app.domain.progress import Cell, Head
from hearing_app.domain.vocabulary import Stance
from hearing_app.storage.database import came, stamp
from hearing_app.storage.outbox import ONCE

CellKey = tuple[str, str]
"""The reference of a submission and the id of an item."""


@dataclass(frozen=True)
class Tally:
    """How many points there are, and how many of them lack assessment or conclusion."""

    points: int = 0
    open_points: int = 0


@dataclass(frozen=True)
class MailTrouble:
    """How many mails about a hearing fail, and of how many nobody knows whether they went."""

    failing: int = 0
    uncertain: int = 0


def latest_heads(db: Database, hearing: str) -> dict[str, Head]:
    """Return the answer that counts of each body, by the body's id; of guests those that are admitted."""
    sql = """
        SELECT reference, body, version, received_at, json_extract(CAST(payload AS TEXT), '$.no_remark') AS no_remark,
        coalesce(json_extract(CAST(payload AS TEXT), '$.registered.arrived_at'),
        json_extract(CAST(payload AS TEXT), '$.registered.arrived_on')) AS came_at
        FROM submissions WHERE hearing = ?
        AND (body NOT LIKE ? OR reference IN (SELECT reference FROM moderation WHERE state = 'admitted'))
        ORDER BY version
    """
    rows = db.execute(sql, [hearing, f"{PREFIX}%"])
    return {row[1]: _head(row) for row in rows}


def _head(row: Sequence[Any]) -> Head:
    reference, body, version, received_at, no_remark, came_at = row
    arrived = came(came_at) if came_at else None
    return Head(reference, body, version, datetime.fromisoformat(received_at), no_remark == 1, arrived)


def points_of_answers(db: Database, hearing: str) -> dict[CellKey, Tally]:
    """Return how many points each answer to each item has; a point that is joined has the other's assessment."""
    sql = """
        SELECT submissions.reference, points.item, count(*),
        sum(trim(held.assessment) = '' OR held.conclusion IS NULL)
        FROM points JOIN submissions ON submissions.id = points.submission
        JOIN points AS held ON held.id = coalesce(points.joined, points.id)
        WHERE submissions.hearing = ? GROUP BY points.submission, points.item
    """
    return {(row[0], row[1]): Tally(row[2], row[3]) for row in db.execute(sql, [hearing])}


def cells(db: Database, references: Iterable[str], points: Mapping[CellKey, Tally]) -> dict[CellKey, Cell]:
    """Return what these submissions say to each item that they answer, with the points made of it."""
    sql = """
        SELECT reference, json_extract(answer.value, '$.item'), json_extract(answer.value, '$.stance'),
        json_extract(answer.value, '$.choice'), json_extract(answer.value, '$.text') <> '',
        json_type(answer.value, '$.amendments') IS NOT NULL
        FROM submissions, json_each(CAST(payload AS TEXT), '$.answers') AS answer
        WHERE reference IN (SELECT value FROM json_each(?))
    """
    found = {}
    for reference, item, stance, choice, text, amended in db.execute(sql, [json.dumps(sorted(references))]):
        tally = points.get((reference, item), Tally())
        told = Stance(stance) if stance else None
        cell = Cell(told, choice or "", bool(text), bool(amended), tally.points, tally.open_points)
        found[reference, item] = cell
    return found


def mail_trouble(db: Database, hearing: str, now: datetime) -> MailTrouble:
    """Return how much of the mail about a hearing needs a hand."""
    sql = """
        SELECT sum(uncertain), sum(NOT uncertain AND last_error <> '') FROM (
            SELECT DISTINCT id, last_error,
            handed_at IS NOT NULL AND kind IN (SELECT value FROM json_each(:once)) AS uncertain
            FROM outbox JOIN mail_about ON mail = id
            WHERE hearing = :hearing AND sent_at IS NULL AND (leased_until IS NULL OR leased_until <= :now)
        )
    """
    values = {"once": json.dumps(sorted(ONCE)), "hearing": hearing, "now": stamp(now)}
    uncertain, failing = db.execute(sql, values).fetchone()
    return MailTrouble(failing or 0, uncertain or 0)
