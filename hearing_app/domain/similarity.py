"""How like two texts are: by their words alone, and told in a word that can be explained.

Nothing here understands a text. The same opinion in other words, or in the other form of Norwegian, is not found.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from hashlib import blake2b

RUN = 3
"""How many words in a row are compared as one."""
NEARLY = 0.8
"""Of the words of both texts, how many stand in both in the same order, where they are nearly the same."""
SIMILAR = 0.5
"""The same, where they resemble each other."""
HELD = 0.7
"""Of the shorter text's runs of words, how many the longer one has, where it holds the shorter one."""
SHORTEST_HELD = 6
"""Fewer words than this stand in too many texts to say anything."""
LONGEST = 400
"""Words of a text that are compared one by one; of a longer one the runs are, for nobody waits for more."""


class Similarity(StrEnum):
    """How like two texts are, the likest first."""

    SAME = "same"
    NEARLY_SAME = "nearly_same"
    HELD = "held"
    SIMILAR = "similar"


@dataclass(frozen=True)
class Likeness:
    """How a text is like another; `share` of their words, from 0 to 1, stand in both in the same order."""

    similarity: Similarity
    share: float


def runs(words: Sequence[str]) -> frozenset[str]:
    """Return the runs of three words in a text; a shorter text is one run."""
    if not words:
        return frozenset()
    return frozenset(" ".join(words[at : at + RUN]) for at in range(max(1, len(words) - RUN + 1)))


def number_of(run: str) -> int:
    """Return the number by which a run of words is kept in an index: the same on every machine and in every year."""
    return int.from_bytes(blake2b(run.encode(), digest_size=8).digest(), "big", signed=True)


def likeness(one: Sequence[str], other: Sequence[str]) -> Likeness | None:
    """Return how like two texts are by their words, or None where it is not worth telling."""
    if not one or not other:
        return None
    if list(one) == list(other):
        return Likeness(Similarity.SAME, 1.0)
    mine, theirs = runs(one), runs(other)
    common = len(mine & theirs)
    share = _share(one, other) if max(len(one), len(other)) <= LONGEST else 2 * common / (len(mine) + len(theirs))
    if share >= NEARLY:
        return Likeness(Similarity.NEARLY_SAME, share)
    if min(len(one), len(other)) >= SHORTEST_HELD and common >= HELD * min(len(mine), len(theirs)):
        return Likeness(Similarity.HELD, share)
    return Likeness(Similarity.SIMILAR, share) if common and share >= SIMILAR else None


def _share(one: Sequence[str], other: Sequence[str]) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()
