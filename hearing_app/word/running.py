"""Running text: paragraphs, lists, tables and notes of a Word document as plain text, as a person would type it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from hearing_app.domain.message import N_, Message
from hearing_app.word.numbering import Numbering
from hearing_app.word.package import RELATION_ID, Package, W

DELETED = N_("Text that was struck out with tracked changes is not taken along.")
INSERTED = N_("Text that was added with tracked changes counts, as if it had been accepted.")
TABLE = N_("A table inside an answer has become lines, with a stroke between the cells.")
PICTURE = N_("A picture inside an answer is not taken along. Attach it to the answer instead.")
NOTE = N_("Footnotes stand at the end of their answer.")
_SAME = frozenset(f"{W}{name}" for name in ("ins", "moveTo", "smartTag", "customXml", "fldSimple", "dir", "bdo"))
"""Elements whose content stands in the text as if they were not there."""
_AROUND = frozenset(f"{W}{name}" for name in ("sdt", "sdtContent", "customXml"))
_GONE = frozenset(f"{W}{name}" for name in ("del", "moveFrom"))
_CONTENT = f"{W}sdtContent"
_PICTURES = frozenset(f"{W}{name}" for name in ("drawing", "pict", "object"))
_TEXT_BOX = f"{W}txbxContent"
_ALTERNATIVES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
# Word's own signs for boxes and ticks, in the fonts that have them instead of letters.
_SYMBOLS = {"F0FE": "☒", "F0FD": "☒", "F052": "☑", "F0FC": "✓", "F0FB": "✗", "F0A8": "☐", "F06F": "☐", "F0B7": "•"}


@dataclass(frozen=True)
class Block:
    """A paragraph or a row of a table as text, an item with its mark in front; these stand close to the next.

    `bare` is the text without the mark.
    """

    text: str
    bare: str = ""
    listed: bool = False


@dataclass
class Reader:
    """Reads a document in order, for lists count as they go; `remarks` and `boxes` are what was met on the way."""

    package: Package
    placeholders: frozenset[str] = frozenset()
    """Texts that ask for an answer. Not every program says that a control still shows one, or that it does not."""
    remarks: list[Message] = field(default_factory=list)
    boxes: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Begin with every list at its start."""
        self._numbering = Numbering(self.package.numbering, self.package.styles)
        self._notes: list[str] = []
        self._noted: set[str] = set()

    def text(self, container: Element) -> str:
        """Return everything in a cell or the like: an empty line between paragraphs, none between items of a list."""
        blocks = [b for b in self.blocks(container) if b.text and b.text.strip() not in self.placeholders]
        blocks += [Block(note, listed=True) for note in self._take_notes()]
        whole = ""
        for before, block in zip([None, *blocks], blocks, strict=False):
            close = before is not None and before.listed and block.listed
            whole += ("\n" if close else "\n\n" if before else "") + block.text
        return whole

    def blocks(self, container: Element) -> Iterator[Block]:
        """Yield the paragraphs and tables in a container, through whatever is put around them."""
        for element in container:
            if element.tag == f"{W}p":
                yield self.paragraph(element)
            elif element.tag == f"{W}tbl":
                self.remark(TABLE)
                yield from self._rows(element)
            elif element.tag == f"{W}sdt":
                yield from self.blocks(content) if (content := element.find(_CONTENT)) is not None else ()
            elif element.tag in _SAME:
                yield from self.blocks(element)

    def paragraph(self, paragraph: Element) -> Block:
        """Return a paragraph, with the mark of its list in front."""
        mark = self._numbering.mark(paragraph)
        text = "".join(self._running(paragraph))
        return Block(f"{mark}{text}", text, bool(mark)) if text.strip() else Block(text, text)

    def remark(self, message: Message) -> None:
        """Remember something to tell, once."""
        if message not in self.remarks:
            self.remarks.append(message)

    def _rows(self, table: Element) -> Iterator[Block]:
        for row in _own(table, f"{W}tr"):
            cells = (" ".join(self.text(cell).split()) for cell in _own(row, f"{W}tc"))
            yield Block(" | ".join(cells), listed=True)

    def _running(self, element: Element) -> Iterator[str]:
        for child in element:
            if child.tag == f"{W}r":
                yield from self._run(child)
            elif child.tag == f"{W}hyperlink":
                yield self._link(child)
            elif child.tag == f"{W}sdt":
                yield from self._running(content) if (content := child.find(_CONTENT)) is not None else ()
            elif child.tag in _SAME:
                if child.tag == f"{W}ins":
                    self.remark(INSERTED)
                yield from self._running(child)
            elif child.tag in _GONE:
                self.remark(DELETED)

    def _link(self, link: Element) -> str:
        """Return a link as its words, with the address behind where the words are not the address."""
        said, address = "".join(self._running(link)), self.package.links.get(link.get(RELATION_ID, ""), "")
        plain = address.removeprefix("mailto:")
        wanted = address.startswith(("http://", "https://", "mailto:")) and plain.rstrip("/") not in said
        return f"{said} ({plain})" if wanted and said.strip() else said

    def _run(self, run: Element) -> Iterator[str]:
        for child in run:
            name = child.tag.removeprefix(W)
            if name == "t":
                yield child.text or ""
            elif name in ("tab", "ptab"):
                yield "\t"
            elif name in ("br", "cr"):
                yield "" if child.get(f"{W}type") in ("page", "column") else "\n"
            elif name == "noBreakHyphen":
                yield "\N{NON-BREAKING HYPHEN}"
            elif name == "sym":
                yield _SYMBOLS.get(child.get(f"{W}char", "").upper(), "\ufffd")
            elif name in ("footnoteReference", "endnoteReference"):
                yield self._note(f"{name.removesuffix('Reference')}{child.get(f'{W}id')}")
            elif child.tag in _PICTURES or child.tag == _ALTERNATIVES:
                self._drawn(child)

    def _note(self, name: str) -> str:
        """Keep a note for the end of the answer, and return the number that leads to it."""
        note = self.package.notes.get(name)
        if note is None or name in self._noted:
            return ""
        self._noted.add(name)
        self.remark(NOTE)
        number = len(self._notes) + 1
        self._notes.append("")  # its place, for a note may refer to another
        self._notes[number - 1] = f"[{number}] {' '.join(b.text.strip() for b in self.blocks(note))}".rstrip()
        return f"[{number}]"

    def _take_notes(self) -> list[str]:
        notes, self._notes = self._notes, []
        return notes

    def _drawn(self, element: Element) -> None:
        """Keep the text of a box; of a picture only tell. Word writes a box twice, for new readers and for old."""
        box = next(element.iter(_TEXT_BOX), None)
        if box is None:
            self.remark(PICTURE)
            return
        text = "\n\n".join(block.text for block in self.blocks(box) if block.text.strip())
        if text:
            self.boxes.append(text)


def _own(element: Element, tag: str) -> Iterator[Element]:
    """Yield the rows of a table, or the cells of a row, and not those of tables inside it."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in _AROUND:
            yield from _own(child, tag)
