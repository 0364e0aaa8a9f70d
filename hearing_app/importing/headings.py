"""Which blocks are headings, where the file does not say so: found by their numbers, else by how they stand out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from hearing_app.importing.blocks import Block, Kind

LONGEST = 100
"""A heading is shorter than this."""
DEEPEST = 6
_DECIMAL = re.compile(r"(\d{1,2})((?:\.\d{1,2})*)\.?[ \t]+(?=[^\W\d_a-zæøå])")
_PARAGRAPH_SIGN = re.compile(r"§+[ \t]?\d+(?:[-.]\d+)*[a-z]?\b\.?")
_CHAPTER = re.compile(r"(?:kapit(?:tel|let)|kap\.|del|vedlegg)[ \t]*\d+\b[.:]?", re.IGNORECASE)
_LEADERS = re.compile(r"(?:\.[ \t]?){4,}[ \t]*\d{1,3}$|[ \t]\d{1,3}$")
_BOLD = re.compile(r"\*\*((?:(?!\*\*).)+)\*\*:?$")


@dataclass(frozen=True)
class Number:
    """The number a heading begins with: how deep it is (from 1), its figures (none of a chapter), and its length."""

    depth: int
    figures: tuple[int, ...]
    length: int
    sign: str = ""


def number_of(plain: str) -> Number | None:
    """Return the number that a text begins with as headings have it: `1.`, `2.0`, `1.1`, `§ 3`, `Kapittel 2`."""
    if match := _PARAGRAPH_SIGN.match(plain):
        return Number(2, (), match.end(), "§")
    if match := _CHAPTER.match(plain):
        return Number(1, (), match.end(), "chapter")
    if match := _DECIMAL.match(plain):
        figures = [int(match[1]), *(int(part) for part in match[2].split(".")[1:])]
        while len(figures) > 1 and figures[-1] == 0:  # «2.0» is the second chapter
            figures.pop()
        return Number(len(figures), tuple(figures), match.end())
    return None


def without_number(plain: str) -> str:
    """Return a heading without its number, and without what parts the two."""
    number = number_of(plain) or number_of(plain[:1].upper() + plain[1:])
    return (plain[number.length :] if number else plain).strip(" \t.:–-")


def with_headings(blocks: Sequence[Block]) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """Return the blocks with headings found, and a table of contents that was taken out.

    Where the file has headings of its own they count, and nothing is guessed.
    """
    if any(block.kind is Kind.HEADING for block in blocks):
        return tuple(blocks), ()
    kept, contents = _without_contents(blocks)
    return _by_number(kept) or _by_looks(kept), contents


def _without_contents(blocks: Sequence[Block]) -> tuple[list[Block], tuple[Block, ...]]:
    """Take out at least three lines in a row that end in a page number."""
    taken: set[int] = set()
    run: list[int] = []
    for index, block in enumerate([*blocks, Block(Kind.PARAGRAPH)]):
        lines = block.plain.split("\n")
        if block.plain and all(len(line) < LONGEST and _LEADERS.search(line.replace("\t", " ")) for line in lines):
            run.append(index)
            continue
        if sum(blocks[at].plain.count("\n") + 1 for at in run) > 2:  # noqa: PLR2004 - two lines may be anything
            taken.update(run)
        run = []
    kept = [block for index, block in enumerate(blocks) if index not in taken]
    return kept, tuple(blocks[index] for index in sorted(taken))


def _by_number(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Return the blocks with numbered lines as headings, or nothing where there are none."""
    found: list[Block] = []
    last = 0
    any_found = False
    for index, block in enumerate(blocks):
        number = _number(block)
        after = blocks[index + 1] if index + 1 < len(blocks) else None
        single = number is not None and len(number.figures) == 1
        fits = number is not None and _short(block) and (not single or _stands_alone(number, after, last))
        if number is None or not fits:
            found.append(block)
            continue
        any_found = True
        last = number.figures[0] if number.figures else last
        found.append(_heading(block, number.depth))
    if not any_found:
        return ()
    return _with_levels(found)


def _number(block: Block) -> Number | None:
    """Return a block's number; the reader of plain text has taken that of an item already."""
    if block.kind is Kind.ITEM and block.number is not None and block.level == 0:
        return Number(1, (block.number,), 0)
    return number_of(block.plain) if block.kind is Kind.PARAGRAPH else None


def _stands_alone(number: Number, after: Block | None, last: int) -> bool:
    """Tell a chapter from an item of a list: it is next in turn, and something else than the next item follows."""
    if number.figures[0] != last + 1 or after is None:
        return False
    following = _number(after)
    return following is None or len(following.figures) != 1


def _short(block: Block) -> bool:
    text = block.plain
    return len(text) <= LONGEST and "\n" not in text and not text.endswith((".", ";", ",", ":", "!"))


def _heading(block: Block, level: int) -> Block:
    plain, text = block.plain, block.text
    if block.kind is Kind.ITEM:
        plain, text = f"{block.number} {plain}", f"{block.number} {text}"
    text = match[1] if (match := _BOLD.match(text)) else text
    return replace(block, kind=Kind.HEADING, text=text, plain=plain, level=min(level, DEEPEST), number=None)


def _with_levels(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Let paragraphs with § be sections of their own where no chapter is above them."""
    headings = [block for block in blocks if block.kind is Kind.HEADING]
    top = min(block.level for block in headings)
    return tuple(replace(b, level=b.level - top + 1) if b.kind is Kind.HEADING else b for b in blocks)


def _by_looks(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Return the blocks with short lines that are all bold, or else all capitals, as headings."""
    for looks in (_all_bold, _all_capitals):
        if any(looks(block) for block in blocks):
            return tuple(_heading(block, 1) if looks(block) else block for block in blocks)
    return tuple(blocks)


def _all_bold(block: Block) -> bool:
    return block.kind is Kind.PARAGRAPH and _short_label(block) and bool(_BOLD.match(block.text))


def _all_capitals(block: Block) -> bool:
    letters = [sign for sign in block.plain if sign.isalpha()]
    return block.kind is Kind.PARAGRAPH and _short_label(block) and len(letters) > 3 and block.plain.isupper()  # noqa: PLR2004 - «KS» is a name


def _short_label(block: Block) -> bool:
    return len(block.plain) <= LONGEST and "\n" not in block.plain
