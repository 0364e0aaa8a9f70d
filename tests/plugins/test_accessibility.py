"""Every kind of page in a real browser: nothing for axe to find, nothing wider than the screen."""

import functools
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
from axe_playwright_python.sync_playwright import Axe

KINDS = (
    "/",
    "/horinger/",
    "/nn/horinger/vedtatt/",
    "/en/horinger/apen/",
    "/horinger/oppsummert/",
    "/horinger/trukket/",
    "/en/horinger/vedtatt/svar/fjellvik/",
    "/en/personvern/",
    "/nn/404.html",
)


class QuietHandler(SimpleHTTPRequestHandler):
    """Serves the built site without a line per request."""

    def log_message(self, *_args):
        """Say nothing."""


@pytest.fixture(scope="module")
def address(site):
    handler = functools.partial(QuietHandler, directory=str(site.output))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 360])
def test_axe_finds_nothing_and_nothing_sticks_out(browser, address, width):
    """Folded lists opened, every kind of page passes axe and needs no sideways scrolling."""
    page = browser.new_page(viewport={"width": width, "height": 900})
    for kind in KINDS:
        page.goto(address + kind)
        page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true })")
        violations = Axe().run(page).response["violations"]
        assert not [(v["id"], [n["html"] for n in v["nodes"]]) for v in violations], kind
        assert page.evaluate("document.documentElement.scrollWidth") <= width, kind
    page.close()


@pytest.mark.browser
def test_keyboard_reader_skips_to_the_content(browser, address):
    """The first stop of the tab key is the visible link past the menu, and it moves the focus to the content."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{address}/horinger/")
    page.keyboard.press("Tab")
    link = page.locator(".ds-skip-link")
    assert link.evaluate("element => element === document.activeElement && element.offsetHeight > 20")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "_content"
    page.close()
