"""The XML inside DOCX, XLSX and ODT. What declares entities is refused: a few lines of it can fill a machine."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring
from defusedxml.expatreader import DefusedExpatParser

from hearing_app.examining.refused import DAMAGED, Refused

PROLOG = 64 * 1024
"""Bytes in which the first element begins; a declaration can only stand before it."""


class _Begun(Exception):
    """The first element has begun."""


class _Prolog(DefusedExpatParser):
    """Reads until the first element."""

    def start_element(self, *_element: object) -> None:
        """Stop."""
        raise _Begun


def refuse_declarations(xml: bytes, *, doctype: bool = False) -> None:
    """Refuse XML that declares something; only its beginning is parsed.

    Args:
        doctype: a line that names a document type may stand there, as older programs wrote it, but no entity.
    """
    if not xml:
        return  # LibreOffice writes empty parts
    # An outer list that a document type names is never fetched; where none may stand, its name is enough to refuse.
    parser = _Prolog(forbid_dtd=not doctype, forbid_entities=True, forbid_external=not doctype)  # type: ignore[no-untyped-call]  # published without types
    try:
        parser.feed(xml[:PROLOG])
    except _Begun:
        return
    except Exception as error:
        raise Refused(DAMAGED) from error
    raise Refused(DAMAGED)


def root_of(xml: bytes, *, doctype: bool = False) -> Element:
    """Return the root of a small part, such as a list of links.

    Raises:
        Refused: it cannot be read or declares something.
    """
    try:
        root: Element = fromstring(xml, forbid_dtd=not doctype)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise Refused(DAMAGED) from error
    return root


def named(root: Element, name: str) -> Iterator[Element]:
    """Yield every element of that name, whatever its namespace."""
    return (element for element in root.iter() if element.tag.rpartition("}")[2] == name)
