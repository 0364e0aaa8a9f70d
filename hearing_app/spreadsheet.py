"""Spreadsheets: one sheet of an XLSX file as text, and a sheet written as such a file.

A hostile file must not cost more than a moment: what it unpacks to is asked for before it is opened, and rows and
columns are counted while they are read. Formulas are never worked out: whoever reads the sheet is told where they are.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import xlsxwriter
from defusedxml import ElementTree
from openpyxl.reader.excel import load_workbook
from openpyxl.utils.cell import get_column_letter, range_boundaries

from hearing_app.domain.message import N_, Message

ZIP = b"PK\x03\x04"
"""How an XLSX file begins."""
UNPACKED = 20 * 1024 * 1024
"""Bytes that a file may unpack to: a hundred thousand cells."""
PARTS = 500
"""Files within the file; a workbook with a sheet for each day of a year has fewer."""
MOST_COLUMNS = 50
MOST_ROWS = 5_000
"""Rows with something in them."""
LAST_ROW = 1_048_576
"""A spreadsheet has no more."""
MOST_MERGED = 5_000
LONGEST_CELL = 32_767
"""Characters; a spreadsheet takes no more in a cell."""
WIDTHS = (28, 20, 36, 36)
"""Of the first columns that are written, in characters."""
_MERGED = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}mergeCell"


class SheetRefused(ValueError):
    """The file cannot be read as a spreadsheet; the message says what to do."""

    def __init__(self, message: Message) -> None:
        """Take the message."""
        super().__init__(str(message))
        self.message = message


@dataclass(frozen=True)
class Sheet:
    """The first sheet that shows and has something in it.

    `rows` are those with something in them, with their numbers; the first row is 1, the first column is 0.
    """

    title: str
    rows: tuple[tuple[int, list[str]], ...]
    formulas: frozenset[tuple[int, int]]
    merged: tuple[tuple[int, int, int, int], ...]
    others: tuple[str, ...]

    def is_formula(self, row: int, column: int) -> bool:
        """Tell whether a cell holds a formula; its text is then the formula, and not what it comes to."""
        return (row, column) in self.formulas

    def is_merged(self, row: int, column: int) -> bool:
        """Tell whether a cell is a part of a larger one: only the first of them has the text."""
        return any(top <= row <= last and left <= column <= right for left, top, right, last in self.merged)


def cell_name(row: int, column: int) -> str:
    """Return what a spreadsheet calls a cell, like B7; columns count from 0."""
    return f"{get_column_letter(column + 1)}{row}"


def read_sheet(data: bytes, *, columns: int = MOST_COLUMNS, lines: bool = False) -> Sheet:
    """Read the first sheet that is not hidden and not empty.

    Args:
        columns: how many columns are read.
        lines: whether the lines of a cell stay apart; otherwise its text stands on one line.

    Raises:
        SheetRefused: it is no XLSX file, is damaged or unpacks to too much.
    """
    _check_size(data)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
        try:
            return _first(book, columns, lines=lines)
        finally:
            book.close()
    except SheetRefused:
        raise
    except Exception as error:  # whatever openpyxl trips over in a damaged or hostile file
        raise SheetRefused(_damaged()) from error


Cell = str | int
"""What stands in a cell that is written: text, or a number that can be summed."""


@dataclass(frozen=True)
class Page:
    """A sheet to be written: its name, its head, its rows, and how wide the columns are, in characters."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    widths: Sequence[int] = WIDTHS


def write_sheet(title: str, head: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    """Return an XLSX file with one sheet, as `write_book` does."""
    return write_book([Page(title, head, rows)])


def write_book(pages: Sequence[Page]) -> bytes:
    """Return an XLSX file. Text stays text, so that nothing typed becomes a formula or a number; an int is a number."""
    written = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(written, options) as book:
        text = book.add_format({"num_format": "@", "text_wrap": len(pages) > 1, "valign": "top"})
        bold = book.add_format({"num_format": "@", "bold": True})
        figure = book.add_format({"num_format": "0", "valign": "top"})
        for page in pages:
            sheet = book.add_worksheet(_sheet_name(page.title))
            for column, width in enumerate(page.widths[: len(page.head)]):
                sheet.set_column(column, column, width, text)
            for number, row in enumerate((page.head, *page.rows)):
                for column, value in enumerate(row):
                    if isinstance(value, int):
                        sheet.write_number(number, column, value, figure)
                    else:
                        sheet.write_string(number, column, value[:LONGEST_CELL], text if number else bold)
            sheet.freeze_panes(1, 0)
    return written.getvalue()


def _sheet_name(title: str) -> str:
    """Return a title as a sheet can be called: 31 characters, and none that a spreadsheet keeps to itself."""
    return re.sub(r"[\[\]:*?/\\]", " ", title)[:31].strip("' ") or "1"


def _check_size(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise SheetRefused(_damaged()) from error
    if len(parts) > PARTS or sum(part.file_size for part in parts) > UNPACKED:
        raise SheetRefused(N_("The spreadsheet is too large. Copy the rows to a new file with one sheet."))
    if not any(part.filename == "[Content_Types].xml" for part in parts):
        raise SheetRefused(_damaged())


def _damaged() -> Message:
    return N_("The file cannot be read as a spreadsheet. Open it and save it anew as XLSX, or as CSV (UTF-8).")


def _first(book: Any, columns: int, *, lines: bool) -> Sheet:
    showing = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    filled = ((sheet, _read(sheet, columns, lines=lines)) for sheet in showing)
    found = next(((sheet, read) for sheet, read in filled if read[0]), None)
    if found is None:
        raise SheetRefused(N_("The spreadsheet has nothing in it that shows. Put the list in a sheet that shows."))
    sheet, (rows, formulas) = found
    others = tuple(other.title for other in showing if other is not sheet and next(_filled(other), None))
    return Sheet(sheet.title, tuple(rows), frozenset(formulas), tuple(_merged(sheet)), others)


def _read(sheet: Any, columns: int, *, lines: bool) -> tuple[list[tuple[int, list[str]]], set[tuple[int, int]]]:
    rows: list[tuple[int, list[str]]] = []
    formulas: set[tuple[int, int]] = set()
    for number, cells in _filled(sheet, columns):
        if len(rows) == MOST_ROWS:
            raise SheetRefused(N_("The spreadsheet has more than {number} rows.", number=MOST_ROWS))
        last = max(at for at, cell in enumerate(cells) if cell.value not in (None, ""))
        rows.append((number, [_text(cell.value, lines=lines) for cell in cells[: last + 1]]))
        formulas |= {(number, at) for at, cell in enumerate(cells) if cell.data_type == "f"}
    return rows, formulas


def _filled(sheet: Any, columns: int = MOST_COLUMNS) -> Iterator[tuple[int, Sequence[Any]]]:
    """Yield each row that has something in it, with its number; what the file says of its own size is not believed."""
    sheet.reset_dimensions()
    for number, cells in enumerate(sheet.iter_rows(min_row=1, max_row=LAST_ROW, max_col=columns), 1):
        if any(cell.value not in (None, "") for cell in cells):
            yield number, cells


def _text(value: object, *, lines: bool = False) -> str:
    """Return a cell as it is read: a whole number without decimals, a day as 2026-05-31, text on one line."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if value is None:
        return ""
    return str(value).replace("\r\n", "\n").replace("_x000D_", "").strip() if lines else " ".join(str(value).split())


def _merged(sheet: Any) -> Iterator[tuple[int, int, int, int]]:
    """Yield the cells that are merged, as (first column, first row, last column, last row)."""
    # openpyxl tells of them only where it reads everything into memory, so the sheet's own file is asked.
    with sheet._get_source() as source:  # noqa: SLF001 - see above
        count = 0
        for _event, element in ElementTree.iterparse(source):
            if element.tag == _MERGED:
                count += 1
                left, top, right, last = range_boundaries(element.get("ref", ""))
                yield left - 1, top, right - 1, last
            if count > MOST_MERGED:
                raise SheetRefused(N_("The spreadsheet has too many merged cells. Split them."))
            element.clear()  # else a large sheet would stand in memory a second time
