"""Content controls: what Word lets a person fill in and keeps under a name. python-docx has no words for them."""

import zlib
from collections.abc import Sequence
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
BOX, TICKED = "☐", "☒"
BOX_FONT = "MS Gothic"
"""Word's own boxes are in this font."""


def control(name: str, title: str, kind: Any, content: Sequence[Any], *, placeholder: bool) -> Any:
    """Return a content control around `content`.

    Args:
        name: its tag.
        title: what Word shows on its frame.
        kind: the element that says what it holds.
        placeholder: the content asks for an answer and is none.
    """
    properties = OxmlElement("w:sdtPr")
    properties.append(_valued("w:alias", title[:64]))
    properties.append(_valued("w:tag", name))
    properties.append(_valued("w:id", str(zlib.crc32(name.encode()) & 0x7FFFFFFF)))
    properties.append(_valued("w:lock", "sdtLocked"))
    if placeholder:
        properties.append(OxmlElement("w:showingPlcHdr"))
    properties.append(kind)
    inside = OxmlElement("w:sdtContent")
    inside.extend(content)
    whole = OxmlElement("w:sdt")
    whole.append(properties)
    whole.append(inside)
    return whole


def around_cell(cell: Any, name: str, title: str, *, lines: bool, placeholder: bool) -> None:
    """Make a whole cell of a table a control, as Word does; `lines` lets it hold paragraphs, lists and tables."""
    kind = OxmlElement("w:richText" if lines else "w:text")
    row = cell.getparent()
    place = row.index(cell)
    row.insert(place, control(name, title, kind, [cell], placeholder=placeholder))


def box(name: str, title: str, *, ticked: bool) -> Any:
    """Return a box to tick."""
    kind = OxmlElement("w14:checkbox", nsdecls={"w14": W14})
    for part, value in (("checked", "1" if ticked else "0"), ("checkedState", "2612"), ("uncheckedState", "2610")):
        element = kind.makeelement(f"{{{W14}}}{part}")
        element.set(f"{{{W14}}}val", value)
        if part != "checked":
            element.set(f"{{{W14}}}font", BOX_FONT)
        kind.append(element)
    run = OxmlElement("w:r")
    properties, fonts, text = OxmlElement("w:rPr"), OxmlElement("w:rFonts"), OxmlElement("w:t")
    for script in ("ascii", "hAnsi", "eastAsia"):
        fonts.set(qn(f"w:{script}"), BOX_FONT)
    properties.append(fonts)
    text.text = TICKED if ticked else BOX
    run.append(properties)
    run.append(text)
    return control(name, title, kind, [run], placeholder=False)


def _valued(tag: str, value: str) -> Any:
    element = OxmlElement(tag)
    element.set(qn("w:val"), value)
    return element
