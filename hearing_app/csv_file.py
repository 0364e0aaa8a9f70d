"""CSV as Norwegian spreadsheets read it: semicolons, UTF-8 that says so, and nothing that becomes a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

MARK = "\ufeff"
"""Begins a CSV file that a spreadsheet is to read as UTF-8."""
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a spreadsheet takes for the beginning of a formula, at the beginning of a cell."""


def write_csv(rows: Iterable[Sequence[str]]) -> str:
    """Return rows as the text of a CSV file."""
    written = io.StringIO()
    csv.writer(written, delimiter=";", lineterminator="\r\n").writerows([safe(cell) for cell in row] for row in rows)
    return MARK + written.getvalue()


def safe(text: str) -> str:
    """Return a cell that no spreadsheet works out: an apostrophe before what would begin a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text
