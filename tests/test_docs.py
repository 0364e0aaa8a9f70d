"""The examples of the documentation: together they are a content folder, and it loads without errors and warnings."""

import re
from pathlib import Path

import pytest

from hearing_app.building.build import build_folder
from hearing_app.definitions import load_content
from hearing_app.domain.vocabulary import Level

DOCS = Path(__file__).parents[1] / "docs"
PAGES = sorted(DOCS.glob("content*.md"))
# A fenced block, and the comment above it that says which file it is, or which it is taken from.
BLOCK = re.compile(
    r"(?:<!-- (?P<part>in )?(?P<file>\S+) -->\n\n)?^```(?:yaml)?\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)


def blocks():
    """All code blocks of the pages on content."""
    return [match for page in PAGES for match in BLOCK.finditer(page.read_text(encoding="utf-8"))]


@pytest.fixture
def folder(tmp_path):
    """The content folder that the examples are, with the two pages that are written like the third."""
    root = tmp_path / "content"
    for block in blocks():
        if block["file"] and not block["part"]:
            path = root / block["file"]
            path.parent.mkdir(parents=True, exist_ok=True)
            assert not path.exists(), f"{block['file']} is shown twice"
            path.write_text(block["text"], encoding="utf-8")
    about = (root / "pages" / "om.md").read_text(encoding="utf-8")
    for slug in ("personvern", "tilgjengelighet"):
        (root / "pages" / f"{slug}.md").write_text(about.replace("Slug: om", f"Slug: {slug}"), encoding="utf-8")
    return root


def test_every_example_says_which_file_it_is():
    """So that none escapes the tests below."""
    assert len(PAGES) == 4
    assert [block["text"] for block in blocks() if not block["file"]] == []


def test_the_examples_load_together_without_errors_and_warnings(folder):
    """Names in one are found in another; somebody who copies all of them has a council."""
    loaded = load_content(folder)
    found = [problem for problem in loaded.problems if problem.level is not Level.INFO]
    assert [f"{problem.place.file}:{problem.place.line} {problem.message}" for problem in found] == []
    assert [matter.hearing.id for matter in loaded.matters] == ["samarbeidsavtale"]
    kinds = {record.ref.kind.value for record in loaded.archive.records()}
    assert kinds == {"case", "meeting", "plan", "event", "outgoing_statement"}


def test_a_part_of_an_example_stands_in_it(folder):
    """What is shown alone is shown as it is in the whole."""
    parts = [block for block in blocks() if block["part"]]
    assert parts
    assert [part["text"] for part in parts if part["text"] not in (folder / part["file"]).read_text("utf-8")] == []


def test_the_examples_make_a_site(folder, tmp_path, now):
    """With every page that they call for."""
    build_folder(folder, tmp_path / "site", base_url="http://samrad.test", now=now)
    assert (tmp_path / "site" / "horinger" / "samarbeidsavtale" / "index.html").is_file()
