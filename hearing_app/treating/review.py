"""Review: points are sent to a reviewer, who approves what is written or sends it back.

What is decided is stored with the revision that was looked at. Whoever approves a wording has therefore seen it, and
another one needs an approval of its own. Of points that share an assessment it is one decision for all of them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from hearing_app.domain.assessment import Point
from hearing_app.domain.review import Reviewed, may_approve, state_now
from hearing_app.domain.submission import Submission
from hearing_app.domain.vocabulary import ReviewState
from hearing_app.redacting.published_files import without_hidden
from hearing_app.storage import Database, assessments, points, reviews
from hearing_app.storage.database import writing
from hearing_app.storage.reviews import Review
from hearing_app.treating.splitting import log_point, point_of


class WordingMoved(Exception):
    """What stands on the point is not what was looked at; `current` is."""

    def __init__(self, current: Point) -> None:
        """Take the point as it is stored."""
        super().__init__(f"point {current.id} is at revision {current.revision}")
        self.current = current


class ReviewMoved(Exception):
    """A colleague has decided on the same wording meanwhile; what was decided is shown before anything else is."""


class OwnWording(Exception):
    """Nobody approves their own wording: it takes a second pair of eyes."""


class NotFinished(Exception):
    """A point without assessment or conclusion has nothing to review."""


class NoteMissing(ValueError):
    """Who sends a point back says why."""


@dataclass(frozen=True)
class Standing:
    """Where a point stands in review: the state now, and every step so far, the newest first."""

    state: ReviewState | None = None
    steps: tuple[Review, ...] = ()

    def moved_since(self, revision: int) -> bool:
        """Tell whether the wording has changed since the last step."""
        return bool(self.steps) and self.steps[0].revision != revision


def send_to_review(
    db: Database, submission: Submission, point_id: int, *, revision: int, steps: int, actor: str, now: datetime
) -> None:
    """Ask a reviewer to look at a point; where that is asked already, nothing changes.

    Args:
        revision: the revision that the page showed.
        steps: how many steps of the review it showed.

    Raises:
        PointUnknown: it is not a point of this submission.
        WordingMoved: a colleague has written meanwhile.
        ReviewMoved: a colleague has decided meanwhile.
        NotFinished: assessment or conclusion is missing.
    """
    with writing(db):
        point = _looked_at(db, submission, point_id, revision, steps, ReviewState.TO_REVIEW)
        if standing(db, point).state is not ReviewState.TO_REVIEW:
            note_step(db, submission, point, ReviewState.TO_REVIEW, actor=actor, now=now)


def approve(
    db: Database, submission: Submission, point_id: int, *, revision: int, steps: int, actor: str, now: datetime
) -> None:
    """Approve what is written on a point.

    Raises:
        PointUnknown, WordingMoved, ReviewMoved, NotFinished: as above.
        OwnWording: the reviewer wrote it.
    """
    with writing(db):
        point = _looked_at(db, submission, point_id, revision, steps, ReviewState.APPROVED)
        if not may_approve(point, actor):
            raise OwnWording
        if standing(db, point).state is not ReviewState.APPROVED:
            note_step(db, submission, point, ReviewState.APPROVED, actor=actor, now=now)


def send_back(
    db: Database,
    submission: Submission,
    point_id: int,
    *,
    note: str,
    revision: int,
    steps: int,
    actor: str,
    now: datetime,
) -> None:
    """Send a point back to who wrote on it, with a note on what is missing.

    Raises:
        PointUnknown, WordingMoved, ReviewMoved, NotFinished: as above.
        NoteMissing: the note is empty.
    """
    if not note.strip():
        raise NoteMissing
    with writing(db):
        point = _looked_at(db, submission, point_id, revision, steps)
        note_step(db, submission, point, ReviewState.SENT_BACK, note=note.strip(), actor=actor, now=now)


def note_step(
    db: Database,
    submission: Submission,
    point: Point,
    state: ReviewState,
    *,
    note: str = "",
    actor: str,
    now: datetime,
) -> None:
    """Store a step and log it; inside a transaction of the caller's."""
    reviews.add(db, point.root, revision=point.revision, state=state, note=note, actor=actor, now=now)
    log_point(db, now, actor, f"review: {state.value}", submission, f"{point.id} revision {point.revision}")


def standing(db: Database, point: Point) -> Standing:
    """Return where a point stands in review."""
    return standings(db, (point,))[point.root]


def standings(db: Database, shown: Iterable[Point]) -> dict[int, Standing]:
    """Return where points stand in review, by the id of the point that holds the assessment."""
    roots = {point.root: point.revision for point in shown}
    steps = reviews.of_points(db, roots)
    return {root: _standing(steps.get(root, ()), revision) for root, revision in roots.items()}


def reviewed_points(db: Database, hearing_id: str, released: frozenset[str]) -> Reviewed:
    """Return what review has left open among the points of the released answers."""
    lacking = assessments.unapproved(db, hearing_id)
    public = without_hidden(db, hearing_id, points.of_hearing(db, hearing_id))  # as the summary will have their words
    shown = [point for point in public if point.submission in released]
    own = [point for point in shown if point.id in lacking]
    states = [standing.state for standing in standings(db, own).values()]
    return Reviewed(
        frozenset((point.body, point.item, point.quote) for point in own),
        states.count(ReviewState.TO_REVIEW),
        states.count(ReviewState.SENT_BACK),
    )


def _standing(steps: tuple[Review, ...], revision: int) -> Standing:
    return Standing(state_now(steps[0].state, steps[0].revision, revision), steps) if steps else Standing()


def _looked_at(
    db: Database,
    submission: Submission,
    point_id: int,
    revision: int,
    steps: int,
    wanted: ReviewState | None = None,
) -> Point:
    """Return the point as it was shown; that a colleague has decided just what is `wanted` is no obstacle."""
    point = point_of(db, submission, point_id)
    if point.revision != revision:
        raise WordingMoved(point)
    found = standing(db, point)
    if len(found.steps) != steps and (wanted is None or found.state is not wanted):
        raise ReviewMoved
    if not point.done:
        raise NotFinished
    return point
