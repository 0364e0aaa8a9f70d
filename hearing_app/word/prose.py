"""Markdown as Word: real headings, lists that count as the author's do, tables with a header row, links."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm

from hearing_app.text import to_html
from hearing_app.word.form import Prose, writable
from hearing_app.word.looks import BULLETS, NUMBERS, grid, header_row, list_number, mark_language, new_list

DEEPEST = 6
"""Word's headings that the styles here know."""
HIGHEST = 2
"""Headings in texts begin with two marks."""
LEVELS = 8
"""The deepest level of a list, from 0."""
_HEADINGS = {f"h{level}": level for level in range(1, DEEPEST + 1)}
_MARKS = {"strong": "bold", "em": "italic", "del": "strike", "ins": "underline", "code": "code"}
_RAISED = {"sup": "superscript", "sub": "subscript"}
_PARTS = frozenset({"p", "li", "pre", "dt", "dd", "td", "th", *_HEADINGS})


@dataclass
class _List:
    number: int
    """The list's number in the document's own count of lists."""
    level: int


@dataclass
class _Writer(HTMLParser):
    """Writes what it is fed into `document`; `shift` is the level of the heading that all of it stands under."""

    document: Document
    prose: Prose
    shift: int
    foreign: bool
    """Whether the text is in another language than the document."""
    marks: list[str] = field(default_factory=list)
    lists: list[_List] = field(default_factory=list)
    rows: list[list[list[tuple[str, tuple[str, ...]]]]] | None = None

    def __post_init__(self) -> None:
        """Begin with nothing open."""
        super().__init__(convert_charrefs=True)
        self.paragraph: Any = None
        self.link = ""
        self.quoted = 0
        self.plain = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        given = {name: value or "" for name, value in attrs}
        if tag in _MARKS or tag in _RAISED:
            self.marks.append(tag)
        elif tag == "a":
            self.link = given.get("href", "")
        elif tag == "br":
            self._say("\n")
        elif tag in ("ul", "ol"):
            self._open_list(tag, given.get("start", "1"))
        elif tag == "blockquote":
            self.quoted += 1
        elif tag == "table":
            self.rows = []
        elif tag == "tr" and self.rows is not None:
            self.rows.append([])
        elif tag in _PARTS:
            self._open(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close an element."""
        if tag in self.marks:
            self.marks.remove(tag)
        elif tag == "a":
            self.link = ""
        elif tag in ("ul", "ol"):
            self.lists.pop()
            self.paragraph = None
        elif tag == "blockquote":
            self.quoted -= 1
        elif tag == "table":
            self._table()
        elif tag in _PARTS:
            self.paragraph, self.plain = None, False

    def handle_data(self, data: str) -> None:
        """Take text; between the elements of a table or a list there is only white space."""
        if self.plain:
            self._say(data.rstrip("\n"))
        elif data.strip() or self._begun():
            self._say(_one_space(data))

    def _begun(self) -> bool:
        """Tell whether something stands in the line already, so that a space counts."""
        if self.rows is not None:
            return bool(self.rows and self.rows[-1] and self.rows[-1][-1])
        return self.paragraph is not None and bool(self.paragraph.runs)

    def _open_list(self, tag: str, start: str) -> None:
        level = min(len(self.lists), LEVELS)
        abstract = NUMBERS if tag == "ol" else BULLETS
        first = int(start) if start.isdecimal() and len(start) < DEEPEST else 1
        self.lists.append(_List(new_list(self.document, abstract, level=level, start=first), level))

    def _open(self, tag: str) -> None:
        self.plain = tag == "pre"
        if self.rows is not None:
            if tag in ("td", "th"):
                self.rows[-1].append([])
            return
        if tag == "p" and self.lists and self.paragraph is not None and not self.paragraph.runs:
            return  # the paragraph of an item stands in the item's own
        self.paragraph = self.document.add_paragraph(style=self._style(tag))
        if self.lists and tag == "li":
            list_number(self.paragraph, self.lists[-1].number, self.lists[-1].level)
        elif self.lists:
            self.paragraph.paragraph_format.left_indent = Cm(0.75 * (self.lists[-1].level + 1))

    def _style(self, tag: str) -> str:
        if tag in _HEADINGS:
            level = max(self.shift + 1, _HEADINGS[tag] - HIGHEST + self.shift)
            return f"Heading {min(DEEPEST, level)}"
        if self.lists:
            return "List Paragraph"
        return "Quote" if self.quoted else "Normal"

    def _say(self, text: str) -> None:
        text = writable(text)
        if self.rows is not None:
            if self.rows and self.rows[-1]:
                self.rows[-1][-1].append((text, tuple(self.marks)))
            return
        if self.paragraph is None:
            self.paragraph = self.document.add_paragraph(style="Quote" if self.quoted else "Normal")
        self._run(self.paragraph, text, tuple(self.marks), self.link)

    def _run(self, paragraph: Any, text: str, marks: tuple[str, ...], link: str = "") -> None:
        run = paragraph.add_run(text)
        for mark in marks:
            if mark in _RAISED:
                setattr(run.font, _RAISED[mark], True)
            elif _MARKS[mark] == "code":
                run.font.name = "Consolas"
            else:
                setattr(run.font, _MARKS[mark], True)
        if self.foreign:
            mark_language(run, self.prose.language)
        if link.startswith(("http://", "https://", "mailto:")):
            _link(paragraph, run, link)

    def _table(self) -> None:
        """Write the table that has been gathered; its first row is its head."""
        rows, self.rows = [row for row in self.rows or [] if row], None
        if not rows:
            return
        table = self.document.add_table(len(rows), max(map(len, rows)))
        grid(table)
        header_row(table.rows[0])
        for row, cells in zip(table.rows, rows, strict=True):
            for cell, pieces in zip(row.cells, cells, strict=False):
                for text, marks in pieces:
                    self._run(cell.paragraphs[0], text, marks)
        self.document.add_paragraph(style="Normal")


def write_prose(document: Document, prose: Prose, *, shift: int, foreign: bool) -> None:
    """Write a text at the end of `document`, its headings below the heading of level `shift`."""
    writer = _Writer(document, prose, shift, foreign)
    writer.feed(str(to_html(prose.markdown)))
    writer.close()


def _one_space(data: str) -> str:
    """Return text with its white space as single spaces, as a browser shows it."""
    words = " ".join(data.split())
    return f"{' ' * data[:1].isspace()}{words}{' ' * data[-1:].isspace()}" if words else " "


def _link(paragraph: Any, run: Any, address: str) -> None:
    relation = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), relation)
    run.font.underline = True
    run._r.addprevious(link)  # noqa: SLF001 - python-docx has no way of its own to write a link
    link.append(run._r)  # noqa: SLF001 - as above
