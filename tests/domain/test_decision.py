from datetime import date

import pytest

from hearing_app.domain.decision import Adoption, Reservation, adoption_register
from hearing_app.domain.vocabulary import AdoptionState

ADOPTED, RESERVED = AdoptionState.ADOPTED, AdoptionState.ADOPTED_WITH_RESERVATION
MISSING, NOT_TREATED = AdoptionState.DATE_MISSING, AdoptionState.NOT_TREATED
DAY = date(2009, 10, 26)
RESERVATION = (Reservation("Helsetjenester", "helse"),)

# The register of the strategy of 27 August 2009: Malvik stands without a date, Frosta has a reservation.
REPORTED = (
    Adoption("selbu", ADOPTED, date(2009, 10, 26)),
    Adoption("stjordal", ADOPTED, date(2009, 10, 29)),
    Adoption("frosta", RESERVED, date(2009, 11, 17), reservations=RESERVATION),
    Adoption("tydal", ADOPTED, date(2009, 11, 19)),
    Adoption("meraker", ADOPTED, date(2010, 1, 25)),
    Adoption("malvik", RESERVED, reservations=RESERVATION),
)
MEMBERS = tuple(adoption.body for adoption in REPORTED)


@pytest.mark.parametrize(
    ("adoption", "state", "bound"),
    [
        (Adoption("a", ADOPTED, DAY), ADOPTED, True),
        (Adoption("a", ADOPTED), MISSING, False),
        (Adoption("a", RESERVED), MISSING, False),
        (Adoption("a", RESERVED, DAY), RESERVED, True),
        (Adoption("a", ADOPTED, DAY, reservations=RESERVATION), RESERVED, True),
        (Adoption("a", AdoptionState.REJECTED, DAY), AdoptionState.REJECTED, False),
        (Adoption("a", AdoptionState.POSTPONED, DAY, reservations=RESERVATION), AdoptionState.POSTPONED, False),
        (Adoption("a", AdoptionState.SCHEDULED, DAY), AdoptionState.SCHEDULED, False),
        (Adoption("a", MISSING, DAY), MISSING, False),
        (Adoption("a", NOT_TREATED, DAY), NOT_TREATED, False),
    ],
)
def test_rule_14_an_adoption_is_never_inferred(adoption, state, bound):
    """Adopted without a date is «date missing» and binds nobody; a reservation is never overlooked."""
    assert adoption.effective_state is state
    assert adoption.adopted is bound


def test_the_register_of_2009_counts_five_adopted():
    """Malvik's date is missing, so it does not count; Frosta counts, with its reservation."""
    register = adoption_register(MEMBERS, REPORTED)
    assert register.adopted == 5
    assert not register.adopted_by_all
    assert register.with_reservation == ("frosta",)
    assert (register.count(ADOPTED), register.count(MISSING)) == (4, 1)


def test_rule_15_adopted_by_all_with_a_reservation_from_some():
    """When the missing date is known, all are bound, and two with a reservation."""
    reported = (*REPORTED[:-1], Adoption("malvik", RESERVED, DAY, reservations=RESERVATION))
    register = adoption_register(MEMBERS, reported)
    assert register.adopted_by_all
    assert register.with_reservation == ("frosta", "malvik")


def test_an_adoption_on_a_later_day_is_scheduled_until_then():
    """A date typed ahead of the meeting binds nobody; on the day itself it counts."""
    register = adoption_register(MEMBERS, REPORTED)
    before = register.on(date(2009, 10, 28))
    states = {row.body: row.effective_state for row in before.rows}
    assert states["selbu"] is ADOPTED
    assert states["stjordal"] is states["frosta"] is AdoptionState.SCHEDULED
    assert states["malvik"] is MISSING
    assert (before.adopted, before.with_reservation) == (1, ())
    assert register.on(date(2009, 10, 29)).adopted == 2
    assert register.on(date(2010, 1, 25)) == register


def test_a_body_that_reported_nothing_is_not_treated():
    """Every body that was asked has its row, in the order they were asked."""
    register = adoption_register(("selbu", "ukjent"), REPORTED[:1])
    assert [(row.body, row.effective_state) for row in register.rows] == [("selbu", ADOPTED), ("ukjent", NOT_TREATED)]


def test_a_body_that_was_not_asked_keeps_its_row_last():
    """What has been reported is never dropped."""
    register = adoption_register(("tydal",), REPORTED[:1])
    assert [row.body for row in register.rows] == ["tydal", "selbu"]


@pytest.mark.parametrize("state", [ADOPTED, RESERVED, AdoptionState.REJECTED, AdoptionState.POSTPONED])
def test_nothing_of_a_later_treatment_is_told_before_its_day(state):
    """Not what came of it, nor its case number, its note and its reservations; on the day itself all of it is."""
    row = Adoption("selbu", state, DAY, "Kommunestyret", "77/09", RESERVATION, "Enstemmig")
    told = Adoption("selbu", AdoptionState.SCHEDULED, DAY, "Kommunestyret")
    assert adoption_register(("selbu",), (row,)).on(date(2009, 10, 25)).rows == (told,)
    assert adoption_register(("selbu",), (row,)).on(DAY).rows == (row,)


def test_what_is_scheduled_or_not_treated_keeps_its_note():
    """A day to come with a note of ours tells what is to come, and not what came of it."""
    row = Adoption("selbu", AdoptionState.SCHEDULED, DAY, note="Utsatt fra mai")
    assert row.on(date(2009, 1, 1)) == row


def test_all_is_never_said_where_nobody_has_said_who_is_asked():
    """One that has reported is one of nobody knows how many, also as the register stands on a day."""
    register = adoption_register((), REPORTED[:1])
    assert (register.adopted, register.expected_known, register.adopted_by_all) == (1, False, False)
    assert not register.on(DAY).adopted_by_all
    assert adoption_register(("selbu",), REPORTED[:1]).adopted_by_all


def test_an_empty_register_is_not_adopted_by_all():
    """Nobody asked is not everybody agreed."""
    assert not adoption_register((), ()).adopted_by_all


def test_a_state_can_be_counted_by_its_stored_word():
    """Templates know no enumerations; a word that matched nothing would hide those whose date is missing."""
    assert adoption_register((), REPORTED).count("date_missing") == adoption_register((), REPORTED).count(MISSING) == 1
