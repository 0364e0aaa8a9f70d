"""The pages for those who are not invited, walked through: form, mail, confirmation, answer, and the desk."""

import io
import re
from datetime import timedelta
from email import message_from_bytes, policy

import pypdf
import pytest

from hearing_app.answering import guests as use_case
from hearing_app.publishing.publish import PublishingStopped, publish, refresh_site
from hearing_app.storage import audit, outbox, submissions
from hearing_app.storage import guests as stored

OPEN = "/svar/apen-plan/apen/"
FORM = "/svar/apen-plan/"
DESK = "/sekretariat/apen-plan/"
EMAIL = "kari.nordmann@privat.example"
NAME = "Kari Utydelig Nordmann"
WHO = {"kind": "private_person", "name": NAME, "email": EMAIL}
SAID = {"stance_formal": "supports", "text_formal": "Ja til elva.", "text_viktigst": "Badeplassen."}


def newest_mail(db, recipient=EMAIL):
    found = [m for m in outbox.waiting(db) if m.recipient == recipient]
    return message_from_bytes(found[-1].message, policy=policy.default).get_body().get_content()


def confirmation(db, recipient=EMAIL):
    return re.search(r"/svar/apen-plan/apen/\S+", newest_mail(db, recipient))[0]


def document():
    """A PDF with one empty page."""
    written, writer = io.BytesIO(), pypdf.PdfWriter()
    writer.add_blank_page(200, 200)
    writer.write(written)
    return io.BytesIO(written.getvalue())


@pytest.fixture
def guest(visit, db):
    """A function that returns a browser in which a guest has confirmed and has the form open, in English."""

    def opened(network="192.0.2.9", **who):
        person, asked = visit(), {**WHO, **who}
        person.get(f"{OPEN}?lang=en")
        person.post(OPEN, asked, environ_base={"REMOTE_ADDR": network})
        address = confirmation(db, asked["email"])
        person.get(address)
        person.post(address)
        person.get(f"{FORM}?lang=en")
        return person

    return opened


def sent_by(person, fields=SAID):
    """Fill in the form, look through it and send."""
    person.post(FORM, {**fields, "action": "review"})
    person.get(f"{FORM}gjennomga/")
    return person.post(f"{FORM}send/", follow=True)


def test_an_open_hearing_says_that_anybody_may_answer(visit):
    """Where the personal link is asked for there is a way for others too."""
    page = visit().get(f"{FORM}?lang=en").text
    assert f'href="{OPEN}"' in page
    assert "Have you not been invited? Anybody may answer." in page


def test_a_hearing_for_the_invited_alone_says_so(visit, content, db):
    """No way leads to the form, the form says why, and a POST stores nothing."""
    path = content / "hearings/apen-plan/hearing.yml"
    path.write_text(path.read_text(encoding="utf-8") + "open_answers: {allowed: no}\n", encoding="utf-8")
    person = visit()
    assert OPEN not in person.get(f"{FORM}?lang=en").text
    person.get(OPEN)
    assert "Only those who are invited can answer this hearing." in person.page.text
    person.get("/sekretariat/logg-inn/")
    assert person.post(OPEN, WHO).status_code == 409
    assert outbox.waiting(db) == ()


@pytest.mark.parametrize("email", [EMAIL, "post@bergvik.example", "ukjent@b.example"])
def test_the_page_is_the_same_whatever_the_address_is(visit, guest, email):
    """Known, invited or new: nobody learns which from what is shown."""
    guest()
    person = visit()
    person.get(f"{OPEN}?lang=en")
    answer = person.post(OPEN, {**WHO, "email": email})
    assert (answer.status_code, answer.location) == (303, f"{OPEN}?bedt=")
    assert "A mail comes within some minutes" in person.get(answer.location).text


def test_looking_at_the_link_confirms_nothing(visit, db):
    """A mail scanner follows links and posts nothing, so it makes no guest."""
    person = visit()
    person.get(f"{OPEN}?lang=en")
    person.post(OPEN, WHO)
    for _ in range(3):
        page = visit().get(confirmation(db))
        assert page.status_code == 200
        assert page.headers["Referrer-Policy"] == "strict-origin"
    assert stored.of_hearing(db, "apen-plan") == ()


def test_a_used_link_tells_what_to_do(visit, db, guest):
    """It does not let anybody in a second time."""
    person = visit()
    person.get(f"{OPEN}?lang=en")
    person.post(OPEN, WHO)
    address = confirmation(db)
    person.get(address)
    person.post(address)
    again = visit().get(f"{address}?lang=en")
    assert again.status_code == 404
    assert "The link has been used" in again.text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"kind": ""}, "Choose who you are answering for."),
        ({"kind": "municipality"}, "Choose who you are answering for."),
        ({"name": "  "}, "Write the name of whoever answers."),
        ({"email": "kari"}, "Write an e-mail address"),
        ({"email": "a@b.example\r\nBcc: c@d.example"}, "Write an e-mail address"),
        ({"email": "a@b.example%0aBcc:c@d.example"}, "Write an e-mail address"),
        ({"email": "=?utf-8?q?a=0d=0aBcc:c?=@b.example"}, "Write an e-mail address"),
    ],
)
def test_mistakes_keep_what_was_typed(visit, db, wrong, said):
    """With an error summary and a title that says so; no mail is sent."""
    person = visit()
    person.get(f"{OPEN}?lang=en")
    answer = person.post(OPEN, {**WHO, **wrong})
    assert answer.status_code == 422
    assert said in answer.text
    assert "<title>Error:" in answer.text
    kept = {**WHO, **wrong}["name"].strip() or EMAIL
    assert f'value="{kept}"' in answer.text
    assert outbox.waiting(db) == ()


def test_what_fills_in_the_hidden_field_gets_no_mail(visit, db):
    """And is told the same as everybody."""
    person = visit()
    person.get(f"{OPEN}?lang=en")
    assert person.post(OPEN, {**WHO, "homepage": "http://x.example"}).location == f"{OPEN}?bedt="
    assert outbox.waiting(db) == ()


def test_a_private_person_is_asked_for_no_role_and_no_standing(guest, db):
    """Name and confirmed address stand there already, and the answer can be sent without more."""
    person = guest()
    assert "standing_level" not in person.page.text
    assert "respondent_role" not in person.page.text
    assert NAME in person.page.text
    assert EMAIL in person.page.text
    receipt = sent_by(person).text
    assert "Your answer has been received" in receipt
    (sent,) = submissions.from_guests(db, "apen-plan")
    assert sent.content.respondent.email == EMAIL
    assert sent.content.standing.level == "own"


def test_an_organisation_is_asked_who_fills_in_and_in_what_role(guest, db):
    """Both are needed on sending; the receipt goes to the confirmed address whatever is posted."""
    person = guest(kind="organisation", name="Elvas venner")
    assert "respondent_role" in person.page.text
    assert "standing_level" not in person.page.text
    person.post(FORM, {**SAID, "action": "save"})
    assert "Write the role of whoever answers." in person.get(f"{FORM}?kontroll=1").text
    more = {"respondent_name": "Per", "respondent_role": "Leder", "respondent_email": "annen@b.example"}
    sent_by(person, SAID | more)
    (sent,) = submissions.from_guests(db, "apen-plan")
    assert (sent.content.respondent.role, sent.content.respondent.email) == ("Leder", EMAIL)
    assert sent.content.sender.name == "Elvas venner"


def test_a_guest_can_change_the_answer_and_gets_the_receipt_again(guest, db):
    """As any body can, until the deadline."""
    person = guest()
    sent_by(person)
    person.get(f"{FORM}kvittering/")
    person.post(f"{FORM}endre/")
    person.get(f"{FORM}?lang=en")
    sent_by(person, {**SAID, "text_formal": "Nei."})
    first, second = submissions.from_guests(db, "apen-plan")
    assert (first.version, second.version) == (1, 2)
    assert second.content.answer("formal").text == "Nei."


def test_the_short_way_and_colleagues_are_not_for_guests(guest):
    """Nobody asked them, and nobody else writes in their name."""
    person = guest()
    assert "Answer without remarks" not in person.page.text
    assert "Invite colleagues" not in person.page.text
    assert person.get(f"{FORM}uten-merknad/").status_code == 303
    person.get(FORM)
    answer = person.post(f"{FORM}kolleger/", {"name": "Per", "email": "per@b.example"})
    assert answer.status_code in (403, 404)
    assert person.get(f"{FORM}utsettelse/").status_code == 404


def test_another_guests_receipt_is_not_to_be_had(guest, db):
    """Nor an invited body's, by a guest's link, nor a guest's by a body's."""
    sent_by(guest())
    (sent,) = submissions.from_guests(db, "apen-plan")
    other = guest(email="annen@b.example", name="Annen Person", network="192.0.2.8")
    assert NAME not in other.page.text
    assert other.get(f"{FORM}kvittering/{sent.reference}.json").status_code == 404


def test_a_bodys_link_shows_nothing_of_a_guest(guest, answering, db):
    """Bergvik's browser sees its own form and no one else's answer."""
    sent_by(guest())
    (sent,) = submissions.from_guests(db, "apen-plan")
    assert answering.get(f"{FORM}kvittering/{sent.reference}.json").status_code == 404
    assert NAME not in answering.get(FORM).text


def test_a_guests_form_posted_from_a_bodys_browser_is_refused(guest, answering):
    """The form says whose it is, so nothing lands in the wrong answer."""
    person = guest()
    mark = person.hidden()["base_revision"]
    answering.get(FORM)
    answer = answering.post(FORM, {**SAID, "base_revision": mark, "action": "save"})
    assert answer.status_code == 409
    assert NAME not in answer.text


def test_a_revoked_link_of_a_guest_stops_at_once(guest, db):
    """On every route."""
    person = guest()
    db.execute("UPDATE invitations SET revoked_at = '2026-05-15T10:00:00+00:00' WHERE body = 'gjest-0001'")
    assert "Answer with your personal link" in person.get(FORM).text
    assert person.get(f"{FORM}gjennomga/").text.count(NAME) == 0


def test_many_requests_from_one_network_are_told_to_wait(visit, db):
    """What was typed is kept, and nothing more is sent."""
    person = visit()
    person.get(f"{OPEN}?lang=en")
    for number in range(use_case.PER_NETWORK):
        assert person.post(OPEN, {**WHO, "email": f"a{number}@b.example"}).status_code == 303
    answer = person.post(OPEN, WHO)
    assert answer.status_code == 429
    assert f'value="{EMAIL}"' in answer.text
    assert len(outbox.waiting(db)) == use_case.PER_NETWORK


def test_a_flood_of_requests_leaves_every_route_of_an_invited_body_working(visit, link, complete, db):
    """From the same network, to the same hearing, with the body's own address among them: the body notices nothing."""
    flood = visit()
    flood.get(f"{OPEN}?lang=en")
    for number in range(use_case.PER_NETWORK + 10):
        flood.post(OPEN, {**WHO, "email": "post@bergvik.example" if number % 5 == 0 else f"a{number}@b.example"})
    for number in range(use_case.PER_HEARING):
        who = {**WHO, "email": f"b{number}@b.example"}
        flood.post(OPEN, who, environ_base={"REMOTE_ADDR": f"10.1.{number // 200}.{number % 200}"})
    assert flood.post(OPEN, WHO, environ_base={"REMOTE_ADDR": "10.9.9.9"}).status_code == 429
    body, path = visit(), link("bergvik")
    assert body.get(path).status_code == 200
    body.open(path)
    assert body.get(f"{FORM}?lang=en").status_code == 200
    assert body.save(complete).status_code == 303
    assert body.get(f"{FORM}?lang=en").status_code == 200
    assert body.save(complete, action="review").status_code == 303
    assert body.get(f"{FORM}gjennomga/").status_code == 200
    assert body.post(f"{FORM}send/").location == f"{FORM}kvittering/"
    assert body.get(f"{FORM}kvittering/").status_code == 200
    sent = submissions.latest_of_body(db, "apen-plan", "bergvik")
    assert body.get(f"{FORM}kvittering/{sent.reference}.json").status_code == 200
    body.get(f"{FORM}ny-lenke/")
    assert body.post(f"{FORM}ny-lenke/", {"email": "post@bergvik.example"}).status_code == 303
    other = visit()
    other.open(link("fossheim"))
    assert other.get(f"{FORM}uten-merknad/").status_code == 200


@pytest.fixture
def answered(guest, db):
    """The submission of a private person who waits."""
    sent_by(guest())
    return submissions.from_guests(db, "apen-plan")[0]


def test_the_desk_shows_who_waits_and_lets_it_count(secretary, answered, db):
    """On the overview, on the hearing's page, in the list; admitted it can be split into points and published."""
    assert "1 answer waits to be read" in secretary.get("/sekretariat/").text
    assert "wait to be admitted: 1." in secretary.get(DESK).text
    assert NAME in secretary.get(f"{DESK}andre/").text
    page = secretary.get(f"{DESK}andre/{answered.reference}/").text
    assert "Ja til elva." in page
    assert EMAIL in page
    assert "Private person" in page
    assert secretary.get(f"{DESK}svar/{answered.reference}/").status_code == 404
    secretary.get(f"{DESK}andre/{answered.reference}/")
    done = secretary.post(f"{DESK}andre/{answered.reference}/godta/", follow=True).text
    assert "is admitted" in done
    assert NAME in secretary.get(f"{DESK}svar/{answered.reference}/").text
    assert "and 1 answer from others" in secretary.get(DESK).text
    assert NAME in secretary.get(f"{DESK}publiser/").text
    assert audit.entries(db, "apen-plan")[-1].action == "answer admitted"


def test_the_desk_can_open_the_files_of_an_answer_that_waits(secretary, guest, db):
    """Whoever decides has to see all of it; nobody else gets the file."""
    person = guest()
    person.post(FORM, {**SAID, "action": "save"})
    person.get(f"{FORM}vedlegg/")
    added = person.post(f"{FORM}vedlegg/", {"files": (document(), "kart.pdf")}, content_type="multipart/form-data")
    assert added.status_code == 303
    person.get(f"{FORM}gjennomga/")
    person.post(f"{FORM}send/")
    (sent,) = submissions.from_guests(db, "apen-plan")
    (file,) = sent.content.attachments
    page = secretary.get(f"{DESK}andre/{sent.reference}/").text
    address = f"{DESK}svar/{sent.reference}/vedlegg/{file.sha256}/"
    assert address in page
    assert secretary.get(address).status_code == 200


def test_a_refusal_needs_a_reason(secretary, answered, db):
    """Without one nothing is refused, and the note that was typed is kept."""
    secretary.get(f"{DESK}andre/{answered.reference}/")
    answer = secretary.post(f"{DESK}andre/{answered.reference}/avvis/", {"note": "Ikke om elva"})
    assert answer.status_code == 422
    assert "Choose why it is refused." in answer.text
    assert "Ikke om elva" in answer.text
    assert stored.decisions(db, "apen-plan") == {}
    done = secretary.post(
        f"{DESK}andre/{answered.reference}/avvis/", {"note": "Ikke om elva", "reason": "off_topic"}, follow=True
    )
    assert "is refused" in done.text
    assert "Not about the hearing" in done.text
    assert "Ikke om elva" in secretary.get(f"{DESK}andre/{answered.reference}/").text


def test_a_refused_answer_that_is_public_is_told_until_it_is_published_again(secretary, answered, db, settings, clock):
    """It stays until then: the gate and the reason that readers get are passed by nobody."""
    after = clock.now + timedelta(days=60)
    secretary.get(f"{DESK}andre/{answered.reference}/")
    secretary.post(f"{DESK}andre/{answered.reference}/godta/")
    released = frozenset({answered.reference})
    publish(db, settings, "apen-plan", released=released, actor="kari", now=after)
    page = settings.site / "current/horinger/apen-plan/svar" / answered.body / "index.html"
    assert page.is_file()
    assert "can still read it" not in secretary.get(f"{DESK}andre/").text
    secretary.get(f"{DESK}andre/{answered.reference}/")
    told = secretary.post(f"{DESK}andre/{answered.reference}/avvis/", {"reason": "spam"}, follow=True).text
    assert f"{answered.reference} is refused, and readers can still read it on the site." in told
    assert f'href="{DESK}publiser/"' in told
    assert "can still read it" in secretary.get(f"{DESK}andre/{answered.reference}/").text
    refresh_site(db, settings, now=after + timedelta(minutes=5))
    assert page.is_file()
    assert "can still read it" in secretary.get(f"{DESK}andre/").text
    again = {"released": frozenset(), "actor": "kari", "now": after + timedelta(hours=1)}
    with pytest.raises(PublishingStopped, match="Say why"):
        publish(db, settings, "apen-plan", **again)
    publish(db, settings, "apen-plan", **again, note="Det var reklame.")
    assert not page.is_file()
    assert "Det var reklame." in (page.parents[2] / "index.html").read_text(encoding="utf-8")
    assert "can still read it" not in secretary.get(f"{DESK}andre/").text


def test_moderation_is_for_the_desk_alone(visit, secretary, answered, guest, link, db):
    """A guest, a body and a stranger are led to the login; an invited body's answer has no such page."""
    for person in (visit(), guest(email="x@b.example", network="192.0.2.7")):
        assert person.get(f"{DESK}andre/").status_code == 302 or "/logg-inn/" in person.page.location
        assert person.get(f"{DESK}andre/{answered.reference}/").text.count("Ja til elva.") == 0
        person.get("/sekretariat/logg-inn/")
        assert person.post(f"{DESK}andre/{answered.reference}/godta/").status_code == 403
    assert stored.decisions(db, "apen-plan") == {}
    assert secretary.get("/sekretariat/lukket-strategi/andre/" + answered.reference + "/").status_code == 404


def test_a_guest_that_is_refused_can_still_see_the_receipt(secretary, guest, db):
    """What was received stays received."""
    person = guest()
    sent_by(person)
    (sent,) = submissions.from_guests(db, "apen-plan")
    secretary.get(f"{DESK}andre/{sent.reference}/")
    secretary.post(f"{DESK}andre/{sent.reference}/avvis/", {"reason": "spam"})
    assert sent.reference in person.get(f"{FORM}kvittering/").text


def test_a_confirmation_after_the_deadline_opens_nothing(visit, db, clock):
    """The page says that it is over, and no guest is made."""
    person = visit()
    person.get(f"{OPEN}?lang=en")
    clock.set(2026, 6, 15, 21, 59, 0)
    person.post(OPEN, WHO)
    address = confirmation(db)
    person.get(address)
    clock.set(2026, 6, 15, 22, 0, 0)
    answer = person.post(address)
    assert answer.status_code == 409
    assert "It is not open for answers now." in answer.text
    assert stored.of_hearing(db, "apen-plan") == ()


def test_an_unpublished_hearing_is_not_told_of(visit, content):
    """The address answers as if there were none."""
    path = content / "hearings/apen-plan/hearing.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("published: 2026-03-02\n", ""), encoding="utf-8")
    for hearing_id in ("finnes-ikke", "apen-plan"):
        assert visit().get(f"/svar/{hearing_id}/apen/").status_code == 404
