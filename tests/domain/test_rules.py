"""Rules 1–12 on definitions, but for 6 and 9, which are in test_rules_of_members.py with 15.

13 is in test_personal_data.py, 14 and 15's figures in test_decision.py.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from hearing_app.definitions.defaults import defaults
from hearing_app.domain.decision import Decision
from hearing_app.domain.hearing import Deadline, Withdrawal
from hearing_app.domain.legal_basis import LegalBasis
from hearing_app.domain.localised import NO_TEXT, Localised
from hearing_app.domain.rules import (
    deadline_findings,
    decision_findings,
    hearing_findings,
    late_findings,
    material_change_findings,
    period_findings,
    season_findings,
    summary_findings,
    unassessed_level,
    working_day_findings,
)
from hearing_app.domain.summary import Received, Summary, SummaryPoint
from hearing_app.domain.vocabulary import Conclusion, Language, Level

START = date(2019, 3, 1)
ERROR, WARNING, INFO = Level.ERROR, Level.WARNING, Level.INFO
SHIPPED = defaults().thresholds
BASES = {basis.id: basis for basis in defaults().legal_bases}
NONE = BASES["none"]
STATUTORY = [basis for basis in BASES.values() if basis.minimum_days]


def over(hearing, start, deadline, basis=NONE, reason=NO_TEXT):
    return replace(
        hearing,
        published=start,
        dispatched=None,
        legal_basis=basis,
        short_period_reason=reason,
        deadlines=(Deadline(deadline, start),),
    )


@pytest.fixture
def period(hearing):
    """A function that gives the findings of rules 1–4 for a period."""

    def findings(start, deadline, basis=NONE, reason=NO_TEXT, thresholds=SHIPPED):
        return list(period_findings(over(hearing, start, deadline, basis, reason), thresholds))

    return findings


def test_the_acts_of_rule_1_are_the_three_paragraphs():
    """And nothing else that ships with the program sets a period."""
    assert [basis.id for basis in STATUTORY] == ["pbl-8-3", "pbl-11-13", "pbl-11-14"]


@pytest.mark.parametrize("basis", STATUTORY, ids=lambda basis: basis.id)
def test_rule_1_a_plan_must_be_heard_for_six_weeks(period, basis):
    """41 days under the Planning and Building Act are an error that names the section and the earliest deadline."""
    (finding,) = period(START, date(2019, 4, 11), basis)
    assert finding.level is ERROR
    assert finding.message.values["days"] == 41
    assert finding.message.values["day"] == date(2019, 4, 12)
    named = finding.message.values["basis"].text(Language.NB)
    assert named == f"Plan- og bygningsloven § {basis.id.removeprefix('pbl-')}"
    assert period(START, date(2019, 4, 12), basis) == []


def test_rule_1_follows_an_act_that_a_council_has_added(period):
    """With its own shortest period, also where that is shorter than six weeks; rules 2–4 are for other hearings."""
    act = LegalBasis("veglova", Localised("Veglova"), "§ 12", minimum_days=21)
    (finding,) = period(START, START + timedelta(days=20), act)
    assert (finding.level, finding.message.values["day"]) == (ERROR, START + timedelta(days=21))
    assert str(finding.message.values["minimum"]) == "21 days"
    assert finding.message.values["basis"].plain == "Veglova § 12"
    assert period(START, START + timedelta(days=21), act) == []


def test_rules_2_and_3_measure_with_the_councils_own_numbers(period):
    """Four weeks and two months instead of six and three; the sentences say so."""
    own = replace(SHIPPED, shortest_days=28, normal_months=2)
    short = period(START, START + timedelta(days=27), reason=Localised("Hast."), thresholds=own)
    assert [str(f.message).partition(".")[0] for f in short] == ["Shorter than 28 days"]
    (note,) = period(START, date(2019, 4, 30), thresholds=own)
    assert str(note.message) == "One day shorter than the normal period of 2 months."
    assert period(START, date(2019, 5, 1), thresholds=own) == []


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
    assert finding.message.values.get("days", 1) == missing


def test_three_months_pass_all_four_rules(period):
    """1 June is three calendar months after 1 March."""
    assert period(START, date(2019, 6, 1)) == []


@pytest.mark.parametrize("basis", BASES.values(), ids=lambda basis: basis.id)
def test_exactly_42_days_over_the_summer_pass_rule_1(period, basis):
    """20 June to 1 August 2019 is six weeks to the day."""
    found = period(date(2019, 6, 20), date(2019, 8, 1), basis)
    assert [f.level for f in found] == ([INFO] if basis is NONE else [])


def test_three_months_from_the_end_of_november_are_clamped(period):
    """28 February is three months after 30 November; the 27th is one day short."""
    assert period(date(2026, 11, 30), date(2027, 2, 28)) == []
    (note,) = period(date(2026, 11, 30), date(2027, 2, 27))
    assert str(note.message) == "One day shorter than the normal period of three months."


def test_the_period_counts_from_dispatch_where_that_is_later(hearing):
    """Published on 1 March but sent on the 2nd: 12 April is only 41 days."""
    late = replace(
        hearing,
        published=START,
        dispatched=START + timedelta(days=1),
        legal_basis=BASES["pbl-8-3"],
        deadlines=(Deadline(date(2019, 4, 12), START),),
    )
    assert [finding.level for finding in period_findings(late, SHIPPED)] == [ERROR]


def test_a_draft_has_no_period_yet(hearing):
    """Without a day of publication nothing can be counted."""
    assert list(hearing_findings(replace(hearing, published=None), SHIPPED)) == []


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


SEASONS = [
    # (start, deadline, what it goes over): the vector, both edges of each season, and the days to spare
    (date(2019, 6, 20), date(2019, 8, 1), ["summer"]),
    (date(2019, 5, 1), date(2019, 6, 30), []),
    (date(2019, 5, 1), date(2019, 7, 1), ["summer"]),
    (date(2019, 5, 1), date(2019, 7, 3), []),
    (date(2019, 8, 15), date(2019, 9, 30), ["summer"]),
    (date(2019, 8, 16), date(2019, 9, 30), []),
    (date(2026, 2, 10), date(2026, 3, 27), []),
    (date(2026, 2, 10), date(2026, 3, 28), ["easter"]),  # the Saturday before Palm Sunday
    (date(2026, 4, 6), date(2026, 5, 20), ["easter"]),  # Easter Monday
    (date(2026, 4, 7), date(2026, 5, 20), []),
    (date(2026, 3, 1), date(2026, 4, 18), ["easter"]),
    (date(2026, 3, 1), date(2026, 4, 19), []),  # 49 days
    (date(2025, 11, 20), date(2026, 1, 5), ["christmas"]),
    (date(2026, 1, 1), date(2026, 2, 15), ["christmas"]),
    (date(2026, 1, 2), date(2026, 2, 15), []),
    (date(2025, 11, 20), date(2025, 12, 23), []),
    (date(2025, 11, 20), date(2026, 4, 19), []),
]


@pytest.mark.parametrize(("start", "deadline", "seasons"), SEASONS)
@pytest.mark.parametrize("basis", [NONE, BASES["pbl-11-14"]], ids=lambda basis: basis.id)
def test_rule_5_a_period_over_a_holiday_needs_days_to_spare(hearing, start, deadline, seasons, basis):
    """Less than 21 days more than six weeks over the summer, less than 7 over Easter and Christmas, are a warning."""
    names = {season.id: season.name for season in SHIPPED.seasons}
    found = list(season_findings(over(hearing, start, deadline, basis), SHIPPED))
    assert [f.message.values["season"] for f in found] == [names[season] for season in seasons]
    assert {f.level for f in found} <= {WARNING}


def test_rule_5_spares_days_from_what_the_act_asks_for(hearing):
    """Where a council has added an act with three weeks, 42 days over the summer are three weeks to spare."""
    act = LegalBasis("veglova", Localised("Veglova"), minimum_days=21)
    assert list(season_findings(over(hearing, date(2019, 6, 20), date(2019, 8, 1), act), SHIPPED)) == []
    assert len(list(season_findings(over(hearing, date(2019, 6, 20), date(2019, 7, 31), act), SHIPPED))) == 1


@pytest.mark.parametrize(
    ("deadline", "said", "after"),
    [
        (date(2026, 6, 12), None, None),
        (date(2026, 6, 13), "a Saturday", date(2026, 6, 15)),
        (date(2026, 6, 14), "a Sunday", date(2026, 6, 15)),
        (date(2026, 6, 15), None, None),
        (date(2026, 4, 1), None, None),
        (date(2026, 4, 2), "Maundy Thursday", date(2026, 4, 7)),
        (date(2026, 4, 4), "a Saturday", date(2026, 4, 7)),
        (date(2026, 4, 6), "Easter Monday", date(2026, 4, 7)),
        (date(2026, 5, 1), "Labour Day", date(2026, 5, 4)),
        (date(2026, 5, 14), "Ascension Day", date(2026, 5, 15)),
        (date(2026, 12, 25), "Christmas Day", date(2026, 12, 28)),
        (date(2026, 12, 24), None, None),
        (date(2027, 5, 15), "a Saturday", date(2027, 5, 18)),  # 17 May is Whit Monday
    ],
)
def test_rule_7_a_deadline_on_a_day_off_is_noted_with_the_next_working_day(hearing, deadline, said, after):
    """Weekends and public holidays, by name; the next working day is after both."""
    found = list(working_day_findings(deadlines(hearing, (deadline, deadline))))
    assert [(f.level, f.message.values["day"]) for f in found] == ([(INFO, after)] if said else [])
    assert all(f"The deadline is {said}" in str(finding.message) for finding in found)


def test_rule_10_marks_what_came_in_after_the_deadline_in_force(hearing):
    """The deadline runs to the end of its day in Oslo, and only the last one counts."""
    first, last = date(2026, 5, 29), date(2026, 6, 15)
    asked = deadlines(hearing, (first, date(2026, 3, 2)), (last, date(2026, 4, 1)))
    moments = [datetime(2026, 6, 1, tzinfo=UTC), datetime(2026, 6, 15, 21, 59, 59, tzinfo=UTC)]
    moments.append(datetime(2026, 6, 15, 22, 0, tzinfo=UTC))
    received = [Received(f"b{n}", f"2026-{n}", moment, 1, "") for n, moment in enumerate(moments)]
    assert [asked.is_late(moment) for moment in moments] == [False, False, True]
    assert [(f.key, f.level, str(f.message)) for f in late_findings(asked, received)] == [
        (("received", 2), INFO, "Received after the deadline")
    ]


def test_every_rule_on_the_definition_is_asked(hearing):
    """A definition that breaks rules 1, 5, 7 and 8 is told of all four."""
    start, saturday = date(2026, 3, 2), date(2026, 3, 28)
    broken = replace(
        deadlines(hearing, (date(2026, 6, 1), start), (saturday, start)),
        legal_basis=BASES["pbl-11-14"],
        published=start,
    )
    assert [finding.level for finding in hearing_findings(broken, SHIPPED)] == [ERROR, ERROR, WARNING, INFO]


@pytest.mark.parametrize(("basis", "level"), [("pbl-11-14", ERROR), ("pbl-11-13", WARNING), ("none", WARNING)])
def test_rule_11_open_points_are_an_error_only_under_paragraph_11_14(hearing, basis, level):
    """Other hearings may publish while the secretariat still writes."""
    held_under = replace(hearing, legal_basis=BASES[basis])
    assert unassessed_level(held_under) is level
    done = SummaryPoint("a", "formal", "Bra.", "Enig.", Conclusion.NOTED)
    points = (done, replace(done, assessment=" "), replace(done, conclusion=None))
    found = list(summary_findings(held_under, Summary(1, 1, 1, (), points)))
    assert [(finding.key, finding.level) for finding in found] == [(("points", 1), level), (("points", 2), level)]


@pytest.mark.parametrize(
    ("change", "day", "reheard", "told"),
    [
        ("material", date(2026, 6, 16), False, True),
        ("material", date(2026, 6, 15), False, False),
        ("material", date(2026, 6, 16), True, False),
        ("material", None, False, False),
        ("minor", date(2026, 6, 16), False, False),
        (None, date(2026, 6, 16), False, False),
    ],
)
def test_rule_12_a_material_change_after_the_hearing_calls_for_a_new_one(change, day, reheard, told):
    """Unless there is one, the change was before the deadline ran out, or it is said to be minor."""
    versions = [(date(2026, 3, 1), "material"), (day, change)]
    found = list(material_change_findings(date(2026, 6, 15), versions, has_rehearing=reheard))
    assert [(finding.key, finding.level) for finding in found] == ([((1,), WARNING)] if told else [])


@pytest.mark.parametrize("dots", ["……", "...", "–", ""])
def test_an_unfinished_point_of_a_proposal_is_a_warning(dots):
    """A point of dots, as in old case papers, is told by its number and part."""
    decision = Decision("Rådet", START, proposal=("Vedtas.", dots), deliberation="", points=("Vedtatt.",))
    (finding,) = decision_findings(decision)
    assert (finding.level, finding.key, finding.message.values["number"]) == (WARNING, ("proposal", 1), 2)
