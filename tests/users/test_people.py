"""What an administrator does with users: nobody chooses another's password, and somebody can always manage users."""

from datetime import timedelta

import pytest
from argon2 import PasswordHasher

from hearing_app.domain.vocabulary import Language, Role
from hearing_app.mailing.account_mail import Letters
from hearing_app.operating.person import stored_on
from hearing_app.storage import audit, outbox, users
from hearing_app.text import words_for
from hearing_app.users.accounts import (
    LINK_LASTS,
    LastAdministrator,
    LinkGone,
    LoginRefused,
    NameMissing,
    PasswordTooShort,
    PasswordWrong,
    change_password,
    choose_password,
    log_in,
    session_user,
    set_user,
)
from hearing_app.users.people import (
    EmailTaken,
    EmailWrong,
    UsernameTaken,
    UsernameWrong,
    add_user,
    change_user,
    end_access,
    give_access,
    make_link,
)
from hearing_app.users.tries import LoginThrottled

PASSWORD, NEW = "en lang og god setning", "en helt annen setning"
OLA = {"username": "Ola", "name": "Ola Eksempel", "email": "ola@radet.example", "role": Role.REVIEWER}


@pytest.fixture
def letters(sender):
    return Letters(words_for(Language.EN), sender)


@pytest.fixture
def siri(db, now):
    """The only administrator."""
    set_user(db, username="siri", name="Siri Sekretær", password=PASSWORD, now=now, email="siri@radet.example")
    return users.by_username(db, "siri")


@pytest.fixture
def ola(db, siri, now):
    """Somebody new, who has chosen no password yet."""
    return add_user(db, **OLA, actor="siri", now=now)


@pytest.fixture
def token(db, ola, letters, now):
    """What opens the page where Ola chooses a password."""
    return make_link(db, ola, by_mail=False, actor="siri", letters=letters, now=now).address.split("/")[-2]


def mails(db):
    return [(mail.recipient, mail.message.decode()) for mail in outbox.waiting(db)]


def test_somebody_new_chooses_the_password_and_nobody_else_does(db, ola, token, letters, now):
    """There is none before, and the link works once."""
    with pytest.raises(LoginRefused):
        log_in(db, username="ola", password="", address="x", now=now)
    with pytest.raises(PasswordTooShort):
        choose_password(db, token, "kort", letters=letters, now=now)
    choose_password(db, token, NEW, letters=letters, now=now)
    assert log_in(db, username="ola", password=NEW, address="x", now=now).role is Role.REVIEWER
    with pytest.raises(LinkGone):
        choose_password(db, token, PASSWORD, letters=letters, now=now)
    assert token not in "\n".join(db.conn.iterdump())


def test_a_link_ends_with_its_time_a_newer_one_or_the_access(db, ola, token, letters, now):
    """Whichever comes first."""
    with pytest.raises(LinkGone):
        choose_password(db, token, NEW, letters=letters, now=now + LINK_LASTS)
    newer = make_link(db, ola, by_mail=False, actor="siri", letters=letters, now=now).address.split("/")[-2]
    with pytest.raises(LinkGone):
        choose_password(db, token, NEW, letters=letters, now=now)
    end_access(db, ola, actor="siri", now=now)
    give_access(db, ola, actor="siri", now=now)
    with pytest.raises(LinkGone):
        choose_password(db, newer, NEW, letters=letters, now=now)


def test_a_link_by_mail_goes_to_the_user_and_is_in_no_export(db, content, ola, letters, now):
    """Who has no address gets none by mail."""
    link = make_link(db, ola, by_mail=True, actor="siri", letters=letters, now=now)
    ((to, text),) = mails(db)
    assert link.mailed
    assert to == "ola@radet.example"
    assert link.address.rsplit("/", 2)[1] in text.replace("=\r\n", "")
    found = stored_on(db, content, "OLA@radet.example")
    assert link.address.rsplit("/", 2)[1] not in str(found)
    assert [row["username"] for row in found["users"]] == ["ola"]
    change_user(db, ola, name="Ola", email="", role=ola.role, actor="siri", letters=letters, now=now)
    without = users.by_username(db, "ola")
    assert not make_link(db, without, by_mail=True, actor="siri", letters=letters, now=now).mailed


def test_what_a_user_has_done_is_found_by_the_address(db, content, siri, now):
    """The log has the user name alone."""
    audit.log(db, now=now, actor="siri", action="published", hearing="apen-plan")
    assert "published" in {row["action"] for row in stored_on(db, content, "siri@radet.example")["audit"]}


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"username": " "}, NameMissing),
        ({"name": ""}, NameMissing),
        ({"username": "ola eksempel"}, UsernameWrong),
        ({"username": "=cmd"}, UsernameWrong),
        ({"username": "SIRI"}, UsernameTaken),
        ({"username": "terminal"}, UsernameTaken),
        ({"username": "bergvik"}, UsernameTaken),
        ({"email": "ola"}, EmailWrong),
        ({"email": "Siri@radet.example"}, EmailTaken),
    ],
)
def test_what_cannot_be_a_user_is_refused(db, siri, now, change, error):
    """And nothing of it is stored, nor logged."""
    before = audit.head(db)
    with pytest.raises(error):
        add_user(db, **{**OLA, **change}, actor="siri", now=now, taken={"bergvik"})
    assert [user.username for user in users.everybody(db)] == ["siri"]
    assert audit.head(db) == before


def test_the_last_administrator_stays(db, siri, ola, letters, now):
    """Who has chosen no password yet does not count as another; who has, does."""
    facts = {"name": siri.name, "email": siri.email, "actor": "siri", "letters": letters, "now": now}
    change_user(db, ola, **{**facts, "name": ola.name, "email": ola.email}, role=Role.ADMINISTRATOR)
    with pytest.raises(LastAdministrator):
        change_user(db, siri, **facts, role=Role.READER)
    with pytest.raises(LastAdministrator):
        end_access(db, siri, actor="siri", now=now)
    with pytest.raises(LastAdministrator):
        set_user(db, username="siri", name="Siri", password=NEW, now=now, role=Role.READER)
    assert users.by_username(db, "siri") == siri
    set_user(db, username="ola", name="Ola", password=NEW, now=now)
    change_user(db, siri, **facts, role=Role.READER)
    assert users.by_username(db, "siri").role is Role.READER
    with pytest.raises(LastAdministrator):
        end_access(db, users.by_username(db, "ola"), actor="ola", now=now)


def test_a_new_role_is_told_by_mail_and_logged(db, ola, letters, now):
    """With the role in words."""
    change_user(db, ola, name=ola.name, email=ola.email, role=Role.READER, actor="siri", letters=letters, now=now)
    assert [(e.action, e.subject) for e in audit.entries(db, "")][-1] == ("role given: reader", "ola")
    assert "Your role is Reader now." in mails(db)[-1][1]


def test_a_new_address_is_told_to_the_old(db, ola, letters, now):
    """For links to choose a password go to the new one."""
    change_user(db, ola, name="Ola", email="ny@radet.example", role=ola.role, actor="siri", letters=letters, now=now)
    assert mails(db)[-1][0] == "ola@radet.example"
    assert users.by_username(db, "ola").email == "ny@radet.example"


def test_ended_access_ends_sessions_and_logins_at_once(db, siri, now):
    """Given back, the old sessions do not come back with it."""
    set_user(db, username="ola", name="Ola", password=NEW, now=now)
    ola = users.by_username(db, "ola")
    end_access(db, ola, actor="siri", now=now)
    assert session_user(db, "ola", ola.session_key) is None
    with pytest.raises(LoginRefused):
        log_in(db, username="ola", password=NEW, address="x", now=now)
    assert users.by_username(db, "ola").disabled_at == now
    give_access(db, users.by_username(db, "ola"), actor="siri", now=now)
    assert session_user(db, "ola", ola.session_key) is None
    assert log_in(db, username="ola", password=NEW, address="x", now=now).id == ola.id


def test_ones_own_password_takes_the_old_one(db, siri, letters, now):
    """Every other session ends, and the change is told by mail."""
    change = {"address": "x", "letters": letters, "now": now}
    with pytest.raises(PasswordWrong):
        change_password(db, siri, old="feil", new=NEW, **change)
    with pytest.raises(PasswordTooShort):
        change_password(db, siri, old=PASSWORD, new="kort", **change)
    changed = change_password(db, siri, old=PASSWORD, new=NEW, **change)
    assert session_user(db, "siri", siri.session_key) is None
    assert session_user(db, "siri", changed.session_key) == changed
    assert "Your password has been changed." in mails(db)[-1][1]


def test_an_open_desk_is_no_place_to_guess_the_password(db, siri, letters, now):
    """Wrong old passwords count like wrong logins, and the window ends by itself."""
    change = {"new": NEW, "address": "x", "letters": letters}
    for _ in range(5):
        with pytest.raises(PasswordWrong):
            change_password(db, siri, old="feil", now=now, **change)
    with pytest.raises(LoginThrottled):
        change_password(db, siri, old=PASSWORD, now=now, **change)
    assert change_password(db, siri, old=PASSWORD, now=now + timedelta(minutes=16), **change).username == "siri"


def test_a_login_brings_an_old_hash_up_to_date(db, siri, now):
    """The password stays, and so do the sessions."""
    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    users.rehash(db, siri.id, before=siri.password_hash, after=weak)
    assert log_in(db, username="siri", password=PASSWORD, address="x", now=now).id == siri.id
    after = users.by_username(db, "siri")
    assert after.password_hash != weak
    assert not PasswordHasher().check_needs_rehash(after.password_hash)
    assert after.session_key == siri.session_key
    assert log_in(db, username="siri", password=PASSWORD, address="x", now=now)
