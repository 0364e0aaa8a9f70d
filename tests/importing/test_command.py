"""`samrad import`: what it writes, prints and says, and that it never writes over anything."""

import json

import pytest
from click.testing import CliRunner

from hearing_app.cli import commands as cli
from hearing_app.definitions.documents import read_draft
from hearing_app.definitions.positions import Source

TEXT = "Avtale\n\n1. Formål\n\nRing 22 33 44 55.\n\n2. Drift\n\nTekst.\n"
CASE = "Møtedato: 1.2.2026\n\nArkiv: 026\n\nTekst.\n"


@pytest.fixture
def samrad(tmp_path, monkeypatch):
    """A function that runs the command in a folder of its own, expecting an exit code."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SAMRAD_LANG", raising=False)

    def run(*arguments, expect=0):
        result = CliRunner().invoke(cli.main, ["import", *map(str, arguments)])
        assert result.exit_code == expect, (result.output, result.exception)
        return result

    return run


@pytest.fixture
def text(tmp_path):
    """A plain text to import."""
    path = tmp_path / "avtale.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_a_draft_is_written_where_it_is_asked_for(samrad, text, tmp_path):
    """Folders that are missing are made, and the file reads back."""
    result = samrad(text, "--as", "draft", "--output", "hearings/avtale/draft.md")
    written = (tmp_path / "hearings/avtale/draft.md").read_text(encoding="utf-8")
    source = Source("draft.md")
    assert [section.id for section in read_draft(written, source).sections] == ["formal", "drift"]
    assert source.problems == []
    assert "hearings/avtale/draft.md" in result.stdout


def test_remarks_go_to_standard_error_with_their_line(samrad, text):
    """So that what is printed is the draft alone."""
    result = samrad(text, "--as", "draft")
    assert result.stdout.startswith("---\ntitle: Avtale\n")
    assert f"{text}:5: " in result.stderr


def test_a_file_that_is_there_is_left_alone(samrad, text, tmp_path):
    """Nothing is changed, also where it is a link to nowhere."""
    taken = tmp_path / "draft.md"
    taken.write_text("mitt", encoding="utf-8")
    result = samrad(text, "--as", "draft", "--output", taken, expect=1)
    assert taken.read_text(encoding="utf-8") == "mitt"
    assert str(taken) in result.stderr
    link = tmp_path / "lenke.md"
    link.symlink_to(tmp_path / "borte.md")
    samrad(text, "--as", "draft", "--output", link, expect=1)
    assert not (tmp_path / "borte.md").exists()


def test_what_cannot_be_read_writes_nothing(samrad, tmp_path):
    """The reason is one sentence, and no folder is left behind."""
    pdf = tmp_path / "avtale.pdf"
    pdf.write_bytes(b"%PDF-1.7")
    result = samrad(pdf, "--as", "draft", "--output", "ny/draft.md", expect=1)
    assert "PDF" in result.stderr
    assert "Traceback" not in result.output
    assert not (tmp_path / "ny").exists()


def test_for_scripts_there_is_one_json_object(samrad, tmp_path):
    """With what had no place, where, and why; the text itself where no file was written."""
    path = tmp_path / "sak.txt"
    path.write_text(CASE, encoding="utf-8")
    row = json.loads(samrad(path, "--as", "case", "--json").stdout)
    assert (row["file"], row["language"], row["placed"]["parts"]) == (None, "nb", 1)
    assert [(entry["text"], entry["line"]) for entry in row["unplaced"]] == [("Arkiv: 026", 3)]
    assert all(entry["why"] for entry in row["unplaced"])
    assert row["text"].startswith("---\n")
    written = json.loads(samrad(path, "--as", "case", "--json", "--output", "cases/vann/case.md").stdout)
    assert written["file"] == "cases/vann/case.md"
    assert (tmp_path / "cases/vann/case.md").read_text(encoding="utf-8") == row["text"]


def test_a_word_file_is_told_of_by_paragraph(samrad, word, tmp_path):
    """It has no lines to count."""
    word.add_heading("Formål", 1)
    word.add_paragraph("Skriv til ola@bergvik.example.")
    path = tmp_path / "avtale.docx"
    word.save(path)
    row = json.loads(samrad(path, "--as", "draft", "--json").stdout)
    assert 2 in [entry.get("paragraph") for entry in row["remarks"]]


def test_the_place_in_a_word_file_is_told_in_the_readers_language(samrad, word, tmp_path):
    """As every other word on the line."""
    word.add_paragraph("Skriv til ola@bergvik.example.")
    path = tmp_path / "avtale.docx"
    word.save(path)
    assert f"{path}: avsnitt 1: " in samrad(path, "--as", "draft").stderr


def test_a_file_that_is_not_there_is_told_in_a_sentence(samrad, tmp_path):
    """In the reader's language, with the exit code of a misused command; a folder is no file either."""
    for missing in (tmp_path / "borte.docx", tmp_path):
        result = samrad(missing, "--as", "draft", expect=2)
        assert result.stderr == f"Det finnes ingen fil {missing} som kan leses. Rett stien.\n"


def test_it_must_be_said_what_the_file_becomes(samrad, text):
    """A draft and a case paper are too different to guess."""
    samrad(text, expect=2)
    samrad(text, "--as", "plan", expect=2)
