"""A letter with a heading that is none of the hearing's parts: a person says where it belongs before it is received."""

import io
import re

import docx
import pytest

OPEN = "/sekretariat/apen-plan/registrer/"
FACTS = {"who": "bergvik", "channel": "paper", "day": "13.5.2026", "level": "council", "action": "check"}


def letter():
    document = docx.Document()
    document.add_paragraph("Bergvik kommune")
    document.add_heading("Til punkt 2", 2)
    document.add_paragraph("Kostnadene må fordeles etter folketall.")
    document.add_heading("Andre merknader", 2)
    document.add_paragraph("Takk for en god prosess.")
    document.add_paragraph("Vi ønsker lykke til videre.")
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


@pytest.fixture
def begun(secretary):
    """The address of a registration with the letter."""
    secretary.get(OPEN)
    files = {"files": (io.BytesIO(letter()), "svar.docx")}
    answer = secretary.client.post(OPEN, data={**secretary.hidden(), **files}, content_type="multipart/form-data")
    return answer.location


def press(secretary, address, fields):
    page = secretary.get(address)
    hidden = dict(re.findall(r'type="hidden" name="(csrf_token|revision|del)" value="([^"]*)"', page.text))
    return secretary.client.post(address, data={**hidden, **fields}, content_type="multipart/form-data")


def test_it_is_marked_and_not_received_before_it_is_placed(secretary, begun):
    """The heading is left out, and the first paragraph below it is named; one choice places all of them."""
    page = secretary.get(begun).text
    assert page.count('value="_undecided" selected') == 1
    assert "→ Not placed yet" in page
    refused = press(secretary, begun, FACTS)
    assert refused.status_code == 422
    assert "Choose where «Takk for en god prosess.» belongs." in refused.text
    assert 'id="place_4-error"' in refused.text
    assert 'href="#place_4"' in refused.text


def test_it_goes_where_a_person_says(secretary, begun):
    """To another part than the one above it."""
    done = press(secretary, begun, {**FACTS, "place_4": "general"})
    assert done.status_code == 303, done.text
    page = secretary.get(done.location).text
    general = re.search(r'name="text_general"[^>]*>\n(.*?)</textarea>', page, re.DOTALL)[1]
    assert general == "Takk for en god prosess.\n\nVi ønsker lykke til videre."


def test_the_form_without_the_list_is_told_too(secretary, begun):
    """The last look is not reached by its address either."""
    press(secretary, begun, {**FACTS, "action": "save"})
    assert "Choose where «Takk for en god prosess.» belongs." in secretary.get(f"{begun}kontroller/").text
