"""A file of contacts: which body has which e-mail address, from a spreadsheet (XLSX) or its rows as CSV.

Nothing is stored here. The file is read whole, and every mistake is told at once, by row and column.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from hearing_app.domain.council import Body
from hearing_app.domain.message import N_, Message
from hearing_app.inviting.contact_table import head_of, table_of
from hearing_app.inviting.new_bodies import NewBody, bare_name
from hearing_app.spreadsheet import Sheet, cell_name

NAMING = ("id", "number", "municipality", "name")
"""The columns that say which body a row is about; the first that is filled in counts."""
SUGGESTED = 50
"""Rows in which a name that is nearly right is looked for, as that takes a while; nobody corrects more at a time."""
EMAIL = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,180}[A-Za-z0-9])?\.[A-Za-z]{2,}"
)


@dataclass(frozen=True)
class ContactRow:
    """A row that can be stored."""

    row: int
    body: Body
    email: str


@dataclass(frozen=True)
class Mistake:
    """What is wrong in a row, counted as the spreadsheet counts.

    `column` is its title in the file, `cell` what a spreadsheet calls the cell (B7); empty for CSV.
    """

    row: int
    column: str
    message: Message
    cell: str = ""


@dataclass(frozen=True)
class ContactFile:
    """What was read: the rows that are right, every mistake in the others, and what the reader should know.

    `unknown` are those rows that name a body which council.yml does not have and could get; each is a mistake too.
    """

    rows: tuple[ContactRow, ...]
    mistakes: tuple[Mistake, ...]
    unknown: tuple[NewBody, ...] = ()
    notes: tuple[Message, ...] = ()


def is_email(text: str) -> bool:
    """Tell whether a mail can be addressed so; what begins an encoded word could put a line into a mail's head."""
    return "=?" not in text and EMAIL.fullmatch(text) is not None


def read_contacts(data: bytes, bodies: Sequence[Body]) -> ContactFile:
    """Read a file by what is in it, whatever it is called.

    CSV has commas or semicolons (or tabs) and is UTF-8 with or without its mark, or Windows-1252. Of XLSX the first
    sheet that is not hidden is read. A body is named by the first of id, organisation number, municipality number and
    name that its row fills in. A row without an address is passed over, so that a list can be imported while it is
    being filled in.

    Raises:
        ContactFileRefused: it is too large, neither of the two, or lacks a column that it must have.
    """
    table = table_of(data)
    head = head_of(table.rows[0][1] if table.rows else [])
    found: list[ContactRow] = []
    mistakes: list[Mistake] = []
    unknown: list[NewBody] = []
    seen: dict[str, int] = {}
    known = _Known.of(bodies)
    for number, cells in table.rows[1:]:
        row = _Row(number, head, cells, table.sheet)
        got = row.read(known, seen, suggest=len(mistakes) < SUGGESTED)
        if isinstance(got, Mistake):
            mistakes.append(got)
            unknown += row.as_new_body(known)
        elif got is not None:
            seen[got.body.id] = number
            found.append(got)
    return ContactFile(tuple(found), tuple(mistakes), tuple(dict.fromkeys(unknown)), table.notes)


@dataclass(frozen=True)
class _Known:
    """The bodies, by what each column may call them; `names` are theirs without the word for their kind."""

    by_key: Mapping[tuple[str, str], Sequence[Body]]
    names: Mapping[str, str]

    @classmethod
    def of(cls, bodies: Sequence[Body]) -> "_Known":
        """Return it, made once for all the rows."""
        by_key: dict[tuple[str, str], list[Body]] = {}
        for body in bodies:
            for column in NAMING:
                for name in _names_of(body, column):
                    by_key.setdefault((column, name), []).append(body)
        return cls(by_key, {bare_name(name): name for body in bodies for name in _all_names(body)})

    def found(self, column: str, value: str) -> Sequence[Body]:
        """Return the bodies that are called so in a column."""
        return self.by_key.get((column, _key(column, value)), ())


@dataclass(frozen=True)
class _Row:
    """A row of the file, asked by column."""

    number: int
    head: dict[str, tuple[int, str]]
    cells: list[str]
    sheet: Sheet | None

    def cell(self, column: str) -> str:
        """Return what stands in a column, empty where the file or the row does not have it."""
        at = self.head[column][0] if column in self.head else len(self.cells)
        return self.cells[at] if at < len(self.cells) else ""

    def read(self, known: _Known, seen: Mapping[str, int], *, suggest: bool) -> ContactRow | Mistake | None:
        """Return what the row says, what is wrong with it, or None where it has no address."""
        email = self.cell("email")
        if unclear := self._unclear():
            return unclear
        if not email:
            return None
        body = self._body(known, suggest=suggest)
        if isinstance(body, Mistake):
            return body
        if not is_email(email):
            return self._mistake(
                "email", N_("«{value}» is no e-mail address. Write one like name@example.no.", value=email)
            )
        if body.id in seen:
            return self._mistake(
                "email", N_("«{id}» stands in row {row} too. Keep one of them.", id=body.id, row=seen[body.id])
            )
        return ContactRow(self.number, body, email)

    def as_new_body(self, known: _Known) -> list[NewBody]:
        """Return the body that the row could add to council.yml; none where it names a known one or lacks a name."""
        is_known = any(known.found(column, self.cell(column)) for column in NAMING if self.cell(column))
        if is_known or not self.cell("name") or not is_email(self.cell("email")):
            return []
        number = _key("municipality", self.cell("municipality"))
        return [
            NewBody(
                self.cell("name"),
                self.cell("email"),
                id=self.cell("id"),
                number=number.zfill(4) if number else "",
                organisation_number=_key("number", self.cell("number")),
            )
        ]

    def _unclear(self) -> Mistake | None:
        """Return what makes a cell that counts say something else than it seems to."""
        for column, (at, _title) in self.head.items():
            if self.sheet is not None and self.sheet.is_formula(self.number, at):
                told = N_("The cell holds a formula, and none is worked out here. Paste the value in its place.")
                return self._mistake(column, told)
            if self.sheet is not None and self.sheet.is_merged(self.number, at):
                told = N_("The cell is merged with others, so that it is not clear whose it is. Split it.")
                return self._mistake(column, told)
        return None

    def _body(self, known: _Known, *, suggest: bool) -> Body | Mistake:
        """Return the body that the first filled-in column names; an organisation number must not name another."""
        column = next((name for name in NAMING if self.cell(name)), None)
        if column is None:
            return self._mistake("email", N_("The row does not say whose address this is. Fill in its id or its name."))
        found = known.found(column, self.cell(column))
        if not found:
            names = known.names if suggest and column == "name" else {}
            return self._mistake(column, _unknown(names, self.cell(column)))
        if len(found) > 1:
            several = N_("Several bodies are «{value}». Name the one by its id.", value=self.cell(column))
            return self._mistake(column, several)
        numbers = _names_of(found[0], "number")
        if self.cell("number") and numbers and _key("number", self.cell("number")) not in numbers:
            return self._mistake("number", N_("This is not the organisation number of «{id}».", id=found[0].id))
        return found[0]

    def _mistake(self, column: str, message: Message) -> Mistake:
        at, title = self.head[column]
        return Mistake(self.number, title, message, cell_name(self.number, at) if self.sheet else "")


def _unknown(names: Mapping[str, str], value: str) -> Message:
    """Return that no body is called so; a name that is nearly one of `names` is answered with the right one."""
    near = get_close_matches(bare_name(value), names, n=1, cutoff=0.8)
    if near:
        return N_(
            "No body in council.yml is «{value}». Is it «{near}»? Correct it, or add the body.",
            value=value,
            near=names[near[0]],
        )
    return N_("No body in council.yml is «{value}». Correct it, or add the body.", value=value)


def _all_names(body: Body) -> list[str]:
    return [body.name.plain, *(text for _language, text in body.name.forms)]


def _names_of(body: Body, column: str) -> set[str]:
    """Return what a body is called in a column, made comparable."""
    names = {
        "id": [body.id],
        "number": [body.organisation_number],
        "municipality": [body.number],
        "name": _all_names(body),
    }
    return {_key(column, name) for name in names[column] if name}


def _key(column: str, value: str) -> str:
    """Return a value as it is compared: numbers by their digits, everything else without case.

    A spreadsheet makes 301 of municipality 0301, so zeros in front do not count; no two municipalities differ by them.
    """
    if column in ("number", "municipality"):
        digits = "".join(filter(str.isdigit, value))
        return digits.lstrip("0") if column == "municipality" else digits
    return unicodedata.normalize("NFC", value).casefold()
