from dataclasses import replace
from datetime import date, timedelta

import pytest

from hearing_app.domain.decision import Decision
from hearing_app.domain.hearing import Deadline, Withdrawal
from hearing_app.domain.localised import NO_TEXT, Localised
from hearing_app.domain.rules import (
    deadline_findings,
    decision_findings,
    hearing_findings,
    identity_numbers,
    period_findings,
    unassessed_level,
    weekend_findings,
)
from hearing_app.domain.vocabulary import LegalBasis, Level

START = date(2019, 3, 1)
ERROR, WARNING, INFO = Level.ERROR, Level.WARNING, Level.INFO


@pytest.fixture
def period(hearing):
    """A function that gives the findings of rules 1–4 for a period."""

    def findings(start, deadline, basis=LegalBasis.NONE, reason=NO_TEXT):
        asked = replace(
            hearing,
            published=start,
            dispatched=None,
            legal_basis=basis,
            short_period_reason=reason,
            deadlines=(Deadline(deadline, start),),
        )
        return list(period_findings(asked))

    return findings


@pytest.mark.parametrize("basis", [LegalBasis.PBL_8_3, LegalBasis.PBL_11_13, LegalBasis.PBL_11_14])
def test_rule_1_a_plan_must_be_heard_for_six_weeks(period, basis):
    """41 days under the Planning and Building Act are an error that names the section and the earliest deadline."""
    (finding,) = period(START, date(2019, 4, 11), basis)
    assert finding.level is ERROR
    assert finding.message.values["days"] == 41
    assert finding.message.values["day"] == date(2019, 4, 12)
    assert finding.message.values["section"] == f"§ {basis.removeprefix('pbl-')}"
    assert period(START, date(2019, 4, 12), basis) == []


def test_rules_2_and_4_a_short_period_needs_a_written_reason(period):
    """41 days on another basis are a warning; without a reason also an error."""
    found = period(START, date(2019, 4, 11))
    assert [finding.level for finding in found] == [WARNING, ERROR]
    with_reason = period(START, date(2019, 4, 11), reason=Localised("Valget kommer."))
    assert [finding.level for finding in with_reason] == [WARNING]


@pytest.mark.parametrize(("deadline", "missing"), [(date(2019, 4, 12), 50), (date(2019, 5, 31), 1)])
def test_rule_3_between_six_weeks_and_three_months_is_a_note(period, deadline, missing):
    """31 May is 91 days after 1 March and still one day short of three calendar months."""
    (finding,) = period(START, deadline)
    assert finding.level is INFO
    assert finding.message.values["days"] == missing


def test_three_months_pass_all_four_rules(period):
    """1 June is three calendar months after 1 March."""
    assert period(START, date(2019, 6, 1)) == []


@pytest.mark.parametrize("basis", list(LegalBasis))
def test_exactly_42_days_over_the_summer_pass_rule_1(period, basis):
    """20 June to 1 August 2019 is six weeks to the day."""
    found = period(date(2019, 6, 20), date(2019, 8, 1), basis)
    assert [f.level for f in found] == ([INFO] if basis is LegalBasis.NONE else [])


def test_three_months_from_the_end_of_november_are_clamped(period):
    """28 February is three months after 30 November; the 27th is one day short."""
    assert period(date(2026, 11, 30), date(2027, 2, 28)) == []
    assert period(date(2026, 11, 30), date(2027, 2, 27))[0].message.values["days"] == 1


def test_the_period_counts_from_dispatch_where_that_is_later(hearing):
    """Published on 1 March but sent on the 2nd: 12 April is only 41 days."""
    late = replace(
        hearing,
        published=START,
        dispatched=START + timedelta(days=1),
        legal_basis=LegalBasis.PBL_8_3,
        deadlines=(Deadline(date(2019, 4, 12), START),),
    )
    assert [finding.level for finding in period_findings(late)] == [ERROR]


def test_a_draft_has_no_period_yet(hearing):
    """Without a day of publication nothing can be counted."""
    assert list(period_findings(replace(hearing, published=None))) == []


def deadlines(hearing, *days_and_set):
    return replace(hearing, deadlines=tuple(Deadline(day, set_on) for day, set_on in days_and_set))


def test_rule_8_a_deadline_is_not_shortened_once_the_hearing_is_open(hearing):
    """An earlier deadline set after publication is an error that names the day it was."""
    june, may = date(2026, 6, 15), date(2026, 5, 29)
    shortened = deadlines(hearing, (june, date(2026, 3, 2)), (may, date(2026, 4, 1)))
    (finding,) = deadline_findings(shortened)
    assert (finding.level, finding.key) == (ERROR, ("deadlines", 1, "date"))
    assert finding.message.values["before"] == june


def test_rule_8_does_not_mind_extensions_or_changes_before_opening(hearing):
    """A later deadline is fine, and before publication it may be set freely."""
    june, may = date(2026, 6, 15), date(2026, 5, 29)
    assert list(deadline_findings(deadlines(hearing, (may, date(2026, 3, 2)), (june, date(2026, 4, 1))))) == []
    assert list(deadline_findings(deadlines(hearing, (june, date(2026, 2, 1)), (may, date(2026, 3, 1))))) == []


def test_a_deadline_before_publication_is_an_error(hearing):
    """One of the two days is a typing error."""
    (finding,) = deadline_findings(deadlines(hearing, (date(2026, 3, 1), date(2026, 2, 1))))
    assert (finding.level, finding.key) == (ERROR, ("deadlines", 0, "date"))


def test_rule_8_ends_with_a_withdrawal_and_begins_with_publication(hearing):
    """Nobody answers a withdrawn hearing or a draft, so no day is taken from anybody."""
    june, may = (date(2026, 6, 15), date(2026, 3, 2)), (date(2026, 5, 29), date(2026, 4, 10))
    shortened = deadlines(hearing, june, may)
    withdrawn = [replace(shortened, withdrawn=Withdrawal(date(2026, 4, day), Localised("Feil."))) for day in (10, 11)]
    assert [len(list(deadline_findings(h))) for h in withdrawn] == [0, 1]
    assert list(deadline_findings(replace(shortened, published=None))) == []


def test_a_deadline_replaced_before_publication_may_be_before_it(hearing):
    """Publication was put off, and the deadline with it: only the one that readers met is looked at."""
    old, new = (date(2026, 2, 20), date(2026, 1, 2)), (date(2026, 6, 15), date(2026, 2, 10))
    assert list(deadline_findings(deadlines(hearing, old, new))) == []
    (finding,) = deadline_findings(deadlines(hearing, new, (date(2026, 2, 21), date(2026, 2, 12))))
    assert finding.key == ("deadlines", 1, "date")


@pytest.mark.parametrize(
    ("deadline", "monday"),
    [
        (date(2026, 6, 12), None),
        (date(2026, 6, 13), date(2026, 6, 15)),
        (date(2026, 6, 14), date(2026, 6, 15)),
        (date(2026, 6, 15), None),
    ],
)
def test_rule_7_a_weekend_deadline_is_noted_with_the_next_working_day(hearing, deadline, monday):
    """Saturday and Sunday point to Monday; Friday and Monday are left in peace."""
    found = list(weekend_findings(deadlines(hearing, (deadline, deadline))))
    assert [(f.level, f.message.values["day"]) for f in found] == ([(INFO, monday)] if monday else [])


def test_every_rule_on_the_definition_is_asked(hearing):
    """A definition that breaks three rules is told of all three."""
    start, saturday = date(2026, 3, 2), date(2026, 3, 28)
    broken = replace(
        deadlines(hearing, (date(2026, 6, 1), start), (saturday, start)),
        legal_basis=LegalBasis.PBL_11_14,
        published=start,
    )
    assert [finding.level for finding in hearing_findings(broken)] == [ERROR, ERROR, INFO]


@pytest.mark.parametrize(
    ("basis", "level"),
    [(LegalBasis.PBL_11_14, ERROR), (LegalBasis.PBL_11_13, WARNING), (LegalBasis.NONE, WARNING)],
)
def test_rule_11_open_points_are_an_error_only_under_paragraph_11_14(hearing, basis, level):
    """Other hearings may publish while the secretariat still writes."""
    assert unassessed_level(replace(hearing, legal_basis=basis)) is level


@pytest.mark.parametrize("dots", ["……", "...", "–", ""])
def test_an_unfinished_point_of_a_proposal_is_a_warning(dots):
    """A point of dots, as in old case papers, is told by its number and part."""
    decision = Decision("Rådet", START, proposal=("Vedtas.", dots), deliberation="", points=("Vedtatt.",))
    (finding,) = decision_findings(decision)
    assert (finding.level, finding.key, finding.message.values["number"]) == (WARNING, ("proposal",), 2)


# Numbers are made by the check-digit rule while the tests run, so that no real one stands here.


def with_checks(nine):
    digits = [int(d) for d in nine]
    for weights in ((3, 7, 6, 1, 8, 9, 4, 5, 2), (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)):
        check = -sum(w * d for w, d in zip(weights, digits, strict=True)) % 11
        if check == 10:
            return None
        digits.append(check)
    return "".join(map(str, digits))


def first_valid(six):
    return next(n for n in (with_checks(f"{six}{serial:03d}") for serial in range(100, 999)) if n)


@pytest.mark.parametrize("six", ["010190", "290200", "311299", "410190", "710199"])
def test_rule_13_finds_valid_numbers_and_d_numbers(six):
    """Birth numbers and D-numbers (day + 40), also on 29 February, are found in the middle of a text."""
    number = first_valid(six)
    assert identity_numbers(f"Send til {number}, takk.") == (number,)


@pytest.mark.parametrize("space", [" ", ".", "-", "\u00a0", "\n", "\t", "\u202f"])
def test_rule_13_sees_through_the_usual_ways_to_write_a_number(space):
    """A space, a full stop, a hyphen or a line break between date and serial hides nothing."""
    number = first_valid("010190")
    assert identity_numbers(f"nr. {number[:6]}{space}{number[6:]}!") == (number,)


@pytest.mark.parametrize(
    "written",
    [
        "{0}{1}{2}  {3}",
        "{0}.{1}.{2} {3}",
        "{0} {1} {2} {3}",
        "{0}-{1}-{2} - {3}",
        "{0}{1}{2} - {3}",
        "{0}{1}{2}–{3}",
        "{0}{1}{2} – {3}",
        "{0}{1}{2}\u2011{3}",
        "{0}. {1}. {2}, {0}{1}{2} {3}",
        "{0}.{1}.{2}{3}",
        "12 {0}{1}{2} {3}",
        "fnr{0}{1}{2}{3}x",
    ],
)
def test_rule_13_sees_a_number_however_its_pairs_are_parted(written):
    """Up to three of white space, full stop and dashes between the pairs and before the last five."""
    number = first_valid("010190")
    assert identity_numbers(written.format(number[:2], number[2:4], number[4:6], number[6:])) == (number,)


def valid_in(shape):
    """Fill the last five digits in so that the checks hold: the worst case for what only looks like a number."""
    number = first_valid("010190")
    return shape.format(number[:2], number[2:4], number[4:6], number[6:], number[6:8], number[8:])


@pytest.mark.parametrize(
    "shape",
    [
        "{0}{1}.{2}.{3}",  # an account number
        "{0}{1} {2} {3}",
        "sak {0}/{1} {2}/{3}",
        "{0}.{1}.{2} til {3}",
        "{0}.{1}.{2}, {3}",
        "{0}.{1}.19{2} {3}",  # a date with its century
        "{0} {1} {2} {4} {5}",  # a phone number with more after it
        "{0}.{1}.{2}    {3}",
        "20{2}-{1}-{0} {3}",
        "{0}{1}{2}{3}0",
        "2026-0042, tlf. 61 00 00 00 og 62 00 00 00, org.nr. 920 717 152 MVA, 920717152",
        "sak 12/26, 2019/14, U-47/09, 24a/2017, arkiv 26/00123-4",
        "21.11.2026 kl. 14.05, 2026-11-21T14:05:12+00:00, 01.01.26–31.12.26",
        "kr 010 170 000, 12 345 678 901, 1 000 000,00, side 10-12, § 8-3, postnr. 2301, 0301",
        "+47 61 00 00 00, +4761000000, 61000000, 116 117, 02800",
    ],
)
def test_rule_13_leaves_dates_phones_cases_accounts_and_organisations(shape):
    """Even where the digits happen to satisfy both checks."""
    assert identity_numbers(valid_in(shape)) == ()


@pytest.mark.parametrize("six", ["320190", "000190", "011390", "300290", "810190", "990190", "400190"])
def test_rule_13_leaves_numbers_that_are_nobodys(six):
    """Days and months that do not exist, and 40 as a day, belong to nobody, whatever the check digits say."""
    assert identity_numbers(first_valid(six)) == ()


def test_rule_13_asks_for_both_check_digits():
    """Any other last two digits are an ordinary number."""
    number = first_valid("010190")
    others = [f"{number[:9]}{tail:02d}" for tail in range(100) if f"{tail:02d}" != number[9:]]
    assert not any(identity_numbers(other) for other in others)


def test_rule_13_leaves_longer_numbers_alone():
    """Eleven digits inside an account or serial number are not an identity number."""
    number = first_valid("010190")
    assert identity_numbers(f"{number}7") == ()
    assert identity_numbers(f"7{number}") == ()
    assert identity_numbers("2026-0042, tlf. 61 00 00 00, org.nr. 920 717 152") == ()
