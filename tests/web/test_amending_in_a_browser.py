"""Another wording in a real browser: what the script sends, and that the whole works without it."""

import json
import threading
from datetime import UTC, datetime

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from werkzeug.serving import make_server

from hearing_app.storage import drafts

FORM = "/svar/apen-plan/"
OWN = "Elva skal være til glede for alle."
SOON = 15_000


@pytest.fixture
def served(app, clock):
    clock.now = datetime(2026, 5, 15, 12, 5, tzinfo=UTC)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def person(browser, served, link):
    """A function that opens the form in a browser of its own, in English."""
    contexts = []

    def opened(*, width=1280, script=True):
        contexts.append(browser.new_context(viewport={"width": width, "height": 800}, java_script_enabled=script))
        page = contexts[-1].new_page()
        page.goto(served + link("bergvik"))
        page.locator("main form button[type=submit]").first.click()
        expect(page.locator("#_form")).to_be_attached()
        page.goto(f"{served}{FORM}?lang=en")
        return page

    yield opened
    for context in contexts:
        context.close()


def wording(page):
    return page.locator("[name=wording_formal]")


def unfold(page):
    page.locator("#formal .wording > summary").click()


@pytest.mark.browser
def test_the_script_sends_only_the_texts_that_were_touched(person, db):
    """A section's own text is left out of every saving; changed and changed back, it is no proposal any more."""
    page, sent = person(), []
    page.on("request", lambda request: sent.append(request.post_data or "") if "autolagring" in request.url else None)
    unfold(page)
    wording(page).fill("Elva er for alle.")
    expect(page.locator("#_saved")).to_have_text("Saved at 14:05", timeout=SOON)
    assert "wording_formal=Elva+er+for+alle." in sent[-1]
    assert "wording_okonomi" not in sent[-1]
    (change,) = json.loads(drafts.get(db, "apen-plan", "bergvik").fields["wording_formal"])
    assert (change["removed"], change["added"]) == (OWN, "Elva er for alle.")
    wording(page).fill(OWN)
    expect(page.locator("[name=base_revision]")).to_have_value("bergvik.0.2", timeout=SOON)
    assert drafts.get(db, "apen-plan", "bergvik").fields.get("wording_formal", "") == ""


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1280])
def test_a_saved_proposal_is_read_as_a_change_by_everybody(person, width):
    """Nothing is wider than the screen, and axe finds nothing."""
    page = person(width=width)
    unfold(page)
    wording(page).fill("Elva skal være til glede for alle som bor ved den.\n\nOg for gjester.")
    page.locator(".form-actions button[value=save]").click()
    expect(page.locator("#formal .amendment ins")).to_have_count(2)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(page, options={"resultTypes": ["violations"]})
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.browser
def test_it_all_works_without_the_script(person, db):
    """Write, save, look at the change, and take it back; what is untouched stays nobody's."""
    page = person(script=False)
    unfold(page)
    wording(page).fill("Elva er for alle.")
    page.locator(".form-actions button[value=save]").click()
    expect(page.locator("#formal .wording")).to_have_attribute("open", "")
    assert {n for n, text in drafts.get(db, "apen-plan", "bergvik").fields.items() if text} == {"wording_formal"}
    page.locator("#formal button[value=own-wording-formal]").click()
    expect(wording(page)).to_have_value(OWN)
    assert not any(drafts.get(db, "apen-plan", "bergvik").fields.values())
