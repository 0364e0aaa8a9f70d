"""The tables of answers that are being registered, and of senders without an address."""

import shutil
import sqlite3
from datetime import UTC, datetime

import pytest
from sqlite_utils import Database

from hearing_app.domain.attachment import Attachment
from hearing_app.domain.passage import Passage
from hearing_app.domain.placing import Placed
from hearing_app.domain.vocabulary import Language, SenderKind
from hearing_app.storage import guests, registrations
from hearing_app.storage.attachments import named
from hearing_app.storage.database import migrate, migration_files

NOW = datetime(2026, 5, 15, 10, 0, tzinfo=UTC)
FILE = Attachment("svar.pdf", "application/pdf", 10, "a" * 64)
STEP = 14


@pytest.fixture
def number(db):
    return registrations.begin(db, "apen-plan", actor="siri", now=NOW)


def test_what_is_saved_is_read_back(db, number):
    """Fields, passages with their places, who and when."""
    placed = (Placed(Passage("Avsnitt", 1), "okonomi", "okonomi"), Placed(Passage("To"), "_same"))
    registrations.save(db, number, {"who": "bergvik"}, placed, actor="kari", now=NOW)
    (found,) = registrations.of_hearing(db, "apen-plan")
    assert (found.fields, found.placed, found.revision) == ({"who": "bergvik"}, placed, 2)
    assert (found.begun_by, found.saved_by, found.saved_at) == ("siri", "kari", NOW)


def test_documents_go_with_it(db, number):
    """They are named for as long as the registration is, and go with it."""
    registrations.add_file(db, number, FILE, now=NOW)
    assert registrations.files_of(db, number) == (FILE,)
    assert FILE.sha256 in named(db)
    registrations.delete(db, number)
    assert FILE.sha256 not in named(db)


def test_the_same_document_stands_once(db, number):
    """The table refuses it twice."""
    registrations.add_file(db, number, FILE, now=NOW)
    with pytest.raises(sqlite3.IntegrityError):
        registrations.add_file(db, number, FILE, now=NOW)


def test_senders_without_an_address_are_each_their_own(db):
    """An empty address is nobody's, so two of them are two senders; it is found by no address."""
    one, two = (
        guests.put_registered(db, "apen-plan", SenderKind.ORGANISATION, "Elvas venner", Language.NB, NOW) for _ in "ab"
    )
    assert one.number != two.number
    assert guests.by_id(db, two.id).email == ""


def test_no_number_of_a_guest_is_used_again_after_the_migration(tmp_path):
    """The table of guests is made anew, and goes on counting where the old one was."""
    before = tmp_path / "before"
    before.mkdir()
    for step, path in migration_files():
        if step < STEP:
            shutil.copy(path, before)
    db = Database(sqlite3.connect(tmp_path / "old.sqlite3", isolation_level=None))
    migrate(db, before)
    row = {
        "hearing": "h",
        "kind": "business",
        "name": "A",
        "language": "nb",
        "confirmed_at": "2026-05-15T10:00:00+00:00",
    }
    db.table("guests").insert_all({**row, "email": f"{n}@example.no"} for n in range(3))
    db.execute("DELETE FROM guests WHERE number = 3")
    migrate(db)
    assert [guest.email for guest in guests.of_hearing(db, "h")] == ["0@example.no", "1@example.no"]
    assert guests.put_registered(db, "h", SenderKind.BUSINESS, "B", Language.NB, NOW).number == 4
    db.close()
