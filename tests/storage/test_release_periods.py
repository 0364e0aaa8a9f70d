"""When an answer could be read is kept: nothing of it is deleted, and what a publishing failed at was never public."""

import json
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from sqlite_utils import Database

from hearing_app.storage import redactions, submissions
from hearing_app.storage.database import MIGRATIONS, migrate, migration_files

AT = datetime(2026, 5, 15, 10, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
HEARING = "lukket-strategi"
NUMBER = 23


@pytest.fixture
def sent(receive, closed, answered):
    """The reference of an answer."""
    return receive(closed, "bergvik", answered({"tiltak": "Kari ringte."})).reference


def test_a_release_that_is_taken_back_stays_as_a_period(db, sent):
    """Since when it was public first is told by the first of them."""
    submissions.release(db, sent, actor="kari", now=AT)
    submissions.release(db, sent, actor="siri", now=AT + HOUR)
    submissions.withhold(db, sent, actor="kari", now=AT + 2 * HOUR)
    assert submissions.released(db, HEARING) == frozenset()
    assert redactions.released_at(db, sent) == AT
    submissions.release(db, sent, actor="kari", now=AT + 3 * HOUR)
    assert submissions.public_periods(db, HEARING) == {sent: ((AT, AT + 2 * HOUR), (AT + 3 * HOUR, None))}
    assert redactions.released_at(db, sent) == AT


def test_what_a_publishing_failed_at_is_as_if_it_had_not_been_tried(db, sent):
    """Released by it: never public. Taken back by it: public all the time."""
    submissions.release(db, sent, actor="kari", now=AT)
    submissions.undo_release(db, sent, since=AT, actor="kari", now=AT + HOUR)
    assert (submissions.public_periods(db, HEARING), redactions.released_at(db, sent)) == ({}, None)
    submissions.release(db, sent, actor="kari", now=AT + HOUR)
    before = list(db.query("SELECT * FROM releases"))
    submissions.withhold(db, sent, actor="siri", now=AT + 2 * HOUR)
    submissions.undo_withhold(db, sent, since=AT + 2 * HOUR, actor="siri", now=AT + 3 * HOUR)
    submissions.undo_withhold(db, sent, since=AT + 2 * HOUR, actor="siri", now=AT + 4 * HOUR)
    assert list(db.query("SELECT * FROM releases")) == before


@pytest.mark.parametrize("sql", ["DELETE FROM releases", "UPDATE releases SET released_at = 'x'"])
def test_nobody_rewrites_a_release(db, sent, sql):
    """Whoever writes to the database is told why."""
    submissions.release(db, sent, actor="kari", now=AT)
    with pytest.raises(sqlite3.DatabaseError, match="is never"):
        db.execute(sql)


def test_the_releases_of_an_older_database_are_carried_over(tmp_path):
    """With who and when; what was published and taken back before is told by the publishings."""
    folder, stamps = tmp_path / "migrations", [(AT + n * HOUR).isoformat() for n in range(4)]
    folder.mkdir()
    for number, path in migration_files():
        if number < NUMBER:
            shutil.copy(path, folder)
    with closing(sqlite3.connect(tmp_path / "old.sqlite3", isolation_level=None)) as connection:
        db = Database(connection)
        migrate(db, folder)
        for version in (1, 2):
            row = {
                "reference": f"2026-000{version}",
                "hearing": "h",
                "body": "b",
                "version": version,
                "received_at": "t",
            }
            rest = {"definition_sha256": "0" * 64, "payload": b"{}", "sha256": "0" * 64}
            db.table("submissions").insert({**row, **rest})
        first, second = ("2026-0001",), ("2026-0002",)
        for at, wanted, before in ((0, first, ()), (1, first, first), (2, second, first)):
            known = {"hearing": "h", "by": "kari", "at": stamps[at], "step": "done", "ended_at": stamps[at]}
            named = {"wanted": {"references": wanted, "items": []}, "before": {"references": before, "items": []}}
            db.table("publications").insert({**known, **{name: json.dumps(value) for name, value in named.items()}})
        db.table("releases").insert({"submission": 2, "released_by": "kari", "released_at": stamps[2]})
        shutil.copy(next(MIGRATIONS.glob(f"{NUMBER:04d}_*.sql")), folder)
        migrate(db, folder)
        kept = [tuple(row.values()) for row in db.query("SELECT * FROM releases ORDER BY id")]
        assert kept == [
            (1, 1, "kari", stamps[0], "kari", stamps[2], 0),
            (2, 2, "kari", stamps[2], None, None, 0),
        ]
        assert submissions.released(db, "h") == {"2026-0002"}


@pytest.fixture
def older(tmp_path):
    """A database as it was before releases became periods, with one answer."""
    folder = tmp_path / "migrations"
    folder.mkdir()
    for number, path in migration_files():
        if number < NUMBER:
            shutil.copy(path, folder)
    with closing(sqlite3.connect(tmp_path / "older.sqlite3", isolation_level=None)) as connection:
        db = Database(connection)
        migrate(db, folder)
        row = {"reference": "2026-0001", "hearing": "h", "body": "b", "version": 1, "received_at": "t"}
        rest = {"definition_sha256": "0" * 64, "payload": b"{}", "sha256": "0" * 64}
        db.table("submissions").insert({**row, **rest})
        yield db


@pytest.mark.parametrize("step", ["released", "writing", "committed"])
def test_a_publishing_in_the_middle_is_carried_over(older, step):
    """It has let go of the row already: the period is there, and stands again where the publishing is taken back."""
    for at, wanted, before, known in (
        (AT, ["2026-0001"], [], {"step": "done", "ended_at": AT.isoformat()}),
        (AT + HOUR, [], ["2026-0001"], {"step": step}),
    ):
        named = {"wanted": wanted, "before": before}
        texts = {name: json.dumps({"references": value, "items": []}) for name, value in named.items()}
        older.table("publications").insert({"hearing": "h", "by": "kari", "at": at.isoformat(), **texts, **known})
    migrate(older)
    assert submissions.public_periods(older, "h") == {"2026-0001": ((AT, AT + HOUR),)}
    submissions.undo_withhold(older, "2026-0001", since=AT + HOUR, actor="kari", now=AT + 2 * HOUR)
    assert submissions.public_periods(older, "h") == {"2026-0001": ((AT, None),)}
    assert redactions.released_at(older, "2026-0001") == AT
