"""Registering what came by e-mail or on paper, as a case officer does it."""

import io
import re
from datetime import UTC, datetime
from functools import cache

import docx
import pytest

from hearing_app.domain.vocabulary import Channel, Moderation, Role, Stance
from hearing_app.storage import audit, guests, outbox, registrations, submissions
from hearing_app.users.accounts import set_user

OPEN = "/sekretariat/apen-plan/registrer/"
FACTS = {
    "who": "bergvik",
    "channel": "paper",
    "day": "13.5.2026",
    "clock": "14:30",
    "signed": "Kari Eksempel",
    "role": "Ordfører",
    "level": "council",
    "organ": "Kommunestyret",
    "treated": "12.5.2026",
    "case_number": "12/26",
}
TICKED = {"compared": "yes", "action": "receive"}


@cache
def letter():
    document = docx.Document()
    document.add_paragraph("Bergvik kommune")
    document.add_heading("Til punkt 2", 2)
    document.add_paragraph("Kostnadene må fordeles etter folketall.")
    document.add_paragraph("Små kommuner trenger fritak.")
    document.add_paragraph("Med vennlig hilsen")
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def hidden(page):
    names = "csrf_token|revision|del|seen_version|name|mark|carried"
    return dict(re.findall(rf'type="hidden" name="({names})" value="([^"]*)"', page.text))


@pytest.fixture
def begun(secretary):
    """The address of a registration with a letter, as it stands after the upload."""
    secretary.get(OPEN)
    files = {"files": (io.BytesIO(letter()), "svar.docx")}
    answer = secretary.client.post(OPEN, data={**secretary.hidden(), **files}, content_type="multipart/form-data")
    assert answer.status_code == 303, answer.text
    return answer.location


@pytest.fixture
def press(secretary):
    """A function that looks at a page and presses one of its buttons with these fields."""

    def pressed(address, fields):
        page = secretary.get(address)
        return secretary.client.post(address, data={**hidden(page), **fields}, content_type="multipart/form-data")

    return pressed


@pytest.fixture
def registered(press, begun, db):
    """A function that registers the letter with these facts more, and returns what was received."""

    def done(**more):
        checked = press(begun, {**FACTS, **more, "action": "check"})
        assert checked.status_code == 303, checked.text
        ticks = {name: "yes" for name in ("mail", "replaces") if name in more}
        answer = press(checked.location, {**TICKED, **ticks})
        assert answer.status_code == 303, answer.text
        return submissions.by_reference(db, answer.location.rstrip("/").rpartition("/")[2])

    return done


def test_a_letter_is_read_placed_and_received(registered, db):
    """Its text stands where it was placed, and how and when it came is in what was received."""
    sent = registered()
    assert [(a.item, a.text) for a in sent.content.answers] == [
        ("okonomi", "Kostnadene må fordeles etter folketall.\n\nSmå kommuner trenger fritak.")
    ]
    assert sent.content.registered.channel is Channel.PAPER
    assert sent.arrived_at == datetime(2026, 5, 13, 12, 30, tzinfo=UTC)
    assert [file.name for file in sent.content.attachments] == ["svar.docx"]
    assert b'"registered"' in sent.payload
    assert registrations.of_hearing(db, "apen-plan") == ()
    assert outbox.waiting(db) == ()
    assert [e.actor for e in audit.entries(db, "apen-plan") if e.action == "registered"] == ["siri"]


def test_the_desk_tells_how_it_came_and_has_a_receipt_to_print(registered, secretary):
    """The page of the answer says it, and links the PDF."""
    sent = registered()
    page = secretary.get(f"/sekretariat/apen-plan/svar/{sent.reference}/")
    assert "Came on paper 13 May 2026, at 14:30, registered 15 May 2026" in page.text
    receipt = secretary.get(f"/sekretariat/apen-plan/svar/{sent.reference}/kvittering.pdf")
    assert receipt.data.startswith(b"%PDF")


def test_a_receipt_is_mailed_where_an_address_is_given(registered, db):
    """The mail says how it came, and not that the sender has filled in a form."""
    sent = registered(email="post@bergvik.example", mail="yes")
    (mail,) = outbox.waiting(db)
    assert mail.recipient == sent.content.respondent.email == "post@bergvik.example"
    text = mail.message.decode()
    assert "papir" in text


def test_stances_are_what_the_officer_states(registered):
    """None by default; one that the letter says is stated."""
    sent = registered(stance_okonomi="does_not_support")
    assert {a.item: a.stance for a in sent.content.answers} == {"okonomi": Stance.DOES_NOT_SUPPORT}


def test_places_can_be_changed(press, begun, db):
    """A paragraph goes where the officer says, and is kept there."""
    press(begun, {"place_3": "general", "action": "save"})
    number = int(begun.rstrip("/").rpartition("/")[2])
    assert registrations.get(db, number).placed[3].place == "general"


def test_work_in_progress_is_listed_and_can_be_discarded(press, begun, secretary, db):
    """It is asked for first, and gone afterwards."""
    press(begun, {**FACTS, "action": "save"})
    assert "Bergvik" in secretary.get(OPEN).text
    assert "Discard the registration of" in secretary.get(f"{begun}slett/").text
    press(f"{begun}slett/", {})
    assert registrations.of_hearing(db, "apen-plan") == ()


def test_what_is_missing_is_told_by_field(press, begun):
    """Nothing is received before whose it is, how and when it came are known."""
    answer = press(begun, {"action": "check"})
    assert answer.status_code == 422
    for sentence in ("Choose whose answer", "Choose how the answer came", "Write the day it came"):
        assert sentence in answer.text


@pytest.mark.parametrize(
    ("day", "told"), [("16.5.2026", "after now"), ("1.3.2026", "before the hearing was published")]
)
def test_an_impossible_day_is_refused(press, begun, day, told):
    """Neither in the future nor before the hearing."""
    answer = press(begun, {**FACTS, "day": day, "action": "check"})
    assert answer.status_code == 422
    assert told in answer.text


def test_a_new_version_is_asked_for(press, begun, sent, db):
    """A body that has answered gets a new version only where that is ticked."""
    checked = press(begun, {**FACTS, "action": "check"}).location
    assert press(checked, TICKED).status_code == 422
    answer = press(checked, {**TICKED, "replaces": "yes"})
    assert answer.status_code == 303
    assert submissions.latest_of_body(db, "apen-plan", "bergvik").version == 2


def test_an_answer_that_came_meanwhile_stops_the_second(press, begun, secretary, answering, complete, db):
    """Whoever registers what the body has just sent is told, and nothing is received."""
    checked = press(begun, {**FACTS, "action": "check"}).location
    page = secretary.get(checked)
    answering.save(complete, action="review", follow=True)
    answering.post("/svar/apen-plan/send/", follow=True)
    answer = secretary.client.post(checked, data={**hidden(page), **TICKED})
    assert answer.status_code == 422
    answer = secretary.client.post(checked, data={**hidden(page), **TICKED, "replaces": "yes"})
    assert answer.status_code == 409
    assert submissions.latest_of_body(db, "apen-plan", "bergvik").version == 1


def test_two_who_save_the_same_get_both_texts(press, begun, secretary):
    """The second is told who saved what, and what was typed stands there."""
    page = secretary.get(begun)
    press(begun, {**FACTS, "role": "Ordfører", "action": "save"})
    answer = secretary.client.post(begun, data={**hidden(page), **FACTS, "role": "Rådmann", "action": "save"})
    assert answer.status_code == 409
    assert "Siri Sekretær has saved" in answer.text
    assert "Ordfører" in answer.text
    assert "Rådmann" in answer.text


def test_one_that_is_gone_gives_back_what_was_typed(press, begun, secretary):
    """A colleague may have received it meanwhile."""
    page = secretary.get(begun)
    press(f"{begun}slett/", {})
    answer = secretary.client.post(begun, data={**hidden(page), **FACTS, "action": "save"})
    assert answer.status_code == 409
    assert "Kari Eksempel" in answer.text


def test_somebody_who_was_not_invited_is_taken_in_at_once(registered, db):
    """A sender without an address: admitted, and nobody can get a link for it."""
    sent = registered(who="_new", kind="organisation", name="Elvas venner", level="")
    guest = guests.by_id(db, sent.body)
    assert (guest.name, guest.email) == ("Elvas venner", "")
    assert guests.decisions(db, "apen-plan")[sent.reference].state is Moderation.ADMITTED
    assert sent in submissions.of_hearing(db, "apen-plan")


def test_pasted_text_is_placed_and_never_lost(press, secretary):
    """Text that is typed for a scanned letter is kept when saved, and placed when added."""
    secretary.get(OPEN)
    begun = secretary.post(OPEN).location
    press(begun, {**FACTS, "pasted": "Til punkt 3: Ett tilsyn er nok.", "action": "save"})
    assert "Ett tilsyn er nok." in secretary.get(begun).text
    assert press(begun, {"action": "check"}).status_code == 422
    press(begun, {"pasted": "Til punkt 3: Ett tilsyn er nok.", "action": "paste"})
    page = secretary.get(begun).text
    assert 'id="text_of_0">Til punkt 3: Ett tilsyn er nok.' in page


def test_a_text_can_be_mended_before_it_is_received(press, begun, db):
    """What the machine has read wrongly is put right on the last page."""
    checked = press(begun, {**FACTS, "action": "check"}).location
    answer = press(checked, {**TICKED, "text_okonomi": "Kostnadene fordeles."})
    sent = submissions.by_reference(db, answer.location.rstrip("/").rpartition("/")[2])
    assert sent.content.answer("okonomi").text == "Kostnadene fordeles."


def test_a_file_that_is_refused_is_told_and_nothing_is_lost(press, begun):
    """The reason stands at the field, and so does what was typed."""
    fields = {**FACTS, "action": "add", "files": (io.BytesIO(b"MZ program"), "svar.exe")}
    answer = press(begun, fields)
    assert answer.status_code == 422
    assert "svar.exe" in answer.text
    assert "Kari Eksempel" in answer.text


def test_the_same_document_twice_is_told(registered, secretary):
    """Somebody has registered this letter already."""
    sent = registered()
    secretary.get(OPEN)
    files = {"files": (io.BytesIO(letter()), "kopi.docx")}
    again = secretary.client.post(OPEN, data={**secretary.hidden(), **files}, content_type="multipart/form-data")
    assert f"has been received before, with {sent.reference}" in secretary.get(again.location).text


@pytest.fixture
def later(clock):
    """The clock stands after the deadline; asked for before anybody logs in."""
    clock.set(2026, 6, 20, 8)


def test_an_answer_after_the_deadline_is_marked(later, registered, secretary):
    """It is late by when it came, and not by when it was registered."""
    sent = registered(day="16.6.2026", clock="9:00")
    assert "Received after the deadline" in secretary.get(f"/sekretariat/apen-plan/svar/{sent.reference}/").text


def test_an_answer_in_time_that_is_registered_later_is_not_marked(later, registered, secretary):
    """Registered five days after the deadline, it came in time."""
    sent = registered(day="15.6.2026", clock="23:59")
    assert "Received after the deadline" not in secretary.get(f"/sekretariat/apen-plan/svar/{sent.reference}/").text


def test_a_reader_cannot_register(visit, db, now):
    """Registering is for case officers."""
    set_user(db, username="leser", name="Leser", password="en lang og god setning", role=Role.READER, now=now)
    browser = visit()
    browser.get("/sekretariat/logg-inn/")
    browser.post("/sekretariat/logg-inn/", {"username": "leser", "password": "en lang og god setning"})
    assert browser.get(OPEN).status_code == 403


def test_many_answers_come_from_a_file(secretary, db):
    """The sample has the hearing's columns; mistakes stand by cell, and the same file twice registers nothing twice."""
    sample = secretary.get(f"{OPEN}mal.csv").data.decode("utf-8-sig")
    head, *rows = sample.splitlines()
    assert "Merknad: 2 Økonomi [okonomi]" in head
    row = dict.fromkeys(head.split(";"), "")
    row |= {
        "instans": "bergvik",
        "måte": "på papir",
        "kom inn": "13.5.2026 14:30",
        "politisk forankring": "Kommunestyret",
    }
    row |= {"Standpunkt: 2 Økonomi [okonomi]": "Støtter ikke", "Merknad: 2 Økonomi [okonomi]": "For dyrt."}
    text = f"{head}\n{';'.join(row.values())}\n" + "\n".join(rows[1:])

    def upload(content):
        secretary.get(OPEN)
        fields = {**secretary.hidden(), "file": (io.BytesIO(content.encode()), "svar.csv")}
        return secretary.client.post(f"{OPEN}fil/", data=fields, content_type="multipart/form-data")

    preview = upload(text)
    if preview.status_code == 422:
        pytest.fail(re.search(r"<li><strong>.*", preview.text)[0])
    stored = secretary.client.post(f"{OPEN}fil/lagre/", data=hidden(preview))
    assert stored.status_code == 303, stored.text
    sent = submissions.latest_of_body(db, "apen-plan", "bergvik")
    assert (sent.content.answer("okonomi").stance, sent.content.answer("okonomi").text) == (
        Stance.DOES_NOT_SUPPORT,
        "For dyrt.",
    )
    again = upload(text)
    assert f"Registered before: {sent.reference}" in again.text
    wrong = upload(text.replace("13.5.2026 14:30", "i går"))
    assert wrong.status_code == 422
    assert "row 2, column «kom inn»" in wrong.text
