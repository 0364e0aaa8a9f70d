"""Rule 13 in the files of the content folder: a national identity number stops the build, whoever wrote the file."""

from collections.abc import Iterator

from hearing_app.definitions.positions import Key, Plain, Source
from hearing_app.domain.message import N_
from hearing_app.domain.problem import Place
from hearing_app.domain.rules import identity_sightings

FOUND = N_("Possible national identity number. It is not published.")
FINGERPRINTS = frozenset({"sha256"})
"""Keys of values that are full of digits and nobody's number."""


def check_text(text: str, source: Source) -> None:
    """Report every identity number in a file that is read as it stands."""
    for sighting in identity_sightings(text):
        source.report(_place(text, sighting.start, source), FOUND)


def check_values(plain: Plain, text: str, source: Source) -> None:
    """Report every identity number in the values of a YAML file.

    The file itself would mislead: it breaks long lines, so a number could hide, and fingerprints are full of digits.

    Args:
        plain: the values, as `read_yaml` returned them with their positions in `source`.
        text: the file they come from, to point at the number itself where it stands there in one piece.
    """
    for key, value in _texts(plain, ()):
        begin = source.place(key)
        offset = _offset(text, begin)
        for sighting in identity_sightings(value):
            at = text.find(value[sighting.start : sighting.end], offset)
            source.report(begin if at < 0 else _place(text, at, source), FOUND)
            offset = max(offset, at + 1)


def _texts(plain: Plain, key: Key) -> Iterator[tuple[Key, str]]:
    if isinstance(plain, str):
        yield key, plain
    elif isinstance(plain, list):
        for index, child in enumerate(plain):
            yield from _texts(child, (*key, index))
    elif isinstance(plain, dict):
        for name, child in plain.items():
            if name not in FINGERPRINTS:
                yield from _texts(child, (*key, name))


def _offset(text: str, place: Place) -> int:
    at = 0
    for _ in range(place.line - 1):
        at = text.find("\n", at) + 1
    return at + place.column - 1


def _place(text: str, at: int, source: Source) -> Place:
    return Place(source.file, text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at))
