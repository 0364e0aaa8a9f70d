"""Everything that depends on the reader's language: sentences, plurals, dates, times."""

import datetime as dt
import gettext
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path
from typing import Protocol, TypeVar

from babel.dates import format_date, format_datetime, format_time
from babel.lists import format_list
from babel.numbers import format_decimal

from hearing_app.domain.calendar import OSLO, DayOrMoment, Exactness, oslo_day
from hearing_app.domain.council import Body, Council
from hearing_app.domain.localised import Localised
from hearing_app.domain.message import Message
from hearing_app.domain.vocabulary import Language
from hearing_app.text.order import alphabetical
from hearing_app.text.terms import TERMS

LOCALE_DIR = Path(__file__).parent / "locale"
DOMAIN = "samrad"
MEGABYTE = 1024 * 1024


class OfBody(Protocol):
    """What belongs to a body: an answer, a point, an adoption. `body` is the body's id."""

    @property
    def body(self) -> str:
        """The body's id."""


Row = TypeVar("Row", bound=OfBody)


class CatalogueMissing(RuntimeError):
    """The compiled catalogue of a language is not there; `make messages` makes it."""


_FORMATTED = lru_cache(maxsize=4096)(format_date)
"""The days of a site are few, and a large register tells each of them hundreds of times."""


@dataclass(frozen=True)
class Words:
    """A reader's language. Templates get it as `words`, with `_` and `ngettext` beside it."""

    language: Language
    catalogue: gettext.NullTranslations = field(repr=False)

    def gettext(self, sentence: str, **values: object) -> str:
        """Return the sentence in the reader's language, with `{names}` filled in."""
        return self._fill(self.catalogue.gettext(sentence), values)

    def ngettext(self, one: str, many: str, number: int, **values: object) -> str:
        """Return the form of the sentence that fits `number`, which is also `{number}`."""
        return self._fill(self.catalogue.ngettext(one, many, number), {"number": number, **values})

    def say(self, message: Message) -> str:
        """Return a message in the reader's language."""
        return self.gettext(message.sentence, **message.values)

    def term(self, word: StrEnum) -> str:
        """Return the reader's word for a member of the vocabulary."""
        return self.say(TERMS[word])

    def local(self, text: Localised) -> str:
        """Return a localised text in the form nearest to the reader's."""
        return text.text(self.language)

    def date(self, day: dt.date) -> str:
        """Return a day in full, like «21. november 2026»."""
        pattern = "d MMMM y" if self.language is Language.EN else "d. MMMM y"
        return _FORMATTED(day, pattern, locale=self._locale)

    def rough(self, day: dt.date, exactness: Exactness) -> str:
        """Return as much of a day as is known, like «november 2007» or «2010»."""
        if exactness is Exactness.DAY:
            return self.date(day)
        return format_date(day, "MMMM y" if exactness is Exactness.MONTH else "y", locale=self._locale)

    def days(self, first: dt.date, last: dt.date) -> str:
        """Return the days from `first` to `last`, like «21.–22. oktober 2008»; a single day alone."""
        if first == last:
            return self.date(first)
        if (first.year, first.month) != (last.year, last.month):
            return f"{self.date(first)} – {self.date(last)}"
        return f"{first.day}{'' if self.language is Language.EN else '.'}–{self.date(last)}"

    def weekday(self, day: dt.date) -> str:
        """Return a day with its weekday, like «lørdag 21. november 2026»."""
        pattern = "EEEE d MMMM y" if self.language is Language.EN else "EEEE d. MMMM y"
        return format_date(day, pattern, locale=self._locale)

    def time(self, instant: dt.datetime) -> str:
        """Return the clock in Oslo, like «14.05» (English «14:05»)."""
        pattern = "HH:mm" if self.language is Language.EN else "HH.mm"
        return format_time(instant.astimezone(OSLO), pattern, locale=self._locale)

    def clock(self, time: dt.time) -> str:
        """Return a time of day as a programme gives it, like «09.00» (English «09:00»)."""
        return format_time(time, "HH:mm" if self.language is Language.EN else "HH.mm", locale=self._locale)

    def instant(self, instant: dt.datetime) -> str:
        """Return day and clock in Oslo to the second, with the offset, as a receipt needs it."""
        day, local = self.date(instant.astimezone(OSLO).date()), instant.astimezone(OSLO)
        clock = "HH:mm:ss" if self.language is Language.EN else "HH.mm.ss"
        return f"{day}, {format_datetime(local, clock, locale=self._locale)} (UTC{format_datetime(local, 'xxx')})"

    def day(self, came: DayOrMoment) -> str:
        """Return the day in Oslo of an instant, in full."""
        return self.date(oslo_day(came))

    def moment(self, instant: DayOrMoment) -> str:
        """Return day and clock in Oslo to the minute; a day without an hour alone."""
        if not isinstance(instant, dt.datetime):
            return self.date(instant)
        day = self.day(instant)
        return self.gettext("{day}, at {time}", day=day, time=self.time(instant))

    def file_size(self, size: int) -> str:
        """Return a number of bytes as people say it, like «1,4 MB» or «37 kB»; never less than 1 kB."""
        if size >= MEGABYTE:
            return f"{format_decimal(size / MEGABYTE, '#,##0.#', locale=self._locale)} MB"
        return f"{max(1, round(size / 1024))} kB"

    def listed(self, parts: list[str]) -> str:
        """Return the parts as a list in words, like «Lom, Skjåk og Vågå»."""
        return format_list(parts, locale=self._locale)

    def by_name(self, bodies: Iterable[Body]) -> tuple[Body, ...]:
        """Return the bodies by the name that the reader sees, in the order of the Norwegian alphabet."""
        return tuple(sorted(bodies, key=lambda body: alphabetical(self.local(body.name))))

    def by_body(self, rows: Iterable[Row], council: Council | None) -> tuple[Row, ...]:
        """Return what belongs to bodies in the order of `by_name`; of one body's, the order stays.

        A body that `council` does not know is shown, and sorted, by its id.
        """
        names = {body.id: self.local(body.name) for body in (council.bodies if council else ())}
        return tuple(sorted(rows, key=lambda row: alphabetical(names.get(row.body, row.body))))

    @property
    def _locale(self) -> str:
        return "en_GB" if self.language is Language.EN else self.language.value

    def value(self, value: object) -> object:
        """Return a value as a sentence holds it: a day, a name, or a list, in the reader's language."""
        return self._value(value)

    def _fill(self, sentence: str, values: Mapping[str, object]) -> str:
        return sentence.format(**{k: self._value(v) for k, v in values.items()}) if values else sentence

    def _value(self, value: object) -> object:
        match value:
            case Message():
                return self.say(value)
            case Localised():
                return self.local(value)
            case StrEnum():
                return self.term(value)
            case tuple():
                return self.listed([str(self._value(part)) for part in value])
        return self._day_or_moment(value)

    def _day_or_moment(self, value: object) -> object:
        if isinstance(value, dt.datetime):  # first, for it is a date as well
            return self.moment(value)
        return self.date(value) if isinstance(value, dt.date) else value


@cache
def words_for(language: Language) -> Words:
    """Return the words of a language.

    Raises:
        CatalogueMissing: the catalogue is not compiled.
    """
    if language is Language.EN:
        return Words(language, gettext.NullTranslations())
    try:
        return Words(language, gettext.translation(DOMAIN, LOCALE_DIR, [language.value]))
    except FileNotFoundError as error:
        raise CatalogueMissing(f"no compiled catalogue for {language.value}: run `make messages`") from error
