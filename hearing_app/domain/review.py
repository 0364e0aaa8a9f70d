"""Review: a second pair of eyes on an assessment before it goes out."""

from dataclasses import dataclass
from enum import StrEnum

from hearing_app.domain.assessment import Point
from hearing_app.domain.vocabulary import ReviewState


class PointState(StrEnum):
    """How far a point has come, as one looks for it in a list. A point can be in several at once."""

    OPEN = "open"
    UNASSESSED = "unassessed"
    DONE = "done"
    TO_REVIEW = "to_review"
    SENT_BACK = "sent_back"
    APPROVED = "approved"
    CHANGED = "changed"
    UNAPPROVED = "unapproved"


def state_now(decided: ReviewState | None, looked_at: int, revision: int) -> ReviewState | None:
    """Return where a point stands in review.

    An approval is of the wording that was looked at: any other than that one is not approved.

    Args:
        decided: the last step, None where there was none.
        looked_at: the revision that it was taken on.
        revision: the revision that stands now.
    """
    if decided is ReviewState.APPROVED and looked_at != revision:
        return ReviewState.CHANGED
    return decided


def may_approve(point: Point, username: str) -> bool:
    """Tell whether a user may approve what stands on a point: not where it is the user's own wording (four eyes)."""
    return point.done and point.assessed_by != username


@dataclass(frozen=True)
class Reviewed:
    """What review has left open among the points that are about to be published.

    `unapproved` are (body, item, quote) of the points whose wording is not approved. `waiting` and `returned` are how
    many wait for a reviewer, and how many a reviewer has sent back.
    """

    unapproved: frozenset[tuple[str, str, str]] = frozenset()
    waiting: int = 0
    returned: int = 0


ALL_REVIEWED = Reviewed()
