"""What other pages tell of a hearing. English pages: their sentences are the message ids."""

import shutil
from pathlib import Path

import pytest

from tests.plugins.conftest import read_site

HEARING = Path("content/hearings/vedtatt")


@pytest.fixture(scope="module")
def built(prove, tmp_path_factory):
    """The fixture hearings: one decided in part, one summarised in words alone, and a gathering that feeds one."""
    folder = tmp_path_factory.mktemp("told")
    shutil.copytree(prove, folder / "content")
    decision = folder / HEARING / "decision.md"
    text = decision.read_text(encoding="utf-8")
    decision.write_text(text.replace("vote: Enstemmig\n", "vote: Enstemmig\nstage: partial\n", 1), encoding="utf-8")
    closed = folder / "content/hearings/alle-med"
    for name in ("decision.md", "adoptions.yml"):
        (closed / name).unlink()
    (closed / "summary.md").write_text("Sekretariatet har lest det som kom på papir.\n", encoding="utf-8")
    (folder / "content/events").mkdir()
    head = "---\ntitle: Samling\ndate: 2026-03-20\nhearing: apen\nquestions: [{id: a, text: Hva var nyttig?}]\n---\n"
    (folder / "content/events/samling.md").write_text(head, encoding="utf-8")
    site = read_site(folder / "content", folder / "output")
    assert site.exit_code == 0, site.said
    return site.pages.__getitem__


def squeezed(element):
    return " ".join(element["text"].split())


def test_a_hearing_that_is_decided_in_part_says_so_on_the_bodys_page(built):
    """As it does on its own page and in the list of hearings."""
    rows = [squeezed(row) for row in built("/en/kommuner/elvby/").all("tr")]
    (told,) = [row for row in rows if row.startswith("Decided hearing") and "1 December 2025" in row]
    assert told.startswith("Decided hearing Partial decision 1 December 2025")


def test_where_nobody_answered_here_no_answers_are_claimed(built):
    """What is told is the secretariat's; the answers came on paper, or are not known here."""
    (lead,) = built("/en/horinger/alle-med/").with_class("brief__lead")
    assert squeezed(lead) == "Summarised by the secretariat. The decision is to come."


def test_answers_that_are_counted_here_are_said_to_be_summarised(built):
    """They are, and everybody can read how many they are."""
    (lead,) = built("/en/horinger/oppsummert/").with_class("brief__lead")
    assert squeezed(lead).startswith("The answers are summarised.")


def test_a_gathering_names_what_it_feeds_as_what_it_is(built):
    """A hearing is no survey."""
    (told,) = built("/en/samlinger/samling/").with_class("questions__survey")
    assert squeezed(told).startswith("The answers feed the hearing:")
