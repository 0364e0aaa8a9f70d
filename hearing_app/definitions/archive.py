"""The records of a content folder, all kinds, with what they point at looked up."""

from collections.abc import Iterable
from datetime import date
from itertools import chain
from pathlib import Path
from typing import TypeVar

from hearing_app.definitions.cases import load_cases
from hearing_app.definitions.events import load_events
from hearing_app.definitions.meetings import check_meetings_of, load_meetings
from hearing_app.definitions.plans import load_plans
from hearing_app.definitions.records import check_links
from hearing_app.definitions.statements import load_statements
from hearing_app.domain.archive import Archive
from hearing_app.domain.council import Council
from hearing_app.domain.problem import Problem
from hearing_app.domain.record import Record, Ref

R = TypeVar("R", bound=Record)


def load_archive(content: Path, council: Council | None, hearings: set[Ref]) -> tuple[Archive, tuple[Problem, ...]]:
    """Return every record that could be read, and the problems of all.

    Args:
        content: the content folder.
        council: the council, None where it could not be read; what names its organs is then not checked.
        hearings: the hearings that there are, which records may point at.
    """
    cases, meetings, plans = load_cases(content, council), load_meetings(content, council), load_plans(content, council)
    events, statements = load_events(content, council), load_statements(content, council)
    kinds = (cases, meetings, plans, events, statements)
    known = hearings.union(*(kind.known for kind in kinds))
    check_links(chain.from_iterable(kind.links for kind in kinds), known)
    check_meetings_of(cases, meetings)
    archive = Archive(
        cases=newest_first(cases.records),
        meetings=newest_first(meetings.records),
        plans=newest_first(plans.records),
        events=newest_first(events.records),
        statements=newest_first(statements.records),
    )
    # The problems are gathered last: looking up the links has added to them.
    problems = (problem for kind in kinds for source in kind.sources for problem in source.problems)
    return archive, tuple(problems)


def newest_first(records: Iterable[R]) -> tuple[R, ...]:
    """Return records by their day, the newest first; those without a day, which are to come, before all."""
    return tuple(sorted(records, key=lambda r: (r.day is None, r.day or date.min, r.ref.id), reverse=True))
