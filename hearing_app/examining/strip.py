"""A copy of a file for readers: what the file tells of who wrote it is taken out, and everything in it can be read.

What a program hides (tracked changes, comments, hidden sheets) is never taken out in silence: the file is refused, and
whoever decides on it is told what to do. The copy is always the same bytes for the same file.
"""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import PurePosixPath
from xml.etree.ElementTree import Element
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from hearing_app.domain.message import N_
from hearing_app.examining.archive import Parts
from hearing_app.examining.kind import Kind
from hearing_app.examining.pictures import without_notes
from hearing_app.examining.refused import Refused
from hearing_app.examining.xml_part import root_of

TRACKED = N_(
    "The file has tracked changes, which readers could bring back. Accept or reject all of them, and upload that copy."
)
COMMENTED = N_("The file has comments. Remove them, and upload that copy.")
HIDDEN = N_("The file has hidden sheets or hidden text. Remove them, or show them, and upload that copy.")
TELLING = frozenset({"descr", "title", "tooltip", "alt", "href", "Target"})
"""Attributes that a reader, or a screen reader, is told of."""
OLDEST = (1980, 1, 1, 0, 0, 0)
"""The time that every part is given: when a file was saved is told of nobody."""
CHANGES = frozenset(
    {"ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange", "tracked-changes", "cellIns", "cellDel"}
)
REMARKS = frozenset({"annotation", "comment", "threadedComment"})
EMPTY: dict[str, bytes] = {
    "docProps/core.xml": (
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties '
        b'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
    ),
    "docProps/app.xml": (
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties '
        b'xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
    ),
    "docProps/custom.xml": (
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties '
        b'xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>'
    ),
    "word/people.xml": (
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w15:people '
        b'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"/>'
    ),
    "meta.xml": (
        b'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-meta '
        b'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.2"><office:meta/>'
        b"</office:document-meta>"
    ),
}
"""What stands in place of the parts that tell who wrote a document, when, where and with what."""
SMALL_PICTURE = re.compile(r"^(?:docProps/thumbnail\.[a-z]+|Thumbnails/.*)$", re.IGNORECASE)
"""A picture of the first page, as it was when it was saved."""


def stripped(data: bytes, kind: Kind) -> tuple[bytes, str]:
    """Return a file without what it tells of who wrote it, and everything that can be read in that copy.

    Raises:
        Refused: it hides something that a person must look at first.
    """
    if kind is Kind.PDF:
        from hearing_app.examining.strip_pdf import stripped_pdf

        return stripped_pdf(data)
    return _package(Parts(data), kind)


def _package(parts: Parts, kind: Kind) -> tuple[bytes, str]:
    kept = sorted(name for name in parts.names if not SMALL_PICTURE.match(name))
    contents = {name: _clean(name, parts.read(name)) for name in kept}
    texts: list[str] = []
    for name, data in contents.items():
        if name.endswith((".xml", ".rels")) and data:
            root = root_of(data, doctype=kind is Kind.ODT)
            _refuse_hidden(root, styles=name.endswith("styles.xml"))
            texts += _texts(root)
    return _zipped(contents, first="mimetype" if kind is Kind.ODT else "[Content_Types].xml"), "\n".join(texts)


def _clean(name: str, data: bytes) -> bytes:
    if name in EMPTY:
        return EMPTY[name]
    if name.endswith(".rels"):
        return re.sub(rb'<Relationship\b[^>]*"[^"]*thumbnail\.[a-z]+"[^>]*/>', b"", data)
    if name == "META-INF/manifest.xml":
        return re.sub(rb'<manifest:file-entry\b[^>]*"Thumbnails/[^"]*"[^>]*/>', b"", data)
    if PurePosixPath(name).suffix.lower() in (".jpg", ".jpeg", ".png"):
        return without_notes(data)
    return data


def _refuse_hidden(root: Element, *, styles: bool) -> None:
    """Refuse what a reader could bring back; styles for hidden text are in every document, and hide nothing alone."""
    for element in root.iter():
        name = _name(element)
        if name in CHANGES:
            raise Refused(TRACKED)
        if name in REMARKS:
            raise Refused(COMMENTED)
        if (name == "vanish" and not styles and not _switched_off(element)) or _is_hidden_sheet(name, element):
            raise Refused(HIDDEN)


def _switched_off(element: Element) -> bool:
    return any(key.endswith("}val") and value in ("0", "false", "off") for key, value in element.attrib.items())


def _is_hidden_sheet(name: str, element: Element) -> bool:
    return name == "sheet" and element.get("state", "visible") != "visible"


def _texts(root: Element) -> Iterator[str]:
    """Yield what stands in a part, paragraph by paragraph; a word can be divided over many runs."""
    paragraphs = [element for element in root.iter() if _name(element) in ("p", "h", "si", "c")]
    inside = {id(inner) for element in paragraphs for inner in element.iter() if inner is not element}
    for element in paragraphs:
        if id(element) not in inside:
            yield "".join(element.itertext())
    yield from (e.text for e in root.iter() if e.text and e.text.strip() and id(e) not in inside)
    for element in root.iter():  # descriptions of pictures, addresses of links, names of bookmarks
        yield from (value for key, value in element.attrib.items() if key.rpartition("}")[2] in TELLING and value)


def _name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _zipped(contents: dict[str, bytes], first: str) -> bytes:
    """Return the parts as a file; the one that tells what the file is stands first, and in OpenDocument unpacked."""
    out = BytesIO()
    with ZipFile(out, "w") as file:
        for name in sorted(contents, key=lambda name: (name != first, name)):
            info = ZipInfo(name, OLDEST)
            info.compress_type = ZIP_STORED if name == "mimetype" else ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            file.writestr(info, contents[name])
    return out.getvalue()
