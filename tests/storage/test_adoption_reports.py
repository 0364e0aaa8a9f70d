"""What the tables of adoptions refuse: a report is never changed, and a mark is never used twice."""

import sqlite3
from dataclasses import replace
from datetime import date

import pytest

from hearing_app.domain.adoption_report import Received, Report, Reporter, Verdict, canonical_report
from hearing_app.domain.submission import fingerprint
from hearing_app.domain.vocabulary import AdoptionState
from hearing_app.storage import adoption_reports


@pytest.fixture
def received(now):
    report = Report(AdoptionState.ADOPTED, date(2026, 5, 4))
    payload = canonical_report(report, hearing="h", body="nes", version=1, given_at=now, nonce="n")
    who = Reporter("Ola Eksempel", "ola@nes.example")
    return Received(0, "h", "nes", 1, report, who, "", now, payload, fingerprint(payload))


def test_a_report_is_read_as_it_was_stored(db, received, now):
    """With the last of what was made of it."""
    number = adoption_reports.add(db, received)
    assert adoption_reports.of_body(db, "h", "nes") == (replace(received, id=number),)
    adoption_reports.judge(db, number, Verdict.ACCEPTED, note="", by="siri", now=now)
    adoption_reports.judge(db, number, Verdict.RETURNED, note="Hvilken dag?", by="siri", now=now)
    found = adoption_reports.of_hearing(db, "h")[0]
    assert (found.verdict, found.note) == (Verdict.RETURNED, "Hvilken dag?")


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE adoption_reports SET payload = '{}'",
        "UPDATE adoption_reports SET body = 'vik'",
        "UPDATE adoption_reports SET reporter_name = 'En annen'",
        "DELETE FROM adoption_reports",
        (
            "INSERT OR REPLACE INTO adoption_reports (id, hearing, body, version, given_at, payload, sha256) "
            "SELECT id, hearing, body, version, given_at, '{}', sha256 FROM adoption_reports"
        ),
        "UPDATE adoption_verdicts SET verdict = 'returned', note = 'x'",
        "DELETE FROM adoption_verdicts",
    ],
)
def test_what_was_reported_and_judged_stays(db, received, now, sql):
    """Whatever is tried on the tables themselves."""
    number = adoption_reports.add(db, received)
    adoption_reports.judge(db, number, Verdict.ACCEPTED, note="", by="siri", now=now)
    with pytest.raises(sqlite3.IntegrityError):
        db.execute(sql)


def test_a_name_can_be_deleted_and_nothing_else(db, received):
    """It is a person's; the report is the body's."""
    adoption_reports.add(db, received)
    db.execute("UPDATE adoption_reports SET reporter_name = '', reporter_email = ''")
    assert adoption_reports.of_body(db, "h", "nes")[0].reporter == Reporter()


def test_a_mark_is_noted_once(db, now):
    """By hand as often as anybody likes."""
    given = {"hearing": "h", "body": "nes", "recipient": "post@nes.example", "now": now}
    adoption_reports.note_reminded(db, **given, counted_from=date(2026, 6, 1), mark=1)
    with pytest.raises(sqlite3.IntegrityError):
        adoption_reports.note_reminded(db, **given, counted_from=date(2026, 6, 1), mark=1)
    for _again in range(2):
        adoption_reports.note_reminded(db, **given, counted_from=None, mark=None)
    assert len(adoption_reports.reminded(db, "h")) == 3
