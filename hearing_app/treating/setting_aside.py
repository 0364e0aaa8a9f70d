"""Setting aside: saying of a part of a response that it needs no point, and taking that back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from hearing_app.domain.assessment import Point
from hearing_app.domain.coverage import Left, SetAside, coverage
from hearing_app.domain.hearing import Hearing
from hearing_app.domain.spans import occurrence_at, paragraph_spans, signs
from hearing_app.domain.submission import Submission, latest_by_body
from hearing_app.storage import Database, points, set_aside, submissions
from hearing_app.storage.database import writing
from hearing_app.treating.splitting import AttachmentUnknown, log_point

_FOUND: dict[tuple[object, ...], tuple[Left, ...]] = {}
MOST_FOUND = 4096


@dataclass(frozen=True)
class Word:
    """Who says that a part needs no point, when, and why (empty where nothing is said of it)."""

    actor: str
    now: datetime
    reason: str = ""


def set_aside_paragraphs(db: Database, submission: Submission, item: str, numbers: Iterable[int], word: Word) -> int:
    """Say that paragraphs of an answer, by their numbers from 0, need no point; return of how many that is new."""
    text = submission.content.answer(item).text
    spans = paragraph_spans(text)
    made = 0
    with writing(db):
        for start, end in (spans[n] for n in sorted(set(numbers)) if 0 <= n < len(spans)):
            quote = text[start:end]
            which = occurrence_at(quote, text, signs(text[:start])) or 1
            made += _say(db, submission, word, item, words=quote, occurrence=which)
    return made


def set_aside_amendment(db: Database, submission: Submission, item: str, place: int, word: Word) -> bool:
    """Say that a proposed change, by its place from 1, needs no point; return False where it is none, or was said."""
    if not 0 < place <= len(submission.content.answer(item).amendments):
        return False
    with writing(db):
        return _say(db, submission, word, item, amendment=place)


def set_aside_answer(db: Database, submission: Submission, item: str, word: Word) -> bool:
    """Say that nothing of an answer needs a point; return False where nothing was answered, or it was said."""
    if not submission.content.answer(item):
        return False
    with writing(db):
        return _say(db, submission, word, item)


def set_aside_response(db: Database, submission: Submission, word: Word) -> bool:
    """Say that nothing that was answered needs a point; return False where it was said. Files need their own word."""
    with writing(db):
        return _say(db, submission, word, "")


def set_aside_attachment(db: Database, submission: Submission, sha256: str, word: Word) -> bool:
    """Say that a file has been read and needs no point; return False where it was said.

    Raises:
        AttachmentUnknown: the file did not come with this submission.
    """
    if not any(file.sha256 == sha256 for file in submission.content.attachments):
        raise AttachmentUnknown(sha256)
    with writing(db):
        return _say(db, submission, word, "", attachment=sha256)


def _say(
    db: Database,
    submission: Submission,
    word: Word,
    item: str,
    *,
    words: str = "",
    occurrence: int = 1,
    amendment: int = 0,
    attachment: str = "",
) -> bool:
    added = set_aside.add(
        db,
        reference=submission.reference,
        actor=word.actor,
        now=word.now,
        item=item,
        words=words,
        occurrence=occurrence,
        amendment=amendment,
        attachment=attachment,
        reason=word.reason,
    )
    if added:
        log_point(db, word.now, word.actor, "set aside", submission, item or ("attachment" if attachment else "all"))
    return added


def take_back(db: Database, submission: Submission, word_id: int, *, actor: str, now: datetime) -> bool:
    """Take a word on a submission back; return False where somebody has done so already."""
    with writing(db):
        removed = set_aside.remove(db, submission.reference, word_id)
        if removed:
            log_point(db, now, actor, "set aside taken back", submission, str(word_id))
    return removed


def remaining_of(db: Database, submission: Submission) -> tuple[Left, ...]:
    """Return what of one submission has neither a point nor a word."""
    reference = submission.reference
    return coverage(submission.content, points.of_submission(db, reference), set_aside.of_submission(db, reference))


def remaining(db: Database, hearing: Hearing) -> dict[str, tuple[Left, ...]]:
    """Return what remains of each submission that counts and of which anything does, by its body's id."""
    return remaining_among(db, hearing.id, latest_by_body(submissions.of_hearing(db, hearing.id)))


def remaining_among(db: Database, hearing_id: str, received: Iterable[Submission]) -> dict[str, tuple[Left, ...]]:
    """Return what remains of each of these submissions to a hearing of which anything does, by its body's id."""
    own: dict[str, list[Point]] = {}
    for point in points.of_hearing(db, hearing_id):
        own.setdefault(point.submission, []).append(point)
    said: dict[str, list[SetAside]] = {}
    for word in set_aside.of_hearing(db, hearing_id):
        said.setdefault(word.submission, []).append(word)
    found = {s.body: _coverage(s, own.get(s.reference, []), said.get(s.reference, [])) for s in received}
    return {body: left for body, left in found.items() if left}


def _coverage(submission: Submission, own: list[Point], said: list[SetAside]) -> tuple[Left, ...]:
    """Return what remains of a submission. It never changes, so what was found once is known by what was done to it."""
    done = tuple((p.item, p.quote, p.occurrence, p.amendment, p.attachment) for p in own)
    words = tuple((w.item, w.words, w.occurrence, w.amendment, w.attachment) for w in said)
    key = (submission.sha256, done, words)
    if key not in _FOUND:
        if len(_FOUND) >= MOST_FOUND:
            _FOUND.clear()
        _FOUND[key] = coverage(submission.content, own, said)
    return _FOUND[key]


def coverage_of_hearing(db: Database, hearing: Hearing) -> Mapping[str, int]:
    """Return how many parts remain of each body's submission that counts; a body of which nothing does is not there."""
    return {body: len(left) for body, left in remaining(db, hearing).items()}
