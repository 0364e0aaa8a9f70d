from dataclasses import replace
from datetime import UTC, date, datetime

from hearing_app.domain.adoption_matrix import RegisteredMatter, adoption_matrix, matrix_pages, registered_matters
from hearing_app.domain.archive import Archive
from hearing_app.domain.case import Case, case_number
from hearing_app.domain.decision import Adoption, Reservation, adoption_register
from hearing_app.domain.localised import Localised
from hearing_app.domain.plan import Plan
from hearing_app.domain.vocabulary import AdoptionState, DocumentKind, Language

DAY = date(2009, 10, 26)
STRATEGY = adoption_register(
    ("selbu", "malvik"),
    (
        Adoption("selbu", AdoptionState.ADOPTED, DAY),
        Adoption("malvik", AdoptionState.ADOPTED, reservations=(Reservation("En annen posisjon."),)),
    ),
)
AGREEMENT = adoption_register(("selbu", "frosta"), (Adoption("frosta", AdoptionState.ADOPTED, date(2010, 1, 1)),))


def plan(name, day=DAY, register=None):
    return Plan(name, Localised(name), DocumentKind.STRATEGY, Language.NB, day=day, adoptions=register)


def matter(name, register, day=DAY):
    return RegisteredMatter(plan(name), day, register)


def test_the_matrix_has_a_row_per_body_and_a_cell_per_matter():
    """Every body of any register has a row; where it was not asked, the cell is empty."""
    matrix = adoption_matrix((matter("strategy", STRATEGY), matter("agreement", AGREEMENT)))
    states = {row.body: [cell.effective_state.value if cell else None for cell in row.cells] for row in matrix.rows}
    assert states == {
        "selbu": ["adopted", "not_treated"],
        "malvik": ["date_missing", None],
        "frosta": [None, "adopted"],
    }


def test_the_matrix_shows_the_registers_as_they_stand_on_the_day():
    """An adoption on a later day is scheduled in the cell, as it is in the register."""
    matrix = adoption_matrix((matter("agreement", AGREEMENT.on(date(2009, 12, 31))),))
    (frosta,) = (row for row in matrix.rows if row.body == "frosta")
    assert frosta.cells[0].effective_state is AdoptionState.SCHEDULED


def test_no_matter_makes_an_empty_matrix():
    """Without registers there are no rows."""
    assert adoption_matrix(()).rows == ()


def test_what_is_outstanding_is_told_state_by_state():
    """A missing date and a body that has not treated it are outstanding; a rejection is an answer."""
    asked = ("a", "b", "c", "d", "e")
    register = adoption_register(
        asked,
        (
            Adoption("a", AdoptionState.ADOPTED, DAY),
            Adoption("b", AdoptionState.REJECTED, DAY),
            Adoption("c", AdoptionState.ADOPTED),
            Adoption("d", AdoptionState.SCHEDULED, DAY),
        ),
    )
    assert [(state.value, [row.body for row in rows]) for state, rows in register.outstanding] == [
        ("date_missing", ["c"]),
        ("scheduled", ["d"]),
        ("not_treated", ["e"]),
    ]


def test_reservations_are_found_in_general_and_by_section():
    """A reservation without a section is in general; one of a body that is not bound still stands."""
    general = STRATEGY.reserved()
    assert [(row.body, reservation.text) for row, reservation in general] == [("malvik", "En annen posisjon.")]
    assert STRATEGY.reserved("helse") == ()


def test_a_case_that_is_only_proposed_has_nothing_to_adopt():
    """Its register can lie ready; the matrix and the bodies' pages have it from the day of the decision."""
    now = datetime(2026, 3, 10, 12, tzinfo=UTC)
    sak = Case("sak", Localised("Sak"), Language.NB, "au", DAY, case_number("1/09"), adoptions=AGREEMENT)
    decided = replace(sak, id="vedtatt", points=("Ja.",))
    archive = Archive(cases=(sak, decided), plans=(plan("forslag", None, AGREEMENT), plan("uten")))
    assert [found.ref.id for found in registered_matters((), archive, now)] == ["forslag", "vedtatt"]


def test_everything_stands_on_one_page_while_there_is_room():
    """Three bodies by two matters are six cells."""
    matters = (matter("strategy", STRATEGY), matter("agreement", AGREEMENT))
    assert matrix_pages(matters, room=6).first == matters
    assert matrix_pages(matters, room=6).years == ()


def test_what_has_no_room_has_a_page_per_year():
    """A year that has one matter without room has all its matters on its page, and nothing is lost."""
    days = (None, date(2020, 5, 1), date(2019, 9, 1), date(2019, 2, 1), date(2010, 1, 1))
    matters = tuple(matter(f"m{number}", STRATEGY, day) for number, day in enumerate(days))
    pages = matrix_pages(matters, room=6)
    assert [found.ref.id for found in pages.first] == ["m0", "m1", "m2"]
    assert [(year, [m.ref.id for m in found]) for year, found in pages.years] == [(2019, ["m2", "m3"]), (2010, ["m4"])]


def test_what_is_not_decided_stands_on_the_first_page_whatever_the_room():
    """It has no year to stand under, and it is what people are working on."""
    matters = tuple(matter(name, STRATEGY, None) for name in "abc")
    assert matrix_pages(matters, room=1).first == matters
