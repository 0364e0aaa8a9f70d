"""Answering without being invited: requests, confirmation, limits, moderation, and what leaves the database."""

import hashlib
import json
import re
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy

import pytest

from hearing_app.answering import guests, moderate
from hearing_app.answering.guests import Asker, NotOpenToAll, RequestUnknown, TooManyRequests
from hearing_app.answering.receive import receive_submission
from hearing_app.answering.renew import ask_for_link, renew_links
from hearing_app.definitions import load_content
from hearing_app.domain.guest import UNCONFIRMED, NamesShown, OpenAnswers, is_guest
from hearing_app.domain.hearing import for_guest
from hearing_app.domain.submission import (
    Answer,
    Content,
    PoliticalStanding,
    Respondent,
    latest_by_body,
    read_payload,
    with_guests,
)
from hearing_app.domain.summary import summarise
from hearing_app.domain.vocabulary import Language, Refusal, SenderKind, Stance, Standing
from hearing_app.inviting.invite import look_up_link
from hearing_app.inviting.remind import due_reminders
from hearing_app.library import Library
from hearing_app.operating.person import stored_on
from hearing_app.publishing.publish import plan, refresh_site
from hearing_app.publishing.report import standings
from hearing_app.publishing.verify import check_log, check_receipt
from hearing_app.redacting.findings import Choice, before_publishing
from hearing_app.storage import audit, invitations, journal, outbox, submissions
from hearing_app.storage import guests as stored
from hearing_app.storage import mails as mails_stored
from hearing_app.storage.guests import GuestRequest
from hearing_app.text import words_for

KEY = "k" * 43
EMAIL = "kari.nordmann@privat.example"
NAME = "Kari Utydelig Nordmann"
WORDS = words_for(Language.EN)


def request(hearing, now, *, kind=SenderKind.PRIVATE, name=NAME, email=EMAIL):
    return GuestRequest(hearing.id, kind, name, email, Language.NN, now)


@pytest.fixture
def ask(db, hearing, sender, now):
    """A function that asks to answer, from an address of its own."""

    def asked(*, network="192.0.2.1", at=now, **who):
        guests.ask_to_answer(db, hearing, request(hearing, at, **who), asker=Asker(network, KEY), sender=sender, now=at)

    return asked


def mails(db, recipient):
    found = (m for m in outbox.waiting(db) if m.recipient == recipient)
    return [message_from_bytes(m.message, policy=policy.default) for m in found]


def token_of(db, recipient=EMAIL):
    """The token of the newest confirmation that went to the address."""
    texts = [m.get_body().get_content() for m in mails(db, recipient)]
    return [m[1] for text in texts if (m := re.search(r"/apen/(\S+)", text))][-1]


@pytest.fixture
def guest(db, hearing, sender, now, ask):
    """A function that makes a guest."""

    def made(**who):
        ask(**who)
        email = who.get("email", EMAIL)
        guests.confirm(db, hearing, token_of(db, email), sender=sender, now=now)
        return stored.by_address(db, hearing.id, email)

    return made


@pytest.fixture
def send(db, hearing, sender, now):
    """A function that sends a guest's answer."""

    def sent(who, text="Jeg bader i elva.", at=now):
        own = for_guest(hearing, who)
        role = "" if who.kind is SenderKind.PRIVATE else "Leder"
        content = Content(
            Respondent("Ola Utfyller" if role else who.name, role, who.email),
            PoliticalStanding(Standing.OWN),
            (Answer("formal", Stance.DOES_NOT_SUPPORT, text), Answer("viktigst", text="Vannet.")),
            sender=who.sender,
        )
        return receive_submission(db, own, own.invited_body(who.id), content, words=WORDS, sender=sender, now=at)

    return sent


@pytest.fixture
def admit(db, hearing, sender, now):
    return lambda s: moderate.admit(db, hearing, s, actor="sekretar", sender=sender, now=now)


@pytest.fixture
def refuse(db, hearing, sender, now):
    def refused(s, reason=Refusal.SPAM, note=""):
        moderate.refuse(db, hearing, s, reason, note, actor="sekretar", sender=sender, now=now)

    return refused


def test_a_request_sends_one_mail_in_the_senders_language_and_makes_nobody(db, hearing, ask):
    """Until the address is confirmed there is no guest and no link, and the mail holds nothing that was typed."""
    ask()
    (mail,) = mails(db, EMAIL)
    assert stored.of_hearing(db, hearing.id) == ()
    assert invitations.of_hearing(db, hearing.id) == ()
    assert "Stadfest" in mail["Subject"]
    assert NAME not in mail.as_string()


def test_only_the_hash_of_the_token_is_stored(db, ask):
    """Whoever reads the database cannot confirm for somebody else."""
    ask()
    token = token_of(db)
    rows = list(db.table("guest_requests").rows)
    assert len(rows) == 1
    assert token not in json.dumps(rows)


def test_confirming_makes_a_guest_with_a_link_that_works(db, hearing, guest):
    """The link that comes by mail leads to the guest's own form, as any personal link does."""
    who = guest()
    link = mails(db, EMAIL)[-1].get_body().get_content()
    found = look_up_link(db, re.search(r"/svar/i/(\S+)", link)[1])
    assert (found.hearing, found.body, found.email) == (hearing.id, "gjest-0001", EMAIL)
    assert who.id == "gjest-0001"
    assert is_guest(who.id)


def test_a_token_confirms_once(db, hearing, sender, now, ask):
    """A confirmation that is posted again makes no second guest and no second link."""
    ask()
    token = token_of(db)
    guests.confirm(db, hearing, token, sender=sender, now=now)
    with pytest.raises(RequestUnknown):
        guests.confirm(db, hearing, token, sender=sender, now=now)
    assert len(stored.of_hearing(db, hearing.id)) == 1
    assert len(invitations.of_hearing(db, hearing.id)) == 1


def test_a_token_is_good_for_seven_days_and_for_its_own_hearing(db, library, hearing, sender, now, ask):
    """To the second; and not for another hearing."""
    ask()
    token = token_of(db)
    with pytest.raises(RequestUnknown):
        guests.look_up_request(db, hearing, token, now=now + timedelta(days=7))
    with pytest.raises(RequestUnknown):
        guests.look_up_request(db, library.matter("lukket-strategi").hearing, token, now=now)
    assert guests.look_up_request(db, hearing, token, now=now + timedelta(days=7, seconds=-1)).email == EMAIL


def test_who_confirms_the_same_address_again_is_the_same_guest(db, hearing, guest):
    """In whatever case; the name is as it was written last."""
    first = guest()
    second = guest(email=EMAIL.upper(), name="Kari N.")
    assert second.id == first.id
    assert stored.by_id(db, first.id).name == "Kari N."


def test_the_address_of_an_invited_body_makes_no_guest(db, hearing, ask):
    """The body is told that it is invited, and how it gets its own link; nobody can use its address."""
    (body,) = (b for b in hearing.invited if b.id == "bergvik")
    ask(email=body.email)
    (mail,) = mails(db, body.email)
    assert "/ny-lenke/" in mail.get_body().get_content()
    assert "/apen/" not in mail.get_body().get_content()
    assert list(db.table("guest_requests").rows) == []


def test_a_guest_of_one_hearing_is_nobody_in_another(db, library, hearing, guest):
    """The same person gets another number there, so nothing of one answer stands in another."""
    who = guest()
    other = GuestRequest("annen-horing", who.kind, who.name, who.email, who.language, who.confirmed_at)
    assert stored.put(db, other, who.confirmed_at).id != who.id


def test_a_closed_hearing_and_one_for_the_invited_take_no_requests(db, library, hearing, sender, now, ask):
    """Nothing is stored and nothing sent."""
    closed = library.matter("lukket-strategi").hearing
    with pytest.raises(NotOpenToAll):
        guests.ask_to_answer(db, closed, request(closed, now), asker=Asker("", KEY), sender=sender, now=now)
    private = replace(hearing, open_answers=OpenAnswers(allowed=False))
    with pytest.raises(NotOpenToAll):
        guests.ask_to_answer(db, private, request(private, now), asker=Asker("", KEY), sender=sender, now=now)
    assert outbox.waiting(db) == ()


def test_one_address_gets_few_mails_an_hour_and_nobody_is_told(db, now, ask):
    """Beyond them a request looks like any other, and an hour later there is a mail again."""
    for number in range(6):
        ask(network=f"192.0.2.{number}")
    assert len(mails(db, EMAIL)) == guests.PER_ADDRESS
    ask(at=now + guests.WINDOW)
    assert len(mails(db, EMAIL)) == guests.PER_ADDRESS + 1


@pytest.mark.parametrize("networks", [["192.0.2.1"] * 30, [f"2001:db8:0:1::{n:x}" for n in range(30)]])
def test_one_network_asks_so_many_times_an_hour(db, ask, networks):
    """An IPv6 network counts as one, for its addresses are as many as anybody likes."""
    for number, network in enumerate(networks[: guests.PER_NETWORK]):
        ask(network=network, email=f"a{number}@b.example")
    with pytest.raises(TooManyRequests):
        ask(network=networks[-1])
    assert len(outbox.waiting(db)) == guests.PER_NETWORK


def test_one_hearing_is_asked_about_so_many_times_an_hour(db, ask):
    """However many networks they come from."""
    for number in range(guests.PER_HEARING):
        ask(network=f"10.0.{number // 250}.{number % 250}", email=f"a{number}@b.example")
    with pytest.raises(TooManyRequests):
        ask(network="10.9.9.9")


def test_network_addresses_are_stored_as_keyed_hashes(db, ask):
    """Neither the network nor the e-mail address stands in what is counted."""
    ask(network="192.0.2.77")
    rows = json.dumps(list(db.table("guest_attempts").rows))
    assert "192.0.2.77" not in rows
    assert EMAIL not in rows
    assert hashlib.sha256(b"192.0.2.77").hexdigest() not in rows
    assert hashlib.sha256(EMAIL.encode()).hexdigest() not in rows


def test_a_flood_of_guests_keeps_no_invited_body_from_a_new_link(db, settings, hearing, sender, now, guest):
    """Guests' new links are counted by themselves: an invited body gets as many as without them."""
    library = Library(settings.content)
    for number in range(5):
        guest(email=f"a{number}@b.example", network=f"192.0.2.{number}")
    for _ in range(20):
        for number in range(5):
            ask_for_link(db, hearing, f"a{number}@b.example", now=now)
            guests.renew_guest_links(db, library, key=KEY, sender=sender, now=now)
    assert list(db.table("link_renewals").rows) == []
    assert len([m for m in outbox.waiting(db) if m.kind == "guest"]) <= 5 * (guests.PER_ADDRESS + 1)
    ask_for_link(db, hearing, next(b.email for b in hearing.invited if b.id == "bergvik"), now=now)
    assert renew_links(db, library, sender=sender, now=now) == 1


def test_a_guest_gets_a_new_link_at_the_confirmed_address(db, settings, hearing, sender, now, guest):
    """By the same page as the invited bodies."""
    guest()
    ask_for_link(db, hearing, EMAIL.upper(), now=now)
    before = len(mails(db, EMAIL))
    assert guests.renew_guest_links(db, Library(settings.content), key=KEY, sender=sender, now=now) == 1
    assert len(mails(db, EMAIL)) == before + 1
    assert renew_links(db, Library(settings.content), sender=sender, now=now) == 0


def test_an_answer_is_received_with_a_receipt_and_held(db, hearing, guest, send):
    """Nothing is lost: it has reference, log entry and receipt; and it counts nowhere."""
    sent = send(guest())
    assert journal.by_reference(db, sent.reference).body == "gjest-0001"
    assert read_payload(sent.payload) == sent.content
    assert any(m["Subject"].startswith("Receipt") for m in mails(db, EMAIL))
    assert submissions.of_hearing(db, hearing.id) == ()
    assert submissions.from_guests(db, hearing.id) == (sent,)
    assert moderate.held(db, hearing.id) == 1


def test_an_admitted_answer_counts_and_stands_apart(db, settings, library, hearing, now, guest, send, admit):
    """It is among the answers, and in no figure of the bodies."""
    sent = send(guest())
    admit(sent)
    done = plan(db, library.matter(hearing.id), settings.content, released=frozenset({sent.reference}), now=now)
    assert (done.summary.answered, done.summary.others, done.summary.released) == (0, 1, 1)
    assert all(count.total == 0 for count in done.summary.stances)
    (row,) = (r for r in standings(db, load_content(settings.content), WORDS, now=now) if r.hearing == hearing.id)
    assert (row.answered, row.begun, row.links, row.others, row.held) == (0, 0, 0, 1, 0)


def test_refusing_deletes_nothing_tells_why_and_can_be_taken_back(db, hearing, guest, send, admit, refuse):
    """The sender gets the reason in the own language, and a mail more when it is admitted after all."""
    sent = send(guest())
    refuse(sent, Refusal.OFF_TOPIC, "Skriv om elva.")
    told = mails(db, EMAIL)[-1].get_body().get_content()
    assert "Handlar ikkje om høyringa" in told
    assert "Skriv om elva." in told
    assert "Svaret er ikkje sletta" in told
    assert submissions.by_reference(db, sent.reference) == sent
    assert submissions.of_hearing(db, hearing.id) == ()
    admit(sent)
    assert submissions.of_hearing(db, hearing.id) == (sent,)
    assert "likevel" in mails(db, EMAIL)[-1]["Subject"]
    actions = [e.action for e in audit.entries(db, hearing.id) if e.subject == sent.reference]
    assert actions[-2:] == ["answer refused off_topic", "answer admitted"]


def test_the_same_refusal_twice_sends_one_mail(db, guest, send, refuse):
    """A second click tells nobody anything."""
    sent = send(guest())
    refuse(sent)
    before = len(outbox.waiting(db))
    refuse(sent)
    assert len(outbox.waiting(db)) == before


def test_a_new_version_waits_anew_and_the_admitted_one_counts_meanwhile(db, hearing, now, guest, send, admit):
    """Nobody gets past the secretariat by sending something harmless first."""
    who = guest()
    first = send(who)
    admit(first)
    second = send(who, "Kjøp billige solbriller!", at=now + timedelta(minutes=1))
    assert submissions.of_hearing(db, hearing.id) == (first,)
    assert moderate.held(db, hearing.id) == 1
    admit(second)
    assert latest_by_body(submissions.of_hearing(db, hearing.id)) == (second,)


def test_an_invited_bodys_answer_is_not_moderated(three_answers, refuse):
    """There is nothing to decide on it, so nobody can keep it out."""
    with pytest.raises(moderate.NotFromGuest):
        refuse(three_answers["bergvik"])


def test_guests_are_never_reminded(db, hearing, now, guest):
    """On no day before the deadline."""
    guest()
    for days in range(31):
        bundles = due_reminders(db, [hearing], (30, 14, 3, 0), now=now + timedelta(days=days))
        assert EMAIL not in {bundle.recipient for bundle in bundles}


@pytest.fixture
def published_of(db, settings, now, guest, send, admit):
    """A function that lets a guest of some kind answer, and returns the files that publishing would write."""

    def texts(kind):
        sent = send(guest(kind=kind))
        admit(sent)
        return published(db, settings, sent, now)

    return texts


def published(db, settings, sent, now):
    """Return the text of every file that publishing would write."""
    matter = Library(settings.content).matter(sent.hearing)
    return plan(db, matter, settings.content, released=frozenset({sent.reference}), now=now).files


@pytest.mark.parametrize(
    ("names", "kind", "shown"),
    [
        (NamesShown.ORGANISATIONS, SenderKind.PRIVATE, False),
        (NamesShown.ORGANISATIONS, SenderKind.ORGANISATION, True),
        (NamesShown.ORGANISATIONS, SenderKind.BUSINESS, True),
        (NamesShown.ALL, SenderKind.PRIVATE, True),
        (NamesShown.NONE, SenderKind.ORGANISATION, False),
    ],
)
def test_files_hold_a_name_only_where_the_hearing_says_so(published_of, settings, names, kind, shown):
    """And never an address, nor who filled in the form."""
    path = settings.content / "hearings" / "apen-plan" / "hearing.yml"
    path.write_text(path.read_text(encoding="utf-8") + f"open_answers: {{names: {names}}}\n", encoding="utf-8")
    texts = published_of(kind)
    everything = "".join(name + (text or "") for name, text in texts.items())
    assert (NAME in everything) is shown
    assert EMAIL not in everything
    assert "Ola Utfyller" not in everything
    assert f"kind: {kind}" in texts["hearings/apen-plan/submissions/received.yml"]


def test_the_public_copy_is_what_was_received_whether_or_not_it_has_the_name(db, settings, now, guest, send, admit):
    """A name that is left out is no difference; a name that is another one is."""
    sent = send(guest())
    admit(sent)
    for name, text in published(db, settings, sent, now).items():
        if text is not None:
            (settings.content / name).parent.mkdir(exist_ok=True)
            (settings.content / name).write_text(text, encoding="utf-8")
    assert check_log(db, settings.content) == ()
    assert check_receipt(db, Library(settings.content), sent.payload).different == ()
    copy = settings.content / "hearings/apen-plan/submissions/gjest-0001.yml"
    text = copy.read_text(encoding="utf-8").replace("kind: private_person", "kind: private_person\n  name: Per")
    copy.write_text(text, encoding="utf-8")
    assert check_receipt(db, Library(settings.content), sent.payload).different == ("sender",)


def test_a_hidden_name_in_the_text_is_told_before_publishing(db, hearing, now, guest, send):
    """The secretariat sees it; it is not changed by itself."""
    sent = send(guest(), text=f"Hilsen {NAME.lower()}")
    summary = summarise(hearing, (sent,), (), frozenset({sent.reference}))
    choice = Choice(with_guests(hearing, (sent,)), (sent,), (sent,), summary, frozenset(), first=True)
    _stops, warnings = before_publishing(choice, now=now)
    assert any("stands in the answer itself" in warning.sentence for warning in warnings)


def test_a_refused_answer_leaves_the_public_register(db, settings, now, guest, send, admit, refuse):
    """With the next building of the site, also where it was the only one."""
    sent = send(guest())
    admit(sent)
    refresh_site(db, settings, now=now)
    register = settings.content / "hearings/apen-plan/submissions/received.yml"
    assert "gjest-0001" in register.read_text(encoding="utf-8")
    refuse(sent)
    refresh_site(db, settings, now=now)
    assert "gjest-0001" not in register.read_text(encoding="utf-8")


def test_the_whole_site_and_content_hold_no_contact_data(db, settings, hearing, now, guest, send, admit):
    """Everything that is written outside the database is looked through, file by file, names of files too."""
    sent = send(guest())
    admit(sent)
    published(db, settings, sent, now)
    for name, text in published(db, settings, sent, now).items():
        if text is not None:
            (settings.content / name).parent.mkdir(exist_ok=True)
            (settings.content / name).write_text(text, encoding="utf-8")
    refresh_site(db, settings, now=now)
    files = [p for folder in (settings.content, settings.site) for p in folder.rglob("*") if p.is_file()]
    pages = [p for p in files if "gjest-0001" in str(p) and p.suffix == ".html"]
    assert len(pages) == 3
    assert "Privatperson 1" in next(p for p in pages if "/nn/" not in str(p) and "/en/" not in str(p)).read_text(
        "utf-8"
    )
    hearing_page = (settings.site / "current/horinger/apen-plan/index.html").read_text("utf-8")
    assert "1 svar fra andre enn de inviterte" in hearing_page
    assert 'href="/svar/apen-plan/apen/"' in hearing_page
    for path in files:
        data = path.read_bytes()
        assert EMAIL.encode() not in data, path
        assert NAME.encode() not in data, path
        assert NAME not in str(path)


def test_a_person_is_found_in_what_guests_leave(db, settings, hearing, guest, send, ask):
    """The export names the guest, requests that wait and submissions, and holds no link."""
    send(guest())
    ask()
    found = stored_on(db, settings.content, EMAIL)
    assert {"guests", "guest_requests", "submissions", "outbox"} <= found.keys()
    assert not re.search(r"/apen/[\w-]{20,}|/svar/i/[\w-]{20,}", json.dumps(found))


def test_retention_forgets_requests_attempts_and_guests_that_wrote_nothing(db, hearing, now, ask, guest, send):
    """And keeps who has sent something, however old; a number is never used again."""
    silent, writing_one = guest(email="stille@b.example"), guest(network="192.0.2.2")
    send(writing_one)
    ask(email="ubekreftet@b.example", network="192.0.2.3")
    late = now + timedelta(days=366)
    due = guests.due(db, days=365, now=late)
    assert due.requests == 1
    assert due.guests == (silent,)
    guests.forget(db, days=365, now=late)
    assert stored.of_hearing(db, hearing.id) == (writing_one,)
    assert list(db.table("guest_attempts").rows) == [] == list(db.table("guest_requests").rows)
    assert guest(email="ny@b.example", network="192.0.2.4").number > writing_one.number


def test_a_guest_is_found_by_the_confirmed_address_though_another_was_typed(db, settings, guest, send):
    """The answer, its receipt and what was said of it are the guest's, whatever stands in the form."""
    who = guest(kind=SenderKind.ORGANISATION, name="Elvas venner")
    sent = send(replace(who, email="kasserer@elva.example"))
    found = stored_on(db, settings.content, EMAIL)
    assert [row["reference"] for row in found["submissions"]] == [sent.reference]
    assert who.id in {row["body"] for row in found["invitations"]}
    by_typed = stored_on(db, settings.content, "kasserer@elva.example")["submissions"]
    told = [{"matched_by": "reference"}, {"matched_by": "email"}]
    assert [row | told[0] for row in by_typed] == found["submissions"]
    assert [row | told[1] for row in found["submissions"]] == by_typed


def test_mails_to_guests_tell_whom_they_are_about(db, hearing, guest, send, refuse, admit, ask):
    """For the desk; the wish of somebody unknown is about the hearing, and nobody yet."""
    who = guest()
    sent = send(who)
    refuse(sent)
    admit(sent)
    ask(email="post@bergvik.example")
    told = mails_stored.about(db, [mail.id for mail in outbox.waiting(db)])
    bodies = {mail.id: told.get(mail.id) for mail in outbox.waiting(db)}
    mine = (hearing.id, who.id)
    unknown, invited = (hearing.id, UNCONFIRMED), (hearing.id, "bergvik")
    assert [*bodies.values()] == [(unknown,), *([(mine,)] * 4), (invited,)]


def test_a_name_that_the_hearing_hides_afterwards_is_gone_with_the_next_building(db, settings, now, guest, send, admit):
    """The files of an earlier publishing have it still; readers do not see it."""
    sent = send(guest(kind=SenderKind.ORGANISATION))
    admit(sent)
    for name, text in published(db, settings, sent, now).items():
        if text is not None:
            (settings.content / name).parent.mkdir(exist_ok=True)
            (settings.content / name).write_text(text, encoding="utf-8")
    assert NAME in (settings.content / "hearings/apen-plan/submissions/gjest-0001.yml").read_text(encoding="utf-8")
    path = settings.content / "hearings" / "apen-plan" / "hearing.yml"
    path.write_text(path.read_text(encoding="utf-8") + "open_answers: {names: none}\n", encoding="utf-8")
    refresh_site(db, settings, now=now)
    pages = [page.read_bytes() for page in settings.site.rglob("*") if page.is_file()]
    assert not any(NAME.encode() in page for page in pages)
