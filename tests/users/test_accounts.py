from datetime import UTC, datetime, timedelta

import pytest
from sqlite_utils import Database

from hearing_app.storage import audit, users
from hearing_app.storage.database import migrate
from hearing_app.users.accounts import SHORTEST_PASSWORD, LoginRefused, PasswordTooShort, log_in, session_user, set_user
from hearing_app.users.tries import PER_ADDRESS, PER_USER_AND_ADDRESS, WINDOW, LoginThrottled

PASSWORD = "riktig hest batteri"
HERE, ELSEWHERE = "192.0.2.1", "198.51.100.7"


@pytest.fixture(scope="module")
def stored():
    """The user as `set_user` stores it, made once: the hash is slow on purpose."""
    db = Database(memory=True)
    db.conn.isolation_level = None
    migrate(db)
    set_user(db, username="kari", name="Kari Eksempel", password=PASSWORD, now=datetime.now(UTC))
    row = db.table("users").get(1)
    db.close()
    return row


@pytest.fixture
def kari(db, stored):
    db.table("users").insert(stored)
    return users.by_username(db, "kari")


@pytest.fixture
def try_in(db, now, kari):
    """A function that tries to log in and says how it went."""

    def attempt(password=PASSWORD, *, username="kari", address=HERE, at=now):
        try:
            return log_in(db, username=username, password=password, address=address, now=at).name
        except (LoginRefused, LoginThrottled) as error:
            return type(error)

    return attempt


def test_a_password_is_stored_as_argon2(db, kari):
    """Never as itself."""
    assert kari.password_hash.startswith("$argon2id$")
    assert PASSWORD not in "\n".join(db.conn.iterdump())


@pytest.mark.parametrize("length", [0, SHORTEST_PASSWORD - 1])
def test_a_short_password_is_refused(db, now, length):
    """And nothing is stored."""
    with pytest.raises(PasswordTooShort):
        set_user(db, username="ola", name="Ola", password="x" * length, now=now)
    assert users.by_username(db, "ola") is None


def test_twelve_characters_are_enough(db, now):
    """The limit is the first that is taken."""
    set_user(db, username="ola", name="Ola", password="æ" * SHORTEST_PASSWORD, now=now)
    assert log_in(db, username="ola", password="æ" * SHORTEST_PASSWORD, address=HERE, now=now).name == "Ola"


def test_the_right_password_opens(try_in, db):
    """Also with capitals and spaces around the user name, and the log says so."""
    assert try_in() == "Kari Eksempel"
    assert try_in(username="  KARI ") == "Kari Eksempel"
    assert [e.action for e in audit.entries(db, "")] == ["logged in", "logged in"]


@pytest.mark.parametrize("password", ["", "feil", PASSWORD + " ", PASSWORD.upper(), "x" * 10_000])
def test_any_other_password_is_refused(try_in, password):
    """To the letter."""
    assert try_in(password) is LoginRefused


@pytest.mark.parametrize("username", ["ukjent", "", "kari'--", "\x00"])
def test_an_unknown_user_is_refused_the_same_way(try_in, username):
    """Which of the two was wrong is told to nobody."""
    assert try_in(username=username) is LoginRefused


def test_after_five_failures_the_right_password_waits_too(try_in, now):
    """For this user from this address, until fifteen minutes have passed."""
    assert [try_in("feil") for _ in range(PER_USER_AND_ADDRESS)] == [LoginRefused] * 5
    assert try_in() is LoginThrottled
    assert try_in(at=now + WINDOW) is LoginThrottled
    assert try_in(at=now + WINDOW + timedelta(seconds=1)) == "Kari Eksempel"


def test_somebody_elses_guessing_does_not_lock_the_rightful_user_out(try_in):
    """They come from different addresses."""
    for _ in range(PER_USER_AND_ADDRESS):
        try_in("feil", address=ELSEWHERE)
    assert try_in(address=ELSEWHERE) is LoginThrottled
    assert try_in(address=HERE) == "Kari Eksempel"


def test_an_address_that_tries_many_names_is_stopped(db, try_in, now):
    """Thirty failures under any names, and no name is tried any more from there."""
    for number in range(PER_ADDRESS - 1):
        users.note_failure(db, HERE, now)
        users.note_failure(db, f"bruker{number} {HERE}", now)
    assert try_in("feil", username="ukjent") is LoginRefused
    assert try_in() is LoginThrottled


def test_a_login_forgives_ones_own_failures_but_not_the_addresss(db, try_in, now):
    """Who guesses others' passwords cannot wipe the slate with an own account."""
    for _ in range(PER_USER_AND_ADDRESS - 1):
        try_in("feil")
    assert try_in() == "Kari Eksempel"
    assert users.failures_since(db, f"kari {HERE}", now - WINDOW) == 0
    assert users.failures_since(db, HERE, now - WINDOW) == PER_USER_AND_ADDRESS - 1


def test_old_failures_are_swept_away(db, try_in, now):
    """The table does not grow for ever."""
    try_in("feil")
    try_in("feil", at=now + 2 * WINDOW)
    assert db.table("login_failures").count == 2


def test_a_new_password_ends_older_sessions(db, kari, now):
    """The session's key changes with it."""
    assert session_user(db, "kari", kari.session_key) == kari
    set_user(db, username="Kari ", name="Kari Eksempel", password="en helt ny setning", now=now)
    assert session_user(db, "kari", kari.session_key) is None
    assert log_in(db, username="kari", password="en helt ny setning", address=HERE, now=now).id == kari.id


@pytest.mark.parametrize(("username", "key"), [("kari", ""), ("kari", "x"), ("ukjent", ""), ("", ""), ("kari", "å")])
def test_a_session_needs_its_key(db, kari, username, key):
    """A made-up one is nobody's."""
    assert session_user(db, username, key) is None


def test_an_endless_user_name_fills_nothing(db, try_in, now):
    """Only so much of a user name is counted as a user name can have, and counted it is."""
    for tail in ("a", "b", "c", "d", "e"):
        assert try_in(username="x" * 100_000 + tail) is LoginRefused
    assert try_in(username="x" * 100_000) is LoginThrottled
    assert max(len(row["subject"]) for row in db.table("login_failures").rows) < 250
