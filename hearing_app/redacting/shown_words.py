"""Withheld words that a reader sees on the page which Markdown becomes, and that are not to be found in its source.

An address with brackets in a link, a long comment, or whatever else Markdown takes away can stand between two words.
The page is what counts; where in the source the words come from is tried out.
"""

import re
from collections.abc import Collection, Iterator
from functools import lru_cache

from hearing_app.domain.as_read import as_read, text_of_html, without_marks
from hearing_app.domain.public_text import repeats
from hearing_app.domain.redaction import PATTERNS, Redaction, blotted, united
from hearing_app.text.markup import to_html

SHOWN = 64
"""Of how many texts it is remembered what a reader sees of them."""
_TRIES = 50
"""How many places are tried out for the same words in one text."""
_LONGEST = 20_000
"""Characters between the first and the last of the words in the source, at most."""
_FRONT_MATTER = re.compile(r"\A\ufeff?---\n.*?^---[ ]*$", re.DOTALL | re.MULTILINE)
_EMPTY_LINE = re.compile(r"\n[ \t]*\n")
Place = tuple[int, int, Redaction]
Span = tuple[int, int]


def as_shown(layers: Collection[Redaction], text: str, known: Collection[Place]) -> Iterator[Place]:
    """Yield the words that stand on the page beside those that are known: from 0 to 0 where they cannot be placed."""
    for layer in layers:
        if _number(layer, text):
            places = [(start, end) for start, end, one in known if one is layer]
            yield from ((start, end, layer) for start, end in _placed(layer, text, places))


def words_of(layer: Redaction) -> str:
    """Return the words of a layer as they are read."""
    return _as_read(layer.words)


@lru_cache(maxsize=PATTERNS)
def _as_read(words: str) -> str:
    read = as_read(words)
    return read.text if read else words


def _number(layer: Redaction, text: str) -> int:
    """Return how often a reader sees the words of a layer on the page that a text becomes."""
    return _times(words_of(layer), text)


@lru_cache(maxsize=PATTERNS)
def _times(words: str, text: str) -> int:
    return len(repeats(words, page_of(text)))


@lru_cache(maxsize=SHOWN)
def page_of(text: str) -> str:
    """Return what a reader sees of a text in Markdown."""
    return without_marks(text_of_html(to_html(_FRONT_MATTER.sub("", text))))


def _placed(layer: Redaction, text: str, known: list[Span]) -> Iterator[Span]:
    """Yield the places without which a reader sees the words no more; 0 to 0 where he still does."""
    left = _blotted(text, known)
    if not _number(layer, left):
        return
    taken = list(known)
    for start, end in _windows(words_of(layer), text)[:_TRIES]:
        if not any(start < b and end > a for a, b in taken) and _counts(layer, text, taken, (start, end)):
            taken.append((start, end))
            yield start, end
    if _number(layer, _blotted(text, taken)):
        yield 0, 0


def _counts(layer: Redaction, text: str, taken: list[Span], place: Span) -> bool:
    """Tell whether a reader sees the words less often where a place in the text is blotted; its paragraph tells."""
    begin, end = max(0, place[0] - _LONGEST), min(len(text), place[1] + _LONGEST)
    first = max((found.end() for found in _EMPTY_LINE.finditer(text, begin, place[0])), default=begin)
    after = _EMPTY_LINE.search(text, place[1], end)
    last = after.start() if after else end
    inside = [(a - first, b - first) for a, b in taken if first <= a and b <= last]
    piece, own = text[first:last], (place[0] - first, place[1] - first)
    return _number(layer, _blotted(piece, [*inside, own])) < _number(layer, _blotted(piece, inside))


def _blotted(text: str, places: Collection[Span]) -> str:
    return blotted(text, united((start, end, "") for start, end in places))


def _windows(words: str, text: str) -> list[Span]:
    """Return the pieces of a text in which all the words stand in order, whatever is between them, shortest first.

    Each begins with the last first word, and ends with the first last word, that it can: the time follows the number
    of the words' occurrences, and what stands before a quote is no part of it.
    """
    read, head = as_read(text, markdown=True), _FRONT_MATTER.match(text)
    said, wanted = read.text if read else text, [word.casefold() for word in words.split()]
    looks = {word.casefold(): _word(word) for word in words.split()}
    found = sorted((*one.span(), word) for word, look in looks.items() for one in look.finditer(said))
    so_far: list[Span | None] = [None] * len(wanted)
    windows = set()
    for start, end, word in found:
        for number in reversed(range(len(wanted))):
            before = so_far[number - 1] if number else (start, start)
            if wanted[number] == word and before and before[1] <= start:
                so_far[number] = (before[0], end)
                if number == len(wanted) - 1:
                    windows.add((before[0], end))
    placed = (read.place(*one) if read else one for one in windows if one[1] - one[0] <= _LONGEST)
    begin = head.end() if head else 0
    return sorted((one for one in placed if one[0] >= begin), key=lambda one: (one[1] - one[0], one[0]))


def _word(word: str) -> re.Pattern[str]:
    return re.compile(r"(?<![^\W_])" + re.escape(word), re.IGNORECASE)
