"""What is withheld does not get into the new draft, which everybody can read; and where a point is followed stays."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from hearing_app.building.hand_files import read_hand_file
from hearing_app.definitions.defaults import defaults
from hearing_app.domain.amendment import amendments
from hearing_app.domain.submission import Answer
from hearing_app.domain.vocabulary import Conclusion
from hearing_app.publishing.publish_plan import plan
from hearing_app.redacting.redact import Marking, redact, seen_of
from hearing_app.storage import points
from hearing_app.treating.assess import assess_point
from hearing_app.treating.changes import changes
from hearing_app.treating.new_draft import AmendmentWithheld, Editor, amended, begin_draft, put_in
from hearing_app.treating.splitting import carry_over, split_by_paragraph

HEARING = "lukket-strategi"
PATH = f"hearings/{HEARING}/versions/etter-horingen.md"
SIRI = Editor("siri")
FIELD = "answers/mal/amendments/1/added"


@pytest.fixture
def matter(library, content):
    """A function that reads the matter as it stands; the heard draft has the date that it needs beside another."""
    file = content / "hearings" / HEARING / "draft.md"
    file.write_text(file.read_text(encoding="utf-8").replace("---\n", "---\ndate: 2026-01-15\n", 1), encoding="utf-8")
    return lambda: library.matter(HEARING)


@pytest.fixture
def sent(db, settings, matter, closed, receive, answered, now):
    """Bergvik's answer, which proposes to name somebody; the point is accepted, and the new draft is begun."""
    item = closed.item("mal")
    change = amendments(item.original, item.original.markdown.replace("Alle", "Kari Hemmelig"))
    received = receive(closed, "bergvik", replace(answered(), answers=(Answer("mal", amendments=change),)))
    split_by_paragraph(db, received, "mal", actor="siri", now=now)
    (one,) = points.of_submission(db, received.reference)
    told = {"assessment": "Ja.", "conclusion": Conclusion.ACCEPTED, "revision": 0, "actor": "siri", "now": now}
    assess_point(db, received, one.id, **told)
    begin_draft(db, settings, matter(), editor=SIRI, now=now)
    return received


@pytest.fixture
def withhold(db, closed, sent, now):
    """A function that withholds the name."""
    marking = Marking(FIELD, "Kari Hemmelig", None, defaults().redaction_grounds[0])
    return lambda: redact(db, closed, sent, marking, seen=seen_of(()), actor="siri", now=now)


@pytest.fixture
def put(db, settings, matter, sent, now):
    """A function that puts the change into the new draft."""

    def put_it_in():
        (one,) = points.of_submission(db, sent.reference)
        file, _text = amended(settings, matter(), one)
        put_in(db, settings, matter(), one, body="Bergvik", seen=file.seen, editor=SIRI, now=now)

    return put_it_in


def test_a_change_with_withheld_words_is_not_put_into_the_draft(settings, put, withhold):
    """A person writes what everybody may read."""
    withhold()
    with pytest.raises(AmendmentWithheld):
        put()
    assert "Hemmelig" not in read_hand_file(settings.content, PATH).text


def test_the_gate_finds_withheld_words_that_stand_in_the_draft_already(db, settings, matter, put, withhold, sent, now):
    """With the line, and nothing is published before somebody has decided on it."""
    put()
    withhold()
    todo = plan(db, matter(), settings.content, released=frozenset({sent.reference}), now=now)
    (find,) = [find for find in todo.finds if find.where.path == PATH]
    assert (find.words, find.stops) == ("Kari Hemmelig", True)
    line = read_hand_file(settings.content, PATH).text.splitlines()[find.where.line - 1]
    assert "Kari Hemmelig" in line


def test_where_a_point_is_followed_is_carried_over_to_a_new_version(db, matter, put, sent, closed, receive, now):
    """With who said it and when; the check does not fail because a body has sent its answer once more."""
    put()
    (before,) = points.of_submission(db, sent.reference)
    more = replace(sent.content, answers=(*sent.content.answers, Answer("general", None, "Ein ting til.")))
    again = receive(closed, "bergvik", more, at=datetime(2026, 4, 21, 8, 0, tzinfo=UTC))
    assert changes(db, matter()).loose == ()  # nothing is made of the new version yet
    assert carry_over(db, again, actor="ola", now=now) == 1
    (own,) = points.of_submission(db, again.reference)
    assert own.followed == before.followed == ("mal",)
    assert changes(db, matter()).whole
    rows = list(db.query("SELECT username, at FROM followed WHERE point = ?", [own.id]))
    assert [row["username"] for row in rows] == ["siri"]
