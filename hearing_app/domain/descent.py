"""Which paragraph of a version comes from which of the version before it.

Nothing but the texts says so, and a remark must never come to point at somebody else's words. So what is the same is
paired first, then what is clearly alike; the rest was removed, or is new.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypeAlias

ALIKE_HERE = 0.6
"""The share of common words from which a paragraph is a changed one of the same section's."""
ALIKE_ELSEWHERE = 0.8
"""The same across sections, where a chance likeness has more to choose from."""
FEWEST_WORDS = 5
"""A text of fewer words is not recognised in another section once it is changed."""
PAIRS = 120_000
"""About how many pairs of changed paragraphs are compared; where there are more, those that stand near each other."""

Bag: TypeAlias = frozenset[tuple[str, int]]
Groups: TypeAlias = list[tuple[list[int], list[int]]]


@dataclass(frozen=True)
class Spot:
    """A paragraph: its id (empty where it has none yet), its section and its text."""

    id: str
    section: str
    text: str


def descent(before: Sequence[Spot], after: Sequence[Spot]) -> dict[int, int]:
    """Return for each paragraph of `after` (by index) the one of `before` that it comes from, where there is one."""
    olds, news = _said(before), _said(after)
    pairs = _Pairs()
    pairs.by_id([spot.id for spot in before], [spot.id for spot in after])
    pairs.identical(
        [(spot.section, text) for spot, text in zip(before, olds, strict=True)],
        [(spot.section, text) for spot, text in zip(after, news, strict=True)],
    )
    pairs.identical(olds, news)
    pairs.alike(_worded(before), [worded for worded in _worded(after) if worded.index not in pairs.parents])
    return pairs.parents


class _Pairs:
    """Pairs the paragraphs of two versions by index, each with one at most; what is paired stays so."""

    def __init__(self) -> None:
        self.parents: dict[int, int] = {}
        self.children: dict[int, int] = {}

    def pair(self, old: int, new: int) -> None:
        """Say that `new` comes from `old`, unless one of them is paired."""
        if old not in self.children and new not in self.parents:
            self.parents[new] = old
            self.children[old] = new

    def by_id(self, olds: Sequence[str], news: Sequence[str]) -> None:
        """Pair what its author says is the same."""
        places = {name: index for index, name in enumerate(olds)}
        for new, name in enumerate(news):
            if name in places:
                self.pair(places[name], new)

    def identical(self, olds: Sequence[Hashable], news: Sequence[Hashable]) -> None:
        """Pair what is equal: first what stands once, then its equal neighbours, then twins in their order."""
        groups = self._left(_grouped(olds, news))
        for old, new in groups:
            if len(old) == len(new) == 1:
                self.pair(old[0], new[0])
        for step in (1, -1):
            for new_place in sorted(self.parents, reverse=step < 0):
                self._go_on(olds, news, self.parents[new_place], new_place, step)
        for old, new in self._left(groups):
            for old_place, new_place in zip(old, new, strict=False):
                self.pair(old_place, new_place)

    def _left(self, groups: Groups) -> Groups:
        """Return the groups without what is paired."""
        return [
            (
                [place for place in old if place not in self.children],
                [place for place in new if place not in self.parents],
            )
            for old, new in groups
        ]

    def _go_on(self, olds: Sequence[Hashable], news: Sequence[Hashable], old: int, new: int, step: int) -> None:
        """Pair the neighbours of what is paired as long as they are equal: of twins, this tells which is which."""
        old, new = old + step, new + step
        while 0 <= old < len(olds) and 0 <= new < len(news) and olds[old] == news[new]:
            if old in self.children or new in self.parents:
                return
            self.pair(old, new)
            old, new = old + step, new + step

    def alike(self, olds: Sequence["_Worded"], news: Sequence["_Worded"]) -> None:
        """Pair what shares most of its words, the likest first.

        What is as like one text as another, or likest to one that is paired, or to one in another section and not
        enough so, is left alone: nobody can tell, and what is less like it would be the wrong one.
        """
        doubtful: set[_Worded] = set()
        links = sorted(_links(olds, news), key=lambda link: (-link.share, link.distance, link.old.index))
        for _, tied in groupby(links, key=lambda link: link.share):
            equals = [link for link in tied if link.new.index not in self.parents and doubtful.isdisjoint(link.ends)]
            choices: dict[_Worded, set[Bag]] = defaultdict(set)
            for link in equals:
                choices[link.old].add(link.new.bag)
                choices[link.new].add(link.old.bag)
            for link in equals:
                if link.old.index in self.children:
                    doubtful.add(link.new)
                elif link.sure and len(choices[link.old]) == len(choices[link.new]) == 1:
                    self.pair(link.old.index, link.new.index)
                else:
                    doubtful.update(link.ends)


@dataclass(frozen=True, eq=False)
class _Worded:
    """A paragraph by its index, with its section and its words."""

    index: int
    section: str
    bag: Bag


@dataclass(frozen=True)
class _Link:
    """That two paragraphs are alike. `sure`: enough so, if nothing else is as much."""

    old: _Worded
    new: _Worded
    share: float
    distance: int
    sure: bool

    @property
    def ends(self) -> tuple[_Worded, _Worded]:
        """Both paragraphs."""
        return self.old, self.new


def _said(spots: Sequence[Spot]) -> list[str]:
    """Return the texts as they are compared: a line broken elsewhere is no change."""
    return [" ".join(spot.text.split()) for spot in spots]


def _grouped(olds: Sequence[Hashable], news: Sequence[Hashable]) -> Groups:
    """Return the places of what is equal, on either side."""
    groups: dict[Hashable, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for side, keys in enumerate((olds, news)):
        for index, key in enumerate(keys):
            groups[key][side].append(index)
    return list(groups.values())


def _worded(spots: Sequence[Spot]) -> list[_Worded]:
    """Return the paragraphs that hold a word at all."""
    found = (_Worded(index, spot.section, _bag(spot.text)) for index, spot in enumerate(spots))
    return [worded for worded in found if worded.bag]


def _bag(text: str) -> Bag:
    """Return the words of `text`, each with how often it has stood before: what two bags share is then counted."""
    seen: Counter[str] = Counter()
    bag = set()
    for word in re.findall(r"\w+", text.casefold()):
        bag.add((word, seen[word]))
        seen[word] += 1
    return frozenset(bag)


def _links(olds: Sequence[_Worded], news: Sequence[_Worded]) -> Iterator[_Link]:
    """Yield what is alike at all."""
    for a, b in _near(olds, news):
        old, new = olds[a], news[b]
        share = 2 * len(old.bag & new.bag) / (len(old.bag) + len(new.bag))
        if share >= ALIKE_HERE:
            long = min(len(old.bag), len(new.bag)) >= FEWEST_WORDS
            sure = old.section == new.section or (long and share >= ALIKE_ELSEWHERE)
            yield _Link(old, new, share, abs(a * len(news) - b * len(olds)), sure)


def _near(olds: Sequence[_Worded], news: Sequence[_Worded]) -> set[tuple[int, int]]:
    """Return the pairs of places to compare: all, or where those are too many, those near each other.

    Near is told in the whole text, and within each section once more: it may have moved.
    """
    found = set(_window(len(olds), len(news)))
    if len(olds) * len(news) > PAIRS:
        for old_places, new_places in _grouped([old.section for old in olds], [new.section for new in news]):
            found |= {(old_places[a], new_places[b]) for a, b in _window(len(old_places), len(new_places))}
    return found


def _window(olds: int, news: int) -> Iterator[tuple[int, int]]:
    reach = max(2, PAIRS // max(1, news))
    for new in range(news):
        middle = new * olds // news
        for old in range(max(0, middle - reach), min(olds, middle + reach + 1)):
            yield old, new
