"""Redactions: what the law withholds of an answer is marked in the public copy, and so told apart from a change.

A mark is at least three ▇ (U+2587), and may say why in square brackets after a space:

    Kari Eksempel ringte ▇▇▇ [offl. § 13] i går.

It stands for one character or more of what was received. Everything around the marks must be as it was received.
"""

import re
from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from enum import IntEnum

BLOCK = "▇"
MARK = re.compile(r"▇{3,}(?: \[[^\[\]\n]{1,120}\])?")
REDACTABLE = frozenset({"text", "removed", "added", "role", "organ", "case_number", "name"})
"""The fields that somebody has written. Ids, stances, choices, days and fingerprints are never redacted in part."""


class Likeness(IntEnum):
    """How a public text stands to what was received, the worst last."""

    SAME = 0
    REDACTED = 1
    DIFFERENT = 2


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
