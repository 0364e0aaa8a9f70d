"""`plan.yml` and `plan.md`: what they hold, and what is said of mistakes."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from hearing_app.definitions import load_content
from hearing_app.domain.vocabulary import DocumentKind, Language, MeasureStatus, Phase

FIXTURE = Path(__file__).parents[1] / "fixtures" / "archive"
STRATEGY, PROSE = "plans/strategi-2025/plan.yml", "plans/strategi-2025/plan.md"
OLD, ACTION = "plans/strategi-2010/plan.yml", "plans/handlingsplan-2026/plan.yml"
TWICE = "stands twice. Give one of them another."


@pytest.fixture
def content(tmp_path):
    """A copy of the fixture council with its plain pages and its plans alone."""
    for name in ("council.yml", "pages", "plans"):
        (shutil.copytree if (FIXTURE / name).is_dir() else shutil.copy)(FIXTURE / name, tmp_path / name)
    return tmp_path


@pytest.fixture
def plans(content):
    """The fixture's plans by id."""
    return {plan.id: plan for plan in load_content(content).archive.plans}


@pytest.fixture
def told(content):
    """A function that changes one file and tells every problem in the plans as (file:line:column, text)."""

    def problems_after(name, old, new):
        path = content / name
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        assert old in text, f"{old!r} does not stand in {name}"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        found = load_content(content).errors
        places = ((f"{p.place.file}:{p.place.line}:{p.place.column}", str(p.message)) for p in found)
        return [(place, text) for place, text in places if place.startswith("plans/")]

    return problems_after


def test_a_plan_is_a_tree_of_goals_and_measures(plans):
    """Everything in the file is kept: where it leads, the areas with strategies and measures, the prose."""
    plan = plans["strategi-2025"]
    assert (plan.kind, plan.day, plan.in_force_from) == (DocumentKind.STRATEGY, date(2025, 5, 15), date(2025, 7, 1))
    assert [(value.name, value.text) for value in plan.values] == [("Åpenhet", "Vi sier fra tidlig."), ("Respekt", "")]
    assert [goal.id for goal in plan.goals] == ["bosetting", "tjenester"]
    climate = plan.areas[0]
    assert (climate.title, climate.network) == ("Klima og beredskap", "klimanettverket")
    assert [strategy.id for strategy in climate.strategies] == ["kartlegge", "ove"]
    measure = climate.measures[0]
    assert (measure.owner, measure.coordinator, measure.strategies) == ("sekretariatet", "vik", ("kartlegge",))
    assert (measure.phase, measure.status, measure.progress) == (Phase.PRE_STUDY, MeasureStatus.UNDER_WAY, 40)
    assert (measure.deadline, measure.updated) == (date(2026, 2, 1), date(2026, 1, 20))
    assert plan.preamble == "Strategien gjelder for alle kommunene i rådet."
    assert [section.id for section in plan.sections] == ["prosess", "oppfolging"]


def test_what_is_left_out_is_not_made_up(plans):
    """A measure of which little is known says so, and a document without a date is a proposal."""
    measure = plans["strategi-2025"].areas[1].measures[0]
    assert (measure.owner, measure.status, measure.progress, measure.deadline) == ("", None, None, None)
    assert plans["avtale-forslag"].in_force_from is None


def test_a_document_is_in_the_councils_language_unless_it_says_otherwise(plans):
    """`language:` may be left out."""
    assert (plans["plattform-2012"].language, plans["handlingsplan-2026"].language) == (Language.NB, Language.NN)


def test_a_measure_of_an_action_plan_serves_a_strategy_of_the_whole(plans):
    """An action plan need not repeat the strategies that it carries out."""
    assert plans["handlingsplan-2026"].measures[0].strategies == ("ove",)


def test_two_plans_may_take_the_place_of_one_from_different_days(told):
    """Replaced twice is no mistake: the first one that is in force counts."""
    assert told(ACTION, "part_of: strategi-2025", "part_of: strategi-2025\nreplaces: [strategi-2010]") == []


@pytest.mark.parametrize(
    ("name", "old", "new", "place", "text"),
    [
        (STRATEGY, "organ: radet", "organ: nes", "6:8", "«nes» is not an organ in council.yml."),
        (STRATEGY, "organ: radet", "organ: radet\ncase: u-1", "7:7", "There is no cases/u-1 in the content folder."),
        (STRATEGY, "organ: radet", "organ: radet\nhearing: h", "7:10", "There is no hearings/h in the content folder."),
        (STRATEGY, "[strategi-2010]", "[strategi-2011]", "9:12", "There is no plans/strategi-2011 in the content"),
        (ACTION, "strategi-2025", "strategi-2026", "7:10", "There is no plans/strategi-2026 in the content folder."),
        (OLD, "vision:", "replaces: [strategi-2025]\nvision:", "7:12", "«strategi-2025» replaces this one in turn."),
        (OLD, "vision:", "replaces: [strategi-2010]\nvision:", "7:12", "«strategi-2010» replaces this one in turn."),
        (STRATEGY, "vision:", "part_of: handlingsplan-2026\nvision:", "10:10", "«handlingsplan-2026» is itself a part"),
        (OLD, "vision:", "part_of: strategi-2010\nvision:", "7:10", "«strategi-2010» is itself a part of this one."),
        (STRATEGY, "valid_to: 2030-12-31", "valid_to: 2025-06-30", "8:11", "It ends before it begins."),
        (OLD, "valid_to: 2014-12-31", "repealed: {date: 2010-05-19}", "6:18", "It ends before it begins."),
        (STRATEGY, "owner: nes", "owner: nesset", "45:70", "«nesset» is neither a body nor an organ in council.yml."),
        (STRATEGY, "coordinator: vik", "coordinator: vika", "39:22", "«vika» is neither a body nor an organ"),
        (STRATEGY, "network: klima", "network: vann", "26:14", "«vannnettverket» is not a network in council.yml."),
        (STRATEGY, "strategies: [kartlegge]", "strategies: [kart]", "37:22", "There is no strategy «kart» in the plan"),
        (ACTION, "strategies: [ove]", "strategies: [ferje]", "14:22", "There is no strategy «ferje» in the plan or"),
        (STRATEGY, "progress: 40", "progress: 101", "42:19", "«101» is not a progress. Write a whole number from"),
        (STRATEGY, "progress: 40", "progress: -1", "42:19", "«-1» is not a progress."),
        (STRATEGY, "progress: 40", "progress: 40 %", "42:19", "«40 %» is not a progress."),
        (STRATEGY, "progress: 40", "progress: [40]", "42:19", "«?» is not a progress."),
        (STRATEGY, "phase: pre_study", "phase: forstudie", "40:16", "«forstudie» is not known here. Use one of: sugg"),
        (STRATEGY, "status: under_way", "status: pågår", "41:17", "«pågår» is not known here. Use one of: not_start"),
        (STRATEGY, "kind: strategy", "kind: strategi", "2:7", "«strategi» is not known here. Use one of: strategy,"),
        (STRATEGY, "id: respekt", "id: apenhet", "13:10", f"The id «apenhet» {TWICE}"),
        (STRATEGY, "id: klima", "id: bosetting", "18:9", f"The id «bosetting» {TWICE}"),
        (STRATEGY, "id: ove,", "id: klima,", "29:14", f"The id «klima» {TWICE}"),
        (STRATEGY, "id: utredning", "id: stikkrenner", "52:14", f"The id «stikkrenner» {TWICE}"),
        (PROSE, "{#oppfolging}", "{#helse}", "11:1", "The id «helse» stands in plan.yml as well."),
        (PROSE, "{#oppfolging}", "{#prosess}", "11:1", "The id «prosess» stands twice."),
        (PROSE, " {#oppfolging}", "", "11:1", "The heading has no lasting id."),
        (PROSE, "### Høring", "# Høring", "7:1", "Start headings at ##"),
        (STRATEGY, "      Flom og ras", "      # Flom og ras", "21:1", "Start headings at ##"),
        (STRATEGY, "vision:", "visjon: nei\nvision:", "10:1", "The key visjon is not known here."),
        (STRATEGY, "kind: strategy\n", "", "1:1", "The key kind is missing. Add it."),
        (
            "plans/tiltak/plan.yml",
            "",
            "title: T\nkind: plan\n",
            "1:1",
            "The id «tiltak» is taken by the program itself.",
        ),
        ("plans/strategi-2010/adoption.yml", "", "a: b\n", "1:1", "This is never read. Correct its name"),
        ("plans/strategi.yml", "", "a: b\n", "1:1", "This is never read. Correct its name"),
        ("plans/Min_plan/plan.yml", "", "title: T\nkind: plan\n", "1:1", "«Min_plan» cannot be an id."),
    ],
)
def test_mistakes_in_a_plan(told, name, old, new, place, text):
    """Each mistake is an error that names file, line and column and says what to do."""
    found = told(name, old, new)
    # What is wrong with a name is told of the folder that has it.
    places = (f"{name}:{place}", f"{Path(name).parent}:{place}")
    assert any(at in places and said.startswith(text) for at, said in found), found


def test_a_circle_of_three_is_told_in_every_file_of_it(content):
    """Nobody can tell which link of a circle is wrong, so each of them is shown."""
    for name, other in (("strategi-2010", "strategi-2025"), ("plattform-2012", "strategi-2010")):
        path = content / "plans" / name / "plan.yml"
        path.write_text(f"{path.read_text(encoding='utf-8')}replaces: [{other}]\n", encoding="utf-8")
    path = content / STRATEGY
    path.write_text(path.read_text(encoding="utf-8").replace("[strategi-2010]", "[plattform-2012]"), encoding="utf-8")
    told = [problem for problem in load_content(content).errors if "in turn" in str(problem.message)]
    assert {problem.place.file for problem in told} == {OLD, STRATEGY, "plans/plattform-2012/plan.yml"}


def test_a_plan_with_a_mistake_is_left_out_and_the_others_are_read(content):
    """What cannot be read touches nothing else; that it is there is known, so links to it are no second mistake."""
    path = content / OLD
    path.write_text(path.read_text(encoding="utf-8").replace("kind: strategy", "kind: strategi"), encoding="utf-8")
    loaded = load_content(content)
    assert [problem.place.file for problem in loaded.errors] == [OLD]
    assert "strategi-2010" not in {plan.id for plan in loaded.archive.plans}
    assert loaded.archive.plan("strategi-2025") is not None


def test_an_empty_folder_is_told_where_its_form_stands(content):
    """The page of the documentation about plans, not the one about hearings."""
    (content / "plans/tom").mkdir()
    (problem,) = [p for p in load_content(content).problems if p.place.file == "plans/tom/plan.yml"]
    assert str(problem.message) == "The file is missing. Create it; docs/content-plans.md shows what it holds."
