"""Reminders of reports over the year's end and the change of the clock, and when none is sent."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from email.policy import default

import pytest

from hearing_app.adopting.adoption_reports import ask_back, receive_report
from hearing_app.adopting.asking import ReportingClosed, ask_bodies, choose_asked, close_round, send_new_link
from hearing_app.adopting.remind_adoption import (
    Marks,
    NotReminded,
    ask_for_reports,
    due_reports,
    remind_now,
)
from hearing_app.adopting.report_links import is_stopped, new_report_link, stop_links
from hearing_app.domain.adoption_report import Report, Reporter
from hearing_app.domain.vocabulary import AdoptionState, Language
from hearing_app.storage import adoption_reports, outbox
from hearing_app.text import words_for

MARKS = Marks((14,), (1, 30))
WORDS = words_for(Language.NB)


@pytest.fixture
def matter(library):
    return library.matter("vedtatt-avtale")


@pytest.fixture
def body(matter):
    return matter.hearing.invited_body("indre")


@pytest.fixture
def ask(db, matter, body, sender):
    """A function that asks Indre on a day, to report by another."""

    def asked(due, on):
        choose_asked(db, matter.hearing, ["indre"], due=due, actor="siri", now=on)
        rest = {"sender": sender, "words_of": lambda _: WORDS, "actor": "siri", "now": on}
        ask_bodies(db, matter.hearing, matter.decision, [body], **rest)

    return asked


@pytest.fixture
def tell(db, matter, body, sender):
    """A function by which Indre reports."""

    def told(state, now, **rest):
        report, reporter = Report(state, **rest), Reporter("Ola Eksempel", "ola@indre.example")
        return receive_report(db, matter, body, report, reporter, words=WORDS, sender=sender, now=now)

    return told


@pytest.fixture
def remind(db, matter, sender):
    """A function that sends what is due at an instant, and returns the marks."""

    def reminded(now):
        return [o.mark for o in ask_for_reports(db, [matter], marks=MARKS, sender=sender, actor="worker", now=now)]

    return reminded


def text_of(mail):
    return message_from_bytes(mail.message, policy=default).get_body(("plain",)).get_content()


def utc(*when):
    return datetime(*when, tzinfo=UTC)


@pytest.mark.parametrize(
    ("due", "asked", "before", "after"),
    [
        # the mark is 1 January; at 22:59 UTC it is still 31 December in Oslo, a minute later it is not
        (date(2027, 1, 15), utc(2026, 11, 1), utc(2026, 12, 31, 22, 59), utc(2026, 12, 31, 23, 0)),
        # the mark is 29 March 2026, the night when the clock goes forward: midnight in Oslo is 23:00 UTC
        (date(2026, 4, 12), utc(2026, 2, 1), utc(2026, 3, 28, 22, 59), utc(2026, 3, 28, 23, 0)),
        # the mark is the day after, and midnight is 22:00 UTC
        (date(2026, 4, 13), utc(2026, 2, 1), utc(2026, 3, 29, 21, 59), utc(2026, 3, 29, 22, 0)),
        # the mark is 26 October 2026, the day after the clock went back: midnight is 23:00 UTC again
        (date(2026, 11, 9), utc(2026, 6, 1), utc(2026, 10, 25, 22, 59), utc(2026, 10, 25, 23, 0)),
        # a leap day
        (date(2028, 3, 14), utc(2027, 6, 1), utc(2028, 2, 28, 22, 59), utc(2028, 2, 28, 23, 0)),
    ],
)
def test_a_mark_begins_at_midnight_in_oslo(ask, remind, due, asked, before, after):
    """Over the year's end, and when the clock is changed; once."""
    ask(due, asked)
    assert remind(before) == []
    assert remind(after) == [-14]
    assert remind(after + timedelta(hours=2)) == []


def test_the_mark_after_a_deadline_at_the_end_of_the_year(ask, remind):
    """The day after 31 December is 1 January, and the second mark is in the new year too."""
    ask(date(2026, 12, 31), utc(2026, 12, 20))
    assert remind(utc(2026, 12, 31, 22, 30)) == []
    assert remind(utc(2026, 12, 31, 23, 30)) == [1]
    assert remind(utc(2027, 1, 29, 22, 30)) == []
    assert remind(utc(2027, 1, 29, 23, 30)) == [30]


@pytest.mark.parametrize("state", [AdoptionState.NOT_TREATED, AdoptionState.POSTPONED, AdoptionState.ADOPTED])
def test_who_has_reported_is_never_reminded(ask, tell, remind, now, state):
    """Also where it is not treated yet: the body has said so, and is asked by a person if at all."""
    ask(date(2026, 7, 1), now)
    tell(state, now, organ="Fylkestinget", text="Kommer opp til høsten.")
    assert [remind(utc(2026, 6, day)) for day in (17, 25)] == [[], []]
    assert [remind(utc(2026, month, 2)) for month in (7, 8)] == [[], []]


def test_a_reminder_that_waits_is_taken_back_when_the_report_comes(ask, tell, remind, db):
    """It would ask for what is there; the mail that asked first, and the receipts, go."""
    ask(date(2026, 7, 1), utc(2026, 5, 20))
    remind(utc(2026, 6, 17))
    assert [mail.kind for mail in outbox.waiting(db)] == ["adoption", "adoption_reminder"]
    tell(AdoptionState.NOT_TREATED, utc(2026, 6, 17, 1), text="Kommer opp til høsten.")
    assert [mail.kind for mail in outbox.waiting(db)] == ["adoption", "adoption", "adoption"]


def test_a_reminder_that_waits_is_taken_back_when_no_more_is_taken_in(ask, remind, db, matter):
    """And none is sent while it is closed."""
    ask(date(2026, 7, 1), utc(2026, 5, 20))
    remind(utc(2026, 6, 17))
    close_round(db, matter.hearing, closed=True, actor="siri", now=utc(2026, 6, 17, 1))
    assert [mail.kind for mail in outbox.waiting(db)] == ["adoption"]
    assert remind(utc(2026, 7, 2)) == []


def test_reminders_stop_with_the_link_and_begin_with_a_new_one(ask, remind, db, matter, body, sender):
    """From the day that the new link was sent: the marks before it are gone by."""
    ask(date(2026, 7, 1), utc(2026, 5, 20))
    stop_links(db, matter.hearing.id, body.id, actor="siri", now=utc(2026, 6, 1))
    assert outbox.waiting(db) == ()
    assert remind(utc(2026, 6, 17)) == []
    with pytest.raises(NotReminded):
        remind_now(db, matter, body, sender=sender, actor="siri", now=utc(2026, 6, 17))
    rest = {"words": WORDS, "sender": sender, "actor": "siri", "now": utc(2026, 6, 20)}
    send_new_link(db, matter, body, "ny@indre.example", **rest)
    assert remind(utc(2026, 6, 21)) == []
    assert remind(utc(2026, 7, 2)) == [1]


def test_nobody_is_reminded_by_hand_of_what_is_reported(ask, tell, db, matter, body, sender, now):
    """Not of a decision that is told; one that has told that it is not treated yet is written to as such."""
    ask(date(2026, 7, 1), now)
    tell(AdoptionState.NOT_TREATED, now, text="Kommer opp til høsten.")
    remind_now(db, matter, body, sender=sender, actor="siri", now=now)
    text = text_of(outbox.waiting(db)[-1])
    assert "Ikke behandlet" in text
    assert "Vi har ikke hørt" not in text
    tell(AdoptionState.REJECTED, now, day=date(2026, 5, 4), organ="Fylkestinget", text="-")
    with pytest.raises(NotReminded):
        remind_now(db, matter, body, sender=sender, actor="siri", now=now)


def test_nobody_is_written_to_with_a_link_that_takes_in_nothing(ask, tell, db, matter, body, sender, now):
    """No more is taken in, or the body is not invited any more: neither a reminder nor a question goes."""
    ask(date(2026, 7, 1), now)
    report = tell(AdoptionState.NOT_TREATED, now, text="Kommer opp til høsten.")
    others = tuple(one for one in matter.hearing.invited if one.id != body.id)
    alone = replace(matter, hearing=replace(matter.hearing, invited=others))
    close_round(db, matter.hearing, closed=True, actor="siri", now=now)
    mails, rest = outbox.waiting(db), {"sender": sender, "now": now}
    for reopened, meant in ((False, matter), (True, alone)):
        if reopened:
            close_round(db, matter.hearing, closed=False, actor="siri", now=now)
        with pytest.raises(NotReminded):
            remind_now(db, meant, body, actor="siri", **rest)
        with pytest.raises(ReportingClosed):
            ask_back(db, meant, body, report, "Når?", words=WORDS, by="siri", **rest)
        assert outbox.waiting(db) == mails
        assert adoption_reports.of_body(db, matter.hearing.id, body.id)[-1].verdict is None
    ask_back(db, matter, body, report, "Når?", words=WORDS, by="siri", **rest)
    remind_now(db, matter, body, actor="siri", **rest)
    assert len(outbox.waiting(db)) == len(mails) + 2


def test_a_body_with_one_link_of_two_stopped_is_reminded_all_the_same(ask, remind, db, matter, body):
    """One works: only where all are stopped nobody is written to."""
    ask(date(2026, 7, 1), utc(2026, 5, 20))
    new_report_link(db, matter.hearing, body, base_url="", email="ny@indre.example", actor="siri", now=utc(2026, 5, 21))
    first, _second = adoption_reports.links_of_body(db, matter.hearing.id, body.id)
    stop_links(db, matter.hearing.id, body.id, only=first.id, actor="siri", now=utc(2026, 5, 22))
    assert not is_stopped(adoption_reports.links_of_body(db, matter.hearing.id, body.id))
    assert remind(utc(2026, 6, 17)) == [-14]
    stop_links(db, matter.hearing.id, body.id, actor="siri", now=utc(2026, 6, 18))
    assert is_stopped(adoption_reports.links_of_body(db, matter.hearing.id, body.id))


@pytest.mark.parametrize(("on", "named"), [(utc(2026, 7, 1), True), (utc(2026, 7, 2), False)])
def test_a_question_names_the_deadline_where_it_is_to_come(ask, tell, db, matter, body, sender, on, named):
    """On the day itself, and not after it: whoever answers a question is not late for it."""
    ask(date(2026, 7, 1), utc(2026, 5, 20))
    report = tell(AdoptionState.NOT_TREATED, utc(2026, 5, 21), text="Kommer opp til høsten.")
    ask_back(db, matter, body, report, "Når?", words=WORDS, sender=sender, by="siri", now=on)
    assert ("1. juli 2026" in text_of(outbox.waiting(db)[-1])) is named


def test_the_deadline_is_shown_as_to_come_and_as_gone_by(ask, remind, db):
    """In the mail that asks, before the deadline, and after it."""
    ask(date(2026, 7, 1), utc(2026, 5, 20))
    remind(utc(2026, 6, 17))
    remind(utc(2026, 7, 2))
    texts = [text_of(mail) for mail in outbox.waiting(db)]
    assert ["Meld fra innen onsdag 1. juli 2026." in text for text in texts] == [True, True, False]
    assert "Fristen for å melde fra var onsdag 1. juli 2026." in texts[2]


def test_looking_tells_what_would_be_sent_and_to_whom(ask, db, matter):
    """A link that has been stopped takes the body out of it."""
    ask(date(2026, 7, 1), utc(2026, 5, 20))
    assert [owed.recipient for owed in due_reports(db, [matter], MARKS, now=utc(2026, 6, 17))] == ["post@indre.example"]
    stop_links(db, matter.hearing.id, "indre", actor="siri", now=utc(2026, 6, 1))
    assert due_reports(db, [matter], MARKS, now=utc(2026, 6, 17)) == ()
