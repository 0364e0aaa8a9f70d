"""Redactions: what the law withholds of an answer is marked in the public copy, and so told apart from a change.

A mark is at least three ▇ (U+2587), and may say why in square brackets after a space:

    Kari Eksempel ringte ▇▇▇ [offl. § 13] i går.

It stands for one character or more of what was received. Everything around the marks must be as it was received.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime
from enum import IntEnum
from functools import lru_cache

from hearing_app.domain.localised import NO_TEXT, Localised

BLOCK = "▇"
MARK = re.compile(r"▇{3,}(?: \[[^\[\]\n]{1,120}\])?")
BETWEEN_GROUNDS = "; "
PATTERNS = 1 << 12
"""Of how many withheld words it is remembered, in each process, how they are looked for."""
WHOLE = ""
"""The field of a layer by which a whole answer is withheld."""
Span = tuple[int, int, str]
"""From where, to where, and what the mark says."""
REDACTABLE = frozenset({"text", "removed", "added", "role", "organ", "case_number", "name"})
"""The fields that somebody has written. Ids, stances, choices, days and fingerprints are never redacted in part."""


class Likeness(IntEnum):
    """How a public text stands to what was received, the worst last."""

    SAME = 0
    REDACTED = 1
    DIFFERENT = 2


@dataclass(frozen=True)
class Ground:
    """A legal ground for withholding something.

    `mark` is what stands in the public copy, like «offl. § 13»; `law` names the provision as a letter would. Where
    `uncertain` is True, whoever uses it looks it up first.
    """

    id: str
    title: Localised
    mark: str
    law: str = ""
    note: Localised = NO_TEXT
    uncertain: bool = False


@dataclass(frozen=True)
class Redaction:
    """A layer on a received answer: words of one of its fields that readers do not see. The answer stays as it is.

    `field` is as `domain.public_text.fields_of` names it; WHOLE where the whole answer is withheld. `words` are as they
    stand there, however they are spaced, `nth` which occurrence is meant, from 1, and None for every one. `ground`
    is the id of a Ground, `mark` what it said when the layer was made. `public_from` is since when readers could see
    the words, None where they never could.
    """

    id: int
    reference: str
    field: str
    words: str
    nth: int | None
    ground: str
    mark: str
    note: str
    made_by: str
    made_at: datetime
    public_from: datetime | None = None
    lifted_by: str = ""
    lifted_at: datetime | None = None
    lifted_why: str = ""

    @property
    def in_force(self) -> bool:
        """Whether it has not been lifted."""
        return self.lifted_at is None


def merged_grounds(shipped: Iterable[Ground], own: Iterable[Ground]) -> tuple[Ground, ...]:
    """Return the shipped grounds with a council's own: one with a known id takes its place, others come last."""
    return tuple({ground.id: ground for ground in (*shipped, *own)}.values())


def places_of(words: str, text: str) -> list[tuple[int, int]]:
    """Return where `words` stand in `text`, whatever their case and however they are spaced."""
    pattern = _pattern(words)
    return [match.span() for match in pattern.finditer(text)] if pattern else []


@lru_cache(maxsize=PATTERNS)
def _pattern(words: str) -> re.Pattern[str] | None:
    """Return what finds words; a hearing can have more of them than the `re` module remembers."""
    pieces = [re.escape(word) for word in words.split()]
    return re.compile(r"\s+".join(pieces), re.IGNORECASE) if pieces else None


def spans(text: str, layers: Iterable[Redaction]) -> list[Span]:
    """Return what of a field is withheld, in order; layers that overlap, or touch, become one."""
    found: list[Span] = []
    for layer in layers:
        places = places_of(layer.words, text)
        if layer.nth is not None:
            places = places[layer.nth - 1 : layer.nth]
        found += [(start, end, layer.mark) for start, end in places]
    return united(found)


def united(found: Iterable[Span]) -> list[Span]:
    """Return spans in order; those that overlap, or touch, become one that gives every reason."""
    return list(_united(sorted(found)))


def _united(found: Iterable[Span]) -> Iterator[Span]:
    held: Span | None = None
    for start, end, says in found:
        if held is not None and start <= held[1]:
            known = held[2].split(BETWEEN_GROUNDS)
            together = held[2] if says in known else held[2] + BETWEEN_GROUNDS + says
            held = (held[0], max(end, held[1]), together)
            continue
        if held is not None:
            yield held
        held = (start, end, says)
    if held is not None:
        yield held


def blotted(text: str, found: Iterable[Span]) -> str:
    """Return `text` with a mark where each span is."""
    pieces, at = [], 0
    for start, end, says in found:
        pieces += [text[at:start], mark(says)]
        at = end
    return "".join([*pieces, text[at:]])


def redacted(text: str, layers: Iterable[Redaction]) -> str:
    """Return a field as readers see it."""
    return blotted(text, spans(text, layers))


def mark(reason: str = "") -> str:
    """Return the mark that stands for what is withheld, with the reason where one is given."""
    plain = " ".join(re.sub(r"[\[\]]", " ", reason).split())[:120]
    return BLOCK * 3 + (f" [{plain}]" if plain else "")


def matches(received: str, public: str) -> Likeness:
    """Return whether a public text is the received one, is it but for its marks, or is another.

    The time follows the length of the texts: what stands between two marks is sought once, from where the piece
    before it ended. (The leftmost place is always good enough, for a mark may stand for anything.)
    """
    if received == public:
        return Likeness.SAME
    first, *pieces = MARK.split(public)
    if not pieces or not received.startswith(first):
        return Likeness.DIFFERENT
    *between, last = pieces
    at = len(first)
    for piece in between:
        found = received.find(piece, at + 1)
        if found < 0:
            return Likeness.DIFFERENT
        at = found + len(piece)
    whole = received.endswith(last) and len(received) - len(last) > at
    return Likeness.REDACTED if whole else Likeness.DIFFERENT


def compare(received: object, public: object, *, name: str = "") -> Likeness:
    """Return the likeness of two values of the same kind: of texts by their marks, of whatever holds texts by these.

    Args:
        name: the field that they are the values of; of one that is not in REDACTABLE nothing can be withheld.
    """
    if isinstance(received, str) and isinstance(public, str) and name in REDACTABLE:
        return matches(received, public)
    if is_dataclass(received) and is_dataclass(public) and type(received) is type(public):
        names = [field.name for field in fields(received)]
        return _worst(compare(getattr(received, n), getattr(public, n), name=n) for n in names)
    if isinstance(received, tuple) and isinstance(public, tuple) and len(received) == len(public):
        return _worst(compare(one, other, name=name) for one, other in zip(received, public, strict=True))
    return Likeness.SAME if received == public else Likeness.DIFFERENT


def _worst(likenesses: Iterable[Likeness]) -> Likeness:
    return max(likenesses, default=Likeness.SAME)
