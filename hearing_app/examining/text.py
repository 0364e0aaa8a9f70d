"""The text of a document, paragraph by paragraph: PDF, DOCX, ODT, XLSX and plain text.

It is read in the process apart (`apart.read_text`), for it is the parsers that strangers' files are aimed at. What is
read is what a reader of the document sees in its body: no headers and footers of Word, no comments, nothing deleted.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import takewhile

from hearing_app.domain.passage import Passage
from hearing_app.examining.archive import Parts
from hearing_app.examining.kind import PDF_START, ZIP_START
from hearing_app.examining.refused import DAMAGED, Refused

MOST_CHARACTERS = 2_000_000
"""What is read of one document, about a thousand pages; what follows is left."""
ENCODINGS = ("utf-8-sig", "cp1252")
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u00ad\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]")
"""What nobody sees: it would keep a word from being found, or turn the direction of what is read."""
_SPACES = re.compile(r"[^\S\n]+")


def passages_of(data: bytes) -> tuple[Passage, ...]:
    """Return what stands in a document; nothing where it holds no text, as a scanned letter.

    Raises:
        Refused: it is of no kind that is known here, or is damaged.
    """
    return tuple(_bounded(_tidy(_raw(data))))


def _raw(data: bytes) -> Iterable[Passage]:
    """Return the passages as the parser of the document's kind gives them; only that parser is loaded."""
    if data.startswith(PDF_START):
        from hearing_app.examining.text_pdf import pdf_passages

        return pdf_passages(data)
    if not data.startswith(ZIP_START):
        return plain_passages(data)
    parts = Parts(data)
    if "mimetype" in parts.names:
        from hearing_app.examining.text_xml import odt_passages

        return odt_passages(parts)
    if "word/document.xml" in parts.names:
        from hearing_app.examining.text_xml import docx_passages

        return docx_passages(parts)
    from hearing_app.examining.text_sheet import sheet_passages

    return sheet_passages(data)


def plain_passages(data: bytes) -> Iterator[Passage]:
    """Yield the paragraphs of plain text: an empty line ends one."""
    if b"\0" in data:
        raise Refused(DAMAGED)
    for encoding in ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        yield from map(Passage, re.split(r"\n[^\S\n]*\n", text.replace("\r\n", "\n").replace("\r", "\n")))
        return
    raise Refused(DAMAGED)


def _tidy(passages: Iterable[Passage]) -> Iterator[Passage]:
    """Yield what holds something, without what nobody sees and with one space where there are several."""
    for passage in passages:
        lines = (_SPACES.sub(" ", line).strip() for line in _UNSEEN.sub("", passage.text).split("\n"))
        text = "\n".join(lines).strip()
        if text:
            yield Passage(text, passage.level)


def _bounded(passages: Iterable[Passage]) -> Iterator[Passage]:
    room = MOST_CHARACTERS

    def fits(passage: Passage) -> bool:
        nonlocal room
        room -= len(passage.text)
        return room >= 0

    return takewhile(fits, passages)
