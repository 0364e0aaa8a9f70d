"""Looking for everything that the gate knows in one text: as it is written, and as a reader makes it out."""

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import replace
from functools import lru_cache

from hearing_app.domain.as_read import AsRead, as_read, text_of_html, without_marks
from hearing_app.domain.personal_data import Sighting
from hearing_app.domain.public_text import Redactions, repeats
from hearing_app.domain.redaction import WHOLE, Redaction
from hearing_app.redacting.find import KEPT, Find, FindKind, Spot, Where, find_at, print_of, seen_in
from hearing_app.text.markup import to_html

OWN_TEXTS = frozenset({Spot.ANSWER, Spot.QUOTE, Spot.FILE})
"""Where words are looked for that are withheld of one place in an earlier version of the same answer."""
SHOWN = 32
"""Of how many files it is remembered what a reader sees of them."""
_FAR = 300
"""Characters between two words in the source that a reader sees side by side; in between can be a link's address."""
_FRONT_MATTER = re.compile(r"\A\ufeff?---\n.*?^---[ ]*$", re.DOTALL | re.MULTILINE)
Place = tuple[int, int, Redaction]
Readings = tuple[AsRead | None, ...]
AS_WRITTEN: Readings = (None,)


class Search:
    """Looks for everything at once: the withheld words of a hearing are many, and its texts more."""

    def __init__(
        self, withheld: Redactions, offices: frozenset[str], public_before: Collection[str] = frozenset()
    ) -> None:
        """Take what is withheld, the addresses that are there to be written to, and what readers can read now."""
        self._withheld = withheld
        self._layers = withheld.everywhere
        self._offices = offices
        self._public = public_before
        self._any = _any_of(self._layers)

    def look(self, where: Where, text: str) -> Iterator[Find]:
        """Yield what is found in a text."""
        for kind, start, end in self._sightings(_readings(where, text), text):
            yield find_at(kind, where, text, start, end)
        yield from self.withheld(where, text)

    def withheld(self, where: Where, text: str) -> Iterator[Find]:
        """Yield the words in a text that are withheld elsewhere."""
        for start, end, layer in self.places(where, text):
            found = find_at(FindKind.WITHHELD, where, text, start, end)
            yield replace(found, layer=layer) if end > start else replace(found, words=layer.words, shown=layer.words)

    def places(self, where: Where, text: str) -> Iterator[Place]:
        """Yield where in a text words stand that are withheld elsewhere, and what withholds them."""
        before = self._of_before(where, text)
        if self._any is None and not before:
            return
        layers, any_of = (*self._layers, *before), _any_of((*self._layers, *before)) if before else self._any
        found: list[Place] = []
        for reading in _readings(where, text):
            said = without_marks(reading.text if reading else text)
            if any_of and _may_hold(any_of, said):
                found += _new(found, _in_reading(layers, said, reading))
        if _is_markdown(where):
            found += _as_shown(layers, text, tuple(found))
        yield from found

    def _of_before(self, where: Where, text: str) -> tuple[Redaction, ...]:
        """Return what is withheld of single places in earlier versions, and is looked for in this text.

        Beside the field itself that is in texts that readers do not have: what they have was let out with that layer.
        """
        if where.spot not in OWN_TEXTS or where.reference not in self._withheld.earlier:
            return ()
        single = [one for one in self._withheld.earlier[where.reference] if one.nth is not None and one.field != WHOLE]
        others = bool(single) and print_of(text) not in self._public
        return tuple(layer for layer in single if others or layer.field == where.field)

    def _sightings(self, readings: Readings, text: str) -> Iterator[tuple[FindKind, int, int]]:
        known: list[tuple[int, int]] = []
        for reading in readings:
            for kind, found in seen_in(reading.text if reading else text):
                start, end = reading.place(found.start, found.end) if reading else (found.start, found.end)
                if self._counts(kind, found) and not any(start < b and end > a for a, b in known if reading):
                    yield kind, start, end
                if reading is None:
                    known.append((start, end))

    def _counts(self, kind: FindKind, found: Sighting) -> bool:
        return kind is not FindKind.MAIL or found.found.casefold() not in self._offices


def _is_markdown(where: Where) -> bool:
    return where.spot is Spot.HAND and not where.path.endswith(".yml")


def _readings(where: Where, text: str) -> Readings:
    """Return how a text is read: first as it is written (None), then as a reader makes it out where that differs."""
    markdown = _is_markdown(where)
    if not markdown and _as_written(text):
        return AS_WRITTEN
    read = as_read(text, markdown=markdown)
    return (None, read) if read else AS_WRITTEN


@lru_cache(maxsize=KEPT)
def _as_written(text: str) -> bool:
    """Tell whether a text that was typed is read as it is written; of most it is known."""
    return as_read(text) is None


@lru_cache(maxsize=KEPT)
def _may_hold(words: re.Pattern[str], text: str) -> bool:
    """Tell whether any of the words stands in a text; what was looked through once is known."""
    return words.search(text) is not None


def _any_of(layers: Collection[Redaction]) -> re.Pattern[str] | None:
    pieces = {r"\s+".join(map(re.escape, _words(layer).split())) for layer in layers}
    return re.compile("|".join(sorted(pieces)), re.IGNORECASE) if pieces else None


def _words(layer: Redaction) -> str:
    read = as_read(layer.words)
    return read.text if read else layer.words


def _in_reading(layers: Collection[Redaction], text: str, reading: AsRead | None) -> Iterator[Place]:
    for layer in layers:
        for words in dict.fromkeys((layer.words, _words(layer))):
            for start, end in repeats(words, text):
                yield (*(reading.place(start, end) if reading else (start, end)), layer)


def _new(known: Collection[Place], more: Iterator[Place]) -> list[Place]:
    """Return those that are not where the same layer has been found already."""
    return [one for one in more if not any(one[2] is k[2] and one[0] < k[1] and one[1] > k[0] for k in known)]


def _as_shown(layers: Collection[Redaction], text: str, known: Collection[Place]) -> Iterator[Place]:
    """Yield the words that stand on the page which Markdown becomes, and were not found in its source.

    Where they stand in it is a guess, and nowhere at all (from 0 to 0) where there is none. A file is made into a page
    only where every word of what is withheld stands in it somewhere.
    """
    read = as_read(text, markdown=True)
    said = (read.text if read else unicodedata.normalize("NFC", text)).casefold()
    for layer in layers:
        words = _words(layer).casefold().split()
        if not all(word in said for word in words):
            continue
        number = sum(one[2] is layer for one in known)
        if len(repeats(_words(layer), without_marks(_shown(text)))) > number:
            yield (*_guess(words, text, [one for one in known if one[2] is layer]), layer)


@lru_cache(maxsize=SHOWN)
def _shown(text: str) -> str:
    return text_of_html(to_html(_FRONT_MATTER.sub("", text)))


def _guess(words: list[str], text: str, known: list[Place]) -> tuple[int, int]:
    between = f".{{0,{_FAR}}}?"
    pattern = re.compile(between.join(map(re.escape, words)), re.IGNORECASE | re.DOTALL)
    found = [m.span() for m in pattern.finditer(text) if not any(m.start() < b and m.end() > a for a, b, _ in known)]
    return min(found, key=lambda span: span[1] - span[0], default=(0, 0))
