"""The page that checks a receipt tells a redaction apart from a difference, in the reader's language."""

import pytest

from hearing_app.publishing.publish import publish

COPY = "hearings/lukket-strategi/submissions/bergvik.yml"
PAGE = "/svar/kvittering/"


@pytest.fixture
def check(visit, db, settings, three_answers, now):
    """A function that changes Bergvik's published copy and checks the receipt's file on the page."""

    def checked(*changes, language="en"):
        released = frozenset(s.reference for s in three_answers.values())
        publish(db, settings, "lukket-strategi", released=released, actor="siri", now=now)
        path = settings.content / COPY
        text = path.read_text(encoding="utf-8")
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        path.write_text(text, encoding="utf-8")
        browser = visit()
        browser.get(f"{PAGE}?lang={language}", follow_redirects=True)
        payload = three_answers["bergvik"].payload.decode()
        return browser.post(PAGE, {"text": payload, "form_language": language}).text

    return checked


REDACTED = ("Merk stiene bedre.", "Merk ▇▇▇ [offl. § 13] bedre.")


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("nb", "Det publiserte svaret er det som ble mottatt, bortsett fra det som er merket som sladdet"),
        ("nn", "Det publiserte svaret er det som vart motteke, bortsett frå det som er merkt som sladda"),
        ("en", "The published answer is what was received, but for what is marked as redacted"),
    ],
)
def test_a_redaction_is_told_as_one(check, language, told):
    """With the heading of the part, and without a word of what is withheld."""
    page = check(REDACTED, language=language)
    assert told in page
    assert "stiene" not in page
    assert 'data-color="success"' in page


def test_a_difference_is_told_apart_from_a_redaction(check):
    """Both are named, each for what it is."""
    page = check(REDACTED, ("Rådgiver", "Ordfører"))
    assert "The published answer is not what was received" in page
    assert "This is marked as redacted, and is otherwise the same" in page
    assert "<li>Role</li>" in page
