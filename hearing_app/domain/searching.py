"""What is searched for, and the pieces of a text that tell where it was found.

A text is compared by its words alone: letters and digits in small letters, one space between. So whatever somebody
types is words to look for, and nothing in it can be taken for a command.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

LONGEST = 200
"""Characters of a search that are read."""
MOST_TERMS = 12
SHORT = 3
"""A word with fewer letters must stand alone: «EU» is not looked for inside «museum»."""
AROUND = 110
"""Characters that are shown on each side of what was found."""
LONGEST_WORD = 40
"""Characters that an excerpt may grow by at each end, so that it ends with a word."""
_SPACE = re.compile(r"\s+")
_WORD = re.compile(r"[^\W_]+")
_TOKEN = re.compile(
    r'(?<!\S)(?P<minus>[-\u2212])?(?:["«“”](?P<phrase>[^"»“”]*)["»“”]?|(?P<word>[^\s"«“”]+))|(?P<rest>\S+)'
)


class Reading(StrEnum):
    """How far a file that was sent can be searched: its text, its beginning, or its name alone."""

    READ = "read"
    PARTLY = "partly"
    NO_TEXT = "no_text"
    FAILED = "failed"
    NOT_YET = "not_yet"


@dataclass(frozen=True)
class Term:
    """Something to look for: `words` in small letters with one space between.

    `whole` says that it must begin and end where words do, `without` that it must not stand there at all.
    """

    words: str
    whole: bool = False
    without: bool = False

    @property
    def needle(self) -> str:
        """What stands in a folded text where the term does."""
        return f" {self.words} " if self.whole else self.words

    @property
    def pattern(self) -> str:
        """A regular expression that finds the term in a text as it was written."""
        middle = r"[\W_]+".join(map(re.escape, self.words.split()))
        return rf"(?<![^\W_]){middle}(?![^\W_])" if self.whole else middle


@dataclass(frozen=True)
class Query:
    """What somebody looks for: all of `terms` that are wanted, and none of those that are not."""

    terms: tuple[Term, ...] = ()

    @property
    def wanted(self) -> tuple[Term, ...]:
        """What must stand there."""
        return tuple(term for term in self.terms if not term.without)

    @property
    def unwanted(self) -> tuple[Term, ...]:
        """What must not."""
        return tuple(term for term in self.terms if term.without)


@dataclass(frozen=True)
class Piece:
    """A part of an excerpt; `found` where it is what was looked for."""

    text: str
    found: bool = False


@dataclass(frozen=True)
class Excerpt:
    """A piece of a text around what was found; `begins` and `ends` tell whether it goes to the text's own ends."""

    pieces: tuple[Piece, ...]
    begins: bool
    ends: bool


def plain(text: str) -> str:
    """Return `text` with each letter as one character, however it was typed: «å» can come as two."""
    return unicodedata.normalize("NFC", text)


def words_of(text: str) -> list[str]:
    """Return the words of a text in small letters."""
    return _WORD.findall(plain(text).lower())


def folded(text: str) -> str:
    """Return what a text is searched by: its words, with a space before, between and after."""
    return f" {' '.join(words_of(text))} "


def read_query(text: str) -> Query:
    """Return what somebody looks for.

    Words in quotation marks belong together and stand alone, a minus before a word says that it must not be there, and
    everything else is sought inside words as well.
    """
    terms = dict.fromkeys(_terms(text[:LONGEST]))
    return Query(tuple(terms)[:MOST_TERMS])


def _terms(text: str) -> Iterator[Term]:
    for token in _TOKEN.finditer(text):
        phrase, word = token["phrase"], token["word"] or token["rest"] or ""
        words = " ".join(words_of(word if phrase is None else phrase))
        if words:
            yield Term(words, phrase is not None or len(words) < SHORT, without=token["minus"] is not None)


def excerpts(text: str, terms: Iterable[Term], *, most: int = 2) -> tuple[Excerpt, ...]:
    """Return the first pieces of `text` where terms stand, or its beginning where none does."""
    patterns = [term.pattern for term in terms if not term.without]
    spans = _spans(text, patterns, most) if patterns else []
    if not spans:
        end = _edge(text, 2 * AROUND, forward=True)
        return (Excerpt((Piece(text[:end].strip()),), begins=True, ends=end == len(text)),) if text.strip() else ()
    return tuple(_excerpt(text, group) for group in _near(spans)[:most])


def _spans(text: str, patterns: Sequence[str], most: int) -> list[tuple[int, int]]:
    """Return where terms stand, in order and without overlaps: enough of each for as many excerpts as are wanted."""
    found: list[tuple[int, int]] = []
    for pattern in patterns:
        spans = (match.span() for match in re.finditer(pattern, text, re.IGNORECASE))
        found += [span for span, _ in zip(spans, range(most * 20), strict=False)]
    apart: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if apart and start < apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        else:
            apart.append((start, end))
    return apart


def _near(spans: Sequence[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """Return the spans that are shown together."""
    groups: list[list[tuple[int, int]]] = []
    for span in spans:
        if groups and span[0] - groups[-1][-1][1] <= AROUND and span[1] - groups[-1][0][0] <= 4 * AROUND:
            groups[-1].append(span)
        else:
            groups.append([span])
    return groups


def _excerpt(text: str, spans: Sequence[tuple[int, int]]) -> Excerpt:
    first, last = _edge(text, spans[0][0] - AROUND, forward=False), _edge(text, spans[-1][1] + AROUND, forward=True)
    pieces: list[Piece] = []
    at = first
    for start, end in spans:
        pieces += [Piece(text[at:start]), Piece(text[start:end], found=True)]
        at = end
    pieces.append(Piece(text[at:last]))
    return Excerpt(tuple(piece for piece in pieces if piece.text), begins=first == 0, ends=last == len(text))


def _edge(text: str, at: int, *, forward: bool) -> int:
    """Return the place nearest to `at` that parts no word; a word without end is parted all the same."""
    if not 0 < at < len(text):
        return max(0, min(at, len(text)))
    if forward:
        found = _SPACE.search(text, at, at + LONGEST_WORD)
        return found.start() if found else at
    spaces = [found.end() for found in _SPACE.finditer(text, max(0, at - LONGEST_WORD), at)]
    return spaces[-1] if spaces else at
