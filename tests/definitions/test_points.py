"""The numbered points of a decision: where each begins, and what belongs to it."""

import pytest

from hearing_app.definitions.points import check_points, numbered_points
from hearing_app.definitions.positions import Source
from hearing_app.text import to_html

DECISION = "hearings/vedtatt-avtale/decision.md"
SECOND = "2. Kommunene betaler etter folketall."


@pytest.mark.parametrize(
    ("markdown", "points"),
    [
        ("1. En.\n2. To.", ("En.", "To.")),
        ("1) En,\n   med mer.\n\n2) To.", ("En,\nmed mer.", "To.")),
        ("Bare én setning.", ("Bare én setning.",)),
        ("Ett avsnitt.\n\nEtt til.", ("Ett avsnitt.\n\nEtt til.",)),
        ("3. Tre.\n7. Sju.", ("Tre.", "Sju.")),
        ("1.\n2. To.", ("", "To.")),
        (" 1. En.\n  2. To.", ("En.", "To.")),
        ("1. En.\n   1. Inni.", ("En.\n\n1. Inni.",)),
        ("1. Se 1.2 og\n1.3 der.", ("Se 1.2 og\n1.3 der.",)),
        ("Innledning.\n\n1. En.", ("En.",)),
        ("1. Slik:\n\n```\n2. kode\n```", ("Slik:\n\n```\n2. kode\n```",)),
        ("", ()),
        ("\n \n", ()),
    ],
)
def test_points_keep_what_belongs_to_them(markdown, points):
    """A text without numbers is one point, and text before the first number is none."""
    assert numbered_points(markdown) == points


@pytest.mark.parametrize(
    "markdown",
    [
        "1. Arbeidet deles:\n   - vann\n   - skog\n     og mark\n   - vei",
        "1. Arbeidet deles:\n\n   - vann\n   - skog\n     og mark\n   - vei",
        "1.  Arbeidet deles:\n    - vann\n    - skog\n      og mark\n    - vei",
        "1. Arbeidet deles:\n\t- vann\n\t- skog\n\t  og mark\n\t- vei",
    ],
)
def test_a_list_inside_a_point_is_a_list_on_the_page(markdown):
    """Indented by three spaces, four, or a tab, with an empty line above it or not."""
    (point,) = numbered_points(markdown)
    html = " ".join(to_html(point).split())
    assert html == "<p>Arbeidet deles:</p> <ul> <li>vann</li> <li>skog og mark</li> <li>vei</li> </ul>"


def test_a_list_in_a_list_and_a_second_paragraph_stay_what_they_are():
    """Everything moves out by the same indentation."""
    (point,) = numbered_points("1.  En:\n\n    1. a\n        - b\n\n    Mer om en.")
    html = " ".join(to_html(point).split())
    assert html == "<p>En:</p> <ol> <li>a<ul> <li>b</li> </ul> </li> </ol> <p>Mer om en.</p>"


def test_text_before_the_first_number_is_told_with_its_line(told):
    """It would otherwise be a point of its own and shift every number."""
    found = told(
        DECISION, SECOND, SECOND + "\n\n## Vedtak {#decision}\n\nRådet vedtok:\n\n1. Ja.\n\n## X {#deliberation}"
    )
    assert (f"{DECISION}:15:1", "error") in [(place, level) for place, level, text in found if "Text stands" in text]


@pytest.mark.parametrize(
    ("markdown", "line", "typed", "expected"),
    [("1. En.\n\n1. To.\n1. Tre.", 3, "1", 2), ("3. Tre.\n7. Sju.", 1, "3", 1), ("1. a\n2. b\n2019. år", 3, "2019", 3)],
)
def test_numbers_out_of_turn_are_told_once_with_their_line(markdown, line, typed, expected):
    """The first number that is shown as another than was typed; the build goes on."""
    source = Source("x.md")
    check_points("decision", markdown, 1, source)
    (problem,) = source.problems
    assert (problem.place.line, problem.level) == (line, "warning")
    assert problem.message.values == {"typed": typed, "expected": expected}


def test_numbers_in_turn_are_left_in_peace(told):
    """With what belongs to each under it, and no number at all where there is only one point."""
    assert told(DECISION, SECOND, "2. Kommunene betaler\n   etter folketall:\n   - halvt\n   - helt") == []
    source = Source("x.md")
    check_points("decision", "Bare én setning.\n\nOg en til.", 1, source)
    assert source.problems == []


def test_each_point_keeps_its_own_line(told):
    """A finding about a point stands at it; one about a point without a number at the text."""
    source = Source("x.md")
    check_points("decision", "1. En.\n\n2. To\n   linjer.\n3. Tre.", 10, source)
    check_points("proposal", "Uten tall.", 30, source)
    assert [source.place(("decision", index)).line for index in range(3)] == [10, 12, 14]
    assert source.place(("proposal", 0)).line == 30
