"""Rule 13 in the files of the content folder, whoever wrote them.

A national identity number stops the build; a phone number or somebody's own e-mail address is a warning.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from itertools import chain

from hearing_app.definitions.positions import Key, Plain, Source
from hearing_app.domain.message import N_, Message
from hearing_app.domain.personal_data import (
    Sighting,
    can_hold_any,
    identity_sightings,
    phone_sightings,
    private_mail_sightings,
)
from hearing_app.domain.problem import Place
from hearing_app.domain.vocabulary import Level

FOUND = N_("Possible national identity number. It is not published.")
PHONE = N_("Possible phone number. Publish it only if it belongs to an office.")
MAIL = N_("Private e-mail address. Publish it only if it must be known.")
FINGERPRINTS = frozenset({"sha256", "digest"})
"""Keys of values that are full of digits and nobody's number."""
CONTACT = frozenset({"phone", "email", "accessibility_contact"})
"""Keys of values that are there to be called and written to."""
NUMBERED = frozenset({"number", "organisation_number", "case_number", "reference", "id"})
"""Keys of values that are numbers of something else than phones."""
MOST = 100
"""So many of one kind are told in a file: more is no slip, and the rest comes to light when these are gone."""
_CONTACT_LINE = re.compile(rf"\b(?:{'|'.join(sorted(CONTACT))})[ \t]*:[^,}}\n]*$")

Found = tuple[Sighting, Message, Level]


class Lines:
    """Where the lines of a text begin, so that a place is found without counting from the top each time."""

    def __init__(self, text: str) -> None:
        """Take the text."""
        self.starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def place(self, at: int, source: Source) -> Place:
        """Return the place of the character number `at`, from 0."""
        line = bisect_right(self.starts, at)
        return Place(source.file, line, at - self.starts[line - 1] + 1)

    def offset(self, place: Place) -> int:
        """Return the number, from 0, of the character at `place`."""
        return self.starts[min(place.line, len(self.starts)) - 1] + place.column - 1


def check_text(text: str, source: Source, private_mail: frozenset[str]) -> None:
    """Report what may be somebody's own in a file that is read as it stands.

    Args:
        text: the file; contact fields in the head that it may begin with are left alone.
        private_mail: the domains at which people have an address of their own.
    """
    lines, head = Lines(text), _head_end(text)
    for sighting, message, level in _few(_look(text, private_mail), Counter()):
        start_of_line = text.rfind("\n", 0, sighting.start) + 1
        in_head = sighting.start < head
        if level is Level.ERROR or not (in_head and _CONTACT_LINE.search(text[start_of_line : sighting.start])):
            source.report(lines.place(sighting.start, source), message, level)


def check_values(plain: Plain, text: str, source: Source, private_mail: frozenset[str]) -> None:
    """Report what may be somebody's own in the values of a YAML file.

    The file itself would mislead: it breaks long lines, so a number could hide, and fingerprints are full of digits.

    Args:
        plain: the values, as `read_yaml` returned them with their positions in `source`.
        text: the file they come from, to point at the number itself where it stands there in one piece.
        private_mail: the domains at which people have an address of their own.
    """
    lines, told = Lines(text), Counter[str]()
    for key, value in _texts(plain, ()):
        if not can_hold_any(value):
            continue
        begin, seen = source.place(key), Counter[str]()
        start = lines.offset(begin)
        # Indentation and marks make what stands in the file longer than the value.
        end = start + 2 * len(value) + 40 * value.count("\n") + 200
        for sighting, message, level in _few(_look(value, private_mail, _name(key)), told):
            written = value[sighting.start : sighting.end]
            at = text.find(written, start + seen[written], end)
            seen[written] = max(seen[written], at - start + 1)
            source.report(begin if at < 0 else lines.place(at, source), message, level)


def _few(found: Iterator[Found], told: Counter[str]) -> Iterator[Found]:
    """Yield no more of each kind than a person reads; `told` counts them for the whole file."""
    for sighting, message, level in found:
        told[message.sentence] += 1
        if told[message.sentence] <= MOST:
            yield sighting, message, level


def _look(text: str, private_mail: frozenset[str], name: str = "") -> Iterator[Found]:
    """Yield what is found in a text; `name` is the key it is the value of."""
    found: Iterator[Found] = ((sighting, FOUND, Level.ERROR) for sighting in identity_sightings(text))
    if name in CONTACT:
        return found
    mails = ((sighting, MAIL, Level.WARNING) for sighting in private_mail_sightings(text, private_mail))
    phones = ((sighting, PHONE, Level.WARNING) for sighting in phone_sightings(text))
    return chain(found, mails) if name in NUMBERED else chain(found, mails, phones)


def _name(key: Key) -> str:
    return next((part for part in reversed(key) if isinstance(part, str)), "")


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


def _head_end(text: str) -> int:
    """Return where the head of a Markdown file ends; 0 where it has none."""
    end = re.compile(r"^---[ \t]*$", re.MULTILINE).search(text, 4) if text.startswith("---\n") else None
    return end.start() if end else 0
