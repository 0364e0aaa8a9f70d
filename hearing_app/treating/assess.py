"""Assessing: what is written on points, and the summary that it makes."""

from collections.abc import Iterable
from datetime import datetime

from hearing_app.domain.assessment import Point
from hearing_app.domain.hearing import Hearing
from hearing_app.domain.matter import Matter
from hearing_app.domain.submission import Submission, latest_by_body
from hearing_app.domain.summary import Summary, summarise
from hearing_app.domain.vocabulary import Conclusion
from hearing_app.redacting.redact import redactions_of
from hearing_app.storage import Database, assessments, audit, phrases, points, submissions
from hearing_app.storage.database import writing
from hearing_app.treating.splitting import log_point, point_of


class AssessmentConflict(Exception):
    """A colleague has assessed the point since the page was opened; `current` is what stands there."""

    def __init__(self, current: Point) -> None:
        """Take the point as it is stored."""
        super().__init__(f"point {current.id} is at revision {current.revision}")
        self.current = current


class WordingUnknown(LookupError):
    """The point has never had this wording."""


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
    used: Iterable[int] = (),
) -> None:
    """Store assessment and conclusion of a point, for all that share the assessment.

    Args:
        revision: the revision that the page showed.
        used: the ids of the standard phrases that were put into the text.

    Raises:
        PointUnknown: it is not a point of this submission.
        AssessmentConflict: a colleague was first.
    """
    with writing(db):
        current = point_of(db, submission, point_id)
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
        for phrase in used:
            phrases.note_use(db, phrase, root=current.root, revision=current.revision + 1)
        log_point(db, now, actor, "assessed", submission, str(point_id))


def use_again(
    db: Database, submission: Submission, point_id: int, earlier: int, *, revision: int, actor: str, now: datetime
) -> None:
    """Give a point an earlier wording again, as a new one: nothing that was written is rewritten.

    Args:
        earlier: the revision whose wording it is.
        revision: the revision that the page showed.

    Raises:
        PointUnknown, AssessmentConflict: as above.
        WordingUnknown: the point has never had such a revision.
    """
    with writing(db):
        wording = assessments.wording(db, point_of(db, submission, point_id).root, earlier)
        if wording is None:
            raise WordingUnknown(earlier)
        assess_point(
            db,
            submission,
            point_id,
            assessment=wording.assessment,
            conclusion=wording.conclusion,
            revision=revision,
            actor=actor,
            now=now,
        )


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
    published = audit.Wanted(hearing=matter.hearing.id, action="published")
    return matter.summary is not None or audit.count(db, published) > 0


def proposed_release(db: Database, matter: Matter) -> frozenset[str]:
    """Return the references that a choice of what to publish begins with.

    Before the first publishing it is everything that counts, afterwards exactly what is released: what was taken
    back stays back, and a new version of a released answer is let out by a person or not at all. So is a new version of
    an answer that is withheld as a whole, at any time.
    """
    hearing_id = matter.hearing.id
    counting = frozenset(s.reference for s in latest_by_body(submissions.of_hearing(db, hearing_id)))
    released = submissions.released(db, hearing_id)
    if published_before(db, matter):
        return counting & released
    withheld = redactions_of(db, hearing_id)
    return frozenset(one for one in counting if one in released or not withheld.withheld_before(one))
