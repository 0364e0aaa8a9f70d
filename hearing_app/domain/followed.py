"""What changed because of the answers: points that are followed, and the sections of the new draft where they are.

A point that is taken into account, wholly or in part, has to be seen somewhere in the text; and a change of the text
has to come from somewhere.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from hearing_app.domain.assessment import Point
from hearing_app.domain.versions import Fate, SectionChange, Version
from hearing_app.domain.vocabulary import Conclusion

TO_BE_FOLLOWED = frozenset({Conclusion.ACCEPTED, Conclusion.PARTLY_ACCEPTED})


@dataclass(frozen=True)
class Followed:
    """That a point, by the id of the one that holds the assessment, is followed in a section of the new draft."""

    point: int
    section: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Explained:
    """Why a section was changed although no point asked for it."""

    section: str
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True)
class HeardAgain:
    """Whether a new hearing is needed after material changes, and why, in somebody's judgement (rule 12)."""

    version: str
    needed: bool
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Changes:
    """How the points and the changes of the new draft fit together.

    `version` is None as long as there is no draft after the hearing. `by_section` holds the points that are followed
    in each section, `loose` those that are to be followed and are not seen in any changed section, `unexplained` the
    changes that nothing explains.
    """

    version: Version | None
    sections: tuple[SectionChange, ...]
    by_section: Mapping[str, tuple[Point, ...]]
    explained: Mapping[str, Explained]
    loose: tuple[Point, ...]
    unexplained: tuple[SectionChange, ...]
    to_follow: int

    @property
    def whole(self) -> bool:
        """Whether every point that is followed has its change, and every change its reason."""
        return not self.loose and not self.unexplained


def after_hearing(versions: Iterable[Version]) -> Version | None:
    """Return the newest version made after the heard one; `versions` stand oldest first."""
    found: Version | None = None
    heard = False
    for version in versions:
        heard, found = heard or version.heard, version if heard and not version.heard else found
    return found


def changes_of(
    version: Version | None,
    sections: tuple[SectionChange, ...],
    points: Iterable[Point],
    followed: Iterable[Followed],
    explained: Iterable[Explained],
) -> Changes:
    """Return how the points that are to be followed and the changes of the new draft fit together.

    Args:
        version: the newest version after the hearing.
        sections: how it differs from what was heard, section by section.
        points: the hearing's points that count; of those that share an assessment one is enough.
        followed: where points are followed.
        explained: what is said of changes of this version that no point explains.
    """
    roots = {point.root: point for point in sorted(points, key=lambda p: (p.root != p.id, p.id), reverse=True)}
    wanted = {root: point for root, point in roots.items() if point.conclusion in TO_BE_FOLLOWED}
    changed = {change.id for change in sections if change.fate is not Fate.SAME}
    links = {(entry.point, entry.section) for entry in followed if entry.point in wanted}
    by_section = {
        change.id: tuple(wanted[root] for root, section in sorted(links) if section == change.id) for change in sections
    }
    seen = {root for root, section in links if section in changed}
    reasons = {entry.section: entry for entry in explained}
    return Changes(
        version,
        sections,
        by_section,
        reasons,
        tuple(wanted[root] for root in sorted(wanted) if root not in seen),
        tuple(c for c in sections if c.fate is not Fate.SAME and not by_section[c.id] and c.id not in reasons),
        len(wanted),
    )
