"""What the secretariat has done with the sixty answers: as somebody has who is under way, and has colleagues."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime, time, timedelta
from typing import Any

from demo.many import answer_on_paper, sentences
from demo.minutes import pdf_of
from demo.stage import MANY, OFFICER, REVIEWER, USERNAME, Stage
from hearing_app.answering.attachments import limits_of
from hearing_app.definitions.defaults import redaction_grounds
from hearing_app.domain.assessment import Point, squeeze
from hearing_app.domain.calendar import OSLO
from hearing_app.domain.hearing import Hearing
from hearing_app.domain.holidays import is_working_day, next_working_day
from hearing_app.domain.submission import Submission
from hearing_app.domain.vocabulary import Conclusion, FileRelease
from hearing_app.redacting import redact
from hearing_app.redacting.published_files import FileDecision, decide, seen_of
from hearing_app.registering import register
from hearing_app.storage import Database, points
from hearing_app.storage.database import writing
from hearing_app.treating import notes, review
from hearing_app.treating.assess import assess_point
from hearing_app.treating.assigning import assign
from hearing_app.treating.joining import join
from hearing_app.treating.phrases import add_starters
from hearing_app.treating.setting_aside import Word, set_aside_answer
from hearing_app.treating.splitting import split_by_paragraph
from hearing_app.treating.starter_phrases import STARTERS
from hearing_app.treating.theming import give_theme

Row = dict[str, Any]
ALIKE = 3
"""So many bodies have said the same where their points are joined."""


def work_through(stage: Stage, *, now: datetime) -> None:
    """Do what the file of sentences says that the secretariat has got through; the rest is left to the visitor."""
    hearing, told = stage.hearing(MANY), sentences(stage.hearing(MANY))
    progress, at = told["worked_through"], _noon(hearing, days=3)
    received = stage.received(MANY)
    read = received[: progress["split"]]
    with writing(stage.db):  # one transaction: each would otherwise wait for the disk
        add_starters(stage.db, STARTERS, actor=USERNAME, now=at)
        for submission in read:
            _split(stage.db, hearing, submission, at)
        _join_alike(stage.db, progress["joined"], at)
        assessed = read[: progress["assessed"]]
        _assess(stage.db, told, assessed, at)
        _assign(stage, read[progress["assessed"] :], progress["assigned"], at)
        _note(stage.db, assessed, told["notes"], at)
        _review(stage.db, assessed, progress["review"], _noon(hearing, days=5))
    _redact(stage, hearing, received, told["redacted"], at)
    _decide_on_a_file(stage, read, at)
    _begin_registration(stage, hearing, told["under_way"], now)


def _noon(hearing: Hearing, *, days: int) -> datetime:
    return datetime.combine(hearing.deadline, time(12), tzinfo=OSLO) + timedelta(days=days)


def _split(db: Database, hearing: Hearing, submission: Submission, at: datetime) -> None:
    """Make a point of every paragraph but the polite opening, which needs none."""
    for item in hearing.items:
        if item.id != "general":
            split_by_paragraph(db, submission, item.id, actor=OFFICER, now=at)
    set_aside_answer(db, submission, "general", Word(OFFICER, at, "Innledning"))


def _of(db: Database, found: Iterable[Submission]) -> Iterator[tuple[Submission, Point]]:
    for submission in found:
        for point in points.of_submission(db, submission.reference):
            yield submission, point


def _join_alike(db: Database, groups: int, at: datetime) -> None:
    """Let the first points that several bodies have made in the same words share an assessment."""
    alike: dict[tuple[str, str], list[int]] = defaultdict(list)
    for point in points.of_hearing(db, MANY):
        alike[point.item, squeeze(point.quote)].append(point.id)
    several = [ids for ids in alike.values() if len(ids) >= ALIKE]
    for root, *others in several[:groups]:
        join(db, MANY, root, others, actor=OFFICER, now=at)


def _assess(db: Database, told: Row, found: Iterable[Submission], at: datetime) -> None:
    """Assess the points of some answers, each by the first of the assessments whose words it has."""
    themed: dict[str, list[int]] = defaultdict(list)
    for submission, point in _of(db, found):
        row = _fitting(told["assessments"].get(point.item, ()), point.quote)
        if row is None:
            continue
        if "theme" in row:
            themed[row["theme"]].append(point.id)
        if point.joined is None:
            revision = _first_thought(db, submission, point, row, at)
            _write(db, submission, point, row["text"], Conclusion(row["conclusion"]), revision, at)
    for theme, ids in themed.items():
        give_theme(db, MANY, ids, theme, actor=OFFICER, now=at)


def _fitting(rows: Iterable[Row], quote: str) -> Row | None:
    said = quote.casefold()
    return next((row for row in rows if any(word.casefold() in said for word in row.get("words", [""]))), None)


def _first_thought(db: Database, submission: Submission, point: Point, row: Row, at: datetime) -> int:
    """Write what somebody wrote first, where the file tells it; return the revision that the point then has."""
    if "first" not in row:
        return point.revision
    _write(db, submission, point, row["first"], None, point.revision, at - timedelta(hours=3))
    return point.revision + 1


def _write(
    db: Database,
    submission: Submission,
    point: Point,
    text: str,
    conclusion: Conclusion | None,
    revision: int,
    at: datetime,
) -> None:
    assess_point(
        db,
        submission,
        point.id,
        assessment=text,
        conclusion=conclusion,
        revision=revision,
        actor=OFFICER,
        now=at,
    )


def _assign(stage: Stage, found: Iterable[Submission], row: Row, at: datetime) -> None:
    """Give the points on some sections to the case officer, with a working day by which they are to be assessed."""
    ids = [point.id for _, point in _of(stage.db, found) if point.item in row["sections"]]
    due = stage.today + timedelta(days=row["due"])
    due = due if is_working_day(due) else next_working_day(due)
    assign(stage.db, MANY, ids, username=OFFICER, due=due, actor=USERNAME, now=at)


def _note(db: Database, found: Iterable[Submission], rows: Iterable[Row], at: datetime) -> None:
    """Write the internal notes, each on the first point of its section."""
    first: dict[str, tuple[Submission, Point]] = {}
    for submission, point in _of(db, found):
        first.setdefault(point.item, (submission, point))
    for row in rows:
        submission, point = first[row["section"]]
        notes.add_note(db, submission, point.id, row["text"], actor=row["by"], now=at)


def _review(db: Database, found: Iterable[Submission], row: Row, at: datetime) -> None:
    """Send points to review; the reviewer approves the first and sends the second back."""
    done = [(submission, point) for submission, point in _of(db, found) if point.done and point.joined is None]
    sent = done[: row["sent"]]
    for submission, point in sent:
        review.send_to_review(db, submission, point.id, revision=point.revision, steps=0, actor=OFFICER, now=at)
    (approved, first), (returned, second) = sent[:2]
    later = at + timedelta(hours=2)
    review.approve(db, approved, first.id, revision=first.revision, steps=1, actor=REVIEWER, now=later)
    review.send_back(
        db, returned, second.id, note=row["note"], revision=second.revision, steps=1, actor=REVIEWER, now=later
    )


def _redact(stage: Stage, hearing: Hearing, received: Iterable[Submission], row: Row, at: datetime) -> None:
    """Withhold what one of the private persons has told of somebody else, on its legal ground."""
    grounds = {ground.id: ground for ground in redaction_grounds(stage.library.last_good_council())}
    for submission in received:
        for field, text in redact.texts_of(stage.db, hearing, submission).items():
            if row["words"] in text:
                marking = redact.Marking(field, row["words"], 1, grounds[row["ground"]], row["note"])
                redact.redact(stage.db, hearing, submission, marking, seen=redact.seen_of(()), actor=REVIEWER, now=at)
                return
    raise LookupError(row["words"])


def _decide_on_a_file(stage: Stage, found: Iterable[Submission], at: datetime) -> None:
    """Decide that the first file that came with an answer is published; the others wait."""
    submission, file = next((one, file) for one in found for file in one.content.attachments)
    decide(
        stage.db,
        stage.settings.attachments,
        limits_of(stage.settings),
        submission,
        file,
        FileDecision(FileRelease.AS_IT_IS),
        seen=seen_of((), file.sha256),
        actor=REVIEWER,
        now=at,
    )


def _begin_registration(stage: Stage, hearing: Hearing, body_id: str, now: datetime) -> None:
    """Begin to register a letter that came this morning; its text is read and waits to be placed."""
    document = answer_on_paper(hearing, body_id)
    number = register.begin(stage.db, hearing, actor=OFFICER, now=now)
    register.add_document(
        stage.db,
        stage.settings.attachments,
        hearing,
        number,
        document["name"],
        pdf_of(document),
        limits=limits_of(stage.settings),
        actor=OFFICER,
        now=now,
    )
