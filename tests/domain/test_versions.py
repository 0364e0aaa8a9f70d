"""Versions of a draft, case by case; test_versions_of_any_kind.py asks what holds for all of them."""

import time
from dataclasses import replace
from datetime import date

import pytest

from hearing_app.domain.difference import Change
from hearing_app.domain.draft import Draft, Section
from hearing_app.domain.lineage import editions
from hearing_app.domain.versions import HEARD, Fate, Version, compare, readable, shown_on, trace


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


def test_a_version_without_a_day_is_public_on_none():
    """It is being worked on; the heard draft needs no day."""
    working, heard = Version("v", draft()), Version(HEARD, draft())
    assert (working.working, heard.working) == (True, False)
    assert shown_on((heard, working), date.max) == (heard,)
