"""A row of the summary that several bodies stand behind."""

import re
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from hearing_app.definitions.models import parse
from hearing_app.definitions.positions import Source, read_yaml
from hearing_app.definitions.released import read_summary, write_summary
from hearing_app.definitions.written_models import SummaryFile
from hearing_app.domain.summary import SaidToo, Summary, SummaryPoint
from hearing_app.domain.vocabulary import Conclusion, Language
from hearing_app.text import words_for

TEMPLATES = Path(__file__).parents[2] / "theme" / "templates"
POINT = SummaryPoint(
    "bergvik",
    "mal",
    "Bygg to broer.",
    "Enig.",
    Conclusion.ACCEPTED,
    others=(SaidToo("fossheim", "mal", "Bygg to bruer.", attached=True), SaidToo("indre", "mal", "Bygg  to broer.")),
    themes=("Broer",),
    attached=True,
)


@pytest.fixture
def shown():
    """A function that shows a row as the site and the desk do."""
    jinja = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined)
    table = jinja.get_template("parts/summary.html").module.points_table

    def show(point):
        return table((point,), None, words_for(Language.EN), "_x", {"fossheim": "../svar/fossheim/"})

    return show


def test_all_who_stand_behind_a_row_are_named(shown):
    """Each with the way to its answer where that can be read; others' words in a fold where they differ."""
    page = shown(POINT)
    names = re.sub(r"<[^>]+>", "", re.search(r'<p class="points__body">(.*?)</p>', page, re.DOTALL)[1])
    assert " ".join(names.split()) == "bergvik, fossheim and indre"
    assert '<a class="ds-link" href="../svar/fossheim/">fossheim</a>' in page
    assert "the others&#39; own words" in page or "the others' own words" in page
    assert page.count("Bygg to bruer.") == 1
    assert "Bygg  to broer." not in page
    assert page.count("From an attachment") == 2


def test_a_row_of_one_body_has_no_fold(shown):
    """It looks as before points could be joined."""
    page = shown(SummaryPoint("bergvik", "mal", "Bygg to broer.", "", None))
    assert "<details" not in page
    assert " and " not in page


def test_a_joined_row_is_read_as_it_was_written():
    """With everybody's words, themes, and that they are from a file."""
    summary = Summary(3, 3, 3, (), (POINT,))
    source = Source("summary.yml")
    model = parse(SummaryFile, read_yaml(write_summary(summary), source), source)
    assert source.problems == []
    assert read_summary(model) == summary
