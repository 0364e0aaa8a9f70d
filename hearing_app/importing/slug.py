"""Lasting ids from headings: what a heading says, without its number, in letters that fit an address."""

import re
import unicodedata
from collections.abc import Container

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


def unique(wanted: str, taken: Container[str]) -> str:
    """Return `wanted`, or the first of `wanted-2`, `wanted-3` … that is free."""
    number, found = 1, wanted
    while found in taken:
        number += 1
        found = f"{wanted}-{number}"
    return found
