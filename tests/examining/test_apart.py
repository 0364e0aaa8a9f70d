import os
import subprocess
import sys
import time
import zlib

import pytest

from hearing_app.examining import Kind, apart, examine_apart
from hearing_app.examining.refused import MACROS, TOO_HEAVY, Refused


def test_what_the_process_says_is_what_the_examination_says(make, refused):
    """The kind, or the sentence, comes back unchanged."""
    assert examine_apart(make.odt()) is Kind.ODT
    assert refused(make.rezipped(make.odt(), {"Scripts/a.py": "x"}), apart=True) == str(MACROS)


def test_a_file_that_takes_too_long_is_refused_in_time(make, monkeypatch):
    """The process is stopped; whoever waits is told what to do."""
    monkeypatch.setattr(apart, "_begin", lambda: "import time; time.sleep(60)")
    began = time.monotonic()
    with pytest.raises(Refused) as caught:
        examine_apart(make.pdf(), seconds=0.5)
    assert str(caught.value) == str(TOO_HEAVY)
    assert time.monotonic() - began < 5


def test_a_fault_of_ours_is_not_put_down_to_the_file(make, monkeypatch):
    """Where the process cannot run at all, nobody is told that a file is damaged."""
    monkeypatch.setattr(apart, "_begin", lambda: "raise ImportError('gone')")
    with pytest.raises(OSError, match="gone"):
        examine_apart(make.pdf())


def many_objects():
    """A small PDF whose pages are each their own parent's child, thousands of times over."""
    kids = " ".join(f"{n} 0 R" for n in range(3, 60_000))
    parts = [b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"]
    parts.append(f"2 0 obj<</Type/Pages/Count 1/Kids[{kids}]>>endobj\n".encode())
    parts += [f"{n} 0 obj<</Type/Pages/Kids[2 0 R 2 0 R]/Count 9>>endobj\n".encode() for n in range(3, 60_000)]
    parts.append(b"trailer<</Root 1 0 R/Size 60000>>\n%%EOF")
    return b"".join(parts)


@pytest.mark.slow
def test_a_pdf_that_leads_in_circles_holds_nobody_up():
    """It is refused, whatever the parser makes of it."""
    began = time.monotonic()
    with pytest.raises(Refused):
        examine_apart(many_objects(), seconds=10)
    assert time.monotonic() - began < 15


def swelling():
    """A PDF whose objects stand in a stream that unpacks to a thousand times its size."""
    packed = zlib.compress(bytes(1024 * 1024 * 1024), 9)
    head = f"1 0 obj<</Type/ObjStm/N 1/First 0/Filter/FlateDecode/Length {len(packed)}>>stream\n".encode()
    index = zlib.compress(bytes([1, 0, 9, 0, 2, 0, 1, 0, 2, 0, 1, 1]))
    table = f"3 0 obj<</Type/XRef/Size 3/Root 2 0 R/W[1 2 1]/Filter/FlateDecode/Length {len(index)}>>stream\n".encode()
    body = b"%PDF-1.5\n" + head + packed + b"\nendstream endobj\n"
    return body + table + index + b"\nendstream endobj\nstartxref\n" + str(len(body)).encode() + b"\n%%EOF"


@pytest.mark.slow
def test_a_pdf_that_swells_fills_nothing_but_its_own_process():
    """A gigabyte in a megabyte is refused."""
    with pytest.raises(Refused):
        examine_apart(swelling())


def test_the_process_knows_no_secret(monkeypatch):
    """What a broken parser could be made to tell is not there: neither the environment nor an open connection."""
    monkeypatch.setenv("SAMRAD_SECRET_KEY", "x" * 32)
    with open(os.devnull) as opened:  # noqa: PTH123 - a descriptor as a connection has one
        os.set_inheritable(opened.fileno(), False)
        program = (
            "import os, json; print(json.dumps([sorted(os.environ), os.getcwd(), len(os.listdir('/proc/self/fd'))]))"
        )
        monkeypatch.setattr(apart, "_begin", lambda: program)
        told = []
        monkeypatch.setattr(apart, "_told", lambda done, _name: told.append(done.stdout) or "PDF")
        examine_apart(b"%PDF-1.7")
    environment, folder, open_files = __import__("json").loads(told[0])
    assert not [name for name in environment if name.startswith("SAMRAD")]
    assert folder == "/"
    assert open_files <= 4


def test_the_examination_runs_where_nothing_is_installed_around(make):
    """It begins from the package's own folder, whatever folder the program was started in."""
    program = (
        "import sys; from hearing_app.examining import examine_apart; print(examine_apart(sys.stdin.buffer.read()))"
    )
    done = subprocess.run([sys.executable, "-c", program], input=make.xlsx(), capture_output=True, check=True)
    assert done.stdout.split() == [b"Kind.XLSX"]
