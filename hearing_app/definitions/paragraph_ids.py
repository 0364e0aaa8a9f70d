"""Ids that an author gives paragraphs of a draft: `{#id}` at the end of a paragraph's last line."""

from collections.abc import Sequence

from hearing_app.definitions.fields import LONGEST_ID, SLUG
from hearing_app.definitions.positions import Source
from hearing_app.domain.message import N_
from hearing_app.domain.paragraphs import blocks, code_lines
from hearing_app.domain.problem import Place


def take_ids(
    markdown: str, first_line: int, taken: set[str], source: Source
) -> tuple[str, tuple[tuple[int, str], ...]]:
    """Return `markdown` without the ids of its paragraphs, and the ids with the places of their paragraphs (from 0).

    Args:
        first_line: the line of the file that `markdown` begins on.
        taken: the ids that the document has used so far; what is found here is added.
        source: gets what is wrong: an id in the middle of a paragraph, alone, twice, or none at all.
    """
    lines = markdown.splitlines()
    inside = code_lines(lines)
    found = {at: split for at, line in enumerate(lines) if at not in inside and (split := _split(line))}
    if not found:
        return markdown, ()
    ends = {block.last: place for place, block in enumerate(blocks(lines))}
    names: list[tuple[int, str]] = []
    for at, (text, name) in found.items():
        _check(text, name, taken, source, Place(source.file, first_line + at), ends_paragraph=at in ends)
        taken.add(name)
        if at in ends:
            names.append((ends[at], name))
    return "\n".join(_without(lines, found)), tuple(names)


def _split(line: str) -> tuple[str, str] | None:
    """Return the text and the id of a line that ends in one."""
    line = line.rstrip()
    begin = line.rfind("{#")
    if begin < 0 or not line.endswith("}") or "}" in line[begin:-1]:
        return None
    return line[:begin].rstrip(), line[begin + 2 : -1]


def _without(lines: Sequence[str], found: dict[int, tuple[str, str]]) -> list[str]:
    return [found[at][0] if at in found else line for at, line in enumerate(lines)]


def _check(text: str, name: str, taken: set[str], source: Source, place: Place, *, ends_paragraph: bool) -> None:
    if not SLUG.fullmatch(name) or len(name) > LONGEST_ID:
        message = N_("«{value}» cannot be an id. Use a–z, 0–9 and single hyphens, like «nord-fron».", value=name)
    elif not ends_paragraph or not any(letter.isalnum() for letter in text):
        message = N_(
            "The id «{id}» belongs to no paragraph here. Put it at the end of a paragraph's last line.", id=name
        )
    elif name in taken:
        message = N_("The id «{id}» stands twice. Give this paragraph another one.", id=name)
    else:
        return
    source.report(place, message)
