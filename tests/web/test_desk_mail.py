"""Mail at the desk: what failed and why, another try, another address; and revoking all links of a body."""

import email
import hashlib
import re
import time
from dataclasses import replace
from datetime import timedelta
from email.policy import default

import pytest

from hearing_app.answering.colleagues import NewColleague, invite_colleague
from hearing_app.answering.receive import save_draft
from hearing_app.answering.renew import registered
from hearing_app.domain.vocabulary import Language, SenderKind
from hearing_app.inviting.contacts import address_of
from hearing_app.inviting.invite import LinkUnknown, invite_bodies, look_up_link, new_link
from hearing_app.inviting.mail_care import plain_reason, servers_words
from hearing_app.library import Library
from hearing_app.mailing.mail import SmtpTransport, deliver
from hearing_app.settings import Smtp
from hearing_app.storage import audit, guests, invitations, outbox
from hearing_app.storage.guests import GuestRequest
from hearing_app.web.visits import language_of

PAGE, OPEN = "/sekretariat/post/", "/sekretariat/apen-plan/"
FROM = "samrad@elvedalen.example"


@pytest.fixture
def transport(mail_server):
    """The way to a real mail server."""
    return SmtpTransport(Smtp(mail_server.hostname, mail_server.port, "none", "", ""), timeout_seconds=5)


@pytest.fixture
def invite(db, hearing, sender, now):
    """A function that invites everybody, as the desk does."""

    def send():
        words_of = lambda body: language_of(body, hearing)  # noqa: E731 - one line, used once
        return invite_bodies(db, hearing, hearing.invited, sender=sender, words_of=words_of, actor="test", now=now)

    return send


@pytest.fixture
def refused(db, invite, mail_server, transport, now):
    """Everybody is invited, and the mail server turns Bergvik's address away; the mail that failed."""
    mail_server.refused.add("post@bergvik.example")
    invite()
    deliver(db, transport, FROM, now=now)
    (mail,) = outbox.waiting(db)
    return mail


def letters(mail_server, to):
    found = [envelope for envelope in mail_server.letters if envelope.rcpt_tos == [to]]
    return [email.message_from_bytes(envelope.content, policy=default) for envelope in found]


def token_in(message):
    return re.search(r"/svar/i/(\S+)", message.get_body(("plain",)).get_content())[1]


def state_of(page, body):
    row = re.search(rf'id="_{body}">(.*?)</tr>', page.text, re.DOTALL)[1]
    return " ".join(re.sub(r"<[^>]+>", " ", row).split())


def test_failed_mail_is_shown_with_reason_body_and_next_try(secretary, refused):
    """In plain words, with what the server itself said."""
    page = secretary.get(PAGE)
    for text in (
        "post@bergvik.example",
        "Invitation",
        "Bergvik kommune",
        "A joint plan for the river",
        "The mail server does not take mail to this address.",
        "550 no such mailbox",
        "Tried 1 time.",
        "Next try 15 May 2026",
    ):
        assert text in page.text, text
    assert "/svar/i/" not in page.text


def test_what_was_sent_is_listed_without_its_text(secretary, refused):
    """To whom, when, and about which body."""
    text = secretary.get(PAGE).text.partition("Sent last")[2]
    assert "post@fossheim.example" in text
    assert "Fossheim kommune" in text


def test_the_hearing_says_for_each_body_how_far_its_mail_has_come(secretary, refused, db, now):
    """Sent, waiting, failed with a way to it, or nothing where it was never invited."""
    page = secretary.get(OPEN)
    assert "Invitation: sending fails" in state_of(page, "bergvik")
    assert f"{PAGE}#_mail-{refused.id}" in page.text
    assert "Invitation sent 15 May 2026" in state_of(page, "fossheim")
    assert "Not invited" in state_of(page, "ungdomsradet")
    outbox.send_now(db, refused.id, now)
    outbox.mark_failed(db, refused.id, error="", retry_at=now)
    assert "Invitation waits to be sent" in state_of(secretary.get(OPEN), "bergvik")


def test_a_mail_is_tried_again_at_once(secretary, refused, db, mail_server, transport, now):
    """Without waiting for its turn, and logged."""
    mail_server.refused.clear()
    assert deliver(db, transport, FROM, now=now).sent == 0
    secretary.get(PAGE)
    secretary.post(f"{PAGE}{refused.id}/prov-igjen/")
    assert deliver(db, transport, FROM, now=now).sent == 1
    assert len(letters(mail_server, "post@bergvik.example")) == 1
    assert ("siri", "mail tried again", "bergvik") in [
        (e.actor, e.action, e.subject) for e in audit.entries(db, "apen-plan")
    ]


def test_all_that_failed_is_tried_again_at_once(secretary, db, invite, mail_server, transport, now):
    """After a mail server that was down for everybody; one that is being sent is left alone."""
    invite()
    down = replace(transport, smtp=replace(transport.smtp, port=1))
    assert deliver(db, down, FROM, now=now).failed == 4
    secretary.get(PAGE)
    assert "4 mails are tried again now." in secretary.post(f"{PAGE}prov-igjen/", follow=True).text
    held = outbox.claim(db, now=now, until=now + timedelta(minutes=15))
    assert deliver(db, transport, FROM, now=now).sent == 3
    assert secretary.post(f"{PAGE}{held.id}/prov-igjen/", follow=True).text.count("being sent at this moment") == 1
    assert outbox.claim(db, now=now, until=now) is None


def test_the_address_of_a_mail_is_corrected(secretary, refused, db, hearing, mail_server, transport, now):
    """The same link goes to the new address, the old one can ask for none, and the body is written to there."""
    token = token_in(email.message_from_bytes(refused.message, policy=default))
    secretary.get(f"{PAGE}{refused.id}/adresse/")
    answer = secretary.post(f"{PAGE}{refused.id}/adresse/", {"email": "ny@bergvik.example"}, follow=True)
    assert "From now on Bergvik kommune is written to there." in answer.text
    deliver(db, transport, FROM, now=now)
    (letter,) = letters(mail_server, "ny@bergvik.example")
    assert letter["To"] == "ny@bergvik.example"
    assert "post@bergvik.example" not in letter.as_string()
    assert token_in(letter) == token
    assert look_up_link(db, token).email == "ny@bergvik.example"
    body = hearing.invited_body("bergvik")
    assert address_of(db, body) == "ny@bergvik.example"
    assert [address for address, owner in registered(db, hearing) if owner == body] == ["ny@bergvik.example"]


def test_a_receipt_goes_to_another_address_and_what_was_received_stays(
    secretary, db, hearing, receive, answered, mail_server, transport, now
):
    """The attached file is byte for byte what was received, and the body keeps its own address."""
    submission = receive(hearing, "bergvik", answered(email="post@bergvik.example"))
    (mail,) = outbox.waiting(db)
    secretary.get(f"{PAGE}{mail.id}/adresse/")
    secretary.post(f"{PAGE}{mail.id}/adresse/", {"email": "kari@bergvik.example"})
    deliver(db, transport, FROM, now=now)
    (letter,) = letters(mail_server, "kari@bergvik.example")
    payloads = [part.get_payload(decode=True) for part in letter.iter_attachments()]
    assert submission.sha256 in {hashlib.sha256(payload).hexdigest() for payload in payloads}
    assert address_of(db, hearing.invited_body("bergvik")) == "post@bergvik.example"


@pytest.mark.parametrize("typed", ["", "ingen", "a@b.no\r\nBcc: c@d.no", "=?utf-8?q?a=0d=0aBcc:x?=@b.no"])
def test_an_address_that_is_none_is_given_back(secretary, refused, db, typed):
    """And the mail waits as before."""
    secretary.get(f"{PAGE}{refused.id}/adresse/")
    page = secretary.post(f"{PAGE}{refused.id}/adresse/", {"email": typed})
    assert page.status_code == 422
    assert "<title>Error:" in page.text
    assert outbox.waiting(db) == (refused,)


def test_a_mail_that_may_have_gone_is_told_and_sent_again_by_a_person_only(
    secretary, db, invite, mail_server, transport, now
):
    """The worker leaves it alone however long it takes; sent again it is the same mail."""
    invite()
    mail = outbox.claim(db, now=now, until=now + timedelta(minutes=15))
    outbox.mark_handed(db, mail.id, now)
    later = now + timedelta(days=3)
    assert deliver(db, transport, FROM, now=later).sent == 3
    page = secretary.get(PAGE)
    assert "being sent" not in page.text
    secretary.client.application.config["CLOCK"].now = later
    secretary.get("/sekretariat/logg-inn/")
    secretary.post("/sekretariat/logg-inn/", {"username": "siri", "password": "en lang og god setning"})
    page = secretary.get(PAGE)
    assert "Not known whether they went (1)" in page.text
    assert secretary.get(f"{PAGE}{mail.id}/adresse/").status_code == 404
    assert "not known whether it went" in secretary.get(OPEN).text
    secretary.get(PAGE)
    secretary.post(f"{PAGE}{mail.id}/prov-igjen/")
    assert deliver(db, transport, FROM, now=later).sent == 1
    (letter,) = letters(mail_server, mail.recipient)
    assert letter["Message-ID"] == email.message_from_bytes(mail.message)["Message-ID"]


@pytest.mark.parametrize(
    ("error", "sentence", "said"),
    [
        (
            "SMTPRecipientsRefused: {'a@b.no': (550, b'5.1.1 no such user')}",
            "does not take mail",
            "550 5.1.1 no such user",
        ),
        ("SMTPRecipientsRefused: {'a@b.no': (451, b'try later')}", "right now", "451 try later"),
        ("ConnectionRefusedError: [Errno 111] Connection refused", "could not be reached", ""),
        ("gaierror: [Errno -2] Name or service not known", "could not be reached", ""),
        ("TimeoutError: timed out", "could not be reached", ""),
        ("SMTPAuthenticationError: (535, b'bad')", "user name and password", "535 bad"),
        ("SMTPNotSupportedError: STARTTLS extension not supported by server.", "encryption", ""),
        ("SMTPSenderRefused: (550, b'not you', 'x@y.no')", "mail_from", "550 not you"),
        ("UnicodeEncodeError: 'ascii' codec", "address cannot be used", ""),
        ("OSError: [Errno 28] No space left on device", "disk is full", ""),
        ("Something: else", "Sending failed", ""),
    ],
)
def test_errors_are_put_in_plain_words(error, sentence, said):
    """What it means, and the server's own words where there are any."""
    assert sentence in str(plain_reason(error))
    assert servers_words(error) == said


def test_revoking_all_links_says_first_what_happens(secretary, db, hearing, link, visit, now):
    """How many, what stays, and that mail which waits is withdrawn; then none of them works anywhere."""
    visitor = visit()
    visitor.open(link("bergvik"))
    save_draft(db, hearing, hearing.invited_body("bergvik"), {"text_viktigst": "x"}, base_revision=0, now=now)
    link("bergvik")
    other = link("fossheim")
    assert f"{OPEN}instans/bergvik/trekk/" in secretary.get(OPEN).text
    assert f"{OPEN}instans/fossheim/trekk/" not in secretary.get(OPEN).text
    page = secretary.get(f"{OPEN}instans/bergvik/trekk/")
    for text in ("2 personal links work now:", "What has been saved stays.", "Revoke 2 links"):
        assert text in page.text
    assert "respondent_name" in visitor.get("/svar/apen-plan/").text
    answer = secretary.post(f"{OPEN}instans/bergvik/trekk/", follow=True)
    assert "2 links do not work any more." in answer.text
    assert "respondent_name" not in visitor.get("/svar/apen-plan/").text
    assert invitations.working(db, "apen-plan", "bergvik") == ()
    assert secretary.get(f"{OPEN}instans/bergvik/trekk/").status_code == 404
    assert look_up_link(db, other.rpartition("/")[2]).body == "fossheim"


def test_mail_that_waits_with_a_revoked_link_is_withdrawn(secretary, db, invite):
    """It would open nothing; the mails of others stay."""
    invite()
    token = token_in(email.message_from_bytes(outbox.waiting(db)[0].message, policy=default))
    assert "Mail that waits with such a link is withdrawn." in secretary.get(f"{OPEN}instans/bergvik/trekk/").text
    secretary.post(f"{OPEN}instans/bergvik/trekk/")
    assert "post@bergvik.example" not in {mail.recipient for mail in outbox.waiting(db)}
    assert len(outbox.waiting(db)) == 3
    with pytest.raises(LinkUnknown):
        look_up_link(db, token)


def test_nobody_gets_in_without_logging_in(visit, db, refused):
    """Nothing is shown and nothing done."""
    visitor = visit()
    assert visitor.client.get(PAGE).status_code == 303
    visitor.get("/sekretariat/logg-inn/")
    for path in ("prov-igjen/", f"{refused.id}/prov-igjen/", f"{refused.id}/adresse/"):
        assert visitor.post(f"{PAGE}{path}", {"email": "x@y.no"}).status_code == 403
    assert visitor.post(f"{OPEN}instans/fossheim/trekk/").status_code == 403
    assert outbox.waiting(db) == (refused,)


@pytest.mark.parametrize("path", ["999/prov-igjen/", "999/adresse/", "9223372036854775808/adresse/"])
def test_a_mail_that_is_not_there_is_told(secretary, path):
    """Also one with a number that no database has."""
    secretary.get(PAGE)
    assert secretary.post(f"{PAGE}{path}", {"email": "a@b.no"}).status_code in (404, 405)


@pytest.mark.slow
def test_the_page_of_a_large_hearing_is_quick(secretary, db, content, now):
    """357 bodies, each with four links, an invitation and a reminder: well under a third of a second."""
    ids = [f"kommune-{one}" for one in range(357)]
    rows = "".join(f"  - {{id: {i}, name: K {i}, kind: municipality, email: post@{i}.example}}\n" for i in ids)
    council, definition = content / "council.yml", content / "hearings" / "apen-plan" / "hearing.yml"
    council.write_text(council.read_text(encoding="utf-8").replace("bodies:\n", f"bodies:\n{rows}"), encoding="utf-8")
    text = re.sub(r"(?m)^invited:.*\n(?: .*\n)*", f"invited: {ids}\n", definition.read_text(encoding="utf-8"))
    definition.write_text(text, encoding="utf-8")
    hearing = Library(content).matter("apen-plan").hearing
    with db.conn:
        for body in hearing.invited:
            for _ in range(4):
                new_link(db, hearing, body, base_url="", actor="test", now=now)
            for kind in ("invitation", "reminder"):
                outbox.put(db, kind=kind, recipient="x@y.no", message=b"", now=now, about=[("apen-plan", body.id)])
    secretary.get(OPEN)
    times = []
    for _ in range(3):
        begun = time.process_time()
        assert secretary.get(OPEN).status_code == 200
        times.append(time.process_time() - begun)
    assert min(times) < 0.3, times


@pytest.fixture
def between_colleagues(db, hearing, now, sender):
    """A mail to a colleague of Bergvik's, with the colleague's own link in it, that fails."""
    body = hearing.invited_body("bergvik")
    new_link(db, hearing, body, base_url="", actor="test", now=now)
    (contact,) = invitations.working(db, hearing.id, body.id)
    ola = NewColleague("Ola", "ola@bergvik.example")
    words = language_of(body, hearing)
    invite_colleague(db, hearing, body, ola, invited_by=contact.id, inviter="", words=words, sender=sender, now=now)
    (mail,) = outbox.waiting(db)
    outbox.mark_failed(db, mail.id, error="OSError: x", retry_at=now)
    return outbox.by_id(db, mail.id)


def test_a_mail_between_colleagues_is_told_with_its_body_and_without_its_address(secretary, between_colleagues):
    """The desk knows whom to ring, and nothing more."""
    page = secretary.get(PAGE)
    assert "Bergvik kommune" in page.text
    assert "ola@" not in page.text


@pytest.mark.parametrize("typed", ["siri@elvedalen.example", "nei"])
def test_nobody_at_the_desk_can_have_a_colleagues_link_sent_elsewhere(secretary, between_colleagues, db, typed):
    """Neither by the form that is not shown, nor by a mistake in it, which would show the address."""
    address = f"{PAGE}{between_colleagues.id}/adresse/"
    answer = secretary.post(address, {"email": typed})
    assert answer.status_code == 404
    assert "ola@" not in answer.text
    assert outbox.by_id(db, between_colleagues.id).recipient == "ola@bergvik.example"


def test_a_mail_to_a_guest_is_told_by_the_guests_name(secretary, db, hearing, now):
    """Under the name that the secretariat knows, and as what it is."""
    asked = GuestRequest(hearing.id, SenderKind.BUSINESS, "Bakeriet AS", "a@bakeri.example", Language.NB, now)
    guest = guests.put(db, asked, now)
    about = [(hearing.id, guest.id)]
    outbox.put(db, kind="moderation", recipient=guest.email, message=b"x", now=now, about=about)
    page = " ".join(re.sub(r"<[^>]+>", " ", secretary.get(PAGE).text).split())
    assert "Bakeriet AS (Business) · A joint plan for the river" in page
    assert "gjest-" not in page
    assert "Decision on an answer" in page


def test_a_mail_to_an_unconfirmed_address_is_told_with_its_hearing(visit, secretary, db):
    """Nobody is known by the address yet, but what it is about is."""
    asker = visit()
    asker.get("/svar/apen-plan/apen/?lang=en")
    asker.post("/svar/apen-plan/apen/", {"kind": "private_person", "name": "Kari", "email": "kari@privat.example"})
    (mail,) = outbox.waiting(db)
    row = re.search(rf'id="_mail-{mail.id}">(.*?)</tr>', secretary.get(PAGE).text, re.DOTALL)[1]
    assert "A joint plan for the river" in row
    assert "kari@privat.example" in row
    assert "·" not in row


def test_a_mail_to_a_guest_that_is_deleted_shows_no_number(secretary, db, hearing, now):
    """The mail stays in the list when the guest has gone."""
    outbox.put(db, kind="guest", recipient="a@b.example", message=b"x", now=now, about=[(hearing.id, "gjest-0009")])
    page = secretary.get(PAGE).text
    assert "gjest-" not in page
    assert "A sender whose name is deleted" in page


def test_a_longer_deadline_is_called_the_same_as_everywhere(secretary, db, hearing, now):
    """In the list of mails too."""
    outbox.put(db, kind="extension", recipient="a@b.example", message=b"x", now=now, about=[(hearing.id, "bergvik")])
    assert "Extended deadline" in secretary.get(PAGE).text
