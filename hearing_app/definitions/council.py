"""`council.yml`: the council that publishes, its organs and networks, and every body it knows."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Annotated

from pydantic import Field

from hearing_app.definitions import released
from hearing_app.definitions.defaults import (
    GroundModel,
    LegalBasisModel,
    RulesModel,
    defaults,
    own_bases,
    own_grounds,
)
from hearing_app.definitions.fields import (
    Day,
    Email,
    LocalisedText,
    MaybeDay,
    MaybeSlug,
    Model,
    Parsed,
    Slug,
    Text,
    body_language,
    one_of,
)
from hearing_app.definitions.folder import Folder
from hearing_app.definitions.meeting_calendar import read_meeting_calendar
from hearing_app.definitions.models import ContactModel
from hearing_app.definitions.positions import Key, Source
from hearing_app.domain.council import Body, Council, Holding, Membership, Network, Organ, Period
from hearing_app.domain.guest import PREFIX, is_guest
from hearing_app.domain.localised import NO_TEXT
from hearing_app.domain.message import N_, Message
from hearing_app.domain.problem import Problem
from hearing_app.domain.vocabulary import BodyKind, Language, Level, Office, OrganKind


class PeriodModel(Model):
    """What holds from and to given days; both may be left out."""

    start: Annotated[MaybeDay, Field(alias="from")] = None
    end: Annotated[MaybeDay, Field(alias="to")] = None

    @property
    def period(self) -> Period:
        """From when to when."""
        return Period(self.start, self.end)


class MembershipModel(PeriodModel):
    """One entry of `memberships:`."""

    body: Slug


class MergerModel(Model):
    """`merged:` of a former municipality."""

    into: Slug
    date: Day


class BodyModel(Model):
    """One entry of `bodies:`."""

    id: Slug
    name: LocalisedText
    kind: Annotated[BodyKind, Parsed(one_of(BodyKind))]
    number: Text = ""
    organisation_number: Text = ""
    language: Annotated[Language | None, Parsed(body_language)] = None
    email: Email = ""
    memberships: tuple[MembershipModel, ...] = ()
    merged: MergerModel | None = None

    def to_domain(self) -> Body:
        """Return the domain's object."""
        return Body(
            self.id,
            self.name,
            self.kind,
            self.language,
            self.number,
            self.organisation_number,
            self.email,
            tuple(Membership(m.body, m.start, m.end) for m in self.memberships),
            self.merged.into if self.merged else "",
            self.merged.date if self.merged else None,
        )


class OrganModel(PeriodModel):
    """One entry of `organs:`."""

    id: Slug
    name: LocalisedText
    kind: Annotated[OrganKind, Parsed(one_of(OrganKind))]
    task: LocalisedText = NO_TEXT
    composition: LocalisedText = NO_TEXT
    answers_to: MaybeSlug = None
    man_years: Text = ""

    def to_domain(self) -> Organ:
        """Return the domain's object."""
        return Organ(
            self.id,
            self.name,
            self.kind,
            self.task,
            self.composition,
            self.answers_to or "",
            self.man_years,
            self.period,
        )


class HoldingModel(PeriodModel):
    """One entry of `roles:`."""

    organ: Slug
    office: Annotated[Office, Parsed(one_of(Office))]
    body: Slug


class NetworkModel(PeriodModel):
    """One entry of `networks:`."""

    id: Slug
    name: LocalisedText
    area: LocalisedText = NO_TEXT
    responsible: MaybeSlug = None
    participants: tuple[Slug, ...] = ()

    def to_domain(self) -> Network:
        """Return the domain's object."""
        return Network(self.id, self.name, self.area, self.responsible or "", self.participants, self.period)


class CouncilModel(PeriodModel):
    """`council.yml`."""

    name: LocalisedText
    abstract: LocalisedText = NO_TEXT
    language: Annotated[Language, Parsed(one_of(Language))] = Language.NB
    body: MaybeSlug = None
    contact: ContactModel
    accessibility_contact: Email = ""
    notice: LocalisedText = NO_TEXT
    bodies: tuple[BodyModel, ...]
    organs: tuple[OrganModel, ...] = ()
    roles: tuple[HoldingModel, ...] = ()
    networks: tuple[NetworkModel, ...] = ()
    legal_bases: tuple[LegalBasisModel, ...] = ()
    redaction_grounds: tuple[GroundModel, ...] = ()
    rules: RulesModel = RulesModel()

    def to_domain(self) -> Council:
        """Return the domain's object."""
        contact = self.contact.to_domain()
        return Council(
            name=self.name,
            abstract=self.abstract,
            language=self.language,
            contact=contact,
            accessibility_contact=self.accessibility_contact or contact.email,
            bodies=tuple(body.to_domain() for body in self.bodies),
            notice=self.notice,
            body_id=self.body or "",
            period=self.period,
            organs=tuple(organ.to_domain() for organ in self.organs),
            holdings=tuple(Holding(r.organ, r.office, r.body, r.period) for r in self.roles),
            networks=tuple(network.to_domain() for network in self.networks),
            legal_bases=own_bases(self.legal_bases),
            thresholds=self.rules.over(defaults().thresholds),
            redaction_grounds=own_grounds(self.redaction_grounds),
        )


def load_council(content: Path) -> tuple[Council | None, tuple[Problem, ...]]:
    """Return the council of `council.yml` (None where it has errors) and its problems."""
    folder = Folder(content)
    model, source = folder.model(CouncilModel, "council.yml")
    if model is None:
        return None, folder.problems
    for key, message in chain(_twice(model), _unknown(model), _taken(model), _backwards(model)):
        source.report_at(key, message)
    for key, message in _two_chairs(model):
        source.report_at(key, message, Level.WARNING)
    council = model.to_domain()
    return replace(council, meeting_calendar=read_meeting_calendar(folder, council)), folder.problems


Mistake = tuple[Key, Message]


def _twice(model: CouncilModel) -> Iterator[Mistake]:
    """Find ids that stand twice. Bodies and organs share their ids: tasks and measures name either."""
    bodies = [(("bodies", index, "id"), body.id) for index, body in enumerate(model.bodies)]
    organs = [(("organs", index, "id"), organ.id) for index, organ in enumerate(model.organs)]
    networks = [(("networks", index, "id"), network.id) for index, network in enumerate(model.networks)]
    for entries in ([*bodies, *organs], networks):
        seen: set[str] = set()
        for key, name in entries:
            if name in seen:
                yield key, N_("The id «{id}» stands twice. Give one of them another.", id=name)
            seen.add(name)


def _unknown(model: CouncilModel) -> Iterator[Mistake]:
    """Find ids that nothing here has."""
    bodies, organs = {body.id for body in model.bodies}, {organ.id for organ in model.organs}
    for key, wanted, known in _references(model, bodies, organs):
        if wanted and wanted not in known:
            yield key, N_("«{id}» is not in council.yml. Add it there, or correct the id.", id=wanted)
    councils = {body.id for body in model.bodies if body.kind is BodyKind.REGIONAL_COUNCIL}
    for index, body in enumerate(model.bodies):
        for number, membership in enumerate(body.memberships):
            if membership.body not in {*councils, model.body}:
                message = N_(
                    "«{id}» is not a regional council in council.yml. Add it there, or correct the id.",
                    id=membership.body,
                )
                yield ("bodies", index, "memberships", number, "body"), message


def _references(model: CouncilModel, bodies: set[str], organs: set[str]) -> Iterator[tuple[Key, str | None, set[str]]]:
    """Yield every place where an id is named, the id, and the ids that may stand there."""
    yield ("body",), model.body, bodies
    for index, body in enumerate(model.bodies):
        yield ("bodies", index, "merged", "into"), body.merged.into if body.merged else None, bodies
    for index, organ in enumerate(model.organs):
        yield ("organs", index, "answers_to"), organ.answers_to, organs
    for index, role in enumerate(model.roles):
        yield ("roles", index, "organ"), role.organ, organs
        yield ("roles", index, "body"), role.body, bodies
    for index, network in enumerate(model.networks):
        yield ("networks", index, "responsible"), network.responsible, bodies | organs
        for number, participant in enumerate(network.participants):
            yield ("networks", index, "participants", number), participant, bodies


def _taken(model: CouncilModel) -> Iterator[Mistake]:
    """Find ids that the program writes itself: a body's as a file's name, and everywhere those of guests."""
    for index, body in enumerate(model.bodies):
        if released.submission_file(body.id) == released.RECEIVED:
            message = N_("The id «{id}» is taken by the program itself. Choose another.", id=body.id)
            yield ("bodies", index, "id"), message
    bodies = [("bodies", index, body.id) for index, body in enumerate(model.bodies)]
    organs = [("organs", index, organ.id) for index, organ in enumerate(model.organs)]
    networks = [("networks", index, network.id) for index, network in enumerate(model.networks)]
    for name, index, id_ in (*bodies, *organs, *networks):
        if is_guest(id_):
            yield (name, index, "id"), N_("No id here can begin with «{prefix}». Choose another.", prefix=PREFIX)


def _backwards(model: CouncilModel) -> Iterator[Mistake]:
    """Find periods that end before they begin."""
    periods: list[tuple[Key, PeriodModel]] = [((), model)]
    for index, body in enumerate(model.bodies):
        periods += [(("bodies", index, "memberships", n), m) for n, m in enumerate(body.memberships)]
    for name, entries in (("organs", model.organs), ("roles", model.roles), ("networks", model.networks)):
        periods += [((name, index), entry) for index, entry in enumerate(entries)]
    for key, entry in periods:
        if entry.start and entry.end and entry.end < entry.start:
            yield (*key, "to"), N_("It ends before it begins. Correct one of the days.")


def _two_chairs(model: CouncilModel) -> Iterator[Mistake]:
    """Find days on which two bodies are said to hold the chair of one organ: the rotation then cannot be told."""
    chairs = [(index, role) for index, role in enumerate(model.roles) if role.office is Office.CHAIR]
    for later, (index, role) in enumerate(chairs):
        for _, earlier in chairs[:later]:
            if earlier.organ == role.organ and earlier.period.overlaps(role.period):
                yield (
                    ("roles", index),
                    N_("«{organ}» has another chair in the same period. Correct one of the periods.", organ=role.organ),
                )
                break


def check_organ(organ: str, council: Council | None, key: Key, source: Source) -> None:
    """Report `organ` at `key` where it is not an organ of the council."""
    if council is not None and council.organ(organ) is None:
        source.report_at(key, N_("«{id}» is not an organ in council.yml. Add it there, or correct the id.", id=organ))


def check_party(party: str, council: Council | None, key: Key, source: Source) -> None:
    """Report `party` at `key` where it is neither a body nor an organ of the council; an empty one is nobody."""
    if party and council is not None and council.body(party) is None and council.organ(party) is None:
        source.report_at(key, N_("«{id}» is neither a body nor an organ in council.yml. Correct the id.", id=party))
