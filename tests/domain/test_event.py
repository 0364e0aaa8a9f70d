"""Gatherings and statements as the domain has them."""

from datetime import date, timedelta

from hearing_app.domain.event import Event, EventContact
from hearing_app.domain.localised import Localised
from hearing_app.domain.record import Ref
from hearing_app.domain.statement import ForeignHearing, OutgoingStatement
from hearing_app.domain.vocabulary import Language, RecordKind

DAY = date(2026, 4, 15)


def event(**more):
    return Event("samling", Localised("Samling"), Language.NB, DAY, **more)


def statement(**more):
    theirs = ForeignHearing("Plan", "Fylket", deadline=more.pop("deadline", DAY))
    return OutgoingStatement("svar", Localised("Svar"), Language.NB, theirs, "au", **more)


def test_contact_data_is_there_until_its_day_and_with_it():
    """The day itself is included; the day after, nobody is left to ask."""
    asked = event(contacts=(EventContact("Kontoret", DAY, phone="1"), EventContact("Vakta", DAY + timedelta(days=1))))
    assert [contact.name for contact in asked.contacts_on(DAY)] == ["Kontoret", "Vakta"]
    assert [contact.name for contact in asked.contacts_on(DAY + timedelta(days=1))] == ["Vakta"]
    assert asked.contacts_on(DAY + timedelta(days=2)) == ()


def test_a_gathering_ends_on_its_last_day():
    """The same day, unless another is given."""
    assert event().last_day == DAY
    assert event(end_day=date(2026, 4, 16)).last_day == date(2026, 4, 16)


def test_a_gathering_names_its_plan_and_its_survey():
    """So that both know of it."""
    assert event(plan="strategi", hearing="sporsmal").refers_to == (
        Ref(RecordKind.PLAN, "strategi"),
        Ref(RecordKind.HEARING, "sporsmal"),
    )
    assert event().refers_to == ()


def test_days_after_their_deadline_are_counted_only_where_both_days_are_known():
    """On the day itself a statement is in time."""
    assert statement(sent=DAY).days_late == 0
    assert statement(sent=DAY + timedelta(days=3)).days_late == 3
    assert statement(sent=DAY - timedelta(days=3)).days_late == 0
    assert statement().days_late == 0
    assert statement(sent=DAY, deadline=None).days_late == 0
