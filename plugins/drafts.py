"""A version of a draft as a page shows it: every paragraph with its id, drawn as Markdown draws the whole."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from markupsafe import Markup

from hearing_app.domain.draft import OPENING
from hearing_app.domain.lineage import Edition, Passage
from hearing_app.domain.paragraphs import Form
from hearing_app.text import to_html

TAGS = {Form.TEXT: "", Form.BULLET: "ul", Form.NUMBERED: "ol"}
HTML = cache(to_html)


@dataclass(frozen=True)
class ShownParagraph:
    """A paragraph as HTML; `has_words`: there is something to point at."""

    id: str
    html: Markup
    has_words: bool


@dataclass(frozen=True)
class Run:
    """What stands under one roof: a paragraph of text, or the items of a list (`tag` is ul or ol)."""

    tag: str
    start: int
    paragraphs: tuple[ShownParagraph, ...]


@dataclass(frozen=True)
class ShownSection:
    """A section in runs."""

    id: str
    heading: str
    runs: tuple[Run, ...]


@dataclass(frozen=True)
class DraftView:
    """A version of a draft; `level` is that of its title's heading, its sections' are one below."""

    edition: Edition
    level: int
    opening: ShownSection | None
    sections: tuple[ShownSection, ...]


def draft_view(edition: Edition, level: int = 3) -> DraftView:
    """Return `edition` as it is shown under a title on `level`."""
    shown = tuple(
        ShownSection(section.id, section.heading, tuple(_runs(edition.by_section[section.id], level - 1)))
        for section in edition.sections
    )
    opening = next((section for section in shown if section.id == OPENING), None)
    return DraftView(edition, level, opening, tuple(section for section in shown if section is not opening))


def _runs(passages: Sequence[Passage], shift: int) -> Iterator[Run]:
    items: list[Passage] = []
    for passage in passages:
        if items and (passage.paragraph.form is Form.TEXT or passage.paragraph.begins):
            yield _run(items, shift)
            items = []
        items.append(passage)
        if passage.paragraph.form is Form.TEXT:
            yield _run(items, shift)
            items = []
    if items:
        yield _run(items, shift)


def _run(passages: Sequence[Passage], shift: int) -> Run:
    first = passages[0].paragraph
    return Run(TAGS[first.form], first.number, tuple(_shown(passage, shift) for passage in passages))


def _shown(passage: Passage, shift: int) -> ShownParagraph:
    html = HTML(passage.paragraph.markdown, shift=shift)
    if passage.paragraph.form is not Form.TEXT:
        html = _inside_item(html)
    return ShownParagraph(passage.id, html, any(letter.isalnum() for letter in passage.text))


def _inside_item(html: Markup) -> Markup:
    """Return what a list of one holds; where that is not what came of it, all of it."""
    begin, end = html.find("<li>"), html.rfind("</li>")
    is_one = html[:begin].startswith(("<ul", "<ol")) and html[end:].strip() in ("</li>\n</ul>", "</li>\n</ol>")
    return html[begin + len("<li>") : end] if begin > 0 and is_one else html
