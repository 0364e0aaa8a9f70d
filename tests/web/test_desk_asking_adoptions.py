"""Asking for adoptions at the desk: no day that has passed, no heap of mail by accident, and a new day is told."""

import re
from datetime import date
from email import message_from_bytes

import pytest

from hearing_app.storage import adoption_reports, outbox
from hearing_app.web import desk_adoptions

DESK = "/sekretariat/vedtatt-avtale/tilslutning/"
ASKED = {"asked": ["indre", "bergvik"], "due": "1.9.2026", "action": "send"}


@pytest.fixture
def post(secretary):
    """A function that posts what is chosen on the page."""

    def posted(path=DESK, **fields):
        secretary.get(DESK)
        return secretary.post(path, {**ASKED, **fields})

    return posted


def sure(page):
    """Return what the page carries to say which mails were asked about."""
    return re.search(r'name="sure" value="([^"]+)"', page.text)[1]


def seen(page):
    """Return what the page carries to say which choice it began with."""
    return re.search(r'name="seen" value="([^"]+)"', page.text)[1]


def queued(db, kind="adoption"):
    return [mail for mail in outbox.waiting(db) if mail.kind.startswith(kind)]


@pytest.mark.parametrize("action", ["send", "save"])
def test_a_day_that_has_passed_is_refused(post, db, action):
    """Nobody is asked to report by 2020; the choice is given back."""
    answer = post(due="1.2.2020", action=action)
    assert answer.status_code == 422
    assert "That day has passed" in answer.text
    assert 'value="1.2.2020"' in answer.text
    assert queued(db) == []
    assert adoption_reports.round_of(db, "vedtatt-avtale") is None


def test_a_day_that_has_passed_meanwhile_can_stand(post, db):
    """Who is asked can be changed after the day; but no more mail goes out with it."""
    adoption_reports.put_round(db, "vedtatt-avtale", due=date(2026, 1, 15), asked=("indre", "bergvik"))
    assert post(due="15.1.2026", action="save", asked=["indre"]).status_code == 303
    assert post(due="15.1.2026").status_code == 422
    assert adoption_reports.round_of(db, "vedtatt-avtale").asked == ("indre",)


def test_many_mails_are_asked_about_first(post, db, monkeypatch):
    """The page says how many and by which day; nothing is stored or sent before the second click."""
    monkeypatch.setattr(desk_adoptions, "MANY", 1)
    page = post()
    assert page.status_code == 200
    assert "2 mails are about to be sent. Nothing is sent yet." in page.text
    assert "1 September 2026" in page.text
    assert queued(db) == []
    assert post(sure="2").status_code == 200
    assert post(sure=sure(page)).status_code == 303
    assert len(queued(db)) == 2


def test_a_click_that_says_sure_sends_what_was_asked_about(post, db, monkeypatch):
    """Not as many to others, nor with another day: then it is asked about anew."""
    monkeypatch.setattr(desk_adoptions, "MANY", 0)
    seen = sure(post(asked=["indre"]))
    for other in ({"asked": ["bergvik"]}, {"asked": ["indre"], "due": "2.9.2026"}):
        again = post(**other, sure=seen)
        assert (again.status_code, queued(db)) == (200, [])
        assert "Nothing is sent yet" in again.text
    assert post(asked=["indre"], sure=seen).status_code == 303
    assert [mail.recipient for mail in queued(db)] == ["post@indre.example"]


def test_the_last_of_two_who_choose_is_told_of_the_first(secretary, db):
    """What the other chose is shown, what was chosen here is given back, and a second look saves it."""
    old = seen(secretary.get(DESK))
    secretary.post(DESK, {"asked": ["indre"], "due": "1.9.2026", "action": "save"})
    answer = secretary.post(DESK, {"asked": ["bergvik"], "due": "1.10.2026", "action": "send", "seen": old})
    assert answer.status_code == 409
    assert "These are asked now: Indre" in answer.text
    assert "1 September 2026" in answer.text
    assert re.findall(r'value="([a-z]+)" checked', answer.text) == ["bergvik"]
    assert 'value="1.10.2026"' in answer.text
    found = adoption_reports.round_of(db, "vedtatt-avtale")
    assert (found.asked, found.due, queued(db)) == (("indre",), date(2026, 9, 1), [])
    again = {"asked": ["bergvik"], "due": "1.10.2026", "action": "save", "seen": seen(answer)}
    assert secretary.post(DESK, again).status_code == 303
    assert adoption_reports.round_of(db, "vedtatt-avtale").asked == ("bergvik",)


def test_a_mistake_makes_nobody_the_last(secretary, db):
    """The form goes on from what it began with, so a colleague's choice is not lost by a day that was mistyped."""
    old = seen(secretary.get(DESK))
    secretary.post(DESK, {"asked": ["indre"], "due": "1.9.2026", "action": "save"})
    wrong = secretary.post(DESK, {"asked": ["bergvik"], "due": "snart", "action": "save", "seen": old})
    assert (wrong.status_code, seen(wrong)) == (422, old)


def test_a_new_day_is_told_to_those_who_are_silent(post, secretary, db):
    """Their mail has the earlier one: the page says so, and one click reminds them; Bergvik has told by hand."""
    post()
    before = len(queued(db))
    post(due="1.10.2026", action="save")
    page = secretary.get(DESK).text
    assert "1 body has got a mail with the earlier day" in page
    assert "Remind the one that has not reported" in page
    assert secretary.post(f"{DESK}minn-alle/", {}).status_code == 303
    reminders = queued(db)[before:]
    assert [mail.recipient for mail in reminders] == ["post@indre.example"]
    secretary.post(f"{DESK}minn-alle/", {})
    assert len(queued(db)) == before + 1  # a second click is no second mail
    assert "1. oktober 2026" in message_from_bytes(reminders[0].message).get_payload(decode=True).decode()


def test_nobody_is_reminded_before_anybody_is_asked(post, secretary, db):
    """There is no button, and a post does nothing."""
    assert "that have not reported" not in secretary.get(DESK).text
    assert secretary.post(f"{DESK}minn-alle/", {}).status_code == 303
    assert queued(db) == []
