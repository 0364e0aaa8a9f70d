"""A file of contacts: which body has which e-mail address, from a spreadsheet saved as CSV.

Nothing is stored here. The file is read whole, and every mistake is told at once, by row and column.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hearing_app.domain.council import Body
from hearing_app.domain.message import N_, Message
from hearing_app.domain.vocabulary import Language

LARGEST = 1024 * 1024
"""Bytes: more than a line for each of the country's municipalities many times over."""
COLUMNS = {
    "id": ("id", "body", "instans", "instans-id"),
    "number": ("organisasjonsnummer", "orgnr", "org.nr.", "orgnummer", "organisation number", "organisation_number"),
    "name": ("navn", "namn", "name"),
    "email": ("e-post", "epost", "e-postadresse", "e-mail", "email"),
}
"""What a column may be called in the first row; upper and lower case are alike."""
SAMPLE_HEAD = ("id", "organisasjonsnummer", "navn", "e-post")
EMAIL = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,180}[A-Za-z0-9])?\.[A-Za-z]{2,}"
)


class ContactFileRefused(ValueError):
    """The file as a whole cannot be read; the message says what to do."""

    def __init__(self, message: Message) -> None:
        """Take the message."""
        super().__init__(str(message))
        self.message = message


@dataclass(frozen=True)
class ContactRow:
    """A row that can be stored."""

    row: int
    body: Body
    email: str


@dataclass(frozen=True)
class Mistake:
    """What is wrong in a row, counted as the spreadsheet counts; `column` is its title in the file."""

    row: int
    column: str
    message: Message


@dataclass(frozen=True)
class ContactFile:
    """What was read: the rows that are right, and every mistake in the others."""

    rows: tuple[ContactRow, ...]
    mistakes: tuple[Mistake, ...]


def read_contacts(data: bytes, bodies: Sequence[Body]) -> ContactFile:
    """Read a CSV file: commas or semicolons (or tabs), UTF-8 with or without its mark, or Windows-1252.

    A body is named by the first of id, organisation number and name that its row fills in. A row without an address
    is passed over, so that a list can be imported while it is being filled in.

    Raises:
        ContactFileRefused: it is too large, no CSV, or lacks a column that it must have.
    """
    table = _table(_decoded(data))
    head = _head(table[0][1] if table else [])
    found: list[ContactRow] = []
    mistakes: list[Mistake] = []
    seen: dict[str, int] = {}
    for number, cells in table[1:]:
        got = _Row(number, head, cells).read(bodies, seen)
        if isinstance(got, Mistake):
            mistakes.append(got)
        elif got is not None:
            seen[got.body.id] = number
            found.append(got)
    return ContactFile(tuple(found), tuple(mistakes))


def _decoded(data: bytes) -> str:
    if len(data) > LARGEST:
        raise ContactFileRefused(N_("The file is too large for a list of contacts. Save the one sheet as CSV."))
    if b"\0" in data or data.startswith(b"PK\x03\x04"):
        raise ContactFileRefused(N_("The file is not CSV. Open it in the spreadsheet and save it as CSV (UTF-8)."))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _table(text: str) -> list[tuple[int, list[str]]]:
    """Return each row that is not empty with its number; a cell with line breaks makes no new row."""
    first = text.partition("\n")[0]
    delimiter = max(";,\t", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise ContactFileRefused(
            N_("The file is not CSV. Open it in the spreadsheet and save it as CSV (UTF-8).")
        ) from error
    cleaned = [[" ".join(cell.split()) for cell in row] for row in rows]
    return [(number, row) for number, row in enumerate(cleaned, 1) if any(row)]


def _head(titles: Sequence[str]) -> dict[str, tuple[int, str]]:
    """Return where each column stands and what the file calls it."""
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
                "The first row must name the columns: «e-post», and one or more of «id», «organisasjonsnummer» and "
                "«navn». `samrad contacts --sample` prints an example."
            )
        )
    return head


@dataclass(frozen=True)
class _Row:
    """A row of the file, asked by column."""

    number: int
    head: dict[str, tuple[int, str]]
    cells: list[str]

    def cell(self, column: str) -> str:
        """Return what stands in a column, empty where the file or the row does not have it."""
        at = self.head[column][0] if column in self.head else len(self.cells)
        return self.cells[at] if at < len(self.cells) else ""

    def read(self, bodies: Sequence[Body], seen: Mapping[str, int]) -> ContactRow | Mistake | None:
        """Return what the row says, what is wrong with it, or None where it has no address."""
        email = self.cell("email")
        if not email:
            return None
        body = self._body(bodies)
        if isinstance(body, Mistake):
            return body
        if "=?" in email or not EMAIL.fullmatch(email):
            return self._mistake(
                "email", N_("«{value}» is no e-mail address. Write one like name@municipality.no.", value=email)
            )
        if body.id in seen:
            return self._mistake(
                "email", N_("«{id}» stands in row {row} too. Keep one of them.", id=body.id, row=seen[body.id])
            )
        return ContactRow(self.number, body, email)

    def _body(self, bodies: Sequence[Body]) -> Body | Mistake:
        """Return the body that the first filled-in column names; an organisation number must not name another."""
        column = next((name for name in ("id", "number", "name") if self.cell(name)), None)
        if column is None:
            return self._mistake("email", N_("The row does not say whose address this is. Fill in its id or its name."))
        found = [body for body in bodies if _key(column, self.cell(column)) in _names_of(body, column)]
        if not found:
            unknown = N_("No body in council.yml is «{value}». Correct it, or add the body.", value=self.cell(column))
            return self._mistake(column, unknown)
        if len(found) > 1:
            several = N_("Several bodies are «{value}». Name the one by its id.", value=self.cell(column))
            return self._mistake(column, several)
        known = _names_of(found[0], "number")
        if self.cell("number") and known and _key("number", self.cell("number")) not in known:
            return self._mistake("number", N_("This is not the organisation number of «{id}».", id=found[0].id))
        return found[0]

    def _mistake(self, column: str, message: Message) -> Mistake:
        return Mistake(self.number, self.head[column][1], message)


def _names_of(body: Body, column: str) -> set[str]:
    """Return what a body is called in a column, made comparable."""
    names = {
        "id": [body.id],
        "number": [body.organisation_number],
        "name": [body.name.plain, *(text for _language, text in body.name.forms)],
    }
    return {_key(column, name) for name in names[column] if name}


def _key(column: str, value: str) -> str:
    """Return a value as it is compared: an organisation number by its digits, everything else without case."""
    if column == "number":
        return "".join(filter(str.isdigit, value))
    return unicodedata.normalize("NFC", value).casefold()


def sample(bodies: Sequence[Body], emails: Mapping[str, str]) -> str:
    """Return a CSV file with every one of `bodies` and the address it has now, ready to be filled in.

    Semicolons, for that is what a Norwegian spreadsheet takes as columns.
    """
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";", lineterminator="\n")
    writer.writerow(SAMPLE_HEAD)
    for body in bodies:
        writer.writerow((body.id, body.organisation_number, body.name.text(Language.NB), emails.get(body.id, "")))
    return written.getvalue()
