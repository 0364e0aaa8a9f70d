"""What concerns one body: asked, answered, adopted, outstanding."""

from datetime import UTC, date, datetime, timedelta

import pytest

from hearing_app.domain.archive import Archive
from hearing_app.domain.case import Case, Task, case_number
from hearing_app.domain.council import Body, Contact
from hearing_app.domain.decision import Adoption, AdoptionRegister, Decision
from hearing_app.domain.draft import NO_DRAFT
from hearing_app.domain.hearing import Deadline, Hearing
from hearing_app.domain.involvement import commitments, involvement
from hearing_app.domain.localised import Localised
from hearing_app.domain.matter import Matter
from hearing_app.domain.plan import Area, Measure, Plan, Repeal
from hearing_app.domain.summary import Received, Summary, SummaryPoint
from hearing_app.domain.vocabulary import (
    AdoptionState,
    BodyKind,
    DocumentKind,
    HearingStatus,
    Language,
    MeasureStatus,
)

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
DAY = date(2026, 3, 10)
NES = Body("nes", Localised("Nes"), BodyKind.MUNICIPALITY)
EMPTY = Archive()


def hearing(name, deadline, *invited):
    return Hearing(
        id=name,
        title=Localised(name),
        abstract=Localised(name),
        language=Language.NB,
        case_number="1/26",
        legal_basis=None,
        published=date(2026, 1, 5),
        dispatched=None,
        deadlines=(Deadline(deadline, date(2026, 1, 5)),),
        contact=Contact("x", "x@x.example"),
        invited=invited,
        letter="",
        draft=NO_DRAFT,
    )


def receipt(body):
    return Received(body, "A1", datetime(2026, 2, 1, tzinfo=UTC), 1, "f" * 64)


def register(state, day=None, body="nes"):
    return AdoptionRegister((Adoption(body, state, day),))


def case(name, tasks=(), points=("Vedtatt.",), adoptions=None):
    number = case_number("1/26")
    return Case(name, Localised(name), Language.NB, "au", DAY, number, tasks=tasks, points=points, adoptions=adoptions)


def plan(name, *measures, day=date(2025, 1, 1), **more):
    return Plan(
        name,
        Localised(name),
        DocumentKind.STRATEGY,
        Language.NB,
        day=day,
        areas=(Area("helse", "Helse", measures=measures),),
        **more,
    )


def test_asked_and_answered():
    """Hearings it was invited to, and one it answered though it has been taken off the list; others' are left out."""
    matters = (
        Matter(hearing("apen", DAY + timedelta(days=2), NES)),
        Matter(hearing("besvart", DAY, NES), received=(receipt("nes"),)),
        Matter(hearing("utmeldt", date(2026, 2, 20)), received=(receipt("nes"),)),
        Matter(hearing("andres", DAY), received=(receipt("vik"),)),
    )
    found = involvement("nes", matters, EMPTY, NOW).asked
    assert [(entry.matter.hearing.id, entry.days, entry.received is not None) for entry in found] == [
        ("apen", 2, False),
        ("besvart", 0, True),
        ("utmeldt", -18, True),
    ]
    assert [entry.status for entry in found][2] is HearingStatus.CLOSED


def test_open_and_unanswered_waits_for_it_the_nearest_deadline_first():
    """What is answered or over does not."""
    matters = (
        Matter(hearing("sist", DAY + timedelta(days=9), NES)),
        Matter(hearing("forst", DAY, NES)),
        Matter(hearing("besvart", DAY, NES), received=(receipt("nes"),)),
        Matter(hearing("over", DAY - timedelta(days=1), NES)),
    )
    found = involvement("nes", matters, EMPTY, NOW)
    assert [entry.matter.hearing.id for entry in found.unanswered] == ["forst", "sist"]
    assert found.outstanding == 2


def test_a_missing_answer_says_nothing_of_a_hearing_held_on_paper():
    """Nothing registered at all means that nobody can tell."""
    summary = Summary(1, 0, 0, (), ())
    matters = (
        Matter(hearing("papir", date(2026, 2, 1), NES)),
        Matter(hearing("oppsummert", date(2026, 2, 1), NES), summary=summary),
        Matter(hearing("apen", DAY, NES)),
    )
    assert [entry.known for entry in involvement("nes", matters, EMPTY, NOW).asked] == [False, True, True]


def test_only_its_own_points_are_its_input():
    """Hearings in which it said nothing are left out."""
    points = (
        SummaryPoint("nes", "formal", "Mer.", "", None),
        SummaryPoint("vik", "formal", "Mindre.", "", None),
    )
    matters = (
        Matter(hearing("a", DAY, NES), summary=Summary(2, 2, 2, (), points)),
        Matter(hearing("b", DAY, NES), summary=Summary(2, 1, 1, (), points[1:])),
    )
    (entry,) = involvement("nes", matters, EMPTY, NOW).inputs
    assert (entry.matter.hearing.id, [point.quote for point in entry.points]) == ("a", ["Mer."])


@pytest.mark.parametrize(
    ("state", "day", "shown", "outstanding"),
    [
        (AdoptionState.ADOPTED, date(2026, 2, 1), AdoptionState.ADOPTED, False),
        (AdoptionState.ADOPTED_WITH_RESERVATION, DAY, AdoptionState.ADOPTED_WITH_RESERVATION, False),
        (AdoptionState.ADOPTED, None, AdoptionState.DATE_MISSING, True),
        (AdoptionState.ADOPTED, DAY + timedelta(days=1), AdoptionState.SCHEDULED, True),
        (AdoptionState.NOT_TREATED, None, AdoptionState.NOT_TREATED, True),
        (AdoptionState.POSTPONED, None, AdoptionState.POSTPONED, True),
        (AdoptionState.REJECTED, DAY, AdoptionState.REJECTED, False),
    ],
)
def test_an_adoption_is_never_inferred(state, day, shown, outstanding):
    """Without a date, or on a day to come, it is outstanding; what was rejected is settled."""
    found = involvement("nes", (), Archive(cases=(case("sak", adoptions=register(state, day)),)), NOW)
    (commitment,) = found.commitments
    assert (commitment.adoption.effective_state, commitment.outstanding) == (shown, outstanding)
    assert len(found.unsettled) == outstanding


def test_registers_of_hearings_plans_and_cases_are_all_looked_in():
    """A hearing's only once its decision is made; another body's rows are not this one's."""
    treated = register(AdoptionState.ADOPTED, date(2026, 2, 1))
    decided, to_come = (Decision("Rådet", day, (), "", ("Ja.",)) for day in (DAY, DAY + timedelta(days=1)))
    matters = (
        Matter(hearing("vedtatt", date(2026, 2, 1), NES), decision=decided, adoptions=treated),
        Matter(hearing("kommer", date(2026, 2, 1), NES), decision=to_come, adoptions=treated),
        Matter(hearing("uten", date(2026, 2, 1), NES), adoptions=treated),
    )
    archive = Archive(
        cases=(case("sak", adoptions=treated), case("andres", adoptions=register(AdoptionState.ADOPTED, DAY, "vik"))),
        plans=(plan("plan", adoptions=treated),),
    )
    found = involvement("nes", matters, archive, NOW).commitments
    assert [commitment.record.ref.id for commitment in found] == ["vedtatt", "plan", "sak"]


def test_a_case_that_is_only_proposed_binds_nobody():
    """Its register can lie ready before the decision; nobody has been asked to adopt a proposal."""
    treated = register(AdoptionState.ADOPTED, date(2026, 2, 20))
    assert involvement("nes", (), Archive(cases=(case("sak", points=(), adoptions=treated),)), NOW).commitments == ()


def test_the_commitments_of_all_bodies_are_found_at_once():
    """Each body's are the same as when it is asked for alone."""
    rows = (Adoption("nes", AdoptionState.ADOPTED, DAY), Adoption("vik", AdoptionState.NOT_TREATED))
    archive = Archive(cases=(case("sak", adoptions=AdoptionRegister(rows)),))
    everybodys = commitments((), archive, NOW)
    assert set(everybodys) == {"nes", "vik"}
    for body in ("nes", "vik", "fylket"):
        alone = involvement(body, (), archive, NOW)
        assert involvement(body, (), archive, NOW, everybodys) == alone
        assert alone.commitments == everybodys.get(body, ())


def test_nobody_waits_for_the_adoption_of_what_no_longer_holds():
    """A replaced or repealed plan stays in the list, and out of what is outstanding."""
    missing = register(AdoptionState.NOT_TREATED)
    archive = Archive(
        plans=(
            plan("ny", replaces=("gammel",)),
            plan("gammel", day=date(2020, 1, 1), adoptions=missing),
            plan("opphevet", repealed=Repeal(DAY), adoptions=missing),
        )
    )
    found = involvement("nes", (), archive, NOW)
    assert [commitment.holds for commitment in found.commitments] == [False, False]
    assert found.unsettled == ()


def test_tasks_that_are_left_to_do():
    """Its own, of cases that are decided, the nearest deadline first; those without one last."""
    tasks = (
        Task("Uten frist", "nes"),
        Task("Senere", "nes", DAY + timedelta(days=1)),
        Task("Over fristen", "nes", DAY - timedelta(days=1)),
        Task("Gjort", "nes", DAY, done=DAY),
        Task("Andres", "vik", DAY),
    )
    archive = Archive(cases=(case("sak", tasks), case("forslag", tasks, points=())))
    found = involvement("nes", (), archive, NOW).tasks
    assert [(owed.task.text, owed.overdue) for owed in found] == [
        ("Over fristen", True),
        ("Senere", False),
        ("Uten frist", False),
    ]


def test_measures_that_it_owns_or_coordinates():
    """Of plans in force, while they are not ended; a day past the deadline is overdue."""
    ours = (
        Measure("eier", "Eier", owner="nes", deadline=DAY - timedelta(days=1)),
        Measure("samordner", "Samordner", owner="vik", coordinator="nes", deadline=DAY),
        Measure("ferdig", "Ferdig", owner="nes", status=MeasureStatus.DONE),
        Measure("droppet", "Droppet", owner="nes", status=MeasureStatus.DROPPED),
        Measure("andres", "Andres", owner="vik"),
    )
    archive = Archive(plans=(plan("plan", *ours), plan("forslag", ours[0], day=None)))
    found = involvement("nes", (), archive, NOW)
    assert [(own.measure.id, own.coordinates, own.overdue) for own in found.measures] == [
        ("eier", False, True),
        ("samordner", True, False),
    ]
    assert found.outstanding == 2
