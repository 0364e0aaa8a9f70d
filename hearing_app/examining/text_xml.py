"""The text of a DOCX and of an ODT, read from their XML: paragraphs, headings, tables, text boxes and notes."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from hearing_app.domain.passage import Passage
from hearing_app.examining.archive import Parts
from hearing_app.examining.refused import TOO_HEAVY, Refused
from hearing_app.examining.xml_part import named, root_of

LARGEST_PART = 60 * 1024 * 1024
LEFT_OUT = frozenset({"Fallback", "del", "delText", "tracked-changes", "annotation", "sequence-decls", "instrText"})
"""Older programs' copy of a text box, what was deleted, comments, and what commands a field."""
DEEPEST = 6
HEADING = re.compile(r"heading (\d)")
TITLES = frozenset({"title", "subtitle"})


def docx_passages(parts: Parts) -> Iterator[Passage]:
    """Yield the paragraphs of a Word document, its footnotes last."""
    levels = _levels(parts)
    for name in ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml"):
        if name in parts.names:
            for paragraph in _blocks(_root(parts, name), {"p"}):
                yield Passage(_said(paragraph), _word_level(paragraph, levels))


def odt_passages(parts: Parts) -> Iterator[Passage]:
    """Yield the paragraphs and headings of an OpenDocument text; a note follows the paragraph that it belongs to."""
    for block in _blocks(_root(parts, "content.xml"), {"p", "h"}):
        level = next((v for name, v in block.attrib.items() if name.endswith("}outline-level")), "1")
        heading = _name(block) == "h"
        yield Passage(_said(block), min(DEEPEST, int(level)) if heading and level.isdecimal() else 0)


def _root(parts: Parts, name: str) -> Element:
    if parts.size(name) > LARGEST_PART:
        raise Refused(TOO_HEAVY)
    return root_of(parts.read(name))


def _levels(parts: Parts) -> dict[str, int]:
    """Return the level of every style of headings, by the id that paragraphs name it with."""
    if "word/styles.xml" not in parts.names:
        return {}
    levels = {}
    for style in named(_root(parts, "word/styles.xml"), "style"):
        name = next((_value(e) for e in named(style, "name")), "").lower()
        if found := HEADING.fullmatch(name):
            levels[_value(style, "styleId")] = min(DEEPEST, int(found[1]))
        elif name in TITLES:
            levels[_value(style, "styleId")] = 1
    return levels


def _word_level(paragraph: Element, levels: dict[str, int]) -> int:
    style = next((_value(e) for e in paragraph.iter() if _name(e) == "pStyle"), "")
    return levels.get(style, 0)


def _value(element: Element, name: str = "val") -> str:
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _blocks(root: Element, names: set[str]) -> Iterator[Element]:
    """Yield the paragraphs below an element in their order; those inside another, as in a text box, after it."""
    waiting = [root]
    while waiting:
        element = waiting.pop()
        if _name(element) in names:
            yield element
        waiting += [child for child in reversed(element) if _name(child) not in LEFT_OUT]


def _said(block: Element) -> str:
    """Return the text of a paragraph, without that of the paragraphs inside it."""
    word = block.tag.startswith("{http://schemas.openxmlformats.org/")
    return "".join(_pieces(block, word=word))


def _pieces(block: Element, *, word: bool) -> Iterator[str]:
    """Yield the pieces of a paragraph. In Word text stands in `w:t` alone, in ODT everywhere."""
    waiting: list[Element | str] = list(reversed(_inside(block, word=word)))
    while waiting:
        found = waiting.pop()
        if isinstance(found, str):
            yield found
            continue
        name = _name(found)
        if name in LEFT_OUT or name in ("p", "h"):
            continue
        yield _instead(name)
        waiting += reversed(_inside(found, word=word))


def _inside(element: Element, *, word: bool) -> list[Element | str]:
    """Return what stands in an element, in its order."""
    here: list[Element | str] = [element.text or ""] if not word or _name(element) == "t" else []
    for child in element:
        here.append(child)
        if not word and child.tail:
            here.append(child.tail)
    return here


def _instead(name: str) -> str:
    """Return what an element that holds no text is read as."""
    if name in ("tab", "s"):
        return " "
    if name in ("br", "cr", "line-break"):
        return "\n"
    return "-" if name == "noBreakHyphen" else ""
