"""Splitting: making points of a response, taking them away, and carrying them over to a new version."""

from collections.abc import Iterable
from datetime import datetime

from hearing_app.domain.assessment import Point, is_verbatim, own_words, place_of, squeeze, stands_in
from hearing_app.domain.coverage import SetAside, still_holds
from hearing_app.domain.spans import occurrence_at, paragraph_spans, places, signs
from hearing_app.domain.submission import Submission, versions_of
from hearing_app.storage import Database, audit, points, set_aside, submissions
from hearing_app.storage.database import writing
from hearing_app.treating.taking_over import take_over


class NotVerbatim(ValueError):
    """A point must be the body's own words, and these do not stand in its answer."""


class PointUnknown(LookupError):
    """There is no such point; a colleague may have removed it."""


class PointAssessed(Exception):
    """A point that has an assessment is not removed with one click; empty the assessment first."""


class NotTogether(ValueError):
    """Paragraphs that are to be one point must follow each other: what stands between them is part of the words."""


class AttachmentUnknown(LookupError):
    """The file did not come with this submission."""


def add_point(
    db: Database,
    submission: Submission,
    item: str,
    quote: str,
    *,
    actor: str,
    now: datetime,
    before: int | None = None,
) -> bool:
    """Make a point of a piece of a submission; return False where it was one already.

    Args:
        before: how many characters that are no white space stand before the words in the answer, which tells where
            they stand if they do so more than once; None for the first place that is no point yet.

    Raises:
        NotVerbatim: the words do not stand in what the body wrote on `item`.
    """
    text = submission.content.answer(item).text
    if not is_verbatim(quote, submission, item) or not places(quote, text):
        raise NotVerbatim(quote)
    with writing(db):
        nearest = _first_free(db, submission, item, quote) if before is None else occurrence_at(quote, text, before)
        which = nearest or 1
        words = own_words(quote, submission, item, which)
        added = points.add(db, reference=submission.reference, item=item, quote=words, occurrence=which)
        if added:
            log_point(db, now, actor, "point added", submission, item)
    return added


def _first_free(db: Database, submission: Submission, item: str, quote: str) -> int | None:
    """Return the first place of the words that is no point, or None where each of them is."""
    own = [p for p in points.of_submission(db, submission.reference) if p.item == item and not p.attachment]
    taken = {p.occurrence for p in own if p.amendment is None and squeeze(p.quote) == squeeze(quote)}
    number = len(places(quote, submission.content.answer(item).text))
    return next((which for which in range(1, number + 1) if which not in taken), None)


def split_by_paragraph(db: Database, submission: Submission, item: str, *, actor: str, now: datetime) -> int:
    """Make every paragraph of an answer a point, and every change that it proposes; return how many are new."""
    answer = submission.content.answer(item)
    numbers = range(len(paragraph_spans(answer.text)))
    with writing(db):
        quoted = add_paragraphs(db, submission, item, numbers, actor=actor, now=now)
        changes = range(1, len(answer.amendments) + 1)
        return quoted + sum(add_amendment(db, submission, item, n, actor=actor, now=now) for n in changes)


def add_paragraphs(
    db: Database,
    submission: Submission,
    item: str,
    numbers: Iterable[int],
    *,
    actor: str,
    now: datetime,
    together: bool = False,
) -> int:
    """Make points of the paragraphs with these numbers, from 0; return how many are new.

    Args:
        together: make one point of them all.

    Raises:
        NotTogether: they are to be one point, and others stand between them.
    """
    text = submission.content.answer(item).text
    spans = paragraph_spans(text)
    wanted = sorted({number for number in numbers if 0 <= number < len(spans)})
    if together and wanted != list(range(min(wanted, default=0), max(wanted, default=-1) + 1)):
        raise NotTogether
    chosen = [spans[number] for number in wanted]
    if together and chosen:
        chosen = [(chosen[0][0], chosen[-1][1])]
    with writing(db):
        made = [
            add_point(db, submission, item, text[start:end], actor=actor, now=now, before=signs(text[:start]))
            for start, end in chosen
        ]
    return sum(made)


def add_amendment(db: Database, submission: Submission, item: str, place: int, *, actor: str, now: datetime) -> bool:
    """Make a point of the change that an answer proposes at `place`, from 1; return False where it was one already."""
    proposed = submission.content.answer(item).amendments
    if not 0 < place <= len(proposed):
        return False
    quote = proposed[place - 1].readable
    with writing(db):
        added = points.add(db, reference=submission.reference, item=item, quote=quote, amendment=place)
        if added:
            log_point(db, now, actor, "point added", submission, item)
    return added


def add_from_attachment(
    db: Database,
    submission: Submission,
    sha256: str,
    item: str,
    quote: str,
    *,
    actor: str,
    now: datetime,
    text: str = "",
) -> bool:
    """Make a point of words in a file that came with a submission; return False where it was one already.

    Args:
        item: the part of the hearing that the words are about.
        text: what stands in the file, where it could be read; the words are then looked for in it.

    Raises:
        AttachmentUnknown: the file did not come with this submission.
        NotVerbatim: there are no words, or they do not stand in the file.
    """
    if not any(file.sha256 == sha256 for file in submission.content.attachments):
        raise AttachmentUnknown(sha256)
    found = places(quote, text)
    if not quote.strip() or (text.strip() and not found):
        raise NotVerbatim(quote)
    words = text[slice(*found[0])] if found else quote.strip()
    with writing(db):
        added = points.add(db, reference=submission.reference, item=item, quote=words, attachment=sha256)
        if added:
            log_point(db, now, actor, "point added", submission, f"{item} from an attachment")
    return added


def remove_point(db: Database, submission: Submission, point_id: int, *, actor: str, now: datetime) -> None:
    """Remove a point that nobody has assessed; of those that share its assessment the oldest takes its place.

    Raises:
        PointUnknown: it is not a point of this submission.
        PointAssessed: somebody has written on it.
    """
    with writing(db):
        point = point_of(db, submission, point_id)
        if points.own_wording(db, point.id) != ("", None):
            raise PointAssessed
        points.delete(db, point_id)
        log_point(db, now, actor, "point removed", submission, point.item)


def points_to_carry_over(db: Database, submission: Submission) -> tuple[Point, ...]:
    """Return the points of earlier versions whose words still stand in `submission`, and which it lacks.

    Of the same words in several versions it is the point that somebody has written on, else the newest. A point
    that the submission has already is still wanted where its assessment is empty and the older one's is not.
    """
    versions = versions_of(submission.body, submissions.of_hearing(db, submission.hearing))
    earlier = [points.of_submission(db, s.reference) for s in versions if s.version < submission.version]
    # Sorting is stable: of those that are alike in this the newest version's stand first.
    candidates = sorted((point for older in earlier for point in older), key=lambda point: point.blank)
    here = {point.words: point for point in points.of_submission(db, submission.reference)}
    wanted: dict[tuple[str, ...], Point] = {}
    for point in candidates:
        own = here.get(point.words)
        lacking = own is None or (own.revision == 0 and not point.blank)
        if lacking and stands_in(point, submission):
            wanted.setdefault(point.words, point)
    return tuple(sorted(wanted.values(), key=lambda point: point.id))


def words_to_carry_over(db: Database, submission: Submission) -> tuple[SetAside, ...]:
    """Return what was set aside in the version before, and which still stands here and has not been set aside."""
    versions = versions_of(submission.body, submissions.of_hearing(db, submission.hearing))
    earlier = next((s for s in versions if s.version < submission.version), None)
    if earlier is None:
        return ()
    here = {_part(word) for word in set_aside.of_submission(db, submission.reference)}
    words = (word for word in set_aside.of_submission(db, earlier.reference) if _part(word) not in here)
    return tuple(word for word in words if still_holds(word, earlier.content, submission.content))


def _part(word: SetAside) -> tuple[object, ...]:
    return (word.item, word.words, word.occurrence, word.amendment, word.attachment)


def carry_over(db: Database, submission: Submission, *, actor: str, now: datetime) -> int:
    """Give a new version the points of earlier ones that still stand in it, with all that was done to them.

    That is assessment and conclusion with who assessed them and when, how far they have come in review, where they are
    followed, themes, who is to assess them, and with whom they share an assessment; what needed no point needs none.
    The log says who carried it over. Return how many points they are.
    """
    with writing(db):
        carried = points_to_carry_over(db, submission)
        words = words_to_carry_over(db, submission)
        for point in carried:
            if point.words not in {own.words for own in points.of_submission(db, submission.reference)}:
                _add_again(db, submission, point)
            own = next(p for p in points.of_submission(db, submission.reference) if p.words == point.words)
            take_over(db, point, own, now)
            log_point(db, now, actor, "point carried over", submission, f"{point.item} from {point.submission}")
        for word in words:
            _set_aside_again(db, submission, word)
    return len(carried)


def _add_again(db: Database, submission: Submission, point: Point) -> None:
    points.add(
        db,
        reference=submission.reference,
        item=point.item,
        quote=point.quote,
        amendment=place_of(point, submission) if point.amendment else None,
        occurrence=point.occurrence,
        attachment=point.attachment,
    )


def _set_aside_again(db: Database, submission: Submission, word: SetAside) -> None:
    set_aside.add(
        db,
        reference=submission.reference,
        actor=word.by,
        now=word.at,
        item=word.item,
        words=word.words,
        occurrence=word.occurrence,
        amendment=word.amendment,
        attachment=word.attachment,
        reason=word.reason,
    )


def point_of(db: Database, submission: Submission, point_id: int) -> Point:
    """Return a point of `submission`; raise PointUnknown where it is not one of its points."""
    point = points.get(db, point_id)
    if point is None or point.submission != submission.reference:
        raise PointUnknown(point_id)
    return point


def log_point(db: Database, now: datetime, actor: str, action: str, submission: Submission, what: str) -> None:
    """Write in the log what was done to points of `submission`; call it inside the transaction."""
    subject = f"{submission.reference} {what}"
    audit.log(db, now=now, actor=actor, action=action, hearing=submission.hearing, subject=subject)
