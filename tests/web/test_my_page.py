"""My page at the desk: password and second factor, and the login with it."""

import re
from dataclasses import replace
from datetime import timedelta

import pyotp
import pytest

from hearing_app import create_app
from hearing_app.storage import outbox, users
from hearing_app.users.accounts import set_user
from tests.web.conftest import PASSWORD, Visitor

ME, FACTOR, LOGIN, CODE = (
    "/sekretariat/meg/",
    "/sekretariat/meg/tofaktor/",
    "/sekretariat/logg-inn/",
    "/sekretariat/logg-inn/kode/",
)
NEW = "en helt annen setning"


@pytest.fixture
def siri(db):
    """What is stored of the secretary."""
    return lambda: users.by_username(db, "siri")


@pytest.fixture
def turn_on(secretary, siri, clock):
    """A function that turns the second factor on in the secretary's browser, and returns the page with the codes."""

    def turned():
        secretary.get(FACTOR)
        secretary.post(FACTOR, follow=True)
        secretary.get(FACTOR)
        page = secretary.post(f"{FACTOR}bekreft/", {"code": pyotp.TOTP(siri().totp_new_key).at(clock.now)})
        clock.now += timedelta(minutes=2)
        return page

    return turned


@pytest.fixture
def log_in(visit):
    """A function that gives user name and password in a browser of its own."""

    def logged(password=PASSWORD):
        visitor = visit()
        visitor.get(f"{LOGIN}?lang=en&next=/sekretariat/kontakter/")
        goal = {"next": "/sekretariat/kontakter/"}
        answer = visitor.post(LOGIN, {"username": "siri", "password": password, **goal})
        return visitor, answer

    return logged


def test_a_new_password_ends_every_other_session_and_not_this_one(secretary, log_in):
    """The other browser of the same person is out."""
    other, _answer = log_in()
    assert other.get("/sekretariat/").status_code == 200
    secretary.get(ME)
    done = secretary.post(f"{ME}passord/", {"old_password": PASSWORD, "new_password": NEW, "again": NEW}, follow=True)
    assert "Your password is changed" in done.text
    assert other.get("/sekretariat/").status_code == 303
    assert log_in()[1].status_code == 403
    assert log_in(NEW)[1].status_code == 303


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"old_password": "feil passord her"}, "This is not your password."),
        ({"again": "noe annet enn dette"}, "The two passwords are not the same."),
        ({"new_password": "kort", "again": "kort"}, "at least 12 characters"),
    ],
)
def test_a_password_that_cannot_be_changed_says_why(secretary, fields, told):
    """And no password stands on the page."""
    secretary.get(ME)
    right = {"old_password": PASSWORD, "new_password": NEW, "again": NEW}
    page = secretary.post(f"{ME}passord/", {**right, **fields})
    assert page.status_code == 422
    assert told in page.text
    assert not any(value in page.text for value in {**right, **fields}.values() if value != "kort")


def test_setting_up_the_second_factor(secretary, siri, turn_on):
    """A key as a picture and as text, a code that confirms it, and ten codes that are shown once."""
    secretary.get(FACTOR)
    page = secretary.post(FACTOR, follow=True)
    key = siri().totp_new_key
    assert key in page.text.replace(" ", "")
    picture = secretary.client.get(f"{FACTOR}kode.svg")
    assert picture.content_type == "image/svg+xml"
    assert picture.data.startswith(b"<?xml")
    assert b"script" not in picture.data
    secretary.get(FACTOR)
    wrong = secretary.post(f"{FACTOR}bekreft/", {"code": "000000"})
    assert wrong.status_code == 422
    assert not siri().has_second_factor
    shown = turn_on()
    codes = re.findall(r"<code>([A-Z2-7-]{19})</code>", shown.text)
    assert len(set(codes)) == 10
    assert siri().has_second_factor
    again = secretary.get(FACTOR)
    assert not any(code in again.text for code in codes)
    assert "10 recovery codes left" in again.text
    assert secretary.client.get(f"{FACTOR}kode.svg").status_code == 303


def test_a_login_with_the_second_factor(turn_on, log_in, siri, clock):
    """Nothing opens between password and code, and the way on is kept."""
    turn_on()
    visitor, answer = log_in()
    assert answer.location == CODE
    for path in ("/sekretariat/", ME, FACTOR, "/sekretariat/logg/"):
        assert visitor.client.get(path).status_code == 303
    visitor.get(CODE)
    assert visitor.post(CODE, {"code": "000000"}).status_code == 403
    done = visitor.post(CODE, {"code": pyotp.TOTP(siri().totp_key).at(clock.now)})
    assert (done.status_code, done.location) == (303, "/sekretariat/kontakter/")
    assert visitor.get("/sekretariat/").status_code == 200


def test_a_recovery_code_opens_once(turn_on, log_in):
    """On the page where the code is asked for."""
    code = re.findall(r"<code>([A-Z2-7-]{19})</code>", turn_on().text)[0]
    for expected in (303, 403):
        visitor, _answer = log_in()
        visitor.get(CODE)
        assert visitor.post(CODE, {"code": code}).status_code == expected


def test_the_password_counts_for_five_minutes(turn_on, log_in, siri, clock):
    """Who finds no code begins anew."""
    turn_on()
    visitor, _answer = log_in()
    visitor.get(CODE)
    clock.now += timedelta(minutes=5)
    assert visitor.post(CODE, {"code": pyotp.TOTP(siri().totp_key).at(clock.now)}).location == LOGIN


def test_guessing_codes_tells_when_to_try_again(turn_on, log_in):
    """To the minute, in Oslo."""
    turn_on()
    visitor, _answer = log_in()
    visitor.get(CODE)
    for _ in range(5):
        assert visitor.post(CODE, {"code": "000000"}).status_code == 403
    stopped = visitor.post(CODE, {"code": "000000"})
    assert stopped.status_code == 429
    assert "Try again at 12:17" in stopped.text


def test_turning_it_off_takes_password_and_code(secretary, turn_on, siri, clock):
    """And this session goes on."""
    turn_on()
    secretary.get(FACTOR)
    code = pyotp.TOTP(siri().totp_key).at(clock.now)
    assert secretary.post(f"{FACTOR}av/", {"password": "feil", "code": code}).status_code == 422
    done = secretary.post(f"{FACTOR}av/", {"password": PASSWORD, "code": code}, follow=True)
    assert "The second factor is turned off." in done.text
    assert not siri().has_second_factor


def test_where_everybody_must_have_one_nothing_else_opens_before(settings, db, now, clock):
    """The login leads there, what is posted elsewhere is given back, and it cannot be turned off again."""
    app = create_app(replace(settings, require_totp=True))
    app.config["CLOCK"] = clock
    set_user(db, username="siri", name="Siri", password=PASSWORD, now=now)
    visitor = Visitor(app.test_client())
    visitor.get(f"{LOGIN}?lang=en")
    visitor.post(LOGIN, {"username": "siri", "password": PASSWORD})
    assert visitor.get("/sekretariat/").location == FACTOR
    assert visitor.get("/sekretariat/logg/logg.csv").location == FACTOR
    visitor.get(FACTOR)
    kept = visitor.post("/sekretariat/kontakter/bergvik/", {"email": "ny@bergvik.example"})
    assert kept.status_code == 403
    assert "ny@bergvik.example" in kept.text
    visitor.get(FACTOR)
    visitor.post(FACTOR)
    visitor.get(FACTOR)
    key = users.by_username(db, "siri").totp_new_key
    assert visitor.post(f"{FACTOR}bekreft/", {"code": pyotp.TOTP(key).at(now)}).status_code == 200
    assert visitor.get("/sekretariat/").status_code == 200
    visitor.get(FACTOR)
    clock.now += timedelta(minutes=1)
    fields = {"password": PASSWORD, "code": pyotp.TOTP(key).at(clock.now)}
    assert visitor.post(f"{FACTOR}av/", fields).status_code == 409
    assert users.by_username(db, "siri").has_second_factor


def test_who_has_an_address_is_told(secretary, db, siri, turn_on):
    """Of what was done with the access to the desk."""
    users.set_facts(db, siri().id, name="Siri", email="siri@radet.example", role=siri().role)
    turn_on()
    assert [mail.recipient for mail in outbox.waiting(db)] == ["siri@radet.example"]
    assert "To a user of the desk" in secretary.get("/sekretariat/post/").text
