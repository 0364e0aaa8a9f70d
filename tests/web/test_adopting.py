"""A body reports by its personal link what it made of the decision, and the secretariat looks at it."""

import html
import io
import re

import pytest

from hearing_app.adopting.report_links import new_report_link
from hearing_app.domain.personal_data import identity_numbers
from hearing_app.storage import adoption_reports, outbox

PAGE = "/tilslutning/vedtatt-avtale/rapport/"
DESK = "/sekretariat/vedtatt-avtale/tilslutning/"
TOLD = {
    "state": "adopted",
    "day": "3.3.2026",
    "next_day": "",
    "organ": "Kommunestyret",
    "case_number": "7/26",
    "vote": "Enstemmig",
    "text": "Utskriften kommer senere.",
    "name": "Ola Eksempel",
    "email": "ola@indre.example",
}
NUMBER = next(n for n in (f"010190{rest:05d}" for rest in range(100_00, 999_99)) if identity_numbers(n))
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\nxref\n0 4\n0000000000 65535 f \n"
    b"0000000009 00000 n \n0000000052 00000 n \n0000000101 00000 n \n"
    b"trailer<</Size 4/Root 1 0 R>>\nstartxref\n164\n%%EOF\n"
)


@pytest.fixture
def hearing(library):
    return library.matter("vedtatt-avtale").hearing


@pytest.fixture
def report_link(db, hearing, now):
    """A function that makes a personal link to report by and returns its path."""

    def made(body_id="indre"):
        body = hearing.invited_body(body_id)
        return new_report_link(db, hearing, body, base_url="", email=body.email, actor="test", now=now)

    return made


@pytest.fixture
def reporting(visit, report_link):
    """Indre's browser with the form open, in English."""
    visitor = visit()
    visitor.open(report_link())
    visitor.get(f"{PAGE}?lang=en")
    return visitor


def hidden(page):
    """Return every hidden field of a page."""
    return {n: html.unescape(v) for n, v in re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page.text)}


def post(visitor, page, fields, address=PAGE, action="review"):
    """Send the fields of a page with what it carries."""
    data = {**hidden(page), **fields, "action": action}
    return visitor.client.post(address, data=data, content_type="multipart/form-data")


@pytest.fixture
def report(reporting):
    """A function by which Indre looks through a report and sends it."""

    def sent(**fields):
        page = reporting.get(PAGE)
        review = post(reporting, page, {**TOLD, **fields})
        assert review.status_code == 200, re.findall(r"validation-message[^>]*>([^<]*)", review.text)
        return reporting.client.post(f"{PAGE}send/", data=hidden(review), follow_redirects=True)

    return sent


def latest(db, body="indre"):
    return adoption_reports.of_body(db, "vedtatt-avtale", body)[-1]


def test_a_link_is_opened_by_a_button_alone(visit, report_link, db):
    """A scanner that follows the link in the mail opens nothing."""
    visitor, link = visit(), report_link()
    assert visitor.get(link).status_code == 200
    assert visitor.get(PAGE).status_code == 403
    assert adoption_reports.links_of_hearing(db, "vedtatt-avtale")[0].opened_at is None
    assert visitor.open(link).status_code == 200
    assert adoption_reports.links_of_hearing(db, "vedtatt-avtale")[0].opened_at is not None


def test_an_unknown_link_tells_nothing(visit):
    """It is not found, opened or posted."""
    visitor = visit()
    page = visitor.get("/tilslutning/finnes-ikke/")
    assert page.status_code == 404
    assert "Brannvern" not in page.text
    assert page.headers["Cache-Control"] == "no-store"


def test_a_report_is_looked_through_and_gets_a_receipt(report, db):
    """On the page and by mail, with the fingerprint; the secretariat is told."""
    page = report()
    assert "The report is received" in page.text
    told = latest(db)
    assert told.sha256 in page.text
    assert told.report.day.isoformat() == "2026-03-03"
    assert [mail.recipient for mail in outbox.waiting(db)] == ["ola@indre.example", "sekretariatet@elvedalen.example"]
    assert "Ola" not in told.payload.decode()


def test_the_extract_survives_every_page(reporting, db):
    """It is chosen once, carried through a mistake, the review and a change, and can be had again by the body."""
    page = reporting.get(PAGE)
    fields = {**TOLD, "organ": "", "text": "", "extract": (io.BytesIO(PDF), "utskrift.pdf")}
    wrong = post(reporting, page, fields)
    assert wrong.status_code == 422
    assert "utskrift.pdf" in wrong.text
    review = post(reporting, wrong, {**TOLD, "text": ""})
    assert "utskrift.pdf" in review.text
    changed = post(reporting, review, {}, action="change")
    assert 'value="Kommunestyret"' in changed.text
    again = post(reporting, changed, {**TOLD, "text": ""})
    done = reporting.client.post(f"{PAGE}send/", data=hidden(again), follow_redirects=True)
    assert "utskrift.pdf" in done.text
    file = latest(db).report.extract
    assert reporting.get(f"{PAGE}utskrift/{file.sha256}/").data == PDF
    assert reporting.get(f"{PAGE}utskrift/{'0' * 64}/").status_code == 404


def test_nobody_names_a_file_that_is_not_theirs(reporting):
    """What a form carries of a file is signed; anything else is as if there were none."""
    page = reporting.get(PAGE)
    answer = post(reporting, page, {**TOLD, "text": "", "extract_kept": "noe.annet"})
    assert answer.status_code == 422
    assert "Attach the extract" in answer.text


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"state": ""}, "Choose what became of the decision"),
        ({"state": "vedtatt"}, "Choose what became of the decision"),
        ({"day": "31.2.2026"}, "Write a date like"),
        ({"day": "1.6.2026"}, "That day is to come"),
        ({"state": "scheduled", "day": ""}, "Write the day that it is to be treated on"),
        ({"state": "scheduled", "day": "1.1.2026"}, "Write the day that it is to be treated on"),
        ({"state": "not_treated"}, "What is not treated has no date"),
        ({"state": "not_treated", "day": "", "text": ""}, "Write why it is not treated yet"),
        ({"state": "postponed", "next_day": "1.1.2026"}, "The new date must be after today"),
        ({"next_day": "1.9.2026"}, "A new date belongs to what is postponed"),
        ({"organ": ""}, "Write which body treated the matter"),
        ({"text": ""}, "Attach the extract of minutes"),
        ({"state": "adopted_with_reservation"}, "Write the reservation"),
        ({"reservation-1": "Ikke båten.", "section-1": ""}, "There is a reservation"),
        (
            {"state": "adopted_with_reservation", "reservation-1": "X.", "section-1": "tull"},
            "Choose one of the sections",
        ),
        ({"state": "adopted_with_reservation", "reservation-1": f"Gjelder {NUMBER}", "section-1": ""}, "identity"),
        ({"name": ""}, "Write your name"),
        ({"email": "ola"}, "Write an e-mail address"),
        ({"organ": "x" * 201}, "The text is too long"),
        ({"text": "x" * 10_001}, "The text is too long"),
    ],
)
def test_what_cannot_be_is_told_and_everything_kept(reporting, db, fields, said):
    """With 422, a word on what to do, and nothing stored."""
    page = reporting.get(PAGE)
    answer = post(reporting, page, {**TOLD, **fields})
    assert answer.status_code == 422
    assert said in answer.text
    for name in ("case_number", "vote"):
        assert f'value="{TOLD[name]}"' in answer.text
    assert adoption_reports.of_body(db, "vedtatt-avtale", "indre") == ()


def test_reservations_are_added_and_removed_without_a_script(reporting, db, report):
    """Each button gives the form back with everything in it."""
    page = reporting.get(PAGE)
    more = post(reporting, page, TOLD, action="add-reservation")
    assert 'name="reservation-1"' in more.text
    two = {**TOLD, "reservation-1": "Ikke båten.", "section-1": "betaling"}
    more = post(reporting, more, two, action="add-reservation")
    assert "Ikke båten." in more.text
    assert 'name="reservation-2"' in more.text
    less = post(reporting, more, {**two, "reservation-2": "Ikke bilen."}, action="remove-reservation-1")
    assert "Ikke bilen." in less.text
    assert "Ikke båten." not in less.text
    report(**{"state": "adopted_with_reservation", "reservation-1": "Ikke båten.", "section-1": "betaling"})
    assert [(r.text, r.section) for r in latest(db).report.reservations] == [("Ikke båten.", "betaling")]


def test_adopted_without_a_date_is_taken_and_does_not_count(reporting, report, db):
    """Rule 14: the review page says so before it is sent."""
    page = reporting.get(PAGE)
    review = post(reporting, page, {**TOLD, "day": ""})
    assert "The date is missing" in review.text
    report(day="")
    assert latest(db).adoption.effective_state.value == "date_missing"


def test_the_form_of_another_body_is_not_received(reporting, report_link, db):
    """When another link has been opened in the same browser meanwhile, nothing is stored for either."""
    page = reporting.get(PAGE)
    reporting.open(report_link("bergvik"))
    answer = post(reporting, page, TOLD)
    assert answer.status_code == 409
    assert "Kommunestyret" in answer.text
    assert adoption_reports.of_hearing(db, "vedtatt-avtale") == ()


def test_one_body_sees_nothing_of_another(report, db, visit, report_link):
    """Neither the payload nor the extract of another's report."""
    report()
    other = visit()
    other.open(report_link("bergvik"))
    assert other.get(f"{PAGE}{latest(db).sha256}.json").status_code == 404
    assert "7/26" not in other.get(PAGE).text


def test_a_correction_is_a_new_version_until_it_is_closed(report, reporting, db, secretary):
    """Afterwards nothing is taken in, and what was typed stays on the page."""
    report()
    report(case_number="8/26")
    assert latest(db).version == 2
    secretary.get(DESK)
    secretary.post(DESK, {"action": "close"})
    page = reporting.get(PAGE)
    assert "No more reports are taken in" in page.text
    answer = reporting.client.post(PAGE, data={**hidden(page), **TOLD, "reporting_body": "indre", "action": "review"})
    assert answer.status_code in (400, 409)
    assert latest(db).version == 2


def test_the_same_told_twice_is_one_report(report, db):
    """A browser that sends again changes nothing."""
    report()
    report()
    assert latest(db).version == 1
