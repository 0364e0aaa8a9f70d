"""A case paper, block by block: each finds its field or its part, or is told to have found none."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from hearing_app.domain.message import N_, Message
from hearing_app.importing import case_words as words
from hearing_app.importing.blocks import Block, Kind, Remark
from hearing_app.importing.dates import CASE_NUMBER, first_day
from hearing_app.importing.headings import without_number
from hearing_app.importing.marks import escaped, one_line
from hearing_app.importing.plain import plain_rows

LONGEST_LINE = 100
PARTS = ("background", "proposal", "deliberation", "decision")
SUBHEADING = 3

PERSON = N_("A person's name was left out; a case paper is published with offices.")
NO_FIELD = N_("There is no field for this. Put it where it belongs, or take it out.")
TWICE = N_("The field has another value already. Compare the two.")
NO_DAY = N_("This is not a day that can be read. Write date: as 2026-05-31.")
SIGNATURE = N_("A signature was left out. Write signed: with the role, never the name.")
KIND_OF_PAPER = N_("What kind of paper it is was left out; the page says so.")
_TITLED = re.compile(
    rf"(?:sak(?:snr|[ ]nr)?\.?[ :]*)?({CASE_NUMBER.pattern})[ \t]*[:–-]?[ \t]*(.*)$", re.IGNORECASE | re.DOTALL
)
_MEETING = re.compile(r"(?:\b\w{1,20}notat )?([A-ZÆØÅ][\wæøå -]{2,60}?)s møte(?: den)? \d")
_CASE_WORD = re.compile(rf"\bsak(?:en|a|snr|[ ]nr)?\.?[ :]+({CASE_NUMBER.pattern})", re.IGNORECASE)


@dataclass
class CaseReader:
    """Takes blocks in order; afterwards holds the fields, the parts and what is to be told.

    Attributes:
        loose: what may not vanish and has no part; it is written under a heading of its own.
    """

    fields: dict[str, str] = field(default_factory=dict)
    day: date | None = None
    copies: list[str] = field(default_factory=list)
    parts: dict[str, list[Block]] = field(default_factory=lambda: {part: [] for part in PARTS})
    loose: list[Block] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    _part: str = ""
    _next: str = ""
    _above: int = 0
    """How many lines without a label stand in or above the head; they came first in the background."""
    _names: int = 0
    """How many blocks of the background are known to be names in the head, from its beginning."""
    _told: set[str] = field(default_factory=set)

    def read(self, blocks: Sequence[Block]) -> None:
        """Take all the blocks of a document."""
        for block in _entries(blocks):
            self._take(block)
        self._settle_head()
        self._look_in_text()

    def _note_head(self) -> None:
        """Note that a line of the head was met: what stands above it is its letterhead, unless it is a text."""
        background = self.parts["background"]
        if self._part != "":
            return
        while self._names < len(background) and _is_name(background[self._names]):
            self._names += 1
        if self._names == len(background):
            self._above = len(background)

    def _settle_head(self) -> None:
        """Give the names in and above the head their fields; what has none is told, and is not the case's text."""
        background = self.parts["background"]
        names, self.parts["background"] = background[: self._above], background[self._above :]
        for block in names:
            line = block.plain.strip()
            if words.ORGAN.match(line) and self.fields.get("organ", line).casefold() == line.casefold():
                self.fields.setdefault("organ", line)
            elif "title" not in self.fields and not words.ORGAN.match(line):
                self.fields["title"] = line
            else:
                self._leave(block, NO_FIELD)

    def _take(self, block: Block) -> None:
        if block.kind is Kind.TABLE:
            if not self._head_table(block):
                self._body(block)
            return
        line = _bare(block)
        if self._take_field(line, block) or self._take_label(line, block):
            return
        following, self._next = self._next, ""
        if following == "copies" and len(block.plain) <= LONGEST_LINE:
            self.copies.append(one_line(block.plain))
            self._next = "copies"
        elif following == "vote":
            self._set("vote", one_line(block.plain), block)
        elif block.kind is Kind.HEADING:
            self._heading(block)
        else:
            self._body(block)

    def _take_field(self, line: str, block: Block) -> bool:
        """Take what belongs to the head, the signature, or the vote."""
        following = ""
        if self._next == "person" and words.PERSON.match(line):
            self.remarks.append(Remark(PERSON, line, block.place))
        elif self._part in ("", "background") and len(line) <= LONGEST_LINE and (found := words.labelled(line)):
            self._fill(*found, block)
            following = "person" if found[0] == "person" and not found[2] else ""
        elif self._part in ("", "background") and self._take_title(line, block):
            pass
        elif words.DOCUMENT.match(line):
            self.remarks.append(Remark(KIND_OF_PAPER, line, block.place))
        elif match := words.SIGNED.match(line):
            self._signed(match[1], line, block)
        elif words.VOTE_LINE.match(line):
            self._set("vote", line, block)
        else:
            return False
        self._note_head()
        self._next = following
        return True

    def _take_label(self, line: str, block: Block) -> bool:
        """Take a line that says what follows it: a part, the vote, or the distribution list."""
        if match := words.COPIES.match(line):
            self.copies += [match[1]] if match[1] else []
            self._next = "copies"
        elif match := words.VOTE_LABEL.match(line):
            self._next = "" if match[1] else "vote"
            if match[1]:
                self._set("vote", match[1], block)
        elif label := words.part_label(line) if _may_be_label(block) else None:
            self._note_head()
            self._part, self._next = label.part, ""
            if label.part == "background" and not words.PLAIN_BACKGROUND.match(label.written):
                self.parts["background"].append(_heading(block, label.written))
            if label.rest:
                self._body(replace(block, kind=Kind.PARAGRAPH, text=escaped(label.rest), plain=label.rest))
        else:
            return False
        return True

    def _take_title(self, line: str, block: Block) -> bool:
        match = _TITLED.match(line)
        if match is None or len(line) > LONGEST_LINE * 2 or "\n" in match[2].strip() or line.endswith("."):
            return False
        if self.fields.get("case_number", match[1]) != match[1]:
            return False
        self._set("case_number", match[1], block)
        if match[2].strip():
            self._set("title", match[2].strip(), block)
        return True

    def _signed(self, who: str, line: str, block: Block) -> None:
        role = words.ROLE.search(who)
        if role:
            self.fields.setdefault("signed", role[0][0].upper() + role[0][1:].lower())
        if role is None or role[0].casefold() != who.strip(" ,").casefold():
            self.remarks.append(Remark(SIGNATURE, line, block.place))

    def _head_table(self, block: Block) -> bool:
        """Take a table that is the head of the paper: labels in its first row, or in its first column."""
        rows = list(plain_rows(block))
        if sum(bool(words.head_field(cell)) for cell in rows[0]) > 1:
            for row in rows[1:]:
                for label, value in zip(rows[0], row, strict=False):
                    self._fill(words.head_field(label) or "elsewhere", label, value, block)
        elif all(words.head_field(row[0]) for row in rows if row[0].strip()):
            for row in rows:
                self._fill(words.head_field(row[0]) or "elsewhere", row[0], " ".join(row[1:]), block)
        else:
            return False
        self._part = "background" if self._part == "" else self._part
        self._next = ""
        return True

    def _fill(self, name: str, label: str, value: str, block: Block) -> None:
        """Fill the field that a label of the head names."""
        value = one_line(value)
        if not value:
            return
        told = f"{label.strip(' :')}: {value}"
        if name == "person":
            self.remarks.append(Remark(PERSON, told, block.place))
        elif name == "date":
            self._set_day(value, told, block)
        elif name == "case_number" and (match := CASE_NUMBER.search(value)):
            self._set(name, match[0], block)
        elif name in ("elsewhere", "case_number"):
            if told not in self._told:
                self._told.add(told)
                self._leave(replace(block, kind=Kind.PARAGRAPH, text=escaped(told), plain=told, rows=()), NO_FIELD)
        else:
            self._set(name, value, block)

    def _set_day(self, value: str, told: str, block: Block) -> None:
        day = first_day(value)
        if day is None:
            self.remarks.append(Remark(NO_DAY, told, block.place))
        elif self.day not in (None, day):
            self.remarks.append(Remark(TWICE, told, block.place))
        else:
            self.day = day

    def _set(self, name: str, value: str, block: Block) -> None:
        if self.fields.setdefault(name, value).casefold() != value.casefold():
            self.remarks.append(Remark(TWICE, f"{name}: {value}", block.place))

    def _leave(self, block: Block, why: Message) -> None:
        self.loose.append(block)
        self.remarks.append(Remark(why, one_line(block.plain), block.place))

    def _heading(self, block: Block) -> None:
        """Take a heading that is not the name of a part: the title, or a heading inside the background."""
        if "title" not in self.fields and not any(self.parts.values()):
            self.fields["title"] = one_line(block.plain)
            return
        self._part = "background"
        self.parts["background"].append(replace(block, level=max(block.level, SUBHEADING)))

    def _body(self, block: Block) -> None:
        if self._part == "proposal" and block.kind is Kind.PARAGRAPH and words.DELIBERATED.match(block.plain):
            self._part = "deliberation"
        self.parts[self._part or "background"].append(block)

    def _look_in_text(self) -> None:
        """Look in the text for fields that the head did not give."""
        for block in self.parts["deliberation"] + self.parts["decision"]:
            if "vote" not in self.fields and (match := words.VOTE_SENTENCE.search(block.plain)):
                self.fields["vote"] = one_line(match[0])
        for block in self.parts["background"][:2]:
            if "organ" not in self.fields and (match := _MEETING.search(block.plain)):
                self.fields["organ"] = match[1]
                self.day = self.day or first_day(block.plain[match.start() :])
            if "case_number" not in self.fields and (match := _CASE_WORD.search(block.plain)):
                self.fields["case_number"] = match[1]

    def earlier(self) -> list[str]:
        """Return the numbers of other cases that the text names."""
        own = self.fields.get("case_number", "")
        text = "\n".join(block.plain for blocks in self.parts.values() for block in blocks)
        named = [match[0] for match in CASE_NUMBER.finditer(text) if "-" in match[0]]
        named += [match[1] for match in _CASE_WORD.finditer(text)]
        return [number for number in dict.fromkeys(named) if number != own]


def _bare(block: Block) -> str:
    """Return a block's text without a chapter's number, as labels are compared."""
    return without_number(block.plain) if block.kind is Kind.HEADING else block.plain.strip()


def _may_be_label(block: Block) -> bool:
    return block.kind is not Kind.ITEM


def _heading(block: Block, text: str) -> Block:
    shown = one_line(text)
    shown = shown.capitalize() if shown.isupper() else shown
    return Block(Kind.HEADING, escaped(shown), shown, block.place, SUBHEADING)


def _is_name(block: Block) -> bool:
    """Tell whether a block could be a name in the head: one short line that is no sentence."""
    return (
        block.kind is Kind.PARAGRAPH
        and not block.notes
        and "\n" not in block.plain
        and len(block.plain) <= LONGEST_LINE
        and not block.plain.rstrip().endswith((".", ":", ",", ";", "?", "!"))
    )


def _entries(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield the blocks, with paragraphs in lines where one of the lines is a label of some kind.

    Above the first of these an organ's name is a label too.
    """
    above = True
    for block in blocks:
        lines = block.plain.split("\n")
        says = any(map(_says_something, lines))
        names = above and len(lines) > 1 and any(words.ORGAN.match(line.strip()) for line in lines)
        above = above and not says and max(map(len, lines)) <= LONGEST_LINE
        if block.kind is not Kind.PARAGRAPH or len(lines) == 1 or not (says or names):
            yield block
            continue
        marked = block.text.replace("  \n", "\n").split("\n")
        for index, (plain, text) in enumerate(zip(lines, marked, strict=False)):
            yield replace(block, text=text, plain=plain, place=block.place + index)


def _says_something(line: str) -> bool:
    return bool(words.labelled(line) or words.part_label(line) or any(p.match(line.strip()) for p in words.LINES))
