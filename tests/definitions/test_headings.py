"""Headings that nobody means well with are read in a time that follows their length."""

import time

import pytest

from hearing_app.definitions.documents import read_draft
from hearing_app.definitions.positions import Source


@pytest.mark.parametrize(
    "line", ["## a" + " " * 200_000 + "x", "## " + "{#" * 200_000, "#" * 400_000, "## a {#" + "}" * 200_000]
)
def test_a_long_heading_takes_no_long_time(line):
    """Whatever it ends in; what is wrong with it is told."""
    source = Source("draft.md")
    began = time.perf_counter()
    read_draft(f"---\ntitle: T\n---\n{line}\n\nTekst.\n", source)
    assert time.perf_counter() - began < 2
    assert source.problems


@pytest.mark.parametrize(
    ("line", "heading"),
    [
        ("## 1 Formål {#formal}", "1 Formål"),
        ("## 1 Formål\t{#formal}  ", "1 Formål"),
        ("##1 Formål{#formal}", "1 Formål"),
    ],
)
def test_white_space_around_the_id_is_no_part_of_the_heading(line, heading):
    """Nor is what stands after it."""
    source = Source("draft.md")
    draft = read_draft(f"---\ntitle: T\n---\n{line}\n\nTekst.\n", source)
    assert not source.problems
    assert [(s.id, s.heading) for s in draft.sections] == [("formal", heading)]
