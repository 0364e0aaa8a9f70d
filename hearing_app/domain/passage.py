"""What is read out of a document: passages, each a paragraph or a heading, as they follow each other."""

import re
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Passage:
    """A paragraph of a document; `level` is that of a heading, from 1, and 0 where it is none."""

    text: str
    level: int = 0


def joined(passages: Iterable[Passage]) -> str:
    """Return passages as one text, with an empty line between them."""
    return "\n\n".join(passage.text for passage in passages)


def passages_of_text(text: str) -> tuple[Passage, ...]:
    """Return a text that was typed or pasted as its paragraphs: an empty line ends one."""
    return tuple(Passage(part.strip()) for part in re.split(r"\n[^\S\n]*\n", text) if part.strip())
