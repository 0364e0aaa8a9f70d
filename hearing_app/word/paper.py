"""A case paper as a Word document: headings, texts and tables, written plainly or into a council's own template."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Twips

from hearing_app.domain.vocabulary import Language
from hearing_app.word.form import Prose, writable
from hearing_app.word.looks import WIDTH, empty_document, grid, header_row, page_number
from hearing_app.word.prose import write_prose

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


@dataclass(frozen=True)
class Table:
    """A table with a head; `widths` are parts of the page's width, one for each column."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]


@dataclass(frozen=True)
class Chapter:
    """A heading of a level from 1, with what stands under it, in this order."""

    heading: str
    level: int
    prose: Prose | None = None
    lines: tuple[str, ...] = ()
    table: Table | None = None


@dataclass(frozen=True)
class Paper:
    """A case paper as it is to be written. `facts` are labels and what stands after them, under the title."""

    language: Language
    title: str
    subtitle: str
    author: str
    facts: tuple[tuple[str, str], ...]
    chapters: tuple[Chapter, ...]
    incomplete: str = ""
    """What is said of a paper that is not complete; empty of one that is."""
    lacking: str = ""
    """What the chapter with that heading is called where a template has said it already."""


def write_paper(paper: Paper) -> bytes:
    """Return `paper` as DOCX."""
    document = empty_document(paper.language)
    set_properties(document, paper)
    document.add_paragraph(writable(paper.title), style="Title")
    document.add_paragraph(writable(paper.subtitle), style="Subtitle")
    for label, value in paper.facts:
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{writable(label)}: ").bold = True
        paragraph.add_run(writable(value))
    for chapter in paper.chapters:
        write_chapter(document, chapter, paper.language)
    page_number(document.sections[0].footer.paragraphs[0])
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def write_chapter(document: Document, chapter: Chapter, language: Language) -> None:
    """Write a chapter at the end of a document."""
    document.add_heading(writable(chapter.heading), chapter.level)
    if chapter.prose is not None:
        write_prose(document, chapter.prose, shift=chapter.level, foreign=chapter.prose.language != language)
    for line in chapter.lines:
        document.add_paragraph(writable(line))
    if chapter.table is not None:
        _table(document, chapter.table)


def set_properties(document: Document, paper: Paper) -> None:
    """Say in a document's own properties what it is, and whose; nobody who made a template is named in them."""
    known = document.core_properties
    known.title, known.subject, known.comments = writable(paper.title)[:255], writable(paper.subtitle)[:255], ""
    known.author = known.last_modified_by = writable(paper.author)[:255]
    known.keywords = known.category = known.content_status = known.identifier = ""


def _table(document: Document, told: Table) -> None:
    table = document.add_table(1, len(told.head))
    grid(table)
    whole, parts = _width(document), sum(told.widths)
    widths = [whole * width // parts for width in told.widths]
    for column, cell, text, width in zip(table.columns, table.rows[0].cells, told.head, widths, strict=True):
        column.width = cell.width = Twips(width)
        cell.paragraphs[0].add_run(writable(text)).bold = True
    header_row(table.rows[0])
    for row in told.rows:
        table._tbl.append(_row(row, widths))  # noqa: SLF001 - python-docx takes a second for each hundred rows
    document.add_paragraph()


def _width(document: Document) -> int:
    """Return how wide the text of a page is, in twentieths of a point; a template has margins of its own."""
    page = document.sections[-1]
    if page.page_width is None or page.left_margin is None or page.right_margin is None:
        return int(WIDTH.twips)
    return int(Emu(page.page_width - page.left_margin - page.right_margin).twips)


def _row(texts: Sequence[str], widths: Sequence[int]) -> Any:
    row = OxmlElement("w:tr")
    for text, width in zip(texts, widths, strict=True):
        cell = _child(row, "w:tc")
        _child(_child(cell, "w:tcPr"), "w:tcW", type="dxa", w=str(width))
        # An empty line begins a paragraph, every other line break stands inside one.
        for block in writable(text).split("\n\n"):
            _lines(_child(cell, "w:p"), block)
    return row


def _lines(paragraph: Any, block: str) -> None:
    for number, line in enumerate(block.split("\n")):
        run = _child(paragraph, "w:r")
        if number:
            _child(run, "w:br")
        for place, piece in enumerate(line.split("\t")):
            if place:
                _child(run, "w:tab")
            written = _child(run, "w:t")
            written.text = piece
            written.set(_SPACE, "preserve")


def _child(parent: Any, tag: str, **attributes: str) -> Any:
    element = OxmlElement(tag, {qn(f"w:{name}"): value for name, value in attributes.items()})
    parent.append(element)
    return element
