"""Markdown to HTML that is safe to show, whoever wrote it."""

import re
from xml.etree.ElementTree import Element

import nh3
from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markupsafe import Markup

from hearing_app.domain.tangle import tangled_line

TAGS = frozenset(
    "p h2 h3 h4 h5 h6 ul ol li a strong em code pre blockquote hr br sup sub del ins "  # noqa: SIM905 - reads as one list
    "table thead tbody tr th td dl dt dd".split()
)
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}, "th": {"scope"}}
SCHEMES = frozenset({"http", "https", "mailto"})


class _ShiftHeadings(Treeprocessor):
    """Moves headings down so that they fit below the heading they are shown under."""

    def __init__(self, md: Markdown, by: int) -> None:
        super().__init__(md)
        self.by = by

    def run(self, root: Element) -> None:
        for element in root.iter():
            if element.tag in HEADINGS:
                element.tag = HEADINGS[min(5, HEADINGS.index(element.tag) + self.by)]


class _Shift(Extension):
    def __init__(self, by: int) -> None:
        super().__init__()
        self.by = by

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the library's name
        md.treeprocessors.register(_ShiftHeadings(md, self.by), "shift", 5)


def to_html(markdown: str, *, shift: int = 0) -> Markup:
    """Return `markdown` as sanitised HTML. Any text gives something to show, in a time that follows its length.

    Args:
        shift: how many levels headings move down, so that the page keeps one order of headings.
    """
    if tangled_line(markdown) is not None:
        return _as_typed(markdown)
    try:
        html = Markdown(extensions=["tables", "sane_lists", "fenced_code", _Shift(shift)]).convert(markdown)
    except RecursionError:
        return _as_typed(markdown)
    clean = nh3.clean(
        html,
        tags=set(TAGS),
        attributes=ATTRIBUTES,
        url_schemes=set(SCHEMES),
        link_rel="noopener",
        strip_comments=True,
    )
    return Markup(clean)  # noqa: S704 - this is the place where text becomes markup, after nh3


def _as_typed(text: str) -> Markup:
    """Return `text` in paragraphs, every mark of it shown."""
    paragraphs = (part.strip("\n") for part in re.split(r"\n[ \t]*\n", text) if part.strip())
    lines = (Markup("<br>\n").join(part.split("\n")) for part in paragraphs)
    return Markup("\n").join(Markup("<p>{}</p>").format(part) for part in lines)
