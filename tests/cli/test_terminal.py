"""What all commands share: errors told in sentences, and an end without words where nobody reads on."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from hearing_app.cli import commands as cli

ROOT = Path(__file__).parents[2]


def test_nobody_reading_on_is_no_error(content):
    """As when the output goes to `head`: the program ends, and says nothing."""
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "hearing_app.cli.commands", "check", "--content", str(content)]
    result = subprocess.run(command, cwd=ROOT, stdout=writing, stderr=subprocess.PIPE, text=True, check=False)
    os.close(writing)
    assert result.stderr == ""


@pytest.mark.parametrize("command", [["check"], ["build", "--output", "ut"]])
def test_a_folder_that_is_not_there_is_told_in_a_sentence(tmp_path, monkeypatch, command):
    """In the reader's language, with the exit code of a misused command."""
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(cli.main, [*command, "--content", "borte"])
    assert (result.exit_code, result.stderr) == (2, "Det finnes ingen mappe borte som kan leses. Rett stien.\n")


def test_a_broken_link_stops_a_build_in_the_readers_language(content, tmp_path):
    """With its place, and nothing of the program's inside."""
    page = content / "pages" / "om.md"
    page.write_text(page.read_text(encoding="utf-8") + "\nSe [planen](/planer/finnes-ikke/).\n", encoding="utf-8")
    line = page.read_text(encoding="utf-8").count("\n")
    result = CliRunner().invoke(cli.main, ["build", "--content", str(content), "--output", str(tmp_path / "ut")])
    told, rest = result.stderr.split("\n", 1)
    assert told.startswith(f"pages/om.md:{line}:13: feil: Lenken til /planer/finnes-ikke/ fører ingen steder.")
    assert rest == "Ingenting ble endret. Rett linjene over, og prøv igjen.\n"
    assert result.exit_code == 1


def test_what_has_errors_is_said_not_to_be_counted(content):
    """The figures of a check are of what could be read."""
    (content / "hearings/apen-plan/hearing.yml").write_text("id: feil\n", encoding="utf-8")
    result = CliRunner().invoke(cli.main, ["check", "--content", str(content)])
    assert result.stdout.endswith("Dokumenter med feil er ikke talt med.\n")
