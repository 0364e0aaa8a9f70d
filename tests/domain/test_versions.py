import time
from dataclasses import dataclass, replace
from datetime import date
from itertools import count, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hearing_app.domain.difference import Change
from hearing_app.domain.draft import Draft, Section
from hearing_app.domain.lineage import editions
from hearing_app.domain.versions import HEARD, Fate, Version, compare, readable, shown_on, trace

COMMON = ("kommunen", "skal", "regionrådet", "og", "etter", "avtalen", "i", "for")
MOVED = {Fate.MOVED, Fate.MOVED_AND_CHANGED}
CHANGED = {Fate.CHANGED, Fate.MOVED_AND_CHANGED}
SURE = 8
"""With this many words a paragraph with one word changed must be found again where it stood."""


# --- A document that knows where every paragraph of it comes from ----------------------------------


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


# --- Single cases ----------------------------------------------------------------------------------


def draft(**sections):
    """A draft with these sections: id and Markdown; the heading is the id."""
    return Draft("Utkast", "", tuple(Section(name, name.title(), text) for name, text in sections.items()))


def fates(before, after):
    return {change.id: change.fate.value for change in compare(*editions((before, after)))}


def ids(edition):
    return {passage.id: passage.text for passage in edition.passages}


def test_the_first_version_numbers_its_paragraphs_by_section():
    """Also what stands before the first section, and items of lists."""
    first = Draft("T", "Før", (Section("formal", "Formål", "En\n\n- to\n- tre"), Section("eier", "Eier", "Fire")))
    assert ids(editions((first,))[0]) == {
        "_innledning.1": "Før",
        "formal.1": "En",
        "formal.2": "to",
        "formal.3": "tre",
        "eier.1": "Fire",
    }


def test_an_id_stays_with_its_text_wherever_it_goes():
    """A paragraph put in front gets a number that nobody had, and one that moves keeps its own."""
    first = draft(a="Første avsnitt her\n\nAndre avsnitt her", b="Tredje avsnitt her")
    second = draft(a="Helt nytt innhold\n\nAndre avsnitt her", b="Første avsnitt her\n\nTredje avsnitt her")
    third = draft(a="Noe annet igjen", b="Første avsnitt her")
    made = editions((first, second, third))
    assert ids(made[1]) == {
        "a.3": "Helt nytt innhold",
        "a.2": "Andre avsnitt her",
        "a.1": "Første avsnitt her",
        "b.1": "Tredje avsnitt her",
    }
    assert ids(made[2]) == {"a.4": "Noe annet igjen", "a.1": "Første avsnitt her"}


def test_fates_of_paragraphs():
    """The same, changed, moved, both, removed."""
    long = "Hver kommune møter med ordføreren og ett medlem fra opposisjonen hver gang"
    first = draft(a=f"Likt\n\nFristen er tre uker før møtet\n\n{long}", b="Flyttes uendret hit\n\nBorte for alltid")
    second = draft(a="Likt\n\nFristen er to uker før møtet\n\nFlyttes uendret hit", b=f"{long} framover")
    before, after = editions((first, second))
    found = {name: trace(before, name, after) for name in ("a.1", "a.2", "a.3", "b.1", "b.2")}
    assert [t.fate.value for t in found.values()] == ["same", "changed", "moved_and_changed", "moved", "removed"]
    assert found["a.3"].passage.text.endswith("framover")
    assert found["b.1"].section.id == "a"
    assert found["b.2"].passage is None


def test_fates_of_sections():
    """Added, removed, renamed, moved, changed; a section has its id for its identity."""
    first = draft(a="En tekst", b="To tekster", c="Tre", d="Fire", e="Fem")
    second = Draft(
        "T",
        "",
        (
            Section("d", "D", "Fire"),
            Section("a", "Nytt navn", "En tekst"),
            Section("b", "B", "To tekster og mer"),
            Section("e", "E", "Fem"),
            Section("f", "F", "Seks"),
        ),
    )
    assert fates(first, second) == {
        "d": "moved",
        "a": "changed",
        "b": "changed",
        "c": "removed",
        "e": "same",
        "f": "added",
    }
    before, after = editions((first, second))
    assert [change.id for change in compare(before, after) if change.renamed] == ["a"]
    assert trace(before, "c", after).fate is Fate.REMOVED
    assert trace(before, "d", after).section.id == "d"
    with pytest.raises(KeyError):
        trace(before, "f", after)


def test_a_paragraph_that_left_its_section_is_told_in_both():
    """Where it stood, with where it went, and where it stands now."""
    before, after = editions(
        (draft(a="Blir her\n\nFlytter ut nå", b="Var her"), draft(a="Blir her", b="Var her\n\nFlytter ut nå"))
    )
    a, b = compare(before, after)
    assert [(c.fate.value, c.away) for c in a.paragraphs] == [("same", False), ("moved", True)]
    assert [(c.fate.value, c.away) for c in b.paragraphs] == [("same", False), ("moved", False)]
    assert (a.count(Fate.MOVED), b.count(Fate.MOVED)) == (0, 1)


def test_renumbering_a_list_changes_nothing():
    """An item is its text; the number follows from where it stands."""
    assert fates(draft(a="1. en ting\n2. to ting"), draft(a="1. ny ting her\n2. en ting\n3. to ting"))["a"] == "changed"
    before, after = editions((draft(a="1. en ting\n2. to ting"), draft(a="3. en ting\n\n4. to\n    ting")))
    assert [trace(before, name, after).fate for name in ("a.1", "a.2")] == [Fate.SAME, Fate.SAME]


def test_of_twins_the_neighbours_tell_which_is_which():
    """With the first twin removed, the second one's remark stays where it is."""
    before, after = editions(
        (draft(a="X\n\nSe vedlegg.\n\nY\n\nSe vedlegg.\n\nZ"), draft(a="X\n\nY\n\nSe vedlegg.\n\nZ"))
    )
    assert trace(before, "a.2", after).fate is Fate.REMOVED
    assert trace(before, "a.4", after).passage.id == "a.4"


def test_a_likely_text_in_the_same_section_does_not_take_the_place_of_a_likelier_one_elsewhere():
    """A paragraph that is removed is not mistaken for one of the same mould that moves in, and is changed."""
    first = draft(
        a="Kommunene betaler ti kroner per innbygger til sekretariatet hvert år",
        b="Fylket betaler ti kroner per innbygger til fellesmøtene hvert år",
    )
    second = draft(a="Fylket betaler elleve kroner per innbygger til fellesmøtene hvert år", b="")
    before, after = editions((first, second))
    assert trace(before, "a.1", after).fate is Fate.REMOVED
    assert trace(before, "b.1", after).fate is Fate.MOVED_AND_CHANGED


def named(text, *names):
    return Draft("T", "", (Section("a", "A", text, names),))


def test_what_the_author_says_is_the_same_is_the_same():
    """An explicit id holds through a rewriting that nothing else would survive, and through an absence."""
    first = named("Helt gammel ordlyd\n\nAnnet", (0, "betaling"))
    second = named("Annet\n\nNy tekst om noe ganske ulikt", (1, "betaling"))
    without = named("Annet")
    before, after, gone, back = editions((first, second, without, second))
    assert trace(before, "betaling", after).passage.text == "Ny tekst om noe ganske ulikt"
    assert trace(before, "betaling", gone).fate is Fate.REMOVED
    assert trace(before, "betaling", back).passage.text == "Ny tekst om noe ganske ulikt"


def test_an_explicit_id_given_later_does_not_lose_the_earlier_remarks():
    """The paragraph gets its author's id from then on, and the number still leads to it from before."""
    before, after, last = editions(
        (named("Den samme teksten"), named("Den samme teksten", (0, "fast")), named("Den samme teksten"))
    )
    assert trace(before, "a.1", after).passage.id == "fast"
    assert trace(before, "a.1", last).passage.id == "fast"


def test_an_explicit_id_taken_over_by_another_text_leaves_the_first_its_own():
    """No two paragraphs of a version share an id, whatever the author moves it to."""
    made = editions(
        (
            named("Første tekst her", (0, "x")),
            named("Første tekst her\n\nNoe nytt", (0, "y")),
            named("Første tekst her\n\nNoe nytt", (1, "x")),
        )
    )
    assert ids(made[2]) == {"y": "Første tekst her", "x": "Noe nytt"}
    assert trace(made[0], "x", made[2]).passage.text == "Første tekst her"


def test_85_kilobytes_are_compared_at_once():
    """Every paragraph with a word changed, in eight sections and in one; well under a second on an idle machine."""
    for sections in (8, 1):
        texts = [" ".join(f"ord{(n * 7 + k * k) % 400}" for k in range(34)) for n in range(400)]
        changed = [text.replace(" ", " nytt ", 1) for text in texts]
        size = len(texts) // sections
        drafts = [
            draft(**{f"s{n}": "\n\n".join(version[n * size : (n + 1) * size]) for n in range(sections)})
            for version in (texts, changed)
        ]
        assert sum(map(len, texts)) > 85_000
        started = time.perf_counter()
        before, after = editions(drafts)
        found = compare(before, after)
        assert time.perf_counter() - started < 3
        assert {c.fate for s in found for c in s.paragraphs} == {Fate.CHANGED}


def test_a_long_table_is_compared_at_once():
    """One paragraph of several thousand words does not stretch the time, and is still told cell by cell."""
    rows = [f"| Kommune {n} | {n * 31} innbyggere | tilskudd {n * 7} kroner |" for n in range(400)]
    changed = [*rows[:200], rows[200].replace("kroner", "øre"), *rows[201:]]
    started = time.perf_counter()
    pieces = readable("\n".join(rows), "\n".join(changed))
    assert time.perf_counter() - started < 3
    assert [(p.change, p.text.strip()) for p in pieces if p.change is not Change.SAME] == [
        (Change.REMOVED, "kroner"),
        (Change.ADDED, "øre"),
    ]
    assert [p.change for p in readable("ord " * 6000, "ordet " * 6000)] == [Change.REMOVED, Change.ADDED]


def test_a_version_of_a_later_date_is_not_public_yet():
    """The heard draft is there as long as its hearing is."""
    heard = Version(HEARD, replace(draft(), dated=date(2026, 5, 1)))
    early, late = (
        Version(f"v{day.month}", replace(draft(), dated=day)) for day in (date(2026, 1, 1), date(2026, 9, 1))
    )
    assert shown_on((early, heard, late), date(2026, 3, 1)) == (early, heard)
