"""Plain pages (`content/pages/*.md`): about, privacy, accessibility.

Pelican's own page generator finds and writes them; this reads them with the project's one, sanitising Markdown,
and tells a mistake with file, line and column.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pelican.contents import Page
from pelican.readers import BaseReader

from hearing_app.definitions.documents import check_headings
from hearing_app.definitions.positions import Source
from hearing_app.domain.message import N_
from hearing_app.domain.problem import Place, Problem
from hearing_app.domain.vocabulary import Language, Level
from hearing_app.text import to_html
from plugins.site import ContentMistakes, tell

KEYS = ("title", "slug", "lang")
LINKED = ("om", "personvern", "tilgjengelighet")
"""The pages that the head and foot of every page link to."""


class PlainPageReader(BaseReader):
    """Reads `Title:`, `Slug:` and `Lang:`, an empty line, and then Markdown with headings from `##`."""

    enabled = True
    file_extensions = ["md"]  # noqa: RUF012 - what Pelican reads is a list on the class

    def read(self, source_path: str) -> tuple[str, dict[str, Any]]:
        """Return the page's HTML and its metadata.

        Raises:
            ContentMistakes: the head is incomplete or unknown, or a heading is on the first level.
        """
        path = Path(source_path)
        source = Source(f"{path.parent.name}/{path.name}")
        metadata, body, first_line = read_head(path.read_text(encoding="utf-8-sig"), source)
        check_headings(body, first_line, source)
        if source.problems:
            tell(tuple(source.problems))
            raise ContentMistakes(f"mistakes in {source.file}")
        return str(to_html(body)), dict(metadata)


def read_head(text: str, source: Source) -> tuple[dict[str, str], str, int]:
    """Return the keys of the head in lower case, the body, and the body's first line; mistakes go to `source`."""
    lines = text.splitlines()
    end = next((index for index, line in enumerate(lines) if not line.strip()), len(lines))
    head: dict[str, str] = {}
    for number, line in enumerate(lines[:end], start=1):
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
    return head, "\n".join(lines[end + 1 :]), end + 2


def by_slug(pages: Iterable[Page]) -> dict[str, dict[Language, Page]]:
    """Return the pages with all their translations, by slug and language.

    Raises:
        ContentMistakes: one of the pages that every page links to is missing.
    """
    found: dict[str, dict[Language, Page]] = {}
    for page in pages:
        found[page.slug] = {Language(p.lang): p for p in (page, *page.translations)}
    missing = [f"pages/{slug}.md" for slug in LINKED if slug not in found]
    if missing:
        sentence = N_("The page is missing, and every page links to it. Write it.")
        tell(tuple(Problem(Place(file), Level.ERROR, sentence) for file in missing))
        raise ContentMistakes(f"{len(missing)} plain pages are missing")
    return found


def nearest(forms: dict[Language, Page], main: Language) -> Page:
    """Return the form to show to a reader whose own language is missing: the site's main one, else any."""
    return forms.get(main) or next(iter(forms.values()))
