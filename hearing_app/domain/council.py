"""The council and the bodies it asks."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from hearing_app.domain.legal_basis import LegalBasis
from hearing_app.domain.localised import NO_TEXT, Localised
from hearing_app.domain.meeting_calendar import MeetingCalendar
from hearing_app.domain.redaction import Ground
from hearing_app.domain.thresholds import Thresholds
from hearing_app.domain.vocabulary import BodyKind, Language, NetworkPart, Office, OrganKind


@dataclass(frozen=True)
class Contact:
    """Where a reader turns: an office, never a private person."""

    name: str
    email: str
    phone: str = ""


@dataclass(frozen=True)
class Period:
    """From and to the given days, both included; None where the end is open or not known."""

    start: date | None = None
    end: date | None = None

    def holds_on(self, day: date) -> bool:
        """Tell whether `day` is in the period."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)

    def overlaps(self, other: "Period") -> bool:
        """Tell whether the two periods have a day in common."""
        last = min(self.end or date.max, other.end or date.max)
        return max(self.start or date.min, other.start or date.min) <= last


ALWAYS = Period()
"""What has no known beginning and no end."""


@dataclass(frozen=True)
class Membership:
    """That a body sits in a council for a period."""

    council: str
    start: date | None = None
    end: date | None = None

    @property
    def period(self) -> Period:
        """From when to when."""
        return Period(self.start, self.end)

    def holds_on(self, day: date) -> bool:
        """Tell whether the membership is in force on `day`."""
        return self.period.holds_on(day)


@dataclass(frozen=True)
class Body:
    """A body that can be invited to a hearing (høringsinstans).

    `merged_into` is the body that a former municipality became a part of on `merged_on`.
    """

    id: str
    name: Localised
    kind: BodyKind
    language: Language | None = None
    number: str = ""
    organisation_number: str = ""
    email: str = ""
    memberships: tuple[Membership, ...] = ()
    merged_into: str = ""
    merged_on: date | None = None


@dataclass(frozen=True)
class Organ:
    """An organ of the council (organ): who sits in it, what it does, and to which other it answers.

    `man_years` is how many work there, as the council writes it («4,2»); empty where nobody counts.
    """

    id: str
    name: Localised
    kind: OrganKind
    task: Localised = NO_TEXT
    composition: Localised = NO_TEXT
    answers_to: str = ""
    man_years: str = ""
    period: Period = ALWAYS


@dataclass(frozen=True)
class Holding:
    """That a body holds an office in an organ for a period; where the office rotates there is one entry per period."""

    organ: str
    office: Office
    body: str
    period: Period = ALWAYS


@dataclass(frozen=True)
class Network:
    """A network for one strategy area; `responsible` is a body or an organ, empty where none is named."""

    id: str
    name: Localised
    area: Localised = NO_TEXT
    responsible: str = ""
    participants: tuple[str, ...] = ()
    period: Period = ALWAYS

    def part_of(self, party: str) -> NetworkPart | None:
        """Return the part that a body or an organ has, None for an empty cell of the matrix."""
        if party == self.responsible:
            return NetworkPart.RESPONSIBLE
        return NetworkPart.PARTICIPANT if party in self.participants else None


@dataclass(frozen=True)
class Council:
    """The regional council that publishes, with every body it knows.

    `notice` stands on every page: that this is a demonstration, say. `body_id` is the council's own id among the
    bodies, whose members are the council's; empty where several councils publish together. `legal_bases` and
    `thresholds` are what the rules measure with, shipped and own; `meeting_calendar` is None where nobody keeps one.
    """

    name: Localised
    abstract: Localised
    language: Language
    contact: Contact
    accessibility_contact: str
    bodies: tuple[Body, ...]
    notice: Localised = NO_TEXT
    body_id: str = ""
    period: Period = ALWAYS
    organs: tuple[Organ, ...] = ()
    holdings: tuple[Holding, ...] = ()
    networks: tuple[Network, ...] = ()
    legal_bases: tuple[LegalBasis, ...] = ()
    thresholds: Thresholds | None = None
    meeting_calendar: MeetingCalendar | None = None
    redaction_grounds: tuple[Ground, ...] = ()
    """On which legal grounds something can be withheld of an answer, shipped and own."""

    def organ(self, organ_id: str) -> Organ | None:
        """Return the organ with this id, or None."""
        return next((organ for organ in self.organs if organ.id == organ_id), None)

    def body(self, body_id: str) -> Body | None:
        """Return the body with this id, or None."""
        return self._by_id.get(body_id)

    @cached_property
    def _by_id(self) -> dict[str, Body]:
        """The bodies by id, for every row of every register asks for one; of two with one id the first counts."""
        return {body.id: body for body in reversed(self.bodies)}

    def network(self, network_id: str) -> Network | None:
        """Return the network with this id, or None."""
        return next((network for network in self.networks if network.id == network_id), None)

    def dissolved_by(self, day: date) -> date | None:
        """Return the council's last day if that is before `day`, else None."""
        return self.period.end if self.period.end is not None and self.period.end < day else None

    def members_of(self, council_id: str, day: date) -> tuple[Body, ...]:
        """Return the bodies that sit in `council_id` on `day`, in the order of the file."""
        return tuple(
            body for body in self.bodies if any(m.council == council_id and m.holds_on(day) for m in body.memberships)
        )
