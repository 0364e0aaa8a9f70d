"""The council and the bodies it asks."""

from dataclasses import dataclass
from datetime import date

from hearing_app.domain.localised import NO_TEXT, Localised
from hearing_app.domain.vocabulary import BodyKind, Language


@dataclass(frozen=True)
class Contact:
    """Where a reader turns: an office, never a private person."""

    name: str
    email: str
    phone: str = ""


@dataclass(frozen=True)
class Membership:
    """That a body sits in a council, from and to the given days (both included, both may be open)."""

    council: str
    start: date | None = None
    end: date | None = None

    def holds_on(self, day: date) -> bool:
        """Tell whether the membership is in force on `day`."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


@dataclass(frozen=True)
class Body:
    """A body that can be invited to a hearing (høringsinstans)."""

    id: str
    name: Localised
    kind: BodyKind
    language: Language | None = None
    number: str = ""
    organisation_number: str = ""
    email: str = ""
    memberships: tuple[Membership, ...] = ()


@dataclass(frozen=True)
class Council:
    """The regional council that publishes, with every body it knows.

    `notice` stands on every page: that this is a demonstration, say.
    """

    name: Localised
    abstract: Localised
    language: Language
    contact: Contact
    accessibility_contact: str
    bodies: tuple[Body, ...]
    notice: Localised = NO_TEXT

    def body(self, body_id: str) -> Body | None:
        """Return the body with this id, or None."""
        return next((body for body in self.bodies if body.id == body_id), None)

    def members_of(self, council_id: str, day: date) -> tuple[Body, ...]:
        """Return the bodies that sit in `council_id` on `day`, in the order of the file."""
        return tuple(
            body for body in self.bodies if any(m.council == council_id and m.holds_on(day) for m in body.memberships)
        )
