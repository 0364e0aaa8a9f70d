"""Progress of long work: on standard error, where somebody looks, and never where it is in the way."""

import io
import time

import pytest

from hearing_app.cli import progress as module
from hearing_app.cli.progress import ERASE, progress


class Terminal(io.StringIO):
    """What a person looks at."""

    def isatty(self):
        return True


class Gone(io.StringIO):
    """A log that nobody reads any more."""

    def write(self, _text):
        raise BrokenPipeError


def told(stream, enough):
    """Wait until something has been told."""
    for _ in range(500):
        if enough(stream.getvalue()):
            return stream.getvalue()
        time.sleep(0.01)
    raise AssertionError(stream.getvalue())


@pytest.fixture
def watched(monkeypatch):
    """A function that begins work that is told of at once, and often."""
    monkeypatch.delenv("SAMRAD_LANG", raising=False)

    def begin(stream, *, as_json=False):
        return progress("Arbeid …", as_json=as_json, stream=stream, after=lambda _: 0.01, every=lambda _: 0.01)

    return begin


def test_a_terminal_has_one_line_that_is_taken_away(watched):
    """It is written anew with how far the work has come, and the next line begins where it stood."""
    stream = Terminal()
    with watched(stream) as work:
        work(3, 12)
        told(stream, lambda text: "Arbeid … 3 av 12, 0 s" in text)
    assert "\n" not in stream.getvalue()
    assert stream.getvalue().endswith(ERASE)


def test_a_log_has_plain_lines(watched):
    """Nothing that moves a cursor; what cannot be counted is told with its seconds."""
    stream = io.StringIO()
    with watched(stream):
        told(stream, lambda text: text.startswith("Arbeid … 0 s\n"))
    assert "\x1b" not in stream.getvalue()
    assert "\r" not in stream.getvalue()


def test_short_work_is_not_told_of():
    """Whoever waits two seconds needs no words."""
    stream = Terminal()
    with progress("Arbeid …", as_json=False, stream=stream) as work:
        work(1, 2)
    assert stream.getvalue() == ""


def test_a_script_is_left_alone_unless_somebody_looks(watched):
    """With --json standard error is for errors; on a terminal the line goes away by itself."""
    stream, looked_at = io.StringIO(), Terminal()
    with watched(stream, as_json=True), watched(looked_at, as_json=True):
        told(looked_at, lambda text: "Arbeid …" in text)
    assert stream.getvalue() == ""
    assert looked_at.getvalue().endswith(ERASE)


def test_a_step_is_told_at_once_on_a_line_of_its_own(watched):
    """Also over the line that is written anew."""
    stream = Terminal()
    with watched(stream) as work:
        told(stream, lambda text: "Arbeid …" in text)
        work.line("Bygd.")
    assert f"{ERASE}Bygd.\n" in stream.getvalue()


def test_nobody_reading_on_does_not_stop_the_work(watched):
    """A closed pipe ends the telling alone."""
    with watched(Gone()):
        time.sleep(0.05)


def test_what_fails_leaves_no_line_behind(watched):
    """The error is told below a clean line."""
    stream = Terminal()

    def fail():
        with watched(stream):
            told(stream, lambda text: "Arbeid …" in text)
            raise ValueError

    with pytest.raises(ValueError, match=r"^$"):
        fail()
    assert stream.getvalue().endswith(ERASE)


def test_it_is_told_seldom_enough_for_a_log():
    """A mail from cron is not to be a page long."""
    assert module.AFTER_SECONDS < module.LINE_SECONDS
    assert module.FRAME_SECONDS < module.LINE_SECONDS
