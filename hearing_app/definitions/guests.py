"""What files say of those who answer without being invited."""

from typing import Annotated

from hearing_app.definitions.fields import Maybe, Model, Parsed, Verbatim, one_of, yes_no
from hearing_app.domain.guest import NamesShown, OpenAnswers, Sender
from hearing_app.domain.vocabulary import HearingKind, SenderKind


class OpenAnswersModel(Model):
    """`open_answers:`. What is not written follows the kind: anybody may answer a hearing, and not a survey."""

    allowed: Annotated[bool | None, Maybe(yes_no)] = None
    names: Annotated[NamesShown, Parsed(one_of(NamesShown))] = NamesShown.ORGANISATIONS

    def to_domain(self, kind: HearingKind) -> OpenAnswers:
        """Return the domain's object for a hearing or a survey."""
        allowed = kind is HearingKind.HEARING if self.allowed is None else self.allowed
        return OpenAnswers(allowed, self.names)


class SenderModel(Model):
    """`sender:` of an answer from somebody who was not invited; the name is there only where it is published."""

    kind: Annotated[SenderKind, Parsed(one_of(SenderKind))]
    name: Verbatim = ""

    def to_domain(self) -> Sender:
        """Return the domain's object."""
        return Sender(self.kind, self.name)
