"""Plain pages (`pages/*.md`): about, privacy, accessibility."""

from dataclasses import dataclass
from pathlib import Path

from hearing_app.definitions.documents import check_headings
from hearing_app.definitions.folder import Folder
from hearing_app.definitions.positions import Source
from hearing_app.domain.message import N_
from hearing_app.domain.problem import Place, Problem
from hearing_app.domain.vocabulary import Language

KEYS = ("title", "slug", "lang")
LINKED = ("om", "personvern", "tilgjengelighet")
"""The pages that the head and foot of every page link to."""


@dataclass(frozen=True)
class PlainPage:
    """One page in one language."""

    title: str
    slug: str
    lang: str
    markdown: str


def read_page(text: str, source: Source) -> PlainPage:
    """Return the page in `text`: `Title:`, `Slug:`, `Lang:`, an empty line, Markdown; mistakes go to `source`."""
    lines = text.splitlines()
    end = next((index for index, line in enumerate(lines) if not line.strip()), len(lines))
    head = _read_head(lines[:end], source)
    body = "\n".join(lines[end + 1 :])
    check_headings(body, end + 2, source)
    return PlainPage(head.get("title", ""), head.get("slug", ""), head.get("lang", ""), body)


def _read_head(lines: list[str], source: Source) -> dict[str, str]:
    head: dict[str, str] = {}
    for number, line in enumerate(lines, start=1):
        key, _, value = (part.strip() for part in line.partition(":"))
        if key.lower() not in KEYS:
            unknown = N_("The key {key} is not known here. Correct the spelling or remove it.", key=key)
            source.report(Place(source.file, number), unknown)
        head[key.lower()] = value
    for key in KEYS:
        if not head.get(key):
            source.report(Place(source.file), N_("The key {key} is missing. Add it.", key=f"{key.capitalize()}:"))
    if head.get("lang", Language.NB) not in set(Language):
        stranger = N_("«{value}» is not a language here. Use nb, nn or en.", value=head["lang"])
        source.report(Place(source.file), stranger)
    return head


def load_pages(content: Path) -> tuple[tuple[PlainPage, ...], tuple[Problem, ...]]:
    """Return the plain pages of a content folder and the problems; a page that every page links to must be there."""
    folder = Folder(content, "pages")
    found = [folder.document(read_page, path.name)[0] for path in sorted((content / "pages").glob("*.md"))]
    pages = tuple(page for page in found if page is not None)
    for slug in LINKED:
        if slug not in {page.slug for page in pages}:
            source = folder.source(f"{slug}.md")
            source.report(Place(source.file), N_("The page is missing, and every page links to it. Write it."))
    return pages, folder.problems
