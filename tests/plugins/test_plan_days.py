"""Plans with days to come, and registers of nobody knows how many. English pages: their sentences are message ids."""

import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.plugins.conftest import read_site

ARCHIVE = Path(__file__).parents[1] / "fixtures" / "archive"
REGISTER = """\
adoptions:
  - body: nes
    state: adopted
    date: 2026-02-01
    reservations: [{text: Ikke helse.}]
"""
PLANS = {
    "kommer": "date: 2026-04-16\norgan: radet\n",
    "gjelder-senere": "date: 2026-02-12\nvalid_from: 2026-07-01\norgan: radet\n",
    "denne-maneden": 'date: "2026-03"\norgan: radet\n',
    "oppheves": "date: 2020-05-01\norgan: radet\nrepealed: {date: 2026-12-01}\n",
    "opphevet": "date: 2020-05-01\norgan: radet\nrepealed: {date: 2026-01-01}\n",
    "uten-dag": "",
}


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The fixture council with plans of every kind of day; the one without a day has a register."""
    folder = tmp_path_factory.mktemp("days")
    shutil.copytree(ARCHIVE, folder / "content")
    for name, lines in PLANS.items():
        place = folder / "content/plans" / name
        place.mkdir()
        (place / "plan.yml").write_text(f"title: {name}\nkind: agreement\n{lines}", encoding="utf-8")
    (folder / "content/plans/uten-dag/adoptions.yml").write_text(REGISTER, encoding="utf-8")
    site = read_site(folder / "content", folder / "output")
    assert site.exit_code == 0, site.said
    return SimpleNamespace(page=site.pages.__getitem__)


def squeezed(element):
    return " ".join(element["text"].split())


def alerts(page):
    return [squeezed(alert) for alert in page.with_class("ds-alert")]


def facts(page):
    return squeezed(page.with_class("status-box")[0])


def card(built, plan):
    cards = built.page("/en/planer/").with_class("hearing-card")
    return next(squeezed(entry) for entry in cards if f" {plan} " in squeezed(entry))


def test_a_plan_that_the_organ_has_not_met_on_is_to_be_adopted(built):
    """On its page and in the list; it is a proposal until then."""
    page = built.page("/en/planer/kommer/")
    assert "To be adopted 16 April 2026 Rådet" in facts(page)
    assert alerts(page) == ["This is a proposal. It is not in force."]
    assert "To be adopted – Rådet 16 April 2026" in card(built, "kommer")


def test_a_plan_that_is_adopted_and_holds_later_says_both(built):
    """The organ has met, and the day it takes force is to come."""
    page = built.page("/en/planer/gjelder-senere/")
    assert "Adopted 12 February 2026 Rådet" in facts(page)
    assert alerts(page) == ["Adopted, and in force from 1 July 2026."]


def test_of_a_month_that_is_not_over_only_the_month_is_told(built):
    """Nobody can tell whether the organ has met."""
    assert "Dated March 2026 Rådet" in facts(built.page("/en/planer/denne-maneden/"))


@pytest.mark.parametrize(
    ("plan", "said"),
    [("oppheves", "To be repealed 1 December 2026"), ("opphevet", "Repealed 1 January 2026")],
)
def test_a_plan_is_repealed_from_its_day(built, plan, said):
    """A plan in force that is to be repealed holds until then."""
    assert said in facts(built.page(f"/en/planer/{plan}/"))
    assert said in card(built, plan)


def test_without_knowing_who_is_asked_neither_all_nor_a_total_is_told(built):
    """Of a proposal one has adopted, of nobody knows how many: on the page, in the list and in the matrix."""
    page = built.page("/en/planer/uten-dag/")
    assert "1 has adopted." in page.text
    for told in (page.text, card(built, "uten-dag")):
        assert "Adopted by all" not in told
        assert "1 of 1" not in told
    assert "Adoptions 1" in card(built, "uten-dag")
