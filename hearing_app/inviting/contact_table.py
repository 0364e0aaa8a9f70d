"""The table of a file of contacts: its rows as text, whether it is XLSX or CSV, and which column means what."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hearing_app.domain.council import Body
from hearing_app.domain.message import N_, Message
from hearing_app.domain.vocabulary import Language
from hearing_app.spreadsheet import MOST_ROWS, ZIP, Sheet, SheetRefused, read_sheet, write_sheet

LARGEST = 1024 * 1024
"""Bytes: more than a line for each of the country's municipalities many times over."""
COLUMNS = {
    "id": ("id", "body", "instans", "instans-id"),
    "number": ("organisasjonsnummer", "orgnr", "org.nr.", "orgnummer", "organisation number", "organisation_number"),
    "municipality": ("kommunenummer", "kommunenr", "kommunenr.", "knr", "municipality number", "municipality_number"),
    "name": ("navn", "namn", "name"),
    "email": ("e-post", "epost", "e-postadresse", "e-mail", "email"),
}
"""What a column may be called in the first row; upper and lower case are alike."""
SAMPLE_HEAD = ("id", "organisasjonsnummer", "navn", "e-post")
OLD_EXCEL = b"\xd0\xcf\x11\xe0"


class ContactFileRefused(ValueError):
    """The file as a whole cannot be read; the message says what to do."""

    def __init__(self, message: Message) -> None:
        """Take the message."""
        super().__init__(str(message))
        self.message = message


@dataclass(frozen=True)
class Table:
    """Rows of cells with their numbers, and the sheet that they stand in; CSV has none."""

    rows: list[tuple[int, list[str]]]
    sheet: Sheet | None = None
    notes: tuple[Message, ...] = ()


def table_of(data: bytes) -> Table:
    """Return the rows of a file, told apart by what is in it, whatever it is called.

    Raises:
        ContactFileRefused: it is too large, or neither XLSX nor CSV.
    """
    if len(data) > LARGEST:
        raise ContactFileRefused(
            N_("The file is too large for a list of contacts. Copy the rows to a new file with one sheet.")
        )
    if not data.startswith(ZIP):
        return Table(_csv_rows(_decoded(data)))
    try:
        sheet = read_sheet(data)
    except SheetRefused as error:
        raise ContactFileRefused(error.message) from error
    rows = [(number, cells) for number, cells in sheet.rows if any(cells)]
    if not sheet.others:
        return Table(rows, sheet)
    note = N_(
        "The file has several sheets. «{sheet}» was read; not read: {others}.",
        sheet=sheet.title,
        others=", ".join(sheet.others),
    )
    return Table(rows, sheet, (note,))


def _decoded(data: bytes) -> str:
    if data.startswith(OLD_EXCEL):
        raise ContactFileRefused(
            N_("The file is an old Excel file, or is locked with a password. Open it and save it as XLSX without one.")
        )
    if b"\0" in data:
        raise ContactFileRefused(_neither())
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _neither() -> Message:
    return N_("The file is neither XLSX nor CSV. Open it in the spreadsheet and save it as one of them.")


def _csv_rows(text: str) -> list[tuple[int, list[str]]]:
    """Return each row that is not empty with its number; a cell with line breaks makes no new row."""
    first = text.partition("\n")[0]
    delimiter = max(";,\t", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise ContactFileRefused(_neither()) from error
    cleaned = [[" ".join(cell.split()) for cell in row] for row in rows]
    filled = [(number, row) for number, row in enumerate(cleaned, 1) if any(row)]
    if len(filled) > MOST_ROWS:
        raise ContactFileRefused(N_("The spreadsheet has more than {number} rows.", number=MOST_ROWS))
    return filled


def head_of(titles: Sequence[str]) -> dict[str, tuple[int, str]]:
    """Return where each column stands and what the file calls it.

    Raises:
        ContactFileRefused: the address or whatever names a body has no column, or two.
    """
    head: dict[str, tuple[int, str]] = {}
    for at, title in enumerate(titles):
        for column, names in COLUMNS.items():
            if title.lower() in names:
                if column in head:
                    raise ContactFileRefused(
                        N_(
                            "Two columns mean the same: {first}, {second}. Keep one.",
                            first=head[column][1],
                            second=title,
                        )
                    )
                head[column] = (at, title)
    if "email" not in head or not head.keys() - {"email"}:
        raise ContactFileRefused(
            N_(
                "The first row must name the columns: «e-post», and one or more of «id», «organisasjonsnummer», "
                "«kommunenummer» and «navn». Begin with the sample, which has them."
            )
        )
    return head


def sample(bodies: Sequence[Body], emails: Mapping[str, str]) -> str:
    """Return a CSV file with every one of `bodies` and the address it has now, ready to be filled in.

    Semicolons, for that is what a Norwegian spreadsheet takes as columns.
    """
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";", lineterminator="\n")
    writer.writerow(SAMPLE_HEAD)
    writer.writerows(_sample_rows(bodies, emails))
    return written.getvalue()


def sample_sheet(bodies: Sequence[Body], emails: Mapping[str, str]) -> bytes:
    """Return the same as an XLSX file."""
    return write_sheet("Kontakter", SAMPLE_HEAD, _sample_rows(bodies, emails))


def _sample_rows(bodies: Sequence[Body], emails: Mapping[str, str]) -> list[tuple[str, ...]]:
    return [
        (body.id, body.organisation_number, body.name.text(Language.NB), emails.get(body.id, "")) for body in bodies
    ]
