"""Extension: a later deadline for one body, asked for by it or granted without being asked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from hearing_app.domain.calendar import oslo_day
from hearing_app.domain.hearing import Deadline
from hearing_app.domain.vocabulary import ExtensionAnswer


@dataclass(frozen=True)
class ExtensionRequest:
    """A body's wish for a later deadline. A change of it is a new one; of a body's, the last counts."""

    id: int
    body: str
    day: date
    reason: str
    asked_at: datetime


@dataclass(frozen=True)
class ExtensionDecision:
    """What the secretariat has decided; `day` of what is granted, `request` where a request is answered by it."""

    id: int
    body: str
    answer: ExtensionAnswer
    day: date | None
    reason: str
    decided_by: str
    decided_at: datetime
    request: int | None = None


@dataclass(frozen=True)
class Extension:
    """Everything about one body's own deadline, oldest first."""

    requests: tuple[ExtensionRequest, ...] = ()
    decisions: tuple[ExtensionDecision, ...] = ()

    @property
    def pending(self) -> ExtensionRequest | None:
        """The request that nobody has decided on yet."""
        last = self.requests[-1] if self.requests else None
        return None if last is None or any(made.request == last.id for made in self.decisions) else last

    @property
    def last_decision(self) -> ExtensionDecision | None:
        """What was decided last."""
        return self.decisions[-1] if self.decisions else None

    @property
    def extended_to(self) -> date | None:
        """The body's own last day, None where it has none or lost it again; a refusal leaves it as it was."""
        own = [made for made in self.decisions if made.answer is not ExtensionAnswer.NOT_GRANTED]
        return own[-1].day if own else None

    @property
    def deadlines(self) -> tuple[Deadline, ...]:
        """The history of the body's own deadline, as `domain.hearing.for_body` takes it."""
        return tuple(
            Deadline(made.day or date.min, oslo_day(made.decided_at), own=True)
            for made in self.decisions
            if made.answer is not ExtensionAnswer.NOT_GRANTED
        )


def by_body(requests: Iterable[ExtensionRequest], decisions: Iterable[ExtensionDecision]) -> dict[str, Extension]:
    """Return each body's own, by its id; both are given oldest first."""
    asked, made = tuple(requests), tuple(decisions)
    return {
        body: Extension(tuple(r for r in asked if r.body == body), tuple(d for d in made if d.body == body))
        for body in sorted({r.body for r in asked} | {d.body for d in made})
    }
