"""The tables of a form: their cells, and whose each of them is."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from hearing_app.word.form import CHOSEN, MARK, NAME
from hearing_app.word.package import W14, W
from hearing_app.word.running import DELETED, Reader

_TAG = re.compile(rf"({NAME})(?:{CHOSEN}([a-z0-9_-]{{0,80}}))?")
_SWITCHED_ON = ("1", "true", "on")


@dataclass(frozen=True)
class Cell:
    """A cell's text, and what the program that wrote it says of it.

    Attributes:
        field: the name of the field whose answer it is.
        option: the choice and the value that it is the box of.
        mark: the name of the field that it is the head of.
        checked: what its box says of itself, where it has one.
    """

    text: str
    field: str = ""
    option: tuple[str, str] | None = None
    mark: str = ""
    checked: bool | None = None

    @classmethod
    def of_control(cls, control: Element) -> "Cell":
        """Return what a control is, without its text."""
        tag = control.find(f"{W}sdtPr/{W}tag")
        found = _TAG.fullmatch(tag.get(f"{W}val", "")) if tag is not None else None
        if found is None:
            return cls("")
        return cls("", option=(found[1], found[2])) if found[2] is not None else cls("", field=found[1])


def rows(table: Element, reader: Reader) -> Iterator[Element]:
    """Yield the rows of a table, through whatever is put around them; those that were struck out are passed by."""
    for element in table:
        if element.tag == f"{W}tr":
            if element.find(f"{W}trPr/{W}del") is None:
                yield element
            else:
                reader.remark(DELETED)
        elif element.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}customXml"):
            yield from rows(element, reader)


def cells(row: Element, reader: Reader) -> tuple[Cell, ...]:
    """Return the cells of a row."""
    return tuple(_cell(element, Cell.of_control(around), reader) for element, around in _cells(row, row))


def _cells(row: Element, around: Element) -> Iterator[tuple[Element, Element]]:
    """Yield each cell with the control that is around it, or the row."""
    for element in row:
        if element.tag == f"{W}tc":
            yield element, around
        elif element.tag == f"{W}sdt" and (content := element.find(f"{W}sdtContent")) is not None:
            yield from _cells(content, element)
        elif element.tag == f"{W}customXml":
            yield from _cells(element, around)


def _cell(element: Element, around: Cell, reader: Reader) -> Cell:
    inside = [Cell.of_control(control) for control in element.iter(f"{W}sdt")]
    known = next((cell for cell in (around, *inside) if cell.field or cell.option), around)
    text = reader.text(element)
    marked = None if known.field or known.option else MARK.search(text)
    state = element.find(f".//{W14}checkbox/{W14}checked")
    checked = state.get(f"{W14}val", "1") in _SWITCHED_ON if state is not None else None
    return Cell(text, known.field, known.option, marked[1] if marked else "", checked)


class Fields:
    """Gathers what stands in the fields for text; one that comes twice with different texts is not guessed at."""

    def __init__(self) -> None:
        """Begin with no field."""
        self._found: dict[str, list[list[str]]] = {}

    def begin(self, name: str) -> None:
        """Meet the head of a field, whose answer follows."""
        self._found.setdefault(name, []).append([])

    def add(self, name: str, text: str, *, goes_on: bool = False) -> None:
        """Take an answer, or with `goes_on` what stands below the answer's head or beginning."""
        if not goes_on or not self._found.get(name):
            self.begin(name)
        self._found[name][-1].append(text)

    def values(self) -> tuple[dict[str, str], dict[str, str]]:
        """Return what stands in the fields, and in those that cannot be read for certain."""
        texts = {name: self._texts(parts) for name, parts in self._found.items()}
        sure = {name: "".join(found) for name, found in texts.items() if len(found) <= 1}
        return sure, {name: "\n\n".join(found) for name, found in texts.items() if len(found) > 1}

    def _texts(self, found: list[list[str]]) -> list[str]:
        whole = ("\n\n".join(text for text in parts if text) for parts in found)
        return [text for text in dict.fromkeys(whole) if text]
