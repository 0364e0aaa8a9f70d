"""Writing: a form as a Word document that can be filled in and read back."""

import re
from collections.abc import Sequence
from io import BytesIO
from itertools import groupby
from typing import Any

from docx.document import Document
from docx.shared import Cm, Pt

from hearing_app.word.controls import around_cell, box
from hearing_app.word.form import CHOSEN, Field, FieldKind, Form, Part, writable
from hearing_app.word.looks import (
    NUMBERS,
    PLACEHOLDER_STYLE,
    QUIET_STYLE,
    WIDTH,
    break_line,
    empty_document,
    grid,
    header_row,
    list_number,
    mark_language,
    new_list,
    page_number,
)
from hearing_app.word.prose import write_prose

TICK_WIDTH, ASKED_WIDTH = Cm(1.6), Cm(5.5)
ROOM = Cm(2.6)
"""The least height of the cell for a text."""
# Where one paragraph ends: an empty line between lines that are not empty. Every other line break stands inside one.
_BETWEEN = re.compile(r"(?<=[^\n])\n\n(?=.)", re.DOTALL)


def write(form: Form) -> bytes:
    """Return `form` as DOCX."""
    document = empty_document(form.language)
    _properties(document, form)
    _head(document, form)
    for part in form.parts:
        _part(document, part, form)
    _foot(document, form)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _properties(document: Document, form: Form) -> None:
    known = document.core_properties
    known.title, known.subject = writable(form.title)[:255], writable(form.subtitle)[:255]
    known.author = known.last_modified_by = writable(form.author)[:255]
    known.language, known.identifier, known.comments = str(form.language), str(form.identity), ""


def _head(document: Document, form: Form) -> None:
    document.add_paragraph(writable(form.title), style="Title")
    document.add_paragraph(writable(form.subtitle), style="Subtitle")
    for label, value in form.facts:
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(1)
        paragraph.add_run(f"{writable(label)}: ").bold = True
        paragraph.add_run(writable(value))
    document.add_paragraph(writable(form.steps_heading), style="Heading 1")
    number = new_list(document, NUMBERS, level=0, start=1)
    for step in form.steps:
        list_number(document.add_paragraph(writable(step), style="List Paragraph"), number, 0)
    identity = document.add_paragraph()
    identity.add_run(f"{form.identity_label} {form.identity}", style=QUIET_STYLE)


def _part(document: Document, part: Part, form: Form) -> None:
    heading = document.add_heading(writable(part.heading), part.level)
    if part.language not in (None, form.language):
        for run in heading.runs:
            mark_language(run, part.language)
    for prose in part.prose:
        write_prose(document, prose, shift=part.level, foreign=prose.language != form.language)
    for lines, fields in groupby(part.fields, key=lambda field: field.kind is FieldKind.LINE):
        if lines:
            _lines(document, tuple(fields), form)
            continue
        for field in fields:
            (_text if field.kind is FieldKind.TEXT else _choice)(document, field, form)


def _text(document: Document, field: Field, form: Form) -> None:
    _help(document, field, form)
    table = _table(document, 2, (WIDTH,))
    _label(table.rows[0].cells[0], field.label, field)
    header_row(table.rows[0])
    table.rows[1].height = ROOM
    _answer(table.rows[1].cells[0], field, form, lines=True)
    _after(document)


def _lines(document: Document, fields: Sequence[Field], form: Form) -> None:
    table = _table(document, len(fields) + 1, (ASKED_WIDTH, WIDTH - ASKED_WIDTH))
    for cell, text in zip(table.rows[0].cells, (form.asked, form.answer), strict=True):
        cell.paragraphs[0].add_run(writable(text)).bold = True
    header_row(table.rows[0])
    for row, field in zip(table.rows[1:], fields, strict=True):
        asked, answer = row.cells
        _label(asked, field.label, field)
        if field.help:
            paragraph = asked.add_paragraph()
            paragraph.add_run(writable(field.help.markdown)).font.size = Pt(9)
        _answer(answer, field, form, lines=False)
    _after(document)


def _choice(document: Document, field: Field, form: Form) -> None:
    _help(document, field, form)
    table = _table(document, len(field.options) + 1, (TICK_WIDTH, WIDTH - TICK_WIDTH))
    tick, label = table.rows[0].cells
    tick.paragraphs[0].add_run(writable(form.ticks)).bold = True
    _label(label, field.label, field)
    header_row(table.rows[0])
    for row, option in zip(table.rows[1:], field.options, strict=True):
        tick, label = row.cells
        name = f"{field.name}{CHOSEN}{option.value}"
        tick.paragraphs[0]._p.append(box(name, writable(option.label), ticked=field.value == option.value))  # noqa: SLF001 - a control is no run
        label.paragraphs[0].add_run(writable(option.label))
    _after(document)


def _help(document: Document, field: Field, form: Form) -> None:
    if field.help:
        write_prose(document, field.help, shift=1, foreign=field.help.language != form.language)
    for option in field.options:
        if option.about:
            document.add_paragraph().add_run(writable(option.label)).bold = True
            write_prose(document, option.about, shift=2, foreign=option.about.language != form.language)


def _table(document: Document, rows: int, widths: Sequence[Any]) -> Any:
    table: Any = document.add_table(rows, len(widths))
    grid(table)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
        for cell in column.cells:
            cell.width = width
            cell.paragraphs[0].paragraph_format.space_after = Pt(2)
    return table


def _label(cell: Any, label: str, field: Field) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.add_run(writable(label)).bold = True
    paragraph.add_run(f"  {field.mark}", style=QUIET_STYLE)


def _answer(cell: Any, field: Field, form: Form, *, lines: bool) -> None:
    """Write what has been saved, or that something can be written here, into a cell that is a control."""
    if field.value:
        _typed(cell, writable(field.value) if lines else " ".join(writable(field.value).split()))
    else:
        cell.paragraphs[0].add_run(writable(form.placeholder), style=PLACEHOLDER_STYLE)
    around_cell(cell._tc, field.name, writable(field.label), lines=lines, placeholder=not field.value)  # noqa: SLF001 - a control has no words in python-docx


def _typed(cell: Any, text: str) -> None:
    """Write a text so that reading it gives it back to the letter."""
    for index, part in enumerate(_BETWEEN.split(text)):
        paragraph = cell.add_paragraph() if index else cell.paragraphs[0]
        run = paragraph.add_run()
        for number, line in enumerate(part.split("\n")):
            if number:
                break_line(run)
            for place, piece in enumerate(line.split("\t")):
                if place:
                    run.add_tab()
                if piece:
                    run._r.add_t(piece)  # noqa: SLF001 - the public way takes other signs for line breaks as well


def _after(document: Document) -> None:
    """Part a table from what follows, or Word makes one table of two."""
    document.add_paragraph().paragraph_format.space_after = Pt(2)


def _foot(document: Document, form: Form) -> None:
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.add_run(f"{writable(form.title)[:80]} · {form.page} ").font.size = Pt(8.5)
    page_number(paragraph)
