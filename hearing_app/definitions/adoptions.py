"""`adoptions.yml` of any folder: who has adopted a hearing's outcome, a case's decision or a plan."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from datetime import date
from typing import Annotated

from pydantic import Field

from hearing_app.definitions.adoptions_reported import REPORTED, ReportedFile, read_reported
from hearing_app.definitions.fields import MaybeDay, MaybeSlug, Model, Parsed, RequiredText, Slug, Text, one_of
from hearing_app.definitions.folder import Folder
from hearing_app.definitions.positions import Source
from hearing_app.domain.council import Council
from hearing_app.domain.decision import Adoption, AdoptionRegister, Reservation, adoption_register
from hearing_app.domain.hearing import Hearing
from hearing_app.domain.message import N_, Message
from hearing_app.domain.rules import adoption_findings
from hearing_app.domain.vocabulary import AdoptionState, BodyKind, Level

__all__ = ["REPORTED", "asked_by_kind", "load_adoptions", "merged", "not_in_draft"]


class ReservationModel(Model):
    """One entry of `reservations:`."""

    text: RequiredText
    section: MaybeSlug = None


class AdoptionModel(Model):
    """One entry of `adoptions:`."""

    body: Slug
    state: Annotated[AdoptionState, Parsed(one_of(AdoptionState))]
    date: MaybeDay = None
    organ: Text = ""
    case_number: Text = ""
    reservations: tuple[ReservationModel, ...] = ()
    note: Text = ""

    def to_domain(self) -> Adoption:
        """Return the domain's object."""
        reservations = tuple(Reservation(r.text, r.section or "") for r in self.reservations)
        return Adoption(self.body, self.state, self.date, self.organ, self.case_number, reservations, self.note)


class AdoptionsModel(Model):
    """`adoptions.yml`."""

    expected: Annotated[tuple[Slug, ...] | None, Field(min_length=1)] = None
    adoptions: tuple[AdoptionModel, ...]


def asked_by_kind(hearing: Hearing | None) -> tuple[str, ...]:
    """Return the ids of the invited bodies whose councils adopt what the hearing leads to."""
    asked = (BodyKind.MUNICIPALITY, BodyKind.COUNTY)
    return tuple(body.id for body in hearing.invited if body.kind in asked) if hearing else ()


def not_in_draft(section: str) -> Message:
    """Say that a reservation is to a section that the draft has not."""
    return N_("The draft has no section «{id}». Correct the id.", id=section)


def load_adoptions(
    folder: Folder,
    council: Council | None,
    sections: Collection[str] | None,
    expected: Iterable[str],
    no_section: Callable[[str], Message] = not_in_draft,
    decided: date | None = None,
) -> AdoptionRegister | None:
    """Return the register of the folder, None where there is none, or where it cannot be read.

    It is what stands in `adoptions.yml`, and what bodies have reported themselves (`adoptions-reported.yml`, a
    hearing's alone). A body's row in `adoptions.yml` is a person's, and goes before what it has reported.

    Args:
        folder: the folder of a hearing, a case or a plan; it gathers the problems.
        council: the council, None where it could not be read; the bodies are then not looked up.
        sections: the ids that a reservation may name; None where they are not known, and so not looked up.
        expected: the ids of the bodies that are asked to adopt; those the secretariat has chosen go before them, and
            the file's own `expected:` before both.
        no_section: says that a reservation names none of the `sections`.
        decided: the first day that what is adopted can be from; None where that is not known, or to come.
    """
    model, source = folder.model(AdoptionsModel, "adoptions.yml", required=False)
    written, written_source = folder.released(ReportedFile, REPORTED)
    if source.problems and model is None:
        return None
    if model is not None:
        _check(model, council, sections, no_section, decided, source)
    if model is None and written is None:
        return None
    by_hand = tuple(entry.to_domain() for entry in model.adoptions) if model else ()
    reported = read_reported(written, council, sections) if written else ()
    asked = (model and model.expected) or (written and written.expected) or expected
    register = adoption_register(dict.fromkeys(asked), merged(by_hand, reported))
    for finding in adoption_findings(register, council):
        (source if model else written_source).report_at(finding.key, finding.message, finding.level)
    named = (model.expected or ()) if model else ()
    return replace(register, reported=reported, by_hand=by_hand, named=named)


def merged(by_hand: Iterable[Adoption], reported: Iterable[Adoption]) -> tuple[Adoption, ...]:
    """Return one row per body: a person's where there is one, else what the body has reported."""
    return tuple(({row.body: row for row in reported} | {row.body: row for row in by_hand}).values())


def _check(
    model: AdoptionsModel,
    council: Council | None,
    sections: Collection[str] | None,
    no_section: Callable[[str], Message],
    decided: date | None,
    source: Source,
) -> None:
    _check_expected(model.expected or (), council, source)
    _check_bodies(model.adoptions, council, source)
    _check_dates(model.adoptions, source)
    _check_order(model.adoptions, decided, source)
    if sections is not None:
        _check_sections(model.adoptions, sections, no_section, source)


def _check_expected(expected: Iterable[str], council: Council | None, source: Source) -> None:
    seen: set[str] = set()
    for index, body in enumerate(expected):
        _check_body(body, ("expected", index), seen, council, source)


def _check_bodies(adoptions: Iterable[AdoptionModel], council: Council | None, source: Source) -> None:
    seen: set[str] = set()
    for index, entry in enumerate(adoptions):
        _check_body(entry.body, ("adoptions", index, "body"), seen, council, source)


def _check_body(body: str, key: tuple[str | int, ...], seen: set[str], council: Council | None, source: Source) -> None:
    """Report `body` where the council does not know it or it is among those already `seen`; then it is seen."""
    if council is not None and council.body(body) is None:
        source.report_at(key, N_("«{id}» is not in council.yml. Add it there, or correct the id.", id=body))
    if body in seen:
        source.report_at(key, N_("«{id}» stands twice. Keep one of them.", id=body))
    seen.add(body)


def _check_dates(adoptions: Iterable[AdoptionModel], source: Source) -> None:
    """Rule 14: adopted without a date does not count."""
    for index, entry in enumerate(adoptions):
        adoption = entry.to_domain()
        if adoption.effective_state is not adoption.state and not adoption.adopted:
            source.report_at(
                ("adoptions", index, "state"),
                N_("Date missing: what is adopted without a date does not count. Add date: when it is known."),
                Level.WARNING,
            )


def _check_order(adoptions: Iterable[AdoptionModel], decided: date | None, source: Source) -> None:
    """Warn of who adopted before there was anything to adopt: mostly a year or a month that is written wrong."""
    for index, entry in enumerate(adoptions):
        if decided is not None and entry.date is not None and entry.date < decided:
            source.report_at(
                ("adoptions", index, "date"),
                N_("This is before {day}, the day of what is adopted. Correct one of the days.", day=decided),
                Level.WARNING,
            )


def _check_sections(
    adoptions: Iterable[AdoptionModel],
    sections: Collection[str],
    no_section: Callable[[str], Message],
    source: Source,
) -> None:
    for index, entry in enumerate(adoptions):
        for number, reservation in enumerate(entry.reservations):
            if reservation.section and reservation.section not in sections:
                key = ("adoptions", index, "reservations", number, "section")
                source.report_at(key, no_section(reservation.section))
