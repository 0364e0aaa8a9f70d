"""Everything a council publishes besides its hearings, and how it hangs together."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain

from hearing_app.domain.case import Case
from hearing_app.domain.event import Event
from hearing_app.domain.meeting import Meeting
from hearing_app.domain.plan import Plan
from hearing_app.domain.record import Record
from hearing_app.domain.statement import OutgoingStatement


@dataclass(frozen=True)
class Archive:
    """The records of a council, each kind newest first."""

    cases: tuple[Case, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    plans: tuple[Plan, ...] = ()
    events: tuple[Event, ...] = ()
    statements: tuple[OutgoingStatement, ...] = ()

    def on(self, day: date) -> "Archive":
        """Return the archive as it stands on `day`: what a coming meeting will have decided is not known yet."""
        return replace(
            self,
            cases=tuple(case.on(day) for case in self.cases),
            meetings=tuple(meeting.on(day) for meeting in self.meetings),
            events=tuple(event.on(day) for event in self.events),
            statements=tuple(statement.on(day) for statement in self.statements),
        )

    def records(self) -> Iterator[Record]:
        """Yield every record."""
        yield from chain(self.cases, self.meetings, self.plans, self.events, self.statements)

    def case(self, case_id: str) -> Case | None:
        """Return the case with this id, or None."""
        return next((case for case in self.cases if case.id == case_id), None)

    def meeting(self, meeting_id: str) -> Meeting | None:
        """Return the meeting with this id, or None."""
        return next((meeting for meeting in self.meetings if meeting.id == meeting_id), None)

    def plan(self, plan_id: str) -> Plan | None:
        """Return the plan with this id, or None."""
        return next((plan for plan in self.plans if plan.id == plan_id), None)

    def statement(self, statement_id: str) -> OutgoingStatement | None:
        """Return the statement with this id, or None."""
        return next((statement for statement in self.statements if statement.id == statement_id), None)
