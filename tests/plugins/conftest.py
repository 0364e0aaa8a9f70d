"""The site of the fixture content, built once by the real Pelican, and a reader for its pages."""

import os
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace

import pytest

ROOT = Path(__file__).parents[2]
CONTENT = Path(__file__).parent / "content"
ARCHIVE = ROOT / "tests" / "fixtures" / "archive"
NOW = "2026-03-10T12:00:00+00:00"
BLOCKS = {"p", "div", "li", "ul", "ol", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "tr", "th", "td", "section", "nav"}
VOID = {"br", "col", "hr", "img", "input", "link", "meta", "rect", "wbr"}


class PageReader(HTMLParser):
    """Collects what the tests ask a page about. Elements are dicts with tag, attributes, `text` and `lang`."""

    def __init__(self, html):
        super().__init__()
        self.elements, self.open, self.unbalanced = [], [], []
        self.feed(html)
        self.unbalanced += [element["tag"] for element in self.open]

    def handle_starttag(self, tag, attrs):
        """Note the element, and the language it stands in."""
        given = dict(attrs)
        inherited = self.open[-1]["lang"] if self.open else None
        element = {**given, "tag": tag, "text": "", "lang": given.get("lang", inherited), "attributes": attrs}
        self.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag, attrs):
        """Note an element that closes itself."""
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag):
        """Close the element, or note that another one is open."""
        if tag in BLOCKS:
            self.handle_data(" ")
        if self.open and self.open[-1]["tag"] == tag:
            self.open.pop()
        else:
            self.unbalanced.append(tag)

    def handle_data(self, data):
        """Give the text to every element around it."""
        for element in self.open:
            element["text"] += data


class PageText:
    """One page: `all("a", href=…)` finds elements, `text` is everything a reader sees, white space squeezed."""

    def __init__(self, html):
        self.html = html
        self.reader = PageReader(html)

    def all(self, tag=None, **wanted):
        """Return the elements with this tag and these attributes."""
        wanted = {key.rstrip("_").replace("_", "-"): value for key, value in wanted.items()}
        return [
            element
            for element in self.reader.elements
            if (tag is None or element["tag"] == tag) and all(element.get(k) == v for k, v in wanted.items())
        ]

    def one(self, tag=None, **wanted):
        """Return the only such element."""
        (element,) = self.all(tag, **wanted)
        return element

    def with_class(self, name):
        """Return the elements of a class."""
        return [e for e in self.reader.elements if name in (e.get("class") or "").split()]

    @property
    def text(self):
        """Everything a reader sees."""
        return " ".join(self.one("body")["text"].split())

    @property
    def ids(self):
        """Every id, in order."""
        return [element["id"] for element in self.reader.elements if "id" in element]


def build(content, output, now=NOW):
    """Run Pelican as a person would; return its exit code and what it said on stderr."""
    command = [sys.executable, "-m", "pelican", str(content), "-o", str(output), "-s", "pelicanconf.py"]
    environment = {**os.environ, "SAMRAD_NOW": now, "SAMRAD_BASE_URL": "https://samrad.test"}
    result = subprocess.run(
        [*command, "--fatal", "errors"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    return result.returncode, result.stderr


@pytest.fixture(scope="session")
def pelican():
    return build


@pytest.fixture(scope="session")
def prove():
    """The folder with the fixture content."""
    return CONTENT


def read_site(content, output):
    """Build `content` and read what came: `.output`, `.pages` by address, `.exit_code` and `.said`."""
    exit_code, said = build(content, output)
    files = {address_of(path, output): path for path in sorted(output.rglob("*.html"))}
    pages = {address: PageText(path.read_text(encoding="utf-8")) for address, path in files.items()}
    return SimpleNamespace(output=output, pages=pages, exit_code=exit_code, said=said)


@pytest.fixture(scope="session")
def built():
    """A function that builds another content folder and reads what came."""
    return read_site


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The built fixture content with the hearings."""
    return read_site(CONTENT, tmp_path_factory.mktemp("site") / "output")


@pytest.fixture(scope="session")
def archive(tmp_path_factory):
    """The built fixture council with everything that is published besides hearings."""
    return read_site(ARCHIVE, tmp_path_factory.mktemp("archive") / "output")


def address_of(path, output):
    relative = path.relative_to(output).as_posix()
    return f"/{relative.removesuffix('index.html')}"


@pytest.fixture(scope="session")
def page(site):
    """A function that returns the page at an address."""
    return site.pages.__getitem__


@pytest.fixture(scope="session")
def archive_page(archive):
    """A function that returns the page of the fixture council at an address."""
    assert archive.exit_code == 0, archive.said
    return archive.pages.__getitem__
