"""The pages of the meetings, the calendar, and the calendar file."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from axe_playwright_python.sync_playwright import Axe
from icalendar import Calendar

from hearing_app.domain.archive import Archive
from hearing_app.domain.localised import Localised
from hearing_app.domain.record import Ref
from hearing_app.domain.vocabulary import Language, RecordKind
from hearing_app.text import words_for
from plugins.calendar import CalendarEntry
from plugins.calendar_file import calendar_file
from plugins.site import Site, load_site
from tests.plugins.conftest import ARCHIVE

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)


def lines(page, name="dated"):
    """Return the lines of the page's lists, white space squeezed."""
    return [" ".join(e["text"].split()) for e in page.with_class(name)]


def test_the_agenda_stands_in_order_with_results(archive_page):
    """A case leads to its page and says what became of it; sub-items stand under their item."""
    page = archive_page("/moter/au-2026-02-12/")
    assert lines(page) == [
        "Sak 6/26 Orienteringer Fra lederen Fra sekretariatet",
        "Sak U-7/26 Felles arbeid med klima Vedtatt",
    ]
    assert page.all("a", href="/saker/klimasamarbeid/")


def test_notice_minutes_time_and_place_are_on_the_page(archive_page):
    """With the day the notice was sent."""
    page = archive_page("/moter/au-2026-02-12/")
    for text in (
        "09.00 til 12.00",
        "Vik rådhus",
        "5. februar 2026",
        "Møtet ble satt klokken 9.",
        "Medlemmene kalles inn",
    ):
        assert text in page.text, text


def test_a_meeting_leads_to_those_of_the_same_organ(archive_page):
    """The one before and the one after, and no other organ's."""
    page = archive_page("/moter/au-2026-02-12/")
    assert page.all("a", href="/moter/au-2025-11-20/")
    assert page.all("a", href="/moter/au-2026-03-26/")
    assert not page.all("a", href="/moter/radet-2025-06-19/")


def test_a_cancelled_meeting_says_so_and_why(archive_page):
    """On its page and in the calendar."""
    assert "Møtet er avlyst. For få saker." in archive_page("/moter/au-2026-03-26/").text
    assert "The meeting is cancelled. Too few cases." in archive_page("/en/moter/au-2026-03-26/").text
    (line,) = [line for line in lines(archive_page("/moter/")) if "26. mars" in line]
    assert line.endswith("Avlyst: For få saker. Avlyst")


def test_texts_of_a_meeting_carry_their_language(archive_page):
    """The notice in nynorsk says so on the page in bokmål."""
    (notice,) = archive_page("/moter/radet-2026-04-16/").with_class("prose")
    assert notice["lang"] == "nn"


def test_the_calendar_has_what_is_to_come_in_the_order_of_time(archive_page):
    """Meetings and gatherings together; then past meetings by year, newest first."""
    page = archive_page("/moter/")
    shown = lines(page)
    order = ["Arbeidsutvalget 26. mars 2026", "Forventningssamling", "Rådsmøte i april", "Arbeidsutvalget 12. februar"]
    places = [next(i for i, line in enumerate(shown) if title in line) for title in order]
    assert places == sorted(places)
    headings = [e["text"].strip() for e in page.all("h2") if "ds-heading" in (e.get("class") or "")]
    assert headings[:3] == ["Kommende datoer", "2026", "2025"]


def test_the_calendar_has_the_deadlines_of_open_hearings_only(page):
    """A hearing that can be answered has its deadline there; a closed one has not."""
    shown = [line for line in lines(page("/moter/")) if "Høringsfrist" in line]
    linked = {
        a["href"] for a in page("/moter/").all("a") if a["href"].startswith("/horinger/") and a["href"] != "/horinger/"
    }
    assert shown
    assert "/horinger/apen/" in linked
    assert not linked & {"/horinger/vedtatt/", "/horinger/oppsummert/", "/horinger/trukket/"}


@pytest.fixture(scope="module")
def calendar(archive):
    """A function that reads the calendar file of a language's tree."""
    assert archive.exit_code == 0, archive.said
    return lambda tree="": Calendar.from_ical((archive.output / f"{tree}moter/kalender.ics").read_bytes())


def test_the_calendar_file_holds_what_is_to_come(calendar):
    """Each with an id that lasts, the hour of the build, and the clock in Oslo."""
    events = {str(event["uid"]): event for event in calendar().walk("VEVENT")}
    meeting = events["meeting-radet-2026-04-16@samrad.test"]
    assert meeting.decoded("dtstart") == datetime(2026, 4, 16, 12, tzinfo=ZoneInfo("Europe/Oslo"))
    assert meeting.decoded("dtend") == datetime(2026, 4, 16, 15, 30, tzinfo=ZoneInfo("Europe/Oslo"))
    assert meeting.decoded("dtstamp") == NOW
    assert str(meeting["url"]) == "https://samrad.test/moter/radet-2026-04-16/"
    assert str(meeting["location"]) == "Fjord hotell"
    assert "event-forventningssamling@samrad.test" in events
    assert not [uid for uid in events if "2025" in uid or "2026-02" in uid]


def test_the_calendar_file_says_what_is_cancelled(calendar):
    """With the reason, so that the entry in somebody's own calendar changes too."""
    (event,) = [e for e in calendar().walk("VEVENT") if "2026-03-26" in str(e["uid"])]
    assert str(event["status"]) == "CANCELLED"
    assert str(event["summary"]).startswith("Avlyst: ")
    assert str(event["description"]) == "For få saker."


def test_the_calendar_file_is_in_each_language_with_the_same_ids(calendar):
    """Whoever changes language gets no second copy of a meeting."""
    uids = [{str(e["uid"]) for e in calendar(tree).walk("VEVENT")} for tree in ("", "nn/", "en/")]
    assert uids[0] == uids[1] == uids[2]
    titles = {str(e["summary"]) for e in calendar("en/").walk("VEVENT")}
    assert "Council meeting in April" in titles


def test_the_calendar_file_is_linked_and_not_in_the_sitemap(archive, archive_page):
    """A reader finds it on the page of its own language; search engines have the pages."""
    assert archive_page("/en/moter/").all("a", href="/en/moter/kalender.ics")
    assert "kalender.ics" not in (archive.output / "sitemap.xml").read_text(encoding="utf-8")


def test_whole_days_and_hostile_titles_in_the_calendar_file():
    """A deadline is a whole day, and no title or place begins a line of its own in the file."""
    site = load_site(ARCHIVE, NOW)
    site = Site(site.council, (), NOW, Archive())
    title = Localised("Frist\nBEGIN:VEVENT\r\nUID:x; a,b\\n")
    entry = CalendarEntry(
        Ref(RecordKind.HEARING, "h"), title, date(2039, 5, 1), date(2039, 5, 2), place="X\nEND:VCALENDAR"
    )
    text = calendar_file(site, [entry], words_for(Language.NB), "https://samrad.test")
    (event,) = Calendar.from_ical(text).walk("VEVENT")
    assert str(event["uid"]) == "hearing-h@samrad.test"
    assert event.decoded("dtstart") == date(2039, 5, 1)
    assert event.decoded("dtend") == event.decoded("dtstart") + timedelta(days=2)
    assert str(event["summary"]).startswith("Høringsfrist: Frist")


@pytest.mark.parametrize(
    ("base", "name"),
    [
        ("https://felles.example/radet", "felles.example/radet"),
        ("https://felles.example/annet", "felles.example/annet"),
        ("https://radet.example", "radet.example"),
        ("", "samrad"),
    ],
)
def test_two_councils_on_one_host_have_ids_of_their_own(base, name):
    """A reader who subscribes to both keeps both meetings, though the two councils met on the same day."""
    site = Site(load_site(ARCHIVE, NOW).council, (), NOW, Archive())
    entry = CalendarEntry(Ref(RecordKind.HEARING, "h"), Localised("Frist"), date(2039, 5, 1), date(2039, 5, 1))
    text = calendar_file(site, [entry], words_for(Language.NB), base)
    (event,) = Calendar.from_ical(text).walk("VEVENT")
    assert str(event["uid"]) == f"hearing-h@{name}"


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 360])
def test_axe_finds_nothing_and_nothing_sticks_out(browser, archive, width, tmp_path):
    """Cases, meetings and calendar pass axe and need no sideways scrolling, on a screen and on a telephone."""
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.route("**/*", lambda route: serve(route, archive.output))
    kinds = ("saker/", "saker/klimasamarbeid/", "en/saker/delvedtak-modell/", "moter/", "nn/moter/au-2026-02-12/")
    for kind in kinds:
        page.goto(f"https://samrad.test/{kind}")
        violations = Axe().run(page).response["violations"]
        assert not [(v["id"], [n["html"] for n in v["nodes"]]) for v in violations], kind
        assert page.evaluate("document.documentElement.scrollWidth") <= width, kind
    page.close()


def serve(route, output):
    """Answer a browser's request from the built site."""
    path = route.request.url.removeprefix("https://samrad.test/").split("?")[0]
    file = output / (f"{path}index.html" if not path or path.endswith("/") else path)
    route.fulfill(path=file) if file.is_file() else route.abort()
