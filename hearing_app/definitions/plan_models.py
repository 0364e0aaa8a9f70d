"""The shape of `plan.yml`, and the step from there to the domain."""

from typing import Annotated, Any

from pydantic import Field

from hearing_app.definitions.fields import (
    Day,
    LocalisedText,
    Maybe,
    MaybeDay,
    MaybeRoughDay,
    MaybeSlug,
    Model,
    Parsed,
    RequiredText,
    Slug,
    Text,
    one_of,
    refuse,
)
from hearing_app.domain.localised import NO_TEXT
from hearing_app.domain.message import N_
from hearing_app.domain.plan import Aim, Area, Measure, Repeal
from hearing_app.domain.vocabulary import DocumentKind, Language, MeasureStatus, Phase

WHOLE = 100


def _percent(value: Any) -> int:
    text = value.strip() if isinstance(value, str) else "?"
    if not (text.isascii() and text.isdigit() and int(text) <= WHOLE):
        raise refuse(N_("«{value}» is not a progress. Write a whole number from 0 to 100.", value=text))
    return int(text)


class AimModel(Model):
    """One entry of `goals:` or `strategies:`."""

    id: Slug
    text: RequiredText

    def to_domain(self) -> Aim:
        """Return the domain's object."""
        return Aim(self.id, self.text)


class ValueModel(Model):
    """One entry of `values:`."""

    id: Slug
    name: RequiredText
    text: Text = ""

    def to_domain(self) -> Aim:
        """Return the domain's object."""
        return Aim(self.id, self.text, self.name)


class MeasureModel(Model):
    """One entry of `measures:`."""

    id: Slug
    title: RequiredText
    text: Text = ""
    strategies: tuple[Slug, ...] = ()
    owner: MaybeSlug = None
    coordinator: MaybeSlug = None
    phase: Annotated[Phase | None, Maybe(one_of(Phase))] = None
    status: Annotated[MeasureStatus | None, Maybe(one_of(MeasureStatus))] = None
    progress: Annotated[int | None, Maybe(_percent)] = None
    deadline: MaybeDay = None
    updated: MaybeDay = None

    def to_domain(self) -> Measure:
        """Return the domain's object."""
        return Measure(
            id=self.id,
            title=self.title,
            text=self.text,
            strategies=self.strategies,
            owner=self.owner or "",
            coordinator=self.coordinator or "",
            phase=self.phase,
            status=self.status,
            progress=self.progress,
            deadline=self.deadline,
            updated=self.updated,
        )


class AreaModel(Model):
    """One entry of `areas:`."""

    id: Slug
    title: RequiredText
    grounds: Text = ""
    goal: Text = ""
    network: MaybeSlug = None
    strategies: tuple[AimModel, ...] = ()
    priorities: Text = ""
    measures: tuple[MeasureModel, ...] = ()

    def to_domain(self) -> Area:
        """Return the domain's object."""
        return Area(
            id=self.id,
            title=self.title,
            grounds=self.grounds,
            goal=self.goal,
            strategies=tuple(strategy.to_domain() for strategy in self.strategies),
            priorities=self.priorities,
            measures=tuple(measure.to_domain() for measure in self.measures),
            network=self.network or "",
        )


class RepealModel(Model):
    """`repealed:`."""

    date: Day
    reason: LocalisedText = NO_TEXT

    def to_domain(self) -> Repeal:
        """Return the domain's object."""
        return Repeal(self.date, self.reason)


class PlanModel(Model):
    """`plan.yml`."""

    title: LocalisedText
    kind: Annotated[DocumentKind, Parsed(one_of(DocumentKind))]
    language: Annotated[Language | None, Maybe(one_of(Language))] = None
    abstract: LocalisedText = NO_TEXT
    dated: Annotated[MaybeRoughDay, Field(alias="date")] = None
    organ: MaybeSlug = None
    case: MaybeSlug = None
    hearing: MaybeSlug = None
    valid_from: MaybeDay = None
    valid_to: MaybeDay = None
    replaces: tuple[Slug, ...] = ()
    part_of: MaybeSlug = None
    repealed: RepealModel | None = None
    vision: Text = ""
    values: tuple[ValueModel, ...] = ()
    goals: tuple[AimModel, ...] = ()
    areas: tuple[AreaModel, ...] = ()
