"""The demo, prepared once for all of its tests: it takes a while."""

from datetime import UTC, datetime

import pytest

from demo.__main__ import prepare
from demo.workspace import MARKER
from hearing_app.storage.database import open_database

URL = "http://localhost:8000"
LEAP_DAY = datetime(2028, 2, 29, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    """The demo as prepared on a leap day, over what a start that was broken off has left: workspace, settings, note."""
    workspace = tmp_path_factory.mktemp("var") / "demo"
    (workspace / "data").mkdir(parents=True)
    (workspace / "data" / "samrad.sqlite3").write_text("halvferdig")
    (workspace / "rest.txt").write_text("halvferdig")
    (workspace / MARKER).touch()
    return workspace, *prepare(workspace, URL, LEAP_DAY)


@pytest.fixture
def database(demo):
    """The database of the prepared demo."""
    db = open_database(demo[1].database)
    yield db
    db.close()
