"""Every kind of page in a real browser: nothing for axe to find, nothing wider than the screen."""

import functools
import threading
from contextlib import contextmanager
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
    "/horinger/vedtatt/versjoner/",
    "/nn/horinger/vedtatt/versjoner/vedtatt-tekst/",
    "/en/horinger/vedtatt/versjoner/horingsutkast/endringer/",
    "/kommuner/elvby/",
)
ARCHIVED = (
    "/",
    "/saker/",
    "/nn/saker/klimasamarbeid/",
    "/moter/",
    "/nn/moter/au-2026-03-26/",
    "/planer/",
    "/en/planer/strategi-2025/",
    "/nn/planer/tiltak/",
    "/vedtak/",
    "/en/vedtak/tilslutning/",
    "/samlinger/",
    "/nn/samlinger/forventningssamling/",
    "/uttalelser/",
    "/uttalelser/vannforvaltning/",
    "/regionradet/",
    "/kommuner/",
    "/nn/kommuner/vik/",
)


class QuietHandler(SimpleHTTPRequestHandler):
    """Serves the built site without a line per request."""

    def log_message(self, *_args):
        """Say nothing."""


@contextmanager
def served(folder):
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(QuietHandler, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def address(site):
    with served(site.output) as url:
        yield url


@pytest.fixture(scope="module")
def archive_address(archive):
    with served(archive.output) as url:
        yield url


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 360])
def test_axe_finds_nothing_and_nothing_sticks_out(browser, address, archive_address, width):
    """Folded lists opened, every kind of page passes axe and needs no sideways scrolling."""
    page = browser.new_page(viewport={"width": width, "height": 900})
    for kind in (*(address + kind for kind in KINDS), *(archive_address + kind for kind in ARCHIVED)):
        answer = page.goto(kind)
        assert answer.ok or kind.endswith("404.html"), kind
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


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 800])
def test_adoptions_keep_words_and_dates_whole(browser, address, width):
    """No date in the register takes two lines, and no word of it is broken or cut off."""
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto(f"{address}/horinger/vedtatt/")
    page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true })")
    assert page.locator(".adoptions time").evaluate_all("days => days.every(day => day.offsetHeight < 30)")
    cells = page.locator(".adoptions :is(th, td)")
    assert cells.evaluate_all(
        """cells => cells.every(cell => {
            cell.style.overflowWrap = 'normal'
            return cell.scrollWidth <= cell.clientWidth
        })"""
    )
    page.close()


@pytest.mark.browser
def test_paper_shows_what_the_screen_folds(browser, address):
    """Printed, every folded part is open, text is no smaller than its labels, and the brief's boxes share a row."""
    page = browser.new_page(viewport={"width": 700, "height": 900})
    page.goto(f"{address}/horinger/vedtatt/")
    assert not page.locator(".fold__body").first.is_visible()
    page.emulate_media(media="print")
    assert page.locator(".fold__body").evaluate_all("folds => folds.length && folds.every(f => f.offsetHeight > 20)")
    size = "element => parseFloat(getComputedStyle(element).fontSize)"
    assert page.locator(".prose p").first.evaluate(size) > page.locator(".facts dt").first.evaluate(size)
    assert len(set(page.locator(".brief__item").evaluate_all("boxes => boxes.map(box => box.offsetTop)"))) == 1
    page.close()


@pytest.mark.browser
def test_colours_of_the_readers_own_leave_the_legend_readable(browser, address):
    """With forced colours each key of the bars has a pattern of its own, and the current place a line under it."""
    page = browser.new_context(forced_colors="active").new_page()
    page.goto(f"{address}/horinger/vedtatt/")
    background = "keys => keys.map(key => getComputedStyle(key, '::before').background)"
    assert len(set(page.locator(".figures thead .key").evaluate_all(background))) == 4
    assert page.locator(".site-nav a[aria-current]").evaluate("a => getComputedStyle(a).borderBottomWidth") == "4px"
    page.context.close()


@pytest.mark.browser
def test_narrow_bars_have_their_legend_and_no_empty_rows(browser, address):
    """On a telephone each number stands with its colour, and a stance that nobody took is left out."""
    page = browser.new_page(viewport={"width": 360, "height": 800})
    page.goto(f"{address}/horinger/vedtatt/")
    for cell in page.locator(".figures td").all():
        assert cell.is_visible() == (cell.inner_text().strip() != "0")
    shown = page.locator(".figures td:visible")
    colours = "cells => cells.map(c => getComputedStyle(c, '::after').content + getComputedStyle(c, '::after').width)"
    assert set(shown.evaluate_all(colours)) == {'""12px'}
    page.close()
