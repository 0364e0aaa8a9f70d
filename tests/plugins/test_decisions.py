"""The list of decisions, and the matrix of who has adopted what. English pages: their sentences are the message ids."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from hearing_app.definitions import load_content
from hearing_app.domain.case import Case, case_number
from hearing_app.domain.decision import Adoption, Decision, adoption_register
from hearing_app.domain.localised import Localised
from hearing_app.domain.vocabulary import AdoptionState, Language
from plugins.decisions import SHORT, decisions
from plugins.registers import registered_matters
from plugins.site import Site

ARCHIVE = Path(__file__).parents[1] / "fixtures" / "archive"
CONTENT = Path(__file__).parent / "content"
NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
REGISTER = adoption_register((), (Adoption("elvby", AdoptionState.ADOPTED, date(2026, 3, 1)),))


def case(name, day, points=("Vi gjør det.",), **rest):
    """Return a decided case with the number 1/26."""
    return Case(name, Localised(name), Language.NB, "", day, case_number("1/26"), points=points, **rest)


@pytest.fixture
def hearings():
    """The fixture content with the hearings, and no other records."""
    loaded = load_content(CONTENT)
    return Site(loaded.council, tuple(m for m in loaded.matters if m.hearing.is_public(NOW)), NOW)


def with_cases(site, *cases):
    return replace(site, archive=replace(site.archive, cases=cases))


def text_of(element):
    return " ".join(element["text"].split())


def test_decisions_stand_newest_first(hearings):
    """Those of hearings and of cases together; what is to come and what is only proposed is left out."""
    site = with_cases(
        hearings,
        case("today", date(2026, 3, 10)),
        case("tomorrow", date(2026, 3, 11)),
        case("old", date(2001, 1, 1)),
        case("proposed", date(2026, 1, 1), points=()),
    )
    found = [entry.ref.id for entry in decisions(site)]
    assert (found[0], found[-1]) == ("today", "old")
    assert {"vedtatt", "alle-med"} < set(found)
    assert not {"tomorrow", "proposed"} & set(found)
    days = [entry.day for entry in decisions(site)]
    assert days == sorted(days, reverse=True)


def test_a_case_that_decides_a_hearing_is_told_once(hearings):
    """Where the hearing's own file has the same day and number, it is one decision, told with the hearing's name."""
    matter = next(m for m in hearings.matters if m.hearing.id == "vedtatt")
    day = matter.decision.day
    numbered = replace(matter, decision=replace(matter.decision, case_number="1/26"))
    site = with_cases(replace(hearings, matters=(numbered,)), case("sak", day, hearing="vedtatt"))
    (entry,) = decisions(site)
    assert (entry.ref.id, [record.ref.id for record in entry.about]) == ("sak", ["vedtatt"])
    other = with_cases(site, case("sak", date(2026, 1, 2), hearing="vedtatt"))
    assert len(decisions(other)) == 2


def test_the_list_leads_to_the_decisions(page):
    """A hearing's decision is a part of the hearing's page; the list gives organ, day and how many have adopted."""
    shown = page("/en/vedtak/")
    assert shown.all("a", href="/en/horinger/vedtatt/#_vedtak")
    assert not shown.all("a", href="/en/horinger/lukket/#_vedtak")
    assert shown.all("a", href="/en/vedtak/tilslutning/")


def test_what_is_not_decided_is_not_in_the_matrix(hearings):
    """A register can be prepared before the decision; nobody has been asked yet."""
    open_hearing = next(m for m in hearings.matters if m.hearing.id == "apen")
    to_come = Decision("Rådet", date(2026, 3, 11), (), "", ("Ja.",))
    prepared = replace(open_hearing, decision=to_come, adoptions=REGISTER)
    site = with_cases(replace(hearings, matters=(prepared,)), case("proposed", None, points=(), adoptions=REGISTER))
    assert registered_matters(site) == ()
    assert len(registered_matters(replace(site, now=datetime(2026, 3, 11, 12, tzinfo=UTC)))) == 1


def test_registers_stand_as_they_are_today(hearings):
    """A case's adoption on a later day is scheduled until then."""
    later = adoption_register((), (Adoption("elvby", AdoptionState.ADOPTED, date(2026, 4, 1)),))
    (matter,) = registered_matters(
        with_cases(replace(hearings, matters=()), case("c", date(2026, 1, 1), adoptions=later))
    )
    assert matter.register.rows[0].effective_state is AdoptionState.SCHEDULED


def test_undecided_matters_come_first_then_the_newest(hearings):
    """The columns of the matrix begin with what is being treated now."""
    loaded = load_content(ARCHIVE)
    site = Site(
        loaded.council, (), NOW, replace(loaded.archive, cases=(case("ny", date(2025, 12, 1), adoptions=REGISTER),))
    )
    assert [matter.ref.id for matter in registered_matters(site)] == [
        "avtale-forslag", "ny", "strategi-2025", "strategi-2010"
    ]  # fmt: skip


def test_every_state_has_a_short_word_and_a_mark_of_its_own():
    """The key explains every state, and no two can be taken for each other without colour."""
    assert set(SHORT) == set(AdoptionState)
    assert len({mark for mark, _, _ in SHORT.values()}) == len({str(word) for _, word, _ in SHORT.values()}) == 7


def test_the_matrix_never_infers(archive_page):
    """The county's date is missing, Sund was asked in 2010 only, Vik has not treated the agreement."""
    page = archive_page("/en/vedtak/tilslutning/")
    headers = [text_of(th) for th in page.all("th", scope="col")]
    rows = {text_of(page_row).split(" kommune")[0].split()[0]: page_row for page_row in page.all("tr")[1:]}
    assert {"Fjord", "Nes", "Sund", "Vik"} <= set(rows)
    county = text_of(rows["Fjord"])
    assert "✗ Rejected 17 February 2026" in county
    assert "? Date missing" in county
    assert "2 September 2010" in text_of(rows["Sund"])
    assert text_of(rows["Vik"]).startswith("Vik kommune – Not treated")
    assert headers[0] == "Body"
    assert {"Avtale om felles legevakt", "Strategy 2025–2030", "Strategy 2010–2014"} <= set(headers)


def test_the_matrix_can_be_scrolled_with_the_keyboard(archive_page):
    """The frame is a region with a name that takes the focus, and every cell says on a phone what it is of."""
    page = archive_page("/en/vedtak/tilslutning/")
    (frame,) = page.with_class("matrix-frame")
    assert (frame["tabindex"], frame["role"], frame["aria-labelledby"]) == ("0", "region", "_matrise")
    cells = [td for td in page.all("td") if "none" not in (td.get("class") or "")]
    assert cells
    assert all(td.get("data-label") for td in cells)


def test_what_is_outstanding_is_listed_by_matter(archive_page):
    """Who has not answered, matter by matter; for what was replaced nobody waits."""
    said = " ".join(text_of(e) for e in archive_page("/en/vedtak/tilslutning/").with_class("outstanding-matters"))
    assert "Strategy 2025–2030 2 of 3 have adopted. Date missing Fjord fylkeskommune" in said
    assert "Scheduled Nes kommune 20 April 2026 Not treated Vik kommune" in said
    assert "Strategy 2010–2014" not in said
