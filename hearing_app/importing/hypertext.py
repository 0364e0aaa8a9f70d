"""The HTML that the Word reader gives, to blocks. It is well-formed and holds few kinds of element."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import groupby
from urllib.parse import urlsplit

from hearing_app.domain.message import N_
from hearing_app.importing.blocks import Block, Kind, Remark
from hearing_app.importing.marks import escaped, one_line
from hearing_app.importing.plain import tidy

SCHEMES = ("http", "https", "mailto")
_HEADING = re.compile(r"h([1-6])$")
_MARKS = {"strong": "**", "em": "*"}
_TAGS = {"sup": "sup", "sub": "sub", "s": "del"}
_NOTE_REFERENCE = re.compile(r"#((?:foot|end)note-\d+)$")
_NOTE = re.compile(r"(?:foot|end)note-\d+$")
_NOTE_BACK = re.compile(r"#(?:foot|end)note-ref-\d+$")
UNNAMED = "[…]"
"""Stands for what was left out and has no words."""
SHOWN = 60
"""So much of a text is quoted to show where something stood."""


@dataclass
class _Piece:
    """A run of text with the elements around it."""

    text: str
    around: tuple[str, ...] = ()
    link: str = ""


@dataclass
class _List:
    ordered: bool
    count: int = 0


@dataclass
class HypertextReader(HTMLParser):
    """Gathers blocks, notes and remarks from HTML; `title` is what stood in the style for titles."""

    blocks: list[Block] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)
    title: str = ""
    contents: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Begin with nothing open."""
        super().__init__(convert_charrefs=True)
        self._pieces: list[_Piece] = []
        self._around: list[str] = []
        self._link = ""
        self._lists: list[_List] = []
        self._note = ""
        self._style = ""
        self._references: list[str] = []
        self._labels: dict[str, str] = {}
        self._tables = 0
        self._rows: list[list[tuple[str, str]]] = []
        self._cells: list[str] = []
        self._place = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        given = {name: value or "" for name, value in attrs}
        if tag in ("p", "li") or _HEADING.match(tag):
            self._flush("p")
            self._style = given.get("class", "")
        if tag in ("ul", "ol"):
            self._flush("li")
            self._lists.append(_List(tag == "ol"))
        elif tag == "li":
            self._note = given.get("id", "") if _NOTE.match(given.get("id", "")) else self._note
            self._lists[-1].count += 1
        elif tag in _MARKS or tag in _TAGS:
            self._around.append(tag)
        elif tag == "a":
            self._open_link(given.get("href", ""))
        elif tag == "br":
            self._pieces.append(_Piece("\n"))
        elif tag == "img":
            self._image(given.get("alt", ""))
        elif tag == "input":
            self.handle_data("☒ " if "checked" in given else "☐ ")
        elif tag in ("table", "tr", "td", "th"):
            self._open_table(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close an element."""
        if tag in ("p", "li") or _HEADING.match(tag):
            self._flush(tag)
        if tag in ("ul", "ol"):
            self._lists.pop()
            self._note = ""
        elif tag in self._around:
            self._around.remove(tag)
        elif tag == "a":
            self._link = ""
        elif tag in ("table", "td", "th"):
            self._close_table(tag)

    def handle_data(self, data: str) -> None:
        """Take text."""
        text = re.sub(r"\s+", " ", tidy(data).replace("\u00ad", ""))
        if self._link == "note":
            self._labels[self._references[-1]] = text.strip("[] ")
        self._pieces.append(_Piece(text, tuple(self._around), self._link))

    def _open_link(self, href: str) -> None:
        if match := _NOTE_REFERENCE.match(href):
            self._references.append(match[1])
            self._link = "note"
        elif _NOTE_BACK.match(href):
            self._link = "back"
        else:
            self._link = href

    def _image(self, alt: str) -> None:
        before = one_line("".join(piece.text for piece in self._pieces)) or (
            self.blocks[-1].plain if self.blocks else ""
        )
        quoted = one_line(before)[-SHOWN:].lstrip()
        message = (
            N_(
                "An image stood after «{text}»; it was left out. Describe it in words, or publish it separately.",
                text=quoted,
            )
            if quoted
            else N_("An image stood first; it was left out. Describe it in words, or publish it separately.")
        )
        self.remarks.append(Remark(message, one_line(alt) or UNNAMED, self._place + 1))

    def _flush(self, tag: str) -> None:
        """End the paragraph, heading or item that the pieces so far make."""
        pieces = [piece for piece in self._pieces if piece.link != "back"]
        self._pieces = []
        text, plain = inline(pieces)
        if not plain.strip():
            return
        self._place += 1
        style, self._style = self._style, ""
        notes, self._references = tuple(self._references), []
        heading = _HEADING.match(tag)
        if self._note:
            label = f"<sup>{self._labels.get(self._note, '')}</sup>"
            self.notes[self._note] = f"{self.notes.get(self._note, label)} {one_line(text)}"
        elif self._tables:
            self._cells.append(text)
            self._rows[-1][-1] = (
                f"{self._rows[-1][-1][0]}\n{text}".strip(),
                f"{self._rows[-1][-1][1]} {one_line(plain)}".strip(),
            )
        elif style == "title" and not self.title:
            self.title = one_line(plain)
        elif style == "contents":
            self.contents.append(one_line(plain))
        elif heading:
            self.blocks.append(
                Block(Kind.HEADING, one_line(text), one_line(plain), self._place, int(heading[1]), notes=notes)
            )
        elif self._lists:
            number = self._lists[-1].count if self._lists[-1].ordered else None
            self.blocks.append(Block(Kind.ITEM, text, plain, self._place, len(self._lists) - 1, number, notes=notes))
        else:
            self.blocks.append(Block(Kind.PARAGRAPH, text, plain, self._place, notes=notes))

    def _open_table(self, tag: str) -> None:
        if tag == "table":
            self._flush("p")
            self._tables += 1
            if self._tables == 1:
                self._rows = []
        elif self._tables == 1 and tag == "tr":
            self._rows.append([])
        elif self._tables == 1:
            self._rows[-1].append(("", ""))

    def _close_table(self, tag: str) -> None:
        if tag != "table":
            self._flush("p")
            return
        self._tables -= 1
        if self._tables == 0 and any(plain for row in self._rows for _, plain in row):
            rows = tuple(tuple(text for text, _ in row) for row in self._rows)
            plain = "\n".join("\t".join(plain for _, plain in row) for row in self._rows)
            self.blocks.append(Block(Kind.TABLE, "", plain, self._place, rows=rows))


def inline(pieces: list[_Piece]) -> tuple[str, str]:
    """Return the pieces of a line as Markdown and as plain text."""
    text = plain = ""
    for piece in _merged(pieces):
        text += _marked(piece)
        plain += "" if piece.link == "note" else piece.text
    return re.sub(r" *\n *", "  \n", text).strip(), re.sub(r" *\n *", "\n", plain).strip()


def _merged(pieces: list[_Piece]) -> list[_Piece]:
    """Return the pieces with neighbours of one kind put together, for `**a****b**` is no emphasis."""
    return [
        _Piece("".join(piece.text for piece in alike), around, link)
        for (around, link), alike in groupby(pieces, key=lambda piece: (piece.around, piece.link))
    ]


def _marked(piece: _Piece) -> str:
    """Return a piece with its marks inside the spaces around it, where Markdown reads them."""
    if piece.link == "note":
        return f"<sup>{piece.text.strip('[] ')}</sup>"
    core = piece.text.strip()
    if not core:
        return piece.text
    before, _, after = piece.text.partition(core)
    core = escaped(core)
    for tag in piece.around:
        core = f"{_MARKS[tag]}{core}{_MARKS[tag]}" if tag in _MARKS else f"<{_TAGS[tag]}>{core}</{_TAGS[tag]}>"
    if _may_be_linked(piece.link):
        core = f"[{core}]({_address(piece.link)})"
    return f"{before}{core}{after}"


def _may_be_linked(address: str) -> bool:
    try:
        return urlsplit(address).scheme in SCHEMES
    except ValueError:
        return False


def _address(address: str) -> str:
    signs = {" ": "%20", "(": "%28", ")": "%29", "<": "%3C", ">": "%3E", "[": "%5B", "]": "%5D", "\n": ""}
    return "".join(signs.get(sign, sign) for sign in tidy(address))
