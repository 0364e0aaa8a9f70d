"""Spans: where words stand in what somebody wrote, and its paragraphs and sentences. White space does not count."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

Span = tuple[int, int]
"""The first character of a passage, and the one after its last."""

_BREAK = re.compile(r"(?:\r\n|\r(?!\n)|\n)(?:\r\n|\r|\n)\s*")
_SENTENCE_END = re.compile(r"[.!?…:;][»”\"')\]]*\s+(?=[^\Wa-zæøå_]|[«“\"(–-])|\s*[\r\n]+\s*")
_WORD = re.compile(r"\S+")
_SIGN = re.compile(r"[^\W_]")
"""A letter or a digit: what is without any says nothing."""


def says_something(text: str) -> bool:
    """Tell whether there is a letter or a digit in `text`."""
    return _SIGN.search(text) is not None


def paragraph_spans(text: str) -> tuple[Span, ...]:
    """Return where the paragraphs of `text` stand, without the white space around them."""
    return tuple(_parted(text, 0, len(text), _BREAK))


def sentence_spans(text: str, span: Span) -> tuple[Span, ...]:
    """Return where the sentences inside `span` stand; a line of a list is one too.

    An abbreviation may part a sentence in two and a small letter may hide an end: nothing but how much is shown
    together depends on it.
    """
    return tuple(_parted(text, *span, _SENTENCE_END))


def _parted(text: str, start: int, end: int, between: re.Pattern[str]) -> Iterator[Span]:
    begins = start
    for match in between.finditer(text, start, end):
        closing = len(match[0].rstrip()) if match[0].strip() else 0  # a full stop belongs to its sentence
        yield from _stripped(text, begins, match.start() + closing)
        begins = match.end()
    yield from _stripped(text, begins, end)


def _stripped(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end


def places(quote: str, text: str) -> tuple[Span, ...]:
    """Return every place where the words of `quote` stand in `text`, in reading order, none inside another."""
    wanted = " ".join(quote.split())
    if not wanted:
        return ()
    layout = _layout(text)
    found: list[Span] = []
    at = layout.squeezed.find(wanted)
    while at >= 0:
        end = at + len(wanted)
        found.append((layout.place(at), layout.place(end - 1) + 1))
        at = layout.squeezed.find(wanted, end)
    return tuple(found)


@dataclass(frozen=True)
class _Layout:
    """A text with every run of white space as one space, and where each word begins in it and in the text itself."""

    squeezed: str
    begins: tuple[int, ...]
    stands: tuple[int, ...]

    def place(self, at: int) -> int:
        """Return where in the text the sign stands that is at `at` in the squeezed one."""
        word = bisect_right(self.begins, at) - 1
        return self.stands[word] + at - self.begins[word]


@lru_cache(maxsize=256)
def _layout(text: str) -> _Layout:
    """Return how a text is laid out; the points of one answer are all looked for in the same text."""
    words = [(match.start(), match.end()) for match in _WORD.finditer(text)]
    lengths = (end - start + 1 for start, end in words)
    begins = tuple(accumulate(lengths, initial=0))[: len(words)]
    return _Layout(" ".join(text.split()), begins, tuple(start for start, _ in words))


def place(quote: str, occurrence: int, text: str) -> Span | None:
    """Return where the words of `quote` stand in `text` for the `occurrence`th time (from 1), or None."""
    if occurrence == 1:
        # Nearly every quote stands as it is, and is the first: whether it also stands before that, spaced otherwise,
        # is far cheaper to ask than how the whole text is laid out.
        exact = quote.strip()
        start = text.find(exact) if exact else -1
        if start >= 0 and " ".join(exact.split()) not in " ".join(text[: start + len(exact) - 1].split()):
            return start, start + len(exact)
    found = places(quote, text)
    return found[occurrence - 1] if 0 < occurrence <= len(found) else None


def signs(text: str) -> int:
    """Return the number of characters of `text` that are no white space: what a place in it is told by."""
    return sum(map(len, text.split()))


def occurrence_at(quote: str, text: str, before: int) -> int | None:
    """Return which of the places of `quote` in `text` (from 1) is the one after `before` signs, or the nearest.

    None where the words do not stand there at all.
    """
    found = places(quote, text)
    distances = [abs(signs(text[:start]) - before) for start, _ in found]
    return distances.index(min(distances)) + 1 if distances else None


def uncovered(span: Span, covered: Iterable[Span]) -> tuple[Span, ...]:
    """Return the parts of `span` that none of `covered` reaches."""
    start, end = span
    free: list[Span] = []
    for first, last in sorted(covered):
        if last <= start or first >= end:
            continue
        if first > start:
            free.append((start, first))
        start = max(start, last)
    return (*free, (start, end)) if start < end else tuple(free)
