"""Internal notes: who may strike them out, and that they never leave the desk."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

import hearing_app
from hearing_app.domain.vocabulary import Conclusion
from hearing_app.operating.person import stored_on
from hearing_app.publishing.publish import publish
from hearing_app.storage import audit, notes, points
from hearing_app.treating.assess import assess_point
from hearing_app.treating.notes import NoteEmpty, NoteUnknown, NotOwnNote, add_note, strike_note
from hearing_app.treating.splitting import PointUnknown, add_point

AT = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
WHO = {"actor": "kari", "now": AT}
SECRET = "Ordføreren er uenig med seg selv, xyzzy"


@pytest.fixture
def submission(three_answers):
    return three_answers["bergvik"]


@pytest.fixture
def point(db, submission):
    """A point of Bergvik's with an assessment that may be published."""
    add_point(db, submission, "tiltak", "Merk stiene bedre.", **WHO)
    (point,) = points.of_submission(db, submission.reference)
    assess_point(
        db, submission, point.id, assessment="Ja.", conclusion=Conclusion.ACCEPTED, revision=0, actor="kari", now=AT
    )
    return points.get(db, point.id)


def test_a_note_is_kept_with_who_and_when(db, submission, point):
    """On a point, or on the answer as a whole."""
    add_note(db, submission, point.id, " Om punktet. ", **WHO)
    add_note(db, submission, None, "Om svaret.", actor="ola", now=AT)
    (on_point,) = notes.of_points(db, [point.id])[point.id]
    (on_whole,) = notes.of_submission(db, submission.reference)
    assert (on_point.text, on_point.by, on_point.at) == ("Om punktet.", "kari", AT)
    assert (on_whole.text, on_whole.by) == ("Om svaret.", "ola")


def test_a_note_says_something_and_is_about_something(db, submission, point, three_answers):
    """An empty one, and one on a point of another answer, are refused."""
    with pytest.raises(NoteEmpty):
        add_note(db, submission, point.id, " \n", **WHO)
    with pytest.raises(PointUnknown):
        add_note(db, three_answers["indre"], point.id, "Feil sted.", **WHO)


def test_a_note_is_struck_out_by_who_wrote_it(db, submission, point, three_answers):
    """Its text is then out of sight; that there was one stays, and the table keeps it from being rewritten."""
    add_note(db, submission, point.id, SECRET, **WHO)
    (note,) = notes.of_points(db, [point.id])[point.id]
    with pytest.raises(NotOwnNote):
        strike_note(db, submission, note.id, actor="ola", now=AT)
    with pytest.raises(NoteUnknown):
        strike_note(db, three_answers["indre"], note.id, **WHO)
    strike_note(db, submission, note.id, **WHO)
    strike_note(db, submission, note.id, **WHO)
    (struck,) = notes.of_points(db, [point.id])[point.id]
    assert (struck.text, struck.struck_at) == ("", AT)
    with pytest.raises(Exception, match="never rewritten"):
        db.execute("UPDATE notes SET text = 'annet'")


def test_no_word_of_a_note_leaves(db, settings, submission, point, closed, now, three_answers):
    """Neither in what publishing writes, nor on any page of the site, in a mail or in the log."""
    add_note(db, submission, point.id, SECRET, **WHO)
    add_note(db, submission, None, f"{SECRET} og igjen", **WHO)
    publish(db, settings, closed.id, released=frozenset({submission.reference}), actor="kari", now=now)
    written = [
        path for folder in (settings.content, settings.site) for path in folder.resolve().rglob("*") if path.is_file()
    ]
    assert any("Merk stiene bedre." in path.read_text(encoding="utf-8", errors="ignore") for path in written)
    assert [path for path in written if b"xyzzy" in path.read_bytes()] == []
    assert [row["id"] for row in db.table("outbox").rows if b"xyzzy" in row["message"]] == []
    assert [entry for entry in audit.entries(db, closed.id) if "xyzzy" in entry.subject] == []


def test_only_the_desk_reads_notes():
    """Whatever else would read them could let them out; the export on a person is the one that looks everywhere."""
    root = Path(hearing_app.__file__).parent
    readers = {
        path.relative_to(root).as_posix()
        for path in root.rglob("*.py")
        if re.search(r"storage import .*\bnotes\b|storage\.notes|\bnotes import|FROM notes\b", path.read_text("utf-8"))
    }
    assert readers == {"treating/notes.py", "storage/notes.py", "web/cards.py", "web/desk_notes.py"}


def test_who_asks_for_what_is_stored_gets_notes_as_well(db, settings, submission):
    """A note that names a person's address is about that person."""
    add_note(db, submission, None, "Ring ola@eksempel.example før fredag.", **WHO)
    found = stored_on(db, settings.content, "ola@eksempel.example")
    assert "Ring ola@eksempel.example før fredag." in json.dumps(found, ensure_ascii=False, default=str)
