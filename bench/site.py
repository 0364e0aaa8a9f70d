"""Site builds: our pages against the same words as plain pages through bare Pelican."""

import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

from hearing_app.building.build import build_folder
from hearing_app.definitions import load_content

ROOT = Path(__file__).parent.parent
COUNCIL = ROOT / "content" / "innlandet"
PATTERN = COUNCIL / "hearings" / "ny-samarbeidsmodell"
BARE_SETTINGS = """
SITEURL = ""
THEME = "simple"
PLUGINS = []
PAGE_PATHS = [""]
ARTICLE_PATHS = []
PAGE_URL = PAGE_SAVE_AS = "{slug}.html"
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = None
DIRECT_TEMPLATES = ["index"]
TIMEZONE = "Europe/Oslo"
"""


CASE = """---
title: Sak {number}
organ: {organ}
date: {year}-03-12
case_number: {number}/{year}
---
## Bakgrunn {{#background}}

{text}

## Forslag til vedtak {{#proposal}}

1. Arbeidet fortsetter.
2. Kostnadene deles likt.

## Vedtak {{#decision}}

1. Arbeidet fortsetter ut året.
2. Kostnadene deles etter folketall.
"""
PARAGRAPHS = "\n\n".join(["Kommunene har arbeidet med saken siden forrige møte, og er enige om det meste. " * 6] * 5)


@dataclass(frozen=True)
class SiteFigures:
    """One comparison; times in seconds of wall clock."""

    hearings: int
    cases: int
    pages: int
    ours: float
    bare: float


def measure(hearings: int, cases: int, folder: Path) -> SiteFigures:
    """Build a site of as many hearings and cases in three languages, then the same pages through bare Pelican."""
    content = make_content(hearings, cases, folder / "content")
    began = time.perf_counter()
    build_folder(content, folder / "site", base_url="", now=datetime.now(UTC))
    ours = time.perf_counter() - began
    pages = plain_pages(folder / "site", folder / "plain")
    (folder / "bare.py").write_text(BARE_SETTINGS, encoding="utf-8")
    began = time.perf_counter()
    command = [sys.executable, "-m", "pelican", "plain", "-s", "bare.py", "-o", "bare", "--fatal", "errors"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    bare = time.perf_counter() - began
    written = len(list((folder / "bare").glob("*.html"))) - 1  # its own index is not one of ours
    if written != pages:
        raise RuntimeError(f"bare Pelican wrote {written} of {pages} pages, so the two cannot be compared")
    return SiteFigures(hearings, cases, pages, ours, bare)


def make_content(hearings: int, cases: int, content: Path) -> Path:
    """Make a content folder with hearings as long as the real one of Innlandet, and cases of half a page."""
    content.mkdir()
    shutil.copy(COUNCIL / "council.yml", content)
    shutil.copytree(COUNCIL / "pages", content / "pages")
    for number in range(hearings):
        folder = content / "hearings" / f"horing-{number:04d}"
        shutil.copytree(PATTERN, folder)
        definition = folder / "hearing.yml"
        text = definition.read_text(encoding="utf-8")
        definition.write_text(re.sub(r"(?m)^id: .*$", f"id: {folder.name}", text), encoding="utf-8")
    organ = next(organ.id for organ in load_content(content).council.organs)  # type: ignore[union-attr]  # just copied
    for number in range(cases):
        folder = content / "cases" / f"sak-{number:04d}"
        folder.mkdir(parents=True)
        text = CASE.format(number=number, organ=organ, year=2000 + number % 25, text=PARAGRAPHS)
        (folder / "case.md").write_text(text, encoding="utf-8")
    return content


def plain_pages(site: Path, plain: Path) -> int:
    """Write the words of each of our pages as a Markdown page and return how many there are."""
    plain.mkdir()
    pages = sorted(site.rglob("*.html"))
    for number, page in enumerate(pages):
        title, text = words_of(page.read_text(encoding="utf-8"))
        source = f"Title: {title}\nSlug: page-{number}\n\n" + "\n\n".join(text)
        (plain / f"page-{number}.md").write_text(source, encoding="utf-8")
    return len(pages)


def words_of(html: str) -> tuple[str, list[str]]:
    """Return a page's title and the pieces of text in its main part."""
    title = re.search(r"<title>(.*?)</title>", html, re.DOTALL)
    main = re.search(r"<main.*?>(.*)</main>", html, re.DOTALL)
    return _clean(title[1] if title else "-"), list(_pieces(main[1] if main else ""))


def _pieces(html: str) -> Iterator[str]:
    for piece in re.split(r"</?(?:p|h\d|li|td|th|dt|dd|summary|div|section)\b[^>]*>", html):
        if text := _clean(re.sub(r"<[^>]+>", " ", piece)):
            yield text


def _clean(text: str) -> str:
    return " ".join(unescape(text).split())
