"""The text of a PDF. It knows no paragraphs, only where letters stand: lines are put together again by their places.

What is put together wrongly is for a person to mend: the document itself is always kept.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from typing import Any

from pypdf import PageObject, PdfReader

from hearing_app.domain.passage import Passage

SAME_LINE = 0.3
"""How far up or down, in the letters' own height, what stands on the same line may stand."""
WIDER = 1.2
"""A distance so much larger than the usual one between two lines begins a paragraph."""
CLOSEST = 0.9
"""Lines of a text do not stand closer than this part of their letters' height; what does is a note or a raised sign."""
LARGER = 1.12
"""Letters so much larger than the usual ones are a heading."""
LARGEST_LEVEL = 1.35
SHORT, SHORTER = 0.8, 0.6
"""A line shorter than this part of the longest ends its paragraph: where it ends a sentence, or a capital follows."""
LONGEST_HEADING = 150
ENDS = re.compile(r"[.!?:;»”\")]$")
BEGINS = re.compile(
    r"(?:[•·▪–—*\uf0b7-]\s|\(?[a-zA-Z]\)\s|\d+(?:\.\d+)*[.)]?\s+[A-ZÆØÅ]|(?:Til|Ad)\s+(?:punkt|pkt|kapittel|§))"
)
"""A bullet, a letter or a number of a list, or the words that answers begin a point with."""


@dataclass(frozen=True)
class _Line:
    text: str
    height: float
    """Of its letters, in points."""
    y: float
    """How far up on the page."""


def pdf_passages(data: bytes) -> Iterator[Passage]:
    """Yield the paragraphs of a PDF, page by page."""
    pages = [_lines(page) for page in PdfReader(BytesIO(data), strict=False).pages]
    heights = Counter[float]()
    for line in (line for page in pages for line in page):
        heights[round(line.height, 1)] += len(line.text)
    usual = heights.most_common(1)[0][0] if heights else 0.0
    for page in pages:
        yield from _paragraphs(page, usual)


def _lines(page: PageObject) -> list[_Line]:
    """Return the lines of a page in the order that the PDF draws them, which is nearly always the reader's."""
    pieces: list[_Line] = []

    def take(text: str, cm: list[float], tm: list[float], _font: Any, size: float) -> None:
        y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        height = abs(size * (tm[3] or tm[1] or 1) * (cm[3] or cm[1] or 1))
        pieces.extend(_Line(part, height, y) for part in text.split("\n") if part)

    page.extract_text(visitor_text=take)
    lines: list[_Line] = []
    for piece in pieces:
        last = lines[-1] if lines else None
        if last is not None and abs(piece.y - last.y) <= SAME_LINE * max(piece.height, last.height, 1):
            lines[-1] = _Line(last.text + piece.text, max(last.height, piece.height), last.y)
        elif piece.text.strip():
            lines.append(piece)
    return lines


def _paragraphs(lines: list[_Line], usual: float) -> Iterator[Passage]:
    gaps = [above.y - below.y for above, below in pairwise(lines) if above.y - below.y >= CLOSEST * above.height]
    leading = min(gaps, default=0.0)
    longest = max((len(line.text.strip()) for line in lines), default=0)
    paragraph: list[_Line] = []
    for line in lines:
        if paragraph and _parted(paragraph[-1], line, leading, longest):
            yield _passage(paragraph, usual)
            paragraph = []
        paragraph.append(line)
    if paragraph:
        yield _passage(paragraph, usual)


def _parted(above: _Line, below: _Line, leading: float, longest: int) -> bool:
    """Tell whether a paragraph ends between two lines."""
    gap = above.y - below.y
    if gap <= 0 or gap > WIDER * leading or BEGINS.match(below.text.strip()):
        return True
    if abs(above.height - below.height) > (LARGER - 1) * max(above.height, below.height):
        return True
    text = above.text.strip()
    ends = len(text) < SHORT * longest and bool(ENDS.search(text))
    return ends or (len(text) < SHORTER * longest and below.text.strip()[:1].isupper())


def _passage(lines: list[_Line], usual: float) -> Passage:
    """Return lines as one paragraph; a word that was divided at the end of a line is whole again."""
    text = ""
    for line in lines:
        part = line.text.strip()
        if text.endswith("\u00ad") or (re.search(r"[^\W\d]-$", text) and part[:1].islower()):
            text = text[:-1] + part
        else:
            text = f"{text} {part}" if text else part
    height = max(line.height for line in lines)
    if usual and height > LARGER * usual and len(text) < LONGEST_HEADING:
        return Passage(text, 1 if height > LARGEST_LEVEL * usual else 2)
    return Passage(text)
