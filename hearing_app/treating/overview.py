"""The overview of a hearing: how far each body has come, what was said to what, and what is left before publishing."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from hearing_app.domain.calendar import oslo_day
from hearing_app.domain.council import Body
from hearing_app.domain.guest import is_guest
from hearing_app.domain.hearing import Hearing
from hearing_app.domain.progress import Cell, Counted, Head, Progress, count_progress
from hearing_app.domain.review import PointState
from hearing_app.storage import Database, assessments, drafts, extensions, invitations, mails, reminders, tallies
from hearing_app.storage.invitations import Invitation
from hearing_app.storage.mails import MailOfBody
from hearing_app.storage.tallies import CellKey, Tally


@dataclass(frozen=True)
class BodyRow:
    """One invited body: how far it has come, its working links, the days it was reminded, and its newest mail."""

    body: Body
    progress: Progress
    links: tuple[Invitation, ...]
    begun: bool
    sent: Head | None
    tally: Tally
    reminded: tuple[date, ...] = ()
    mail: MailOfBody | None = None


@dataclass(frozen=True)
class Overview:
    """A hearing as the secretariat sees it on one page. `others` are the answers of those who are not invited (now)."""

    hearing: Hearing
    rows: tuple[BodyRow, ...]
    counted: Counted
    others: tuple[Head, ...]
    tally: Tally
    points: Mapping[CellKey, Tally]
    """How many points each answer to each part has."""


def overview_of(db: Database, hearing: Hearing, *, now: datetime) -> Overview:
    """Return how far the bodies of a hearing have come, in the order in which they are invited."""
    heads = tallies.latest_heads(db, hearing.id)
    points = tallies.points_of_answers(db, hearing.id)
    rows = tuple(_rows(db, hearing, heads, _points_by_answer(points), now))
    asked = {body.id for body in hearing.invited}
    return Overview(
        hearing,
        rows,
        count_progress(row.progress for row in rows),
        tuple(head for body, head in heads.items() if body not in asked),
        Tally(assessments.count(db, hearing.id), assessments.count_states(db, hearing.id)[PointState.OPEN]),
        points,
    )


def matrix_of(db: Database, seen: Overview, references: Collection[str]) -> dict[CellKey, Cell]:
    """Return what was said, by the reference of the answer and the id of the item; what is missing was not answered.

    Args:
        references: of the answers that are told of.
    """
    return tallies.cells(db, references, seen.points)


def _rows(
    db: Database, hearing: Hearing, heads: Mapping[str, Head], points: Mapping[str, Tally], now: datetime
) -> Iterator[BodyRow]:
    working: dict[str, list[Invitation]] = defaultdict(list)
    given: dict[str, list[date]] = defaultdict(list)
    for link in invitations.of_hearing(db, hearing.id):
        working[link.body] += [link] if link.revoked_at is None else []
    for reminder in reminders.of_hearing(db, hearing.id):
        given[reminder.body].append(oslo_day(reminder.at))
    begun, newest = drafts.bodies_with_draft(db, hearing.id), mails.newest_of_bodies(db, hearing.id, now)
    granted = {body: extension.extended_to for body, extension in extensions.of_hearing(db, hearing.id).items()}
    for body in hearing.invited:
        sent, links = heads.get(body.id), tuple(working[body.id])
        late = sent is not None and hearing.is_late(sent.arrived_at, granted.get(body.id))
        yield BodyRow(
            body,
            _progress(sent, links, late=late, begun=body.id in begun),
            links,
            body.id in begun,
            sent,
            points.get(sent.reference, Tally()) if sent else Tally(),
            tuple(given[body.id]),
            newest.get(body.id),
        )


def _progress(sent: Head | None, links: tuple[Invitation, ...], *, late: bool, begun: bool) -> Progress:
    if sent is not None:
        return Progress.LATE if late else Progress.ANSWERED
    if begun:
        return Progress.BEGUN
    if any(link.opened_at for link in links):
        return Progress.OPENED
    return Progress.INVITED if links else Progress.NOT_INVITED


def _points_by_answer(found: Mapping[CellKey, Tally]) -> dict[str, Tally]:
    by_answer: dict[str, Tally] = defaultdict(Tally)
    for (reference, _item), tally in found.items():
        by_answer[reference] = _sum([by_answer[reference], tally])
    return by_answer


def _sum(found: Iterable[Tally]) -> Tally:
    everything = list(found)
    return Tally(sum(t.points for t in everything), sum(t.open_points for t in everything))


def no_longer_invited(seen: Overview) -> tuple[Head, ...]:
    """Return the answers of bodies that were taken off the invitation after they had answered."""
    return tuple(head for head in seen.others if not is_guest(head.body))
