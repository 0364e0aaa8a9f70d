"""Reading: what a form that has been filled in says, field by field, and everything in it that is no field."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from hearing_app.domain.message import N_, Message
from hearing_app.word.boxes import Ticks
from hearing_app.word.form import IDENTITY, Form, Identity
from hearing_app.word.package import BROKEN, Package, Unreadable, W, open_package
from hearing_app.word.running import Reader
from hearing_app.word.tables import Cell, Fields, cells, rows

NOT_THE_FORM = N_(
    "This is not a Word form from here: none of its fields were found. If it is your answer as a document, attach it "
    "to the answer instead. To use the Word form, download it on this page and fill it in."
)
COMMENT = N_("Comment in the margin")
AROUND = N_("Above or below the pages")
WORDS_OWN = frozenset(
    {
        "Click or tap here to enter text.",
        "Click here to enter text.",
        "Klikk eller trykk her for å skrive inn tekst.",
        "Klikk eller trykk for å skrive inn tekst.",
        "Klikk her for å skrive inn tekst.",
    }
)
"""What Word puts into a field that has been emptied."""


@dataclass(frozen=True)
class Outside:
    """A text that stands in no field, and the heading that it stands under."""

    under: str | Message
    text: str


@dataclass(frozen=True)
class Filled:
    """What a form says.

    Attributes:
        identity: whose form it is; None where the line that says it has been taken away.
        values: what stands in each field that is there, of a choice the option's value, "" for nothing.
        unclear: fields that cannot be read for certain, with what stands in them.
        gone: what is said in fields that the hearing does not ask for any more.
        remarks: what is good to know of how it was read.
    """

    identity: Identity | None
    values: dict[str, str]
    unclear: dict[str, str]
    gone: dict[str, str]
    outside: tuple[Outside, ...]
    remarks: tuple[Message, ...]


def understood(data: bytes, forms: Sequence[Form], known: frozenset[str]) -> Filled:
    """Return what a filled-in form says.

    Args:
        forms: the form as it is asked now, in every language.
        known: the texts of the empty form in every language (`texts_of`); any other text is somebody's.

    Raises:
        Unreadable: it is no form of ours, or cannot be read at all.
    """
    try:
        reading = _Reading(open_package(data), forms, known)
        reading.body(reading.package.body)
        reading.beside()
        return reading.filled()
    except RecursionError as error:
        raise Unreadable(BROKEN) from error


def texts_of(data: bytes) -> frozenset[str]:
    """Return the paragraphs of a document, of its tables and around its pages, with single spaces."""
    package = open_package(data)
    reader = Reader(package)
    blocks = [reader.paragraph(p) for root in (package.body, *package.around) for p in root.iter(f"{W}p")]
    return frozenset(norm(text) for block in blocks for text in (block.text, block.bare))


def norm(text: str) -> str:
    """Return a text with single spaces."""
    return " ".join(text.split())


class _Reading:
    """Goes through one document; everything in it ends up in a field, among the texts outside, or is known."""

    def __init__(self, package: Package, forms: Sequence[Form], known: frozenset[str]) -> None:
        asking = frozenset(form.placeholder for form in forms) | WORDS_OWN
        self.package, self.known = package, known
        self.reader = Reader(package, asking)
        self.fields = Fields()
        self.ticks = Ticks({field.name: field for form in forms for field in form.fields.values()}, forms)
        self.asked = forms[0].fields
        self.headings = {norm(part.heading) for form in forms for part in form.parts}
        self.outside: list[Outside] = []
        self.under = ""
        found = IDENTITY.search(package.identifier)
        self.identity = Identity(*found.groups()) if found else None

    def body(self, container: Element) -> None:
        """Read everything in a container."""
        for element in container:
            if element.tag == f"{W}p":
                block = self.reader.paragraph(element)
                self.loose(block.text, block.bare)
            elif element.tag == f"{W}tbl":
                self.table(element)
            elif element.tag == f"{W}sdt":
                self.control(element)
            elif element.tag in (f"{W}ins", f"{W}moveTo", f"{W}customXml"):
                self.body(element)

    def control(self, control: Element) -> None:
        """Read a control that stands in no table; with a field's name it is the field, whatever became of its table."""
        content, cell = control.find(f"{W}sdtContent"), Cell.of_control(control)
        if content is None:
            return
        if cell.field and content.find(f".//{W}tbl") is None:
            self.fields.add(cell.field, self.reader.text(content))
            self.boxes()
        else:
            self.body(content)

    def table(self, table: Element) -> None:
        """Read a table row by row: a row is a head with a field's name, its answer, a box to tick, or text."""
        name, ticking = "", False
        for row in rows(table, self.reader):
            found = cells(row, self.reader)
            if len(found) == 1:
                name, ticking = self.one_cell(found[0], "" if ticking else name), False
            elif found:
                name, ticking = self.several_cells(found, name if ticking else "")
            self.boxes()

    def one_cell(self, cell: Cell, name: str) -> str:
        """Read a row of one cell below the head of `name`, and return whose the rows below it are."""
        if cell.mark:
            self.fields.begin(cell.mark)
            self.loose(cell.text)
            return cell.mark
        if cell.field or name:
            self.fields.add(cell.field or name, cell.text, goes_on=True)
            return cell.field or name
        self.loose(cell.text)
        return ""

    def several_cells(self, found: Sequence[Cell], ticking: str) -> tuple[str, bool]:
        """Read a row of a choice or of lines; return the choice that the rows below belong to."""
        first, second = found[0], found[1]
        if first.option or (ticking and not second.mark and not second.field):
            name, value = first.option or (ticking, None)
            self.ticks.add(name, value, norm(second.text), first)
            if not self.is_known(second.text):
                self.loose("\n\n".join(cell.text for cell in found[1:]))
            return name, True
        if second.mark:
            self.ticks.begin(second.mark)
            self.loose(first.text)
            self.loose(second.text)
            return second.mark, True
        if second.field or first.mark:
            self.fields.begin(second.field or first.mark)
            self.fields.add(second.field or first.mark, " ".join(c.text for c in found[1:] if c.text), goes_on=True)
            self.loose(first.text)
            return "", False
        for cell in found:
            self.loose(cell.text)
        return "", False

    def loose(self, text: str, bare: str = "") -> None:
        """Take a text outside the fields: ours is passed by, anybody else's is kept."""
        if found := IDENTITY.search(text):
            self.identity = Identity(*found.groups())
        elif self.is_known(text) or (bare.strip() and norm(bare) in self.known):
            self.under = norm(bare or text) if norm(bare or text) in self.headings else self.under
        else:
            self.outside.append(Outside(self.under, text.strip()))
        self.boxes()

    def is_known(self, text: str) -> bool:
        """Tell whether every paragraph of a text is one of ours, or empty."""
        if norm(text) in self.known:
            return True
        return all(not part or part in self.known for part in map(norm, re.split(r"\n\n", text)))

    def boxes(self) -> None:
        """Take the text boxes that were met."""
        self.outside += [Outside(self.under, text) for text in self.reader.boxes]
        self.reader.boxes.clear()

    def beside(self) -> None:
        """Read comments, and what stands above and below the pages."""
        for comment in self.package.comments:
            if text := self.reader.text(comment).strip():
                self.outside.append(Outside(COMMENT, text))
        for part in self.package.around:
            text = self.reader.text(part).strip()
            if not self.is_known(text) and norm(text.rstrip("0123456789 ")) not in self.known:
                self.outside.append(Outside(AROUND, text))

    def filled(self) -> Filled:
        """Return what has been found."""
        values, unclear = self.fields.values()
        chosen, unclear_choices = self.ticks.values()
        values, unclear = {**values, **chosen}, {**unclear, **unclear_choices}
        if not values and not unclear:
            raise Unreadable(NOT_THE_FORM)
        gone = {name: text for name, text in values.items() if text and name not in self.asked}
        return Filled(
            self.identity,
            {name: text for name, text in values.items() if name in self.asked},
            {name: text for name, text in unclear.items() if text},
            gone,
            tuple(dict.fromkeys(self.outside)),
            tuple(self.reader.remarks),
        )
