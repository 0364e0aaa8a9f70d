"""Checking a receipt on a page: what it tells, and what it never shows."""

from io import BytesIO

import pytest

from hearing_app.publishing.publish import publish
from hearing_app.storage import journal

PAGE = "/svar/kvittering/"


@pytest.fixture
def checker(visit):
    """Somebody without a link, who has opened the page in English."""
    visitor = visit()
    visitor.get(f"{PAGE}?lang=en")
    return visitor


def hand_in(visitor, data):
    return visitor.post(PAGE, {"file": (BytesIO(data), "2026-0001.json")}, content_type="multipart/form-data")


def test_the_file_of_a_receipt_is_told_of(db, settings, checker, three_answers, now):
    """When it was received, its number and digest, and that the public answer is the same."""
    sent = three_answers["bergvik"]
    publish(db, settings, "lukket-strategi", released=frozenset({sent.reference}), actor="siri", now=now)
    page = hand_in(checker, sent.payload)
    assert page.status_code == 200
    assert "Received as 2026-0001" in page.text
    assert "The published answer is what was received" in page.text
    assert journal.by_reference(db, sent.reference).digest in page.text
    assert 'href="/en/horinger/lukket-strategi/svar/bergvik/"' in page.text


def test_of_an_answer_that_is_not_released_no_text_is_shown(checker, three_answers):
    """Though whoever has the file has the text; the page may be printed and passed on."""
    page = hand_in(checker, three_answers["indre"].payload)
    assert "The answer has not been published" in page.text
    assert "HEMMELIG" not in page.text
    assert "kari@bergvik.example" not in page.text


def test_the_text_of_the_file_will_do(checker, three_answers):
    """As a browser sends it, with its own line breaks."""
    text = three_answers["bergvik"].payload.decode().replace("\n", "\r\n")
    assert "Received as 2026-0001" in checker.post(PAGE, {"text": text}).text


@pytest.mark.parametrize("data", [b"{}", b"\xff\x00\xfe", "\u202e<script>alert(1)</script>".encode()])
def test_another_file_is_told_to_be_unknown(checker, three_answers, data):
    """Without a word of what there is, and without showing it."""
    page = hand_in(checker, data)
    assert page.status_code == 422
    assert "This is not a file that has been received here" in page.text
    assert "<script" not in page.text
    assert "Error:" in page.text.partition("</title>")[0]


def test_nothing_at_all_is_asked_for_again(checker):
    """An empty form is no file."""
    page = checker.post(PAGE, {"text": "  "})
    assert page.status_code == 422
    assert "Choose the file, or paste its text." in page.text


def test_the_receipt_holds_the_entry(db, sent):
    """Number and digest, and the way to the page that checks."""
    page = sent.get("/svar/apen-plan/kvittering/").text
    assert journal.last(db).digest in page
    assert f'href="{PAGE}?lang=en"' in page
