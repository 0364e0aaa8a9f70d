"""Pages of the desk that have long lists or little known of an answer, in a real browser, wide and narrow."""

import pytest

from hearing_app.storage import points
from hearing_app.text import long_lists
from hearing_app.treating.splitting import add_point
from tests.web.test_registering_in_a_browser import look, officer, served  # noqa: F401 - fixtures

REGISTER = "/sekretariat/apen-plan/registrer/"
CLOSED = "/sekretariat/lukket-strategi/"
HEAD = "instans;avsendertype;måte;kom inn;Merknad: x [general]\n"
KARI = "Kari Eksempel;privatperson;på papir;13.5.2026;"


def upload(page, served, text):  # noqa: F811 - fixture
    page.goto(f"{served}{REGISTER}")
    page.locator("#file").set_input_files({"name": "svar.csv", "mimeType": "text/csv", "buffer": text.encode()})
    page.locator("form:has(#file) button[type=submit]").click()


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("language", ["nb", "nn"])
def test_a_body_is_chosen_and_the_columns_are_explained(officer, served, language):  # noqa: F811 - fixtures
    """The heading names the body, and the fold holds what each column is for."""
    page = officer(language)
    page.goto(f"{served}{REGISTER}?instans=bergvik")
    page.locator("#_many ~ details summary").click()
    look(page, f"edges-register-{language}")


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("language", ["nb", "nn"])
def test_a_namesake_is_asked_about(officer, served, language):  # noqa: F811 - fixtures
    """A day alone in the preview, then the question in the list of mistakes."""
    page = officer(language)
    upload(page, served, f"{HEAD}{KARI}Bra.\n")
    look(page, f"edges-day-{language}")
    page.locator("main form button[type=submit]").first.click()
    upload(page, served, f"{HEAD}{KARI}Dårlig.\n")
    look(page, f"edges-namesake-{language}")
    assert "«ny versjon»" in page.content()


@pytest.mark.browser
@pytest.mark.slow
def test_a_long_warning_is_folded(officer, served, three_answers, monkeypatch):  # noqa: F811 - fixtures
    """The sentence names the first of them; the fold names everybody."""
    monkeypatch.setattr(long_lists, "MOST", 1)
    page = officer("nb")
    page.goto(f"{served}{CLOSED}publiser/")
    folds = page.locator("details.everybody")
    assert folds.count() > 0
    for number in range(folds.count()):
        folds.nth(number).locator("summary").click()
    look(page, "edges-publish")
    assert "og 2 til" in page.content()


@pytest.mark.browser
@pytest.mark.slow
def test_the_help_for_marking_and_the_page_of_joining(officer, served, db, three_answers, now):  # noqa: F811 - fixtures
    """Once on the page of a response; from there to joining and back to the point."""
    for body, text in {
        "bergvik": ("tiltak", "Bygg to broer."),
        "fossheim": ("general", "Vi saknar ein frist."),
    }.items():
        add_point(db, three_answers[body], *text, actor="test", now=now)
    point = points.of_submission(db, three_answers["bergvik"].reference)[0]
    page = officer("nb")
    page.goto(f"{served}{CLOSED}svar/{point.submission}/")
    assert page.locator("[data-mark-help]:visible").count() == 1
    look(page, "edges-response")
    page.goto(f"{served}{CLOSED}punkter/{point.id}/sammen/?back={CLOSED}punkter/")
    look(page, "edges-joining")
