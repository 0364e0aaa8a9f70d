"""What the gate can find: of which kind, where, and what a person is shown of it."""

import hashlib
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from hearing_app.domain.message import N_
from hearing_app.domain.personal_data import Sighting, can_hold_any, identity_sightings, mail_sightings, phone_sightings
from hearing_app.domain.redaction import WHOLE, Redaction, mark
from hearing_app.domain.submission import Submission
from hearing_app.storage.redactions import Passed

AROUND = 40
"""Characters that are shown on each side of what was found."""
HIDDEN_DIGITS = 5
KEPT = 1 << 16
"""Of how many texts it is remembered, in each process, what stands in them: those of two hearings of the largest."""


class FindKind(Enum):
    """What can be found."""

    IDENTITY = N_("National identity number")
    PHONE = N_("Phone number")
    MAIL = N_("E-mail address")
    WITHHELD = N_("Words that are withheld elsewhere")
    WHOLE = N_("An earlier version is withheld as a whole")


class Spot(Enum):
    """In what kind of text something is found."""

    ANSWER = N_("The answer")
    FILE = N_("A file that came with the answer")
    QUOTE = N_("The summary's quote")
    ASSESSMENT = N_("The secretariat's assessment")
    THEME = N_("The name of a theme")
    HAND = N_("A file in the content folder")


class Where(NamedTuple):
    """A text that would go out: of which answer and field, or of which point, or in which file."""

    spot: Spot
    body: str = ""
    reference: str = ""
    field: str = ""
    item: str = ""
    path: str = ""
    line: int = 0


@dataclass(frozen=True)
class Find:
    """Something found. `before`, `shown` and `after` are for a person to see what it is; `key` tells it from others.

    `passed` is who has let it pass, None where nobody has. `public` tells that readers can read the text already.
    `layer` is what withholds the same words elsewhere.
    """

    kind: FindKind
    where: Where
    words: str
    before: str
    shown: str
    after: str
    key: str
    passed: Passed | None = None
    public: bool = False
    layer: Redaction | None = None

    @property
    def stops(self) -> bool:
        """Whether nothing goes out before it is dealt with."""
        if self.kind is FindKind.IDENTITY:
            return True
        return self.passed is None and (self.kind in (FindKind.WITHHELD, FindKind.WHOLE) or not self.public)


def find_at(kind: FindKind, where: Where, text: str, start: int, end: int) -> Find:
    """Return what was found from `start` to `end` of a text; the last digits of an identity number are never shown."""
    words, seen = text[start:end], _without_numbers(text)
    shown = words[:-HIDDEN_DIGITS] + "•" * HIDDEN_DIGITS if kind is FindKind.IDENTITY else seen[start:end]
    line = where.line + text.count("\n", 0, start) if where.path else where.line
    return Find(
        kind,
        where._replace(line=line),
        words,
        ("… " if start > AROUND else "") + seen[max(0, start - AROUND) : start],
        shown,
        seen[end : end + AROUND] + (" …" if end + AROUND < len(text) else ""),
        key_of(kind, where, text, words),
    )


def whole_before(submission: Submission, layer: Redaction) -> Find:
    """Return that an earlier version of an answer is withheld as a whole; it is decided on for this version alone."""
    where = Where(Spot.ANSWER, submission.body, submission.reference, WHOLE)
    said = mark(layer.mark)
    key = key_of(FindKind.WHOLE, where, f"{layer.id} {submission.sha256}", "")
    return Find(FindKind.WHOLE, where, said, "", said, "", key, layer=layer)


def key_of(kind: FindKind, where: Where, text: str, words: str) -> str:
    """Return what tells a find from others: when the text changes, it is another."""
    place = f"{where.spot.name}|{where.reference}|{where.field}|{where.item}|{where.path}|{where.body}"
    told = (kind.name, place, print_of(text), " ".join(words.split()).casefold())
    return hashlib.sha256("\n".join(told).encode(errors="surrogatepass")).hexdigest()


def print_of(text: str) -> str:
    """Return the fingerprint of a text."""
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()


@lru_cache(maxsize=KEPT)
def seen_in(text: str) -> tuple[tuple[FindKind, Sighting], ...]:
    """Return the numbers and addresses in a text; what was looked through once is known."""
    if not can_hold_any(text):
        return ()
    looks = (
        (FindKind.IDENTITY, identity_sightings),
        (FindKind.PHONE, phone_sightings),
        (FindKind.MAIL, mail_sightings),
    )
    return tuple((kind, one) for kind, look in looks for one in look(text))


def _without_numbers(text: str) -> str:
    """Return a text in which the last digits of every identity number are hidden."""
    for kind, found in seen_in(text):
        if kind is FindKind.IDENTITY:
            text = text[: found.end - HIDDEN_DIGITS] + "•" * HIDDEN_DIGITS + text[found.end :]
    return text
