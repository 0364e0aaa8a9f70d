"""The act that a hearing is held under. Which there are is data: `definitions/defaults.yml` and `council.yml`."""

from collections.abc import Iterable
from dataclasses import dataclass

from hearing_app.domain.localised import Localised

NO_BASIS = "none"
"""The id of the basis of a hearing that no act sets a period for."""


@dataclass(frozen=True)
class LegalBasis:
    """An act, or a part of one, with what it asks of a hearing.

    `section` is written as in a letter («§ 8-3»). `minimum_days` is the shortest period that the act allows, None
    where it sets none. `all_points_assessed` tells that nothing may be published while a point lacks assessment or
    conclusion (rule 11).
    """

    id: str
    name: Localised
    section: str = ""
    minimum_days: int | None = None
    all_points_assessed: bool = False

    @property
    def title(self) -> Localised:
        """The act with its section, like «Plan- og bygningsloven § 8-3»."""
        if not self.section:
            return self.name
        forms = tuple((language, f"{text} {self.section}") for language, text in self.name.forms)
        return Localised(f"{self.name.plain} {self.section}" if self.name.plain else "", forms)


def merged(shipped: Iterable[LegalBasis], own: Iterable[LegalBasis]) -> tuple[LegalBasis, ...]:
    """Return the shipped bases with a council's own: one with a known id takes its place, others come last."""
    return tuple({basis.id: basis for basis in (*shipped, *own)}.values())
