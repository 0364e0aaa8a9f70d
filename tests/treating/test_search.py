"""What the desk searches in: filled as answers are received, and never more or less than what counts."""

import hashlib
import io
import json
from dataclasses import replace
from datetime import UTC, datetime

import docx
import pypdf
import pytest
from click.testing import CliRunner

from hearing_app.answering import moderate
from hearing_app.answering.attachments import keep, limits_of
from hearing_app.answering.receive import receive_submission
from hearing_app.cli.commands import main
from hearing_app.domain.amendment import amendments
from hearing_app.domain.attachment import Attachment
from hearing_app.domain.guest import sender_body
from hearing_app.domain.hearing import for_guest
from hearing_app.domain.localised import Localised
from hearing_app.domain.registered import Registered
from hearing_app.domain.searching import Reading, read_query
from hearing_app.domain.similarity import Similarity
from hearing_app.domain.submission import Answer
from hearing_app.domain.vocabulary import Channel, Language, Refusal, SenderKind
from hearing_app.operating.person import stored_on
from hearing_app.operating.worker import work_once
from hearing_app.storage import guests
from hearing_app.storage import search as index
from hearing_app.storage.database import writing
from hearing_app.storage.guests import GuestRequest
from hearing_app.storage.handled import Handled
from hearing_app.text import words_for
from hearing_app.treating.search import search, similar
from hearing_app.treating.search_filter import HowFar, has_come
from hearing_app.treating.search_index import FILES_A_ROUND, catch_up, files_of, rebuild

WORDS = words_for(Language.EN)
ALIKE = "Kommunen ber om at jordbruksarealene langs elva vernes mot nedbygging når stiene merkes."
EMAIL = "kari.nordmann@privat.example"


@pytest.fixture
def found(db):
    """A function that searches everything and returns the references."""

    def searched(text, **kwargs):
        return [r.response.reference for r in search(db, read_query(text), index.responses(db), **kwargs).results]

    return searched


@pytest.fixture
def attach(db, settings, hearing, sender, answered, now):
    """A function by which a body answers with files, given as (name, media type, bytes)."""

    def sent(body_id, *files, texts=None):
        kept = []
        for name, media_type, data in files:
            file = Attachment(name, media_type, len(data), hashlib.sha256(data).hexdigest())
            keep(settings.attachments, file, data)
            kept.append(file)
        content = replace(answered(texts), attachments=tuple(kept))
        body, folder = hearing.invited_body(body_id), settings.attachments
        return receive_submission(db, hearing, body, content, words=WORDS, sender=sender, now=now, files=folder)

    return sent


@pytest.fixture
def guest_answer(db, hearing, sender, answered, now):
    """A guest's answer that nobody has read yet."""
    request = GuestRequest(hearing.id, SenderKind.PRIVATE, "Kari Nordmann", EMAIL, Language.NB, now)
    guest = guests.put(db, request, now)
    own = for_guest(hearing, guest)
    content = replace(answered({"viktigst": "Reinbeitet."}, email=EMAIL), sender=guest.sender)
    body = sender_body(guest.id, Localised(plain=guest.name), guest.kind)
    return receive_submission(db, own, body, content, words=WORDS, sender=sender, now=now)


def as_docx(text):
    document, file = docx.Document(), io.BytesIO()
    document.add_paragraph(text)
    document.save(file)
    return (
        "Uttalelse.docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        file.getvalue(),
    )


def scanned():
    writer, file = pypdf.PdfWriter(), io.BytesIO()
    writer.add_blank_page(100, 100)
    writer.write(file)
    return ("Skannet.pdf", "application/pdf", file.getvalue())


def test_an_answer_is_found_as_soon_as_it_is_received(db, hearing, receive, answered, found):
    """In the same transaction: where that fails, nothing is found either."""
    sent = receive(hearing, "bergvik", answered({"viktigst": "Jordbruksarealet."}))
    assert found("areal") == [sent.reference]

    def fail():
        with writing(db):
            receive(hearing, "fossheim", answered({"viktigst": "Arealet."}))
            raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        fail()
    assert found("areal") == [sent.reference]


def test_a_proposed_wording_is_found_as_what_it_would_become(db, hearing, receive, answered, found):
    """Of a paragraph that is taken out, by that."""
    original = next(item.original for item in hearing.items if item.original.markdown)
    item = next(item.id for item in hearing.items if item.original is original)
    proposed = amendments(original, f"{original.markdown}\n\nReinbeitet skal vernes.")
    content = answered()
    sent = receive(hearing, "bergvik", replace(content, answers=(*content.answers, Answer(item, amendments=proposed))))
    assert found("reinbeite") == [sent.reference]
    (passage,) = [p for p in similar(db, hearing.id, proposed[0].readable) if p.source == "amendment"]
    assert (passage.item, passage.similarity) == (item, Similarity.SAME)


def test_the_best_comes_first_unless_bodies_are_asked_for(hearing, receive, answered, found):
    """A short answer about it, before a long one that mentions it."""
    receive(hearing, "bergvik", answered({"viktigst": f"Arealet. {'Noe helt annet om alt mulig. ' * 30}"}))
    receive(hearing, "fossheim", answered({"viktigst": "Areal, areal, areal."}))
    assert found("areal") == ["2026-0002", "2026-0001"]
    assert found("areal", by_body=True) == ["2026-0001", "2026-0002"]


def test_a_registered_answer_came_when_it_came(db, hearing, receive, answered):
    """On paper before the deadline is in time, however late it was registered."""
    came = datetime(2026, 4, 2, 9, 0, tzinfo=UTC)
    receive(hearing, "bergvik", replace(answered(), registered=Registered(Channel.PAPER, came)))
    receive(hearing, "fossheim", answered())
    assert [r.arrived_at for r in index.responses(db)] == [came, datetime(2026, 4, 20, 8, 30, tzinfo=UTC)]


def test_guests_are_found_only_while_they_are_admitted(db, hearing, guest_answer, found, sender, now):
    """Neither before somebody has read the answer nor after it has been refused."""
    assert found("reinbeite") == []
    moderate.admit(db, hearing, guest_answer, actor="siri", sender=sender, now=now)
    assert found("reinbeite") == [guest_answer.reference]
    assert index.missing(db) == ()
    moderate.refuse(db, hearing, guest_answer, Refusal.SPAM, "", actor="siri", sender=sender, now=now)
    assert found("reinbeite") == []
    assert similar(db, hearing.id, "Reinbeitet.") == ()
    assert index.missing(db) == ()


def test_a_person_is_told_of_the_copies(db, content, hearing, guest_answer, sender, now):
    """They hold what the answer holds; the rows themselves are not written out a second time."""
    assert "search" not in stored_on(db, content, EMAIL)
    moderate.admit(db, hearing, guest_answer, actor="siri", sender=sender, now=now)
    told = stored_on(db, content, EMAIL)
    copies = {"reference": guest_answer.reference, "copied_texts": 1, "matched_by": "reference"}
    assert told["search"] == [copies]
    assert not [table for table in told if table.startswith("search_")]


def test_attachments_are_read_by_the_worker(db, settings, attach, found, now):
    """Until then they are found by name, and it is told which have been read and which hold no text."""
    sent = attach("bergvik", as_docx("Vern jordbruksarealene."), scanned())
    (response,) = index.responses(db)
    assert found("areal") == []
    assert found("uttalelse") == [sent.reference]
    assert {f.file.name: f.reading for f in files_of(db, [response.id])} == {
        "Uttalelse.docx": Reading.NOT_YET,
        "Skannet.pdf": Reading.NOT_YET,
    }
    work_once(db, settings, now=now)
    assert {f.file.name: f.reading for f in files_of(db, [response.id])} == {
        "Uttalelse.docx": Reading.READ,
        "Skannet.pdf": Reading.NO_TEXT,
    }
    assert found("areal") == [sent.reference]
    (result,) = search(db, read_query("areal"), [response]).results
    assert [p.text for p in result.shown[0].excerpts[0].pieces if p.found] == ["areal"]


def test_a_file_that_was_read_is_found_with_the_next_version_at_once(db, settings, attach, found, now):
    """Its text is kept by its fingerprint."""
    file = as_docx("Vern jordbruksarealene.")
    attach("bergvik", file)
    catch_up(db, settings.attachments, limits_of(settings), now=now)
    sent = attach("fossheim", file, texts={"viktigst": "Se vedlegg."})
    assert sent.reference in found("areal")


def test_a_file_that_cannot_be_read_is_told_and_not_tried_for_ever(db, settings, attach, now):
    """The worker leaves it; the command tries it again."""
    attach("bergvik", as_docx("Vern jordbruksarealene."))
    (file,) = [f for f in settings.attachments.glob("??/*") if f.is_file()]
    whole = file.read_bytes()
    file.write_bytes(b"something else")
    limits = limits_of(settings)
    assert catch_up(db, settings.attachments, limits, now=now) == 1
    (response,) = index.responses(db)
    assert [f.reading for f in files_of(db, [response.id])] == [Reading.FAILED]
    file.write_bytes(whole)
    assert catch_up(db, settings.attachments, limits, now=now) == 0
    made = rebuild(db, settings.attachments, limits, now=now, progress=lambda _done, _total: None)
    assert made.files == {Reading.READ: 1}


def test_the_worker_reads_a_few_files_at_a_time(db, settings, attach, now):
    """Mail waits meanwhile."""
    attach("bergvik", as_docx("En."))
    attach("fossheim", as_docx("To."), texts={"viktigst": "A"})
    attach("granneset", as_docx("Tre."), texts={"viktigst": "B"})
    attach("indre", as_docx("Fire."), texts={"viktigst": "C"})
    limits = limits_of(settings)
    assert catch_up(db, settings.attachments, limits, now=now) == FILES_A_ROUND
    assert catch_up(db, settings.attachments, limits, now=now) == 4 - FILES_A_ROUND
    assert catch_up(db, settings.attachments, limits, now=now) == 0


def test_what_an_older_version_has_stored_is_taken_in(db, settings, hearing, receive, answered, found, now):
    """Where the index is missing or was made by other code, the worker makes it."""
    first = receive(hearing, "bergvik", answered({"viktigst": "Arealet."}))
    second = receive(hearing, "fossheim", answered({"viktigst": "Arealet."}))
    index.drop(db, first.reference)
    db.execute("UPDATE search_responses SET made_by = 99")
    assert index.missing(db, hearing.id) == (first.reference, second.reference)
    assert index.missing(db, "lukket-strategi") == ()
    assert catch_up(db, settings.attachments, limits_of(settings), now=now) == 2
    assert index.missing(db) == ()
    assert found("areal", by_body=True) == [first.reference, second.reference]


def test_the_command_makes_everything_anew(db, settings, workspace, attach, found, monkeypatch):
    """Also where the index itself is broken; scripts get one JSON object, and short work is not told of on the way."""
    monkeypatch.setenv("SAMRAD_LANG", "en")
    sent = attach("bergvik", as_docx("Vern jordbruksarealene."), scanned())
    db.execute("DROP TRIGGER search_texts_removed")
    db.execute("DELETE FROM search_runs")
    db.execute("DELETE FROM search_passages")
    db.execute("DELETE FROM search_texts")
    db.execute("DELETE FROM search_responses")
    result = CliRunner().invoke(main, ["--workspace", str(workspace), "index", "--json"])
    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout)
    assert told["responses"] == 1
    assert told["attachments"] == {"read": 1, "partly": 0, "no_text": 1, "failed": 0, "not_yet": 0}
    assert result.stderr == ""
    assert found("areal") == [sent.reference]
    again = CliRunner().invoke(main, ["--workspace", str(workspace), "index"])
    assert "1 " in again.stdout


def test_similar_passages_are_of_other_bodies_and_of_the_version_that_counts(db, hearing, receive, answered):
    """The likest first; what only shares small words is not among them."""
    receive(hearing, "bergvik", answered({"viktigst": f"{ALIKE}\n\nNoe annet."}))
    receive(hearing, "fossheim", answered({"viktigst": f"Innledning.\n\n{ALIKE.upper()}"}))
    receive(hearing, "granneset", answered({"viktigst": ALIKE.replace("elva", "fjorden")}))
    receive(hearing, "indre", answered({"viktigst": "Kommunen ber om at kostnadene fordeles."}))
    alike = similar(db, hearing.id, ALIKE, besides=["bergvik"])
    assert [(p.body, p.similarity) for p in alike] == [
        ("fossheim", Similarity.SAME),
        ("granneset", Similarity.NEARLY_SAME),
    ]
    assert (alike[0].item, alike[0].place, alike[0].source) == ("viktigst", 2, "answer")
    assert {p.body for p in similar(db, hearing.id, ALIKE)} == {"bergvik", "fossheim", "granneset"}
    assert len(similar(db, hearing.id, ALIKE, most=1)) == 1
    receive(hearing, "fossheim", answered({"viktigst": "Vi har ombestemt oss."}))
    assert {p.body for p in similar(db, hearing.id, ALIKE)} == {"bergvik", "granneset"}
    assert similar(db, hearing.id, "...") == ()
    assert similar(db, "lukket-strategi", ALIKE) == ()


@pytest.mark.parametrize(
    ("done", "places"),
    [
        (Handled(), {HowFar.UNREAD}),
        (Handled(points=2, open=1), {HowFar.OPEN}),
        (Handled(points=2, open=0), {HowFar.CONCLUDED}),
        (Handled(points=2, approved=2), {HowFar.CONCLUDED, HowFar.APPROVED}),
        (Handled(set_aside=1), {HowFar.CONCLUDED}),
    ],
)
def test_how_far_a_response_has_come(done, places):
    """What is approved is concluded as well, and what needs no point is done."""
    assert {how_far for how_far in HowFar if has_come(done, how_far)} == places
