"""Serving: the web and the worker start and stop together, and a worker's bad round closes no form."""

import socket

import pytest

from hearing_app.operating import serve as serving
from hearing_app.operating.serve import AddressTaken, AlreadyRunning, alone, serve


def test_a_round_that_fails_is_told_and_tried_again(settings):
    """A damaged or locked database, or a full disk, must not take the forms down with the worker."""
    settings.database.parent.mkdir(parents=True)
    settings.database.write_bytes(b"this is no database" * 100)
    done = serving._one_round(settings)
    assert "not a database" in done.site_error
    assert not done.did_something


def test_one_workspace_is_served_once(workspace):
    """Two workers would send and build everything twice."""
    with alone(workspace), pytest.raises(AlreadyRunning), alone(workspace):
        pytest.fail("it was served twice")
    with alone(workspace):
        pass


def test_a_taken_address_is_told_before_anything_starts(settings):
    """With the reason, for it may be another program or an address that is not this machine's."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(AddressTaken, match=f"127.0.0.1:{port}"):
            serve(settings, host="127.0.0.1", port=port, ready=pytest.fail, report=pytest.fail)
    assert not settings.database.exists()


def test_an_address_of_version_six_is_bound_in_brackets(settings):
    """As gunicorn wants it."""
    assert "[::1]:8000" in serving._command(settings, "::1", 8000)
