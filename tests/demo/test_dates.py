from datetime import date

import pytest

from demo.dates import fill_in

LEAP_DAY = date(2028, 2, 29)


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("{{today}}", "2028-02-29"),
        ("{{today-1d}} {{today+1d}}", "2028-02-28 2028-03-01"),
        ("{{today-366d}}", "2027-02-28"),
        ("{{today+308d}}", "2029-01-02"),
        ("{{ today }} {{today+1}} {{tomorrow}} {today}", "{{ today }} {{today+1}} {{tomorrow}} {today}"),
    ],
)
def test_placeholders_become_iso_dates(text, filled):
    """Counted in days over leap days and new years; anything else is left as it is."""
    assert fill_in(text, LEAP_DAY) == filled
