"""What is due to be deleted is told first, and deleted only when somebody says so."""

from datetime import timedelta

import pytest
from click.testing import CliRunner

from hearing_app.cli.commands import main
from hearing_app.operating.retention import Periods, due, forget
from hearing_app.registering.register import begin
from hearing_app.storage import audit, confirmations, drafts, invitations, outbox, registrations, reminders, users
from hearing_app.storage.mails import newest_of_bodies

DAYS = 30
KEEP = Periods(drafts=DAYS, mail=90, addresses=730)


@pytest.fixture
def old_and_new(db, now):
    """A draft that is a second too old, one that is just not, and a failed login of each."""
    for body, age in (("bergvik", timedelta(days=DAYS, seconds=1)), ("fossheim", timedelta(days=DAYS))):
        drafts.put(db, hearing="apen-plan", body=body, fields={"a": "b"}, revision=1, now=now - age)
    users.note_failure(db, "kari 192.0.2.1", now - timedelta(hours=1))
    users.note_failure(db, "kari 192.0.2.1", now)


def test_looking_changes_nothing(db, now, old_and_new):
    """It names the drafts and counts the failed logins."""
    found = due(db, KEEP, now=now)
    assert [(draft.hearing, draft.body) for draft in found.drafts] == [("apen-plan", "bergvik")]
    assert found.failed_logins == 1
    assert drafts.bodies_with_draft(db, "apen-plan") == {"bergvik", "fossheim"}
    assert db.table("login_failures").count == 2


def test_deleting_takes_exactly_what_was_told(db, now, old_and_new):
    """And logs each draft; a second run finds nothing."""
    told = due(db, KEEP, now=now)
    assert forget(db, KEEP, now=now) == told
    assert drafts.bodies_with_draft(db, "apen-plan") == {"fossheim"}
    assert db.table("login_failures").count == 1
    assert [(e.actor, e.action, e.subject) for e in audit.entries(db, "apen-plan")] == [
        ("retention", "draft deleted", "bergvik")
    ]
    assert not forget(db, KEEP, now=now)


def test_the_command_says_first_and_does_when_told_to(db, workspace, now, monkeypatch):
    """A dry run unless --do-it stands there."""
    monkeypatch.delenv("SAMRAD_LANG", raising=False)
    drafts.put(db, hearing="apen-plan", body="bergvik", fields={"a": "b"}, revision=1, now=now - timedelta(days=4000))

    def samrad(*arguments):
        result = CliRunner().invoke(main, ["--workspace", str(workspace), "retention", *arguments])
        assert result.exit_code == 0
        return result.stdout

    assert "Ville blitt slettet: utkastet fra bergvik til apen-plan" in samrad()
    assert drafts.get(db, "apen-plan", "bergvik") is not None
    assert "Slettet: utkastet fra bergvik til apen-plan" in samrad("--do-it")
    assert drafts.get(db, "apen-plan", "bergvik") is None
    assert "Ingenting skal slettes nå." in samrad()


@pytest.fixture
def mails(db, hearing, now):
    """A mail that was sent a second too long ago, one that just was not, and an old one that still waits."""
    for name, age in (("gammel", timedelta(days=90, seconds=1)), ("ny", timedelta(days=90))):
        about = [(hearing.id, "bergvik")]
        message = b"https://x/svar/i/hemmelig"
        outbox.put(db, kind="invitation", recipient=f"{name}@x.no", message=message, now=now - age, about=about)
        outbox.mark_sent(db, outbox.claim(db, now=now - age, until=now).id, now - age)
    outbox.put(db, kind="receipt", recipient="venter@x.no", message=b"hele", now=now - timedelta(days=4000))


def addresses(db):
    return [row["recipient"] for row in db.query("SELECT recipient FROM outbox ORDER BY id")]


def test_where_a_mail_went_is_forgotten_and_that_it_went_is_kept(db, now, hearing, mails):
    """Kind, time and body stay; a mail that waits keeps everything, however old it is."""
    assert due(db, KEEP, now=now).mail_addresses == 1
    assert addresses(db) == ["gammel@x.no", "ny@x.no", "venter@x.no"]
    assert forget(db, KEEP, now=now).mail_addresses == 1
    assert addresses(db) == ["", "ny@x.no", "venter@x.no"]
    assert not forget(db, KEEP, now=now)
    assert newest_of_bodies(db, hearing.id, now)["bergvik"].kind == "invitation"
    (waiting,) = outbox.waiting(db)
    assert waiting.message == b"hele"


def test_no_text_of_a_sent_mail_is_kept_at_all(db, mails):
    """It may hold a personal link, so it goes the moment the server has taken it."""
    assert [row["message"] for row in db.query("SELECT message FROM outbox ORDER BY id")] == [b"", b"", b"hele"]


def test_where_links_and_reminders_went_is_forgotten_later(db, now, hearing):
    """The link goes on working, and the mark of the reminder stands, so that nobody is reminded twice."""
    old = now - timedelta(days=730, seconds=1)
    for number, when in enumerate((old, now)):
        invitations.add(db, hearing=hearing.id, body="bergvik", token_sha256=f"{number}" * 64, email="a@b.no", now=when)
    reminders.add(
        db, hearing=hearing.id, body="bergvik", deadline=hearing.deadline, days_before=3, recipient="a@b.no", now=old
    )
    assert due(db, KEEP, now=now).link_addresses == 2
    assert forget(db, KEEP, now=now).link_addresses == 2
    assert [link.email for link in invitations.working(db, hearing.id, "bergvik")] == ["", "a@b.no"]
    assert reminders.marks_given(db, hearing.id, "bergvik", hearing.deadline) == {3}
    assert "a@b.no" not in {given.recipient for given in reminders.of_hearing(db, hearing.id)}
    assert not forget(db, KEEP, now=now)


def test_where_a_reminder_of_a_confirmation_went_is_forgotten_as_well(db, now, hearing, receive, answered):
    """The mark stands, so that nobody is asked twice."""
    old = now - timedelta(days=730, seconds=1)
    reference = receive(hearing, "bergvik", answered()).reference
    confirmations.note_asked(db, reference, days_after=7, recipient="a@b.no", now=old)
    confirmations.note_asked(db, reference, days_after=30, recipient="a@b.no", now=now)
    assert due(db, KEEP, now=now).link_addresses == 1
    forget(db, KEEP, now=now)
    told = [(asked.days_after, asked.recipient) for asked in confirmations.asked_for(db, reference)]
    assert told == [(7, "–"), (30, "a@b.no")]
    assert not forget(db, KEEP, now=now)


@pytest.fixture
def under_way(db, hearing, now):
    """A registration that was saved a second too long ago, and one that just was not."""
    return [
        begin(db, hearing, actor="siri", now=now - age)
        for age in (timedelta(days=DAYS, seconds=1), timedelta(days=DAYS))
    ]


def test_registrations_that_nobody_goes_on_with_are_deleted(db, hearing, now, under_way):
    """As drafts are: told first, then deleted and logged; the other stands."""
    old, new = under_way
    assert [(one.number, one.documents) for one in due(db, KEEP, now=now).registrations] == [(old, 0)]
    assert registrations.get(db, old) is not None
    assert [one.number for one in forget(db, KEEP, now=now).registrations] == [old]
    assert [one.number for one in registrations.of_hearing(db, hearing.id)] == [new]
    assert ("retention", "registration deleted", f"registration {old}") in [
        (e.actor, e.action, e.subject) for e in audit.entries(db, hearing.id)
    ]
    assert not due(db, KEEP, now=now)


def test_the_command_tells_of_registrations(db, workspace, hearing, now, monkeypatch):
    """With the hearing and the day it was saved last."""
    monkeypatch.delenv("SAMRAD_LANG", raising=False)
    number = begin(db, hearing, actor="siri", now=now - timedelta(days=4000))
    result = CliRunner().invoke(main, ["--workspace", str(workspace), "retention"])
    assert f"Ville blitt slettet: registrering {number} av et svar til apen-plan" in result.stdout
