"""The history of wordings, and the list of points."""

import sqlite3
from datetime import UTC, datetime

import pytest
from sqlite_utils import Database

from hearing_app.domain.review import PointState
from hearing_app.domain.vocabulary import Conclusion
from hearing_app.storage import assessments, notes, points, reviews
from hearing_app.storage.assessments import Wanted
from hearing_app.storage.database import MIGRATIONS, migrate, migration_files
from hearing_app.treating.assess import assess_point
from hearing_app.treating.splitting import add_point, remove_point

AT = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)


@pytest.fixture
def made(db, three_answers):
    """Two points of Bergvik's and one of Fossheim's, by their words."""
    bergvik, fossheim = three_answers["bergvik"], three_answers["fossheim"]
    add_point(db, bergvik, "tiltak", "Merk stiene bedre.", actor="kari", now=AT)
    add_point(db, bergvik, "tiltak", "Bygg to broer.", actor="kari", now=AT)
    add_point(db, fossheim, "general", "Vi saknar ein frist.", actor="kari", now=AT)
    return {point.quote: point for point in points.of_hearing(db, bergvik.hearing)}


@pytest.fixture
def write(db, three_answers, made):
    """A function that gives Bergvik's first point a wording."""

    def wrote(text, conclusion=Conclusion.NOTED, *, revision=0, actor="kari"):
        point = made["Merk stiene bedre."]
        assess_point(
            db,
            three_answers["bergvik"],
            point.id,
            assessment=text,
            conclusion=conclusion,
            revision=revision,
            actor=actor,
            now=AT,
        )
        return points.get(db, point.id)

    return wrote


def test_every_wording_is_kept(db, write):
    """With who and when, the newest first."""
    write("Først")
    point = write("Så", Conclusion.ACCEPTED, revision=1, actor="ola")
    history = assessments.wordings(db, [point.id])[point.id]
    told = [(w.revision, w.assessment, w.conclusion, w.written_by) for w in history]
    assert told == [(2, "Så", Conclusion.ACCEPTED, "ola"), (1, "Først", Conclusion.NOTED, "kari")]


@pytest.mark.parametrize("sql", ["UPDATE wordings SET assessment = 'x'", "DELETE FROM wordings"])
def test_a_wording_is_never_rewritten(db, write, sql):
    """The table refuses it, whoever asks."""
    write("Først")
    with pytest.raises(sqlite3.IntegrityError, match="a wording is never"):
        db.execute(sql)


def test_a_point_without_an_assessment_can_still_be_removed(db, write, three_answers):
    """Its wordings go with it, and a note on it stays with the answer."""
    write("Først")
    point = write("", None, revision=1)
    notes.add(db, reference=point.submission, point=point.id, text="Husk Ola.", actor="kari", now=AT)
    remove_point(db, three_answers["bergvik"], point.id, actor="kari", now=AT)
    assert assessments.wordings(db, [point.id]) == {}
    assert [note.text for note in notes.of_submission(db, point.submission)] == ["Husk Ola."]


def test_assessments_from_before_the_history_become_its_first_wording(tmp_path):
    """The migration carries over what stands, with its number, and leaves what nobody has written on."""
    db = Database(sqlite3.connect(tmp_path / "old.sqlite3", isolation_level=None))
    folder = tmp_path / "migrations"
    folder.mkdir()
    for number, path in migration_files(MIGRATIONS):
        if number < 17:
            (folder / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    migrate(db, folder)
    db.execute(
        "INSERT INTO submissions VALUES (1, '2026-0001', 'h', 'b', 1, 't', ?, CAST('{}' AS BLOB), ?)", ["0" * 64] * 2
    )
    insert = "INSERT INTO points (submission, item, quote, assessment, revision, assessed_by, assessed_at) VALUES "
    stands = "(1, 'i', 'q', 'Sto der', 3, 'kari', '2026-05-04T09:00:00+00:00')"
    db.execute(f"{insert} {stands}, (1, 'i', 'r', '', 0, '', NULL)")
    migration = next(path for number, path in migration_files(MIGRATIONS) if number == 17)
    (folder / migration.name).write_text(migration.read_text(encoding="utf-8"), encoding="utf-8")
    migrate(db, folder)
    assert [(w.revision, w.assessment) for w in assessments.wordings(db, [1, 2])[1]] == [(3, "Sto der")]
    db.close()


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted(), {"Merk stiene bedre.", "Bygg to broer.", "Vi saknar ein frist."}),
        (Wanted(item="tiltak"), {"Merk stiene bedre.", "Bygg to broer."}),
        (Wanted(body="fossheim"), {"Vi saknar ein frist."}),
        (Wanted(text="BYGG  to"), {"Bygg to broer."}),
        (Wanted(text="årlig"), {"Merk stiene bedre."}),
        (Wanted(text="%"), set()),
        (Wanted(conclusion="noted"), {"Merk stiene bedre."}),
        (Wanted(conclusion="none"), {"Bygg to broer.", "Vi saknar ein frist."}),
        (Wanted(assignee="-"), {"Merk stiene bedre.", "Bygg to broer.", "Vi saknar ein frist."}),
        (Wanted(state=PointState.OPEN), {"Bygg to broer.", "Vi saknar ein frist."}),
        (Wanted(state=PointState.UNASSESSED), {"Bygg to broer.", "Vi saknar ein frist."}),
        (Wanted(state=PointState.DONE), {"Merk stiene bedre."}),
        (Wanted(state=PointState.TO_REVIEW), {"Merk stiene bedre."}),
        (Wanted(state=PointState.APPROVED), set()),
        (Wanted(theme="Frist"), {"Vi saknar ein frist."}),
    ],
)
def test_points_are_found_by_what_is_looked_for(db, closed, made, write, wanted, found):
    """Each condition alone; letters are the same in capitals, the Norwegian ones as well."""
    point = write("Sekretariatet foreslår ÅRLIG merking.")
    reviews.add(db, point.id, revision=1, state=PointState.TO_REVIEW, actor="kari", now=AT)
    db.execute("INSERT INTO themes (id, hearing, name) VALUES (1, ?, 'Frist')", [closed.id])
    db.execute("INSERT INTO point_themes VALUES (?, 1)", [made["Vi saknar ein frist."].id])
    quotes = {one.id: quote for quote, one in made.items()}
    assert {quotes[one.id] for one in assessments.look_for(db, closed.id, wanted)} == found


def test_points_that_share_an_assessment_are_one_in_the_list(db, closed, made, write):
    """It is found by what either of them says, and counted once."""
    mine, theirs = made["Merk stiene bedre."], made["Vi saknar ein frist."]
    db.execute("UPDATE points SET joined = ? WHERE id = ?", [mine.id, theirs.id])
    write("Ja.")
    assert assessments.count(db, closed.id) == 2
    assert [one.root for one in assessments.look_for(db, closed.id, Wanted(body="fossheim"))] == [mine.id]
    assert assessments.count_states(db, closed.id)[PointState.OPEN] == 1


def test_points_of_a_replaced_version_are_not_in_the_list(db, closed, made, receive, answered):
    """When a body sends a new version, the old one's points are history."""
    receive(closed, "bergvik", answered({"tiltak": "Bygg tre broer."}))
    assert [one.body for one in assessments.look_for(db, closed.id, Wanted())] == ["fossheim"]
    assert assessments.bodies(db, closed.id) == {"fossheim"}
