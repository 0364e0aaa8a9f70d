"""What readers are told of when something that they could read is changed."""

from datetime import UTC, date, datetime

from hearing_app.domain.correction import Affected, Correction, affected, newest_first, withdrawal_of
from hearing_app.domain.submission import Answer, PoliticalStanding
from hearing_app.domain.summary import ReleasedSubmission, Summary, SummaryPoint
from hearing_app.domain.vocabulary import Conclusion, Standing

AT = datetime(2026, 5, 15, 10, 0, tzinfo=UTC)


def copy(body, text="Ord.", reference="2026-0001", version=1):
    answers = (Answer("tiltak", None, text),)
    standing = PoliticalStanding(Standing.COUNCIL, "", None, "")
    return ReleasedSubmission(body, reference, AT, version, "0" * 64, "", standing, answers)


def summary(*points):
    return Summary(1, 1, 1, (), points)


def point(conclusion, assessment="Vurdert.", quote="Ord."):
    return SummaryPoint("bergvik", "tiltak", quote, assessment if conclusion else "", conclusion)


def test_an_answer_that_goes_is_withdrawn():
    """By the id of its body."""
    told = affected([copy("bergvik"), copy("indre")], [copy("indre")], None, summary())
    assert told == Affected(withdrawn=("bergvik",))


def test_the_same_version_with_other_words_is_corrected():
    """A new version is the body's own doing, and no correction of ours."""
    assert affected([copy("bergvik")], [copy("bergvik", "▇▇▇")], None, summary()) == Affected(corrected=("bergvik",))
    assert not affected([copy("bergvik")], [copy("bergvik", "Nytt.", "2026-0002", 2)], None, summary())


def test_another_conclusion_is_a_correction_and_a_first_one_is_not():
    """So is one that is taken away; points that are new are nothing that readers have seen."""
    same = [copy("bergvik")]
    accepted, noted = summary(point(Conclusion.ACCEPTED)), summary(point(Conclusion.NOTED))
    assert affected(same, same, accepted, noted).corrected == ("bergvik",)
    assert affected(same, same, accepted, summary(point(None))).corrected == ("bergvik",)
    assert affected(same, same, accepted, summary()).corrected == ("bergvik",)
    assert not affected(same, same, summary(point(None)), accepted)
    more = summary(point(Conclusion.ACCEPTED), point(Conclusion.NOTED, quote="Mer."))
    assert not affected(same, same, accepted, more)


def test_the_newest_stands_first_and_a_withdrawal_is_found():
    """Of the same day the last that was made."""
    first = Correction(date(2026, 5, 1), "a", ("bergvik",), withdrawn=True)
    second = Correction(date(2026, 6, 3), "b", ("bergvik",))
    third = Correction(date(2026, 6, 3), "c", ("indre",))
    assert newest_first((first, second, third)) == (third, second, first)
    assert withdrawal_of("bergvik", (first, second)) == first
    assert withdrawal_of("indre", (first, second, third)) is None
