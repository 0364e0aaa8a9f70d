"""A copy for readers: what a file tells of who wrote it is gone, and what it hides is not let through in silence."""

import zipfile
from base64 import b64decode
from io import BytesIO

import docx
import odfdo
import openpyxl
import pypdf
import pytest
from docx.oxml import OxmlElement
from pypdf.annotations import FreeText

from hearing_app.examining import Kind, Refused, strip_apart
from hearing_app.examining.inside import STRIP, answer_for
from hearing_app.examining.pictures import without_notes

WHO = "FORFATTEREN"
JPEG = b64decode(
    "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAAMCAgICAgMCAgIDAwMDBAYEBAQEBAgGBgUGCQgKCgkICQkKDA8MCgsOCwkJDRENDg8QEBEQCgwSExIQEw8QEBD/"
    "wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAACf/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AVN//2Q=="
)


def written(save):
    """Return what `save` writes to a file."""
    file = BytesIO()
    save(file)
    return file.getvalue()


def word(change=None):
    """Return a Word document, after `change` has done something to it."""
    document = docx.Document()
    document.core_properties.author = document.core_properties.comments = WHO
    document.add_paragraph("Brødtekst.")
    document.sections[0].footer.paragraphs[0].text = "Bunntekst."
    if change:
        change(document)
    return written(document.save)


def parts_of(data):
    """Return everything in a ZIP, in one piece."""
    with zipfile.ZipFile(BytesIO(data)) as file:
        return b"".join(file.read(name) for name in file.namelist())


def copied(data):
    """Return the copy of a file, and what can be read in it."""
    kind, copy, text = answer_for(data, STRIP)["copy"]
    return Kind[kind], b64decode(copy), text


def test_a_word_document_loses_its_properties_and_keeps_its_text():
    """It opens, says the same, is the same bytes each time, and what stands in its margins is read as well."""
    kind, copy, text = strip_apart(word())
    assert kind is Kind.DOCX
    assert WHO.encode() not in parts_of(copy)
    assert [p.text for p in docx.Document(BytesIO(copy)).paragraphs] == ["Brødtekst."]
    assert "Brødtekst." in text
    assert "Bunntekst." in text
    assert strip_apart(copy)[1] == copy


def test_a_word_that_is_divided_over_runs_is_read_in_one_piece():
    """A bold letter must not hide a name from whoever looks for it."""

    def divided(document):
        paragraph = document.add_paragraph("Ka")
        paragraph.add_run("ri").bold = True

    assert "Kari" in copied(word(divided))[2]


def test_workbooks_and_open_documents_lose_theirs_too():
    """Their writers stand in other parts."""
    book = openpyxl.Workbook()
    book.properties.creator, book.active["A1"] = WHO, "Celle"
    kind, copy, text = copied(written(book.save))
    assert (kind, WHO.encode() in parts_of(copy), "Celle" in text) == (Kind.XLSX, False, True)
    document = odfdo.Document("text")
    document.meta.creator = document.meta.initial_creator = WHO
    document.body.append(odfdo.Paragraph("Avsnitt."))
    kind, copy, text = copied(written(document.save))
    assert (kind, WHO.encode() in parts_of(copy), "Avsnitt." in text) == (Kind.ODT, False, True)


def test_a_pdf_loses_its_properties_and_what_was_saved_over():
    """Document information, XMP and an earlier revision are gone; bookmarks are read as text."""
    writer = pypdf.PdfWriter()
    writer.add_blank_page(595, 842)
    writer.add_metadata({"/Author": WHO})
    writer.add_outline_item(title="Bokmerke", page_number=0)
    first = written(writer.write)
    second = pypdf.PdfWriter(BytesIO(first), incremental=True)
    second.add_metadata({"/Author": "En annen"})
    data = written(second.write)
    kind, copy, text = copied(data)
    assert WHO.encode() in data
    assert (kind, WHO.encode() in copy, b"annen" in copy) == (Kind.PDF, False, False)
    assert pypdf.PdfReader(BytesIO(copy)).metadata in (None, {})
    assert "Bokmerke" in text
    assert copied(data)[1] == copy


def tracked(document):
    """Put a tracked change into a document."""
    document.paragraphs[0]._p.append(OxmlElement("w:ins"))


def commented(document):
    """Put a comment into a document."""
    document.add_comment(document.paragraphs[0].runs, text="Se her", author=WHO)


def hidden(document):
    """Hide a piece of text."""
    document.paragraphs[0].runs[0].font.hidden = True


@pytest.mark.parametrize(
    ("change", "told"), [(tracked, "tracked changes"), (commented, "comments"), (hidden, "hidden text")]
)
def test_what_a_word_document_hides_is_told_and_refused(change, told):
    """A reader could bring it back, and nobody takes it out unseen."""
    with pytest.raises(Refused) as refused:
        strip_apart(word(change))
    assert told in refused.value.message.sentence


def test_a_hidden_sheet_is_refused():
    """What nobody sees nobody has looked through."""
    book = openpyxl.Workbook()
    book.create_sheet("Skjult").sheet_state = "hidden"
    assert "hidden" in answer_for(written(book.save), STRIP)["sentence"]


def test_a_box_or_a_note_on_a_pdf_is_refused():
    """A box drawn over words hides nothing from a program."""
    writer = pypdf.PdfWriter()
    page = writer.add_blank_page(595, 842)
    note = FreeText(text="Svart boks", rect=(10, 10, 90, 90))
    writer.add_annotation(page_number=page.page_number, annotation=note)
    assert "comments or marks" in answer_for(written(writer.write), STRIP)["sentence"]


def test_a_photograph_loses_what_the_camera_wrote():
    """Where and by whom it was taken; the picture itself is as it was."""
    exif = b"\xff\xe1" + (2 + len(WHO)).to_bytes(2, "big") + WHO.encode()
    assert without_notes(JPEG[:2] + exif + JPEG[2:]) == JPEG
    assert without_notes(b"\xff\xd8\xff\xe1\x00") == b"\xff\xd8\xff\xe1\x00"
