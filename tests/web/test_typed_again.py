"""Withheld words at the desk: told where a file is saved, and gone from an older preview."""

import html
import re
from datetime import timedelta

import pytest

from hearing_app.definitions.defaults import defaults
from hearing_app.domain.release import EVERYTHING
from hearing_app.domain.vocabulary import Language
from hearing_app.publishing.preview import folder_of
from hearing_app.redacting.redact import Marking, redact, seen_of
from hearing_app.storage import publish_jobs
from hearing_app.storage.publish_jobs import JobKind, JobState, Request

HEARING = "lukket-strategi"
DESK = f"/sekretariat/{HEARING}/"
WORD = "HEMMELIGORD"


@pytest.fixture
def answer(receive, closed, answered):
    """Bergvik's answer."""
    return receive(closed, "bergvik", answered({"viktigst": "", "tiltak": f"Ring {WORD} først."}))


@pytest.fixture
def withhold(db, closed, answer, now):
    """A function that withholds one word of it."""

    def withheld():
        marking = Marking("answers/tiltak/text", WORD, None, defaults().redaction_grounds[0])
        redact(db, closed, answer, marking, seen=seen_of(()), actor="kari", now=now)

    return withheld


def hidden(page, name):
    """Return what a hidden field of the page sends."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page.text)
    return html.unescape(found[1]) if found else ""


def test_own_words_with_withheld_words_are_told_and_given_back(secretary, answer, withhold, content):
    """Nothing is written; whoever saves the same once more means it."""
    withhold()
    file, address = content / "hearings" / HEARING / "summary.md", f"{DESK}oppsummering/ord/"
    secretary.get(address)
    typed = {"action": "save", "seen": "", "text": f"Først.\n\nOm {WORD}."}
    page = secretary.post(address, typed)
    assert page.status_code == 422
    assert "summary.md:3" in page.text
    assert f"Om {WORD}." in page.text
    assert not file.exists()
    again = {**typed, "told": hidden(page, "told")}
    assert secretary.post(address, {**again, "text": f"{WORD} {WORD}, og mer."}).status_code == 303
    assert WORD in file.read_text(encoding="utf-8")


def test_what_stands_in_the_file_already_is_not_told_again(secretary, answer, withhold, content):
    """A writer who changes another sentence is not stopped; one word more is told."""
    withhold()
    file, address = content / "hearings" / HEARING / "summary.md", f"{DESK}oppsummering/ord/"
    file.write_text(f"Om {WORD}.\n", encoding="utf-8")
    seen = hidden(secretary.get(address), "seen")
    assert secretary.post(address, {"action": "save", "seen": seen, "text": f"Om {WORD}. Ja."}).status_code == 303
    seen = hidden(secretary.get(address), "seen")
    assert secretary.post(address, {"action": "save", "seen": seen, "text": f"{WORD} {WORD}."}).status_code == 422


@pytest.mark.parametrize("page", ["vedtak/", "vedtak/markdown/"])
def test_a_decision_with_withheld_words_is_told_and_given_back(secretary, answer, withhold, content, page):
    """In the form and as Markdown alike."""
    withhold()
    address = f"{DESK}{page}"
    secretary.get(address)
    form = {"action": "save", "seen": "", "proposal-1": f"Vedtas, {WORD}.", "stage": "final"}
    typed = {"seen": "", "text": f"## Forslag {{#proposal}}\n\n1. Vedtas, {WORD}.\n"} if "markdown" in page else form
    told = secretary.post(address, typed)
    assert told.status_code == 422
    assert f"Vedtas, {WORD}." in html.unescape(told.text)
    assert not (content / "hearings" / HEARING / "decision.md").exists()
    assert secretary.post(address, {**typed, "told": hidden(told, "told")}).status_code == 303


def test_a_section_of_the_new_draft_with_withheld_words_is_told(secretary, answer, withhold, content):
    """As a proposed change with them is refused there."""
    withhold()
    draft = content / "hearings" / HEARING / "draft.md"
    draft.write_text(draft.read_text(encoding="utf-8").replace("---\n", "---\ndate: 2026-01-15\n", 1), encoding="utf-8")
    secretary.get(f"{DESK}endringer/")
    assert secretary.post(f"{DESK}endringer/utkast/").status_code == 303
    address = f"{DESK}endringer/del/tiltak/"
    typed = {"seen": hidden(secretary.get(address), "seen"), "text": f"Kvar kommune {WORD}."}
    told = secretary.post(address, typed)
    assert told.status_code == 422
    assert f"Kvar kommune {WORD}." in told.text
    assert secretary.post(address, {**typed, "told": hidden(told, "told")}).status_code == 303


def test_a_preview_that_is_older_than_a_redaction_is_gone(secretary, answer, withhold, db, settings, now):
    """Its address says so and leads to a new one; no page of it is sent, though its folder is still there."""
    asked = Request(frozenset({answer.reference}), EVERYTHING, "", "", False, Language.EN)
    job = publish_jobs.ask(db, JobKind.PREVIEW, HEARING, asked, by="kari", now=now - timedelta(minutes=5))
    publish_jobs.end(db, job, JobState.DONE, now)
    page = folder_of(settings, job) / "horinger" / HEARING / "index.html"
    page.parent.mkdir(parents=True)
    page.write_text(f"<head></head><body>{WORD}</body>", encoding="utf-8")
    address = f"{DESK}forhandsvisning/{job}/"
    assert WORD in secretary.get(f"{address}side/horinger/{HEARING}/").text
    withhold()
    sent = secretary.get(f"{address}side/horinger/{HEARING}/")
    assert (sent.status_code, sent.location) == (303, address)
    gone = secretary.get(address)
    assert gone.status_code == 410
    assert "withheld or decided on since" in gone.text
    assert f"{DESK}publiser/" in gone.text
