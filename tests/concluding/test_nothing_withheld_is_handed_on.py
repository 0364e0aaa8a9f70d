"""The summary's files look for withheld words as the gate does: as readers read, and in every text that is in them."""

import io
import zipfile
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from hearing_app.concluding.paper import paper_of
from hearing_app.concluding.paper_tables import as_book, as_csv
from hearing_app.concluding.paper_template import document_of
from hearing_app.concluding.summing_up import tell
from hearing_app.definitions.defaults import defaults
from hearing_app.domain import public_text, redaction
from hearing_app.domain.redaction import Redaction
from hearing_app.domain.vocabulary import Conclusion, Language
from hearing_app.library import Library
from hearing_app.publishing.publish_plan import plan
from hearing_app.redacting.gate import let_pass
from hearing_app.redacting.redact import Marking, redact, seen_of
from hearing_app.storage import points, redactions
from hearing_app.text import words_for
from hearing_app.treating.assess import assess_point
from hearing_app.treating.splitting import add_point
from hearing_app.treating.theming import set_themes

HEARING = "lukket-strategi"
LATER = datetime(2026, 4, 25, 8, 0, tzinfo=UTC)


@pytest.fixture
def send(closed, receive, answered):
    """A function by which a body sends an answer."""
    return lambda body, text, **at: receive(closed, body, answered({"viktigst": "", "tiltak": text}), **at)


@pytest.fixture
def lay(db, closed, now):
    """A function that withholds words of an answer."""

    def laid(sent, words, nth=None):
        marking = Marking("answers/tiltak/text", words, nth, defaults().redaction_grounds[0])
        seen = seen_of(redactions.of_submission(db, sent.reference))
        redact(db, closed, sent, marking, seen=seen, actor="kari", now=now)

    return laid


@pytest.fixture
def point(db, now):
    """A function that makes a point of some words of an answer, and assesses it."""

    def made(sent, words, assessment="Ja."):
        add_point(db, sent, "tiltak", words, actor="siri", now=now)
        found = points.of_submission(db, sent.reference)[-1]
        known = {"assessment": assessment, "conclusion": Conclusion.NOTED, "revision": 0}
        assess_point(db, sent, found.id, **known, actor="siri", now=now)
        return found

    return made


@pytest.fixture
def told(db, content, now):
    """A function that tells the summary."""

    def telling():
        library = Library(content)
        known = (library.matter(HEARING), library.last_good_council(), words_for(Language.EN))
        return tell(db, *known, now=now)

    return telling


@pytest.fixture
def files(told, now):
    """A function that makes the files of the summary, and returns all that stands in each."""

    def made():
        found = told()
        paper = document_of(paper_of(found, written=now), None)
        return [unzipped(data) for data in (paper, as_book(found, written=now), as_csv(found).encode())]

    return made


def unzipped(data):
    """Return everything that stands in a file, unpacked where it is an archive."""
    if not data.startswith(b"PK"):
        return data.decode()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return "\n".join(archive.read(name).decode(errors="ignore") for name in archive.namelist())


@pytest.mark.parametrize("written", ["Ola **Hemmelig**", "[Ola](https://x.example/(a)) Hemmelig", "Ola<br>Hemmelig"])
def test_own_words_are_marked_however_they_are_written(content, send, lay, point, files, written):
    """As on the site."""
    sent = send("bergvik", "Ring Ola Hemmelig. Bygg bru.")
    point(sent, "Bygg bru.")
    (content / f"hearings/{HEARING}/summary.md").write_text(f"De nevnte {written} i går.\n", encoding="utf-8")
    assert "Hemmelig" in files()[0]
    lay(sent, "Ola Hemmelig")
    assert not any("Hemmelig" in said for said in files())
    assert "▇▇▇" in files()[0]


def test_other_bodies_words_assessments_and_themes_are_looked_through(db, closed, send, lay, point, files, now):
    """With signs that nobody sees between the letters too."""
    sent = send("bergvik", "Ring Ola Hemmelig.")
    other = send("fossheim", "Vi kjenner Ola Hem\u00admelig. Og Ola\u200e Hemmelig.")
    found = point(other, "Vi kjenner Ola Hem\u00admelig.", assessment="Se Ola Hemm\u200belig.")
    point(other, "Og Ola\u200e Hemmelig.")
    set_themes(db, closed.id, found, (), new="Om Ola Hem\u00admelig", actor="siri", now=now)
    lay(sent, "Ola Hemmelig")
    for said in files():
        assert "Hemmelig" not in "".join(sign for sign in said if sign not in "\u00ad\u200b\u200e")
        assert said.count("▇▇▇") >= 4


def test_a_single_place_of_an_earlier_version_is_marked_in_the_new_one(send, lay, point, files):
    """Until somebody has decided on it."""
    lay(send("bergvik", "Ring Ola Hemmelig."), "Ola Hemmelig", 1)
    point(send("bergvik", "Ring Ola Hemmelig. Ny setning.", at=LATER), "Ring Ola Hemmelig.")
    assert not any("Hemmelig" in said for said in files())


def test_what_is_let_pass_at_the_gate_stands(db, content, library, send, lay, point, files, now):
    """In a quote and in the own words, as it does on the site."""
    lay(send("bergvik", "Ring Ola Hemmelig."), "Ola Hemmelig")
    other = send("fossheim", "Vi kjenner Ola Hemmelig.")
    point(other, "Vi kjenner Ola Hemmelig.")
    (content / f"hearings/{HEARING}/summary.md").write_text("De nevnte Ola **Hemmelig**.\n", encoding="utf-8")
    assert not any("Hemmelig" in said for said in files())
    todo = plan(db, Library(content).matter(HEARING), content, released=frozenset({other.reference}), now=now)
    for find in todo.finds:
        let_pass(db, HEARING, find, actor="kari", now=now)
    paper, book, table = files()
    assert paper.count("Hemmelig") == 2
    assert "Hemmelig" in book
    assert "Hemmelig" in table


def test_a_theme_is_looked_through_once_however_many_points_have_it(db, closed, send, lay, point, told, now):
    """With more withheld words than Python remembers patterns of: what is made is made once."""
    sent = send("bergvik", "\n\n".join(f"Punkt {number}." for number in range(12)))
    for number in range(12):
        set_themes(db, closed.id, point(sent, f"Punkt {number}."), (), new="Bruer", actor="siri", now=now)
    other = send("fossheim", "Ring Ola Hemmelig.")
    made = Redaction(0, other.reference, "answers/tiltak/text", "x", None, "g", "offl. § 13", "", "k", now)
    for number in range(600):
        redactions.add(db, replace(made, words=f"Kjennetegn{number} Hemmelig"))
    told()
    before = redaction._pattern.cache_info(), public_text._beginning.cache_info()
    told()
    after = redaction._pattern.cache_info(), public_text._beginning.cache_info()
    assert [one.misses for one in after] == [one.misses for one in before]
    assert [now.hits - then.hits for now, then in zip(after, before, strict=True)] == [0, 0]
