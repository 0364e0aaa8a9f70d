import datetime as dt
import io
import time
import zlib
from functools import partial

import docx
import odfdo
import openpyxl
import pypdf
import pytest
import typst
import xlsxwriter
from docx.opc.constants import RELATIONSHIP_TYPE
from pypdf.generic import ArrayObject, Fit, NameObject, NumberObject

from hearing_app.examining import Kind, examine_apart
from hearing_app.examining.inside import examine

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def a_picture():
    """Return the smallest PNG."""

    def chunk(kind, data):
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")

    head = b"\0\0\0\1\0\0\0\1\x08\0\0\0\0"
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (chunk(b"IHDR", head), chunk(b"IDAT", zlib.compress(b"\0\0")), chunk(b"IEND", b""))
    )


def rich_docx(make):
    """A document with what people use: table, picture, header, note, link, and a template on the writer's own disk."""
    document = docx.Document()
    document.add_heading("Saksframlegg", 0)
    document.add_table(rows=3, cols=2).cell(0, 0).text = "Tiltak «Å» – 50 %"
    document.add_picture(io.BytesIO(a_picture()))
    document.sections[0].header.paragraphs[0].text = "Særegge kommune"
    document.part.relate_to("https://www.kommune.example/plan?a=1&b=2", RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    settings = document.part._settings_part
    settings.relate_to(r"file:///C:\Maler\Saksframlegg.dotx", f"{OFFICE}/attachedTemplate", is_external=True)
    return make.written(document.save)


def with_a_charts_workbook(make):
    """Word keeps the figures of a chart in a workbook inside the document."""
    return make.rezipped(make.docx(), {"word/embeddings/Microsoft_Excel_Sheet1.xlsx": make.xlsx()})


def as_libreoffice_writes(make):
    """Empty parts, folders among the parts, and the list of an empty library of macros."""
    library = (
        '<?xml version="1.0"?>'
        '<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">'
        '<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard"/>'
    )
    return make.rezipped(
        make.odt(),
        {
            "Configurations2/accelerator/current.xml": "",
            "Configurations2/images/Bitmaps/": "",
            "Basic/Standard/script-lb.xml": library,
            "META-INF/manifest.xml": lambda xml: xml.replace(b"?>", b"?>" + OLD_TYPE, 1),
        },
    )


OLD_TYPE = b'<!DOCTYPE manifest:manifest PUBLIC "-//OpenOffice.org//DTD Manifest 1.0//EN" "Manifest.dtd">'


def from_xlsxwriter(_make):
    """A workbook with chart, picture, link and formula, as many registers write it."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet("Økonomi")
        sheet.write_column("A1", [1, 2, 3])
        sheet.write_formula("B1", "=SUM(A1:A3)")
        sheet.write_url("C1", "https://www.kommune.example/")
        sheet.insert_image("D1", "bilde.png", {"image_data": io.BytesIO(a_picture())})
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "=Økonomi!$A$1:$A$3"})
        sheet.insert_chart("F1", chart)
    return file.getvalue()


def from_openpyxl(make):
    """Several sheets, dates, a sheet without any cell."""
    book = openpyxl.Workbook()
    book.active.append([dt.date(2026, 5, 13), "Ørretfiske", None, True])
    book.create_sheet("Tomt ark")
    return make.written(book.save)


def linked_to_another_workbook(make):
    """Ordinary in accounts: Excel asks before it looks there."""
    link = (
        '<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f'<externalBook xmlns:r="{OFFICE}" r:id="rId1"/></externalLink>'
    )
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{OFFICE}/externalLinkPath" Target="file:///\\\\fil01\\budsjett.xlsx" '
        'TargetMode="External"/></Relationships>'
    )
    parts = {"xl/externalLinks/externalLink1.xml": link, "xl/externalLinks/_rels/externalLink1.xml.rels": rels}
    return make.rezipped(make.xlsx(), parts)


def typeset(standard, _make):
    """A PDF with fonts, a link and a picture, in one of the standards for archives."""
    source = (
        '#set document(title: "Høring", date: datetime(year: 2026, month: 5, day: 13))\n#set text(lang: "nb")\n'
        '= Uttalelse\nÆ, ø og å. #link("https://kommune.example")[Plan]\n\n#pagebreak()\n== Vedtak\n'
    )
    return typst.compile(source.encode(), pdf_standards=[standard] if standard else [])


def with_a_form(make):
    """A form to be filled in, with a field and a button that sends nothing by itself."""

    def fill(writer):
        field = make.names(FT="/Tx", T="navn", V="Kari", Subtype="/Widget", Rect=make.array(0, 0, 99, 20), F=4)
        reference = writer._add_object(field)
        writer.pages[0][NameObject("/Annots")] = make.array(reference)
        writer.root_object[NameObject("/AcroForm")] = make.names(Fields=make.array(reference), SigFlags=3)

    return make.pdf(fill)


def opening_at_its_page(make):
    """Most programs write that the document opens at its first page."""
    return make.pdf(partial(_open_at, make))


def _open_at(make, writer):
    action = make.names(S="/GoTo", D=make.array(writer.pages[0].indirect_reference, "/Fit"))
    writer.root_object[NameObject("/OpenAction")] = action
    writer.add_outline_item(title="Vedtak", page_number=0, fit=Fit.fit())
    writer.add_uri(0, "https://kommune.example/", ArrayObject(map(NumberObject, (0, 0, 50, 50))))


def with_odd_names(make):
    """A font may be called /JS, and an empty list of inner files is no file."""

    def name(writer):
        resources = make.names(Font=make.names(JS=make.names(Type="/Font", Subtype="/Type1", BaseFont="/Helvetica")))
        writer.pages[0][NameObject("/Resources")] = resources
        writer.root_object[NameObject("/Names")] = make.names(EmbeddedFiles=make.names(Names=make.array()))

    return make.pdf(name)


def changed_afterwards(make):
    """A PDF that was changed by adding to its end, as signing does; the first end stands inside it."""
    writer = pypdf.PdfWriter(io.BytesIO(make.pdf()), incremental=True)
    writer.add_metadata({"/Title": "Høring"})
    data = make.written(writer.write)
    assert data.count(b"%%EOF") == 2
    return data


def linearised(make):
    """A PDF with the mark of one that can be shown before all of it has come, and a line after its end."""
    first = b"%PDF-1.4\n"
    data = make.pdf()
    assert data.startswith(b"%PDF-")
    return data.replace(data[: len(first)], first, 1) + b"\r\n"


def a_long_document(make):
    """Two hundred pages of text."""
    document = docx.Document()
    for _ in range(4000):
        document.add_paragraph("Kommunen slutter seg til forslaget, men ber om at fristen flyttes. " * 3)
    return make.written(document.save)


def an_empty_text(make):
    return make.written(odfdo.Document("text").save)


FILES = {
    "docx": (Kind.DOCX, lambda make: make.docx()),
    "docx, nothing written": (Kind.DOCX, lambda make: make.written(docx.Document().save)),
    "docx, rich": (Kind.DOCX, rich_docx),
    "docx, chart": (Kind.DOCX, with_a_charts_workbook),
    "docx, long": (Kind.DOCX, a_long_document),
    "xlsx": (Kind.XLSX, lambda make: make.xlsx()),
    "xlsx, nothing written": (Kind.XLSX, lambda make: make.written(openpyxl.Workbook().save)),
    "xlsx, xlsxwriter": (Kind.XLSX, from_xlsxwriter),
    "xlsx, openpyxl": (Kind.XLSX, from_openpyxl),
    "xlsx, linked": (Kind.XLSX, linked_to_another_workbook),
    "odt": (Kind.ODT, lambda make: make.odt()),
    "odt, nothing written": (Kind.ODT, an_empty_text),
    "odt, LibreOffice": (Kind.ODT, as_libreoffice_writes),
    "pdf": (Kind.PDF, lambda make: make.pdf()),
    "pdf, typst": (Kind.PDF, partial(typeset, "")),
    "pdf/a-2a": (Kind.PDF, partial(typeset, "a-2a")),
    "pdf/a-2b": (Kind.PDF, partial(typeset, "a-2b")),
    "pdf/ua": (Kind.PDF, partial(typeset, "ua-1")),
    "pdf, form": (Kind.PDF, with_a_form),
    "pdf, opens at a page": (Kind.PDF, opening_at_its_page),
    "pdf, odd names": (Kind.PDF, with_odd_names),
    "pdf, changed afterwards": (Kind.PDF, changed_afterwards),
    "pdf, a line after the end": (Kind.PDF, linearised),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_as_a_usual_program_writes_it_is_taken(name, make):
    """Whatever it is called; the kind is told by its content."""
    kind, write = FILES[name]
    assert examine(write(make)) is kind


@pytest.mark.slow
def test_ordinary_files_are_examined_quickly(make):
    """Each in a process of its own: an upload of ten is answered within seconds."""
    files = [FILES[name][1](make) for name in FILES]
    began = time.monotonic()
    kinds = [examine_apart(data) for data in files]
    assert kinds == [FILES[name][0] for name in FILES]
    assert (time.monotonic() - began) / len(files) < 2
