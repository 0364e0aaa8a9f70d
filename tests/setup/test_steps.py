import sys

import pytest

from setup import steps
from setup.steps import SetupError, fingerprint, is_stamped, run_logged, write_stamp


@pytest.fixture
def working_copy(tmp_path, monkeypatch):
    monkeypatch.setattr(steps, "ROOT", tmp_path)
    monkeypatch.setattr(steps, "LOGS", tmp_path / "var" / "setup")
    return tmp_path


def test_a_stamp_holds_until_what_was_read_changes(tmp_path):
    """A step is skipped only while its input is the same to the byte."""
    lock, stamp = tmp_path / "some.lock", tmp_path / "stamp"
    lock.write_text("flask==3.1.3\n")
    write_stamp(stamp, fingerprint([lock]))
    assert is_stamped(stamp, fingerprint([lock]))
    lock.write_text("flask==3.1.4\n")
    assert not is_stamped(stamp, fingerprint([lock]))


def test_files_are_told_apart_in_a_fingerprint(tmp_path):
    """Text that moves from one file to the next changes the fingerprint."""
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_text("ab")
    two.write_text("c")
    before = fingerprint([one, two])
    one.write_text("a")
    two.write_text("bc")
    assert fingerprint([one, two]) != before


def test_a_failing_program_shows_its_last_words_and_what_to_do(working_copy):
    """The message holds the end of the log, where the log is, and the advice."""
    program = "import sys; print('disk is full'); sys.exit(3)"
    with pytest.raises(SetupError) as failure:
        run_logged("copying", [sys.executable, "-c", program], advice="Make room.", cwd=working_copy)
    message = str(failure.value)
    assert "disk is full" in message
    assert "exit 3" in message
    assert "var/setup/copying.log" in message
    assert message.endswith("Make room.")


def test_a_program_that_is_not_there_is_named(working_copy):
    """A missing program is a set-up error with advice, not a traceback."""
    with pytest.raises(SetupError, match=r"no-such-program could not be started(.|\n)*Install it\."):
        run_logged("x", ["no-such-program"], advice="Install it.", cwd=working_copy)
