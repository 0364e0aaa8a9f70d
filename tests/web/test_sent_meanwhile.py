"""What stands open in one window while somebody sends, or the hearing is edited, in another: nothing goes unseen."""

import io
import re
from dataclasses import replace
from email import message_from_bytes, policy

import pypdf
import pytest
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from hearing_app.answering.receive import MOST_VERSIONS
from hearing_app.storage import attachments, drafts, outbox, submissions
from hearing_app.web.forms import MOST_OUTSIDE

HEARING = "apen-plan"
FORM = f"/svar/{HEARING}/"
PAGE, REVIEW, SEND = f"{FORM}vedlegg/", f"{FORM}gjennomga/", f"{FORM}send/"


def pdf(title=""):
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    writer.add_metadata({"/Title": title})
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def upload(person, name="Vedtak.pdf", data=None):
    file = FileStorage(io.BytesIO(data or pdf()), filename=name)
    return person.client.post(
        PAGE, data={**person.hidden(), "files": file}, content_type="multipart/form-data", follow_redirects=True
    )


@pytest.fixture
def guest(visit, db):
    """A function that returns a browser in which somebody who was not invited has confirmed, with the form open."""

    def opened():
        person, address = visit(), "kari@privat.example"
        person.get(f"{FORM}apen/")
        person.post(f"{FORM}apen/", {"kind": "private_person", "name": "Kari Eksempel", "email": address})
        (mail,) = (m for m in outbox.waiting(db) if m.recipient == address)
        text = message_from_bytes(mail.message, policy=policy.default).get_body().get_content()
        confirming = re.search(rf"{FORM}apen/\S+", text)[0]
        person.get(confirming)
        person.post(confirming)
        person.get(FORM)
        return person

    return opened


@pytest.fixture
def received(db):
    return lambda: submissions.latest_of_body(db, HEARING, "bergvik")


def test_a_form_that_is_saved_after_a_colleague_sent_keeps_the_files(answering, colleague, complete, db, received):
    """It begins a change of what was sent, and that had a file: to leave it out unsaid would take it back."""
    answering.get(PAGE)
    upload(answering)
    answering.get(FORM)
    answering.save(complete)
    colleague.get(FORM)
    answering.get(REVIEW)
    answering.post(SEND)
    colleague.save({**complete, "text_general": "Skrevet etterpå"})
    assert [file.name for file in attachments.of_draft(db, HEARING, "bergvik")] == ["Vedtak.pdf"]
    assert drafts.get(db, HEARING, "bergvik").fields["text_general"] == "Skrevet etterpå"
    colleague.get(REVIEW)
    colleague.post(SEND)
    assert received().version == 2
    assert [file.name for file in received().content.attachments] == ["Vedtak.pdf"]


def test_a_hearing_that_was_edited_after_the_review_is_looked_through_again(answering, complete, content, received):
    """A proposal whose text has gone would else be left out of what is sent, though the review had it."""
    answering.save({**complete, "wording_okonomi": "En helt annen ordlyd."})
    assert "En helt annen ordlyd." in answering.get(REVIEW).text
    path = content / "hearings" / HEARING / "draft.md"
    path.write_text(path.read_text(encoding="utf-8").replace("deler kostnadene", "bærer kostnadene"), encoding="utf-8")
    again = answering.post(SEND, follow=True)
    assert received() is None
    assert again.request.path == REVIEW
    assert "The hearing has been edited since you looked through your answer." in again.text
    answering.page = again
    answering.post(SEND)
    assert received() is not None


@pytest.mark.parametrize("allowed", [1, 60])
def test_a_large_upload_without_a_link_is_told_that_it_takes_one(visit, app, allowed):
    """Whoever has lost the session is told so, without an error; a stranger's file is not even taken in to be read."""
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], attachment_max_mb=1, attachments_total_mb=allowed)
    file = FileStorage(io.BytesIO(b"%PDF-" + bytes(6 * 1024 * 1024)), filename="stor.pdf")
    boundary, body = encode_multipart({"files": file})  # the client's own way leaves a large file open behind it
    answer = visit().client.post(PAGE, data=body, content_type=f'multipart/form-data; boundary="{boundary}"')
    assert answer.status_code == 403
    assert "personlige lenk" in answer.text


def test_a_guest_gets_back_what_was_sent(guest, db):
    """Also while the answer waits for the secretariat."""
    person, data = guest(), pdf()
    person.get(PAGE)
    upload(person, data=data)
    person.get(FORM)
    person.post(FORM, {"text_viktigst": "Badeplassen.", "action": "review"})
    person.get(REVIEW)
    receipt = person.post(SEND, follow=True)
    (sent,) = submissions.from_guests(db, HEARING)
    address = f"{PAGE}{sent.content.attachments[0].sha256}/"
    assert address in receipt.text
    assert person.client.get(address).data == data


def test_a_body_sends_so_many_versions_in_a_day_and_no_more(answering, complete, received, clock):
    """Every version is kept for ever and mails a receipt; the answer that was sent stands, and the text is kept."""
    for number in range(MOST_VERSIONS):
        answering.save({**complete, "text_general": f"Versjon {number}"})
        answering.get(REVIEW)
        answering.post(SEND)
        answering.get(f"{FORM}kvittering/")
        answering.post(f"{FORM}endre/", follow=True)
    answering.save({**complete, "text_general": "En til"})
    answering.get(REVIEW)
    page = answering.post(SEND, follow=True)
    assert received().version == MOST_VERSIONS
    assert f"The answer has been sent {MOST_VERSIONS} times in a day." in page.text
    assert "En til" in page.text
    clock.set(2026, 5, 17)
    answering.get(REVIEW)
    answering.post(SEND)
    assert received().version == MOST_VERSIONS + 1


def test_texts_on_parts_that_never_were_do_not_fill_the_draft(answering, db):
    """What the hearing no longer asks about is kept; a form that makes up such parts without end is not."""
    answering.save({f"text_oppdiktet-{number}": "x" for number in range(3 * MOST_OUTSIDE)})
    answering.get(FORM)
    answering.save({f"text_mer-{number}": "x" for number in range(3 * MOST_OUTSIDE)})
    kept = [name for name in drafts.get(db, HEARING, "bergvik").fields if "oppdiktet" in name or "mer-" in name]
    assert len(kept) == MOST_OUTSIDE
    assert all("oppdiktet" in name for name in kept)
