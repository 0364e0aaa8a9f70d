import io
import re
from dataclasses import replace

import pypdf
import pytest
from pypdf.generic import DictionaryObject, NameObject
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from hearing_app.storage import attachments, drafts, submissions

HEARING = "apen-plan"
FORM = f"/svar/{HEARING}/"
PAGE = f"{FORM}vedlegg/"
EXPECTED_POLICY = "default-src 'none'; sandbox"


def pdf(title="", *, script=False):
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    writer.add_metadata({"/Title": title})
    if script:
        writer.root_object[NameObject("/OpenAction")] = DictionaryObject({NameObject("/S"): NameObject("/JavaScript")})
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def posted(person, files, *, follow=True, fields=None):
    """Send files as a browser does; the client's own way leaves large ones open behind it."""
    chosen = [FileStorage(io.BytesIO(data), filename=name, name="files") for name, data in files]
    boundary, body = encode_multipart({**person.hidden(), **(fields or {}), "files": chosen})
    content_type = f'multipart/form-data; boundary="{boundary}"'
    answer = person.client.post(PAGE, data=body, content_type=content_type, follow_redirects=follow)
    person.page = answer if "csrf_token" in answer.text else person.page
    return answer


@pytest.fixture
def upload(answering):
    """A function that chooses files and presses the button."""

    def sent(*files, person=answering, follow=True):
        person.get(PAGE)
        return posted(person, files, follow=follow)

    return sent


@pytest.fixture
def attached(db):
    """A function that returns the names of the files of Bergvik's draft."""
    return lambda: [file.name for file in attachments.of_draft(db, HEARING, "bergvik")]


@pytest.fixture
def received(db):
    return lambda: submissions.latest_of_body(db, HEARING, "bergvik")


def links_of(page):
    """Return the addresses of the files on a page."""
    return re.findall(rf'href="({PAGE}[0-9a-f]{{64}}/)"', page.text)


def test_several_files_are_added_at_once_and_listed(upload, attached):
    """With their names, which may have any letters, and their sizes."""
    page = upload(("Vedtak Ås.pdf", pdf("a")), ("Notat.pdf", pdf("b")))
    assert page.status_code == 200
    assert attached() == ["Vedtak Ås.pdf", "Notat.pdf"]
    assert "2 files have been added." in page.text
    assert "Vedtak Ås.pdf" in page.text
    assert "1 kB" in page.text


def test_a_refused_file_is_told_why_and_the_others_are_taken(upload, attached):
    """In a summary on top with the file's name; the title says that something is wrong."""
    page = upload(
        ("godt.pdf", pdf()), ("farlig.pdf", pdf("b", script=True)), ("bilde.png", b"\x89PNG\r\n\x1a\n" + bytes(9))
    )
    assert page.status_code == 422
    assert attached() == ["godt.pdf"]
    assert "<title>Error:" in page.text
    assert "«farlig.pdf»: The PDF holds scripts" in page.text
    assert "«bilde.png»: The file is a picture." in page.text
    assert "1 file has been added." in page.text


def test_no_file_chosen_is_a_mistake(upload, attached):
    """Browsers send an empty part then."""
    page = upload(("", b""))
    assert page.status_code == 422
    assert "Choose at least one file." in page.text
    assert attached() == []


def test_the_buttons_of_the_form_save_and_go_to_the_files(answering, db):
    """Nothing that was typed is lost on the way, and the form lists what is there."""
    answer = answering.save({"text_general": "Hei"}, action="attachments")
    assert answer.location == PAGE
    assert drafts.get(db, HEARING, "bergvik").fields["text_general"] == "Hei"


def test_the_form_saves_itself_after_a_file_was_added_in_another_tab(answering, upload, link, visit, attached):
    """Nobody is in conflict with themselves: the texts are as the form was opened with."""
    other = visit()
    other.open(link("bergvik"))
    answering.get(FORM)
    upload(("a.pdf", pdf()), person=other)
    assert attached() == ["a.pdf"]
    answer = answering.post(f"{FORM}autolagring/", {"text_general": "Skrevet etterpå"})
    assert answer.status_code == 200, answer.text
    again = answering.post(
        f"{FORM}autolagring/",
        {"text_general": "Mer", "base_revision": answer.json["mark"], "base_fields": answer.json["base"]},
    )
    assert again.status_code == 200
    assert attached() == ["a.pdf"]


def test_a_file_is_removed_and_got_back(upload, answering, attached):
    """The download is the very file, saved and never shown."""
    data = pdf("Særlig")
    (address,) = links_of(upload(("Særlig vedtak.pdf", data)))
    file = answering.client.get(address)
    assert file.data == data
    assert file.mimetype == "application/pdf"
    assert file.headers["Content-Disposition"].startswith("attachment; filename")
    assert "S%C3%A6rlig%20vedtak.pdf" in file.headers["Content-Disposition"]
    assert file.headers["Content-Security-Policy"] == EXPECTED_POLICY
    assert file.headers["X-Content-Type-Options"] == "nosniff"
    sha256 = address.rstrip("/").rpartition("/")[2]
    page = answering.post(f"{PAGE}fjern/{sha256}/", follow=True)
    assert "has been removed" in page.text
    assert attached() == []
    assert answering.client.get(address).status_code == 404


def test_files_are_the_bodys_own(upload, visit, link, received, answering, complete):
    """Another body's link, and nobody's, get neither a draft's files nor those that were sent."""
    (address,) = links_of(upload(("Hemmelig.pdf", pdf())))
    other, stranger = visit(), visit()
    other.open(link("fossheim"))
    assert other.client.get(address).status_code == 404
    assert b"%PDF" not in stranger.client.get(address).data
    answering.get(FORM)
    answering.save(complete, action="review", follow=True)
    answering.get(f"{FORM}gjennomga/")
    answering.post(f"{FORM}send/")
    assert received().content.attachments
    assert other.client.get(address).status_code == 404
    assert answering.client.get(address).status_code == 200
    stolen = other.post(f"{PAGE}fjern/{'0' * 64}/", {"base_revision": "bergvik.0.1"})
    assert stolen.status_code == 409


def test_a_file_goes_all_the_way_to_the_receipt(upload, answering, complete, received, db):
    """Looked through, sent, shown with its fingerprint on the receipt and in the mail, and at hand for a change."""
    upload(("Vedtak.pdf", pdf()))
    answering.get(FORM)
    assert "Vedtak.pdf" in answering.page.text
    answering.save(complete)
    assert "Vedtak.pdf" in answering.get(f"{FORM}gjennomga/").text
    receipt = answering.post(f"{FORM}send/", follow=True)
    (file,) = received().content.attachments
    assert file.name == "Vedtak.pdf"
    assert file.sha256 in receipt.text
    assert links_of(receipt)
    mail = db.execute("SELECT message FROM outbox WHERE kind = 'receipt'").fetchone()[0]
    assert file.sha256.encode() in mail.replace(b"=\r\n", b"")
    answering.get(f"{FORM}kvittering/")
    changing = answering.post(f"{FORM}endre/", follow=True)
    assert "Vedtak.pdf" in changing.text


def test_a_review_that_was_opened_before_a_file_was_added_sends_nothing(
    upload, answering, complete, visit, link, received
):
    """Whoever sends has seen everything that is sent."""
    answering.save(complete)
    answering.get(f"{FORM}gjennomga/")
    other = visit()
    other.open(link("bergvik"))
    upload(("a.pdf", pdf()), person=other)
    page = answering.post(f"{FORM}send/", follow=True)
    assert "has been changed since you looked through it" in page.text
    assert received() is None


def test_without_remarks_with_the_minutes(upload, answering, complete, received):
    """The short way, with a document."""
    upload(("Protokoll.pdf", pdf()))
    answering.get(f"{FORM}uten-merknad/")
    who = {name: text for name, text in complete.items() if name.startswith(("respondent", "standing"))}
    review = answering.post(f"{FORM}uten-merknad/", who, follow=True)
    assert "Protokoll.pdf" in review.text
    answering.page = review
    answering.post(f"{FORM}send/")
    content = received().content
    assert content.no_remark
    assert [file.name for file in content.attachments] == ["Protokoll.pdf"]


def test_a_file_alone_can_be_looked_through(upload, answering, complete):
    """Then the page does not say that nothing has been answered."""
    assert "Nothing has been answered yet" not in _review_of(answering, upload, ("a.pdf", pdf())).text


def _review_of(answering, upload, *files):
    upload(*files)
    return answering.get(f"{FORM}gjennomga/")


def test_too_much_at_once_is_told_and_loses_nothing(upload, attached, app):
    """The page says how much, lists what is there, and lets one try again."""
    upload(("a.pdf", pdf()))
    settings = app.config["SETTINGS"]
    app.config["SETTINGS"] = replace(settings, attachment_max_mb=1, attachments_total_mb=2)
    page = upload(("stor.pdf", b"%PDF-" + bytes(4 * 1024 * 1024)))
    assert page.status_code == 413
    assert "Together the files are larger than 3 MB" in page.text
    assert "a.pdf" in page.text
    assert attached() == ["a.pdf"]
    single = upload(("stor.pdf", b"%PDF-" + bytes(1024 * 1024 + 1)))
    assert single.status_code == 422
    assert "larger than 1 MB" in single.text


def test_large_requests_are_taken_here_and_nowhere_else(answering):
    """Six megabytes are too much for the form."""
    body = {"text_general": "x" * (6 * 1024 * 1024)}
    assert answering.save(body).status_code == 413
    answering.get(PAGE)
    assert posted(answering, [], fields=body).status_code == 413


def test_after_the_deadline_nothing_is_added_or_removed(upload, answering, attached, clock):
    """The page says so, and lists the files that were not sent."""
    upload(("a.pdf", pdf()))
    sha256 = links_of(answering.get(PAGE))[0].rstrip("/").rpartition("/")[2]
    clock.set(2027, 1, 1)
    page = posted(answering, [("b.pdf", pdf("b"))])
    assert "The deadline is over" in page.text
    answering.post(f"{PAGE}fjern/{sha256}/", {"base_revision": "bergvik.0.1"})
    assert attached() == ["a.pdf"]
    closed = answering.get(FORM)
    assert "a.pdf" in closed.text
    assert answering.get(PAGE).status_code == 200


def test_files_after_sending_need_a_change_first(upload, answering, complete, attached, received):
    """A page that was open when a colleague sent begins no new version by itself."""
    answering.save(complete)
    answering.get(PAGE)
    old = answering.hidden()
    answering.get(f"{FORM}gjennomga/")
    answering.post(f"{FORM}send/")
    page = posted(answering, [("a.pdf", pdf())], fields={"base_revision": old["base_revision"]})
    assert "has been sent meanwhile" in page.text
    assert attached() == []
    assert answering.get(PAGE).status_code == 303


def test_a_file_that_has_been_lost_is_told_before_sending(upload, answering, complete, settings, received):
    """Whoever sends removes it and adds it again; there is no receipt."""
    (address,) = links_of(upload(("a.pdf", pdf())))
    sha256 = address.rstrip("/").rpartition("/")[2]
    (settings.attachments / sha256[:2] / sha256).unlink()
    answering.get(FORM)
    answering.save(complete)
    answering.get(f"{FORM}gjennomga/")
    page = answering.post(f"{FORM}send/", follow=True)
    assert "has been lost here" in page.text
    assert received() is None
    assert answering.client.get(address).status_code == 500


def test_the_desk_downloads_what_came(upload, answering, complete, received, secretary):
    """From the page of the submission; nobody else does."""
    data = pdf()
    upload(("Vedtak.pdf", data))
    answering.get(FORM)
    answering.save(complete)
    answering.get(f"{FORM}gjennomga/")
    answering.post(f"{FORM}send/")
    sent = received()
    address = f"/sekretariat/{HEARING}/svar/{sent.reference}/"
    page = secretary.get(address)
    (file,) = sent.content.attachments
    assert f'href="{address}vedlegg/{file.sha256}/"' in page.text
    got = secretary.client.get(f"{address}vedlegg/{file.sha256}/")
    assert got.data == data
    assert got.headers["Content-Security-Policy"] == EXPECTED_POLICY
    assert secretary.client.get(f"{address}vedlegg/{'0' * 64}/").status_code == 404
    assert (
        secretary.client.get(f"/sekretariat/lukket-strategi/svar/{sent.reference}/vedlegg/{file.sha256}/").status_code
        == 404
    )
    assert answering.client.get(f"{address}vedlegg/{file.sha256}/").status_code in (302, 303)


def test_a_hearing_can_take_no_files(answering, app):
    """Where the settings allow none, the form does not offer it."""
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], attachments_max=0)
    assert "Attachments" not in answering.get(FORM).text


def test_a_forged_post_adds_nothing(answering, attached):
    """Without the token of the page nothing is done."""
    answer = answering.client.post(
        PAGE, data={"files": [(io.BytesIO(pdf()), "a.pdf")]}, content_type="multipart/form-data"
    )
    assert answer.status_code == 400
    assert attached() == []
