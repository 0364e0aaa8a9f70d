"""A later deadline in the browser: asked for by link, decided at the desk, and followed by every page."""

import re

import pytest

from hearing_app.inviting.extend import MOST_WISHES
from hearing_app.storage import extensions, outbox, submissions

WISH = "/svar/apen-plan/utsettelse/"
FORM = "/svar/apen-plan/"
DESK = "/sekretariat/apen-plan/frister/"
ASKED = {"day": "22.6.2026", "reason": "Kommunestyret møtes 22. juni."}
CLOSED = (2026, 6, 17, 8, 0)


def log_in(secretary):
    """Log in once more: a session at the desk does not last for weeks."""
    secretary.get("/sekretariat/logg-inn/?lang=en")
    secretary.post("/sekretariat/logg-inn/", {"username": "siri", "password": "en lang og god setning"})


@pytest.fixture
def asked(answering):
    """Bergvik's browser after it has asked for more time."""
    answering.get(WISH)
    answering.post(WISH, ASKED)
    return answering


@pytest.fixture
def granted(asked, secretary, db):
    """Bergvik's browser after the secretariat has granted it."""
    decide(secretary, db)
    return asked


def decide(secretary, db, action="granted", **fields):
    secretary.get(DESK)
    pending = extensions.of_body(db, "apen-plan", "bergvik").pending
    sent = {"form": "bergvik", "body": "bergvik", "day": "22.6.2026", "reason": "", "action": action}
    sent |= {"request": str(pending.id)} if pending else {}
    return secretary.post(DESK, {**sent, **fields}, follow=True)


def test_a_body_asks_by_its_link_and_sees_what_it_asked(answering):
    """The form leads there; afterwards the page shows day and reason, and the form for changing them."""
    assert WISH in answering.get(FORM).text
    answering.get(WISH)
    page = answering.post(WISH, ASKED, follow=True).text
    assert "We have received your wish." in page
    assert "You have asked for Monday 22 June 2026. The secretariat has not answered yet." in page
    assert "Change what you ask for" in page
    assert 'value="22.6.2026"' in page
    assert "You have asked for Monday 22 June 2026." in answering.get(FORM).text


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"day": ""}, "Write the date."),
        ({"day": "snart"}, "Write a date like 31.5.2026."),
        ({"day": "15.6.2026"}, "Write a day after the deadline, 15 June 2026."),
        ({"day": "1.6.2027"}, "Write 13 September 2026 or an earlier day."),
        ({"reason": " "}, "Write why you need more time."),
        ({"reason": "x" * 2001}, "there is room for 2,000"),
    ],
)
def test_a_mistake_keeps_everything_and_says_what_to_do(answering, db, fields, said):
    """422, a prefix in the title, a summary that leads to the field, and what was typed in its place."""
    answering.get(WISH)
    typed = {**ASKED, **fields}
    page = answering.post(WISH, typed)
    assert page.status_code == 422
    assert "<title>Error:" in page.text
    assert said in page.text
    assert f'value="{typed["day"]}"' in page.text
    assert typed["reason"].strip() in page.text
    assert re.search(r'href="#(day|reason)"', page.text)
    assert extensions.of_hearing(db, "apen-plan") == {}


def test_another_bodys_link_shows_nothing_and_can_ask_for_nothing_here(asked, visit, link, in_english, db):
    """Fossheim sees its own page; a form that is Bergvik's is not taken from its browser."""
    other = in_english(visit(), link("fossheim"))
    page = other.get(WISH).text
    assert "Kommunestyret møtes" not in page
    assert "You have asked" not in page
    answer = other.post(WISH, {**ASKED, "base_revision": "bergvik.0.0"})
    assert answer.status_code == 409
    assert set(extensions.of_hearing(db, "apen-plan")) == {"bergvik"}


def test_without_a_link_nobody_asks(visit, db):
    """The page explains what to do; a post does nothing."""
    stranger = visit()
    assert "Kommunestyret" not in stranger.get(WISH).text
    assert stranger.client.post(WISH, data=ASKED).status_code == 400  # no token of a form
    assert extensions.of_hearing(db, "apen-plan") == {}


def test_after_the_deadline_the_page_says_where_to_turn_and_keeps_what_was_typed(answering, clock, db):
    """To the second, in Oslo."""
    answering.get(WISH)
    clock.set(2026, 6, 15, 21, 59, 59)
    assert "Ask for a later deadline" in answering.get(WISH).text
    clock.set(2026, 6, 15, 22, 0, 0)
    page = answering.post(WISH, ASKED)
    assert page.status_code == 409
    assert "it can still give you a later deadline" in page.text
    assert "Kommunestyret møtes 22. juni." in page.text
    assert extensions.of_hearing(db, "apen-plan") == {}


def test_the_desk_shows_the_request_and_grants_it(asked, secretary, db):
    """From the hearing's page to the list, and back to a form without it."""
    page = secretary.get("/sekretariat/apen-plan/").text
    assert "1 body asks for a later deadline." in page
    assert "Asks for a later deadline" in page
    assert "Kommunestyret møtes 22. juni." in secretary.get(DESK).text
    page = decide(secretary, db).text
    assert "Bergvik kommune is told by mail to post@bergvik.example." in page
    assert "Nobody waits for an answer." in page
    assert "Can answer until Monday 22 June 2026." in page
    assert "Own deadline 22 June 2026" in secretary.get("/sekretariat/apen-plan/").text


def test_a_refusal_needs_a_reason_which_the_body_sees(asked, secretary, db):
    """Without one: 422, with the field named and what was typed kept."""
    page = decide(secretary, db, "not_granted", day="23.6.2026")
    assert page.status_code == 422
    assert "Write the reason: the body is told." in page.text
    assert 'value="23.6.2026"' in page.text
    decide(secretary, db, "not_granted", reason="Rådet møtes 20. juni.")
    page = asked.get(WISH).text
    assert "did not grant the later deadline" in page
    assert "Rådet møtes 20. juni." in page


def test_a_decision_on_what_was_changed_meanwhile_is_looked_at_again(asked, secretary, db):
    """409, and nothing is decided."""
    secretary.get(DESK)
    old = extensions.of_body(db, "apen-plan", "bergvik").pending.id
    asked.get(WISH)
    asked.post(WISH, {**ASKED, "day": "25.6.2026"})
    page = decide(secretary, db, request=str(old))
    assert page.status_code == 409
    assert "has asked for something else meanwhile" in page.text
    assert extensions.of_body(db, "apen-plan", "bergvik").decisions == ()


def test_more_time_can_be_given_unasked_after_the_deadline(secretary, clock, db):
    """A body is chosen from the list; mistakes keep the choice."""
    clock.set(*CLOSED)
    log_in(secretary)
    secretary.get(DESK)
    page = secretary.post(DESK, {"form": "new", "body": "", "day": "", "reason": "Sykdom", "action": "granted"})
    assert page.status_code == 422
    assert "Choose a body." in page.text
    page = secretary.post(
        DESK, {"form": "new", "body": "fossheim", "day": "16.6.2026", "reason": "", "action": "granted"}
    )
    assert page.status_code == 422
    assert "a deadline cannot be moved to a day that is over" in page.text
    assert '<option value="fossheim" selected>' in page.text
    secretary.post(
        DESK, {"form": "new", "body": "fossheim", "day": "22.6.2026", "reason": "Sykdom", "action": "granted"}
    )
    assert extensions.of_body(db, "apen-plan", "fossheim").extended_to.day == 22


def test_a_grant_is_changed_and_taken_back_at_the_desk(granted, secretary, db, clock):
    """While everybody's deadline lasts; afterwards the button is gone, and the earliest day is today."""
    assert "Take it back" in secretary.get(DESK).text
    decide(secretary, db, day="24.6.2026")
    assert extensions.of_body(db, "apen-plan", "bergvik").extended_to.day == 24
    clock.set(*CLOSED)
    log_in(secretary)
    page = secretary.get(DESK).text
    assert "Take it back" not in page
    assert "the earliest day is today, 17 June 2026" in page
    clock.set(2026, 5, 16, 8, 0)
    log_in(secretary)
    decide(secretary, db, "taken_back")
    assert extensions.of_body(db, "apen-plan", "bergvik").extended_to is None
    assert "has been taken back" in granted.get(WISH).text


def test_unknown_buttons_bodies_and_hearings_are_refused(secretary, granted):
    """Nothing is decided by a page that somebody made up."""
    secretary.get(DESK)
    assert secretary.post(DESK, {"body": "bergvik", "action": "dance"}).status_code == 400
    assert secretary.post(DESK, {"body": "holmby", "day": "22.6.2026", "action": "granted"}).status_code == 422
    assert secretary.get("/sekretariat/finnes-ikke/frister/").status_code == 404


def test_the_desk_page_needs_a_login_and_a_post_a_token(visit):
    """As every page of the desk."""
    assert visit().get(DESK).status_code in (302, 303)
    assert visit().client.post(DESK, data={"body": "bergvik", "action": "granted"}).status_code in (302, 303, 400)


def test_an_extended_body_answers_after_everybodys_deadline_to_its_own_last_second(
    granted, visit, link, in_english, clock, complete, db
):
    """Form, review and receipt tell its day; another body's form is closed."""
    other = in_english(visit(), link("fossheim"))
    clock.set(2026, 6, 22, 21, 59, 59)
    assert "The deadline is over" in other.get(FORM).text
    assert "Deadline: Monday 22 June 2026." in granted.get(FORM).text
    review = granted.save(complete, action="review", follow=True).text
    assert "until the deadline, Monday 22 June 2026" in review
    receipt = granted.post(f"{FORM}send/", follow=True).text
    assert "Monday 22 June 2026" in receipt
    assert submissions.latest_of_body(db, "apen-plan", "bergvik") is not None
    granted.get(f"{FORM}kvittering/")
    clock.set(2026, 6, 22, 22, 0, 0)
    page = granted.post(f"{FORM}endre/").text
    assert "It was Monday 22 June 2026" in page
    assert "received in time" in page


def test_a_review_page_that_is_open_when_the_extension_is_shortened_sends_nothing(
    granted, secretary, clock, complete, db
):
    """What was typed is kept and shown."""
    clock.set(*CLOSED)
    granted.get(FORM)
    granted.save(complete, action="review", follow=True)
    log_in(secretary)
    decide(secretary, db, day="17.6.2026")
    clock.set(2026, 6, 18, 8, 0)
    page = granted.post(f"{FORM}send/")
    assert page.status_code == 409
    assert "it was not sent" in page.text
    assert submissions.latest_of_body(db, "apen-plan", "bergvik") is None


def test_an_answer_within_its_extension_is_not_marked_late_at_the_desk(granted, clock, complete, secretary, db):
    """Neither in the list nor on its own page."""
    clock.set(*CLOSED)
    granted.get(FORM)
    granted.save(complete, action="review", follow=True)
    granted.post(f"{FORM}send/", follow=True)
    reference = submissions.latest_of_body(db, "apen-plan", "bergvik").reference
    log_in(secretary)
    for address in ("/sekretariat/apen-plan/", f"/sekretariat/apen-plan/svar/{reference}/"):
        page = secretary.get(address).text
        assert reference in page
        assert "Received after the deadline" not in page


def test_links_after_the_deadline_are_for_those_who_can_use_them(granted, secretary, visit, clock, in_english):
    """The page for a lost link takes requests, the desk makes one for the extended body and for no other."""
    clock.set(*CLOSED)
    asks = visit()
    assert "no new links are sent" not in asks.get("/svar/apen-plan/ny-lenke/?lang=en").text
    assert "apen-plan/ny-lenke" in asks.get("/svar/i/nei").text
    log_in(secretary)
    secretary.get("/sekretariat/apen-plan/")
    assert "Copy the link now." in secretary.post("/sekretariat/apen-plan/lenke/bergvik/").text
    secretary.get("/sekretariat/apen-plan/")
    assert secretary.post("/sekretariat/apen-plan/lenke/fossheim/").status_code == 409
    clock.set(2026, 6, 23, 8, 0)
    assert "no new links are sent" in asks.get("/svar/apen-plan/ny-lenke/?lang=en").text


def test_what_is_typed_is_shown_as_text_everywhere(answering, secretary, db):
    """Markup in a reason is text at the desk, on the page and in the mail."""
    nasty = "<script>alert(1)</script> =?utf-8?q?a=0d=0aBcc:x@y.no?= \u202e"
    answering.get(WISH)
    answering.post(WISH, {**ASKED, "reason": nasty})
    for page in (answering.get(WISH).text, secretary.get(DESK).text):
        assert "<script>alert(1)" not in page
        assert "&lt;script&gt;alert(1)" in page
    (mail,) = [m for m in outbox.waiting(db) if m.kind == "extension"]
    assert b"\nBcc:" not in mail.message


def test_a_wish_can_be_changed_so_many_times_a_day(asked, db):
    """Each is a mail to the secretariat; what was asked for last counts, and what was typed stands there still."""
    for number in range(MOST_WISHES):
        asked.get(WISH)
        asked.post(WISH, {**ASKED, "reason": f"Grunn {number}"})
    page = asked.post(WISH, {**ASKED, "reason": "Enda en grunn"})
    assert page.status_code == 429
    assert "What you asked for last counts." in page.text
    assert "Enda en grunn" in page.text
    assert len(extensions.of_body(db, "apen-plan", "bergvik").requests) == MOST_WISHES
