from dataclasses import replace
from datetime import date, time

import pytest

from hearing_app.domain.localised import Localised
from hearing_app.domain.meeting import AgendaItem, Meeting, neighbours
from hearing_app.domain.record import Ref
from hearing_app.domain.vocabulary import Language, RecordKind

DAY = date(2026, 3, 12)


@pytest.fixture
def meeting():
    return Meeting("mars", Localised("Mars"), Language.NB, "au", DAY, minutes="Alle møtte.")


def test_minutes_are_kept_back_until_the_day(meeting):
    """Before it is held, a meeting has no minutes, whatever its file holds."""
    assert meeting.on(date(2026, 3, 11)).minutes == ""
    assert meeting.on(DAY) == meeting


def test_a_meeting_names_the_cases_on_its_agenda(meeting):
    """In their order, without what has no file of its own."""
    agenda = (AgendaItem(case="b"), AgendaItem(title="Orienteringer"), AgendaItem(case="a"))
    assert replace(meeting, agenda=agenda).refers_to == (Ref(RecordKind.CASE, "b"), Ref(RecordKind.CASE, "a"))


def test_neighbours_are_the_same_organs_meetings_in_the_order_of_time(meeting):
    """Another organ's meeting in between is passed by, and two on one day stand by the clock."""
    morning = replace(meeting, id="morgen", start=time(8))
    evening = replace(meeting, id="kveld", start=time(18))
    other = replace(meeting, id="annet", organ="radet", start=time(12))
    meetings = (evening, other, morning)
    assert neighbours(morning, meetings) == (None, evening)
    assert neighbours(evening, meetings) == (morning, None)
    assert neighbours(other, meetings) == (None, None)
