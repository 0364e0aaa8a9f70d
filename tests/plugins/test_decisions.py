"""The list of decisions, and the matrix of who has adopted what. English pages: their sentences are the message ids."""

import shutil
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from hearing_app.definitions import load_content
from hearing_app.domain.calendar import Exactness
from hearing_app.domain.case import Case, case_number
from hearing_app.domain.council import Organ
from hearing_app.domain.decision import Adoption, Decision, adoption_register
from hearing_app.domain.localised import Localised
from hearing_app.domain.vocabulary import AdoptionState, Language, OrganKind
from plugins.decisions import SHORT, decisions
from plugins.registers import registered_matters
from plugins.site import Site
from tests.plugins.conftest import PageText

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


def test_the_organ_of_a_hearings_decision_is_found_by_its_name(hearings):
    """The decision names it as text; where that is the name of one of the council's organs, the list leads there."""
    (matter,) = (m for m in hearings.matters if m.hearing.id == "vedtatt")
    organ = Organ("radet", Localised(matter.decision.organ), OrganKind.REGIONAL_COUNCIL)
    site = with_cases(replace(hearings, matters=(matter,), council=replace(hearings.council, organs=(organ,))))
    assert [entry.organ_id for entry in decisions(site)] == ["radet"]
    unknown = replace(site, council=replace(site.council, organs=()))
    assert [entry.organ_id for entry in decisions(unknown)] == [""]


def test_a_plan_that_an_organ_adopted_is_a_decision():
    """Where organ and day are known; a paper that is only dated, a month, and a day to come are not told."""
    loaded = load_content(ARCHIVE)
    plan = replace(loaded.archive.plan("plattform-2012"), organ="radet")
    site = Site(loaded.council, (), NOW, replace(loaded.archive, plans=(plan,), cases=()))
    (entry,) = decisions(site)
    assert (entry.ref, entry.day, entry.organ_id) == (plan.ref, plan.day, plan.organ)
    for other in (
        replace(plan, organ=""),
        replace(plan, exactness=Exactness.MONTH),
        replace(plan, day=None),
        replace(plan, day=date(2026, 3, 11)),
    ):
        assert decisions(replace(site, archive=replace(site.archive, plans=(other,)))) == ()


def test_no_decision_of_its_own_is_not_no_adoption(tmp_path, pelican):
    """A council whose members have adopted a plan says where that stands, and not that nothing is decided."""
    shutil.copytree(ARCHIVE, tmp_path / "content")
    for folder in ("cases", "meetings", "events", "statements", "plans/strategi-2025", "plans/strategi-2010"):
        shutil.rmtree(tmp_path / "content" / folder)
    for folder in ("handlingsplan-2026", "plattform-2012"):
        shutil.rmtree(tmp_path / "content/plans" / folder)
    exit_code, said = pelican(tmp_path / "content", tmp_path / "output")
    assert exit_code == 0, said
    page = PageText((tmp_path / "output/en/vedtak/index.html").read_text(encoding="utf-8"))
    assert "No decision of the council's own organs is registered here. See who has adopted what" in page.text


def test_a_plan_that_a_case_decided_is_told_once():
    """Whichever of the two names the other."""
    loaded = load_content(ARCHIVE)
    plan = replace(loaded.archive.plan("plattform-2012"), organ="radet")
    site = Site(loaded.council, (), NOW, replace(loaded.archive, plans=(plan,), cases=()))
    named = with_cases(site, case("sak", plan.day, plan=plan.id))
    naming = replace(
        site, archive=replace(site.archive, plans=(replace(plan, case="sak"),), cases=(case("sak", plan.day),))
    )
    for told in (named, naming):
        assert [entry.ref.id for entry in decisions(told)] == ["sak"]


def test_an_organ_keeps_its_own_language(archive_page):
    """The name of an organ that is the same in every language is not marked with the language of the case."""
    links = archive_page("/nn/vedtak/").all("a", href="/nn/regionradet/#_organ_au")
    assert links
    assert {link["lang"] for link in links} == {"nn"}  # the page's, which is what stands around it
    assert not any("lang" in dict(link["attributes"]) for link in links)


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
    assert "1 is said to have adopted, without a date, and does not count. Date missing Fjord fylkeskommune" in said
    assert "Scheduled Nes kommune 20 April 2026 Not treated Vik kommune" in said
    assert "Strategy 2010–2014" not in said
