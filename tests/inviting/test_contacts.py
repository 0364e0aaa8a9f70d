"""Contacts: a spreadsheet's rows, what they would change, and where a body is written to afterwards."""

import json
import re

import pytest
from click.testing import CliRunner

from hearing_app.cli import commands as cli
from hearing_app.domain.vocabulary import Language
from hearing_app.inviting.contact_file import read_contacts
from hearing_app.inviting.contact_table import LARGEST, ContactFileRefused, sample
from hearing_app.inviting.contacts import (
    Change,
    ContactsChanged,
    address_of,
    addresses_of,
    changes,
    store_changes,
    store_contacts,
)
from hearing_app.inviting.invite import invite_bodies
from hearing_app.spreadsheet import write_sheet
from hearing_app.storage import audit, contacts, outbox
from hearing_app.text import words_for

HEAD = "id;organisasjonsnummer;navn;e-post\n"


@pytest.fixture
def bodies(library):
    return library.council().bodies


@pytest.fixture
def samrad(workspace, monkeypatch):
    """A function that runs `samrad contacts` in the workspace, in Norwegian, expecting an exit code."""
    monkeypatch.delenv("SAMRAD_LANG", raising=False)

    def run(*arguments, expect=0):
        result = CliRunner().invoke(cli.main, ["--workspace", str(workspace), "contacts", *map(str, arguments)])
        assert result.exit_code == expect, (result.output, result.exception)
        return result.output

    return run


def found(read):
    assert read.mistakes == ()
    return {row.body.id: row.email for row in read.rows}


def wrong(data, bodies):
    return [(m.row, m.column, str(m.message)) for m in read_contacts(data.encode(), bodies).mistakes]


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_the_files_that_spreadsheets_write_are_read(bodies, delimiter, encoding, newline):
    """Whatever separates the cells and however æ, ø and å are written."""
    lines = (("navn", "E-post"), ("Ungdomsrådet", "ungdom@bygda.example"), ("Indre fylkeskommune", "i@indre.example"))
    data = newline.join(delimiter.join(line) for line in lines).encode(encoding)
    assert found(read_contacts(data, bodies)) == {"ungdomsradet": "ungdom@bygda.example", "indre": "i@indre.example"}


def test_a_body_is_named_by_id_or_name_in_any_language(bodies):
    """Case and stray space do not matter, and rows without an address are passed over."""
    text = (
        HEAD
        + "bergvik;;;ny@bergvik.example\n\n;; fossheim  KOMMUNE ;ny@fossheim.example\n"
        + "indre;;;\n;;The Youth Council;u@u.example\n"
    )
    assert found(read_contacts(text.encode(), bodies)) == {
        "bergvik": "ny@bergvik.example",
        "fossheim": "ny@fossheim.example",
        "ungdomsradet": "u@u.example",
    }


def test_a_body_is_named_by_its_organisation_number(content, library):
    """However its digits are grouped; one that is another body's is a mistake."""
    path = content / "council.yml"
    text = path.read_text(encoding="utf-8")
    text = text.replace("  - id: bergvik\n", '  - id: bergvik\n    organisation_number: "987654321"\n')
    path.write_text(text, encoding="utf-8")
    bodies = library.council().bodies
    assert found(read_contacts(b"orgnr,e-post\n987 654 321,a@b.example\n", bodies)) == {"bergvik": "a@b.example"}
    assert wrong(HEAD + "bergvik;111222333;;a@b.example\n", bodies)[0][:2] == (2, "organisasjonsnummer")


def test_mistakes_are_told_all_at_once_by_row_and_column(bodies):
    """As the spreadsheet counts rows, and by the title that the file gives the column."""
    text = (
        HEAD
        + "bergvik;;;ingen adresse\n;;Nabobyen;a@b.example\n;;;a@b.example\nindre;;;a@b.example\nindre;;;c@d.example\n"
    )
    assert wrong(text, bodies) == [
        (2, "e-post", "«ingen adresse» is no e-mail address. Write one like name@example.no."),
        (3, "navn", "No body in council.yml is «Nabobyen». Correct it, or add the body."),
        (4, "e-post", "The row does not say whose address this is. Fill in its id or its name."),
        (6, "e-post", "«indre» stands in row 5 too. Keep one of them."),
    ]


@pytest.mark.parametrize(
    "email", ["a@b", "a b@c.no", "a@b.no,c@d.no", "=?utf-8?q?a=0d=0aBcc:x?=@b.no", "a@b.no>", "a@b.no\x00"]
)
def test_what_is_no_address_is_refused(bodies, email):
    """Above all what could put another line into a mail's head."""
    text = f'id;e-post\nbergvik;"{email}"\n'
    if "\x00" in email:
        with pytest.raises(ContactFileRefused):
            read_contacts(text.encode(), bodies)
    else:
        assert [mistake[:2] for mistake in wrong(text, bodies)] == [(2, "e-post")]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n\n",
        b"PK\x03\x04xlsx",
        b"navn;telefon\nx;1\n",
        b"e-post\na@b.no\n",
        b"epost;e-post;id\n",
        b"x" * (LARGEST + 1),
    ],
)
def test_a_file_that_is_no_list_of_contacts_is_refused(bodies, data):
    """As a whole, with a sentence that says what to do."""
    with pytest.raises(ContactFileRefused):
        read_contacts(data, bodies)


def test_the_sample_can_be_read_back(db, bodies):
    """Every body of the council stands in it with the address it has, and importing it changes nothing."""
    read = read_contacts(sample(bodies, addresses_of(db, bodies)).encode("utf-8-sig"), bodies)
    assert {row.body.id for row in read.rows} == {body.id for body in bodies if body.email}
    assert changes(db, read.rows) == ()


def test_an_imported_address_goes_before_that_of_the_council(db, bodies, hearing, sender, now):
    """The invitation goes there, and a body that had none is invited too."""
    text = "id;e-post\nbergvik;ny@bergvik.example\nungdomsradet;ungdom@bygda.example\n"
    store_contacts(db, read_contacts(text.encode(), bodies).rows, actor="kari", now=now)
    assert address_of(db, hearing.invited_body("bergvik")) == "ny@bergvik.example"
    words = words_for(Language.NB)
    done = invite_bodies(
        db, hearing, hearing.invited, sender=sender, words_of=lambda _body: words, actor="kari", now=now
    )
    assert done.without_email == ()
    recipients = {mail.recipient for mail in outbox.waiting(db)}
    assert {"ny@bergvik.example", "ungdom@bygda.example", "post@fossheim.example"} <= recipients
    assert "post@bergvik.example" not in recipients


def test_storing_tells_what_was_changed_and_logs_it(db, bodies, now):
    """Only what is another address than before; a second time nothing."""
    rows = read_contacts(b"id;e-post\nbergvik;ny@b.example\nfossheim;post@fossheim.example\n", bodies).rows
    (change,) = store_contacts(db, rows, actor="kari", now=now)
    assert (change.body.id, change.before, change.after) == ("bergvik", "post@bergvik.example", "ny@b.example")
    assert store_contacts(db, rows, actor="kari", now=now) == ()
    assert [(entry.actor, entry.subject) for entry in audit.entries(db, "")] == [("kari", "bergvik")]


def test_the_command_shows_first_and_stores_when_told_to(samrad, tmp_path, db):
    """Without --do-it nothing is stored."""
    file = tmp_path / "kontakter.csv"
    file.write_text("id;e-post\nbergvik;ny@bergvik.example\n", encoding="utf-8")
    output = samrad(file)
    assert "post@bergvik.example → ny@bergvik.example" in output
    assert "--do-it" in output
    assert contacts.every(db) == {}
    assert "--do-it" not in samrad(file, "--do-it")
    assert contacts.every(db) == {"bergvik": "ny@bergvik.example"}


def test_one_mistake_keeps_all_of_the_file_out(samrad, tmp_path, db):
    """The right rows are not stored either, so that a corrected file can simply be imported."""
    file = tmp_path / "kontakter.csv"
    file.write_text("id;e-post\nbergvik;ny@bergvik.example\nindre;feil\n", encoding="utf-8")
    output = samrad(file, "--do-it", expect=1)
    assert re.search(r"kontakter\.csv: rad 3, kolonne «e-post»: ", output)
    assert contacts.every(db) == {}


def test_the_command_prints_a_sample_and_says_what_it_needs(samrad, tmp_path):
    """The sample is a file that the command itself reads; without a file it is called wrongly."""
    file = tmp_path / "mal.csv"
    file.write_text(samrad("--sample"), encoding="utf-8")
    assert file.read_bytes().startswith(b"\xef\xbb\xbfid;organisasjonsnummer;navn;e-post")
    samrad(file)
    samrad(expect=2)
    file.write_bytes(b"PK\x03\x04")
    assert "CSV" in samrad(file, expect=1)


def test_a_workbook_is_imported_from_the_terminal(samrad, tmp_path, db):
    """Whatever the file is called; mistakes are told by cell, with the lines for unknown bodies."""
    file = tmp_path / "liste.txt"
    head = ("id", "navn", "e-post")
    file.write_bytes(
        write_sheet("Ark", head, [("bergvik", "", "ny@bergvik.example"), ("", "Ævik kommune", "a@a.example")])
    )
    output = samrad(file, "--do-it", expect=1)
    assert "celle B3, kolonne «navn»" in output
    assert "  - id: aevik\n" in output
    assert contacts.every(db) == {}
    file.write_bytes(write_sheet("Ark", head, [("bergvik", "", "ny@bergvik.example")]))
    samrad(file, "--do-it")
    assert contacts.every(db) == {"bergvik": "ny@bergvik.example"}


def test_the_command_writes_a_workbook_to_fill_in(samrad, tmp_path, workspace):
    """That it reads itself."""
    done = CliRunner().invoke(cli.main, ["--workspace", str(workspace), "contacts", "--sample", "--xlsx"])
    file = tmp_path / "mal.xlsx"
    file.write_bytes(done.stdout_bytes)
    assert "0 adresser er nye." in samrad(file)


def test_the_command_speaks_to_scripts(samrad, tmp_path, db):
    """One object with what would change, or was."""
    file = tmp_path / "kontakter.csv"
    file.write_text("id;e-post\nbergvik;ny@bergvik.example\n", encoding="utf-8")
    change = {"body": "bergvik", "before": "post@bergvik.example", "after": "ny@bergvik.example"}
    assert json.loads(samrad(file, "--json")) == {"changes": [change], "stored": False}
    assert contacts.every(db) == {}
    assert json.loads(samrad(file, "--json", "--do-it"))["stored"] is True


def test_what_was_shown_is_stored_or_nothing(db, bodies, now):
    """An address that somebody has changed since keeps all of it out."""
    shown = [Change(body, body.email, f"ny@{body.id}.example") for body in bodies[:2]]
    contacts.put(db, {bodies[1].id: "annen@x.example"}, now)
    with pytest.raises(ContactsChanged) as error:
        store_changes(db, shown, actor="kari", now=now)
    assert error.value.bodies == (bodies[1],)
    assert contacts.every(db) == {bodies[1].id: "annen@x.example"}
