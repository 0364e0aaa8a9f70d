"""What readers are told of when something that they could read is changed."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from hearing_app.domain.attachment import Attachment
from hearing_app.domain.confirmation import Treatment
from hearing_app.domain.correction import Affected, Correction, affected, newest_first, withdrawal_of
from hearing_app.domain.guest import Sender
from hearing_app.domain.published_file import PublishedFile
from hearing_app.domain.submission import Answer, PoliticalStanding
from hearing_app.domain.summary import ReleasedSubmission, Summary, SummaryPoint
from hearing_app.domain.vocabulary import Conclusion, FileRelease, Outcome, SenderKind, Standing

AT = datetime(2026, 5, 15, 10, 0, tzinfo=UTC)
FILE = Attachment("brev.pdf", "application/pdf", 3, "f" * 64)


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


@pytest.mark.parametrize(
    "change",
    [
        {"role": "▇▇▇"},
        {"standing": PoliticalStanding(Standing.COUNCIL, "▇▇▇ [offl. § 13]", None, "")},
        {"sender": Sender(SenderKind.PRIVATE, "")},
        {"attachments": (replace(FILE, name="▇▇▇.pdf"),)},
        {"files": ()},
        {"files": (PublishedFile("f" * 64, FileRelease.REDACTED, replace(FILE, sha256="d" * 64)),)},
        {"confirmation": Treatment(Outcome.CONFIRMED, "▇▇▇", date(2026, 5, 13))},
    ],
)
def test_whatever_readers_could_see_and_is_changed_is_corrected(change):
    """A role, an organ, a name, a file that goes or is another; to add a file is to tell more."""
    handed_out = (PublishedFile("f" * 64, FileRelease.AS_IT_IS, FILE),)
    before = replace(
        copy("bergvik"),
        role="Rådgiver",
        standing=PoliticalStanding(Standing.COUNCIL, "Kommunestyret", None, ""),
        sender=Sender(SenderKind.PRIVATE, "Kari"),
        attachments=(FILE,),
        files=handed_out,
        confirmation=Treatment(Outcome.CONFIRMED, "Kommunestyret", date(2026, 5, 13)),
    )
    assert affected([before], [replace(before, **change)], None, summary()).corrected == ("bergvik",)
    assert not affected([replace(before, files=())], [before], None, summary())
    later = Treatment(Outcome.CONFIRMED, "Formannskapet", date(2026, 6, 1))
    assert not affected([before], [replace(before, confirmation=later)], None, summary())


def test_the_same_words_twice_are_told_from_each_other():
    """The first is concluded otherwise, and the second stands as it did."""
    same, noted = [copy("bergvik")], point(Conclusion.NOTED)
    before, after = summary(point(Conclusion.ACCEPTED), noted), summary(point(Conclusion.NOT_ACCEPTED), noted)
    assert affected(same, same, before, after).corrected == ("bergvik",)
    assert not affected(same, same, before, before)


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
