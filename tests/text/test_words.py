from datetime import UTC, date, datetime

import pytest

from hearing_app.domain.localised import Localised
from hearing_app.domain.message import N_
from hearing_app.domain.vocabulary import Conclusion, Language
from hearing_app.text import words_for

NB, NN, EN = (words_for(language) for language in Language)
SATURDAY = date(2026, 11, 21)
SUMMER = datetime(2026, 6, 15, 21, 59, 59, tzinfo=UTC)
WINTER = datetime(2026, 1, 31, 23, 5, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("words", "day", "weekday"),
    [
        (NB, "21. november 2026", "lørdag 21. november 2026"),
        (NN, "21. november 2026", "laurdag 21. november 2026"),
        (EN, "21 November 2026", "Saturday 21 November 2026"),
    ],
)
def test_days_are_written_as_each_language_writes_them(words, day, weekday):
    """Norwegian with a full stop after the day, English without; nynorsk has its own weekdays."""
    assert words.date(SATURDAY) == day
    assert words.weekday(SATURDAY) == weekday


def test_months_are_in_the_readers_language():
    """March is not March everywhere."""
    assert [words.date(date(2026, 3, 1)) for words in (NB, NN, EN)] == ["1. mars 2026", "1. mars 2026", "1 March 2026"]


@pytest.mark.parametrize(
    ("words", "instant", "shown"),
    [
        (NB, SUMMER, "15. juni 2026, 23.59.59 (UTC+02:00)"),
        (NN, SUMMER, "15. juni 2026, 23.59.59 (UTC+02:00)"),
        (EN, SUMMER, "15 June 2026, 23:59:59 (UTC+02:00)"),
        (NB, WINTER, "1. februar 2026, 00.05.07 (UTC+01:00)"),
    ],
)
def test_a_receipts_time_is_oslos_to_the_second_with_its_offset(words, instant, shown):
    """Also on the other side of midnight, and in summer and winter time."""
    assert words.instant(instant) == shown


def test_the_clock_is_oslos_whatever_zone_the_instant_is_in():
    """24 hours, with a full stop in Norwegian."""
    assert (NB.time(SUMMER), NN.time(SUMMER), EN.time(SUMMER)) == ("23.59", "23.59", "23:59")
    assert NB.moment(WINTER) == "1. februar 2026 kl. 00.05"
    assert "00:05" in EN.moment(WINTER)


@pytest.mark.parametrize(
    ("words", "listed"),
    [(NB, "Lom, Skjåk og Vågå"), (NN, "Lom, Skjåk og Vågå"), (EN, "Lom, Skjåk and Vågå")],
)
def test_lists_end_with_the_readers_and(words, listed):
    """One name and two names as well."""
    assert words.listed(["Lom", "Skjåk", "Vågå"]) == listed
    assert words.listed(["Lom"]) == "Lom"
    assert words.listed(["Lom", "Vågå"]).split() == ["Lom", listed.split()[-2], "Vågå"]


def test_values_in_a_sentence_become_the_readers():
    """Dates, vocabulary, localised texts and messages inside a message."""
    name = Localised(forms=((Language.NB, "rådet"), (Language.NN, "rådet nn")))
    inner = N_("{number} points have no assessment or no conclusion.", number=3)
    message = N_("{day} {word} {name} {inner}", day=SATURDAY, word=Conclusion.NOTED, name=name, inner=inner)
    assert EN.say(message).startswith("21 November 2026 Noted rådet 3 points")
    assert NN.say(message).startswith("21. november 2026 Blir teke til orientering rådet nn 3")


def test_braces_in_a_value_are_left_alone():
    """What a body has typed is not a template."""
    assert EN.gettext("«{value}» is not a date. Write year-month-day, like 2026-05-31.", value="{0} {x}").startswith(
        "«{0} {x}»"
    )


def test_a_sentence_without_values_is_not_a_template():
    """Braces may stand in it."""
    assert EN.gettext("{") == "{"


def test_plurals_follow_the_number():
    """One mail, two mails, no mails."""
    assert [EN.ngettext("{number} mail sent.", "{number} mails sent.", n) for n in (0, 1, 2)] == [
        "0 mails sent.",
        "1 mail sent.",
        "2 mails sent.",
    ]


def test_an_unknown_sentence_is_shown_as_the_code_has_it():
    """English rather than nothing."""
    assert NB.gettext("No catalogue has this.") == "No catalogue has this."


@pytest.mark.parametrize(
    ("words", "last", "shown"),
    [
        (NB, date(2026, 11, 21), "21. november 2026"),
        (NB, date(2026, 11, 22), "21.–22. november 2026"),
        (EN, date(2026, 11, 22), "21–22 November 2026"),
        (NN, date(2026, 12, 1), "21. november 2026 – 1. desember 2026"),
    ],
)
def test_days_together_name_their_month_once(words, last, shown):
    """Where it is the same one."""
    assert words.days(SATURDAY, last) == shown
