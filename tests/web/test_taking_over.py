"""What was withheld of an earlier version, at the desk: offered on the new one, and from the gate and back to it."""

import re
from datetime import UTC, datetime

import pytest

from hearing_app.definitions.defaults import defaults
from hearing_app.domain.vocabulary import Role
from hearing_app.redacting.redact import Marking, redact, seen_of, withhold
from hearing_app.storage import audit, redactions
from hearing_app.users.accounts import set_user

HEARING = "lukket-strategi"
GATE = f"/sekretariat/{HEARING}/kontroll/"
GROUND = defaults().redaction_grounds[0]
LATER = datetime(2026, 4, 25, 8, 0, tzinfo=UTC)


@pytest.fixture
def send(receive, closed, answered):
    """A function by which Bergvik sends its answer, or a new version of it."""

    def sent(text, **when):
        return receive(closed, "bergvik", answered({"viktigst": "", "tiltak": text}), **when)

    return sent


@pytest.fixture
def second(db, closed, now, send):
    """A new version of an answer of which a name was withheld in one place."""
    first = send("Ring Ola. Ola er grei.")
    marking = Marking("answers/tiltak/text", "Ola", 1, GROUND, "Ba om det.")
    redact(db, closed, first, marking, seen=seen_of(()), actor="kari", now=now)
    return send("Ring Ola. Ola er grei. Takk.", at=LATER)


def page_of(sent):
    return f"/sekretariat/{HEARING}/svar/{sent.reference}/sladding/"


def posted(visitor, address, **fields):
    """Send a form of the page, with what it showed."""
    layers = re.search(r'name="layers" value="([^"]*)"', visitor.page.text)[1]
    return visitor.post(address, {"layers": layers, **fields})


def test_one_click_takes_over_what_was_withheld(secretary, db, second):
    """With ground and note, in whoever clicks' name; the page offers it no more."""
    shown = secretary.get(page_of(second))
    assert "Withheld of an earlier version" in shown.text
    assert posted(secretary, f"{page_of(second)}overta/").status_code == 303
    (layer,) = redactions.of_submission(db, second.reference)
    assert (layer.words, layer.nth, layer.mark, layer.note, layer.made_by) == (
        "Ola",
        1,
        GROUND.mark,
        "Ba om det.",
        "siri",
    )
    after = secretary.get(page_of(second)).text
    assert "1 decision is taken over" in after
    assert "Withheld of an earlier version" not in after
    (entry,) = [e for e in audit.entries(db, HEARING) if e.action == "redactions taken over"]
    assert "Ola" not in entry.subject


def test_of_two_who_take_over_the_second_is_told(secretary, second):
    """Nothing is laid twice."""
    secretary.get(page_of(second))
    old = secretary.page
    posted(secretary, f"{page_of(second)}overta/")
    secretary.page = old
    answer = posted(secretary, f"{page_of(second)}overta/")
    assert answer.status_code == 409
    assert "A colleague has changed" in answer.text


def test_who_comes_from_the_gate_is_led_back_to_it(secretary, second):
    """Also after having withheld the words anew; elsewhere one stays on the page."""
    (link, *_) = re.findall(r'href="([^"]*funn=[^"]*)"', secretary.get(GATE).text)
    secretary.get(link.replace("&amp;", "&"))
    assert "Ola</textarea>" in secretary.page.text
    found = re.search(r'name="funn" value="([^"]*)"', secretary.page.text)[1]
    fields = {"field": "answers/tiltak/text", "words": "Ola", "which": "every", "ground": "offl-13-personal"}
    done = posted(secretary, page_of(second), action="save", funn=found, **fields)
    assert (done.status_code, done.location) == (303, GATE)
    secretary.get(page_of(second))
    done = posted(secretary, page_of(second), action="save", **{**fields, "words": "Takk"})
    assert done.location == page_of(second)


def test_an_answer_whose_earlier_version_is_withheld_is_told_at_the_gate(secretary, db, send, now):
    """With what to do: withhold this one too, or say that it may go out."""
    withhold(db, send("Hemmelig."), GROUND, note="", seen=seen_of(()), actor="kari", now=now)
    second = send("Hemmelig, rettet.", at=LATER)
    shown = secretary.get(GATE)
    assert "An earlier version is withheld as a whole" in shown.text
    (link,) = re.findall(r'href="([^"]*funn=[^"]*)"', shown.text)
    assert link.endswith("#_earlier")
    secretary.get(link.replace("&amp;", "&"))
    assert 'id="_earlier"' in secretary.page.text
    assert posted(secretary, f"{page_of(second)}overta/").status_code == 303
    assert "The whole answer is withheld" in secretary.get(page_of(second)).text
    assert "An earlier version is withheld" not in secretary.get(GATE).text


def test_a_find_in_a_file_leads_to_where_the_file_is_edited(secretary, second, content):
    """Own words, the decision and the adoptions have each a page of their own."""
    (content / f"hearings/{HEARING}/summary.md").write_text("Ring 91 23 45 67.\n", encoding="utf-8")
    shown = secretary.get(GATE).text
    assert f'href="/sekretariat/{HEARING}/oppsummering/ord/"' in shown


def test_a_case_officer_is_not_offered_it(visit, db, now, second):
    """The page tells of it, and has no button."""
    secret = "en lang og god setning"
    set_user(db, username="ole", name="Ole", password=secret, now=now, role=Role.CASE_OFFICER)
    visitor = visit()
    visitor.get("/sekretariat/logg-inn/?lang=en")
    visitor.post("/sekretariat/logg-inn/", {"username": "ole", "password": secret})
    assert "Take over to this version" not in visitor.get(page_of(second)).text
    visitor.get("/sekretariat/")
    assert visitor.post(f"{page_of(second)}overta/", {"layers": ""}).status_code == 403
