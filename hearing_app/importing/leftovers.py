"""What a Word file holds beside its text: comments, tracked changes, text boxes, headers and footers."""

from collections.abc import Iterator, Mapping
from xml.etree import ElementTree as ET

from hearing_app.domain.message import N_
from hearing_app.importing.blocks import Remark
from hearing_app.importing.marks import one_line
from hearing_app.importing.plain import tidy

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
COMMENT = N_("A comment in the margin was left out.")
DELETED = N_("Text deleted with tracked changes was left out.")
INSERTED = N_("Text inserted with tracked changes was kept, as if accepted.")
TEXT_BOX = N_("Text in boxes stands after the paragraph that the box was fastened to. Check where it belongs.")
HEADER = N_("The text above or below the pages was left out.")


def leftovers(parts: Mapping[str, bytes]) -> Iterator[Remark]:
    """Yield what the text alone does not show.

    Args:
        parts: the XML parts of the file by name, already checked for size and document types.
    """
    body = _root(parts["word/document.xml"])
    for deletion in body.iter(f"{_W}del"):
        if text := _text(deletion, f"{_W}delText"):
            yield Remark(DELETED, text)
    if any(_text(insertion) for insertion in body.iter(f"{_W}ins")):
        yield Remark(INSERTED)
    if next(body.iter(f"{_W}txbxContent"), None) is not None:
        yield Remark(TEXT_BOX)
    if "word/comments.xml" in parts:
        for comment in _root(parts["word/comments.xml"]).iter(f"{_W}comment"):
            if text := _text(comment):
                yield Remark(COMMENT, text)
    yield from (Remark(HEADER, text) for text in _around_pages(parts))


def _around_pages(parts: Mapping[str, bytes]) -> list[str]:
    texts = [
        _text(_root(data))
        for name, data in sorted(parts.items())
        if name.startswith(("word/header", "word/footer")) and name.endswith(".xml")
    ]
    return [text for text in dict.fromkeys(texts) if text and not text.isdigit()]


def _root(data: bytes) -> ET.Element:
    return ET.fromstring(data)  # noqa: S314 - sizes are counted and document types refused before this


def _text(element: ET.Element, tag: str = f"{_W}t") -> str:
    """Return the text in an element, paragraphs parted by a space."""
    words: list[str] = []
    for inner in element.iter():
        if inner.tag == tag:
            words.append(inner.text or "")
        elif inner.tag in (f"{_W}p", f"{_W}tab", f"{_W}br"):
            words.append(" ")
    return one_line(tidy("".join(words)))
