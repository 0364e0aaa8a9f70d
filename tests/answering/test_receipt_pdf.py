"""The receipt as PDF: whole, archivable, the same each time, whatever somebody wrote; and nothing waits for it."""

import io
import re
import time
from dataclasses import replace
from email import message_from_bytes, policy

import pytest
from pypdf import PdfReader

from hearing_app.answering import receipt_issue, typesetting
from hearing_app.answering.receipt_issue import body_of, issued, with_pdf
from hearing_app.answering.receipt_pdf import _SHOWN, Issued, receipt_pdf
from hearing_app.answering.typesetting import TypesettingFailed, typeset
from hearing_app.domain.amendment import Amendment
from hearing_app.domain.attachment import Attachment
from hearing_app.domain.parts import parts_of
from hearing_app.domain.submission import Answer, canonical_payload
from hearing_app.domain.vocabulary import Language, Stance
from hearing_app.library import Library
from hearing_app.operating.worker import work_once
from hearing_app.storage import outbox, submissions
from hearing_app.text import words_for

HOSTILE = '#read("/etc/passwd") #panic("x") *_$@<label> = heading // `raw` \\ "${7*7}" ]] }} #{ æøå ÆØÅ §'


@pytest.fixture
def tell(db, library, hearing, receive, answered):
    """A function that lets Bergvik answer and returns what the receipt tells of it."""

    def told(texts=None, **kwargs):
        changes = {key: kwargs.pop(key) for key in ("answers", "no_remark") if key in kwargs}
        content = replace(answered(texts, **kwargs), **changes)
        return issued(db, library, receive(hearing, "bergvik", content), hearing, base_url="http://samrad.test")

    return told


def with_content(told, **changes):
    """Return the receipt of another answer; its files need not be kept anywhere for that."""
    content, sent = replace(told.submission.content, **changes), told.submission
    given = {"hearing": sent.hearing, "body": sent.body, "version": 1, "definition": "", "nonce": "00"}
    payload = canonical_payload(content, received_at=sent.received_at, **given)
    return replace(told, submission=replace(sent, content=content, payload=payload))


def text_of(data):
    """Return everything that can be read in a PDF, without its line breaks."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages).split())


def nb(told):
    return receipt_pdf(told, words_for(Language.NB))


def test_it_is_a_tagged_pdf_for_archives_and_for_everybody(tell):
    """PDF/A-2a and PDF/UA-1 by its own words, with the structure, language, title and fonts that these ask for."""
    data = nb(tell())
    reader = PdfReader(io.BytesIO(data))
    root = reader.trailer["/Root"]
    told = root["/Metadata"].get_data().decode()
    assert re.findall(r"pdfaid:(part|conformance)>(\w+)<", told) == [("part", "2"), ("conformance", "A")]
    assert "pdfuaid:part>1<" in told
    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]["/K"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert root["/OutputIntents"]
    fonts = [font.get_object() for page in reader.pages for font in page["/Resources"]["/Font"].values()]
    descriptors = [font["/DescendantFonts"][0].get_object()["/FontDescriptor"] for font in fonts]
    assert descriptors
    assert all({"/FontFile2", "/FontFile3"} & descriptor.keys() for descriptor in descriptors)


def test_nothing_in_it_runs_or_leads_away(tell):
    """No script, no action, no file inside, no form, whatever somebody wrote."""
    data = nb(tell({"viktigst": HOSTILE + " javascript:alert(1) https://evil.example"}))
    assert not re.search(rb"/(JavaScript|JS|OpenAction|AA|EmbeddedFiles|AcroForm|Launch|URI)\b", data)
    objects = PdfReader(io.BytesIO(data))
    assert not any("/Annots" in page for page in objects.pages)
    assert not {"/OpenAction", "/AA", "/AcroForm", "/Names"} & objects.trailer["/Root"].keys()


@pytest.mark.parametrize(
    ("language", "heading"), [("nb", "Dette ble sendt inn"), ("nn", "Dette vart sendt inn"), ("en", "What you sent")]
)
def test_it_speaks_the_readers_language_and_says_which(tell, language, heading):
    """The document's language, its title and its headings."""
    data = receipt_pdf(tell(), words_for(Language(language)))
    reader = PdfReader(io.BytesIO(data))
    assert reader.trailer["/Root"]["/Lang"] == language
    assert "2026-0001" in reader.metadata.title
    assert heading in text_of(data)


def test_it_tells_everything_that_was_received(tell):
    """Who, for whom, when with the offset, every answer, proposal and file, and every fingerprint."""
    file = Attachment("Kart over løypene.pdf", "application/pdf", 2048, "ab" * 32)
    answers = (
        Answer("formal", Stance.SUPPORTS_WITH_REMARKS, "Bra.\n\nMen sent.", amendments=(Amendment("p", "Gå", "Løp"),)),
        Answer("viktigst", None, "Vannet."),
        Answer("borte", None, "Om noe som er tatt ut."),
    )
    told = with_content(tell(), answers=answers, attachments=(file,))
    text, sent = text_of(nb(told)), told.submission
    for expected in (
        *("Elvedalen", "2026-0001", "20. april 2026, 10.30.00 (UTC+02:00)", "Bergvik", "Kari Eksempel", "12/26"),
        *(words_for(Language.NB).term(Stance.SUPPORTS_WITH_REMARKS), "Bra.", "Men sent.", "Gå", "Løp", "Vannet."),
        "Om noe som er tatt ut.",
        file.name,
        *(sent.sha256, told.entry.digest, "http://samrad.test/svar/kvittering/"),
    ):
        assert expected in text, expected
    for part in parts_of(sent.payload):
        assert part.path in text
        assert part.sha256[:32] in text
        assert part.sha256[32:] in text


def test_files_and_proposals_are_told_as_in_the_mail_and_on_the_page(tell):
    """Kind and size for people, and the draft's wording before what is proposed, also where that is nothing."""
    proposed = (Amendment("p", "Gå her", "Løp her"), Amendment("q", "Bad her", ""))
    answers = (Answer("formal", None, "", amendments=proposed),)
    document = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    files = (Attachment("Svar.docx", document, 36 * 1024, "ab" * 32),)
    text = text_of(nb(with_content(tell(), answers=answers, attachments=files)))
    assert "DOCX, 36 kB" in text
    assert document not in text
    assert "Ordlyden i utkastet: Gå her Foreslått ordlyd: Løp her" in text
    assert "Ordlyden i utkastet: Bad her Foreslått ordlyd: (Strykes.)" in text


def test_an_answer_without_remarks_says_so(tell):
    """It is a whole answer."""
    assert "uten merknad" in text_of(nb(tell(answers=(), no_remark=True))).lower()


def test_the_same_answer_gives_the_same_bytes(tell):
    """Whoever has two copies can compare them; the date is when the answer was received."""
    told = tell()
    one, other = nb(told), nb(told)
    assert one == other
    assert PdfReader(io.BytesIO(one)).metadata.creation_date.timestamp() == told.submission.received_at.timestamp()


def test_a_version_that_has_been_replaced_says_by_which(db, library, hearing, receive, answered):
    """A printed receipt must not be taken for the one that counts."""
    first = receive(hearing, "bergvik", answered())
    second = receive(hearing, "bergvik", answered({"viktigst": "Skogen."}))
    old, new = (issued(db, library, s, hearing, base_url="") for s in (first, second))
    assert f"erstattet av {second.reference}" in text_of(nb(old))
    assert "erstattet" not in text_of(nb(new))


def test_what_somebody_wrote_is_never_markup(tell):
    """It is shown as it was typed."""
    assert HOSTILE in text_of(nb(tell({"viktigst": HOSTILE}, name=HOSTILE[:60], role="= #emph[x]")))


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Takk 😀!", "Takk ⟨U+1F600⟩!"),
        ("漢字", "⟨U+6F22⟩⟨U+5B57⟩"),
        ("evil\u202etxt.exe", "evil⟨U+202E⟩txt.exe"),
        ("Lule­sami", "Lule⟨U+00AD⟩sami"),
        ("Čáhci ja Kárášjohka, ŋ đ ŧ", "Čáhci ja Kárášjohka, ŋ đ ŧ"),
        ("re\u0301sume\u0301 4 × 5 ≤ 20 → «ja» – 100 €", "résumé 4 × 5 ≤ 20 → «ja» – 100 €"),
    ],
)
def test_what_the_typefaces_lack_is_told_by_its_number(tell, typed, shown):
    """The rest is as typed; what turns or hides a text is made visible."""
    assert shown in text_of(nb(tell({"viktigst": typed})))


def test_every_character_that_is_taken_to_be_shown_is(tmp_path):
    """Another version of the typesetter may come with other typefaces."""
    every = [chr(code) for code in range(0x21, 0x3000) if re.match(f"[{_SHOWN}]", chr(code))]
    bare = tmp_path / "every.typ"
    bare.write_text(
        '#let data = json(bytes(sys.inputs.data))\n#set document(title: "x")\n'
        '#set text(font: ("Libertinus Serif", "New Computer Modern", "DejaVu Sans Mono"))\n'
        "#for one in data.every { par[x#one] }\n",
        encoding="utf-8",
    )
    assert len(every) > 2000
    assert typeset(bare, {"every": every}, timestamp=0).startswith(b"%PDF")


@pytest.mark.parametrize(
    "text",
    [
        *("a" * 50_000, "ord " * 12_500, "x\n" * 25_000, "😀" * 50_000),
        *("א\u0302" * 25_000, "مرحبا שלום " * 4_000, " \n\t" * 9),
    ],
    ids=["one word", "words", "lines", "emoji", "marks on Hebrew", "right to left", "nothing"],
)
def test_the_longest_texts_are_set_in_good_time(tell, text):
    """The form takes 50 000 characters to an answer."""
    started = time.perf_counter()
    assert nb(tell({"general": text})).startswith(b"%PDF")
    assert time.perf_counter() - started < 15


def test_it_is_asked_for_by_the_page_in_a_process_of_its_own(tmp_path):
    """The typesetter has no room for more than some ten thousand documents in one process."""
    broken = tmp_path / "broken.typ"
    broken.write_text('#panic("no")', encoding="utf-8")
    with pytest.raises(TypesettingFailed, match="panicked"):
        typeset(broken, {}, timestamp=0)


def test_one_that_takes_too_long_is_given_up(tmp_path, monkeypatch):
    """Whoever waits is told, and the process is gone."""
    monkeypatch.setattr(typesetting, "LONGEST_SECONDS", 0.5)
    endless = tmp_path / "endless.typ"
    endless.write_text("#let at(n) = { let i = 0; while i < n { i += 1 }; i }\n#at(9999999999)", encoding="utf-8")
    with pytest.raises(TypesettingFailed):
        typeset(endless, {}, timestamp=0)


class TestByMail:
    @pytest.fixture
    def letter(self, db, settings, hearing, receive, answered, now):
        """A function that lets the worker send the receipt and returns the mail that came."""

        def sent():
            receive(hearing, "bergvik", answered())
            work_once(db, settings, now=now)
            (path,) = settings.outbox.glob("*-receipt.eml")
            return message_from_bytes(path.read_bytes(), policy=policy.default)

        return sent

    def test_the_mail_brings_both_files(self, letter, db, hearing):
        """The file that is the proof, as it was queued, and the PDF beside it."""
        files = {part.get_filename(): part.get_content() for part in letter().iter_attachments()}
        (sent,) = [row.payload for row in submissions.of_hearing(db, hearing.id)]
        assert files["2026-0001.json"] in (sent, sent.decode())
        assert "Kvittering 2026-0001" in text_of(files["2026-0001.pdf"])

    def test_the_mail_tells_the_fingerprint_of_every_part(self, letter, db, hearing):
        """For a case system that keeps the text and drops the files."""
        text = letter().get_body().get_content()
        (sent,) = submissions.of_hearing(db, hearing.id)
        assert all(part.sha256 in text for part in parts_of(sent.payload))

    def test_a_pdf_that_fails_stops_no_mail(self, letter, monkeypatch, tmp_path, caplog):
        """It leaves without, and the log says so."""
        broken = tmp_path / "broken.typ"
        broken.write_text('#panic("no")', encoding="utf-8")
        monkeypatch.setattr("hearing_app.answering.receipt_pdf.TEMPLATE", broken)
        files = [part.get_filename() for part in letter().iter_attachments()]
        assert files == ["2026-0001.json"]
        assert "without its PDF" in caplog.text

    def test_other_mails_are_left_alone(self, db, settings, now):
        """And so is a receipt that nobody can read any more."""
        for kind in ("invitation", "receipt"):
            outbox.put(db, kind=kind, recipient="x@x.example", message=b"Subject: x\r\n\r\nx", now=now)
        library = Library(settings.content)
        for mail in outbox.waiting(db):
            assert with_pdf(mail, db, library, base_url="") == mail

    def test_nothing_is_typeset_while_the_answer_is_received(self, hearing, receive, answered, db, monkeypatch):
        """The next one who sends must not wait for it."""
        monkeypatch.setattr(receipt_issue, "receipt_pdf", lambda *_: pytest.fail("it was"))
        receive(hearing, "bergvik", answered())
        (mail,) = outbox.waiting(db)
        assert b".pdf" not in mail.message


def test_a_body_that_is_no_longer_invited_still_gets_its_receipt(tell):
    """Under its id, for its name is not known any more."""
    told = tell()
    gone = replace(told.hearing, invited=())
    left: Issued = replace(told, hearing=gone, body=body_of(told.submission, gone))
    assert "bergvik" in text_of(nb(left))
