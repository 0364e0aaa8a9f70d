"""What the rules measure with. The numbers are data: `definitions/defaults.yml` and `rules:` in `council.yml`."""

from dataclasses import dataclass

from hearing_app.domain.holidays import Season


@dataclass(frozen=True)
class Thresholds:
    """The numbers and lists that a council may change.

    `shortest_days` and `normal_months` are the shortest period without a reason (rule 2) and the normal one (rule 3);
    `private_mail` are the domains, in small letters, at which people have an address of their own (rule 13).
    """

    shortest_days: int
    normal_months: int
    seasons: tuple[Season, ...]
    private_mail: frozenset[str]
