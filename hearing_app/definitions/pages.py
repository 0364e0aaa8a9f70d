"""Plain pages (`pages/*.md`): about, privacy, accessibility."""

from dataclasses import dataclass
from pathlib import Path

from hearing_app.definitions.fields import SLUG
from hearing_app.definitions.folder import Folder
from hearing_app.definitions.positions import Source
from hearing_app.definitions.prose import check_prose
from hearing_app.domain.council import Council
from hearing_app.domain.message import N_
from hearing_app.domain.problem import Place, Problem
from hearing_app.domain.vocabulary import Language

KEYS = ("title", "slug", "lang")
LINKED = ("om", "personvern", "tilgjengelighet")
"""The pages that the head and foot of every page link to."""

TAKEN = frozenset(
    {
        *("horinger", "saker", "moter", "planer", "samlinger", "uttalelser", "vedtak", "regionradet", "kommuner"),
        *("kvittering", "svar", "tilslutning", "sekretariat", "theme", *Language),
    }
)
"""Words that other addresses begin with."""


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
    check_prose(body, end + 2, source)
    return PlainPage(head.get("title", ""), head.get("slug", ""), head.get("lang", ""), body)


def _read_head(lines: list[str], source: Source) -> dict[str, str]:
    head: dict[str, str] = {}
    for number, line in enumerate(lines, start=1):
        key, _, value = (part.strip() for part in line.partition(":"))
        if key.lower() not in KEYS:
            unknown = N_("The key {key} is not known here. Correct the spelling or remove it.", key=key)
            source.report(Place(source.file, number), unknown)
        head[key.lower()] = value
        source.values[(key.lower(),)] = (number, line.find(":") + 2 + (line.partition(":")[2][:1] == " "))
    for key in KEYS:
        if not head.get(key):
            source.report(Place(source.file), N_("The key {key} is missing. Add it.", key=f"{key.capitalize()}:"))
    if head.get("lang", Language.NB) not in set(Language):
        stranger = N_("«{value}» is not a language here. Use nb, nn or en.", value=head["lang"])
        source.report_at(("lang",), stranger)
    slug = head.get("slug")
    if slug and not SLUG.fullmatch(slug):
        unusable = N_("«{value}» cannot be an id. Use a–z, 0–9 and single hyphens, like «nord-fron».", value=slug)
        source.report_at(("slug",), unusable)
    if slug in TAKEN:
        source.report_at(("slug",), N_("The id «{id}» is taken by the program itself. Choose another.", id=slug))
    return head


def load_pages(content: Path, council: Council | None = None) -> tuple[tuple[PlainPage, ...], tuple[Problem, ...]]:
    """Return the plain pages of a content folder and the problems; a page that every page links to must be there."""
    folder = Folder(content, "pages", council)
    pages: dict[tuple[str, str], PlainPage] = {}
    for path in sorted((content / "pages").rglob("*.md")):
        page, source = folder.document(read_page, path.relative_to(content / "pages").as_posix())
        if page is not None and page.slug and (page.slug, page.lang) in pages:
            twice = N_(
                "The page «{slug}» stands twice in this language. Give one of them another slug.", slug=page.slug
            )
            source.report_at(("slug",), twice)
        elif page is not None:
            pages[page.slug, page.lang] = page
    for slug in LINKED:
        if slug not in {known for known, _ in pages}:
            source = folder.source(f"{slug}.md")
            source.report(Place(source.file), N_("The page is missing, and every page links to it. Write it."))
    return tuple(pages.values()), folder.problems
