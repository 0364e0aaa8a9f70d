"""Markdown as the site reads it: where its headings stand, and what in it nobody can have meant."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from hearing_app.definitions.positions import Source
from hearing_app.domain.message import N_
from hearing_app.domain.problem import Place
from hearing_app.domain.tangle import tangled_line

# Markdown takes a line for a heading also without a space after the marks.
_HEADING = re.compile(r"(#{1,6})[ \t]*([^#\s].*?)[ \t]*$")
_FENCE = re.compile(r"(`{3,}|~{3,}) *(?:\{.*\}|\.?[\w#.+-]*) *$")
_UNDERLINE = re.compile(r"(?:=+|-+) *$")


def code_lines(lines: Sequence[str]) -> frozenset[int]:
    """Return which lines (from 0) stand in fenced code blocks, fences included; a fence nobody closes is text."""
    last = {line.rstrip(" "): index for index, line in enumerate(lines) if line[:3] in ("```", "~~~")}
    inside: set[int] = set()
    fence = ""
    for index, line in enumerate(lines):
        if fence:
            inside.add(index)
            fence = "" if line.rstrip(" ") == fence else fence
        elif (match := _FENCE.match(line)) and last.get(match[1], -1) > index:
            fence = match[1]
            inside.add(index)
    return frozenset(inside)


def headings(body: str) -> Iterator[tuple[int, int, str]]:
    """Yield (0-based line, level, text) of each heading outside code blocks."""
    lines = body.splitlines()
    inside = code_lines(lines)
    for index, line in enumerate(lines):
        if index not in inside and (match := _HEADING.match(line)):
            yield index, len(match[1]), match[2]


def check_prose(body: str, first_line: int, source: Source) -> None:
    """Report first-level and underlined headings, and what is too tangled to show; `body` begins on `first_line`.

    The page has its own first-level heading, and two confuse a screen reader.
    """
    for index, level, _ in headings(body):
        if level == 1:
            source.report(
                Place(source.file, first_line + index),
                N_("Start headings at ##: the page's own title is the first level."),
            )
    for index in _underlined(body.splitlines()):
        source.report(
            Place(source.file, first_line + index),
            N_("A line under a text makes it a heading. Write ## in front of it, or put an empty line between them."),
        )
    tangled = tangled_line(body)
    if tangled is not None:
        source.report(
            Place(source.file, first_line + tangled),
            N_("The brackets or lists here are too tangled to show. Close the brackets, and nest less deeply."),
        )


def _underlined(lines: Sequence[str]) -> Iterator[int]:
    """Yield the lines (from 0) of headings written with a line under them, which only begin a paragraph."""
    inside = code_lines(lines)
    begins = True
    for index, (line, under) in enumerate(pairwise(lines)):
        text = bool(line.strip()) and index not in inside and not _HEADING.match(line)
        indented = line.startswith(("    ", "\t"))
        if begins and text and not indented and not _UNDERLINE.match(line) and _UNDERLINE.match(under):
            yield index
        begins = not text or bool(_UNDERLINE.match(line))
