"""A gathering (samling): of a network, or one step of a process."""

from dataclasses import dataclass, replace
from datetime import date, time

from hearing_app.domain.draft import Section
from hearing_app.domain.localised import NO_TEXT, Localised
from hearing_app.domain.record import Ref, refs
from hearing_app.domain.vocabulary import Language, RecordKind


@dataclass(frozen=True)
class ProgrammeItem:
    """One item of the programme, with its sub-items; `start` is the clock in Oslo."""

    title: str
    start: time | None = None
    items: tuple[str, ...] = ()


@dataclass(frozen=True)
class Preparation:
    """A question to prepare; `id` is lasting, so that an expectations survey can ask the same."""

    id: str
    text: str


@dataclass(frozen=True)
class Homework:
    """Something to be done by a day; `deadline_text` is what the organiser wrote where there is no exact day."""

    text: str
    deadline: date | None = None
    deadline_text: str = ""


@dataclass(frozen=True)
class EventContact:
    """Whom to ask, until and with `expires`; afterwards the site leaves it out."""

    name: str
    expires: date
    email: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Event:
    """A gathering as its file holds it; texts are Markdown in `language`.

    `purpose` is what stands before the first section. `audience` says whom the invitation is sent to; `hearing` is the
    expectations survey that the questions to prepare feed.
    """

    id: str
    title: Localised
    language: Language
    day: date
    end_day: date | None = None
    start: time | None = None
    end: time | None = None
    place: str = ""
    organiser: str = ""
    theme: str = ""
    abstract: Localised = NO_TEXT
    network: str = ""
    plan: str = ""
    hearing: str = ""
    audience: tuple[str, ...] = ()
    programme: tuple[ProgrammeItem, ...] = ()
    questions: tuple[Preparation, ...] = ()
    homework: tuple[Homework, ...] = ()
    contacts: tuple[EventContact, ...] = ()
    purpose: str = ""
    sections: tuple[Section, ...] = ()
    minutes: str = ""

    @property
    def ref(self) -> Ref:
        """The gathering's own name."""
        return Ref(RecordKind.EVENT, self.id)

    @property
    def last_day(self) -> date:
        """The day it ends."""
        return self.end_day or self.day

    @property
    def refers_to(self) -> tuple[Ref, ...]:
        """The plan whose process it belongs to, and the survey that its questions feed."""
        return (*refs(RecordKind.PLAN, self.plan), *refs(RecordKind.HEARING, self.hearing))

    def on(self, day: date) -> "Event":
        """Return the gathering as it may be shown on `day`: it has no minutes before it has been held."""
        return self if self.day <= day or not self.minutes else replace(self, minutes="")

    def contacts_on(self, day: date) -> tuple[EventContact, ...]:
        """Return whom to ask on `day`: contact data that has expired is nobody's business any more."""
        return tuple(contact for contact in self.contacts if day <= contact.expires)
