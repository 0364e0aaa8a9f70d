from datetime import date

from hearing_app.domain.adoption_matrix import RegisteredMatter, adoption_matrix
from hearing_app.domain.decision import Adoption, Reservation, adoption_register
from hearing_app.domain.localised import Localised
from hearing_app.domain.record import Ref
from hearing_app.domain.vocabulary import AdoptionState, RecordKind

DAY = date(2009, 10, 26)
STRATEGY = adoption_register(
    ("selbu", "malvik"),
    (
        Adoption("selbu", AdoptionState.ADOPTED, DAY),
        Adoption("malvik", AdoptionState.ADOPTED, reservations=(Reservation("En annen posisjon."),)),
    ),
)
AGREEMENT = adoption_register(("selbu", "frosta"), (Adoption("frosta", AdoptionState.ADOPTED, date(2010, 1, 1)),))


def matter(name, register):
    return RegisteredMatter(Ref(RecordKind.PLAN, name), Localised(name), register)


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
