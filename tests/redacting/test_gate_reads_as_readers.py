"""The gate reads what readers read: through emphasis, links, signs that nobody sees, and letters of two signs."""

import subprocess
import unicodedata
from dataclasses import replace
from datetime import timedelta

import pytest

from hearing_app.building.build import build_folder
from hearing_app.definitions.defaults import defaults
from hearing_app.publishing.publish import publish
from hearing_app.publishing.publish_plan import plan
from hearing_app.redacting.gate import FindKind, finds_in
from hearing_app.redacting.hand_marks import marked_files
from hearing_app.redacting.redact import Marking, redact, redactions_of, seen_of
from hearing_app.redacting.redact_history import in_history
from hearing_app.storage import redactions

HEARING = "lukket-strategi"
SUMMARY = f"hearings/{HEARING}/summary.md"
GROUND = defaults().redaction_grounds[0]
WRITTEN = (
    "Ola **Hemmelig** ringte.",
    "*Ola* Hemmelig ringte.",
    "[Ola](x) Hemmelig ringte.",
    "[Ola][1] Hemmelig ringte.\n\n[1]: https://x.example",
    "Ola&nbsp;Hemmelig ringte.",
    "Ola&#32;Hemmelig ringte.",
    "Ola\\\nHemmelig ringte.",
    "Ola Hem\u00admelig ringte.",
    "Ola\u200b Hemmelig ringte.",
    "> Ola\n> Hemmelig ringte.",
    "_Ola Hemmelig_ ringte.",
)


@pytest.fixture
def sent(closed, receive, answered):
    """Bergvik's answer with a name in it, twice."""
    return receive(
        closed, "bergvik", answered({"viktigst": "", "tiltak": "Ring Ola Hemmelig.\n\nSå igjen Ola Hemmelig."})
    )


@pytest.fixture
def lay(db, closed, sent, now):
    """A function that withholds words of it."""

    def laid(words="Ola Hemmelig", nth=None):
        marking, seen = (
            Marking("answers/tiltak/text", words, nth, GROUND),
            seen_of(redactions.of_submission(db, sent.reference)),
        )
        redact(db, closed, sent, marking, seen=seen, actor="kari", now=now)

    return laid


@pytest.fixture
def finds(db, library, settings, sent, now):
    """A function that says what the gate finds when Bergvik's answer, and others, are chosen."""

    def found(*more):
        released = frozenset({sent.reference, *(one.reference for one in more)})
        return plan(db, library.matter(HEARING), settings.content, released=released, now=now).finds

    return found


@pytest.mark.parametrize("written", WRITTEN)
def test_withheld_words_are_found_however_they_are_written(db, content, lay, finds, written, now):
    """They stop publishing with their line; and a site that is built all the same has a mark there."""
    lay()
    (content / SUMMARY).write_text(f"Innledning.\n\n{written}\n", encoding="utf-8")
    (find,) = [find for find in finds() if find.where.path == SUMMARY]
    assert (find.kind, find.where.line, find.stops) == (FindKind.WITHHELD, 3, True)
    marked = marked_files(db, content)[SUMMARY]
    assert "Hemmelig" not in marked
    assert "▇▇▇" in marked


def test_no_page_of_the_site_has_them(db, content, tmp_path, lay, now):
    """A real build, with the marked files laid over."""
    lay()
    (content / SUMMARY).write_text("\n\n".join(WRITTEN), encoding="utf-8")
    for name, text in marked_files(db, content).items():
        (content / name).write_text(text, encoding="utf-8")
    build_folder(content, tmp_path / "out", base_url="http://x.example", now=now)
    pages = [path.read_text(encoding="utf-8") for path in (tmp_path / "out").rglob("*.html")]
    assert len(pages) > 10
    assert not any("Hemmelig" in page or "Hem\u00admelig" in page for page in pages)


def test_a_name_in_letters_of_two_signs_is_found_in_another_answer(closed, receive, answered, lay, db, finds, now):
    """As a body's own program may have written it."""
    lay()
    named = receive(closed, "indre", answered({"viktigst": "", "tiltak": "Ring Kåre Løvås."}))
    marking = Marking("answers/tiltak/text", "Kåre Løvås", None, GROUND)
    redact(db, closed, named, marking, seen=seen_of(()), actor="kari", now=now)
    text = unicodedata.normalize("NFD", "Vi kjenner Kåre Løvås.")
    other = receive(closed, "fossheim", answered({"viktigst": "", "tiltak": text}))
    (find,) = [find for find in finds(named, other) if find.stops]
    assert (find.where.reference, find.words) == (other.reference, unicodedata.normalize("NFD", "Kåre Løvås"))


def test_a_number_written_with_marks_is_found_and_its_last_digits_are_never_shown(db):
    """Neither in its own card nor in that of an address beside it."""
    found = finds_in("Tlf. 91&nbsp;23&nbsp;45&nbsp;67.", redactions_of(db, HEARING), frozenset())
    assert [find.kind for find in found] == [FindKind.PHONE]
    both = finds_in("13097248022 ola@x.example 13097248022", redactions_of(db, HEARING), frozenset())
    assert {find.kind for find in both} >= {FindKind.MAIL}
    numbers = [find for find in both if find.kind is FindKind.IDENTITY]
    assert numbers
    assert not any("48022" in find.before + find.shown + find.after for find in both)


def test_a_legal_ground_in_a_mark_is_no_find(lay, finds):
    """«13» is withheld, and every mark says § 13."""
    lay("igjen")
    lay("Ring")
    assert [find for find in finds() if find.stops] == []


def test_the_history_tells_of_single_occurrences_where_they_stood(db, settings, content, library, sent, lay, now):
    """The commit with the words is told; later ones, in which the other place may stand, are not."""

    def git(*arguments):
        subprocess.run(
            ["git", "-c", "user.name=a", "-c", "user.email=a@b.example", *arguments], cwd=content, check=True
        )

    git("init", "-q")
    git("add", "-A")
    git("commit", "-qm", "x")
    released = frozenset({sent.reference})
    publish(db, settings, HEARING, released=released, actor="kari", now=now)
    lay(nth=1)
    publish(db, settings, HEARING, released=released, actor="kari", now=now + timedelta(hours=1), note="Sladdet.")
    found = in_history(db, library.matter(HEARING).hearing, content)
    assert [replace(entry.layer, id=0).nth for entry in found] == [1]
