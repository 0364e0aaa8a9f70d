"""Reading and assessing: points, assessments, and the summary they make."""

from datetime import datetime

from hearing_app.domain.assessment import Point, is_verbatim, own_words, paragraphs, place_of, stands_in
from hearing_app.domain.hearing import Hearing
from hearing_app.domain.matter import Matter
from hearing_app.domain.submission import Submission, latest_by_body, versions_of
from hearing_app.domain.summary import Summary, summarise
from hearing_app.domain.vocabulary import Conclusion
from hearing_app.storage import Database, audit, points, submissions
from hearing_app.storage.database import writing


class NotVerbatim(ValueError):
    """A point must be the body's own words, and these do not stand in its answer."""


class PointUnknown(LookupError):
    """There is no such point; a colleague may have removed it."""


class AssessmentConflict(Exception):
    """A colleague has assessed the point since the page was opened; `current` is what stands there."""

    def __init__(self, current: Point) -> None:
        """Take the point as it is stored."""
        super().__init__(f"point {current.id} is at revision {current.revision}")
        self.current = current


class PointAssessed(Exception):
    """A point that has an assessment is not removed with one click; empty the assessment first."""


def add_point(db: Database, submission: Submission, item: str, quote: str, *, actor: str, now: datetime) -> bool:
    """Make a point of a piece of a submission; return False where it was one already.

    Raises:
        NotVerbatim: the words do not stand in what the body wrote on `item`.
    """
    if not is_verbatim(quote, submission, item):
        raise NotVerbatim(quote)
    with writing(db):
        added = points.add(db, reference=submission.reference, item=item, quote=own_words(quote, submission, item))
        if added:
            _log(db, now, actor, "point added", submission, item)
    return added


def split_by_paragraph(db: Database, submission: Submission, item: str, *, actor: str, now: datetime) -> int:
    """Make every paragraph of an answer a point, and every change that it proposes; return how many are new."""
    answer = submission.content.answer(item)
    with writing(db):
        quoted = [add_point(db, submission, item, text, actor=actor, now=now) for text in paragraphs(answer.text)]
        places = range(1, len(answer.amendments) + 1)
        return sum(quoted) + sum(_add_amendment(db, submission, item, place, actor, now) for place in places)


def _add_amendment(db: Database, submission: Submission, item: str, place: int, actor: str, now: datetime) -> bool:
    quote = submission.content.answer(item).amendments[place - 1].readable
    added = points.add(db, reference=submission.reference, item=item, quote=quote, amendment=place)
    if added:
        _log(db, now, actor, "point added", submission, item)
    return added


def remove_point(db: Database, submission: Submission, point_id: int, *, actor: str, now: datetime) -> None:
    """Remove a point that nobody has assessed.

    Raises:
        PointUnknown: it is not a point of this submission.
        PointAssessed: somebody has written on it.
    """
    with writing(db):
        point = _point_of(db, submission, point_id)
        if not _is_blank(point):
            raise PointAssessed
        points.delete(db, point_id)
        _log(db, now, actor, "point removed", submission, point.item)


def assess_point(
    db: Database,
    submission: Submission,
    point_id: int,
    *,
    assessment: str,
    conclusion: Conclusion | None,
    revision: int,
    actor: str,
    now: datetime,
) -> None:
    """Store assessment and conclusion of a point.

    Args:
        revision: the revision that the page showed.

    Raises:
        PointUnknown: it is not a point of this submission.
        AssessmentConflict: a colleague was first.
    """
    with writing(db):
        current = _point_of(db, submission, point_id)
        if (current.assessment, current.conclusion) == (assessment.strip(), conclusion):
            return
        stored = points.assess(
            db,
            current.root,
            assessment=assessment.strip(),
            conclusion=conclusion,
            revision=revision,
            actor=actor,
            now=now,
        )
        if not stored:
            raise AssessmentConflict(current)
        _log(db, now, actor, "assessed", submission, str(point_id))


def points_to_carry_over(db: Database, submission: Submission) -> tuple[Point, ...]:
    """Return the points of earlier versions whose words still stand in `submission`, and which it lacks.

    Of the same words in several versions it is the point that somebody has written on, else the newest. A point
    that the submission has already is still wanted where its assessment is empty and the older one's is not.
    """
    versions = versions_of(submission.body, submissions.of_hearing(db, submission.hearing))
    earlier = [points.of_submission(db, s.reference) for s in versions if s.version < submission.version]
    candidates = sorted((point for older in earlier for point in older), key=_is_blank)  # stable: the newest first
    here = {point.words: point for point in points.of_submission(db, submission.reference)}
    wanted: dict[tuple[str, ...], Point] = {}
    for point in candidates:
        own = here.get(point.words)
        lacking = own is None or (own.revision == 0 and not _is_blank(point))
        if lacking and stands_in(point, submission):
            wanted.setdefault(point.words, point)
    return tuple(sorted(wanted.values(), key=lambda point: point.id))


def carry_over(db: Database, submission: Submission, *, actor: str, now: datetime) -> int:
    """Give a new version the points of earlier ones that still stand in it, with assessment and conclusion.

    Who assessed a point, and when, comes along; the log says who carried it over. Return how many they are.
    """
    with writing(db):
        carried = points_to_carry_over(db, submission)
        for point in carried:
            if point.words not in {own.words for own in points.of_submission(db, submission.reference)}:
                place = place_of(point, submission) if point.amendment else None
                points.add(db, reference=submission.reference, item=point.item, quote=point.quote, amendment=place)
            if not _is_blank(point):
                _copy_assessment(db, submission, point, now)
            _log(db, now, actor, "point carried over", submission, f"{point.item} from {point.submission}")
    return len(carried)


def _copy_assessment(db: Database, submission: Submission, point: Point, now: datetime) -> None:
    own = points.of_submission(db, submission.reference)
    target = next(p for p in own if p.words == point.words)
    points.assess(
        db,
        target.id,
        assessment=point.assessment,
        conclusion=point.conclusion,
        revision=0,
        actor=point.assessed_by,
        now=point.assessed_at or now,
    )


def _is_blank(point: Point) -> bool:
    """Tell whether nobody has written on the point."""
    return not point.assessment and point.conclusion is None


def points_that_count(db: Database, hearing_id: str) -> tuple[Point, ...]:
    """Return the points of the version that counts of every submission; a replaced version's are history."""
    latest = {submission.reference for submission in latest_by_body(submissions.of_hearing(db, hearing_id))}
    return tuple(point for point in points.of_hearing(db, hearing_id) if point.submission in latest)


def preview(db: Database, hearing: Hearing, released: frozenset[str] | None = None) -> Summary:
    """Return the summary as it would be published.

    Args:
        released: references to count as released; None for those that are.
    """
    latest = latest_by_body(submissions.of_hearing(db, hearing.id))
    chosen = submissions.released(db, hearing.id) if released is None else released
    return summarise(hearing, latest, points.of_hearing(db, hearing.id), chosen)


def published_before(db: Database, matter: Matter) -> bool:
    """Tell whether anything has ever been published of the hearing, also where all of it has been taken back."""
    entries = audit.entries(db, matter.hearing.id)
    return matter.summary is not None or any(entry.action == "published" for entry in entries)


def proposed_release(db: Database, matter: Matter) -> frozenset[str]:
    """Return the references that a choice of what to publish begins with.

    Before the first publishing it is everything that counts, afterwards exactly what is released: what was taken
    back stays back, and a new version of a released answer is let out by a person or not at all.
    """
    hearing_id = matter.hearing.id
    counting = frozenset(s.reference for s in latest_by_body(submissions.of_hearing(db, hearing_id)))
    return counting & submissions.released(db, hearing_id) if published_before(db, matter) else counting


def _point_of(db: Database, submission: Submission, point_id: int) -> Point:
    point = points.get(db, point_id)
    if point is None or point.submission != submission.reference:
        raise PointUnknown(point_id)
    return point


def _log(db: Database, now: datetime, actor: str, action: str, submission: Submission, what: str) -> None:
    subject = f"{submission.reference} {what}"
    audit.log(db, now=now, actor=actor, action=action, hearing=submission.hearing, subject=subject)
