"""Days and case numbers as case papers write them."""

import re
from datetime import date

from hearing_app.domain.case import whole_year

_NAMES = "januar februar mars april mai juni juli august september oktober november desember"
_MONTH = {name: number for number, name in enumerate(_NAMES.split(), start=1)}
_DAY = re.compile(
    r"(?<![\d.])(?:(?P<iso>\d{4}-\d\d-\d\d)|(?P<day>\d{1,2})\.[ \u00a0]?"
    r"(?:(?P<month>\d{1,2})\.[ \u00a0]?(?P<year>\d{4}|\d\d)"
    rf"|(?P<name>{'|'.join(_MONTH)})[ \u00a0](?P<long>\d{{4}})))(?!\d)",
    re.IGNORECASE,
)
CASE_NUMBER = re.compile(r"(?<![\w/-])(?:[A-ZÆØÅ]{1,4}-)?\d{1,4}[a-z]?/(?:\d{4}|\d\d)(?![\w/-])")
"""`U-47/09`, `24a/2017`, `16/2018`: a body's prefix, a serial, perhaps a letter, and the year."""


def first_day(text: str) -> date | None:
    """Return the first day written in `text` that exists, or None."""
    for match in _DAY.finditer(text):
        try:
            if match["iso"]:
                return date.fromisoformat(match["iso"])
            month = int(match["month"]) if match["month"] else _MONTH[match["name"].lower()]
            return date(whole_year(int(match["year"] or match["long"])), month, int(match["day"]))
        except ValueError:
            continue
    return None
