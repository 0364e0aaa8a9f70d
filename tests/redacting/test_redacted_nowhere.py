"""What is withheld is nowhere: not in the site, its earlier releases, the content, or in any file that readers get."""

import subprocess
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from docx import Document
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from hearing_app.answering.attachments import keep, limits_of
from hearing_app.answering.attachments import read as read_file
from hearing_app.answering.receive import receive_submission
from hearing_app.definitions.defaults import defaults
from hearing_app.domain.amendment import Amendment
from hearing_app.domain.attachment import Attachment
from hearing_app.domain.submission import fingerprint
from hearing_app.domain.vocabulary import Conclusion, FileRelease, Language
from hearing_app.publishing.publish import plan, publish
from hearing_app.publishing.verify import CopyState, check_log, check_receipt
from hearing_app.redacting.published_files import FileDecision, decide
from hearing_app.redacting.redact import Marking, redact, redactions_of, seen_of, texts_of, was_public, withhold
from hearing_app.redacting.redact_history import commits_with
from hearing_app.storage import points, redactions, submissions
from hearing_app.text import words_for
from hearing_app.treating.assess import assess_point
from hearing_app.treating.splitting import add_point, split_by_paragraph

WORDS = tuple(f"HEMMELIG{name}" for name in ("TEKST", "LAGT", "FJERN", "ROLLE", "ORGAN", "SAK", "FIL", "NOTE"))
AUTHOR, OTHER = "HEMMELIGFORFATTER", "HEMMELIGVEDLEGG"
EVERYTHING = (*WORDS, AUTHOR, OTHER)
RECEIVED = datetime(2026, 4, 20, 8, 30, tzinfo=UTC)
MEDIA = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
GROUND = defaults().redaction_grounds[0]


def docx_with(text, *, author="Ola", header=""):
    """Return a Word document, with what it tells of who wrote it."""
    document, out = Document(), BytesIO()
    document.core_properties.author = document.core_properties.last_modified_by = author
    document.core_properties.comments = f"{OTHER} {author}"
    document.add_paragraph(text)
    document.sections[0].header.paragraphs[0].text = header
    document.save(out)
    return out.getvalue()


def pdf_with(text, *, author="Ola"):
    """Return a PDF of one page with a line of text, with what it tells of who wrote it."""
    writer, out, drawn = PdfWriter(), BytesIO(), DecodedStreamObject()
    page = writer.add_blank_page(595, 842)
    font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
    fonts = DictionaryObject(
        {NameObject("/F1"): DictionaryObject({NameObject(k): NameObject(v) for k, v in font.items()})}
    )
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    drawn.set_data(f"BT /F1 12 Tf 50 700 Td ({text}) Tj ET".encode("latin-1"))
    page[NameObject("/Contents")] = writer._add_object(drawn)
    writer.add_metadata({"/Author": author, "/Title": OTHER})
    writer.write(out)
    return out.getvalue()


@pytest.fixture
def take(db, settings, sender):
    """A function by which a body answers a hearing, with files."""

    def taken(hearing, body_id, content):
        known = {"words": words_for(Language.NB), "sender": sender, "now": RECEIVED, "files": settings.attachments}
        return receive_submission(db, hearing, hearing.invited_body(body_id), content, **known)

    return taken


@pytest.fixture
def secret(settings, take, closed, answered):
    """Bergvik's answer, with a word to withhold in every field, and a file that tells who wrote it."""
    data = docx_with("Dette kan alle lese.", author=AUTHOR)
    file = Attachment("Plan HEMMELIGFIL.docx", MEDIA, len(data), fingerprint(data))
    keep(settings.attachments, file, data)
    content = answered({"viktigst": "", "tiltak": "Ring HEMMELIGTEKST først.\n\nBygg bruer."}, role="Hos HEMMELIGROLLE")
    change = Amendment("", "Stien HEMMELIGFJERN.", "Stien HEMMELIGLAGT og HEMMELIGNOTE.")
    answers = tuple(replace(a, amendments=(change,)) for a in content.answers)
    standing = replace(content.standing, organ="Utvalg HEMMELIGORGAN", case_number="HEMMELIGSAK/26")
    return take(closed, "bergvik", replace(content, answers=answers, standing=standing, attachments=(file,)))


@pytest.fixture
def go(db, settings, now):
    """A function that publishes Bergvik's answer, `hours` after the test began."""

    def published(submission, hours=0, note="Sladdet."):
        released = frozenset({submission.reference})
        at = now + timedelta(hours=hours)
        return publish(db, settings, "lukket-strategi", released=released, actor="kari", now=at, note=note)

    return published


@pytest.fixture
def withhold_all(db, closed, now):
    """A function that lays a layer on each of the secret words, wherever one stands."""

    def withheld(submission, hours=0.0):
        at = now + timedelta(hours=hours)
        for field, text in texts_of(db, closed, submission).items():
            for word in WORDS:
                if word in text:
                    marking = Marking(field, word, None, GROUND)
                    seen = seen_of(redactions.of_submission(db, submission.reference))
                    redact(db, closed, submission, marking, seen=seen, actor="kari", now=at)

    return withheld


@pytest.fixture
def assessed(db, secret, now):
    """Its points, all of them assessed."""
    split_by_paragraph(db, secret, "tiltak", actor="kari", now=now)
    add_point(db, secret, "tiltak", "HEMMELIGTEKST først", actor="kari", now=now)
    for point in points.of_submission(db, secret.reference):
        known = {"conclusion": Conclusion.ACCEPTED, "revision": point.revision, "actor": "kari", "now": now}
        assess_point(db, secret, point.id, assessment="Enig.", **known)
    return secret


def everything_in(folder):
    """Yield each file below a folder, whole, and as a reader's program would open it."""
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            data = path.read_bytes()
            yield path, data
            if zipfile.is_zipfile(BytesIO(data)):
                with zipfile.ZipFile(BytesIO(data)) as parts:
                    yield from ((path, parts.read(name)) for name in parts.namelist())
            if data.startswith(b"%PDF"):
                reader = PdfReader(BytesIO(data))
                yield path, "\n".join(page.extract_text() for page in reader.pages).encode()
                yield path, repr(reader.metadata).encode()


def found_in(*folders):
    """Return which of the secret words stand where."""
    files = [entry for folder in folders for entry in everything_in(folder)]
    assert files
    return {(word, path.name) for path, data in files for word in EVERYTHING if word.encode() in data}


def decide_as_it_is(db, settings, submission, now):
    (file,) = submission.content.attachments
    limits = limits_of(settings)
    decision = FileDecision(FileRelease.AS_IT_IS)
    decide(db, settings.attachments, limits, submission, file, decision, seen="0", actor="kari", now=now)


def test_what_is_withheld_is_in_no_file_that_readers_get(db, settings, assessed, withhold_all, go, now):
    """Every field, the summary's quotes, proposed changes, names of files and what a file tells of its writer."""
    withhold_all(assessed)
    decide_as_it_is(db, settings, assessed, now)
    go(assessed)
    assert found_in(settings.content, settings.site) == set()
    page = (settings.site / "current/horinger/lukket-strategi/svar/bergvik/index.html").read_text(encoding="utf-8")
    assert "Ring ▇▇▇ [offl. § 13] først." in page
    assert list((settings.site / "current/filer/lukket-strategi/bergvik").iterdir())


def test_what_was_public_goes_from_every_release_that_is_kept(db, settings, assessed, withhold_all, go, now):
    """When a word that was readable is withheld, no older release stays on the disk, and it is told since when."""
    go(assessed)
    assert {word for word, _ in found_in(settings.content, settings.site)} >= {"HEMMELIGTEKST", "HEMMELIGROLLE"}
    withhold_all(assessed, hours=0.5)
    go(assessed, hours=1)
    assert found_in(settings.content, settings.site) == set()
    assert len(list((settings.site / "releases").iterdir())) == 1
    told = was_public(db, "lukket-strategi")
    assert {(entry.since, entry.until) for entry in told} == {(now, now + timedelta(hours=1))}


def test_the_answer_itself_stays_and_the_copy_is_told_as_redacted(db, settings, library, assessed, withhold_all, go):
    """The payload is untouched, the log holds, and whoever checks a receipt is told what is withheld."""
    withhold_all(assessed)
    go(assessed)
    assert submissions.by_reference(db, assessed.reference).payload == assessed.payload
    assert check_log(db, settings.content, settings.attachments) == ()
    checked = check_receipt(db, library, assessed.payload)
    assert checked.state is CopyState.REDACTED
    assert set(checked.redacted) == {"role", "standing", "attachments", "tiltak"}


def test_what_the_secretariat_repeats_stops_publishing(db, settings, library, assessed, withhold_all, content, now):
    """An assessment, a file of people's own and another field: each is told with where it stands."""
    withhold_all(assessed)
    (point, *_) = points.of_submission(db, assessed.reference)
    told = {"assessment": "Vi ringer HEMMELIGTEKST.", "conclusion": Conclusion.NOTED, "revision": point.revision}
    assess_point(db, assessed, point.id, **told, actor="kari", now=now)
    own = content / "hearings/lukket-strategi/summary.md"
    own.write_text("Innledning.\n\nOg så hemmeligtekst, igjen.\n", encoding="utf-8")
    released = frozenset({assessed.reference})
    todo = plan(db, library.matter("lukket-strategi"), settings.content, released=released, now=now)
    stops = [find for find in todo.finds if find.stops]
    assert {(find.where.path, find.where.line) for find in stops} == {
        ("", 0),
        ("hearings/lukket-strategi/summary.md", 3),
    }
    assert any("gate has" in str(message.sentence) for message in todo.stops)


def test_a_file_in_which_withheld_words_can_be_read_is_refused(db, settings, take, closed, answered, withhold_all, now):
    """Under a black box the words are still there: in the text of a PDF, or in a header of a DOCX."""
    for number, data in enumerate((docx_with("Åpent.", header="Om HEMMELIGTEKST"), pdf_with("Om HEMMELIGTEKST"))):
        name = ("brev.docx", "brev.pdf")[number]
        media = (MEDIA, "application/pdf")[number]
        file = Attachment(name, media, len(data), fingerprint(data))
        keep(settings.attachments, file, data)
        content = replace(answered({"viktigst": "", "tiltak": "HEMMELIGTEKST"}), attachments=(file,))
        sent = take(closed, ("bergvik", "fossheim")[number], content)
        withhold_all(sent)
        with pytest.raises(Exception, match="can still be read in the file"):
            decide_as_it_is(db, settings, sent, now)


def test_an_older_revision_inside_a_pdf_is_gone(db, settings, take, closed, answered, now):
    """What was saved over stands in the file that was received, and not in the copy."""
    data = pdf_with("Synlig tekst", author=AUTHOR)
    file = Attachment("brev.pdf", "application/pdf", len(data), fingerprint(data))
    keep(settings.attachments, file, data)
    sent = take(closed, "bergvik", replace(answered(), attachments=(file,)))
    decide_as_it_is(db, settings, sent, now)
    (row,) = redactions.file_decisions(db, "lukket-strategi")
    copy = read_file(settings.attachments, Attachment("", row.copy_type, row.copy_size, row.copy_sha256))
    assert AUTHOR.encode() in data
    assert AUTHOR.encode() not in copy
    assert "Synlig tekst" in row.text


def test_a_whole_answer_that_is_withheld_is_told_with_its_ground(db, settings, secret, go, now):
    """Readers see that it came, and on which ground they do not see it."""
    seen = seen_of(())
    withhold(db, secret, GROUND, note="", seen=seen, actor="kari", now=now)
    assert redactions_of(db, "lukket-strategi").withheld(secret.reference) == "offl. § 13"
    with pytest.raises(Exception, match="No answer is chosen"):
        go(secret)


def test_the_history_of_the_repository_is_looked_through(db, settings, assessed, withhold_all, go, content):
    """A word that was committed before it was withheld is told with its commit."""
    go(assessed)
    for command in (
        ["init", "-q"],
        ["add", "-A"],
        ["-c", "user.name=a", "-c", "user.email=a@b.example", "commit", "-qm", "x"],
    ):
        subprocess.run(["git", *command], cwd=content, check=True)
    withhold_all(assessed)
    found = commits_with(content, "lukket-strategi", redactions_of(db, "lukket-strategi").everywhere)
    assert len({entry.commit for entry in found}) == 1
    assert {entry.layer.words for entry in found} >= {"HEMMELIGTEKST", "HEMMELIGROLLE"}
