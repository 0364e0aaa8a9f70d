"""Text from pages without line breaks: headings stand inside the running text, known only by their numbers."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from hearing_app.domain.message import N_
from hearing_app.importing.blocks import Block, Kind, Remark
from hearing_app.importing.marks import escaped

LONG = 250
"""A paragraph at least so long may hold headings in its running text."""
LONGEST_WORDS = 12
LONGEST_NAME = 200
"""A line of the contents is remembered as a heading up to this."""
FEWEST = 3
"""Numbers that must be found, so that a single «1.1» in a sentence cuts nothing."""
_NUMBER = re.compile(r"(?<!\S)(?:(\d{1,2})\.(\d{1,2}) (?=[A-ZÆØÅ])|(\d{1,2})\. (?=[A-ZÆØÅ]{4}))")
_WORD = re.compile(r"\S+")
_CAPITAL = re.compile(r"[A-ZÆØÅ]")
_PAGE = re.compile(r"\s(Side \d{1,3})$")
_PAGE_ONLY = re.compile(r"\s(\d{1,3})$")
CONTENTS = N_("A table of contents was left out; the site makes its own.")
PAGES = N_("Page numbers were left out.")
AGAIN = N_("A heading repeated at the top of a page was left out.")


def parted(blocks: Sequence[Block]) -> tuple[list[Block], tuple[Remark, ...]]:
    """Return the blocks with headings cut out of running text, and what to tell about it.

    Only where numbers like 1.1 and 2.3 stand inside long paragraphs, and the file has no headings of its own.
    """
    dense = {index for index, block in enumerate(blocks) if _is_dense(block)}
    if sum(len(_NUMBER.findall(_whole(blocks[index]))) for index in dense) < FEWEST or _has_headings(blocks):
        return list(blocks), ()
    cutter = _Cutter()
    for index, block in enumerate(blocks):
        if index in dense:
            cutter.take(block)
        else:
            cutter.done.append(block)
    return cutter.done, tuple(cutter.told())


def _has_headings(blocks: Sequence[Block]) -> bool:
    return any(block.kind is Kind.HEADING for block in blocks)


def _is_dense(block: Block) -> bool:
    return len(block.plain) >= LONG and "\n" not in block.plain and _NUMBER.search(_whole(block)) is not None


def _whole(block: Block) -> str:
    """Return a paragraph with the chapter's number before it, which the reader took for that of a list."""
    chapter = block.number is not None and re.search(rf"(?<!\S){block.number}\.1 ", block.plain)
    return f"{block.number}.0 {block.plain}" if chapter else block.plain


class _Cutter:
    """Cuts one long paragraph after another; remembers the chapter it is in, and what the contents called them."""

    def __init__(self) -> None:
        self.done: list[Block] = []
        self.names: set[str] = set()
        self.lengths: list[int] = []
        self.pages: list[str] = []
        self.places: list[int] = []
        self.remarks: list[Remark] = []
        self.chapter = ""

    def take(self, block: Block) -> None:
        """Cut a paragraph."""
        plain = _whole(block)
        if match := _PAGE.search(plain):
            self.pages.append(match[1])
            plain = plain[: match.start()]
        if self._are_contents(plain):
            self.remarks.append(Remark(CONTENTS, plain, block.place))
            return
        self.places.append(block.place)
        for piece in self._pieces(replace(block, plain=plain, number=None)):
            again = piece.level == 1 and piece.plain.split()[0] == self.chapter
            if again:
                self.remarks.append(Remark(AGAIN, piece.plain, piece.place))
                continue
            self.chapter = piece.plain.split()[0] if piece.level == 1 else self.chapter
            self.done.append(piece)

    def told(self) -> Iterator[Remark]:
        """Yield what to tell about all that was cut."""
        lines = ", ".join(map(str, self.places))
        message = N_(
            "Headings stood inside running text, here: {places}. They were cut out up to the next capital letter. "
            "Correct them.",
            places=lines,
        )
        yield Remark(message)
        if self.pages:
            yield Remark(PAGES, " · ".join(self.pages))
        yield from self.remarks

    def _are_contents(self, plain: str) -> bool:
        """Tell whether numbered names each end in a page number; then remember the names."""
        matches = list(_NUMBER.finditer(plain))
        ends = [match.start() for match in matches[1:]]
        names = [plain[match.end() : end].strip() for match, end in zip(matches, ends, strict=False)]
        if len(names) < FEWEST or not all(_PAGE_ONLY.search(name) for name in names):
            return False
        self.names |= {name for found in names if len(name := _PAGE_ONLY.sub("", found)) <= LONGEST_NAME}
        self.lengths = sorted({len(name) for name in self.names}, reverse=True)
        return True

    def _pieces(self, block: Block) -> Iterator[Block]:
        """Yield the paragraph's headings and what stands between them."""
        plain, at = block.plain, 0
        for match in _NUMBER.finditer(plain):
            if match.start() < at or int(match[1] or match[3]) < int(self.chapter or 0):
                continue  # inside a heading, or a number of something else: chapters only go up
            yield from _text(block, plain[at : match.start()])
            at = self._heading_end(plain, match.end(), capitals=match[3] is not None)
            level = 2 if match[2] and match[2] != "0" else 1
            number = match[1] or match[3] if level == 1 else match[0].strip()
            heading = f"{number} {plain[match.end() : at].strip()}"
            yield replace(block, kind=Kind.HEADING, text=escaped(heading), plain=heading, level=level)
        yield from _text(block, plain[at:])

    def _heading_end(self, plain: str, start: int, *, capitals: bool) -> int:
        """Return where a heading ends: as the contents had it, else before the next word with a capital, or a number.

        A heading in capitals ends before the first word that is not.
        """
        known = next((length for length in self.lengths if plain[start : start + length] in self.names), None)
        if known is not None and not capitals:
            return start + known
        at = start
        for count, word in enumerate(_WORD.finditer(plain, start)):
            new = not word[0].isupper() if capitals else _CAPITAL.match(word[0]) or word[0][0].isdigit()
            if count and (new or count == LONGEST_WORDS):
                return at
            at = word.end()
        return at


def _text(block: Block, text: str) -> Iterator[Block]:
    if text := text.strip():
        yield replace(block, kind=Kind.PARAGRAPH, text=escaped(text), plain=text, level=0)
