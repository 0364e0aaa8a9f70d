"""What a document is while it is being imported: blocks in order, and remarks to the person who will edit it."""

from dataclasses import dataclass, field
from enum import StrEnum

from hearing_app.domain.message import Message
from hearing_app.domain.vocabulary import Language


class Kind(StrEnum):
    """What a block is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    TABLE = "table"


@dataclass(frozen=True)
class Block:
    """A paragraph, a heading, one item of a list, or a table.

    Attributes:
        text: Markdown of what stands in a line; several lines are parted by line breaks. Empty for a table.
        plain: the same without any marks.
        place: the line (plain text) or the paragraph (Word, empty ones not counted) it begins on, from 1.
        level: of a heading 1–6; of an item how deep it is nested, from 0.
        number: of an item in a numbered list.
        rows: of a table, cells as Markdown.
        notes: ids of the footnotes it refers to.
    """

    kind: Kind
    text: str = ""
    plain: str = ""
    place: int = 1
    level: int = 0
    number: int | None = None
    rows: tuple[tuple[str, ...], ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Remark:
    """Something to tell the person: about the document, about a place, or about a text that was left out.

    Attributes:
        text: what was not placed; empty where all was kept and there is only something to look at.
        place: line or paragraph from 1; 0 where it is about the whole document.
    """

    message: Message
    text: str = ""
    place: int = 0


@dataclass(frozen=True)
class Document:
    """A file as it was read, before anybody asks what it is to become."""

    blocks: tuple[Block, ...]
    title: str = ""
    notes: dict[str, str] = field(default_factory=dict)
    remarks: tuple[Remark, ...] = ()
    in_lines: bool = True
    """Whether places are lines; otherwise they are paragraphs."""


@dataclass(frozen=True)
class Imported:
    """The Markdown file that came out, and what to tell about it.

    Attributes:
        placed: how many of what found a place: sections of a draft; of a case paper fields, parts and points.
    """

    text: str
    language: Language
    placed: dict[str, int]
    remarks: tuple[Remark, ...]
    in_lines: bool

    @property
    def unplaced(self) -> tuple[Remark, ...]:
        """The remarks that are about texts without a place."""
        return tuple(remark for remark in self.remarks if remark.text)


class ImportRefused(Exception):
    """The file cannot be imported; `message` says why and what to do instead."""

    def __init__(self, message: Message) -> None:
        """Take the sentence."""
        super().__init__(str(message))
        self.message = message
