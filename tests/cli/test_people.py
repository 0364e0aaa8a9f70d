"""Users and the log from a terminal: where the only administrator is locked out, and for scripts."""

import json
import sqlite3
from contextlib import closing

import pyotp
import pytest
from click.testing import CliRunner

from hearing_app.cli import commands as cli
from hearing_app.domain.vocabulary import Language, Role
from hearing_app.mailing.account_mail import Letters
from hearing_app.storage import audit, users
from hearing_app.text import words_for
from hearing_app.users.accounts import LoginRefused, log_in, set_user
from hearing_app.users.second_factor import begin, confirm

PASSWORD = "en lang og god setning"


@pytest.fixture
def samrad(workspace, monkeypatch):
    """A function that runs a command in the workspace, expecting an exit code."""
    monkeypatch.delenv("SAMRAD_LANG", raising=False)

    def run(*arguments, expect=0, keys=None):
        result = CliRunner().invoke(cli.main, ["--workspace", str(workspace), *map(str, arguments)], input=keys)
        assert result.exit_code == expect, (result.output, result.exception)
        return result

    return run


@pytest.fixture
def kari(db, now):
    """The only administrator."""
    set_user(db, username="kari", name="Kari Eksempel", password=PASSWORD, now=now, email="kari@radet.example")
    return lambda: users.by_username(db, "kari")


@pytest.fixture
def ola(db, now):
    set_user(db, username="ola", name="Ola", password=PASSWORD, now=now, role=Role.READER)
    return lambda: users.by_username(db, "ola")


def test_a_user_gets_role_and_address(samrad, db, now):
    """With the password asked for, once for somebody new."""
    arguments = ("user", "Siri", "--name", "Siri", "--role", "reviewer", "--email", "siri@radet.example")
    samrad(*arguments, keys=f"{PASSWORD}\n{PASSWORD}\n")
    user = users.by_username(db, "siri")
    assert (user.role, user.email) == (Role.REVIEWER, "siri@radet.example")
    assert log_in(db, username="siri", password=PASSWORD, address="x", now=now) == user


def test_a_role_is_changed_without_a_new_password(samrad, kari, ola):
    """Nothing is asked for, and sessions go on."""
    key = ola().session_key
    samrad("user", "ola", "--role", "case_officer")
    assert (ola().role, ola().session_key) == (Role.CASE_OFFICER, key)
    assert "ola@radet" not in samrad("users").output
    samrad("user", "ola", "--email", "kari@radet.example", expect=1)
    samrad("user", "ola", "--email", "ola", expect=1)
    assert ola().email == ""


def test_the_only_administrator_is_helped_out_of_a_lost_second_factor(samrad, db, kari, sender, now):
    """The next login asks for the password alone; the log says where it was done."""
    begin(db, kari(), now=now)
    code = pyotp.TOTP(kari().totp_new_key).at(now)
    confirm(db, kari(), code, address="x", letters=Letters(words_for(Language.NB), sender), now=now)
    samrad("user", "kari", "--reset-totp")
    assert not kari().has_second_factor
    assert [(e.actor, e.action) for e in audit.entries(db, "")][-1] == ("terminal", "second factor reset")


def test_the_only_administrator_cannot_be_shut_out(samrad, kari, ola):
    """Neither by role nor by access; others can, and be let in again."""
    samrad("user", "kari", "--disable", expect=1)
    samrad("user", "kari", "--role", "reader", expect=1)
    assert (kari().active, kari().role) == (True, Role.ADMINISTRATOR)
    samrad("user", "ola", "--disable")
    assert not ola().active
    samrad("user", "ola", "--enable")
    assert ola().active
    samrad("user", "ukjent", "--disable", expect=2)


def test_a_disabled_user_stays_out_until_enabled(samrad, db, kari, ola, now):
    """The right password does not open."""
    samrad("user", "ola", "--disable")
    with pytest.raises(LoginRefused):
        log_in(db, username="ola", password=PASSWORD, address="x", now=now)


def test_users_for_scripts(samrad, kari, ola):
    """Without anything that proves who somebody is."""
    (first, second) = json.loads(samrad("users", "--json").output)["users"]
    assert (first["username"], first["role"], first["second_factor"]) == ("kari", "administrator", False)
    assert (second["access"], second["recovery_codes"]) == (True, 0)
    assert "argon2" not in samrad("users", "--json").output


def test_the_log_is_told_filtered_and_exported(samrad, db, kari, now):
    """In words, as JSON lines and as CSV."""
    audit.log(db, now=now, actor="kari", action="reminded", hearing="apen-plan", subject="bergvik")
    assert "Minnet om fristen" in samrad("log").output
    (line,) = samrad("log", "--json", "--hearing", "apen-plan").output.splitlines()
    assert json.loads(line)["action"] == "reminded"
    assert samrad("log", "--json", "--from", "2026-05-16").output == ""
    assert len(samrad("log", "--csv", "--to", "2026-05-15", "--who", "kari").output.splitlines()) == 2


def test_a_touched_log_is_told_with_its_first_broken_entry(samrad, settings, db, kari, now):
    """By `log --verify` and by `verify`, with exit code 1."""
    for number in range(3):
        audit.log(db, now=now, actor="kari", action="published", subject=str(number))
    assert "4" in samrad("log", "--verify").output
    assert "4" in samrad("verify").output
    with closing(sqlite3.connect(settings.database, isolation_level=None)) as other:
        other.execute("DROP TRIGGER audit_kept")
        other.execute("UPDATE audit SET subject = 'x' WHERE id = 3")
    assert "3" in samrad("log", "--verify", expect=1).stderr
    assert "innførsel 3" in samrad("verify", expect=1).output


def test_a_head_that_was_noted_is_held_against_the_log(samrad, db, kari, now, tmp_path):
    """As text, or in a backup; one that the log never had is told."""
    head = samrad("log", "--head").output.strip()
    assert head == str(audit.head(db))
    samrad("backup", "--to", tmp_path / "kopi")
    (archive,) = (tmp_path / "kopi").glob("*.tar.gz")
    audit.log(db, now=now, actor="kari", action="published")
    samrad("log", "--verify", "--against", head)
    samrad("log", "--verify", "--against", archive)
    samrad("log", "--verify", "--against", f"1:{'f' * 64}", expect=1)
    samrad("log", "--verify", "--against", f"99:{'f' * 64}", expect=1)
    samrad("log", "--verify", "--against", "tull", expect=2)
