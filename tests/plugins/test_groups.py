"""Long lists of bodies in groups."""

from datetime import date

from hearing_app.domain.council import Body, Contact, Council, Membership
from hearing_app.domain.decision import Adoption, adoption_register
from hearing_app.domain.localised import Localised
from hearing_app.domain.vocabulary import AdoptionState, BodyKind, Language
from hearing_app.text import words_for
from plugins.groups import adoption_groups, group_bodies

DAY = date(2026, 1, 1)
WORDS = words_for(Language.NB)


def body(body_id, kind=BodyKind.MUNICIPALITY, *memberships):
    return Body(body_id, Localised(body_id), kind, memberships=memberships)


EAST = body("east", BodyKind.REGIONAL_COUNCIL)
WEST = body("west", BodyKind.REGIONAL_COUNCIL)
A = body("a", BodyKind.MUNICIPALITY, Membership("east"))
B = body("b", BodyKind.MUNICIPALITY, Membership("west", end=date(2025, 12, 31)), Membership("east"))
C = body("c", BodyKind.MUNICIPALITY, Membership("west"), Membership("east"))
COUNTY = body("county", BodyKind.COUNTY)
COUNCIL = Council(
    Localised("x"), Localised(), Language.NB, Contact("x", "x@x.example"), "", (EAST, WEST, A, B, C, COUNTY)
)


def ids(groups):
    return {group.id: [body.id for body in group.bodies] for group in groups}


def test_members_stand_with_their_council():
    """The regional council heads its members, who stand by name; membership is that of the day."""
    assert ids(group_bodies([B, A, EAST], COUNCIL, DAY, WORDS)) == {"east": ["east", "a", "b"]}


def test_body_in_two_councils_stands_once_under_the_first():
    """Jevnaker's case: two memberships, one row."""
    assert ids(group_bodies([WEST, C, A, B], COUNCIL, DAY, WORDS)) == {"west": ["west", "c"], "east": ["a", "b"]}


def test_a_single_member_stands_under_its_council():
    """As it does in a list where others of the council stand too; a council without its members is with its kind."""
    found = ids(group_bodies([EAST, WEST, C, COUNTY, A], COUNCIL, DAY, WORDS))
    assert found == {"east": ["east", "a"], "west": ["west", "c"], "county": ["county"]}
    assert ids(group_bodies([EAST, COUNTY, A, C], COUNCIL, DAY, WORDS)) == {
        "east": ["east", "a"],
        "west": ["c"],
        "county": ["county"],
    }
    assert ids(group_bodies([WEST, A], COUNCIL, DAY, WORDS)) == {"east": ["a"], "regional_council": ["west"]}


def test_register_is_divided_without_losing_a_row():
    """Every row of the register is in exactly one group, and each group counts its own."""
    register = adoption_register(
        ["a", "b", "c", "county"], [Adoption("a", AdoptionState.ADOPTED, DAY), Adoption("c", AdoptionState.ADOPTED)]
    )
    groups = adoption_groups(register, COUNCIL, DAY, WORDS)
    assert [(g.group.id, g.part.adopted, len(g.part.rows)) for g in groups] == [
        ("east", 1, 2),
        ("west", 0, 1),
        ("county", 0, 1),
    ]
