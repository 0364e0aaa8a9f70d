"""What a reader sees of plans and measures. English pages: their sentences are the message ids."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from hearing_app.definitions import load_content
from hearing_app.domain.event import Event
from hearing_app.domain.localised import Localised
from hearing_app.domain.vocabulary import DocumentStatus, Language
from hearing_app.text import words_for
from plugins.measures import action_plan
from plugins.plans import plan_card, plan_view
from plugins.site import Site

ARCHIVE = Path(__file__).parents[1] / "fixtures" / "archive"
NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def council():
    """The fixture council as the site holds it on 10 March 2026."""
    loaded = load_content(ARCHIVE)
    return Site(loaded.council, (), NOW, loaded.archive)


def view(council, plan_id):
    return plan_view(council, plan_card(council, council.archive.plan(plan_id)))


def text_of(element):
    return " ".join(element["text"].split())


def row(page, row_id):
    """Return what stands in the row of a measure, squeezed."""
    return text_of(page.one("tr", id=row_id))


def facts(page):
    """Return the box beside a plan, squeezed."""
    return text_of(page.with_class("status-box")[0])


def test_the_page_of_a_plan_goes_from_vision_to_adoptions(archive_page):
    """Where it leads, the areas, the prose, who has adopted it: each part has an anchor and stands in the contents."""
    page = archive_page("/en/planer/strategi-2025/")
    parts = ["_visjon", "_verdier", "_mal", "klima", "helse", "prosess", "oppfolging", "_tilslutning"]
    headings = [h["id"] for h in page.all("h2") if h.get("id")]
    assert [name for name in headings if name in parts] == parts
    linked = [a["href"].removeprefix("#") for a in page.all("a") if a.get("href", "").startswith("#")]
    assert set(parts) <= set(linked)


def test_every_lasting_id_is_an_anchor(archive_page, council):
    """Values, goals, areas, strategies, measures and sections can be pointed at."""
    plan = council.archive.plan("strategi-2025")
    levels = (plan.values, plan.goals, plan.areas, plan.strategies, plan.measures, plan.sections)
    wanted = {entry.id for level in levels for entry in level}
    assert wanted <= set(archive_page("/planer/strategi-2025/").ids)
    assert len(wanted) == sum(map(len, levels))


def test_the_box_says_where_the_plan_stands(archive_page):
    """Status, who adopted it and when, and its period; what it replaced and what belongs to it."""
    box = facts(archive_page("/en/planer/strategi-2025/"))
    assert box.startswith("Status and facts In force Adopted 15 May 2025 Rådet In force from 1 July 2025")
    assert "The period ends 31 December 2030" in box
    assert "Replaces Strategy 2010–2014" in box
    assert "Plans that belong to it Handlingsplan 2026" in box


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        ("strategi-2010", "Replaced from 1 July 2025 by Strategy 2025–2030."),
        ("plattform-2012", "Repealed 1 June 2018. Rådet fikk nye vedtekter."),
        ("avtale-forslag", "This is a proposal. It is not in force."),
    ],
)
def test_what_does_not_hold_says_so_first(archive_page, plan, said):
    """Nobody reads a strategy that was replaced without being told."""
    assert text_of(archive_page(f"/en/planer/{plan}/").with_class("ds-alert")[0]) == said


def test_links_lead_both_ways(archive_page):
    """The old plan and the new, the strategy and its action plan name each other."""
    pages = {
        "/planer/strategi-2010/": "/planer/strategi-2025/",
        "/planer/strategi-2025/": "/planer/strategi-2010/",
        "/planer/handlingsplan-2026/": "/planer/strategi-2025/",
    }
    for address, other in pages.items():
        assert archive_page(address).all("a", href=other), (address, other)
    assert archive_page("/planer/strategi-2025/").all("a", href="/planer/handlingsplan-2026/")


def test_a_measure_tells_in_words_how_far_it_has_come(archive_page):
    """Owner, coordinator, step, status, progress and deadline; that the deadline has passed is said, not coloured."""
    said = row(archive_page("/en/planer/strategi-2025/"), "stikkrenner")
    for words in (
        "Sekretariatet", "Coordinates Vik kommune", "Under way", "Phase 2 of 5: Pre-study", "40 per cent done",
        "1 February 2026 The deadline has passed", "Last updated 20 January 2026",
        "Strategy 1: Kartlegge utsatte strekninger sammen.",
    ):  # fmt: skip
        assert words in said, words
    assert "The deadline has passed" not in row(archive_page("/en/planer/strategi-2025/"), "ovelse")


def test_a_status_that_nobody_gave_is_said_where_others_have_one(archive_page):
    """In a table where none has a status it would be said in every row, and say nothing."""
    assert "Status not given" not in row(archive_page("/en/planer/strategi-2025/"), "utredning")
    owned_by_nobody = archive_page("/en/planer/tiltak/").one("section", id="_eier_")
    assert text_of(owned_by_nobody) == "Nobody is named Utredning om legevakt Status not given"


def test_a_measure_of_what_was_replaced_is_not_overdue(archive_page):
    """Nobody waits for it any more."""
    assert "The deadline has passed" not in row(archive_page("/en/planer/strategi-2010/"), "rutetabell")


def test_a_measure_leads_to_the_strategy_of_the_whole(archive_page):
    """An action plan's measure points at the strategy it carries out, and says which area that is in."""
    page = archive_page("/en/planer/handlingsplan-2026/")
    assert "Strategy 2: Øve på tvers av kommunegrensene." in row(page, "sender")
    assert "– Klima og beredskap" in row(page, "sender")
    (link,) = page.all("a", href="/en/planer/strategi-2025/#ove")
    assert text_of(link) == "Strategy 2: Øve på tvers av kommunegrensene."


def test_the_register_counts_only_what_is_known(archive_page):
    """The county's date is missing: it does not count, its reservation stands, and it is among what is outstanding."""
    page = archive_page("/en/planer/strategi-2025/")
    assert text_of(page.with_class("statement")[0]) == (
        "2 of 3 have adopted. 1 is said to have adopted, without a date, and does not count."
    )
    reservations = text_of(page.with_class("reservations")[0])
    assert reservations.startswith("In general Fjord fylkeskommune: Fylket binder ikke budsjettet. Date missing")
    assert "Helse og omsorg Vik kommune: Vik vil ha eiga legevakt." in reservations
    assert text_of(page.with_class("outstanding")[0]) == "Date missing Fjord fylkeskommune"
    assert text_of(page.with_class("reserved-here")[0]).startswith("Reservation from: Vik kommune.")


def test_adopted_by_all_is_told_with_the_reservations(archive_page):
    """Rule 15: everybody has adopted, and the reservations belong to the sentence."""
    page = archive_page("/en/planer/strategi-2010/")
    assert text_of(page.with_class("statement")[0]) == "Adopted by all, with reservations from Sund kommune."
    assert not page.with_class("outstanding")


def test_an_adoption_to_come_is_outstanding_until_its_day(archive_page):
    """Who has a day in front of them is scheduled; a rejection is an answer."""
    said = text_of(archive_page("/en/planer/avtale-forslag/").with_class("outstanding")[0])
    assert said == "Scheduled Nes kommune 20 April 2026 Not treated Vik kommune"


def test_texts_keep_their_language(archive_page):
    """The plan's own words are marked with its language on the pages of others."""
    page = archive_page("/en/planer/handlingsplan-2026/")
    (title,) = [e for e in page.all("span") if e["text"] == "Felles naudnett på ferja"]
    assert title["lang"] == "nn"


def test_the_list_begins_with_what_holds(archive_page):
    """In force, proposed, replaced, repealed; each with its kind."""
    page = archive_page("/en/planer/")
    headings = [text_of(h) for h in page.all("h2") if (h.get("id") or "").startswith("_") and "footer" not in h["id"]]
    assert headings == ["Plans in force", "Proposed plans", "Replaced plans", "Repealed plans"]
    assert [text_of(h) for h in page.all("h3")][:2] == ["Handlingsplan 2026", "Strategy 2025–2030"]
    assert "Action plan Handlingsplan 2026 Part of Strategy 2025–2030" in page.text


def test_all_measures_stand_on_one_page(archive_page):
    """Those of plans in force or proposed, and no others; each leads to its plan."""
    page = archive_page("/en/planer/tiltak/")
    assert "5 measures" in page.text
    assert "rutetabell" not in page.html
    assert page.all("a", href="/en/planer/handlingsplan-2026/#sender")
    assert "75 per cent done" in row(page, "handlingsplan-2026_sender")


def test_measures_are_counted_by_status_and_step(archive_page):
    """How many are where, and which are past their deadline, the longest overdue first."""
    page = archive_page("/en/planer/tiltak/")
    counts = text_of(page.with_class("counts")[0])
    assert counts == "1 Not started 2 Under way 1 Completed 1 Status not given 2 The deadline has passed"
    steps = [text_of(li) for li in page.all("li") if "measure" in li["text"] and "Pre-" in li["text"]]
    assert steps == ["Pre-study 1 measure", "Pre-project 0 measures"]
    late = text_of(page.with_class("measure-list")[0])
    assert late.index("Kart over stikkrenner") < late.index("Felles lager")


def test_measures_by_owner(council):
    """By the name the reader sees; who coordinates has it too, and what nobody has been given comes last."""
    owners = action_plan(council).owners(council.council, words_for(Language.NB))
    assert [(owner.party, [entry.measure.id for entry in owner.entries]) for owner in owners] == [
        ("nes", ["ovelse"]),
        ("sekretariatet", ["stikkrenner"]),
        ("vik", ["sender", "lager", "stikkrenner"]),
        ("", ["utredning"]),
    ]


def test_gatherings_of_a_plan_stand_in_the_order_of_time(council):
    """The steps of the process, the first one first, in a part of their own."""
    events = tuple(
        Event(name, Localised(name), Language.NB, date(2024, month, 1), plan="strategi-2025")
        for name, month in (("third", 9), ("first", 3), ("second", 6))
    )
    other = Event("other", Localised("other"), Language.NB, date(2024, 1, 1), plan="strategi-2010")
    site = replace(council, archive=replace(council.archive, events=(*events, other)))
    shown = view(site, "strategi-2025")
    assert [event.id for event in shown.events] == ["first", "second", "third"]
    assert [part.id for part in shown.parts][-2:] == ["_prosess", "_tilslutning"]


def test_what_the_box_names_is_not_told_again(council):
    """Other records that belong to the plan come last: a proposal to replace it, and cases that concern it."""
    proposal = replace(council.archive.plan("avtale-forslag"), replaces=("strategi-2025",))
    plans = tuple(proposal if plan.id == proposal.id else plan for plan in council.archive.plans)
    site = replace(council, archive=replace(council.archive, plans=plans, cases=()))
    assert [record.ref.id for group in view(site, "strategi-2025").related for record in group.records] == [proposal.id]


def test_a_period_that_is_over_ends_nothing(council):
    """A document holds until it is replaced, and the page can say that its period is over."""
    late = replace(council, now=datetime(2031, 2, 1, tzinfo=UTC))
    shown = view(late, "strategi-2025")
    assert (shown.status, shown.expired) == (DocumentStatus.IN_FORCE, True)


def test_who_coordinates_is_told_among_what_they_have_to_see_to(archive_page):
    """Vik coordinates what the secretariat owns; the secretariat's own heading leads to its place among the organs."""
    page = archive_page("/en/planer/tiltak/")
    told = text_of(page.one("section", id="_eier_vik"))
    assert "Kart over stikkrenner coordinates, Under way" in told
    assert page.one("section", id="_eier_sekretariatet")
    assert page.all("a", href="/en/regionradet/#_organ_sekretariatet")


def test_the_organ_that_adopted_a_plan_can_be_followed(archive_page):
    """From the box beside the plan, and from the list."""
    assert archive_page("/en/planer/strategi-2025/").all("a", href="/en/regionradet/#_organ_radet")
    assert archive_page("/en/planer/").all("a", href="/en/regionradet/#_organ_radet")


def test_the_list_leads_from_plan_to_plan(archive_page):
    """To the whole that a plan is a part of, and to what took its place."""
    page = archive_page("/en/planer/")
    assert [text_of(a) for a in page.all("a", class_="ds-link", href="/en/planer/strategi-2025/")] == [
        "Strategy 2025–2030"
    ] * 2


def test_the_measures_of_a_plan_lead_to_it(archive_page):
    """The heading of its part is a link."""
    page = archive_page("/en/planer/tiltak/")
    assert page.all("a", href="/en/planer/handlingsplan-2026/")


def test_a_proposal_without_facts_has_no_empty_box(archive_page):
    """A line beside nothing looks like something that is missing."""
    asides = [text_of(e) for e in archive_page("/en/planer/").with_class("hearing-card__aside")]
    assert asides
    assert all(asides)


def test_a_plan_says_first_how_many_it_binds(archive_page):
    """With a way to who they are, far below; the day that is missing is told at once."""
    page = archive_page("/en/planer/strategi-2025/")
    assert text_of(page.with_class("bound")[0]) == (
        "2 of 3 have adopted. 1 is said to have adopted, without a date, and does not count. See who"
    )
