"""The desk's users, as an administrator meets them."""

import re

import pytest

from hearing_app.domain.vocabulary import Role
from hearing_app.storage import outbox, users
from hearing_app.users.accounts import set_user
from hearing_app.users.second_factor import begin
from tests.web.conftest import PASSWORD

USERS = "/sekretariat/brukere/"
OLA = {"username": "ola", "name": "Ola Eksempel", "email": "ola@radet.example", "role": "reviewer"}


@pytest.fixture
def add(secretary):
    """A function that fills in the form for one more user."""

    def added(way="shown", **fields):
        secretary.get(USERS)
        return secretary.post(USERS, {**OLA, "way": way, **fields}, follow=True)

    return added


def test_somebody_new_gets_a_link_that_is_shown_once(add, visit, secretary):
    """And chooses the password with it; a second time it opens nothing."""
    link = re.search(r"http://samrad.test(/sekretariat/passord/[\w-]+/)", add().text)[1]
    assert link not in secretary.get(f"{USERS}ola/").text
    visitor = visit()
    page = visitor.get(f"{link}?lang=en")
    assert "your user name at the desk is ola" in page.text
    wrong = visitor.post(link, {"password": "en god setning", "again": "en annen setning"})
    assert (wrong.status_code, "not the same" in wrong.text) == (422, True)
    assert visitor.post(link, {"password": "kort", "again": "kort"}).status_code == 422
    done = visitor.post(link, {"password": PASSWORD, "again": PASSWORD}, follow=True)
    assert "Your password is stored" in done.text
    assert visitor.get(link).status_code == 404
    visitor.get("/sekretariat/logg-inn/")
    assert visitor.post("/sekretariat/logg-inn/", {"username": "ola", "password": PASSWORD}).status_code == 303
    assert visitor.get(USERS).status_code == 403


def test_a_link_goes_by_mail(add, db, secretary):
    """Then it stands on no page, neither there nor where mail is listed."""
    page = add("mail")
    (mail,) = outbox.waiting(db)
    token = re.search(r"passord/([\w-]+)/", mail.message.decode().replace("=\r\n", ""))[1]
    assert "on its way to ola@radet.example" in page.text
    assert token not in page.text + secretary.get("/sekretariat/post/").text


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"username": "Ola Eksempel"}, "Use letters, digits"),
        ({"username": "siri"}, "The user name is taken"),
        ({"username": "bergvik"}, "The user name is taken"),
        ({"email": "ola"}, "Write an e-mail address"),
        ({"name": ""}, "Fill in the user name"),
    ],
)
def test_a_mistake_gives_everything_back(add, db, fields, told):
    """Nothing that was typed is lost, and nobody is added."""
    page = add(**fields)
    assert page.status_code == 422
    assert told in page.text
    assert all(value in page.text for value in ({**OLA, **fields}).values() if value)
    assert [user.username for user in users.everybody(db)] == ["siri"]


def test_a_role_is_changed_and_counts_at_once(add, secretary, visit, db, now):
    """Also where the person is logged in."""
    set_user(db, username="ola", name="Ola", password=PASSWORD, now=now, role=Role.ADMINISTRATOR)
    ola = visit()
    ola.get("/sekretariat/logg-inn/")
    ola.post("/sekretariat/logg-inn/", {"username": "ola", "password": PASSWORD})
    assert ola.get(USERS).status_code == 200
    secretary.get(f"{USERS}ola/")
    secretary.post(f"{USERS}ola/", {"name": "Ola", "email": "", "role": "reader"})
    assert ola.get(USERS).status_code == 403
    assert ola.get("/sekretariat/").status_code == 200
    secretary.get(f"{USERS}ola/")
    secretary.post(f"{USERS}ola/tilgang/", {"access": "ended"})
    assert ola.get("/sekretariat/").status_code == 303
    assert "Access ended" in secretary.get(USERS).text
    secretary.get(f"{USERS}ola/")
    assert "has access again" in secretary.post(f"{USERS}ola/tilgang/", {"access": "given"}, follow=True).text


def test_the_last_administrator_stays(secretary, db):
    """Neither role nor access can be taken, whoever asks."""
    secretary.get(f"{USERS}siri/")
    answer = secretary.post(f"{USERS}siri/", {"name": "Siri", "email": "", "role": "reader"})
    assert (answer.status_code, "Nobody else who can log in is administrator" in answer.text) == (422, True)
    secretary.get(f"{USERS}siri/")
    assert secretary.post(f"{USERS}siri/tilgang/", {"access": "ended"}).status_code == 409
    assert users.by_username(db, "siri").role is Role.ADMINISTRATOR
    assert secretary.get("/sekretariat/").status_code == 200


def test_a_lost_second_factor_is_reset(add, secretary, db, now):
    """The next login asks for the password alone."""
    add()
    ola = users.by_username(db, "ola")
    begin(db, ola, now=now)
    users.set_second_factor(db, ola.id, key="A" * 32, since=now)
    secretary.get(f"{USERS}ola/")
    secretary.post(f"{USERS}ola/tofaktor/", {})
    assert not users.by_username(db, "ola").has_second_factor


def test_who_is_no_administrator_is_shown_no_way_there(secretary, db, visit, now):
    """The desk's first page leads administrators alone to the users; everybody has a page of their own, and the log."""
    assert f'href="{USERS}"' in secretary.get("/sekretariat/").text
    set_user(db, username="lise", name="Lise", password=PASSWORD, now=now, role=Role.REVIEWER)
    lise = visit()
    lise.get("/sekretariat/logg-inn/")
    lise.post("/sekretariat/logg-inn/", {"username": "lise", "password": PASSWORD})
    page = lise.get("/sekretariat/").text
    assert f'href="{USERS}"' not in page
    assert 'href="/sekretariat/meg/"' in page
    assert 'href="/sekretariat/logg/"' in page
