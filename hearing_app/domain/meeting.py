"""A meeting of one of the council's organs: notice (innkalling), agenda (saksliste) and minutes (protokoll)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, time

from hearing_app.domain.localised import NO_TEXT, Localised
from hearing_app.domain.record import Ref, refs
from hearing_app.domain.vocabulary import Language, RecordKind


@dataclass(frozen=True)
class AgendaItem:
    """One line of the agenda: a case that stands here, or a number and a title; `items` are its sub-items."""

    title: str = ""
    case: str = ""
    number: str = ""
    items: tuple[str, ...] = ()


@dataclass(frozen=True)
class Meeting:
    """A meeting as its file holds it; times are the clock in Oslo, texts Markdown in `language`."""

    id: str
    title: Localised
    language: Language
    organ: str
    day: date
    start: time | None = None
    end: time | None = None
    place: str = ""
    notice_sent: date | None = None
    agenda: tuple[AgendaItem, ...] = ()
    cancelled: Localised = NO_TEXT
    notice: str = ""
    minutes: str = ""

    @property
    def ref(self) -> Ref:
        """The meeting's own name."""
        return Ref(RecordKind.MEETING, self.id)

    @property
    def refers_to(self) -> tuple[Ref, ...]:
        """The cases on the agenda."""
        return refs(RecordKind.CASE, *(item.case for item in self.agenda))

    def on(self, day: date) -> "Meeting":
        """Return the meeting as it stands on `day`: before it is held it has no minutes, whatever its file holds."""
        return self if self.day <= day else replace(self, minutes="")


def neighbours(meeting: Meeting, meetings: Iterable[Meeting]) -> tuple[Meeting | None, Meeting | None]:
    """Return the meetings of the same organ before and after `meeting`; None at either end."""
    own = sorted((m for m in meetings if m.organ == meeting.organ), key=lambda m: (m.day, m.start or time.min, m.id))
    at = [other.id for other in own].index(meeting.id)
    return (own[at - 1] if at else None), (own[at + 1] if at + 1 < len(own) else None)
