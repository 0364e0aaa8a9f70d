from dataclasses import replace
from datetime import UTC, datetime

import pytest

from hearing_app.domain.assessment import Point
from hearing_app.domain.public_copy import public_copy
from hearing_app.domain.submission import Submission
from hearing_app.domain.summary import count_stances, summarise
from hearing_app.domain.vocabulary import Conclusion, Stance

SUPPORTS, REMARKS, AGAINST = Stance.SUPPORTS, Stance.SUPPORTS_WITH_REMARKS, Stance.DOES_NOT_SUPPORT
AT = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)


@pytest.fixture
def sent(answered):
    """A function that makes the submission of a body, with a stance to each named section."""

    def make(number, body, **stances):
        content = answered({"general": f"Ord fra {body}."}, stances=stances)
        return Submission(f"2026-{number:04d}", "apen-plan", body, 1, AT, "0" * 64, b"{}", "f" * 64, content)

    return make


@pytest.fixture
def three(sent):
    return (
        sent(1, "bergvik", formal=SUPPORTS, okonomi=AGAINST),
        sent(2, "fossheim", formal=SUPPORTS, okonomi=REMARKS),
        sent(3, "granneset", formal=REMARKS),
    )


def point(number, reference, body, item, *, assessment="", conclusion=None):
    return Point(number, reference, body, item, f"sitat {number}", assessment, conclusion)


ALL = frozenset({"2026-0001", "2026-0002", "2026-0003"})


def test_stances_are_counted_per_section_and_silence_is_told(hearing, three):
    """Every body that answered is counted once in every section."""
    summary = summarise(hearing, three, (), ALL)
    formal, okonomi, tilsyn = summary.stances
    assert (formal.section, formal.supports, formal.supports_with_remarks, formal.silent) == ("formal", 2, 1, 0)
    assert (okonomi.does_not_support, okonomi.supports_with_remarks, okonomi.silent) == (1, 1, 1)
    assert tilsyn.silent == 3
    assert {count.total for count in summary.stances} == {3}
    assert [okonomi.of(stance) for stance in Stance] == [0, 1, 1]


def test_a_hearing_without_stances_has_no_figures(hearing, three):
    """Where the form asked for none, the summary shows none."""
    assert summarise(replace(hearing, section_stance=False), three, (), ALL).stances == ()


def test_what_is_not_released_contributes_nothing_but_its_count(hearing, three):
    """An unreleased submission is counted as answered; neither its stance nor a word of it is there."""
    points = (point(1, "2026-0001", "bergvik", "okonomi"), point(2, "2026-0002", "fossheim", "okonomi"))
    summary = summarise(hearing, three, points, frozenset({"2026-0002"}))
    assert (summary.invited, summary.answered, summary.released) == (5, 3, 1)
    assert [p.body for p in summary.points] == ["fossheim"]
    assert all(count.total == 1 for count in summary.stances)


def test_points_come_in_the_order_of_the_draft_then_by_body(hearing, three):
    """The order never depends on when somebody made the point."""
    points = (
        point(1, "2026-0003", "granneset", "general"),
        point(2, "2026-0002", "fossheim", "formal"),
        point(3, "2026-0001", "bergvik", "okonomi"),
        point(4, "2026-0001", "bergvik", "formal"),
    )
    summary = summarise(hearing, three, points, ALL)
    assert [(p.item, p.body) for p in summary.points] == [
        ("formal", "bergvik"),
        ("formal", "fossheim"),
        ("okonomi", "bergvik"),
        ("general", "granneset"),
    ]
    assert summary == summarise(hearing, reversed(three), reversed(points), ALL)
    assert [p.quote for p in summary.points_on("formal")] == ["sitat 4", "sitat 2"]


def test_a_point_on_a_section_that_is_gone_is_left_out(hearing, three):
    """A summary can only speak of what stands in the draft."""
    assert summarise(hearing, three, (point(1, "2026-0001", "bergvik", "fjernet"),), ALL).points == ()


@pytest.mark.parametrize(
    ("assessment", "conclusion"), [("Utkast til vurdering.", None), ("", Conclusion.ACCEPTED), ("  ", Conclusion.NOTED)]
)
def test_an_unfinished_assessment_stays_inside(hearing, three, assessment, conclusion):
    """Until a point has both, the public sees the point alone."""
    unfinished = point(1, "2026-0001", "bergvik", "formal", assessment=assessment, conclusion=conclusion)
    summary = summarise(hearing, three, (unfinished,), ALL)
    assert (summary.points[0].assessment, summary.points[0].conclusion) == ("", None)
    assert summary.open_points == 1


def test_conclusions_are_counted(hearing, three):
    """Each point with its conclusion, and the open ones apart."""
    points = (
        point(1, "2026-0001", "bergvik", "formal", assessment="Ja.", conclusion=Conclusion.ACCEPTED),
        point(2, "2026-0002", "fossheim", "formal", assessment="Ja.", conclusion=Conclusion.ACCEPTED),
        point(3, "2026-0002", "fossheim", "okonomi", assessment="Nei.", conclusion=Conclusion.NOT_ACCEPTED),
        point(4, "2026-0003", "granneset", "general"),
    )
    summary = summarise(hearing, three, points, ALL)
    assert [summary.concluded(c) for c in Conclusion] == [2, 0, 1, 0]
    assert summary.open_points == 1


def test_the_public_copy_has_no_contact_data(answered, sent):
    """Role and standing are public; the name and address of who filled in the form are not."""
    content = answered({"forventning": " "}, name="Kari Eksempel", email="kari@bergvik.example", role="Rådgiver")
    copy = public_copy(replace(sent(1, "bergvik"), content=content))
    assert "Kari" not in repr(copy)
    assert "kari@" not in repr(copy)
    assert (copy.role, copy.standing.organ, copy.reference) == ("Rådgiver", "Kommunestyret", "2026-0001")
    assert [answer.item for answer in copy.answers] == ["viktigst"]
    assert copy.answer("forventning").text == ""


def test_nobody_has_answered_yet(hearing):
    """An empty hearing has figures of nought, not an error."""
    summary = summarise(hearing, (), (), frozenset())
    assert (summary.invited, summary.answered, summary.released, summary.points) == (5, 0, 0, ())
    assert count_stances("formal", ()).total == 0


def test_points_that_share_an_assessment_are_one_row(hearing, three):
    """The row tells everybody who said it; where the first is not released, the next one heads it."""
    own = [point(n, f"2026-000{n}", body, "okonomi") for n, body in enumerate(("bergvik", "fossheim", "granneset"), 1)]
    points = (own[0], *(replace(one, joined=1, themes=("Pris",)) for one in own[1:]))
    (row,) = summarise(hearing, three, points, ALL).points
    assert (row.quote, row.bodies, row.themes) == ("sitat 1", ("bergvik", "fossheim", "granneset"), ("Pris",))
    (row,) = summarise(hearing, three, points, ALL - {"2026-0001"}).points
    assert (row.quote, row.bodies) == ("sitat 2", ("fossheim", "granneset"))
