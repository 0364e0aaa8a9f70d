"""Personal links: looked at by scanners, opened by people, alive with the hearing, and renewed without telling whom."""

import email
import re
from dataclasses import replace
from datetime import timedelta
from email.policy import default

import pytest

from hearing_app import create_app
from hearing_app.answering.renew import PER_ADDRESS, PER_HEARING, ask_for_link, registered, renew_links
from hearing_app.inviting.contact_file import ContactRow
from hearing_app.inviting.contacts import store_contacts
from hearing_app.inviting.invite import new_link, revoke_link
from hearing_app.storage import invitations, outbox, renewals
from hearing_app.storage.renewals import LinkRequest

FORM, NEW = "/svar/apen-plan/", "/svar/apen-plan/ny-lenke/"
BERGVIK = "post@bergvik.example"


@pytest.fixture
def work(db, library, sender, clock):
    """A function that does the worker's part, and returns the mails that wait then, by recipient."""

    def done():
        renew_links(db, library, sender=sender, now=clock())
        return {m.recipient: email.message_from_bytes(m.message, policy=default) for m in outbox.waiting(db)}

    return done


@pytest.fixture
def ask(visit):
    """A function that asks for a new link in a browser of its own and returns the page that answers."""

    def asked(address, hearing_id="apen-plan"):
        visitor = visit()
        visitor.get(f"/svar/{hearing_id}/ny-lenke/?lang=en")
        return visitor.post(f"/svar/{hearing_id}/ny-lenke/", {"email": address}, follow=True)

    return asked


def without_token(page):
    return re.sub(r'value="[^"]*"', "", page.text)


def link_in(letter):
    return re.search(r"http://samrad\.test(/svar/i/\S+)", letter.get_content())[1]


@pytest.mark.parametrize("method", ["get", "head"])
def test_a_mail_scanner_changes_nothing(visit, link, db, method):
    """However often it looks, the link is not opened, nobody is let in, and it works for its holder afterwards."""
    path = link()
    for _ in range(5):
        assert getattr(visit().client, method)(path).status_code == 200
    scanner = visit()
    scanner.get(path)
    assert scanner.get(FORM).text == visit().get(FORM).text
    assert scanner.client.post(path).status_code == 400
    (invitation,) = invitations.of_hearing(db, "apen-plan")
    assert invitation.opened_at is None
    holder = visit()
    assert 'name="text_general"' in holder.open(path).text
    assert invitations.by_id(db, invitation.id).opened_at is not None


def test_the_button_s_page_says_for_whom_and_until_when(visit, link):
    """In the body's own language; a language that is chosen there goes on to the form."""
    visitor, path = visit(), link("fossheim")
    page = visitor.get(path)
    assert '<html lang="nn">' in page.text
    assert "Fossheim kommune" in page.text
    assert "15. juni 2026" in page.text
    visitor.get(f"{path}?lang=en")
    assert '<html lang="en">' in visitor.post(path, {"form_language": "en"}, follow=True).text


def test_the_button_works_over_https(settings, link, clock):
    """There browsers must say from which site they come, and no more than that: the address holds the token."""
    app = create_app(replace(settings, base_url="https://samrad.test"))
    app.config["CLOCK"] = clock
    client, path = app.test_client(), link()
    page = client.get(path, base_url="https://samrad.test")
    assert page.headers["Referrer-Policy"] == "strict-origin"
    token = re.search(r'name="csrf_token" value="([^"]*)"', page.text)[1]
    answer = client.post(
        path, data={"csrf_token": token}, base_url="https://samrad.test", headers={"Referer": "https://samrad.test/"}
    )
    assert (answer.status_code, answer.location) == (303, FORM)


def test_who_has_opened_the_link_goes_straight_on(visit, link, db, now):
    """By that link only, and only until it is revoked."""
    visitor, path, other = visit(), link(), link()
    visitor.open(path)
    form = visitor.hidden()
    assert visitor.get(path).status_code == 303
    assert visitor.get(other).status_code == 200
    for invitation in invitations.of_hearing(db, "apen-plan"):
        revoke_link(db, invitation, actor="test", now=now)
    assert visitor.get(path).status_code == 404
    assert visitor.post(path, form).status_code == 404


def test_a_link_lives_as_long_as_the_hearing_and_its_extension(visit, link, clock, content):
    """After the deadline it shows what there is; after an extension it opens the form again, in any browser."""
    path = link()
    visit().open(path)
    clock.set(2026, 6, 16, 10)
    assert "Fristen er ute" in visit().open(path).text
    definition = content / "hearings" / "apen-plan" / "hearing.yml"
    text = definition.read_text(encoding="utf-8")
    more = "  - {date: 2026-07-20, set: 2026-06-10, reason: {nb: Ferie., nn: Ferie., en: Holidays.}}\n"
    longer = text.replace("contact: {name", f"{more}contact: {{name", 1)
    assert longer != text
    definition.write_text(longer, encoding="utf-8")
    assert 'name="text_general"' in visit().open(path).text
    clock.set(2026, 7, 21, 10)
    assert "Fristen er ute" in visit().open(path).text


def test_a_new_link_goes_to_the_registered_address(ask, work, visit, link):
    """It opens the form for that body, in its own language, and the old one still works."""
    old = link("fossheim")
    ask("  Post@Fossheim.example ")
    letter = work()["post@fossheim.example"]
    assert letter["Subject"] == "Ny lenkje: Felles plan for elva"
    for path in (link_in(letter), old):
        assert "Fossheim kommune" in visit().open(path).text


@pytest.mark.parametrize("address", ["ukjent@nabo.example", "post@holmby.example", "sekretariatet@elvedalen.example"])
def test_the_answer_tells_nothing_of_who_is_registered(ask, work, db, address):
    """The same page, the same row in the database, and a mail to nobody else."""
    known, unknown = ask(BERGVIK), ask(address)
    assert (known.status_code, unknown.status_code) == (200, 200)
    assert without_token(known) == without_token(unknown)
    assert db.execute("SELECT count(*) FROM link_requests").fetchone() == (2,)
    assert set(work()) == {BERGVIK}
    assert address not in "\n".join(db.conn.iterdump())


def test_strangers_fill_nothing(ask, db):
    """Whatever number of unknown addresses is typed, there is one row."""
    for number in range(20):
        ask(f"navn{number}@nabo.example")
    assert db.execute("SELECT count(*) FROM link_requests").fetchone() == (1,)


@pytest.mark.parametrize(
    "address", ["", "   ", "post", "a@b", "=?utf-8?q?x?=@b.no", "x" * 300, "a@b.no\r\nBcc: c@d.no"]
)
def test_what_is_no_address_is_told_and_stays_in_its_field(visit, address, db):
    """With the summary on top; it says nothing of who is registered."""
    visitor = visit()
    visitor.get(f"{NEW}?lang=en")
    page = visitor.post(NEW, {"email": address})
    assert page.status_code == 422
    assert "ds-error-summary" in page.text
    assert "<title>Error:" in page.text
    assert db.execute("SELECT count(*) FROM link_requests").fetchone() == (0,)


def test_a_revoked_body_gets_none(ask, work, db, link, now):
    """And where only one of its links was revoked, the address which that one went to gets none."""
    link("bergvik")
    for invitation in invitations.of_hearing(db, "apen-plan"):
        revoke_link(db, invitation, actor="test", now=now)
    ask(BERGVIK)
    assert work() == {}


def test_only_working_links_leave_an_address(db, hearing, now):
    """One that was sent to the wrong address and revoked leaves none; one that works does."""
    body = hearing.invited_body("bergvik")
    for address in ("feil@nabo.example", "arkiv@bergvik.example"):
        new_link(db, hearing, body, base_url="", actor="test", now=now, email=address)
    revoke_link(db, invitations.of_hearing(db, "apen-plan")[0], actor="test", now=now)
    assert {email for email, one in registered(db, hearing) if one == body} == {"arkiv@bergvik.example", BERGVIK}


def test_an_imported_address_is_a_registered_one(ask, work, db, hearing, now):
    """And takes the place of the one in council.yml."""
    row = ContactRow(2, hearing.invited_body("bergvik"), "ny@bergvik.example")
    store_contacts(db, [row], actor="test", now=now)
    ask("ny@bergvik.example")
    ask(BERGVIK)
    assert set(work()) == {"ny@bergvik.example"}


def test_one_address_gets_a_few_in_an_hour(ask, work, db, clock):
    """Then nothing until the hour is over; others are not held back."""
    for _ in range(PER_ADDRESS + 3):
        assert ask(BERGVIK).status_code == 200
        work()
    assert len(outbox.waiting(db)) == PER_ADDRESS
    ask("post@fossheim.example")
    assert "post@fossheim.example" in work()
    clock.now += timedelta(hours=1, seconds=1)
    ask(BERGVIK)
    work()
    assert len(outbox.waiting(db)) == PER_ADDRESS + 2


def test_a_hearing_that_is_asked_too_much_gives_each_address_one(db, hearing, library, sender, now):
    """So nobody can ask on others' behalf until the rightful holder is locked out."""
    for _ in range(PER_HEARING):
        renewals.note_answered(db, LinkRequest(hearing.id, "somebody"), now)
    for address in (BERGVIK, BERGVIK, "post@fossheim.example"):
        ask_for_link(db, hearing, address, now=now)
        renew_links(db, library, sender=sender, now=now)
    assert [mail.recipient for mail in outbox.waiting(db)] == [BERGVIK, "post@fossheim.example"]


def test_asking_twice_before_the_worker_comes_gives_one_link(ask, work, db):
    """And a second round sends nothing more."""
    ask(BERGVIK)
    ask(BERGVIK)
    work()
    work()
    assert len(outbox.waiting(db)) == 1


def test_a_hearing_that_cannot_be_read_is_waited_for(ask, work, content, clock):
    """For an hour; then the request is forgotten."""
    ask(BERGVIK)
    definition = content / "hearings" / "apen-plan" / "hearing.yml"
    text = definition.read_text(encoding="utf-8")
    definition.write_text("id: [", encoding="utf-8")
    assert work() == {}
    definition.write_text(text, encoding="utf-8")
    assert set(work()) == {BERGVIK}


def test_a_hearing_that_is_not_open_sends_none(ask, visit, work, clock, db):
    """Which the page says, for anybody can see it; one that is not public looks like none at all."""
    ask(BERGVIK)
    clock.set(2026, 6, 16, 10)
    assert work() == {}
    visitor = visit()
    assert "no new links are sent" in visitor.get("/svar/lukket-strategi/ny-lenke/?lang=en").text
    visitor.get("/sekretariat/logg-inn/")
    assert visitor.post("/svar/lukket-strategi/ny-lenke/", {"email": BERGVIK}).status_code == 409
    assert visit().get("/svar/finnes-ikke/ny-lenke/").status_code == 404
    assert db.execute("SELECT count(*) FROM link_requests").fetchone() == (0,)


def test_asking_is_guarded_and_kept_nowhere(visit):
    """Another site cannot ask, and no cache keeps the page."""
    assert visit().client.post(NEW, data={"email": BERGVIK}).status_code == 400
    for address in (NEW, f"{NEW}?bedt="):
        assert visit().get(address).headers["Cache-Control"] == "no-store"


def test_pages_without_a_link_lead_to_a_new_one(visit):
    """From the form's address, and from a link that does not work: there for every hearing that is open."""
    for address in (FORM, "/svar/i/feil"):
        assert f'href="{NEW}"' in visit().get(address).text
    assert "/svar/lukket-strategi/ny-lenke/" not in visit().get("/svar/i/feil").text
