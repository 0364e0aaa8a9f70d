"""Plain text to a draft: sections found by marks, numbers or looks, and nothing read as markup by accident."""

import html
import re

import pytest

from hearing_app.text.markup import to_html

NUMBERED = """Avtale om felles brannvern

Høringsutkast av 4. mai 2026

1. Formål
Kommunene skal samarbeide om brannvern.

2. Medlemmer

2.1 Hvem som er med
Tre kommuner er med:

- Bergvik
- Fossheim
  - med øyene
- Indre

2.2 Utmelding

1. Varsel gis skriftlig.
2. Fristen er ett år.

3. Økonomi
Utgiftene deles.
"""


def test_numbered_lines_become_sections_with_ids_of_their_words(draft_of):
    """The number is in the heading, never in the id; å, ø and æ become letters of an address."""
    draft, _ = draft_of(NUMBERED)
    assert [(s.heading, s.id) for s in draft.sections] == [
        ("1 Formål", "formal"),
        ("2 Medlemmer", "medlemmer"),
        ("3 Økonomi", "okonomi"),
    ]


def test_title_version_and_day_come_from_the_lines_above_the_first_section(draft_of):
    """The first short line is the title; the others stay as the introduction."""
    draft, _ = draft_of(NUMBERED)
    assert (draft.title, draft.version, str(draft.dated)) == (
        "Avtale om felles brannvern",
        "Høringsutkast",
        "2026-05-04",
    )
    assert draft.preamble == "Høringsutkast av 4. mai 2026"


def test_deeper_numbers_become_headings_inside_and_lists_stay_lists(draft_of):
    """Two numbered lines in a row are a list, and a list in a list is indented."""
    section = draft_of(NUMBERED)[0].sections[1].markdown
    assert "### 2.1 Hvem som er med" in section
    assert "- Fossheim\n    - med øyene\n- Indre" in section
    assert "1. Varsel gis skriftlig.\n2. Fristen er ett år." in section


def test_paragraph_signs_and_chapters_are_numbers_too(draft_of):
    """As statutes have them: paragraphs below chapters, or sections by themselves."""
    chapters, _ = draft_of(
        "Kapittel 1 Innledning\n\n§ 1 Formål\n\nTekst.\n\nKapittel 2 Drift\n\n§ 2 Kontingent\n\nTekst.\n"
    )
    assert [s.id for s in chapters.sections] == ["innledning", "drift"]
    assert "### § 1 Formål" in chapters.sections[0].markdown
    alone, _ = draft_of("§ 1 Formål\nTekst.\n\n§ 2 Kontingent\nTekst.\n\n§ 3\nTekst.\n")
    assert [s.id for s in alone.sections] == ["formal", "kontingent", "paragraf-3"]


def test_headings_of_markdown_and_underlined_ones_count_before_any_guess(draft_of):
    """Whoever marks headings has said what they are; those without numbers get them."""
    marked, imported = draft_of("# Plan\n\n## Mål\n\n1. Nå målet\n\nTekst\n\n## Veien\n\n### Først\n\nTekst")
    assert (marked.title, [s.heading for s in marked.sections]) == ("Plan", ["1 Mål", "2 Veien"])
    assert "### 2.1 Først" in marked.sections[1].markdown
    assert any("numbered from 1" in str(remark.message) for remark in imported.remarks)
    underlined, _ = draft_of("Mål\n===\nTekst\n\nVeien\n=====\nTekst")
    assert [s.id for s in underlined.sections] == ["mal", "veien"]


def test_lines_in_capitals_are_headings_where_there_is_nothing_better(draft_of):
    """Old documents look so."""
    draft, _ = draft_of("FORMÅL\n\nTekst.\n\nMEDLEMMER OG RÅD\n\nTekst.")
    assert [s.id for s in draft.sections] == ["formal", "medlemmer-og-rad"]


def test_text_without_headings_is_one_section_and_that_is_told(draft_of, told):
    """A draft needs a section; the person parts it."""
    draft, imported = draft_of("Dette er en setning.\n\nDette er en til.")
    assert [s.heading for s in draft.sections] == ["1 Teksten"]
    assert any("No headings were found" in sentence for sentence in told(imported))


def test_the_same_heading_twice_gets_two_ids_and_the_general_one_is_never_taken(draft_of):
    """Ids are unique, and the id of the general remark is the program's."""
    draft, _ = draft_of("# T\n\n## Mål\n\na\n\n## Mål\n\nb\n\n## General\n\nc\n\n## !!!\n\nd")
    assert [s.id for s in draft.sections] == ["mal", "mal-2", "general-2", "4"]


def test_rows_with_tabs_become_a_table(draft_of):
    """The first row is its head."""
    draft, _ = draft_of(
        "1. Penger\n\nKommune\tKroner\nBergvik\t10 | 20\nIndre\t30\n\nSlutt på tallene.\n\n2. Mer\n\nTekst."
    )
    assert "| Kommune | Kroner |\n| --- | --- |\n| Bergvik | 10 \\| 20 |" in draft.sections[0].markdown


def test_a_table_of_contents_is_left_out_and_told(draft_of, told):
    """Its lines end in page numbers; the site makes its own."""
    text = "1 Formål ........ 3\n2 Drift ........ 4\n3 Økonomi ...... 5\n\n1 Formål\n\nTekst.\n\n2 Drift\n\nTekst.\n"
    draft, imported = draft_of(text)
    assert [s.id for s in draft.sections] == ["formal", "drift"]
    assert any("table of contents" in sentence and "Økonomi" in sentence for sentence in told(imported))


def test_headings_are_cut_out_of_running_text(draft_of, told):
    """As text copied from pages has it: by their numbers, by the contents' names, without what repeats on each page."""
    filler = "teksten om dette går over flere linjer og stanser ikke før siden er full av ord som hører til her. " * 3
    pages = (
        "Innhold: 1.0 Innledning 3 2.0 Mål i Elvedalen 5 3.0 Drift 9 4.0 Slutt 10 " + "Side 2",
        f"1. Innledning 1.1 Bakgrunn Høsten kom, og {filler}1.2 Prosessen Arbeidet begynte, og {filler}Side 3",
        f"2.0 Mål i Elvedalen 2.1 Vekst Kommunene vokser, og {filler}Side 4",
        f"2.0 Mål i Elvedalen 2.2 Vern Naturen vernes, og {filler}Side 5",
    )
    pages = (pages[0].replace("Innhold:", "Innhold: " + "• " * 100), *pages[1:])
    draft, imported = draft_of("\n\n".join(pages))
    assert [s.heading for s in draft.sections] == ["1 Innledning", "2 Mål i Elvedalen"]
    assert "### 1.2 Prosessen\n\nArbeidet begynte" in draft.sections[0].markdown
    assert "### 2.2 Vern" in draft.sections[1].markdown
    sentences = " ".join(told(imported))
    assert "Side 2 · Side 3 · Side 4 · Side 5" in sentences
    assert "repeated at the top of a page" in sentences


@pytest.mark.parametrize(
    "line",
    [
        "#tagg",
        "> sitat",
        "*stjerner* og _streker_ og `kode`",
        "[tekst](http://x.example) og [a]: b",
        "<script>alert(1)</script> & &amp;",
        "2026. var et godt år, sa de som var med på det",
        "~~~ bølger",
        "--- | ---",
        "| a | b |",
        "a\\*b",
        "snake_case_ord {#id}",
        "+47 er landets nummer",
    ],
)
def test_what_a_line_says_is_what_is_shown(draft_of, line):
    """No mark in a plain text becomes markup on the page."""
    draft, _ = draft_of(f"Første avsnitt, med punktum.\n\nOrdet er: {line}\n\nDer var {line}\n{line}\n")
    shown = html.unescape(re.sub(r"</?(p|br)[^>]*>", "", to_html(draft.sections[0].markdown)))
    assert shown.count(line) == 3


def test_personal_data_stay_and_are_told_with_their_line(draft_of):
    """An address, a number and what looks like an identity number: a person decides, names are not looked for."""
    _, imported = draft_of("Skriv til ola@bergvik.example.\n\nRing 22 33 44 55.\n\nNummeret er 010203 12345.")
    found = {remark.place: str(remark.message) for remark in imported.remarks if remark.place}
    assert "e-mail" in found[1]
    assert "phone number" in found[3]
    assert "identity number" in found[5]
    assert "ola@bergvik.example" in imported.text


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Vi veit ikkje kva dette er, og korleis det vart.", "nn"),
        ("Vi vet ikke hva dette er.", "nb"),
        ("Kommune.", "nb"),
    ],
)
def test_the_language_is_told_by_small_words(draft_of, text, language):
    """Bokmål in doubt; which it was is told."""
    _, imported = draft_of(text)
    assert imported.language == language
    assert "was taken to be" in str(imported.remarks[0].message)


def test_names_of_persons_are_left_out_of_a_draft_and_told(draft_of, told):
    """After a label that says so, and at a signature; a role alone may stand."""
    draft, imported = draft_of(
        "Avtale\n\nSaksbehandler: Kari Eksempel\nVersjon 2\n\n1. Formål\n\nSaksbehandler\tOla Eksempel\n"
        "Frist\t1. mai\n\n2. Drift\n\nPer Eksempel, sign.\n\nDaglig leder, sign.\n\nSaksbehandler:\n\nEli Eksempel\n"
    )
    assert "Eksempel" not in imported.text
    assert "Daglig leder, sign." in draft.sections[1].markdown
    assert "1. mai" in imported.text
    named = [sentence for sentence in told(imported) if "person's name was left out" in sentence]
    assert [name in sentence for name, sentence in zip(("Kari", "Ola", "Per", "Eli"), named, strict=True)] == [True] * 4
    assert [remark.place for remark in imported.unplaced] == [3, 8, 13, 19]
    assert draft.version == "Versjon 2"
