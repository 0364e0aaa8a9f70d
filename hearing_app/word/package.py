"""The parts of a DOCX that a text can stand in. The file has been examined before; here too there is a ceiling."""

import io
import zipfile
import zlib
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from hearing_app.domain.message import N_, Message

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
MAIN = "word/document.xml"
LARGEST_PART = 20_000_000
"""Bytes of one part; a form with every answer as long as it can be is far less."""
BROKEN = N_("The file cannot be read as a Word document. Open it in a word processor, save it as DOCX, and upload it.")
TOO_LARGE = N_("There is more text in the file than an answer can hold. Attach it to the answer instead.")


class Unreadable(Exception):
    """The file cannot be read; `message` says why and what to do."""

    def __init__(self, message: Message) -> None:
        """Take the sentence."""
        super().__init__(str(message))
        self.message = message


@dataclass(frozen=True)
class Package:
    """A Word document's text, and what the text refers to. What is not there is None or empty."""

    body: Element
    numbering: Element | None
    styles: Element | None
    notes: dict[str, Element]
    """Footnotes and endnotes by kind and number, like `footnote1`."""
    comments: tuple[Element, ...]
    around: tuple[Element, ...]
    """Headers and footers."""
    links: dict[str, str]
    """Addresses outside the file, by the name that the text refers to them with."""
    identifier: str


def open_package(data: bytes) -> Package:
    """Return what a DOCX holds.

    Raises:
        Unreadable: it is none, or holds more text than is read.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {info.filename: _part(archive, info) for info in archive.infolist() if _wanted(info.filename)}
        body = parts[MAIN].find(f"{W}body")
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise Unreadable(BROKEN) from error
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise Unreadable(BROKEN) from error
    if body is None:
        raise Unreadable(BROKEN)
    comments = parts.get("word/comments.xml")
    properties = parts.get("docProps/core.xml")
    return Package(
        body,
        parts.get("word/numbering.xml"),
        parts.get("word/styles.xml"),
        {**_notes(parts, "footnote"), **_notes(parts, "endnote")},
        tuple(comments.iter(f"{W}comment")) if comments is not None else (),
        tuple(part for name, part in sorted(parts.items()) if name.startswith(("word/header", "word/footer"))),
        _links(parts.get("word/_rels/document.xml.rels")),
        "".join(e.text or "" for e in properties.iter() if e.tag.endswith("}identifier")) if properties else "",
    )


def _wanted(name: str) -> bool:
    inside = name.startswith("word/") and name.count("/") == 1 and name.endswith(".xml")
    return inside or name in ("word/_rels/document.xml.rels", "docProps/core.xml")


def _part(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Element:
    with archive.open(info) as part:
        data = part.read(LARGEST_PART + 1)
    if len(data) > LARGEST_PART:
        raise Unreadable(TOO_LARGE)
    root: Element = fromstring(data, forbid_dtd=True)
    return root


def _notes(parts: dict[str, Element], kind: str) -> dict[str, Element]:
    part = parts.get(f"word/{kind}s.xml")
    notes = part.iter(f"{W}{kind}") if part is not None else ()
    return {f"{kind}{note.get(f'{W}id')}": note for note in notes if note.get(f"{W}type") is None}


def _links(relations: Element | None) -> dict[str, str]:
    outside = (r for r in relations if r.get("TargetMode") == "External") if relations is not None else ()
    return {relation.get("Id", ""): relation.get("Target", "") for relation in outside}
