"""The privacy notice stands on every page that asks for personal data."""

import re
from dataclasses import replace

import pytest

from hearing_app.domain.localised import Localised
from hearing_app.domain.vocabulary import Language

FORM = "/svar/apen-plan/"
PAGES = (FORM, f"{FORM}uten-merknad/")


@pytest.mark.parametrize("address", PAGES)
def test_the_notice_that_comes_along(answering, address):
    """Purpose and basis, what is published and what is not, for how long, whom to ask, and where there is more."""
    text = answering.get(address).text
    for sentence in (
        "How personal data is dealt with",
        "a task in the public interest, and not consent",
        "The text, your role and the political treatment are published",
        "Your name and e-mail are not published on this site.",
        "deleted 365 days after it was last saved",
        "You can ask what is stored about you",
        "Write no national identity number",
        'href="/en/personvern/"',
    ):
        assert sentence in text, sentence


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("nb", "Slik behandles personopplysninger"), ("nn", "Slik blir personopplysningar handsama")],
)
def test_it_speaks_the_readers_language(answering, language, sentence):
    """Both forms of Norwegian."""
    assert sentence in answering.get(f"{FORM}?lang={language}").text


@pytest.mark.parametrize("address", PAGES)
def test_the_councils_own_text_goes_before(app, answering, address):
    """Sanitised, and marked with its language where that is not the page's; the way to /personvern/ stays."""
    own = Localised(forms=((Language.NB, "Vi i **Elvedalen** lagrer <script>lite</script>."),))
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], privacy_notice=own, keep_drafts_days=30)
    text = answering.get(address).text
    assert '<div lang="nb"><p>Vi i <strong>Elvedalen</strong> lagrer' in text
    assert "<script>lite" not in text
    assert "a task in the public interest" not in text
    assert 'href="/en/personvern/"' in text
    assert '<div lang="nb">' not in answering.get(f"{address}?lang=nb").text


def test_the_form_asks_for_no_identity_number(answering):
    """Only for name, role and address, of all that could be asked of a person."""
    text = answering.get(f"{FORM}uten-merknad/").text
    assert text.count('type="text"') + text.count('type="email"') == 6


def test_the_settings_hold_the_notice(load_settings_of):
    """In the languages that are written, and empty where none is."""
    assert not load_settings_of("").privacy_notice
    found = load_settings_of('privacy_notice_nb = "Kort."\nprivacy_notice_en = "Short."\n').privacy_notice
    assert [found.text(language) for language in Language] == ["Kort.", "Kort.", "Short."]


@pytest.fixture
def load_settings_of(tmp_path):
    """A function that reads settings from a text."""
    from hearing_app.settings import FILE, load_settings

    def load(text):
        (tmp_path / FILE).write_text(f'secret_key = "{"s" * 32}"\n{text}', encoding="utf-8")
        return load_settings(tmp_path, {})

    return load


def test_no_page_of_the_form_has_a_field_for_an_identity_number(answering):
    """Whatever a field or its label is called."""
    for address in (FORM, f"{FORM}uten-merknad/", f"{FORM}gjennomga/"):
        text = answering.get(f"{address}?lang=nb").text
        for found in re.findall(r'name="([^"]+)"|<label[^>]*>(.*?)</label>', text, re.DOTALL):
            assert not re.search(r"f[øo]dsel|personn|identity|birth", " ".join(found), re.IGNORECASE), found


def test_an_identity_number_in_an_answer_is_told_and_stops_nothing(answering, complete):
    """Gently, with where it stands; an account number and a case number are left alone."""
    answering.save({**complete, "text_viktigst": "Ring 13097248022, konto 1234 56 78903."}, action="review")
    page = answering.get(f"{FORM}gjennomga/")
    assert "This looks like a national identity number" in page.text
    assert "It stands in: What matters most" in page.text
    assert "13097248022" in page.text
    answer = answering.post(f"{FORM}send/", follow=True)
    assert "2026-0001" in answer.text


def test_an_answer_without_one_gets_no_warning(answering, complete):
    """Eleven digits alone are none."""
    answering.save({**complete, "text_viktigst": "Sak 12345678901 og 13097248023."}, action="review")
    assert "identity number</h2>" not in answering.get(f"{FORM}gjennomga/").text
