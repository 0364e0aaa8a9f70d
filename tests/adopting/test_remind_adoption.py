"""Reminders of reports, and what is kept of who reported for how long."""

from datetime import UTC, date, datetime, timedelta

import pytest

from hearing_app.adopting.adoption_reports import receive_report
from hearing_app.adopting.asking import ask_bodies, choose_asked
from hearing_app.adopting.remind_adoption import ask_for_reports, due_reports, marks_of, matters_of
from hearing_app.answering.attachments import loose
from hearing_app.domain.adoption_report import Report, Reporter
from hearing_app.domain.attachment import Attachment
from hearing_app.domain.vocabulary import AdoptionState, Language
from hearing_app.operating.person import stored_on
from hearing_app.operating.retention import forget, periods_of
from hearing_app.operating.worker import work_once
from hearing_app.storage import adoption_reports, attachments, outbox
from hearing_app.text import words_for

DUE = date(2026, 7, 1)


def at(day, hour=8):
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


@pytest.fixture
def matter(library):
    return library.matter("vedtatt-avtale")


@pytest.fixture
def asked(db, matter, sender, now):
    """Indre and Bergvik are asked, and Bergvik stands in the file as adopted."""
    bodies = [matter.hearing.invited_body(name) for name in ("indre", "bergvik")]
    choose_asked(db, matter.hearing, ["indre", "bergvik"], due=DUE, actor="siri", now=now)
    words = words_for(Language.NB)
    ask_bodies(
        db, matter.hearing, matter.decision, bodies, sender=sender, words_of=lambda _: words, actor="siri", now=now
    )


@pytest.fixture
def tell(db, matter, sender):
    """A function by which Indre reports."""

    def told(state, when, **rest):
        body = matter.hearing.invited_body("indre")
        report, reporter = Report(state, **rest), Reporter("Ola Eksempel", "ola@indre.example")
        words = words_for(Language.NB)
        return receive_report(db, matter, body, report, reporter, words=words, sender=sender, now=when)

    return told


@pytest.fixture
def remind(db, library, settings, sender):
    """A function that sends what is due on a day, and returns (body, mark) of each."""

    def reminded(day):
        sent = ask_for_reports(
            db, matters_of(library), marks=marks_of(settings), sender=sender, actor="worker", now=at(day)
        )
        return [(owed.body.id, owed.mark) for owed in sent]

    return reminded


def test_who_has_not_reported_is_reminded_once_at_each_mark(asked, remind, db):
    """Before and after the deadline; never twice, and never who stands in the file."""
    assert remind(DUE - timedelta(days=15)) == []
    assert remind(DUE - timedelta(days=14)) == [("indre", -14)]
    assert remind(DUE - timedelta(days=14)) == []
    assert remind(DUE) == []
    assert remind(DUE + timedelta(days=2)) == [("indre", 1)]
    assert remind(DUE + timedelta(days=30)) == [("indre", 30)]
    assert remind(DUE + timedelta(days=90)) == []
    mails = [mail for mail in outbox.waiting(db) if "Påminnelse" in mail.message.decode() or mail.id > 2]
    assert len(mails) == 3


def test_who_has_reported_is_not_reminded(asked, tell, remind, now):
    """However far it is from being accepted."""
    tell(AdoptionState.ADOPTED, now, day=date(2026, 5, 4), organ="Fylkestinget")
    assert remind(DUE + timedelta(days=1)) == []


def test_who_has_a_meeting_to_come_is_asked_after_it(asked, tell, remind, now):
    """And not before, whatever the deadline is."""
    tell(AdoptionState.SCHEDULED, now, day=date(2026, 8, 20))
    assert remind(DUE + timedelta(days=1)) == []
    assert remind(date(2026, 8, 20)) == []
    assert remind(date(2026, 8, 21)) == [("indre", 1)]


def test_who_was_never_asked_is_not_reminded(db, matter, remind, now):
    """A body that has no link has not been told of the decision."""
    choose_asked(db, matter.hearing, ["indre"], due=DUE, actor="siri", now=now)
    assert remind(DUE) == []


def test_the_worker_reminds(asked, settings, db):
    """In its hourly round."""
    work_once(db, settings, now=at(DUE + timedelta(days=1)))
    assert [one.mark for one in adoption_reports.reminded(db, "vedtatt-avtale")] == [1]


def test_nothing_is_changed_by_looking(asked, db, library, settings):
    """What would be sent is told without sending."""
    when = at(DUE + timedelta(days=1))
    assert len(due_reports(db, matters_of(library), marks_of(settings), now=when)) == 1
    assert adoption_reports.reminded(db, "vedtatt-avtale") == ()


def test_who_reported_is_found_and_forgotten(asked, tell, db, settings, now):
    """In the export on a person; after the time that addresses are kept, what was reported stands without a name."""
    received = tell(AdoptionState.ADOPTED, now, organ="Fylkestinget")
    found = stored_on(db, settings.content, "ola@indre.example")
    assert found["adoption_reports"][0]["reporter_name"] == "Ola Eksempel"
    assert "/tilslutning/…" not in str(found["adoption_reports"])
    later = now + timedelta(days=settings.keep_addresses_days + 1)
    forget(db, periods_of(settings), now=later)
    kept = adoption_reports.of_body(db, "vedtatt-avtale", "indre")[0]
    assert kept.reporter == Reporter()
    assert kept.payload == received.payload
    assert all(link.email == "" for link in adoption_reports.links_of_hearing(db, "vedtatt-avtale"))


def test_a_personal_link_is_in_no_export(asked, db, settings):
    """It would let whoever gets the export report for a body."""
    found = stored_on(db, settings.content, "post@indre.example")
    texts = [row["text"] for row in found["outbox"]]
    assert any("/tilslutning/…" in text for text in texts)


def test_an_extract_is_never_swept_away(asked, tell, db, settings, now):
    """As long as a report names it."""
    file = Attachment("utskrift.pdf", "application/pdf", 3, "ab" + "0" * 62)
    tell(AdoptionState.ADOPTED, now, organ="Fylkestinget", extract=file)
    assert file.sha256 in attachments.named(db)
    assert loose(settings.attachments, attachments.named(db)) == ()
