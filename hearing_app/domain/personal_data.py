"""Rule 13: what in a text to be published may be somebody's own: identity numbers, phone numbers, private addresses."""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

LAST_MONTH = 12
D_NUMBER_DAYS = 40
FIRST_YEAR, LAST_YEAR = 1900, 2200


@dataclass(frozen=True)
class Sighting:
    """Something found in a text: as it is written without what parts it, and from where to where it stands."""

    found: str
    start: int
    end: int


# Weights of the two control digits of a Norwegian national identity number (fødselsnummer). The
# check digits may not be 10; from 2032 other remainders of the first control digit are allowed too.
_WEIGHTS = ((3, 7, 6, 1, 8, 9, 4, 5, 2), (5, 4, 3, 2, 7, 6, 5, 4, 3, 2))
# What people put between the pairs of the date and before the last five digits. The date's pairs stand together
# or all apart, so that an account number (4-2-5) is not looked at.
_BETWEEN = r"[\s.\-\u00ad\u200b\u2010-\u2015\u2212]"
_ELEVEN_DIGITS = re.compile(
    rf"(?<!\d)(\d{{2}})(?:(\d{{2}})(\d{{2}})|{_BETWEEN}{{1,3}}(\d{{2}}){_BETWEEN}{{1,3}}(\d{{2}}))"
    rf"{_BETWEEN}{{0,3}}(\d{{5}})(?!\d)"
)


# The shortest number is a phone's; nothing below lets more than three signs stand between two digits.
_ENOUGH_DIGITS = re.compile(r"(?:\d\D{0,3}){7}\d")


def can_hold_any(text: str) -> bool:
    """Tell whether a text has an @ or eight digits together, without which nothing below is found; few have."""
    return "@" in text or _ENOUGH_DIGITS.search(text) is not None


def identity_sightings(text: str) -> Iterator[Sighting]:
    """Yield the valid 11-digit identity numbers (and D-numbers) in `text`, however they are spaced."""
    for match in _ELEVEN_DIGITS.finditer(text):
        number = "".join(part for part in match.groups() if part)
        if is_identity_number(number):
            yield Sighting(number, match.start(), match.end())


def identity_numbers(text: str) -> tuple[str, ...]:
    """Return the valid 11-digit national identity numbers (and D-numbers) in `text`."""
    return tuple(sighting.found for sighting in identity_sightings(text))


def is_identity_number(number: str) -> bool:
    """Tell whether 11 digits form a valid number: a real day and month (D-number: day + 40) and both controls."""
    digits = [int(d) for d in number]
    day, month = digits[0] * 10 + digits[1], digits[2] * 10 + digits[3]
    if not _day_exists(day - D_NUMBER_DAYS if day > D_NUMBER_DAYS else day, month):
        return False
    for position, weights in enumerate(_WEIGHTS, start=9):
        remainder = sum(w * d for w, d in zip(weights, digits, strict=False)) % 11
        if (11 - remainder) % 11 != digits[position]:
            return False
    return True


def _day_exists(day: int, month: int) -> bool:
    return 1 <= month <= LAST_MONTH and 1 <= day <= calendar.monthrange(2000, month)[1]


# Eight digits as phone numbers are written in Norway: 12 34 56 78, 123 45 678 or 12345678, never from 0 or 1.
# With the country's code in front there is no doubt, and any grouping is taken.
_GAP = "[ \u00a0\u2009\u202f]"
_ABROAD = rf"(?<![\w+])(?:\+|00)47\)?(?:{_GAP}|[.\-])?[2-9](?:(?:{_GAP}|[.\-])?[0-9]){{7}}(?![0-9])"
_AT_HOME = (
    rf"(?<![0-9])(?:[2-9][0-9](?:{_GAP}[0-9]{{2}}){{3}}|[2-9][0-9]{{2}}{_GAP}[0-9]{{2}}{_GAP}[0-9]{{3}}|"
    r"[2-9][0-9]{7})(?![0-9])"
)
_PHONE = re.compile(rf"(?P<abroad>{_ABROAD})|{_AT_HOME}")
_WINDOW = 32
# A word before the number says that it is one …
_SAID = re.compile(
    r"(?:\b(?:tlf|tel|mob|ring|sms)\b|(?:fon|phone|mobil)[a-zæøå]{0,10})(?:[ .:\-]{0,3}nr)?[\W_]{0,4}$", re.IGNORECASE
)
# … or that it is something else. A number that hangs on to another, or on to a word, is a part of that.
_OTHER_BEFORE = re.compile(
    r"(?:[\w/#=?&@%§+*^~\-\u2010-\u2015\u2212]|[0-9][.,:]|[0-9]" + _GAP + r"{1,2}"
    r"|\b(?:kr|nok|eur|usd|id|kid|ref|org|isbn|issn|doi|gnr|bnr|dok|side|uke|år|konto|sak|arkiv|journal|versjon)"
    r"[a-zæøå]{0,12}[ .:]{1,3}(?:nr[ .:]{1,3})?"
    r"|(?:nr|nummer|number|referanse|reference)[ .:\"']{1,4})$",
    re.IGNORECASE,
)
_BOLD = re.compile(r"(?:^|[^\w*_])[*_]{1,3}$")
_OTHER_AFTER = re.compile(
    r"[\w/=@%²³]|[\-\u2010-\u2015\u2212][0-9]|[.,:][0-9]|" + _GAP + r"{1,2}[0-9]"
    r"|,-|" + _GAP + r"?(?:kr|kroner|nok|eur|euro|mill|mrd|prosent|%|m2|m²|m³|tonn|stk|kwh|innb)",
    re.IGNORECASE,
)
_RUN_TOGETHER = 8


def phone_sightings(text: str) -> Iterator[Sighting]:
    """Yield what looks like Norwegian phone numbers in `text`.

    Eight digits can be many things. What hangs together with other signs, stands after a word or before a unit that
    says otherwise, is a date, or counts upwards, is left alone, unless a word like «tlf.» or the country's code tells.
    """
    for match in _PHONE.finditer(text):
        if match["abroad"] or _is_phone(text, match):
            yield Sighting(re.sub(r"[^0-9+]", "", match[0]), match.start(), match.end())


def _is_phone(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - _WINDOW) : match.start()].rpartition("\n")[2]
    if _SAID.search(before):
        return True
    after = text[match.end() : match.end() + _WINDOW]
    hangs = _OTHER_BEFORE.search(before) and not _BOLD.search(before)
    if hangs or (_OTHER_AFTER.match(after) and not re.match(r"_{1,3}(?!\w)", after)):
        return False
    return not (_is_date(match[0]) or _counts(match[0]))


def _is_date(digits: str) -> bool:
    """Tell whether eight digits in one piece are a day, the year first or last."""
    if len(digits) != _RUN_TOGETHER:
        return False
    return _a_day(digits[:4], digits[4:6], digits[6:]) or _a_day(digits[4:], digits[2:4], digits[:2])


def _a_day(year: str, month: str, day: str) -> bool:
    try:
        return FIRST_YEAR <= date(int(year), int(month), int(day)).year <= LAST_YEAR
    except ValueError:
        return False


def _counts(written: str) -> bool:
    """Tell whether the groups are a row of numbers, each one more than that before it, like pages or weeks."""
    numbers = [int(group) for group in re.split(_GAP, written)]
    return len(numbers) > 1 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


# The lookbehind lets a search begin only where a word does: long runs without an @ cost nothing extra.
_ADDRESS = re.compile(
    r"(?<![\w.+%-])[A-Za-z0-9_.+%-]{1,64}@((?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24})(?![A-Za-z0-9-])"
)


def mail_sightings(text: str) -> Iterator[Sighting]:
    """Yield every e-mail address in `text`."""
    for match in _ADDRESS.finditer(text):
        yield Sighting(match[0], match.start(), match.end())


def private_mail_sightings(text: str, domains: frozenset[str]) -> Iterator[Sighting]:
    """Yield the e-mail addresses in `text` at one of `domains` (in small letters), where people have their own."""
    for match in _ADDRESS.finditer(text):
        if match[1].casefold() in domains:
            yield Sighting(match[0], match.start(), match.end())
