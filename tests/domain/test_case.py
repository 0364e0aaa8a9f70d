from dataclasses import replace
from datetime import date

import pytest

from hearing_app.domain.case import Case, CaseStatus, EarlierCase, Task, case_number, later_cases, open_tasks
from hearing_app.domain.decision import Adoption, AdoptionRegister, Decision
from hearing_app.domain.localised import Localised
from hearing_app.domain.record import Ref
from hearing_app.domain.rules import decision_findings
from hearing_app.domain.vocabulary import AdoptionState, DecisionStage, Language, RecordKind

MEETING_DAY = date(2026, 3, 12)
BEFORE, AFTER = date(2026, 3, 11), date(2026, 3, 13)


@pytest.fixture
def case():
    return Case(
        id="klima",
        title=Localised("Klima"),
        language=Language.NB,
        organ="au",
        day=MEETING_DAY,
        number=case_number("U-7/26"),
        background="Bakgrunn.",
        proposal=("Vi blir med.",),
        deliberation="Drøftet.",
        points=("Vi blir med ut året.",),
        vote="Enstemmig",
        signed="Daglig leder",
        copies=("nes",),
        tasks=(Task("Si fra.", "nes"),),
    )


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("U-47/09", (2009, "U", 47, "")),
        ("O-28/09", (2009, "O", 28, "")),
        ("24a/2017", (2017, "", 24, "a")),
        ("16/2018", (2018, "", 16, "")),
        ("AU-3/69", (2069, "AU", 3, "")),
        ("3/70", (1970, "", 3, "")),
        ("ØKU-3b/99", (1999, "ØKU", 3, "b")),
    ],
)
def test_case_numbers_are_read_as_councils_write_them(text, order):
    """Prefix, serial, letter and year of two or four digits are told apart, and the text is kept."""
    number = case_number(text)
    assert number.order == order
    assert number.text == text


@pytest.mark.parametrize(
    "text", ["", "47", "U47/09", "U-47/9", "U-47/009", "u-47/09", "24A/2017", "47/09 ", "-4/09", "٤/٠٩"]
)
def test_what_is_no_case_number_is_none(text):
    """A typing error does not become some other number."""
    assert case_number(text) is None


def test_numbers_stand_by_year_before_serial():
    """Ten comes after nine, and last year before this one."""
    typed = ["10/26", "9/26", "24a/25", "24/25", "100/24"]
    ordered = sorted(typed, key=lambda text: case_number(text).order)
    assert ordered == ["100/24", "24/25", "24a/25", "9/26", "10/26"]


def test_before_its_meeting_a_case_is_only_a_proposal(case):
    """Whatever the file holds, nobody sees a decision, its follow-up or the deliberation before the day."""
    early = case.on(BEFORE)
    assert (early.proposal, early.background) == (case.proposal, case.background)
    assert not any((early.points, early.deliberation, early.vote, early.tasks, early.copies, early.signed))
    assert early.status_on(BEFORE) is CaseStatus.UNTREATED


def test_from_its_day_on_a_case_is_shown_whole(case):
    """The decision stands from the meeting's own day."""
    assert case.on(MEETING_DAY) == case == case.on(AFTER)


def test_a_case_without_a_day_is_never_decided(case):
    """Nothing can have been treated on no day."""
    assert replace(case, day=None).on(AFTER).status_on(AFTER) is CaseStatus.UNTREATED


def test_an_adoption_to_come_binds_nobody_yet(case):
    """The register too stands as of the day."""
    later = Adoption("nes", AdoptionState.ADOPTED, date(2026, 5, 1))
    register = replace(case, adoptions=AdoptionRegister((later,))).on(AFTER).adoptions
    assert register.rows[0].effective_state is AdoptionState.SCHEDULED
    assert replace(case, adoptions=register).on(BEFORE).adoptions is None


def test_status_follows_from_what_was_made_of_it(case):
    """Decided, decided in part, treated without a decision, not treated."""
    day = MEETING_DAY
    assert case.status_on(day) is CaseStatus.DECIDED
    assert replace(case, stage=DecisionStage.PARTIAL).status_on(day) is CaseStatus.DECIDED_IN_PART
    assert replace(case, stage=DecisionStage.PARTIAL, points=()).status_on(day) is CaseStatus.TREATED
    assert replace(case, points=(), deliberation="").status_on(day) is CaseStatus.UNTREATED


def test_a_case_whose_day_is_over_is_not_called_untreated(case):
    """What was made of it is only not registered; without a day, the year of its number tells."""
    empty = replace(case, points=(), deliberation="")
    assert empty.status_on(AFTER) is CaseStatus.UNREGISTERED
    undated = replace(empty, day=None)
    assert undated.status_on(date(case.number.year, 12, 31)) is CaseStatus.UNTREATED
    assert undated.status_on(date(case.number.year + 1, 1, 1)) is CaseStatus.UNREGISTERED


def test_a_case_without_a_day_is_filed_under_its_number(case):
    """The year is the meeting's, else that of the number."""
    assert replace(case, day=date(2027, 1, 5)).year == 2027
    assert replace(case, day=None).year == 2026


def test_a_task_is_overdue_from_the_day_after_its_deadline():
    """The deadline's own day is still in time, and what is done is never overdue."""
    task = Task("Si fra.", "nes", deadline=MEETING_DAY)
    assert [task.is_overdue(day) for day in (BEFORE, MEETING_DAY, AFTER)] == [False, False, True]
    assert not replace(task, done=AFTER).is_overdue(AFTER)
    assert not Task("Si fra.", "nes").is_overdue(AFTER)


def test_a_task_marked_as_done_later_is_not_done_yet():
    """A day that has not come has done nothing."""
    assert not Task("Si fra.", "nes", done=AFTER).is_done(MEETING_DAY)


def test_open_tasks_stand_by_deadline_over_all_cases(case):
    """What is done is left out, and what has no deadline stands last."""
    first = replace(case, tasks=(Task("sist", "nes"), Task("gjort", "nes", done=BEFORE)))
    other = replace(case, id="vann", tasks=(Task("midt", "vik", AFTER), Task("først", "vik", BEFORE)))
    found = open_tasks((first, other), MEETING_DAY)
    assert [(entry.id, task.text) for entry, task in found] == [("vann", "først"), ("vann", "midt"), ("klima", "sist")]


def test_later_cases_are_found_from_what_they_go_on_from(case):
    """Nobody has to write the way back."""
    later = replace(case, id="klima-2", earlier=(EarlierCase(case="klima"), EarlierCase(number="1/20")))
    other = replace(case, id="vann", earlier=(EarlierCase(number="U-7/26"),))
    assert later_cases(case, (other, later, case)) == (later,)


def test_a_case_names_what_it_is_about(case):
    """Everything in the file that points at another record is among its references, a bare number is not."""
    named = replace(
        case,
        earlier=(EarlierCase(case="vann"), EarlierCase(number="1/20")),
        meeting="m",
        hearing="h",
        plan="p",
        statement="s",
    )
    assert named.refers_to == (
        Ref(RecordKind.CASE, "vann"),
        Ref(RecordKind.MEETING, "m"),
        Ref(RecordKind.HEARING, "h"),
        Ref(RecordKind.PLAN, "p"),
        Ref(RecordKind.STATEMENT, "s"),
    )


@pytest.mark.parametrize(
    "point",
    ["", "…", ".....", "Vi tar særlig opp", "Vi tar særlig opp .....", "Vi tar opp\n\n.....", "Innen ...... 2026."],
)
def test_a_point_that_trails_off_is_unfinished(case, point):
    """Dots to be filled in are told of, in a case as in a hearing's decision; a whole sentence is not."""
    proposal = (point, "En hel setning.")
    findings = [finding.key for finding in decision_findings(replace(case, proposal=proposal))]
    decision = Decision("AU", MEETING_DAY, proposal=proposal, deliberation="", points=("En hel setning.",))
    assert findings == [f.key for f in decision_findings(decision)]
    assert findings == ([] if point == "Vi tar særlig opp" else [("proposal", 0)])
