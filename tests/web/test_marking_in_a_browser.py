"""Marking words of a response in a real browser, with the mouse and with the keyboard."""

import threading
from datetime import UTC, datetime

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from werkzeug.serving import make_server

from hearing_app.storage import points
from hearing_app.treating.splitting import add_point
from hearing_app.users.accounts import set_user

PASSWORD = "en lang og god setning"
TWICE = "Merk stiene bedre. Bygg to broer.\n\nMerk stiene bedre."
LATER = datetime(2026, 4, 21, 8, 0, tzinfo=UTC)
MARK_FIRST = """() => {
  const walker = document.createTreeWalker(document.querySelector("[data-mark=tiltak]"), NodeFilter.SHOW_TEXT);
  while (walker.nextNode() && !walker.currentNode.data.includes("Ja."));
  const at = walker.currentNode.data.indexOf("Ja.");
  document.getSelection().setBaseAndExtent(walker.currentNode, at, walker.currentNode, at + 3);
}"""


@pytest.fixture
def sent(closed, receive, answered):
    """Bergvik's, which says the same twice."""
    return receive(closed, "bergvik", answered({"viktigst": "", "tiltak": TWICE}))


@pytest.fixture
def url(app):
    """Where the app is served."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def desk(browser, url, db, now, sent):
    """A function that opens Bergvik's response at the desk in a browser of its own, in English."""
    set_user(db, username="siri", name="Siri Sekretær", password=PASSWORD, now=now)
    contexts = []

    def opened(*, width=1280, script=True):
        contexts.append(browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=script))
        page = contexts[-1].new_page()
        page.wrong = []
        page.on("pageerror", lambda error, wrong=page.wrong: wrong.append(error))
        page.goto(f"{url}/sekretariat/logg-inn/?lang=en")
        page.fill("#username", "siri")
        page.fill("#password", PASSWORD)
        page.locator("main form button").first.click()
        page.goto(f"{url}/sekretariat/lukket-strategi/svar/{sent.reference}/")
        return page

    yield opened
    for context in contexts:
        for page in context.pages:
            assert page.wrong == []
        context.close()


def text(page):
    return page.locator("[data-mark=tiltak]")


def button(page):
    return page.locator("form.to-mark [data-make]")


def made(db, sent):
    return [(point.quote, point.occurrence) for point in points.of_submission(db, sent.reference)]


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1280])
def test_words_are_marked_with_the_mouse(desk, db, sent, width):
    """Where they stand twice the place that was marked is the point's; the numbers of points are no part of them."""
    add_point(db, sent, "tiltak", "Bygg to broer.", actor="test", now=sent.received_at)
    page = desk(width=width)
    expect(button(page)).to_be_disabled()
    last = text(page).locator("[data-words]").last
    last.click(click_count=3)
    expect(button(page)).to_be_enabled()
    expect(page.locator("form.to-mark [data-status]")).to_have_text("Marked: «Merk stiene bedre.»")
    button(page).click()
    expect(page.locator("#_points_tiltak [role=status]").first).to_have_text("1 new point.")
    assert made(db, sent)[1:] == [("Merk stiene bedre.", 2)]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(page, options={"resultTypes": ["violations"]})
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.browser
def test_words_are_marked_with_the_keyboard(desk, db, sent):
    """Arrows go from word to word, Shift marks more, and Ctrl and Enter make the point."""
    page = desk()
    text(page).focus()
    for key in ("ArrowRight", "Shift+ArrowRight"):
        page.keyboard.press(key)
    expect(page.locator("form.to-mark [data-status]")).to_have_text("Marked: «Merk stiene»")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#_points_tiltak [role=status]").first).to_have_text("1 new point.")
    assert made(db, sent) == [("Merk stiene", 1)]


@pytest.mark.browser
def test_marking_stops_where_the_text_does(desk, db, sent):
    """Over several paragraphs the words are one point, and nothing outside is part of it."""
    page = desk()
    text(page).focus()
    page.keyboard.press("ArrowRight")
    for _ in range(20):
        page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#_points_tiltak [role=status]").first).to_have_text("1 new point.")
    assert made(db, sent) == [(TWICE, 1)]


@pytest.mark.browser
def test_without_a_script_one_ticks_paragraphs(desk, db, sent):
    """The tools that need it are not shown."""
    page = desk(script=False)
    expect(button(page)).to_be_hidden()
    text(page).locator("input[type=checkbox]").last.check()
    page.locator("form.to-mark button[value=each]").click()
    expect(page.locator("#_points_tiltak [role=status]").first).to_have_text("1 new point.")
    assert made(db, sent) == [("Merk stiene bedre.", 2)]


@pytest.mark.browser
def test_signs_of_more_than_one_unit_do_not_move_the_place(desk, db, closed, receive, answered):
    """An emoji is one character to the program and two to the browser; the place that was marked is the point's."""
    text_with = "😀😀😀😀😀😀😀😀 Ja.\n\nJa. Og slutt."
    again = receive(closed, "bergvik", answered({"viktigst": "", "tiltak": text_with}), at=LATER)
    page = desk()
    page.goto(page.url.rsplit("/svar/", 1)[0] + f"/svar/{again.reference}/")
    page.evaluate(MARK_FIRST)
    expect(button(page)).to_be_enabled()
    button(page).click()
    expect(page.locator("#_points_tiltak [role=status]").first).to_have_text("1 new point.")
    assert made(db, again) == [("Ja.", 1)]
