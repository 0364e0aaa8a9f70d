"""What holds for every version that can be written: made-up documents know where each paragraph of them comes from."""

from dataclasses import dataclass, replace
from itertools import count, pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from hearing_app.domain.draft import Draft, Section
from hearing_app.domain.lineage import editions
from hearing_app.domain.versions import Fate, compare, trace

COMMON = ("kommunen", "skal", "regionrådet", "og", "etter", "avtalen", "i", "for")
MOVED = {Fate.MOVED, Fate.MOVED_AND_CHANGED}
CHANGED = {Fate.CHANGED, Fate.MOVED_AND_CHANGED}
SURE = 8
"""With this many words a paragraph with one word changed must be found again where it stood."""


@dataclass(frozen=True)
class Known:
    """A paragraph with the origins that it descends from; a copy has those of what it was copied from."""

    words: tuple[str, ...]
    origins: frozenset[int]
    edited: bool = False

    @property
    def text(self):
        return " ".join(self.words)


class Author:
    """Writes and edits documents; `choose(n)` decides everything, and returns a number below n."""

    def __init__(self, choose):
        self.choose, self.new_word, self.new_origin = choose, map("ord{}".format, count()), count()

    def text(self):
        """Words of its own, and for two of five the words that every such text uses."""
        length = 1 + self.choose(14)
        return tuple(
            COMMON[self.choose(len(COMMON))] if n % 5 in (1, 3) else next(self.new_word) for n in range(length)
        )

    def fresh(self):
        return Known(self.text(), frozenset({next(self.new_origin)}))

    def sibling(self, one):
        """Another paragraph in the mould of this one: every fourth word is its own."""
        words = tuple(next(self.new_word) if n % 4 == 0 else word for n, word in enumerate(one.words))
        return Known(words, frozenset({next(self.new_origin)}))

    def document(self):
        sections = []
        for number in range(1 + self.choose(4)):
            paragraphs = [self.fresh() for _ in range(self.choose(6))]
            for _ in range(self.choose(3)):
                if paragraphs:
                    one = paragraphs[self.choose(len(paragraphs))]
                    twin = Known(one.words, frozenset({next(self.new_origin)}))
                    paragraphs.append(twin if self.choose(2) else self.sibling(one))
            sections.append((f"s{number}", f"Heading {number}", paragraphs))
        return sections

    def revise(self, sections, number):
        """Return the next version, after a few edits of every kind."""
        sections = [(name, heading, [replace(p, edited=False) for p in ps]) for name, heading, ps in sections]
        for _ in range(self.choose(8)):
            if sections:
                kinds = (self.insert, self.delete, self.move, self.edit, self.duplicate, self.rename, self.carry)
                (*kinds, self.drop, self.edit, self.move)[self.choose(10)](sections)
        if self.choose(3) == 0:
            sections.insert(self.choose(len(sections) + 1), (f"new{number}", "New", [self.fresh()]))
        return sections

    def _some(self, sections):
        """Return the paragraphs of a section that has any, and a place among them."""
        full = [paragraphs for _, _, paragraphs in sections if paragraphs]
        if not full:
            return [self.fresh()], 0
        paragraphs = full[self.choose(len(full))]
        return paragraphs, self.choose(len(paragraphs))

    def _put(self, sections, known):
        paragraphs = sections[self.choose(len(sections))][2]
        paragraphs.insert(self.choose(len(paragraphs) + 1), known)

    def insert(self, sections):
        self._put(sections, self.fresh())

    def delete(self, sections):
        paragraphs, place = self._some(sections)
        del paragraphs[place]

    def move(self, sections):
        paragraphs, place = self._some(sections)
        self._put(sections, paragraphs.pop(place))

    def duplicate(self, sections):
        paragraphs, place = self._some(sections)
        self._put(sections, paragraphs[place])

    def edit(self, sections):
        """Change, add or take out one word; one edit for each paragraph and version."""
        paragraphs, place = self._some(sections)
        known = paragraphs[place]
        if not known.edited:
            at = self.choose(len(known.words))
            kept = () if self.choose(2) else (known.words[at],)
            words = (*known.words[:at], *kept, next(self.new_word), *known.words[at + 1 :])
            paragraphs[place] = replace(known, words=words, edited=True)

    def rename(self, sections):
        at = self.choose(len(sections))
        sections[at] = (sections[at][0], next(self.new_word), sections[at][2])

    def carry(self, sections):
        section = sections.pop(self.choose(len(sections)))
        sections.insert(self.choose(len(sections) + 1), section)

    def drop(self, sections):
        del sections[self.choose(len(sections))]


def draft_of(sections):
    return Draft("Utkast", "", tuple(Section(i, h, "\n\n".join(p.text for p in ps)) for i, h, ps in sections))


def flat(sections):
    return [(name, known) for name, _, paragraphs in sections for known in paragraphs]


def with_twins(sections, origins):
    """Return the origins of everything that says the same as something of these origins: nobody can tell them apart."""
    said = {known.text for _, known in flat(sections) if known.origins & origins}
    return frozenset().union(*(known.origins for _, known in flat(sections) if known.text in said))


def must_be_found(documents, place):
    """Tell whether no reader could miss what became of a paragraph: it stayed as it was, or changed by a word."""
    home, known = flat(documents[0])[place]
    for before, after in pairwise(documents):
        if len(with_twins(before, known.origins)) > 1:
            return False
        heirs = [(where, one) for where, one in flat(after) if one.origins & known.origins]
        same = [(where, one) for where, one in heirs if one.text == known.text]
        near = [(where, one) for where, one in heirs if where == home and len(known.words) >= SURE]
        if len(heirs) != 1 or not (same or near):
            return False
        home, known = heirs[0]
    return True


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_a_remark_points_at_its_own_text_or_at_removed(data):
    """Whatever was inserted, removed, moved, copied, edited or renamed on the way from version 1 to version 3."""
    author = Author(lambda below: data.draw(st.integers(0, below - 1)))
    documents = [author.document()]
    for number in (2, 3):
        documents.append(author.revise(documents[-1], number))
    made = editions(draft_of(sections) for sections in documents)
    for place, passage in enumerate(made[0].passages):
        mine = flat(documents[0])[place][1].origins
        for sections in documents[:-1]:
            mine = with_twins(sections, mine)
        found = trace(made[0], passage.id, made[-1])
        if found.passage is None:
            assert found.fate is Fate.REMOVED
            assert not must_be_found(documents, place), passage
            continue
        where, known = flat(documents[-1])[made[-1].passages.index(found.passage)]
        assert known.origins & mine, (passage, found)
        assert (found.fate in CHANGED) is (known.text != passage.text)
        assert where == passage.section or found.fate in MOVED
        assert found.section.id == where


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_ids_are_unique_in_a_version_and_mean_one_lineage_in_all(data):
    """An id is never used again for something else, also not long after its paragraph was removed."""
    author = Author(lambda below: data.draw(st.integers(0, below - 1)))
    documents = [author.document()]
    for number in (2, 3, 4):
        documents.append(author.revise(documents[-1], number))
    meant = {}
    for edition in editions(draft_of(sections) for sections in documents):
        ids = [passage.id for passage in edition.passages]
        assert len(set(ids)) == len(ids)
        assert all("." in name for name in ids)
        for passage in edition.passages:
            assert meant.setdefault(passage.id, passage.lineage) == passage.lineage


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_a_comparison_tells_every_paragraph_of_both_versions(data):
    """Each of the new version once where it stands, each of the old one where it went or was removed."""
    author = Author(lambda below: data.draw(st.integers(0, below - 1)))
    first = author.document()
    before, after = editions(map(draft_of, (first, author.revise(first, 2))))
    sections = compare(before, after)
    assert [s.after.id for s in sections if s.after] == [s.id for s in after.sections]
    assert {s.before.id for s in sections if s.before} == {s.id for s in before.sections}
    told = [change for section in sections for change in section.paragraphs]
    assert [c.after for c in told if c.after and not c.away] == list(after.passages)
    assert {c.before.id for c in told if c.before} == {p.id for p in before.passages}
    for change in told:
        assert (change.fate is Fate.REMOVED) is (change.after is None)
        assert (change.fate is Fate.ADDED) is (change.before is None)
        if change.before and change.after:
            assert change.fate is trace(before, change.before.id, after).fate
