from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy

import pytest

from hearing_app.domain.vocabulary import Language, Role
from hearing_app.storage import assignments, audit, outbox, points, themes
from hearing_app.treating.assigning import CannotBeAssigned, assign, tell_assigned
from hearing_app.treating.splitting import add_point
from hearing_app.treating.theming import (
    NoThemeName,
    ThemeTaken,
    ThemeUnknown,
    add_theme,
    give_theme,
    merge_themes,
    remove_theme,
    rename_theme,
    set_themes,
)
from hearing_app.users.accounts import set_user

AT = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)


def who(actor="kari"):
    return {"actor": actor, "now": AT}


@pytest.fixture
def point(db, three_answers):
    add_point(db, three_answers["bergvik"], "tiltak", "Bygg to broer.", **who())
    return points.of_submission(db, three_answers["bergvik"].reference)[0]


def names(db, point):
    return points.get(db, point.id).themes


def test_a_point_is_given_themes_of_its_hearing(db, closed, hearing, point):
    """Exactly those that are ticked, and a new one by name; another hearing's theme is none of them."""
    strange = add_theme(db, hearing.id, "Vann", **who())
    bridges = add_theme(db, closed.id, " Broer ", **who())
    set_themes(db, closed.id, point, [bridges, strange], new="Økonomi", **who())
    assert names(db, point) == ("Broer", "Økonomi")
    set_themes(db, closed.id, point, [], new="broer", **who())
    assert names(db, point) == ("Broer",)
    assert [entry.action for entry in audit.entries(db, closed.id)].count("themes changed") == 2


def test_many_points_are_given_one_theme_more(db, closed, hearing, point):
    """Those of other hearings are left alone."""
    assert give_theme(db, closed.id, [point.id, 404], "Broer", **who()) == 1
    assert give_theme(db, hearing.id, [point.id], "Broer", **who()) == 0
    assert names(db, point) == ("Broer",)


def test_the_list_counts_points_and_bodies(db, closed, point, receive, answered):
    """Of the versions that count."""
    give_theme(db, closed.id, [point.id], "Broer", **who())
    assert [(t.name, t.points, t.bodies) for t in themes.of_hearing(db, closed.id)] == [("Broer", 1, 1)]
    receive(closed, "bergvik", answered({"tiltak": "Noe annet."}))
    assert [(t.name, t.points) for t in themes.of_hearing(db, closed.id)] == [("Broer", 0)]


def test_themes_are_renamed_merged_and_removed(db, closed, point):
    """A name that is taken is not taken again; the points of what is merged get the other."""
    give_theme(db, closed.id, [point.id], "Broer", **who())
    (bridges,) = (theme.id for theme in themes.of_hearing(db, closed.id))
    money = add_theme(db, closed.id, "Økonomi", **who())
    with pytest.raises(ThemeTaken):
        rename_theme(db, closed.id, bridges, "økonomi", **who())
    rename_theme(db, closed.id, bridges, "BROER", **who())
    merge_themes(db, closed.id, bridges, money, **who())
    assert names(db, point) == ("Økonomi",)
    remove_theme(db, closed.id, money, **who())
    assert (names(db, point), themes.of_hearing(db, closed.id)) == ((), ())
    with pytest.raises(ThemeUnknown):
        remove_theme(db, closed.id, money, **who())
    for name in (" ", "x" * 81):
        with pytest.raises(NoThemeName):
            add_theme(db, closed.id, name, **who())


@pytest.fixture
def ola(db, now):
    """A case officer with an address."""
    set_user(db, username="ola", name="Ola", password="en lang og god setning", now=now, role=Role.CASE_OFFICER)
    db.execute("UPDATE users SET email = 'ola@elvedalen.example' WHERE username = 'ola'")
    return "ola"


def test_a_point_is_given_to_somebody_by_a_day(db, closed, hearing, point, ola, three_answers):
    """With those that share its assessment; the same again is nothing new, and nobody takes the day along."""
    add_point(db, three_answers["indre"], "general", "HEMMELIG", **who())
    (other,) = points.of_submission(db, three_answers["indre"].reference)
    points.set_joined(db, [other.id], point.id)
    due = date(2026, 6, 1)
    assert assign(db, closed.id, [other.id], username=ola, due=due, **who()) == 2
    assert assign(db, closed.id, [other.id], username=ola, due=due, **who()) == 0
    assert assign(db, hearing.id, [point.id], username="", due=None, **who()) == 0
    (first, second) = assignments.of_user(db, ola)
    assert (first.point.due, second.point.due, first.hearing) == (due, due, closed.id)
    assert assign(db, closed.id, [point.id], username="", due=due, **who()) == 2
    assert points.get(db, point.id).due is None
    assert [entry.action for entry in audit.entries(db, closed.id)].count("assigned") == 2


def test_who_may_not_assess_is_given_nothing(db, closed, point, now):
    """A reader, or somebody who is not there."""
    set_user(db, username="lise", name="Lise", password="en lang og god setning", now=now, role=Role.READER)
    for username in ("lise", "ukjent"):
        with pytest.raises(CannotBeAssigned):
            assign(db, closed.id, [point.id], username=username, due=None, **who())


def test_one_mail_a_day_tells_of_what_is_new(db, closed, point, ola, sender):
    """In the council's language, with the way to the list; what one gives oneself is no news."""

    def tell(at):
        return tell_assigned(db, language=Language.EN, sender=sender, now=at)

    assign(db, closed.id, [point.id], username=ola, due=None, actor=ola, now=AT)
    assert tell(AT) == 0
    assign(db, closed.id, [point.id], username="", due=None, **who())
    assign(db, closed.id, [point.id], username=ola, due=None, **who())
    assert (tell(AT + timedelta(hours=1)), tell(AT + timedelta(hours=2))) == (1, 0)
    (mail,) = [mail for mail in outbox.waiting(db) if mail.kind == "assignment"]
    text = message_from_bytes(mail.message, policy=policy.default).get_body().get_content()
    assert mail.recipient == "ola@elvedalen.example"
    assert "1 point to assess" in text
    assert "http://samrad.test/sekretariat/mine/" in text
    assign(db, closed.id, [point.id], username="", due=None, **who())
    assign(db, closed.id, [point.id], username=ola, due=None, actor="kari", now=AT + timedelta(hours=3))
    assert tell(AT + timedelta(hours=4)) == 0
    assert tell(AT + timedelta(days=1)) == 1


def test_a_user_without_an_address_is_mailed_nothing(db, closed, point, ola, sender):
    """The list at the desk is there all the same."""
    db.execute("UPDATE users SET email = ''")
    assign(db, closed.id, [point.id], username=ola, due=None, **who())
    assert tell_assigned(db, language=Language.NB, sender=sender, now=AT) == 0
    assert len(assignments.of_user(db, ola)) == 1
