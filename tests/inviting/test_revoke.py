"""`samrad revoke`: what would happen is told first."""

import json

import pytest
from click.testing import CliRunner

from hearing_app.answering.colleagues import NewColleague, invite_colleague
from hearing_app.cli import commands as cli
from hearing_app.inviting.invite import new_link
from hearing_app.inviting.revoke import revoke_all
from hearing_app.storage import audit, colleagues, invitations, outbox
from hearing_app.text import words_for


@pytest.fixture
def samrad(workspace, monkeypatch):
    """A function that runs a command in the workspace, in Norwegian, expecting an exit code."""
    monkeypatch.delenv("SAMRAD_LANG", raising=False)

    def run(*arguments, expect=0):
        result = CliRunner().invoke(cli.main, ["--workspace", str(workspace), *arguments])
        assert result.exit_code == expect, (result.output, result.exception)
        return result.output

    return run


@pytest.fixture
def links(db, hearing, now):
    """Two links of Bergvik and one of Fossheim."""
    for body in ("bergvik", "bergvik", "fossheim"):
        new_link(db, hearing, hearing.invited_body(body), base_url="", actor="test", now=now)


def test_nothing_is_revoked_before_somebody_says_so(samrad, db, links):
    """The number of links, what stays, and how to go on."""
    output = samrad("revoke", "apen-plan", "--body", "bergvik")
    assert "2 lenker for Bergvik kommune ville sluttet å virke." in output
    assert "--do-it" in output
    assert len(invitations.working(db, "apen-plan", "bergvik")) == 2


def test_all_links_of_the_body_and_no_others_are_revoked(samrad, db, links):
    """Each is logged; a second time there is nothing left."""
    assert "2 lenker er trukket tilbake." in samrad("revoke", "apen-plan", "--body", "bergvik", "--do-it")
    assert invitations.working(db, "apen-plan", "bergvik") == ()
    assert len(invitations.working(db, "apen-plan", "fossheim")) == 1
    assert [e.subject for e in audit.entries(db, "apen-plan") if e.action == "revoked"] == ["bergvik", "bergvik"]
    assert "ingen personlig lenke" in samrad("revoke", "apen-plan", "--body", "bergvik", "--do-it")


def test_it_speaks_to_scripts_and_names_what_is_not_there(samrad, links):
    """One object; a body or a hearing that is not there ends with exit code 1."""
    assert json.loads(samrad("revoke", "apen-plan", "--body", "fossheim", "--json")) == {
        "body": "fossheim",
        "links": 1,
        "adoption_links": 0,
        "revoked": False,
    }
    assert "«ukjent»" in samrad("revoke", "apen-plan", "--body", "ukjent", expect=1)
    assert "«ukjent»" in samrad("revoke", "ukjent", "--body", "bergvik", expect=1)


def test_inviting_and_retention_speak_to_scripts(samrad):
    """One object each, and nothing else; an invitation to a hearing that is over is refused as before."""
    found = json.loads(samrad("retention", "--json"))
    assert (found["drafts"], found["mail_addresses"], found["deleted"]) == ([], 0, False)
    samrad("invite", "vedtatt-avtale", "--json", expect=1)


def test_the_colleagues_go_with_the_links_and_so_does_their_mail(db, hearing, sender, now, links):
    """Those whom the body's contact invited, and the mails that wait with links of theirs; nobody else's."""
    for body_id in ("bergvik", "fossheim"):
        body, contact = hearing.invited_body(body_id), invitations.working(db, hearing.id, body_id)[0]
        new = NewColleague("Ola", f"ola@{body_id}.example")
        words = words_for(hearing.language)
        invite_colleague(db, hearing, body, new, invited_by=contact.id, inviter="", words=words, sender=sender, now=now)
    revoke_all(db, hearing.id, "bergvik", actor="siri", now=now)
    assert [one.body for one in colleagues.of_hearing(db, hearing.id)] == ["fossheim"]
    assert [mail.recipient for mail in outbox.waiting(db)] == ["ola@fossheim.example"]


def test_a_mail_that_tells_of_no_link_is_not_withdrawn(db, hearing, sender, now, links):
    """An answer on a later deadline goes all the same."""
    about = [(hearing.id, "bergvik")]
    outbox.put(db, kind="extension", recipient="post@bergvik.example", message=b"x", now=now, about=about)
    revoke_all(db, hearing.id, "bergvik", actor="siri", now=now)
    assert len(outbox.waiting(db)) == 1
