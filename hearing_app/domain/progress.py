"""How far a hearing's bodies have come, and what is left to do before its answers are published."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from hearing_app.domain.calendar import DayOrMoment
from hearing_app.domain.message import Message
from hearing_app.domain.review import PointState
from hearing_app.domain.vocabulary import Stance


class Progress(StrEnum):
    """How far a body has come. A body that has answered is ANSWERED or LATE, whatever it does besides."""

    NOT_INVITED = "not_invited"
    INVITED = "invited"
    OPENED = "opened"
    BEGUN = "begun"
    ANSWERED = "answered"
    LATE = "late"

    @property
    def has_answered(self) -> bool:
        """Whether there is an answer."""
        return self in (Progress.ANSWERED, Progress.LATE)


@dataclass(frozen=True)
class Head:
    """An answer without its words: whose it is, when it stood in the log, and whether it is that there is no remark."""

    reference: str
    body: str
    version: int
    received_at: datetime
    no_remark: bool
    came_at: DayOrMoment | None = None
    """When it came in, where that was before the secretariat registered it; a day alone where no more is known."""

    @property
    def arrived_at(self) -> DayOrMoment:
        """When it came in: this decides whether it is late (rule 10)."""
        return self.came_at or self.received_at


@dataclass(frozen=True)
class Cell:
    """What one answer says to one part: a stance or a choice, words and other wordings, and the points made of it.

    `open_points` are those without assessment or conclusion.
    """

    stance: Stance | None = None
    choice: str = ""
    text: bool = False
    amended: bool = False
    points: int = 0
    open_points: int = 0

    @property
    def said(self) -> bool:
        """Whether there is anything to read besides a stance or a choice."""
        return self.text or self.amended


@dataclass(frozen=True)
class Counted:
    """How many bodies have come how far."""

    by_progress: Counter[Progress]

    @property
    def invited(self) -> int:
        """How many are asked."""
        return sum(self.by_progress.values())

    @property
    def answered(self) -> int:
        """How many have answered, late or not."""
        return sum(number for progress, number in self.by_progress.items() if progress.has_answered)

    @property
    def silent(self) -> int:
        """How many have not answered."""
        return self.invited - self.answered


def count_progress(states: Iterable[Progress]) -> Counted:
    """Count the bodies of a hearing by how far they have come."""
    return Counted(Counter(states))


class StepKind(StrEnum):
    """What stands between a hearing and its publishing, in the order in which it is done."""

    DEADLINE = "deadline"
    MAIL = "mail"
    WISHES = "wishes"
    GUESTS = "guests"
    READING = "reading"
    ASSESSING = "assessing"
    REVIEW = "review"
    CHANGES = "changes"
    GATE = "gate"
    WORDS = "words"
    RELEASE = "release"


@dataclass(frozen=True)
class Step:
    """One step with what is left of it in words.

    `day` is when it is done by itself, where it waits for a date; `state` which points it is about, where not all.
    """

    kind: StepKind
    done: bool
    message: Message
    day: date | None = None
    state: PointState | None = None

    @property
    def waits(self) -> bool:
        """Whether nobody can do anything about it but wait."""
        return not self.done and self.day is not None
