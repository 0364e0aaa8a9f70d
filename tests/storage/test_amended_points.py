"""Points that are proposed changes: the migration that lets them be, and what the table refuses."""

import shutil
import sqlite3

import pytest
from sqlite_utils import Database

from hearing_app.domain.amendment import Amendment
from hearing_app.storage import points
from hearing_app.storage.database import migrate, migration_files

SUBMISSION = """INSERT INTO submissions VALUES (1, '2026-0001', 'h', 'b', 1, '2026-05-01', ?, ?, ?)"""
PAYLOAD = b"""{"answers": [{"item": "a", "amendments": [
 {"paragraph": "a.1", "removed": "En.", "added": "To \\"ord\\"."}, {"paragraph": "a.3", "removed": "Tre.", "added": ""}
]}, {"item": "b", "amendments": [{"paragraph": "b.1", "removed": "B", "added": "C"}]}]}"""


@pytest.fixture
def before(tmp_path):
    """A database as it was before points could be proposed changes, with two assessed points."""
    folder = tmp_path / "before"
    folder.mkdir()
    for number, path in migration_files():
        if number <= 4:
            shutil.copy(path, folder)
    database = Database(sqlite3.connect(tmp_path / "old.sqlite3", isolation_level=None))
    database.execute("PRAGMA foreign_keys = ON")
    migrate(database, folder)
    database.execute(SUBMISSION, ["0" * 64, PAYLOAD, "0" * 64])
    row = "INSERT INTO points VALUES (?, 1, 'a', ?, 'Enig.', 'accepted', 2, 'kari', '2026-05-02')"
    database.execute(row, [3, "Bygg to broer."])
    database.execute(row, [8, "Merk stiene."])
    yield database
    database.close()


def test_points_keep_ids_and_assessments(before):
    """Links at the desk name them, and nothing that was written is lost."""
    migrate(before)
    kept = points.of_submission(before, "2026-0001")
    assert [(p.id, p.quote, p.assessment, p.revision, p.amendment) for p in kept] == [
        (3, "Bygg to broer.", "Enig.", 2, None),
        (8, "Merk stiene.", "Enig.", 2, None),
    ]


def test_a_point_reads_its_amendment_from_what_was_received(before):
    """By the item and the place, and nothing of it is kept twice."""
    migrate(before)
    assert points.add(before, reference="2026-0001", item="a", quote="Tre.", amendment=2)
    assert points.add(before, reference="2026-0001", item="b", quote="C", amendment=1)
    *_, third, other = points.of_submission(before, "2026-0001")
    assert third.amendment == Amendment("a.3", "Tre.", "")
    assert other.amendment == Amendment("b.1", "B", "C")
    assert points.add(before, reference="2026-0001", item="a", quote="To", amendment=1)
    assert points.of_submission(before, "2026-0001")[-1].amendment.added == 'To "ord".'


def test_one_amendment_is_one_point_and_words_may_be_the_same(before):
    """Two changes that come to the same text, and a quote of it, are three points; each only once."""
    migrate(before)
    for place in (1, 2, None):
        assert points.add(before, reference="2026-0001", item="a", quote="Likt.", amendment=place)
        assert not points.add(before, reference="2026-0001", item="a", quote="Likt.", amendment=place)


def test_a_place_is_counted_from_one(before):
    """The table refuses what no answer can have."""
    migrate(before)
    with pytest.raises(sqlite3.IntegrityError):
        points.add(before, reference="2026-0001", item="a", quote="Tre.", amendment=0)
