"""The table of a file of many answers: its columns, and its rows as text."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hearing_app.domain.hearing import Hearing, Item
from hearing_app.domain.message import N_, Message
from hearing_app.domain.vocabulary import ItemKind, Language
from hearing_app.spreadsheet import ZIP, Sheet, SheetRefused, cell_name, read_sheet

LARGEST = 2 * 1024 * 1024
"""Bytes: hundreds of long answers."""
MOST_COLUMNS = 400
MOST_ROWS = 1_000
COLUMNS = {
    "who": ("instans", "body", "avsender", "avsendar", "sender"),
    "id": ("id", "instans-id", "body id"),
    "kind": ("avsendertype", "avsendartype", "kind of sender"),
    "channel": ("måte", "kanal", "channel"),
    "arrived": ("kom inn", "kom", "mottatt", "motteke", "arrived"),
    "signed": ("underskrevet av", "underskriven av", "signed by"),
    "role": ("rolle", "role"),
    "email": ("e-post", "epost", "e-mail", "email"),
    "level": ("politisk forankring", "forankring", "standing"),
    "organ": ("behandlet av", "behandla av", "organ"),
    "treated": ("behandlet dato", "behandla dato", "dato", "date"),
    "case_number": ("saksnummer", "sak", "case number"),
    "no_remark": ("uten merknad", "utan merknad", "without remarks"),
    "anew": ("ny versjon", "new version"),
}
"""What a column may be called in the first row; upper and lower case are alike."""
EXPLANATION = "Forklaring"
"""What the sheet is called on which the workbook explains its columns."""
KINDS = {
    "stance": ("standpunkt", "stance"),
    "choice": ("valg", "val", "choice"),
    "text": ("merknad", "svar", "text", "remark"),
}
"""What the columns of a part begin with; its id stands in square brackets at the end."""
_PART = re.compile(r"([^\W\d_]+)\b.*\[([a-z0-9-]+)\]", re.DOTALL)
_TITLE = 50
OLD_EXCEL = b"\xd0\xcf\x11\xe0"


class RegisterFileRefused(ValueError):
    """The file as a whole cannot be read; the message says what to do."""

    def __init__(self, message: Message) -> None:
        """Take the message."""
        super().__init__(str(message))
        self.message = message


@dataclass(frozen=True)
class Column:
    """Where a field of the form stands in the file, and what the file calls it."""

    field: str
    at: int
    title: str


@dataclass(frozen=True)
class Table:
    """Rows of cells with their numbers, the columns that are known, and the sheet; CSV has none."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[int, list[str]], ...]
    sheet: Sheet | None = None
    notes: tuple[Message, ...] = ()

    def place(self, row: int, column: Column) -> str:
        """Return what a spreadsheet calls a cell, like B7; empty for CSV."""
        return cell_name(row, column.at) if self.sheet else ""


def table_of(data: bytes, hearing: Hearing) -> Table:
    """Return the rows of a file, told apart by what is in it, whatever it is called.

    Raises:
        RegisterFileRefused: it is too large, neither XLSX nor CSV, or lacks a column that it must have.
    """
    if len(data) > LARGEST:
        raise RegisterFileRefused(N_("The file is too large. Divide it into several."))
    sheet = _sheet(data) if data.startswith(ZIP) else None
    rows = [row for row in sheet.rows if any(row[1])] if sheet else _csv_rows(data)
    if not rows:
        raise RegisterFileRefused(N_("The file is empty. Begin with the sample, which has the columns."))
    if len(rows) > MOST_ROWS:
        raise RegisterFileRefused(N_("The spreadsheet has more than {number} rows.", number=MOST_ROWS))
    notes = _other_sheets(sheet)
    return Table(_columns(rows[0][1], hearing), tuple(rows[1:]), sheet, notes)


def head(hearing: Hearing) -> tuple[str, ...]:
    """Return the titles of a hearing's columns, in Norwegian, as the files of contacts have theirs."""
    return (*(names[0] for names in COLUMNS.values()), *(title for item in hearing.items for title in titles_of(item)))


def titles_of(item: Item) -> Iterator[str]:
    """Yield the titles of the columns of a part; the text is the last."""
    heading = item.heading.text(Language.NB) or "Generell merknad"
    short = heading if len(heading) <= _TITLE else f"{heading[:_TITLE].rstrip()} …"
    if item.kind is ItemKind.STANCE:
        yield f"Standpunkt: {short} [{item.id}]"
    if item.kind is ItemKind.CHOICE:
        yield f"Valg: {short} [{item.id}]"
    yield f"{'Svar' if item.kind is ItemKind.TEXT else 'Merknad'}: {short} [{item.id}]"


def _sheet(data: bytes) -> Sheet:
    try:
        return read_sheet(data, columns=MOST_COLUMNS, lines=True)
    except SheetRefused as error:
        raise RegisterFileRefused(error.message) from error


def _other_sheets(sheet: Sheet | None) -> tuple[Message, ...]:
    if sheet is None or not sheet.others:
        return ()
    others = ", ".join(name for name in sheet.others if name != EXPLANATION)
    if not others:
        return ()
    told = N_("The file has several sheets. «{sheet}» was read; not read: {others}.", sheet=sheet.title, others=others)
    return (told,)


def _csv_rows(data: bytes) -> list[tuple[int, list[str]]]:
    """Return each row that is not empty with its number; a cell with line breaks makes no new row."""
    if data.startswith(OLD_EXCEL) or b"\0" in data:
        raise RegisterFileRefused(
            N_("The file is neither XLSX nor CSV. Open it in the spreadsheet and save it as one of them.")
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    delimiter = max(";,\t", key=text.partition("\n")[0].count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise RegisterFileRefused(
            N_("The file is neither XLSX nor CSV. Open it in the spreadsheet and save it as one of them.")
        ) from error
    cleaned = [[cell.replace("\r\n", "\n").strip() for cell in row] for row in rows]
    return [(number, row) for number, row in enumerate(cleaned, 1) if any(row)]


def _columns(titles: Sequence[str], hearing: Hearing) -> tuple[Column, ...]:
    """Return the columns; one that is not known is told, for an answer in it would be lost in silence."""
    found: dict[str, Column] = {}
    for at, title in enumerate(titles):
        if not title:
            continue
        field = _field(title, hearing)
        if not field:
            message = N_("The column «{column}» is not known. Correct its title, or take it out.", column=title)
            raise RegisterFileRefused(message)
        if field in found:
            raise RegisterFileRefused(
                N_("Two columns mean the same: {first}, {second}. Keep one.", first=found[field].title, second=title)
            )
        found[field] = Column(field, at, title)
    for field in ("who", "channel", "arrived"):
        if field not in found:
            message = N_(
                "The column «{column}» is missing. Begin with the sample, which has it.", column=COLUMNS[field][0]
            )
            raise RegisterFileRefused(message)
    return tuple(found.values())


def _field(title: str, hearing: Hearing) -> str:
    """Return the field that a column is, "" where it is none."""
    plain = " ".join(title.split()).lower()
    if known := next((field for field, names in COLUMNS.items() if plain in names), ""):
        return known
    part = _PART.fullmatch(plain)
    if part is None or hearing.item(part[2]) is None:
        return ""
    kind = next((kind for kind, names in KINDS.items() if part[1] in names), "")
    return f"{kind}_{part[2]}" if kind else ""
