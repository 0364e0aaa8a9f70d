"""A preliminary answer is confirmed by the same link: the form, its file, the receipt, and the desk."""

import io
import re

import pytest
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from hearing_app.answering.confirm import MOST_TOLD
from hearing_app.storage import confirmations, outbox, submissions

PAGE = "/svar/apen-plan/bekreftelse/"
WISH = "/svar/apen-plan/utsettelse/"
FORM = "/svar/apen-plan/"
PRELIMINARY = {"standing_level": "preliminary", "standing_day": "22.6.2026", "standing_case_number": ""}
TOLD = {"outcome": "confirmed", "organ": "Kommunestyret", "day": "15.12.2026", "case_number": "41/26", "told": ""}
LATER = (2026, 12, 16, 9, 0)
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\nxref\n0 4\n0000000000 65535 f \n"
    b"0000000009 00000 n \n0000000052 00000 n \n0000000101 00000 n \n"
    b"trailer<</Size 4/Root 1 0 R>>\nstartxref\n164\n%%EOF\n"
)


def log_in(secretary):
    """Log in once more: a session at the desk does not last for weeks."""
    secretary.get("/sekretariat/logg-inn/?lang=en")
    secretary.post("/sekretariat/logg-inn/", {"username": "siri", "password": "en lang og god setning"})


@pytest.fixture
def preliminary(answering, complete):
    """Bergvik's browser after a preliminary answer has been received."""
    answering.save({**complete, **PRELIMINARY}, action="review", follow=True)
    answering.post(f"{FORM}send/", follow=True)
    return answering


@pytest.fixture
def reference(preliminary, db):
    return submissions.latest_of_body(db, "apen-plan", "bergvik").reference


@pytest.fixture
def tell(preliminary, reference, clock):
    """A function by which Bergvik tells what became of its answer, half a year later."""
    clock.set(*LATER)

    def told(**fields):
        preliminary.get(PAGE)
        return preliminary.post(PAGE, {**TOLD, "reference": reference, **fields}, follow=True)

    return told


def minutes(data=PDF, name="protokoll.pdf"):
    return (io.BytesIO(data), name)


def test_the_receipt_asks_for_the_outcome_and_tells_the_promised_day(preliminary, clock):
    """With the way there; when the day is over, the closed page asks in other words."""
    page = preliminary.get(f"{FORM}kvittering/").text
    assert "The answer is preliminary" in page
    assert "22 June 2026" in page
    assert PAGE in page
    clock.set(*LATER)
    page = preliminary.get(FORM, follow_redirects=True).text
    assert "The deadline is over" in page
    assert "Has the answer been confirmed?" in page


def test_a_final_answer_asks_for_nothing(sent):
    """And the page says that there is nothing to confirm; a post changes nothing."""
    assert PAGE not in sent.get(f"{FORM}kvittering/").text
    page = sent.get(PAGE)
    assert "nothing to confirm" in page.text
    assert "<textarea" not in page.text
    sent.get(WISH)  # for a token
    assert sent.post(PAGE, TOLD).status_code == 409


def test_who_has_sent_nothing_is_led_to_the_form(answering):
    """There is no answer to confirm."""
    assert answering.get(PAGE).headers["Location"].endswith(FORM)


def test_the_outcome_is_told_long_after_the_deadline(tell, preliminary, db, reference):
    """The page becomes a receipt, and the answer's own receipt tells of it."""
    page = tell().text
    assert "We have received it." in page
    confirmation = confirmations.latest(db, reference)
    assert confirmation.sha256 in page
    assert "Preliminary, confirmed by Kommunestyret 15 December 2026, case 41/26" in " ".join(page.split())
    assert "Confirmed as sent" in preliminary.get(f"{FORM}kvittering/").text
    assert "Confirmed as sent" in preliminary.get(FORM).text
    assert {m.kind for m in outbox.waiting(db)} >= {"confirmation", "receipt"}
    file = preliminary.get(f"{PAGE}{confirmation.sha256}.json")
    assert file.data == confirmation.payload
    assert file.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"outcome": ""}, "Choose what became of the answer."),
        ({"outcome": "maybe"}, "Choose what became of the answer."),
        ({"organ": " "}, "Write which body dealt with the answer."),
        ({"day": ""}, "Write the date."),
        ({"day": "31.2.2026"}, "The day 31.2.2026 does not exist."),
        ({"day": "17.12.2026"}, "That day is to come."),
        ({"outcome": "confirmed_with_changes"}, "Describe what was changed"),
        ({"outcome": "not_confirmed", "told": "  "}, "Describe what was changed"),
        ({"told": "x" * 10_001}, "there is room for 10,000"),
    ],
)
def test_a_mistake_keeps_everything_and_says_what_to_do(tell, db, reference, fields, said):
    """422, a prefix in the title, and every field as it was typed; a file must be chosen once more."""
    page = tell(**fields, minutes=minutes())
    typed = {**TOLD, **fields}
    assert page.status_code == 422
    assert "<title>Error:" in page.text
    assert said in page.text
    assert typed["told"].strip() in page.text
    for name in ("day", "case_number"):
        assert f'name="{name}" value="{typed[name]}"' in page.text
    assert "Choose the file once more" in page.text
    assert confirmations.of_submission(db, reference) == ()


def test_minutes_come_along_as_a_download_for_the_body_alone(
    tell, preliminary, db, reference, settings, visit, link, in_english
):
    """Under the name they had; another body's link, or none, gets nothing."""
    page = tell(minutes=minutes(name="Protokoll 15. desember.pdf")).text
    kept = confirmations.latest(db, reference).told.minutes
    assert (kept.name, kept.media_type) == ("Protokoll 15. desember.pdf", "application/pdf")
    assert (settings.attachments / kept.sha256[:2] / kept.sha256).read_bytes() == PDF
    address = f"{PAGE}protokoll/{kept.sha256}/"
    assert address in page
    file = preliminary.get(address)
    assert (file.data, file.headers["Content-Disposition"][:10]) == (PDF, "attachment")
    assert file.headers["X-Content-Type-Options"] == "nosniff"
    assert in_english(visit(), link("fossheim")).get(address).status_code == 404
    assert PDF not in visit().get(address).data


def test_the_desk_reads_the_minutes(tell, db, reference, secretary, clock):
    """From the answer's page; only those that belong to it."""
    tell(minutes=minutes())
    kept = confirmations.latest(db, reference).told.minutes
    log_in(secretary)
    desk = f"/sekretariat/apen-plan/svar/{reference}/"
    assert kept.name in secretary.get(desk).text
    assert secretary.get(f"{desk}protokoll/{kept.sha256}/").data == PDF
    assert secretary.get(f"{desk}protokoll/{'0' * 64}/").status_code == 404


def test_a_file_that_is_refused_is_told_at_its_field_and_the_rest_is_kept(tell, db, reference):
    """Nothing is received without it."""
    page = tell(minutes=minutes(b"MZ not what it says", "protokoll.pdf"))
    assert page.status_code == 422
    assert 'id="minutes-error"' in page.text
    assert 'href="#minutes"' in page.text
    assert 'value="41/26"' in page.text
    assert confirmations.of_submission(db, reference) == ()


def test_minutes_may_be_as_large_as_an_attachment(preliminary, db, reference):
    """A scanned document of six megabytes is read and judged by what it is; one that is too large is told so."""

    def tell_with(data):
        preliminary.get(PAGE)
        file = FileStorage(io.BytesIO(data), filename="protokoll.pdf", name="minutes")
        fields = {**preliminary.hidden(), **TOLD, "reference": reference, "minutes": file}
        boundary, body = encode_multipart(fields)  # the client's own way leaves large files open behind it
        return preliminary.client.post(PAGE, data=body, content_type=f'multipart/form-data; boundary="{boundary}"')

    page = tell_with(b"MZ" + bytes(6 * 1024 * 1024))
    assert page.status_code == 422
    assert "The file is neither PDF, DOCX, ODT nor XLSX." in page.text
    page = tell_with(b"%PDF-" + bytes(22 * 1024 * 1024))
    assert page.status_code == 413
    assert "The file is larger than 20 MB." in page.text
    assert 'id="minutes-error"' in page.text
    assert confirmations.latest(db, reference) is None


def test_a_correction_begins_with_what_was_told_and_keeps_the_minutes_that_are_wanted(tell, preliminary, db, reference):
    """The form is filled in; the box for keeping the file is ticked, and without it the file goes."""
    tell(minutes=minutes())
    page = preliminary.get(PAGE).text
    assert 'value="15.12.2026"' in page
    assert re.search(r'name="keep_minutes" value="1" checked', page)
    tell(outcome="confirmed_with_changes", told="Punkt 2 går ut.", keep_minutes="1")
    latest = confirmations.latest(db, reference)
    assert (latest.told.text, latest.told.minutes.name) == ("Punkt 2 går ut.", "protokoll.pdf")
    page = tell(outcome="confirmed_with_changes", told="Punkt 2 går ut.").text
    assert confirmations.latest(db, reference).told.minutes is None
    assert "It has been corrected 2 times." in page


def test_twice_the_same_is_one(tell, db, reference):
    """A second click, or the back button."""
    tell()
    tell()
    assert len(confirmations.of_submission(db, reference)) == 1


def test_another_bodys_link_neither_sees_nor_tells(tell, visit, link, in_english, db, reference, clock):
    """Its own page leads to its own form; a form that is Bergvik's is not taken from its browser."""
    tell()
    sha256 = confirmations.latest(db, reference).sha256
    other = in_english(visit(), link("fossheim"))
    assert other.get(PAGE).status_code == 303
    assert other.get(f"{PAGE}{sha256}.json").status_code == 404
    clock.set(2026, 5, 15, 10, 0)
    other.get(WISH)  # for a token
    answer = other.post(PAGE, {**TOLD, "reference": reference, "base_revision": "bergvik.1.0", "told": "Fra Fossheim"})
    assert answer.status_code == 409
    assert len(confirmations.of_submission(db, reference)) == 1


def test_a_form_that_confirms_an_older_version_is_looked_at_again(preliminary, reference, complete, db):
    """Somebody has sent anew meanwhile: 409, and everything typed is there."""
    newer = {**complete, **PRELIMINARY, "text_viktigst": "Skogen."}
    preliminary.get(f"{FORM}kvittering/")
    preliminary.post(f"{FORM}endre/", follow=True)
    preliminary.get(FORM)
    preliminary.save(newer, action="review", follow=True)
    preliminary.post(f"{FORM}send/", follow=True)
    preliminary.get(PAGE)
    page = preliminary.post(PAGE, {**TOLD, "day": "14.5.2026", "reference": reference})
    assert page.status_code == 409
    assert "A newer version of the answer has been sent" in page.text
    assert 'value="41/26"' in page.text
    assert confirmations.of_submission(db, reference) == ()


def test_the_desk_shows_who_waits_who_is_late_and_what_was_told(tell, preliminary, secretary, reference, clock):
    """In the list of bodies, in a list of its own with the days, and on the answer's page."""
    clock.set(2026, 6, 22, 8, 0)
    log_in(secretary)
    desk, answer = "/sekretariat/apen-plan/", f"/sekretariat/apen-plan/svar/{reference}/"
    page = secretary.get(desk).text
    assert "Waits for confirmation" in page
    assert "1 answer waits to be confirmed." in page
    assert "day late" not in page
    clock.set(2026, 6, 24, 8, 0)
    log_in(secretary)
    page = secretary.get(desk).text
    assert "Confirmation is late" in page
    assert "2 days late" in page
    assert "Not confirmed yet." in secretary.get(answer).text
    clock.set(*LATER)
    log_in(secretary)
    tell(outcome="not_confirmed", told="Flertallet ville ikke.")
    page = secretary.get(desk).text
    assert "Not confirmed" in page
    assert "All have told what became of them." in page
    page = secretary.get(answer).text
    assert "Preliminary, and not confirmed by Kommunestyret 15 December 2026" in " ".join(page.split())
    assert "Flertallet ville ikke." in page


def test_what_is_typed_is_shown_as_text(tell, secretary, reference, db):
    """Markup is text on the page, at the desk and in the mail's head."""
    nasty = "<b>Råd</b> =?utf-8?q?a=0d=0aBcc:x@y.no?="
    page = tell(organ=nasty, outcome="not_confirmed", told=nasty).text
    log_in(secretary)
    desk = secretary.get(f"/sekretariat/apen-plan/svar/{reference}/").text
    for text in (page, desk):
        assert "<b>Råd</b>" not in text
        assert "&lt;b&gt;Råd&lt;/b&gt;" in text
    for mail in outbox.waiting(db):
        assert b"\nBcc:" not in mail.message


def test_the_outcome_can_be_corrected_so_many_times_a_day(tell, preliminary, reference, clock, db):
    """A link can be in anybody's hands, and each is a mail to the secretariat; what was typed stands there still."""
    for number in range(MOST_TOLD):
        tell(case_number=f"{number}/26")
    page = preliminary.post(PAGE, {**TOLD, "reference": reference, "case_number": "99/26"})
    assert page.status_code == 429
    assert "What was told last counts." in page.text
    assert 'value="99/26"' in page.text
    assert len(confirmations.of_submission(db, reference)) == MOST_TOLD
    clock.set(2026, 12, 17, 9, 1)
    tell(case_number="99/26")
    assert len(confirmations.of_submission(db, reference)) == MOST_TOLD + 1


def test_minutes_are_counted_among_the_files_of_a_day(tell, db):
    """Each takes time and room, as with the files of an answer."""
    tell(minutes=minutes())
    assert db.table("examinations").count == 1
