"""What stands between a hearing and its publishing: each step with what is left of it, in the order it is done."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

from hearing_app.answering.moderate import held
from hearing_app.domain.followed import after_hearing
from hearing_app.domain.hearing import Hearing, accepts_submissions
from hearing_app.domain.matter import Matter
from hearing_app.domain.message import N_, Message
from hearing_app.domain.progress import Step, StepKind
from hearing_app.domain.review import PointState
from hearing_app.domain.vocabulary import Approval
from hearing_app.inviting.extend import still_running
from hearing_app.publishing.publish_plan import at_the_gate
from hearing_app.storage import Database, assessments, extensions, publications, submissions, tallies
from hearing_app.treating.assess import proposed_release, published_before
from hearing_app.treating.changes import findings
from hearing_app.treating.overview import Overview
from hearing_app.treating.setting_aside import coverage_of_hearing


def steps(
    db: Database,
    matter: Matter,
    seen: Overview,
    *,
    now: datetime,
    content: Path | None = None,
    left: Mapping[str, int] | None = None,
) -> tuple[Step, ...]:
    """Return what has to be done before the answers and the summary are published, done or not, in order.

    Where `content` is given, the gate looks through what a choice of what to publish begins with, and its files.
    `left` says how many parts of each body's answer remain, where the caller has asked coverage_of_hearing already.
    """
    left = coverage_of_hearing(db, matter.hearing) if left is None else left
    return tuple(step for step in _steps(db, matter, content, seen, now, left) if step is not None)


def _steps(
    db: Database, matter: Matter, content: Path | None, seen: Overview, now: datetime, left: Mapping[str, int]
) -> Iterator[Step | None]:
    hearing = matter.hearing
    yield _deadline(db, hearing, now)
    yield _mail(db, hearing, now)
    yield _wishes(db, hearing)
    yield _guests(db, hearing)
    yield _reading(seen, len(left))
    yield _assessing(seen)
    yield from _review(db, hearing)
    yield from _changes(db, matter)
    yield _gate(db, matter, content, seen) if content is not None else None
    yield _words(matter)
    yield _release(db, matter, seen, now)
    yield _parts(db, seen)


def _deadline(db: Database, hearing: Hearing, now: datetime) -> Step:
    if accepts_submissions(hearing, now):
        day = hearing.deadline
        return Step(StepKind.DEADLINE, done=False, message=N_("The deadline is {day}.", day=day), day=day)
    running = still_running(db, hearing, now)
    if running:
        last = max(day for _body, day in running)
        message = N_("Bodies with a later deadline: {number}. The last one is {day}.", number=len(running), day=last)
        return Step(StepKind.DEADLINE, done=False, message=message, day=last)
    return Step(StepKind.DEADLINE, done=True, message=N_("The deadline has passed."))


def _mail(db: Database, hearing: Hearing, now: datetime) -> Step | None:
    trouble = tallies.mail_trouble(db, hearing.id, now)
    number = trouble.failing + trouble.uncertain
    message = N_("Mails that need a hand: {number}.", number=number)
    return Step(StepKind.MAIL, done=False, message=message) if number else None


def _wishes(db: Database, hearing: Hearing) -> Step | None:
    number = sum(bool(extension.pending) for extension in extensions.of_hearing(db, hearing.id).values())
    message = N_("Bodies that wait for an answer to their wish for a later deadline: {number}.", number=number)
    return Step(StepKind.WISHES, done=False, message=message) if number else None


def _guests(db: Database, hearing: Hearing) -> Step | None:
    number = held(db, hearing.id)
    message = N_("Answers without invitation that wait to be admitted: {number}.", number=number)
    return Step(StepKind.GUESTS, done=False, message=message) if number else None


def _reading(seen: Overview, number: int) -> Step | None:
    """Say whether every part of every answer has been made a point of, or set aside with a word."""
    if not (seen.counted.answered or seen.others):
        return None
    message = (
        N_("Answers with parts that have neither a point nor a word: {number}.", number=number)
        if number
        else N_("Every part of every answer has a point or a word.")
    )
    return Step(StepKind.READING, done=not number, message=message)


def _assessing(seen: Overview) -> Step | None:
    if not seen.tally.points:
        return None
    left, total = seen.tally.open_points, seen.tally.points
    message = (
        N_("Points without assessment or conclusion: {number} of {total}.", number=left, total=total)
        if left
        else N_("Every point is assessed and concluded: {total}.", total=total)
    )
    return Step(StepKind.ASSESSING, done=not left, message=message, state=PointState.OPEN)


def _review(db: Database, hearing: Hearing) -> Iterator[Step]:
    """Yield what waits for a reviewer, or came back from one; where approval is required, all that lacks it."""
    counts = assessments.count_states(db, hearing.id)
    if hearing.approval is Approval.REQUIRED:
        number = counts[PointState.UNAPPROVED]
        if number:
            yield _under_review(PointState.UNAPPROVED, N_("Points that must be approved: {number}.", number=number))
        return
    waiting, back = counts[PointState.TO_REVIEW], counts[PointState.SENT_BACK]
    if waiting:
        yield _under_review(PointState.TO_REVIEW, N_("Points that wait for a reviewer: {number}.", number=waiting))
    if back:
        yield _under_review(PointState.SENT_BACK, N_("Points that were sent back: {number}.", number=back))


def _under_review(state: PointState, message: Message) -> Step:
    return Step(StepKind.REVIEW, done=False, message=message, state=state)


def _changes(db: Database, matter: Matter) -> Iterator[Step]:
    """Yield what does not fit between the points that are followed and the new draft."""
    found = [Step(StepKind.CHANGES, done=False, message=message) for _stops, message in findings(db, matter)]
    if not found and after_hearing(matter.versions) is not None:
        found = [Step(StepKind.CHANGES, done=True, message=N_("Everything that is followed is seen in the new draft."))]
    yield from found


def _gate(db: Database, matter: Matter, content: Path, seen: Overview) -> Step | None:
    """Say how much the gate has found that is to be decided on before anything goes out."""
    if not (seen.counted.answered or seen.others):
        return None
    found = at_the_gate(db, matter, content, released=proposed_release(db, matter))
    number = sum(find.stops for find in found)
    message = (
        N_("The gate: numbers, addresses and withheld words to decide on: {number}.", number=number)
        if number
        else N_("The gate has found nothing that is to be decided on.")
    )
    return Step(StepKind.GATE, done=not number, message=message)


def _words(matter: Matter) -> Step:
    if matter.summary_words:
        return Step(StepKind.WORDS, done=True, message=N_("The summary in the secretariat's own words is written."))
    return Step(
        StepKind.WORDS, done=False, message=N_("The summary in the secretariat's own words is not written yet.")
    )


def _release(db: Database, matter: Matter, seen: Overview, now: datetime) -> Step | None:
    total = seen.counted.answered + len(seen.others)
    if not total:
        return None if accepts_submissions(matter.hearing, now) else _no_answers(db, matter)
    heads = [row.sent for row in seen.rows if row.sent] + list(seen.others)
    left = len({head.reference for head in heads} - submissions.released(db, seen.hearing.id))
    message = (
        N_("Answers that are not published: {number} of {total}.", number=left, total=total)
        if left
        else N_("Every answer is published: {total}.", total=total)
    )
    return Step(StepKind.RELEASE, done=not left, message=message)


def _no_answers(db: Database, matter: Matter) -> Step:
    """Say what readers see of a hearing that nobody has answered here: old ones are told of in words alone."""
    if published_before(db, matter):
        message = N_("No answer has come in, and readers see that.")
    elif matter.told:
        message = N_("No answer has come in here. Readers have the summary in the secretariat's own words.")
    else:
        message = N_("No answer has come in. Readers see that when it is published.")
    return Step(StepKind.RELEASE, done=published_before(db, matter) or matter.told, message=message)


def _parts(db: Database, seen: Overview) -> Step | None:
    """Say of how many parts the conclusions are kept back, where only some of them are released."""
    released = publications.concluded(db, seen.hearing.id)
    heads = {head.reference for head in (*(row.sent for row in seen.rows if row.sent), *seen.others)}
    pointed_at = {item for reference, item in seen.points if reference in heads}
    parts = [item.id for item in seen.hearing.items if item.id in pointed_at]
    number = sum(not released.on(item) for item in parts)
    message = N_("Parts whose conclusions are not published: {number} of {total}.", number=number, total=len(parts))
    return Step(StepKind.RELEASE, done=False, message=message) if number else None
