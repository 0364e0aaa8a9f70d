"""The table of docs/sources.md: everything that the five sources show has a place in a file and on a page."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
CONTENT = ROOT / "content"
TABLE = (ROOT / "docs" / "sources.md").read_text(encoding="utf-8")
ITEMS = yaml.safe_load((Path(__file__).parent / "source_items.yml").read_text(encoding="utf-8"))
ROW = re.compile(r"^\| (.+?) \| `(.+?)` \| (.+?) \| `(.+?)` \| (.+?) \|$", re.MULTILINE)


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    what: str
    file: str
    keys: tuple[str, ...]
    page: str
    shows: str

    @property
    def example(self):
        """The example's folder under `content/`."""
        return self.file.partition("/")[0]


def rows_by_source():
    """Return the table's rows by the first word of the heading they stand under."""
    parts = re.split(r"^## (\S+).*$", TABLE, flags=re.MULTILINE)
    sections = zip(parts[1::2], parts[2::2], strict=True)
    found = {name: [read_row(match) for match in ROW.finditer(part)] for name, part in sections}
    return {name: rows for name, rows in found.items() if rows}


def read_row(match):
    what, file, keys, page, shows = match.groups()
    return Row(what, file, tuple(re.findall(r"`(.+?)`", keys)), page, shows)


SOURCES = rows_by_source()
ROWS = [row for rows in SOURCES.values() for row in rows]
each_row = pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.example}: {row.what}")


def has_key(text, key):
    """Tell whether a file has a key (`deadlines`), a section (`#background`) or a heading (`## Resultatene`)."""
    if key.startswith("##"):
        return key in text.splitlines()
    if key.startswith("#"):
        return f"{{{key}}}" in text
    return re.search(rf"(?:^|[\s{{,-]){re.escape(key)}:", text, re.MULTILINE) is not None


@pytest.mark.parametrize("source", ITEMS)
def test_everything_a_source_shows_has_a_row(source):
    """Nothing may be left without a place, and nothing stands twice."""
    assert [row.what for row in SOURCES[source]] == ITEMS[source]
    assert len(set(ITEMS[source])) == len(ITEMS[source])


def test_the_table_has_no_line_that_is_not_read():
    """A line with a column too few would be skipped, and its item with it."""
    lines = [line for line in TABLE.splitlines() if line.startswith("| ") and not line.startswith("| what |")]
    assert len(lines) == len(ROWS) > 0
    assert set(SOURCES) == set(ITEMS)


@each_row
def test_what_is_kept_is_in_the_file(row):
    """The file is there, with every key and section that the table names."""
    text = (CONTENT / row.file).read_text(encoding="utf-8")
    assert row.keys
    assert [key for key in row.keys if not has_key(text, key)] == []


@each_row
def test_what_is_kept_is_seen_on_the_page(row, example_pages):
    """The page is built, and a reader finds it there."""
    pages = example_pages(row.example)
    assert row.page in pages
    assert row.shows in pages[row.page]
