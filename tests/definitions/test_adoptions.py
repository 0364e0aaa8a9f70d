"""`adoptions.yml` of a plan; the facts are those of Værnesregionen's strategy of 27 August 2009."""

from datetime import date

import pytest

from hearing_app.definitions import load_content
from hearing_app.domain.vocabulary import Level

MEMBERS = ("malvik", "meraker", "selbu", "stjordal", "tydal", "frosta")
COUNCIL = """\
name: Regionrådet
language: nb
body: radet
contact: {name: Sekretariatet, email: post@radet.example}
bodies:
  - {id: radet, name: Regionrådet, kind: regional_council, language: neutral}
  - {id: laget, name: Laget, kind: organisation, language: nb, memberships: [{body: radet}]}
  - {id: ny, name: Ny, kind: municipality, language: nb, memberships: [{body: radet, from: 2015-01-01}]}
"""
MEMBER = "  - {{id: {0}, name: {0}, kind: municipality, language: nb, memberships: [{{body: radet}}]}}\n"
PLAN = """\
title: Strategi
kind: strategy
date: 2009-08-27
areas:
  - {id: helse, title: Helse og omsorg}
"""
ADOPTIONS = """\
adoptions:
  - {body: selbu, state: adopted, date: 2009-10-26}
  - {body: stjordal, state: adopted, date: 2009-10-29}
  - body: frosta
    state: adopted_with_reservation
    date: 2009-11-17
    reservations: [{text: Gjelder ikke helsetjenestene., section: helse}]
  - {body: tydal, state: adopted, date: 2009-11-19}
  - {body: meraker, state: adopted, date: 2010-01-25}
  - body: malvik
    state: adopted
    reservations:
      - {text: Kommunen har valgt en annen posisjon.}
      - {text: Gjelder ikke helsetjenestene., section: helse}
"""


@pytest.fixture
def loaded(tmp_path):
    """A function that loads the plan with this `adoptions.yml`, and this `plan.md` if there is one."""

    def load(adoptions=ADOPTIONS, plan=PLAN, prose=None, council=COUNCIL):
        folder = tmp_path / "plans" / "strategi"
        folder.mkdir(parents=True, exist_ok=True)
        files = {"plan.yml": plan, "adoptions.yml": adoptions, **({"plan.md": prose} if prose else {})}
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8")
        members = "".join(MEMBER.format(member) for member in MEMBERS)
        (tmp_path / "council.yml").write_text(council + members, encoding="utf-8")
        return load_content(tmp_path)

    return load


@pytest.fixture
def register(loaded):
    """A function that returns the plan's register, when nothing is wrong."""

    def of(*args, **given):
        content = loaded(*args, **given)
        problems = [p for p in content.errors if p.place.file.startswith("plans/")]
        assert not problems, [str(problem.message) for problem in problems]
        return content.archive.plan("strategi").adoptions

    return of


def told(content):
    """Return what is said of the register, as (line:column, level, text)."""
    found = [problem for problem in content.problems if problem.place.file == "plans/strategi/adoptions.yml"]
    return [(f"{p.place.line}:{p.place.column}", p.level.value, str(p.message)) for p in found]


def test_the_strategy_of_2009_is_adopted_by_five_of_six(register):
    """Malvik's date is missing, so it does not count and not all have adopted; its reservations stand."""
    adopted = register()
    assert (adopted.adopted, len(adopted.rows), adopted.adopted_by_all) == (5, 6, False)
    assert adopted.with_reservation == ("frosta",)
    assert [(s.value, [row.body for row in rows]) for s, rows in adopted.outstanding] == [("date_missing", ["malvik"])]
    assert [row.body for row, _ in adopted.reserved()] == ["malvik"]
    assert [row.body for row, _ in adopted.reserved("helse")] == ["malvik", "frosta"]


def test_the_missing_date_is_told_where_it_stands(loaded):
    """The warning points at the state of the body whose date is missing, and the build goes on."""
    ((place, level, text),) = told(loaded())
    assert (place, level) == ("11:12", "warning")
    assert text.startswith("Date missing")


def test_members_on_the_day_of_the_plan_are_asked(register):
    """Who came later, and who is no municipality or county, is not asked."""
    assert {row.body for row in register("adoptions: []\n").rows} == set(MEMBERS)


def test_the_file_itself_can_say_who_is_asked(register):
    """`expected` goes before the members; a body outside it that has adopted keeps its row."""
    rows = register("expected: [ny, tydal]\nadoptions: [{body: selbu, state: adopted, date: 2009-10-26}]\n").rows
    assert [(row.body, row.effective_state.value) for row in rows] == [
        ("ny", "not_treated"),
        ("tydal", "not_treated"),
        ("selbu", "adopted"),
    ]


def test_of_a_proposal_only_those_listed_are_asked(register):
    """Without a day nobody can tell who the members are."""
    rows = register(ADOPTIONS, PLAN.replace("date: 2009-08-27\n", "")).rows
    assert [row.body for row in rows] == ["selbu", "stjordal", "frosta", "tydal", "meraker", "malvik"]


def test_of_a_proposal_nobody_says_that_all_have_adopted(loaded, register):
    """One that has adopted, with a reservation, is not all; where the file says who is asked, it can be."""
    one = "adoptions: [{body: selbu, state: adopted, date: 2009-10-26, reservations: [{text: Ikke helse.}]}]\n"
    proposal = PLAN.replace("date: 2009-08-27\n", "")
    assert not register(one, proposal).adopted_by_all
    assert not any("Adopted by all" in text for _, _, text in told(loaded(one, proposal)))
    assert register(f"expected: [selbu]\n{one}", proposal).adopted_by_all


def test_without_the_councils_body_nobody_is_expected(register):
    """In a council that has not said which body it is, nobody can tell who the members are."""
    nameless = COUNCIL.replace("body: radet\n", "", 1)
    one = register("adoptions: [{body: selbu, state: adopted, date: 2009-10-26}]\n", council=nameless)
    assert (len(one.rows), one.adopted, one.adopted_by_all) == (1, 1, False)


def test_an_adoption_to_come_is_scheduled_until_its_day(register):
    """A date in the future is no mistake, and binds nobody before it has come."""
    adopted = register("adoptions: [{body: selbu, state: adopted, date: 2030-05-01}]\n")
    assert adopted.on(date(2030, 4, 30)).adopted == 0
    assert adopted.on(date(2030, 5, 1)).adopted == 1


def test_a_reservation_can_be_to_a_section_of_the_prose(register):
    """The sections of plan.md count as well as the strategy areas."""
    text = ADOPTIONS.replace("section: helse", "section: oppfolging")
    adopted = register(text, prose="## Oppfølging {#oppfolging}\n\nHvert år.\n")
    assert len(adopted.reserved("oppfolging")) == 2


@pytest.mark.parametrize(
    ("old", "new", "place", "text"),
    [
        ("body: selbu", "body: selbo", "2:12", "«selbo» is not in council.yml."),
        ("body: tydal", "body: selbu", "8:12", "«selbu» stands twice. Keep one of them."),
        ("section: helse", "section: helsa", "7:67", "The plan has no strategy area and no section «helsa»."),
        ("adoptions:", "expected: [selbo]\nadoptions:", "1:12", "«selbo» is not in council.yml."),
        ("adoptions:", "expected: [selbu, selbu]\nadoptions:", "1:19", "«selbu» stands twice."),
        ("adoptions:", "expected: []\nadoptions:", "1:11", "The list expected is empty."),
        ("state: adopted,", "state: vedtatt,", "2:26", "«vedtatt» is not known here. Use one of: not_treated,"),
        ("adoptions:\n", "asked: []\nadoptions:\n", "1:1", "The key asked is not known here."),
    ],
)
def test_mistakes_in_the_register(loaded, old, new, place, text):
    """Each mistake is an error that names file, line and column and says what to do."""
    assert ADOPTIONS.count(old) >= 1
    found = told(loaded(ADOPTIONS.replace(old, new, 1)))
    assert any(at == place and level == "error" and said.startswith(text) for at, level, said in found), found


def test_an_adoption_before_what_is_adopted_is_told(loaded):
    """Mostly a year that is written wrong: a warning at the day, not an error, for nobody knows which day is wrong."""
    problems = loaded(ADOPTIONS.replace("2009-10-26", "2008-10-26")).problems
    (early,) = [p for p in problems if "This is before" in str(p.message)]
    assert (early.place.file, early.place.line, early.level) == ("plans/strategi/adoptions.yml", 2, Level.WARNING)
    assert str(early.message) == "This is before 2009-08-27, the day of what is adopted. Correct one of the days."


def test_the_first_day_that_a_rough_day_can_be_is_what_counts(loaded):
    """A plan from 2009 may be from January."""
    problems = loaded(ADOPTIONS.replace("2009-10-26", "2009-01-02"), PLAN.replace("2009-08-27", '"2009"')).problems
    assert not [p for p in problems if "This is before" in str(p.message)]
