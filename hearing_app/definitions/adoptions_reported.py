"""`adoptions-reported.yml`: what bodies have reported of their adoption and the secretariat has accepted.

Samråd writes it; a person's rows stand in `adoptions.yml`, which it never touches.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Annotated

from hearing_app.definitions.fields import MaybeAnyDay, MaybeSlug, Model, Parsed, RequiredText, Slug, Verbatim, one_of
from hearing_app.definitions.positions import dump_yaml
from hearing_app.domain.council import Council
from hearing_app.domain.decision import Adoption, Extract, Reservation
from hearing_app.domain.vocabulary import AdoptionState

REPORTED = "adoptions-reported.yml"
HEAD = "# Written by Samråd: what the bodies have reported. Do not edit; what stands in adoptions.yml goes before it.\n"


class ReportedReservationModel(Model):
    """One entry of `reservations:`."""

    text: Verbatim
    section: MaybeSlug = None


class ExtractModel(Model):
    """`extract:`: the extract of minutes, which is named and not published."""

    name: Verbatim
    sha256: RequiredText


class ReportedModel(Model):
    """One entry of `adoptions:`."""

    body: Slug
    state: Annotated[AdoptionState, Parsed(one_of(AdoptionState))]
    date: MaybeAnyDay = None
    next_date: MaybeAnyDay = None
    organ: Verbatim = ""
    case_number: Verbatim = ""
    vote: Verbatim = ""
    reservations: tuple[ReportedReservationModel, ...] = ()
    extract: ExtractModel | None = None


class ReportedFile(Model):
    """`adoptions-reported.yml`."""

    expected: tuple[Slug, ...] = ()
    adoptions: tuple[ReportedModel, ...] = ()


def write_reported(expected: Iterable[str], rows: Iterable[Adoption]) -> str:
    """Return the text of the file.

    Args:
        expected: the bodies that the secretariat has asked, in the order to show; none where nobody has chosen.
        rows: what was accepted, one row per body.
    """
    entries = [_row(row) for row in sorted(rows, key=lambda row: row.body)]
    return HEAD + dump_yaml({"expected": list(expected), "adoptions": entries})


def _row(row: Adoption) -> dict[str, object]:
    """Return a row with the keys that say something."""
    reservations = [{"text": r.text, **({"section": r.section} if r.section else {})} for r in row.reservations]
    said = {
        "date": row.day.isoformat() if row.day else "",
        "next_date": row.next_day.isoformat() if row.next_day else "",
        "organ": row.organ,
        "case_number": row.case_number,
        "vote": row.vote,
        "reservations": reservations,
        "extract": {"name": row.extract.name, "sha256": row.extract.sha256} if row.extract else None,
    }
    return {"body": row.body, "state": row.state.value, **{key: value for key, value in said.items() if value}}


def read_reported(
    file: ReportedFile, council: Council | None = None, sections: Collection[str] | None = None
) -> tuple[Adoption, ...]:
    """Return the rows of the file.

    Whoever edits `council.yml` or a draft must not stop the site by what somebody has reported before: a body that is
    not known any more is left out, and a reservation to a section that is gone is one in general.
    """
    rows = (_read(entry) for entry in file.adoptions)
    known = (row for row in rows if council is None or council.body(row.body) is not None)
    return tuple(row if sections is None else _in_sections(row, sections) for row in known)


def _read(entry: ReportedModel) -> Adoption:
    return Adoption(
        entry.body,
        entry.state,
        entry.date,
        entry.organ,
        entry.case_number,
        tuple(Reservation(r.text, r.section or "") for r in entry.reservations),
        next_day=entry.next_date,
        vote=entry.vote,
        extract=Extract(entry.extract.name, entry.extract.sha256) if entry.extract else None,
    )


def _in_sections(row: Adoption, sections: Collection[str]) -> Adoption:
    kept = tuple(r if r.section in sections else replace(r, section="") for r in row.reservations)
    return replace(row, reservations=kept)
