"""The receipt's page: its PDF, every fingerprint, every earlier version; and the form tells how far it is."""

import io
import json

import pytest
from pypdf import PdfReader

from hearing_app.domain.parts import parts_of
from hearing_app.storage import submissions

FORM = "/svar/apen-plan/"
RECEIPT = f"{FORM}kvittering/"
PDF = f"{RECEIPT}2026-0001.pdf"


@pytest.fixture
def changed(sent, complete):
    """The browser after a second version has been received."""
    sent.get(RECEIPT)
    sent.post(f"{FORM}endre/", follow=True)
    sent.get(FORM)
    sent.save({**complete, "text_viktigst": "Skogen."}, action="review", follow=True)
    sent.post(f"{FORM}send/", follow=True)
    return sent


def test_the_pdf_is_a_download_in_the_readers_language(sent):
    """Of the type and name that a case system takes."""
    answer = sent.get(PDF)
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="2026-0001.pdf"'
    assert PdfReader(io.BytesIO(answer.data)).trailer["/Root"]["/Lang"] == "en"


def test_nobody_else_gets_the_pdf(sent, visit, link):
    """Neither another body by its own link nor somebody without one; they are told nothing of it."""
    other = visit()
    other.open(link("fossheim"))
    assert other.get(PDF).status_code == 404
    assert b"%PDF" not in visit().get(PDF).data
    assert sent.get(f"{RECEIPT}2026-9999.pdf").status_code == 404
    assert sent.get("/svar/lukket-strategi/kvittering/2026-0001.pdf").mimetype == "text/html"


def test_a_pdf_that_cannot_be_made_is_told_on_the_receipt(sent, monkeypatch, tmp_path):
    """The receipt itself stands."""
    broken = tmp_path / "broken.typ"
    broken.write_text('#panic("no")', encoding="utf-8")
    monkeypatch.setattr("hearing_app.answering.receipt_pdf.TEMPLATE", broken)
    page = sent.get(PDF, follow_redirects=True)
    assert page.request.path == RECEIPT
    assert "The PDF could not be made now." in page.text
    assert "Your answer has been received" in page.text


def test_the_page_has_the_fingerprint_of_every_part(sent, db):
    """With the name of the part and its path."""
    page = sent.get(RECEIPT).text
    (one,) = submissions.of_hearing(db, "apen-plan")
    for part in parts_of(one.payload):
        assert part.sha256 in page
        assert f"<code>{part.path}</code>" in page


def test_earlier_versions_stay_within_reach(changed):
    """Each with its file and its PDF, which says that it has been replaced."""
    page = changed.get(RECEIPT).text
    assert "Version 1, 2026-0001" in page
    old = PdfReader(io.BytesIO(changed.get(PDF).data))
    assert "replaced by 2026-0002" in " ".join(old.pages[-1].extract_text().split())
    assert json.loads(changed.get(f"{RECEIPT}2026-0001.json").data)["version"] == 1


def test_a_first_receipt_has_no_earlier_versions(sent):
    """Nothing is folded that is not there."""
    assert "Earlier versions" not in sent.get(RECEIPT).text


@pytest.mark.parametrize(
    ("language", "told"), [("nb", "2 av 6 besvart"), ("nn", "2 av 6 svara på"), ("en", "2 of 6 answered")]
)
def test_the_form_tells_how_far_it_is(answering, language, told):
    """In words and on a bar; what lacks something is not counted."""
    answering.save({"stance_formal": "supports", "stance_okonomi": "supports_with_remarks", "text_viktigst": "Vann."})
    page = answering.get(f"{FORM}?lang={language}", follow_redirects=True).text
    assert told in page
    assert 'id="_progress" value="2" max="6"' in page
    assert 'data-item="formal">' in page
    assert 'data-item="okonomi" hidden>' in page


def test_autosaving_tells_how_far_the_form_is(answering):
    """So that the page can say it without being loaded anew."""
    answer = answering.post(f"{FORM}autolagring/", {"stance_formal": "supports", "text_viktigst": "Vann."})
    assert (answer.json["progress"], answer.json["answered"]) == ("2 of 6 answered", ["formal", "viktigst"])
