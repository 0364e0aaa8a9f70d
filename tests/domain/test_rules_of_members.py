"""Rules 6, 9 and 15: who can meet in time, who was not asked, and who adopted with a reservation."""

from dataclasses import replace
from datetime import date

import pytest

from hearing_app.domain.council import Body, Contact, Council, Membership
from hearing_app.domain.decision import Adoption, AdoptionRegister, Reservation
from hearing_app.domain.hearing import Deadline
from hearing_app.domain.localised import Localised
from hearing_app.domain.meeting_calendar import MeetingCalendar
from hearing_app.domain.rules import adoption_findings, left_out_findings, meeting_findings, member_findings
from hearing_app.domain.vocabulary import AdoptionState, BodyKind, Language, Level

WARNING, INFO = Level.WARNING, Level.INFO


def body(name, *, kind=BodyKind.MUNICIPALITY, member=True, start=None, end=None):
    return Body(name, Localised(name.title()), kind, memberships=(Membership("radet", start, end),) if member else ())


@pytest.fixture
def council():
    """A function that makes a council of bodies; «radet» is its own id unless told otherwise."""

    def made(*bodies, body_id="radet", calendar=None):
        days = None if calendar is None else MeetingCalendar(calendar)
        contact = Contact("Sekretariatet", "post@radet.example")
        name = Localised("Rådet")
        return Council(name, name, Language.NB, contact, contact.email, bodies, body_id=body_id, meeting_calendar=days)

    return made


IN_TIME, TOO_LATE = (date(2026, 4, 1),), (date(2026, 3, 1), date(2026, 6, 16))


def asking(hearing, *invited):
    start, deadline = date(2026, 3, 2), date(2026, 6, 15)
    return replace(hearing, published=start, dispatched=None, deadlines=(Deadline(deadline, start),), invited=invited)


def names(findings):
    return [[name.plain for name in finding.message.values["bodies"]] for finding in findings]


def test_rule_6_names_the_members_without_a_meeting_before_the_deadline(hearing, council):
    """All in one warning: those with meetings before the start or after the deadline only, and those with none."""
    a, b, c, guest = body("a"), body("b"), body("c"), body("gjest", member=False)
    school = body("skole", kind=BodyKind.ORGANISATION)
    publishing = council(a, b, c, guest, school, calendar={"a": IN_TIME, "b": TOO_LATE})
    (finding,) = meeting_findings(asking(hearing, a, b, c, guest, school), publishing)
    assert (finding.level, finding.key) == (WARNING, ("invited",))
    assert names([finding]) == [["B", "C"]]


@pytest.mark.parametrize("day", [date(2026, 3, 2), date(2026, 6, 15)])
def test_rule_6_counts_the_first_and_the_last_day(hearing, council, day):
    """A meeting on the day of publication, or on that of the deadline, is a meeting."""
    a = body("a")
    assert list(meeting_findings(asking(hearing, a), council(a, calendar={"a": (day,)}))) == []


def test_rule_6_is_asked_only_where_somebody_keeps_a_calendar(hearing, council):
    """Nothing is registered because nothing is kept; an empty calendar is a calendar."""
    a = body("a")
    assert list(meeting_findings(asking(hearing, a), council(a))) == []
    assert names(meeting_findings(asking(hearing, a), council(a, calendar={}))) == [["A"]]


def test_rule_6_asks_every_municipality_and_county_where_councils_publish_together(hearing, council):
    """Without a body of its own the council has no members to tell from others."""
    a, county = body("a", member=False), body("fylket", kind=BodyKind.COUNTY)
    together = council(a, county, body_id="", calendar={})
    assert names(meeting_findings(asking(hearing, a, county, body("lag", kind=BodyKind.OTHER)), together)) == [
        ["A", "Fylket"]
    ]


def test_rule_9_names_the_members_that_are_not_invited(hearing, council):
    """As membership stands on the start day, both ends included, and whatever else is invited."""
    a, late, gone = body("a"), body("ny", start=date(2026, 3, 3)), body("gammel", end=date(2026, 3, 1))
    last_day, county = body("siste", end=date(2026, 3, 2)), body("fylket", kind=BodyKind.COUNTY)
    publishing = council(a, late, gone, last_day, county)
    (finding,) = left_out_findings(asking(hearing, a), publishing)
    assert (finding.level, finding.key) == (WARNING, ("invited",))
    assert names([finding]) == [["Siste", "Fylket"]]
    assert list(left_out_findings(asking(hearing, a, last_day, county), publishing)) == []


def test_rule_9_cannot_be_asked_of_councils_that_publish_together(hearing, council):
    """They have no members in common."""
    assert list(member_findings(asking(hearing), council(body("a"), body_id=""))) == []


def test_rule_15_names_those_who_adopted_with_a_reservation(council):
    """Only when everybody has adopted; a body that the council does not know is named by its id."""
    day, held = date(2026, 3, 12), (Reservation("Ikke helse."),)
    adopted = Adoption("a", AdoptionState.ADOPTED, day)
    reserved = [Adoption(name, AdoptionState.ADOPTED, day, reservations=held) for name in ("b", "ukjent")]
    (finding,) = adoption_findings(AdoptionRegister((adopted, *reserved)), council(body("a"), body("b")))
    assert (finding.level, finding.message.values["bodies"]) == (INFO, (Localised("B"), "ukjent"))
    undated = Adoption("c", AdoptionState.ADOPTED)
    for rows in ((adopted,), (adopted, reserved[0], undated)):
        assert list(adoption_findings(AdoptionRegister(rows), council())) == []
