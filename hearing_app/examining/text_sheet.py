"""The text of a workbook: a row is a paragraph, a sheet's name a heading."""

from collections.abc import Iterator
from io import BytesIO
from warnings import catch_warnings, simplefilter

from openpyxl.reader.excel import load_workbook

from hearing_app.domain.passage import Passage

MOST_COLUMNS = 200
"""A sheet can say that it is wider than anybody fills it."""


def sheet_passages(data: bytes) -> Iterator[Passage]:
    """Yield the rows of every sheet that is shown, what was last computed in place of formulas."""
    with catch_warnings():
        simplefilter("ignore")  # of things that openpyxl leaves out when it saves; nothing is saved
        book = load_workbook(BytesIO(data), read_only=True, keep_links=False, data_only=True)
        for sheet in book.worksheets:
            if sheet.sheet_state != "visible":
                continue
            yield Passage(sheet.title, 1)
            for row in sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True):
                yield Passage(" | ".join(str(value) for value in row if value is not None))
