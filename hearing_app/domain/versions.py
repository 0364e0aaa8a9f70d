"""The versions of a draft: what became of a section or a paragraph from one to another, told so that it can be read."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import takewhile

from hearing_app.domain.difference import MOST_WORDS, Change, Piece, compare_points, compare_words
from hearing_app.domain.draft import Draft, Section
from hearing_app.domain.lineage import Edition, Passage

HEARD = "horingsutkast"
"""Stands for the heard draft in addresses, so no other version can be called so."""
WORD_BY_WORD = 400
"""A paragraph of more words than this, such as a long table, is compared by lines and sentences first."""


class Extent(StrEnum):
    """How much a version made after the hearing differs from what was heard, in its author's judgement."""

    MATERIAL = "material"
    MINOR = "minor"


class Fate(StrEnum):
    """What became of a section or a paragraph."""

    SAME = "same"
    CHANGED = "changed"
    MOVED = "moved"
    MOVED_AND_CHANGED = "moved_and_changed"
    REMOVED = "removed"
    ADDED = "added"

    @classmethod
    def of(cls, *, moved: bool, changed: bool) -> "Fate":
        """Return the fate of what stands on both sides."""
        if moved:
            return cls.MOVED_AND_CHANGED if changed else cls.MOVED
        return cls.CHANGED if changed else cls.SAME


@dataclass(frozen=True)
class Version:
    """A version of a hearing's draft; `extent` only of one made after the deadline, or still being worked on."""

    slug: str
    draft: Draft
    extent: Extent | None = None
    note: str = ""

    @property
    def heard(self) -> bool:
        """Whether this is the text that the bodies answer."""
        return self.slug == HEARD

    @property
    def working(self) -> bool:
        """Whether it is a working draft: without a day it is published on none."""
        return not self.heard and self.draft.dated is None

    def shown_on(self, day: date) -> bool:
        """Whether readers see it on `day`: one of a later date is to come, the heard one is there."""
        return self.heard or (self.draft.dated is not None and self.draft.dated <= day)


def shown_on(versions: Iterable[Version], day: date) -> tuple[Version, ...]:
    """Return the versions that are public on `day`."""
    return tuple(version for version in versions if version.shown_on(day))


def before_heard(versions: Iterable[Version]) -> tuple[Draft, ...]:
    """Return the drafts from before the heard one; `versions` stand oldest first."""
    return tuple(version.draft for version in takewhile(lambda version: not version.heard, versions))


@dataclass(frozen=True)
class Trace:
    """Where something of one version stands in another: nowhere, if it was removed.

    Of a paragraph `passage` is what became of it, and `section` where that stands; of a section `section` alone.
    """

    fate: Fate
    section: Section | None = None
    passage: Passage | None = None


def trace(before: Edition, point: str, after: Edition) -> Trace:
    """Return what `point`, the id of a paragraph or a section in `before`, has become in `after`.

    Raises:
        KeyError: `before` has neither a paragraph nor a section with this id.
    """
    passage = before.passage(point)
    if passage is None:
        return _trace_section(before, point, after)
    now = after.by_lineage.get(passage.lineage)
    if now is None:
        return Trace(Fate.REMOVED)
    moved = passage.lineage not in _in_place(before, after)
    return Trace(Fate.of(moved=moved, changed=_differs(passage, now)), after.section(now.section), now)


def _trace_section(before: Edition, section_id: str, after: Edition) -> Trace:
    if before.section(section_id) is None:
        raise KeyError(section_id)
    found = next(change for change in compare(before, after) if change.before and change.before.id == section_id)
    return Trace(found.fate, found.after)


@dataclass(frozen=True)
class ParagraphChange:
    """One paragraph before and after. `away` marks the place that it moved from; it is told where it moved to."""

    fate: Fate
    before: Passage | None
    after: Passage | None
    pieces: tuple[Piece, ...]
    away: bool = False


@dataclass(frozen=True)
class SectionChange:
    """One section before and after, with its paragraphs in reading order."""

    fate: Fate
    before: Section | None
    after: Section | None
    paragraphs: tuple[ParagraphChange, ...]

    @property
    def id(self) -> str:
        """The section's id."""
        return (self.after or self.before or _NOWHERE).id

    @property
    def renamed(self) -> bool:
        """Whether the heading differs."""
        return bool(self.before and self.after and self.before.heading != self.after.heading)

    def count(self, *fates: Fate) -> int:
        """Return how many paragraphs met one of these fates; one that moved is counted where it stands now."""
        return sum(change.fate in fates and not change.away for change in self.paragraphs)


_NOWHERE = Section("", "", "")


def compare(before: Edition, after: Edition) -> tuple[SectionChange, ...]:
    """Return how `before` became `after`, section by section; a removed one is told where it stood."""
    old, new = ([section.id for section in edition.sections] for edition in (before, after))
    in_place = _unmoved(old, new)
    stays = _in_place(before, after)
    changes = []
    for section_id in _merged(old, new, in_place):
        sections = before.section(section_id), after.section(section_id)
        paragraphs = tuple(_paragraph_changes(before, after, section_id, stays))
        changes.append(SectionChange(_section_fate(*sections, paragraphs, in_place), *sections, paragraphs))
    return tuple(changes)


def _section_fate(
    old: Section | None, new: Section | None, paragraphs: Iterable[ParagraphChange], in_place: frozenset[str]
) -> Fate:
    if old is None or new is None:
        return Fate.REMOVED if new is None else Fate.ADDED
    changed = old.heading != new.heading or any(change.fate is not Fate.SAME for change in paragraphs)
    return Fate.of(moved=new.id not in in_place, changed=changed)


def _paragraph_changes(
    before: Edition, after: Edition, section_id: str, stays: frozenset[str]
) -> Iterator[ParagraphChange]:
    """Yield a section's paragraphs; one that moved to another section is told in both."""
    olds, news = before.by_section.get(section_id, ()), after.by_section.get(section_id, ())
    here = {passage.lineage for passage in news}
    for lineage in _merged([passage.lineage for passage in olds], [passage.lineage for passage in news], stays):
        old, new = before.by_lineage.get(lineage), after.by_lineage.get(lineage)
        fate = _fate(old, new, stays)
        yield ParagraphChange(fate, old, new, _pieces(old, new, fate), away=lineage not in here and new is not None)


def _fate(old: Passage | None, new: Passage | None, stays: frozenset[str]) -> Fate:
    if old is None or new is None:
        return Fate.REMOVED if new is None else Fate.ADDED
    return Fate.of(moved=new.lineage not in stays, changed=_differs(old, new))


def _pieces(old: Passage | None, new: Passage | None, fate: Fate) -> tuple[Piece, ...]:
    if fate in (Fate.CHANGED, Fate.MOVED_AND_CHANGED) and old and new:
        return readable(old.paragraph.words, new.paragraph.words)
    change = {Fate.REMOVED: Change.REMOVED, Fate.ADDED: Change.ADDED}.get(fate, Change.SAME)
    passage = new or old
    return (Piece(change, passage.paragraph.words),) if passage and passage.paragraph.words else ()


def _differs(old: Passage, new: Passage) -> bool:
    return old.text.split() != new.text.split()


def readable(before: str, after: str) -> tuple[Piece, ...]:
    """Return the pieces that lead from `before` to `after`, in a time that a long table does not stretch."""
    longest = max(len(before.split()), len(after.split()))
    if not WORD_BY_WORD < longest <= MOST_WORDS:
        return compare_words(before, after)
    rows = compare_points(_sentences(before), _sentences(after))
    return tuple(piece for row in rows for piece in row.pieces)


def _sentences(text: str) -> list[str]:
    """Return the sentences and lines of `text`, each with the white space after it."""
    return re.findall(r".+?(?:(?<=[.!?])\s+|\n+|\Z)", text, re.DOTALL)


def _in_place(before: Edition, after: Edition) -> frozenset[str]:
    """Return the lineages that stand in the same section and the same order in both."""
    found: set[str] = set()
    for section_id, passages in before.by_section.items():
        new = [passage.lineage for passage in after.by_section.get(section_id, ())]
        found |= _unmoved([passage.lineage for passage in passages], new)
    return frozenset(found)


def _unmoved(old: Sequence[str], new: Sequence[str]) -> frozenset[str]:
    """Return as many as possible of those in both that kept their order: the others are what was moved."""
    places = {key: place for place, key in enumerate(new)}
    kept = [key for key in old if key in places]
    ends: list[int] = []
    behind: list[int] = []
    last: list[int] = []
    for index, key in enumerate(kept):
        length = bisect_left(ends, places[key])
        ends[length : length + 1] = [places[key]]
        last[length : length + 1] = [index]
        behind.append(last[length - 1] if length else -1)
    result: set[str] = set()
    at = last[-1] if last else -1
    while at >= 0:
        result.add(kept[at])
        at = behind[at]
    return frozenset(result)


def _merged(old: Sequence[str], new: Sequence[str], in_place: frozenset[str]) -> list[str]:
    """Return all of `new` in order, and what only `old` has after what it stood behind."""
    left: dict[str | None, list[str]] = {}
    present = set(new)
    behind: str | None = None
    for key in old:
        if key in in_place:
            behind = key
        elif key not in present:
            left.setdefault(behind, []).append(key)
    merged = list(left.get(None, []))
    for key in new:
        merged += [key, *left.get(key, [])]
    return merged
