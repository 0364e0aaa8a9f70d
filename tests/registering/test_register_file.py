"""A file of many answers: what is read, what is wrong by cell, and that it is all or nothing."""

import io
import json
from dataclasses import replace
from datetime import UTC, date, datetime

import openpyxl
import pytest
from click.testing import CliRunner

from hearing_app.answering.receive import AnsweredMeanwhile
from hearing_app.cli.commands import main
from hearing_app.domain.calendar import OSLO
from hearing_app.domain.vocabulary import Channel, Language, SenderKind, Stance
from hearing_app.registering.register_file import import_answers, read_answers
from hearing_app.registering.register_sample import sample, sample_sheet
from hearing_app.registering.register_table import RegisterFileRefused, head
from hearing_app.storage import guests, submissions
from hearing_app.text import words_for

NOW = datetime(2026, 7, 1, 8, 0, tzinfo=UTC)
ROW = {
    "instans": "bergvik",
    "måte": "På e-post",
    "kom inn": "20.4.2026 10.30",
    "rolle": "Ordfører",
    "politisk forankring": "Kommunestyret",
    "behandlet dato": "12.5.2026",
    "Standpunkt: 2 Økonomi [okonomi]": "støtter ikke",
    "Merknad: 2 Økonomi [okonomi]": "For dyrt.\n\nOg urettferdig.",
    "Svar: Hva forventer dere? [forventning]": "Rent vann.",
}
GUEST = {"instans": "Elvas venner", "avsendertype": "Organisasjon", "måte": "På papir", "kom inn": "2026-06-20T09:00"}


@pytest.fixture
def sheet(hearing):
    """A function that writes rows as a workbook with the hearing's columns."""

    def made(*rows):
        book, titles = openpyxl.Workbook(), head(hearing)
        book.active.append(titles)
        for row in rows:
            book.active.append([row.get(title, "") for title in titles])
        file = io.BytesIO()
        book.save(file)
        return file.getvalue()

    return made


@pytest.fixture
def read(db, hearing):
    return lambda data: read_answers(db, hearing, data, now=NOW)


@pytest.fixture
def store(db, hearing, sender, settings):
    return lambda rows: import_answers(
        db, hearing, rows, sender=sender, actor="siri", now=NOW, files=settings.attachments
    )


def told(read):
    return [(m.cell, m.column, words_for(Language.EN).say(m.message)) for m in read.mistakes]


def test_a_row_becomes_an_answer(read, store, sheet, db):
    """Paragraphs stay, stances are read in Norwegian, and the hour is Norwegian time."""
    (sent,) = store(read(sheet(ROW)).new)
    assert sent.content.answer("okonomi").text == "For dyrt.\n\nOg urettferdig."
    assert sent.content.answer("okonomi").stance is Stance.DOES_NOT_SUPPORT
    assert sent.content.answer("forventning").text == "Rent vann."
    assert sent.arrived_at == datetime(2026, 4, 20, 8, 30, tzinfo=UTC)
    assert sent.content.registered.channel is Channel.EMAIL


def test_somebody_who_was_not_invited_has_a_kind(read, store, sheet, db):
    """A name that no body has, with a kind of sender, is a sender of its own; again, it is the same one."""
    row = {**GUEST, "Merknad: 2 Økonomi [okonomi]": "Bra."}
    (sent,) = store(read(sheet(row)).new)
    assert guests.by_id(db, sent.body).kind is SenderKind.ORGANISATION
    assert [one.already for one in read(sheet(row)).rows] == [sent.reference]


def test_the_same_file_twice_registers_nothing_twice(read, store, sheet):
    """A row that has been registered says as what; one that is new is registered alone."""
    store(read(sheet(ROW)).new)
    again = read(sheet(ROW, {**ROW, "instans": "fossheim"}))
    assert [bool(one.already) for one in again.rows] == [True, False]
    assert len(store(again.new)) == 1
    assert read(sheet(ROW)).new == ()


def test_a_changed_row_becomes_a_new_version(read, store, sheet):
    """What has been answered is never changed."""
    store(read(sheet(ROW)).new)
    (row,) = read(sheet({**ROW, "rolle": "Rådmann"})).new
    assert row.before.version == 1
    assert store([row])[0].version == 2


def test_mistakes_stand_by_cell(read, sheet):
    """Each with what to write instead; all of them at once."""
    wrong = {**ROW, "instans": "Bergvyk", "kom inn": "i går", "politisk forankring": "kongen"}
    found = told(read(sheet(ROW, wrong)))
    assert [cell for cell, _column, _text in found] == ["A3", "E3", "I3"]
    assert "none of the invited bodies" in found[0][2]
    assert "31.5.2026 14:30" in found[1][2]
    assert "«Kommunestyret»; «Foreløpig, skal bekreftes»." in found[2][2]


def test_a_cell_that_is_a_date_is_a_day_alone(read, store, sheet):
    """A workbook holds the midnight of it, which nobody has written."""
    (sent,) = store(read(sheet({**ROW, "kom inn": date(2026, 4, 20)})).new)
    assert sent.arrived_at == date(2026, 4, 20)
    (sent,) = store(read(sheet({**ROW, "instans": "fossheim", "kom inn": datetime(2026, 4, 20, 10, 30)})).new)  # noqa: DTZ001 - as a cell holds it
    assert sent.arrived_at == datetime(2026, 4, 20, 8, 30, tzinfo=UTC)


def test_a_day_that_was_stored_as_its_midnight_is_the_same_answer(read, store, sheet):
    """A file registered when a date cell became an hour comes to nothing new when it is read again."""
    data = sheet({**ROW, "kom inn": date(2026, 4, 20)})
    (row,) = read(data).new
    told_then = replace(row.content.registered, arrived_at=datetime(2026, 4, 20, tzinfo=OSLO))
    (sent,) = store([replace(row, content=replace(row.content, registered=told_then))])
    assert [one.already for one in read(data).rows] == [sent.reference]
    assert read(sheet({**ROW, "kom inn": date(2026, 4, 21)})).rows[0].already == ""


def test_what_came_after_now_is_a_mistake(read, sheet):
    """As in the form."""
    ((cell, _column, text),) = told(read(sheet({**ROW, "kom inn": "2.7.2026 12:00"})))
    assert (cell, "after now" in text) == ("E2", True)


def test_a_body_stands_once(read, sheet):
    """Two rows of one body would be two answers at once."""
    assert "row 2 too" in told(read(sheet(ROW, ROW)))[0][2]


def test_a_formula_is_not_worked_out(read, hearing, sheet):
    """The cell is told, and nothing is guessed."""
    assert told(read(sheet({**ROW, "rolle": "=1+1"})))[0][0] == "G2"


def test_an_unknown_column_is_told(read):
    """An answer in a column that nobody reads would be lost in silence."""
    with pytest.raises(RegisterFileRefused, match="Merknad"):
        read("instans;måte;kom inn;Merknad: Borte [borte]\n".encode())


def test_the_samples_are_read_and_register_nothing(read, hearing):
    """A row that is not filled in is passed over."""
    for words in map(words_for, Language):
        for data in (sample(hearing, hearing.invited, words).encode(), sample_sheet(hearing, hearing.invited, words)):
            assert (read(data).rows, read(data).mistakes) == ((), ())


def test_all_of_it_or_nothing(read, store, sheet, db):
    """An answer that came meanwhile leaves nothing of the file behind."""
    rows = read(sheet({**ROW, "instans": "fossheim"}, ROW)).new
    store(read(sheet({**ROW, "rolle": "Rådmann"})).new)
    with pytest.raises(AnsweredMeanwhile):
        store(rows)
    assert submissions.latest_of_body(db, "apen-plan", "fossheim") is None


def test_the_terminal_shows_registers_and_tells_of_mistakes(workspace, sheet, db, tmp_path, monkeypatch):
    """`samrad register`: a dry run stores nothing, and JSON is what scripts read."""
    monkeypatch.delenv("SAMRAD_LANG", raising=False)
    monkeypatch.setattr("hearing_app.cli.register.now", lambda: NOW)
    file = tmp_path / "svar.xlsx"
    file.write_bytes(sheet(ROW))

    def run(*more):
        return CliRunner().invoke(main, ["--workspace", str(workspace), "register", "apen-plan", str(file), *more])

    dry = run("--dry-run")
    assert (dry.exit_code, "1 svar ville bli registrert." in dry.output) == (0, True)
    assert submissions.latest_of_body(db, "apen-plan", "bergvik") is None
    done = run("--json")
    assert json.loads(done.stdout)["stored"] == 1, done.output
    (row,) = json.loads(run("--json").stdout)["rows"]
    assert (row["registered_before"], row["id"]) == (True, "bergvik")
    file.write_bytes(sheet({**GUEST, "Svar: Hva forventer dere? [forventning]": "Rent vann."}))
    assert [json.loads(run("--json", *more).stdout)["rows"][0]["id"] for more in (("--dry-run",), ())] == [
        None,
        "gjest-0001",
    ]
    file.write_bytes(sheet({**ROW, "måte": "due"}))
    wrong = run()
    assert wrong.exit_code == 1
    assert "celle D2" in wrong.output
