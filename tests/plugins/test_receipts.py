"""The page on checking a receipt."""

import pytest


@pytest.mark.parametrize(("tree", "language"), [("/", "nb"), ("/nn/", "nn"), ("/en/", "en")])
def test_every_page_leads_to_how_a_receipt_is_checked(site, tree, language):
    """In each language, with the command that anybody has, and the way to the app's page in the same language."""
    assert [link for link in site.pages[tree].all("a") if link.get("href") == f"{tree}kvittering/"]
    page = site.pages[f"{tree}kvittering/"]
    assert "sha256sum" in page.text
    assert page.all("a", href=f"/svar/kvittering/?lang={language}")


def test_without_answers_there_is_no_head(site):
    """And the page says so."""
    assert "Nothing has been entered yet." in site.pages["/en/kvittering/"].text
