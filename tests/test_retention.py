"""What is due to be deleted is told first, and deleted only when somebody says so."""

from datetime import timedelta

import pytest
from click.testing import CliRunner

from hearing_app.cli import main
from hearing_app.retention import due, forget
from hearing_app.storage import audit, drafts, users

DAYS = 30


@pytest.fixture
def old_and_new(db, now):
    """A draft that is a second too old, one that is just not, and a failed login of each."""
    for body, age in (("bergvik", timedelta(days=DAYS, seconds=1)), ("fossheim", timedelta(days=DAYS))):
        drafts.put(db, hearing="apen-plan", body=body, fields={"a": "b"}, revision=1, now=now - age)
    users.note_failure(db, "kari 192.0.2.1", now - timedelta(hours=1))
    users.note_failure(db, "kari 192.0.2.1", now)


def test_looking_changes_nothing(db, now, old_and_new):
    """It names the drafts and counts the failed logins."""
    found = due(db, days=DAYS, now=now)
    assert [(draft.hearing, draft.body) for draft in found.drafts] == [("apen-plan", "bergvik")]
    assert found.failed_logins == 1
    assert drafts.bodies_with_draft(db, "apen-plan") == {"bergvik", "fossheim"}
    assert db.table("login_failures").count == 2


def test_deleting_takes_exactly_what_was_told(db, now, old_and_new):
    """And logs each draft; a second run finds nothing."""
    told = due(db, days=DAYS, now=now)
    assert forget(db, days=DAYS, now=now) == told
    assert drafts.bodies_with_draft(db, "apen-plan") == {"fossheim"}
    assert db.table("login_failures").count == 1
    assert [(e.actor, e.action, e.subject) for e in audit.entries(db, "apen-plan")] == [
        ("retention", "draft deleted", "bergvik")
    ]
    assert not forget(db, days=DAYS, now=now)


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
