"""The table of a hearing with many points: a reader gets it part by part, folded, with what became of each."""

import re
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from hearing_app.domain.summary import Summary, SummaryPoint
from hearing_app.domain.vocabulary import Conclusion, Language
from hearing_app.text import words_for

TEMPLATES = Path(__file__).parents[2] / "theme" / "templates"


@pytest.fixture
def shown(closed):
    """A function that shows the summary of the closed hearing with so many points on its first part."""
    jinja = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined)
    whole = jinja.get_template("parts/summary.html").module.summary
    item = closed.items[0].id

    def show(number, to_come=()):
        ends = (Conclusion.ACCEPTED, Conclusion.NOTED, None)
        points = tuple(SummaryPoint(f"b{n:03d}", item, f"Ord {n}.", "Sett.", ends[n % 3]) for n in range(number))
        return whole(closed, Summary(3, 3, 3, (), points, to_come=to_come), None, words_for(Language.EN))

    return show, item


def test_few_points_stand_open(shown):
    """Nobody has to unfold what can be read at a glance."""
    show, item = shown
    page = show(40)
    assert '<details class="fold points-of"' not in page
    assert f'<div class="points-of" id="_points_{item}">' in page


def test_many_are_folded_with_what_became_of_them(shown):
    """The line says how many there are of each conclusion; the address of a part opens it, for it is inside."""
    show, item = shown
    page = show(42)
    fold = re.search(r'<details class="fold points-of">(.*?)</summary>(.*?)</details>', page, re.DOTALL)
    line = " ".join(re.sub(r"<[^>]+>", "", fold[1]).split())
    assert line.endswith("42 points, 14 accepted, 14 noted, 14 not concluded yet")
    assert f'id="_points_{item}"' in fold[2]
    assert fold[2].count("<blockquote") + fold[2].count("Ord ") >= 42


def test_what_is_kept_back_is_not_counted_up(shown):
    """Conclusions on a part that is not published yet are told as being considered."""
    show, item = shown
    line = re.search(r'fold__count">(.*?)</summary>', show(42, to_come=(item,)), re.DOTALL)[1]
    assert "42 points: being considered" in " ".join(line.split())
    assert "accepted" not in line
