"""The desk's script in a real browser: shortcuts, phrases at the caret, and nothing typed that is left unasked."""

import socket
import threading

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from werkzeug.serving import make_server

from hearing_app.domain.phrase import Phrase
from hearing_app.domain.vocabulary import Conclusion
from hearing_app.storage import phrases, points
from hearing_app.treating.notes import add_note
from hearing_app.treating.phrases import add_phrase
from hearing_app.treating.splitting import split_by_paragraph
from hearing_app.users.accounts import set_user

pytestmark = pytest.mark.browser
LIST = "/sekretariat/lukket-strategi/punkter/"
PASSWORD = "en lang og god setning"


@pytest.fixture
def served(app):
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    server = make_server("127.0.0.1", port, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def two(db, three_answers, now):
    """Bergvik's two points, with a phrase that can be put in and a note on the first."""
    bergvik = three_answers["bergvik"]
    split_by_paragraph(db, bergvik, "tiltak", actor="test", now=now)
    add_phrase(db, Phrase("Takk", nn="Takk til {instans}.", conclusion=Conclusion.NOTED), actor="x", now=now)
    own = points.of_submission(db, bergvik.reference)
    add_note(db, bergvik, own[0].id, "Spør Ola.", actor="siri", now=now)
    return own


@pytest.fixture
def siri(browser, served, two, db, now):
    """A function that opens the list as the secretary, in English, with or without scripts."""
    set_user(db, username="siri", name="Siri Sekretær", password=PASSWORD, now=now)
    contexts = []

    def opened(*, script=True, width=1280):
        contexts.append(browser.new_context(java_script_enabled=script, viewport={"width": width, "height": 800}))
        page = contexts[-1].new_page()
        page.wrong = []
        page.on("pageerror", lambda error, wrong=page.wrong: wrong.append(error))
        page.on("console", lambda message: page.wrong.append(message.text) if message.type == "error" else None)
        page.goto(f"{served}/sekretariat/logg-inn/?lang=en")
        page.fill("#username", "siri")
        page.fill("#password", PASSWORD)
        page.locator("main form button[type=submit]").first.click()
        page.goto(served + LIST)
        return page

    yield opened
    for context in contexts:
        for page in context.pages:
            assert page.wrong == []
        context.close()


def focused(page):
    return page.evaluate("document.activeElement.id")


def test_j_and_k_go_from_card_to_card(siri, two):
    """Down and up, and no further than the last."""
    page = siri()
    page.locator("h1").click()
    seen = []
    for key in "jjjk":
        page.keyboard.press(key)
        seen.append(focused(page))
    first, second = (f"_point_{point.id}" for point in two)
    assert seen == [first, second, second, first]


def test_ctrl_and_enter_saves(siri, two, db):
    """What is written in; the letters of shortcuts are only letters there."""
    page = siri()
    area = page.locator(f"#assessment_{two[0].id}")
    area.fill("")
    area.press_sequentially("jk?")
    page.keyboard.press("Control+Enter")
    expect(page.locator(f"#_point_{two[0].id}").get_by_text("Saved.")).to_be_visible()
    assert points.get(db, two[0].id).assessment == "jk?"


def test_the_list_of_shortcuts_is_shown_and_can_be_switched_off(siri, two):
    """By a key as well; switched off, keys of one letter do nothing, also on the next page."""
    page = siri()
    expect(page.locator("#_shortcuts > summary")).to_be_visible()
    page.keyboard.press("?")
    expect(page.get_by_text("Next point")).to_be_visible()
    page.get_by_label("Use the shortcuts of a single key").uncheck()
    page.reload()
    page.locator("h1").click()
    page.keyboard.press("j")
    assert not focused(page).startswith("_point_")
    page.locator("#_shortcuts > summary").click()
    page.get_by_label("Use the shortcuts of a single key").check()
    page.locator("h1").click()
    page.keyboard.press("/")
    assert focused(page) == "q"


def test_a_phrase_is_put_in_at_the_caret(siri, two, db):
    """With the body's name in its place; nothing is stored before one saves, and then it is counted."""
    page, number = siri(), two[0].id
    area = page.locator(f"#assessment_{number}")
    area.fill("Før. Etter.")
    area.evaluate("one => one.setSelectionRange(5, 5)")
    page.locator(f"#phrase_{number}").select_option(label="Takk")
    page.locator(f"#_point_{number} [data-phrase-insert]").click()
    assert area.input_value() == "Før. Takk til Bergvik kommune. Etter."
    assert page.locator(f"#conclusion_{number}").input_value() == "noted"
    assert points.get(db, number).revision == 0
    page.keyboard.press("Control+Enter")
    expect(page.locator(f"#_point_{number}").get_by_text("Saved.")).to_be_visible()
    assert phrases.everything(db)[0].used == 1


def test_leaving_something_unsaved_asks_first(siri, two):
    """Whoever stays has the text as it was; a page where nothing is typed is left at once."""
    page = siri()
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto(page.url)
    assert asked == []
    page.locator(f"#assessment_{two[0].id}").fill("Ikke lagret")
    page.get_by_role("link", name="The desk").first.click()
    page.wait_for_url("**/sekretariat/")
    assert asked == ["beforeunload"]


def test_without_a_script_it_all_works(siri, two, db):
    """The phrase comes by way of the server, saving goes on to the next, and no shortcut is promised."""
    page, number = siri(script=False), two[0].id
    assert not page.locator("#_shortcuts").is_visible()
    page.locator(f"#phrase_{number}").select_option(label="Takk")
    page.locator(f"#_point_{number} [data-phrase-insert]").click()
    assert page.locator(f"#assessment_{number}").input_value() == "Takk til Bergvik kommune."
    page.locator(f"#_point_{number}").get_by_role("button", name="Save, and next without conclusion").click()
    assert page.url.endswith(f"#_point_{two[1].id}")
    assert points.get(db, number).conclusion is Conclusion.NOTED


@pytest.mark.parametrize("width", [360, 1280])
def test_the_pages_can_be_used_by_everybody(siri, served, two, width):
    """The list unfolded, the phrases, the queue and a bulk edit: no finding of axe, and nothing too wide."""
    page = siri(width=width)
    found = {}

    def look(name):
        page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true; })")
        violations = Axe().run(page).response["violations"]
        found[name] = [f"{v['id']}: {node['html'][:120]}" for v in violations for node in v["nodes"]]
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name

    look("list")
    page.locator("#bulk_conclusion").select_option("noted")
    page.locator("#bulk_text").fill("Takk til {instans}.")
    page.get_by_role("button", name="Look at it for all 2").click()
    look("bulk")
    page.get_by_role("button", name="Save it for 2 points").click()
    look("done")
    for address in ("fraser/", "til-godkjenning/"):
        page.goto(f"{served}/sekretariat/{address}")
        look(address)
    assert {name: wrong for name, wrong in found.items() if wrong} == {}
