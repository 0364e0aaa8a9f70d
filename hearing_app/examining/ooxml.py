"""DOCX and XLSX: no macros, nothing fetched or run on opening; then python-docx or openpyxl opens them."""

import re
from io import BytesIO
from warnings import catch_warnings, simplefilter

from docx import Document
from docx.opc.part import XmlPart
from openpyxl.reader.excel import load_workbook

from hearing_app.domain.message import N_
from hearing_app.examining.archive import Parts
from hearing_app.examining.kind import NOT_TAKEN, Kind
from hearing_app.examining.refused import DAMAGED, INNER_FILES, LINKED, MACROS, TOO_HEAVY, Refused
from hearing_app.examining.xml_part import named, refuse_declarations, root_of

TYPES = "[Content_Types].xml"
DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
WITH_MACROS = re.compile(r"macroenabled|vbaproject|macrosheet|activex", re.IGNORECASE)
MACRO_PARTS = re.compile(r"(?:^|/)(?:vbaProject\.bin|vbaData\.xml|macrosheets/|activeX/)", re.IGNORECASE)
FETCHING = frozenset({"oleObject", "frame", "subDocument", "aFChunk", "control", "package", "attachedTemplate"})
"""Links to the outside of these kinds are followed when the file is opened; ordinary hyperlinks are not among them."""
ON_THIS_MACHINE = re.compile(r"(?:file:/*)?(?:[A-Za-z]:[/\\]|[^/\\:]+$)", re.IGNORECASE)
"""A template on the writer's own disk, which many documents name: elsewhere it is simply not found."""
INNER_DOCUMENT = re.compile(r"(?:word|xl|ppt)/embeddings/[^/]+\.(?:xlsx|docx)", re.IGNORECASE)
"""The figures behind a chart stand in a workbook of their own inside the document."""
LARGEST_DOCUMENT = 60 * 1024 * 1024
"""Bytes of a Word document's text part; its tree in memory is many times that."""
ROWS_LOOKED_AT = 5

SLIDES = N_("The file is a presentation. Save it as PDF, and add the new file.")
STRICT = N_("The file is saved as «Strict Open XML». Save it as an ordinary DOCX or XLSX, or as PDF, and add that.")
TEMPLATE = N_(
    "The document fetches its template from another machine. Save it as PDF, or take the template off, and add that."
)
TEMPLATE_FILE = N_("The file is a template. Save it as an ordinary DOCX, XLSX or PDF, and add the new file.")


def check_ooxml(parts: Parts, data: bytes, *, inner: bool = False) -> Kind:
    """Return whether a ZIP is a DOCX or an XLSX.

    Args:
        inner: it is a document inside another, which may not hold a third.

    Raises:
        Refused: it is neither, or does something when it is opened.
    """
    if TYPES not in parts.names:
        raise Refused(NOT_TAKEN)
    kind = _kind(parts)
    for name in parts.names:
        if name.endswith((".xml", ".rels")):
            refuse_declarations(parts.read(name))
        if name.endswith(".rels"):
            _check_links(parts.read(name))
        if "/externalLinks/" in name and name.endswith(".xml"):
            _check_external(parts.read(name))
    _check_inner(parts, inner=inner)
    (_open_document if kind is Kind.DOCX else _open_workbook)(parts, data)
    return kind


def _kind(parts: Parts) -> Kind:
    refuse_declarations(parts.read(TYPES))
    types = {element.get("ContentType", "") for element in root_of(parts.read(TYPES))}
    if any(map(WITH_MACROS.search, types)) or any(map(MACRO_PARTS.search, parts.names)):
        raise Refused(MACROS)
    if DOCUMENT in types:
        return Kind.DOCX
    if WORKBOOK in types:
        return Kind.XLSX
    if any("presentationml" in kind for kind in types):
        raise Refused(SLIDES)
    raise Refused(TEMPLATE_FILE if any("template.main" in kind for kind in types) else NOT_TAKEN)


def _check_links(rels: bytes) -> None:
    """Look at what a part is bound to, inside the file and outside it."""
    for link in named(root_of(rels), "Relationship"):
        kind, target = link.get("Type", ""), link.get("Target", "")
        if kind.endswith("/officeDocument") and "purl.oclc.org" in kind:
            raise Refused(STRICT)
        if link.get("TargetMode") != "External":
            continue
        name = kind.rpartition("/")[2]
        if name == "attachedTemplate":
            if not ON_THIS_MACHINE.match(target):
                raise Refused(TEMPLATE)
        elif name in FETCHING:
            raise Refused(LINKED)


def _check_external(xml: bytes) -> None:
    """Refuse a workbook that takes figures from a running program; those of another workbook are only asked for."""
    root = root_of(xml)
    if any(next(named(root, name), None) is not None for name in ("ddeLink", "oleLink")):
        raise Refused(LINKED)


def _check_inner(parts: Parts, *, inner: bool) -> None:
    """Examine documents inside the document like any other, and refuse every other file inside."""
    documents = frozenset(filter(INNER_DOCUMENT.fullmatch, parts.names))
    parts.refuse_inner_files(documents)
    if inner and documents:
        raise Refused(INNER_FILES)
    for name in documents:
        data = parts.read(name)
        check_ooxml(Parts(data), data, inner=True)


def _open_document(parts: Parts, data: bytes) -> None:
    if any(parts.size(name) > LARGEST_DOCUMENT for name in parts.names if name.endswith(".xml")):
        raise Refused(TOO_HEAVY)
    document = Document(BytesIO(data))
    for part in document.part.package.iter_parts():
        if isinstance(part, XmlPart):
            _refuse_running_fields(part)


def _refuse_running_fields(part: XmlPart) -> None:
    """Refuse fields that start a program; a field's code can be divided over several runs of a paragraph."""
    codes = "".join(str(text) for text in part.element.xpath("//w:instrText/text() | //w:fldSimple/@w:instr"))
    if re.search(r"\bDDE(?:AUTO)?\b", codes, re.IGNORECASE):
        raise Refused(LINKED)


def _open_workbook(_parts: Parts, data: bytes) -> None:
    with catch_warnings():
        simplefilter("ignore")  # of things that openpyxl leaves out when it saves; nothing is saved
        book = load_workbook(BytesIO(data), read_only=True, keep_links=False)
        if not book.sheetnames:
            raise Refused(DAMAGED)
        for sheet in book.worksheets:
            list(sheet.iter_rows(max_row=ROWS_LOOKED_AT, values_only=True))
