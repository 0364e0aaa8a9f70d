"""Bulk edits: the same done to many points; looked at before it is stored, undone while nobody has written since."""

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from hearing_app.domain.assessment import Point
from hearing_app.domain.message import N_, Message
from hearing_app.domain.phrase import appended
from hearing_app.domain.review import may_approve
from hearing_app.domain.vocabulary import Conclusion, ReviewState
from hearing_app.storage import Database, assessments, audit, bulk_edits, phrases, points, reviews, themes
from hearing_app.storage.bulk_edits import BulkEdit
from hearing_app.storage.database import writing
from hearing_app.treating.assigning import assign
from hearing_app.treating.review import standing, standings
from hearing_app.treating.theming import give_theme

MOST = 500
"""How many points are edited at once: more than anybody looks through before storing."""


class TextMode(StrEnum):
    """What is done to the texts that are there."""

    KEEP = "keep"
    APPEND = "append"
    REPLACE = "replace"


@dataclass(frozen=True)
class Task:
    """What is to be done to each of the points; what is empty is left as it is.

    `text` may hold places for the names of body and part. `phrase` is the standard phrase that it was made of.
    `assignee` is a user name. `review` is TO_REVIEW or APPROVED. `concluded` lets points be edited that have a
    conclusion already.
    """

    conclusion: Conclusion | None = None
    mode: TextMode = TextMode.KEEP
    text: str = ""
    phrase: int | None = None
    assignee: str = ""
    due: date | None = None
    add_theme: str = ""
    remove_theme: str = ""
    review: ReviewState | None = None
    concluded: bool = False

    @property
    def writes(self) -> bool:
        """Whether it changes assessments or conclusions."""
        return self.conclusion is not None or (self.mode is not TextMode.KEEP and bool(self.text.strip()))

    @property
    def empty(self) -> bool:
        """Whether there is nothing to do."""
        rest = (self.assignee, self.due, self.add_theme, self.remove_theme, self.review)
        return not self.writes and not any(rest)

    @property
    def fingerprint(self) -> str:
        """What tells whether a task is the one that somebody has looked at."""
        return hashlib.sha256(json.dumps(asdict(self), default=str, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True)
class Row:
    """What becomes of one point, or of those that share its assessment; `skipped` says why nothing does."""

    point: Point
    assessment: str
    conclusion: Conclusion | None
    skipped: Message | None = None
    review: ReviewState | None = None
    returned: bool = False
    """Whether a reviewer has sent the point back."""

    @property
    def rewritten(self) -> bool:
        """Whether the wording becomes another."""
        told = (self.point.assessment, self.point.conclusion)
        return self.skipped is None and (self.assessment, self.conclusion) != told


class BulkChanged(Exception):
    """Points have changed since they were looked at; `points` are their ids. Nothing was stored."""

    def __init__(self, changed: frozenset[int]) -> None:
        """Take the ids."""
        super().__init__(", ".join(map(str, sorted(changed))))
        self.points = changed


class BulkUnknown(LookupError):
    """There is no such bulk edit, or it is undone already."""


Fill = Callable[[Point, str], str]
"""Fills the names of a point's body and part into a text."""


def one_of_each(db: Database, hearing: str, ids: Iterable[int]) -> tuple[Point, ...]:
    """Return the points with these ids that count in the hearing; of those that share an assessment, one."""
    counting = assessments.counting_roots(db, hearing)
    order = {number: place for place, number in enumerate(ids)}
    chosen = sorted(points.in_hearing(db, hearing, order), key=lambda point: order[point.id])
    first: dict[int, Point] = {}
    for point in chosen:
        if point.root in counting:
            first.setdefault(point.root, point)
    return tuple(first.values())


def plan_bulk(
    chosen: Iterable[Point], task: Task, *, fill: Fill, actor: str, returned: Collection[int] = ()
) -> tuple[Row, ...]:
    """Return what the task would do to each point.

    Args:
        returned: the points that hold assessments which a reviewer has sent back, by id (`sent_back`).
    """
    return tuple(_row(point, task, fill, actor, returned=point.root in returned) for point in chosen)


def sent_back(db: Database, chosen: Iterable[Point]) -> frozenset[int]:
    """Return those of the points, by the id of the one that holds the assessment, that a reviewer has sent back."""
    return frozenset(root for root, found in standings(db, chosen).items() if found.state is ReviewState.SENT_BACK)


def store_bulk(
    db: Database,
    hearing: str,
    seen: Mapping[int, int],
    task: Task,
    *,
    fill: Fill,
    actor: str,
    now: datetime,
) -> tuple[int, tuple[Row, ...]]:
    """Do the task to the points in one transaction; return the number of the bulk edit and what was done.

    Args:
        seen: the points that were looked at, by id, with the revision that was shown.

    Raises:
        BulkChanged: one of the points is not as it was shown.
        CannotBeAssigned, NoThemeName: whom to assign to, or the theme, is not possible.
    """
    with writing(db):
        chosen = one_of_each(db, hearing, seen)
        as_shown = {point.id for point in chosen if point.revision == seen[point.id]}
        if changed := frozenset(seen) - as_shown:
            raise BulkChanged(changed)
        rows = plan_bulk(chosen, task, fill=fill, actor=actor, returned=sent_back(db, chosen))
        for row in rows:
            _store(db, row, task, actor, now)
        _sort_out(db, hearing, [row.point for row in rows if row.skipped is None], task, actor, now)
        written = [(r.point.root, r.point.revision, r.point.revision + 1) for r in rows if r.rewritten]
        number = bulk_edits.add(db, hearing, written, actor=actor, now=now)
        touched = ", ".join(str(row.point.id) for row in rows if row.skipped is None)
        audit.log(db, now=now, actor=actor, action="bulk edit", hearing=hearing, subject=f"{number}: {touched}")
    return number, rows


def undo_bulk(db: Database, hearing: str, number: int, *, actor: str, now: datetime) -> tuple[int, int]:
    """Give points the wordings that a bulk edit replaced, as new ones, where nobody has written since.

    Returns:
        How many were given back, and how many somebody has written on since.

    Raises:
        BulkUnknown: see there.
    """
    with writing(db):
        edit = bulk_edits.get(db, hearing, number)
        if edit is None or edit.undone_at is not None:
            raise BulkUnknown(number)
        restored = sum(_give_back(db, change, actor, now) for change in edit.changes)
        bulk_edits.mark_undone(db, number, now=now)
        audit.log(db, now=now, actor=actor, action="bulk edit undone", hearing=hearing, subject=str(number))
    return restored, len(edit.changes) - restored


def can_be_undone(db: Database, hearing: str, number: int) -> BulkEdit | None:
    """Return a bulk edit that made wordings and is not undone, or None."""
    edit = bulk_edits.get(db, hearing, number)
    return edit if edit and edit.changes and edit.undone_at is None else None


def _row(point: Point, task: Task, fill: Fill, actor: str, *, returned: bool) -> Row:
    if task.writes and point.conclusion is not None and not task.concluded:
        return Row(point, point.assessment, point.conclusion, skipped=N_("It has a conclusion already."))
    text = fill(point, task.text).strip()
    told = {TextMode.KEEP: point.assessment, TextMode.REPLACE: text, TextMode.APPEND: appended(point.assessment, text)}
    assessment = told[task.mode] if text else point.assessment
    row = Row(point, assessment, task.conclusion or point.conclusion, review=task.review, returned=returned)
    reason = _not_reviewed(row, actor) if task.review else None
    if reason and not _does_more(row, task):
        return Row(point, point.assessment, point.conclusion, skipped=reason)
    if not (row.rewritten or task.review or _does_more(row, task)):
        return Row(point, row.assessment, row.conclusion, skipped=N_("It stands there already."))
    return row


def _does_more(row: Row, task: Task) -> bool:
    others = task.assignee or task.due or task.add_theme or task.remove_theme
    return bool(others) or (row.rewritten and task.review is not ReviewState.APPROVED)


def _not_reviewed(row: Row, actor: str) -> Message | None:
    """Return why a point cannot be sent to review, or approved."""
    if not row.assessment.strip() or row.conclusion is None:
        return N_("It lacks an assessment or a conclusion.")
    if row.review is ReviewState.APPROVED and (row.rewritten or not may_approve(row.point, actor)):
        return N_("The wording is your own: somebody else must approve it.")
    if row.review is ReviewState.APPROVED and row.returned:
        return N_("A reviewer has sent it back: read why, and decide on it by itself.")
    return None


def _store(db: Database, row: Row, task: Task, actor: str, now: datetime) -> None:
    if row.skipped is not None:
        return
    point, revision = row.point, row.point.revision
    if row.rewritten:
        points.assess(
            db,
            point.root,
            assessment=row.assessment,
            conclusion=row.conclusion,
            revision=revision,
            actor=actor,
            now=now,
        )
        revision += 1
        if task.phrase is not None:
            phrases.note_use(db, task.phrase, root=point.root, revision=revision)
    stands = replace(point, revision=revision)
    if row.review and _not_reviewed(row, actor) is None and standing(db, stands).state is not row.review:
        reviews.add(db, point.root, revision=revision, state=row.review, actor=actor, now=now)


def _sort_out(db: Database, hearing: str, chosen: list[Point], task: Task, actor: str, now: datetime) -> None:
    """Do what is neither wording nor review: who is to assess the points, and their themes."""
    ids = [point.id for point in chosen]
    if task.assignee and ids:
        assign(db, hearing, ids, username=task.assignee, due=task.due, actor=actor, now=now)
    if task.add_theme and ids:
        give_theme(db, hearing, ids, task.add_theme, actor=actor, now=now)
    theme = themes.named(db, hearing, task.remove_theme) if task.remove_theme else None
    if theme is not None:
        sharing = assessments.sharing_of(db, (point.root for point in chosen))
        for number in {member for members in sharing.values() for member in members}:
            themes.take(db, number, theme)


def _give_back(db: Database, change: tuple[int, int, int], actor: str, now: datetime) -> bool:
    root, before, after = change
    wording = assessments.wording(db, root, before)
    return points.assess(
        db,
        root,
        assessment=wording.assessment if wording else "",
        conclusion=wording.conclusion if wording else None,
        revision=after,
        actor=actor,
        now=now,
    )
