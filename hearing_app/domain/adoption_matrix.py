"""Who has adopted what, for the whole council: one row per body, one column per matter."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from hearing_app.domain.archive import Archive
from hearing_app.domain.calendar import day_start, oslo_day
from hearing_app.domain.decision import Adoption, AdoptionRegister
from hearing_app.domain.localised import Localised
from hearing_app.domain.matter import Matter
from hearing_app.domain.plan import RUNNING, status_on
from hearing_app.domain.record import Record, Ref

ROOM = 6000
"""How many cells a page of the matrix has room for: some 1.5 MB, and as many columns as can be looked through."""


@dataclass(frozen=True)
class RegisteredMatter:
    """A hearing, a case or a plan that has a register, which is as it stands on the day that is shown.

    `day` is when it was decided, None for a plan that is not; `holds` is False for a plan that is replaced or
    repealed: nobody waits for an adoption of it any more.
    """

    record: Record
    day: date | None
    register: AdoptionRegister
    holds: bool = True

    @property
    def ref(self) -> Ref:
        """The name of what is adopted."""
        return self.record.ref

    @property
    def title(self) -> Localised:
        """What it is called."""
        return self.record.title


@dataclass(frozen=True)
class MatrixRow:
    """What one body has made of every matter, in the order of the columns; None where it was not asked.

    It can be sorted as what belongs to a body: `body` is the body's id.
    """

    body: str
    cells: tuple[Adoption | None, ...]


@dataclass(frozen=True)
class AdoptionMatrix:
    """The columns and the rows of the matrix."""

    matters: tuple[RegisteredMatter, ...]
    rows: tuple[MatrixRow, ...]


@dataclass(frozen=True)
class MatrixPages:
    """The matters of the matrix where they do not all have room on one page.

    `first` are those on the first page; `years` are the years, newest first, that have matters without room there, each
    with all its matters.
    """

    first: tuple[RegisteredMatter, ...]
    years: tuple[tuple[int, tuple[RegisteredMatter, ...]], ...]


def registered_matters(matters: Iterable[Matter], archive: Archive, now: datetime) -> Iterator[RegisteredMatter]:
    """Yield every hearing, plan and case with a register, as it stands at `now`, in that order.

    A hearing or a case has nothing to adopt before it is decided; a plan may be adopted by its members first.
    """
    day = oslo_day(now)
    for matter in matters:
        if matter.adoptions and matter.decision and now >= day_start(matter.decision.day):
            yield RegisteredMatter(matter.hearing, matter.decision.day, matter.adoptions.on(day))
    for plan in archive.plans:
        if plan.adoptions:
            holds = status_on(plan, archive.plans, day) in RUNNING
            yield RegisteredMatter(plan, plan.day, plan.adoptions.on(day), holds)
    for case in (case.on(day) for case in archive.cases):
        if case.adoptions and case.decided:
            yield RegisteredMatter(case, case.day, case.adoptions)


def matrix_pages(matters: Sequence[RegisteredMatter], room: int = ROOM) -> MatrixPages:
    """Divide `matters`, the newest first, so that the first page has no more than `room` cells.

    What has no day stands on the first page in any case, and at least one matter does.
    """
    bodies = len({row.body for matter in matters for row in matter.register.rows})
    columns = max(1, room // max(1, bodies))
    undecided = sum(matter.day is None for matter in matters)
    first = matters[: max(columns, undecided)]
    without_room = {matter.day.year for matter in matters[len(first) :] if matter.day}
    dated = groupby((m for m in matters if m.day and m.day.year in without_room), key=_year)
    return MatrixPages(tuple(first), tuple((year, tuple(found)) for year, found in dated))


def _year(matter: RegisteredMatter) -> int:
    return matter.day.year if matter.day else 0


def adoption_matrix(matters: Sequence[RegisteredMatter]) -> AdoptionMatrix:
    """Return the matrix over `matters`, its rows in the order in which the bodies first occur.

    Nothing is inferred: a cell is the row of the register, and an empty cell is a body that was not asked.
    """
    by_matter = [{row.body: row for row in matter.register.rows} for matter in matters]
    bodies = dict.fromkeys(body for rows in by_matter for body in rows)
    rows = (MatrixRow(body, tuple(found.get(body) for found in by_matter)) for body in bodies)
    return AdoptionMatrix(tuple(matters), tuple(rows))
