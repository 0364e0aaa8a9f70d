"""Against a peer that speaks clamd's own words over a real socket."""

import socket
import struct
import threading

import pytest

from hearing_app.examining import Refused, scan
from hearing_app.examining.virus import NO_ANSWER, TOO_LONG

TEST_SIGNATURE = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!"


class Clamd:
    """Takes one file after the other and says of each what `answer` says, or what it found."""

    def __init__(self, listener):
        self.listener, self.answer, self.files = listener, None, []
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            with connection, connection.makefile("rb") as said:
                self.talk(connection, said)

    def talk(self, connection, said):
        assert said.readline() == b"nINSTREAM\n"
        data = b""
        while length := struct.unpack("!L", said.read(4))[0]:
            data += said.read(length)
        self.files.append(data)
        found = b"stream: Eicar-Test-Signature FOUND\n" if TEST_SIGNATURE in data else b"stream: OK\n"
        connection.sendall(self.answer if self.answer is not None else found)


@pytest.fixture(params=["address", "socket"])
def clamd(request, tmp_path):
    """The peer, and where it is to be found, `.where`."""
    if request.param == "address":
        listener = socket.create_server(("127.0.0.1", 0))
        where = f"127.0.0.1:{listener.getsockname()[1]}"
    else:
        where = str(tmp_path / "clamd.ctl")
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(where)
        listener.listen()
    peer = Clamd(listener)
    peer.where = where
    yield peer
    listener.close()


def test_a_clean_file_passes(clamd):
    """Every byte of it was looked at."""
    data = bytes(range(256)) * 1000
    scan(data, clamd.where)
    assert clamd.files == [data]


def test_what_is_found_is_named(clamd):
    """So that whoever sent it can tell whoever runs the machines."""
    with pytest.raises(Refused, match="Eicar-Test-Signature"):
        scan(b"a" + TEST_SIGNATURE, clamd.where)


@pytest.mark.parametrize("answer", [b"", b"stream: ERROR\n", b"gibberish\n", b"stream: something ERROR\n"])
def test_an_answer_that_says_nothing_lets_nothing_through(clamd, answer):
    """Try again: nothing is wrong with the file."""
    clamd.answer = answer
    with pytest.raises(Refused) as caught:
        scan(b"ordinary", clamd.where)
    assert str(caught.value) == str(NO_ANSWER)


def test_a_file_that_is_too_long_for_the_scan_is_told_so(clamd):
    """To try again would not help."""
    clamd.answer = b"INSTREAM size limit exceeded. ERROR\n"
    with pytest.raises(Refused) as caught:
        scan(b"ordinary", clamd.where)
    assert str(caught.value) == str(TOO_LONG)


@pytest.mark.parametrize("where", ["127.0.0.1:1", "/no/such/clamd.ctl"])
def test_nobody_there_lets_nothing_through(where):
    """A scan that was asked for is never left out."""
    with pytest.raises(Refused) as caught:
        scan(b"ordinary", where)
    assert str(caught.value) == str(NO_ANSWER)


def test_without_clamd_nothing_is_asked():
    """The scan is a choice of whoever runs the service."""
    scan(TEST_SIGNATURE, "")
