"""Those who answer without being invited: what a hearing says of them, and who they are.

A guest is one sender to one hearing, with an e-mail address that has been confirmed. A body's id tells whether it is
a guest's, for it stands in files and in the public log; it holds nothing personal.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from hearing_app.domain.council import Body
from hearing_app.domain.localised import Localised
from hearing_app.domain.vocabulary import BodyKind, Language, SenderKind

PREFIX = "gjest-"
"""What the ids of guests begin with, and no other body's: `definitions.council` refuses it."""
UNCONFIRMED = PREFIX
"""Stands where a guest's id will, in what is noted of a mail: whoever has not confirmed an address is nobody yet."""


class NamesShown(StrEnum):
    """Which guests' names readers see: everybody's, those of organisations and businesses, or nobody's."""

    ALL = "all"
    ORGANISATIONS = "organisations"
    NONE = "none"


@dataclass(frozen=True)
class OpenAnswers:
    """Whether those who are not invited can answer a hearing, and whose names are published."""

    allowed: bool
    names: NamesShown = NamesShown.ORGANISATIONS

    def shows(self, kind: SenderKind) -> bool:
        """Tell whether the name of a sender of this kind is published."""
        if self.names is NamesShown.ORGANISATIONS:
            return kind is not SenderKind.PRIVATE
        return self.names is NamesShown.ALL

    def names_sender(self, sender: "Sender | None") -> bool:
        """Tell whether the name of a sender is published; of an invited body there is none to tell of."""
        return sender is not None and self.shows(sender.kind)


INVITED_ONLY = OpenAnswers(allowed=False)
"""Only those who are invited can answer."""


@dataclass(frozen=True)
class Sender:
    """What an answer says of a guest. In a public copy the name is empty where it is not to be published."""

    kind: SenderKind
    name: str = ""


@dataclass(frozen=True)
class Guest:
    """A guest with a confirmed address. The address, and a private person's name, are contact data.

    One whose answer the secretariat has registered has none: `email` is empty, and `confirmed_at` when that was done.
    """

    number: int
    hearing: str
    kind: SenderKind
    name: str
    email: str
    language: Language
    confirmed_at: datetime

    @property
    def id(self) -> str:
        """The id that the guest answers under."""
        return guest_id(self.number)

    @property
    def sender(self) -> Sender:
        """What the guest's answers say of it."""
        return Sender(self.kind, self.name)

    @property
    def body(self) -> Body:
        """The guest as a body that answers; only the guest and the secretariat see it by this name."""
        return sender_body(self.id, Localised(plain=self.name), self.kind, self.language)


def guest_id(number: int) -> str:
    """Return the id of a guest, like «gjest-0007»."""
    return f"{PREFIX}{number:04d}"


def is_guest(body_id: str) -> bool:
    """Tell whether the id is a guest's, and not an invited body's."""
    return body_id.startswith(PREFIX)


def guest_number(body_id: str) -> str:
    """Return the number in a guest's id as a reader sees it, like «7»."""
    return body_id.removeprefix(PREFIX).lstrip("0")


def sender_body(body_id: str, name: Localised, kind: SenderKind, language: Language | None = None) -> Body:
    """Return a guest as the bodies' lists and pages take it."""
    body_kind = BodyKind.ORGANISATION if kind is SenderKind.ORGANISATION else BodyKind.OTHER
    return Body(body_id, name, body_kind, language)
