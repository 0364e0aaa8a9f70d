"""What is stored on a person is exported, from every table there is, and without secrets."""

import json
import re
from email.message import EmailMessage

import pytest
from click.testing import CliRunner

from hearing_app.answering.receive import save_draft
from hearing_app.cli.commands import main
from hearing_app.domain.vocabulary import Language, SenderKind
from hearing_app.inviting.invite import new_link
from hearing_app.mailing.mail import deliver
from hearing_app.operating.person import stored_on
from hearing_app.storage import audit, guests, invitations, outbox
from hearing_app.users.accounts import set_user

KARI = "kari@bergvik.example"


@pytest.fixture
def export(db, content):
    """A function that returns what is stored on Kari."""
    return lambda email=KARI, **kwargs: stored_on(db, content, email, **kwargs)


@pytest.fixture
def samrad(workspace, monkeypatch):
    """A function that runs a command in the workspace, in English where the sentences matter."""
    monkeypatch.delenv("SAMRAD_LANG", raising=False)
    return lambda *arguments: CliRunner().invoke(main, ["--workspace", str(workspace), *arguments])


def test_contact_data_in_submissions_with_what_was_logged_and_mailed(hearing, receive, answered, export):
    """Every version, whatever the case of the letters, and nobody else's; the answers are the body's own."""
    receive(hearing, "bergvik", answered())
    receive(hearing, "bergvik", answered({"viktigst": "HEMMELIG"}, email="Kari@Bergvik.example"))
    receive(hearing, "fossheim", answered(name="Ola Eksempel", email="ola.kari@bergvik.example"))
    found = export()
    rows = [(row["reference"], row["name"], row["role"]) for row in found["submissions"]]
    assert rows == [("2026-0001", "Kari Eksempel", "Rådgiver"), ("2026-0002", "Kari Eksempel", "Rådgiver")]
    assert [row["subject"] for row in found["audit"]] == ["2026-0001", "2026-0002"]
    assert [row["kind"] for row in found["outbox"]] == ["receipt", "receipt"]
    assert "Ola" not in json.dumps(found)
    assert "HEMMELIG" not in json.dumps(found["submissions"])


def test_contact_data_in_drafts(db, hearing, export, now):
    """Also of somebody who never sent."""
    fields = {"respondent_name": "Kari Eksempel", "respondent_email": KARI.upper(), "text_viktigst": "HEMMELIG"}
    save_draft(db, hearing, hearing.invited_body("bergvik"), fields, base_revision=0, now=now)
    (row,) = export()["drafts"]
    assert (row["hearing"], row["name"], row["role"]) == (hearing.id, "Kari Eksempel", "")
    assert "HEMMELIG" not in json.dumps(export())


def test_invitations_without_what_opens_them(db, hearing, export, now):
    """Neither the token's hash, nor a personal link in a mail that waits."""
    invitations.add(db, hearing=hearing.id, body="bergvik", token_sha256="f" * 64, email=KARI, now=now)
    link = new_link(db, hearing, hearing.invited_body("bergvik"), base_url="http://x", actor="test", now=now)
    letter = f"Subject: Lenke\nTo: {KARI}\n\nSvar her:\n{link}\n"
    outbox.put(db, kind="invitation", recipient=KARI, message=letter.encode(), now=now)
    found = export()
    assert [row["body"] for row in found["invitations"] if row["email"] == KARI] == ["bergvik"]
    (mail,) = found["outbox"]
    assert (mail["subject"], mail["text"]) == ("Lenke", "Svar her:\nhttp://x/svar/i/…\n")
    assert "f" * 64 not in json.dumps(found)
    assert link.rpartition("/")[2] not in json.dumps(found)


def test_the_words_of_a_mail_that_waits_are_looked_in(db, export, now):
    """By name and by address, however they are coded on the wire; a mail to somebody else about nobody is not found."""
    for subject, text in (("Svar frå Kåre Eksempel", "Hei."), ("Hei", f"Spør Kåre Eksempel, {KARI}."), ("Hei", "Hei.")):
        letter = EmailMessage()
        letter["Subject"] = subject
        letter.set_content(text + " Æøå " * 40, cte="base64")
        outbox.put(db, kind="receipt", recipient="ola@fossheim.example", message=letter.as_bytes(), now=now)
    by_name = export("", name="Kåre Eksempel")["outbox"]
    assert [(row["id"], row["matched_by"]) for row in by_name] == [(1, "text"), (2, "text")]
    assert [(row["id"], row["matched_by"]) for row in export()["outbox"]] == [(2, "email")]


def test_a_mail_that_is_sent_is_told_though_its_text_is_gone(db, hearing, receive, answered, export, now):
    """To whom and when is stored, so it is exported."""

    class Taken:
        def send(self, mail, sender):
            """Take it."""

    receive(hearing, "bergvik", answered())
    deliver(db, Taken(), "x@x.example", now=now)
    (mail,) = export()["outbox"]
    assert mail["sent_at"]
    assert mail["text"] == ""


def test_a_user_of_the_desk_by_user_name(db, export, now):
    """Users have no address; password and session stay inside, and what the user did is there."""
    set_user(db, username="kari", name="Kari Eksempel", password="en lang og god setning", now=now)
    audit.log(db, now=now, actor="kari", action="published", hearing="h")
    assert "users" not in export()
    found = export(username="Kari")
    assert [(row["username"], row["name"]) for row in found["users"]] == [("kari", "Kari Eksempel")]
    assert {row["action"] for row in found["audit"]} == {"user set", "published"}
    assert "argon2" not in json.dumps(found)
    assert not {name for row in found["users"] for name in row} & {"password_hash", "session_key"}


def test_a_table_that_nobody_thought_of_is_looked_through(db, export):
    """So that what is added later is not forgotten; an address that ends alike is somebody else's."""
    db.execute("CREATE TABLE followers (id INTEGER PRIMARY KEY, note TEXT, api_token TEXT)")
    for note in (f"til {KARI}, takk", f"x.{KARI}", f"{KARI}.no"):
        db.execute("INSERT INTO followers (note, api_token) VALUES (?, 'hemmelig')", [note])
    assert export()["followers"] == [{"id": 1, "note": f"til {KARI}, takk", "matched_by": "email"}]


def test_the_councils_files_are_named_by_line(content, export):
    """A contact in council.yml is stored too."""
    text = (content / "council.yml").read_text(encoding="utf-8")
    address = re.search(r"[\w.]+@[\w.]+", text)[0]
    (first, *_) = export(address)["files"]
    line = text.splitlines()[first["line"] - 1]
    assert first["file"] == "council.yml"
    assert address in line


@pytest.fixture
def on_paper(hearing, receive, answered):
    """Answers without an address, as they are registered from paper: two spellings of a name, and two others."""
    names = {
        "bergvik": "Kari  eksempel",
        "fossheim": "Eksempel, Kari Marie",
        "indre": "Kari Eksempelsen",
        "ungdomsradet": "Kari",
    }
    return {body: receive(hearing, body, answered(name=name, email="")).reference for body, name in names.items()}


def test_an_answer_without_an_address_is_found_by_name(on_paper, export):
    """The same name whatever its case and spaces, and its words in a longer one; each row says which it was."""
    found = export("", name="kari Eksempel")["submissions"]
    assert [(row["reference"], row["matched_by"]) for row in found] == [
        (on_paper["bergvik"], "name"),
        (on_paper["fossheim"], "words"),
    ]


def test_a_sender_whose_answer_came_on_paper_is_found_by_name(db, hearing, export, now):
    """As a guest without an address."""
    guests.put_registered(db, hearing.id, SenderKind.PRIVATE, "Kari Eksempel", Language.NB, now)
    (row,) = export("", name="Kari Eksempel")["guests"]
    assert (row["name"], row["email"], row["matched_by"]) == ("Kari Eksempel", "", "name")


def test_a_first_name_alone_finds_who_is_called_so_and_nobody_else(on_paper, export):
    """Whoever has one name more is somebody else."""
    (row,) = export("", name="Kari")["submissions"]
    assert (row["reference"], row["matched_by"]) == (on_paper["ungdomsradet"], "name")


def test_what_was_logged_and_written_of_somebody_is_found_by_name(db, content, on_paper, export, now):
    """In the log by the answer's reference, in a text and in a file by the name as it stands there."""
    db.execute("CREATE TABLE followers (id INTEGER PRIMARY KEY, note TEXT, contact_name TEXT, topic TEXT)")
    for row in (
        ("Ring Kari\nEksempel.", "Ola", ""),
        ("", "EKSEMPEL KARI", ""),
        ("Kari og Eksempel", "", ""),
        ("Kari Eksempels svar", "", ""),
    ):
        db.execute("INSERT INTO followers (note, contact_name, topic) VALUES (?, ?, ?)", row)
    path = content / "pages" / "om.md"
    path.write_text(path.read_text(encoding="utf-8") + "\nTakk til Kari Eksempel.\n", encoding="utf-8")
    found = export("", name="Kari Eksempel")
    assert {row["subject"] for row in found["audit"]} == {on_paper["bergvik"], on_paper["fossheim"]}
    assert {row["matched_by"] for row in found["audit"]} == {"reference"}
    assert [(row["id"], row["matched_by"]) for row in found["followers"]] == [(1, "text"), (2, "words"), (4, "text")]
    assert [(row["file"], row["matched_by"]) for row in found["files"]] == [("pages/om.md", "text")]


def test_without_an_address_nobody_without_one_is_found(db, on_paper, export):
    """An empty address is nobody's, though many rows have it."""
    assert export("", name="Per Ukjent") == {}
    assert export("") == {}


def test_address_and_name_find_the_rows_of_both(on_paper, hearing, receive, answered, export):
    """A row that has the address says so, whatever name stands there."""
    later = receive(hearing, "bergvik", answered(name="K. E.", email=KARI)).reference
    found = {row["reference"]: row["matched_by"] for row in export(name="Kari Eksempel")["submissions"]}
    assert found == {later: "email", on_paper["bergvik"]: "name", on_paper["fossheim"]: "words"}


def test_a_user_of_the_desk_is_found_by_name_with_what_the_user_did(db, export, now):
    """By the whole name only; what was done stands under the user name."""
    set_user(db, username="kari", name="Kari Eksempel", password="en lang og god setning", now=now)
    set_user(db, username="km", name="Kari Marie Eksempel", password="en lang og god setning", now=now)
    audit.log(db, now=now, actor="kari", action="published", hearing="h")
    audit.log(db, now=now, actor="km", action="reminded", hearing="h")
    found = export("", name="Kari Eksempel")
    assert [(row["username"], row["matched_by"]) for row in found["users"]] == [("kari", "username"), ("km", "words")]
    assert "published" in {row["action"] for row in found["audit"]}
    assert "reminded" not in {row["action"] for row in found["audit"]}


def test_the_command_looks_up_by_name(samrad, on_paper):
    """It says what each row was found by, and that a name can be several people's."""
    told = samrad("person", "--name", "Kari Eksempel").stdout
    assert "matched_by name" in told
    assert "Flere kan ha samme navn." in told
    found = json.loads(samrad("person", "--name", "Kari Eksempel", "--json").stdout)
    assert (found["email"], found["name"], len(found["stored"]["submissions"])) == (None, "Kari Eksempel", 2)
    assert samrad("person").exit_code == 2
    assert samrad("person", "--name", " - ").exit_code == 2
    assert samrad("person", "kari", "--name", "Kari").exit_code == 2


def test_the_command_exports_for_scripts(samrad, hearing, receive, answered):
    """One JSON object and nothing else."""
    receive(hearing, "bergvik", answered())
    found = json.loads(samrad("person", KARI, "--json").stdout)
    assert found["email"] == KARI
    assert found["stored"]["submissions"][0]["reference"] == "2026-0001"


def test_the_command_speaks_to_people(samrad, hearing, receive, answered):
    """A line for each row; where nothing is stored it says so, and a mistake is told."""
    receive(hearing, "bergvik", answered())
    assert "Kari Eksempel" in samrad("person", KARI).stdout
    assert "ingen@bergvik.example" in samrad("person", "ingen@bergvik.example").stdout
    refused = samrad("person", "kari")
    assert refused.exit_code == 2
    assert "@" in refused.output
