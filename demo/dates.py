"""Dates relative to today in the demo's files: `{{today}}`, `{{today-21d}}`, `{{today+21d}}`."""

import re
from datetime import date, timedelta

_PLACEHOLDER = re.compile(r"\{\{today(?:([+-]\d+)d)?\}\}")


def fill_in(text: str, today: date) -> str:
    """Return `text` with every placeholder as an ISO date."""
    return _PLACEHOLDER.sub(lambda match: (today + timedelta(days=int(match[1] or 0))).isoformat(), text)
