"""docs/rules.md tells where each rule is, and tells the truth."""

import re
from importlib import import_module
from pathlib import Path

import pytest

from hearing_app.domain.vocabulary import Level

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")] for line in PAGE.splitlines() if re.match(r"\| \d+ \|", line)
]
ROOMS = ("hearing_app.domain.{}", "hearing_app.definitions.{}", "hearing_app.redacting.{}")
CLASSES = {"Hearing": "hearing", "Adoption": "decision", "AdoptionRegister": "decision"}


def test_every_rule_stands_in_the_table():
    """1 to 15, in order; 13 has a row for each of its two levels."""
    assert [int(row[0]) for row in ROWS] == sorted([*range(1, 16), 13])


@pytest.mark.parametrize("row", ROWS, ids=[f"rule {row[0]}" for row in ROWS])
def test_a_row_names_a_level_code_and_tests_that_exist(row):
    """So that a function which is moved takes its row with it."""
    _, _, level, where, tests = row
    assert level.split()[0] in set(Level)
    named = re.findall(r"`([A-Za-z_]+)\.([a-z_]+)`", where)
    assert named
    for module, name in named:
        assert any(_has(module, name, room) for room in ROOMS), f"{module}.{name}"
    for test in re.findall(r"`([a-z_/]+\.py)`", tests):
        text = (ROOT / "tests" / test).read_text(encoding="utf-8")
        assert re.search(rf"rules?_(\d+_and_)?{row[0]}_|Rule {row[0]}\b|^ +\(?{row[0]},", text, re.MULTILINE), test


def _has(module, name, room):
    try:
        found = import_module(room.format(CLASSES.get(module, module)))
    except ModuleNotFoundError:
        return False
    return hasattr(getattr(found, module) if module in CLASSES else found, name)


def test_the_settings_it_shows_are_those_there_are():
    """Every key of the example can be written in council.yml, and none is left out."""
    from hearing_app.definitions.defaults import LegalBasisModel, RulesModel, SeasonModel

    example = PAGE.partition("```yaml\nlegal_bases:")[2].partition("```")[0]
    keys = set(re.findall(r"([a-z_]+):", example)) - {"nb", "nn", "rules"}
    fields = {
        field.alias or name
        for model in (LegalBasisModel, RulesModel, SeasonModel)
        for name, field in model.model_fields.items()
    }
    assert keys == fields
