"""Two people have changed one file: both texts, and where they differ."""

import re

from hearing_app.building.hand_files import HandFile
from hearing_app.domain.difference import PointChange, compare_points

_BETWEEN = re.compile(r"\n[ \t]*\n\s*")


def differing(mine: str, theirs: HandFile | None) -> tuple[PointChange, ...]:
    """Return how what somebody has typed differs from the file as it stands now, paragraph by paragraph.

    What is added stands in the file alone, what is removed in the typed text alone.
    """
    return compare_points(_paragraphs(mine), _paragraphs(theirs.text)) if theirs else ()


def _paragraphs(text: str) -> list[str]:
    return [one for one in _BETWEEN.split(text.strip()) if one]
