from hearing_app.domain.council import Body, Contact, Council
from hearing_app.domain.localised import Localised
from hearing_app.domain.summary import SummaryPoint
from hearing_app.domain.vocabulary import BodyKind, Language
from hearing_app.text import words_for
from hearing_app.text.order import alphabetical

NB, EN = words_for(Language.NB), words_for(Language.EN)
VAGA = Body("a-vaga", Localised("Vågå kommune"), BodyKind.MUNICIPALITY)
VANG = Body("b-vang", Localised("Vang kommune"), BodyKind.MUNICIPALITY)
COUNTY = Body("c", Localised(forms=((Language.NB, "Åmot"), (Language.EN, "County"))), BodyKind.COUNTY)
COUNCIL = Council(Localised("x"), Localised(), Language.NB, Contact("x", "x@x.example"), "", (VAGA, VANG, COUNTY))


def test_norwegian_letters_come_last():
    """The three letters after z stand in their own order, and aa with å, as in a Norwegian list of names."""
    names = ["Ål", "Østre Toten", "Zacho", "Ærfugl", "Aasen", "Sel", "Asker", "Vågå", "Vang"]
    ordered = ["Asker", "Sel", "Vang", "Vågå", "Zacho", "Ærfugl", "Østre Toten", "Ål", "Aasen"]
    assert sorted(names, key=alphabetical) == ordered


def test_case_hyphens_and_accents_do_not_matter():
    """What a reader does not look names up by does not move them."""
    assert alphabetical("NORD-AURDAL") == alphabetical("Nord Aurdal")
    assert alphabetical("Idé") == alphabetical("ide")
    assert alphabetical("A\u030as") == alphabetical("Ås") != alphabetical("As")
    assert sorted(["Øst", "Öst-Agder", "Nord", "Đivvun", "Dal"], key=alphabetical)[:2] == ["Dal", "Đivvun"]


def test_bodies_stand_by_the_name_that_is_shown():
    """The same bodies can stand in another order for a reader who sees other names."""
    assert NB.by_name([COUNTY, VAGA, VANG]) == (VANG, VAGA, COUNTY)
    assert EN.by_name([COUNTY, VAGA, VANG]) == (COUNTY, VANG, VAGA)


def test_what_belongs_to_a_body_stands_by_the_bodys_name():
    """A body's own rows keep their order, and a body that nobody knows any more stands by its id."""
    rows = [
        SummaryPoint(body, "s", quote, "", None)
        for body, quote in [("a-vaga", "1"), ("x", "2"), ("b-vang", "3"), ("a-vaga", "4")]
    ]
    assert [row.quote for row in NB.by_body(rows, COUNCIL)] == ["3", "1", "4", "2"]
    assert [row.quote for row in NB.by_body(rows, None)] == ["1", "4", "3", "2"]
