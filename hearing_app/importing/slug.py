"""Lasting ids from headings: what a heading says, without its number, in letters that fit an address."""

import re
import unicodedata

LONGEST = 60
"""Ids stand in addresses and at the end of headings; longer ones are cut at a word."""
_LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "ð": "d", "þ": "th", "ß": "ss", "đ": "d", "ŋ": "n", "ł": "l"})


def slug(text: str, *, otherwise: str) -> str:
    """Return an id (a–z, 0–9, single hyphens) made from `text`; `otherwise` where it has no such letters."""
    lowered = unicodedata.normalize("NFC", text).lower().translate(_LETTERS)
    letters = unicodedata.normalize("NFKD", lowered).encode("ascii", "ignore").decode()
    words = "-".join(re.findall(r"[a-z0-9]+", letters))
    if len(words) > LONGEST:
        words = words[: LONGEST + 1].rpartition("-")[0] or words[:LONGEST]
    return words or otherwise


class Ids:
    """Gives ids that stand once: what is wanted, or the first of `wanted-2`, `wanted-3` … that is free."""

    def __init__(self, *taken: str) -> None:
        """Take the ids that are never given."""
        self._taken = set(taken)
        self._last: dict[str, int] = {}

    def take(self, wanted: str) -> str:
        """Return an id for `wanted`; counting goes on where it ended, for a thousand headings may read the same."""
        number, found = self._last.get(wanted, 1), wanted
        while found in self._taken:
            number += 1
            found = f"{wanted}-{number}"
        self._last[wanted] = number
        self._taken.add(found)
        return found
