"""ODT: no macros, nothing locked, nothing fetched from a program; then odfdo opens it."""

import re
from io import BytesIO

from odfdo import Document
from odfdo.xmlpart import XmlPart

from hearing_app.domain.message import N_
from hearing_app.examining.archive import Parts
from hearing_app.examining.refused import DAMAGED, LINKED, MACROS, PASSWORD, TOO_HEAVY, Refused
from hearing_app.examining.xml_part import named, refuse_declarations, root_of

TEXT = "application/vnd.oasis.opendocument.text"
MANIFEST = "META-INF/manifest.xml"
MACRO_PARTS = re.compile(r"(?:.*/)?(?:Basic/[^/]+/(?!script-lb\.xml)[^/]+|Scripts/.+)")
"""Modules and scripts; an empty library, which is written along with many documents, has only its list."""
SCRIPT_LINK = re.compile(r"^\s*(?:vnd\.sun\.star\.(?:script|expand|pkg)|macro|script|javascript):", re.IGNORECASE)
LISTENERS = "//script:event-listener"
FETCHING = "//text:dde-connection-decl | //office:dde-source | //draw:applet | //draw:floating-frame"
LARGEST_PART = 60 * 1024 * 1024
NOT_A_TEXT = N_(
    "The file is an OpenDocument file, but no text. Save a spreadsheet as XLSX, and anything else as PDF, and add that."
)


def check_odf(parts: Parts, data: bytes) -> None:
    """See that a ZIP with a `mimetype` is an ODT.

    Raises:
        Refused: it is of another kind, or does something when it is opened.
    """
    if parts.read("mimetype").strip().decode("ascii", "replace") != TEXT:
        raise Refused(NOT_A_TEXT)
    if MANIFEST not in parts.names or "content.xml" not in parts.names:
        raise Refused(DAMAGED)
    refuse_declarations(parts.read(MANIFEST), doctype=True)
    if next(named(root_of(parts.read(MANIFEST), doctype=True), "encryption-data"), None) is not None:
        raise Refused(PASSWORD)
    if any(map(MACRO_PARTS.fullmatch, parts.names)):
        raise Refused(MACROS)
    parts.refuse_inner_files()
    for name in parts.names:
        if name.endswith(".xml") and name != MANIFEST:
            if parts.size(name) > LARGEST_PART:
                raise Refused(TOO_HEAVY)
            refuse_declarations(parts.read(name), doctype=name.startswith("Basic/"))
    _open(data)


def _open(data: bytes) -> None:
    document = Document(BytesIO(data))
    if document.get_type() != "text" or document.body is None:
        raise Refused(DAMAGED)
    for name in ("content.xml", "styles.xml"):
        part = document.get_part(name) if name in document.parts else None
        if isinstance(part, XmlPart):
            _refuse_running(part)


def _refuse_running(part: XmlPart) -> None:
    """Refuse what starts a macro, or takes something from a program that runs beside."""
    if part.xpath(LISTENERS) or any(SCRIPT_LINK.match(str(link)) for link in part.xpath("//@xlink:href")):
        raise Refused(MACROS)
    if part.xpath(FETCHING):
        raise Refused(LINKED)
