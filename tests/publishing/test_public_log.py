"""The lines of the log on the site: anybody can compute them, and they tell of nothing that is not public."""

import re
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hearing_app.definitions.journal import LINES, load_lines
from hearing_app.domain.journal import START, public_lines
from hearing_app.publishing.publish import refresh_site
from hearing_app.storage import journal
from plugins.receipts import CHECK

ROOT = Path(__file__).parents[2]


@pytest.fixture
def lines(db, settings, three_answers, now):
    """The file on the site after three answers."""
    refresh_site(db, settings, now=now)
    return (settings.site / "current" / LINES).read_bytes().decode()


def checked(text, tmp_path):
    """Return what the documented lines of shell say of the file."""
    (tmp_path / LINES).write_bytes(text.encode())
    done = subprocess.run(["sh", "-c", CHECK], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    return done.stdout.splitlines()


def test_anybody_can_compute_the_log(lines, db, tmp_path):
    """The documented lines say nothing until the last digest, which is the one of the published head."""
    assert checked(lines, tmp_path) == [journal.head(db).digest]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda rows: [rows[0].replace("2026-04-20", "2026-04-19"), *rows[1:]], "changed: samrad-1 1"),
        (lambda rows: [rows[0], rows[2]], "does not follow: samrad-1 3"),
        (lambda rows: [rows[1], rows[0], rows[2]], "does not follow: samrad-1 2"),
        (lambda rows: [rows[0].replace("bergvik", "nordli"), *rows[1:]], "changed: samrad-1 1"),
    ],
    ids=["back-dated", "deleted", "reordered", "changed"],
)
def test_tampering_with_the_published_lines_is_seen(lines, tmp_path, change, told):
    """With nothing but the file and a shell."""
    assert checked("\n".join(change(lines.splitlines())) + "\n", tmp_path)[0].startswith(told)


def test_what_is_not_public_has_its_digest_only(db, three_answers, tmp_path):
    """Neither hearing, body, time nor reference is told, and the chain can be computed all the same."""
    entries, second = journal.entries(db), three_answers["fossheim"].reference
    text = public_lines(entries, {s.reference for s in three_answers.values()} - {second})
    assert text.splitlines()[1] == f"{entries[1].digest}  -"
    assert second not in text
    assert "fossheim" not in text
    assert checked(text, tmp_path) == [entries[-1].digest]


def test_answers_to_a_hearing_that_is_not_public_are_not_told(db, settings, hearing, receive, answered):
    """Its bodies were asked before it was published."""
    receive(hearing, "bergvik", answered())
    refresh_site(db, settings, now=datetime(2026, 2, 1, 12, 0, tzinfo=UTC))
    assert (settings.site / "current" / LINES).read_text(encoding="utf-8") == f"{journal.last(db).digest}  -\n"


def test_the_file_grows_at_its_end(db, settings, lines, hearing, receive, answered):
    """What has been published stays as it is, to the byte, so that copies can be compared."""
    receive(hearing, "bergvik", answered(), at=datetime(2026, 5, 14, 8, 0, tzinfo=UTC))
    refresh_site(db, settings, now=datetime(2026, 5, 15, 10, 0, tzinfo=UTC))
    later = (settings.site / "current" / LINES).read_bytes().decode()
    assert later.startswith(lines)
    assert len(later.splitlines()) == 4


def test_the_file_holds_no_person(lines):
    """What was received is in it as a fingerprint only."""
    assert not re.search(r"Kari|@|Rådgiver|Kommunestyret", lines)
    assert lines.splitlines()[0].endswith(START)


def test_the_page_leads_to_the_file_and_shows_the_lines_of_shell(lines, settings):
    """In every language the same file."""
    for folder in ("", "nn/", "en/"):
        page = (settings.site / "current" / folder / "kvittering" / "index.html").read_text(encoding="utf-8")
        assert 'href="/journal.txt"' in page
        assert "done &lt; journal.txt" in page
    assert not (settings.site / "current" / "en" / LINES).exists()


def test_a_file_that_is_no_log_is_a_mistake_with_its_line(content):
    """Somebody has edited it by hand, or a merge has left its marks in it."""
    (content / LINES).write_text(f"{START}  -\n<<<<<<< HEAD\n", encoding="utf-8")
    _text, (problem,) = load_lines(content)
    assert (problem.place.file, problem.place.line) == (LINES, 2)


def test_the_documentation_shows_the_same_lines():
    """They are copied from there."""
    assert CHECK.strip() in (ROOT / "docs" / "verify.md").read_text(encoding="utf-8")
