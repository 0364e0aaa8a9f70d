"""A file of many answers that came by e-mail or on paper: read whole, with every mistake by row and cell.

Nothing is stored here but by `import_answers`, which stores all of it or nothing.
"""

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from hearing_app.answering.receive import AnsweredMeanwhile
from hearing_app.domain.guest import Guest
from hearing_app.domain.hearing import Hearing
from hearing_app.domain.message import N_, Message
from hearing_app.domain.submission import Content, Submission
from hearing_app.domain.vocabulary import Channel, Language, SenderKind, Stance, Standing
from hearing_app.inviting.contact_file import Mistake
from hearing_app.mailing.mail import Sender
from hearing_app.registering.register import receive, version_of
from hearing_app.registering.register_content import NEW_SENDER, YES, Wrong, read_form
from hearing_app.registering.register_table import Column, Table, table_of
from hearing_app.storage import Database, audit, guests, submissions
from hearing_app.storage.database import writing
from hearing_app.text import words_for
from hearing_app.typed_days import parse_moment

YES_WORDS = frozenset({"ja", "yes", "x", "1"})
NO_BODY = N_(
    "«{value}» is none of the invited bodies. Correct it, or fill in the column «avsendertype» if it was not invited."
)
NO_MOMENT = N_("«{value}» is no day and hour. Write them like 31.5.2026 14:30.")
NO_TERM = N_("«{value}» is not known here. Write one of: {known}.")
FORMULA = N_("The cell holds a formula, and none is worked out here. Paste the value in its place.")
MERGED = N_("The cell is merged with others, so that it is not clear whose it is. Split it.")
TWICE = N_("«{name}» stands in row {row} too. Keep one of them.")


@dataclass(frozen=True)
class Planned:
    """A row that can be registered. `before` is what it becomes a new version of; `already` where it has been."""

    row: int
    who: str
    name: str
    content: Content
    before: Submission | None
    already: str = ""


@dataclass(frozen=True)
class RegisterFile:
    """What was read: the rows that are right, every mistake in the others, and what the reader should know."""

    rows: tuple[Planned, ...]
    mistakes: tuple[Mistake, ...]
    notes: tuple[Message, ...] = ()

    @property
    def new(self) -> tuple[Planned, ...]:
        """The rows that have not been registered before."""
        return tuple(row for row in self.rows if not row.already)

    @property
    def mark(self) -> str:
        """What changes when an answer has come in meanwhile: the version that each row follows."""
        return ",".join(f"{one.row}:{one.before.version if one.before else 0}:{one.already}" for one in self.rows)


def read_answers(db: Database, hearing: Hearing, data: bytes, *, now: datetime) -> RegisterFile:
    """Read a file. A row that has neither how nor when it came is passed over, so that a list can be filled in slowly.

    Raises:
        RegisterFileRefused: it is too large, neither XLSX nor CSV, or its columns are not those of the hearing.
    """
    table, known = table_of(data, hearing), guests.of_hearing(db, hearing.id)
    found: list[Planned] = []
    mistakes: list[Mistake] = []
    seen: dict[tuple[str, str], int] = {}
    names = _names(hearing, known)
    for number, cells in table.rows:
        row = _Row(number, cells, table)
        if not row.says("channel") and not row.says("arrived"):
            continue
        wrong, fields = row.read(hearing, names)
        filled = read_form(hearing, fields, (), (), known, now=now)
        wrong = wrong or [row.mistake(one) for one in filled.wrong]
        key = (fields.get("who", ""), fields.get("name", ""))
        if not wrong and key in seen:
            wrong = [row.mistake(Wrong("who", N_(TWICE.sentence, name=row.text("who"), row=seen[key])))]
        mistakes += wrong
        if not wrong and filled.content is not None:
            seen[key] = number
            found.append(_planned(db, hearing, number, row.text("who"), fields["who"], filled.content))
    return RegisterFile(tuple(found), tuple(mistakes), table.notes)


def import_answers(
    db: Database,
    hearing: Hearing,
    rows: Sequence[Planned],
    *,
    sender: Sender,
    actor: str,
    now: datetime,
    files: Path,
    done: Callable[[Submission], None] = lambda _received: None,
) -> tuple[Submission, ...]:
    """Register the rows, all of them or none, and return what was received.

    Args:
        done: is told of each as it is stored; nothing of it stands before all of them do.

    Raises:
        AnsweredMeanwhile: one of the bodies has answered since the file was read, or somebody who was not invited
            has been registered by that name, as by the same file twice at once; nothing was stored.
    """
    received = []
    with writing(db):
        known = {_key(guest.name) for guest in guests.of_hearing(db, hearing.id)}
        for row in rows:
            if row.who == NEW_SENDER and _key(row.name) in known:
                raise AnsweredMeanwhile(None)
            version = row.before.version if row.before else 0
            one = receive(
                db,
                hearing,
                row.who,
                row.content,
                sender=sender,
                actor=actor,
                now=now,
                seen_version=version,
                files=files,
            )
            received.append(one)
            done(one)
        if received:
            subject = f"{len(received)}"
            audit.log(db, now=now, actor=actor, action="answers imported", hearing=hearing.id, subject=subject)
    return tuple(received)


def _planned(db: Database, hearing: Hearing, row: int, name: str, who: str, content: Content) -> Planned:
    """Return a row with what is there of the sender: the very same answer is not registered a second time."""
    earlier = submissions.of_body(db, hearing.id, who) if who != NEW_SENDER else ()
    same = next((one.reference for one in earlier if replace(one.content, attachments=(), placed=()) == content), "")
    return Planned(row, who, name, content, version_of(db, hearing, who), same)


@dataclass(frozen=True)
class _Row:
    """A row of the file, asked by field of the form."""

    number: int
    cells: list[str]
    table: Table

    def text(self, field: str) -> str:
        """Return what stands in a column, empty where the file or the row does not have it."""
        column = self._column(field)
        return self.cells[column.at] if column and column.at < len(self.cells) else ""

    def says(self, field: str) -> bool:
        """Tell whether something stands in a column."""
        return bool(self.text(field))

    def read(self, hearing: Hearing, names: Mapping[str, str]) -> tuple[list[Mistake], dict[str, str]]:
        """Return what is wrong with the cells by themselves, and the fields of the form that they come to."""
        fields = {column.field: self.text(column.field) for column in self.table.columns if self.says(column.field)}
        wrong = self._unclear()
        wrong += self._who(fields, names)
        moment = parse_moment(fields.pop("arrived", ""))
        if moment is None:
            wrong.append(self.mistake(Wrong("arrived", N_(NO_MOMENT.sentence, value=self.text("arrived")))))
        else:
            fields |= {"day": moment.date().isoformat(), "clock": moment.strftime("%H:%M")}
        fields["channel"] = self._one_of("channel", Channel, wrong)
        fields["level"] = self._one_of("level", Standing, wrong)
        fields["no_remark"] = YES if self.text("no_remark").lower() in YES_WORDS else ""
        for item in hearing.items:
            if self.says(f"stance_{item.id}"):
                fields[f"stance_{item.id}"] = self._one_of(f"stance_{item.id}", Stance, wrong)
            if self.says(f"choice_{item.id}"):
                choices = {name: option.id for option in item.options for name in _texts(option.id, option.name)}
                fields[f"choice_{item.id}"] = self._among(f"choice_{item.id}", choices, wrong)
        return wrong, fields

    def mistake(self, wrong: Wrong) -> Mistake:
        """Return a mistake by row and cell; what belongs to no column of the file stands at the sender's."""
        field = {"day": "arrived", "clock": "arrived", "name": "who", "pasted": "who"}.get(wrong.field, wrong.field)
        column = self._column(field) or self._column("who") or self.table.columns[0]
        return Mistake(self.number, column.title, wrong.message, self.table.place(self.number, column))

    def _column(self, field: str) -> Column | None:
        return next((column for column in self.table.columns if column.field == field), None)

    def _unclear(self) -> list[Mistake]:
        """Return the cells that say something else than they seem to."""
        sheet = self.table.sheet
        if sheet is None:
            return []
        formulas = [c for c in self.table.columns if sheet.is_formula(self.number, c.at)]
        merged = [c for c in self.table.columns if sheet.is_merged(self.number, c.at)]
        return [
            *(self.mistake(Wrong(column.field, FORMULA)) for column in formulas),
            *(self.mistake(Wrong(column.field, MERGED)) for column in merged),
        ]

    def _who(self, fields: dict[str, str], names: Mapping[str, str]) -> list[Mistake]:
        """Put in whose answer it is: a body or a sender that is known by this name, or a new one of the given kind."""
        value, wrong = fields.get("who", ""), list[Mistake]()
        known = names.get(_key(value), "")
        if known or not self.says("kind"):
            fields["who"] = known
            if not known:
                wrong.append(self.mistake(Wrong("who", N_(NO_BODY.sentence, value=value))))
            return wrong
        fields |= {"who": NEW_SENDER, "name": value, "kind": self._one_of("kind", SenderKind, wrong)}
        return wrong

    def _one_of(self, field: str, words: type[StrEnum], wrong: list[Mistake]) -> str:
        """Return the stored word for what a cell says in whichever language; an empty cell is empty."""
        return self._among(field, {term: word.value for word in words for term in _terms(word)}, wrong)

    def _among(self, field: str, known: Mapping[str, str], wrong: list[Mistake]) -> str:
        value = self.text(field)
        if not value:
            return ""
        if found := known.get(_key(value)):
            return found
        choices = tuple(dict.fromkeys(known.values()))
        told = N_(NO_TERM.sentence, value=value, known=", ".join(_shown(one, known) for one in choices))
        wrong.append(self.mistake(Wrong(field, told)))
        return ""


def _shown(value: str, known: Mapping[str, str]) -> str:
    """Return one of the words that a value may be written with: the first, which is Norwegian."""
    return next(word for word, stored in known.items() if stored == value)


def _terms(word: StrEnum) -> Iterable[str]:
    return (*(_key(words_for(language).term(word)) for language in Language), _key(word.value))


def _texts(identifier: str, name: object) -> Iterable[str]:
    texts = [name.text(language) for language in Language] if hasattr(name, "text") else []
    return (*map(_key, filter(None, texts)), _key(identifier))


def _names(hearing: Hearing, known: Sequence[Guest]) -> dict[str, str]:
    """Return who can be called what."""
    found = {_key(guest.name): guest.id for guest in known}
    for body in hearing.invited:
        names = (body.id, body.name.plain, *(text for _language, text in body.name.forms), body.organisation_number)
        found |= {_key(name): body.id for name in names if name}
    return found


def _key(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())
