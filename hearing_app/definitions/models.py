"""The shape of the definition files, and the step from there to the domain."""

from typing import Annotated, Any, TypeVar

from pydantic import BeforeValidator, Field, ValidationError

from hearing_app.definitions.asked import AlternativesModel, FollowsModel
from hearing_app.definitions.basis import KnownBasis
from hearing_app.definitions.fields import (
    Day,
    Email,
    LocalisedText,
    MaybeDay,
    MaybeSlug,
    Model,
    Parsed,
    RequiredText,
    Slug,
    Text,
    YesNo,
    one_of,
)
from hearing_app.definitions.guests import OpenAnswersModel
from hearing_app.definitions.positions import Plain, Source
from hearing_app.domain.council import Contact
from hearing_app.domain.hearing import Deadline, Question, Withdrawal
from hearing_app.domain.legal_basis import NO_BASIS
from hearing_app.domain.localised import NO_TEXT
from hearing_app.domain.message import N_, Message
from hearing_app.domain.vocabulary import (
    Approval,
    DecisionStage,
    HearingKind,
    Language,
)

M = TypeVar("M", bound=Model)


def _invited(value: Any) -> Any:
    """A plain id invites one body; `members_of:` invites all its members."""
    return {"body": value} if isinstance(value, str) else value


class ContactModel(Model):
    """`contact:`: an office."""

    name: RequiredText
    email: Email
    phone: Text = ""

    def to_domain(self) -> Contact:
        """Return the domain's object."""
        return Contact(self.name, self.email, self.phone)


class DeadlineModel(Model):
    """One entry of `deadlines:`."""

    day: Annotated[Day, Field(alias="date")]
    set_on: Annotated[Day, Field(alias="set")]
    reason: LocalisedText = NO_TEXT

    def to_domain(self) -> Deadline:
        """Return the domain's object."""
        return Deadline(self.day, self.set_on, self.reason)


class QuestionModel(Model):
    """One entry of `questions:`."""

    id: Slug
    text: LocalisedText
    help: LocalisedText = NO_TEXT
    required: YesNo = False

    def to_domain(self) -> Question:
        """Return the domain's object."""
        return Question(self.id, self.text, self.help, self.required)


class InvitedModel(Model):
    """One entry of `invited:`: a body, or the members of one."""

    body: MaybeSlug = None
    members_of: MaybeSlug = None


class WithdrawalModel(Model):
    """`withdrawn:`."""

    date: Day
    reason: LocalisedText

    def to_domain(self) -> Withdrawal:
        """Return the domain's object."""
        return Withdrawal(self.date, self.reason)


class HearingModel(Model):
    """`hearing.yml`."""

    id: Slug
    title: LocalisedText
    abstract: LocalisedText
    language: Annotated[Language, Parsed(one_of(Language))]
    case_number: RequiredText
    legal_basis: KnownBasis = Field(default=NO_BASIS, validate_default=True)
    published: MaybeDay = None
    dispatched: MaybeDay = None
    deadlines: Annotated[tuple[DeadlineModel, ...], Field(min_length=1)]
    short_period_reason: LocalisedText = NO_TEXT
    contact: ContactModel
    invited: Annotated[tuple[Annotated[InvitedModel, BeforeValidator(_invited)], ...], Field(min_length=1)]
    section_stance: YesNo = True
    questions: tuple[QuestionModel, ...] = ()
    alternatives: tuple[AlternativesModel, ...] = ()
    kind: Annotated[HearingKind, Parsed(one_of(HearingKind))] = HearingKind.HEARING
    follows: FollowsModel | None = None
    withdrawn: WithdrawalModel | None = None
    open_answers: OpenAnswersModel = OpenAnswersModel()
    approval: Annotated[Approval, Parsed(one_of(Approval))] = Approval.NONE


class DraftModel(Model):
    """The front matter of `draft.md`."""

    title: RequiredText
    version: Text = ""
    date: MaybeDay = None


class DecisionModel(Model):
    """The front matter of `decision.md` with a decision in it."""

    organ: RequiredText
    date: Day
    place: Text = ""
    case_number: Text = ""
    vote: Text = ""
    stage: Annotated[DecisionStage, Parsed(one_of(DecisionStage))] = DecisionStage.FINAL


class ProposalModel(Model):
    """The front matter of `decision.md` while there is a proposal alone: the meeting need not be known."""

    organ: Text = ""
    date: MaybeDay = None
    place: Text = ""
    case_number: Text = ""
    stage: Annotated[DecisionStage, Parsed(one_of(DecisionStage))] = DecisionStage.FINAL


_MESSAGES: dict[str, Message] = {
    "missing": N_("The key {key} is missing. Add it."),
    "extra_forbidden": N_("The key {key} is not known here. Correct the spelling or remove it."),
    "too_short": N_("The list {key} is empty. Add at least one entry."),
    "tuple_type": N_("{key} must be a list: one entry per line, each with a hyphen first."),
    "model_type": N_("{key} must have keys of its own, each on an indented line."),
    "int_parsing": N_("{key} must be a whole number."),
}
_OTHERWISE = N_("{key} cannot be read. Compare it with the documentation.")


def parse(model: type[M], plain: Plain, source: Source, context: object = None) -> M | None:
    """Return `plain` as a `model`, or None with every mistake reported in `source`.

    Args:
        context: what the model's fields need to know besides; a hearing's legal basis must be one that is known.
    """
    try:
        return model.model_validate(plain if plain is not None else {}, context=context)
    except ValidationError as error:
        for detail in error.errors(include_url=False, include_input=False):
            _report(detail["type"], detail["loc"], dict(detail.get("ctx", {})), source)
        return None


def _report(kind: str, location: tuple[str | int, ...], context: dict[str, Any], source: Source) -> None:
    of_key = kind == "extra_forbidden"
    name = str(next((part for part in reversed(location) if isinstance(part, str)), source.file))
    given = context.get("message")
    template = _MESSAGES.get(kind, _OTHERWISE)
    message = given if isinstance(given, Message) else Message(template.sentence, {"key": name})
    source.report(source.place(location, of_key=of_key), message)
