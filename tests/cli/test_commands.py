"""The same use cases from a terminal: what it says, in Norwegian, and its exit codes."""

import json
import re
import socket
import stat
import subprocess
import sys
import tarfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from hearing_app.cli import commands as cli
from hearing_app.inviting.invite import open_link
from hearing_app.settings import load_settings
from hearing_app.storage import invitations, outbox, submissions
from hearing_app.users.accounts import log_in

ROOT = Path(__file__).parents[2]
COMMANDS = {
    *("init", "run", "work", "backup", "user", "users", "log", "build", "check", "import"),
    *("status", "invite", "contacts", "extend", "remind", "revoke", "publish", "verify", "retention", "person"),
    *("index", "register", "redact", "summary", "left", "changes", "adoptions", "search", "points"),
}
HEARING = "hearings/apen-plan/hearing.yml"


@pytest.fixture
def samrad(workspace, monkeypatch):
    """A function that runs a command in the workspace, expecting an exit code."""
    monkeypatch.delenv("SAMRAD_LANG", raising=False)

    def run(*arguments, expect=0, folder=workspace, keys=None):
        result = CliRunner().invoke(cli.main, ["--workspace", str(folder), *map(str, arguments)], input=keys)
        assert result.exit_code == expect, (result.output, result.exception)
        assert not isinstance(result.exception, Exception) or isinstance(result.exception, SystemExit)
        return result

    return run


@pytest.fixture
def open_now(content):
    """The open hearing with a period around the real clock's today, which the terminal goes by."""
    path = content / HEARING
    today = datetime.now(UTC).date()
    dates = {"published": today - timedelta(days=60), "dispatched": today - timedelta(days=60)}
    text = path.read_text(encoding="utf-8")
    for key, day in dates.items():
        text = re.sub(rf"{key}: \S+", f"{key}: {day}", text)
    deadline = f"deadlines: [{{date: {today + timedelta(days=60)}, set: {dates['published']}}}]\ncontact:"
    path.write_text(re.sub(r"deadlines:.*?\ncontact:", deadline, text, flags=re.DOTALL), encoding="utf-8")


def test_help_lists_every_command_with_a_norwegian_sentence(samrad):
    """In the reader's language, English words of the code included in none of them."""
    output = samrad("--help").output
    listed = dict(re.findall(r"^  (\w+) +(\S.*)$", output.partition("Commands:")[2], flags=re.MULTILINE))
    assert set(listed) == COMMANDS
    assert "Samråd: høringer, vedtak og tilslutning" in output or "Samråd: høringer" in output
    for command in COMMANDS:
        assert samrad(command, "--help").exit_code == 0


def test_the_console_script_is_installed():
    """What `samrad` on a path runs; a mistake in its start would show here."""
    script = Path(sys.executable).with_name("samrad")
    done = subprocess.run([script, "--help"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "publish" in done.stdout


@pytest.mark.parametrize(
    ("language", "word"), [("nb", "Høringer: 3."), ("nn", "Høyringar: 3."), ("en", "Hearings: 3.")]
)
def test_it_speaks_the_language_that_is_asked_for(content, language, word):
    """`SAMRAD_LANG`; bokmål where nothing or nonsense is asked for."""
    command = [sys.executable, "-m", "hearing_app.cli.commands", "check", "--content", str(content)]
    done = subprocess.run(
        command, cwd=ROOT, env={"SAMRAD_LANG": language, "PATH": ""}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert word in done.stdout


def test_init_makes_a_workspace_that_others_cannot_read(samrad, tmp_path):
    """With a secret of its own; a second time nothing is changed."""
    folder = tmp_path / "ny"
    samrad("init", folder=folder)
    file = folder / "samrad.toml"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert len(load_settings(folder, {}).secret_key) >= 43
    before = file.read_text()
    assert "Ingenting ble endret" in samrad("init", folder=folder, expect=1).stderr
    assert file.read_text() == before
    samrad("init", folder=tmp_path / "annen")
    assert load_settings(tmp_path / "annen", {}).secret_key != load_settings(folder, {}).secret_key


def test_check_tells_every_mistake_and_fails(samrad, content):
    """As file:line:column, in the form that editors understand; warnings alone do not fail."""
    assert ":8:30: advarsel: " in samrad("check").stdout
    text = (content / HEARING).read_text(encoding="utf-8")
    text = text.replace("published: 2026-03-02", "published: snart").replace("legal_basis: none", "legal_basis: x")
    (content / HEARING).write_text(text, encoding="utf-8")
    output = samrad("check", expect=1).stdout
    assert f"{HEARING}:7:14: feil: «x» " in output
    assert f"{HEARING}:8:12: feil: «snart» " in output
    assert "Høringer: 2. Andre dokumenter: 0. Feil: 2." in output


def test_check_speaks_to_scripts(samrad, content):
    """One JSON list and nothing else, with the same exit code."""
    (content / HEARING).write_text("id: *x\n", encoding="utf-8")
    rows = json.loads(samrad("check", "--json", expect=1).stdout)
    (row,) = [row for row in rows if row["level"] == "error"]
    assert (row["file"], row["line"]) == (HEARING, 1)
    assert set(row) == {"file", "line", "column", "level", "text"}


def test_check_of_a_folder_needs_no_workspace(samrad, content, tmp_path):
    """`make check-content` has no settings."""
    assert "Høringer: 3. Andre dokumenter: 0. Feil: 0." in samrad("check", "--content", content, folder=tmp_path).stdout
    assert "samrad.toml" in samrad("check", folder=tmp_path, expect=1).stderr
    samrad("check", "--content", tmp_path / "finnes-ikke", expect=2)


def test_build_makes_the_live_site(samrad, settings):
    """From the workspace, or from a folder into a folder."""
    samrad("build")
    assert (settings.site / "current" / "index.html").is_file()


def test_build_from_a_folder_into_a_folder(samrad, content, tmp_path):
    """What a council does on a build server; a mistake leaves the old site and tells the lines."""
    output = tmp_path / "output"
    samrad("build", "--content", content, "--output", output, folder=tmp_path)
    before = sorted(output.rglob("*"))
    (content / HEARING).write_text("id: feil\n", encoding="utf-8")
    stopped = samrad("build", "--content", content, "--output", output, folder=tmp_path, expect=1).stderr
    assert f"{HEARING}:1:" in stopped
    assert "Ingenting ble endret" in stopped
    assert sorted(output.rglob("*")) == before
    samrad("build", "--content", content, expect=1)


def test_status_shows_every_hearing_with_its_figures(samrad, db, three_answers):
    """For a person and for a script."""
    rows = {row["hearing"]: row for row in json.loads(samrad("status", "--json").stdout)}
    assert set(rows) == {"apen-plan", "lukket-strategi", "vedtatt-avtale"}
    row = rows["lukket-strategi"]
    assert (row["status"], row["deadline"], row["invited"], row["answered"]) == ("closed", "2026-04-30", 4, 3)
    assert rows["vedtatt-avtale"]["status"] == "decided"
    assert "3 av 4 har svart" in samrad("status").stdout


def test_status_tells_of_a_broken_hearing_beside_the_others(samrad, content):
    """On standard error, so that the figures stay clean."""
    (content / HEARING).write_text("id: feil\n", encoding="utf-8")
    result = samrad("status")
    assert f"{HEARING}:1:" in result.stderr
    assert "Strategi for stier" in result.stdout


def test_invite_queues_mail_once(samrad, db, open_now):
    """And says who has no address and who had a link."""
    first = samrad("invite", "apen-plan").stdout
    assert "4 invitasjoner" in first
    assert "Ungdomsrådet" in first
    second = samrad("invite", "apen-plan").stdout
    assert "0 invitasjoner" in second
    assert len(outbox.waiting(db)) == 4


def test_invite_can_print_a_link_instead(samrad, db, now):
    """For a body without an address; the link works, and no mail goes."""
    (link,) = re.findall(
        r"http://samrad\.test/svar/i/\S+",
        samrad("invite", "apen-plan", "--body", "ungdomsradet", "--print-link").stdout,
    )
    assert open_link(db, link.rpartition("/")[2], now=now).body == "ungdomsradet"
    assert outbox.waiting(db) == ()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("invite", "finnes-ikke"), "apen-plan, lukket-strategi, vedtatt-avtale"),
        (("invite", "apen-plan", "--body", "holmby"), "«holmby»"),
        (("invite", "apen-plan", "--print-link"), "--body"),
        (("publish", "finnes-ikke"), "apen-plan"),
        (("publish", "lukket-strategi", "--only", "2026-0404"), "2026-0404"),
    ],
)
def test_what_cannot_be_done_is_told_and_nothing_happens(samrad, db, three_answers, arguments, said):
    """With what to write instead, and exit code 1."""
    assert said in samrad(*arguments, expect=1).stderr
    assert invitations.of_hearing(db, "apen-plan") == ()
    assert submissions.released(db, "lukket-strategi") == frozenset()


@pytest.mark.parametrize("command", [("invite", "apen-plan"), ("publish", "apen-plan"), ("build",)])
def test_a_mistake_in_the_content_is_told_by_every_command(samrad, content, command):
    """In the same words, never as a traceback."""
    (content / HEARING).write_text("id: feil\n", encoding="utf-8")
    stopped = samrad(*command, expect=1).stderr
    assert f"{HEARING}:1:" in stopped
    assert "Traceback" not in stopped


def test_publish_shows_first_and_then_does(samrad, settings, db, three_answers):
    """A dry run writes nothing; then one of three goes out."""
    reference = three_answers["fossheim"].reference
    shown = samrad("publish", "lukket-strategi", "--only", reference, "--dry-run").stdout
    assert "+  text: Vi saknar ein frist." in shown
    assert "HEMMELIG" not in shown
    assert not (settings.site / "current").exists()
    assert "1 av 3" in samrad("publish", "lukket-strategi", "--only", reference).stdout
    assert submissions.released(db, "lukket-strategi") == {reference}
    assert (settings.site / "current/horinger/lukket-strategi/svar/fossheim/index.html").is_file()


def test_publish_of_an_open_hearing_is_stopped_with_the_reason(samrad, settings, open_now, db):
    """And exit code 1."""
    stopped = samrad("publish", "apen-plan", expect=1).stderr
    assert "Ingenting ble publisert" in stopped
    assert not (settings.site / "current").exists()


def test_backup_writes_an_archive(samrad, workspace, tmp_path, db):
    """In the workspace, or where it is told to."""
    samrad("backup")
    assert len(list((workspace / "backup").glob("samrad-*.tar.gz"))) == 1
    output = samrad("backup", "--to", tmp_path / "disk").stdout
    (archive,) = (tmp_path / "disk").iterdir()
    assert str(archive) in output
    with tarfile.open(archive) as tar:
        assert "data/samrad.sqlite3" in tar.getnames()


def test_a_user_added_in_a_terminal_can_log_in(samrad, db, now):
    """The password is asked for twice and not shown."""
    output = samrad("user", "Kari", "--name", "Kari", keys="en lang setning\nen lang setning\n").output
    assert "en lang setning" not in output
    assert log_in(db, username="kari", password="en lang setning", address="x", now=now).name == "Kari"
    assert "12" in samrad("user", "ola", "--name", "Ola", keys="kort\nkort\n", expect=1).stderr


def test_work_does_one_round(samrad, settings, db, hearing, receive, answered):
    """For cron: mail is written, the site is built, and a failure has its exit code."""
    receive(hearing, "bergvik", answered())
    output = samrad("work").stdout
    assert "1 e-post" in output
    assert (settings.site / "current" / "index.html").is_file()
    assert len(list(settings.outbox.glob("*.eml"))) == 1


def test_work_that_fails_has_its_exit_code(samrad, settings, content):
    """And tells why."""
    (content / HEARING).write_text("id: feil\n", encoding="utf-8")
    assert f"{HEARING}:1:" in samrad("work", expect=1).stderr
    assert not (settings.site / "current").exists()


def test_run_tells_where_another_program_listens(samrad):
    """With what to do, before anything is started."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert f"127.0.0.1:{port}" in samrad("run", "--port", port, expect=1).stderr


def test_a_setting_that_cannot_be_used_is_told_by_its_key(samrad, workspace):
    """Whichever command is asked for."""
    (workspace / "samrad.toml").write_text('secret_key = "kort"\n', encoding="utf-8")
    for command in (("status",), ("backup",), ("run",), ("invite", "apen-plan")):
        assert "secret_key" in samrad(*command, expect=1).stderr


def test_a_database_from_a_newer_version_is_told(samrad, settings, db):
    """Rather than a traceback."""
    db.execute("INSERT INTO schema_version VALUES (9999, 't')")
    db.close()
    stopped = samrad("status", expect=1)
    assert "9999" in stopped.stderr
