"""From text to Markdown that means the same: marks that nobody meant are escaped, lists and tables written out."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from hearing_app.domain.tangle import tangled_line
from hearing_app.importing.blocks import Block, Kind

DEEPEST_LIST = 6
INDENT = "    "
_ENTITY = re.compile(r"&(?=#?\w+;)")
_BACKSLASH = re.compile(r"\\(?=[\\`*_{}\[\]()>#+\-.!|]|$)")
_UNDERSCORE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
_LINK = re.compile(r"\]\s?[\[(:]")
_BEGINNING = re.compile(r"(?=[#>|]|[-+](?:\s|$)|[-_][ \t]*[-_])|(?<=\d)(?=\.(?:\s|$))")
_RULE = re.compile(r"[-=|: ]+$")


def escaped(text: str) -> str:
    """Return plain text so that Markdown shows it as it is, wherever in a line it stands."""
    text = _BACKSLASH.sub(r"\\\\", text)
    text = _ENTITY.sub("&amp;", text).replace("<", "&lt;").replace("*", r"\*").replace("`", r"\`")
    text = _UNDERSCORE.sub(r"\\_", text).replace("{#", "{&#35;")  # an id, where a line ends in it
    return text.replace("[", r"\[") if _LINK.search(text) or "![" in text else text


def line_begun(line: str) -> str:
    """Return a line of Markdown whose first marks cannot be taken for a heading, a list, a rule or a code block."""
    line = line.strip()
    if line[:1] in ("=", "~", ":") and (_RULE.match(line) or line[0] != ":"):
        return f"&#{ord(line[0])};{line[1:]}"
    match = re.match(r"\d+", line)
    at = match.end() if match else 0
    return f"{line[:at]}\\{line[at:]}" if _BEGINNING.match(line, at) else line


def lines_begun(text: str) -> str:
    """Return several lines of Markdown, each begun safely; empty ones fall away, and a break at an end stays one."""
    lines = [(line_begun(line), line.endswith("  ")) for line in text.split("\n") if line.strip()]
    return "\n".join(line + ("  " if broken and not last else "") for line, broken, last in _with_last(lines))


def _with_last(lines: Sequence[tuple[str, bool]]) -> Iterator[tuple[str, bool, bool]]:
    for index, (line, broken) in enumerate(lines):
        yield line, broken, index == len(lines) - 1


def untangled(write: Callable[[bool], str]) -> str:
    """Return what `write(False)` gives, or `write(True)` where the converter would take minutes over that."""
    text = write(False)
    return text if tangled_line(text) is None else write(True)


def written(blocks: Sequence[Block], *, careful: bool = False) -> str:
    """Return blocks as Markdown; headings have the level they say.

    Args:
        careful: write brackets as signs that the converter does not look at, and lists with empty lines between.
    """
    text = _joined(list(_nested(blocks)), loose=careful)
    return re.sub(r"\\?([\[\]])", lambda match: f"&#{ord(match[1])};", text) if careful else text


def _nested(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield the blocks with lists nested one step at a time, each list from the margin."""
    depth = -1
    for block in blocks:
        if block.kind is not Kind.ITEM:
            depth = -1
            yield block
            continue
        depth = min(block.level, depth + 1, DEEPEST_LIST)
        yield Block(block.kind, block.text, block.plain, block.place, depth, block.number)


def _joined(blocks: Sequence[Block], *, loose: bool) -> str:
    parts = [_block(block) for block in blocks]
    text = parts[0] if parts else ""
    for (before, after), part in zip(pairwise(blocks), parts[1:], strict=True):
        text += ("\n" if not loose and _one_list(before, after) else "\n\n") + part
    return text


def _one_list(before: Block, after: Block) -> bool:
    both = before.kind is Kind.ITEM and after.kind is Kind.ITEM
    return both and (before.level != after.level or (before.number is None) == (after.number is None))


def _block(block: Block) -> str:
    if block.kind is Kind.HEADING:
        return f"{'#' * block.level} {one_line(block.text).lstrip('# ') or '–'}"
    if block.kind is Kind.TABLE:
        return _table(block.rows)
    text = lines_begun(block.text)
    if block.kind is Kind.PARAGRAPH:
        return text
    mark = "- " if block.number is None else f"{block.number}. "
    return indented(f"{mark}{text}", INDENT * block.level, INDENT * (block.level + 1))


def indented(text: str, first: str, rest: str) -> str:
    """Return text with its first line and its other lines moved in; empty lines stay empty."""
    head, *tail = text.split("\n")
    return "\n".join([first + head, *(rest + line if line else "" for line in tail)])


def one_line(text: str) -> str:
    """Return text with every run of spaces and line breaks as one space."""
    return " ".join(text.split())


def _table(rows: Sequence[Sequence[str]]) -> str:
    width = max(len(row) for row in rows)
    lines = [_row(row, width) for row in rows]
    return "\n".join([lines[0], "|" + " --- |" * width, *lines[1:]])


def _row(row: Sequence[str], width: int) -> str:
    cells = [one_line(cell.replace("  \n", "\n").replace("\n", "<br>")).replace("|", r"\|") for cell in row]
    return "| " + " | ".join([*cells, *[""] * (width - len(cells))]) + " |"
