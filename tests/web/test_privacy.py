"""The privacy notice stands on every page that asks for personal data."""

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
