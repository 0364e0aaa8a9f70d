"""Colleagues and approval as use cases: what holds whatever the page says, at once and afterwards."""

import email
import io
import json
import threading
from datetime import timedelta
from email.policy import default

import pypdf
import pytest

from hearing_app.answering import approval
from hearing_app.answering.approval import NoApprover, NothingToReturn, ask_for_approval, send_back
from hearing_app.answering.attaching import attach, detach
from hearing_app.answering.attachments import limits_of
from hearing_app.answering.colleagues import (
    ApproverTaken,
    ColleagueKnown,
    NewColleague,
    forget_colleagues,
    give,
    invite_colleague,
    remove,
    stale_colleagues,
)
from hearing_app.answering.receive import ApprovalNeeded, DraftConflict, receive_submission, save_draft
from hearing_app.definitions import load_content
from hearing_app.domain.colleague import CONTACT, ApprovalState, Writer, changed_fields
from hearing_app.domain.vocabulary import Language
from hearing_app.inviting.invite import LinkUnknown, invite_bodies, new_link, open_link, revoke_link, still_valid
from hearing_app.inviting.remind import due_reminders
from hearing_app.operating.person import stored_on
from hearing_app.publishing.report import standings
from hearing_app.storage import authorship, colleagues, drafts, invitations, outbox, submissions
from hearing_app.storage.database import open_database
from hearing_app.text import words_for

NB = words_for(Language.NB)
DAYS = 30


def pdf(title):
    """Return a small PDF; another title makes another file."""
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    writer.add_metadata({"/Title": title})
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


@pytest.fixture
def body(hearing):
    return hearing.invited_body("bergvik")


@pytest.fixture
def contact(db, hearing, body, now):
    """The contact's own link, as its row."""
    new_link(db, hearing, body, base_url="", actor="test", now=now)
    return invitations.working(db, hearing.id, body.id)[0]


@pytest.fixture
def invite(db, hearing, body, sender, now, contact):
    """A function by which Bergvik's contact invites somebody."""

    def invited(name, *, approver=False, items=(), at=now):
        new = NewColleague(name, f"{name.lower()}@bergvik.example", items, approver)
        return invite_colleague(
            db, hearing, body, new, invited_by=contact.id, inviter="Kari", words=NB, sender=sender, now=at
        )

    return invited


@pytest.fixture
def save(db, hearing, body, now):
    """A function that saves the draft as it is to be, by whoever it is."""

    def saved(fields, by=CONTACT, *, base=0, at=now):
        return save_draft(db, hearing, body, fields, base_revision=base, now=at, author=by)

    return saved


@pytest.fixture
def ask(db, hearing, body, sender, now):
    """A function that sends the draft to the approver."""

    def asked(revision, by=CONTACT, *, at=now):
        return ask_for_approval(
            db, hearing, body, writer=by, asker="Kari", draft_revision=revision, words=NB, sender=sender, now=at
        )

    return asked


@pytest.fixture
def send(db, hearing, body, sender, answered, now):
    """A function that sends an answer in."""

    def sent(by=CONTACT, *, revision=None, connection=None):
        return receive_submission(
            connection or db,
            hearing,
            body,
            answered(),
            words=NB,
            sender=sender,
            now=now,
            draft_revision=revision,
            by=by,
        )

    return sent


def token_in(letter):
    text = email.message_from_bytes(letter.message, policy=default).get_body(("plain",)).get_content()
    return text.split("/svar/i/")[1].split()[0]


def test_only_fields_that_were_changed_are_noted(db, hearing, body, save, invite, now):
    """Somebody else's text stays somebody else's when the whole form is saved again."""
    ola, later = invite("Ola"), now + timedelta(hours=1)
    save({"text_a": "Kari", "text_b": "Kari", "text_c": ""})
    save({"text_a": "Kari", "text_b": "Ola", "text_c": ""}, ola.writer, base=1, at=later)
    written = authorship.of_draft(db, hearing.id, body.id)
    assert {field: (each.by, each.at) for field, each in written.items()} == {
        "text_a": (CONTACT, now),
        "text_b": (ola.writer, later),
    }
    assert colleagues.by_id(db, ola.id).wrote_at == later


def test_the_same_text_once_more_is_nobody_s_new_writing(db, hearing, body, save, invite):
    """Autosave asks again after a lost answer."""
    save({"text_a": "Kari"})
    save({"text_a": "Kari"}, invite("Ola").writer)
    assert authorship.of_draft(db, hearing.id, body.id)["text_a"].by == CONTACT


def test_a_conflict_notes_nothing(db, hearing, body, save, invite):
    """What was not stored was not written."""
    ola = invite("Ola")
    save({"text_a": "Kari"})
    with pytest.raises(DraftConflict):
        save({"text_a": "Ola"}, ola.writer)
    assert authorship.of_draft(db, hearing.id, body.id)["text_a"].by == CONTACT
    assert colleagues.by_id(db, ola.id).wrote_at is None


def test_changed_fields_are_told_in_the_form_s_order():
    """A field that is missing is an empty one."""
    assert changed_fields({"a": "1", "b": "", "c": "3"}, {"d": "4", "a": "2", "b": "", "e": ""}) == ("d", "a", "c")


def test_who_wrote_goes_with_the_draft_whoever_deletes_it(db, hearing, body, save, invite, ask):
    """Sending, retention, or a hand in the database."""
    rita = invite("Rita", approver=True)
    ask(save({"text_a": "x"}, rita.writer).revision)
    drafts.delete(db, hearing.id, body.id)
    assert authorship.of_draft(db, hearing.id, body.id) == {}
    assert authorship.approval(db, hearing.id, body.id) is None


def test_the_invitation_stands_or_falls_with_its_mail(db, hearing, body, invite):
    """Nobody is invited whom no mail reaches, and a refused invitation leaves nothing."""
    invite("Rita", approver=True)
    before = (len(outbox.waiting(db)), db.table("invitations").count)
    with pytest.raises(ApproverTaken) as taken:
        invite("Per", approver=True)
    assert taken.value.approver.name == "Rita"
    with pytest.raises(ColleagueKnown):
        invite("RITA")
    assert (len(outbox.waiting(db)), db.table("invitations").count) == before
    assert len(colleagues.of_body(db, hearing.id, body.id)) == 1


def test_of_two_who_name_an_approver_at_once_one_is_told(settings, hearing, body, sender, contact, now):
    """Each on a connection of its own."""
    outcomes, start = [], threading.Barrier(2)

    def name(who):
        db = open_database(settings.database)
        start.wait()
        new = NewColleague(who, f"{who}@bergvik.example", approver=True)
        try:
            invite_colleague(
                db, hearing, body, new, invited_by=contact.id, inviter="", words=NB, sender=sender, now=now
            )
            outcomes.append("invited")
        except ApproverTaken:
            outcomes.append("taken")
        finally:
            db.close()

    threads = [threading.Thread(target=name, args=(who,)) for who in ("per", "rita")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["invited", "taken"]


def test_colleagues_count_for_nothing_where_bodies_are_counted(
    db, content, hearing, body, invite, contact, sender, now
):
    """Not as an invited body's link, not for a reminder, not for the desk's lists."""
    invite("Ola")
    assert [link.id for link in invitations.of_hearing(db, hearing.id)] == [contact.id]
    before_deadline = now + timedelta(days=20)
    bundles = due_reminders(db, [hearing], (14,), now=before_deadline)
    assert [bundle.recipient for bundle in bundles] == ["post@bergvik.example"]
    told = {each.hearing: each.links for each in standings(db, load_content(content), NB, now=now)}
    assert told[hearing.id] == 1
    invitations.revoke(db, contact.id, now)
    done = invite_bodies(db, hearing, [body], sender=sender, words_of=lambda _body: NB, actor="kari", now=now)
    assert done.sent == (body,)
    assert due_reminders(db, [hearing], (14,), now=before_deadline) != ()


def test_a_removed_colleague_s_links_are_dead_all_of_them(db, invite, now):
    """Those of the invitation and of requests for approval alike."""
    ola = invite("Ola")
    (letter,) = [mail for mail in outbox.waiting(db) if mail.kind == "colleague"]
    link = open_link(db, token_in(letter), now=now)
    assert link.colleague == ola.id
    remove(db, ola, now=now)
    with pytest.raises(LinkUnknown):
        open_link(db, token_in(letter), now=now)
    with pytest.raises(LinkUnknown):
        still_valid(db, link.id)
    assert colleagues.by_id(db, ola.id) is None


def test_nobody_but_the_approver_sends(db, hearing, body, invite, send):
    """Decided in the transaction: nothing is received, whoever posts."""
    rita, ola = invite("Rita", approver=True), invite("Ola")
    for writer in (CONTACT, ola.writer, Writer(10**6, "Ingen")):
        with pytest.raises(ApprovalNeeded) as needed:
            send(writer)
        assert needed.value.approver.name == "Rita"
    assert submissions.latest_of_body(db, hearing.id, body.id) is None
    assert send(rita.writer).version == 1


def test_the_same_answer_again_is_the_same_receipt_also_with_an_approver(invite, send):
    """A second click of somebody who could send before the approver was named."""
    first = send()
    invite("Rita", approver=True)
    assert send().reference == first.reference


def test_without_an_approver_anybody_with_a_link_sends(db, invite, send, now):
    """Also once the approval has been taken away."""
    rita, ola = invite("Rita", approver=True), invite("Ola")
    give(db, rita, items=(), approver=False, now=now)
    assert send(ola.writer).version == 1


def test_the_state_follows_from_the_revision(db, hearing, body, invite, save, ask):
    """Whoever changes the draft takes it back; what the approver changes goes on waiting."""
    rita, ola = invite("Rita", approver=True), invite("Ola")

    def state():
        draft = drafts.get(db, hearing.id, body.id)
        return authorship.approval(db, hearing.id, body.id).state(draft.revision)

    ask(save({"text_a": "1"}).revision)
    assert state() is ApprovalState.WAITING
    save({"text_a": "2"}, rita.writer, base=1)
    assert state() is ApprovalState.WAITING
    save({"text_a": "3"}, ola.writer, base=2)
    assert state() is ApprovalState.CHANGED
    save({"text_a": "4"}, rita.writer, base=3)
    assert state() is ApprovalState.CHANGED
    ask(4)
    assert state() is ApprovalState.WAITING


def test_an_old_revision_is_not_sent_to_approval_nor_received(invite, save, ask, send):
    """Somebody has written since it was looked through."""
    rita = invite("Rita", approver=True)
    save({"text_a": "1"})
    save({"text_a": "2"}, base=1)
    with pytest.raises(DraftConflict):
        ask(1)
    with pytest.raises(DraftConflict):
        send(rita.writer, revision=1)
    assert send(rita.writer, revision=2).version == 1


def test_approving_and_editing_at_once_never_sends_unseen_text(settings, db, hearing, body, invite, save, send):
    """Either the edit comes first and the approver must look again, or the draft is gone when the edit comes."""
    rita, revision = invite("Rita", approver=True), save({"text_a": "1"}).revision
    outcomes, start = {}, threading.Barrier(2)

    def run(name, act):
        connection = open_database(settings.database)
        start.wait()
        try:
            outcomes[name] = act(connection)
        except DraftConflict as conflict:
            outcomes[name] = conflict
        finally:
            connection.close()

    def edit(connection):
        fields = {"text_a": "2"}
        return save_draft(connection, hearing, body, fields, base_revision=revision, now=rita.invited_at)

    threads = [
        threading.Thread(target=run, args=("send", lambda c: send(rita.writer, revision=revision, connection=c))),
        threading.Thread(target=run, args=("edit", edit)),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    draft = drafts.get(db, hearing.id, body.id)
    assert draft.fields == {"text_a": "2"}
    was_refused = isinstance(outcomes["send"], DraftConflict)
    assert (draft.revision, submissions.latest_of_body(db, hearing.id, body.id) is None) in {
        (2, was_refused),
        (1, was_refused),
    }
    assert was_refused == (draft.revision == 2)


def test_a_note_goes_to_whoever_asked_and_the_contact_once_each(db, hearing, body, invite, save, ask, sender, now):
    """Nothing goes to who was removed meanwhile."""
    rita, ola = invite("Rita", approver=True), invite("Ola")
    save({"text_a": "1"})

    def returned():
        send_back(db, hearing, body, approver=rita, note="Mer.", words=NB, sender=sender, now=now)
        return [mail.recipient for mail in outbox.waiting(db) if mail.kind == "returned"]

    ask(1, ola.writer)
    assert returned() == ["post@bergvik.example", "ola@bergvik.example"]
    with pytest.raises(NothingToReturn):
        returned()
    ask(1)
    remove(db, ola, now=now)
    assert returned()[2:] == ["post@bergvik.example"]


def test_who_approves_no_more_sends_nothing_back(db, hearing, body, invite, save, ask, sender, now):
    """The approval was taken away while the note was written; and nobody waits for it any more."""
    rita = invite("Rita", approver=True)
    save({"text_a": "1"})
    ask(1)
    give(db, rita, items=(), approver=False, now=now)
    with pytest.raises(NoApprover):
        send_back(db, hearing, body, approver=rita, note="Mer.", words=NB, sender=sender, now=now)
    with pytest.raises(NoApprover):
        ask(1)
    assert authorship.approval(db, hearing.id, body.id) is None


def test_the_approver_is_not_flooded_with_mail(db, invite, save, ask, now):
    """Beyond so many in a day the answer waits without a mail, and whoever asks is told."""
    rita = invite("Rita", approver=True)
    for number in range(approval.MAILS_A_DAY + 1):
        save({"text_a": str(number)}, base=number)
        assert ask(number + 1) is (number < approval.MAILS_A_DAY)
    assert [mail.recipient for mail in outbox.waiting(db)].count(rita.email) == 1 + approval.MAILS_A_DAY
    save({"text_a": "neste dag"}, base=number + 1)
    assert ask(number + 2, at=now + timedelta(days=1, seconds=1)) is True


def test_those_who_get_a_note_are_not_flooded_with_mail(db, hearing, body, invite, save, ask, sender, now):
    """A request that is not mailed any more can be sent back for ever."""
    rita, ola = invite("Rita", approver=True), invite("Ola")
    for number in range(approval.MAILS_A_DAY + 3):
        saved = save({"a": str(number)}, base=number)
        ask(saved.revision, ola.writer)
        send_back(db, hearing, body, approver=rita, note="Nei", words=NB, sender=sender, now=now)
    to_ola = [m for m in outbox.waiting(db) if (m.kind, m.recipient) == ("returned", ola.email)]
    assert len(to_ola) == approval.MAILS_A_DAY


def test_a_new_approver_is_asked_anew(db, hearing, body, invite, save, ask, contact, now):
    """The one who was asked went with the link that they were invited by; nobody has told the new one."""
    invite("Rita", approver=True)
    saved = save({"a": "b"})
    ask(saved.revision)
    revoke_link(db, contact, actor="test", now=now)
    nils = invite("Nils", approver=True)
    assert authorship.approval(db, hearing.id, body.id) is None
    ask(saved.revision)
    assert ("approval", nils.email) in {(m.kind, m.recipient) for m in outbox.waiting(db)}


def test_nobody_waits_for_an_approver_who_went_with_a_revoked_link(db, hearing, body, invite, save, ask, contact, now):
    """The request goes with them; a colleague who only writes leaves it where it is."""
    _rita, ola = invite("Rita", approver=True), invite("Ola")
    ask(save({"a": "b"}).revision)
    remove(db, ola, now=now)
    assert authorship.approval(db, hearing.id, body.id) is not None
    revoke_link(db, contact, actor="test", now=now)
    assert colleagues.approver(db, hearing.id, body.id) is None
    assert authorship.approval(db, hearing.id, body.id) is None


def test_a_file_that_the_approver_adds_leaves_the_answer_with_them(db, hearing, body, invite, save, ask, settings, now):
    """As a text that the approver corrects does; anybody else's file takes the answer back."""
    rita, ola = invite("Rita", approver=True), invite("Ola")
    ask(save({"a": "b"}).revision)

    def state():
        return authorship.approval(db, hearing.id, body.id).state(drafts.get(db, hearing.id, body.id).revision)

    def put(title, by):
        limits = limits_of(settings)
        return attach(db, settings.attachments, hearing, body, "a.pdf", pdf(title), limits=limits, now=now, author=by)

    file = put("1", rita.writer)
    assert state() is ApprovalState.WAITING
    detach(db, hearing, body, file.sha256, now=now, author=rita.writer)
    assert state() is ApprovalState.WAITING
    put("2", ola.writer)
    assert state() is ApprovalState.CHANGED


def test_colleagues_are_forgotten_when_nothing_is_seen_of_them(db, hearing, invite, save, now):
    """Counted from the last sign of life, with their links; not while a draft holds their names."""
    ola = invite("Ola")
    invite("Rita", at=now + timedelta(days=1))
    save({"text_a": "1"}, ola.writer)
    late = now + timedelta(days=DAYS, seconds=1)
    assert stale_colleagues(db, days=DAYS, now=late) == 0
    drafts.delete(db, hearing.id, "bergvik")
    assert stale_colleagues(db, days=DAYS, now=late - timedelta(seconds=1)) == 0
    assert stale_colleagues(db, days=DAYS, now=late) == 1
    assert forget_colleagues(db, days=DAYS, now=late) == 1
    assert [each.name for each in colleagues.of_hearing(db, hearing.id)] == ["Rita"]
    assert db.table("invitations").count_where("colleague = ?", [ola.id]) == 0
    assert len(invitations.of_hearing(db, hearing.id)) == 1


def test_who_was_removed_is_forgotten_the_day_after(db, invite, now):
    """Until then they count among those invited that day."""
    remove(db, invite("Ola"), now=now)
    assert stale_colleagues(db, days=DAYS, now=now + timedelta(days=1)) == 0
    assert forget_colleagues(db, days=DAYS, now=now + timedelta(days=1, seconds=1)) == 1


def test_a_person_is_told_what_is_stored_on_them(db, content, invite, save, ask):
    """As a colleague, and what they have written, though no address stands beside that; nobody else's."""
    ola = invite("Ola", approver=True)
    save({"text_a": "HEMMELIG"}, ola.writer)
    save({"text_a": "HEMMELIG", "text_b": "x"}, invite("Rita").writer, base=1)
    ask(2, ola.writer)
    found = stored_on(db, content, "Ola@Bergvik.example")
    assert [row["name"] for row in found["colleagues"]] == ["Ola"]
    assert [row["field"] for row in found["authorship"]] == ["text_a"]
    assert [row["asked_name"] for row in found["approvals"]] == ["Ola"]
    assert {"colleague", "approval"} <= {row["kind"] for row in found["outbox"]}
    assert "HEMMELIG" not in json.dumps(found)
    assert "Rita" not in json.dumps(found)
