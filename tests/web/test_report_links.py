"""The links by which a body reports its adoption: stopped one by one at the desk, and a new one sent."""

import pytest

from hearing_app.adopting.report_links import what_stopping_does
from hearing_app.domain.vocabulary import Role
from hearing_app.inviting.contacts import address_of
from hearing_app.mailing.mail import deliver
from hearing_app.storage import adoption_reports, audit, outbox
from hearing_app.users.accounts import set_user
from tests.web.test_adopting import DESK, PAGE, TOLD, hearing, hidden, latest, post, report, report_link, reporting  # noqa: F401 - fixtures
from tests.web.test_desk_mail import FROM, transport  # noqa: F401 - a fixture

INDRE = f"{DESK}indre/"
PASSWORD = "en lang og god setning"


def links(db, body="indre"):
    return adoption_reports.links_of_body(db, "vedtatt-avtale", body)


@pytest.fixture
def uninvite(content):
    """A function that takes Indre off the invitation, as somebody does who edits the file."""

    def done():
        path = content / "hearings/vedtatt-avtale/hearing.yml"
        text = path.read_text(encoding="utf-8")
        assert ", indre]" in text
        path.write_text(text.replace(", indre]", "]"), encoding="utf-8")

    return done


@pytest.fixture
def asked(secretary):
    """Indre is asked by mail."""
    secretary.get(DESK)
    secretary.post(DESK, {"asked": ["indre"], "due": "1.9.2026", "action": "send"})


def test_a_link_is_stopped_after_having_said_what_that_does(reporting, secretary, db):  # noqa: F811 - a fixture
    """Whoever has the form open is out at the next click and keeps what was typed; the desk shows and logs it."""
    page = reporting.get(PAGE)
    (link,) = links(db)
    address = f"{INDRE}stopp/{link.id}/"
    assert address in secretary.get(INDRE).text
    asking = secretary.get(address)
    assert "Nobody can report by it" in asking.text
    assert links(db)[0].stopped_at is None
    done = secretary.post(address, {}, follow=True)
    assert "1 link does not work any more." in done.text
    assert "Stopped" in done.text
    answer = post(reporting, page, TOLD)
    assert answer.status_code == 403
    assert "Kommunestyret" in answer.text
    assert "Stopped" in secretary.get(DESK).text
    assert [(e.actor, e.subject) for e in audit.entries(db, "vedtatt-avtale") if "stopped" in e.action] == [
        ("siri", "indre")
    ]
    assert secretary.get(address).status_code == 404


def test_a_stopped_link_opens_nothing(visit, report_link, secretary, db):  # noqa: F811 - a fixture
    """Which it is, stopped or never made, is told to nobody; the other link of the body goes on working."""
    first, second = report_link(), report_link()
    secretary.get(f"{INDRE}stopp/{links(db)[0].id}/")
    secretary.post(f"{INDRE}stopp/{links(db)[0].id}/", {})
    visitor = visit()
    assert visitor.get(first).status_code == 404
    assert visitor.get(second).status_code == 200
    assert visitor.open(second).status_code == 200


def test_all_links_are_stopped_at_once_and_waiting_mail_withdrawn(asked, secretary, report_link, db):  # noqa: F811
    """The mail would open nothing; what is sent to others stays."""
    report_link()
    report_link("bergvik")
    page = secretary.get(f"{INDRE}stopp/")
    assert "Mail that waits with such a link is withdrawn." in page.text
    done = secretary.post(f"{INDRE}stopp/", {}, follow=True)
    assert "2 links do not work any more." in done.text
    assert "1 mail was withdrawn." in done.text
    assert outbox.waiting(db) == ()
    assert links(db, "bergvik")[0].stopped_at is None


def test_a_receipt_is_not_withdrawn(report, secretary, db):  # noqa: F811 - a fixture
    """It holds no link: who reported is to have it all the same."""
    report()
    secretary.get(f"{INDRE}stopp/")
    secretary.post(f"{INDRE}stopp/", {})
    assert len(outbox.waiting(db)) == 2


def test_nobody_gets_a_new_link_by_itself(asked, secretary, db):
    """Neither by sending to those who have none, nor by a reminder."""
    secretary.get(f"{INDRE}stopp/")
    secretary.post(f"{INDRE}stopp/", {})
    secretary.get(DESK)
    secretary.post(DESK, {"asked": ["indre"], "action": "send"})
    assert "Send a reminder now" not in secretary.get(INDRE).text
    assert secretary.post(f"{INDRE}paminn/", {}).status_code == 409
    assert outbox.waiting(db) == ()


def test_a_new_link_goes_to_the_address_that_is_written(asked, secretary, db):
    """A mistake in it is told and kept; the mail holds the decision, the deadline and a link that works."""
    secretary.get(f"{INDRE}stopp/")
    secretary.post(f"{INDRE}stopp/", {})
    page = secretary.get(INDRE)
    assert 'value="post@indre.example"' in page.text
    wrong = secretary.post(f"{INDRE}lenke/", {"email": "riktig@indre"})
    assert wrong.status_code == 422
    assert 'value="riktig@indre"' in wrong.text
    assert secretary.post(f"{INDRE}lenke/", {"email": "riktig@indre.example"}).status_code == 303
    (mail,) = outbox.waiting(db)
    assert mail.recipient == "riktig@indre.example"
    assert [link.stopped_at is None for link in links(db)] == [False, True]


def test_a_case_officer_sees_and_does_not_stop(app, asked, db, now):
    """Stopping and sending anew is for reviewers."""
    set_user(db, username="ola", name="Ola", password=PASSWORD, now=now, role=Role.CASE_OFFICER)
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    client.post("/sekretariat/logg-inn/", data={"username": "ola", "password": PASSWORD})
    page = client.get(INDRE)
    assert "Lenker for å melde fra" in page.text
    assert "stopp" not in page.text
    for address in (f"{INDRE}stopp/", f"{INDRE}stopp/{links(db)[0].id}/", f"{INDRE}lenke/"):
        assert client.post(address, data={"email": "a@indre.example"}).status_code == 403
    assert links(db)[0].stopped_at is None


def test_a_link_of_another_body_is_no_address(report_link, secretary, db):  # noqa: F811 - a fixture
    """Neither to look at nor to stop."""
    report_link("bergvik")
    report_link()
    other = links(db, "bergvik")[0].id
    assert secretary.get(f"{INDRE}stopp/{other}/").status_code == 404
    secretary.get(INDRE)
    assert secretary.post(f"{INDRE}stopp/{other}/", {}).status_code == 404
    assert links(db, "bergvik")[0].stopped_at is None


def test_a_question_goes_to_the_body_where_the_links_are_stopped(report, secretary, db):  # noqa: F811 - a fixture
    """Whoever reported may be the one who was not to have the link; the page says where it goes."""
    report()
    assert "It goes to ola@indre.example." in secretary.get(INDRE).text
    secretary.get(f"{INDRE}stopp/")
    secretary.post(f"{INDRE}stopp/", {})
    assert "It goes to post@indre.example." in secretary.get(INDRE).text
    fields = {"action": "return", "report": str(latest(db).id), "note": "Hvilken dag?"}
    secretary.post(INDRE, fields)
    assert outbox.waiting(db)[-1].recipient == "post@indre.example"


@pytest.fixture
def failed(asked, db, mail_server, transport, now):  # noqa: F811 - a fixture
    """The mail server turns the mail to Indre away."""
    mail_server.refused.add("post@indre.example")
    deliver(db, transport, FROM, now=now)
    (mail,) = outbox.waiting(db)
    return mail


def test_a_mail_that_failed_is_sent_to_another_address(failed, secretary, db, hearing):  # noqa: F811 - a fixture
    """With the same link; the body is written to there from now on."""
    address = f"/sekretariat/post/{failed.id}/adresse/"
    assert address in secretary.get("/sekretariat/post/").text
    assert "The same mail is sent, with the same personal link" in secretary.get(address).text
    assert secretary.post(address, {"email": "ny@indre.example"}).status_code == 303
    (mail,) = outbox.waiting(db)
    assert mail.recipient == "ny@indre.example"
    assert links(db)[0].email == "ny@indre.example"
    assert address_of(db, hearing.invited_body("indre")) == "ny@indre.example"


def test_a_receipt_that_failed_goes_elsewhere_and_moves_nobody(report, secretary, db, mail_server, transport, now):  # noqa: F811
    """Neither the body nor the secretariat is written to at another address for that."""
    report()
    mail_server.refused.add("ola@indre.example")
    deliver(db, transport, FROM, now=now)
    (mail,) = outbox.waiting(db)
    address = f"/sekretariat/post/{mail.id}/adresse/"
    assert "Only this mail goes to the new address." in secretary.get(address).text
    assert secretary.post(address, {"email": "ola.e@indre.example"}).status_code == 303
    assert outbox.waiting(db)[0].recipient == "ola.e@indre.example"
    assert links(db)[0].email == "post@indre.example"
    assert what_stopping_does(db, "vedtatt-avtale", "indre", now=now).mails == ()


def test_who_was_taken_off_the_invitation_is_told(reporting, uninvite, secretary, report):  # noqa: F811
    """With what was typed; at the desk what was reported before stands as before, and its link can be stopped."""
    report()
    page = reporting.get(PAGE)
    uninvite()
    answer = post(reporting, page, {**TOLD, "case_number": "9/26"})
    assert answer.status_code == 403
    assert "not among those invited to this hearing any more" in answer.text
    assert "9/26" in answer.text
    assert "7/26" in secretary.get(INDRE).text
    assert "not among those invited to the hearing any more" in secretary.get(INDRE).text
    assert "Indre" in secretary.get(DESK).text
    assert secretary.get(f"{INDRE}registrer/").status_code == 404
    secretary.get(f"{INDRE}stopp/")
    assert secretary.post(f"{INDRE}stopp/", {}).status_code == 303
    assert reporting.get(PAGE).status_code == 403


def test_a_link_of_who_was_taken_off_says_so(visit, report_link, uninvite):  # noqa: F811 - a fixture
    """Instead of that it does not work."""
    link = report_link()
    uninvite()
    answer = visit().get(f"{link}?lang=en")
    assert answer.status_code == 403
    assert "not among those invited to this hearing any more" in answer.text


def test_what_is_asked_after_the_closing_is_told_and_given_back(report, asked, secretary, db):  # noqa: F811 - a fixture
    """No button asks for a report that is not taken in; from a page that stood open nothing goes, and says so."""
    report(state="not_treated", day="", text="Kommer opp til høsten.")
    page = secretary.get(INDRE)
    assert "Send a reminder now" in page.text
    fields = {"action": "return", "report": str(latest(db).id), "seen": hidden(page)["seen"], "note": "Hvilken dag?"}
    secretary.get(DESK)
    secretary.post(DESK, {"action": "close"})
    mails = outbox.waiting(db)
    for name in ("Send a reminder now", "Send back", "Send a new link"):
        assert name not in secretary.get(INDRE).text
    answer = secretary.post(INDRE, fields)
    assert answer.status_code == 409
    assert "no more reports are taken in from this body" in answer.text
    assert "this is not what you looked at" not in answer.text
    assert "Hvilken dag?</textarea>" in answer.text
    answer = secretary.post(f"{INDRE}lenke/", {"email": "ny@indre.example"})
    assert answer.status_code == 409
    assert "no more reports are taken in from this body" in answer.text
    assert 'value="ny@indre.example"' in answer.text
    answer = secretary.post(f"{INDRE}paminn/", {})
    assert answer.status_code == 409
    assert "No reminder was sent" in answer.text
    assert (outbox.waiting(db), latest(db).verdict) == (mails, None)
