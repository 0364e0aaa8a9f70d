"""The log of who did what: every entry is chained, and whatever is done to it behind its back is found."""

import subprocess
import sys
from datetime import UTC, datetime

import pytest
from sqlite_utils import Database

from hearing_app.domain.trace import Head, read_head
from hearing_app.storage import DatabaseError, audit
from hearing_app.storage.database import MIGRATIONS, migrate, writing

AT = datetime(2026, 5, 15, 10, 0, tzinfo=UTC)
WRITE = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from hearing_app.storage import audit
from hearing_app.storage.database import open_database
db = open_database(Path(sys.argv[1]))
for number in range(60):
    audit.log(db, now=datetime.now(UTC), actor=sys.argv[2], action="logged in", subject=str(number))
"""


@pytest.fixture
def five(db):
    """The database with five entries."""
    for number in range(1, 6):
        audit.log(db, now=AT, actor="kari", action="published", hearing="apen-plan", subject=f"nr. {number}")
    return db


@pytest.fixture
def behind_its_back(five):
    """A function that does something as somebody with SQL in hand does, past every trigger and key."""

    def do(*statements):
        triggers = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN ('audit', 'audit_chain')"
        for (name,) in five.execute(triggers).fetchall():
            five.execute(f"DROP TRIGGER {name}")
        five.execute("PRAGMA foreign_keys = OFF")
        for statement in statements:
            five.execute(statement)
        return [(found.number, str(found.message).rpartition(": ")[2]) for found in audit.check(five)]

    return do


def test_a_log_that_nobody_has_touched_is_whole(five):
    """And its head is the last entry with its digest."""
    assert audit.check(five) == ()
    assert audit.head(five).number == 5
    assert audit.entries(five, "apen-plan")[-1].digest == audit.head(five).digest


@pytest.mark.parametrize(
    "change",
    ["actor = 'ola'", "at = '2026-05-15T10:00:01+00:00'", "hearing = ''", "subject = 'nr. 3.'", "action = 'x'"],
)
def test_a_changed_entry_is_found(behind_its_back, change):
    """Whatever part of it was changed."""
    (first, *_rest) = behind_its_back(f"UPDATE audit SET {change} WHERE id = 3")  # noqa: S608 - one of the five above
    assert first == (3, "entry 3 has been changed, or does not follow from the one before.")


def test_an_entry_that_was_taken_out_is_found(behind_its_back):
    """Out of the log alone, or out of its chain too."""
    assert behind_its_back("DELETE FROM audit WHERE id = 2") == [(2, "entry 2 is gone.")]
    assert behind_its_back("DELETE FROM audit_chain WHERE entry = 2") == [(2, "entry 2 is gone.")]


def test_the_last_entries_cannot_be_taken_away_in_silence(behind_its_back):
    """Also where they are gone from log and chain alike."""
    gone = behind_its_back("DELETE FROM audit WHERE id > 3", "DELETE FROM audit_chain WHERE entry > 3")
    assert gone == [(4, "entries 4 to 5 are gone.")]


def test_an_entry_written_past_the_chain_is_found(behind_its_back, five):
    """And so is a link of the chain that was taken away to change its entry; what is logged later is chained on."""
    put = "INSERT INTO audit (at, actor, action, hearing, subject) VALUES ('t', 'ola', 'published', '', '')"
    assert behind_its_back(put) == [(6, "entry 6 was written past the chain.")]
    audit.log(five, now=AT, actor="kari", action="published")
    assert [found.number for found in audit.check(five)] == [6]


def test_a_chain_that_was_thrown_away_is_not_begun_again(behind_its_back, five):
    """Else whoever changes the log would have it chained anew by the next entry."""
    found = behind_its_back("DELETE FROM audit_chain", "UPDATE audit SET actor = 'ola' WHERE id = 1")
    assert found[0] == (1, "entry 1 was written past the chain.")
    audit.log(five, now=AT, actor="kari", action="published")
    assert audit.check(five)[0].number == 1


def test_two_entries_that_changed_places_are_found(behind_its_back):
    """The number is part of what is chained."""
    (first, *_rest) = behind_its_back(
        "UPDATE audit SET subject = 'nr. 3' WHERE id = 2", "UPDATE audit SET subject = 'nr. 2' WHERE id = 3"
    )
    assert first[0] == 2


def test_a_whole_new_chain_does_not_have_the_head_that_was_noted(five):
    """Whoever can compute digests can compute all of them, and for that the head is noted elsewhere."""
    noted = audit.head(five)
    audit.log(five, now=AT, actor="kari", action="published")
    assert audit.check(five, noted=noted) == ()
    other = Head(noted.number, "f" * 64)
    assert [found.number for found in audit.check(five, noted=other)] == [5]
    assert [found.number for found in audit.check(five, noted=Head(9, noted.digest))] == [9]


def test_a_head_is_read_as_it_is_written(five):
    """However it was copied; anything else is none."""
    head = audit.head(five)
    assert read_head(f" {str(head).upper()}\n") == head
    assert read_head("5") is None
    assert read_head(f"5:{'g' * 64}") is None


def test_the_log_refuses_to_be_changed(five):
    """By the tables themselves, replacing included."""
    for statement in (
        "UPDATE audit SET actor = 'ola'",
        "DELETE FROM audit",
        "INSERT OR REPLACE INTO audit (id, at, actor, action, hearing, subject) VALUES (1, 't', 'ola', 'x', '', '')",
        "UPDATE audit_chain SET digest = printf('%064d', 1)",
        "DELETE FROM audit_chain",
        "INSERT OR REPLACE INTO audit_chain VALUES (3, printf('%064d', 1))",
    ):
        with pytest.raises(DatabaseError):
            five.execute(statement)
    assert audit.check(five) == ()


def test_a_log_from_before_the_chain_is_chained_in_its_order(tmp_path):
    """By the first that asks, and from then on nothing of it can be changed unseen."""
    folder = tmp_path / "before"
    folder.mkdir()
    for path in sorted(MIGRATIONS.glob("*.sql")):
        if int(path.name[:4]) < 13:
            (folder / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    old = Database(memory=True)
    old.conn.isolation_level = None
    migrate(old, folder)
    rows = [
        {"at": "2026-01-01T00:00:00+00:00", "actor": "kari", "action": str(n), "hearing": "", "subject": ""}
        for n in range(3)
    ]
    old.table("audit").insert_all(rows)
    migrate(old)
    audit.log(old, now=AT, actor="kari", action="published")
    assert audit.check(old) == ()
    assert audit.head(old).number == 4
    assert audit.begin(old) == 0
    old.execute("DROP TRIGGER audit_kept")
    old.execute("UPDATE audit SET action = 'x' WHERE id = 2")
    assert audit.check(old)[0].number == 2
    old.close()


def test_an_entry_stands_or_falls_with_what_it_tells_of(db):
    """What was rolled back is in neither the log nor the chain, and leaves no gap."""

    def go_wrong():
        with writing(db):
            audit.log(db, now=AT, actor="kari", action="published")
            raise LookupError

    audit.log(db, now=AT, actor="kari", action="published")
    with pytest.raises(LookupError):
        go_wrong()
    audit.log(db, now=AT, actor="ola", action="published")
    assert audit.check(db) == ()
    assert audit.head(db).number == 2


@pytest.mark.slow
def test_processes_that_write_at_once_make_one_chain(settings, db):
    """Each entry follows the one before, whoever wrote it."""
    command = [sys.executable, "-c", WRITE, str(settings.database)]
    writers = [subprocess.Popen([*command, name]) for name in ("a", "b", "c")]
    assert [writer.wait(60) for writer in writers] == [0, 0, 0]
    assert audit.check(db) == ()
    assert audit.head(db).number == 180
    assert audit.actors(db) == ("a", "b", "c")
