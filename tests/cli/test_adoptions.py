"""`samrad adoptions`: the register for people and for scripts, and reminders."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner

from hearing_app.adopting.asking import ask_bodies, choose_asked
from hearing_app.cli import commands as cli
from hearing_app.domain.vocabulary import Language
from hearing_app.text import words_for


@pytest.fixture
def samrad(workspace, monkeypatch):
    """A function that runs the command, by the machine's own clock."""
    monkeypatch.delenv("SAMRAD_LANG", raising=False)

    def run(*arguments, expect=0):
        result = CliRunner().invoke(cli.main, ["--workspace", str(workspace), "adoptions", *arguments])
        assert result.exit_code == expect, result.output
        return result.output

    return run


def test_the_register_is_shown(samrad):
    """In words and as JSON; adopted without a date does not count."""
    output = samrad("vedtatt-avtale")
    assert "2 av 4" in output
    assert "Granneset" in output
    rows = {row["body"]: row for row in json.loads(samrad("vedtatt-avtale", "--json"))}
    assert rows["granneset"]["state"] == "date_missing"
    assert rows["fossheim"]["reservations"][0]["section"] == "betaling"


def test_what_is_not_decided_is_told(samrad):
    """And what is not there."""
    assert "ikke vedtatt" in samrad("apen-plan", expect=1)
    assert "ingen høring" in samrad("finnes-ikke", expect=1)


def test_reminding_is_safe_to_repeat(samrad, db, library, sender, now):
    """First only shown, then sent once."""
    matter = library.matter("vedtatt-avtale")
    day = datetime.now(UTC).date() - timedelta(days=1)
    choose_asked(db, matter.hearing, ["indre"], due=day, actor="siri", now=now)
    bodies, words = [matter.hearing.invited_body("indre")], words_for(Language.NB)
    ask_bodies(
        db, matter.hearing, matter.decision, bodies, sender=sender, words_of=lambda _: words, actor="siri", now=now
    )
    assert json.loads(samrad("vedtatt-avtale", "--remind", "--dry-run", "--json"))[0]["days_after"] == 1
    assert "post@indre.example" in samrad("vedtatt-avtale", "--remind")
    assert json.loads(samrad("vedtatt-avtale", "--remind", "--json")) == []
