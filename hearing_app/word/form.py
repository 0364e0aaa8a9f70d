"""What a Word form asks, in the reader's words, and the marks by which it is known again."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from hearing_app.domain.vocabulary import Language

NAME = r"(?:text|stance|choice|respondent|standing)_[a-z0-9_-]{1,80}|no_remark"
"""What a field can be called."""
MARK = re.compile(rf"\[({NAME})\]")
IDENTITY = re.compile(r"samrad:([a-z0-9-]{1,80}):([a-z0-9-]{0,80}):([0-9a-f]{12})")
CHOSEN = "="
"""Between a field's name and an option's value in the name of a box."""
# XML has no sign for these, however they are written.
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class FieldKind(StrEnum):
    """How a field is filled in."""

    LINE = "line"
    TEXT = "text"
    CHOICE = "choice"


@dataclass(frozen=True)
class Prose:
    """A text to read: Markdown, and the language that it is in."""

    markdown: str
    language: Language


@dataclass(frozen=True)
class Option:
    """One box to tick."""

    value: str
    label: str
    about: Prose | None = None


@dataclass(frozen=True)
class Field:
    """Something to fill in; `value` is what has been saved, of a choice the option's value."""

    name: str
    kind: FieldKind
    label: str
    value: str = ""
    help: Prose | None = None
    options: tuple[Option, ...] = ()

    @property
    def mark(self) -> str:
        """What stands beside the label, so that the field is known without a content control."""
        return f"[{self.name}]"


@dataclass(frozen=True)
class Part:
    """A heading of a level from 1, texts to read, and fields; lines that follow each other share a table."""

    heading: str
    level: int
    prose: tuple[Prose, ...] = ()
    fields: tuple[Field, ...] = ()
    language: Language | None = None
    """The heading's language where it is not the form's."""


@dataclass(frozen=True)
class Identity:
    """Whose form it is: hearing, body ("" for the one that anybody can download), and fingerprint of what it asks."""

    hearing: str
    body: str
    fingerprint: str

    def __str__(self) -> str:
        """As it stands in the file."""
        return f"samrad:{self.hearing}:{self.body}:{self.fingerprint}"


@dataclass(frozen=True)
class Form:
    """A form as it is to be written.

    Attributes:
        facts: labels and what stands after them, under the title.
        steps: how it is filled in and sent back, one sentence each.
        ticks, answer: what the columns for boxes, and for lines and their answers, are called.
        identity_label: what stands before the identity.
    """

    language: Language
    title: str
    subtitle: str
    author: str
    facts: tuple[tuple[str, str], ...]
    steps_heading: str
    steps: tuple[str, ...]
    parts: tuple[Part, ...]
    identity: Identity
    identity_label: str
    placeholder: str
    ticks: str
    asked: str
    answer: str
    page: str

    @cached_property
    def fields(self) -> dict[str, Field]:
        """Every field by its name."""
        return {field.name: field for field in self._all()}

    def _all(self) -> Iterator[Field]:
        for part in self.parts:
            yield from part.fields


def writable(text: str) -> str:
    """Return `text` as a Word document can hold it: signs that XML does not have become U+FFFD."""
    return _NOT_IN_XML.sub("\ufffd", text)
