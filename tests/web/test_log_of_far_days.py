"""The log, asked for days that nobody can count from."""

from datetime import date

import pytest

from hearing_app.operating.trace import wanted


@pytest.mark.parametrize("asked", ["fra=1.1.0001", "til=31.12.9999", "fra=31.12.9999&til=1.1.0001"])
@pytest.mark.parametrize("page", ["/sekretariat/logg/", "/sekretariat/apen-plan/logg/"])
def test_a_day_centuries_away_is_told(secretary, page, asked):
    """It is a typing error, and said to be one."""
    answer = secretary.get(f"{page}?{asked}")
    assert answer.status_code == 422
    assert "Write a date like 31.5.2026." in answer.text


@pytest.mark.parametrize("file", ["logg.csv", "logg.jsonl"])
def test_a_file_of_the_log_is_sent_all_the_same(secretary, file):
    """A script that asks for everything until the end of time gets everything."""
    assert "siri" in secretary.get(f"/sekretariat/logg/{file}?fra=1.1.0001&til=31.12.9999").text


def test_a_day_centuries_away_leaves_nothing_out():
    """At the terminal too."""
    asked = wanted(first=date.min, last=date.max)
    assert (asked.since, asked.before) == (None, None)
