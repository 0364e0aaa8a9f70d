"""Withheld words that a reader sees on a page and that the source hides: no hang, and nothing of them on the site."""

import time
import unicodedata
from datetime import UTC, datetime

import pytest

from hearing_app.definitions.defaults import defaults
from hearing_app.domain import public_text, redaction
from hearing_app.domain.as_read import text_of_html
from hearing_app.domain.public_text import in_force
from hearing_app.domain.redaction import Redaction, united
from hearing_app.publishing.publish import refresh_site
from hearing_app.redacting import gate_search
from hearing_app.redacting.find import Spot, Where
from hearing_app.redacting.gate import finds_in, finds_withheld, in_hand_files
from hearing_app.redacting.gate_search import Search
from hearing_app.redacting.hand_marks import marked, marked_files
from hearing_app.redacting.redact import Marking, redact, redactions_of, seen_of
from hearing_app.text.markup import to_html

HEARING = "lukket-strategi"
INDEX = f"hearings/{HEARING}/index.md"
GROUND = defaults().redaction_grounds[0]
SENTENCE = "han sa at det er på tide at han og hun går i terapi hos Hemmelig"
FILLER = (
    "Han sa at det er på tide at kommunen og han går i gang, og at det er en sak som hun i rådet er på vei til å ta i. "
)
FAR = "https://no.wikipedia.org/wiki/" + "a" * 520
PATTERNS = (gate_search._sought, redaction._pattern, public_text._beginning)
"""What makes patterns: of all the words of a hearing, of each, and of each where a word begins."""
HIDDEN = (
    f"[Merk]({FAR}) stiene",
    "Merk <!-- " + "x " * 1100 + "--> stiene",
    "Merk<br>stiene",
    unicodedata.normalize("NFD", "[Merk](http://x.example/(å)) stiene"),
    f"[Me]({FAR})rk stiene",
)


def layer(words, number=1):
    """A layer on one answer, for every occurrence."""
    made = datetime(2026, 5, 1, tzinfo=UTC)
    return Redaction(number, "2026-0001", "answers/mal/text", words, None, "g", "offl. § 13", "", "k", made)


def marked_as_built(text, *layers):
    """Return a file of a hearing as the site would be built from it."""
    where, search = Where(Spot.HAND, path="hearings/x/summary.md", line=1), Search(in_force(layers), frozenset())
    places = list(search.places(where, text))
    known = united((start, end, one.mark) for start, end, one in places if end)
    nowhere = [(start, end, one.mark) for start, end, one in places if not end]
    return marked(where.path, text, [*nowhere, *known]), places


@pytest.fixture
def withheld(db, closed, three_answers, now):
    """Bergvik's words about the paths are withheld."""
    sent = three_answers["bergvik"]
    marking = Marking("answers/tiltak/text", "Merk stiene", None, GROUND)
    redact(db, closed, sent, marking, seen=seen_of(()), actor="kari", now=now)
    return redactions_of(db, HEARING)


def test_a_long_sentence_of_everyday_words_is_found_at_once():
    """However often its words stand elsewhere; only the quote is marked, and not what stands before it."""
    link = SENTENCE.replace("terapi", "[terapi](https://no.wikipedia.org/wiki/Terapi_(psykologi))")
    for text in (f"{link}\n\n{FILLER * 60}Terapi hos noen.\n", f"{FILLER * 60}\n\n{link}\n\n{FILLER * 60}\n"):
        began = time.process_time()
        said, places = marked_as_built(text, layer(SENTENCE))
        assert time.process_time() - began < 1
        assert [text[start:end] for start, end, _layer in places] == [link]
        assert said.count(FILLER.strip()) == text.count(FILLER.strip())


@pytest.mark.parametrize("written", HIDDEN)
def test_no_page_of_the_site_has_words_that_nothing_places(db, settings, content, withheld, written, now):
    """The gate tells of them, and a site that is built all the same has a mark."""
    path = content / INDEX
    head = path.read_text(encoding="utf-8") if path.is_file() else "# Om saken\n"
    path.write_text(f"{head}\n\nDe skrev {written} i går.\n", encoding="utf-8")
    assert [found for found in in_hand_files(db, HEARING, withheld, content) if found[0] == INDEX]
    assert INDEX in refresh_site(db, settings, now=now)
    pages = (settings.site / "current").resolve().rglob("*.html")
    said = [unicodedata.normalize("NFC", text_of_html(page.read_text(encoding="utf-8"))) for page in pages]
    assert len(said) > 10
    assert not any("Merk stiene" in " ".join(page.split()) for page in said)


def test_where_nothing_tells_the_place_headings_keep_their_ids_and_all_else_is_marked():
    """The file can still be read, and links into it lead somewhere."""
    text = f"---\ntitle: Utkast\n---\n## Om stier {{#stier}}\n\nDe skrev {HIDDEN[-1]}.\n\n### Mer\n\nOg mer.\n"
    said, places = marked_as_built(text, layer("Merk stiene"))
    assert [(start, end) for start, end, _layer in places] == [(0, 0)]
    mark = r"▇▇▇ \[offl. § 13\]"
    assert said == f"---\ntitle: Utkast\n---\n## {mark} {{#stier}}\n\n{mark}\n\n### {mark}\n\n{mark}\n"


def test_words_in_the_head_of_a_file_do_not_hide_those_on_its_page():
    """Each place counts where it is shown."""
    text = f"---\ntitle: Merk stiene\n---\n\nDe skrev [Merk]({FAR}) stiene og Merk <b title='a>b'>stiene</b>.\n"
    said, _places = marked_as_built(text, layer("Merk stiene"))
    assert "Merk stiene" not in " ".join(text_of_html(to_html(said)).split())


def test_to_let_one_pass_lets_no_other_pass_that_nothing_places():
    """Each has a key of its own."""
    text = f"De skrev [Me]({FAR})rk stiene og [Sp]({FAR})err veien."
    found = finds_withheld(text, in_force([layer("Merk stiene"), layer("Sperr veien", 2)]))
    assert [find.words for find in found] == ["Merk stiene", "Sperr veien"]
    assert len({find.key for find in found}) == 2


@pytest.mark.parametrize("sign", ["\u200e", "\u202a", "\u2069", "\ufe0f", "\u034f"])
def test_signs_that_nobody_sees_hide_nothing(sign):
    """Those that say which way a text runs, that choose a form, and that hold letters apart."""
    for text in (f"Ola{sign} Hemmelig", f"O{sign}la Hemmelig"):
        assert [find.words for find in finds_in(text, in_force([layer("Ola Hemmelig")]), frozenset())]


def test_what_was_looked_through_is_known_while_the_same_is_withheld():
    """The words of a hearing become a pattern once, also more of them than Python remembers itself."""
    layers = [layer(f"Kjennetegn{number} hemmelig", number) for number in range(600)]
    texts = [f"En uttalelse om sak {number}, Kjennetegn{number} hemmelig." for number in range(3)]
    made = [one.cache_info().misses for one in PATTERNS]
    for _look in range(5):  # as often as a page is opened
        assert [len(finds_in(text, in_force(layers), frozenset())) for text in texts] == [1, 1, 1]
    more = [one.cache_info().misses - before for one, before in zip(PATTERNS, made, strict=True)]
    assert more == [1, 600, 3]


def test_the_marked_files_are_laid_over_where_the_place_is_unknown(db, content, withheld):
    """An own file with such words comes out marked."""
    (content / INDEX).write_text(f"De skrev {HIDDEN[-1]}.\n", encoding="utf-8")
    assert "stiene" not in marked_files(db, content)[INDEX]
