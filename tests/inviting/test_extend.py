"""Later deadlines for single bodies: asked for, granted, refused, taken back, and everything that follows them."""

import email
import threading
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email.policy import default

import pytest
from click.testing import CliRunner
from icalendar import Calendar

from hearing_app.answering.receive import DeadlinePassed
from hearing_app.answering.renew import ask_for_link, renew_links
from hearing_app.cli import commands as cli
from hearing_app.definitions import load_content
from hearing_app.definitions import released as files
from hearing_app.definitions.positions import dump_yaml
from hearing_app.definitions.written_models import ReceivedFile
from hearing_app.domain.calendar import OSLO, oslo_day
from hearing_app.domain.hearing import Withdrawal
from hearing_app.domain.summary import Received, summarise
from hearing_app.domain.vocabulary import ExtensionAnswer
from hearing_app.inviting.extend import (
    DayRefused,
    HearingOver,
    RequestChanged,
    ask_extension,
    decide,
    own_hearing,
    still_running,
)
from hearing_app.inviting.invite import new_link
from hearing_app.inviting.remind import due_reminders, send_reminders
from hearing_app.publishing.publish import plan, refresh_site
from hearing_app.redacting.findings import Choice, before_publishing
from hearing_app.storage import audit, extensions, outbox, rebuilds
from hearing_app.storage.database import open_database

GRANTED, NOT_GRANTED, TAKEN_BACK = ExtensionAnswer
JUNE = [date(2026, 6, day) if day else None for day in range(31)]
OVER = datetime(2026, 6, 17, 8, 0, tzinfo=UTC)  # two days after everybody's deadline
MARKS = (14, 3, 0)


@pytest.fixture
def ask(db, hearing, sender, now):
    """A function by which Bergvik asks for a later deadline."""

    def asked(day=JUNE[22], reason="Kommunestyret møtes 22. juni.", *, at=now, of=hearing):
        return ask_extension(db, of, of.invited_body("bergvik"), day=day, reason=reason, sender=sender, now=at)

    return asked


@pytest.fixture
def decided(db, hearing, sender, now):
    """A function by which the secretariat decides on a body's deadline."""

    def done(answer, day=None, *, body="bergvik", at=now, seen=None, reason="", of=hearing):
        who = of.invited_body(body)
        return decide(db, of, who, answer, day=day, reason=reason, seen=seen, sender=sender, actor="siri", now=at)

    return done


def letters(db, kind="extension"):
    waiting = [mail for mail in outbox.waiting(db) if mail.kind == kind]
    return [(mail.recipient, email.message_from_bytes(mail.message, policy=default)) for mail in waiting]


def text_of(letter):
    return letter.get_body().get_content()


def test_a_request_is_stored_with_the_mail_to_the_secretariat_and_an_entry_in_the_log(db, ask):
    """It says who, which day and why, and where to decide."""
    assert ask().pending.day == JUNE[22]
    ((to, letter),) = letters(db)
    text = text_of(letter)
    assert to == "sekretariatet@elvedalen.example"
    assert "Bergvik kommune" in letter["Subject"]
    assert "22. juni 2026" in text
    assert "Kommunestyret møtes 22. juni." in text
    assert "http://samrad.test/sekretariat/apen-plan/frister/" in text
    assert [(e.actor, e.action) for e in audit.entries(db, "apen-plan")] == [("bergvik", "extension asked for")]


def test_asking_twice_is_one_request_and_a_change_takes_its_place(db, ask):
    """The same words again send nothing; other words are a change, and the last counts."""
    first = ask()
    assert ask() == first
    assert len(letters(db)) == 1
    assert ask(JUNE[25]).pending.day == JUNE[25]
    assert len(letters(db)) == 2


def test_ten_clicks_at_once_are_one_request(settings, db, hearing, sender, now):
    """Each over a connection of its own."""

    def click():
        own = open_database(settings.database)
        body = hearing.invited_body("bergvik")
        ask_extension(own, hearing, body, day=JUNE[22], reason="Møte", sender=sender, now=now)
        own.close()

    threads = [threading.Thread(target=click) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(extensions.of_body(db, "apen-plan", "bergvik").requests) == 1


@pytest.mark.parametrize("day", [JUNE[15], JUNE[1], JUNE[15] + timedelta(days=91)])
def test_only_a_day_after_the_deadline_and_within_reason_can_be_asked_for(db, ask, day):
    """Else nothing is stored and nobody gets mail."""
    with pytest.raises(DayRefused):
        ask(day)
    assert extensions.of_hearing(db, "apen-plan") == {}
    assert letters(db) == []


def test_it_can_be_asked_up_to_the_last_second_of_the_deadline(ask):
    """And not in the first second after it."""
    last = datetime(2026, 6, 15, 23, 59, 59, tzinfo=OSLO)
    with pytest.raises(HearingOver):
        ask(at=last + timedelta(seconds=1))
    assert ask(at=last).pending is not None


def test_a_grant_answers_the_request_and_the_body_is_told_in_its_language_with_the_day_for_its_calendar(
    db, ask, decided, hearing
):
    """By mail, with a file that moves the deadline in a calendar that had the earlier one."""
    seen = ask().pending.id
    done = decided(GRANTED, JUNE[22], seen=seen)
    assert (done.extension.pending, done.recipient) == (None, "post@bergvik.example")
    _, (to, letter) = letters(db)
    assert to == "post@bergvik.example"
    assert "mandag 22. juni 2026" in text_of(letter)
    (event,) = Calendar.from_ical(next(letter.iter_attachments()).get_content()).walk("VEVENT")
    assert (event.decoded("dtstart"), int(event["sequence"])) == (JUNE[22], len(hearing.deadlines))
    assert [e.action for e in audit.entries(db, "apen-plan")] == ["extension asked for", "deadline extended"]


def test_a_body_is_written_to_in_nynorsk_where_that_is_its_own(db, decided):
    """Fossheim's language form."""
    decided(GRANTED, JUNE[22], body="fossheim")
    ((_, letter),) = letters(db)
    assert "måndag 22. juni 2026" in text_of(letter)


def test_a_refusal_has_a_reason_which_the_body_reads(db, ask, decided):
    """The deadline stays; there is no calendar file, for nothing has moved."""
    seen = ask().pending.id
    with pytest.raises(ValueError, match="reason"):
        decided(NOT_GRANTED, seen=seen)
    done = decided(NOT_GRANTED, seen=seen, reason="Rådet møtes 20. juni.")
    _, (_, letter) = letters(db)
    assert "Rådet møtes 20. juni." in text_of(letter)
    assert (list(letter.iter_attachments()), done.extension.extended_to) == ([], None)


def test_a_decision_on_what_was_changed_meanwhile_is_none(db, ask, decided):
    """The secretariat looks again; the same holds where somebody else has answered already."""
    seen = ask().pending.id
    ask(JUNE[25])
    for answer in (GRANTED, NOT_GRANTED):
        with pytest.raises(RequestChanged):
            decided(answer, JUNE[22], seen=seen, reason="Nei")
    with pytest.raises(RequestChanged):
        decided(GRANTED, JUNE[22])  # nobody looked at the request
    assert extensions.of_body(db, "apen-plan", "bergvik").decisions == ()


def test_more_time_is_given_unasked_and_after_the_deadline_too(db, decided, hearing, receive, answered):
    """A body that has been ill answers within it, to its last second, and its answer is not late."""
    with pytest.raises(DeadlinePassed):
        receive(hearing, "bergvik", answered(), at=OVER)
    decided(GRANTED, JUNE[22], at=OVER)
    last = datetime(2026, 6, 22, 23, 59, 59, tzinfo=OSLO)
    with pytest.raises(DeadlinePassed):
        receive(hearing, "fossheim", answered(), at=last)
    with pytest.raises(DeadlinePassed):
        receive(hearing, "bergvik", answered(), at=last + timedelta(seconds=1))
    sent = receive(hearing, "bergvik", answered(), at=last.astimezone(UTC))
    assert sent.version == 1
    assert not own_hearing(db, hearing, "bergvik").is_late(sent.received_at)


def test_the_last_second_is_oslos_where_summer_time_ends_in_between(db, decided, hearing, receive, answered):
    """A deadline on the day that has 25 hours."""
    late = replace(hearing, deadlines=(replace(hearing.deadlines[0], day=date(2026, 10, 20)),))
    decided(GRANTED, date(2026, 10, 25), of=late, at=datetime(2026, 10, 1, 8, 0, tzinfo=UTC))
    with pytest.raises(DeadlinePassed):
        receive(late, "bergvik", answered(), at=datetime(2026, 10, 25, 23, 0, 0, tzinfo=UTC))
    assert receive(late, "bergvik", answered(), at=datetime(2026, 10, 25, 22, 59, 59, tzinfo=UTC)).version == 1


def test_an_extension_that_is_taken_back_holds_no_more_whatever_a_page_believed(
    db, decided, hearing, receive, answered
):
    """Receiving reads the database itself; the page that was opened before holds an older hearing."""
    decided(GRANTED, JUNE[22])
    opened = own_hearing(db, hearing, "bergvik")
    decided(TAKEN_BACK)
    assert opened.deadline == JUNE[22]
    with pytest.raises(DeadlinePassed):
        receive(opened, "bergvik", answered(), at=OVER)


def test_it_is_shortened_to_no_day_that_is_over(db, decided, hearing):
    """And not taken back after everybody's deadline, for then the body would have had a deadline in the past."""
    decided(GRANTED, JUNE[25])
    for day in (JUNE[16], JUNE[15], JUNE[1]):
        with pytest.raises(DayRefused):
            decided(GRANTED, day, at=OVER)
    with pytest.raises(HearingOver):
        decided(TAKEN_BACK, at=OVER)
    assert decided(GRANTED, JUNE[17], at=OVER).extension.extended_to == JUNE[17]
    assert own_hearing(db, hearing, "bergvik").deadline == JUNE[17]


def test_a_day_more_than_a_year_away_is_a_slip_of_the_pen(decided):
    """2062 for 2026."""
    with pytest.raises(DayRefused):
        decided(GRANTED, date(2062, 6, 22))


@pytest.mark.parametrize(
    "change", [{"published": None}, {"published": date(2026, 6, 1)}, {"withdrawn": Withdrawal(date(2026, 5, 1), None)}]
)
def test_nobody_gets_more_time_in_a_hearing_that_is_not_held(decided, hearing, change):
    """Not public yet, or withdrawn."""
    with pytest.raises(HearingOver):
        decided(GRANTED, JUNE[22], of=replace(hearing, **change))


def test_there_is_nothing_to_refuse_or_take_back_where_nothing_is(decided):
    """A button of an old page."""
    for answer in (NOT_GRANTED, TAKEN_BACK):
        with pytest.raises(HearingOver):
            decided(answer, reason="Nei")


def test_the_same_grant_once_more_changes_nothing_and_sends_nothing(db, decided):
    """Two clicks."""
    decided(GRANTED, JUNE[22])
    assert decided(GRANTED, JUNE[22]).recipient == ""
    assert len(letters(db)) == 1


def test_a_body_without_an_address_gets_its_deadline_and_no_mail(db, decided):
    """The desk is told that nobody was written to."""
    done = decided(GRANTED, JUNE[22], body="ungdomsradet")
    assert (done.recipient, done.extension.extended_to) == ("", JUNE[22])
    assert letters(db) == []


def test_who_has_an_extension_is_reminded_by_that_day_and_others_by_theirs(db, decided, hearing, sender, now):
    """At the marks before each one's own deadline, and after everybody's too."""
    for body in ("bergvik", "fossheim"):
        new_link(db, hearing, hearing.invited_body(body), base_url="", actor="test", now=now)
    decided(GRANTED, JUNE[22])
    marks = {}
    for day in range(1, 24):
        at = datetime(2026, 6, day, 8, 0, tzinfo=UTC)
        for bundle in send_reminders(db, [hearing], marks=MARKS, sender=sender, actor="worker", now=at):
            marks |= {(due.body.id, due.mark): (day, due.hearing.deadline.day) for due in bundle.due}
    assert marks == {
        ("fossheim", 14): (1, 15),
        ("fossheim", 3): (12, 15),
        ("fossheim", 0): (15, 15),
        ("bergvik", 14): (8, 22),
        ("bergvik", 3): (19, 22),
        ("bergvik", 0): (22, 22),
    }


def test_one_mail_tells_both_days_where_one_address_is_two_bodies(db, decided, hearing, sender, now):
    """The nearer deadline first; that one goes into the calendar, where a hearing has one event."""
    bodies = tuple(replace(body, email="felles@elvedalen.example") for body in hearing.invited)
    shared = replace(hearing, invited=bodies)
    for body in ("bergvik", "fossheim"):
        new_link(db, shared, shared.invited_body(body), base_url="", actor="test", now=now)
    decided(GRANTED, JUNE[17])
    at = datetime(2026, 6, 14, 8, 0, tzinfo=UTC)
    (bundle,) = due_reminders(db, [shared], MARKS, now=at)
    assert [(due.body.id, due.hearing.deadline) for due in bundle.due] == [
        ("fossheim", JUNE[15]),
        ("bergvik", JUNE[17]),
    ]
    send_reminders(db, [shared], marks=MARKS, sender=sender, actor="worker", now=at)
    ((_, letter),) = letters(db, "reminder")
    days = [
        event.decoded("dtstart")
        for part in letter.iter_attachments()
        for event in Calendar.from_ical(part.get_content()).walk("VEVENT")
    ]
    assert days == [JUNE[15]]
    assert all(f"{day}. juni 2026" in text_of(letter) for day in (15, 17))


def test_a_new_link_can_be_had_by_an_extended_body_after_everybodys_deadline(
    db, decided, hearing, library, sender, now
):
    """And by nobody else; the mail tells its own deadline."""
    for body in ("bergvik", "fossheim"):
        new_link(db, hearing, hearing.invited_body(body), base_url="", actor="test", now=now)
    decided(GRANTED, JUNE[22])
    for address in ("post@bergvik.example", "post@fossheim.example"):
        ask_for_link(db, hearing, address, now=OVER)
    renew_links(db, library, sender=sender, now=OVER)
    ((to, letter),) = letters(db, "renewal")
    assert to == "post@bergvik.example"
    assert "22. juni 2026" in text_of(letter)


def test_publishing_while_an_extension_runs_is_warned_about(db, decided, hearing):
    """It is no stop: the others' answers may be needed."""
    decided(GRANTED, JUNE[22])
    assert still_running(db, hearing, datetime(2026, 6, 10, 8, 0, tzinfo=UTC)) == ()  # everybody can answer
    running = still_running(db, hearing, OVER)
    assert [(body.id, day) for body, day in running] == [("bergvik", JUNE[22])]
    choice = Choice(
        hearing, (), (), summarise(hearing, (), (), frozenset()), frozenset({"x"}), first=False, running=running
    )
    stops, warnings = before_publishing(choice, now=OVER)
    assert stops == ()
    assert any("deadline is extended" in w.sentence for w in warnings)


def test_the_plan_of_a_closed_hearing_warns_of_who_still_can_answer(
    db, content, decided, closed, library, three_answers
):
    """Found by the plan itself."""
    matter, at = library.matter("lukket-strategi"), datetime(2026, 5, 15, 10, 0, tzinfo=UTC)
    chosen = frozenset(s.reference for s in three_answers.values())

    def told():
        warnings = plan(db, matter, content, released=chosen, now=at).warnings
        return [w for w in warnings if "deadline is extended" in w.sentence]

    assert told() == []
    decided(GRANTED, date(2026, 5, 30), body="bergvik", of=closed, at=at)
    assert len(told()) == 1


def test_the_register_tells_of_an_extension_and_an_answer_within_it_is_not_late(
    db, settings, content, decided, hearing, receive, answered
):
    """In the file of who has answered, for that body alone; what others see of rule 10 follows it."""
    decided(GRANTED, JUNE[22])
    receive(hearing, "bergvik", answered(), at=OVER)
    receive(hearing, "fossheim", answered())
    assert rebuilds.newest(db)
    refresh_site(db, settings, now=OVER)
    text = (content / "hearings/apen-plan" / files.RECEIVED).read_text(encoding="utf-8")
    assert text.count("extended_to:") == 1
    loaded = load_content(content)
    received = {entry.body: entry.extended_to for entry in loaded.matter("apen-plan").received}
    assert received == {"bergvik": JUNE[22], "fossheim": None}
    assert [p for p in loaded.problems if "after the deadline" in p.message.sentence] == []
    page = (settings.site / "current/horinger/apen-plan/index.html").read_text(encoding="utf-8")
    assert "22. juni 2026" in page
    assert page.count("Mottatt etter fristen") == 0


def test_a_decision_after_the_answer_is_shown_by_the_next_build(db, decided, hearing, receive, answered):
    """The site is asked for; of a body that has not answered nothing is shown, and nothing is asked."""
    decided(GRANTED, JUNE[22])
    assert rebuilds.newest(db) == 0
    receive(hearing, "bergvik", answered())
    before = rebuilds.newest(db)
    decided(GRANTED, JUNE[24])
    assert rebuilds.newest(db) > before


def test_a_register_without_extensions_is_written_as_before_and_old_ones_are_read():
    """Byte for byte: the key stands only where there is one."""
    entry = Received("bergvik", "2026-0001", OVER, 1, "0" * 64)
    row = {
        "body": "bergvik",
        "reference": "2026-0001",
        "received_at": "2026-06-17T08:00:00+00:00",
        "version": 1,
        "sha256": "0" * 64,
    }
    assert files.write_received([entry]) == files.HEAD + dump_yaml({"received": [row]})
    plain = {"received": [{**row, "version": "1"}]}
    assert files.read_received(ReceivedFile.model_validate(plain)) == (entry,)


def test_the_terminal_gives_more_time(workspace, db, hearing, monkeypatch):
    """`samrad extend`; what cannot be is said, and ends with 1."""
    monkeypatch.setenv("SAMRAD_LANG", "en")
    today = oslo_day(datetime.now(UTC))

    def run(*arguments):
        return CliRunner().invoke(cli.main, ["--workspace", str(workspace), "extend", *map(str, arguments)])

    until = max(today, hearing.deadline) + timedelta(days=10)
    done = run("apen-plan", "--body", "bergvik", "--until", until)
    assert done.exit_code == 0, done.output
    assert "post@bergvik.example" in done.output
    assert extensions.of_body(db, "apen-plan", "bergvik").extended_to == until
    assert run("apen-plan", "--body", "holmby", "--until", until).exit_code == 1
    assert run("apen-plan", "--body", "bergvik", "--until", "2026-06-01").exit_code == 1


def test_what_was_asked_and_decided_is_never_changed(db, ask, decided):
    """The tables refuse it."""
    decided(GRANTED, JUNE[22], seen=ask().pending.id)
    for table in ("extension_requests", "extension_decisions"):
        for sql in (f"UPDATE {table} SET body = 'x'", f"DELETE FROM {table}"):  # noqa: S608 - names are this test's
            with pytest.raises(Exception, match="never"):
                db.execute(sql)
