"""Reports that meet each other: pages that have stood for long, at the desk or the body, overwrite and lose nothing."""

from datetime import date

import pytest

from hearing_app.domain.adoption_report import Verdict
from hearing_app.storage import adoption_reports, outbox
from tests.web.test_adopting import DESK, PAGE, TOLD, hearing, hidden, latest, post, report, report_link, reporting  # noqa: F401 - fixtures

INDRE = f"{DESK}indre/"


def stale(secretary):
    """Return what the page of Indre carries now."""
    page = hidden(secretary.get(INDRE))
    return {"csrf_token": page["csrf_token"], "report": page["report"], "seen": page["seen"]}


def ask(secretary, carried, **fields):
    return secretary.client.post(INDRE, data={**carried, "action": "return", "note": "Hvilken dag?", **fields})


@pytest.fixture
def mails(db):
    return lambda: len(outbox.waiting(db))


def test_asking_back_from_a_stale_page_takes_no_acceptance_back(report, secretary, db, mails):  # noqa: F811 - a fixture
    """A colleague has accepted meanwhile: both are told, the note is kept, and a second look sends it."""
    report()
    old = stale(secretary)
    secretary.client.post(INDRE, data={**old, "action": "accept"})
    before = mails()
    answer = ask(secretary, old)
    assert answer.status_code == 409
    assert "You looked at version 1" in answer.text
    assert "Siri Sekretær accepted it" in answer.text
    assert "Hvilken dag?</textarea>" in answer.text
    assert (latest(db).verdict, mails()) == (Verdict.ACCEPTED, before)
    again = {**old, "seen": hidden(answer)["seen"]}
    assert ask(secretary, again).status_code == 303
    assert latest(db).verdict is Verdict.RETURNED


def test_asking_back_about_a_report_that_was_corrected_is_told(report, secretary, db, mails):  # noqa: F811 - a fixture
    """The newer version stands on the page, and what was typed in the field."""
    report()
    old = stale(secretary)
    report(case_number="8/26")
    before = mails()
    answer = ask(secretary, old)
    assert answer.status_code == 409
    assert "The body has reported version 2 since" in answer.text
    assert "8/26" in answer.text
    assert "Hvilken dag?</textarea>" in answer.text
    assert (latest(db).verdict, mails()) == (None, before)


def test_accepting_what_a_colleague_sent_back_is_told(report, secretary, db):  # noqa: F811 - a fixture
    """Nothing is accepted; the note of the colleague stands there."""
    report()
    old = stale(secretary)
    assert ask(secretary, old).status_code == 303
    answer = secretary.client.post(INDRE, data={**old, "action": "accept"})
    assert answer.status_code == 409
    assert "Siri Sekretær sent it back" in answer.text
    assert latest(db).verdict is Verdict.RETURNED


def test_two_questions_at_once_keep_both_notes(report, secretary, mails):  # noqa: F811 - a fixture
    """Two clicks, or two colleagues: one mail goes, and the other note is in its field."""
    report()
    old = stale(secretary)
    ask(secretary, old)
    before = mails()
    answer = ask(secretary, old, note="Og hvilket organ?")
    assert answer.status_code == 409
    assert "Og hvilket organ?</textarea>" in answer.text
    assert "Hvilken dag?" in answer.text
    assert mails() == before
    assert ask(secretary, {**old, "seen": hidden(answer)["seen"]}, note="Og hvilket organ?").status_code == 303


def test_a_form_that_says_not_what_was_seen_does_nothing(report, secretary, db):  # noqa: F811 - a fixture
    """It is no form of ours."""
    report()
    old = stale(secretary)
    for seen in ("", "x", "²"):
        assert ask(secretary, {**old, "seen": seen}).status_code == 400
    assert latest(db).verdict is None


def test_who_reported_is_not_shown_to_who_holds_the_link(report, visit, report_link):  # noqa: F811 - a fixture
    """What and when is; the next person writes a name and an address of their own."""
    report()
    other = visit()
    other.open(report_link())
    page = other.get(f"{PAGE}?lang=en")
    assert "7/26" in page.text
    assert "Received" in page.text
    for text in (page.text, other.get(f"{PAGE}kvittering/").text):
        assert "Ola Eksempel" not in text
        assert "ola@indre.example" not in text
    answer = post(other, page, {**TOLD, "name": "", "email": ""})
    assert answer.status_code == 422
    assert "Write your name" in answer.text


def test_a_report_from_an_old_form_does_not_go_over_a_newer_one(reporting, report, db):  # noqa: F811 - a fixture
    """Nothing is received before it has been looked through with the newer one in sight; nothing typed is lost."""
    old = reporting.get(PAGE)
    report()
    answer = post(reporting, old, {**TOLD, "case_number": "6/26"})
    assert answer.status_code == 409
    assert "Something has been reported since this form was opened" in answer.text
    assert 'value="6/26"' in answer.text
    assert "7/26" in answer.text
    assert latest(db).version == 1
    review = post(reporting, answer, {**TOLD, "case_number": "6/26"})
    assert review.status_code == 200
    reporting.client.post(f"{PAGE}send/", data=hidden(review))
    assert (latest(db).version, latest(db).report.case_number) == (2, "6/26")


def test_a_review_from_before_a_newer_report_is_not_received(reporting, report, db):  # noqa: F811 - a fixture
    """Sent late, or again by a browser that comes back: it is told, and the same once more is one report."""
    review = post(reporting, reporting.get(PAGE), {**TOLD, "case_number": "6/26"})
    report()
    answer = reporting.client.post(f"{PAGE}send/", data=hidden(review))
    assert answer.status_code == 409
    assert 'value="6/26"' in answer.text
    assert latest(db).version == 1


def test_the_desk_enters_nothing_over_what_came_meanwhile(secretary, report, db):  # noqa: F811 - a fixture
    """The body's own report stands on the page beside what was typed."""
    address = f"{INDRE}registrer/"
    old = hidden(secretary.get(address))
    report()
    answer = secretary.client.post(address, data={**old, **TOLD, "case_number": "6/26", "action": "save"})
    assert answer.status_code == 409
    assert 'value="6/26"' in answer.text
    assert "7/26" in answer.text
    assert latest(db).version == 1
    again = {**old, **TOLD, "case_number": "6/26", "action": "save", "seen_version": "1"}
    assert secretary.client.post(address, data=again).status_code == 303
    assert latest(db).by == "siri"


def test_what_comes_after_the_closing_is_given_back(reporting, secretary, db):  # noqa: F811 - a fixture
    """Nothing is received, and everything that was typed stands there to be copied."""
    page = reporting.get(PAGE)
    secretary.get(DESK)
    secretary.post(DESK, {"action": "close"})
    answer = post(reporting, page, TOLD)
    assert answer.status_code == 409
    for text in ("Kommunestyret", "7/26", "Utskriften kommer senere.", "ola@indre.example", "Adopted"):
        assert text in answer.text
    assert adoption_reports.of_hearing(db, "vedtatt-avtale") == ()


def test_a_date_before_the_decision_is_told_and_taken(reporting, report, secretary, db):  # noqa: F811 - a fixture
    """To the body before it sends, and to the secretariat; a proposal can have been treated, so it is not refused."""
    review = post(reporting, reporting.get(PAGE), {**TOLD, "day": "3.3.2025"})
    assert "The date is before the decision" in review.text
    assert "20 January 2026" in review.text
    report(day="3.3.2025")
    assert latest(db).report.day == date(2025, 3, 3)
    assert "The date is before 20 January 2026" in secretary.get(INDRE).text
    other = post(reporting, reporting.get(PAGE), TOLD)
    assert "The date is before the decision" not in other.text


def test_a_decision_to_come_is_sent_to_nobody(secretary, content, db):
    """The choice is kept on the page; it can be saved and sent later."""
    path = content / "hearings/vedtatt-avtale/decision.md"
    path.write_text(path.read_text("utf-8").replace("date: 2026-01-20", "date: 2026-09-20"), "utf-8")
    secretary.get(DESK)
    answer = secretary.post(DESK, {"asked": ["indre"], "due": "1.11.2026", "action": "send"})
    assert answer.status_code == 422
    assert "The decision is dated on a day to come" in answer.text
    assert 'value="1.11.2026"' in answer.text
    assert outbox.waiting(db) == ()
    assert secretary.post(DESK, {"asked": ["indre"], "due": "1.11.2026", "action": "save"}).status_code == 303


def test_a_row_by_hand_is_told_to_both(visit, report_link, secretary, db):  # noqa: F811 - a fixture
    """Whoever accepts hears that readers see another row, and the body what stands on the public page."""
    bergvik = visit()
    bergvik.open(report_link("bergvik"))
    review = post(bergvik, bergvik.get(f"{PAGE}?lang=en"), {**TOLD, "case_number": "99/26"})
    bergvik.client.post(f"{PAGE}send/", data=hidden(review))
    page = secretary.get(f"{DESK}bergvik/")
    carried = {name: hidden(page)[name] for name in ("csrf_token", "report", "seen")}
    done = secretary.client.post(f"{DESK}bergvik/", data={**carried, "action": "accept"}, follow_redirects=True)
    assert "readers see another row" in done.text
    assert latest(db, "bergvik").verdict is Verdict.ACCEPTED
    told = bergvik.get(PAGE)
    assert "On the public page stands something else" in told.text
    assert "5/26" in told.text
