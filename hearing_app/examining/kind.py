"""What kind of file something is, by its content alone; the name that a sender gave it is never asked."""

from enum import Enum

import filetype

from hearing_app.domain.message import N_, Message
from hearing_app.examining.refused import DAMAGED, PASSWORD, Refused

PDF_START = b"%PDF-"
BEFORE_PDF = 1024
"""How far into a file readers look for the head of a PDF; whatever stands before it could be of another kind."""
ZIP_START = b"PK\x03\x04"
EMPTY_ZIP = b"PK\x05\x06"
OLE_START = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class Kind(Enum):
    """The kinds of files that are taken in, each with its extension and its media type."""

    PDF = ("pdf", "application/pdf")
    DOCX = ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document")
    XLSX = ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    ODT = ("odt", "application/vnd.oasis.opendocument.text")

    @property
    def extension(self) -> str:
        """The extension, without a dot."""
        return self.value[0]

    @property
    def media_type(self) -> str:
        """The media type."""
        return self.value[1]


class Container(Enum):
    """What the first bytes tell; what is inside a ZIP only its parts do."""

    PDF = "pdf"
    ZIP = "zip"


NOT_TAKEN = N_("The file is neither PDF, DOCX, ODT nor XLSX. Save it as one of these, most simply as PDF, and add it.")
OLDER_OFFICE = N_("The file is of an older kind (.doc, .xls or .ppt). Save it as DOCX, XLSX or PDF, and add that.")
ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
"""How an OLE file names the document that was locked into it with a password."""
PICTURE = N_("The file is a picture. Put it into a document, save that as PDF or DOCX, and add it.")
RICH_TEXT = N_("The file is RTF. Save it as DOCX, ODT or PDF, and add the new file.")
PLAIN_XML = N_("The file is an XML file on its own. Save it as DOCX, ODT, XLSX or PDF, and add the new file.")
SOMETHING_BEFORE = N_(
    "Something that is not PDF stands before the PDF in this file. Save or print it as PDF anew, and add the new file."
)


def container_of(data: bytes) -> Container:
    """Return what a file is outwardly.

    Raises:
        Refused: it is nothing that is taken in; the sentence says what to save it as.
    """
    if data.startswith(PDF_START):
        return Container.PDF
    if data.startswith(ZIP_START):
        return Container.ZIP
    raise Refused(_why_not(data))


def _why_not(data: bytes) -> Message:
    """Return the sentence for a file of another kind, as near to what the sender knows it as can be told."""
    if data.startswith(EMPTY_ZIP):
        return DAMAGED
    if data.startswith(OLE_START):
        return PASSWORD if ENCRYPTED_PACKAGE in data else OLDER_OFFICE
    if data.startswith(b"{\\rtf"):
        return RICH_TEXT
    if PDF_START in data[:BEFORE_PDF]:
        return SOMETHING_BEFORE
    if filetype.is_image(data):
        return PICTURE
    return PLAIN_XML if data.lstrip()[:5] == b"<?xml" else NOT_TAKEN
