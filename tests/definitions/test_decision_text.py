"""A decision is written so that reading it again gives the same, and nothing that a form has no room for is lost."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hearing_app.definitions.decision_text import (
    HEADINGS,
    headings_of,
    read_whole,
    reads_again,
    settled_point,
    write_decision,
)
from hearing_app.definitions.documents import read_decision
from hearing_app.definitions.positions import Source
from hearing_app.domain.decision import Decision, Proposal
from hearing_app.domain.vocabulary import DecisionStage, Language

NB = HEADINGS[Language.NB]
FILE = """---
organ: Rådet
date: 2026-01-20
---

Først dette.

## Framlegg {#proposal}

1. Avtalen vedtas.

## Vedtak {#decision}

1. Avtalen vedtas. Arbeidet deles:
   - beredskap
   - klima
2. Ordningen evalueres.
"""

LINE = st.text(st.sampled_from("abcæøå 0123-*#>`.():{}[]|!\"'"), max_size=30)
POINT = st.lists(LINE, min_size=1, max_size=5).map("\n".join).map(settled_point).map(settled_point)
POINTS = st.lists(POINT.filter(bool), max_size=12).map(tuple)
WORDS = st.text(st.sampled_from("abcæøå 0123-#:'\"{}[],&*!|>%@`"), max_size=20).map(lambda t: " ".join(t.split()))
PROSE = st.lists(st.text(st.sampled_from("abc æøå.,0-"), max_size=20), max_size=6).map("\n".join).map(str.strip)


@settings(max_examples=300, deadline=None)
@given(
    organ=WORDS.filter(bool),
    day=st.dates(date(1900, 1, 1), date(2200, 1, 1)),
    proposal=POINTS,
    points=POINTS,
    place=WORDS,
    number=WORDS,
    vote=WORDS,
    stage=st.sampled_from(DecisionStage),
)
def test_whatever_is_written_is_read_again(organ, day, proposal, points, place, number, vote, stage):
    """Points with lists, numbers and marks in them, and words that YAML would take for something else."""
    decision = Decision(organ, day, proposal, "", points, place, number, vote, "", stage)
    assert read_decision(write_decision(decision, NB), Source("decision.md")) == decision


@settings(max_examples=100, deadline=None)
@given(points=POINTS.filter(bool), organ=WORDS, day=st.none() | st.dates(date(1900, 1, 1), date(2200, 1, 1)))
def test_a_proposal_alone_is_read_again(points, organ, day):
    """With or without the meeting it is for."""
    proposal = Proposal(points, organ, day)
    assert read_decision(write_decision(proposal, NB), Source("decision.md")) == proposal


@settings(max_examples=200, deadline=None)
@given(deliberation=PROSE, note=PROSE)
def test_prose_is_read_again_or_it_is_told(deliberation, note):
    """What cannot be read as it stands is never written: `reads_again` says so beforehand."""
    decision = Decision("Rådet", date(2026, 1, 20), ("A.",), deliberation, ("B.",), note=note)
    if reads_again(decision, NB):
        assert read_decision(write_decision(decision, NB), Source("decision.md")) == decision


def test_a_heading_that_would_begin_a_part_is_told():
    """In the deliberation it must be one of the third level."""
    assert not reads_again(Decision("Rådet", date(2026, 1, 20), (), "## Votering {#votering}", ("B.",)), NB)
    assert reads_again(Decision("Rådet", date(2026, 1, 20), (), "### Votering", ("B.",)), NB)


def test_a_file_by_hand_keeps_its_words():
    """The headings that somebody chose, the note, and the lists inside a point."""
    written = read_whole(FILE, Language.NB)
    again = write_decision(written, headings_of(FILE, Language.NB))
    assert "## Framlegg {#proposal}" in again
    assert "Først dette." in again
    assert read_whole(again, Language.NB) == written


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("organ: Rådet", "organ: Rådet  # spør Siri"),
        ("{#decision}", "{#vedtak}"),
        ("organ: Rådet\n", ""),
        ("---\n\nFørst", "\n\nFørst"),
    ],
)
def test_what_a_form_has_no_room_for_is_not_put_into_one(old, new):
    """A comment in the head, an unknown part, a mistake: such a file is edited as it is."""
    assert read_whole(FILE.replace(old, new, 1), Language.NB) is None


def test_a_proposal_alone_is_no_decision():
    """The hearing is not decided by it; the day of the meeting may stand there or not."""
    text = "---\norgan: Rådet\n---\n\n## Forslag til vedtak {#proposal}\n\n1. Avtalen vedtas.\n"
    source = Source("decision.md")
    assert read_decision(text, source) == Proposal(("Avtalen vedtas.",), "Rådet")
    assert source.problems == []
