"""The summary of a hearing as the secretariat sees it: whether it is complete, the figures, and the table.

What is withheld by law is marked as in the public copies, and a private person's name is told only where it is public.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from hearing_app.concluding.figure_words import moved_figures
from hearing_app.concluding.told import Answered, Figures, Told
from hearing_app.domain.council import Body, Council
from hearing_app.domain.guest import is_guest, sender_body
from hearing_app.domain.hearing import Hearing
from hearing_app.domain.localised import Localised
from hearing_app.domain.matter import Matter
from hearing_app.domain.message import N_
from hearing_app.domain.progress import Head, Progress, Step, StepKind
from hearing_app.domain.public_copy import public_summary
from hearing_app.domain.public_text import Redactions
from hearing_app.domain.summary import Summary, SummaryPoint, table_rows
from hearing_app.domain.summary_figures import (
    CountedRow,
    by_body,
    by_item,
    by_theme,
    choice_counts,
    count,
    counted_rows,
    stance_counts,
    text_counts,
)
from hearing_app.domain.vocabulary import Approval, BodyKind
from hearing_app.publishing.steps import steps
from hearing_app.redacting.published_files import without_hidden
from hearing_app.redacting.redact import redactions_of, releasable
from hearing_app.redacting.summary_marks import SummaryMarks
from hearing_app.storage import Database, assessments, figures, guests, points, submissions
from hearing_app.text import Words, words_for
from hearing_app.text.senders import sender_name
from hearing_app.treating.assess import published_before
from hearing_app.treating.overview import Overview, overview_of

NEEDED = (
    *(StepKind.DEADLINE, StepKind.GUESTS, StepKind.READING, StepKind.ASSESSING, StepKind.REVIEW),
    *(StepKind.CHANGES, StepKind.WORDS),
)
"""What has to be done before a summary is complete; to publish it is another thing."""


def tell(
    db: Database, matter: Matter, council: Council | None, words: Words, *, now: datetime, only: str | None = None
) -> Told:
    """Return the summary of a hearing.

    Args:
        council: whose bodies' names are told.
        only: the id of the item whose rows of the table are asked for; None for all, and empty for none.
    """
    hearing, layers = matter.hearing, redactions_of(db, matter.hearing.id)
    seen = overview_of(db, hearing, now=now)
    heads = _heads(seen)
    used = releasable(layers, _used(db, matter, heads))
    public = matter.readable if layers.earlier else frozenset()
    marks = SummaryMarks(db, hearing.id, layers, {head.body: head.reference for head in heads}, public)
    rows = _rows(db, hearing, used, marks)
    answers = _answers(db, seen, heads, layers, council)
    missing = tuple(step for step in steps(db, matter, seen, now=now) if step.kind in NEEDED and not step.done)
    told = Told(
        matter,
        seen,
        _figures(db, hearing, [head for head in heads if head.reference in used], rows, len(heads)),
        _points(db, hearing, used, marks, None if only is None else [row for row in rows if row.item == only]),
        answers,
        missing,
        _knowing(council, answers),
        marks.own_words(matter.summary_words),
        words,
    )
    moved = moved_figures(told.own_words, in_own_language(told))
    return replace(told, missing=(*missing, _moved(len(moved)))) if moved else told


def in_own_language(told: Told) -> Told:
    """Return the same summary in the hearing's language, in which the secretariat writes."""
    return replace(told, words=words_for(told.hearing.language))


def _moved(number: int) -> Step:
    message = N_("Figures in the secretariat's own words that are not the present ones: {number}.", number=number)
    return Step(StepKind.WORDS, done=False, message=message)


def _heads(seen: Overview) -> tuple[Head, ...]:
    """Return the answers that count, of those who were asked and of others."""
    return (*(row.sent for row in seen.rows if row.sent), *seen.others)


def _used(db: Database, matter: Matter, heads: Iterable[Head]) -> frozenset[str]:
    """Return the answers that the summary is made from: all, or after the first publishing what is released."""
    counting = frozenset(head.reference for head in heads)
    return counting & submissions.released(db, matter.hearing.id) if published_before(db, matter) else counting


def _rows(db: Database, hearing: Hearing, used: frozenset[str], marks: SummaryMarks) -> tuple[CountedRow, ...]:
    held_back, found = _held_back(db, hearing), figures.counted(db, hearing.id, used)
    rows = counted_rows(hearing, (replace(p, conclusion=None) if p.root in held_back else p for p in found))
    return tuple(replace(row, themes=marks.themes(row.themes)) for row in rows) if marks.any else rows


def _held_back(db: Database, hearing: Hearing) -> frozenset[int]:
    """Return the points whose assessment must be approved before anybody outside sees it, and is not."""
    return assessments.unapproved(db, hearing.id) if hearing.approval is Approval.REQUIRED else frozenset()


def _figures(db: Database, hearing: Hearing, used: list[Head], rows: tuple[CountedRow, ...], received: int) -> Figures:
    bodies = [head for head in used if not is_guest(head.body)]
    said = figures.said(db, (head.reference for head in bodies))
    answered = len(bodies)
    return Figures(
        answered,
        len(used) - answered,
        received,
        sum(head.no_remark for head in bodies),
        stance_counts(hearing, said, answered),
        choice_counts(hearing, said, answered),
        text_counts(hearing, said, answered),
        count(rows),
        by_item(rows),
        by_theme(rows),
        by_body(rows),
    )


def _points(
    db: Database, hearing: Hearing, used: frozenset[str], marks: SummaryMarks, rows: list[CountedRow] | None
) -> tuple[SummaryPoint, ...]:
    """Return the rows of the table with their words: those of `rows`, or all."""
    if rows is None:
        found = points.of_hearing(db, hearing.id)
    else:
        found = points.in_hearing(db, hearing.id, (id_ for row in rows for id_ in row.ids))
    held_back, layers = _held_back(db, hearing), marks.withheld
    readable = without_hidden(db, hearing.id, (point for point in found if point.submission in used))
    shown = (replace(p, assessment="", conclusion=None) if p.root in held_back else p for p in readable)
    table = Summary(0, 0, 0, (), table_rows(hearing, shown))
    withheld = (submissions.by_reference(db, reference) for reference in layers.layers if reference in used)
    told = public_summary(table, filter(None, withheld), layers).points
    return tuple(map(marks.row, told)) if marks.any else told


def _answers(
    db: Database, seen: Overview, heads: tuple[Head, ...], layers: Redactions, council: Council | None
) -> tuple[Answered, ...]:
    """Return everybody who was asked, in the order of the hearing, and then the others who answered."""
    hearing = seen.hearing
    channels = figures.channels(db, (head.reference for head in heads))
    asked = (
        Answered(
            row.body,
            True,
            row.sent,
            row.progress is Progress.LATE,
            channels.get(row.sent.reference) if row.sent else None,
        )
        for row in seen.rows
    )
    names = _names(db, hearing, seen.others, layers)
    others = (
        Answered(
            names.get(head.body) or (council.body(head.body) if council else None) or _unknown(head.body),
            False,
            head,
            hearing.is_late(head.arrived_at),
            channels.get(head.reference),
        )
        for head in seen.others
    )
    return (*asked, *others)


def _names(db: Database, hearing: Hearing, others: Iterable[Head], layers: Redactions) -> dict[str, Body]:
    """Return those who answered without being invited as readers see them: a private person's name may be hidden."""
    references = {head.body: head.reference for head in others if is_guest(head.body)}
    found = {}
    for guest in guests.of_hearing(db, hearing.id) if references else ():
        if guest.id in references:
            named = hearing.open_answers.names_sender(guest.sender)
            shown = layers.sender(references[guest.id], guest.sender if named else replace(guest.sender, name=""))
            if shown:
                found[guest.id] = sender_body(guest.id, sender_name(shown, guest.id), guest.kind)
    return found


def _unknown(body_id: str) -> Body:
    """Return a body that neither the hearing nor the council knows any more."""
    return Body(body_id, Localised(plain=body_id), BodyKind.OTHER)


def _knowing(council: Council | None, answers: Iterable[Answered]) -> Council | None:
    """Return the council with everybody who answered among the bodies that it knows, as readers see them."""
    if council is None:
        return None
    known = {body.id for body in council.bodies}
    return replace(council, bodies=(*council.bodies, *(a.body for a in answers if a.body.id not in known)))
