"""Confirmations: received once, told by mail, published with the answer, and asked for when they are late."""

import email
import hashlib
import threading
from dataclasses import replace
from datetime import UTC, date, datetime
from email.policy import default

import pytest

from hearing_app.answering.attachments import keep
from hearing_app.answering.confirm import NothingToConfirm, NotYet, confirm, standing_of, standings, unpublished
from hearing_app.answering.remind_confirmation import ask_for_confirmations, due_confirmations
from hearing_app.answering.renew import ask_for_link, renew_links
from hearing_app.definitions import load_content
from hearing_app.definitions import released as files
from hearing_app.domain.attachment import Attachment
from hearing_app.domain.confirmation import Told, Treatment, read_told
from hearing_app.domain.hearing import Withdrawal
from hearing_app.domain.journal import Flaw
from hearing_app.domain.personal_data import is_identity_number
from hearing_app.domain.public_copy import public_copy
from hearing_app.domain.redaction import Likeness
from hearing_app.domain.submission import PoliticalStanding
from hearing_app.domain.summary import summarise
from hearing_app.domain.vocabulary import Language, Outcome, Standing
from hearing_app.inviting.invite import new_link, revoke_link
from hearing_app.operating.person import stored_on
from hearing_app.operating.worker import work_once
from hearing_app.publishing.publish import plan, publish
from hearing_app.publishing.verify import check_log, check_receipt, differences, likenesses
from hearing_app.redacting.findings import Choice, before_publishing
from hearing_app.storage import attachments, audit, confirmations, invitations, outbox, rebuilds
from hearing_app.storage.database import open_database
from hearing_app.text import words_for

CONFIRMED, CHANGED, NOT_CONFIRMED = Outcome
LATER = datetime(2026, 12, 16, 9, 0, tzinfo=UTC)  # half a year after the deadline
PROMISED = date(2026, 6, 22)
TOLD = Told(Treatment(CONFIRMED, "Kommunestyret", date(2026, 12, 15), "41/26"))
MARKS = (7, 30)


@pytest.fixture
def preliminary(answered):
    """A function that fills in a preliminary answer."""

    def fill_in(*arguments, day=PROMISED, **named):
        standing = PoliticalStanding(Standing.PRELIMINARY, "Kommunestyret", day, "")
        return replace(answered(*arguments, **named), standing=standing)

    return fill_in


@pytest.fixture
def sent(hearing, receive, preliminary):
    """Bergvik's preliminary answer."""
    return receive(hearing, "bergvik", preliminary())


@pytest.fixture
def told(db, hearing, sender, sent):
    """A function by which Bergvik tells what became of its answer."""

    def tell(what=TOLD, *, at=LATER, reference=sent.reference, of=hearing):
        body, words = of.invited_body("bergvik"), words_for(Language.NB)
        return confirm(db, of, body, reference, what, words=words, sender=sender, now=at)

    return tell


def letters(db, kind="confirmation"):
    waiting = [mail for mail in outbox.waiting(db) if mail.kind == kind]
    return [(mail.recipient, email.message_from_bytes(mail.message, policy=default)) for mail in waiting]


def text_of(letter):
    return letter.get_body().get_content()


def test_a_confirmation_is_received_long_after_the_deadline(db, told, sent):
    """With its own fingerprint over exactly what was received."""
    confirmation = told()
    assert confirmations.latest(db, sent.reference) == confirmation
    assert hashlib.sha256(confirmation.payload).hexdigest() == confirmation.sha256
    assert read_told(confirmation.payload) == TOLD
    assert rebuilds.newest(db)
    assert audit.entries(db, "apen-plan")[-1].action == "confirmation told"


def test_the_secretariat_is_told_and_the_respondent_gets_a_receipt(db, told):
    """Both mails stand in the transaction that stores it; the receipt holds exactly what was received."""
    db.table("outbox").delete_where()
    confirmation = told(replace(TOLD, text="Rådet var enstemmig."))
    ((to, notice),) = letters(db)
    assert to == "sekretariatet@elvedalen.example"
    for words in ("Bergvik kommune", "Kommunestyret, 15. desember 2026", "41/26", "Rådet var enstemmig."):
        assert words in text_of(notice)
    ((to, receipt),) = letters(db, "receipt")
    assert to == "kari@bergvik.example"
    assert confirmation.sha256 in text_of(receipt)
    assert next(receipt.iter_attachments()).get_content() == confirmation.payload


def test_nothing_is_left_where_a_mail_cannot_be_queued(db, told, sent):
    """One transaction: no row, no log, no half of it."""
    db.execute("CREATE TRIGGER full BEFORE INSERT ON outbox BEGIN SELECT RAISE(ABORT, 'full'); END")
    with pytest.raises(Exception, match="full"):
        told()
    assert confirmations.of_submission(db, sent.reference) == ()
    assert audit.entries(db, "apen-plan")[-1].action == "submitted"


def test_the_same_once_more_is_one_confirmation(settings, db, hearing, sender, sent):
    """Twice in a row, or ten at once."""

    def tell():
        own = open_database(settings.database)
        body = hearing.invited_body("bergvik")
        confirm(own, hearing, body, sent.reference, TOLD, words=words_for(Language.NB), sender=sender, now=LATER)
        own.close()

    threads = [threading.Thread(target=tell) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(confirmations.of_submission(db, sent.reference)) == 1
    assert len(letters(db)) == 1


def test_a_correction_is_a_new_row_and_the_last_counts(db, told, sent):
    """Both are kept, and the table refuses to change or remove either."""
    told()
    told(Told(Treatment(CHANGED, "Kommunestyret", date(2026, 12, 15), "41/26"), "Punkt 2 går ut."))
    assert [c.told.treatment.outcome for c in confirmations.of_submission(db, sent.reference)] == [CONFIRMED, CHANGED]
    assert standing_of(db, sent, LATER).confirmation.told.text == "Punkt 2 går ut."
    for sql in ("UPDATE confirmations SET payload = '{}'", "DELETE FROM confirmations"):
        with pytest.raises(Exception, match="never"):
            db.execute(sql)
    with pytest.raises(Exception, match="never"):
        db.execute("INSERT OR REPLACE INTO confirmations SELECT * FROM confirmations")


def test_a_day_to_come_has_confirmed_nothing(told):
    """The meeting is to be held first; the day itself will do."""
    with pytest.raises(NotYet):
        told(at=datetime(2026, 12, 14, 22, 59, 59, tzinfo=UTC))
    assert told(at=datetime(2026, 12, 14, 23, 0, 0, tzinfo=UTC))  # midnight in Oslo


def test_only_the_preliminary_answer_that_counts_can_be_confirmed(hearing, receive, answered, told, sent):
    """Not one that has been replaced, not one that needs no confirmation, not one that is not there."""
    with pytest.raises(NothingToConfirm):
        told(reference="2026-9999")
    final = receive(hearing, "bergvik", answered({"viktigst": "Skogen."}))
    for reference in (sent.reference, final.reference):
        with pytest.raises(NothingToConfirm):
            told(reference=reference)


def test_a_new_version_is_to_be_confirmed_anew(db, hearing, receive, preliminary, told, sent):
    """What the council said of the earlier one is not said of it."""
    told(Told(Treatment(CONFIRMED, "Kommunestyret", date(2026, 5, 1))), at=datetime(2026, 5, 2, 8, 0, tzinfo=UTC))
    newer = receive(hearing, "bergvik", preliminary({"viktigst": "Skogen."}))
    assert standing_of(db, newer, LATER).confirmation is None
    assert standings(db, "apen-plan", LATER)["bergvik"].sent == newer


def test_a_final_answer_has_no_such_standing(db, hearing, receive, answered):
    """Nothing is waited for, so nothing is late."""
    final = receive(hearing, "fossheim", answered())
    assert standing_of(db, final, LATER) is None
    assert standings(db, "apen-plan", LATER) == {}


def test_a_promise_is_overdue_from_the_day_after(db, sent):
    """By the calendar in Oslo."""
    days = [datetime(2026, 6, 22, 21, 59, tzinfo=UTC), datetime(2026, 6, 22, 22, 0, tzinfo=UTC)]
    assert [standing_of(db, sent, at).overdue for at in days] == [0, 1]


# --- published with the answer ----------------------------------------------------------------------------------


@pytest.fixture
def published(db, settings, closed, receive, preliminary):
    """Bergvik's preliminary answer to the closed hearing, published before it was confirmed."""
    sent = receive(closed, "bergvik", preliminary({"viktigst": "", "general": "Bra."}))
    publish(
        db,
        settings,
        "lukket-strategi",
        released=frozenset({sent.reference}),
        actor="siri",
        now=datetime(2026, 5, 15, 10, 0, tzinfo=UTC),
    )
    return sent


def page_of(settings):
    found = settings.site / "current/horinger/lukket-strategi/svar/bergvik/index.html"
    return found.read_text(encoding="utf-8")


def test_a_confirmation_reaches_readers_by_the_next_publishing(db, settings, content, closed, sender, published):
    """The page of publishing shows it as a change, the desk knows of it, and nothing else is different."""
    body, words = closed.invited_body("bergvik"), words_for(Language.NB)
    matter = load_content(content).matter("lukket-strategi")
    assert unpublished(db, matter) == frozenset()
    before = (content / "hearings/lukket-strategi/submissions/bergvik.yml").read_text(encoding="utf-8")
    confirm(db, closed, body, published.reference, TOLD, words=words, sender=sender, now=LATER)
    assert unpublished(db, matter) == {"bergvik"}
    chosen = frozenset({published.reference})
    todo = plan(db, matter, content, released=chosen, now=LATER)
    assert [change.path for change in todo.changes] == ["hearings/lukket-strategi/submissions/bergvik.yml"]
    publish(db, settings, "lukket-strategi", released=chosen, actor="siri", now=LATER)
    after = (content / "hearings/lukket-strategi/submissions/bergvik.yml").read_text(encoding="utf-8")
    assert [line for line in before.splitlines() if line not in after.splitlines()] == []
    copy = load_content(content).matter("lukket-strategi").released[0]
    assert copy.confirmation == TOLD.treatment
    assert unpublished(db, load_content(content).matter("lukket-strategi")) == frozenset()


def test_the_public_page_says_who_confirmed_it_and_when(db, settings, closed, sender, published):
    """Before that it says who is to."""
    assert "Ikke bekreftet ennå." in page_of(settings)
    body, words = closed.invited_body("bergvik"), words_for(Language.NB)
    secret = replace(TOLD, text="Bare for sekretariatet.")
    confirm(db, closed, body, published.reference, secret, words=words, sender=sender, now=LATER)
    publish(db, settings, "lukket-strategi", released=frozenset({published.reference}), actor="siri", now=LATER)
    assert "Foreløpig, bekreftet av Kommunestyret 15. desember 2026, sak 41/26" in " ".join(page_of(settings).split())
    everything = [p.read_text(encoding="utf-8") for p in (settings.site / "current").rglob("*.html")]
    assert not any("Bare for sekretariatet." in text for text in everything)


def test_a_copy_without_a_confirmation_is_written_as_before(sent):
    """Byte for byte; with one, nothing but its own lines is added."""
    plain = files.write_released(public_copy(sent)).splitlines()
    told = files.write_released(public_copy(sent, confirmation=TOLD.treatment)).splitlines()
    at = told.index("confirmation:")
    assert told[:at] + told[at + 5 :] == plain
    assert sorted(told[at + 1 : at + 5]) == [
        "  case_number: 41/26",
        "  date: '2026-12-15'",
        "  organ: Kommunestyret",
        "  outcome: confirmed",
    ]


def test_a_copy_is_what_was_received_before_and_after_publishing_its_confirmation(db, told, sent, library):
    """The newest confirmation may not be published yet; one that was never told is a difference."""
    assert differences(sent, public_copy(sent)) == ()
    invented = public_copy(sent, confirmation=TOLD.treatment)
    assert differences(sent, invented) == ("confirmation",)
    told()
    given = confirmations.treatments(db, sent.reference)
    assert differences(sent, invented, confirmed=given) == ()
    assert differences(sent, public_copy(sent), confirmed=given) == ()
    other = public_copy(sent, confirmation=replace(TOLD.treatment, case_number="1/26"))
    assert differences(sent, other, confirmed=given) == ("confirmation",)


def test_the_log_and_the_receipt_check_a_published_confirmation(
    db, settings, content, library, closed, sender, published
):
    """Nothing is wrong after publishing; a confirmation that is typed into the file is told by name."""
    body, words = closed.invited_body("bergvik"), words_for(Language.NB)
    confirm(db, closed, body, published.reference, TOLD, words=words, sender=sender, now=LATER)
    publish(db, settings, "lukket-strategi", released=frozenset({published.reference}), actor="siri", now=LATER)
    assert check_log(db, content) == ()
    path = content / "hearings/lukket-strategi/submissions/bergvik.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("41/26", "42/26"), encoding="utf-8")
    (finding,) = check_log(db, content)
    assert "confirmation" in str(finding.message)
    assert check_receipt(db, library, published.payload).different == ("confirmation",)


def test_an_identity_number_in_a_confirmation_is_not_published(hearing, sent):
    """Rule 13, over the two texts of it that readers would see."""
    number = next(n for n in (f"010190000{k:02}" for k in range(100)) if is_identity_number(n))
    summary = summarise(hearing, (sent,), (), frozenset({sent.reference}))

    def stops(treatment):
        told = {sent.reference: treatment}
        choice = Choice(hearing, (sent,), (sent,), summary, frozenset(), first=False, confirmations=told)
        return len(before_publishing(choice, now=LATER)[0])

    assert stops(TOLD.treatment) == 0
    assert stops(replace(TOLD.treatment, organ=number)) == 1
    assert stops(replace(TOLD.treatment, case_number=number)) == 1


# --- asked for when they are late -------------------------------------------------------------------------------


@pytest.fixture
def linked(db, hearing, now, sent):
    """Bergvik has a working link."""
    new_link(db, hearing, hearing.invited_body("bergvik"), base_url="", actor="test", now=now)
    return hearing


def on(month, day):
    return datetime(2026, month, day, 9, 0, tzinfo=UTC)


def test_a_late_confirmation_is_asked_for_once_at_each_mark(db, linked, sender):
    """However often it runs; a link that works comes along."""
    found = []
    for month, day in [(6, 22), (6, 28), (6, 29), (6, 29), (7, 15), (7, 22), (7, 23)]:
        done = ask_for_confirmations(db, [linked], marks=MARKS, sender=sender, actor="worker", now=on(month, day))
        found += [(month, day, owed.mark) for bundle in done for owed in bundle.owed]
    assert found == [(6, 29, 7), (7, 22, 30)]
    (to, letter), _ = letters(db, "reminder")
    assert to == "post@bergvik.example"
    assert "22. juni 2026" in text_of(letter)
    assert "http://samrad.test/svar/i/" in text_of(letter)


def test_whoever_has_told_or_owes_nothing_is_not_asked(db, linked, sender, told, receive, answered):
    """Confirmed, or not preliminary."""
    receive(linked, "fossheim", answered())
    new_link(db, linked, linked.invited_body("fossheim"), base_url="", actor="test", now=on(5, 1))
    told(Told(Treatment(NOT_CONFIRMED, "Kommunestyret", date(2026, 6, 22)), "Avslått."), at=on(6, 23))
    assert due_confirmations(db, [linked], MARKS, now=on(7, 22)) == ()


def test_nobody_is_asked_without_a_link_or_in_a_withdrawn_hearing(db, linked):
    """A body whose links are revoked is not written to with a new one."""
    assert due_confirmations(db, [linked], MARKS, now=on(7, 1))
    withdrawn = replace(linked, withdrawn=Withdrawal(date(2026, 6, 1), None))
    assert due_confirmations(db, [withdrawn], MARKS, now=on(7, 1)) == ()
    for invitation in invitations.working(db, linked.id, "bergvik"):
        revoke_link(db, invitation, actor="siri", now=on(6, 1))
    assert due_confirmations(db, [linked], MARKS, now=on(7, 1)) == ()


def test_one_address_gets_one_mail_of_all_it_owes(db, hearing, receive, preliminary, sender, now):
    """Two bodies of one mailbox."""
    bodies = tuple(replace(body, email="felles@elvedalen.example") for body in hearing.invited)
    shared = replace(hearing, invited=bodies)
    for body in ("bergvik", "fossheim"):
        receive(shared, body, preliminary())
        new_link(db, shared, shared.invited_body(body), base_url="", actor="test", now=now)
    (bundle,) = ask_for_confirmations(db, [shared], marks=MARKS, sender=sender, actor="worker", now=on(6, 30))
    assert [owed.body.id for owed in bundle.owed] == ["bergvik", "fossheim"]
    assert len(letters(db, "reminder")) == 1


def test_of_two_runs_at_once_one_sends(settings, db, linked, sender):
    """What is owed is asked for once more in the transaction that sends."""

    def run():
        own = open_database(settings.database)
        ask_for_confirmations(own, [linked], marks=MARKS, sender=sender, actor="worker", now=on(6, 30))
        own.close()

    threads = [threading.Thread(target=run) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(letters(db, "reminder")) == 1


def test_the_worker_asks(db, settings, linked):
    """At the days of the setting, from seven in the morning."""
    assert settings.confirmation_reminder_days == (30, 7)
    work_once(db, settings, now=on(6, 30))
    rows = [row["days_after"] for row in db.table("confirmation_reminders").rows]
    assert rows == [7]


def test_who_owes_a_confirmation_can_get_a_new_link_after_the_deadline(db, linked, library, sender, told):
    """Until it is told; the mail says what the link is good for."""
    ask_for_link(db, linked, "post@bergvik.example", now=LATER)
    assert renew_links(db, library, sender=sender, now=LATER) == 1
    ((_, letter),) = letters(db, "renewal")
    assert "Fristen er over." in text_of(letter)
    told()
    ask_for_link(db, linked, "post@bergvik.example", now=LATER)
    assert renew_links(db, library, sender=sender, now=LATER) == 0


def test_the_export_on_a_person_finds_what_a_confirmation_says(db, content, told):
    """Its text is searched like any other; the fingerprint is no secret, but proves nothing there."""
    told(replace(TOLD, text="Spør ola@bergvik.example om dette."))
    (row,) = stored_on(db, content, "ola@bergvik.example")["confirmations"]
    assert "ola@bergvik.example" in row["payload"]


def test_minutes_are_named_so_that_no_sweep_takes_them(db, told):
    """By their fingerprint."""
    told(replace(TOLD, minutes=Attachment("p.pdf", "application/pdf", 3, "a" * 64)))
    assert "a" * 64 in attachments.named(db)


def test_minutes_that_are_missing_or_changed_are_found(db, content, settings, told, sent):
    """`samrad verify` names the file and the answer."""
    data = b"%PDF-1.7 hele"
    minutes = Attachment("Møteprotokoll.pdf", "application/pdf", len(data), hashlib.sha256(data).hexdigest())
    keep(settings.attachments, minutes, data)
    told(replace(TOLD, minutes=minutes))
    assert check_log(db, content, settings.attachments) == ()
    (settings.attachments / minutes.sha256[:2] / minutes.sha256).unlink()
    (finding,) = check_log(db, content, settings.attachments)
    assert (finding.flaw, finding.number) == (Flaw.ATTACHMENT, 1)
    assert {"Møteprotokoll.pdf", sent.reference} <= set(dict(finding.message.values).values())
    assert check_log(db, content) == ()


def test_a_confirmation_that_was_changed_is_found(db, content, told, sent):
    """Whoever takes the guards off the table and writes another outcome is told of."""
    told()
    db.execute("DROP TRIGGER confirmations_kept")
    db.execute("UPDATE confirmations SET payload = replace(payload, '41/26', '42/26')")
    (finding,) = check_log(db, content)
    assert finding.flaw is Flaw.SUBMISSION
    assert sent.reference in dict(finding.message.values).values()


def test_a_published_confirmation_can_be_redacted(db, told, sent):
    """As any other text of the copy; another outcome is a difference all the same."""
    told()
    confirmed = confirmations.treatments(db, sent.reference)
    hidden = replace(TOLD.treatment, organ="▇▇▇ [offl. § 13]")
    copy = public_copy(sent, confirmation=hidden)
    assert differences(sent, copy, confirmed=confirmed) == ()
    assert likenesses(sent, copy, confirmed=confirmed)["confirmation"] is Likeness.REDACTED
    other = public_copy(sent, confirmation=replace(hidden, outcome=NOT_CONFIRMED))
    assert differences(sent, other, confirmed=confirmed) == ("confirmation",)
