"""The kinds of value a definition can hold: from the typed string to the domain's own type.

Every refusal is a sentence for the person who typed it.
"""

import re
from collections.abc import Callable
from datetime import date, datetime, time
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from hearing_app.domain.calendar import RoughDay, rough_day
from hearing_app.domain.localised import Localised
from hearing_app.domain.message import N_, Message
from hearing_app.domain.vocabulary import Language

LONGEST_ID = 80
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
FIRST_YEAR, LAST_YEAR = 1900, 2200
LAST_MONTH = 12
LONGEST_EMAIL = 254
# What mail servers take without extensions and mail's own headers can hold: words with single full stops between.
_WORD = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
_EMAIL = re.compile(rf"(?=[^@]{{1,64}}@){_WORD}(?:\.{_WORD})*@(?:{_LABEL}\.)+[A-Za-z]{{2,}}")


def refuse(message: Message) -> PydanticCustomError:
    """Return the exception by which a field refuses a value with `message`."""
    return PydanticCustomError("samrad", "{message}", {"message": message})


def _verbatim(value: Any) -> str:
    if not isinstance(value, str):
        raise refuse(N_("A text must stand here."))
    return value


def _text(value: Any) -> str:
    return _verbatim(value).strip()


def _required_text(value: Any) -> str:
    text = "" if value is None else _text(value)
    if not text:
        raise refuse(N_("The text is missing. Write it here."))
    return text


def _slug(value: Any) -> str:
    text = _required_text(value)
    if not SLUG.fullmatch(text) or len(text) > LONGEST_ID:
        raise refuse(N_("«{value}» cannot be an id. Use a–z, 0–9 and single hyphens, like «nord-fron».", value=text))
    return text


def _day(value: Any) -> date:
    """Read a day that people work with; days far away are typing errors, and cannot be counted from."""
    day = _any_day(value)
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise refuse(
            N_(
                "The year {year} cannot be right. Write a year from {first} to {last}.",
                year=f"{day.year:04}",
                first=FIRST_YEAR,
                last=LAST_YEAR,
            )
        )
    return day


def _any_day(value: Any) -> date:
    text = _required_text(value)
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise refuse(N_("«{value}» is not a date. Write year-month-day, like 2026-05-31.", value=text))


def _rough_day(value: Any) -> RoughDay:
    """Read a day, or the month or the year where no more is known."""
    text = _required_text(value)
    match = re.fullmatch(r"([0-9]{4})(?:-([0-9]{2}))?", text)
    if match is None:
        return RoughDay(_day(value))
    year, month = int(match[1]), int(match[2]) if match[2] else None
    if month is not None and not 1 <= month <= LAST_MONTH:
        raise refuse(N_("«{value}» is not a date. Write year-month-day, like 2026-05-31.", value=text))
    _day(f"{year:04}-{month or 1:02}-01")  # refuses a year that is a typing error
    return rough_day(year, month)


def _instant(value: Any) -> datetime:
    try:
        instant = datetime.fromisoformat(_required_text(value))
    except ValueError:
        instant = None
    if instant is None or instant.tzinfo is None:
        raise refuse(N_("«{value}» is not a time with an offset, like 2026-05-31T14:05:12+00:00.", value=str(value)))
    return instant


def _clock(value: Any) -> time:
    text = _required_text(value)
    try:
        if re.fullmatch(r"[0-9]{1,2}[:.][0-9]{2}", text):
            hour, minute = re.split("[:.]", text)
            return time(int(hour), int(minute))
    except ValueError:
        pass
    raise refuse(N_("«{value}» is not a time of day. Write hours and minutes, like 09:00.", value=text))


def yes_no(value: Any) -> bool:
    """Read true or false, in English or Norwegian."""
    text = _required_text(value).casefold()
    if text in ("true", "yes", "ja"):
        return True
    if text in ("false", "no", "nei"):
        return False
    raise refuse(N_("«{value}» is neither true nor false. Write one of them.", value=text))


def _email(value: Any) -> str:
    text = _text(value)
    if text and not is_email(text):
        raise refuse(N_("«{value}» is not an e-mail address. Write it like post@kommune.example.", value=text))
    return text


def is_email(text: str) -> bool:
    """Tell whether a mail can be written to `text`; `=?` begins an encoded word, which is no address."""
    return len(text) <= LONGEST_EMAIL and "=?" not in text and _EMAIL.fullmatch(text) is not None


def _localised(value: Any) -> Localised:
    if isinstance(value, str):
        return Localised(plain=_required_text(value))
    if not isinstance(value, dict) or not value:
        raise refuse(N_("Write a text, or one per language: nb, nn, en."))
    unknown = sorted(set(value) - set(Language))
    if unknown:
        raise refuse(N_("«{value}» is not a language here. Use nb, nn or en.", value=unknown[0]))
    if not {Language.NB, Language.NN} & set(value):
        raise refuse(N_("The text is missing in Norwegian. Add nb: or nn:."))
    return Localised(forms=tuple((Language(k), _required_text(v)) for k, v in value.items()))


class Parsed:
    """Lets pydantic use `read` alone for a field: `read` gets what was typed and returns the domain's type."""

    def __init__(self, read: Callable[[Any], Any]) -> None:
        """Take the function that reads a value or refuses it."""
        self.read = read

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Return the schema that calls `read`."""
        return core_schema.no_info_plain_validator_function(self.read)


class Maybe(Parsed):
    """Like `Parsed`, but an empty value is None."""

    def __init__(self, read: Callable[[Any], Any]) -> None:
        """Take the function that reads a value that is there."""
        super().__init__(lambda value: None if value is None else read(value))


def one_of(words: type[StrEnum]) -> Callable[[Any], StrEnum]:
    """Return a reader for the words of a vocabulary."""

    def read(value: Any) -> StrEnum:
        text = _required_text(value)
        if text not in set(words):
            raise refuse(N_("«{value}» is not known here. Use one of: {words}.", value=text, words=", ".join(words)))
        return words(text)

    return read


def body_language(value: Any) -> Language | None:
    """Read a body's language form; `neutral` (språknøytral) is None."""
    text = _required_text(value)
    if text == "neutral":
        return None
    if text not in (Language.NB, Language.NN):
        raise refuse(N_("«{value}» is not a language form. Use nb, nn or neutral.", value=text))
    return Language(text)


Text = Annotated[str, Parsed(_text)]
Verbatim = Annotated[str, Parsed(_verbatim)]
"""What a machine has written for somebody: every space of it is theirs."""
RequiredText = Annotated[str, Parsed(_required_text)]
Slug = Annotated[str, Parsed(_slug)]
MaybeSlug = Annotated[str | None, Maybe(_slug)]
Day = Annotated[date, Parsed(_day)]
MaybeRoughDay = Annotated[RoughDay | None, Maybe(_rough_day)]
MaybeDay = Annotated[date | None, Maybe(_day)]
MaybeClock = Annotated[time | None, Maybe(_clock)]
MaybeAnyDay = Annotated[date | None, Maybe(_any_day)]
"""What a body has typed and the form has taken: it is published, however far away."""
Instant = Annotated[datetime, Parsed(_instant)]
MaybeInstant = Annotated[datetime | None, Maybe(_instant)]
YesNo = Annotated[bool, Parsed(yes_no)]
Email = Annotated[str, Parsed(_email)]
LocalisedText = Annotated[Localised, Parsed(_localised)]


class Model(BaseModel):
    """A part of a definition file; an unknown key is an error, for it is a typing error."""

    model_config = ConfigDict(extra="forbid", frozen=True)
