"""What a council looks like on a day: members, offices that rotate, networks."""

from dataclasses import replace
from datetime import date

import pytest

from hearing_app.domain.council import Body, Contact, Council, Holding, Membership, Network, Organ, Period
from hearing_app.domain.localised import Localised
from hearing_app.domain.organisation import (
    Turn,
    as_of,
    former_bodies,
    members,
    merged_into,
    network_matrix,
    rotations,
)
from hearing_app.domain.vocabulary import BodyKind, Language, NetworkPart, Office, OrganKind

DAY = date(2026, 3, 10)


def body(body_id, *memberships, kind=BodyKind.MUNICIPALITY, **more):
    return Body(body_id, Localised(body_id), kind, memberships=memberships, **more)


def chair(body_id, start=None, end=None, organ="board"):
    return Holding(organ, Office.CHAIR, body_id, Period(start, end))


COUNCIL = Council(
    name=Localised("x"),
    abstract=Localised(),
    language=Language.NB,
    contact=Contact("x", "x@x.example"),
    accessibility_contact="",
    body_id="council",
    bodies=(
        body("council", kind=BodyKind.REGIONAL_COUNCIL),
        body("ann", Membership("council")),
        body("bo", Membership("council", end=date(2019, 12, 31)), merged_into="ann", merged_on=date(2020, 1, 1)),
        body("cai", Membership("council", start=date(2027, 1, 1))),
        body("dag", Membership("council", end=DAY)),
        body("guest", kind=BodyKind.ORGANISATION),
    ),
    organs=(
        Organ("board", Localised("Board"), OrganKind.BOARD),
        Organ("office", Localised("Office"), OrganKind.SECRETARIAT),
    ),
    holdings=(
        chair("dag", date(2028, 1, 1)),
        chair("ann", date(2024, 1, 1), date(2025, 12, 31)),
        chair("bo", end=date(2019, 12, 31)),
        chair("cai", date(2026, 1, 1), date(2027, 12, 31)),
    ),
    networks=(
        Network("health", Localised("Health"), responsible="office", participants=("ann", "guest")),
        Network("water", Localised("Water"), responsible="ann"),
        Network("old", Localised("Old"), responsible="dag", period=Period(end=date(2020, 1, 1))),
    ),
)


def ids(listed):
    return [member.body.id for member in listed]


def test_members_are_told_by_day():
    """The last day of a membership is still one; what is to come and what has been stand apart."""
    found = members(COUNCIL, "council", DAY)
    assert (ids(found.present), ids(found.coming), ids(found.former)) == (["ann", "dag"], ["cai"], ["bo"])


def test_a_merged_municipality_is_no_member_though_nobody_ended_its_membership():
    """From the day of the merger; the day before it still sat there."""
    bodies = tuple(replace(b, memberships=(Membership("council"),)) if b.id == "bo" else b for b in COUNCIL.bodies)
    council = replace(COUNCIL, bodies=bodies)
    assert "bo" in ids(members(council, "council", date(2020, 1, 1)).former)
    assert "bo" in ids(members(council, "council", date(2019, 12, 31)).present)


def test_former_municipalities_and_what_they_became():
    """In both directions."""
    assert [b.id for b in former_bodies(COUNCIL, DAY)] == ["bo"]
    assert former_bodies(COUNCIL, date(2019, 12, 31)) == ()
    assert [b.id for b in merged_into(COUNCIL, "ann")] == ["bo"]


def test_a_rotating_chair_is_told_in_the_order_of_time():
    """Who has held it, who holds it, who is next, however the file has them."""
    (rotation,) = rotations(COUNCIL, DAY)
    assert [(held.body.id, held.turn) for held in rotation.held] == [
        ("bo", Turn.BEFORE),
        ("ann", Turn.BEFORE),
        ("cai", Turn.NOW),
        ("dag", Turn.NEXT),
    ]
    assert [held.turn for held in rotation.by("ann")] == [Turn.BEFORE]


def test_offices_end_with_the_council():
    """Whoever held the chair of a dissolved council on its last day does not hold it now."""
    council = replace(COUNCIL, period=Period(end=date(2026, 2, 28)), holdings=(chair("ann", date(2024, 1, 1)),))
    (rotation,) = rotations(council, DAY)
    assert [held.turn for held in rotation.held] == [Turn.BEFORE]


def test_a_dissolved_council_is_shown_as_on_its_last_day():
    """On the last day itself it is not dissolved yet."""
    council = replace(COUNCIL, period=Period(end=date(2026, 3, 9)))
    assert (council.dissolved_by(DAY), as_of(council, DAY)) == (date(2026, 3, 9), date(2026, 3, 9))
    assert council.dissolved_by(date(2026, 3, 9)) is None
    assert as_of(COUNCIL, DAY) == DAY


def test_the_matrix_has_a_row_for_every_member_and_everybody_else_with_a_part():
    """An empty cell is None; a network that has ended has no column."""
    matrix = network_matrix(COUNCIL, DAY)
    assert [network.id for network in matrix.networks] == ["health", "water"]
    responsible, takes_part = NetworkPart.RESPONSIBLE, NetworkPart.PARTICIPANT
    assert [(row.party.id, row.is_organ, row.parts) for row in matrix.rows] == [
        ("ann", False, (takes_part, responsible)),
        ("dag", False, (None, None)),
        ("guest", False, (takes_part, None)),
        ("office", True, (responsible, None)),
    ]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (Period(), Period(), True),
        (Period(end=date(2025, 12, 31)), Period(start=date(2026, 1, 1)), False),
        (Period(end=date(2026, 1, 1)), Period(start=date(2026, 1, 1)), True),
        (Period(date(2024, 1, 1), date(2024, 12, 31)), Period(date(2024, 6, 1), date(2024, 6, 2)), True),
        (Period(date(2024, 1, 1), date(2024, 12, 31)), Period(date(2025, 1, 1)), False),
    ],
)
def test_periods_overlap_where_they_share_a_day(one, other, expected):
    """Whichever is asked, and open ends reach for ever."""
    assert (one.overlaps(other), other.overlaps(one)) == (expected, expected)
