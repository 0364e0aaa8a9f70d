"""The matrix of a council so large that one page has no room for it. English pages: their sentences are message ids."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from hearing_app.definitions import load_content
from hearing_app.domain.case import Case, case_number
from hearing_app.domain.council import Body
from hearing_app.domain.decision import Adoption, AdoptionRegister
from hearing_app.domain.localised import Localised
from hearing_app.domain.vocabulary import AdoptionState, BodyKind, Language
from hearing_app.text import words_for
from plugins import decisions
from plugins.assets import asset_addresses
from plugins.site import Site
from tests.plugins.conftest import ARCHIVE, ROOT, PageText

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
BODIES, CASES = 300, 150
LARGEST = 3_000_000
"""The most bytes that a page may be: one that is opened on a telephone in a train."""
FIRST = "/en/vedtak/tilslutning/"


@pytest.fixture(scope="module")
def pages():
    """The pages of the matrix of 300 bodies and 150 cases, fifteen a year, in English, by their addresses."""
    loaded = load_content(ARCHIVE)
    bodies = tuple(
        Body(f"k{number}", Localised(f"Kommune nummer {number}"), BodyKind.MUNICIPALITY) for number in range(BODIES)
    )
    cases = tuple(_case(number, bodies) for number in range(CASES))
    site = Site(replace(loaded.council, bodies=bodies), (), NOW, replace(loaded.archive, cases=cases, plans=()))
    jinja = Environment(
        loader=FileSystemLoader(ROOT / "theme" / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    shared = {"asset": asset_addresses(ROOT / "theme" / "static"), "source_url": "", "SITEURL": ""}
    found = {}
    for page in decisions.pages(site):
        if page.template == "adoption_matrix.html":
            given = {**shared, **site.skeleton(Language.EN, page.address), **page.details(words_for(Language.EN))}
            found[page.address(site.addresses(Language.EN))] = jinja.get_template(page.template).render(**given)
    return found


def _case(number, bodies):
    """Return one of fifteen cases a year from 2015, which one body in ten has not treated."""
    day = date(2015 + number // 15, 1 + number % 12, 15)
    rows = (
        Adoption(body.id, AdoptionState.NOT_TREATED)
        if (at + number) % 10 == 0
        else Adoption(body.id, AdoptionState.ADOPTED, day)
        for at, body in enumerate(bodies)
    )
    return Case(
        f"sak-{number}",
        Localised(f"Sak nummer {number} om samarbeidet mellom kommunene"),
        Language.NB,
        "au",
        day,
        case_number(f"{number + 1}/{day.year}"),
        points=("Ja.",),
        adoptions=AdoptionRegister(tuple(rows)),
    )


def head(html):
    """Return what stands above the rows of the matrix."""
    return PageText(html.split("<tbody")[0])


def test_no_page_is_too_large_to_open(pages):
    """Three hundred bodies by a hundred and fifty cases."""
    assert max(len(html.encode()) for html in pages.values()) < LARGEST


def test_every_matter_is_in_the_matrix_of_some_page(pages):
    """The newest on the first; every other year has its page, which is led to, and which says which year it is."""
    years = [a["href"] for a in head(pages[FIRST]).all("a") if a["href"].startswith(f"{FIRST}2")]
    assert {*years, FIRST} == set(pages)
    assert years == sorted(years, reverse=True)
    columns = {a["href"] for html in pages.values() for a in head(html).all("a")}
    assert {f"/en/saker/sak-{number}/" for number in range(CASES)} <= columns
    assert head(pages[f"{FIRST}2015/"]).one("h1")["text"].strip() == "Who has adopted what of 2015"


def test_the_first_page_tells_all_that_is_outstanding_and_a_year_its_own(pages):
    """What the others wait for must not hide on the page of a year that nobody opens."""

    def told(address):
        return pages[address].split('class="outstanding-matters"')[1].count("<h3")

    assert (told(FIRST), told(f"{FIRST}2015/")) == (CASES, 15)


def test_the_page_of_a_year_leads_back_and_marks_itself(pages):
    """To the newest, and to the other years."""
    page = head(pages[f"{FIRST}2015/"])
    years = page.one("nav", aria_label="Matters by year")
    assert " ".join(years["text"].split()).endswith("2015 15")
    assert f"{FIRST}2015/" in [a["href"] for a in page.all("a", aria_current="page")]
    assert len(page.all("a", href=FIRST)) >= 2
