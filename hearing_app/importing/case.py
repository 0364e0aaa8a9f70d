"""A document as `case.md`: the fields of a case paper in its head, and its parts."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from hearing_app.definitions.positions import dump_yaml
from hearing_app.domain.message import N_, Message
from hearing_app.domain.vocabulary import Language
from hearing_app.importing.blocks import Block, Document, Imported, Kind, Remark
from hearing_app.importing.case_reader import LONGEST_LINE, PARTS, CaseReader
from hearing_app.importing.language import written_language
from hearing_app.importing.marks import INDENT, indented, lines_begun, one_line, untangled, written
from hearing_app.importing.personal import personal_remarks
from hearing_app.importing.slug import slug

_HEADINGS = {
    Language.NB: {
        "background": "Bakgrunn",
        "proposal": "Forslag til vedtak",
        "deliberation": "Behandling",
        "decision": "Vedtak",
        "loose": "Ikke plassert",
    },
    Language.NN: {
        "background": "Bakgrunn",
        "proposal": "Framlegg til vedtak",
        "deliberation": "Handsaming",
        "decision": "Vedtak",
        "loose": "Ikkje plassert",
    },
}
POINTS = ("proposal", "decision")
BEFORE_POINTS = N_("Text before the first numbered point belongs to none of them. Move it to the deliberation.")
RENUMBERED = N_(
    "The points were numbered anew from 1. Compare with the file where the text speaks of a point by its number."
)
CAPITALS = N_("The title stood in capitals. Check names and abbreviations in it.")
_MISSING = {
    "title": N_("No title was found; the file's name stands in its place. Correct title:."),
    "organ": N_("No organ was found. Write organ: with the organ's id in council.yml."),
    "date": N_("No meeting date was found. Write date: as 2026-05-31."),
    "case_number": N_("No case number was found. Write case_number:."),
    "decision": N_("No decision was found. Without one the case stands as a proposal."),
}


def as_case(document: Document, name: str) -> Imported:
    """Return a document as a case paper.

    Args:
        name: what the case is called where nothing in the document says so.
    """
    language = written_language("\n".join(block.plain for block in document.blocks))
    reader = CaseReader()
    if document.title:
        reader.fields["title"] = document.title
    reader.read(document.blocks)
    remarks = [*document.remarks, *reader.remarks]
    points = {part: _Points(reader.parts[part]) for part in POINTS}
    for part in POINTS:
        reader.loose += points[part].before
        remarks += points[part].remarks()
    head = _head(reader, name, language, remarks)
    notes = _notes(reader, document.notes)
    body = untangled(
        lambda careful: "\n\n".join([*_body(reader, points, _HEADINGS[language], careful=careful), *notes])
    )
    if not reader.parts["decision"]:
        remarks.append(Remark(_MISSING["decision"]))
    remarks += personal_remarks(document.blocks)
    placed = {
        "fields": len(head.splitlines()),
        "parts": sum(bool(reader.parts[part]) for part in PARTS),
        "points": sum(len(found.points) for found in points.values()),
    }
    text = f"---\n{head}---\n\n{body}\n"
    return Imported(text, language, placed, tuple(remarks), document.in_lines)


def _head(reader: CaseReader, name: str, language: Language, remarks: list[Remark]) -> str:
    """Return the front matter in the order that people read it, and note what was not found."""
    fields = dict(reader.fields)
    title = fields.get("title") or _title_from_text(reader)
    if title.isupper():
        title = title.capitalize()
        remarks.append(Remark(CAPITALS))
    values: dict[str, object] = {"title": one_line(title).replace(" - ", " – ") or name, "language": str(language)}
    if organ := fields.get("organ"):
        values["organ"] = slug(organ, otherwise="organ")
        remarks.append(Remark(_organ(str(values["organ"]))))
    if place := fields.get("place"):
        values["place"] = place
    if reader.day:
        values["date"] = reader.day
    if number := fields.get("case_number"):
        values["case_number"] = number
    if earlier := reader.earlier():
        values["earlier"] = [{"number": number} for number in earlier]
    for key in ("vote", "signed"):
        if fields.get(key):
            values[key] = fields[key]
    found = {"title": title, "organ": organ, "date": reader.day, "case_number": number}
    remarks += [Remark(_MISSING[key]) for key, value in found.items() if not value]
    values |= {"copies": reader.copies, "tasks": []}
    return "".join(dump_yaml({key: value}) for key, value in values.items())


def _organ(organ: str) -> Message:
    return N_("The organ was written as {id}. Correct it to the organ's id in council.yml.", id=organ)


def _title_from_text(reader: CaseReader) -> str:
    """Take a short first line of the background as the title, where no label gave one."""
    background = reader.parts["background"]
    first = background[0] if background else None
    if first is None or first.kind is not Kind.PARAGRAPH or "\n" in first.plain:
        return ""
    if len(first.plain) > LONGEST_LINE or first.plain.endswith((".", ":", ",", ";")):
        return ""
    return background.pop(0).plain


def _body(
    reader: CaseReader, points: dict[str, "_Points"], headings: dict[str, str], *, careful: bool
) -> Iterator[str]:
    for part in PARTS:
        blocks = reader.parts[part]
        loose = reader.loose if part == "background" else []
        if blocks or loose:
            yield f"## {headings[part]} {{#{part}}}"
        if blocks and part in POINTS:
            yield points[part].written(careful=careful)
        elif blocks:
            yield written(list(_levelled(blocks)), careful=careful)
        if loose:
            yield f"### {headings['loose']}"
            yield written(loose, careful=careful)


def _notes(reader: CaseReader, notes: dict[str, str]) -> list[str]:
    """Return the footnotes that the parts refer to; they stand at the end."""
    referred = (note for blocks in reader.parts.values() for block in blocks for note in block.notes)
    return [notes[note] for note in dict.fromkeys(referred) if note in notes]


def _levelled(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield the blocks with headings from ### down, none left out on the way."""
    before = 2
    for block in blocks:
        if block.kind is Kind.HEADING:
            before = max(3, min(block.level, before + 1))
            yield replace(block, level=before)
        else:
            yield block


class _Points:
    """The numbered points of a proposal or a decision, each with what stands under it."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self.before: list[Block] = []
        self.points: list[list[Block]] = []
        numbered = any(_is_point(block) for block in blocks)
        bullets = not numbered and all(block.kind is Kind.ITEM for block in blocks)
        self.typed = [block.number for block in blocks if _is_point(block)]
        for block in blocks:
            if _is_point(block) or (bullets and block.level == 0) or (not numbered and not self.points):
                self.points.append([block])
            elif self.points:
                self.points[-1].append(block)
            else:
                self.before.append(block)

    def remarks(self) -> Iterator[Remark]:
        """Yield what to tell about the points."""
        for block in self.before:
            yield Remark(BEFORE_POINTS, one_line(block.plain), block.place)
        if self.typed and self.typed != list(range(1, len(self.typed) + 1)):
            yield Remark(RENUMBERED, place=self.points[0][0].place)

    def written(self, *, careful: bool) -> str:
        """Return the points as Markdown; what belongs to one stands indented under it."""
        return "\n".join(
            _point(number, blocks, careful=careful) for number, blocks in enumerate(self.points, start=1)
        ).rstrip()


def _is_point(block: Block) -> bool:
    return block.kind is Kind.ITEM and block.number is not None and block.level == 0


def _point(number: int, blocks: Sequence[Block], *, careful: bool) -> str:
    first, *rest = blocks
    if first.kind is Kind.TABLE:
        first, rest = Block(Kind.PARAGRAPH), list(blocks)
    text = indented(lines_begun(first.text), "", INDENT)
    # What stands under a point begins at its margin again.
    moved = [replace(b, level=max(0, b.level - 1)) if b.kind is Kind.ITEM else b for b in rest]
    under = indented(written(moved, careful=careful), INDENT, INDENT)
    return f"{number}. {text}".rstrip() + (f"\n\n{under}\n" if rest else "")
