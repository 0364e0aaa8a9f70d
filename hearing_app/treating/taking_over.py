"""Taking over: one point gets what was done to another, which stands in a version that has been replaced."""

from datetime import datetime

from hearing_app.domain.assessment import Point
from hearing_app.domain.vocabulary import ReviewState
from hearing_app.storage import Database, assignments, changes, points, reviews, themes


def take_over(db: Database, point: Point, own: Point, now: datetime) -> None:
    """Give `own`, of a new version, what was done to `point`; who shared its assessment shares the new one's.

    Those who share an assessment with `own` already come along. Call it inside the transaction.
    """
    for theme in themes.of_points(db, [point.id]).get(point.id, ()):
        themes.give(db, own.id, theme)
    changes.carry(db, point.id, own.id)
    if point.assignee and not own.assignee:
        # As if they had given it to themselves: it was theirs already, and no mail tells of it anew.
        who = point.assignee
        assignments.assign(db, [own.id], username=who, due=point.due, actor=who, now=now)
    # Nobody has written on these, or the point would not be carried over to one of them.
    group = {own.id, own.root, *points.joined_to(db, own.root)}
    if point.joined is not None:
        points.set_joined(db, group - {point.joined}, point.joined)
        return
    group |= set(points.joined_to(db, point.id)) - {point.id}
    points.set_joined(db, group, None)
    take_wording(db, point, own.id, now)
    points.set_joined(db, group - {own.id}, own.id)


def take_wording(db: Database, point: Point, to: int, now: datetime) -> None:
    """Give a point that shares no assessment what is written on another, who wrote it, and how far it is in review."""
    own = points.get(db, to)
    if point.blank or own is None:
        return
    points.assess(
        db,
        to,
        assessment=point.assessment,
        conclusion=point.conclusion,
        revision=own.revision,
        actor=point.assessed_by,
        now=point.assessed_at or now,
    )
    _take_review(db, point, to, own.revision + 1)


def _take_review(db: Database, point: Point, to: int, revision: int) -> None:
    """Note the last step of review of the same wording; an approval of another one is of no use."""
    last = next(iter(reviews.of_points(db, [point.root]).get(point.root, ())), None)
    if last is None or (last.state is ReviewState.APPROVED and last.revision != point.revision):
        return
    # What has been written since it was sent back is not what the reviewer saw.
    looked_at = revision if last.revision == point.revision else revision - 1
    reviews.add(db, to, revision=looked_at, state=last.state, note=last.note, actor=last.by, now=last.at)
