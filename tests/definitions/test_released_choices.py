"""Choices in the machine's files: what is written is what is read, and files without them are as they were."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from hearing_app.definitions import released as files
from hearing_app.definitions.models import parse
from hearing_app.definitions.positions import Source, read_yaml
from hearing_app.definitions.written_models import ReleasedFile, SummaryFile
from hearing_app.domain.submission import Answer, PoliticalStanding
from hearing_app.domain.summary import ChoiceCount, OptionCount, ReleasedSubmission, Summary
from hearing_app.domain.vocabulary import Stance, Standing

SLUG = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,2}", fullmatch=True)
COUNT = st.integers(0, 400)
AT = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)
CHOICES = st.builds(ChoiceCount, SLUG, st.lists(st.builds(OptionCount, SLUG, COUNT), max_size=4).map(tuple), COUNT)
ANSWERS = st.builds(Answer, SLUG, st.sampled_from([None, *Stance]), st.text("abc \n", max_size=20), st.just("") | SLUG)


def copy_with(answers):
    standing = PoliticalStanding(Standing.ADMINISTRATIVE)
    return ReleasedSubmission("bergvik", "2026-0001", AT, 1, "0e" * 32, "", standing, tuple(answers))


def through_the_file(model, text):
    source = Source("x.yml")
    read = parse(model, read_yaml(text, source), source)
    assert source.problems == []
    return read


@given(st.lists(ANSWERS, max_size=4))
def test_a_released_choice_is_read_as_it_was_written(answers):
    """Also one like `no` or `0301`, which YAML takes for something else."""
    copy = copy_with([*answers, Answer("x", choice="no"), Answer("y", choice="0301")])
    assert files.read_released(through_the_file(ReleasedFile, files.write_released(copy))) == copy


@given(st.lists(CHOICES, max_size=3))
def test_counted_choices_are_read_as_they_were_written(choices):
    """In the order of the alternatives."""
    summary = Summary(3, 2, 1, (), (), tuple(choices))
    assert files.read_summary(through_the_file(SummaryFile, files.write_summary(summary))) == summary


def test_files_of_hearings_without_alternatives_are_as_they_were():
    """Publishing again must not change what nobody has touched."""
    assert "choice" not in files.write_released(copy_with([Answer("formal", Stance.SUPPORTS, "Bra.")]))
    assert "choice" not in files.write_summary(Summary(3, 2, 1, (), ()))
