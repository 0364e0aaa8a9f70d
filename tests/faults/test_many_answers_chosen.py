"""A choice among the answers of all municipalities there are, through the server's own limit on addresses."""

import re
from contextlib import closing
from datetime import UTC, datetime
from http import HTTPStatus
from urllib.parse import urlencode

import pytest

from bench.submissions import FORM_TYPE
from hearing_app.answering.receive import receive_submission
from hearing_app.domain.vocabulary import Language
from hearing_app.library import Library
from hearing_app.storage import publish_choices
from hearing_app.storage.database import open_database
from hearing_app.text import words_for
from hearing_app.users.accounts import set_user

HEARING, BODIES = "bench", 357
PAGE = f"/sekretariat/{HEARING}/publiser/"
PASSWORD = "en lang og god setning"
LONGEST_LINE = 4094
"""What gunicorn takes of the first line of a request, the address among it."""
pytestmark = pytest.mark.slow


@pytest.fixture
def heard(council):
    """A workspace with a hearing of 357 bodies."""
    return council(BODIES)


@pytest.fixture
def everybody(heard, answered, sender):
    """The references of the answers of every body; somebody is there who may publish them."""
    now = datetime.now(UTC)  # the server has its own clock
    with closing(open_database(heard.database)) as db:
        set_user(db, username="siri", name="Siri", password=PASSWORD, now=now)
        hearing, words = Library(heard.content).matter(HEARING).hearing, words_for(Language.NB)
        content = answered({"viktigst": "", "section-1": "Ja."})
        return [
            receive_submission(db, hearing, body, content, words=words, sender=sender, now=now).reference
            for body in hearing.invited
        ]


def test_a_choice_of_all_answers_but_one_is_looked_at(heard, everybody, serve, client):
    """It is kept under a number: no address is too long, and everything that was ticked is ticked there."""
    browser = client(serve(heard))
    browser.request("GET", "/sekretariat/logg-inn/")
    browser.ask("POST", "/sekretariat/logg-inn/", HTTPStatus.SEE_OTHER, {"username": "siri", "password": PASSWORD})
    browser.ask("GET", PAGE, HTTPStatus.OK)
    chosen = [("csrf_token", browser.hidden["csrf_token"]), *(("svar", one) for one in everybody[1:])]
    ticked = [*chosen, ("konklusjoner", "alle"), ("mails", "1"), ("note", "Grunnen er lang. " * 50)]
    assert len(urlencode(ticked)) > LONGEST_LINE
    body = urlencode([*ticked, ("action", "look")]).encode()
    status, _page = browser._request("POST", f"{PAGE}valg/", body, FORM_TYPE)
    assert status == HTTPStatus.SEE_OTHER
    with closing(open_database(heard.database)) as db:
        (number,) = (row["id"] for row in db.table("publish_choices").rows)
        assert publish_choices.get(db, number, HEARING).mails
    page = browser.ask("GET", f"{PAGE}?valg={number}", HTTPStatus.OK)
    assert set(re.findall(r'name="svar" value="([\d-]+)" checked', page)) == set(everybody[1:])
    assert "356 av 357 svar er krysset av" in page
    assert "Ikke krysset av: kommune-0." in page
    file = re.search(r'<form class="desk-filter".*?</form>', page, re.DOTALL)[0]
    assert f'<input type="hidden" name="valg" value="{number}">' in file
    assert 'name="svar"' not in file
    status, page = browser._request("POST", PAGE, urlencode([*ticked, ("action", "publish")]).encode(), FORM_TYPE)
    browser.close()
    assert status == HTTPStatus.CONFLICT  # the hearing is open; what was chosen stands there still
    assert set(re.findall(r'name="svar" value="([\d-]+)" checked', page)) == set(everybody[1:])
