"""Contacts at the desk: the list, one address, and a file that is shown before it is stored."""

import html
import io
import re

import pytest

from hearing_app.inviting.contact_table import sample_sheet
from hearing_app.inviting.contacts import address_of
from hearing_app.spreadsheet import read_sheet, write_sheet
from hearing_app.storage import audit, contacts

LIST = "/sekretariat/kontakter/"
HEAD = ("id", "navn", "e-post")


@pytest.fixture
def desk(secretary):
    """The secretary's browser with the list of contacts open."""
    secretary.get(LIST)
    return secretary


@pytest.fixture
def upload(desk):
    """A function that uploads a file with these rows."""

    def sent(*rows, data=None, name="liste.xlsx"):
        data = write_sheet("Ark", HEAD, rows) if data is None else data
        fields = {**desk.hidden(), "file": (io.BytesIO(data), name)}
        desk.page = desk.client.post(f"{LIST}fil/", data=fields, content_type="multipart/form-data")
        return desk.page

    return sent


def carried(page):
    return [html.unescape(value) for value in re.findall(r'name="change" value="([^"]*)"', page.text)]


def test_the_list_says_where_each_address_comes_from(desk, db, now):
    """From the council's file, stored here and since when, or none."""
    contacts.put(db, {"bergvik": "ny@bergvik.example", "borte": "b@borte.example"}, now)
    text = desk.get(LIST).text
    rows = dict(re.findall(r'id="_(\w+)">(.*?)</tr>', text, re.DOTALL))
    assert "ny@bergvik.example" in rows["bergvik"]
    assert "15 May 2026" in rows["bergvik"]
    assert "council.yml" in rows["fossheim"]
    assert "No address" in rows["ungdomsradet"]
    assert "b@borte.example" in text
    assert "borte" not in rows


def test_a_file_is_shown_before_anything_is_stored(upload, db):
    """What is new, from what to what, and how many are as before."""
    page = upload(
        ("bergvik", "", "ny@bergvik.example"),
        ("", "Ungdomsrådet", "u@u.example"),
        ("fossheim", "", "post@fossheim.example"),
    )
    assert page.status_code == 200
    for text in ("2 addresses are new.", "1 is as before.", "post@bergvik.example", "ny@bergvik.example", "liste.xlsx"):
        assert text in page.text
    assert contacts.every(db) == {}


def test_what_was_shown_is_stored_when_somebody_says_so(desk, upload, db):
    """Exactly that, and it is logged with who did it."""
    page = upload(("bergvik", "", "ny@bergvik.example"))
    answer = desk.post(f"{LIST}lagre/", {"change": carried(page)}, follow=True)
    assert "1 address was stored." in answer.text
    assert contacts.every(db) == {"bergvik": "ny@bergvik.example"}
    assert [(e.actor, e.action, e.subject) for e in audit.entries(db, "") if e.action == "contact set"] == [
        ("siri", "contact set", "bergvik")
    ]


def test_an_address_that_was_changed_meanwhile_is_told_and_nothing_is_stored(desk, upload, db, now):
    """The new state is shown, and can be said yes to."""
    page = upload(("bergvik", "", "ny@bergvik.example"), ("fossheim", "", "ny@fossheim.example"))
    contacts.put(db, {"bergvik": "annen@bergvik.example"}, now)
    again = desk.post(f"{LIST}lagre/", {"change": carried(page)})
    assert again.status_code == 409
    assert "Meanwhile somebody has changed the address of Bergvik kommune" in again.text
    assert "annen@bergvik.example" in again.text
    assert contacts.every(db) == {"bergvik": "annen@bergvik.example"}
    desk.page = again
    assert desk.post(f"{LIST}lagre/", {"change": carried(again)}).status_code == 303
    assert contacts.every(db) == {"bergvik": "ny@bergvik.example", "fossheim": "ny@fossheim.example"}


def test_mistakes_are_shown_by_cell_and_nothing_can_be_stored(upload, db):
    """With the lines for bodies that council.yml lacks."""
    page = upload(("bergvik", "", "feil"), ("", "Ævik kommune", "a@aevik.example"))
    assert page.status_code == 422
    for text in (
        "<title>Error:",
        "cell C2, column «e-post»",
        "cell B3, column «navn»",
        "- id: aevik",
        "2 rows have a mistake",
    ):
        assert text in page.text, text
    assert carried(page) == []
    assert contacts.every(db) == {}


@pytest.mark.parametrize(
    ("data", "name", "text"),
    [
        (b"", "", "Choose a file first."),
        (b"\0", "x.xlsx", "neither XLSX nor CSV"),
        (b"navn\nx\n", "x.csv", "The first row must name"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_at_the_field(upload, data, name, text):
    """With the title of an error, and the way to choose another one."""
    page = upload(data=data, name=name)
    assert page.status_code == 422
    assert "<title>Error:" in page.text
    assert page.text.count(text) == 2


@pytest.mark.parametrize(
    "change", ["", "[]", '["bergvik", "", 1]', '["bergvik", "", "x\\nBcc: y@z.no"]', '["ukjent", "", "a@b.no"]']
)
def test_changes_that_no_page_of_ours_carried_are_refused(desk, db, change):
    """Whatever is sent there."""
    assert desk.post(f"{LIST}lagre/", {"change": change}).status_code in (400, 404)
    assert contacts.every(db) == {}


def test_samples_can_be_downloaded_and_imported(desk, upload, db):
    """As a workbook and as CSV, both as attachments, with nothing to change in them."""
    sheet = desk.client.get(f"{LIST}mal.xlsx")
    assert sheet.headers["Content-Disposition"] == 'attachment; filename="kontakter.xlsx"'
    assert read_sheet(sheet.data).rows[0][1] == ["id", "organisasjonsnummer", "navn", "e-post"]
    text = desk.client.get(f"{LIST}mal.csv")
    assert text.data.startswith(b"\xef\xbb\xbfid;organisasjonsnummer;navn;e-post")
    for data in (sheet.data, text.data):
        assert "0 addresses are new." in upload(data=data).text


def test_one_address_is_changed_and_brought_back(desk, db, library):
    """An empty field lets council.yml hold again."""
    body = library.council().body("bergvik")
    desk.get(f"{LIST}bergvik/")
    before = {"before": "post@bergvik.example"}
    assert desk.post(f"{LIST}bergvik/", {**before, "email": " ny@bergvik.example "}).status_code == 303
    assert address_of(db, body) == "ny@bergvik.example"
    desk.post(f"{LIST}bergvik/", {"before": "ny@bergvik.example", "email": ""})
    assert address_of(db, body) == "post@bergvik.example"
    assert [e.action for e in audit.entries(db, "")][-2:] == ["contact set", "contact removed"]


@pytest.mark.parametrize("typed", ["ingen adresse", "a@b.no\nBcc: c@d.no", "=?utf-8?q?a?=@b.no"])
def test_what_is_no_address_is_given_back(desk, db, typed):
    """With what was typed still there."""
    desk.get(f"{LIST}bergvik/")
    page = desk.post(f"{LIST}bergvik/", {"before": "post@bergvik.example", "email": typed})
    assert page.status_code == 422
    assert html.escape(" ".join(typed.split())) in page.text
    assert contacts.every(db) == {}


def test_an_address_that_a_colleague_changed_meanwhile_is_not_overwritten(desk, db, now):
    """Both are shown."""
    desk.get(f"{LIST}bergvik/")
    contacts.put(db, {"bergvik": "annen@bergvik.example"}, now)
    page = desk.post(f"{LIST}bergvik/", {"before": "post@bergvik.example", "email": "min@bergvik.example"})
    assert page.status_code == 409
    assert "annen@bergvik.example" in page.text
    assert "min@bergvik.example" in page.text
    assert contacts.every(db) == {"bergvik": "annen@bergvik.example"}


def test_the_address_of_a_body_that_is_gone_can_be_deleted(desk, db, now):
    """And only such a one."""
    contacts.put(db, {"borte": "b@borte.example", "bergvik": "ny@bergvik.example"}, now)
    assert desk.post(f"{LIST}borte/slett/").status_code == 303
    assert desk.post(f"{LIST}bergvik/slett/").status_code == 404
    assert set(contacts.every(db)) == {"bergvik"}


def test_nobody_gets_in_without_logging_in(visit, library, db):
    """Neither to the list, nor to the samples, nor with a file."""
    visitor = visit()
    for path in ("", "mal.csv", "mal.xlsx", "bergvik/"):
        assert visitor.client.get(f"{LIST}{path}").status_code == 303
    visitor.get("/sekretariat/logg-inn/")
    data = sample_sheet(library.council().bodies, {"bergvik": "x@y.no"})
    fields = {**visitor.hidden(), "file": (io.BytesIO(data), "x.xlsx")}
    assert visitor.client.post(f"{LIST}fil/", data=fields, content_type="multipart/form-data").status_code == 403
    assert contacts.every(db) == {}
