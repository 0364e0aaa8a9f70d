"""A draft as a file: a new version begun from it, a section replaced, and what the version says of itself.

Only the lines that are meant are touched, for the file is a person's.
"""

import re
from collections.abc import Iterable
from datetime import date

from hearing_app.definitions.prose import headings
from hearing_app.domain.difference import ALIKE, likeness
from hearing_app.domain.draft import Section
from hearing_app.domain.paragraphs import blocks
from hearing_app.domain.versions import Extent

FENCE = "---"


class NoSuchSection(LookupError):
    """The text has no section with this id."""


def begin_version(text: str, *, version: str) -> str:
    """Return a new version of a draft with its own name: a working draft, which has no day and says nothing of itself.

    Args:
        text: the whole file of the draft that it begins as.
        version: what the version is called.
    """
    for key in ("date", "changes"):
        text = _with_key(text, key, None)
    return _with_key(text, "version", version)


def with_day(text: str, day: date) -> str:
    """Return the text of a version that has a date: readers see it from that day."""
    return _with_key(text, "date", day.isoformat())


def with_extent(text: str, extent: Extent) -> str:
    """Return the text of a version that says how much it changes."""
    return _with_key(text, "changes", extent.value)


def _with_key(text: str, key: str, value: str | None) -> str:
    """Return `text` with a key as the last of its head, or without it."""
    lines = text.splitlines()
    if not lines or lines[0].strip() != FENCE:
        lines = [FENCE, FENCE, *lines]
    end = next(at for at, line in enumerate(lines[1:], start=1) if line.strip() == FENCE)
    kept = [line for line in lines[1:end] if not re.match(rf"{re.escape(key)}\s*:", line)]
    said = [] if value is None else [f"{key}: {value}"]
    return "\n".join([FENCE, *kept, *said, *lines[end:]]) + "\n"


def section_text(text: str, section_id: str) -> str:
    """Return what stands under the heading of a section, as it is typed, ids of paragraphs included.

    Raises:
        NoSuchSection: it is not there.
    """
    lines = text.splitlines()
    first, end = _span(lines, section_id)
    return "\n".join(lines[first + 1 : end]).strip("\n")


def with_section(text: str, section_id: str, markdown: str) -> str:
    """Return `text` with other words under the heading of a section; the heading stays.

    Raises:
        NoSuchSection: it is not there.
    """
    lines = text.splitlines()
    first, end = _span(lines, section_id)
    put_in = ["", *markdown.strip("\n").splitlines(), ""] if markdown.strip() else [""]
    return "\n".join([*lines[: first + 1], *put_in, *lines[end:]]).rstrip("\n") + "\n"


def _span(lines: list[str], section_id: str) -> tuple[int, int]:
    """Return the line of a section's heading and the line after its last."""
    begin = 0
    if lines and lines[0].strip() == FENCE:
        begin = next((at for at, line in enumerate(lines[1:], start=2) if line.strip() == FENCE), 0)
    found = [(begin + at, text) for at, level, text in headings("\n".join(lines[begin:])) if level == 2]  # noqa: PLR2004 - sections are level 2
    for place, (at, heading) in enumerate(found):
        if heading.endswith(f"{{#{section_id}}}"):
            return at, found[place + 1][0] if place + 1 < len(found) else len(lines)
    raise NoSuchSection(section_id)


def with_ids(markdown: str, section: Section) -> str:
    """Return a section's new text with the ids that its author gave paragraphs of the old one.

    A paragraph that stands there unchanged keeps its id, else the one most like it gets it; what has nothing like it
    any more loses it.
    """
    lines = markdown.splitlines()
    spans = [(block.last, "\n".join(lines[block.first : block.last + 1])) for block in blocks(lines)]
    free = dict(enumerate(spans))
    for place, name in section.names:
        at = _heir(section.paragraphs[place].text, free.items())
        if at is not None:
            last, _text = free.pop(at)
            lines[last] = f"{lines[last].rstrip()} {{#{name}}}"
    return "\n".join(lines)


def _heir(text: str, found: Iterable[tuple[int, tuple[int, str]]]) -> int | None:
    """Return which of the paragraphs found is `text`, or most like it; None where none is alike."""
    ranked = sorted(((likeness(text, other), -at) for at, (_last, other) in found), reverse=True)
    return -ranked[0][1] if ranked and ranked[0][0] >= ALIKE else None
