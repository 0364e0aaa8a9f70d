"""Who has adopted what, for the whole council: one row per body, one column per matter."""

from collections.abc import Sequence
from dataclasses import dataclass

from hearing_app.domain.decision import Adoption, AdoptionRegister
from hearing_app.domain.localised import Localised
from hearing_app.domain.record import Ref


@dataclass(frozen=True)
class RegisteredMatter:
    """A hearing, a case or a plan that has a register, which is as it stands on the day that is shown.

    `holds` is False for a plan that is replaced or repealed: nobody waits for an adoption of it any more.
    """

    ref: Ref
    title: Localised
    register: AdoptionRegister
    holds: bool = True


@dataclass(frozen=True)
class MatrixRow:
    """What one body has made of every matter, in the order of the columns; None where it was not asked.

    It can be sorted as what belongs to a body: `body` is the body's id.
    """

    body: str
    cells: tuple[Adoption | None, ...]


@dataclass(frozen=True)
class AdoptionMatrix:
    """The columns and the rows of the matrix."""

    matters: tuple[RegisteredMatter, ...]
    rows: tuple[MatrixRow, ...]


def adoption_matrix(matters: Sequence[RegisteredMatter]) -> AdoptionMatrix:
    """Return the matrix over `matters`, its rows in the order in which the bodies first occur.

    Nothing is inferred: a cell is the row of the register, and an empty cell is a body that was not asked.
    """
    by_matter = [{row.body: row for row in matter.register.rows} for matter in matters]
    bodies = dict.fromkeys(body for rows in by_matter for body in rows)
    rows = (MatrixRow(body, tuple(found.get(body) for found in by_matter)) for body in bodies)
    return AdoptionMatrix(tuple(matters), tuple(rows))
