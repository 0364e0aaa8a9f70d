"""Contacts from a workbook: what is in its cells, and what a hostile or odd one does."""

import io
import time
import zipfile
from dataclasses import replace

import pytest
import xlsxwriter
from openpyxl import Workbook

from hearing_app.definitions import load_council
from hearing_app.domain.localised import Localised
from hearing_app.inviting.contact_file import read_contacts
from hearing_app.inviting.contact_table import ContactFileRefused, sample_sheet
from hearing_app.inviting.contacts import addresses_of, changes
from hearing_app.inviting.new_bodies import NewBody, as_yaml
from hearing_app.spreadsheet import LAST_ROW, MOST_ROWS, SheetRefused, read_sheet, write_sheet

HEAD = ("id", "kommunenummer", "navn", "e-post")


@pytest.fixture
def bodies(library):
    return library.council().bodies


def workbook(*rows, change=lambda _sheet: None, title="Liste"):
    """Return a workbook with these rows, after `change` has done something to its sheet."""
    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    change(book.active)
    return saved(book)


def saved(book):
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def found(read):
    assert read.mistakes == ()
    return {row.body.id: row.email for row in read.rows}


def wrong(read):
    return [(mistake.cell, mistake.column) for mistake in read.mistakes]


def repacked(data, **parts):
    """Return a workbook with some of its parts replaced."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, parts.get(name.replace("/", "_").replace(".", "_"), old.read(name)))
    return written.getvalue()


def test_a_workbook_is_told_by_its_content(bodies):
    """Rows in any order, empty rows between them, and cells that are texts, numbers or nothing."""
    data = workbook(HEAD, (), ("indre", None, None, "i@indre.example"), (), (None, None, "Ungdomsrådet", "u@u.example"))
    assert found(read_contacts(data, bodies)) == {"indre": "i@indre.example", "ungdomsradet": "u@u.example"}


@pytest.mark.parametrize("number", ["0301", 301, 301.0, "301", "0 301"])
def test_zeros_in_front_of_a_municipality_number_do_not_count(bodies, number):
    """A spreadsheet makes 301 of 0301, and nobody sees it."""
    data = workbook(HEAD, (None, number, None, "ny@bergvik.example"))
    assert found(read_contacts(data, bodies)) == {"bergvik": "ny@bergvik.example"}


def test_mistakes_are_told_as_the_spreadsheet_calls_the_cell(bodies):
    """With the row as it is counted there, empty rows included."""
    data = workbook(
        HEAD, (), ("bergvik", None, None, "feil"), (None, 9999, None, "a@b.example"), ("x", None, None, "a@b.no")
    )
    assert wrong(read_contacts(data, bodies)) == [("D3", "e-post"), ("B4", "kommunenummer"), ("A5", "id")]


def test_a_formula_is_not_worked_out_but_told(bodies):
    """Also where the file remembers what it came to; in a column that nobody reads it does not matter."""
    data = workbook((*HEAD, "merknad"), ("bergvik", None, None, '="ny@bergvik"&".example"', "=1+1"))
    assert wrong(read_contacts(data, bodies)) == [("D2", "e-post")]
    data = workbook((*HEAD, "merknad"), ("bergvik", None, None, "ny@bergvik.example", "=1+1"))
    assert found(read_contacts(data, bodies)) == {"bergvik": "ny@bergvik.example"}


def test_merged_cells_are_told_where_they_count(bodies):
    """An address across two rows is nobody's for sure; a merged remark beside it is."""
    rows = (HEAD, ("bergvik", None, None, "felles@b.example"), ("fossheim", None, None, None))
    assert wrong(read_contacts(workbook(*rows, change=lambda s: s.merge_cells("D2:D3")), bodies)) == [
        ("D2", "e-post"),
        ("D3", "e-post"),
    ]
    assert found(read_contacts(workbook(*rows, change=lambda s: s.merge_cells("F2:F3")), bodies)) == {
        "bergvik": "felles@b.example"
    }


def test_the_first_sheet_that_shows_is_read_and_the_others_are_named(bodies):
    """Not a hidden one, and not an empty one."""
    book = Workbook()
    book.active.append(("skjult",))
    book.active.sheet_state = "hidden"
    book.create_sheet("Tom")
    for title, body in (("Kommuner", "bergvik"), ("Andre", "indre")):
        sheet = book.create_sheet(title)
        sheet.append(HEAD)
        sheet.append((body, None, None, f"ny@{body}.example"))
    read = read_contacts(saved(book), bodies)
    assert found(read) == {"bergvik": "ny@bergvik.example"}
    assert [str(note) for note in read.notes] == ["The file has several sheets. «Kommuner» was read; not read: Andre."]


def test_a_workbook_with_nothing_that_shows_is_refused():
    """Rather than taken as a list without rows."""
    with pytest.raises(SheetRefused):
        read_sheet(workbook())


def test_cells_formatted_far_down_do_no_harm(bodies):
    """A valid file is read though somebody has coloured the last row there is."""
    data = workbook(HEAD, ("bergvik", None, None, "ny@b.example"), change=lambda s: s.cell(LAST_ROW, 3, ""))
    assert found(read_contacts(data, bodies)) == {"bergvik": "ny@b.example"}


def test_too_many_rows_are_refused(bodies):
    """Quickly."""
    with pytest.raises(ContactFileRefused):
        read_contacts(workbook(HEAD, *((None, 1, None, "a@b.no"),) * (MOST_ROWS + 1)), bodies)


SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="{row}">'
    '<c t="inlineStr"><is><t>{text}</t></is></c></row></sheetData></worksheet>'
)
ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
HOSTILE = {
    "cut off": "<worksheet",
    "entities": ENTITIES + SHEET.format(row=1, text="&b;"),
    "a row that no sheet has": SHEET.format(row=99999999999, text="x"),
    "a bomb": " " * (30 * 1024 * 1024),
}


@pytest.mark.parametrize("sheet", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_workbook_is_refused_quickly(sheet):
    """With a sentence, whatever is in it."""
    data = repacked(workbook(HEAD, ("x",)), xl_worksheets_sheet1_xml=sheet)
    begun = time.process_time()
    with pytest.raises(SheetRefused):
        read_sheet(data)
    assert time.process_time() - begun < 10


@pytest.mark.parametrize("data", [b"PK\x03\x04 not an archive", b"\xd0\xcf\x11\xe0 an old file", b"\0\1\2"])
def test_what_is_neither_of_the_two_is_refused(bodies, data):
    """With advice on what to save it as."""
    with pytest.raises(ContactFileRefused, match=r"XLSX"):
        read_contacts(data, bodies)


def test_another_archive_is_refused(bodies):
    """Such as an open document, which is a zip file as well."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    with pytest.raises(ContactFileRefused):
        read_contacts(written.getvalue(), bodies)


def test_a_cell_of_a_great_workbook_is_text_as_it_was_typed():
    """Nothing that is written becomes a formula, a link or a number."""
    rows = (("=1+1", "0301", "https://x.example", "a@b.no"),)
    assert read_sheet(write_sheet("Ark", HEAD, rows)).rows == ((1, list(HEAD)), (2, list(rows[0])))


def test_a_workbook_of_another_program_with_inline_texts_is_read(bodies):
    """Texts that stand in the sheet itself, as some exports write them."""
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True, "constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate((HEAD, ("indre", "", "", "i@i.example"))):
            for column, cell in enumerate(row):
                sheet.write(number, column, cell)
    assert found(read_contacts(written.getvalue(), bodies)) == {"indre": "i@i.example"}


def test_the_sample_can_be_read_back(db, bodies):
    """Every body stands in it with the address it has, and importing it changes nothing."""
    read = read_contacts(sample_sheet(bodies, addresses_of(db, bodies)), bodies)
    assert {row.body.id for row in read.rows} == {body.id for body in bodies if body.email}
    assert changes(db, read.rows) == ()


def test_bodies_that_council_yml_lacks_come_with_the_lines_to_add(content, bodies):
    """Pasted as they are they make a council that loads, whatever the names hold."""
    rows = (
        (None, "0399", "Ævik kommune", "post@aevik.example"),
        (None, None, 'Foreningen "Øst": nå # og\u200bda', "f@f.example"),
        (None, None, "Ytre fylkeskommune", "y@y.example"),
        (None, None, None, "n@n.example"),
        ("bergvik", None, None, "feil"),
    )
    read = read_contacts(workbook(HEAD, *rows), bodies)
    assert [new.name for new in read.unknown] == [row[2] for row in rows[:3]]
    council = content / "council.yml"
    text = council.read_text(encoding="utf-8")
    text = text.replace("bodies:\n", f"bodies:\n{as_yaml(read.unknown, (body.id for body in bodies))}\n")
    council.write_text(text, encoding="utf-8")
    loaded, problems = load_council(content)
    assert loaded is not None, [str(problem.message) for problem in problems]
    kinds = {body.id: (body.kind.value, body.number) for body in loaded.bodies}
    assert kinds["aevik"] == ("municipality", "0399")
    assert kinds["ytre-fylkeskommune"] == ("county", "")
    assert kinds["foreningen-ost-na-ogda"][0] == "organisation"


def test_ids_that_are_taken_get_a_number():
    """Two new bodies of one name as well."""
    lines = as_yaml([NewBody("Vik kommune", "a@b.no"), NewBody("Vik", "c@d.no")], ["vik"])
    assert "- id: vik-2\n" in lines
    assert "- id: vik-3\n" in lines


def test_a_name_that_is_nearly_right_is_answered_with_the_right_one(bodies):
    """So that nobody adds a body that is there."""
    rows = ((None, None, "Bergvig kommune", "a@b.no"), (None, None, "Ævik kommune", "a@b.no"))
    read = read_contacts(workbook(HEAD, *rows), bodies)
    assert "Is it" not in str(read.mistakes[1].message)
    assert "Is it «Bergvik kommune»?" in str(read.mistakes[0].message)


def test_a_long_list_of_unknown_names_costs_a_moment(bodies):
    """Every row is told; a name that is nearly right is answered with the right one in the first of them."""
    names = [Localised(plain=f"Nordre Elvedalen {number} kommune") for number in range(400)]
    known = [replace(bodies[0], id=f"b{number}", name=name) for number, name in enumerate(names)]
    lines = [f"Nordre Elvadalen {number},a@b.no" for number in range(5_000, 5_000 + MOST_ROWS - 1)]
    started = time.monotonic()
    read = read_contacts("\n".join(["navn,e-post", *lines]).encode(), known)
    assert time.monotonic() - started < 5
    told = [mistake.message.values for mistake in read.mistakes]
    assert [len(told), "near" in told[0], "near" in told[-1]] == [MOST_ROWS - 1, True, False]
    with pytest.raises(ContactFileRefused, match=str(MOST_ROWS)):
        read_contacts("\n".join(["navn,e-post", *lines, *lines[:2]]).encode(), known)
