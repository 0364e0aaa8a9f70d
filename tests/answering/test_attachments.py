import hashlib
import io
import os
import resource
import signal
import stat
import tarfile
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pypdf
import pytest

from hearing_app.answering import attachments
from hearing_app.answering.attaching import (
    AT_ONCE,
    AnswerSent,
    attach,
    count_forgotten,
    detach,
    examine_for,
    forget_files,
)
from hearing_app.answering.attachments import Limits, NotWhole, Refused, examine, keep, limits_of, read, sweep
from hearing_app.answering.receive import DraftConflict, NothingAnswered, receive_submission, save_draft
from hearing_app.domain.attachment import LONGEST_NAME, Attachment, clean_name, told_apart
from hearing_app.domain.journal import Flaw
from hearing_app.domain.public_copy import public_copy
from hearing_app.domain.submission import read_payload
from hearing_app.domain.summary import summarise
from hearing_app.domain.vocabulary import Language
from hearing_app.library import Library
from hearing_app.operating.backup import back_up
from hearing_app.operating.retention import Periods, due, forget
from hearing_app.publishing.publish import publish
from hearing_app.publishing.verify import CopyState, check_log, check_receipt
from hearing_app.redacting.findings import Choice, before_publishing
from hearing_app.settings import FILE, SettingsError, load_settings
from hearing_app.storage import attachments as rows
from hearing_app.storage import drafts, examinations
from hearing_app.storage.database import open_database, writing
from hearing_app.text import words_for

LIMITS = Limits(1024 * 1024, 3, 2 * 1024 * 1024)
DAY = 24 * 3600
AT = datetime(2026, 4, 20, 8, 30, tzinfo=UTC)


def pdf(title=""):
    """Return a small PDF; another title makes another file."""
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    writer.add_metadata({"/Title": title})
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def as_kept(data, name="a.pdf"):
    return Attachment(name, "application/pdf", len(data), hashlib.sha256(data).hexdigest())


def aged(folder, sha256, seconds=2 * DAY):
    """Let a file have been kept a while ago."""
    then = time.time() - seconds
    os.utime(folder / sha256[:2] / sha256, (then, then))


@pytest.fixture
def folder(settings):
    return settings.attachments


@pytest.fixture
def body(hearing):
    return hearing.invited_body("bergvik")


@pytest.fixture
def put(db, folder, hearing, body, now):
    """A function that attaches a PDF to Bergvik's draft."""

    def added(name="Vedtak.pdf", title="", *, limits=LIMITS, at=now):
        return attach(db, folder, hearing, body, name, pdf(title), limits=limits, now=at)

    return added


@pytest.fixture
def send(db, hearing, body, sender, settings, now):
    """A function by which Bergvik sends an answer with whatever its draft has attached."""

    def sent(content, *, revision=None, files=settings.attachments):
        words = words_for(Language.NB)
        return receive_submission(
            db, hearing, body, content, words=words, sender=sender, now=now, draft_revision=revision, files=files
        )

    return sent


class TestNames:
    @pytest.mark.parametrize(
        ("given", "becomes"),
        [
            ("Høringsuttalelse – Særegge.PDF", "Høringsuttalelse – Særegge.pdf"),
            (r"C:\fakepath\vedtak.pdf", "vedtak.pdf"),
            ("../../etc/passwd", "passwd.pdf"),
            ("vedtak.docx", "vedtak.pdf"),
            ("v.1.2 utkast", "v.1.2 utkast.pdf"),
            ("", "vedlegg.pdf"),
            (".pdf", "vedlegg.pdf"),
            ("...", "vedlegg.pdf"),
            ("a\x00b\r\nBcc: x.pdf", "ab Bcc x.pdf"),
            ("fdp.\u202eexe.pdf", "fdp.exe.pdf"),
            ("\ud800x.pdf", "x.pdf"),
            ('a<b>:"c|d?*.pdf', "a b c d.pdf"),
            ("con.pdf", "vedlegg-con.pdf"),
            ("A\u030a.pdf", "Å.pdf"),
            ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
        ],
    )
    def test_a_name_becomes_one_that_anybody_can_save(self, given, becomes):
        """With the extension of the content, and nothing that leads anywhere else or deceives."""
        assert clean_name(given, "pdf") == becomes

    def test_two_files_with_the_same_name_are_told_apart(self):
        """Also where only the case differs, and where the name is as long as it may be."""
        file = as_kept(b"a", "Plan.pdf")
        assert told_apart(file, ["vedtak.pdf"]).name == "Plan.pdf"
        assert told_apart(file, ["plan.PDF", "Plan (2).pdf"]).name == "Plan (3).pdf"
        long = as_kept(b"a", "x" * (LONGEST_NAME - 4) + ".pdf")
        assert len(told_apart(long, [long.name]).name) == LONGEST_NAME


class TestSettings:
    def test_the_limits_are_those_of_the_settings(self, tmp_path):
        """In MB there, in bytes here."""
        (tmp_path / FILE).write_text(
            f'secret_key = "{"s" * 32}"\nattachment_max_mb = 3\nattachments_max = 4\nclamd = "127.0.0.1:3310"\n'
        )
        found = limits_of(load_settings(tmp_path, {}))
        assert found == Limits(3 * 1024**2, 4, 60 * 1024**2, "127.0.0.1:3310")

    @pytest.mark.parametrize("clamd", ["localhost", "localhost:", ":3310", "localhost:99999", "clamd.ctl", "a:b"])
    def test_a_place_where_no_clamd_can_be_is_a_mistake(self, tmp_path, clamd):
        """It is told at the start, for afterwards nothing could be sent in."""
        (tmp_path / FILE).write_text(f'secret_key = "{"s" * 32}"\nclamd = "{clamd}"\n')
        with pytest.raises(SettingsError, match="clamd"):
            load_settings(tmp_path, {})


class TestKeeping:
    def test_a_file_is_kept_by_its_fingerprint_for_its_owner_alone(self, folder):
        """Once, however often it is kept; and nothing lies beside it."""
        data = pdf()
        file = examine("vedtak", data, LIMITS)
        assert file == as_kept(data, "vedtak.pdf")
        keep(folder, file, data)
        keep(folder, file, data)
        place = folder / file.sha256[:2] / file.sha256
        assert list(folder.rglob("*.*")) == []
        assert [path for path in folder.rglob("*") if path.is_file()] == [place]
        assert stat.S_IMODE(place.stat().st_mode) == 0o600
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert read(folder, file) == data

    def test_a_file_that_was_broken_is_made_whole_again(self, folder):
        """Whoever sends it once more mends it."""
        data = pdf()
        file = as_kept(data)
        keep(folder, file, data)
        (folder / file.sha256[:2] / file.sha256).write_bytes(data[:-1])
        with pytest.raises(NotWhole):
            read(folder, file)
        keep(folder, file, data)
        assert read(folder, file) == data

    @pytest.mark.parametrize("data", [b"", b"x" * (LIMITS.file_bytes + 1)])
    def test_empty_and_too_large_files_are_refused_before_anything_is_done(self, data):
        """The sentence says which."""
        with pytest.raises(Refused, match=r"empty|larger than 1 MB"):
            examine("a.pdf", data, LIMITS)

    def test_a_full_disk_leaves_nothing_half(self, folder):
        """The system's own refusal comes out, and the folder is as it was."""
        data = pdf()
        keep(folder, as_kept(data), data)
        before = sorted(folder.rglob("*"))
        child = os.fork()
        if not child:  # a limit that is set cannot be taken back, so it is set in a process of its own
            os._exit(_keep_with_little_room(folder))
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7
        assert [path for path in sorted(folder.rglob("*")) if path.is_file()] == [p for p in before if p.is_file()]


def _keep_with_little_room(folder):
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
    data = os.urandom(100_000)
    try:
        keep(folder, as_kept(data), data)
    except OSError:
        return 7
    return 0


class TestDraft:
    def test_a_file_begins_a_draft_and_moves_it_on(self, put, db, hearing, body):
        """So that a review page that was looked at before sends nothing that nobody has seen."""
        put()
        assert drafts.get(db, hearing.id, body.id).revision == 1
        put("Notat.pdf", "annen")
        assert drafts.get(db, hearing.id, body.id).revision == 2
        assert [file.name for file in rows.of_draft(db, hearing.id, body.id)] == ["Vedtak.pdf", "Notat.pdf"]

    def test_the_same_file_stands_there_once(self, put, db, hearing, body):
        """A second click on the button changes nothing."""
        assert put() == put("Et annet navn.pdf")
        assert drafts.get(db, hearing.id, body.id).revision == 1

    def test_an_open_form_saves_on(self, put, db, hearing, body, now):
        """A file that was added in another tab is no text that anybody could be in conflict with."""
        save_draft(db, hearing, body, {"text_general": "Før"}, base_revision=0, now=now)
        put()
        assert drafts.get(db, hearing.id, body.id).fields == {"text_general": "Før"}
        with pytest.raises(DraftConflict) as caught:
            save_draft(db, hearing, body, {"text_general": "Etter"}, base_revision=1, now=now)
        assert caught.value.current.fields == {"text_general": "Før"}

    def test_limits_of_an_answer_hold(self, put, db, hearing, body):
        """Number and bytes; a file too many is not examined, and nothing of it stays."""
        for number in range(3):
            put(title=str(number))
        with pytest.raises(Refused, match="3 files"):
            put(title="fire")
        with pytest.raises(Refused, match="MB together"):
            put(title="fire", limits=replace(LIMITS, number=9, total_bytes=1400))
        assert len(rows.of_draft(db, hearing.id, body.id)) == 3

    def test_many_at_once_are_never_more_than_may_be(self, settings, folder, hearing, body, now):
        """The number is decided in the transaction."""

        def add(number):
            db = open_database(settings.database)
            try:
                attach(db, folder, hearing, body, "a.pdf", pdf(str(number)), limits=replace(LIMITS, number=2), now=now)
            except Refused:
                pass
            finally:
                db.close()

        threads = [threading.Thread(target=add, args=[number]) for number in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        db = open_database(settings.database)
        assert [file.name for file in rows.of_draft(db, hearing.id, body.id)] == ["a.pdf", "a (2).pdf"]
        db.close()

    def test_nobody_adds_and_removes_files_without_end(self, put, db, hearing, body, now):
        """So many a day, refused ones among them: each costs time, and stays on the disk until it is swept."""
        for number in range(LIMITS.files_a_day):
            file = put(title=str(number))
            detach(db, hearing, body, file.sha256, now=now)
        with pytest.raises(Refused, match="in a day"):
            put(title="one more")
        put(title="tomorrow", at=now + timedelta(days=1, seconds=1))

    def test_nor_more_bytes_than_a_few_answers_hold(self, put, db, hearing, body, now):
        """Twenty large files are as many as two hundred small ones."""
        limits = replace(LIMITS, total_bytes=len(pdf("0")) + 50)
        for number in range(5):
            detach(db, hearing, body, put(title=str(number), limits=limits).sha256, now=now)
        with pytest.raises(Refused, match="in a day"):
            put(title="6", limits=limits)

    def test_those_who_were_not_invited_leave_room_for_the_others(self, db, hearing, body, now):
        """Files that take long keep a few of the processes busy, and never all of them."""
        guests = [f"gjest-{number}" for number in range(AT_ONCE)]
        under_way = [examinations.begin(db, hearing.id, guest, 1, now) for guest in guests]
        with pytest.raises(Refused, match="just now"):
            examine_for(db, hearing, "gjest-9", "a.pdf", pdf(), limits=LIMITS, now=now)
        assert examine_for(db, hearing, body.id, "a.pdf", pdf(), limits=LIMITS, now=now).name == "a.pdf"
        examinations.end(db, under_way[0], now)
        assert examine_for(db, hearing, "gjest-9", "a.pdf", pdf(), limits=LIMITS, now=now).name == "a.pdf"

    def test_an_examination_that_was_broken_off_is_not_under_way_for_ever(self, db, hearing, now):
        """A process can be killed in the middle of it."""
        for number in range(AT_ONCE):
            examinations.begin(db, hearing.id, f"gjest-{number}", 1, now)
        later = now + timedelta(minutes=5)
        assert examine_for(db, hearing, "gjest-9", "a.pdf", pdf(), limits=LIMITS, now=later)

    def test_a_file_that_comes_after_the_answer_was_sent_begins_no_empty_change(
        self, put, send, answered, db, hearing, body
    ):
        """A colleague may send while it is examined; a draft with the file alone would stand for the whole answer."""
        send(answered())
        with pytest.raises(AnswerSent):
            put()
        assert drafts.get(db, hearing.id, body.id) is None

    def test_a_file_is_taken_away_from_the_draft(self, put, db, hearing, body, folder, now):
        """The file itself stays for a day: a colleague may have it open."""
        file = put()
        assert detach(db, hearing, body, file.sha256, now=now) == file
        assert detach(db, hearing, body, file.sha256, now=now) is None
        assert rows.of_draft(db, hearing.id, body.id) == ()
        assert read(folder, file) == pdf()


class TestReceiving:
    def test_files_of_the_draft_are_part_of_what_is_received(self, put, send, answered, db, hearing, body):
        """In payload, fingerprint and log; the draft's rows go."""
        file = put()
        submission = send(answered(), revision=1)
        assert submission.content.attachments == (file,)
        assert read_payload(submission.payload).attachments == (file,)
        assert rows.of_draft(db, hearing.id, body.id) == ()

    def test_only_files_are_an_answer(self, put, send, answered):
        """A body's own document says everything; required questions are asked for all the same."""
        empty = answered({"viktigst": "Se vedlegget."})
        with pytest.raises(NothingAnswered):
            send(replace(empty, answers=()))
        file = put()
        without = replace(empty, answers=(), no_remark=True, attachments=(file,))
        assert send(without, revision=1).content.attachments == (file,)

    def test_sending_twice_gives_one_submission_and_another_file_another(
        self, put, send, answered, db, hearing, body, now
    ):
        """What is compared is the whole answer, its files too."""
        file = put()
        first = send(answered(), revision=1)
        assert send(replace(answered(), attachments=(file,))) == first
        save_draft(db, hearing, body, {"text_general": "a"}, base_revision=0, now=now)
        put("Ny.pdf", "ny")
        second = send(answered(), revision=2)
        assert (second.version, second.content.attachments[1].name) == (2, "Ny.pdf")

    def test_a_file_that_is_not_whole_stops_the_receipt(self, put, send, answered, folder, db, hearing, body):
        """Nothing is received, and the draft stands."""
        file = put()
        (folder / file.sha256[:2] / file.sha256).write_bytes(b"x")
        with pytest.raises(NotWhole):
            send(answered(), revision=1)
        with pytest.raises(NotWhole):
            send(answered(), revision=1, files=None)
        assert rows.of_draft(db, hearing.id, body.id) == (file,)

    def test_a_change_begins_with_the_files_that_were_sent(self, put, send, answered, db, hearing, body, now):
        """A colleague's draft that was begun at the same moment is left alone."""
        file = put()
        send(answered(), revision=1)
        save_draft(db, hearing, body, {"text_general": "a"}, base_revision=0, now=now)
        assert rows.of_draft(db, hearing.id, body.id) == (file,)
        detach(db, hearing, body, file.sha256, now=now)
        with pytest.raises(DraftConflict):
            save_draft(db, hearing, body, {"text_general": "b"}, base_revision=0, now=now)
        assert rows.of_draft(db, hearing.id, body.id) == ()


class TestSweeping:
    def test_a_file_that_nobody_names_goes_after_a_day(self, put, db, folder, hearing, body, now):
        """Never one that was just uploaded."""
        file = put()
        detach(db, hearing, body, file.sha256, now=now)
        assert forget_files(db, folder) == 0
        aged(folder, file.sha256)
        assert count_forgotten(db, folder) == 1
        assert forget_files(db, folder) == 1
        with pytest.raises(NotWhole):
            read(folder, file)

    def test_files_of_drafts_and_submissions_stay(self, put, send, answered, db, folder, hearing, body, now):
        """However old they are."""
        sent = put()
        send(answered(), revision=1)
        save_draft(db, hearing, body, {"text_general": "a"}, base_revision=0, now=now)
        begun = put("Ny.pdf", "ny")
        for file in (sent, begun):
            aged(folder, file.sha256)
        assert forget_files(db, folder) == 0
        assert read(folder, sent)
        assert read(folder, begun)

    def test_a_file_that_is_kept_again_is_fresh_again(self, folder):
        """Nobody loses a file between uploading it and saving the row that names it."""
        data = pdf()
        file = as_kept(data)
        keep(folder, file, data)
        aged(folder, file.sha256)
        keep(folder, file, data)
        assert sweep(folder, frozenset()) == 0

    def test_nothing_is_swept_while_somebody_holds_the_folder(self, folder):
        """A backup that has copied the database finds every file that it names."""
        data = pdf()
        keep(folder, as_kept(data), data)
        aged(folder, as_kept(data).sha256)
        with attachments.holding(folder):
            assert sweep(folder, frozenset()) == 0
        assert sweep(folder, frozenset()) == 1

    def test_what_is_left_of_an_interrupted_upload_goes_too(self, folder):
        """A power cut leaves a file without a name."""
        keep(folder, as_kept(b"a"), b"a")
        (folder / "ab").mkdir()
        part = folder / "ab" / ".half"
        part.write_bytes(b"half")
        os.utime(part, (0, 0))
        assert sweep(folder, frozenset({as_kept(b"a").sha256})) == 1
        assert not part.exists()

    def test_an_old_draft_takes_its_files_along(self, put, db, folder, hearing, body, now):
        """Rows first, and the files with the run after a day."""
        file = put()
        aged(folder, file.sha256)
        periods = Periods(drafts=30, mail=30, addresses=30)
        assert due(db, periods, now=now, files=folder).files == 0
        later = now.replace(year=now.year + 1)
        assert forget(db, periods, now=later, files=folder).files == 1
        assert rows.of_draft(db, hearing.id, body.id) == ()


class TestAround:
    def test_a_missing_or_changed_file_is_found(self, put, send, answered, db, folder, content):
        """`samrad verify` names it and the entry."""
        file = put()
        submission = send(answered(), revision=1)
        assert check_log(db, content, folder) == ()
        place = folder / file.sha256[:2] / file.sha256
        place.write_bytes(pdf()[:-1] + b"x")
        (finding,) = check_log(db, content, folder)
        assert (finding.flaw, finding.number) == (Flaw.ATTACHMENT, 1)
        assert {"name": file.name, "entry": f"1 ({submission.reference})"} == dict(finding.message.values)
        place.unlink()
        assert [finding.flaw for finding in check_log(db, content, folder)] == [Flaw.ATTACHMENT]
        assert check_log(db, content) == ()

    def test_the_public_copy_tells_of_files_and_is_checked_with_them(self, put, send, answered, db, library):
        """Name, size, kind and fingerprint; a receipt is checked against it."""
        file = put()
        submission = send(answered(), revision=1)
        assert public_copy(submission).attachments == (file,)
        assert check_receipt(db, library, submission.payload).different == ()

    def test_a_name_that_tells_too_much_is_found_before_publishing(self, put, send, answered, hearing, now):
        """An identity number in a file's name would be published with it."""
        put("Vedtak 13097248022.pdf")
        submission = send(answered(), revision=1)
        summary = summarise(hearing, [submission], [], frozenset({submission.reference}))
        choice = Choice(hearing, (submission,), (submission,), summary, frozenset(), first=False)
        stops, _warnings = before_publishing(choice, now=now)
        assert any("identity number" in str(stop) for stop in stops)

    def test_a_backup_holds_the_files(self, put, send, answered, settings, now, tmp_path):
        """The restored workspace has every file that its database names, whole."""
        file = put()
        send(answered(), revision=1)
        (settings.attachments / "ab").mkdir(exist_ok=True)
        (settings.attachments / "ab" / ".half").write_bytes(b"half")
        archive = back_up(settings, tmp_path / "backup", now=now)
        with tarfile.open(archive) as tar:
            names = [name for name in tar.getnames() if name.startswith("data/attachments")]
            assert names == [f"data/attachments/{file.sha256[:2]}/{file.sha256}"]
            data = tar.extractfile(names[0]).read()
        assert hashlib.sha256(data).hexdigest() == file.sha256

    def test_the_database_names_files_once_and_never_without_a_draft(self, db, hearing, now):
        """The table itself refuses the rest."""
        with pytest.raises(Exception, match="FOREIGN KEY"), writing(db):
            rows.add(db, hearing.id, "bergvik", [as_kept(b"a")], now=now)
        drafts.put(db, hearing=hearing.id, body="bergvik", fields={}, revision=1, now=now)
        rows.add(db, hearing.id, "bergvik", [as_kept(b"a")], now=now)
        with pytest.raises(Exception, match="UNIQUE"), writing(db):
            rows.add(db, hearing.id, "bergvik", [as_kept(b"a", "b.pdf")], now=now)

    @pytest.mark.slow
    def test_readers_are_told_of_the_files_and_do_not_get_them(
        self, db, settings, closed, answered, sender, folder, now
    ):
        """On the published page stand name, size and fingerprint, and where to ask; no file is in the site."""
        data = pdf("Offentlig")
        file = as_kept(data, "Vedtak fra Ås.pdf")
        keep(folder, file, data)
        content = replace(answered({"viktigst": "", "general": "Hei."}), attachments=(file,))
        body, words = closed.invited_body("bergvik"), words_for(Language.NB)
        received = receive_submission(
            db, closed, body, content, words=words, sender=sender, now=AT, files=settings.attachments
        )
        publish(db, settings, closed.id, released=frozenset({received.reference}), actor="kari", now=now)
        site = settings.site / "current"
        pages = [page for page in site.rglob("*.html") if file.name in page.read_text(encoding="utf-8")]
        assert len(pages) == 3
        assert all(file.sha256 in page.read_text(encoding="utf-8") for page in pages)
        assert not [path for path in site.rglob("*") if path.is_file() and path.read_bytes() == data]
        assert check_receipt(db, Library(settings.content), received.payload).state is CopyState.SAME
