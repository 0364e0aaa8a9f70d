"""A public copy with marks of redaction is still what was received; one that is changed is not."""

import pytest
from click.testing import CliRunner

from hearing_app.cli import commands as cli
from hearing_app.library import Library
from hearing_app.publishing.publish import publish
from hearing_app.publishing.verify import CopyState, check_log, check_receipt, redactions

COPY = "hearings/lukket-strategi/submissions/bergvik.yml"


@pytest.fixture
def redact(db, settings, three_answers, now):
    """A function that publishes all answers and changes Bergvik's public copy afterwards, as somebody does by hand."""

    def redacted(*changes):
        released = frozenset(s.reference for s in three_answers.values())
        publish(db, settings, "lukket-strategi", released=released, actor="siri", now=now)
        path = settings.content / COPY
        text = path.read_text(encoding="utf-8")
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        path.write_text(text, encoding="utf-8")
        return three_answers["bergvik"]

    return redacted


@pytest.fixture
def samrad(workspace):
    """A function that runs `samrad verify`, and returns the exit code and what it said."""

    def run(*arguments):
        result = CliRunner().invoke(cli.main, ["--workspace", str(workspace), "verify", *map(str, arguments)])
        return result.exit_code, result.output

    return run


def test_a_redacted_copy_is_what_was_received(db, content, redact):
    """The parts are named, and nothing is different."""
    sent = redact(("Merk stiene bedre.", "Merk ▇▇▇ [offl. § 13] bedre."), ("Rådgiver", "▇▇▇"))
    checked = check_receipt(db, Library(content), sent.payload)
    assert (checked.state, checked.different, checked.redacted) == (CopyState.REDACTED, (), ("role", "tiltak"))
    assert check_log(db, content) == ()


def test_a_copy_that_is_changed_beside_its_marks_is_a_difference(db, content, redact):
    """The parts that are only redacted are still told as such."""
    sent = redact(("Merk stiene bedre.", "Merk ▇▇▇ dårligere."), ("Rådgiver", "▇▇▇"))
    checked = check_receipt(db, Library(content), sent.payload)
    assert (checked.state, checked.different, checked.redacted) == (CopyState.DIFFERENT, ("tiltak",), ("role",))
    (finding,) = check_log(db, content)
    assert "tiltak" in str(finding.message)
    assert "role" not in str(finding.message)


def test_a_stance_cannot_be_redacted_into_another(db, content, redact):
    """Only what somebody wrote can be withheld in part."""
    sent = redact(("supports_with_remarks", "does_not_support"))
    assert check_receipt(db, Library(content), sent.payload).state is CopyState.DIFFERENT


def test_the_command_names_what_is_redacted(redact, samrad, tmp_path):
    """For one receipt and for the whole log; neither is an error."""
    sent = redact(("Merk stiene bedre.", "Merk ▇▇▇ bedre."))
    file = tmp_path / "receipt.json"
    file.write_bytes(sent.payload)
    code, told = samrad(file)
    assert (code, "merket som sladdet: tiltak" in told) == (0, True), told
    code, told = samrad()
    assert (code, f"1 ({sent.reference}) er sladdet: tiltak" in told) == (0, True), told


def test_what_cannot_be_compared_is_not_told_as_redacted(db, content, redact):
    """Where the stored answer is gone, that is told by itself."""
    redact(("Merk stiene bedre.", "Merk ▇▇▇ bedre."))
    assert [parts for _entry, parts in redactions(db, Library(content))] == [("tiltak",)]
    for trigger in ("submissions_kept", "submissions_not_deleted"):
        db.execute(f"DROP TRIGGER {trigger}")
    db.execute("UPDATE submissions SET payload = CAST('{}' AS BLOB) WHERE reference = '2026-0001'")
    assert list(redactions(db, Library(content))) == []
