"""Registering by the use cases: what is received, what readers see of it, and what stays untouched."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
import yaml

from hearing_app.answering.attachments import Limits
from hearing_app.answering.receipt_pdf import Issued, receipt_document
from hearing_app.answering.receive import AnsweredMeanwhile, ImpossibleArrival, NothingAnswered, save_draft
from hearing_app.definitions.released import read_released, write_released
from hearing_app.definitions.written_models import ReleasedFile
from hearing_app.domain.public_copy import public_copy
from hearing_app.domain.registered import Registered
from hearing_app.domain.rules import late_findings
from hearing_app.domain.submission import Answer, Content, PoliticalStanding, Respondent, read_payload
from hearing_app.domain.summary import Received
from hearing_app.domain.vocabulary import Channel, Language, Standing
from hearing_app.operating.person import stored_on
from hearing_app.publishing.verify import check_log, differences
from hearing_app.registering.register import RegistrationGone, add_document, begin, discard, receive, save
from hearing_app.storage import drafts, journal, registrations, submissions
from hearing_app.storage.attachments import named
from hearing_app.text import words_for

ARRIVED = datetime(2026, 4, 20, 8, 30, tzinfo=UTC)
LATER = datetime(2026, 7, 1, 8, 0, tzinfo=UTC)
LIMITS = Limits(1_000_000, 10, 5_000_000)


def content(arrived=ARRIVED, **more):
    standing = PoliticalStanding(Standing.COUNCIL, "Kommunestyret", ARRIVED.date(), "12/26")
    answers = (Answer("okonomi", None, "For dyrt."),)
    told = Content(Respondent("Kari Eksempel", "Ordfører", ""), standing, answers)
    return replace(told, registered=Registered(Channel.PAPER, arrived), **more)


@pytest.fixture
def register(db, hearing, sender, settings):
    """A function that registers an answer of Bergvik after the deadline."""

    def done(said=None, *, who="bergvik", seen_version=0, now=LATER, number=None):
        return receive(
            *(db, hearing, who, said or content()),
            sender=sender,
            actor="siri",
            now=now,
            seen_version=seen_version,
            files=settings.attachments,
            number=number,
        )

    return done


def test_it_stands_in_the_log_as_every_other(register, db, settings):
    """The chain is whole, and the log tells when it was registered."""
    sent = register()
    entry = journal.by_reference(db, sent.reference)
    assert entry.received_at == LATER
    assert check_log(db, settings.content, settings.attachments) == ()
    assert read_payload(sent.payload) == sent.content


def test_an_answer_through_the_form_has_nothing_of_it_in_its_payload(receive, hearing, answered):
    """Every payload from before, and every ordinary one, is as it was."""
    assert b"registered" not in receive(hearing, "bergvik", answered()).payload


def test_a_draft_of_the_bodys_own_stands(register, db, hearing):
    """Somebody at the body may be writing; what they have written is not thrown away, nor are its files taken."""
    save_draft(
        db, hearing, hearing.invited_body("bergvik"), {"text_general": "Under arbeid"}, base_revision=0, now=LATER
    )
    assert register().content.attachments == ()
    assert drafts.get(db, hearing.id, "bergvik").fields == {"text_general": "Under arbeid"}


def test_questions_may_be_unanswered_but_not_everything(register):
    """A letter answers what it answers; one without text and without a document is none."""
    register()
    with pytest.raises(NothingAnswered):
        register(content(answers=()), seen_version=1)


@pytest.mark.parametrize("arrived", [datetime(2026, 3, 1, 12, tzinfo=UTC), datetime(2026, 7, 1, 8, 1, tzinfo=UTC)])
def test_it_cannot_have_come_before_publication_or_after_now(register, arrived):
    """The use case holds to it, whoever asks."""
    with pytest.raises(ImpossibleArrival):
        register(content(arrived))


def test_the_second_who_registers_the_same_is_stopped(register, db):
    """The version that was looked at has to be the one that counts."""
    register()
    with pytest.raises(AnsweredMeanwhile):
        register()
    assert submissions.latest_of_body(db, "apen-plan", "bergvik").version == 1


def test_a_registration_is_received_once(register, db, hearing):
    """Two clicks, or two people, receive one answer."""
    number = begin(db, hearing, actor="siri", now=LATER)
    register(number=number)
    with pytest.raises(RegistrationGone):
        register(number=number, seen_version=1)


def test_readers_see_how_and_when_it_came(register, hearing):
    """The public copy has it, survives its file, and is what was received; a changed day is found out."""
    sent = register()
    copy = public_copy(sent)
    assert read_released(ReleasedFile.model_validate(yaml.safe_load(write_released(copy)))) == copy
    assert differences(sent, copy) == ()
    moved = replace(copy, registered=Registered(Channel.PAPER, LATER))
    assert differences(sent, moved) == ("registered",)
    assert differences(sent, replace(copy, registered=None)) == ("registered",)


def test_what_came_in_time_is_not_late_when_it_is_registered_late(register, hearing):
    """Rule 10 goes by the day it came."""

    def row(arrived):
        told = Registered(Channel.EMAIL, arrived)
        return Received("bergvik", "2026-0001", LATER, 1, "0" * 64, registered=told)

    late = datetime(2026, 6, 20, 8, 0, tzinfo=UTC)
    assert [f.key for f in late_findings(hearing, [row(ARRIVED), row(late)])] == [("received", 1)]


def test_the_receipt_says_how_it_came(register, hearing, db):
    """The PDF that is printed and put into a letter tells it in the reader's language."""
    sent = register()
    body, entry = hearing.invited_body("bergvik"), journal.by_reference(db, sent.reference)
    told = receipt_document(Issued(sent, hearing, body, entry, hearing.title, "http://x"), words_for(Language.NB))
    values = {fact["name"]: fact["value"] for fact in told["facts"]}
    assert values["Hvordan det kom"].startswith("Kom på papir 20. april 2026")
    assert told["answers_heading"] == "Det som ble registrert"


def test_documents_are_kept_until_the_registration_is_discarded(db, hearing, settings):
    """No sweep takes a document of work in progress."""
    import io

    import docx

    file = io.BytesIO()
    docx.Document().save(file)
    number = begin(db, hearing, actor="siri", now=LATER)
    added = add_document(
        *(db, settings.attachments, hearing, number, "tom.docx", file.getvalue()),
        limits=LIMITS,
        actor="siri",
        now=LATER,
    )
    assert added.told is not None
    assert "skannet" in words_for(Language.NB).say(added.told)
    assert added.file.sha256 in named(db)
    discard(db, hearing, number, actor="siri", now=LATER)
    assert registrations.get(db, number) is None
    assert added.file.sha256 not in named(db)


def test_what_is_stored_on_a_person_has_registrations_under_way(db, hearing, settings):
    """An address that an officer has typed is found before anything is received."""
    number = begin(db, hearing, actor="siri", now=LATER)
    save(db, number, {"email": "kari@bergvik.example"}, (), seen=1, actor="siri", now=LATER)
    assert "registrations" in stored_on(db, settings.content, "kari@bergvik.example")
