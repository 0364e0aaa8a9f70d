"""Whatever is done behind the program's back is found by `samrad verify`; a receipt tells whether it still holds."""

import subprocess

import pytest
from click.testing import CliRunner

from hearing_app.cli import commands as cli
from hearing_app.domain.journal import Flaw, verify
from hearing_app.publishing.publish import publish, refresh_site
from hearing_app.publishing.verify import CopyState, ReceiptUnknown, as_pasted, check_log, check_receipt
from hearing_app.storage import journal, submissions

COPY = "hearings/lukket-strategi/submissions/bergvik.yml"
TRIGGERS = ("submissions_kept", "submissions_not_deleted", "journal_kept", "journal_not_deleted")


@pytest.fixture
def opened(db, three_answers):
    """The database with three answers, as somebody has it who has taken its guards away."""
    for trigger in TRIGGERS:
        db.execute(f"DROP TRIGGER {trigger}")
    db.execute("PRAGMA foreign_keys = OFF")
    return db


@pytest.fixture
def published(db, settings, three_answers, now):
    """Bergvik's and Fossheim's answers released, Indre's held back."""
    chosen = frozenset(three_answers[body].reference for body in ("bergvik", "fossheim"))
    publish(db, settings, "lukket-strategi", released=chosen, actor="siri", now=now)
    return three_answers


@pytest.fixture
def samrad(workspace):
    """A function that runs `samrad verify` in the workspace, expecting an exit code."""

    def run(*arguments, expect=0):
        result = CliRunner().invoke(cli.main, ["--workspace", str(workspace), "verify", *map(str, arguments)])
        assert result.exit_code == expect, (result.output, result.exception)
        return result.output

    return run


def found(db, content):
    return [(finding.flaw, finding.number) for finding in check_log(db, content)]


TAMPERING = [
    ("UPDATE submissions SET payload = CAST('{}' AS BLOB) WHERE reference = '2026-0001'", Flaw.SUBMISSION),
    ("UPDATE submissions SET received_at = '2026-01-01T00:00:00+00:00' WHERE reference = '2026-0001'", Flaw.SUBMISSION),
    ("UPDATE submissions SET body = 'nordli' WHERE reference = '2026-0001'", Flaw.SUBMISSION),
    ("DELETE FROM submissions WHERE reference = '2026-0001'", Flaw.SUBMISSION),
    ("UPDATE journal SET received_at = '2026-01-01T00:00:00+00:00' WHERE number = 1", Flaw.CHANGED),
    ("DELETE FROM journal WHERE number = 1", Flaw.MISSING),
]


@pytest.mark.parametrize(("statement", "flaw"), TAMPERING)
def test_what_is_done_to_the_tables_is_found_and_named(opened, content, statement, flaw):
    """By the number of the entry."""
    assert found(opened, content) == []
    opened.execute(statement)
    assert (flaw, 1) in found(opened, content)


def test_a_submission_without_an_entry_is_found(opened, content):
    """The last entry was taken out of the log, which the chain itself cannot tell."""
    opened.execute("DELETE FROM journal WHERE number = 3")
    assert verify(journal.entries(opened)) == ()
    assert found(opened, content) == [(Flaw.NOT_ENTERED, None)]


def test_a_last_answer_that_was_removed_with_its_entry_is_told_by_the_published_head(opened, settings, content, now):
    """Nothing in the database tells of it any more."""
    refresh_site(opened, settings, now=now)
    opened.execute("DELETE FROM journal WHERE number = 3")
    opened.execute("DELETE FROM submissions WHERE reference = '2026-0003'")
    assert found(opened, content) == [(Flaw.HEAD, 3)]


def test_the_head_is_published_with_the_site(db, settings, content, published):
    """In the content folder, and on a page of each language."""
    digest = journal.head(db).digest
    assert f"digest: {digest}" in (content / "journal.yml").read_text(encoding="utf-8")
    for language in ("", "nn/", "en/"):
        page = (settings.site / "current" / language / "kvittering" / "index.html").read_text(encoding="utf-8")
        assert digest in page


def test_a_public_copy_that_was_edited_by_hand_is_found(db, content, published):
    """With what is different in it."""
    assert found(db, content) == []
    text = (content / COPY).read_text(encoding="utf-8")
    (content / COPY).write_text(text.replace("Bygg to broer.", "Bygg én bro."), encoding="utf-8")
    (finding,) = check_log(db, content)
    assert (finding.flaw, finding.number) == (Flaw.COPY, 1)
    assert "tiltak" in str(finding.message)


def test_a_receipt_tells_how_the_public_copy_stands_to_it(db, library, content, published):
    """The same, held back, or different, and in what."""
    states = {body: check_receipt(db, library, sent.payload) for body, sent in published.items()}
    assert states["bergvik"].state is states["fossheim"].state is CopyState.SAME
    assert (states["indre"].state, states["indre"].public) == (CopyState.NOT_PUBLISHED, None)
    text = (
        (content / COPY)
        .read_text(encoding="utf-8")
        .replace("Bygg to broer.", "Bygg.")
        .replace("Rådgiver", "Vaktmester")
    )
    (content / COPY).write_text(text, encoding="utf-8")
    checked = check_receipt(db, library, published["bergvik"].payload)
    assert (checked.state, checked.different) == (CopyState.DIFFERENT, ("role", "tiltak"))


def test_a_receipt_of_an_earlier_version_says_which_one_is_public(
    db, library, settings, closed, receive, answered, now
):
    """Both were received; one is shown."""
    first = receive(closed, "bergvik", answered({"viktigst": "", "tiltak": "Ja."}))
    second = receive(closed, "bergvik", answered({"viktigst": "", "tiltak": "Nei."}))
    publish(db, settings, "lukket-strategi", released=frozenset({second.reference}), actor="siri", now=now)
    checked = check_receipt(db, library, first.payload)
    assert (checked.state, checked.public.reference) == (CopyState.OTHER_VERSION, second.reference)


def test_a_file_with_one_character_changed_is_unknown(db, library, three_answers):
    """And so are an empty one, and something that is no text."""
    payload = three_answers["bergvik"].payload
    for data in (payload.replace(b"broer", b"broar"), payload + b"\n", payload[:-1], b"", b"\xff\xfe\x00"):
        with pytest.raises(ReceiptUnknown):
            check_receipt(db, library, data)


def test_a_pasted_text_becomes_the_file_it_was_copied_from(three_answers):
    """A form sends other line breaks, and the last one is often lost."""
    payload = three_answers["bergvik"].payload
    text = payload.decode()
    assert as_pasted(text.replace("\n", "\r\n")) == as_pasted(text.strip()) == as_pasted(f"\n{text}\n") == payload
    as_pasted("\ud800")  # no text at all, but no fault of ours either


def test_the_terminal_says_that_all_is_well_or_what_is_wrong(samrad, opened):
    """With an exit code for scripts."""
    assert "3 innførsler" in samrad()
    opened.execute("UPDATE journal SET body = 'nordli' WHERE number = 2")
    output = samrad(expect=1)
    assert "Innførsel 2 (2026-0002) er endret." in output


def test_the_terminal_checks_the_file_of_a_receipt(samrad, published, tmp_path):
    """The very file that came with the mail."""
    file = tmp_path / "2026-0001.json"
    file.write_bytes(published["bergvik"].payload)
    output = samrad(file)
    assert "Mottatt som 2026-0001" in output
    assert "Det publiserte svaret er det som ble mottatt" in output
    file.write_bytes(published["indre"].payload)
    assert "Svaret er ikke publisert." in samrad(file)
    file.write_bytes(b"{}")
    assert "Ingenting likt" in samrad(file, expect=1)


def test_the_lines_can_be_checked_without_samrad(samrad, db, three_answers):
    """With sha256sum alone, as docs/verify.md says, each line holding the digest of the one before."""
    previous = "0" * 64
    for written in samrad("--lines").splitlines():
        digest, line = written.split("  ")
        done = subprocess.run(["sha256sum"], input=f"{line}\n", capture_output=True, text=True, check=True)
        assert done.stdout.split()[0] == digest
        assert line.split()[-1] == previous
        previous = digest
    assert previous == journal.head(db).digest
    assert submissions.by_reference(db, "2026-0003").sha256 == line.split()[-2]
