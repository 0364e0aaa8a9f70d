"""Files that were made, or happened, to take minutes are read in the time that their length takes."""

import time

import pytest

from hearing_app.importing import Form, ImportRefused, import_data
from hearing_app.importing.slug import Ids
from tests.importing.test_refused import BODY, archive

MANY = 20_000
SECONDS = 5
"""Each takes a second or two on an idle machine, and as one form or the other took from ten seconds to minutes."""

LONG = {
    "signs after a heading": "# a" + " #" * 2 * MANY + "x",
    "equal headings": "# 1 Likt\n\ntekst\n\n" * MANY,
    "equal running paragraphs": ("1.1 Mål og mer " + "tekst " * 45 + "\n\n") * 8000,
    "lines of a contents": "Mål ..... 4\n\n" * MANY,
    "lines of one paragraph": "Dette er en linje\n" * 4 * MANY,
    "lines with a person's name": "Saksbehandler: Kari Nordmann\ntekst\n" * MANY,
    "labels without a field": "\n".join(f"Arkiv: x{number}" for number in range(MANY)),
    "a number without end": "1" + ".0" * 200_000 + " Mål",
}


@pytest.mark.parametrize("form", list(Form))
@pytest.mark.parametrize("text", LONG.values(), ids=LONG)
def test_a_thousand_times_the_same_takes_no_more_time_than_its_length(text, form):
    """Nothing is compared with everything before it."""
    begun = time.monotonic()
    import_data(text.encode(), "fil", form)
    assert time.monotonic() - begun < SECONDS


@pytest.mark.parametrize(
    ("line", "heading"), [("## Mål ##", "Mål"), ("# C # #", "C"), ("# # #", "#"), ("# a # b", "a # b")]
)
def test_signs_that_close_a_heading_are_not_its_text(draft_of, line, heading):
    """Signs inside it are."""
    draft, _ = draft_of(f"{line}\n\nTekst.\n\n# Drift\n\nTekst.")
    assert any(section.heading.endswith(heading) for section in draft.sections), draft.sections


def test_ids_count_on_for_each_heading_and_step_over_those_that_are_taken():
    """Also those that another heading wanted for itself."""
    ids = Ids("generelt")
    wanted = ("mal", "mal-2", "mal", "mal", "mal-2", "generelt")
    assert [ids.take(name) for name in wanted] == ["mal", "mal-2", "mal-3", "mal-4", "mal-2-2", "generelt-2"]


def test_a_long_paragraph_of_lines_above_a_rule_is_no_heading(draft_of):
    """Only a line alone is."""
    lines = "\n".join(["En linje som er lengre enn noen etikett i et hode pleier å være"] * 3)
    draft, _ = draft_of(f"# Mål\n\n{lines}\n-----\n\nSlutt")
    assert len(draft.sections) == 1
    assert draft.sections[0].markdown.startswith(lines)


def test_numbers_in_running_text_may_stand_in_a_list_of_a_list(draft_of):
    """The words before the first of them are no chapter."""
    running = "1.1 Mål og mer tekst 1.2 Vei og mer tekst 1.3 Hus og mer tekst " * 8
    draft, _ = draft_of(f"- punkt\n    - Først litt tekst. {running}\n\n{running}")
    assert "Først litt tekst." in f"{draft.preamble}{[section.markdown for section in draft.sections]}"


RELATIONS = (
    "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'><Relationship Id='r1' "
    "Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}' Target='{}'/></Relationships>"
)
TEXT = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"


@pytest.mark.parametrize("target", ["word/document.bin", "/word/document.bin", "word/../word/document.bin"])
def test_a_document_that_is_another_part_than_the_one_looked_at_is_refused(target):
    """Else it could hold what is refused everywhere else."""
    parts = {
        "_rels/.rels": RELATIONS.format("officeDocument", target),
        "word/document.xml": BODY.format(TEXT.format("Liten")),
        "word/document.bin": "<!DOCTYPE a [<!ENTITY b 'c'>]>" + BODY.format(TEXT.format("&b;")),
    }
    with pytest.raises(ImportRefused, match="no Word document"):
        import_data(archive(parts), "fil", Form.DRAFT)


@pytest.mark.parametrize("name", ["footnotes", "endnotes", "comments", "styles", "numbering"])
def test_no_name_leads_the_reader_to_a_part_that_was_not_looked_at(name):
    """A part that does not end as text does is a picture, whatever another part says of it."""
    parts = {
        "_rels/.rels": RELATIONS.format("officeDocument", "/word/document.xml"),
        "word/_rels/document.xml.rels": RELATIONS.format(name, "large.bin"),
        "word/document.xml": BODY.format(TEXT.format("Liten")),
        "word/large.bin": "<!DOCTYPE a>" + BODY.format(TEXT.format("Stor") * 1_000_000),
    }
    begun = time.monotonic()
    imported = import_data(archive(parts), "fil", Form.DRAFT)
    assert time.monotonic() - begun < SECONDS
    assert "Liten" in imported.text
    assert "Stor" not in imported.text


@pytest.mark.parametrize(
    ("written", "year"), [("1.2.69", 2069), ("1.2.70", 1970), ("1.2.99", 1999), ("1.2.2070", 2070)]
)
def test_two_digits_are_the_same_year_in_a_day_as_in_a_case_number(case_of, written, year):
    """1970 to 2069, as in `domain.case`."""
    assert f"date: {year}-02-01" in case_of(f"Møtedato: {written}\n\nVedtak\n\n1. Ja.").text
