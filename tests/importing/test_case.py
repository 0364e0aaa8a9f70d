"""Case papers: fields of the head, and the parts, however the paper is laid out."""

import pytest
import yaml

from hearing_app.definitions.cases import load_cases
from hearing_app.definitions.documents import split_front_matter, split_parts
from hearing_app.definitions.points import numbered_points
from hearing_app.definitions.positions import Source
from hearing_app.domain.problem import errors

OLD = """
Kommune\tStyre , råd, utvalg m.v.\tMøtested\tMøte dato
Elvedalen\tArbeidsutvalget\tBergvik samfunnshus\t05.11.09

Sak nr :

AU-12/09: FELLES VANNVERK - FORPROSJEKT

Det vises til sak O-3/09 og sak 7/2008, der spørsmålet ble reist.

1. Hva koster det?
2. Hvem betaler?

Leder vil fremme følgende

sign.

Utskrift sendt til
Bergvik kommune
Indre kommune

FORSLAG TIL VEDTAK:

1. Arbeidsutvalget setter i gang et forprosjekt.
2. Forprosjektet skal særlig se på

.....
I møtet ble det lagt vekt på kostnadene.

VEDTAK:

1. Arbeidsutvalget setter i gang et forprosjekt.
2. Rammen er 200 000 kroner.
   Den deles likt.

Enstemmig vedtatt.

Daglig leder, sign.
"""

NEW = """Saksframlegg

Saksbehandler: Kari Eksempel
Arkivsak: 17/401
Utvalg: Styringsgruppa
Møtedato: 28. september 2017
Saksnr: 24a/2017
Tittel: Samarbeid etter 2018

Innstilling:
Styringsgruppa tilrår slikt vedtak:
1. Samarbeidet føres videre.

Bakgrunn
Avtalen går ut.

Vurdering
Den bør fornyes.

Behandling i møtet
Leder orienterte.
Votering: Vedtatt mot 2 stemmer

Vedtak
Samarbeidet føres videre.
"""


def parts_of(imported):
    """The front matter as values, and the parts by id."""
    source = Source("case.md")
    head, body, first = split_front_matter(imported.text, source)
    preamble, parts = split_parts(body, first, source)
    assert source.problems == []
    assert preamble == ""
    return yaml.safe_load(head), {part.id: part.markdown for part in parts}


@pytest.mark.parametrize("paper", [OLD, NEW])
def test_what_comes_out_is_a_case_that_the_site_can_read(case_of, tmp_path, paper):
    """With every text in its place; only the organ's id is for the person to correct."""
    folder = tmp_path / "cases" / "sak"
    folder.mkdir(parents=True)
    (folder / "case.md").write_text(case_of(paper).text, encoding="utf-8")
    loaded = load_cases(tmp_path, None)
    problems = [problem for source in loaded.sources for problem in source.problems]
    assert [str(problem.message) for problem in errors(problems)] == []
    case = loaded.records[0]
    assert all((case.background, case.proposal, case.deliberation, case.points, case.number, case.day))


def test_a_number_that_is_none_is_told_and_left_in_sight(case_of, told):
    """An archive's number is not a case number."""
    imported = case_of("Saksnr: hemmelig\n\nTekst.")
    assert "case_number" not in parts_of(imported)[0]
    assert "Saksnr: hemmelig" in parts_of(imported)[1]["background"]
    assert any("Saksnr: hemmelig" in sentence for sentence in told(imported))


def test_an_old_paper_with_a_head_in_columns_finds_its_fields(case_of):
    """Number, day and place as they stood; the title out of its capitals; other cases by number."""
    head, _ = parts_of(case_of(OLD))
    assert str(head.pop("date")) == "2009-11-05"
    assert head == {
        "title": "Felles vannverk – forprosjekt",
        "language": "nb",
        "organ": "arbeidsutvalget",
        "place": "Bergvik samfunnshus",
        "case_number": "AU-12/09",
        "earlier": [{"number": "O-3/09"}, {"number": "7/2008"}],
        "vote": "Enstemmig vedtatt.",
        "signed": "Daglig leder",
        "copies": ["Bergvik kommune", "Indre kommune"],
        "tasks": [],
    }


def test_its_parts_are_told_apart_and_unfinished_points_stay_as_they_are(case_of):
    """The dots stay with the point; what was said in the meeting is the deliberation."""
    _, parts = parts_of(case_of(OLD))
    assert list(parts) == ["background", "proposal", "deliberation", "decision"]
    assert numbered_points(parts["proposal"])[1] == "Forprosjektet skal særlig se på\n\n....."
    assert parts["deliberation"] == "I møtet ble det lagt vekt på kostnadene."
    assert numbered_points(parts["decision"])[1] == "Rammen er 200 000 kroner.\nDen deles likt."
    assert "1. Hva koster det?\n2. Hvem betaler?" in parts["background"]


def test_a_newer_paper_with_labels_finds_them_in_any_order(case_of):
    """The recommendation may stand first; other headings stay inside the background."""
    head, parts = parts_of(case_of(NEW))
    found = {key: str(head[key]) for key in ("title", "organ", "date", "case_number", "vote")}
    assert found == {
        "title": "Samarbeid etter 2018",
        "organ": "styringsgruppa",
        "date": "2017-09-28",
        "case_number": "24a/2017",
        "vote": "Vedtatt mot 2 stemmer",
    }
    assert parts["background"].startswith("Avtalen går ut.\n\n### Vurdering\n\nDen bør fornyes.")
    assert numbered_points(parts["proposal"]) == ("Samarbeidet føres videre.",)
    assert parts["deliberation"] == "Leder orienterte."
    assert numbered_points(parts["decision"]) == ("Samarbeidet føres videre.",)


def test_what_has_no_field_stays_in_sight_and_names_are_left_out(case_of, told):
    """Under a heading of its own at the end of the background, and among the remarks; names only there."""
    imported = case_of(NEW)
    _, parts = parts_of(imported)
    loose = parts["background"].partition("### Ikke plassert")[2]
    assert "Arkivsak: 17/401" in loose
    assert "Styringsgruppa tilrår slikt vedtak:" in loose
    assert "Kari" not in imported.text
    assert any("person's name" in sentence and "Kari Eksempel" in sentence for sentence in told(imported))
    assert any("Arkivsak" in sentence for sentence in told(imported))


def test_a_paper_without_anything_says_what_is_missing(case_of, told):
    """Every field that a case needs is named; the file's name is the title."""
    imported = case_of("Dette er en setning.", name="vann-og-vei")
    head, parts = parts_of(imported)
    assert head == {"title": "vann-og-vei", "language": "nb", "copies": [], "tasks": []}
    assert parts == {"background": "Dette er en setning."}
    sentences = " ".join(told(imported))
    for word in ("title", "organ", "meeting date", "case number", "decision"):
        assert f"No {word} was found" in sentences


def test_a_word_paper_is_read_the_same_way(word, saved, case_of):
    """A table as its head, headings for its parts, and a list of points that Word has numbered."""
    table = word.add_table(rows=3, cols=2)
    cells = ("Utvalg", "Regionrådet", "Møtedato", "16.6.2026", "Saksnr", "16/2026")
    for cell, text in zip(table._cells, cells, strict=True):
        cell.text = text
    word.add_heading("Felles legevakt", 1)
    word.add_paragraph("Kommunane treng ei ordning, og ho er ikkje på plass.")
    word.add_heading("Framlegg til vedtak", 2)
    word.add_paragraph("Ordninga blir greidd ut.", style="List Number")
    word.add_paragraph("Saka kjem opp att i haust.", style="List Number")
    word.add_heading("Vedtak", 2)
    word.add_paragraph("Samrøystes vedteke")
    word.add_paragraph("Ordninga blir greidd ut.", style="List Number")
    head, parts = parts_of(case_of(saved(word)))
    assert (head["title"], head["organ"], head["case_number"]) == ("Felles legevakt", "regionradet", "16/2026")
    assert (head["language"], head["vote"], str(head["date"])) == ("nn", "Samrøystes vedteke", "2026-06-16")
    assert parts["proposal"] == "1. Ordninga blir greidd ut.\n2. Saka kjem opp att i haust."
    assert parts["decision"] == "1. Ordninga blir greidd ut."


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("13.10.09", "2009-10-13"),
        ("28.09.2017", "2017-09-28"),
        ("28. september 2017", "2017-09-28"),
        ("2026-01-02", "2026-01-02"),
    ],
)
def test_days_are_read_as_people_write_them(case_of, typed, day):
    """Two digits of a year are of this century, or of the end of the last."""
    assert str(parts_of(case_of(f"Møtedato: {typed}\n\nTekst."))[0]["date"]) == day


def test_a_day_that_does_not_exist_is_told(case_of, told):
    """It is not guessed at."""
    imported = case_of("Møtedato: 31.02.2017\n\nTekst.")
    assert "date" not in parts_of(imported)[0]
    assert any("not a day that can be read" in sentence and "31.02.2017" in sentence for sentence in told(imported))


def test_a_second_value_for_a_field_is_told_and_the_first_kept(case_of, told):
    """A paper copied from two meetings names two."""
    imported = case_of("Møtested: Bergvik\nMøtedato: 1.2.2026\nMøtested: Indre\nMøtedato: 3.4.2026\n\nTekst.")
    head, _ = parts_of(imported)
    assert (head["place"], str(head["date"])) == ("Bergvik", "2026-02-01")
    sentences = " ".join(told(imported))
    assert "Indre" in sentences
    assert "3.4.2026" in sentences


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_names_above_the_head_are_no_text_of_the_case(case_of, told, gap):
    """The organ's own name fills its field; another name has none, and is told and left in sight."""
    head = gap.join(["Bergvik Natur- og Kulturpark", "Utviklingsstyret", "Møtedato: 13.10.2009"])
    imported = case_of(f"{head}\n\nU-47/09: FELLES VANN\n\nBakgrunn\nVi er invitert.\n")
    fields, parts = parts_of(imported)
    assert (fields["organ"], fields["title"]) == ("utviklingsstyret", "Felles vann")
    text, _, loose = parts["background"].partition("### Ikke plassert")
    assert text.strip() == "Vi er invitert."
    assert loose.strip() == "Bergvik Natur- og Kulturpark"
    assert any("There is no field" in s and "Bergvik Natur- og Kulturpark" in s for s in told(imported))
    assert not any("organ was found" in s for s in told(imported))


def test_an_organ_of_its_own_line_yields_to_the_one_that_has_a_label(case_of, told):
    """Two names are told, never chosen between in silence; the same name twice is one."""
    other = case_of("Bergvik regionråd\nUtvalg: Arbeidsutvalget\nSak: 1/20 Vann\n\nTekst her.")
    assert parts_of(other)[0]["organ"] == "arbeidsutvalget"
    assert any("Bergvik regionråd" in sentence for sentence in told(other))
    same = case_of("Arbeidsutvalget\nUtvalg: Arbeidsutvalget\nSak: 1/20 Vann\n\nTekst her.")
    assert not any("«Arbeidsutvalget»" in sentence for sentence in told(same))


@pytest.mark.parametrize("title", ["Nytt regionråd", "Evaluering av rådet", "Felles styre", "Reglement for styret"])
def test_a_title_that_ends_in_an_organs_name_stays_a_title(case_of, title):
    """What is to be done with an organ is not the organ that does it."""
    head, _ = parts_of(case_of(f"{title}\n\nMøtedato: 13.10.2009\n\nTekst her.", name="fila"))
    assert head["title"] == title
    assert "organ" not in head


def test_short_lines_inside_the_text_stay_where_they_are(case_of):
    """Only what stands above the head can be a letterhead."""
    _, parts = parts_of(case_of("Møtedato: 1.2.2020\n\nDette er saken.\n\nArbeidsutvalget\n\nEn setning."))
    assert parts["background"] == "Dette er saken.\n\nArbeidsutvalget\n\nEn setning."


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_name_below_its_label_is_left_out_too(case_of, told, gap):
    """What stands there and is no name is text."""
    imported = case_of(f"Saksbehandler:{gap}Kari Eksempel\n\nSak 1/20 Vann\n\nTekst her.")
    assert "Kari" not in imported.text
    assert any("person's name" in sentence and "Kari Eksempel" in sentence for sentence in told(imported))
    assert "Tekst her." in case_of("Saksbehandler:\n\nTekst her.").text
