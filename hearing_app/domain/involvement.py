"""How one body is involved: what it has been asked, what became of its input, what binds it, what is outstanding.

Only what the content folder holds is looked at, so nothing that is not released can appear.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from hearing_app.domain.adoption_matrix import registered_matters
from hearing_app.domain.archive import Archive
from hearing_app.domain.calendar import days_left, oslo_day
from hearing_app.domain.case import Case, Task
from hearing_app.domain.decision import OUTSTANDING, Adoption
from hearing_app.domain.hearing import OPEN
from hearing_app.domain.matter import Matter
from hearing_app.domain.plan import ENDED, Measure, Plan, status_on
from hearing_app.domain.record import Record
from hearing_app.domain.summary import Received, SummaryPoint
from hearing_app.domain.vocabulary import DocumentStatus, HearingStatus


@dataclass(frozen=True)
class Asked:
    """A hearing that a body was invited to, or has answered. `days` counts to the deadline, negative after it.

    `no_remark` is that its answer has been released and is without remarks.
    """

    matter: Matter
    status: HearingStatus
    days: int
    received: Received | None
    released: bool
    no_remark: bool = False

    @property
    def is_open(self) -> bool:
        """Whether the body can answer."""
        return self.status in OPEN

    @property
    def known(self) -> bool:
        """Whether a missing answer says anything: an old hearing may have been answered on paper."""
        return self.is_open or bool(self.matter.received) or self.matter.summary is not None


@dataclass(frozen=True)
class Input:
    """What a body said in one hearing, point by point, as the released summary has it."""

    matter: Matter
    points: tuple[SummaryPoint, ...]


@dataclass(frozen=True)
class Commitment:
    """Where a body stands with one decision or document. `holds` is False for what is replaced or repealed."""

    record: Record
    adoption: Adoption
    holds: bool = True

    @property
    def outstanding(self) -> bool:
        """Whether the others still wait for the body; for what no longer holds nobody does."""
        return self.holds and self.adoption.effective_state in OUTSTANDING


@dataclass(frozen=True)
class OwedTask:
    """A task that a decision gave the body, not done yet."""

    case: Case
    task: Task
    overdue: bool


@dataclass(frozen=True)
class OwnMeasure:
    """A measure that the body owns or coordinates, of a plan in force, not ended yet."""

    plan: Plan
    measure: Measure
    coordinates: bool
    overdue: bool


@dataclass(frozen=True)
class Involvement:
    """Everything that the council's content says of one body."""

    asked: tuple[Asked, ...]
    inputs: tuple[Input, ...]
    commitments: tuple[Commitment, ...]
    tasks: tuple[OwedTask, ...]
    measures: tuple[OwnMeasure, ...]

    @property
    def unanswered(self) -> tuple[Asked, ...]:
        """The open hearings that it has not answered, the nearest deadline first."""
        waiting = (entry for entry in self.asked if entry.is_open and entry.received is None)
        return tuple(sorted(waiting, key=lambda entry: (entry.days, entry.matter.hearing.id)))

    @property
    def unsettled(self) -> tuple[Commitment, ...]:
        """What it has not treated, or treated on a day that nobody has reported."""
        return tuple(commitment for commitment in self.commitments if commitment.outstanding)

    @property
    def outstanding(self) -> int:
        """How many things wait for it."""
        return len(self.unanswered) + len(self.unsettled) + len(self.tasks) + len(self.measures)


def commitments(matters: Iterable[Matter], archive: Archive, now: datetime) -> dict[str, tuple[Commitment, ...]]:
    """Return where every body stands with everything that has a register, by the body's id.

    There are as many as bodies times registers, so it is worked out once for all the bodies of a site.
    """
    found: dict[str, list[Commitment]] = {}
    for registered in registered_matters(matters, archive, now):
        for row in registered.register.rows:
            found.setdefault(row.body, []).append(Commitment(registered.record, row, registered.holds))
    return {body: tuple(listed) for body, listed in found.items()}


def involvement(
    body_id: str,
    matters: Iterable[Matter],
    archive: Archive,
    now: datetime,
    committed: Mapping[str, tuple[Commitment, ...]] | None = None,
) -> Involvement:
    """Return how the body is involved at `now`.

    Args:
        body_id: a municipality's or another body's id.
        matters: the public hearings.
        archive: the other records.
        now: an aware datetime.
        committed: what `commitments` gives for the same three; None to work it out here.
    """
    public, day = tuple(matters), oslo_day(now)
    everybodys = commitments(public, archive, now) if committed is None else committed
    return Involvement(
        asked=tuple(_asked(body_id, public, now)),
        inputs=tuple(_inputs(body_id, public)),
        commitments=everybodys.get(body_id, ()),
        tasks=tuple(sorted(_tasks(body_id, archive, day), key=lambda owed: owed.task.deadline or date.max)),
        measures=tuple(_measures(body_id, archive, day)),
    )


def _asked(body_id: str, matters: Iterable[Matter], now: datetime) -> Iterator[Asked]:
    for matter in matters:
        received = matter.has_answered(body_id)
        if received is not None or matter.hearing.invited_body(body_id) is not None:
            left = days_left(matter.hearing.deadline, now)
            copy = next((copy for copy in matter.released if copy.body == body_id), None)
            silent = copy is not None and copy.no_remark
            yield Asked(matter, matter.status(now), left, received, copy is not None, silent)


def _inputs(body_id: str, matters: Iterable[Matter]) -> Iterator[Input]:
    for matter in matters:
        points = matter.summary.points if matter.summary else ()
        own = tuple(point for point in points if point.body == body_id)
        if own:
            yield Input(matter, own)


def _tasks(body_id: str, archive: Archive, day: date) -> Iterator[OwedTask]:
    """Yield what is left to do; a case that is only a proposal obliges nobody."""
    for case in archive.cases:
        for task in case.tasks if case.decided else ():
            if task.owner == body_id and (task.done is None or task.done > day):
                yield OwedTask(case, task, task.deadline is not None and task.deadline < day)


def _measures(body_id: str, archive: Archive, day: date) -> Iterator[OwnMeasure]:
    for plan in archive.plans:
        if status_on(plan, archive.plans, day) is DocumentStatus.IN_FORCE:
            for measure in plan.measures:
                if body_id in (measure.owner, measure.coordinator) and measure.status not in ENDED:
                    overdue = measure.deadline is not None and measure.deadline < day
                    yield OwnMeasure(plan, measure, measure.owner != body_id, overdue)
