"""What the receipt says by mail of who stands behind an answer, and of what is still to be told."""

from dataclasses import replace
from datetime import date

import pytest

from hearing_app.domain.guest import Sender as Guest
from hearing_app.domain.submission import PoliticalStanding
from hearing_app.domain.vocabulary import Language, SenderKind, Standing
from hearing_app.mailing.mail import receipt_mail
from hearing_app.storage import journal
from hearing_app.text import words_for

PRELIMINARY = PoliticalStanding(Standing.PRELIMINARY, "Kommunestyret", date(2026, 6, 22), "")


@pytest.fixture
def told(db, hearing, receive, answered, sender, now):
    """A function that returns the text of the receipt of an answer, on one line."""

    def text(language="nb", **changes):
        sent = receive(hearing, "bergvik", answered())
        sent, entry = replace(sent, content=replace(sent.content, **changes)), journal.entries(db)[-1]
        body, words = hearing.invited_body("bergvik"), words_for(Language(language))
        letter = receipt_mail(sent, hearing, body, words, sender, now=now, entry=entry)
        return " ".join(letter.get_body(("plain",)).get_content().split())

    return text


def test_it_says_who_stands_behind_the_answer(told):
    """A case system that keeps the text alone needs it; nothing more is asked of an answer that stands."""
    text = told()
    assert "Hvem står bak svaret? Kommunestyret, 15. mai 2026, sak 12/26" in text
    assert "Meld utfallet" not in text


@pytest.mark.parametrize(
    ("language", "line", "call"),
    [
        ("nb", "Foreløpig, skal bekreftes av Kommunestyret 22. juni 2026", "Meld utfallet"),
        ("nn", "Førebels, skal stadfestast av Kommunestyret 22. juni 2026", "Meld utfallet"),
        ("en", "Preliminary, to be confirmed by Kommunestyret 22 June 2026", "Tell the outcome"),
    ],
)
def test_a_preliminary_answer_is_told_what_comes(told, language, line, call):
    """Who is to confirm it and when, and that it is told by the same link."""
    text = told(language, standing=PRELIMINARY)
    assert line in text
    assert call in text


def test_guests_have_no_standing(told):
    """They were asked for none, so the mail says nothing of it."""
    text = told(sender=Guest(SenderKind.PRIVATE, "Ola Eksempel"), standing=PRELIMINARY)
    assert "Hvem står bak svaret? " not in text.partition("Fingeravtrykket")[0]
    assert "Meld utfallet" not in text


@pytest.mark.parametrize("language", Language)
def test_the_way_to_the_check_is_in_the_readers_language(told, language):
    """Whatever language the browser asks for."""
    assert f"http://samrad.test/svar/kvittering/?lang={language}" in told(language)
