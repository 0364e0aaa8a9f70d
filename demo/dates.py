"""Dates relative to today in the demo's files: `{{today}}`, `{{today-21d}}`, `{{today+21d}}`.

`{{today+16d workday}}` is that day, or the next working day where it is on a weekend or a public holiday: nobody holds
a meeting on a Sunday.
"""

import re
from datetime import date, timedelta

from hearing_app.domain.holidays import is_working_day, next_working_day

_PLACEHOLDER = re.compile(r"\{\{today(?:([+-]\d+)d)?( workday)?\}\}")


def fill_in(text: str, today: date) -> str:
    """Return `text` with every placeholder as an ISO date."""

    def day(match: re.Match[str]) -> str:
        meant = today + timedelta(days=int(match[1] or 0))
        return (next_working_day(meant) if match[2] and not is_working_day(meant) else meant).isoformat()

    return _PLACEHOLDER.sub(day, text)
