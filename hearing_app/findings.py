"""What to put right, or think of, before a hearing's answers and summary are published."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from hearing_app.domain.hearing import Hearing, accepts_submissions
from hearing_app.domain.localised import Localised
from hearing_app.domain.message import N_, Message
from hearing_app.domain.rules import identity_numbers, unassessed_level
from hearing_app.domain.submission import Submission
from hearing_app.domain.summary import Summary, public_copy
from hearing_app.domain.vocabulary import Level

Messages = tuple[Message, ...]


@dataclass(frozen=True)
class Choice:
    """What somebody is about to publish.

    `fresh` are the references that readers could not see before, `first` is True where nothing has been published.
    """

    hearing: Hearing
    received: tuple[Submission, ...]
    chosen: tuple[Submission, ...]
    summary: Summary
    fresh: frozenset[str]
    first: bool


def before_publishing(choice: Choice, *, now: datetime) -> tuple[Messages, Messages]:
    """Return what stops publishing, and what is only worth a thought.

    To withdraw an answer is never stopped by the deadline or by rule 11, for it may be urgent.
    """
    hearing, summary = choice.hearing, choice.summary
    stops, warnings = [], [*_left_to_read(choice)]
    adds = choice.first or bool(choice.fresh)
    if adds and accepts_submissions(hearing, now):
        day = hearing.deadline
        stops.append(N_("The hearing is open until {day}. Submissions are published after the deadline.", day=day))
    if choice.first and choice.received and not choice.chosen:
        stops.append(N_("No answer is chosen. Choose at least one."))
    if summary.open_points:
        finding = N_("{number} points have no assessment or no conclusion.", number=summary.open_points)
        grave = adds and unassessed_level(hearing) is Level.ERROR
        (stops if grave else warnings).append(finding)
    stops += _identity_numbers(choice)
    return tuple(stops), tuple(warnings)


def _left_to_read(choice: Choice) -> Iterator[Message]:
    split = {point.body for point in choice.summary.points}
    unsplit = [s.body for s in choice.chosen if s.body not in split and any(a.text.strip() for a in s.content.answers)]
    stray = [s.body for s in choice.chosen if s.content.outside(choice.hearing.items)]
    if unsplit:
        names = tuple(_name(choice.hearing, body) for body in unsplit)
        yield N_("These submissions have text but no points yet: {bodies}.", bodies=names)
    if stray:
        names = tuple(_name(choice.hearing, body) for body in stray)
        yield N_("These submissions answer parts that are no longer in the hearing: {bodies}.", bodies=names)
    gone = [s.body for s in choice.chosen if s.content.gone_choices(choice.hearing.items)]
    if gone:
        names = tuple(_name(choice.hearing, body) for body in gone)
        yield N_("These submissions chose an alternative that is no longer in the hearing: {bodies}.", bodies=names)


def _name(hearing: Hearing, body_id: str) -> Localised:
    body = hearing.invited_body(body_id)
    return body.name if body else Localised(plain=body_id)


def _identity_numbers(choice: Choice) -> Iterator[Message]:
    """Rule 13, over the texts as they were typed.

    The files would mislead: they break long lines, so a number could hide, and fingerprints are full of digits.
    """
    for copy in map(public_copy, choice.chosen):
        texts = [copy.role, copy.standing.organ, copy.standing.case_number, *(answer.text for answer in copy.answers)]
        if any(map(identity_numbers, texts)):
            name = _name(choice.hearing, copy.body)
            yield N_("Possible national identity number in the answer of {body}. It is not published.", body=name)
    for point in choice.summary.points:
        if identity_numbers(point.assessment):
            name = _name(choice.hearing, point.body)
            yield N_(
                "Possible national identity number in the assessment of a point of {body}. It is not published.",
                body=name,
            )
