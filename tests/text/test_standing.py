"""Who stands behind an answer, in one line, and what is still to be told of a preliminary one."""

from dataclasses import replace
from datetime import date

import pytest

from hearing_app.domain.submission import PoliticalStanding
from hearing_app.domain.vocabulary import Language, Standing
from hearing_app.text import words_for
from hearing_app.text.standing import outcome_call, standing_line

NB, NN, EN = (words_for(language) for language in Language)
DECIDED = PoliticalStanding(Standing.COUNCIL, "Kommunestyret", date(2026, 5, 13), "12/26")
PRELIMINARY = replace(DECIDED, level=Standing.PRELIMINARY, day=date(2026, 6, 22))


@pytest.mark.parametrize(
    ("standing", "line"),
    [
        (DECIDED, "Kommunestyret, 13. mai 2026, sak 12/26"),
        (replace(DECIDED, organ="Utvalg for vann", case_number=""), "Kommunestyret, Utvalg for vann, 13. mai 2026"),
        (PoliticalStanding(Standing.ADMINISTRATIVE), "Administrasjonen"),
        (PRELIMINARY, "Foreløpig, skal bekreftes av Kommunestyret 22. juni 2026, sak 12/26"),
        (PoliticalStanding(Standing.PRELIMINARY, "Formannskapet"), "Foreløpig, skal bekreftes, Formannskapet"),
    ],
)
def test_a_line_says_who_stands_behind_an_answer(standing, line):
    """As far as it was told; an organ that the level names already is not said twice."""
    assert standing_line(standing, NB) == line


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        (NB, ("behandles av Kommunestyret 22. juni 2026", "den samme personlige lenken innen den dagen")),
        (NN, ("handsamast av Kommunestyret 22. juni 2026", "den same personlege lenkja innan den dagen")),
        (EN, ("dealt with by Kommunestyret, 22 June 2026", "the same personal link, by that day")),
    ],
)
def test_a_preliminary_answer_is_told_how_and_by_when_its_outcome_is_told(words, parts):
    """By whom and when it is dealt with, in the reader's language."""
    assert all(part in outcome_call(PRELIMINARY, words) for part in parts)


def test_without_a_promised_day_none_is_named():
    """Answers that were received before the form asked for it have none."""
    told = outcome_call(replace(PRELIMINARY, day=None), NB)
    assert "så snart møtet er holdt" in told
    assert "innen" not in told
    assert "None" not in told


@pytest.mark.parametrize("level", [level for level in Standing if level is not Standing.PRELIMINARY])
def test_nothing_is_asked_of_an_answer_that_stands(level):
    """There is no outcome to wait for."""
    assert outcome_call(replace(DECIDED, level=level), NB) == ""
