"""Confirmation: what a political body made of an answer that was sent before it had met.

A confirmation is never edited: a correction is a new one, and the last counts.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from hearing_app.domain.attachment import Attachment, read_attachment, written_attachment
from hearing_app.domain.calendar import oslo_day
from hearing_app.domain.submission import Submission
from hearing_app.domain.vocabulary import Outcome, Standing

PATIENCE = timedelta(days=30)
"""So long after the last mark a reminder that nobody sent is still worth sending."""


@dataclass(frozen=True)
class Treatment:
    """Which body dealt with an answer, when, under which number, and with which outcome: this much is public."""

    outcome: Outcome
    organ: str
    day: date
    case_number: str = ""


@dataclass(frozen=True)
class Told:
    """Everything that is told of a treatment; `text` says what was changed, or why it was not confirmed."""

    treatment: Treatment
    text: str = ""
    minutes: Attachment | None = None


@dataclass(frozen=True)
class Confirmation:
    """A confirmation as it was received. `payload` is exactly that, `sha256` its fingerprint in hex."""

    reference: str
    told: Told
    given_at: datetime
    payload: bytes
    sha256: str


def canonical_confirmation(told: Told, *, reference: str, given_at: datetime, nonce: str) -> bytes:
    """Return the bytes that are stored, hashed and sent back with the receipt, like those of a submission."""
    treatment = told.treatment
    document = {
        "confirms": reference,
        "given_at": given_at.isoformat(timespec="seconds"),
        "nonce": nonce,
        "outcome": treatment.outcome.value,
        "organ": treatment.organ,
        "day": treatment.day.isoformat(),
        "case_number": treatment.case_number,
        "text": told.text,
        **({"minutes": written_attachment(told.minutes)} if told.minutes else {}),
    }
    return (json.dumps(document, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


def read_told(payload: bytes) -> Told:
    """Return what a stored payload says; unknown parts raise KeyError, TypeError or ValueError."""
    document = json.loads(payload)
    if not isinstance(document, dict):
        raise TypeError("a confirmation has keys")
    minutes = document.get("minutes")
    treatment = Treatment(
        Outcome(document["outcome"]),
        document["organ"],
        date.fromisoformat(document["day"]),
        document["case_number"],
    )
    return Told(treatment, document["text"], read_attachment(minutes) if isinstance(minutes, Mapping) else None)


def is_preliminary(submission: Submission) -> bool:
    """Tell whether a submission was sent before the body that stands behind it had met."""
    return submission.content.standing.level is Standing.PRELIMINARY


def days_overdue(submission: Submission, now: datetime) -> int:
    """Return whole days since the day by which the answer was to be confirmed; 0 until it is over."""
    promised = submission.content.standing.day
    return max(0, (oslo_day(now) - promised).days) if promised else 0


def due_mark(
    promised: date, marks: Collection[int], *, received_at: datetime, given: Collection[int], now: datetime
) -> int | None:
    """Return the mark (days after the promised day) at which a confirmation is to be asked for now, or None.

    It is the last mark that has been reached: one that was missed is not made up for beside a later one. A mark that
    had been reached when the answer was sent is not due, nor is anything long after the last.

    Args:
        given: the marks at which this answer's confirmation has been asked for.
    """
    overdue = (oslo_day(now) - promised).days
    reached = [mark for mark in marks if 0 < mark <= overdue]
    if not reached or overdue > max(marks) + PATIENCE.days:
        return None
    mark = max(reached)
    told_of = promised + timedelta(days=mark) <= oslo_day(received_at)
    return None if told_of or any(later >= mark for later in given) else mark
