"""The theme by itself: it looks, it computes nothing, and it knows neither Pelican nor Flask."""

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from babel.messages.extract import extract_from_dir
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from hearing_app.domain.difference import compare_points
from hearing_app.domain.vocabulary import AdoptionState, Conclusion, HearingStatus, Language, Stance
from hearing_app.text import words_for

THEME = Path(__file__).parents[2] / "theme"
TEMPLATES = THEME / "templates"
FILES = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))
WORDS = words_for(Language.EN)


@pytest.fixture(scope="module")
def jinja():
    return Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined)


@pytest.mark.parametrize("name", FILES)
def test_no_inline_style_or_script(name):
    """The content security policy forbids them, so no template may hold one."""
    text = (TEMPLATES / name).read_text(encoding="utf-8")
    assert not re.search(r"<script|<style|\sstyle=|\son[a-z]+=", text)


@pytest.mark.parametrize("name", [name for name in FILES if name.startswith("parts/")])
def test_shared_parts_know_no_generator(name):
    """What the desk uses as well takes everything as a parameter: no setting of Pelican's, no function of Flask's."""
    text = (TEMPLATES / name).read_text(encoding="utf-8")
    assert not re.search(r"SITEURL|output_file|url_for|request\.|csrf|\bpage\.", text)


def test_sentences_hold_no_markup():
    """A message id is a sentence that a translator can read, without tags or entities."""
    found = [m[2] for m in extract_from_dir(TEMPLATES, [("**.html", "jinja2")], keywords=KEYWORDS)]
    sentences = [s for message in found for s in (message if isinstance(message, tuple) else (message,))]
    assert len(sentences) > 60
    assert not [s for s in sentences if re.search(r"[<>]|&\w+;|%[({]", s)]


KEYWORDS = {"_": None, "ngettext": (1, 2)}


def test_every_named_asset_is_in_the_theme():
    """`asset("…")` in a template names a file that is there."""
    names = {n for f in FILES for n in re.findall(r"asset\('([^']+)'\)", (TEMPLATES / f).read_text(encoding="utf-8"))}
    assert "samrad.css" in names
    assert not [name for name in names if not (THEME / "static" / name).is_file()]


@pytest.mark.parametrize(
    ("part", "macro", "vocabulary"),
    [
        ("status", "status_tag", HearingStatus),
        ("summary", "conclusion_tag", Conclusion),
        ("submission", "stance_tag", Stance),
        ("adoptions", "state_tag", AdoptionState),
    ],
)
def test_every_word_of_a_vocabulary_has_its_tag(jinja, part, macro, vocabulary):
    """Each member can be shown, in words and with a colour of the design system."""
    draw = getattr(jinja.get_template(f"parts/{part}.html").module, macro)
    for member in vocabulary:
        html = str(draw(member, WORDS))
        assert f">{WORDS.term(member)}</span>" in html
        assert re.search(r'data-color="(success|info|warning|danger|neutral|brand1)"', html)


def test_difference_is_drawn_from_the_domain_alone(jinja):
    """The desk can draw a difference without a site around it, and hostile words stay words."""
    changes = compare_points(["Vi <b>vil</b> nå"], ["Vi <b>vil</b> snart"])
    html = str(jinja.get_template("parts/decision.html").module.difference(changes, WORDS))
    assert "&lt;b&gt;vil&lt;/b&gt;" in html
    assert '<del><span class="ds-sr-only" lang="en">removed: </span>nå</del>' in html


@pytest.mark.parametrize(("days", "said"), [(0, "Last day today"), (1, "1 day left"), (12, "12 days left")])
def test_days_left_are_words(jinja, days, said):
    """Zero, one and many each have their own wording."""
    assert str(jinja.get_template("parts/status.html").module.days_left_text(days, WORDS)).strip() == said


def test_bar_is_as_wide_as_its_numbers(jinja):
    """The bar's parts lie end to end on a scale of all bodies counted; an empty count does not divide by zero."""
    draw = jinja.get_template("parts/summary.html").module.stance_bar
    count = SimpleNamespace(section="s", supports=3, supports_with_remarks=2, does_not_support=1, silent=4, total=10)
    html = str(draw(count))
    assert 'viewBox="0 0 10 1"' in html
    assert [(m[0], m[1]) for m in re.findall(r'x="(\d+)" width="(\d+)"', html)] == [("0", "3"), ("3", "2"), ("5", "1")]
    empty = SimpleNamespace(section="s", supports=0, supports_with_remarks=0, does_not_support=0, silent=0, total=0)
    assert 'viewBox="0 0 1 1"' in str(draw(empty))
