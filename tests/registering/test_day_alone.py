"""A letter on paper has a day and no hour: it is kept, read and shown as a day, and late only by its day."""

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
import yaml

from hearing_app.answering.receipt_pdf import Issued, receipt_document
from hearing_app.answering.receive import ImpossibleArrival
from hearing_app.definitions.released import read_received, read_released, write_received, write_released
from hearing_app.definitions.written_models import ReceivedFile, ReleasedFile
from hearing_app.domain.calendar import deadline_passed
from hearing_app.domain.public_copy import public_copy
from hearing_app.domain.registered import Registered, read_registered, written_registered
from hearing_app.domain.rules import late_findings
from hearing_app.domain.submission import Answer, Content, PoliticalStanding, Respondent, read_payload
from hearing_app.domain.summary import Received
from hearing_app.domain.vocabulary import Channel, Language, Standing
from hearing_app.mailing.receipt_words import behind
from hearing_app.registering.register import receive
from hearing_app.registering.register_content import arrival_of
from hearing_app.storage import journal, search, tallies
from hearing_app.text import words_for
from hearing_app.typed_days import parse_arrival

DAY = date(2026, 4, 20)
NOW = datetime(2026, 7, 1, 8, 0, tzinfo=UTC)
MADE_UP = re.compile(r"(?:00|23)[.:](?:00|59)")


def content(day):
    standing = PoliticalStanding(Standing.COUNCIL, "Kommunestyret", DAY, "12/26")
    answers = (Answer("okonomi", None, "For dyrt."),)
    said = Content(Respondent("Kari Eksempel", "Ordfører", ""), standing, answers)
    return replace(said, registered=Registered(Channel.PAPER, day))


@pytest.fixture
def register(db, hearing, sender, settings):
    """A function that registers a letter of Bergvik that came on a day."""

    def done(day=DAY):
        who = {"sender": sender, "actor": "siri", "now": NOW, "seen_version": 0}
        return receive(db, hearing, "bergvik", content(day), files=settings.attachments, **who)

    return done


def test_the_payload_holds_a_day_and_no_hour(register):
    """What was received reads back as it was."""
    sent = register()
    assert json.loads(sent.payload)["registered"] == {"arrived_on": "2026-04-20", "channel": "paper"}
    assert read_payload(sent.payload) == sent.content
    assert sent.arrived_at == DAY


def test_what_was_received_before_reads_on_unchanged():
    """An instant is written and read as it always was."""
    told = Registered(Channel.EMAIL, datetime(2026, 4, 20, 8, 30, tzinfo=UTC))
    written = {"registered": {"channel": "email", "arrived_at": "2026-04-20T08:30:00+00:00"}}
    assert written_registered(told) == written
    assert read_registered(written["registered"]) == told


@pytest.mark.parametrize("value", [{"channel": "paper"}, {"channel": "paper", "arrived_on": "i går"}])
def test_one_that_does_not_say_when_is_refused(value):
    """As everything in a payload that is not known."""
    with pytest.raises((KeyError, ValueError)):
        read_registered(value)


def test_it_is_late_only_where_the_day_is_after_the_deadlines(hearing):
    """The deadline's own day is in time, at whatever hour it came."""
    deadline = hearing.deadline
    after = date.fromordinal(deadline.toordinal() + 1)
    assert [deadline_passed(deadline, day) for day in (deadline, after)] == [False, True]
    rows = [
        Received("bergvik", "2026-0001", NOW, 1, "0" * 64, registered=Registered(Channel.PAPER, day))
        for day in (deadline, after)
    ]
    assert [finding.key for finding in late_findings(hearing, rows)] == [("received", 1)]


def test_a_granted_day_counts_as_well(hearing):
    """The body's own deadline is what its letter is held against."""
    after = date.fromordinal(hearing.deadline.toordinal() + 1)
    assert not hearing.is_late(after, after)


@pytest.mark.parametrize("day", [date(2026, 3, 1), date(2026, 7, 2)])
def test_it_cannot_have_come_before_publication_or_after_today(register, day):
    """By day; today is possible."""
    with pytest.raises(ImpossibleArrival):
        register(day)


def test_today_is_possible(register):
    """Registered in the morning of the day that it came."""
    assert register(date(2026, 7, 1)).arrived_at == date(2026, 7, 1)


def test_readers_see_the_day(register):
    """In the public copy and in the list of who has answered; both survive their files."""
    sent = register()
    copy = public_copy(sent)
    assert read_released(ReleasedFile.model_validate(yaml.safe_load(write_released(copy)))) == copy
    row = Received(sent.body, sent.reference, sent.received_at, 1, sent.sha256, registered=sent.content.registered)
    written = write_received((row,))
    assert "arrived_on: '2026-04-20'" in written or "arrived_on: 2026-04-20" in written
    assert read_received(ReceivedFile.model_validate(yaml.safe_load(written))) == (row,)


@pytest.mark.parametrize("language", list(Language))
def test_the_receipt_says_the_day_and_no_hour(register, hearing, db, language):
    """In the mail and in the PDF, in each language."""
    sent, words = register(), words_for(language)
    body, entry = hearing.invited_body("bergvik"), journal.by_reference(db, sent.reference)
    told = receipt_document(Issued(sent, hearing, body, entry, hearing.title, "http://x"), words)
    (said,) = (fact["value"] for fact in told["facts"] if fact["name"] == words.gettext("How it came"))
    assert f"{words.date(DAY)}, " in said
    assert not MADE_UP.search(said)
    assert behind(sent, words)[0] == f"{said}."


def test_the_desk_counts_and_finds_it_by_its_day(register, db):
    """The overview's head and the search's response both have the day."""
    sent = register()
    assert tallies.latest_heads(db, "apen-plan")["bergvik"].arrived_at == DAY
    search.put(db, sent.reference)
    assert [one.arrived_at for one in search.responses(db, "apen-plan")] == [DAY]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("31.5.2026", date(2026, 5, 31)),
        ("2026-05-31", date(2026, 5, 31)),
        ("2026-05-31T00:00:00", date(2026, 5, 31)),
        ("2026-05-31 00:00:00", date(2026, 5, 31)),
        ("31.5.2026 00:00", date(2026, 5, 31)),
        ("31.05.2026 00:00:00", date(2026, 5, 31)),
        ("31.05.2026 0:00", date(2026, 5, 31)),
        ("31.5.2026 10:00", datetime(2026, 5, 31, 8, 0, tzinfo=UTC)),
        ("31.5.2026 14:30", datetime(2026, 5, 31, 12, 30, tzinfo=UTC)),
        ("2026-05-31T14:30:00", datetime(2026, 5, 31, 12, 30, tzinfo=UTC)),
        ("i går", None),
        ("31.5.2026 i går", None),
        ("", None),
    ],
)
def test_a_cell_holds_a_day_with_or_without_an_hour(typed, read):
    """A spreadsheet gives a day as its midnight, which is no hour that anybody has written."""
    assert parse_arrival(typed) == read


def test_an_hour_that_cannot_be_read_is_no_empty_one():
    """What was typed is not passed over."""
    assert arrival_of({"day": "31.5.2026", "clock": "etter lunsj"}) is None
    assert arrival_of({"day": "31.5.2026", "clock": ""}) == date(2026, 5, 31)
    assert arrival_of({"day": "1.1.0001"}) is None
