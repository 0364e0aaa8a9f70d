"""The pages for registering in a real browser; they have no scripts. Wide and narrow, and axe finds nothing."""

import io
import os
import threading
from pathlib import Path

import docx
import pytest
from axe_playwright_python.sync_playwright import Axe
from werkzeug.serving import make_server

from hearing_app.registering.register_table import head
from hearing_app.users.accounts import set_user

PASSWORD = "en lang og god setning"
WIDTHS = {1280: 900, 360: 740}
PICTURES = os.environ.get("SAMRAD_PICTURES", "")
"""A folder to put pictures of the pages into, for whoever wants to look at them."""


@pytest.fixture
def served(app):
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def officer(browser, served, db, now):
    """A function that logs in at the desk in a browser, in the given language."""
    set_user(db, username="siri", name="Siri Sekretær", password=PASSWORD, now=now)
    contexts = []

    def opened(language):
        contexts.append(browser.new_context(locale="nb-NO"))
        page = contexts[-1].new_page()
        page.goto(f"{served}/sekretariat/logg-inn/?lang={language}")
        page.locator("[name=username]").fill("siri")
        page.locator("[name=password]").fill(PASSWORD)
        page.locator("main form button[type=submit]").first.click()
        return page

    yield opened
    for context in contexts:
        context.close()


def letter():
    document = docx.Document()
    document.add_paragraph("Bergvik kommune, Postboks 1, 0001 Bergvik")
    document.add_heading("Høringssvar: Felles plan for elva", 1)
    document.add_paragraph("Kommunestyret behandlet saken i møte 12. mai og gir med dette sin uttalelse til planen.")
    document.add_heading("Til punkt 2 Økonomi", 2)
    document.add_paragraph("Kostnadene må fordeles etter folketall, og ikke likt. Bergvik har færrest innbyggere. " * 4)
    document.add_paragraph("Små kommuner trenger fritak i de første fem årene.")
    document.add_heading("Tilsyn", 2)
    document.add_paragraph("Ett tilsyn er nok.")
    document.add_paragraph("Med vennlig hilsen")
    document.add_paragraph("Kari Eksempel, ordfører")
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def look(page, name):
    for width, height in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        if PICTURES:
            page.screenshot(path=Path(PICTURES) / f"{name}-{width}.png", full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, (name, width)
        found = Axe().run(page, options={"resultTypes": ["violations"]})
        assert found.violations_count == 0, found.generate_report()


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("language", ["nb", "nn"])
def test_a_letter_is_registered_without_scripts(officer, served, language):
    """Upload, placing, mistakes, the last look and the page of the answer: each as good as the others."""
    page = officer(language)
    page.goto(f"{served}/sekretariat/apen-plan/registrer/")
    page.locator("#files").set_input_files({"name": "svar.docx", "mimeType": "application/x", "buffer": letter()})
    page.locator("form:has(#files) button[type=submit]").click()
    look(page, f"register-form-{language}")
    page.locator("button[value=check]").click()
    look(page, f"register-mistakes-{language}")
    page.locator("#who").select_option("bergvik")
    page.locator("#channel").select_option("paper")
    page.locator("#level").select_option("council")
    for name, text in {"day": "13.5.2026", "clock": "12:30", "signed": "Kari Eksempel", "role": "Ordfører"}.items():
        page.locator(f"#{name}").fill(text)
    page.locator(".form-actions button[value=save]").click()
    page.goto(f"{served}/sekretariat/apen-plan/registrer/")
    look(page, f"register-{language}")
    page.locator("#_under_way ~ table a").first.click()
    page.locator("button[value=check]").click()
    look(page, f"register-check-{language}")
    page.locator("#compared").check()
    page.locator("button[value=receive]").click()
    look(page, f"registered-{language}")
    assert "svar.docx" in page.content()


@pytest.mark.browser
@pytest.mark.slow
def test_a_file_of_answers_and_what_is_thrown_away(officer, served, db, hearing):
    """The preview with and without mistakes, the question before something goes, and what is told when it is gone."""
    titles, row = head(hearing), dict.fromkeys(head(hearing), "")
    row |= {
        "instans": "bergvik",
        "måte": "På papir",
        "kom inn": "13.5.2026 14:30",
        "politisk forankring": "Kommunestyret",
    }
    row["Merknad: 2 Økonomi [okonomi]"] = "For dyrt."
    page = officer("nb")
    for name, cells in (("preview", row), ("wrong", {**row, "kom inn": "i går", "instans": "Ingen"})):
        page.goto(f"{served}/sekretariat/apen-plan/registrer/")
        text = "\n".join((";".join(titles), ";".join(cells.values())))
        page.locator("#file").set_input_files({"name": "svar.csv", "mimeType": "text/csv", "buffer": text.encode()})
        page.locator("form:has(#file) button[type=submit]").click()
        look(page, f"register-file-{name}")
    page.goto(f"{served}/sekretariat/apen-plan/registrer/")
    page.locator("form:has(#files) button[type=submit]").click()
    address = page.url
    page.goto(f"{address}slett/")
    look(page, "register-discard")
    page.locator("main form button[type=submit]").last.click()
    page.goto(address)
    look(page, "register-gone")
