"""Two who wrote in the same form: what each of them changed counts, and only a field that both changed is asked about.

The form carries a short hash of each text it was opened with, so that "I have not touched this" can be told
without keeping every older draft.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hearing_app.web.checks import clean_text
from hearing_app.web.kinds import TEXT, WORDING

HASH_LENGTH = 12
"""48 bits: a field would have to be changed to one of millions of millions of other texts to be taken for untouched."""

ORIGINAL = "original_"
"""What the entry of a section's own text begins with, which its wording began with; the section's id follows."""


@dataclass(frozen=True)
class Merged:
    """What comes of two forms: `taken` are the fields that only the other one changed, `conflicts` those both did."""

    fields: dict[str, str]
    taken: tuple[str, ...]
    conflicts: tuple[str, ...]


def base_of(fields: Mapping[str, str]) -> str:
    """Return what a form carries to tell what it was opened with, like `text_a:0f3c… text_b:99ab…`."""
    return " ".join(f"{name}:{_hash(text)}" for name, text in sorted(fields.items()) if text)


def read_base(base: str) -> dict[str, str]:
    """Return the hashes that a form carries, by field name."""
    return dict(entry.split(":", 1) for entry in base.split() if ":" in entry)


def is_of(text: str, mark: str) -> bool:
    """Tell whether `mark` is the hash of `text`."""
    return _hash(text) == mark


def untouched(posted: Mapping[str, str]) -> frozenset[str]:
    """Return the names of the wordings that were posted as the section's own text that they began with."""
    base = read_base(posted.get("base_fields", ""))
    began = {name: base.get(f"{ORIGINAL}{name.removeprefix(WORDING)}") for name in posted if name.startswith(WORDING)}
    return frozenset(name for name, mark in began.items() if mark and is_of(clean_text(posted[name]), mark))


def merge(mine: Mapping[str, str], theirs: Mapping[str, str], base: str, *, shown: Iterable[str]) -> Merged:
    """Return both forms as one.

    Args:
        mine: the fields of my form. Of one that is not among them it says nothing, and the other's text stays.
        base: what my form carried (`base_of`). A field that it does not name was empty.
        shown: the fields of the form; of the others nobody can be asked, so both texts are kept.
    """
    opened = read_base(base)
    fields, taken, conflicts = dict(mine), [], []
    for name in dict.fromkeys([*mine, *theirs]):
        own, other = mine.get(name, ""), theirs.get(name, "")
        if name not in mine:
            fields[name] = other
        elif own == other or _is(other, opened.get(name)):
            continue
        elif _is(own, opened.get(name)):
            fields[name] = other
            taken.append(name)
        elif name in set(shown):
            conflicts.append(name)
        elif name.startswith(TEXT):
            fields[name] = f"{other}\n\n{own}"
    return Merged(fields, tuple(taken), tuple(conflicts))


def _is(text: str, opened: str | None) -> bool:
    """Tell whether `text` is what the form was opened with."""
    return _hash(text) == opened if text else opened is None


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:HASH_LENGTH]
