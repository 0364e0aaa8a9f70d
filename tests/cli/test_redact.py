"""`samrad redact list`, and what `samrad check` says of the gate."""

import json

import pytest
from click.testing import CliRunner

from hearing_app.cli import commands as cli
from hearing_app.definitions.defaults import defaults
from hearing_app.redacting.redact import Marking, redact, seen_of

HEARING = "lukket-strategi"


@pytest.fixture
def samrad(workspace, monkeypatch):
    """A function that runs a command in the workspace, expecting an exit code."""
    monkeypatch.delenv("SAMRAD_LANG", raising=False)

    def run(*arguments, expect=0):
        result = CliRunner().invoke(cli.main, ["--workspace", str(workspace), *arguments])
        assert result.exit_code == expect, (result.output, result.exception)
        return result.stdout

    return run


@pytest.fixture
def withheld(db, receive, closed, answered, now):
    """An answer with a word withheld and a phone number that nobody has decided on."""
    sent = receive(closed, "bergvik", answered({"tiltak": "Hemmelignavn ringte 61 00 00 00."}))
    marking = Marking("answers/tiltak/text", "Hemmelignavn", None, defaults().redaction_grounds[0])
    redact(db, closed, sent, marking, seen=seen_of(()), actor="siri", now=now)
    return sent


def test_a_list_tells_layers_and_finds_without_the_words(samrad, withheld):
    """The words stand in a terminal only when they are asked for; a find that stops has exit code 1."""
    told = samrad("redact", "list", HEARING, expect=1)
    assert "answers/tiltak/text  [offl. § 13]" in told
    assert "et telefonnummer som må avgjøres" in told
    assert "Hemmelignavn" not in told
    assert "«Hemmelignavn»" in samrad("redact", "list", HEARING, "--words", expect=1)


def test_scripts_get_one_object(samrad, withheld):
    """With everything by name."""
    found = json.loads(samrad("redact", "list", HEARING, "--json", expect=1))
    assert [row["field"] for row in found["redactions"]] == ["answers/tiltak/text"]
    assert [(row["kind"], row["stops"]) for row in found["finds"]] == [("phone", True)]
    assert (found["files"], found["history"]) == ([], [])
    assert "Hemmelignavn" not in json.dumps(found)


def test_check_tells_what_the_gate_has_found(samrad, withheld):
    """As a warning about the file in which it would go out; of a folder alone nothing is known."""
    line = f"hearings/{HEARING}/submissions/bergvik.yml"
    assert line in samrad("check")
    assert any(row["file"] == line for row in json.loads(samrad("check", "--json")))


def test_a_hearing_without_answers_has_nothing(samrad):
    """And exit code 0."""
    assert "Sladdet: 0." in samrad("redact", "list", "apen-plan")
