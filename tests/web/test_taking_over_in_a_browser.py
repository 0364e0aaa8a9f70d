"""What was withheld of an earlier version, taken over in a real browser, without a script of ours."""

import threading
from datetime import UTC, datetime

import pytest
from axe_playwright_python.sync_playwright import Axe
from werkzeug.serving import make_server

from hearing_app.definitions.defaults import defaults
from hearing_app.redacting.redact import Marking, redact, seen_of, withhold
from hearing_app.storage import redactions
from hearing_app.users.accounts import set_user

PASSWORD = "en lang og god setning"
GROUND = defaults().redaction_grounds[0]
LATER = datetime(2026, 4, 25, 8, 0, tzinfo=UTC)
DESK = "/sekretariat/lukket-strategi"

pytestmark = pytest.mark.browser


@pytest.fixture
def second(db, closed, receive, answered, now):
    """A new version of an answer of which a name was withheld in one place; Fossheim's was withheld as a whole."""

    def sent(body, text, **when):
        return receive(closed, body, answered({"viktigst": "", "tiltak": text}), **when)

    first, other = sent("bergvik", "Ring Ola. Ola er grei."), sent("fossheim", "Hemmelig.")
    marking = Marking("answers/tiltak/text", "Ola", 1, GROUND)
    redact(db, closed, first, marking, seen=seen_of(()), actor="kari", now=now)
    withhold(db, other, GROUND, note="", seen=seen_of(()), actor="kari", now=now)
    sent("fossheim", "Hemmelig, rettet.", at=LATER)
    return sent("bergvik", "Ring Ola. Ola er grei. Takk.", at=LATER)


@pytest.fixture
def page(app, browser, db, now):
    """A function that opens a browser at the desk."""
    set_user(db, username="siri", name="Siri Sekretær", password=PASSWORD, now=now)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    contexts = []

    def opened(width, language, *, script=False):
        contexts.append(
            browser.new_context(
                viewport={"width": width, "height": 900},
                java_script_enabled=script,
                base_url=f"http://127.0.0.1:{server.port}",
            )
        )
        tab = contexts[-1].new_page()
        tab.goto(f"/sekretariat/logg-inn/?lang={language}")
        tab.fill("#username", "siri")
        tab.fill("#password", PASSWORD)
        tab.locator("main form button").first.click()
        return tab

    yield opened
    for context in contexts:
        context.close()
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(("width", "language"), [(1280, "nb"), (360, "nn")])
def test_from_the_gate_to_the_marks_and_back(page, second, db, width, language):
    """The find leads to the offer; one click lays the marks, and the gate comes again without the find."""
    tab = page(width, language)
    tab.goto(f"{DESK}/kontroll/")
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    before = tab.locator(".gate > li").count()
    tab.locator(f"a[href*='{second.reference}']").first.click()
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    assert tab.locator("#_earlier").count() == 1
    tab.click("#earlier_take")
    assert tab.url.endswith("/kontroll/")
    assert tab.locator(".gate > li").count() == before - 1
    (layer,) = redactions.of_submission(db, second.reference)
    assert layer.nth == 1


def test_the_pages_pass_axe(page, second):
    """On a phone and on a wide screen; axe is a script, so scripts are on."""
    for width in (1280, 360):
        tab = page(width, "nb", script=True)
        for address in (f"{DESK}/kontroll/", f"{DESK}/svar/{second.reference}/sladding/"):
            tab.goto(address)
            found = Axe().run(tab)
            assert found.violations_count == 0, found.generate_report()
