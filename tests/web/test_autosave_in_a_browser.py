"""The form's script in a real browser, against a server that is stopped and started."""

import re
import socket
import threading
from datetime import UTC, datetime

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from werkzeug.serving import make_server

from hearing_app.storage import drafts

FORM = "/svar/apen-plan/"
SAVED = re.compile(r"^Saved at \d\d:\d\d$")
SOON = 15_000
"""Milliseconds: the pause after typing, and room for a slow machine."""


class Served:
    """The app behind a port of its own, which can be stopped and started again."""

    def __init__(self, app):
        """Take a port that is free now."""
        self.app, self.server = app, None
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"

    def start(self):
        """Answer from now on."""
        self.server = make_server("127.0.0.1", self.port, self.app, threaded=True)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self):
        """Answer no more."""
        if self.server is not None:
            self.server.shutdown()
            self.server.server_close()
            self.server = None


@pytest.fixture
def served(app, clock):
    clock.now = datetime(2026, 5, 15, 12, 5, tzinfo=UTC)
    served = Served(app)
    served.start()
    yield served
    served.stop()


@pytest.fixture
def person(browser, served, link):
    """A function that opens the form in a browser of its own, in English."""
    contexts = []

    def opened(*, width=1280, script=True, language="en"):
        contexts.append(browser.new_context(viewport={"width": width, "height": 800}, java_script_enabled=script))
        page = contexts[-1].new_page()
        page.wrong = []
        page.on("pageerror", lambda error, wrong=page.wrong: wrong.append(error))
        open_link(page, served.url + link("bergvik"))
        page.goto(f"{served.url}{FORM}?lang={language}")
        return page

    yield opened
    for context in contexts:
        for page in context.pages:
            assert page.wrong == []
        context.close()


def open_link(page, address):
    """Open a personal link and press its button."""
    page.goto(address)
    page.locator("main form button[type=submit]").first.click()
    expect(page.locator("#_form")).to_be_attached()


def line(page):
    return page.locator("#_saved")


def remark(page):
    return page.locator("[name=text_okonomi]")


def button(page, action):
    return page.locator(f".form-actions button[value={action}]")


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1280])
def test_what_is_typed_is_there_when_one_comes_back(person, width):
    """The line says when it was saved, is seen on a telephone as well, and axe finds nothing."""
    page = person(width=width)
    remark(page).fill("Fordel etter folketall.")
    page.locator("[name=stance_okonomi][value=supports_with_remarks]").check()
    expect(line(page)).to_have_text("Saved at 14:05", timeout=SOON)
    expect(line(page)).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(page, options={"resultTypes": ["violations"]})
    assert found.violations_count == 0, found.generate_report()
    page.reload()
    expect(remark(page)).to_have_value("Fordel etter folketall.")
    expect(page.locator("[name=stance_okonomi][value=supports_with_remarks]")).to_be_checked()
    expect(line(page)).to_contain_text("14:05")


@pytest.mark.browser
def test_it_says_that_it_could_not_save_and_saves_when_it_can(person, served, db):
    """The server is away for a while; nobody has to do anything but to leave the page open."""
    page = person()
    served.stop()
    remark(page).fill("Skrevet uten server.")
    expect(line(page)).to_contain_text("no contact with the server", timeout=SOON)
    found = Axe().run(page, options={"resultTypes": ["violations"]})
    assert found.violations_count == 0, found.generate_report()
    remark(page).press_sequentially(" Og mer.")
    served.start()
    expect(line(page)).to_have_text(SAVED, timeout=30_000)
    expect(page.locator("[name=base_revision]")).to_have_value("bergvik.0.2", timeout=SOON)
    assert drafts.get(db, "apen-plan", "bergvik").fields["text_okonomi"] == "Skrevet uten server. Og mer."


@pytest.mark.browser
def test_a_saving_whose_answer_was_lost_makes_no_conflict(person, db):
    """The laptop is closed after the server has stored the text; what is typed afterwards is saved as well."""
    page = person()

    def swallow(route):
        route.fetch()
        route.abort()

    page.route("**/autolagring/", swallow, times=1)
    remark(page).fill("Lagret, men uten svar.")
    expect(line(page)).to_contain_text("no contact with the server", timeout=SOON)
    remark(page).press_sequentially(" Og mer.")
    expect(line(page)).to_have_text(SAVED, timeout=SOON)
    expect(page.locator("[name=base_revision]")).to_have_value("bergvik.0.2", timeout=SOON)
    assert drafts.get(db, "apen-plan", "bergvik").fields["text_okonomi"] == "Lagret, men uten svar. Og mer."


@pytest.mark.browser
def test_a_button_waits_for_the_saving_that_is_under_way(person, db):
    """Else the button's request would meet its own autosave as if it were a colleague's."""
    page = person()
    remark(page).fill("Først dette.")
    with page.expect_request("**/autolagring/"):
        pass
    remark(page).press_sequentially(" Så dette.")
    button(page, "save").click()
    expect(page.locator(".app-notice[role=status]")).to_contain_text("Saved")
    expect(page.locator("#_conflict")).to_have_count(0)
    assert drafts.get(db, "apen-plan", "bergvik").fields["text_okonomi"] == "Først dette. Så dette."


@pytest.mark.browser
def test_two_windows_with_the_same_field(person):
    """The later one is told that a colleague has changed it, and saving shows both texts."""
    mine, theirs = person(), person()
    remark(theirs).fill("Kollegaens tekst.")
    expect(line(theirs)).to_have_text(SAVED, timeout=SOON)
    remark(mine).fill("Min tekst.")
    expect(line(mine)).to_contain_text(
        "a colleague, or you in another window, has changed the same field", timeout=SOON
    )
    button(mine, "save").click()
    expect(mine.locator("#_conflict")).to_be_focused()
    expect(remark(mine)).to_have_value("Min tekst.")
    expect(mine.locator("#text_okonomi-theirs")).to_contain_text("Kollegaens tekst.")
    remark(mine).fill("Min tekst. Kollegaens tekst.")
    button(mine, "save").click()
    expect(mine.locator("#_conflict")).to_have_count(0)
    expect(remark(mine)).to_have_value("Min tekst. Kollegaens tekst.")


@pytest.mark.browser
def test_both_texts_are_not_put_together_by_the_script(person, db):
    """On the page that shows both, only the button saves: whoever types one letter has not decided yet."""
    mine, theirs = person(), person()
    remark(theirs).fill("Kollegaens tekst.")
    expect(line(theirs)).to_have_text(SAVED, timeout=SOON)
    remark(mine).fill("Min tekst.")
    button(mine, "save").click()
    expect(mine.locator("#_conflict")).to_be_visible()
    remark(mine).press_sequentially(" Og mer.")
    mine.wait_for_timeout(3500)
    assert drafts.get(db, "apen-plan", "bergvik").fields["text_okonomi"] == "Kollegaens tekst."


@pytest.mark.browser
def test_a_lost_session_is_found_again_by_the_link_in_another_tab(person, served, link, db):
    """The line says what to do, and the form that stood open saves itself; its button works again too."""
    page = person()
    page.context.clear_cookies()
    remark(page).fill("Skrevet uten sesjon.")
    expect(line(page)).to_contain_text("has lost your personal link", timeout=SOON)
    other = page.context.new_page()
    other.wrong = []
    open_link(other, served.url + link("bergvik"))
    page.bring_to_front()
    expect(line(page)).to_have_text(re.compile(r"^(Saved at|Lagret kl\.) "), timeout=30_000)
    button(page, "save").click()
    expect(remark(page)).to_have_value("Skrevet uten sesjon.")
    assert drafts.get(db, "apen-plan", "bergvik").fields["text_okonomi"] == "Skrevet uten sesjon."


@pytest.mark.browser
def test_leaving_is_asked_about_only_while_something_is_unsaved(person, served):
    """A page that has saved everything lets go at once, and one that has not does not keep silent."""
    page, asked = person(), []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    remark(page).press_sequentially("Ja")
    expect(line(page)).to_have_text(SAVED, timeout=SOON)
    page.goto(f"{served.url}{FORM}")
    assert asked == []
    served.stop()
    remark(page).press_sequentially(" og nei")
    expect(line(page)).to_contain_text("no contact with the server", timeout=SOON)
    served.start()
    page.goto(f"{served.url}{FORM}")
    assert asked == ["beforeunload"]


@pytest.mark.browser
def test_a_page_that_is_left_saves_what_was_just_typed(person, served, db):
    """The request outlives the page."""
    page = person()
    page.on("dialog", lambda dialog: dialog.accept())
    remark(page).fill("I siste liten.")
    page.goto(f"{served.url}/theme/mark.svg")
    for _ in range(100):
        if drafts.get(db, "apen-plan", "bergvik"):
            break
        page.wait_for_timeout(100)
    assert drafts.get(db, "apen-plan", "bergvik").fields["text_okonomi"] == "I siste liten."


@pytest.mark.browser
def test_the_line_is_not_read_aloud_for_every_key(person):
    """One who types for a minute hears once that it is saved."""
    page = person()
    page.evaluate(
        "window.changes = 0; new MutationObserver(() => window.changes++)"
        ".observe(document.getElementById('_saved'), {childList: true, characterData: true, subtree: true})"
    )
    remark(page).press_sequentially("Ja")
    expect(line(page)).to_have_text(SAVED, timeout=SOON)
    remark(page).press_sequentially(" takk")
    expect(page.locator("[name=base_revision]")).to_have_value("bergvik.0.2", timeout=SOON)
    assert page.evaluate("window.changes") == 1
    assert (line(page).get_attribute("role"), line(page).get_attribute("aria-live")) == ("status", None)


@pytest.mark.browser
def test_without_a_script_the_buttons_save(person):
    """Nothing is asked, nothing is missing, and nothing pretends to save by itself."""
    page = person(script=False)
    remark(page).fill("Uten skript.")
    page.wait_for_timeout(3000)
    expect(line(page)).to_have_text("Not saved yet")
    button(page, "save").click()
    expect(remark(page)).to_have_value("Uten skript.")
    expect(line(page)).to_contain_text("14:05")


@pytest.mark.browser
def test_a_text_that_is_refused_is_told_and_not_sent_again(person):
    """Until it is changed; then it is saved."""
    page, requests = person(), []
    page.on("request", lambda request: requests.append(request) if "autolagring" in request.url else None)
    remark(page).fill("a" * 60_000)
    expect(line(page)).to_contain_text("Not saved. ", timeout=SOON)
    page.wait_for_timeout(4000)
    assert len(requests) == 1
    remark(page).fill("Kort.")
    expect(line(page)).to_have_text(SAVED, timeout=SOON)
