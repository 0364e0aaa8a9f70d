"""An outgoing statement (uttalelse): what the council says in somebody else's hearing."""

from dataclasses import dataclass, replace
from datetime import date

from hearing_app.domain.draft import Section
from hearing_app.domain.localised import NO_TEXT, Localised
from hearing_app.domain.record import Ref, refs
from hearing_app.domain.vocabulary import Language, RecordKind


@dataclass(frozen=True)
class ForeignHearing:
    """The hearing of another body that a statement answers."""

    title: str
    held_by: str
    reference: str = ""
    deadline: date | None = None
    url: str = ""


@dataclass(frozen=True)
class OutgoingStatement:
    """A statement as its file holds it. `organ` approved it on `day`; it was sent on `sent` (None: not yet)."""

    id: str
    title: Localised
    language: Language
    answers: ForeignHearing
    organ: str
    day: date | None = None
    sent: date | None = None
    case: str = ""
    abstract: Localised = NO_TEXT
    preamble: str = ""
    sections: tuple[Section, ...] = ()

    @property
    def ref(self) -> Ref:
        """The statement's own name."""
        return Ref(RecordKind.STATEMENT, self.id)

    def on(self, day: date) -> "OutgoingStatement":
        """Return the statement as it stands on `day`: what is to come has not been approved, and not been sent."""
        approved = self.day if self.day and self.day <= day else None
        sent = self.sent if self.sent and self.sent <= day else None
        return replace(self, day=approved, sent=sent)

    @property
    def days_late(self) -> int:
        """How many days after their deadline it was sent; 0 where it was in time, or where nobody can tell."""
        if self.sent is None or self.answers.deadline is None:
            return 0
        return max(0, (self.sent - self.answers.deadline).days)

    @property
    def refers_to(self) -> tuple[Ref, ...]:
        """The case in which it was approved."""
        return refs(RecordKind.CASE, self.case)
