import re

import pytest

from hearing_app.examining import kind, odf, ooxml
from hearing_app.examining.refused import DAMAGED, INNER_FILES, LINKED, MACROS, PASSWORD

TYPES = "[Content_Types].xml"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def bound(data, make, name, target, part="word/_rels/document.xml.rels"):
    """Return the document with a link to the outside from one of its parts."""
    link = f'<Relationship Id="r99" Type="{OFFICE}/{name}" Target="{target}" TargetMode="External"/></Relationships>'
    return make.rezipped(data, {part: lambda xml: xml.replace(b"</Relationships>", link.encode())})


def typed(data, make, old, new):
    return make.rezipped(data, {TYPES: lambda xml: xml.replace(old.encode(), new.encode())})


def with_field(make, code):
    """Return a document with a field whose code is divided over two runs, as Word does it."""
    runs = "".join(f"<w:r><w:instrText>{half}</w:instrText></w:r>" for half in (code[:3], code[3:]))
    body = f"<w:body><w:p>{runs}</w:p>".encode()
    return make.rezipped(make.docx(), {"word/document.xml": lambda xml: xml.replace(b"<w:body>", body)})


def external(make, inner):
    xml = f'<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{inner}</externalLink>'
    return make.rezipped(make.xlsx(), {"xl/externalLinks/externalLink1.xml": xml})


def nested(make):
    inner = make.rezipped(make.docx(), {"word/embeddings/a.xlsx": make.xlsx()})
    return make.rezipped(make.docx(), {"word/embeddings/b.docx": inner})


DOCX, XLSX = "wordprocessingml.document.main", "spreadsheetml.sheet.main"
FILES = {
    "macros in a document": (lambda m: m.rezipped(m.docx(), {"word/vbaProject.bin": OLE}), MACROS),
    "macros in a workbook": (lambda m: m.rezipped(m.xlsx(), {"xl/vbaProject.bin": OLE}), MACROS),
    "a .docm called .docx": (
        lambda m: typed(m.docx(), m, ooxml.DOCUMENT, "application/vnd.ms-word.document.macroEnabled.main+xml"),
        MACROS,
    ),
    "an Excel 4 macro sheet": (lambda m: m.rezipped(m.xlsx(), {"xl/macrosheets/s.xml": "<a/>"}), MACROS),
    "ActiveX": (lambda m: m.rezipped(m.docx(), {"word/activeX/activeX1.xml": "<a/>"}), MACROS),
    "macros in an inner workbook": (
        lambda m: m.rezipped(m.docx(), {"word/embeddings/a.xlsx": m.rezipped(m.xlsx(), {"xl/vbaProject.bin": OLE})}),
        MACROS,
    ),
    "an OLE object": (lambda m: m.rezipped(m.docx(), {"word/embeddings/oleObject1.bin": OLE}), INNER_FILES),
    "a document in a document in a document": (nested, INNER_FILES),
    "a template on the net": (
        lambda m: bound(m.docx(), m, "attachedTemplate", "https://x.example/a.dotm"),
        ooxml.TEMPLATE,
    ),
    "a template on a server": (
        lambda m: bound(m.docx(), m, "attachedTemplate", r"file:///\\fil01\maler\a.dotm"),
        ooxml.TEMPLATE,
    ),
    "an object that is fetched": (lambda m: bound(m.docx(), m, "oleObject", "http://x.example/a"), LINKED),
    "a frame": (lambda m: bound(m.docx(), m, "frame", "http://x.example/"), LINKED),
    "a DDE field": (lambda m: with_field(m, "DDEAUTO c:\\\\cmd.exe"), LINKED),
    "a DDE link": (lambda m: external(m, '<ddeLink ddeService="cmd" ddeTopic="/c calc"/>'), LINKED),
    "slides": (
        lambda m: typed(m.docx(), m, DOCX, "presentationml.presentation.main"),
        ooxml.SLIDES,
    ),
    "a template": (lambda m: typed(m.docx(), m, DOCX, "wordprocessingml.template.main"), ooxml.TEMPLATE_FILE),
    "strict": (
        lambda m: m.rezipped(
            m.docx(),
            {
                "_rels/.rels": lambda x: x.replace(
                    OFFICE.encode(), b"http://purl.oclc.org/ooxml/officeDocument/relationships"
                )
            },
        ),
        ooxml.STRICT,
    ),
    "a workbook that is none": (lambda m: typed(m.docx(), m, DOCX, XLSX), DAMAGED),
    "a document without its text": (lambda m: m.rezipped(m.docx(), {"word/document.xml": None}), DAMAGED),
    "text that is no XML": (lambda m: m.rezipped(m.docx(), {"word/document.xml": "<w:document>"}), DAMAGED),
    "an ordinary ZIP": (lambda m: m.rezipped(m.docx(), {TYPES: None}), kind.NOT_TAKEN),
    "odt with macros": (lambda m: m.rezipped(m.odt(), {"Basic/Standard/Module1.xml": "<a/>"}), MACROS),
    "odt with a script": (lambda m: m.rezipped(m.odt(), {"Scripts/python/a.py": "import os"}), MACROS),
    "odt with a listener": (
        lambda m: m.rezipped(m.odt(), {"content.xml": lambda x: _in_text(x, "<script:event-listener/>")}),
        MACROS,
    ),
    "odt with a link to a macro": (
        lambda m: m.rezipped(
            m.odt(), {"content.xml": lambda x: _in_text(x, '<text:a xlink:href="vnd.sun.star.script:a.py$b"/>')}
        ),
        MACROS,
    ),
    "odt with DDE": (
        lambda m: m.rezipped(m.odt(), {"content.xml": lambda x: _in_text(x, "<text:dde-connection-decl/>")}),
        LINKED,
    ),
    "odt with an OLE object": (lambda m: m.rezipped(m.odt(), {"Object 1": OLE}), INNER_FILES),
    "odt with a password": (
        lambda m: m.rezipped(
            m.odt(),
            {
                "META-INF/manifest.xml": lambda x: re.sub(
                    rb"</manifest:manifest>",
                    b'<manifest:file-entry manifest:full-path="a" manifest:media-type=""><manifest:encryption-data/>'
                    b"</manifest:file-entry></manifest:manifest>",
                    x,
                )
            },
        ),
        PASSWORD,
    ),
    "a spreadsheet in ODF": (
        lambda m: m.rezipped(m.odt(), {"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}),
        odf.NOT_A_TEXT,
    ),
    "odt without its text": (lambda m: m.rezipped(m.odt(), {"content.xml": None}), DAMAGED),
}


def _in_text(xml, element):
    return xml.replace(b"<office:text>", b"<office:text>" + element.encode(), 1)


@pytest.mark.parametrize("name", FILES)
def test_an_office_file_that_does_something_is_refused(name, make, refused):
    """With a sentence that says what it is and what to do instead."""
    build, message = FILES[name]
    assert refused(build(make)) == str(message)


OTHERS = {
    "older Word": (OLE + bytes(600), kind.OLDER_OFFICE),
    "a document with a password": (OLE + bytes(64) + kind.ENCRYPTED_PACKAGE, PASSWORD),
    "RTF": (b"{\\rtf1\\ansi x}", kind.RICH_TEXT),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(64), kind.PICTURE),
    "XML": (b'<?xml version="1.0"?><office:document/>', kind.PLAIN_XML),
    "a program": (b"MZ" + bytes(300), kind.NOT_TAKEN),
    "a page": (b"<!doctype html><script>alert(1)</script>", kind.NOT_TAKEN),
    "text": ("Vi støtter forslaget.".encode(), kind.NOT_TAKEN),
    "one byte": (b"P", kind.NOT_TAKEN),
}


@pytest.mark.parametrize("name", OTHERS)
def test_a_file_of_another_kind_is_told_what_to_become(name, refused):
    """People send what they have; the sentence says what to save it as."""
    data, message = OTHERS[name]
    assert refused(data) == str(message)
    assert refused(data, apart=True) == str(message)
