"""A copy of a PDF for readers: without document information, XMP and what programs note on pages; earlier revisions go.

Comments are refused: a box drawn over words hides nothing, and neither does a note beside them.
"""

import hashlib
from collections.abc import Iterator
from io import BytesIO

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    PdfObject,
    StreamObject,
)

from hearing_app.domain.message import N_
from hearing_app.examining.pictures import JPEG, without_notes
from hearing_app.examining.refused import Refused

NOTED = N_(
    "The PDF has comments or marks that somebody has put on it. Remove them, print it to PDF, and upload that copy."
)
PERMITTED = frozenset({"/Link", "/Widget", "/Popup"})
"""What may stand on a page besides its content; a popup holds only the place of another's text."""
TOLD = ("/Metadata", "/PieceInfo", "/LastModified", "/Thumb", "/Info")
"""Keys under which a program tells of itself, of who used it, and of how a page looked before."""


def stripped_pdf(data: bytes) -> tuple[bytes, str]:
    """Return the copy, and everything that can be read in it; raises Refused where somebody has put comments on it."""
    writer = PdfWriter(clone_from=PdfReader(BytesIO(data), strict=False))
    for page in writer.pages:
        for annotation in page.get("/Annots") or ():
            if annotation.get_object().get("/Subtype") not in PERMITTED:
                raise Refused(NOTED)
    texts: list[str] = []
    for found in _dictionaries(writer.root_object):
        for key in TOLD:
            found.pop(NameObject(key), None)
        _clean_picture(found)
        texts += _strings(found)
    writer.metadata = None
    out = BytesIO()
    mark = ByteStringObject(hashlib.sha256(data).digest()[:16])
    writer._ID = ArrayObject([mark, mark])  # noqa: SLF001 - pypdf has no other way to say it, and draws lots otherwise
    writer.write(out)
    copy = out.getvalue()
    pages = (page.extract_text() for page in PdfReader(BytesIO(copy)).pages)
    return copy, "\n".join([*pages, *texts])


def _clean_picture(found: DictionaryObject) -> None:
    """Take out what a camera has written into a photograph."""
    if isinstance(found, StreamObject) and found.get("/Filter") == "/DCTDecode" and found._data.startswith(JPEG):  # noqa: SLF001 - its bytes as they stand
        found._data = without_notes(found._data)  # noqa: SLF001 - as above


def _strings(found: DictionaryObject) -> Iterator[str]:
    """Yield what is written outside the pages' content: bookmarks, values of fields, descriptions, addresses."""
    for name in ("/Title", "/T", "/TU", "/V", "/DV", "/Contents", "/Alt", "/ActualText", "/E", "/URI"):
        value = found.get(name)
        if isinstance(value, str) and not isinstance(value, NameObject):
            yield str(value)


def _dictionaries(root: DictionaryObject) -> Iterator[DictionaryObject]:
    """Yield every dictionary that can be reached from the root, each once."""
    seen: set[int] = set()
    waiting: list[PdfObject | None] = [root]
    while waiting:
        found = waiting.pop()
        if isinstance(found, IndirectObject):
            found = found.get_object()
        if found is None or id(found) in seen:
            continue
        seen.add(id(found))
        if isinstance(found, ArrayObject):
            waiting += list(list.__iter__(found))
        elif isinstance(found, DictionaryObject):
            yield found
            waiting += [found.raw_get(name) for name in found]
