"""The register at the desk: asking, looking at reports, entering them, reminding, and what readers get of it."""

import re

import pytest

from hearing_app.definitions import load_content
from hearing_app.publishing.publish import refresh_site
from hearing_app.storage import adoption_reports, outbox
from tests.web.test_adopting import PAGE, TOLD, hearing, hidden, latest, report, report_link, reporting  # noqa: F401 - fixtures

DESK = "/sekretariat/vedtatt-avtale/tilslutning/"
REPORTED = "hearings/vedtatt-avtale/adoptions-reported.yml"


@pytest.fixture
def published(content, db, settings, clock):
    """A function that builds the site and returns the register that readers get, by body."""

    def built():
        refresh_site(db, settings, now=clock.now)
        register = load_content(content).matter("vedtatt-avtale").adoptions
        return {row.body: row for row in register.rows}

    return built


def test_nothing_is_adopted_before_there_is_a_decision(secretary):
    """The page leads to where it is entered, and a post changes nothing."""
    page = secretary.get("/sekretariat/apen-plan/tilslutning/")
    assert "There is nothing to adopt yet" in page.text
    assert (
        secretary.post("/sekretariat/apen-plan/tilslutning/", {"action": "send", "asked": "bergvik"}).status_code == 409
    )


def test_the_decision_is_sent_once_to_those_who_are_asked(secretary, db):
    """Each with a link of its own; what is chosen is remembered, with the deadline."""
    fields = {"asked": ["indre", "bergvik", "finnes-ikke"], "due": "1.9.2026", "action": "send"}
    for _again in range(2):
        secretary.get(DESK)
        assert secretary.post(DESK, fields).status_code == 303
    found = adoption_reports.round_of(db, "vedtatt-avtale")
    assert (found.asked, found.due.isoformat()) == (("indre", "bergvik"), "2026-09-01")
    mails = [mail for mail in outbox.waiting(db) if mail.kind == "adoption"]
    assert sorted(mail.recipient for mail in mails) == ["post@bergvik.example", "post@indre.example"]
    assert all("/tilslutning/" in mail.message.decode() for mail in mails)


@pytest.mark.parametrize(
    ("fields", "said"), [({"asked": []}, "Choose at least one body"), ({"asked": ["indre"], "due": "snart"}, "a date")]
)
def test_a_mistake_keeps_what_was_chosen(secretary, db, fields, said):
    """With 422, and nothing stored."""
    secretary.get(DESK)
    answer = secretary.post(DESK, {**fields, "action": "save"})
    assert answer.status_code == 422
    assert said in answer.text
    assert adoption_reports.round_of(db, "vedtatt-avtale") is None
    if "due" in fields:
        assert 'value="snart"' in answer.text
        assert re.findall(r'value="([a-z]+)" checked', answer.text) == ["indre"]


def test_a_report_is_public_when_it_is_accepted(report, secretary, db, published):  # noqa: F811 - a fixture
    """Not before; with the extract and the vote, and nobody's name."""
    report()
    assert published()["indre"].state == "not_treated"
    page = secretary.get(DESK)
    assert "1 report waits" in page.text
    page = secretary.get(f"{DESK}indre/")
    assert "ola@indre.example" in page.text
    assert secretary.post(f"{DESK}indre/", {"action": "accept", "report": str(latest(db).id)}).status_code == 303
    row = published()["indre"]
    assert (row.state, row.case_number, row.vote) == ("adopted", "7/26", "Enstemmig")
    again = secretary.post(f"{DESK}indre/", {"action": "accept", "report": str(latest(db).id)})
    assert again.status_code == 409


def test_names_are_in_no_published_file(report, secretary, db, published, content, settings):  # noqa: F811 - a fixture
    """Neither in the content nor on a page."""
    report()
    secretary.get(f"{DESK}indre/")
    secretary.post(f"{DESK}indre/", {"action": "accept", "report": str(latest(db).id)})
    published()
    files = [*content.rglob("*.yml"), *(settings.site / "current").rglob("*.html")]
    assert len(files) > 20
    for file in files:
        text = file.read_text(encoding="utf-8")
        assert "ola@indre.example" not in text
        assert "Ola Eksempel" not in text
    assert "case_number: 7/26" in (content / REPORTED).read_text(encoding="utf-8")
    assert "7/26" in (settings.site / "current/horinger/vedtatt-avtale/index.html").read_text(encoding="utf-8")


def test_a_report_is_sent_back_with_a_note(report, reporting, secretary, db):  # noqa: F811 - a fixture
    """By mail with a new link; the body reads it on its page, and corrects."""
    report()
    secretary.get(f"{DESK}indre/")
    fields = {"action": "return", "report": str(latest(db).id), "note": ""}
    assert secretary.post(f"{DESK}indre/", fields).status_code == 422
    assert secretary.post(f"{DESK}indre/", {**fields, "note": "Hvilken dag?"}).status_code == 303
    mail = outbox.waiting(db)[-1]
    assert mail.recipient == "ola@indre.example"
    assert "Hvilken dag?" in mail.message.decode()
    assert "Hvilken dag?" in reporting.get(PAGE).text
    report()
    assert latest(db).version == 2
    assert latest(db).verdict is None


def test_a_persons_row_goes_before_a_report(secretary, db, published, visit, report_link):  # noqa: F811 - a fixture
    """And the desk shows both where they differ."""
    bergvik = visit()
    bergvik.open(report_link("bergvik"))
    page = bergvik.get(f"{PAGE}?lang=en")
    told = {**hidden(page), **TOLD, "state": "rejected", "case_number": "99/26", "action": "review"}
    review = bergvik.client.post(PAGE, data=told)
    bergvik.client.post(f"{PAGE}send/", data=hidden(review))
    secretary.get(f"{DESK}bergvik/")
    secretary.post(f"{DESK}bergvik/", {"action": "accept", "report": str(latest(db, "bergvik").id)})
    assert published()["bergvik"].case_number == "5/26"
    page = secretary.get(f"{DESK}bergvik/")
    assert "The file and the report differ" in page.text
    assert "99/26" in page.text
    assert "5/26" in page.text
    assert "The file says something else" in secretary.get(DESK).text


def test_the_desk_enters_what_came_by_letter(secretary, db, published):
    """It is public at once and mails nobody; a mistake keeps everything."""
    address = f"{DESK}indre/registrer/"
    secretary.get(address)
    wrong = secretary.post(address, {**TOLD, "organ": "", "action": "save"})
    assert wrong.status_code == 422
    assert 'value="7/26"' in wrong.text
    more = secretary.post(address, {**TOLD, "action": "add-reservation"})
    assert 'name="reservation-1"' in more.text
    assert secretary.post(address, {**TOLD, "action": "save"}).status_code == 303
    assert latest(db).by == "siri"
    assert published()["indre"].state == "adopted"
    assert outbox.waiting(db) == ()


def test_a_reminder_is_sent_by_hand(secretary, db):
    """The page shows that it was."""
    secretary.get(f"{DESK}indre/")
    assert secretary.post(f"{DESK}indre/paminn/", {}).status_code == 303
    assert [mail.recipient for mail in outbox.waiting(db)] == ["post@indre.example"]
    assert "by hand" in secretary.get(f"{DESK}indre/").text
    assert "1 reminder, the last" in secretary.get(DESK).text


@pytest.mark.parametrize("body", ["finnes-ikke", "holmby"])
def test_who_was_not_invited_has_no_page(secretary, body):
    """Nor a form."""
    assert secretary.get(f"{DESK}{body}/").status_code == 404
    assert secretary.get(f"{DESK}{body}/registrer/").status_code == 404
