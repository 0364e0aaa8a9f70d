"""Several people, one answer: colleagues with links of their own, who wrote what, and the approver."""

import email
import re
from datetime import timedelta
from email.policy import default

import pytest

from hearing_app.answering.colleagues import MOST
from hearing_app.answering.renew import renew_links
from hearing_app.inviting.invite import revoke_link
from hearing_app.storage import audit, authorship, colleagues, drafts, invitations, outbox, submissions

FORM = "/svar/apen-plan/"
TEAM, REVIEW, ASK = f"{FORM}kolleger/", f"{FORM}gjennomga/", f"{FORM}godkjenning/"
BACK, SEND = f"{ASK}tilbake/", f"{FORM}send/"
OLA = {"name": "Ola Eksempel", "email": "ola@bergvik.example"}
RITA = {"name": "Rita Eksempel", "email": "rita@bergvik.example", "approver": "1"}
ROUTES = (
    FORM,
    TEAM,
    REVIEW,
    f"{FORM}kvittering/",
    f"{FORM}uten-merknad/",
    f"{FORM}autolagring/",
)


@pytest.fixture
def mails(db):
    """A function that returns the mails that wait, by kind and recipient."""

    def waiting():
        found = outbox.waiting(db)
        return {(m.kind, m.recipient): email.message_from_bytes(m.message, policy=default) for m in found}

    return waiting


def text_of(letter):
    return letter.get_body(("plain",)).get_content().replace("\r\n", "\n")


def link_in(letter):
    return re.search(r"http://samrad\.test(/svar/i/\S+)", text_of(letter))[1]


@pytest.fixture
def invite(answering, mails, visit, in_english):
    """A function by which Bergvik's contact invites somebody, who opens the link; it returns that browser."""

    def invited(fields, **more):
        answering.get(TEAM)
        answer = answering.post(TEAM, {**fields, **more})
        assert answer.status_code == 303
        answering.get(FORM)
        return in_english(visit(), link_in(mails()["colleague", fields["email"]]))

    return invited


@pytest.fixture
def ola(invite):
    """Ola's browser, with a section given to him."""
    return invite(OLA, items=["okonomi"])


@pytest.fixture
def rita(invite):
    """The approver's browser."""
    return invite(RITA)


def shown(page):
    return " ".join(re.sub(r"<[^>]+>", " ", page.text).split())


def number_of(db, name):
    return next(c.id for c in colleagues.of_hearing(db, "apen-plan") if c.name == name)


class TestInviting:
    def test_the_mail_says_who_what_and_until_when(self, invite, mails):
        """With a link that is the colleague's own and the deadline as a calendar file."""
        invite(OLA, items=["okonomi", "viktigst"])
        letter = mails()["colleague", OLA["email"]]
        assert letter["Subject"] == "Bli med og skriv svaret: Felles plan for elva"
        text = text_of(letter)
        assert "Bergvik kommune" in text
        assert "Kontaktpersonen i Bergvik kommune har invitert deg." in text
        assert "- 2 Økonomi\n- Hva er viktigst?" in text
        assert "15. juni 2026" in text
        assert [part.get_content_type() for part in letter.iter_attachments()] == ["text/calendar"]

    def test_a_contact_who_has_given_a_name_is_named(self, answering, invite, mails):
        """As the form has it so far."""
        answering.save({"respondent_name": "Kari Eksempel"})
        invite(OLA)
        assert "Du er invitert av kontaktpersonen (Kari Eksempel)." in text_of(mails()["colleague", OLA["email"]])

    def test_the_list_shows_who_has_opened_and_written(self, answering, ola):
        """To the contact with the address, to others without."""
        assert "15 May 2026, at" in shown(answering.get(TEAM))
        ola.save({"text_viktigst": "Vannet."})
        page = answering.get(TEAM)
        assert page.text.count("15 May 2026, at") == 2
        assert OLA["email"] in page.text
        assert OLA["email"] not in ola.get(TEAM).text
        assert "Send the invitation" not in ola.page.text

    def test_what_is_given_is_told_first_and_marked(self, answering, ola):
        """On the colleague's form, and to the others by name; nothing is locked."""
        page = shown(ola.get(FORM))
        assert "Given to you: 2 Økonomi" in page
        assert page.index("Given to you:") < page.index("In this form")
        assert "given to you" in page
        assert "given to Ola Eksempel" in shown(answering.get(FORM))
        assert 'name="text_formal"' in ola.page.text

    def test_a_mistake_keeps_what_was_typed(self, answering, mails):
        """The page says what to do, and nobody is written to."""
        answering.get(TEAM)
        wrong = {"name": "Ola & <Co>", "email": "ola", "items": ["okonomi"], "approver": "1"}
        page = answering.post(TEAM, wrong)
        assert page.status_code == 422
        assert "<title>Error:" in page.text
        assert 'value="Ola &amp; &lt;Co&gt;"' in page.text
        assert 'value="okonomi" checked' in page.text
        assert re.search(r'id="approver"[^>]* checked', page.text)
        assert "Write an e-mail address" in page.text
        assert mails() == {}

    @pytest.mark.parametrize("address", ["OLA@bergvik.example", "post@bergvik.example"])
    @pytest.mark.usefixtures("ola")
    def test_an_address_that_has_a_link_gets_no_second_one(self, answering, address):
        """Neither a colleague's nor the body's own, in whatever case."""
        answering.get(TEAM)
        page = answering.post(TEAM, {"name": "Ola", "email": address})
        assert page.status_code == 422
        assert "has a link to the answer already" in page.text

    def test_there_is_an_end_to_the_invitations(self, answering, db, clock):
        """Also where those who were invited are removed again; a day later there is room."""
        for number in range(MOST):
            answering.get(TEAM)
            fields = {"name": f"K {number}", "email": f"k{number}@bergvik.example"}
            assert answering.post(TEAM, fields).status_code == 303
        answering.get(TEAM)
        answering.post(f"{TEAM}{number_of(db, 'K 3')}/fjern/")
        answering.get(TEAM)
        assert answering.post(TEAM, OLA).status_code == 422
        assert str(MOST) in shown(answering.page)
        clock.now += timedelta(days=1, seconds=1)
        assert answering.post(TEAM, OLA).status_code == 303

    def test_only_the_contact_invites_changes_and_removes(self, ola, rita, db):
        """A colleague, the approver among them, is refused, whatever is posted."""
        number = number_of(db, "Ola Eksempel")
        for visitor in (ola, rita):
            visitor.get(FORM)
            before = visitor.page
            assert visitor.get(f"{TEAM}{number}/").status_code == 403
            for address in (TEAM, f"{TEAM}{number}/", f"{TEAM}{number}/fjern/"):
                visitor.page = before
                assert visitor.post(address, {"name": "X", "email": "x@x.example"}).status_code == 403
        assert len(colleagues.of_body(db, "apen-plan", "bergvik")) == 2

    def test_another_body_s_colleague_cannot_be_reached(self, ola, visit, link, in_english, db):
        """Neither seen, changed nor removed; and a number that is no number of anybody's is nobody."""
        fossheim = in_english(visit(), link("fossheim"))
        fossheim.get(TEAM)
        assert "Ola" not in fossheim.page.text
        form = fossheim.page
        for number in (number_of(db, "Ola Eksempel"), 2**63, 10**30):
            assert fossheim.get(f"{TEAM}{number}/").status_code == 404
            for address in (f"{TEAM}{number}/", f"{TEAM}{number}/fjern/"):
                fossheim.page = form
                assert fossheim.post(address).status_code in {404, 405}
        assert ola.get(FORM).status_code == 200

    @pytest.mark.usefixtures("ola")
    def test_a_form_of_another_body_is_refused(self, answering, link, db):
        """The browser may have opened another body's link meanwhile."""
        answering.get(TEAM)
        form = answering.page
        answering.open(link("fossheim"))
        answering.page = form
        token = re.search(r'name="csrf_token" value="([^"]*)"', answering.get(FORM).text)[1]
        answering.page = form
        answer = answering.client.post(
            TEAM, data={**answering.hidden(), "csrf_token": token, "name": "X", "email": "x@x.example"}
        )
        assert answer.status_code == 409
        assert len(colleagues.of_hearing(db, "apen-plan")) == 1

    def test_nothing_is_done_without_the_form_s_token(self, answering, ola, db):
        """Another site cannot invite or remove anybody."""
        number = number_of(db, "Ola Eksempel")
        for address in (TEAM, f"{TEAM}{number}/", f"{TEAM}{number}/fjern/", ASK, BACK):
            assert answering.client.post(address, data=OLA).status_code == 400
        assert ola.get(FORM).status_code == 200

    def test_after_the_deadline_nobody_is_invited(self, answering, clock, mails):
        """The list is there, the form is not."""
        answering.get(TEAM)
        clock.set(2026, 6, 16, 10)
        assert answering.post(TEAM, OLA).status_code == 409
        assert mails() == {}
        assert "Send the invitation" not in answering.get(TEAM).text

    def test_a_hostile_name_is_shown_as_text_and_stays_out_of_the_head(self, answering, invite, mails):
        """Markup, braces, an encoded line break, and a mark that turns the direction of writing."""
        name = "{x} <b>\u202e=?utf-8?q?a=0d=0aBcc:evil@x.example?="
        invite({"name": name, "email": "h@bergvik.example"}, approver="1")
        letter = mails()["colleague", "h@bergvik.example"]
        assert letter["Bcc"] is None
        assert "Bcc" not in str(letter["Subject"])
        page = answering.get(TEAM).text
        assert "<bdi>{x} &lt;b&gt;" in page
        assert answering.get(FORM).status_code == answering.get(REVIEW).status_code == 200


class TestRemoving:
    def test_the_link_stops_at_once_on_every_route(self, answering, ola, db, mails):
        """Pages ask for a link, forms are refused, and the address opens nothing; what was written stays."""
        path = link_in(mails()["colleague", OLA["email"]])
        ola.save({"text_viktigst": "Vannet."})
        ola.get(FORM)
        form = ola.page
        answering.get(TEAM)
        number = number_of(db, "Ola Eksempel")
        answering.get(f"{TEAM}{number}/")
        assert answering.post(f"{TEAM}{number}/fjern/").status_code == 303
        for address in ROUTES:
            page = ola.get(address)
            assert 'name="text_general"' not in page.text
            assert "Vannet" not in page.text
        for address in (FORM, f"{FORM}autolagring/", f"{FORM}uten-merknad/", SEND, ASK, BACK, f"{FORM}endre/", TEAM):
            ola.page = form
            assert ola.post(address, {"text_viktigst": "Tappet."}).status_code == 403
        assert ola.get(path).status_code == 404
        assert drafts.get(db, "apen-plan", "bergvik").fields["text_viktigst"] == "Vannet."
        assert "Written by Ola Eksempel today" in answering.get(FORM).text

    def test_a_link_whose_colleague_is_gone_makes_nobody_the_contact(self, ola, db):
        """Should the row be gone while the link is not revoked, the door stays shut."""
        db.execute("UPDATE colleagues SET removed_at = '2026-05-15T10:00:00+00:00'")
        page = ola.get(FORM)
        assert 'name="text_general"' not in page.text
        assert "personal link" in page.text

    def test_revoking_the_contact_s_link_takes_those_invited_by_it(self, answering, ola, colleague, db, now):
        """It may have come into the wrong hands; the body's other links go on working."""
        first = invitations.of_hearing(db, "apen-plan")[0]
        revoke_link(db, first, actor="siri", now=now)
        assert 'name="text_general"' not in answering.get(FORM).text
        assert 'name="text_general"' not in ola.get(FORM).text
        assert 'name="text_general"' in colleague.get(FORM).text

    @pytest.mark.usefixtures("ola", "rita")
    def test_the_desk_hears_nothing_of_colleagues(self, secretary, db):
        """Neither names nor addresses nor links, and the log names the body alone."""
        db.execute("UPDATE outbox SET last_error = 'SMTPRecipientsRefused: 550 no such mailbox ola@bergvik.example'")
        for address in ("/sekretariat/", "/sekretariat/apen-plan/", "/sekretariat/post/"):
            page = secretary.get(address).text
            assert not re.search("Ola|Rita|rita@|ola@", page)
        assert "A colleague in a body" in secretary.page.text
        db.execute("UPDATE outbox SET sent_at = '2026-05-15T10:00:00+00:00', last_error = ''")
        assert not re.search("rita@|ola@", secretary.get("/sekretariat/post/").text)
        (link,) = invitations.of_hearing(db, "apen-plan")
        assert re.findall(r"/lenke/(\d+)/trekk/", secretary.get("/sekretariat/apen-plan/").text) == [str(link.id)]
        assert not re.search("Ola|Rita|ola@|rita@", "".join(map(str, audit.entries(db, "apen-plan"))))

    def test_a_colleague_gets_a_new_link_by_the_address(self, visit, ola, db, library, sender, clock, mails):
        """The page answers as it does to everybody; the link is the colleague's and not the contact's."""
        stranger = visit()
        stranger.get(f"{FORM}ny-lenke/?lang=en")
        answers = set()
        for address in ("OLA@bergvik.example", "ingen@bergvik.example"):
            stranger.get(f"{FORM}ny-lenke/")
            page = stranger.post(f"{FORM}ny-lenke/", {"email": address}, follow=True)
            answers.add(re.sub(r'value="[^"]*"', "", page.text))
        assert len(answers) == 1
        renew_links(db, library, sender=sender, now=clock())
        letter = mails()["colleague_link", OLA["email"]]
        again = visit()
        again.open(link_in(letter))
        again.get(f"{FORM}?lang=en")
        assert "You write as Ola Eksempel" in shown(again.page)
        assert ola.get(FORM).status_code == 200

    @pytest.mark.usefixtures("ola")
    def test_who_was_removed_gets_no_new_link(self, answering, visit, db, library, sender, clock):
        """The address is nobody's any more."""
        answering.get(TEAM)
        answering.post(f"{TEAM}{number_of(db, 'Ola Eksempel')}/fjern/")
        stranger = visit()
        stranger.get(f"{FORM}ny-lenke/")
        stranger.post(f"{FORM}ny-lenke/", {"email": OLA["email"]})
        assert renew_links(db, library, sender=sender, now=clock()) == 0


class TestWhoWroteWhat:
    def test_each_field_says_who_changed_it_last_and_when(self, answering, ola, clock):
        """The contact by the name given in the form; a day later the date is told."""
        answering.save({"respondent_name": "Kari Nordmann", "text_formal": "Bra."})
        ola.get(FORM)
        ola.save({"text_viktigst": "Vannet.", "text_formal": "Bra.", "respondent_name": "Kari Nordmann"})
        page = answering.get(FORM).text
        assert field_line(page, "text_formal") == "Written by the contact person (Kari Nordmann) today at 12:00"
        assert field_line(page, "text_viktigst") == "Written by Ola Eksempel today at 12:00"
        assert field_line(page, "text_okonomi") == ""
        clock.now += timedelta(days=1)
        assert "15 May 2026, at 12:00" in field_line(answering.get(FORM).text, "text_viktigst")
        assert "Written by Ola Eksempel" in answering.get(REVIEW).text

    def test_an_emptied_field_says_who_emptied_it(self, answering, ola):
        """Else a text would vanish without a trace."""
        ola.save({"text_viktigst": "Vannet."})
        answering.get(FORM)
        answering.save({"text_viktigst": ""})
        assert field_line(ola.get(FORM).text, "text_viktigst") == "Emptied by the contact person today at 12:00"

    def test_alone_one_knows_who_wrote_it(self, answering):
        """Without colleagues nothing is told."""
        answering.save({"text_viktigst": "Vannet."})
        assert "Written by" not in answering.get(FORM).text
        assert "Invite colleagues" in answering.page.text

    def test_a_name_that_a_colleague_typed_is_not_taken_for_the_contact_s(self, answering, ola):
        """Whoever is to answer may be somebody else."""
        ola.save({"respondent_name": "Ola Eksempel"})
        answering.get(FORM)
        answering.save({"respondent_name": "Ola Eksempel", "text_formal": "Bra."})
        assert field_line(ola.get(FORM).text, "text_formal") == "Written by the contact person today at 12:00"

    def test_autosave_notes_it_as_well(self, ola, answering, db):
        """Who writes without pressing a button has written too."""
        ola.post(f"{FORM}autolagring/", {"text_viktigst": "Vannet."})
        assert authorship.of_draft(db, "apen-plan", "bergvik")["text_viktigst"].by.name == "Ola Eksempel"
        assert "Written by Ola Eksempel" in answering.get(FORM).text

    def test_two_in_the_same_field_get_both_texts_and_whose_the_other_is(self, answering, ola, clock):
        """The later one merges; what only one changed is put together, each under its writer."""
        answering.get(FORM)
        ola.get(FORM)
        ola.save({"text_viktigst": "Olas vann.", "text_formal": "Ola her."})
        clock.now += timedelta(minutes=5)
        page = answering.save({"text_viktigst": "Mitt vann.", "text_general": "Mitt."})
        assert page.status_code == 409
        box = re.search(r'id="text_viktigst-theirs">(.*?)</div>', page.text, re.DOTALL)[1]
        assert "Written by Ola Eksempel today at 12:00" in box
        assert "Olas vann." in box
        assert "Mitt vann." in page.text
        answering.save({"text_viktigst": "Vårt vann.", "text_formal": "Ola her.", "text_general": "Mitt."})
        page = ola.get(FORM).text
        assert field_line(page, "text_viktigst") == "Written by the contact person today at 12:05"
        assert field_line(page, "text_formal") == "Written by Ola Eksempel today at 12:00"
        assert field_line(page, "text_general") == "Written by the contact person today at 12:05"

    def test_a_mistake_says_nothing_of_what_is_not_stored(self, answering, ola):
        """What was typed and refused was written by nobody yet."""
        ola.save({"text_viktigst": "Vannet."})
        answering.get(FORM)
        page = answering.save({"text_viktigst": "x" * 50_001})
        assert page.status_code == 422
        assert field_line(page.text, "text_viktigst") == ""

    def test_nothing_of_it_is_in_what_is_sent(self, answering, ola, complete, db):
        """Neither in the payload, nor kept once the draft is gone; a change begins with nobody's name."""
        ola.save(complete)
        answering.get(REVIEW)
        answering.post(SEND)
        sent = submissions.latest_of_body(db, "apen-plan", "bergvik")
        assert b"Ola" not in sent.payload
        assert authorship.of_draft(db, "apen-plan", "bergvik") == {}
        answering.get(f"{FORM}kvittering/")
        answering.post(f"{FORM}endre/")
        assert authorship.of_draft(db, "apen-plan", "bergvik") == {}
        assert "Written by" not in answering.get(FORM).text


def field_line(page, name):
    """Return who a page says has written a field, empty where it does not say."""
    match = re.search(rf'id="{name}-written">([^<]*)<', page)
    return match[1] if match else ""


@pytest.fixture
def ready(answering, ola, rita, complete):
    """Ola has written the whole answer, which Rita approves."""
    ola.get(FORM)
    ola.save(complete)
    return ola


class TestApproval:
    def test_others_send_it_to_approval_and_only_the_approver_sends_it(self, answering, ready, rita, mails, db):
        """The approver gets a mail with a link of their own that leads there."""
        assert "Send the answer" not in ready.get(REVIEW).text
        page = ready.post(ASK, follow=True)
        assert "The answer was sent to Rita Eksempel for approval today at 12:00 by Ola Eksempel" in shown(page)
        letter = mails()["approval", RITA["email"]]
        assert "Ola Eksempel" in text_of(letter)
        assert "15. juni 2026" in text_of(letter)
        for visitor in (ready, answering):
            assert "sent to Rita Eksempel for approval" in shown(visitor.get(FORM))
        rita.open(link_in(letter))
        page = rita.get(f"{REVIEW}?lang=en")
        assert "Send the answer" in page.text
        assert "Send back with the note" in page.text
        assert rita.post(SEND).location.endswith("kvittering/")
        assert submissions.latest_of_body(db, "apen-plan", "bergvik") is not None

    def test_sending_past_the_approver_is_refused(self, answering, ready, db):
        """Also by who posts without the button, the contact among them."""
        for visitor in (ready, answering):
            visitor.get(REVIEW)
            page = visitor.post(SEND, follow=True)
            assert "Rita Eksempel approves this answer" in shown(page)
        assert submissions.latest_of_body(db, "apen-plan", "bergvik") is None

    def test_without_remarks_goes_by_the_approver_as_well(self, answering, rita, complete, db):
        """The short path ends at the same review."""
        who = {name: text for name, text in complete.items() if name.startswith(("respondent", "standing"))}
        answering.get(f"{FORM}uten-merknad/")
        page = answering.post(f"{FORM}uten-merknad/", who, follow=True)
        assert "Send to approval" in page.text
        assert "Send the answer" not in page.text
        answering.post(SEND)
        assert submissions.latest_of_body(db, "apen-plan", "bergvik") is None
        answering.get(REVIEW)
        answering.post(ASK)
        rita.get(REVIEW)
        rita.post(SEND)
        assert submissions.latest_of_body(db, "apen-plan", "bergvik").content.no_remark

    def test_it_is_sent_back_with_a_note_that_all_see(self, answering, ready, rita, mails):
        """Whoever asked and the contact get it by mail; it stands until approval is asked for again."""
        ready.get(REVIEW)
        ready.post(ASK)
        rita.get(REVIEW)
        page = rita.post(BACK, {"note": "Skriv mer om <b>vannet</b>."}, follow=True)
        assert "has been sent back" in page.text
        for visitor in (answering, ready, rita):
            page = visitor.get(FORM)
            assert "Rita Eksempel sent the answer back today at 12:00" in shown(page)
            assert "Skriv mer om &lt;b&gt;vannet&lt;/b&gt;." in page.text
        for to in (OLA["email"], "post@bergvik.example"):
            told = text_of(mails()["returned", to])
            assert "Skriv mer om <b>vannet</b>." in told
            assert "Åpne den personlige lenken fra invitasjonen." in told
            assert "kommer du rett til skjemaet her:\n\nhttp://samrad.test/svar/apen-plan/\n" in told
        ready.get(REVIEW)
        ready.post(ASK)
        assert "Skriv mer" not in answering.get(FORM).text

    def test_a_note_is_required(self, ready, rita, db):
        """The page says so, and the answer is still with the approver."""
        ready.get(REVIEW)
        ready.post(ASK)
        rita.get(REVIEW)
        page = rita.post(BACK, {"note": "  "})
        assert page.status_code == 422
        assert "<title>Error:" in page.text
        assert 'href="#note"' in page.text
        assert authorship.approval(db, "apen-plan", "bergvik").returned is None

    def test_only_the_approver_sends_it_back(self, answering, ready, db):
        """Others are refused, with what they typed."""
        ready.get(REVIEW)
        ready.post(ASK)
        for visitor in (ready, answering):
            visitor.get(FORM)
            page = visitor.post(BACK, {"note": "Nei."})
            assert page.status_code == 403
            assert "Nei." in page.text
        assert authorship.approval(db, "apen-plan", "bergvik").returned is None

    def test_whoever_changes_it_takes_it_back(self, answering, ready, rita, complete, db):
        """All are told, and the approver who looked through it before must look again."""
        ready.get(REVIEW)
        ready.post(ASK)
        rita.get(REVIEW)
        looked = rita.page
        answering.get(FORM)
        answering.save({**complete, "text_general": "Enda mer."})
        assert "being worked on again" in shown(answering.get(FORM))
        rita.page = looked
        page = rita.post(SEND, follow=True)
        assert "Look through it again" in shown(page)
        assert submissions.latest_of_body(db, "apen-plan", "bergvik") is None
        assert "Send to approval" in ready.get(REVIEW).text

    def test_what_the_approver_corrects_goes_on_waiting(self, ready, rita, complete):
        """A comma need not be sent around."""
        ready.get(REVIEW)
        ready.post(ASK)
        rita.get(FORM)
        rita.save({**complete, "text_general": "Komma."})
        assert "was sent to you for approval" in shown(rita.get(REVIEW))

    def test_the_note_is_not_lost_where_the_answer_has_been_taken_back(self, ready, rita, db):
        """A second note comes too late, and stands on the page."""
        ready.get(REVIEW)
        ready.post(ASK)
        rita.get(REVIEW)
        looked = rita.page
        rita.post(BACK, {"note": "Først."})
        rita.page = looked
        page = rita.post(BACK, {"note": "Så."})
        assert page.status_code == 409
        assert "Så." in page.text
        assert authorship.approval(db, "apen-plan", "bergvik").note == "Først."

    def test_an_old_look_cannot_be_sent_to_approval(self, ready, answering, complete, db):
        """What goes to the approver is what somebody has looked through."""
        ready.get(REVIEW)
        looked = ready.page
        answering.get(FORM)
        answering.save({**complete, "text_general": "Enda mer."})
        ready.page = looked
        page = ready.post(ASK, follow=True)
        assert "Look through it again" in shown(page)
        assert authorship.approval(db, "apen-plan", "bergvik") is None

    @pytest.mark.usefixtures("rita")
    def test_an_answer_that_lacks_something_is_not_sent_to_approval(self, answering, db):
        """The review says what is missing."""
        answering.save({"text_general": "Litt."})
        answering.get(FORM)
        page = answering.post(ASK, follow=True)
        assert "Fill in or correct this" in shown(page)
        assert authorship.approval(db, "apen-plan", "bergvik") is None

    def test_asking_twice_mails_once(self, ready, db):
        """The same click once more changes nothing."""
        ready.get(REVIEW)
        looked = ready.page
        for _ in range(2):
            ready.page = looked
            ready.post(ASK)
        assert [mail.kind for mail in outbox.waiting(db)].count("approval") == 1

    def test_the_contact_can_take_the_approval_away_and_send(self, answering, ready, db):
        """So that nobody is locked out when the approver is away; the page says so to both."""
        ready.get(REVIEW)
        ready.post(ASK)
        assert "The contact person can take the approval away" in shown(ready.get(REVIEW))
        page = answering.get(REVIEW)
        assert "Change who approves" in page.text
        assert "The deadline does not wait" in shown(page)
        number = number_of(db, "Rita Eksempel")
        answering.get(f"{TEAM}{number}/")
        answering.post(f"{TEAM}{number}/")
        assert "for approval" not in shown(answering.get(FORM))
        answering.get(REVIEW)
        assert answering.post(SEND).location.endswith("kvittering/")
        assert submissions.latest_of_body(db, "apen-plan", "bergvik") is not None

    def test_a_removed_approver_sends_nothing(self, answering, ready, rita, db):
        """The page was looked through before; the link is dead."""
        ready.get(REVIEW)
        ready.post(ASK)
        rita.get(REVIEW)
        looked = rita.page
        answering.get(TEAM)
        answering.post(f"{TEAM}{number_of(db, 'Rita Eksempel')}/fjern/")
        rita.page = looked
        assert rita.post(SEND).status_code == 403
        assert submissions.latest_of_body(db, "apen-plan", "bergvik") is None

    @pytest.mark.usefixtures("rita", "ola")
    def test_one_approves(self, answering, db):
        """Not a second one beside, neither invited nor changed."""
        answering.get(TEAM)
        page = answering.post(TEAM, {"name": "Per", "email": "per@bergvik.example", "approver": "1"})
        assert page.status_code == 422
        assert "Rita Eksempel approves the answer already" in shown(page)
        answering.get(f"{TEAM}{number_of(db, 'Ola Eksempel')}/")
        page = answering.post(f"{TEAM}{number_of(db, 'Ola Eksempel')}/", {"items": ["formal"], "approver": "1"})
        assert page.status_code == 422
        assert 'value="formal" checked' in page.text

    def test_what_is_given_can_be_changed(self, answering, ola, db):
        """And is seen on the form at once; a part that is not the hearing's is not given."""
        number = number_of(db, "Ola Eksempel")
        answering.get(f"{TEAM}{number}/")
        answering.post(f"{TEAM}{number}/", {"items": ["formal", "finnes-ikke"]})
        assert "Given to you: 1 Formål" in shown(ola.get(FORM))
        assert colleagues.by_id(db, number).items == ("formal",)

    def test_the_addresses_of_buttons_can_be_loaded(self, answering):
        """Who loads such a page anew comes back to the review."""
        for address in (ASK, BACK):
            assert answering.get(address).location.endswith("gjennomga/")

    def test_after_the_deadline_nothing_is_approved(self, ready, rita, clock, db):
        """The deadline does not wait."""
        ready.get(REVIEW)
        ready.post(ASK)
        rita.get(REVIEW)
        looked = rita.page
        clock.set(2026, 6, 16, 10)
        for address in (SEND, BACK):
            rita.page = looked
            assert rita.post(address, {"note": "Nei."}).status_code == 409
        assert submissions.latest_of_body(db, "apen-plan", "bergvik") is None
