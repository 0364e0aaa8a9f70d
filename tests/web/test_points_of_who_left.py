"""Points that were given to somebody whose access has ended."""

import pytest

from hearing_app.domain.vocabulary import Role
from hearing_app.storage import points, users
from hearing_app.treating.assigning import assign
from hearing_app.treating.splitting import add_point
from hearing_app.users.accounts import set_user
from hearing_app.users.people import end_access


@pytest.fixture
def left(db, now, closed, three_answers):
    """Ola, who has been given a point and has left the desk."""
    set_user(db, username="ola", name="Ola", password="en lang og god setning", now=now, role=Role.CASE_OFFICER)
    add_point(db, three_answers["bergvik"], "tiltak", "Merk stiene bedre.", actor="siri", now=now)
    (point,) = points.of_submission(db, three_answers["bergvik"].reference)
    assign(db, closed.id, [point.id], username="ola", due=None, actor="siri", now=now)
    end_access(db, users.by_username(db, "ola"), actor="siri", now=now)


def test_whoever_ends_an_access_is_told_of_points_that_wait(left, secretary):
    """The page of the user links them, in the list of the hearing, where they can be given to somebody else."""
    page = secretary.get("/sekretariat/brukere/ola/")
    assert "Give them to somebody who is here." in page.text
    assert "ansvarlig=ola" in page.text
    listed = secretary.get("/sekretariat/lukket-strategi/punkter/?ansvarlig=ola")
    assert "Merk stiene bedre." in listed.text
    assert "1 of 1 points" in listed.text


def test_whoever_has_no_points_is_told_of_none(secretary):
    """The page of a user who has been given nothing says nothing of it."""
    assert "Points to assess" not in secretary.get("/sekretariat/brukere/siri/").text
