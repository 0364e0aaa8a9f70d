"""The secretariat's own words while their figures are not those of now, as the desk shows it."""

import html
import re

import pytest

PAGE = "/sekretariat/lukket-strategi/oppsummering/"
WORDS = f"{PAGE}ord/"


def typed(page):
    return html.unescape(re.search(r'<textarea[^>]* name="text"[^>]*>\n(.*?)</textarea>', page.text, re.DOTALL)[1])


@pytest.fixture
def moved(secretary, three_answers, content):
    """The file with figures that were put in when another number had answered, and those of now."""
    secretary.get(WORDS)
    text = typed(secretary.post(WORDS, {"text": "Takk.", "action": "figures"}))
    old = re.sub(r"^3 av dei", "2 av dei", text)
    assert old != text
    (content / "hearings/lukket-strategi/summary.md").write_text(f"{old}\n", encoding="utf-8")
    return old, text


def test_the_desk_tells_which_figures_have_moved(secretary, moved):
    """Beside the text with those of now, and among what the summary lacks."""
    page = secretary.get(WORDS).text
    assert "Figures in the text are not the present ones" in page
    assert page.count("<q") == 2
    assert "Figures in the secretariat&#39;s own words that are not the present ones: 1." in secretary.get(PAGE).text


def test_a_button_puts_in_the_figures_of_now(secretary, moved):
    """In the field alone: nothing is saved, and the warning is gone."""
    old, text = moved
    secretary.get(WORDS)
    page = secretary.post(WORDS, {"text": old, "action": "present"})
    assert typed(page).rstrip() == text.rstrip()
    assert "are not the present ones" not in page.text


def test_conclusions_that_are_not_public_are_not_put_in(secretary, three_answers):
    """And the page says why."""
    page = secretary.get(WORDS)
    assert "Conclusions are put in when they are published" in page.text
    assert "Konklusjon" not in typed(secretary.post(WORDS, {"text": "", "action": "figures"}))
