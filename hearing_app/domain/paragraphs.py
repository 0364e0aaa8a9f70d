"""The paragraphs of a Markdown text: the pieces that a remark can point at.

A paragraph is what stands between empty lines; a heading, an item of a list, a table and a code block are one each.
They are parted as the converter parts them, so that a text shown paragraph by paragraph reads as the whole does.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

# Markdown takes a line for a heading also without a space after the marks.
HEADING = re.compile(r"(#{1,6})[ \t]*([^#\s].*)")
"""A heading's marks and its text, white space at the end included: a pattern that parts it off takes quadratic time."""
_FENCE = re.compile(r"(`{3,}|~{3,}) *(?:\{.*\}|\.?[\w#.+-]*) *$")
_ITEM = re.compile(r" {0,3}(?:([*+-])|(\d+)\.)[ \t]+")
_RULE = re.compile(r" {0,3}([-*_])(?:[ ]{0,2}\1){2,}[ ]*$")
_STROKE = re.compile(r"(?<!\\)\|")
_INDENTED = re.compile(r"(?: {4}|\t)")
# An address that links in the section's other paragraphs may refer to.
_REFERENCE = re.compile(r" {0,3}\[[^\[\]]+\]:[ \t]*\S+(?:[ \t]+(?:\".*\"|'.*'|\(.*\)))?[ \t]*$")


class Form(StrEnum):
    """How a paragraph stands: in the text, or as an item of a list."""

    TEXT = "text"
    BULLET = "bullet"
    NUMBERED = "numbered"


@dataclass(frozen=True)
class Paragraph:
    """A paragraph as Markdown, an item without its mark.

    `number` is what a numbered item shows; `begins` says that an item is the first of its list. `references` are the
    section's link addresses, which the paragraph may need to be shown and which are no part of what it says.
    """

    text: str
    form: Form = Form.TEXT
    number: int = 0
    begins: bool = False
    references: str = field(default="", compare=False)

    @property
    def words(self) -> str:
        """What it says without the marks that make a heading or a table of it, as a comparison tells it."""
        lines = self.text.split("\n")
        if any(_is_table_rule(line) for line in lines):
            lines = [_row(line) for line in lines if not _is_table_rule(line)]
        heading = HEADING.match(lines[0]) if len(lines) == 1 else None
        return heading[2].rstrip("# ") if heading else "\n".join(lines)

    @property
    def markdown(self) -> str:
        """What to convert; an item becomes a list of one."""
        mark = {Form.TEXT: "", Form.BULLET: "- ", Form.NUMBERED: f"{self.number}. "}[self.form]
        return f"{mark}{self.text}\n\n{self.references}" if self.references else f"{mark}{self.text}"


@dataclass(frozen=True)
class Block:
    """The lines of a paragraph: from `first` to `last` (from 0, both included); `form` as in Paragraph."""

    first: int
    last: int
    form: Form = Form.TEXT
    number: int = 0
    begins: bool = False


def paragraphs(markdown: str) -> tuple[Paragraph, ...]:
    """Return the paragraphs of `markdown` in reading order."""
    lines = markdown.splitlines()
    inside = code_lines(lines)
    references = "\n".join(
        line.strip() for index, line in enumerate(lines) if index not in inside and _REFERENCE.match(line)
    )
    return tuple(_paragraph(lines, block, references) for block in blocks(lines))


def _paragraph(lines: Sequence[str], block: Block, references: str) -> Paragraph:
    text = "\n".join(lines[block.first : block.last + 1]).rstrip()
    if block.form is not Form.TEXT:
        text = _ITEM.sub("", text, count=1)
    return Paragraph(text, block.form, block.number, block.begins, references)


def blocks(lines: Sequence[str]) -> tuple[Block, ...]:
    """Return where the paragraphs stand among the lines of a text; what only holds link addresses is none."""
    inside = code_lines(lines)
    found: list[Block] = []
    for first, last in _runs(lines, inside):
        if all(_REFERENCE.match(line) for line in lines[first : last + 1] if line.strip()):
            continue
        item = None if first in inside else _item(lines[first])
        found += _items(lines, inside, first, last, found) if item else [Block(first, last)]
    return tuple(found)


def _runs(lines: Sequence[str], inside: frozenset[int]) -> list[tuple[int, int]]:
    """Return (first, last) of the lines that belong together, whatever they are: lists are parted afterwards.

    An indented line after an empty one goes on with what stands above: a list's text, or code. So does everything
    in a comment, which is not shown; one that nobody closes is text.
    """
    last_closing = max((index for index, line in enumerate(lines) if "-->" in line), default=-1)
    runs: list[tuple[int, int]] = []
    comment = above_is_heading = False
    for index, line in enumerate(lines):
        if not line.strip() and index not in inside:
            continue
        heading = index not in inside and not comment and HEADING.match(line) is not None
        near = bool(runs) and (index == runs[-1][1] + 1 or comment or _INDENTED.match(line) is not None)
        if near and not heading and not above_is_heading:
            runs[-1] = (runs[-1][0], index)
        else:
            runs.append((index, index))
        above_is_heading = heading
        if index not in inside:
            opened = 0 if comment else line.find("<!--")
            comment = opened >= 0 and "-->" not in line[opened:] and index < last_closing
    return runs


def _is_table_rule(line: str) -> bool:
    """Tell whether `line` is the one under a table's head."""
    return "|" in line and "-" in line and not line.strip(" :|-")


def _row(line: str) -> str:
    """Return a row of a table with its cells parted by points; a stroke inside a cell is typed with a backslash."""
    cells = _STROKE.split(line.strip().removeprefix("|").removesuffix("|"))
    return " · ".join(cell.strip().replace("\\|", "|") for cell in cells)


def _item(line: str) -> re.Match[str] | None:
    """Return how `line` begins an item of a list; a line across the page may begin alike."""
    return None if _RULE.match(line) else _ITEM.match(line)


def _items(
    lines: Sequence[str], inside: frozenset[int], first: int, last: int, above: Sequence[Block]
) -> Iterator[Block]:
    """Yield the items of the list that stands from `first` to `last`; it may go on with the list right above."""
    match = _item(lines[first])
    bullet = bool(match and match[1])
    form = Form.BULLET if bullet else Form.NUMBERED
    before = above[-1] if above and above[-1].form is form else None
    number = 0 if bullet else before.number + 1 if before else int(match[2]) if match else 0
    starts = [first]
    for index in range(first + 1, last + 1):
        item = None if index in inside else _item(lines[index])
        if item and bool(item[1]) is bullet:
            starts.append(index)
    ends = [*(start - 1 for start in starts[1:]), last]
    for turn, (start, end) in enumerate(zip(starts, ends, strict=True)):
        yield Block(start, _last_text(lines, start, end), form, number and number + turn, turn == 0 and before is None)


def _last_text(lines: Sequence[str], first: int, last: int) -> int:
    """Return the last line from `first` to `last` that holds something."""
    return next(index for index in range(last, first - 1, -1) if lines[index].strip() or index == first)


def code_lines(lines: Sequence[str]) -> frozenset[int]:
    """Return which lines (from 0) stand in fenced code blocks, fences included; a fence nobody closes is text."""
    last = {line.rstrip(" "): index for index, line in enumerate(lines) if line[:3] in ("```", "~~~")}
    inside: set[int] = set()
    fence = ""
    for index, line in enumerate(lines):
        if fence:
            inside.add(index)
            fence = "" if line.rstrip(" ") == fence else fence
        elif (match := _FENCE.match(line)) and last.get(match[1], -1) > index:
            fence = match[1]
            inside.add(index)
    return frozenset(inside)
