"""What fails in a round is tried again in the next one, what one hearing's rows refuse stops no mail, nothing is left.

Real SQLite refuses: a trigger for what stands in rows, another connection that holds the lock for the whole database.
"""

import os
import signal
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from hearing_app.building import hand_files
from hearing_app.building.deploy import built_at, hand_lock, switch
from hearing_app.inviting.invite import invite_bodies
from hearing_app.operating.worker import work_once
from hearing_app.storage import OperationalError, chores, outbox
from hearing_app.storage.database import open_database
from hearing_app.text import words_for

FORTNIGHT = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)  # the open hearing's deadline is 15 June
ROUND = timedelta(seconds=20)
REFUSED = (
    "CREATE TRIGGER refused BEFORE INSERT ON outbox WHEN NEW.kind = 'reminder' BEGIN SELECT RAISE(ABORT, 'no'); END"
)


@pytest.fixture
def invited(db, settings, hearing, sender):
    """Everybody is invited and reminded of nothing yet; the site is of the same day."""
    said = {"sender": sender, "words_of": lambda body: words_for(body.language or hearing.language)}
    invite_bodies(db, hearing, hearing.invited, actor="kari", now=datetime(2026, 5, 15, 10, tzinfo=UTC), **said)
    db.table("outbox").delete_where("kind = 'invitation'")
    release = settings.site / "releases" / f"{FORTNIGHT:%Y%m%dT%H%M%SZ}-0a1b2c3d"
    release.mkdir(parents=True)
    switch(settings.site, release)
    db.execute("DELETE FROM rebuilds")
    assert built_at(settings.site) == FORTNIGHT


def reminded(db):
    return db.execute("SELECT count(*) FROM outbox WHERE kind = 'reminder'").fetchone()[0]


def test_reminders_that_failed_are_tried_in_the_next_round(db, settings, invited):
    """They do not wait an hour; those that were written wait for their turn."""
    db.execute(REFUSED)
    assert work_once(db, settings, now=FORTNIGHT).faults == ("IntegrityError: no",)
    assert reminded(db) == 0
    db.execute("DROP TRIGGER refused")
    assert work_once(db, settings, now=FORTNIGHT + ROUND).faults == ()
    assert reminded(db)
    assert not chores.take(db, "remind", every=timedelta(hours=1), now=FORTNIGHT + 2 * ROUND)


def test_what_is_left_lying_is_swept_in_the_next_round(db, settings, invited):
    """Where the disk refused, here with a folder where a file belongs, the sweep does not wait an hour either."""
    hindrance = settings.site / ".hand.lock"
    hindrance.mkdir()
    left = settings.site / ".try-x"
    left.mkdir()
    assert work_once(db, settings, now=FORTNIGHT).faults
    assert left.exists()
    hindrance.rmdir()
    assert work_once(db, settings, now=FORTNIGHT + ROUND).faults == ()
    assert not left.exists()


def test_what_the_rows_of_one_hearing_refuse_stops_no_mail(db, settings, invited):
    """The round goes on, and tells of it."""
    db.execute(REFUSED)
    outbox.put(db, kind="receipt", recipient="a@x.example", message=b"x", now=FORTNIGHT)
    done = work_once(db, settings, now=FORTNIGHT)
    assert (done.mail.sent, done.faults) == (1, ("IntegrityError: no",))


def test_a_database_that_is_locked_ends_the_round(db, settings, invited):
    """It hinders all of it; the next round does everything."""
    db.execute("PRAGMA busy_timeout = 20")
    with closing(open_database(settings.database)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(OperationalError, match="locked"):
            work_once(db, settings, now=FORTNIGHT)
        other.execute("ROLLBACK")
    work_once(db, settings, now=FORTNIGHT + ROUND)
    assert reminded(db)


def test_a_copy_that_was_left_while_a_text_was_tried_goes(db, settings, invited):
    """Killed in the middle of it; a copy that is in use stays."""
    page = "hearings/lukket-strategi/summary.md"
    pid = os.fork()
    if pid == 0:
        real = hand_files.load_content
        hand_files.load_content = lambda folder: time.sleep(60) if ".try-" in str(folder) else real(folder)
        hand_files.write_hand_file(settings, page, "Sju svarte.\n", seen=hand_files.ABSENT)
        os._exit(1)
    until = time.monotonic() + 30
    while not list(settings.site.glob(".try-*/content/council.yml")):
        assert time.monotonic() < until
        time.sleep(0.02)
    work_once(db, settings, now=FORTNIGHT)
    assert list(settings.site.glob(".try-*"))
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    with hand_lock(settings.site, wait_seconds=0):
        hand_files.forget_tries(settings.site)
    assert list(settings.site.glob(".try-*"))
    work_once(db, settings, now=FORTNIGHT + timedelta(hours=2))
    assert list(settings.site.glob(".try-*")) == []
