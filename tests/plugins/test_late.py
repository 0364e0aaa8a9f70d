"""Rule 10 and the legal basis as a reader of the site meets them."""

import shutil

import pytest

LATE = "Received after the deadline"


def tags(page):
    return [tag["text"] for tag in page.with_class("ds-tag") if tag["text"] == LATE]


@pytest.mark.parametrize(
    ("address", "number"),
    [
        ("/en/horinger/lukket/", 2),  # one of them is no longer invited
        ("/en/horinger/oppsummert/", 2),  # there, and among the published answers
        ("/en/horinger/oppsummert/svar/elvby/", 1),
        ("/en/horinger/apen/", 0),
    ],
)
def test_what_came_in_after_the_deadline_is_marked(page, address, number):
    """On the hearing's page and on the answer's own; what came in time has no mark."""
    assert len(tags(page(address))) == number


def test_the_mark_is_in_the_readers_language(page):
    """As the domain's table has it."""
    assert "Mottatt etter fristen" in page("/horinger/lukket/").text
    assert "Motteke etter fristen" in page("/nn/horinger/lukket/").text


def test_the_legal_basis_stands_in_the_status_box_where_there_is_one(prove, pelican, tmp_path):
    """The act with its section, in the reader's language; «none» is not shown."""
    content = tmp_path / "content"
    shutil.copytree(prove, content)
    path = content / "hearings" / "lukket" / "hearing.yml"
    path.write_text(path.read_text(encoding="utf-8") + "legal_basis: pbl-11-13\n", encoding="utf-8")
    exit_code, said = pelican(content, tmp_path / "output")
    assert exit_code == 0, said
    shown = {
        language: (tmp_path / "output" / language / "horinger" / "lukket" / "index.html").read_text(encoding="utf-8")
        for language in ("", "nn", "en")
    }
    assert "Plan- og bygningsloven § 11-13" in shown[""]
    assert "Plan- og bygningslova § 11-13" in shown["nn"]
    assert "The Planning and Building Act § 11-13" in shown["en"]
    other = (tmp_path / "output" / "en" / "horinger" / "apen" / "index.html").read_text(encoding="utf-8")
    assert "Legal basis" not in other
