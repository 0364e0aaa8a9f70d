"""What the rules measure with: the numbers that ship, and those that a council writes instead."""

import pytest

from hearing_app.definitions import load_content, load_council
from hearing_app.definitions.defaults import defaults, legal_bases, redaction_grounds, thresholds
from hearing_app.domain.holidays import AnnualDay
from hearing_app.domain.vocabulary import Language

HEARING = "hearings/apen-plan/hearing.yml"


def councils_with(content, text):
    path = content / "council.yml"
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")
    return load_council(content)


def test_the_shipped_numbers_are_those_of_the_domain():
    """Six weeks, three months, 21 days for the summer and 7 for Easter and Christmas."""
    shipped = defaults().thresholds
    assert (shipped.shortest_days, shipped.normal_months) == (42, 3)
    assert {season.id: season.spare_days for season in shipped.seasons} == {"summer": 21, "easter": 7, "christmas": 7}
    assert {"gmail.com", "hotmail.com", "outlook.com", "live.no", "icloud.com", "online.no"} <= shipped.private_mail


def test_the_shipped_bases_say_what_the_act_asks():
    """Six weeks under three paragraphs; § 11-14 alone asks that every point is assessed."""
    rows = {
        basis.id: (basis.section, basis.minimum_days, basis.all_points_assessed) for basis in defaults().legal_bases
    }
    assert rows == {
        "none": ("", None, False),
        "pbl-8-3": ("§ 8-3", 42, False),
        "pbl-11-13": ("§ 11-13", 42, False),
        "pbl-11-14": ("§ 11-14", 42, True),
    }
    assert [basis.title.text(Language.NN) for basis in defaults().legal_bases][-1] == "Plan- og bygningslova § 11-14"


def test_without_a_council_the_shipped_numbers_count(content):
    """Also for a council that says nothing."""
    council, problems = load_council(content)
    assert problems == ()
    for asked in (None, council):
        assert (legal_bases(asked), thresholds(asked)) == (defaults().legal_bases, defaults().thresholds)


def test_a_council_adds_an_act_and_changes_another(content):
    """One with a known id takes its place, and a hearing can name both."""
    own = """
legal_bases:
  - {id: veglova, name: {nb: Vegloven, nn: Veglova}, section: § 12, minimum_days: 30}
  - {id: pbl-8-3, name: Plan- og bygningsloven, section: § 8-3, minimum_days: 56, all_points_assessed: true}
"""
    council, problems = councils_with(content, own)
    assert problems == ()
    assert [basis.id for basis in council.legal_bases] == ["none", "pbl-8-3", "pbl-11-13", "pbl-11-14", "veglova"]
    path = content / HEARING
    text = path.read_text(encoding="utf-8")
    for basis, days in (("veglova", 30), ("pbl-8-3", 56)):
        path.write_text(text.replace("legal_basis: none", f"legal_basis: {basis}"), encoding="utf-8")
        assert load_content(content).matter("apen-plan").hearing.legal_basis.minimum_days == days


def test_a_council_changes_only_the_numbers_it_names(content):
    """A season with a known id takes its place, others stay."""
    own = """
rules:
  shortest_days: 28
  seasons:
    - {id: summer, name: sommeren, from: "06-20", to: "08-20", spare_days: 30}
    - {id: vinterferie, name: vinterferien, from: easter-49, to: easter-42, spare_days: 3}
"""
    council, problems = councils_with(content, own)
    assert problems == ()
    numbers = council.thresholds
    assert (numbers.shortest_days, numbers.normal_months) == (28, 3)
    assert numbers.private_mail == defaults().thresholds.private_mail
    assert [season.id for season in numbers.seasons] == ["summer", "easter", "christmas", "vinterferie"]
    assert numbers.seasons[0].first == AnnualDay(6, 20)
    assert numbers.seasons[3].last == AnnualDay(easter=-42)


SEASON = "rules:\n  seasons:\n    - {{id: x, name: x, from: {}, to: easter, spare_days: {}}}\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("rules: {shortest_days: seks}\n", "Write a whole number from 0 to 3660."),
        ("rules: {shortest_days: -1}\n", "Write a whole number from 0 to 3660."),
        ("rules: {normal_months: 121}\n", "Write a whole number from 0 to 120."),
        ("rules: {korteste: 42}\n", "korteste is not known here."),
        ("rules: {private_mail: [gmail]}\n", "«gmail» is not a domain."),
        (SEASON.format("02-29", 7), "«02-29» is not a day of the year."),
        (SEASON.format("1. juli", 7), "«1. juli» is not a day of the year."),
        (SEASON.format("easter+1000", 7), "«easter+1000» is not a day of the year."),
        (SEASON.format("07-01", "mange"), "Write a whole number from 0 to 3660."),
        ("legal_bases: [{id: veglova, name: Veglova, minimum_days: 0}]\n", "Write a whole number from 1 to 3660."),
        ("legal_bases: [{id: veglova}]\n", "The key name is missing."),
        ("redaction_grounds: [{id: a, title: A, mark: '[a]'}]\n", "Write what the mark says, at most 50 characters"),
    ],
)
def test_a_mistake_in_a_councils_numbers_is_told(content, text, said):
    """On its line of council.yml, with what to do."""
    lines = len((content / "council.yml").read_text(encoding="utf-8").splitlines())
    _, problems = councils_with(content, text)
    (problem,) = problems
    assert said in str(problem.message)
    assert (problem.place.file, problem.place.line) == ("council.yml", lines + len(text.splitlines()))


def test_a_council_has_grounds_of_its_own_beside_the_shipped_ones(content):
    """One with a known id takes its place; without a council the shipped ones are there."""
    own = "redaction_grounds: [{id: gdpr, title: Vår, mark: GDPR}, {id: eigen, title: Eiga, mark: eiga}]\n"
    council, problems = councils_with(content, own)
    assert problems == ()
    grounds = {ground.id: ground.mark for ground in redaction_grounds(council)}
    assert (grounds["gdpr"], grounds["eigen"], grounds["offl-26"]) == ("GDPR", "eiga", "offl. § 26")
    assert redaction_grounds(None) == defaults().redaction_grounds


def test_an_unknown_basis_is_told_with_those_that_are_known(told, content):
    """Those of the council with them."""
    council = "legal_bases: [{id: veglova, name: Veglova}]\nbodies:"
    assert told("council.yml", "bodies:", council) == []
    found = told(HEARING, "legal_basis: none", "legal_basis: vegloven")
    assert found == [
        (
            f"{HEARING}:7:14",
            "error",
            "«vegloven» is not known here. Use one of: none, pbl-8-3, pbl-11-13, pbl-11-14, veglova.",
        )
    ]
