"""The demonstration as a visitor meets it: started as `make run` starts it, every kind of page looked at.

The pictures land in build/screenshots/; `make screenshots` takes them and copies those that the README shows.
"""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "build" / "screenshots"
OPEN, CLOSED, DECIDED = "ny-samarbeidsavtale", "regional-kompetansestrategi", "felles-handlingsplan-klima"
SITE = {
    "front": "/",
    "front-nn": "/nn/",
    "front-en": "/en/",
    "hearings": "/horinger/",
    "hearing-open": f"/horinger/{OPEN}/",
    "hearing-closed": f"/nn/horinger/{CLOSED}/",
    "hearing-decided": f"/horinger/{DECIDED}/",
    "hearing-decided-nn": f"/nn/horinger/{DECIDED}/",
    "released-submission": f"/horinger/{DECIDED}/svar/vang/",
    "hearing-changes": f"/horinger/{DECIDED}/versjoner/",
    "plans": "/planer/",
    "plan": "/nn/planer/klimahandlingsplan/",
    "measures": "/planer/tiltak/",
    "decisions": "/vedtak/",
    "adoptions": "/nn/vedtak/tilslutning/",
    "cases": "/saker/",
    "meetings": "/moter/",
    "body": "/nn/kommuner/skjak/",
    "council": "/regionradet/",
    "accessibility-statement": "/tilgjengelighet/",
    "not-found": "/finnes-ikke/",
    "link-unknown": "/svar/i/finnes-ikke",
    "link-needed": f"/svar/{OPEN}/",
    "open-to-all": f"/svar/{OPEN}/apen/",
    "new-link": f"/svar/{OPEN}/ny-lenke/",
    "new-link-asked": f"/svar/{OPEN}/ny-lenke/?bedt=",
    "report-link-unknown": "/tilslutning/finnes-ikke/",
    "login": "/sekretariat/logg-inn/",
}
ANSWERING = {
    "form": "",
    "review": "gjennomga/",
    "without-remark": "uten-merknad/",
    "attachments": "vedlegg/",
    "colleagues": "kolleger/",
    "more-time": "utsettelse/",
    "from-word": "fra-word/",
}
DESK = {
    "desk": "",
    "desk-hearing": f"{CLOSED}/",
    "desk-points": f"{CLOSED}/punkter/",
    "desk-themes": f"{CLOSED}/tema/",
    "desk-mine": "mine/",
    "desk-summary": f"{CLOSED}/oppsummering/?del=kompetansebehov",
    "desk-summary-words": f"{CLOSED}/oppsummering/ord/",
    "desk-template": "mal/",
    "desk-publish": f"{CLOSED}/publiser/",
    "desk-gate": f"{CLOSED}/kontroll/",
    "desk-others": f"{CLOSED}/andre/",
    "desk-deadlines": f"{OPEN}/frister/",
    "desk-decision": f"{DECIDED}/vedtak/",
    "desk-decision-markdown": f"{DECIDED}/vedtak/markdown/",
    "desk-adoptions": f"{DECIDED}/tilslutning/",
    "desk-adoption": f"{DECIDED}/tilslutning/skjak/",
    "desk-adoption-entry": f"{DECIDED}/tilslutning/skjak/registrer/",
    "desk-register": f"{OPEN}/registrer/",
    "desk-search": f"{CLOSED}/sok/?q=kompetanse&alle=ja",
    "desk-section": f"{CLOSED}/del/kompetansebehov/",
    "desk-question": f"{CLOSED}/del/general/",
    "desk-similar": f"{CLOSED}/ligner/?punkt=1",
    "desk-search-all": "sok/?q=ingenting-slikt",
    "desk-mail": "post/",
    "desk-contacts": "kontakter/",
    "desk-phrases": "fraser/",
    "desk-review": "til-godkjenning/",
    "desk-me": "meg/",
    "desk-second-factor": "meg/tofaktor/",
    "desk-users": "brukere/",
    "desk-log": "logg/",
    "desk-log-hearing": f"{CLOSED}/logg/",
}
WIDTHS = {1280: 900, 360: 740}


class Demo:
    """A running demonstration and what it printed."""

    def __init__(self, folder):
        with socket.create_server(("127.0.0.1", 0)) as probe:
            port = probe.getsockname()[1]
        command = [sys.executable, "-m", "demo", "run", str(folder), "--port", str(port)]
        self.url, self.folder = f"http://localhost:{port}", folder
        self.process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, env=dict(os.environ))
        self.said = ""
        for line in self.process.stdout:
            self.said += line
            if "Ctrl-C" in line:
                break
        self.links = re.findall(r"http://\S+/svar/i/\S+", self.said)
        self.user, self.password = re.search(r"user: (\S+)\s+password: (\S+)", self.said).groups()

    def link_to(self, hearing, body):
        """Make a personal link at the terminal, as an operator would."""
        samrad = [sys.executable, "-m", "hearing_app.cli.commands", "--workspace", str(self.folder)]
        command = [*samrad, "invite", hearing, "--body", body, "--print-link"]
        environment = {**os.environ, "SAMRAD_BASE_URL": self.url}
        result = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
        return result.stdout.strip()

    def stop(self):
        """Press Ctrl-C and return the exit code."""
        self.process.send_signal(signal.SIGINT)
        self.process.communicate(timeout=30)
        return self.process.returncode


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    demo = Demo(tmp_path_factory.mktemp("demo") / "workspace")
    yield demo
    demo.stop()


@pytest.fixture(scope="module")
def page(browser):
    context = browser.new_context(reduced_motion="reduce")  # a picture waits for no scrolling
    yield context.new_page()
    context.close()


def enter_the_desk(demo, page):
    page.goto(f"{demo.url}/sekretariat/")
    if page.locator("#username").count():
        page.fill("#username", demo.user)
        page.fill("#password", demo.password)
        page.locator("main form button").click()


def open_link(page, link):
    """Open a personal link and press its button, which is not there where this browser has done it before."""
    page.goto(link)
    if "/svar/i/" in page.url:
        page.locator("main form button").click()


def take_picture(page, name):
    """Save what is in the window; a capture that Chromium refuses is asked for again, for it takes the next one."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    for last in (False, False, True):
        try:
            page.screenshot(path=PICTURES / f"{name}.png")
        except Error as error:
            if last or "Unable to capture screenshot" not in str(error):
                raise
            page.wait_for_timeout(500)
        else:
            return


def look(page, name, width):
    """Take a picture, and see that axe finds nothing and nothing sticks out to the side."""
    page.set_viewport_size({"width": width, "height": WIDTHS[width]})
    take_picture(page, f"{name}-{width}")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(page, options={"resultTypes": ["violations"]})
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", SITE)
def test_screenshot_of_what_anybody_sees(demo, page, name, width):
    """Every page that needs no login is free of axe's findings and fits a telephone."""
    page.goto(demo.url + SITE[name])
    look(page, name, width)


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("link", [0, 1], ids=["nb", "nn"])
def test_screenshot_of_answering(demo, page, link, width):
    """The form and the review page of both languages are free of axe's findings and fit a telephone."""
    open_link(page, demo.links[link])
    assert page.locator("html").get_attribute("lang") == ["nb", "nn"][link]
    page.locator("[name=text_formal]").fill("Formålet bør nevne innbyggerne.")
    page.locator(".form-actions button[value=save]").click()
    for name, path in ANSWERING.items():
        page.goto(f"{demo.url}/svar/{OPEN}/{path}")
        look(page, f"{name}-{['nb', 'nn'][link]}", width)
    page.goto(f"{demo.url}/svar/{OPEN}/#okonomi")
    take_picture(page, f"form-section-{['nb', 'nn'][link]}-{width}")


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("width", WIDTHS)
def test_screenshot_of_the_receipt(demo, page, width):
    """The third link that the demo prints opens a receipt, free of axe's findings on every width."""
    open_link(page, demo.links[2])
    assert page.url.endswith("/kvittering/")
    look(page, "receipt", width)


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("width", WIDTHS)
def test_screenshot_of_the_desk(demo, page, width):
    """Every kind of page at the desk is free of axe's findings and fits a telephone."""
    enter_the_desk(demo, page)
    for name, path in DESK.items():
        page.goto(f"{demo.url}/sekretariat/{path}")
        look(page, name, width)
    page.goto(f"{demo.url}/sekretariat/{CLOSED}/")
    page.locator("a[href*='/svar/']").first.click()
    look(page, "desk-submission", width)


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("width", WIDTHS)
def test_screenshot_of_what_goes_wrong_for_those_who_answer(demo, browser, width):
    """Mistakes, a lost session, another body's link and a closed hearing: each page is as good as the others."""
    page = browser.new_context(reduced_motion="reduce").new_page()
    page.goto(demo.links[1])
    look(page, "link-open", width)
    open_link(page, demo.links[1])
    page.locator("[name=text_formal]").fill("x" * 60_000)
    page.locator(".form-actions button[value=save]").click()
    look(page, "form-mistakes", width)
    open_link(page, demo.links[1])
    page.locator("[name=text_general]").fill("Teksten min.")
    page.context.clear_cookies()
    page.locator(".form-actions button[value=save]").click()
    assert "Teksten min." in page.content()
    look(page, "session-lost", width)
    open_link(page, demo.links[1])
    other = page.context.new_page()
    open_link(other, demo.links[0])
    page.bring_to_front()  # no picture can be taken of a tab that lies behind another
    page.locator(".form-actions button[value=save]").click()
    look(page, "other-body", width)
    open_link(page, demo.link_to(CLOSED, "vaga"))
    look(page, "closed", width)
    page.context.close()


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("width", WIDTHS)
def test_screenshot_of_links_at_the_desk(demo, page, width):
    """Revoking asks first, a new link is shown once, and a broken hearing tells its mistakes."""
    enter_the_desk(demo, page)
    page.goto(f"{demo.url}/sekretariat/{OPEN}/")
    page.locator("a[href$='/trekk/']").first.click()
    look(page, "desk-revoke", width)
    page.goto(f"{demo.url}/sekretariat/{OPEN}/")
    page.locator("form[action*='/lenke/'] button").first.click()
    look(page, "desk-new-link", width)
    decision = demo.folder / "content" / "hearings" / DECIDED / "decision.md"
    whole = decision.read_text(encoding="utf-8")
    decision.write_text(whole.replace("date: ", "date: x"), encoding="utf-8")
    page.goto(f"{demo.url}/sekretariat/{DECIDED}/")
    look(page, "desk-broken", width)
    decision.write_text(whole, encoding="utf-8")


@pytest.mark.slow
def test_ctrl_c_stops_everything_and_a_second_start_keeps_what_was_entered(tmp_path):
    """Ctrl-C ends site, app and worker; starting again takes seconds and prints the same login and links."""
    first = Demo(tmp_path / "workspace")
    port = int(first.url.rpartition(":")[2])
    assert first.stop() == 0
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0
    began = time.monotonic()
    second = Demo(tmp_path / "workspace")
    seconds = time.monotonic() - began
    assert second.stop() == 0
    assert (first.password, [link[-43:] for link in first.links]) == (second.password, [k[-43:] for k in second.links])
    assert seconds < 10
