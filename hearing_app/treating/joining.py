"""Joining: several bodies say the same, and their points share one assessment; and parting them again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from hearing_app.domain.assessment import Point, squeeze
from hearing_app.storage import Database, audit, changes, points
from hearing_app.storage.database import writing
from hearing_app.treating.splitting import PointUnknown
from hearing_app.treating.taking_over import take_wording

NEAR = 0.5
"""How many of the words of two texts stand in both, where they are offered as nearly the same."""
MOST_OFFERED = 40
SHORTEST_WORD = 3
"""Letters of a word that says something of what a text is about."""

Before = Mapping[int, int | None]
"""What points shared their assessment with before something was done, by id: what undoing it takes."""


class CannotJoin(ValueError):
    """A point of another hearing, or of a version that has been replaced, cannot share an assessment."""


class DifferentAssessments(Exception):
    """Points that are to share an assessment have different ones; `holders` are those that have, the root first."""

    def __init__(self, holders: tuple[Point, ...]) -> None:
        """Take the points."""
        super().__init__(f"points {[point.id for point in holders]} differ")
        self.holders = holders


@dataclass(frozen=True)
class Joined:
    """What joining came to: the point whose assessment counts, and what stood `before`, by which it is undone."""

    root: int
    before: Before


@dataclass(frozen=True)
class Candidate:
    """A point that may say the same as another: in the same words, or with `share` of their words in common."""

    point: Point
    same: bool
    share: float


def join(
    db: Database,
    hearing_id: str,
    root: int,
    others: Iterable[int],
    *,
    actor: str,
    now: datetime,
    sure: bool = False,
) -> Joined:
    """Let points share the assessment of `root`, with those that share theirs already.

    What was written on the others is kept, and counts again when they are parted. Where nobody has written on `root`,
    and somebody on exactly one of the others, it is that one whose assessment counts: no work is hidden by joining.

    Args:
        sure: join them although they have different assessments; the root's counts.

    Raises:
        CannotJoin: they are not points that count of one hearing.
        DifferentAssessments: they have different assessments, and nobody has said that it is all right.
    """
    with writing(db):
        groups = _groups(db, hearing_id, [root, *others])
        holders = tuple(group[0] for group in groups if not group[0].blank)
        if not sure and len({(p.assessment, p.conclusion) for p in holders}) > 1:
            raise DifferentAssessments(holders)
        held = groups[0][0]
        if held.blank and holders:
            held = holders[0]
        members = [point for group in groups for point in group if point.id != held.id]
        moved = {point.id: point.joined for point in (held, *members)}
        points.set_joined(db, [held.id], None)
        points.set_joined(db, [point.id for point in members], held.id)
        if members:
            _log(db, now, actor, "points joined", hearing_id, held.id, [point.id for point in members])
    return Joined(held.id, moved)


def _groups(db: Database, hearing_id: str, ids: Iterable[int]) -> list[list[Point]]:
    """Return the points with these ids, each after the one that holds its assessment and before the others of it."""
    wanted = list(dict.fromkeys(ids))
    found = {point.id: point for point in points.in_hearing(db, hearing_id, wanted)}
    if set(wanted) - set(found) or set(wanted) - points.counting(db, hearing_id, wanted):
        raise CannotJoin(wanted)
    roots = dict.fromkeys(found[point_id].root for point_id in wanted)
    members = {root: [root, *points.joined_to(db, root)] for root in roots}
    everything = points.in_hearing(db, hearing_id, [one for group in members.values() for one in group])
    by_id = {point.id: point for point in everything}
    return [[by_id[one] for one in group] for group in members.values()]


def part(db: Database, hearing_id: str, point_id: int, *, actor: str, now: datetime) -> Before:
    """Give one point its own assessment again; of those that it held the assessment for, the oldest holds it then.

    The one that goes takes the assessment along, and who stays has what was written on itself. Where the assessment is
    held by a point of a replaced version, one on which nothing is written takes it along as well: it would be lost.

    Raises:
        PointUnknown: the hearing has no such point.
    """
    with writing(db):
        group = _group_of(db, hearing_id, point_id)
        before = {point.id: point.joined for point in group}
        rest = [point.id for point in group if point.id != point_id]
        if rest:
            points.set_joined(db, [point_id], None)
            if group[0].id == point_id:
                points.set_joined(db, rest[:1], None)
                points.set_joined(db, rest[1:], rest[0])
            else:
                _keep_of_replaced(db, hearing_id, group[0], [point_id], now)
            _log(db, now, actor, "point parted", hearing_id, point_id, rest)
    return before


def part_all(db: Database, hearing_id: str, point_id: int, *, actor: str, now: datetime) -> Before:
    """Give every point that shares an assessment with this one its own again.

    Raises:
        PointUnknown: the hearing has no such point.
    """
    with writing(db):
        group = _group_of(db, hearing_id, point_id)
        before = {point.id: point.joined for point in group}
        points.set_joined(db, before, None)
        _keep_of_replaced(db, hearing_id, group[0], [point.id for point in group[1:]], now)
        if len(group) > 1:
            _log(db, now, actor, "points parted", hearing_id, group[0].id, [point.id for point in group[1:]])
    return before


def _keep_of_replaced(db: Database, hearing_id: str, held: Point, parted: Iterable[int], now: datetime) -> None:
    """Give points that were parted what stood on the one that held it, where that is of a replaced version."""
    if points.counting(db, hearing_id, [held.id]):
        return
    for point_id in parted:
        if points.own_wording(db, point_id) == ("", None):
            take_wording(db, held, point_id, now)
            changes.carry(db, held.id, point_id)


def _group_of(db: Database, hearing_id: str, point_id: int) -> list[Point]:
    found = next(iter(points.in_hearing(db, hearing_id, [point_id])), None)
    if found is None:
        raise PointUnknown(point_id)
    ids = [found.root, *points.joined_to(db, found.root)]
    by_id = {point.id: point for point in points.in_hearing(db, hearing_id, ids)}
    return [by_id[one] for one in ids]


def undo(db: Database, hearing_id: str, before: Before, *, actor: str, now: datetime) -> bool:
    """Put back what points shared before; return False where a colleague has removed one of them, or joined others.

    A point must never share the assessment of one that itself shares another's.
    """
    with writing(db):
        found = {point.id: point for point in points.in_hearing(db, hearing_id, before)}
        holders = {root for root in before.values() if root is not None}
        known = set(before) == set(found) and all(before.get(root, root) is None for root in holders)
        strangers = {one for point_id in before for one in points.joined_to(db, point_id)} - set(before)
        if not known or not holders <= set(before) or strangers:
            return False
        points.set_joined(db, before, None)
        for root in holders:
            points.set_joined(db, [point_id for point_id, old in before.items() if old == root], root)
        _log(db, now, actor, "joining undone", hearing_id, min(before, default=0), sorted(before))
    return True


def candidates(point: Point, everything: Iterable[Point]) -> tuple[Candidate, ...]:
    """Return the points of others that say the same as `point`, or nearly, the likest first.

    Those that share its assessment already are not among them, nor its own body's.

    Args:
        everything: the points that count of the hearing.
    """
    mine = _content_words(point.quote)
    found = []
    for other in everything:
        if other.root == point.root or other.body == point.body:
            continue
        same = _said(point) == _said(other)
        theirs = _content_words(other.quote)
        share = 1.0 if same else len(mine & theirs) / len(mine | theirs) if mine and theirs else 0.0
        if same or share >= NEAR:
            found.append(Candidate(other, same, share))
    found.sort(key=lambda candidate: (-candidate.same, -candidate.share, candidate.point.id))
    return tuple(found[:MOST_OFFERED])


def _said(point: Point) -> tuple[str, ...]:
    change = (point.amendment.removed, point.amendment.added) if point.amendment else (point.quote,)
    return tuple(squeeze(text).casefold() for text in change)


def _content_words(text: str) -> frozenset[str]:
    words = (word.strip(".,;:!?«»\"'()–-").casefold() for word in text.split())
    return frozenset(word for word in words if len(word) >= SHORTEST_WORD)


def _log(db: Database, now: datetime, actor: str, action: str, hearing: str, root: int, ids: Iterable[int]) -> None:
    subject = f"{root} with {', '.join(map(str, ids))}"
    audit.log(db, now=now, actor=actor, action=action, hearing=hearing, subject=subject)
