"""The worker's rounds, with the real generator and a real mail server."""

import fcntl
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from hearing_app.building.deploy import built_at, switch
from hearing_app.operating.worker import site_is_stale, work_once
from hearing_app.settings import Smtp
from hearing_app.storage import outbox, rebuilds

PAGE = "pages/om.md"


@pytest.fixture
def built(settings):
    """A site that was built at the tests' hour; what its pages hold is of no matter here."""
    release = settings.site / "releases" / "20260515T100000Z-0a1b2c3d"
    release.mkdir(parents=True)
    switch(settings.site, release)
    return settings.site


def test_the_first_round_builds_the_site_and_sends_what_waits(
    db, settings, now, hearing, receive, answered, mail_server
):
    """A receipt goes out over SMTP, and the site shows who has answered."""
    receive(hearing, "bergvik", answered())
    smtp = Smtp(mail_server.hostname, mail_server.port, "none", "", "")
    done = work_once(db, replace(settings, smtp=smtp), now=now)
    assert (done.mail.sent, done.mail.failed, done.rebuilt, done.site_error) == (1, 0, True, "")
    assert mail_server.letters[0].rcpt_tos == ["kari@bergvik.example"]
    assert built_at(settings.site) == now
    idle = work_once(db, settings, now=now + timedelta(seconds=2))
    assert (idle.mail.sent, idle.rebuilt) == (0, False)


def test_the_site_follows_the_calendar_of_oslo(db, settings, built):
    """Days left change at midnight there, so a site built the day before is stale."""
    assert not site_is_stale(db, settings, datetime(2026, 5, 15, 21, 59, 59, tzinfo=UTC))
    assert site_is_stale(db, settings, datetime(2026, 5, 15, 22, 0, tzinfo=UTC))


def test_an_answer_makes_the_site_stale(db, settings, built, now):
    """Until it has been built with it."""
    assert not site_is_stale(db, settings, now)
    rebuilds.ask(db, "received", now)
    assert site_is_stale(db, settings, now)
    assert work_once(db, settings, now=now + timedelta(seconds=1)).rebuilt
    assert not site_is_stale(db, settings, now)


def test_a_request_that_comes_while_the_site_is_built_is_not_forgotten(db, now):
    """Only those up to the newest known at the start are done."""
    rebuilds.ask(db, "one", now)
    asked = rebuilds.newest(db)
    rebuilds.ask(db, "two", now)
    rebuilds.done(db, asked, now)
    assert rebuilds.newest(db) == asked + 1


@pytest.mark.parametrize("broken", ["definition", "page", "disk"])
def test_a_site_that_cannot_be_built_is_told_and_tried_again(db, settings, content, now, broken):
    """The reason is kept for the desk, mail goes out all the same, and the next round tries once more."""
    outbox.put(db, kind="receipt", recipient="a@x.example", message=b"x", now=now)
    places = {"definition": content / "hearings/apen-plan/hearing.yml", "page": content / PAGE, "disk": settings.site}
    path = places[broken]
    text = path.read_text(encoding="utf-8") if path.exists() else None
    if broken == "page":
        path.unlink()
    else:
        path.write_text("id: feil\n")
    done = work_once(db, settings, now=now)
    assert (done.mail.sent, done.rebuilt) == (1, False)
    said = {"definition": "hearings/apen-plan/hearing.yml:1:1", "page": PAGE, "disk": "File exists"}[broken]
    assert said in done.site_error
    assert rebuilds.last_error(db) == done.site_error
    if text is None:
        path.unlink()
    else:
        path.write_text(text, encoding="utf-8")
    assert work_once(db, settings, now=now + timedelta(seconds=20)).rebuilt
    assert rebuilds.last_error(db) == ""


def test_a_failing_site_asks_once_and_not_for_ever(db, settings, content, now):
    """Rounds that fail do not pile up requests."""
    (content / "council.yml").unlink()
    for second in range(3):
        work_once(db, settings, now=now + timedelta(seconds=second))
    assert db.table("rebuilds").count == 1


def test_while_somebody_else_builds_the_worker_waits(db, settings, now):
    """It is no error; the next round comes soon."""
    settings.site.mkdir(parents=True)
    with (settings.site / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = work_once(db, settings, now=now)
    assert (done.rebuilt, done.site_error) == (False, "")
    assert site_is_stale(db, settings, now)
