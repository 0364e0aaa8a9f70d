"""Plain text to blocks: paragraphs between empty lines, lists, rows with tabs, underlined and marked headings."""

import re
from collections.abc import Iterator
from dataclasses import replace

from hearing_app.importing.blocks import Block, Document, Kind
from hearing_app.importing.marks import escaped

TAB = 4
LONGEST_LABEL = 60
"""An item shorter than this that a new sentence follows is a heading or a label, not the beginning of a paragraph."""
_MARKED = re.compile(r"(#{1,6})[ \t]+(\S.*)$")
_BULLET = re.compile(r"[•·●▪◦○‣–*+-][ \t]+(?=\S)")
_NUMBER = re.compile(r"(\d{1,3})[.)][ \t]+(?=\S)")
_RULE = re.compile(r"([=_*-])(?:[ \t]*\1){2,}$")
_NUMBERED_HEADING = re.compile(
    r"(?:\d{1,2}(?:\.\d{1,2})+\.?[ \t]+[^\W\d_]|§+[ \t]?\d|(?:Kapit(?:tel|let)|Kap\.)[ \t]*\d)"
)
_STRANGE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff]")
_BREAKS = re.compile(r"\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")


def tidy(text: str) -> str:
    """Return text with one kind of line break and without signs that no reader sees."""
    return _STRANGE.sub("", _BREAKS.sub("\n", text)).replace("\ufeff", "")


def read_plain(text: str) -> Document:
    """Return plain text as a document; places are lines."""
    reader = _Reader()
    for number, line in enumerate(tidy(text).split("\n"), start=1):
        reader.take(line, number)
    reader.close()
    return Document(tuple(reader.blocks))


class _Reader:
    """Takes line after line; `open` is the block that the next line may still belong to.

    A long block's further lines wait in `lines`, so that nothing long is copied for each of them.
    """

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.open: Block | None = None
        self.lines: list[str] = []
        self.rows: list[tuple[str, ...]] = []
        self.indents: list[int] = []

    def take(self, line: str, place: int) -> None:
        """Take the next line."""
        text = line.strip()
        if "\t" in text:
            self._row(text, place)
            return
        self._close_table()
        if not text:
            self._close_block()
        elif _RULE.match(text):
            self._rule(text)
        elif match := _MARKED.match(text):
            heading = match[2].rstrip(" \t#") or match[2][0]
            self._whole(Block(Kind.HEADING, escaped(heading), heading, place, len(match[1])))
        elif match := _BULLET.match(text) or _NUMBER.match(text):
            self._item(line, match, place)
        elif self.open is None or self._begins_anew(line):
            self._begin(Block(Kind.PARAGRAPH, escaped(text), text, place))
        else:
            self._go_on(self.open, text)

    def close(self) -> None:
        """Take the end."""
        self._close_table()
        self._close_block()

    def _go_on(self, block: Block, text: str) -> None:
        if len(block.plain) < LONGEST_LABEL:  # so short that the next line's place may depend on all of it
            self.open = _with_lines(block, [text])
        else:
            self.lines.append(text)

    def _begins_anew(self, line: str) -> bool:
        """Tell whether a line after `open` is a block of its own, though no empty line parts them."""
        before = self.open
        if before is None or _NUMBERED_HEADING.match(line.strip()) or _NUMBERED_HEADING.match(before.plain):
            return True
        unindented = not line.startswith((" ", "\t"))
        short = len(before.plain) < LONGEST_LABEL and before.plain[-1] not in ",;-"
        return before.kind is Kind.ITEM and unindented and short and not line[0].islower()

    def _item(self, line: str, match: re.Match[str], place: int) -> None:
        width = len(line.expandtabs(TAB)) - len(line.expandtabs(TAB).lstrip())
        self.indents = [indent for indent in self.indents if indent < width]
        self.indents.append(width)
        text = line.strip()[match.end() :].strip()
        number = int(match[1]) if match.re is _NUMBER else None
        self._begin(Block(Kind.ITEM, escaped(text), text, place, len(self.indents) - 1, number))

    def _rule(self, line: str) -> None:
        """Make the line above a heading, where it stands alone above a rule; a rule by itself only parts."""
        before = self._close_block()
        if before is not None and before.kind is Kind.PARAGRAPH and "\n" not in before.plain and line[0] in "=-":
            self.blocks[-1] = replace(before, kind=Kind.HEADING, level=1 if line[0] == "=" else 2)

    def _row(self, text: str, place: int) -> None:
        cells = tuple(cell.strip() for cell in text.split("\t"))
        if not self.rows:
            self._close_block()
            self.blocks.append(Block(Kind.TABLE, place=place))
        self.rows.append(cells)

    def _close_table(self) -> None:
        if self.rows:
            self.blocks[-1] = _table(self.rows, self.blocks[-1].place)
            self.rows = []

    def _whole(self, block: Block) -> None:
        self._close_block()
        self.blocks.append(block)

    def _begin(self, block: Block) -> None:
        self._close_block()
        if block.kind is not Kind.ITEM:
            self.indents = []
        self.open = block

    def _close_block(self) -> Block | None:
        """End the block that is open, and return it."""
        closed = _with_lines(self.open, self.lines) if self.open is not None else None
        if closed is not None:
            self.blocks.append(closed)
        self.open, self.lines = None, []
        return closed


def _with_lines(block: Block, lines: list[str]) -> Block:
    """Return a block with further lines of plain text."""
    text = "\n".join([block.text, *map(escaped, lines)])
    return replace(block, text=text, plain="\n".join([block.plain, *lines]))


def _table(rows: list[tuple[str, ...]], place: int) -> Block:
    """Return rows as a table; one row alone is a line in which tabs stood for spaces."""
    if len(rows) == 1:
        text = " ".join(cell for cell in rows[0] if cell)
        return Block(Kind.PARAGRAPH, escaped(text), text, place)
    plain = "\n".join("\t".join(row) for row in rows)
    return Block(Kind.TABLE, "", plain, place, rows=tuple(tuple(map(escaped, row)) for row in rows))


def plain_rows(block: Block) -> Iterator[tuple[str, ...]]:
    """Yield the rows of a table as plain text."""
    for line in block.plain.split("\n"):
        yield tuple(line.split("\t"))
