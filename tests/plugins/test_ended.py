"""What stands where nothing more is to come, and where a case or a text has been in several places."""

import shutil
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from hearing_app.definitions import load_content
from hearing_app.domain.council import Period
from hearing_app.domain.draft import Draft, Section
from hearing_app.domain.lineage import editions
from hearing_app.domain.summary import Received
from hearing_app.domain.versions import Version, compare
from hearing_app.domain.vocabulary import Language
from hearing_app.text import words_for
from plugins.cases import case_view, pages
from plugins.site import load_site
from plugins.versions import Difference
from plugins.views import overview
from tests.plugins.conftest import ARCHIVE, ROOT, read_site

EN = words_for(Language.EN)
NOW = datetime(2026, 5, 15, 10, 0, tzinfo=UTC)
ANSWER = Received("bergvik", "A-1", datetime(2026, 4, 1, 8, 0, tzinfo=UTC), 1, "0" * 64)
DISSOLVED = Period(end=date(2026, 5, 1))
JUNE = "meetings/radet-2025-06-19.md"


@pytest.fixture(scope="module")
def elvedalen():
    return load_content(ROOT / "tests" / "fixtures" / "council")


@pytest.fixture
def jinja():
    """The shared templates as the desk draws them."""
    return Environment(
        loader=FileSystemLoader(ROOT / "theme" / "templates"), autoescape=True, undefined=StrictUndefined
    )


@pytest.fixture
def copy(tmp_path):
    """The archive of the fixture council, where a case has been in two meetings."""
    folder = tmp_path / "content"
    shutil.copytree(ARCHIVE, folder)
    meeting = folder / JUNE
    text = meeting.read_text(encoding="utf-8")
    assert "  - case: delvedtak-modell\n" in text
    meeting.write_text(
        text.replace("  - case: delvedtak-modell\n", "  - case: delvedtak-modell\n  - case: klimasamarbeid\n"),
        encoding="utf-8",
    )
    return folder


@pytest.mark.parametrize(
    ("received", "period", "where"),
    [((ANSWER,), Period(), "closed"), ((), Period(), "ended"), ((ANSWER,), DISSOLVED, "ended")],
)
def test_a_hearing_is_assessed_only_where_there_is_something_to_assess_and_somebody_to_do_it(
    elvedalen, received, period, where
):
    """Without a registered answer, or of a dissolved council, it has ended."""
    matter = replace(elvedalen.matter("lukket-strategi"), received=received)
    found = overview((matter,), NOW, replace(elvedalen.council, period=period))
    assert [name for name in ("closed", "ended") if getattr(found, name)] == [where]
    assert bool(found.assessed) == (where == "closed")


def test_a_summarised_hearing_of_a_dissolved_council_awaits_no_decision(elvedalen):
    """While the council was there, it did."""
    matter = replace(elvedalen.matter("lukket-strategi"), summary_words="Slik gikk det.")
    assert overview((matter,), NOW, elvedalen.council).summarised
    found = overview((matter,), NOW, replace(elvedalen.council, period=DISSOLVED))
    assert (len(found.summarised), len(found.ended)) == (0, 1)


def test_tasks_of_a_dissolved_council_wait_for_nobody(copy):
    """None is listed as to be followed up, and none is overdue; what was carried out still is."""
    site = load_site(copy, datetime(2026, 3, 10, 12, 0, tzinfo=UTC))
    gone = replace(site, council=replace(site.council, period=Period(end=date(2026, 3, 5))))
    listed = [next(pages(council)).details(EN)["tasks"] for council in (site, gone)]
    assert [len(tasks) for tasks in listed] == [3, 0]
    rows = case_view(gone, gone.archive.case("klimasamarbeid"), EN).tasks
    assert [(row.is_done, row.is_overdue, row.is_awaited) for row in rows] == [
        (True, False, False),
        *((False, False, False),) * 3,
    ]


def test_a_case_tells_every_meeting_that_it_has_been_in(copy, tmp_path):
    """The oldest first, each a link; none of them is told once more below."""
    built = read_site(copy, tmp_path / "output")
    assert built.exit_code == 0, built.said
    page = built.pages["/saker/klimasamarbeid/"]
    facts = " ".join(page.with_class("status-box")[0]["text"].split())
    assert "Møter saken har vært i Rådsmøte i juni 19. juni 2025 Arbeidsutvalget 12. februar 2026" in facts
    for address in ("/moter/radet-2025-06-19/", "/moter/au-2026-02-12/"):
        assert len(page.all("a", href=address)) == 1
    assert "Møter saken har vært i" not in built.pages["/saker/delvedtak-modell/"].text


def test_an_old_task_tells_when_it_was_decided(archive_page):
    """Where the tasks of several cases stand together."""
    rows = [" ".join(row["text"].split()) for row in archive_page("/nn/saker/").all("tr")[1:]]
    assert rows
    assert all("Vedteke 12. februar 2026" in row for row in rows)


def test_a_case_whose_outcome_is_not_registered_is_not_called_untreated(copy, tmp_path):
    """On its page, in the list and on the agenda."""
    case = copy / "cases" / "klimasamarbeid" / "case.md"
    text = case.read_text(encoding="utf-8")
    case.write_text(text[: text.index("## Behandling")], encoding="utf-8")
    built = read_site(copy, tmp_path / "output")
    assert built.exit_code == 0, built.said
    for address in ("/saker/klimasamarbeid/", "/saker/", "/moter/au-2026-02-12/"):
        tags = [tag["text"].strip() for tag in built.pages[address].with_class("ds-tag")]
        assert "Utfallet er ikke registrert" in tags, address
    assert "Hva som ble vedtatt, er ikke registrert her." in built.pages["/saker/klimasamarbeid/"].text


def test_an_answer_leads_on_where_its_section_has_changed(page):
    """To what became of it; a section that stands as it was says nothing."""
    shown = page("/en/horinger/vedtatt/svar/elvby/")
    told = {e["id"]: " ".join(e["text"].split()) for e in shown.with_class("answer")}
    assert "The section in the newest version: Changed See what became of it" in told["_answer_formal"]
    assert "The section in the newest version: Removed" in told["_answer_okonomi"]
    assert "newest version" not in told["_answer_varighet"]


def test_the_invited_bodies_lead_to_their_own_pages(page):
    """Their answers have links of their own beside them."""
    shown = page("/en/horinger/vedtatt/")
    links = [a["text"] for a in shown.all("a", href="/en/kommuner/elvby/")]
    assert "Elvby kommune" in links
    assert [a["text"] for a in shown.all("a", href="/en/horinger/vedtatt/svar/elvby/") if "Read" in a["text"]]


def test_a_moved_paragraph_is_marked_also_in_a_section_that_moved(jinja):
    """Only a section that is wholly new or gone says it for its paragraphs."""
    first = Draft("Avtale", "", (_section("a", "Ein.", "To."), _section("b", "Tre.")), "1", date(2026, 1, 1))
    moved = Draft("Avtale", "", (_section("b", "Tre."), _section("a", "To.", "Ein.", "Ny.")), "2", date(2026, 2, 1))
    old, new = editions((first, moved))
    difference = Difference(Version("en", first), Version("to", moved), compare(old, new))
    (section,) = [s for s in difference.sections if s.id == "a"]
    fates = [change.fate.value for change in section.paragraphs]
    macro = jinja.get_template("parts/versions.html").module.changes
    html = str(macro(difference, EN, "nn", ("/en/", "/to/")))
    part = html.partition('id="a"')[2].partition("</section>")[0].partition("<ul")[2]
    assert "moved" in fates
    assert part.count("Moved<") == fates.count("moved")
    assert part.count("Added<") == fates.count("added")


def _section(section_id, *paragraphs):
    return Section(section_id, section_id.upper(), "\n\n".join(paragraphs))
