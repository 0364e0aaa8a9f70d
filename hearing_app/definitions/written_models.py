"""The shape of the files that Samråd writes itself, and reads again when it builds the site."""

from typing import Annotated, Self

from pydantic import model_validator

from hearing_app.definitions.amendments import AmendmentModel
from hearing_app.definitions.fields import (
    Instant,
    Maybe,
    MaybeAnyDay,
    MaybeDay,
    MaybeInstant,
    MaybeSlug,
    Model,
    Parsed,
    RequiredText,
    Slug,
    Text,
    Verbatim,
    YesNo,
    one_of,
    refuse,
)
from hearing_app.definitions.guests import SenderModel
from hearing_app.definitions.treatment import TreatmentModel
from hearing_app.domain.attachment import Attachment
from hearing_app.domain.message import N_
from hearing_app.domain.published_file import PublishedFile
from hearing_app.domain.registered import Registered
from hearing_app.domain.summary import SaidToo
from hearing_app.domain.vocabulary import Channel, Conclusion, FileRelease, Stance, Standing


class RegisteredModel(Model):
    """`registered:` of an answer that the secretariat has registered: with an instant, or a day alone."""

    channel: Annotated[Channel, Parsed(one_of(Channel))]
    arrived_at: MaybeInstant = None
    arrived_on: MaybeDay = None

    @model_validator(mode="after")
    def tells_when(self) -> Self:
        """Refuse one that says nothing of when, or says it twice."""
        if (self.arrived_at is None) == (self.arrived_on is None):
            raise refuse(N_("Either arrived_at or arrived_on must stand here. Publish anew to get the file right."))
        return self

    def to_domain(self) -> Registered:
        """Return the domain's object."""
        arrived = self.arrived_at or self.arrived_on
        if arrived is None:
            raise TypeError("one of the two is there")
        return Registered(self.channel, arrived)


class ReceivedModel(Model):
    """What identifies a received answer, in `received.yml` and in its public copy."""

    body: Slug
    reference: RequiredText
    received_at: Instant
    version: int
    sha256: RequiredText
    sender: SenderModel | None = None
    registered: RegisteredModel | None = None


class ReceivedEntry(ReceivedModel):
    """One entry of `received:`, with the body's own deadline where it was granted one."""

    extended_to: MaybeDay = None
    withheld: Text = ""


class ReceivedFile(Model):
    """`submissions/received.yml`."""

    received: tuple[ReceivedEntry, ...]


class StandingModel(Model):
    """`standing:` of a released submission."""

    level: Annotated[Standing, Parsed(one_of(Standing))]
    organ: Verbatim = ""
    date: MaybeAnyDay = None
    case_number: Verbatim = ""


class AnswerModel(Model):
    """One entry of `answers:` of a released submission."""

    item: Slug
    stance: Annotated[Stance | None, Maybe(one_of(Stance))] = None
    choice: MaybeSlug = None
    text: Verbatim = ""
    amendments: tuple[AmendmentModel, ...] = ()


class AttachmentModel(Model):
    """One entry of `attachments:` of a released submission."""

    name: Verbatim
    media_type: RequiredText
    size: int
    sha256: RequiredText

    def to_domain(self) -> Attachment:
        """Return the domain's object."""
        return Attachment(self.name, self.media_type, self.size, self.sha256)


class PublishedFileModel(Model):
    """One entry of `files:` of a released submission: what has been decided of an attachment."""

    original: RequiredText
    release: Annotated[FileRelease, Parsed(one_of(FileRelease))]
    withheld: Text = ""
    name: Verbatim = ""
    media_type: Text = ""
    size: int = 0
    sha256: Text = ""

    def to_domain(self) -> PublishedFile:
        """Return the domain's object."""
        copy = Attachment(self.name, self.media_type, self.size, self.sha256) if self.sha256 else None
        return PublishedFile(self.original, self.release, copy, self.withheld)


class ReleasedFile(ReceivedModel):
    """`submissions/<body>.yml`."""

    role: Verbatim = ""
    standing: StandingModel
    answers: tuple[AnswerModel, ...]
    no_remark: YesNo = False
    attachments: tuple[AttachmentModel, ...] = ()
    confirmation: TreatmentModel | None = None
    files: tuple[PublishedFileModel, ...] = ()


class StanceCountModel(Model):
    """One entry of `stances:`."""

    section: Slug
    supports: int
    supports_with_remarks: int
    does_not_support: int
    silent: int


class OptionCountModel(Model):
    """One entry of `options:` in `choices:`."""

    option: Slug
    number: int


class ChoiceCountModel(Model):
    """One entry of `choices:`."""

    item: Slug
    options: tuple[OptionCountModel, ...]
    silent: int


class SaidTooModel(Model):
    """One entry of `others:` of a point: another body's words to the same effect."""

    body: Slug
    item: Slug
    quote: Verbatim
    amendment: AmendmentModel | None = None
    attached: bool = False

    def to_domain(self) -> SaidToo:
        """Return the domain's object."""
        proposed = self.amendment.to_domain() if self.amendment else None
        return SaidToo(self.body, self.item, self.quote, proposed, self.attached)


class SummaryPointModel(Model):
    """One entry of `points:`."""

    body: Slug
    item: Slug
    quote: Verbatim
    assessment: Verbatim = ""
    conclusion: Annotated[Conclusion | None, Maybe(one_of(Conclusion))] = None
    amendment: AmendmentModel | None = None
    others: tuple[SaidTooModel, ...] = ()
    themes: tuple[Text, ...] = ()
    attached: bool = False
    followed: tuple[Slug, ...] = ()


class SummaryFile(Model):
    """`summary.yml`."""

    invited: int
    answered: int
    released: int
    stances: tuple[StanceCountModel, ...] = ()
    choices: tuple[ChoiceCountModel, ...] = ()
    points: tuple[SummaryPointModel, ...] = ()
    no_remark: int = 0
    others: int = 0
    to_come: tuple[Slug, ...] = ()
