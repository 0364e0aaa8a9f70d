"""What scripts rely on: JSON from every command that tells anything, in the shape of the docs, and errors as JSON."""

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from hearing_app.cli import commands as cli
from hearing_app.domain.vocabulary import Language
from hearing_app.registering.register_sample import sample
from hearing_app.text import words_for
from hearing_app.treating.splitting import add_point

DOCUMENTED = Path(__file__).parents[2] / "docs" / "terminal.md"
WITHOUT = {"run": "serves until it is stopped: it has no result"}
"""The commands without --json, and why."""
SNAKE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
INSTANT, OFFSET = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:"), re.compile(r"T.*[+-]\d\d:\d\d$")
OPEN, CLOSED, DECIDED = "apen-plan", "lukket-strategi", "vedtatt-avtale"


def commands(group=cli.main, path=()):
    """Yield every command with its path, those of groups by their own."""
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))
        else:
            yield (*path, name), command


def takes_json(command):
    return any("--json" in option.opts for option in command.params)


@pytest.fixture
def samrad(workspace, monkeypatch):
    """A function that runs a command in the workspace, expecting an exit code."""
    monkeypatch.delenv("SAMRAD_LANG", raising=False)

    def run(*arguments, expect=0, folder=workspace):
        result = CliRunner().invoke(cli.main, ["--workspace", str(folder), *map(str, arguments)])
        assert result.exit_code == expect, (result.output, result.exception)
        return result

    return run


@pytest.fixture
def open_now(content):
    """The open hearing with a period around the real clock's today, which the terminal goes by."""
    path, today = content / "hearings" / OPEN / "hearing.yml", datetime.now(UTC).date()
    begun, last = today - timedelta(days=60), today + timedelta(days=60)
    text = re.sub(r"(published|dispatched): \S+", rf"\1: {begun}", path.read_text(encoding="utf-8"))
    deadlines = f"deadlines: [{{date: {last}, set: {begun}}}]\ncontact:"
    path.write_text(re.sub(r"deadlines:.*?\ncontact:", deadlines, text, flags=re.DOTALL), encoding="utf-8")
    return today


@pytest.fixture
def told(samrad, open_now, db, three_answers, hearing, settings, tmp_path, now):
    """A function that runs a documented command with something to tell, and returns what its JSON says."""
    answer, paper = three_answers["bergvik"], tmp_path / "avtale.txt"
    add_point(db, answer, "tiltak", "Merk stiene bedre.", actor="siri", now=now)
    paper.write_text("Avtale\n\n1. Formål\n\nTekst.\n", encoding="utf-8")
    receipt, table, contacts = tmp_path / "svar.json", tmp_path / "svar.csv", tmp_path / "kontakter.csv"
    receipt.write_bytes(answer.payload)
    table.write_text(sample(hearing, hearing.invited[:1], words_for(Language.NB)), encoding="utf-8")
    contacts.write_text("id;e-post\nbergvik;ny@bergvik.example\n", encoding="utf-8")
    known = {
        "init": ("init",),
        "work": ("work",),
        "build": ("build",),
        "check": ("check",),
        "status": ("status",),
        "status HEARING": ("status", CLOSED),
        "left HEARING": ("left", CLOSED),
        "invite HEARING": ("invite", OPEN),
        "invite HEARING --print-link": ("invite", OPEN, "--body", "bergvik", "--print-link"),
        "contacts FILE": ("contacts", contacts),
        "extend HEARING": ("extend", OPEN, "--body", "indre", "--until", open_now + timedelta(days=70)),
        "remind": ("remind", "--dry-run"),
        "revoke HEARING": ("revoke", CLOSED, "--body", "bergvik"),
        "register HEARING FILE": ("register", OPEN, table),
        "search WORDS": ("search", "stiene"),
        "index": ("index",),
        "points HEARING": ("points", CLOSED),
        "redact list HEARING": ("redact", "list", CLOSED),
        "changes HEARING": ("changes", CLOSED),
        "summary HEARING": ("summary", CLOSED),
        "publish HEARING --dry-run": ("publish", CLOSED, "--only", three_answers["fossheim"].reference, "--dry-run"),
        "publish HEARING": ("publish", CLOSED, "--only", three_answers["fossheim"].reference),
        "adoptions HEARING": ("adoptions", DECIDED),
        "adoptions HEARING --remind": ("adoptions", DECIDED, "--remind", "--dry-run"),
        "import FILE": ("import", paper, "--as", "draft"),
        "backup": ("backup", "--to", tmp_path / "kopi"),
        "verify": ("verify",),
        "verify RECEIPT": ("verify", receipt),
        "verify --lines": ("verify", "--lines"),
        "log": ("log",),
        "log --head": ("log", "--head"),
        "log --verify": ("log", "--verify"),
        "user NAME": ("user", "kari", "--name", "Kari", "--password", "en lang og god setning"),
        "users": ("users",),
        "retention": ("retention",),
        "person": ("person", "kari@bergvik.example"),
    }

    def run(name):
        if name == "users":
            samrad(*known["user NAME"])
        folder = tmp_path / "ny" if name == "init" else settings.workspace
        out = samrad(*known[name], "--json", folder=folder).stdout
        return [json.loads(line) for line in out.splitlines()] if name == "log" else json.loads(out)

    run.known = known
    return run


def documented():
    """The shapes of docs/terminal.md by command: what it is, and its keys."""
    rows = re.findall(r"^\| `([^`]+)` \| .* \| (.*?) \|$", DOCUMENTED.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {name: (shape.partition(":")[0], re.findall(r"`(\w+)`", shape)) for name, shape in rows if ":" in shape}


def mappings_of(value):
    """Yield every mapping in a JSON value."""
    if isinstance(value, dict):
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from mappings_of(part)


def test_every_command_that_tells_anything_takes_json():
    """Also one that is added later; what is excepted says why, and is a command."""
    without = {" ".join(path) for path, command in commands() if not takes_json(command)}
    assert without == set(WITHOUT)


def test_every_command_is_documented_with_its_shape(told):
    """By its first words; and what is documented is tried below."""
    names = set(documented()) | set(WITHOUT)
    missing = [path for path, _ in commands() if not any(name.split()[: len(path)] == list(path) for name in names)]
    assert missing == []
    assert set(documented()) == set(told.known)


def test_what_is_told_has_the_documented_shape(told):
    """English keys in snake case, and instants with their offset."""
    shapes = documented()
    for name in told.known:
        found, (kind, keys) = told(name), shapes[name]
        assert isinstance(found, dict if kind == "object" else list), name
        first = found if isinstance(found, dict) else (found or [dict.fromkeys(keys)])[0]
        assert list(first) == keys, name
        for mapping in mappings_of(found):
            assert [key for key in mapping if not SNAKE.fullmatch(key.replace("-", "_"))] == [], name
            assert [
                value for value in mapping.values() if INSTANT.match(str(value)) and not OFFSET.search(str(value))
            ] == []


def test_a_mistake_in_the_content_is_told_by_file_and_line(samrad, content):
    """As one line of JSON on standard error; standard output stays empty."""
    (content / "hearings" / OPEN / "hearing.yml").write_text("id: feil\n", encoding="utf-8")
    result = samrad("invite", OPEN, "--json", expect=1)
    assert result.stdout == ""
    told = json.loads(result.stderr)["error"]
    assert (told["kind"], told["exit_code"]) == ("content_broken", 1)
    assert told["problems"][0]["file"] == f"hearings/{OPEN}/hearing.yml"
    assert "Ingenting ble endret" in told["message"]


@pytest.mark.parametrize(
    ("arguments", "kind", "code"),
    [
        (("invite", "finnes-ikke"), "stopped", 1),
        (("publish", OPEN), "publishing_stopped", 1),
        (("invite", "vedtatt-avtale"), "hearing_closed", 1),
        (("build", "--content", "borte", "--output", "ut"), "usage", 2),
        (("extend", OPEN), "usage", 2),
        (("status", "--ukjent"), "usage", 2),
        (("person", "kari"), "usage", 2),
        (("user", "siri", "--name", "Siri"), "aborted", 1),
        (("finnes-ikke",), "usage", 2),
    ],
)
def test_errors_are_json_with_the_same_exit_code(samrad, open_now, arguments, kind, code):
    """Whatever it was that stopped it: ours, or a mistake in the way of asking."""
    result = samrad(*arguments, "--json", expect=code)
    told = json.loads(result.stderr.splitlines()[-1])["error"]
    assert (told["kind"], told["exit_code"]) == (kind, code)
    assert told["message"]
    assert result.stdout == ""


def test_without_json_errors_stay_sentences(samrad):
    """For people; also where the word stands behind --, as an argument."""
    assert "error" not in samrad("invite", "finnes-ikke", expect=1).stderr
    assert "error" not in samrad("invite", "--", "--json", expect=1).stderr


def test_a_check_that_finds_something_tells_it_and_that_it_did(samrad, db, content, three_answers):
    """The finding on standard output, and on standard error that there was one."""
    (content / "hearings" / OPEN / "hearing.yml").write_text("id: *x\n", encoding="utf-8")
    result = samrad("check", "--json", expect=1)
    assert "error" in {row["level"] for row in json.loads(result.stdout)}
    assert json.loads(result.stderr)["error"]["kind"] == "found"


def test_a_touched_log_is_told_to_scripts(samrad, db, three_answers):
    """By entry, with exit code 1."""
    db.execute("DROP TRIGGER IF EXISTS submissions_kept")
    for (trigger,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'submissions'"):
        db.execute(f"DROP TRIGGER {trigger}")
    db.execute("UPDATE submissions SET body = 'granneset' WHERE id = 2")
    result = samrad("verify", "--json", expect=1)
    found = json.loads(result.stdout)
    assert (found["whole"], found["redacted"]) == (False, [])
    assert ("received", 2) in {(one["in"], one["entry"]) for one in found["findings"]}
    assert json.loads(result.stderr)["error"]["kind"] == "found"


def test_mistakes_in_a_spreadsheet_are_told_by_cell(samrad, open_now, tmp_path):
    """So that a script can point at them."""
    file = tmp_path / "kontakter.csv"
    file.write_text("id;e-post\nbergvik;ikke en adresse\n", encoding="utf-8")
    told = json.loads(samrad("contacts", file, "--json", expect=1).stderr)["error"]
    assert told["kind"] == "mistakes"
    assert [(one["row"], one["file"]) for one in told["problems"]] == [(2, str(file))]


def test_a_user_is_told_as_changed(samrad, db):
    """Created or not, with what holds now."""
    made = json.loads(samrad("user", "Kari", "--name", "Kari", "--password", "en lang og god setning", "--json").stdout)
    assert (made["created"], made["username"], made["role"]) == (True, "kari", "administrator")
    changed = json.loads(samrad("user", "kari", "--email", "kari@radet.example", "--json").stdout)
    assert (changed["created"], changed["email"]) == (False, "kari@radet.example")
