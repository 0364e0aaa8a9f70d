"""The numbered points of a proposal or a decision."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from hearing_app.definitions.positions import Source
from hearing_app.domain.message import N_
from hearing_app.domain.paragraphs import code_lines
from hearing_app.domain.problem import Place
from hearing_app.domain.vocabulary import Level

# A point may be shifted by a space or two; by three it belongs to a list inside the point above.
_POINT = re.compile(r" {0,2}(\d+)[.)](?:[ \t]+(.*))?$")
_INNER_LIST = re.compile(r" {0,3}(?:[-*+]|1\.)[ \t]")
TAB = 4


@dataclass(frozen=True)
class _Point:
    """A point as it was typed: its line (from 0), its number (None where there are no numbers), and its lines."""

    line: int
    number: int | None
    lines: list[str]


def numbered_points(markdown: str) -> tuple[str, ...]:
    """Return the numbered points of `markdown` as Markdown of their own; text without numbers is one point.

    What belongs to a point moves out by its indentation, so that paragraphs and lists in it stay what they are.
    Text before the first number belongs to no point; `check_points` tells of it.
    """
    points = list(_points(markdown))
    numbered = [point for point in points if point.number is not None]
    return tuple(_moved_out(point.lines) for point in numbered or points)


def check_points(part: str, markdown: str, first_line: int, source: Source) -> None:
    """Report text before the first number, and the first number that is not in turn; counted from `first_line`.

    The place of each point is kept in `source` under the part's id and the point's number from 0, for what is found
    out later.
    """
    points = list(_points(markdown))
    numbered = [point for point in points if point.number is not None]
    for index, point in enumerate(numbered or points):
        source.values[part, index] = (first_line + point.line, 1)
    if numbered and numbered[0] is not points[0]:
        source.report(
            Place(source.file, first_line + points[0].line),
            N_(
                "Text stands before the first number, and belongs to no point. Move it to the deliberation, or above "
                "the parts."
            ),
        )
    for expected, point in enumerate(numbered, start=1):
        if point.number != expected:
            source.report(
                Place(source.file, first_line + point.line),
                N_(
                    "The number {typed} stands where {expected} is next, and is shown as {expected}. Correct it.",
                    typed=str(point.number),
                    expected=expected,
                ),
                Level.WARNING,
            )
            return


def _points(markdown: str) -> Iterator[_Point]:
    lines = markdown.splitlines()
    inside = code_lines(lines)
    point: _Point | None = None
    for index, line in enumerate(lines):
        match = None if index in inside else _POINT.match(line)
        if match is None and point is not None:
            point.lines.append(line)
        elif match or line.strip():
            if point is not None:
                yield point
            point = _Point(index, int(match[1]) if match else None, [(match[2] or "") if match else line])
    if point is not None:
        yield point


def _moved_out(lines: list[str]) -> str:
    """Return a point's lines with what is under the first moved out, and its lists parted from the text above."""
    rest = [line.expandtabs(TAB).rstrip() for line in lines[1:]]
    indents = [len(line) - len(line.lstrip()) for line in rest if line.startswith(" ")]
    width = min(indents, default=0)
    moved = [lines[0].strip()]
    in_list = False
    for line in rest:
        indented = line[:width].isspace()
        text = line[width:] if indented else line
        begins = indented and not in_list and _INNER_LIST.match(text) is not None
        if begins and moved[-1]:
            moved.append("")  # Markdown lets a list begin only after an empty line
        moved.append(text)
        in_list = bool(text) and (in_list or begins)
    return "\n".join(moved).strip()
