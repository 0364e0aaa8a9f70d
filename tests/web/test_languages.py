"""Every page for those who answer, and every mail, in the three languages: nothing is left in the code's English."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from email import message_from_bytes, policy
from gettext import translation
from html import unescape
from pathlib import Path

import pytest

from hearing_app import mailing
from hearing_app.answering.receive import receive_submission
from hearing_app.answering.renew import ask_for_link, renew_links
from hearing_app.domain.addresses import Addresses
from hearing_app.domain.adoption_report import Received, Report, Reporter
from hearing_app.domain.attachment import Attachment
from hearing_app.domain.colleague import Colleague
from hearing_app.domain.confirmation import Confirmation, Told, Treatment
from hearing_app.domain.decision import Decision, Reservation
from hearing_app.domain.extension import Extension, ExtensionDecision, ExtensionRequest
from hearing_app.domain.message import N_
from hearing_app.domain.submission import Submission
from hearing_app.domain.vocabulary import AdoptionState, ExtensionAnswer, HearingKind, Language, Outcome, Refusal, Role
from hearing_app.inviting.invite import invite_bodies
from hearing_app.inviting.remind import send_reminders
from hearing_app.mailing.account_mail import Letters, send_link, tell
from hearing_app.mailing.adoption_mail import Asked, asking_mail
from hearing_app.mailing.adoption_mail import notice_mail as adoption_notice
from hearing_app.mailing.adoption_mail import receipt_mail as adoption_receipt
from hearing_app.mailing.adoption_mail import reminder_mail as adoption_reminder
from hearing_app.mailing.adoption_mail import returned_mail as adoption_question
from hearing_app.mailing.colleague_mail import approval_mail, colleague_mail, new_link_mail, returned_mail
from hearing_app.mailing.confirmation_mail import Awaited, awaited_mail, notice_mail
from hearing_app.mailing.confirmation_mail import receipt_mail as receipt_of_confirmation
from hearing_app.mailing.extension_mail import answer_mail, request_mail
from hearing_app.mailing.guest_mail import (
    admitted_mail,
    already_invited_mail,
    confirmation_mail,
    link_mail,
    refused_mail,
)
from hearing_app.mailing.published_mail import News, published_mail
from hearing_app.storage import outbox
from hearing_app.storage.users import User
from hearing_app.text import words_for
from hearing_app.text.words import DOMAIN, LOCALE_DIR

FORM = "/svar/apen-plan/"
NORWEGIAN = ("nb", "nn")
OWN_WORDS = {"nb": {"ikke", "høringen", "fra", "lenken", "dere"}, "nn": {"ikkje", "høyringa", "frå", "lenkja", "dykk"}}
"""Words that only one of the two forms has."""
INVITED, LAST_DAY = datetime(2026, 4, 1, 8, 0, tzinfo=UTC), datetime(2026, 6, 15, 8, 0, tzinfo=UTC)
# Rules whose page needs more than a hearing and a link, or is none: a file, or an address of the form's script.
NO_PAGES = re.compile(r"\.(pdf|json|ics|docx|txt)$|autolagring|<path:|<token>|<.*id>/fil")
SHORT = 12
"""Sentences of fewer letters («Name», «Role: {role}») are words that other languages have as well."""


@pytest.fixture(scope="module")
def english():
    """A function that returns the sentences of the code that stand in a text, though the language has its own."""
    known = {language: list(foreign_sentences(language)) for language in NORWEGIAN}
    return lambda language, text: [sentence for sentence, found in known[language] if found.search(text)]


def foreign_sentences(language):
    catalogue = translation(DOMAIN, LOCALE_DIR, [language])._catalog
    for msgid, translated in catalogue.items():
        sentence = msgid[0] if isinstance(msgid, tuple) else msgid
        literal = max(re.split(r"\{\w+\}", sentence), key=len).strip()
        if len(literal) >= SHORT and " " in literal and literal not in translated:
            yield sentence, re.compile(rf"(?<!\w){re.escape(literal)}(?!\w)")


def visible(page):
    """Return what a reader sees or hears of a page: texts, labels and what the script may say."""
    body = re.sub(r"(?s)<(style|script|svg)\b.*?</\1>", " ", page[page.index("<title>") :])
    spoken = re.findall(r'(?:aria-label|title|placeholder|alt|value|data-[a-z]+)="([^"]*)"', body)
    return " ".join(unescape(" ".join([re.sub(r"<[^>]*>", " ", body), *spoken])).split())


def answer_rules(app):
    """Return the addresses of every page that a link's holder, or anybody, can ask for below /svar/."""
    rules = [rule.rule for rule in app.url_map.iter_rules() if "GET" in rule.methods and rule.rule.startswith("/svar/")]
    return sorted(rule.replace("<hearing_id>", "apen-plan") for rule in rules if not NO_PAGES.search(rule))


@pytest.fixture
def walk(app, english):
    """A function that looks at every page in a language and returns the English sentences, by address."""

    def walked(browser, language, more=()):
        browser.get(f"/svar/kvittering/?lang={language}", follow_redirects=True)
        left, seen = {}, 0
        for address in (*answer_rules(app), *more):
            if "<" in address:
                continue
            page = browser.get(address, follow_redirects=True)
            assert page.status_code < 500, address
            if page.mimetype == "text/html":
                seen += 1
                assert f'<html lang="{language}"' in page.text, address
                if found := english(language, visible(page.text)):
                    left[address] = found
        assert seen > 5
        return left

    return walked


@pytest.mark.parametrize("language", NORWEGIAN)
class TestPages:
    def test_before_anything_is_written(self, walk, visit, link, language):
        """The form, the short way, and all that can be asked for."""
        browser = visit()
        browser.open(link("bergvik"))
        assert walk(browser, language) == {}

    def test_while_something_is_written(self, walk, answering, complete, language):
        """The review, with something to correct and without."""
        answering.save({"text_general": "Takk."})
        assert walk(answering, language, [f"{FORM}?kontroll=1"]) == {}
        answering.get(FORM)
        answering.save(complete, action="review", follow=True)
        assert walk(answering, language) == {}

    def test_when_it_has_been_sent(self, walk, sent, language):
        """The receipt, and a change that is begun."""
        assert walk(sent, language) == {}
        sent.get(f"{FORM}kvittering/")
        sent.post(f"{FORM}endre/")
        assert walk(sent, language) == {}

    def test_when_it_is_over(self, walk, sent, clock, language):
        """The closed form."""
        clock.set(2026, 7, 1, 12)
        assert walk(sent, language) == {}

    def test_without_a_link(self, walk, visit, language):
        """For those who have lost theirs, and for those who never had one."""
        assert walk(visit(), language, ["/svar/i/feil", "/svar/finnes-ikke/"]) == {}


def test_the_discovery_finds_pages(app):
    """Else every test above would pass on nothing; a page that is made later is among them by itself."""
    rules = answer_rules(app)
    assert {FORM, f"{FORM}gjennomga/", f"{FORM}kvittering/", f"{FORM}uten-merknad/", "/svar/kvittering/"} <= set(rules)


def test_english_is_seen_where_it_stands(english):
    """The test itself would notice a sentence that was never translated."""
    assert "Look through your answer" in english("nb", "… Look through your answer …")
    assert english("nn", "Sjå gjennom svaret") == []


BODIES = {"nb": "bergvik", "nn": "fossheim"}


@pytest.fixture
def mails(db, library, hearing, sender, answered):
    """A function that lets a body be invited, reminded, helped to a new link and thanked; the mails by kind."""

    def written(body_id):
        body = hearing.invited_body(body_id)

        def words_of(body):
            return words_for(body.language or hearing.language)

        invite_bodies(db, hearing, [body], sender=sender, words_of=words_of, actor="siri", now=INVITED)
        send_reminders(db, [hearing], marks=(0,), sender=sender, actor="siri", now=LAST_DAY)
        ask_for_link(db, hearing, body.email, now=LAST_DAY)
        renew_links(db, library, sender=sender, now=LAST_DAY)
        receive_submission(db, hearing, body, answered(), words=words_of(body), sender=sender, now=LAST_DAY)
        mine = (mail for mail in outbox.waiting(db) if mail.recipient in (body.email, "kari@bergvik.example"))
        read = ((mail.kind, message_from_bytes(mail.message, policy=policy.default)) for mail in mine)
        return {kind: f"{mail['Subject']} {' '.join(mail.get_body().get_content().split())}" for kind, mail in read}

    return written


@pytest.mark.parametrize("language", NORWEGIAN)
def test_the_mails_are_in_the_bodys_own_language(mails, english, language):
    """Invitation, reminder, new link and receipt: subject and text."""
    written = mails(BODIES[language])
    assert {"invitation", "reminder", "renewal", "receipt"} <= written.keys()
    assert {kind: found for kind, text in written.items() if (found := english(language, text))} == {}
    theirs = OWN_WORDS[NORWEGIAN[1 - NORWEGIAN.index(language)]]
    assert {kind: found for kind, text in written.items() if (found := theirs & set(text.split()))} == {}


@pytest.mark.parametrize(("body_id", "language"), [("bergvik", "nb"), ("fossheim", "nn"), ("granneset", "nb")])
def test_a_link_opens_in_the_bodys_own_language(visit, link, body_id, language):
    """Whatever the browser asks for; a body without one gets the hearing's."""
    browser = visit()
    page = browser.get(link(body_id), headers={"Accept-Language": "en"})
    assert f'<html lang="{language}"' in page.text
    page = browser.open(link(body_id))
    assert f'<html lang="{language}"' in page.text


def test_the_language_that_somebody_chose_goes_before_the_bodys_own(visit, link):
    """And stays until the next link is opened."""
    browser = visit()
    browser.open(link("fossheim"))
    browser.get(f"{FORM}?lang=en", follow_redirects=True)
    assert '<html lang="en"' in browser.get(FORM).text
    browser.open(link("fossheim"))
    assert '<html lang="nn"' in browser.get(FORM).text


@pytest.fixture
def other_mails(hearing, sender, answered, now):
    """A function that returns every other mail in a language, by a name of its own; what people type is left out."""

    def written(language):
        to, on = "a@b.no", {"words": words_for(language), "sender": sender, "now": now}
        body, day = hearing.invited_body("bergvik"), date(2026, 6, 22)
        ola, rita = (Colleague(n, hearing.id, body.id, "Ola", to, ("formal",), n == 2, now) for n in (1, 2))
        wish = ExtensionRequest(1, body.id, day, "…", now)
        outcome = Treatment(Outcome.CONFIRMED_WITH_CHANGES, "…", day, "41/26")
        told = Confirmation(
            "2026-0001", Told(outcome, "…", Attachment("a.pdf", "x/y", 1, "a" * 64)), now, b"{}\n", "b" * 64
        )
        sent = Submission("2026-0001", hearing.id, body.id, 1, now, "", b"{}\n", "c" * 64, answered())
        late = (Awaited(hearing, body, sent, "https://x"),)
        survey = replace(hearing, kind=HearingKind.SURVEY)

        def answer(kind):
            made = ExtensionDecision(1, body.id, kind, day, "…", "siri", now)
            return answer_mail(hearing, body, Extension((wish,), (made,)), to=to, **on)

        return {
            "colleague": colleague_mail(hearing, body, ola, "https://x", inviter="Kari", **on),
            "approver": colleague_mail(survey, body, rita, "https://x", inviter="Kari", **on),
            "colleague without a part": colleague_mail(
                hearing, body, replace(ola, items=()), "https://x", inviter="Kari", **on
            ),
            "colleague of nobody in particular": colleague_mail(hearing, body, ola, "https://x", inviter="", **on),
            "colleague's new link": new_link_mail(hearing, body, ola, "https://x", **on),
            "approval": approval_mail(hearing, body, rita, "https://x", asker="Kari", **on),
            "sent back": returned_mail(hearing, body, to=to, approver="Rita", note="…", **on),
            "guest's address": confirmation_mail(hearing, "x", to=to, **on),
            "guest who is invited": already_invited_mail(hearing, body, to=to, **on),
            "guest's link": link_mail(hearing, "https://x", to=to, **on),
            **{f"refused {why}": refused_mail(hearing, "2026-0001", why, "…", to=to, **on) for why in Refusal},
            "admitted": admitted_mail(hearing, "2026-0001", to=to, **on),
            "wish": request_mail(hearing, body, Extension((wish,)), to=to, **on),
            **{f"wish {kind}": answer(kind) for kind in ExtensionAnswer},
            "confirmation": notice_mail(hearing, body, told, to=to, **on),
            "its receipt": receipt_of_confirmation(hearing, body, told, to=to, **on),
            "asked for": awaited_mail(late, to=to, **on),
            "several asked for": awaited_mail(late * 2, to=to, **on),
        }

    return written


@pytest.fixture
def desk_mails(db, hearing, sender, now):
    """A function that returns the mails of the desk's own users, on published answers, and on adoptions, likewise."""

    def written(language):
        words, body, day = words_for(language), hearing.invited_body("bergvik"), date(2026, 6, 22)
        on = {"words": words, "sender": sender, "to": "a@b.no", "now": now}
        asked = Asked(hearing, Decision("…", day, (), "", ("…",)), body, "https://x", day)
        reservation = Reservation("…", "formal")
        report = Report(AdoptionState.ADOPTED_WITH_RESERVATION, day, day, "…", "1/26", "…", (reservation,), "…")
        row = Received(1, hearing.id, body.id, 1, report, Reporter("Ola", "a@b.no"), "", now, b"{}\n", "b" * 64)
        news = News(body, "2026-0001", ("", "formal"), "a@b.no", language)
        user = User(1, "ola", "Ola", "x", "y", Role.READER, "a@b.no")
        letters, before = Letters(words, sender), len(outbox.waiting(db))
        tell(db, user, N_("Your password has been changed."), letters, now=now)
        send_link(db, user, "https://x", now, letters, now=now)
        queued = (message_from_bytes(m.message, policy=policy.default) for m in outbox.waiting(db)[before:])
        return {
            **{f"user {number}": mail for number, mail in enumerate(queued)},
            "asked": asking_mail(asked, **on),
            "reminded": adoption_reminder(asked, meeting=None, told=None, **on),
            "reminded of what was told": adoption_reminder(asked, meeting=None, told=row, **on),
            "reminded of a meeting": adoption_reminder(asked, meeting=day, told=None, **on),
            "reported": adoption_receipt(hearing, body, row, **on),
            "notice": adoption_notice(hearing, body, row, **on),
            "asked back": adoption_question(asked, "…", **on),
            "published": published_mail(hearing, news, Addresses(language, Language.NB), sender, now=now),
            "published without points": published_mail(
                hearing, replace(news, items=("",), points=False), Addresses(language, Language.NB), sender, now=now
            ),
        }

    return written


def as_read(mail):
    """Return subject and text as somebody reads them, without the links."""
    text = f"{mail['Subject']} {' '.join(mail.get_body(('plain',)).get_content().split())}"
    return re.sub(r"https?://\S+", " ", text)


@pytest.mark.parametrize("language", Language)
def test_every_other_mail_is_in_the_language_of_whoever_gets_it(other_mails, desk_mails, english, language):
    """Colleagues', approvers', guests', users' of the desk, and those on what comes after an answer."""
    texts = {name: as_read(mail) for name, mail in (other_mails(language) | desk_mails(language)).items()}
    theirs = set().union(*(words for other, words in OWN_WORDS.items() if other != language))
    assert {name: found for name, text in texts.items() if (found := theirs & set(text.split()))} == {}
    if language is not Language.EN:
        assert {name: found for name, text in texts.items() if (found := english(language, text))} == {}


def test_no_module_of_mails_is_forgotten():
    """Whoever writes a mail that is not walked above is told here."""
    found = {path.stem for path in Path(mailing.__file__).parent.glob("*mail.py")}
    walked = {"colleague_mail", "confirmation_mail", "extension_mail", "guest_mail", "mail", "reminder_mail"}
    walked |= {"account_mail", "adoption_mail", "published_mail"}
    assert found == walked
