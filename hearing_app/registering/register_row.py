"""A row of a file of many answers, asked by field of the form: what its cells say, and what is unclear in them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from hearing_app.domain.calendar import oslo_day
from hearing_app.domain.hearing import Hearing
from hearing_app.domain.message import N_
from hearing_app.domain.vocabulary import Channel, Language, SenderKind, Stance, Standing
from hearing_app.inviting.contact_file import Mistake
from hearing_app.registering.register_content import NEW_SENDER, YES, Wrong
from hearing_app.registering.register_sample import is_of_example
from hearing_app.registering.register_sender import Earlier
from hearing_app.registering.register_table import Column, Table
from hearing_app.registering.register_words import (
    NO_WORDS,
    YES_WORDS,
    Names,
    name_key,
    options_of,
    quoted,
    to_write,
    understood,
    word_key,
)
from hearing_app.typed_days import parse_arrival

NO_BODY = N_(
    "«{value}» is none of the invited bodies. Correct it, or fill in the column «avsendertype» if it was not invited."
)
NO_MOMENT = N_("«{value}» is no day. Write it like 31.5.2026, with the hour where it is known: 31.5.2026 14:30.")
NO_TERM = N_("«{value}» is not known here. Write one of: {known}.")
NO_ID = N_("«{value}» is the id of none of the invited bodies. Correct it, or empty the cell.")
SHARED = N_("Several of the invited bodies are called «{name}». Fill in the column «id».")
TWO_BODIES = N_("«{name}» is not the body with the id «{id}». Correct one of them, or empty one of the cells.")
OF_EXAMPLE = N_("This is still the text of the example. Write what the answer says, or empty the cell.")
FORMULA = N_("The cell holds a formula, and none is worked out here. Paste the value in its place.")
MERGED = N_("The cell is merged with others, so that it is not clear whose it is. Split it.")
YES_OR_NO = {**dict.fromkeys(YES_WORDS, YES), **dict.fromkeys(NO_WORDS, "")}


@dataclass(frozen=True)
class Row:
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

    def read(self, hearing: Hearing, names: Names, earlier: Earlier) -> tuple[list[Mistake], dict[str, str]]:
        """Return what is wrong with the cells by themselves, and the fields of the form that they come to."""
        fields = {column.field: self.text(column.field) for column in self.table.columns if self.says(column.field)}
        if left := [field for field, text in fields.items() if is_of_example(hearing, text)]:
            return [self.mistake(Wrong(field, OF_EXAMPLE)) for field in left], fields
        wrong = self._unclear()
        wrong += self._who(fields, names, earlier)
        came = parse_arrival(fields.pop("arrived", ""))
        if came is None:
            wrong.append(self.mistake(Wrong("arrived", N_(NO_MOMENT.sentence, value=self.text("arrived")))))
        else:
            clock = {"clock": came.strftime("%H:%M")} if isinstance(came, datetime) else {}
            fields |= {"day": oslo_day(came).isoformat(), **clock}
        fields["channel"] = self._one_of("channel", Channel, wrong)
        fields["level"] = self._one_of("level", Standing, wrong)
        fields["no_remark"] = self._among("no_remark", YES_OR_NO, word_key, ("ja", "nei"), wrong)
        for item in hearing.items:
            if self.says(f"stance_{item.id}"):
                fields[f"stance_{item.id}"] = self._one_of(f"stance_{item.id}", Stance, wrong)
            if self.says(f"choice_{item.id}"):
                shown = [option.name.text(Language.NB) for option in item.options]
                known = options_of(item.options)
                fields[f"choice_{item.id}"] = self._among(f"choice_{item.id}", known, name_key, shown, wrong)
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

    def _who(self, fields: dict[str, str], names: Names, earlier: Earlier) -> list[Mistake]:
        """Put in whose answer it is: an invited body's, or a sender's by name, who may have answered before.

        The sample fills in both name and id; of two bodies with one name the id says which it is.
        """
        value, given = fields.get("who", ""), fields.pop("id", "")
        known = names.one(given or value)
        fields.pop("anew", None)
        if given and not known:
            return [self.mistake(Wrong("id", N_(NO_ID.sentence, value=given)))]
        if given and value and not names.bears(known, value):
            return [self.mistake(Wrong("who", N_(TWO_BODIES.sentence, name=value, id=given)))]
        if not known and names.is_shared(value):
            return [self.mistake(Wrong("who", N_(SHARED.sentence, name=value)))]
        if known:
            fields["who"] = known
            return []
        wrong = list[Mistake]()
        if not self.says("kind") and not earlier.called(value):
            wrong.append(self.mistake(Wrong("who", N_(NO_BODY.sentence, value=value))))
        fields |= {"who": NEW_SENDER, "name": value, "kind": self._one_of("kind", SenderKind, wrong)}
        return wrong

    def _one_of(self, field: str, words: type[StrEnum], wrong: list[Mistake]) -> str:
        """Return the stored word for what a cell says in whichever language; an empty cell is empty."""
        return self._among(field, understood(words), word_key, to_write(words), wrong)

    def _among(
        self,
        field: str,
        known: Mapping[str, str],
        key: Callable[[str], str],
        shown: Sequence[str],
        wrong: list[Mistake],
    ) -> str:
        """Return what a cell means; `shown` is what is told where it is not `known`, as `key` makes it."""
        value = self.text(field)
        found = known.get(key(value)) if value else ""
        if found is not None:
            return found
        wrong.append(self.mistake(Wrong(field, N_(NO_TERM.sentence, value=value, known=quoted(shown)))))
        return ""
