"""What a reader makes out in a text, with where it stands: without marks of Markdown and signs that nobody sees.

Words are looked for in it that somebody must not read: «Ola **Hemmelig**» says the same as «Ola Hemmelig».
"""

import html
import re
import unicodedata
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from hearing_app.domain.redaction import BLOCK, MARK

KEPT = 64
"""Of how many texts it is remembered, in each process, how they are read."""
UNSEEN = (
    "\u00ad\u034f\u061c\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
    "\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\ufeff"
) + "".join(map(chr, range(0xFE00, 0xFE10)))
"""Signs that take no room: the soft hyphen, spaces and joints of no width, those that say which way a text runs, and
those that choose between forms of the letter before them.
"""
_UNSEEN = re.compile(f"[{UNSEEN}]")
_MARKUP = re.compile(
    r"(?P<entity>&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)"
    r"|(?P<escape>\\(?=[!-/:-@\[-`{-~\r\n]))"
    r"|(?P<tag><!--.{0,2000}?-->|</?(?![A-Za-z][A-Za-z0-9+.\-]*:|[^<>\s]*@)[A-Za-z][^<>]*>)"
    r"|(?P<link>\](?:\([^()\n]{0,500}\)|[ ]?\[[^\[\]\n]{0,100}\]))"
    r"|(?P<marks>[*_~`\[\]]+)"
    r"|(?P<edge>^[ \t]*(?:(?:>|[-+*]|\#{1,6}|[0-9]{1,9}[.)])[ \t]+|>)+)"
    r"|(?P<bar>\|)",
    re.DOTALL | re.MULTILINE,
)
_AROUND_BEFORE = re.compile(r"[*_~`\[]+\Z")
_AROUND_AFTER = re.compile(r"(?:[*_~`]|\](?:\([^()\n]{0,500}\)|[ ]?\[[^\[\]\n]{0,100}\])?)+")
_AS_SPACE = ("edge", "bar")
_BLOCKS = re.compile(r"</?(?:p|h[1-6]|ul|ol|li|pre|blockquote|hr|br|table|thead|tbody|tr|th|td|dl|dt|dd)\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True)
class AsRead:
    """A text as it is read; `begins` and `ends` say where each sign of it stands in the source."""

    source: str
    text: str
    begins: "array[int]"
    ends: "array[int]"

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Return where in the source a piece of the text stands, with the marks of Markdown that lie around it."""
        first, last = self.begins[start], self.ends[end - 1]
        if self.text[start:end] == self.source[first:last]:
            return first, last
        before, after = _AROUND_BEFORE.search(self.source, 0, first), _AROUND_AFTER.match(self.source, last)
        return before.start() if before else first, after.end() if after else last


def as_read(source: str, *, markdown: bool = False) -> AsRead | None:
    """Return a text as it is read, None where that is as it is written.

    Args:
        markdown: whether it is shown as Markdown; other texts are shown as they were typed.
    """
    plain = unicodedata.is_normalized("NFC", source) and not _UNSEEN.search(source)
    return None if plain and not (markdown and _MARKUP.search(source)) else _read(source, markdown=markdown)


@lru_cache(maxsize=KEPT)
def _read(source: str, *, markdown: bool) -> AsRead:
    signs: list[tuple[str, int, int]] = []
    for sign, start, end in _pieces(source) if markdown else _signs(source, 0, len(source)):
        if signs and unicodedata.combining(sign[0]):
            whole = unicodedata.normalize("NFC", signs[-1][0] + sign)
            if len(whole) == 1:
                signs[-1] = (whole, signs[-1][1], end)
                continue
        signs += [(one, start, end) for one in unicodedata.normalize("NFC", sign)]
    text = "".join(sign for sign, _start, _end in signs)
    return AsRead(source, text, array("L", (start for _, start, _ in signs)), array("L", (end for _, _, end in signs)))


def _pieces(source: str) -> Iterator[tuple[str, int, int]]:
    at = 0
    for match in _MARKUP.finditer(source):
        yield from _signs(source, at, match.start())
        if match["entity"]:
            said = _UNSEEN.sub("", html.unescape(match["entity"]))
            yield from ((sign, match.start(), match.end()) for sign in said)
        elif match.lastgroup in _AS_SPACE or _BLOCKS.match(match[0]):
            yield " ", match.start(), match.end()
        at = match.end()
    yield from _signs(source, at, len(source))


def _signs(source: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    return ((source[at], at, at + 1) for at in range(start, end) if source[at] not in UNSEEN)


def text_of_html(page: str) -> str:
    """Return what is read in a piece of HTML, a line for each paragraph, heading or cell."""
    said = _UNSEEN.sub("", html.unescape(_TAG.sub("", _BLOCKS.sub("\n", page))))
    return unicodedata.normalize("NFC", said)


def without_marks(text: str) -> str:
    """Return a text in which nothing is found in the marks of redaction: a legal ground says no withheld words."""
    return MARK.sub(lambda mark: BLOCK * len(mark[0]), text) if BLOCK in text else text
