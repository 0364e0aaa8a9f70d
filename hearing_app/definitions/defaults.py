"""What the rules measure with: `defaults.yml` beside this file, and what `council.yml` says instead."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Annotated, Any

from pydantic import Field

from hearing_app.definitions.fields import LocalisedText, Model, Parsed, Slug, Text, YesNo, refuse
from hearing_app.definitions.models import parse
from hearing_app.definitions.positions import Source, read_yaml
from hearing_app.domain.council import Council
from hearing_app.domain.holidays import AnnualDay, Season
from hearing_app.domain.legal_basis import LegalBasis, merged
from hearing_app.domain.localised import NO_TEXT
from hearing_app.domain.message import N_
from hearing_app.domain.redaction import Ground, merged_grounds
from hearing_app.domain.thresholds import Thresholds

NAME = "defaults.yml"
LONGEST_MARK = 50
LONGEST_DAYS, LONGEST_MONTHS = 3660, 120
HALF_A_YEAR = 180
"""Farther from Easter a season would belong to the Easter of another year."""
_EASTER = re.compile(r"easter(?:([+-])([0-9]{1,3}))?")
_MONTH_DAY = re.compile(r"([0-9]{2})-([0-9]{2})")
_DOMAIN = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}")


def _number(longest: int, least: int = 0) -> Callable[[Any], int]:
    def read(value: Any) -> int:
        text = value.strip() if isinstance(value, str) else ""
        if not re.fullmatch("[0-9]{1,4}", text) or not least <= int(text) <= longest:
            raise refuse(N_("Write a whole number from {first} to {last}.", first=least, last=longest))
        return int(text)

    return read


def _annual_day(value: Any) -> AnnualDay:
    text = value.strip() if isinstance(value, str) else ""
    if match := _EASTER.fullmatch(text):
        days = int(f"{match[1] or '+'}{match[2] or 0}")
        if abs(days) <= HALF_A_YEAR:
            return AnnualDay(easter=days)
    try:
        if match := _MONTH_DAY.fullmatch(text):
            day = date(2001, int(match[1]), int(match[2]))  # not a leap year, so that the day is in every one
            return AnnualDay(day.month, day.day)
    except ValueError:
        pass
    raise refuse(N_("«{value}» is not a day of the year. Write 07-01, or days from Easter like easter-8.", value=text))


def _domain(value: Any) -> str:
    text = value.strip().casefold() if isinstance(value, str) else ""
    if not _DOMAIN.fullmatch(text):
        raise refuse(N_("«{value}» is not a domain. Write it like gmail.com.", value=text))
    return text


def _ground_mark(value: Any) -> str:
    text = " ".join(value.split()) if isinstance(value, str) else ""
    if not re.fullmatch(r"[^\[\]]{1,50}", text):
        raise refuse(N_("Write what the mark says, at most {limit} characters, like offl. § 13.", limit=LONGEST_MARK))
    return text


Days = Annotated[int, Parsed(_number(LONGEST_DAYS))]
MaybeDays = Annotated[int | None, Parsed(lambda value: None if value is None else _number(LONGEST_DAYS, 1)(value))]
Months = Annotated[int, Parsed(_number(LONGEST_MONTHS))]
DayOfYear = Annotated[AnnualDay, Parsed(_annual_day)]


class LegalBasisModel(Model):
    """One entry of `legal_bases:`."""

    id: Slug
    name: LocalisedText
    section: Text = ""
    minimum_days: MaybeDays = None
    all_points_assessed: YesNo = False

    def to_domain(self) -> LegalBasis:
        """Return the domain's object."""
        return LegalBasis(self.id, self.name, self.section, self.minimum_days, self.all_points_assessed)


class SeasonModel(Model):
    """One entry of `seasons:`."""

    id: Slug
    name: LocalisedText
    first: Annotated[DayOfYear, Field(alias="from")]
    last: Annotated[DayOfYear, Field(alias="to")]
    spare_days: Days

    def to_domain(self) -> Season:
        """Return the domain's object."""
        return Season(self.id, self.name, self.first, self.last, self.spare_days)


class RulesModel(Model):
    """`rules:`; what is left out stays as it is."""

    shortest_days: Days | None = None
    normal_months: Months | None = None
    seasons: tuple[SeasonModel, ...] = ()
    private_mail: tuple[Annotated[str, Parsed(_domain)], ...] | None = None

    def over(self, shipped: Thresholds) -> Thresholds:
        """Return `shipped` with what is said here in its place."""
        own = {season.id: season.to_domain() for season in self.seasons}
        seasons = {season.id: season for season in shipped.seasons} | own
        return replace(
            shipped,
            shortest_days=shipped.shortest_days if self.shortest_days is None else self.shortest_days,
            normal_months=shipped.normal_months if self.normal_months is None else self.normal_months,
            seasons=tuple(seasons.values()),
            private_mail=shipped.private_mail if self.private_mail is None else frozenset(self.private_mail),
        )


class GroundModel(Model):
    """One entry of `redaction_grounds:`."""

    id: Slug
    title: LocalisedText
    mark: Annotated[str, Parsed(_ground_mark)]
    law: Text = ""
    note: LocalisedText = NO_TEXT
    uncertain: YesNo = False

    def to_domain(self) -> Ground:
        """Return the domain's object."""
        return Ground(self.id, self.title, self.mark, self.law, self.note, self.uncertain)


class DefaultsModel(Model):
    """`defaults.yml`."""

    legal_bases: tuple[LegalBasisModel, ...]
    redaction_grounds: tuple[GroundModel, ...]
    rules: RulesModel


@dataclass(frozen=True)
class Defaults:
    """What ships with the program."""

    legal_bases: tuple[LegalBasis, ...]
    thresholds: Thresholds
    redaction_grounds: tuple[Ground, ...] = ()


@cache
def defaults() -> Defaults:
    """Return what ships with the program.

    Raises:
        ValueError: the file, which is a part of the program, has been broken.
    """
    source = Source(NAME)
    text = files("hearing_app.definitions").joinpath(NAME).read_text(encoding="utf-8")
    model = parse(DefaultsModel, read_yaml(text, source), source)
    if model is None:
        raise ValueError("; ".join(f"{p.place.file}:{p.place.line}: {p.message}" for p in source.problems))
    nothing = Thresholds(shortest_days=0, normal_months=0, seasons=(), private_mail=frozenset())
    grounds = tuple(ground.to_domain() for ground in model.redaction_grounds)
    return Defaults(tuple(basis.to_domain() for basis in model.legal_bases), model.rules.over(nothing), grounds)


def own_bases(models: Iterable[LegalBasisModel]) -> tuple[LegalBasis, ...]:
    """Return the shipped legal bases with those of a council."""
    return merged(defaults().legal_bases, (model.to_domain() for model in models))


def own_grounds(models: Iterable[GroundModel]) -> tuple[Ground, ...]:
    """Return the shipped grounds for withholding something with those of a council."""
    return merged_grounds(defaults().redaction_grounds, (model.to_domain() for model in models))


def redaction_grounds(council: Council | None) -> tuple[Ground, ...]:
    """Return the grounds that something can be withheld on; the shipped ones where there is no council to ask."""
    return (council.redaction_grounds if council else ()) or defaults().redaction_grounds


def legal_bases(council: Council | None) -> tuple[LegalBasis, ...]:
    """Return the legal bases that a hearing of `council` can name; the shipped ones where there is none to ask."""
    return (council.legal_bases if council else ()) or defaults().legal_bases


def thresholds(council: Council | None) -> Thresholds:
    """Return what the rules measure with for `council`; the shipped numbers where there is none to ask."""
    return (council.thresholds if council else None) or defaults().thresholds
