"""Who may use which page of the desk."""

import pytest
from flask import Blueprint, Flask

from hearing_app.domain.vocabulary import Role
from hearing_app.users.accounts import set_user
from hearing_app.web.access import AccessUndeclared, check_declared


def test_a_view_that_does_not_say_whom_it_is_for_stops_the_start():
    """So that nobody forgets it on a new page."""
    app, pages = Flask(__name__, static_folder=None), Blueprint("desk", __name__)
    pages.add_url_rule("/", "forgotten", lambda: "")
    app.register_blueprint(pages)
    with pytest.raises(AccessUndeclared, match=r"desk\.forgotten"):
        check_declared(app)


def test_a_reader_reads_and_changes_nothing(secretary, db, now):
    """The page says which role it takes, and gives back what was typed."""
    set_user(db, username="lise", name="Lise Leser", password="en lang og god setning", now=now, role=Role.READER)
    secretary.post("/sekretariat/logg-ut/", {})
    secretary.get("/sekretariat/logg-inn/")
    secretary.post("/sekretariat/logg-inn/", {"username": "lise", "password": "en lang og god setning"})
    assert secretary.get("/sekretariat/lukket-strategi/punkter/").status_code == 200
    refused = secretary.post("/sekretariat/kontakter/bergvik/", {"email": "ny@bergvik.example"})
    assert refused.status_code == 403
    assert "ny@bergvik.example" in refused.text
