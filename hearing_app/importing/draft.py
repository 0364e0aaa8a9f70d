"""A document as `draft.md`: sections with numbers and lasting ids, and a head to fill in."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from hearing_app.definitions.positions import dump_yaml
from hearing_app.domain.hearing import GENERAL
from hearing_app.domain.message import N_
from hearing_app.domain.vocabulary import Language
from hearing_app.importing.blocks import Block, Document, Imported, Kind, Remark
from hearing_app.importing.dates import first_day
from hearing_app.importing.headings import DEEPEST, number_of, with_headings, without_number
from hearing_app.importing.language import written_language
from hearing_app.importing.marks import one_line, untangled, written
from hearing_app.importing.personal import personal_remarks, without_names
from hearing_app.importing.running import parted
from hearing_app.importing.slug import Ids, slug

SECTION_LEVEL = 2
LONGEST_TITLE = 150
LONGEST_NOTE = 80
_VERSION = re.compile(r"\b(høringsutkast|høyringsutkast|(?:versjon|utkast)(?:[ ]\d+(?:\.\d+)?)?)\b", re.IGNORECASE)
_WHOLE = {Language.NB: "Teksten", Language.NN: "Teksten"}


def as_draft(document: Document, name: str) -> Imported:
    """Return a document as a draft that reads without errors.

    Args:
        name: what the draft is called where nothing in it says so.
    """
    language = written_language("\n".join(block.plain for block in document.blocks))
    nameless, names = without_names(document.blocks)
    running, cut = parted(nameless)
    found, contents = with_headings(running)
    remarks = [*document.remarks, *names, *cut, *_contents_remarks(contents), *personal_remarks(found)]
    title, rest = _title(document.title, list(found))
    blocks = _with_sections(_levelled(rest), language, remarks)
    if not title:
        title = name
        remarks.append(Remark(N_("No title was found; the file's name stands in its place. Correct title:.")))
    sections = sum(block.kind is Kind.HEADING and block.level == SECTION_LEVEL for block in blocks)
    body = untangled(lambda careful: _body(blocks, document.notes, careful=careful))
    text = f"---\n{_head(title, blocks)}---\n{body}\n"
    return Imported(text, language, {"sections": sections, "blocks": len(blocks)}, tuple(remarks), document.in_lines)


def _with_sections(blocks: list[Block], language: Language, remarks: list[Remark]) -> list[Block]:
    """Return the blocks with at least one section, and a number on each; note what was made up."""
    if not any(block.kind is Kind.HEADING for block in blocks):
        message = N_(
            "No headings were found, so all of it is one section. Part it with lines like {example}.",
            example="## 1 Formål {#formal}",
        )
        remarks.append(Remark(message))
        blocks = [Block(Kind.HEADING, _WHOLE[language], _WHOLE[language], level=SECTION_LEVEL), *blocks]
    sections = [block for block in blocks if block.kind is Kind.HEADING and block.level == SECTION_LEVEL]
    if any(number_of(block.plain) for block in sections):
        return blocks
    remarks.append(Remark(N_("The headings had no numbers in the text, so the sections were numbered from 1.")))
    return list(_numbered(blocks))


def _contents_remarks(contents: Sequence[Block]) -> Iterator[Remark]:
    if contents:
        text = " · ".join(one_line(block.plain) for block in contents)
        yield Remark(N_("A table of contents was left out; the site makes its own."), text, contents[0].place)


def _title(given: str, blocks: list[Block]) -> tuple[str, list[Block]]:
    """Return the title and the blocks without it: the style for titles, a first heading above all, a first line."""
    headings = [block for block in blocks if block.kind is Kind.HEADING]
    top = min((block.level for block in headings), default=0)
    highest = [block for block in headings if block.level == top]
    if given:
        return given, blocks
    first = blocks[0] if blocks else None
    if len(highest) == 1 and len(headings) > 1 and highest[0] is headings[0] and not number_of(highest[0].plain):
        return highest[0].plain, [block for block in blocks if block is not highest[0]]
    if first is not None and len(blocks) > 1 and first.kind is Kind.PARAGRAPH and not first.notes:
        line = first.plain.strip()
        if "\n" not in line and len(line) <= LONGEST_TITLE and not line.endswith((".", ":", ",", ";")):
            return line, blocks[1:]
    return "", blocks


def _levelled(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks with the highest headings as sections, and no level left out on the way down."""
    top = min((block.level for block in blocks if block.kind is Kind.HEADING), default=1)
    before = SECTION_LEVEL - 1
    levelled: list[Block] = []
    for block in blocks:
        if block.kind is Kind.HEADING:
            before = min(block.level - top + SECTION_LEVEL, before + 1, DEEPEST)
            levelled.append(replace(block, level=before))
        else:
            levelled.append(block)
    return levelled


def _numbered(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield the blocks with sections and what is one level below them numbered, as 1 and 1.1."""
    section = below = 0
    for block in blocks:
        if block.kind is Kind.HEADING and block.level == SECTION_LEVEL:
            section, below = section + 1, 0
            yield replace(block, text=f"{section} {block.text}", plain=f"{section} {block.plain}")
        elif block.kind is Kind.HEADING and block.level == SECTION_LEVEL + 1 and not number_of(block.plain):
            below += 1
            yield replace(block, text=f"{section}.{below} {block.text}")
        else:
            yield block


def _head(title: str, blocks: Sequence[Block]) -> str:
    """Return the front matter; version and day are looked for in short lines above the first section."""
    lines = [one_line(title)]
    for block in blocks:
        if block.kind is Kind.HEADING:
            break
        lines += [line for line in block.plain.split("\n") if len(line) <= LONGEST_NOTE]
    version = next((match[1] for line in lines if (match := _VERSION.search(line))), "")
    day = next((day for line in lines if (day := first_day(line))), None)
    head = dump_yaml({"title": one_line(title)})
    head += dump_yaml({"version": version[0].upper() + version[1:]}) if version else ""
    return head + (dump_yaml({"date": day}) if day else "")


def _body(blocks: Sequence[Block], notes: dict[str, str], *, careful: bool) -> str:
    parts: list[str] = []
    ids = Ids(GENERAL)
    for number, section in enumerate(_sections(blocks)):
        begins = bool(section) and section[0].kind is Kind.HEADING and section[0].level == SECTION_LEVEL
        if begins:
            parts.append(_section_heading(section[0].plain, number, ids))
        if under := [*section[1 if begins else 0 :], *_notes(section, notes)]:
            parts.append(written(under, careful=careful))
    return "\n\n".join(parts)


def _sections(blocks: Sequence[Block]) -> list[list[Block]]:
    """Return the introduction, then each section with its heading."""
    sections: list[list[Block]] = [[]]
    for block in blocks:
        if block.kind is Kind.HEADING and block.level == SECTION_LEVEL:
            sections.append([])
        sections[-1].append(block)
    return sections


def _section_heading(plain: str, number: int, ids: Ids) -> str:
    """Return the line of a section's heading, which the site shows as it is, without reading marks in it."""
    heading = one_line(plain).lstrip("# ").replace("{#", "{ #") or str(number)
    wanted = slug(without_number(heading), otherwise=slug(heading.replace("§", "paragraf "), otherwise=f"del-{number}"))
    return f"## {heading} {{#{ids.take(wanted)}}}"


def _notes(section: Sequence[Block], notes: dict[str, str]) -> Iterator[Block]:
    """Yield the footnotes that a section refers to, as paragraphs of their own below it."""
    for note in dict.fromkeys(note for block in section for note in block.notes):
        if note in notes:
            yield Block(Kind.PARAGRAPH, notes[note], notes[note])
