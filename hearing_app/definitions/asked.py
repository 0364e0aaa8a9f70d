"""What a hearing asks beside its draft: alternatives to choose between, and the ids that all of it has."""

from collections.abc import Iterable, Sequence
from typing import Annotated, Protocol

from pydantic import Field

from hearing_app.definitions.fields import LocalisedText, Model, Parsed, Slug, YesNo, one_of
from hearing_app.definitions.positions import Source
from hearing_app.domain.draft import Draft
from hearing_app.domain.hearing import GENERAL, Alternatives, Follows, Option
from hearing_app.domain.legal_basis import NO_BASIS, LegalBasis
from hearing_app.domain.localised import NO_TEXT
from hearing_app.domain.message import N_
from hearing_app.domain.vocabulary import Succession

FEWEST = 2
"""With fewer alternatives there is nothing to choose."""


class OptionModel(Model):
    """One entry of `options:`."""

    id: Slug
    name: LocalisedText
    text: LocalisedText = NO_TEXT

    def to_domain(self) -> Option:
        """Return the domain's object."""
        return Option(self.id, self.name, self.text)


class AlternativesModel(Model):
    """One entry of `alternatives:`."""

    id: Slug
    text: LocalisedText
    help: LocalisedText = NO_TEXT
    required: YesNo = False
    options: tuple[OptionModel, ...]

    def to_domain(self) -> Alternatives:
        """Return the domain's object."""
        options = tuple(option.to_domain() for option in self.options)
        return Alternatives(self.id, self.text, options, self.help, self.required)


class FollowsModel(Model):
    """`follows:`."""

    hearing: Slug
    how: Annotated[Succession, Parsed(one_of(Succession)), Field(alias="as")]

    def to_domain(self) -> Follows:
        """Return the domain's object."""
        return Follows(self.hearing, self.how)


class WithId(Protocol):
    """An entry that a remark can be about."""

    @property
    def id(self) -> str:
        """Its lasting id."""


def check_asked(
    questions: Iterable[WithId], alternatives: Sequence[AlternativesModel], draft: Draft | None, source: Source
) -> None:
    """Report ids that stand twice, also across sections, alternatives and questions, and choices of less than two."""
    taken = {section.id for section in draft.sections} if draft else set()
    taken.add(GENERAL)
    given: tuple[tuple[str, Iterable[WithId]], ...] = (("alternatives", alternatives), ("questions", questions))
    for key, entries in given:
        for index, entry in enumerate(entries):
            if entry.id in taken:
                message = N_(
                    "The id «{id}» is taken by a section, another question or the general remark. Choose another.",
                    id=entry.id,
                )
                source.report_at((key, index, "id"), message)
            taken.add(entry.id)
    for index, entry in enumerate(alternatives):
        _check_options(entry, index, source)


def _check_options(alternatives: AlternativesModel, index: int, source: Source) -> None:
    if len(alternatives.options) < FEWEST:
        message = N_("There is nothing to choose between here. Write at least two alternatives.")
        source.report_at(("alternatives", index, "options"), message)
    seen: set[str] = set()
    for number, option in enumerate(alternatives.options):
        if option.id in seen:
            message = N_("The id «{id}» stands twice. Give this alternative another one.", id=option.id)
            source.report_at(("alternatives", index, "options", number, "id"), message)
        seen.add(option.id)


def check_survey(legal_basis: LegalBasis, *, asks: bool, source: Source) -> None:
    """Report what a survey cannot have: an act that sets its period, or nothing to answer (`asks` tells)."""
    if legal_basis.id != NO_BASIS:
        source.report_at(
            ("legal_basis",), N_("A survey is not held under an act. Remove legal_basis:, or write kind: hearing.")
        )
    if not asks:
        source.report_at(("kind",), N_("The survey asks nothing. Add questions: or alternatives:."))
