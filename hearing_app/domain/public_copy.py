"""What readers get of an answer and of the summary: without contact data, and with marks for what is withheld."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from hearing_app.domain.confirmation import Treatment
from hearing_app.domain.guest import Sender
from hearing_app.domain.public_text import CASE_NUMBER, NO_REDACTIONS, ORGAN, ROLE, Redactions
from hearing_app.domain.published_file import PublishedFile
from hearing_app.domain.submission import Submission
from hearing_app.domain.summary import ReleasedSubmission, SaidToo, Summary, SummaryPoint

Row = TypeVar("Row", SummaryPoint, SaidToo)


def public_sender(submission: Submission, *, named: bool, redactions: Redactions = NO_REDACTIONS) -> Sender | None:
    """Return what readers are told of who answers without being invited, with the name only where it is published."""
    sender = redactions.sender(submission.reference, submission.content.sender)
    return replace(sender, name=sender.name if named else "") if sender else None


def public_copy(
    submission: Submission,
    *,
    named: bool = False,
    confirmation: Treatment | None = None,
    redactions: Redactions = NO_REDACTIONS,
    files: tuple[PublishedFile, ...] = (),
) -> ReleasedSubmission:
    """Return what may be published of `submission` once it is released.

    Args:
        named: whether the name of who answers without being invited is published.
        confirmation: what the political body made of it, where that has been told.
        redactions: the layers in force on the hearing's answers.
        files: what has been decided of its attachments.
    """
    content, reference = submission.content, submission.reference

    def shown(field: str, text: str) -> str:
        return redactions.text(reference, field, text)

    standing = content.standing
    return ReleasedSubmission(
        body=submission.body,
        reference=reference,
        received_at=submission.received_at,
        version=submission.version,
        sha256=submission.sha256,
        role=shown(ROLE, content.respondent.role),
        standing=replace(
            standing, organ=shown(ORGAN, standing.organ), case_number=shown(CASE_NUMBER, standing.case_number)
        ),
        answers=tuple(redactions.answer(reference, answer) for answer in content.answers if answer),
        no_remark=content.no_remark,
        attachments=tuple(redactions.file(reference, file) for file in content.attachments),
        sender=public_sender(submission, named=named, redactions=redactions),
        confirmation=redactions.treatment(reference, confirmation),
        files=files,
        registered=content.registered,
    )


def public_summary(summary: Summary, submissions: Iterable[Submission], redactions: Redactions) -> Summary:
    """Return a summary with its quotes and proposed changes as readers see them.

    Args:
        submissions: the version that counts of every body.
    """
    if not redactions.layers:
        return summary
    by_body = {submission.body: submission for submission in submissions if submission.reference in redactions.layers}

    def shown(row: Row) -> Row:
        submission = by_body.get(row.body)
        if submission and row.amendment is None and not redactions.touches(submission.reference, row.item):
            return row
        return _shown(row, submission, redactions) if submission else row

    def whole(point: SummaryPoint) -> SummaryPoint:
        if not point.others:
            return shown(point)
        told, others = shown(point), tuple(map(shown, point.others))
        return replace(told, others=others) if others != point.others else told

    return replace(summary, points=tuple(map(whole, summary.points)))


def _shown(row: Row, submission: Submission, redactions: Redactions) -> Row:
    """Return a row of the table, or what is joined to it, as readers see it."""
    if row.amendment is None:
        quote = redactions.quote(submission, row.item, row.quote)
        return replace(row, quote=quote) if quote != row.quote else row
    proposed = submission.content.answer(row.item).amendments
    place = next((n for n, one in enumerate(proposed, start=1) if one == row.amendment), 0)
    changed = redactions.amendment(submission.reference, row.item, place, row.amendment) if place else row.amendment
    return replace(row, amendment=changed, quote=row.quote if changed == row.amendment else changed.readable)
