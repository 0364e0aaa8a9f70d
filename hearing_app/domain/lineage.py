"""The versions of a draft with ids on their paragraphs, each kept from version to version."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from hearing_app.domain.descent import Spot, descent
from hearing_app.domain.draft import Draft, Section
from hearing_app.domain.paragraphs import Paragraph


@dataclass(frozen=True)
class Passage:
    """A paragraph where it stands in one version.

    `id` is its address there; `lineage` follows it through all versions, and belongs to no other.
    """

    id: str
    lineage: str
    section: str
    paragraph: Paragraph

    @property
    def text(self) -> str:
        """What it says, as Markdown."""
        return self.paragraph.text


@dataclass(frozen=True)
class Edition:
    """A version of a draft with an id on every paragraph."""

    draft: Draft
    passages: tuple[Passage, ...]

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The sections, with the text before the first where there is one."""
        opening = self.draft.opening
        return (opening, *self.draft.sections) if opening.markdown else self.draft.sections

    @cached_property
    def by_section(self) -> dict[str, tuple[Passage, ...]]:
        """The passages of each section, in reading order."""
        found: dict[str, list[Passage]] = {section.id: [] for section in self.sections}
        for passage in self.passages:
            found[passage.section].append(passage)
        return {section: tuple(passages) for section, passages in found.items()}

    @cached_property
    def by_lineage(self) -> dict[str, Passage]:
        """Every passage by its lineage."""
        return {passage.lineage: passage for passage in self.passages}

    def section(self, section_id: str) -> Section | None:
        """Return the section with this id, or None."""
        return next((section for section in self.sections if section.id == section_id), None)

    def passage(self, passage_id: str) -> Passage | None:
        """Return the passage with this id, or None."""
        return next((passage for passage in self.passages if passage.id == passage_id), None)


@dataclass(frozen=True)
class _Unnamed:
    """A paragraph that has no id yet, unless its author gave it one."""

    section: str
    paragraph: Paragraph
    id: str


def editions(drafts: Iterable[Draft]) -> tuple[Edition, ...]:
    """Return the versions of a draft, oldest first, with an id on every paragraph that it keeps from then on."""
    naming = _Naming()
    made: list[Edition] = []
    for draft in drafts:
        before = made[-1].passages if made else ()
        after = tuple(_unnamed(draft))
        parents = descent(
            [Spot(passage.id, passage.section, passage.text) for passage in before],
            [Spot(unnamed.id, unnamed.section, unnamed.paragraph.text) for unnamed in after],
        )
        made.append(Edition(draft, naming.passages(before, after, parents)))
    return tuple(made)


@lru_cache(maxsize=64)
def known_editions(drafts: tuple[Draft, ...]) -> tuple[Edition, ...]:
    """Return `editions`, found once: drafts never change, and are asked for again at every request."""
    return editions(drafts)


def newest_edition(drafts: tuple[Draft, ...]) -> Edition:
    """Return the last of the versions of a draft, with the ids that its paragraphs have had from the first one on."""
    return known_editions(drafts)[-1]


def _unnamed(draft: Draft) -> Iterator[_Unnamed]:
    for section in (draft.opening, *draft.sections):
        given = dict(section.names)
        for place, paragraph in enumerate(section.paragraphs):
            yield _Unnamed(section.id, paragraph, given.get(place, ""))


@dataclass
class _Naming:
    """Gives ids and lineages, and never one twice: a number is not used again, not even in a later version."""

    numbers: Counter[str] = field(default_factory=Counter)
    known: dict[str, str] = field(default_factory=dict)

    def passages(
        self, before: Sequence[Passage], spots: Sequence[_Unnamed], parents: Mapping[int, int]
    ) -> tuple[Passage, ...]:
        """Return the passages of a version; `parents` says which one before each comes from."""
        taken = {before[parent].lineage for parent in parents.values()}
        named = []
        for index, spot in enumerate(spots):
            parent = before[parents[index]] if index in parents else None
            lineage = parent.lineage if parent else self._new(spot, taken)
            taken.add(lineage)
            passage = Passage(spot.id or (parent.id if parent else lineage), lineage, spot.section, spot.paragraph)
            self.known.setdefault(passage.id, lineage)
            named.append(passage)
        return tuple(named)

    def _new(self, spot: _Unnamed, taken: set[str]) -> str:
        """Return a lineage for a new paragraph; an id its author has used before means the same one, back again."""
        self.numbers[spot.section] += 1
        numbered = f"{spot.section}.{self.numbers[spot.section]}"
        wanted = self.known.get(spot.id, spot.id) if spot.id else numbered
        return numbered if wanted in taken else wanted
