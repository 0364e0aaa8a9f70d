import sqlite3
import threading
from contextlib import closing
from datetime import UTC, datetime

import pytest
from sqlite_utils import Database

from hearing_app.storage import drafts, invitations, outbox, users
from hearing_app.storage.database import (
    MIGRATIONS,
    DatabaseTooNew,
    migrate,
    migration_files,
    open_database,
    statements,
)

FIRST = MIGRATIONS / "0001_first.sql"
SECOND = """-- A made-up second step: a new table, a column with data moved into it; a semicolon; in a comment.
CREATE TABLE meetings (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL CHECK (name <> 'a;b')
) STRICT;
ALTER TABLE users ADD COLUMN phone TEXT NOT NULL DEFAULT '';
UPDATE users SET phone = '00 00 00 00; ' || username;
CREATE TRIGGER meetings_kept BEFORE DELETE ON meetings
BEGIN
    SELECT RAISE(ABORT, 'kept');
END;
"""


@pytest.fixture
def two_steps(tmp_path):
    """A folder with the real first migration and a made-up second one."""
    folder = tmp_path / "migrations"
    folder.mkdir()
    (folder / FIRST.name).write_text(FIRST.read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "0002_meetings.sql").write_text(SECOND, encoding="utf-8")
    return folder


@pytest.fixture
def old(tmp_path):
    """A database of the first version, which knows the first migration alone."""
    folder = tmp_path / "first"
    folder.mkdir()
    (folder / FIRST.name).write_text(FIRST.read_text(encoding="utf-8"), encoding="utf-8")
    connection = sqlite3.connect(tmp_path / "old.sqlite3", isolation_level=None)
    database = Database(connection)
    migrate(database, folder)
    yield database
    database.close()


def versions(db):
    return [row[0] for row in db.execute("SELECT number FROM schema_version ORDER BY number")]


def add_user(db):
    """Add a user as the first version of the table had them."""
    row = {"username": "kari", "name": "K", "password_hash": "$argon2id$x", "session_key": "k"}
    db.table("users").insert(row | {"created_at": "2026-01-01T00:00:00+00:00"})


def test_a_new_database_gets_every_migration(db):
    """In order, each noted once."""
    assert versions(db) == [number for number, _ in migration_files()]
    assert {"submissions", "outbox", "audit"} <= set(db.table_names())


def test_numbers_of_migrations_follow_each_other():
    """A gap or a number used twice would make two installations differ."""
    numbers = [number for number, _ in migration_files()]
    assert numbers == list(range(1, len(numbers) + 1))


def test_a_second_opening_changes_nothing(settings, db):
    """Nothing runs twice."""
    add_user(db)
    before = db.execute("SELECT * FROM schema_version").fetchall()
    again = open_database(settings.database)
    assert again.execute("SELECT * FROM schema_version").fetchall() == before
    assert users.by_username(again, "kari") is not None
    again.close()


def test_an_existing_database_with_data_is_brought_on(old, two_steps):
    """Only the new step runs, its own data change included, and what was there stays."""
    add_user(old)
    migrate(old, two_steps)
    assert versions(old) == [1, 2]
    assert old.execute("SELECT username, phone FROM users").fetchall() == [("kari", "00 00 00 00; kari")]
    with pytest.raises(sqlite3.IntegrityError, match="CHECK"):
        old.execute("INSERT INTO meetings (name) VALUES ('a;b')")


def test_a_migration_that_fails_leaves_nothing_of_itself(old, two_steps):
    """Tables and data are as before, and a corrected step can run."""
    add_user(old)
    step = two_steps / "0002_meetings.sql"
    step.write_text(f"{SECOND}ALTER TABLE nowhere ADD COLUMN x TEXT;\n", encoding="utf-8")
    with pytest.raises(sqlite3.OperationalError, match="nowhere"):
        migrate(old, two_steps)
    assert versions(old) == [1]
    assert "meetings" not in old.table_names()
    assert "phone" not in old.table("users").columns_dict
    step.write_text(SECOND, encoding="utf-8")
    migrate(old, two_steps)
    assert versions(old) == [1, 2]


def test_a_database_from_a_newer_version_is_refused(settings, db):
    """An older version must not write into tables it does not know."""
    newer = migration_files()[-1][0] + 1
    db.execute("INSERT INTO schema_version VALUES (?, 't')", [newer])
    with pytest.raises(DatabaseTooNew, match=f"migration {newer}"):
        open_database(settings.database)


def test_several_processes_can_open_a_new_database_at_once(tmp_path):
    """Each migration runs once, whoever comes first."""
    failures, opened = [], []

    def open_it():
        try:
            db = open_database(tmp_path / "data" / "new.sqlite3")
            opened.append(versions(db))
            db.close()
        except Exception as error:  # noqa: BLE001 - a thread's failure is the test's to tell
            failures.append(error)

    threads = [threading.Thread(target=open_it) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert opened == [[number for number, _ in migration_files()]] * 8


def test_statements_are_split_where_they_end():
    """Not at semicolons in comments, texts or trigger bodies."""
    found = list(statements(SECOND))
    assert len(found) == 4
    assert found[3].strip().endswith("END;")
    memory = Database(memory=True)
    memory.execute("CREATE TABLE users (username TEXT) STRICT")
    for statement in found:
        memory.execute(statement)
    memory.close()


def test_a_migration_file_is_split_to_its_end():
    """A last statement without a semicolon would be dropped in silence, so none may lack it."""
    for _, path in migration_files():
        text = path.read_text(encoding="utf-8")
        assert "".join(statements(text)).strip() == text.strip()


def test_a_database_of_the_first_four_steps_comes_on_with_its_rows(tmp_path):
    """Points keep their ids and what was said of them, links are the contact's own, mail that waits still waits."""
    folder, now = tmp_path / "four", datetime.now(UTC).isoformat(timespec="seconds")
    folder.mkdir()
    for _number, path in migration_files()[:4]:
        (folder / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    path = tmp_path / "data" / "four.sqlite3"
    path.parent.mkdir()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        database = Database(connection)
        migrate(database, folder)
        submission = {"hearing": "h", "body": "b", "definition_sha256": "d" * 64, "payload": b"{}", "received_at": now}
        rows = {"reference": "2026-0001", "version": 1, "sha256": "a" * 64, **submission}
        number = database.table("submissions").insert(rows).last_pk
        point = {"submission": number, "item": "x", "quote": "Bygg to broer.", "conclusion": "noted", "revision": 3}
        database.table("points").insert({"id": 7, **point})
        link = {"hearing": "h", "body": "b", "token_sha256": "b" * 64, "email": "a@b.no", "created_at": now}
        database.table("invitations").insert(link)
        mail = {"kind": "invitation", "recipient": "a@b.no", "message": b"x", "created_at": now, "next_attempt_at": now}
        database.table("outbox").insert(mail)
        drafted = {"hearing": "h", "body": "b", "content": '{"text_x": "a"}', "revision": 1, "saved_at": now}
        database.table("drafts").insert(drafted)
    with closing(open_database(path).conn) as connection:
        db = Database(connection)
        (row,) = db.table("points").rows
        assert {name: row[name] for name in ("id", *point, "amendment")} == {"id": 7, **point, "amendment": None}
        assert [one.colleague for one in invitations.working(db, "h", "b")] == [None]
        assert [one.message for one in outbox.waiting(db)] == [b"x"]
        assert drafts.get(db, "h", "b").fields == {"text_x": "a"}
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
