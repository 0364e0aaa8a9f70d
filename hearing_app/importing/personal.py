"""Data about persons: what has a form is told and stays; a name is left out where a label says that it is one."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from hearing_app.domain.message import N_
from hearing_app.domain.personal_data import identity_sightings, phone_sightings
from hearing_app.importing import case_words as words
from hearing_app.importing.blocks import Block, Kind, Remark

_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_ELEVEN = re.compile(r"(?<!\d)\d{6}[ \u00a0]?\d{5}(?!\d)")
EMAIL = N_("An e-mail address stands here. Check that it may be published.")
PHONE = N_("What looks like a phone number stands here. Check that it may be published.")
NAME = N_("A person's name was left out; what is published names offices. Write the role, where it is needed.")
IDENTITY = N_("What looks like a national identity number stands here. Take it out; it is not published.")


def personal_remarks(blocks: Sequence[Block]) -> Iterator[Remark]:
    """Yield a remark for each kind of personal data in each block. All of it stays in the text."""
    for block in blocks:
        text = block.plain
        if _ELEVEN.search(text) or next(identity_sightings(text), None):
            yield Remark(IDENTITY, place=block.place)
        if _EMAIL.search(text):
            yield Remark(EMAIL, place=block.place)
        if next(phone_sightings(text), None):
            yield Remark(PHONE, place=block.place)


def without_names(blocks: Sequence[Block]) -> tuple[list[Block], list[Remark]]:
    """Return the blocks without lines and rows that say whose case it is or who signed, and what was left out."""
    kept: list[Block] = []
    remarks: list[Remark] = []
    asked = False
    for block in blocks:
        lines = block.plain.split("\n")
        names = []
        for index, line in enumerate(lines):
            if _names_a_person(line, table=block.kind is Kind.TABLE) or (asked and words.PERSON.match(line.strip())):
                names.append(index)
            asked = _is_empty_label(line)
        if len(names) < len(lines):
            kept.append(_without(block, lines, frozenset(names)) if names else block)
        for index in names:
            place = block.place if block.kind is Kind.TABLE else block.place + index
            remarks.append(Remark(NAME, " ".join(lines[index].split()), place))
    return kept, remarks


def _is_empty_label(line: str) -> bool:
    """Tell whether a line asks for a person's name, which then stands on the line below."""
    found = words.labelled(line.strip())
    return found is not None and found[0] == "person" and not found[2]


def _names_a_person(line: str, *, table: bool) -> bool:
    """Tell whether a line, or a row with its cells parted by tabs, has a name after its label or before «sign.»."""
    if table:
        label, _, value = line.partition("\t")
        return words.head_field(label) == "person" and bool(value.strip())
    found = words.labelled(line.strip())
    if found and found[0] == "person":
        return bool(found[2])
    signed = words.SIGNED.match(line.strip())
    who = signed[1].strip(" ,") if signed else ""
    role = words.ROLE.search(who)
    return bool(who) and (role is None or role[0].casefold() != who.casefold())


def _without(block: Block, lines: list[str], names: frozenset[int]) -> Block:
    """Return a block without some of its lines; a table's lines are its rows."""
    plain = "\n".join(line for index, line in enumerate(lines) if index not in names)
    if block.kind is Kind.TABLE:
        rows = tuple(row for index, row in enumerate(block.rows) if index not in names)
        return replace(block, plain=plain, rows=rows)
    marked = block.text.split("\n")
    text = "\n".join(line for index, line in enumerate(marked) if index not in names)
    return replace(block, plain=plain, text=text)
