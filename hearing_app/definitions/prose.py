"""Markdown as the site reads it: where its headings stand, and what in it nobody can have meant."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from hearing_app.definitions.positions import Source
from hearing_app.domain.message import N_
from hearing_app.domain.paragraphs import HEADING, code_lines
from hearing_app.domain.problem import Place
from hearing_app.domain.tangle import tangled_line

_UNDERLINE = re.compile(r"(?:=+|-+) *$")


def headings(body: str) -> Iterator[tuple[int, int, str]]:
    """Yield (0-based line, level, text) of each heading outside code blocks."""
    lines = body.splitlines()
    inside = code_lines(lines)
    for index, line in enumerate(lines):
        if index not in inside and (match := HEADING.match(line)):
            yield index, len(match[1]), match[2].rstrip(" \t")


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
        text = bool(line.strip()) and index not in inside and not HEADING.match(line)
        indented = line.startswith(("    ", "\t"))
        if begins and text and not indented and not _UNDERLINE.match(line) and _UNDERLINE.match(under):
            yield index
        begins = not text or bool(_UNDERLINE.match(line))
