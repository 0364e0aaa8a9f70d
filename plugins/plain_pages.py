"""Plain pages (`content/pages/*.md`): about, privacy, accessibility.

Pelican's own page generator finds and writes them; this reads them with the project's one, sanitising Markdown,
and tells a mistake with file, line and column.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pelican.contents import Page
from pelican.readers import BaseReader

from hearing_app.definitions.pages import read_page
from hearing_app.definitions.positions import Source
from hearing_app.domain.vocabulary import Language
from hearing_app.text import to_html
from plugins.site import ContentMistakes, tell


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
        page = read_page(path.read_text(encoding="utf-8-sig"), source)
        if source.problems:
            tell(tuple(source.problems))
            raise ContentMistakes(f"mistakes in {source.file}")
        return str(to_html(page.markdown)), {"title": page.title, "slug": page.slug, "lang": page.lang}


def by_slug(pages: Iterable[Page]) -> dict[str, dict[Language, Page]]:
    """Return the pages with all their translations, by slug and language."""
    return {page.slug: {Language(p.lang): p for p in (page, *page.translations)} for page in pages}


def nearest(forms: dict[Language, Page], main: Language) -> Page:
    """Return the form to show to a reader whose own language is missing: the site's main one, else any."""
    return forms.get(main) or next(iter(forms.values()))
