from datetime import date

import pytest

from hearing_app.domain.calendar import rough_day
from hearing_app.domain.draft import Section
from hearing_app.domain.localised import Localised
from hearing_app.domain.plan import Aim, Area, Measure, Plan, Repeal, replaced_on, status_on
from hearing_app.domain.record import Ref
from hearing_app.domain.vocabulary import DocumentKind, DocumentStatus, Language, MeasureStatus, RecordKind

PROPOSED, IN_FORCE = DocumentStatus.PROPOSED, DocumentStatus.IN_FORCE
REPLACED, REPEALED = DocumentStatus.REPLACED, DocumentStatus.REPEALED


def plan(plan_id, day=None, **rest):
    return Plan(plan_id, Localised(plan_id), DocumentKind.STRATEGY, Language.NB, day, **rest)


OLD = plan("old", date(2009, 8, 27), valid_to=date(2013, 12, 31))
NEW = plan("new", date(2016, 5, 1), valid_from=date(2016, 7, 1), replaces=("old",))
NEWEST = plan("newest", date(2020, 1, 1), replaces=("old", "new"))
NEXT = plan("next", replaces=("newest",))
GONE = plan("gone", date(2010, 1, 1), repealed=Repeal(date(2012, 6, 1)))
PLANS = (NEXT, NEWEST, NEW, OLD, GONE)


@pytest.mark.parametrize(
    ("which", "day", "status"),
    [
        (OLD, date(2009, 8, 26), PROPOSED),
        (OLD, date(2009, 8, 27), IN_FORCE),
        (OLD, date(2014, 1, 1), IN_FORCE),
        (OLD, date(2016, 6, 30), IN_FORCE),
        (OLD, date(2016, 7, 1), REPLACED),
        (NEW, date(2016, 6, 30), PROPOSED),
        (NEW, date(2016, 7, 1), IN_FORCE),
        (NEW, date(2020, 1, 1), REPLACED),
        (NEWEST, date(2030, 1, 1), IN_FORCE),
        (NEXT, date(2030, 1, 1), PROPOSED),
        (GONE, date(2012, 5, 31), IN_FORCE),
        (GONE, date(2012, 6, 1), REPEALED),
    ],
)
def test_whether_a_document_holds_follows_from_the_dates(which, day, status):
    """It holds from its first day until it is repealed or replaced; its period alone ends nothing."""
    assert status_on(which, PLANS, day) is status


@pytest.mark.parametrize(
    ("day", "adopted"),
    [
        (None, False),
        (rough_day(2026, 3), None),
        (rough_day(2026), None),
        (rough_day(2026, 4), False),
        (rough_day(2026, 2), True),
        (rough_day(2025), True),
    ],
)
def test_nobody_can_tell_of_a_month_that_is_not_over(day, adopted):
    """Where only the month or the year is known, the organ may have met or not until it is over."""
    dated = plan("p", day.day, exactness=day.exactness) if day else plan("p")
    assert dated.adopted_on(date(2026, 3, 10)) is adopted


def test_a_plan_is_adopted_from_the_day_of_the_decision():
    """The day before it the organ has not met."""
    assert OLD.adopted_on(date(2009, 8, 27)) is True
    assert OLD.adopted_on(date(2009, 8, 26)) is False


def test_the_first_of_two_successors_takes_the_place():
    """A plan that two plans replace from different days is replaced by the first; a proposal replaces nothing."""
    assert replaced_on(OLD, PLANS) == (NEW, date(2016, 7, 1))
    assert replaced_on(NEWEST, PLANS) is None


@pytest.mark.parametrize(
    ("deadline", "status", "overdue"),
    [
        (date(2026, 3, 9), MeasureStatus.UNDER_WAY, True),
        (date(2026, 3, 9), None, True),
        (date(2026, 3, 9), MeasureStatus.ON_HOLD, True),
        (date(2026, 3, 10), MeasureStatus.UNDER_WAY, False),
        (date(2026, 3, 9), MeasureStatus.DONE, False),
        (date(2026, 3, 9), MeasureStatus.DROPPED, False),
        (None, MeasureStatus.NOT_STARTED, False),
    ],
)
def test_a_measure_is_overdue_from_the_day_after_its_deadline(deadline, status, overdue):
    """What is done or dropped has no deadline any more."""
    assert Measure("m", "M", status=status, deadline=deadline).overdue_on(date(2026, 3, 10)) is overdue


def test_a_reservation_finds_the_area_or_the_section():
    """Areas and sections of the prose share their ids, so either can be reserved against."""
    area = Area("helse", "Helse", grounds="Flere eldre.", strategies=(Aim("s", "S"),), measures=(Measure("m", "M"),))
    whole = plan("p", areas=(area,), sections=(Section("oppfolging", "Oppfølging", "Hvert år."),))
    assert whole.section("helse") == Section("helse", "Helse", "Flere eldre.")
    assert whole.section("oppfolging").heading == "Oppfølging"
    assert whole.section("s") is None
    assert [strategy.id for strategy in whole.strategies] == ["s"]
    assert [measure.id for measure in whole.measures] == ["m"]


def test_a_plan_points_at_what_it_names():
    """Its case, its hearing, what it replaces and what it is a part of; nothing where nothing is named."""
    named = plan("p", case="c", hearing="h", replaces=("old",), part_of="new")
    kinds = RecordKind.CASE, RecordKind.HEARING, RecordKind.PLAN, RecordKind.PLAN
    assert named.refers_to == tuple(map(Ref, kinds, ("c", "h", "old", "new")))
    assert plan("p").refers_to == ()
