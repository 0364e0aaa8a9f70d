"""Logging out ends one login: every copy of its cookie, and none of the user's others."""

import re
from datetime import timedelta

import pytest

DESK = "/sekretariat/"
LOGIN = "/sekretariat/logg-inn/"
LOGOUT = "/sekretariat/logg-ut/"
PASSWORD = "en lang og god setning"


@pytest.fixture
def log_in(visit, secretary):
    """A function that logs the same user in on one more device."""

    def logged_in():
        visitor = visit()
        visitor.get(LOGIN)
        visitor.post(LOGIN, {"username": "siri", "password": PASSWORD})
        assert visitor.get(DESK).status_code == 200
        return visitor

    return logged_in


def cookie(visitor):
    """Return the cookie that the browser holds."""
    return visitor.client.get_cookie("samrad").value


@pytest.fixture
def with_copy(visit):
    """A function that opens a browser with the copy of a cookie."""

    def opened(value):
        visitor = visit()
        visitor.client.set_cookie("samrad", value)
        return visitor

    return opened


def test_a_copy_of_the_cookie_opens_nothing_after_logging_out(secretary, with_copy):
    """Whoever has copied it is out with the user."""
    copied = with_copy(cookie(secretary))
    assert copied.get(DESK).status_code == 200
    secretary.post(LOGOUT)
    assert copied.get(DESK).status_code == 303
    assert with_copy(cookie(secretary)).get(DESK).status_code == 303


def test_other_devices_stay_logged_in(secretary, log_in):
    """Each login has an id of its own."""
    elsewhere = log_in()
    secretary.post(LOGOUT)
    assert secretary.get(DESK).status_code == 303
    assert elsewhere.get(DESK).status_code == 200


def test_a_new_login_in_the_same_browser_ends_the_one_before(secretary, with_copy):
    """It is what that browser can no longer log out of."""
    copied = with_copy(cookie(secretary))
    secretary.get(LOGIN)
    secretary.post(LOGIN, {"username": "siri", "password": PASSWORD})
    assert secretary.get(DESK).status_code == 200
    assert copied.get(DESK).status_code == 303


def test_logins_that_are_over_by_themselves_are_forgotten(secretary, log_in, db, clock):
    """Their ids are kept for eight hours, as long as a cookie could count."""
    secretary.post(LOGOUT)
    assert db.table("ended_sessions").count == 1
    clock.now += timedelta(hours=9)
    log_in().post(LOGOUT)
    assert db.table("ended_sessions").count == 1


def test_a_cookie_of_before_logins_had_ids_is_not_taken(secretary, app, db):
    """It could not be ended, so its user logs in once more."""
    with secretary.client.session_transaction() as session:
        assert re.fullmatch(r"[\w-]{22}", session["desk"].pop("id"))
        session.modified = True
    assert secretary.get(DESK).status_code == 303
