"""Markdown that no reader means: brackets that never close by the thousand, lists nested out of sight.

The converter tries each opening bracket against the rest of its paragraph and calls itself for each list in a list,
so such a text would take minutes, or end the process. It is shown as plain text, and told as a mistake in a definition.
"""

import re
from collections.abc import Iterator

DEEPEST = 20
"""Nested lists and quotations."""
EFFORT = 2_000_000
"""Characters that the converter may have to look through again; about a quarter of a second's work."""
INDENT = 4
"""What a list in a list is indented by."""
BEGINNING_SHARE = 0.15
"""A line that begins something new costs a copy of what follows, which is quicker than a search through it."""

_NESTING = re.compile(r"[ \t]*(?:(?:>|(?:[-*+]|\d+\.)(?=[ \t]|$))[ \t]*)+")
_MARK = re.compile(r">|[-*+](?=[ \t]|$)|\d+\.(?=[ \t]|$)")
_OPENING = re.compile(r"\]\(|[\[\])]")
_FAR = re.compile(r"[<>]|^(?:```|~~~)", re.MULTILINE)
_BEGINNING = re.compile(r" {0,3}(?:[#=\[]|[-*_] ?[-*_])")


def tangled_line(markdown: str) -> int | None:
    """Return the line (from 0) that makes `markdown` too tangled to convert, or None where it is not."""
    lines = markdown.split("\n")
    deep = next((index for index, line in enumerate(lines) if _depth(line) > DEEPEST), None)
    if deep is not None:
        return deep
    spent = 0.0
    for first, block in _blocks(lines):
        spent += _effort(block)
        if spent > EFFORT:
            return first
    # The end of a tag or a code block is sought through all that follows, empty lines and all.
    return 0 if sum(_far_distances(markdown)) > EFFORT else None


def _blocks(lines: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Yield the runs of lines between empty ones, each with the line it begins on."""
    block: list[str] = []
    for index, line in enumerate([*lines, ""]):
        if line.strip():
            block.append(line)
        elif block:
            yield index - len(block), block
            block = []


def _depth(line: str) -> int:
    match = _NESTING.match(line)
    if match is None:
        return 0
    indent = len(match[0].expandtabs(INDENT)) - len(match[0].expandtabs(INDENT).lstrip())
    return indent // INDENT + len(_MARK.findall(match[0]))


def _effort(lines: list[str]) -> float:
    """Return how many characters the converter looks through for what a block opens and begins."""
    left = length = sum(len(line) + 1 for line in lines)
    beginnings = 0
    for line in lines:
        beginnings += left if _BEGINNING.match(line) else 0
        left -= len(line) + 1
    return sum(_distances("\n".join(lines), length)) + BEGINNING_SHARE * beginnings


def _distances(block: str, end: int) -> Iterator[int]:
    """Yield for each bracket and each link's address how far it is to what closes it, or to the block's end."""
    brackets: list[int] = []
    addresses: list[int] = []
    for match in _OPENING.finditer(block):
        mark, at = match[0], match.start()
        if mark[0] == "]" and brackets:
            yield at - brackets.pop()
        if mark == "](":
            addresses.append(at)
        elif mark == ")" and addresses:
            yield at - addresses.pop()
        elif mark == "[":
            brackets.append(at)
    yield from (end - at for at in (*brackets, *addresses))


def _far_distances(markdown: str) -> Iterator[int]:
    """Yield for each `<` and each fence of a code block how far it is to the next `>`, or to the end."""
    end = len(markdown)
    for match in reversed(list(_FAR.finditer(markdown))):
        if match[0] == ">":
            end = match.start()
        else:
            yield end - match.start()
