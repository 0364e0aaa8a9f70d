"""Lists in Word: a paragraph names a list and a level, and what stands in front of it is counted by the reader."""

import re
from collections import defaultdict
from xml.etree.ElementTree import Element

from hearing_app.word.package import W

LETTERS = 26
ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
INDENT = "  "
LONGEST_START = 3
"""Digits of the number that a list begins with; with more, letters and Roman numerals would grow without measure."""
DEEPEST_STYLE = 20
"""Styles build on each other; a circle of them ends here."""


class Numbering:
    """Counts the lists of one document."""

    def __init__(self, numbering: Element | None, styles: Element | None) -> None:
        """Take the two parts that say how lists are made."""
        root = numbering if numbering is not None else Element("none")
        ways = {way.get(f"{W}abstractNumId", ""): way for way in root.findall(f"{W}abstractNum")}
        self._lists = {num.get(f"{W}numId", ""): num for num in root.findall(f"{W}num")}
        self._ways = {number: ways.get(_value(num, "abstractNumId")) for number, num in self._lists.items()}
        found = styles.findall(f"{W}style") if styles is not None else ()
        self._styles = {style.get(f"{W}styleId", ""): style for style in found}
        self._counted: defaultdict[str, dict[int, int]] = defaultdict(dict)

    def mark(self, paragraph: Element) -> str:
        """Return what stands in front of a paragraph, like `- ` or `2. `; nothing where it is no item."""
        number, level = self._place(paragraph)
        way = self._ways.get(number)
        if way is None:
            return ""
        counted = self._counted[number]
        for deeper in [other for other in counted if other > level]:
            del counted[deeper]
        counted[level] = counted[level] + 1 if level in counted else self._start(number, level)
        form = self._form(number, level)
        if form in ("bullet", "none"):
            return f"{INDENT * level}- " if form == "bullet" else ""
        pattern = _value(self._level(number, level), "lvlText") or f"%{level + 1}."
        text = re.sub(r"%(\d)", lambda match: self._shown(number, int(match[1]) - 1), pattern)
        return f"{INDENT * level}{text} "

    def _place(self, paragraph: Element) -> tuple[str, int]:
        """Return the list and level that a paragraph, or its style, names."""
        properties = paragraph.find(f"{W}pPr")
        style = _value(properties, "pStyle")
        for _step in range(DEEPEST_STYLE):
            named = properties.find(f"{W}numPr") if properties is not None else None
            if named is not None:
                level = _value(named, "ilvl")
                return _value(named, "numId"), int(level) if level.isdecimal() else 0
            above = self._styles.get(style)
            if above is None:
                break
            properties, style = above.find(f"{W}pPr"), _value(above, "basedOn")
        return "", 0

    def _level(self, number: str, level: int) -> Element | None:
        way = self._ways.get(number)
        levels = way.findall(f"{W}lvl") if way is not None else ()
        return next((one for one in levels if one.get(f"{W}ilvl") == str(level)), None)

    def _form(self, number: str, level: int) -> str:
        return _value(self._level(number, level), "numFmt") or "decimal"

    def _start(self, number: str, level: int) -> int:
        changes = self._lists[number].findall(f"{W}lvlOverride")
        own = next((_value(change, "startOverride") for change in changes if change.get(f"{W}ilvl") == str(level)), "")
        start = own or _value(self._level(number, level), "start")
        return int(start) if start.isdecimal() and len(start) <= LONGEST_START else 1

    def _shown(self, number: str, level: int) -> str:
        count = self._counted[number].get(level, self._start(number, level))
        form = self._form(number, level)
        if form in ("lowerLetter", "upperLetter"):
            text = chr(ord("a") + (count - 1) % LETTERS) * ((count - 1) // LETTERS + 1)
        elif form in ("lowerRoman", "upperRoman"):
            text = _roman(count)
        else:
            text = str(count)
        return text.upper() if form.startswith("upper") else text


def _roman(count: int) -> str:
    text = ""
    for worth, sign in ROMAN:
        text, count = text + sign * (count // worth), count % worth
    return text


def _value(element: Element | None, name: str) -> str:
    found = element.find(f"{W}{name}") if element is not None else None
    return found.get(f"{W}val", "") if found is not None else ""
