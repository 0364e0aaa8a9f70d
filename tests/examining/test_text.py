"""The text of documents, as the process apart gives it."""

import io

import docx
import odfdo
import openpyxl
import pytest
import typst

from hearing_app.domain.passage import Passage
from hearing_app.examining import Refused, read_text
from hearing_app.examining.text import passages_of

LETTER = """
#set page(paper: "a5")
#set text(lang: "nb", hyphenate: true)
#set par(justify: true)
= Høringssvar
== Til punkt 2
Vi støtter forslaget om et medbestemmelsesorgan, men mener at ungdomsrepresentantene burde velges for to år av gangen,
og at jordbruksarealet må vernes.

Et nytt avsnitt som begynner her.
- Et punkt
#pagebreak()
Side to.
"""


@pytest.fixture
def letter(tmp_path):
    source = tmp_path / "letter.typ"
    source.write_text(LETTER, encoding="utf-8")
    return typst.compile(source)


def written(save):
    file = io.BytesIO()
    save(file)
    return file.getvalue()


def test_a_pdf_is_read_by_paragraphs(letter):
    """Lines are joined, divided words are whole, large letters are headings, and a bullet is a paragraph of its own."""
    read = read_text(letter)
    assert [passage.text for passage in read if passage.level] == ["Høringssvar", "Til punkt 2"]
    assert any("medbestemmelsesorgan, men mener at" in passage.text for passage in read)
    assert not any("\u00ad" in passage.text for passage in read)
    assert Passage("Et nytt avsnitt som begynner her.") in read
    assert read[-1] == Passage("Side to.")


def test_a_scanned_pdf_has_no_text(make):
    """A page without letters gives nothing, and is no mistake."""
    assert read_text(make.pdf()) == ()


def test_word_is_read_with_headings_tables_and_line_breaks():
    """What Word shows in its body, in its order; what was deleted is not there."""
    document = docx.Document()
    document.add_heading("Til punkt 2", 2)
    document.add_paragraph("Hei\tdu\nder")
    document.add_table(1, 2).rows[0].cells[1].text = "Celle"
    deleted = document.add_paragraph("Står. ")._p
    deleted.append(
        docx.oxml.parse_xml(f"<w:del {docx.oxml.ns.nsdecls('w')}><w:r><w:delText>Borte</w:delText></w:r></w:del>")
    )
    read = read_text(written(document.save))
    assert read == (Passage("Til punkt 2", 2), Passage("Hei du\nder"), Passage("Celle"), Passage("Står."))


def test_odt_is_read_with_headings_and_spaces():
    """Text stands everywhere in ODT; several spaces are one."""
    document = odfdo.Document("text")
    document.body.append(odfdo.Header(2, "Økonomi"))
    document.body.append(odfdo.Paragraph("Ord  på\tlinje"))
    assert read_text(written(document.save)) == (Passage("Økonomi", 2), Passage("Ord på linje"))


def test_a_workbook_is_read_by_rows():
    """A sheet's name is a heading, and a hidden sheet is not read."""
    book = openpyxl.Workbook()
    book.active.title = "Svar"
    book.active.append(["Tiltak", 2])
    book.create_sheet("Skjult").append(["hemmelig"])
    book["Skjult"].sheet_state = "hidden"
    assert read_text(written(book.save)) == (Passage("Svar", 1), Passage("Tiltak | 2"))


def test_plain_text_is_read_in_the_usual_encodings():
    """UTF-8 and that of older Windows programs; signs that nobody sees are left out."""
    assert passages_of("Å\r\n\r\nen\u202e to".encode()) == (Passage("Å"), Passage("en to"))
    assert passages_of("Å".encode("cp1252")) == (Passage("Å"),)


def test_what_is_no_document_is_refused():
    """Bytes that mean nothing are not guessed at."""
    with pytest.raises(Refused):
        read_text(b"\0\1\2")


def test_text_without_end_is_cut(monkeypatch):
    """A document cannot fill the machine with text."""
    monkeypatch.setattr("hearing_app.examining.text.MOST_CHARACTERS", 5)
    assert passages_of(b"abc\n\nde\n\nf") == (Passage("abc"), Passage("de"))
