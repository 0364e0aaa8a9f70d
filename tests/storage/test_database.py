import sqlite3
import threading
from datetime import UTC, datetime, timedelta, timezone

import pytest

from hearing_app.storage import audit
from hearing_app.storage.database import open_database, stamp, writing

AT = datetime(2026, 5, 15, 10, 0, tzinfo=UTC)


def log(db, action="x"):
    audit.log(db, now=AT, actor="kari", action=action, hearing="h")


def actions(db):
    return [entry.action for entry in audit.entries(db, "h")]


@pytest.fixture
def other(settings, db):
    """A second connection to the same database."""
    connection = open_database(settings.database)
    yield connection
    connection.close()


def test_a_commit_is_on_the_disk_when_it_returns(db):
    """A write-ahead log that is synced at each commit, and foreign keys that hold."""
    assert db.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    assert db.execute("PRAGMA synchronous").fetchone()[0] == 2
    assert db.execute("PRAGMA foreign_keys").fetchone()[0] == 1


def test_every_table_is_strict(db):
    """SQLite takes a text for a number otherwise."""
    lax = db.execute("SELECT name FROM pragma_table_list WHERE type = 'table' AND NOT strict").fetchall()
    assert [name for (name,) in lax if not name.startswith("sqlite_")] == []


def test_what_is_written_inside_stays(db, other):
    """Another connection sees it once it is over, and not before."""
    with writing(db):
        log(db)
        assert actions(other) == []
    assert actions(other) == ["x"]


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit])
def test_nothing_stays_where_anything_fails(db, other, error):
    """Also where somebody stops the program in the middle."""
    with pytest.raises(error), writing(db):  # noqa: PT012 - what was done before the failure must go
        log(db)
        raise error
    assert actions(db) == actions(other) == []
    assert not db.conn.in_transaction
    log(db, "later")
    assert actions(other) == ["later"]


def test_a_transaction_inside_another_joins_it(db, other):
    """The inner one's end is no commit; if the outer fails, both are gone."""
    with pytest.raises(ValueError, match="outer"), writing(db):  # noqa: PT012 - what was done before the failure must go
        with writing(db):
            log(db)
        assert actions(other) == []
        raise ValueError("outer")
    assert actions(db) == []


def test_an_inner_failure_that_is_caught_takes_only_its_own_part(db):
    """The outer transaction goes on."""
    with writing(db):
        log(db, "outer")
        with pytest.raises(ValueError, match="inner"), writing(db):  # noqa: PT012 - what was done before the failure must go
            log(db, "inner")
            raise ValueError("inner")
    assert actions(db) == ["outer"]


def test_a_constraint_that_fails_takes_the_whole_transaction(db):
    """An ABORT in a trigger ends the statement, and `writing` the rest."""
    with pytest.raises(sqlite3.IntegrityError, match="never changed"), writing(db):  # noqa: PT012 - what was done before the failure must go
        log(db)
        db.execute("UPDATE audit SET actor = 'ola'")
    assert actions(db) == []


def test_the_write_lock_is_taken_at_once(db, other):
    """Who reads and then writes must not find that another wrote in between."""
    other.execute("PRAGMA busy_timeout = 50")
    with writing(db), pytest.raises(sqlite3.OperationalError, match="locked"), writing(other):
        pytest.fail("two transactions were inside at the same time")
    with writing(other):
        log(other)
    assert actions(db) == ["x"]


def test_readers_are_not_stopped_by_a_writer(db, other):
    """The desk can read while an answer comes in."""
    other.execute("PRAGMA busy_timeout = 50")
    with writing(db):
        log(db)
        assert actions(other) == []


def test_writers_at_the_same_time_all_get_through(settings, db):
    """They wait for each other; nothing is lost and nothing counted twice."""

    def count_up():
        mine = open_database(settings.database)
        for _ in range(10):
            with writing(mine):
                log(mine, str(len(actions(mine)) + 1))
        mine.close()

    threads = [threading.Thread(target=count_up) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert actions(db) == [str(number) for number in range(1, 61)]


def test_instants_are_stored_in_utc_so_that_text_order_is_time_order():
    """Whatever zone they come in; to the second."""
    oslo = timezone(timedelta(hours=2))
    assert stamp(datetime(2026, 6, 15, 12, 0, 0, 999_999, tzinfo=oslo)) == "2026-06-15T10:00:00+00:00"
    instants = [AT, AT + timedelta(hours=3), datetime(2026, 5, 15, 12, 30, tzinfo=oslo)]
    assert sorted(map(stamp, instants)) == [stamp(instant) for instant in sorted(instants)]
