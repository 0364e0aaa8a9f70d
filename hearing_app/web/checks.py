"""What a field refuses, and the sentence it says then. Every sentence comes from the reader's own words."""

import re
from collections.abc import Callable

from wtforms import Field, Form, ValidationError
from wtforms.validators import StopValidation

from hearing_app.domain.vocabulary import Language
from hearing_app.text import Words
from hearing_app.typed_days import parse_day

Check = Callable[[Form, Field], None]

LONGEST_TEXT = 50_000
LONGEST_LINE = 200

# The part of RFC 5321 that mail servers take without extensions; anything else could not get its receipt.
_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?\.[A-Za-z]{2,}")
# Everything below the space but tab and newline: nobody types these, and files and mails choke on them.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_LIKE_A_DAY = re.compile(r"\d{1,2}\.\s?\d{1,2}\.\s?\d{4}|\d{4}-\d{2}-\d{2}")


def clean_text(value: str | None) -> str:
    """Return what was typed with newlines as one character each and without control characters."""
    return _CONTROL.sub("", (value or "").replace("\r\n", "\n").replace("\r", "\n"))


def clean_line(value: str | None) -> str:
    """Return what was typed on one line, without space around it."""
    return " ".join(clean_text(value).split())


def counted(number: int, words: Words) -> str:
    """Return a number as it is written in the reader's language, with its thousands apart."""
    return f"{number:,}".replace(",", "," if words.language is Language.EN else "\N{NO-BREAK SPACE}")


def at_most(limit: int, words: Words) -> Check:
    """Refuse a text of more than `limit` characters."""

    def check(_form: Form, field: Field) -> None:
        length = len(field.data or "")
        if length > limit:
            _ = words.gettext
            raise ValidationError(
                _(
                    "The text has {length} characters, and there is room for {limit}. Shorten it, or agree with the "
                    "secretariat on another way.",
                    length=counted(length, words),
                    limit=counted(limit, words),
                )
            )

    return check


def filled_in(sentence: str) -> Check:
    """Refuse an empty field with `sentence`, and ask nothing more of it."""

    def check(_form: Form, field: Field) -> None:
        if not (field.data or "").strip():
            raise StopValidation(sentence)

    return check


def an_email(words: Words) -> Check:
    """Refuse what cannot be an e-mail address; an empty field passes."""

    def check(_form: Form, field: Field) -> None:
        # "=?" begins an encoded word in a mail's head, so an address that holds it does not come out as it went in.
        if field.data and ("=?" in field.data or not _EMAIL.fullmatch(field.data)):
            _ = words.gettext
            raise ValidationError(_("Write an e-mail address, such as name@example.no."))

    return check


def a_day(words: Words) -> Check:
    """Refuse what is not a day; an empty field passes."""

    def check(_form: Form, field: Field) -> None:
        if field.data and parse_day(field.data) is None:
            _ = words.gettext
            if _LIKE_A_DAY.fullmatch(field.data.strip()):
                raise ValidationError(_("The day {day} does not exist. Write a date like 31.5.2026.", day=field.data))
            raise ValidationError(_("Write a date like 31.5.2026."))

    return check
