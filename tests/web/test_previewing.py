"""The preview of a hearing's pages: built aside, behind the desk's door, and gone after a while."""

import re
import time
from datetime import timedelta

import pytest

from hearing_app.domain.vocabulary import Role
from hearing_app.publishing.preview import folder_of, forget_previews
from hearing_app.publishing.publish import publish
from hearing_app.storage import publish_jobs
from hearing_app.storage.publish_jobs import JobState
from hearing_app.users.accounts import set_user

PAGE = "/sekretariat/lukket-strategi/publiser/"
ASK = "/sekretariat/lukket-strategi/forhandsvisning/"
PASSWORD = "en lang og god setning"
pytestmark = pytest.mark.slow


@pytest.fixture
def previewed(secretary, three_answers):
    """A function that asks for a preview of bodies' answers, waits for it, and returns its first page."""

    def asked(*bodies):
        secretary.get(PAGE)
        answer = secretary.post(ASK, {"svar": [three_answers[body].reference for body in bodies]})
        assert answer.status_code == 303
        until = time.monotonic() + 120
        page = secretary.get(answer.location)
        while page.status_code == 200 and "Look again" in page.text:
            assert time.monotonic() < until
            time.sleep(0.2)
            page = secretary.get(answer.location)
        assert page.status_code == 303, page.text
        return secretary.get(page.location)

    return asked


def test_the_pages_are_shown_as_they_would_become(previewed, secretary, content, settings):
    """With the chosen answers and no others, marked as not published, and neither content nor site has changed."""
    before = {path: path.read_bytes() for path in content.rglob("*") if path.is_file()}
    page = previewed("bergvik", "fossheim")
    assert "Preview – not published" in page.text
    assert '<meta name="robots" content="noindex, nofollow">' in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert "HEMMELIG" not in page.text
    answer = re.search(
        r'href="(/sekretariat/lukket-strategi/forhandsvisning/\d+/side/horinger/[^"]+/svar/bergvik/)"', page.text
    )
    copy = secretary.get(answer[1])
    assert "Merk stiene bedre." in copy.text
    assert "Preview – not published" in copy.text
    # What is not part of the preview leads to what is published, and says so.
    assert re.search(r'<a data-leads-out [^>]*href="/horinger/"', copy.text)
    assert re.search(r'<a data-leads-out [^>]*href="/"', copy.text)
    assert "links marked ↗, lead out of it" in copy.text
    assert 'data-leads-out href="/sekretariat/' not in copy.text
    assert {path: path.read_bytes() for path in content.rglob("*") if path.is_file()} == before
    assert not (settings.site / "current").exists()


def test_a_preview_is_for_the_desk_alone(previewed, visit, settings):
    """Without logging in nobody gets there, and it is no part of the site."""
    address = previewed("bergvik").request.path
    answer = visit().get(address)
    assert answer.status_code in (302, 303)
    assert "Merk stiene" not in answer.text
    assert not list(settings.site.rglob("svar/bergvik"))


def test_a_preview_leads_to_no_other_file(previewed, secretary):
    """Neither to hidden files nor out of its folder."""
    address = previewed("bergvik").request.path.split("/side/")[0]
    for path in ("../../samrad.sqlite3", ".samrad-site", "finnes-ikke/"):
        assert secretary.get(f"{address}/side/{path}").status_code == 404


def test_a_preview_is_removed_after_a_day_and_after_publishing(
    previewed, secretary, db, settings, three_answers, now, clock
):
    """Whoever comes too late is told, with the way back."""
    address = previewed("bergvik").request.path
    number = int(re.search(r"forhandsvisning/(\d+)/", address)[1])
    at = now.fromtimestamp(folder_of(settings, number).stat().st_mtime, now.tzinfo)
    assert forget_previews(settings, now=at + timedelta(hours=23)) == 0
    assert forget_previews(settings, now=at + timedelta(hours=25)) == 1
    page = secretary.get(secretary.get(address).location)
    assert "The preview has been removed" in page.text


def test_a_preview_that_cannot_be_built_says_why(secretary, content, three_answers, db):
    """The mistake stands there with its place."""
    definition = content / "hearings" / "apen-plan" / "hearing.yml"
    text = definition.read_text(encoding="utf-8")
    secretary.get(PAGE)
    definition.write_text(text.replace("language: nb", "language: xx"), encoding="utf-8")
    answer = secretary.post(ASK, {"svar": [three_answers["bergvik"].reference]})
    number = int(re.search(r"(\d+)/$", answer.location)[1])
    until = time.monotonic() + 60
    while publish_jobs.get(db, number).ended_at is None:
        assert time.monotonic() < until
        time.sleep(0.1)
    assert publish_jobs.get(db, number).state is JobState.FAILED
    assert "hearings/apen-plan/hearing.yml:5:11" in secretary.get(answer.location).text


def test_a_reader_may_look_and_neither_build_nor_publish(visit, db, now, three_answers):
    """The buttons are not there, and the door is closed."""
    set_user(db, username="lise", name="Lise Leser", password=PASSWORD, role=Role.READER, now=now)
    reader = visit()
    reader.get("/sekretariat/logg-inn/?lang=en")
    reader.post("/sekretariat/logg-inn/", {"username": "lise", "password": PASSWORD})
    page = reader.get(PAGE)
    assert page.status_code == 200
    assert "Preview the pages" not in page.text
    assert 'value="publish"' not in page.text
    assert reader.post(ASK, {}).status_code == 403
    assert reader.post(PAGE, {"action": "publish"}).status_code == 403


def test_a_choice_of_parts_has_an_address(secretary, db, settings, three_answers, now):
    """What was looked at can be looked at again, and what is released now is ticked at first."""
    chosen = three_answers["bergvik"].reference
    fields = {"svar": [chosen], "konklusjoner": "deler", "del": ["tiltak"], "action": "look"}
    secretary.get(PAGE)
    location = secretary.post(PAGE, fields).location
    page = secretary.get(location)
    assert re.search(r'value="deler" checked', page.text)
    publish(db, settings, "lukket-strategi", released=frozenset({chosen}), actor="siri", now=now)
    assert re.search(r'value="deler" checked', secretary.get(PAGE).text) is None
