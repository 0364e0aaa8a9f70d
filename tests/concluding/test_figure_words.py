"""Figures in the secretariat's own words: what is put in, and that they are known again when they have changed."""

from collections import Counter
from dataclasses import replace

import pytest

from hearing_app.concluding.figure_words import figures_in_words, moved_figures, with_figures, with_present_figures
from hearing_app.concluding.summing_up import tell
from hearing_app.domain.progress import Counted, Progress
from hearing_app.domain.summary import Summary, SummaryPoint
from hearing_app.domain.summary_figures import PointCount
from hearing_app.domain.vocabulary import Conclusion, Language
from hearing_app.library import Library
from hearing_app.text import words_for


@pytest.fixture
def told(db, content, three_answers, now):
    """A function that tells the summary of three answers, with 20 points of which some are concluded."""

    def in_language(language=Language.NB, summary=None):
        library = Library(content)
        found = tell(
            db, library.matter("lukket-strategi"), library.last_good_council(), words_for(language), now=now, only=""
        )
        total = PointCount("", 20, Counter({Conclusion.ACCEPTED: 8, Conclusion.NOTED: 3}))
        matter = replace(found.matter, summary=summary)
        return replace(found, matter=matter, figures=replace(found.figures, total=total))

    return in_language


def summary(*conclusions, to_come=()):
    rows = tuple(SummaryPoint("bergvik", "mal", "Bruer.", "Ja.", conclusion) for conclusion in conclusions)
    return replace(Summary(0, 0, 0, (), rows), to_come=frozenset(to_come))


@pytest.mark.parametrize("language", list(Language))
def test_what_was_just_put_in_has_not_moved(told, language):
    """In each language, also with words of a person's around it and lines broken otherwise."""
    found = told(language, summary(Conclusion.ACCEPTED, Conclusion.ACCEPTED, Conclusion.NOTED))
    text = with_figures("Vi takker for **12** svar.", found)
    assert moved_figures(text, found) == ()
    assert moved_figures(text.replace(" ", "\n"), found) == () or language is not Language.NB


@pytest.mark.parametrize("language", list(Language))
def test_figures_that_have_changed_are_told_with_those_of_now(told, language):
    """Each sentence as it stands and as it would be; all that a person wrote stays."""
    before = told(language, summary(Conclusion.ACCEPTED, Conclusion.NOTED))
    text = with_figures("Vi takker for 12 svar.", before)
    counted = Counted(before.seen.counted.by_progress + Counter({Progress.ANSWERED: 4}))
    stances = tuple(replace(one, supports=one.supports + 2) for one in before.figures.stances)
    figures = replace(before.figures, stances=stances, total=replace(before.figures.total, points=21))
    after = replace(before, seen=replace(before.seen, counted=counted), figures=figures)
    after = replace(after, matter=replace(after.matter, summary=summary(Conclusion.ACCEPTED, Conclusion.ACCEPTED)))
    moved = moved_figures(text, after)
    assert len(moved) == 3 + len(stances)
    assert all(one.said in text and one.now in figures_in_words(after) for one in moved)
    mended = with_present_figures(text, after)
    assert moved_figures(mended, after) == ()
    assert mended == with_figures("Vi takker for 12 svar.", after)


def test_conclusions_that_are_not_public_are_not_put_in(told):
    """The text is public when it is saved; those of one part are told as so far."""
    assert "Konklusjoner" not in figures_in_words(told())
    some = figures_in_words(told(summary=summary(Conclusion.ACCEPTED, None, to_come={"tiltak"})))
    assert "Konklusjoner som er publisert så langt: 1 tas til følge og 1 ikke konkludert ennå." in some
    every = figures_in_words(told(summary=summary(Conclusion.ACCEPTED, Conclusion.NOTED)))
    assert "Konklusjoner: 1 tas til følge og 1 tas til orientering." in every


def test_conclusions_that_were_put_in_and_are_not_public_are_told(told):
    """And taken out by the button, without a trace."""
    text = "Slik gikk det. Konklusjoner: 8 tas til følge, 3 tas til orientering og 9 ikke konkludert ennå. Takk."
    (moved,) = moved_figures(text, told())
    assert moved.now == ""
    assert with_present_figures(text, told()) == "Slik gikk det. Takk."


def test_a_persons_own_figures_are_left_alone(told):
    """Only a sentence that is one of ours but for its numbers is held against them."""
    assert moved_figures("3 kommuner svarte for sent. Konklusjoner: mange. 5 svar kom fra Oslo.", told()) == ()


def test_the_summary_is_not_complete_while_figures_have_moved(db, content, told, now):
    """Whatever language the reader has; the text is in the hearing's."""
    path = content / "hearings/lukket-strategi/summary.md"

    def missing(text):
        path.write_text(text, encoding="utf-8")
        library = Library(content)
        found = tell(
            db, library.matter("lukket-strategi"), library.last_good_council(), words_for(Language.EN), now=now
        )
        return [words_for(Language.EN).say(step.message) for step in found.missing if step.kind.value == "words"]

    assert missing("Slik gjekk det.\n") == []
    first = figures_in_words(told(Language.NN)).partition(".")[0]
    assert first.startswith("3 av dei ")
    (said,) = missing(f"{first}.\n".replace("3 av", "9 av", 1))
    assert said == "Figures in the secretariat's own words that are not the present ones: 1."
