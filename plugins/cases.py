"""The pages of the cases: the list with what is to be followed up, and each case from decision to background."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from hearing_app.domain.case import Case, EarlierCase, Task, later_cases, open_tasks
from hearing_app.domain.council import Organ
from hearing_app.domain.difference import PointChange
from hearing_app.domain.meeting import Meeting
from hearing_app.domain.message import N_
from hearing_app.domain.vocabulary import DecisionStage, RecordKind
from hearing_app.text import Words
from plugins.groups import LONG, AdoptionGroup, adoption_groups
from plugins.hearings import STATES
from plugins.pages import SitePage
from plugins.parts import Part
from plugins.related import RelatedKind, related
from plugins.site import Site
from plugins.views import COMPARED, reservation_names, unfinished

DECISION = Part("_vedtak", "decision", N_("Decision"))
ADOPTIONS = Part("_tilslutning", "adoptions", N_("Adoptions"))
TASKS = Part("_oppfolging", "tasks", N_("Follow-up"))
CHANGES = Part("_endringer", "changes", N_("From proposal to decision"))
PROPOSAL = Part("_forslag", "proposal", N_("Proposed decision"))
DELIBERATION = Part("_behandling", "deliberation", N_("Deliberation"))
BACKGROUND = Part("_bakgrunn", "background", N_("Background"))
COPIES = Part("_utskrift", "copies", N_("Extract sent to"))
CASES = Part("_saker", "cases", N_("Earlier and later cases"))


@dataclass(frozen=True)
class CaseRow:
    """A case in a list; `organ` is None only where council.yml could not be read."""

    case: Case
    organ: Organ | None


@dataclass(frozen=True)
class CaseYear:
    """The cases of one year, newest first."""

    year: int
    rows: tuple[CaseRow, ...]


@dataclass(frozen=True)
class TaskRow:
    """Something to be done, and the case it comes from.

    Of a dissolved council nothing is awaited (`is_awaited`), and so nothing is over its deadline either.
    """

    task: Task
    case: Case
    is_done: bool
    is_overdue: bool
    is_awaited: bool


@dataclass(frozen=True)
class Earlier:
    """An earlier case; `case` is None where it does not stand here, and only its number is known."""

    entry: EarlierCase
    case: Case | None


@dataclass(frozen=True)
class CaseView:
    """Everything that a case's page shows, with its parts in reading order: the result, then the way to it.

    `meetings` are all that it has been in or is to come to, the oldest first; `next_meeting` is one that is still to be
    held. `unfinished` are the numbers of the proposal's points that were left open.
    """

    case: Case
    organ: Organ | None
    meetings: tuple[Meeting, ...]
    next_meeting: Meeting | None
    parts: tuple[Part, ...]
    changes: tuple[PointChange, ...]
    unfinished: frozenset[int]
    tasks: tuple[TaskRow, ...]
    earlier: tuple[Earlier, ...]
    later: tuple[Case, ...]
    adoption_groups: tuple[AdoptionGroup, ...]

    @property
    def as_proposed(self) -> bool:
        """Whether nothing was changed on the way."""
        return bool(self.changes) and not any(change.changed for change in self.changes)

    @property
    def fold_adoptions(self) -> bool:
        """Whether the register is too long for one table."""
        return self.case.adoptions is not None and len(self.case.adoptions.rows) > LONG

    @property
    def place(self) -> str:
        """Where it was treated; what the case does not say, its meeting does, unless there are several."""
        return self.case.place or (self.meetings[0].place if len(self.meetings) == 1 else "")


def pages(site: Site) -> Iterator[SitePage]:
    """Yield the list of cases, and every case."""
    tasks = task_rows(site, open_tasks(site.archive.cases, site.today))
    shown = {"years": case_years(site), "tasks": tuple(row for row in tasks if row.is_awaited)}
    yield SitePage("cases.html", lambda a: a.cases, "decisions", lambda _: shown)
    for case in site.archive.cases:
        yield _page(site, case)


def case_years(site: Site) -> tuple[CaseYear, ...]:
    """Return the cases by year, newest first; one that has no day yet stands first in the year of its number."""
    cases = sorted(site.archive.cases, key=lambda case: case.year, reverse=True)
    return tuple(
        CaseYear(year, tuple(CaseRow(case, site.council.organ(case.organ)) for case in found))
        for year, found in groupby(cases, key=lambda case: case.year)
    )


def task_rows(site: Site, tasks: Iterable[tuple[Case, Task]]) -> tuple[TaskRow, ...]:
    """Return tasks as a table shows them today."""
    goes_on = site.council.dissolved_by(site.today) is None
    return tuple(
        TaskRow(task, case, task.is_done(site.today), goes_on and task.is_overdue(site.today), goes_on)
        for case, task in tasks
    )


def _page(site: Site, case: Case) -> SitePage:
    def details(words: Words) -> dict[str, Any]:
        view = case_view(site, case, words)
        return {
            "view": view,
            "case": case,
            "states": STATES,
            "reservation_names": reservation_names(case.adoptions, site.council, words),
            "related": _others(related(site, case.ref), view),
        }

    return SitePage("case.html", lambda a: a.record(case.ref), "decisions", details)


def case_view(site: Site, case: Case, words: Words) -> CaseView:
    """Return a case as its page shows it."""
    later = later_cases(case, site.archive.cases)
    meetings = meetings_of(site, case)
    coming = (meeting for meeting in meetings if meeting.day >= site.today and not meeting.cancelled)
    return CaseView(
        case=case,
        organ=site.council.organ(case.organ),
        meetings=meetings,
        next_meeting=next(coming, None),
        parts=tuple(part for part, there in _parts(case, has_others=bool(case.earlier or later)) if there),
        changes=COMPARED(case.proposal, case.points) if case.proposal and case.points else (),
        unfinished=unfinished(case.proposal),
        tasks=task_rows(site, ((case, task) for task in case.tasks)),
        earlier=tuple(Earlier(entry, site.archive.case(entry.case)) for entry in case.earlier),
        later=later,
        adoption_groups=adoption_groups(case.adoptions, site.council, case.day or site.today, words)
        if case.adoptions
        else (),
    )


def meetings_of(site: Site, case: Case) -> tuple[Meeting, ...]:
    """Return the meeting that a case names and all that have it on their agenda, the oldest first."""
    found = (m for m in site.archive.meetings if m.id == case.meeting or case.id in {item.case for item in m.agenda})
    return tuple(sorted(found, key=lambda meeting: (meeting.day, meeting.id)))


def _parts(case: Case, *, has_others: bool) -> tuple[tuple[Part, bool], ...]:
    partial = case.decided and case.stage is DecisionStage.PARTIAL
    return (
        (replace(DECISION, heading=N_("Partial decision")) if partial else DECISION, True),
        (ADOPTIONS, case.adoptions is not None),
        (TASKS, bool(case.tasks)),
        (CHANGES, case.decided and bool(case.proposal)),
        (PROPOSAL, not case.decided and bool(case.proposal)),
        (DELIBERATION, bool(case.deliberation)),
        (BACKGROUND, bool(case.background)),
        (COPIES, case.copies is not None),
        (CASES, has_others),
    )


def _others(kinds: tuple[RelatedKind, ...], view: CaseView) -> tuple[RelatedKind, ...]:
    """Return what belongs together with a case and has no place of its own on the page."""
    shown = {meeting.ref for meeting in view.meetings}
    rest = (
        replace(kind, records=tuple(record for record in kind.records if record.ref not in shown))
        for kind in kinds
        if kind.kind is not RecordKind.CASE
    )
    return tuple(kind for kind in rest if kind.records)
