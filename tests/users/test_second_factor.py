"""The second factor: each code works once, and nobody's guessing locks the rightful user out for good."""

from datetime import timedelta

import pyotp
import pytest

from hearing_app.domain.vocabulary import Language
from hearing_app.mailing.account_mail import Letters
from hearing_app.storage import audit, credentials, outbox, users
from hearing_app.text import words_for
from hearing_app.users.accounts import LoginRefused, PasswordWrong, log_in, session_user, set_user
from hearing_app.users.second_factor import CodeWrong, NotBegun, begin, confirm, new_codes, reset, second_step, turn_off
from hearing_app.users.tries import CODES_PER_USER, PER_ADDRESS, PER_USER_AND_ADDRESS, WINDOW, LoginThrottled

PASSWORD = "en lang og god setning"
HERE, ELSEWHERE = "192.0.2.1", "198.51.100.7"
STEP = timedelta(seconds=30)


@pytest.fixture
def letters(sender):
    return Letters(words_for(Language.EN), sender)


@pytest.fixture
def kari(db, now):
    set_user(db, username="kari", name="Kari Eksempel", password=PASSWORD, now=now, email="kari@radet.example")
    return users.by_username(db, "kari")


@pytest.fixture
def key(db, kari, now):
    """A key that waits to be confirmed."""
    begin(db, kari, now=now)
    return users.by_username(db, "kari").totp_new_key


@pytest.fixture
def on(db, key, letters, now):
    """Kari's second factor, turned on a minute ago; returns (the key, the recovery codes)."""
    earlier = now - timedelta(minutes=1)
    code = pyotp.TOTP(key).at(earlier)
    _user, codes = confirm(db, users.by_username(db, "kari"), code, address=HERE, letters=letters, now=earlier)
    return key, codes


@pytest.fixture
def give(db, letters, now):
    """A function that gives a code after the password, and tells how it went."""

    def given(code, *, address=HERE, at=now):
        try:
            second_step(db, users.by_username(db, "kari"), code, address=address, letters=letters, now=at)
        except (CodeWrong, LoginThrottled) as error:
            return type(error)
        return "in"

    return given


def mails(db):
    return [mail.message.decode() for mail in outbox.waiting(db)]


def test_nothing_is_asked_for_before_a_code_has_confirmed_the_key(db, key, letters, now):
    """A wrong code leaves everything as it was, and a key that was never made cannot be confirmed."""
    kari = users.by_username(db, "kari")
    with pytest.raises(CodeWrong):
        confirm(db, kari, "000000", address=HERE, letters=letters, now=now)
    assert not users.by_username(db, "kari").has_second_factor
    assert log_in(db, username="kari", password=PASSWORD, address=HERE, now=now).username == "kari"
    set_user(db, username="ola", name="Ola", password=PASSWORD, now=now)
    with pytest.raises(NotBegun):
        confirm(db, users.by_username(db, "ola"), "000000", address=HERE, letters=letters, now=now)


def test_turning_it_on_ends_other_sessions_and_tells_by_mail(db, kari, on):
    """The key of the session is new, and the codes are stored as hashes."""
    assert session_user(db, "kari", kari.session_key) is None
    assert len(set(on[1])) == 10
    assert credentials.codes_left(db, kari.id) == 10
    stored = "\n".join(db.conn.iterdump())
    assert not any(code in stored or code.replace("-", "") in stored for code in on[1])
    assert "A second factor has been turned on" in mails(db)[-1]


@pytest.mark.parametrize(("steps", "expected"), [(-2, CodeWrong), (-1, "in"), (0, "in"), (1, "in"), (2, CodeWrong)])
def test_a_clock_may_go_half_a_minute_wrong(give, on, now, steps, expected):
    """One step either way, and no more."""
    at = now + timedelta(hours=1)
    assert give(pyotp.TOTP(on[0]).at(at + steps * STEP), at=at) == expected


def test_a_code_works_once(give, on, now):
    """Nor does an older one after it, nor the one that confirmed the key."""
    totp = pyotp.TOTP(on[0])
    assert give(totp.at(now - timedelta(minutes=1)), at=now - STEP) is CodeWrong
    code = totp.at(now)
    assert give(f"{code[:3]} {code[3:]}") == "in"
    assert give(code) is CodeWrong
    assert give(totp.at(now - STEP)) is CodeWrong
    assert give(totp.at(now + STEP), at=now + STEP) == "in"


WIDE_DIGITS = "".join(map(chr, range(0xFF11, 0xFF17)))


@pytest.mark.parametrize("code", ["", "abc", WIDE_DIGITS, "12345", "1234567", "x" * 10_000, "\ud800"])
def test_anything_else_is_no_code(give, on, code):
    """However it was written."""
    assert give(code) is CodeWrong


def test_a_recovery_code_works_once_in_capitals_or_not(db, kari, give, on):
    """With or without hyphens; it is told by mail how many are left."""
    code = on[1][3]
    assert give(code.lower().replace("-", " ")) == "in"
    assert give(code) is CodeWrong
    assert credentials.codes_left(db, kari.id) == 9
    assert "You have 9 left" in mails(db)[-1]
    assert "recovery code used" in {entry.action for entry in audit.entries(db, "")}


def test_a_new_set_takes_the_place_of_the_old(db, give, on, letters, now):
    """Whoever found the old one has nothing."""
    fresh = new_codes(
        db, users.by_username(db, "kari"), pyotp.TOTP(on[0]).at(now), address=HERE, letters=letters, now=now
    )
    assert give(on[1][0]) is CodeWrong
    assert give(fresh[0]) == "in"


def test_turning_it_off_takes_password_and_code(db, on, letters, now):
    """One of them is not enough, and afterwards nothing of it is left."""
    off = {"address": HERE, "letters": letters, "now": now}
    kari, code = users.by_username(db, "kari"), pyotp.TOTP(on[0]).at(now)
    with pytest.raises(PasswordWrong):
        turn_off(db, kari, password="feil", code=code, **off)
    with pytest.raises(CodeWrong):
        turn_off(db, kari, password=PASSWORD, code="000000", **off)
    after = turn_off(db, kari, password=PASSWORD, code=code, **off)
    assert (after.has_second_factor, after.totp_key, credentials.codes_left(db, kari.id)) == (False, "", 0)
    assert session_user(db, "kari", kari.session_key) is None
    assert "has been turned off" in mails(db)[-1]


def test_an_administrator_resets_it_and_the_user_is_told(db, on, letters, now):
    """For who has lost the device and the codes."""
    reset(db, users.by_username(db, "kari"), actor="siri", letters=letters, now=now)
    assert not users.by_username(db, "kari").has_second_factor
    assert "An administrator has taken your second factor off" in mails(db)[-1]
    assert log_in(db, username="kari", password=PASSWORD, address=HERE, now=now).name == "Kari Eksempel"
    assert audit.entries(db, "")[-1].action == "logged in"


def test_the_password_alone_is_no_login(db, on, now):
    """The log tells of one first when the code was right."""
    assert log_in(db, username="kari", password=PASSWORD, address=HERE, now=now).has_second_factor
    assert "logged in" not in {entry.action for entry in audit.entries(db, "")}


def test_guessing_codes_stops_and_the_window_ends_by_itself(give, on, now):
    """From the address that guessed; the rightful user elsewhere is let in meanwhile."""
    code = pyotp.TOTP(on[0]).at(now)
    assert [give("000000", address=ELSEWHERE) for _ in range(PER_USER_AND_ADDRESS)] == [CodeWrong] * 5
    assert give(code, address=ELSEWHERE) is LoginThrottled
    assert give(code) == "in"
    later = now + WINDOW + timedelta(seconds=1)
    assert give(pyotp.TOTP(on[0]).at(later), address=ELSEWHERE, at=later) == "in"


def test_guessing_from_many_addresses_stops_and_a_recovery_code_opens_all_the_same(db, give, on, now):
    """Whoever guesses so knows the password, so the user is told, once."""
    for number in range(CODES_PER_USER):
        assert give("000000", address=f"10.0.0.{number}") is CodeWrong
    assert give(pyotp.TOTP(on[0]).at(now)) is LoginThrottled
    assert give(on[1][0]) == "in"
    assert sum("knows your password" in mail for mail in mails(db)) == 1
    later = now + WINDOW + timedelta(seconds=1)
    assert give(pyotp.TOTP(on[0]).at(later), at=later) == "in"


def test_when_to_try_again_is_told(db, kari, now):
    """To the second at which it opens."""
    for minute in range(PER_USER_AND_ADDRESS):
        with pytest.raises(LoginRefused):
            log_in(db, username="kari", password="feil", address=HERE, now=now + timedelta(minutes=minute))
    with pytest.raises(LoginThrottled) as stopped:
        log_in(db, username="kari", password=PASSWORD, address=HERE, now=now + timedelta(minutes=6))
    opens = stopped.value.until
    assert opens == now + WINDOW + timedelta(seconds=1)
    assert log_in(db, username="kari", password=PASSWORD, address=HERE, now=opens).username == "kari"


def test_a_right_code_leaves_no_failure_behind(db, give, on, now):
    """Else an office behind one address would lock itself out by logging in."""
    for hour in range(1, PER_ADDRESS + 2):
        at = now + hour * STEP
        assert give(pyotp.TOTP(on[0]).at(at), at=at) == "in"
    assert db.table("login_failures").count == 0
