"""Links inside the site: one that leads nowhere stops the build, before anybody meets it.

The written pages are looked at, not the definitions: what counts is what a reader can click.
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, partial
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from hearing_app.domain.broken_link import EXIT_STATUS, BrokenLink
from hearing_app.domain.problem import Place

OF_THE_APP = ("/svar/", "/tilslutning/", "/sekretariat/")
"""What the application answers; no file of the site does."""
PAGE = "index.html"
HERE = "https://here.invalid"
"""Stands for the site while addresses are put together: a name that no real link can have."""
# Looked for over the whole page: going through it tag by tag takes five times as long.
_ATTRIBUTE = re.compile(r'[ \n](href|src|id)="([^"]*)"')


class BrokenLinks(SystemExit):
    """The site has links that lead nowhere; each has been told on stderr.

    It ends the program with a status of its own and without a traceback, for nothing in the program has failed.
    """

    def __init__(self) -> None:
        """Take the status."""
        super().__init__(EXIT_STATUS)


@dataclass(frozen=True)
class LinkOnPage:
    """A link on the page at `page`, as it stands there."""

    page: str
    target: str


@dataclass(frozen=True)
class PageLinks:
    """What one page offers to links (its ids) and where its own lead."""

    ids: frozenset[str]
    targets: tuple[str, ...]


def broken_links(output: Path, site_url: str) -> tuple[LinkOnPage, ...]:
    """Return the links in the HTML files under `output` that lead to no file there, or to no id on its page.

    Args:
        output: the folder with the written site.
        site_url: the site's own address; a whole address that begins with it is a link inside the site.
    """
    pages = {_address(path, output): read_links(path.read_text(encoding="utf-8")) for path in output.rglob("*.html")}
    files = {f"/{path.relative_to(output).as_posix()}" for path in output.rglob("*") if path.is_file()}
    leads = cache(partial(_leads_somewhere, pages=pages, files=files, site_url=site_url))
    return tuple(
        LinkOnPage(page, target)
        for page, links in sorted(pages.items())
        for target in dict.fromkeys(links.targets)
        # The menu stands on every page: what begins with a stroke leads to the same place from all of them.
        if not leads("/" if target.startswith("/") else page, target)
    )


def read_links(html: str) -> PageLinks:
    """Return the ids and the link targets of a page; what looks like one in a text is none."""
    ids, targets = set(), []
    for match in _ATTRIBUTE.finditer(html):
        if html.rfind("<", 0, match.start()) < html.rfind(">", 0, match.start()):
            continue
        if match[1] == "id":
            ids.add(unescape(match[2]))
        else:
            targets.append(unescape(match[2]))
    return PageLinks(frozenset(ids), tuple(targets))


def _leads_somewhere(page: str, target: str, *, pages: dict[str, PageLinks], files: set[str], site_url: str) -> bool:
    if target.startswith("#"):
        return target == "#" or unquote(target[1:]) in pages[page].ids
    inside = target.removeprefix(site_url) or page if site_url else target
    whole, fragment = urldefrag(urljoin(f"{HERE}{page}", inside))
    path = unquote(urlsplit(whole).path)
    if not whole.startswith(f"{HERE}/") or path.startswith(OF_THE_APP):
        return True
    if path not in pages:
        return path in files and not fragment
    return not fragment or unquote(fragment) in pages[path].ids


def _address(path: Path, output: Path) -> str:
    return f"/{path.relative_to(output).as_posix()}".removesuffix(PAGE)


def check_site(output: Path, content: Path, site_url: str) -> None:
    """See that every link inside the written site leads somewhere.

    Raises:
        BrokenLinks: at least one does not. Each is told on stderr as `file:line:column: link: target`, at the place in
            the content where the address was typed, or with its page where no definition holds it.
    """
    broken = broken_links(output, site_url)
    for target, page in {link.target: link.page for link in reversed(broken)}.items():
        for place in tuple(_places(target, content)) or (Place(page),):
            sys.stderr.write(f"{BrokenLink(place, target).line}\n")
    if broken:
        sys.stderr.write("Links on the site lead nowhere. Correct them, or add what they lead to.\n")
        sys.stderr.flush()
        raise BrokenLinks


def _places(target: str, content: Path) -> Iterator[Place]:
    """Yield where `target` was typed in the content folder, as a Markdown link or as a value."""
    typed = re.compile(rf"(?<=[(<\"' ]){re.escape(target)}(?=[)>\"'\s]|$)", re.MULTILINE)
    for path in sorted(p for pattern in ("*.md", "*.yml") for p in content.rglob(pattern)):
        text = path.read_text(encoding="utf-8-sig", errors="replace")
        for match in typed.finditer(text):
            at = match.start()
            line, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
            yield Place(path.relative_to(content).as_posix(), line, column)
