"""Decision and adoption: what was proposed, what was decided, and who is bound by it."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from hearing_app.domain.vocabulary import AdoptionState, DecisionStage

ADOPTED = frozenset({AdoptionState.ADOPTED, AdoptionState.ADOPTED_WITH_RESERVATION})
TREATED = ADOPTED | {AdoptionState.REJECTED, AdoptionState.POSTPONED}
"""The states that a body's own meeting leads to; before its day nobody knows what the meeting will say."""
OUTSTANDING = (
    AdoptionState.DATE_MISSING,
    AdoptionState.SCHEDULED,
    AdoptionState.POSTPONED,
    AdoptionState.NOT_TREATED,
)
"""The states that ask for something more, in the order they are told; a rejection is an answer."""


@dataclass(frozen=True)
class Decision:
    """A decision with the proposal before it; all three are kept apart, points as Markdown.

    `note` is the text above the three parts, for what a reader must know first.
    """

    organ: str
    day: date
    proposal: tuple[str, ...]
    deliberation: str
    points: tuple[str, ...]
    place: str = ""
    case_number: str = ""
    vote: str = ""
    note: str = ""
    stage: DecisionStage = DecisionStage.FINAL


@dataclass(frozen=True)
class Proposal:
    """What is proposed before the meeting; nothing is decided yet, and neither organ nor day need be known.

    `deliberation` is there where the minutes are being written; nobody is shown it before there is a decision.
    """

    points: tuple[str, ...]
    organ: str = ""
    day: date | None = None
    place: str = ""
    case_number: str = ""
    note: str = ""
    deliberation: str = ""
    stage: DecisionStage = DecisionStage.FINAL


@dataclass(frozen=True)
class Reservation:
    """A reservation, in general or to one section of the draft."""

    text: str
    section: str = ""


@dataclass(frozen=True)
class Extract:
    """An extract of minutes that was handed in: what it is called, and its SHA-256 in hex."""

    name: str
    sha256: str


@dataclass(frozen=True)
class Adoption:
    """One body's adoption as it was reported.

    `next_day` is when a body that has postponed it takes it up again, and `vote` how it was voted, in words.
    """

    body: str
    state: AdoptionState
    day: date | None = None
    organ: str = ""
    case_number: str = ""
    reservations: tuple[Reservation, ...] = ()
    note: str = ""
    next_day: date | None = None
    vote: str = ""
    extract: Extract | None = None

    @property
    def effective_state(self) -> AdoptionState:
        """The state that counts: adopted without a date is `date_missing` (rule 14), never inferred."""
        if self.state in ADOPTED and self.day is None:
            return AdoptionState.DATE_MISSING
        if self.state is AdoptionState.ADOPTED and self.reservations:
            return AdoptionState.ADOPTED_WITH_RESERVATION
        return self.state

    @property
    def adopted(self) -> bool:
        """Whether the body is bound."""
        return self.effective_state in ADOPTED

    def on(self, day: date) -> "Adoption":
        """Return the row as it stands on `day`: what is to be treated later is scheduled, and nothing of it is known.

        Its case number, vote, extract, note and reservations are what that meeting will say, so they are left out
        until then.
        """
        if self.day is None or self.day <= day or self.state not in TREATED:
            return self
        return Adoption(self.body, AdoptionState.SCHEDULED, self.day, self.organ)


@dataclass(frozen=True)
class AdoptionRegister:
    """The adoptions of one decision, one row per body that was asked.

    `expected_known` is False where nobody has said who is asked: the rows are then those that have reported, and
    neither «all» nor a total can be told from them.
    """

    rows: tuple[Adoption, ...]
    expected_known: bool = True
    reported: tuple[Adoption, ...] = field(default=(), compare=False)
    by_hand: tuple[Adoption, ...] = field(default=(), compare=False)
    named: tuple[str, ...] = field(default=(), compare=False)
    """Where each row is from: what bodies have reported, and what a person has written, which goes before it; `named`
    are those that a person's file says are asked."""

    @property
    def adopted(self) -> int:
        """The number of bodies that have adopted."""
        return sum(row.adopted for row in self.rows)

    @property
    def adopted_by_all(self) -> bool:
        """Whether every body that is asked has adopted (rule 15); never where it is not known who is asked."""
        return self.expected_known and bool(self.rows) and self.adopted == len(self.rows)

    @property
    def with_reservation(self) -> tuple[str, ...]:
        """The ids of the bodies that adopted with a reservation."""
        wanted = AdoptionState.ADOPTED_WITH_RESERVATION
        return tuple(row.body for row in self.rows if row.effective_state is wanted)

    @property
    def outstanding(self) -> tuple[tuple[AdoptionState, tuple[Adoption, ...]], ...]:
        """What still has to come, state by state; states that no body is in are left out."""
        found = ((state, tuple(r for r in self.rows if r.effective_state is state)) for state in OUTSTANDING)
        return tuple((state, rows) for state, rows in found if rows)

    def reserved(self, section: str = "") -> tuple[tuple[Adoption, Reservation], ...]:
        """Return the reservations to one section, or those in general, each with the row it stands in.

        A reservation stands whether or not the body is bound: without a date it is still what was said.
        """
        return tuple((row, r) for row in self.rows for r in row.reservations if r.section == section)

    def on(self, day: date) -> "AdoptionRegister":
        """Return the register as it stands on `day`: what is treated on a later day is scheduled, and binds nobody."""
        return replace(self, rows=tuple(row.on(day) for row in self.rows))

    def count(self, state: AdoptionState) -> int:
        """Return the number of bodies in `state`; templates name it by its value."""
        return sum(row.effective_state == state for row in self.rows)


def adoption_register(expected: Iterable[str], reported: Iterable[Adoption]) -> AdoptionRegister:
    """Return one row per body: as reported, else not treated. A body outside `expected` keeps its row, last.

    Where `expected` is empty nobody has said who is asked, and the register cannot tell whether all have adopted.
    """
    by_body = {adoption.body: adoption for adoption in reported}
    ids = list(expected)
    rows = [by_body.get(body, Adoption(body, AdoptionState.NOT_TREATED)) for body in ids]
    asked = set(ids)
    others = (adoption for body, adoption in by_body.items() if body not in asked)
    return AdoptionRegister((*rows, *others), expected_known=bool(ids))
