"""DOCX to blocks: the archive is looked at before anything in it is unpacked, then read as HTML."""

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Mapping
from typing import Any
from xml.etree import ElementTree as ET

import mammoth

from hearing_app.domain.message import N_
from hearing_app.importing.blocks import Document, ImportRefused, Remark
from hearing_app.importing.hypertext import UNNAMED, HypertextReader
from hearing_app.importing.leftovers import leftovers

MAX_PARTS = 5000
MAX_UNPACKED = 200_000_000
"""Bytes in all, pictures included. Pictures are never unpacked."""
MAX_XML = 30_000_000
"""Bytes of text and its structure; a thousand pages are far less."""
CHUNK = 1 << 16
MAIN = "word/document.xml"
PACKAGE = "_rels/.rels"
"""Says which part is the document."""

_BROKEN = N_("The file is not a whole DOCX. Open it in a word processor, save it as DOCX again, and import that.")
_TOO_LARGE = N_(
    "The file unpacks to more than Samråd reads. Save the text alone as DOCX, without pictures, and import that."
)
_NO_DOCUMENT = N_("There is no Word document in the file. Save the document as DOCX, and import that.")
_LOCKED = N_("The file is protected by a password. Save it without one, and import that.")

# Norwegian word processors name the styles in Norwegian, and some write the names out.
_HEADINGS = "\n".join(
    f"p[style-name='{name} {level}'] => h{level}:fresh"
    for name in ("Overskrift", "overskrift")
    for level in range(1, 7)
)
_CONTENTS = "\n".join(
    f"p[style-name='{name} {level}'] => p.contents:fresh" for name in ("toc", "TOC", "INNH") for level in range(1, 7)
)
# The library knows five levels of lists; Word has nine.
_LISTS = "\n".join(
    f"p:{kind}-list({level}) => {'ul|ol > li > ' * (level - 1)}{tag} > li:fresh"
    for kind, tag in (("unordered", "ul"), ("ordered", "ol"))
    for level in range(6, 10)
)
STYLES = f"""
p[style-name='Title'] => p.title:fresh
p[style-name='Tittel'] => p.title:fresh
p[style-name='TOC Heading'] => p.contents:fresh
p[style-name='toc heading'] => p.contents:fresh
{_HEADINGS}
{_CONTENTS}
{_LISTS}
"""


def read_word(data: bytes) -> Document:
    """Return a DOCX as a document; places are paragraphs.

    Raises:
        ImportRefused: it is broken, protected, something else in an archive, or too large unpacked.
    """
    parts = _checked(data)
    try:
        _check_main(parts)
        result = mammoth.convert_to_html(
            _repacked(parts),
            style_map=STYLES,
            include_embedded_style_map=False,
            convert_image=mammoth.images.img_element(lambda _image: {"src": ""}),
        )
        reader = HypertextReader()
        reader.feed(result.value)
        reader.close()
        remarks = [*reader.remarks, *leftovers(parts), *_unknown(result.messages)]
    except ImportRefused:
        raise
    except Exception as error:  # whatever a made-up file makes a reader of XML raise, the file is what is wrong
        raise ImportRefused(_BROKEN) from error
    if reader.contents:
        message = N_("A table of contents was left out; the site makes its own.")
        remarks.append(Remark(message, " · ".join(reader.contents)))
    return Document(tuple(reader.blocks), reader.title, reader.notes, tuple(remarks), in_lines=False)


def _unknown(messages: list[Any]) -> list[Remark]:
    """Return remarks on elements that the reader passed by, one per kind."""
    found = (re.search(r"unrecognised element was ignored: (?:\{[^}]*\})?(\S+)", m.message) for m in messages)
    names = sorted({match[1].rpartition(":")[2] for match in found if match})
    return [
        Remark(
            N_("Something the reader does not know was left out: {element}. Compare with the file.", element=name),
            UNNAMED,
        )
        for name in names
    ]


def _checked(data: bytes) -> dict[str, bytes]:
    """Return the XML parts of the archive, or refuse it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
            _check_list(infos)
            return _unpacked(archive, [info for info in infos if info.filename.endswith((".xml", ".rels"))])
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError) as error:
        raise ImportRefused(_BROKEN) from error


def _check_list(infos: list[zipfile.ZipInfo]) -> None:
    names = {info.filename for info in infos}
    if any(info.flag_bits & 1 for info in infos):
        raise ImportRefused(_LOCKED)
    if MAIN not in names:
        other = "mimetype" in names or "content.xml" in names
        raise ImportRefused(
            N_("This is an OpenDocument file. Save it as DOCX, and import that.") if other else _NO_DOCUMENT
        )
    if len(infos) > MAX_PARTS or sum(info.file_size for info in infos) > MAX_UNPACKED or len(names) < len(infos):
        raise ImportRefused(_TOO_LARGE)


def _check_main(parts: Mapping[str, bytes]) -> None:
    """Refuse a file whose document is another part than the one that is looked at."""
    if PACKAGE not in parts:
        return
    relations = ET.fromstring(parts[PACKAGE])  # noqa: S314 - size and document types are checked before this
    targets = [r.get("Target", "") for r in relations.iter() if r.get("Type", "").endswith("/officeDocument")]
    if any(target.lstrip("/") != MAIN for target in targets):
        raise ImportRefused(_NO_DOCUMENT)


def _repacked(parts: Mapping[str, bytes]) -> io.BytesIO:
    """Return an archive of what was looked at, so that the reader can follow no name to anything else."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    file.seek(0)
    return file


def _unpacked(archive: zipfile.ZipFile, infos: list[zipfile.ZipInfo]) -> dict[str, bytes]:
    """Unpack piece by piece, so that what really comes out is counted whatever the archive says of itself."""
    left = MAX_XML
    parts: dict[str, bytes] = {}
    for info in infos:
        with archive.open(info) as part:
            parts[info.filename] = text = _read(part.read, left)
        left -= len(text)
        if b"<!DOCTYPE" in text.replace(b"\0", b""):
            raise ImportRefused(_BROKEN)  # no word processor writes one; it could make large things of small ones
    return parts


def _read(read: Callable[[int], bytes], left: int) -> bytes:
    found = bytearray()
    while chunk := read(CHUNK):
        found += chunk
        if len(found) > left:
            raise ImportRefused(_TOO_LARGE)
    return bytes(found)
