"""`adoptions-reported.yml`: written and read alike, merged with a person's file, and never in a person's way."""

from dataclasses import replace
from datetime import date

import pytest

from hearing_app.definitions import load_content
from hearing_app.definitions.adoptions_reported import write_reported
from hearing_app.domain.decision import Adoption, Extract, Reservation
from hearing_app.domain.vocabulary import AdoptionState

ROW = Adoption(
    "indre",
    AdoptionState.ADOPTED_WITH_RESERVATION,
    date(2026, 3, 3),
    "Fylkestinget",
    "7/26",
    (Reservation("Ikke båten.", "betaling"), Reservation("Linje én.\n\nLinje to: {nei}.")),
    vote="Mot to",
    extract=Extract("utskrift.pdf", "a" * 64),
)


@pytest.fixture
def register(content):
    """A function that writes the file and returns the register and its problems."""

    def loaded(*rows, expected=()):
        folder = content / "hearings" / "vedtatt-avtale"
        (folder / "adoptions-reported.yml").write_text(write_reported(expected, rows), encoding="utf-8")
        found = load_content(content)
        return found.matter("vedtatt-avtale").adoptions, found.problems

    return loaded


def test_what_is_written_is_read_again(register):
    """Every part of a row, and nothing that is not there."""
    postponed = Adoption("granneset", AdoptionState.POSTPONED, next_day=date(2026, 9, 1))
    found, problems = register(ROW, postponed)
    assert found.reported == (postponed, ROW)
    assert next(row for row in found.rows if row.body == "indre") == ROW
    assert not [problem for problem in problems if "reported" in problem.place.file]


def test_a_persons_row_goes_first(register):
    """Bergvik stands in adoptions.yml with case 5/26."""
    found, _ = register(replace(ROW, body="bergvik"))
    assert next(row for row in found.rows if row.body == "bergvik").case_number == "5/26"
    assert found.reported[0].case_number == "7/26"


def test_who_is_asked_is_what_the_secretariat_has_chosen(register):
    """Where adoptions.yml does not say it; those who are not asked and have reported keep their row."""
    found, _ = register(expected=("indre", "bergvik"))
    assert [row.body for row in found.rows][:2] == ["indre", "bergvik"]
    assert {row.body for row in found.rows} == {"indre", "bergvik", "fossheim", "granneset"}


def test_it_is_a_register_by_itself(register, content):
    """A hearing where nobody has written one by hand."""
    (content / "hearings" / "vedtatt-avtale" / "adoptions.yml").unlink()
    found, _ = register(ROW)
    assert [row.body for row in found.rows if row.adopted] == ["indre"]


def test_an_edit_elsewhere_never_stops_the_site(register):
    """A body that has left council.yml, and a section that has got another id."""
    gone = replace(ROW, reservations=(Reservation("Ikke båten.", "finnes-ikke"),))
    found, problems = register(gone, Adoption("borte", AdoptionState.ADOPTED, date(2026, 3, 3)))
    assert found.reported[0].reservations == (Reservation("Ikke båten."),)
    assert [row.body for row in found.reported] == ["indre"]
    assert not [problem for problem in problems if problem.level == "error"]
