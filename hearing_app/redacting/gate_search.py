"""Looking for everything that the gate knows in one text: as it is written, and as a reader makes it out."""

import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from functools import lru_cache

from hearing_app.domain.as_read import AsRead, as_read, without_marks
from hearing_app.domain.personal_data import Sighting
from hearing_app.domain.public_text import Redactions, repeats
from hearing_app.domain.redaction import WHOLE, Redaction, places_of
from hearing_app.redacting.find import KEPT, Find, FindKind, Spot, Where, find_at, key_of, seen_in
from hearing_app.redacting.shown_words import as_shown, page_of, words_of

SETS = 16
"""Of how many sets of withheld words, one for each hearing, it is remembered in which texts they stand."""
OWN_TEXTS = frozenset({Spot.ANSWER, Spot.QUOTE, Spot.FILE})
"""Where words are looked for that are withheld of one place in an earlier version of the same answer."""
Place = tuple[int, int, Redaction]
Readings = tuple[AsRead | None, ...]
AS_WRITTEN: Readings = (None,)
NO_WORDS: frozenset[str] = frozenset()


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
        self._sought = _sought(frozenset(map(words_of, self._layers)), offices)

    def look(self, where: Where, text: str) -> Iterator[Find]:
        """Yield what is found in a text."""
        same_for_all = where.spot is not Spot.HAND and where.reference not in self._withheld.earlier
        if same_for_all and text in self._sought.clean:
            return
        clean = same_for_all
        for kind, start, end in self._sightings(_readings(where, text), text):
            clean = False
            yield find_at(kind, where, text, start, end)
        for find in self.withheld(where, text):
            clean = False
            yield find
        if clean:
            self._sought.keep_clean(text)

    def withheld(self, where: Where, text: str) -> Iterator[Find]:
        """Yield the words in a text that are withheld elsewhere."""
        for place in self.places(where, text):
            yield self.found(where, text, place)

    def found(self, where: Where, text: str, place: Place) -> Find:
        """Return what was found at a place; where nothing tells where it is, it is what is withheld itself."""
        start, end, layer = place
        find = find_at(FindKind.WITHHELD, where, text, start, end)
        if end > start:
            return replace(find, layer=layer)
        key = key_of(FindKind.WITHHELD, where, text, layer.words)
        return replace(find, layer=layer, words=layer.words, shown=layer.words, key=key)

    def places(self, where: Where, text: str) -> Iterator[Place]:
        """Yield where in a text words stand that are withheld elsewhere, and what withholds them.

        From 0 to 0 are words that a reader sees, and of which nothing tells where in the source they stand.
        """
        before = self._of_before(where, text)
        if not self._layers and not before:
            return
        found: list[Place] = []
        for reading in _readings(where, text):
            said = without_marks(reading.text if reading else text)
            if layers := (*self._standing(said), *before):
                found += _new(found, _in_reading(layers, said, reading))
        if _is_markdown(where):
            found += as_shown(self._standing(page_of(text)), text, tuple(found))
        yield from found

    def _standing(self, text: str) -> tuple[Redaction, ...]:
        """Return the layers on every occurrence whose words stand in a text."""
        words = self._sought.standing(text) if self._layers else NO_WORDS
        return tuple(layer for layer in self._layers if words_of(layer) in words) if words else ()

    def _of_before(self, where: Where, text: str) -> tuple[Redaction, ...]:
        """Return what is withheld of single places in earlier versions, and is looked for in this text.

        Beside the field itself that is in texts that readers do not have: what they have was let out with that layer.
        """
        if where.spot not in OWN_TEXTS or where.reference not in self._withheld.earlier:
            return ()
        single = [one for one in self._withheld.earlier[where.reference] if one.nth is not None and one.field != WHOLE]
        others = bool(single) and text not in self._public
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


class _Sought:
    """The withheld words of a hearing, and in which texts they stand: what was looked through once is known.

    `clean` are texts in which nothing at all was found.
    """

    def __init__(self, words: frozenset[str]) -> None:
        pieces = {r"\s+".join(map(re.escape, one.split())) for one in words}
        self._words = words
        self._pattern = re.compile("|".join(sorted(pieces)), re.IGNORECASE)
        self._known: dict[str, frozenset[str]] = {}
        self.clean: set[str] = set()

    def standing(self, text: str) -> frozenset[str]:
        """Return which of the words stand in a text."""
        known = self._known.get(text)
        if known is None:
            _make_room(self._known)
            found = self._words if self._pattern.search(text) else NO_WORDS
            known = self._known[text] = frozenset(one for one in found if places_of(one, text)) or NO_WORDS
        return known

    def keep_clean(self, text: str) -> None:
        """Remember that nothing at all was found in a text."""
        _make_room(self.clean)
        self.clean.add(text)


def _make_room(kept: dict[str, frozenset[str]] | set[str]) -> None:
    if len(kept) >= KEPT:
        kept.clear()


@lru_cache(maxsize=SETS)
def _sought(words: frozenset[str], offices: frozenset[str]) -> _Sought:  # noqa: ARG001 - what is clean depends on it
    return _Sought(words)


def _in_reading(layers: Collection[Redaction], text: str, reading: AsRead | None) -> Iterator[Place]:
    for layer in layers:
        for words in dict.fromkeys((layer.words, words_of(layer))):
            for start, end in repeats(words, text):
                yield (*(reading.place(start, end) if reading else (start, end)), layer)


def _new(known: Collection[Place], more: Iterator[Place]) -> list[Place]:
    """Return those that are not where the same layer has been found already."""
    return [one for one in more if not any(one[2] is k[2] and one[0] < k[1] and one[1] > k[0] for k in known)]
