"""The gate at the desk after the first publishing: what is not chosen yet can be decided on before it is."""

import re

import pytest

from hearing_app.publishing.publish import publish
from hearing_app.publishing.publish_plan import plan

HEARING = "lukket-strategi"
GATE = f"/sekretariat/{HEARING}/kontroll/"


@pytest.fixture
def stops(db, settings, library, closed, receive, answered, now):
    """A function that says what stops the answer that came after the others had been published."""
    first = receive(closed, "bergvik", answered({"tiltak": "Bygg bruer.", "viktigst": ""}))
    publish(db, settings, HEARING, released=frozenset({first.reference}), actor="siri", now=now)
    later = receive(closed, "granneset", answered({"tiltak": "Ring 911 22 333 om broa.", "viktigst": ""}))
    both = frozenset({first.reference, later.reference})
    return lambda: plan(db, library.matter(HEARING), settings.content, released=both, now=now).stops


@pytest.mark.slow
def test_an_answer_that_comes_later_is_decided_on_before_it_is_chosen(secretary, stops):
    """Otherwise nobody could publish it; what is not chosen is listed, and stops nothing that is."""
    assert len(stops()) == 1
    page = secretary.get(GATE)
    assert "911 22 333" in page.text
    assert "stops publishing" not in page.text
    (key,) = set(re.findall(r'name="find" value="([^"]+)"', page.text))
    assert secretary.post(GATE, {"find": key}).status_code == 303
    assert stops() == ()
