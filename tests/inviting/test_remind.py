"""Reminders: who gets which, once, bundled, in whose language, and with a link and a date that work."""

import email
import json
import re
import threading
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email.policy import default

import pytest
from click.testing import CliRunner
from icalendar import Calendar

from hearing_app.cli import commands as cli
from hearing_app.cli import remind as cli_remind
from hearing_app.domain.calendar import oslo_day
from hearing_app.domain.hearing import Deadline, Withdrawal
from hearing_app.domain.localised import Localised
from hearing_app.inviting.invite import invite_bodies, new_link, open_link, revoke_link
from hearing_app.inviting.remind import _send, due_reminders, hearings_of, send_reminders
from hearing_app.library import Library
from hearing_app.mailing.mail import SmtpTransport, deliver
from hearing_app.operating.worker import work_once
from hearing_app.settings import SettingsError, Smtp, load_settings
from hearing_app.storage import audit, invitations, outbox, reminders
from hearing_app.storage.database import open_database
from hearing_app.text import words_for

MARKS = (14, 3, 0)
FORTNIGHT = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)  # the open hearing's deadline is 15 June
THREE_DAYS = datetime(2026, 6, 12, 8, 0, tzinfo=UTC)
LAST_DAY = datetime(2026, 6, 15, 8, 0, tzinfo=UTC)


@pytest.fixture
def invited(db, hearing, sender, now):
    """Everybody with an address has been invited to the open hearing, and those mails have gone."""
    invite(db, hearing, sender, now)
    return hearing


def invite(db, hearing, sender, now):
    invite_bodies(
        db,
        hearing,
        hearing.invited,
        sender=sender,
        words_of=lambda body: words_for(body.language or hearing.language),
        actor="kari",
        now=now,
    )
    db.table("outbox").delete_where("kind = 'invitation'")


@pytest.fixture
def remind(db, sender):
    """A function that reminds of the given hearings at an instant, and returns who got mail about what."""

    def run(hearings, at, marks=MARKS):
        bundles = send_reminders(db, hearings, marks=marks, sender=sender, actor="worker", now=at)
        return {b.recipient: [(d.hearing.id, d.body.id, d.mark) for d in b.due] for b in bundles}

    return run


def letters(db):
    return {m.recipient: email.message_from_bytes(m.message, policy=default) for m in outbox.waiting(db)}


def text_of(letter):
    return letter.get_body().get_content()


def dates_in(letter):
    return [Calendar.from_ical(part.get_content()) for part in letter.iter_attachments()]


def with_address(hearing, body_id, address):
    bodies = tuple(replace(body, email=address) if body.id == body_id else body for body in hearing.invited)
    return replace(hearing, invited=bodies)


def test_only_those_who_have_not_answered_are_reminded(db, invited, remind, receive, answered):
    """Nobody who has sent, and nobody who was never invited."""
    receive(invited, "bergvik", answered())
    assert set(remind([invited], FORTNIGHT)) == {f"post@{b}.example" for b in ("fossheim", "granneset", "indre")}


def test_a_mark_is_sent_once_however_often_it_is_asked_for(db, invited, remind):
    """Every hour from a fortnight before until after the deadline: three mails, each on its day."""
    at, sent = FORTNIGHT - timedelta(days=5), []
    while at < LAST_DAY + timedelta(days=3):
        found = remind([invited], at)
        sent += [(oslo_day(at), mark) for _, _, mark in found.get("post@bergvik.example", ())]
        at += timedelta(hours=1)
    assert sent == [(date(2026, 6, 1), 14), (date(2026, 6, 12), 3), (date(2026, 6, 15), 0)]
    assert len(outbox.waiting(db)) == 3 * 4


def test_a_day_that_was_missed_is_made_up_for_once(invited, remind):
    """With the nearest mark alone."""
    late = THREE_DAYS + timedelta(days=1)
    assert remind([invited], late)["post@bergvik.example"] == [("apen-plan", "bergvik", 3)]
    assert remind([invited], late) == {}


@pytest.mark.parametrize(
    "change",
    [
        lambda h: replace(h, withdrawn=Withdrawal(date(2026, 5, 20), Localised("Nei"))),
        lambda h: replace(h, published=None),
        lambda h: replace(h, published=date(2026, 6, 3)),
        lambda h: replace(h, deadlines=(Deadline(date(2026, 5, 31), date(2026, 3, 2)),)),
    ],
    ids=["withdrawn", "draft", "planned", "closed"],
)
def test_nobody_is_reminded_of_a_hearing_that_takes_no_answers(invited, remind, change):
    """Withdrawn, not public yet, or over."""
    assert remind([change(invited)], FORTNIGHT) == {}


def test_whose_links_have_been_revoked_is_not_reminded(db, invited, remind):
    """A body with one more that works still is."""
    kept = new_link(db, invited, invited.invited_body("indre"), base_url="", actor="k", now=FORTNIGHT)
    assert kept
    for invitation in invitations.of_hearing(db, invited.id)[:4]:
        if invitation.body in ("bergvik", "indre"):
            revoke_link(db, invitation, actor="kari", now=FORTNIGHT)
    assert "post@bergvik.example" not in remind([invited], THREE_DAYS)
    assert "post@indre.example" in letters(db)


def test_an_extended_deadline_has_marks_of_its_own(db, invited, remind):
    """Also where the old one's mark was given the same number."""
    remind([invited], FORTNIGHT)
    longer = replace(
        invited, deadlines=(*invited.deadlines, Deadline(date(2026, 7, 1), date(2026, 6, 10), Localised("Ferie")))
    )
    assert remind([longer], THREE_DAYS) == {}
    assert len(remind([longer], datetime(2026, 6, 17, 8, 0, tzinfo=UTC))) == 4
    assert {(g.deadline.month, g.days_before) for g in reminders.of_hearing(db, invited.id)} == {(6, 14), (7, 14)}


def test_one_address_gets_one_mail_for_everything(db, invited, closed, remind, sender, now):
    """Two bodies and two hearings, in the first body's language; each with its own link, date and deadline."""
    first = with_address(invited, "fossheim", "felles@x.example")
    first = with_address(first, "granneset", "Felles@X.example")
    other = replace(
        with_address(closed, "fossheim", "felles@x.example"), deadlines=(Deadline(date(2026, 6, 12), date(2026, 3, 1)),)
    )
    invite(db, other, sender, now)
    found = remind([first, other], THREE_DAYS)
    assert [(h, b) for h, b, _ in found["felles@x.example"]] == [
        (other.id, "fossheim"),
        ("apen-plan", "fossheim"),
        ("apen-plan", "granneset"),
    ]
    letter = letters(db)["felles@x.example"]
    links = re.findall(r"http://samrad\.test/svar/i/(\S+)", text_of(letter))
    opened = [open_link(db, token, now=THREE_DAYS) for token in links]
    assert [(i.hearing, i.body) for i in opened] == [(h, b) for h, b, _ in found["felles@x.example"]]
    assert "måndag 15. juni 2026" in text_of(letter)
    assert [str(c.walk("VEVENT")[0]["uid"]) for c in dates_in(letter)] == [
        f"hearing-{other.id}@samrad.test",
        "hearing-apen-plan@samrad.test",
    ]


def test_a_reminder_speaks_the_bodys_language_over_a_real_server(db, invited, remind, mail_server):
    """With the title and the deadline in the subject."""
    remind([invited], LAST_DAY)
    transport = SmtpTransport(Smtp(mail_server.hostname, mail_server.port, "none", "", ""))
    assert deliver(db, transport, "samrad@elvedalen.example", now=LAST_DAY).sent == 4
    arrived = {e.rcpt_tos[0]: email.message_from_bytes(e.content, policy=default) for e in mail_server.letters}
    nn, nb = arrived["post@fossheim.example"], arrived["post@bergvik.example"]
    assert nb["Subject"] == "Påminnelse, frist 15. juni 2026: Felles plan for elva"
    assert nn["Subject"] == "Påminning, frist 15. juni 2026: Felles plan for elva"
    assert "Det er i dag." in text_of(nb)
    assert dates_in(nn)[0].walk("VEVENT")[0]["summary"] == "Høyringsfrist: Felles plan for elva"


def test_the_links_of_earlier_mails_work_as_before(db, invited, remind, now):
    """The reminder's is one more, and both are noted."""
    token = new_link(db, invited, invited.invited_body("bergvik"), base_url="", actor="k", now=now).rpartition("/")[2]
    remind([invited], FORTNIGHT)
    assert open_link(db, token, now=FORTNIGHT).body == "bergvik"
    assert {"reminded"} <= {entry.action for entry in audit.entries(db, invited.id)}


def test_two_runs_at_once_send_each_reminder_once(settings, db, invited, sender):
    """Whatever one has seen, the other may have done; the mails are as many as the bodies."""
    start, done = threading.Barrier(4), []

    def run():
        mine = open_database(settings.database)
        start.wait()
        done.extend(send_reminders(mine, [invited], marks=MARKS, sender=sender, actor="x", now=FORTNIGHT))
        mine.close()

    runs = [threading.Thread(target=run) for _ in range(4)]
    for one in runs:
        one.start()
    for one in runs:
        one.join()
    assert len(done) == len(outbox.waiting(db)) == len(reminders.of_hearing(db, invited.id)) == 4


def test_an_answer_that_comes_between_looking_and_sending_stops_the_reminder(db, invited, sender, receive, answered):
    """Asked for again in the transaction that queues the mail, and the mail is then about the rest."""
    invited = with_address(invited, "fossheim", "post@bergvik.example")
    looked = due_reminders(db, [invited], MARKS, now=FORTNIGHT)
    receive(invited, "bergvik", answered())
    sent = [_send(db, bundle, MARKS, sender, "x", FORTNIGHT) for bundle in looked]
    assert [[due.body.id for due in bundle.due] for bundle in looked] == [
        ["bergvik", "fossheim"],
        ["granneset"],
        ["indre"],
    ]
    assert [[due.body.id for due in bundle.due] for bundle in sent] == [["fossheim"], ["granneset"], ["indre"]]
    assert "Bergvik" not in text_of(letters(db)["post@bergvik.example"])


def test_a_reminder_that_fails_leaves_nothing_and_is_sent_by_the_next_run(db, invited, remind):
    """No mark without its mail, and no link."""
    links = len(invitations.of_hearing(db, invited.id))
    db.execute("CREATE TRIGGER full BEFORE INSERT ON outbox BEGIN SELECT RAISE(ABORT, 'full'); END")
    with pytest.raises(Exception, match="full"):
        remind([invited], FORTNIGHT)
    assert reminders.of_hearing(db, invited.id) == ()
    assert len(invitations.of_hearing(db, invited.id)) == links
    db.execute("DROP TRIGGER full")
    assert len(remind([invited], FORTNIGHT)) == 4


def test_the_table_refuses_a_second_reminder_for_a_mark(db):
    """Whatever the code believes."""
    row = {"hearing": "h", "body": "b", "deadline": date(2026, 6, 1), "days_before": 3, "recipient": "a@x.example"}
    reminders.add(db, **row, now=FORTNIGHT)
    with pytest.raises(Exception, match="UNIQUE"):
        reminders.add(db, **row, now=THREE_DAYS)


def test_an_invitation_has_the_deadline_as_a_calendar_file(db, hearing, sender, now):
    """A whole day with an alarm before it; an extension moves the same event, and no link is in the file."""
    event = invitation_event(db, hearing, sender, now)
    assert event["dtstart"].dt == date(2026, 6, 15)
    assert (str(event["uid"]), event["sequence"]) == ("hearing-apen-plan@samrad.test", 1)
    (alarm,) = event.walk("VALARM")
    assert alarm["trigger"].dt < timedelta(0)
    assert "/svar/i/" not in event.to_ical().decode()
    for invitation in invitations.of_hearing(db, hearing.id):
        revoke_link(db, invitation, actor="k", now=now)
    longer = replace(hearing, deadlines=(*hearing.deadlines, Deadline(date(2026, 7, 1), date(2026, 5, 14))))
    moved = invitation_event(db, longer, sender, now)
    assert (moved["uid"], moved["sequence"], moved["dtstart"].dt) == (event["uid"], 2, date(2026, 7, 1))


def invitation_event(db, hearing, sender, now):
    db.table("outbox").delete_where("1 = 1")
    words = words_for(hearing.language)
    invite_bodies(db, hearing, hearing.invited[:1], sender=sender, words_of=lambda _: words, actor="k", now=now)
    (letter,) = letters(db).values()
    (part,) = letter.iter_attachments()
    assert (part.get_content_type(), part.get_filename()) == ("text/calendar", "apen-plan.ics")
    assert part.get_param("method") == "PUBLISH"
    return dates_in(letter)[0].walk("VEVENT")[0]


def test_the_worker_reminds_by_day_and_sends_in_the_same_round(db, settings, invited):
    """Not before seven in Oslo; what is sent lands in the outbox folder here."""
    work_once(db, settings, now=datetime(2026, 6, 1, 4, 59, tzinfo=UTC))
    assert not list(settings.outbox.glob("*reminder.eml"))
    work_once(db, settings, now=datetime(2026, 6, 1, 5, 0, tzinfo=UTC))
    assert len(list(settings.outbox.glob("*reminder.eml"))) == 4
    work_once(db, settings, now=FORTNIGHT)
    assert len(list(settings.outbox.glob("*reminder.eml"))) == 4


def test_a_hearing_with_a_mistake_holds_no_other_up(db, settings, content, invited, remind):
    """It is told, and the others' bodies are reminded."""
    (content / "hearings/lukket-strategi/hearing.yml").write_text("id: feil\n")
    hearings, problems = hearings_of(Library(settings.content))
    assert [p.place.file for p in problems if p.place.file.endswith("hearing.yml")]
    assert len(remind(hearings, FORTNIGHT)) == 4


@pytest.fixture
def samrad(workspace, invited, monkeypatch):
    """A function that runs `samrad remind` a fortnight before the deadline."""
    monkeypatch.setattr(cli_remind, "now", lambda: FORTNIGHT)

    def run(*options):
        result = CliRunner().invoke(cli.main, ["--workspace", str(workspace), "remind", *options])
        assert result.exit_code == 0, result.output
        return result.stdout

    return run


def test_a_dry_run_tells_and_changes_nothing(db, samrad):
    """To people and to scripts; afterwards the real run sends just that."""
    before = list(db.conn.iterdump())
    told = samrad("--dry-run")
    rows = json.loads(samrad("--dry-run", "--json"))
    assert list(db.conn.iterdump()) == before
    assert "post@bergvik.example\n  Felles plan for elva: Bergvik kommune, frist 15. juni 2026\n" in told
    about = {"hearing": "apen-plan", "body": "bergvik", "deadline": "2026-06-15", "days_before": 14}
    assert {"to": "post@bergvik.example", "language": "nb", "about": [about]} in rows
    assert json.loads(samrad("--json")) == rows
    assert {mail.recipient for mail in outbox.waiting(db)} == {row["to"] for row in rows}
    assert json.loads(samrad("--json")) == []


@pytest.mark.parametrize(
    ("text", "days"), [("14,3,0", (14, 3, 0)), (" 0, 7 ,7", (7, 0)), ("", ()), ("0", (0,))], ids=repr
)
def test_the_days_are_settable(workspace, text, days):
    """In any order, also none."""
    assert load_settings(workspace, {"SAMRAD_REMINDER_DAYS": text}).reminder_days == days


@pytest.mark.parametrize("text", ["fjorten", "14;3", "-1", "3,,0", "1.5", "²", "99999", "[14, 3]"])
def test_days_that_cannot_be_used_stop_the_start_with_the_key(workspace, text):
    """Rather than a mail on the wrong day."""
    with pytest.raises(SettingsError, match="reminder_days"):
        load_settings(workspace, {"SAMRAD_REMINDER_DAYS": text})
