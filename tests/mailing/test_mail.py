import email
import hashlib
import socket
import ssl
import subprocess
import threading
from dataclasses import replace
from datetime import datetime, timedelta
from email.policy import default

import pytest
from aiosmtpd.controller import Controller

from hearing_app.domain.council import Body
from hearing_app.domain.localised import Localised
from hearing_app.domain.vocabulary import BodyKind, Language
from hearing_app.inviting.invite import invite_bodies
from hearing_app.mailing import mail
from hearing_app.mailing.mail import (
    FolderTransport,
    Sender,
    SmtpTransport,
    deliver,
    invitation_mail,
    receipt_mail,
    transport_for,
)
from hearing_app.settings import Smtp
from hearing_app.storage import outbox
from hearing_app.storage.database import open_database
from hearing_app.text import words_for

FROM = "samrad@elvedalen.example"
NB = words_for(Language.NB)


def smtp_to(server, **changes):
    return SmtpTransport(replace(Smtp(server.hostname, server.port, "none", "", ""), **changes), timeout_seconds=5)


def read(data):
    return email.message_from_bytes(data, policy=default)


@pytest.fixture
def later(mail_server):
    """A function that starts a mail server with the same memory at another port, with encryption if asked for."""
    started = []

    def start(**options):
        server = Controller(mail_server.handler, hostname="127.0.0.1", port=start.port, **options)
        server.start()
        started.append(server)
        return server

    with socket.create_server(("127.0.0.1", 0)) as probe:
        start.port = probe.getsockname()[1]
    yield start
    for server in started:
        server.stop()


@pytest.fixture
def queue(db, now):
    def put(recipient="kari@x.example", message=b"Subject: hei\r\n\r\nHei.\r\n"):
        outbox.put(db, kind="receipt", recipient=recipient, message=message, now=now)

    return put


def test_a_receipt_is_delivered_with_what_was_received(db, now, hearing, receive, answered, mail_server):
    """Over the wire: the attachment's bytes have the fingerprint that the text prints, and a subject in Norwegian."""
    submission = receive(hearing, "bergvik", answered({"viktigst": "Ål & ørret,\r\nog .punktum\n.\nalene"}))
    assert deliver(db, smtp_to(mail_server), FROM, now=now).sent == 1
    (envelope,) = mail_server.letters
    assert (envelope.mail_from, envelope.rcpt_tos) == (FROM, ["kari@bergvik.example"])
    letter = read(envelope.content)
    (attachment,) = letter.iter_attachments()
    digest = hashlib.sha256(attachment.get_payload(decode=True)).hexdigest()
    assert digest == submission.sha256
    assert digest in letter.get_body().get_content()
    assert letter["Subject"] == "Kvittering 2026-0001: Felles plan for elva"
    assert (letter["From"], letter["To"], letter["Auto-Submitted"]) == (FROM, "kari@bergvik.example", "auto-generated")
    assert outbox.waiting(db) == ()


def test_a_mail_waits_while_the_server_is_away_and_is_sent_when_it_is_back(db, now, queue, mail_server, later):
    """Nothing is lost, the reason is kept, and each wait is longer, up to an hour."""
    queue()
    away = SmtpTransport(Smtp("127.0.0.1", later.port, "none", "", ""), timeout_seconds=5)
    waits, at = [], now
    for _ in range(8):
        assert deliver(db, away, FROM, now=at).failed == 1
        assert deliver(db, away, FROM, now=at).failed == 0
        due = datetime.fromisoformat(db.execute("SELECT next_attempt_at FROM outbox").fetchone()[0])
        waits.append((due - at) / timedelta(minutes=1))
        at = due
    assert waits == [2, 4, 8, 16, 32, 60, 60, 60]
    assert "ConnectionRefusedError" in outbox.waiting(db)[0].last_error
    later()
    assert deliver(db, away, FROM, now=at).sent == 1
    assert len(mail_server.letters) == 1


def test_a_refused_recipient_holds_nobody_else_up(db, now, queue, mail_server):
    """The mail waits with what the server said; the others go."""
    mail_server.refused.add("borte@x.example")
    for recipient in ("borte@x.example", "kari@x.example", "ola@x.example"):
        queue(recipient)
    done = deliver(db, smtp_to(mail_server), FROM, now=now)
    assert (done.sent, done.failed) == (2, 1)
    (waiting,) = outbox.waiting(db)
    assert waiting.recipient == "borte@x.example"
    assert "no such mailbox" in waiting.last_error


@pytest.mark.parametrize("recipient", ["ordfører@x.example", "æ@ø.å"])
def test_an_address_that_cannot_be_used_holds_nobody_up(db, now, queue, mail_server, recipient):
    """Whatever was typed there, the worker goes on to the next mail and nobody else gets this one."""
    queue(recipient)
    queue("kari@x.example", b"Subject: neste\r\n\r\n")
    done = deliver(db, smtp_to(mail_server), FROM, now=now)
    assert (done.sent, done.failed) == (1, 1)
    assert [(e.rcpt_tos, read(e.content)["Subject"]) for e in mail_server.letters] == [(["kari@x.example"], "neste")]


def test_a_server_that_hangs_up_is_tried_again(db, now, queue):
    """In the middle of the conversation."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def hang_up():
            connection, _ = listener.accept()
            connection.sendall(b"220 hei\r\n")
            connection.close()

        thread = threading.Thread(target=hang_up)
        thread.start()
        queue()
        smtp = Smtp("127.0.0.1", listener.getsockname()[1], "none", "", "")
        assert deliver(db, SmtpTransport(smtp, timeout_seconds=5), FROM, now=now).failed == 1
        thread.join()
    assert "SMTPServerDisconnected" in outbox.waiting(db)[0].last_error


def test_a_server_without_the_encryption_that_is_asked_for_gets_nothing(db, now, queue, mail_server):
    """Rather than in the clear: the mail waits."""
    queue()
    assert deliver(db, smtp_to(mail_server, security="starttls"), FROM, now=now).failed == 1
    assert mail_server.letters == []
    assert "STARTTLS" in outbox.waiting(db)[0].last_error


@pytest.fixture
def certificate(tmp_path):
    """A certificate for 127.0.0.1 that nobody trusts."""
    files = ["-keyout", str(tmp_path / "key.pem"), "-out", str(tmp_path / "cert.pem")]
    name = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    command = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
        "-days",
        "2",
    ]
    try:
        subprocess.run([*command, *files, *name], check=True, capture_output=True)
    except FileNotFoundError:
        pytest.skip("no openssl on this machine to make a certificate with")
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(tmp_path / "cert.pem", tmp_path / "key.pem")
    return context, tmp_path / "cert.pem"


@pytest.mark.parametrize("trusted", [True, False])
def test_encrypted_mail_goes_only_to_a_server_that_can_be_trusted(
    db, now, queue, mail_server, later, certificate, monkeypatch, trusted
):
    """STARTTLS with a certificate the machine trusts delivers; with a stranger's the mail waits."""
    context, file = certificate
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(file))
    secure = later(tls_context=context, require_starttls=True)
    queue()
    done = deliver(db, smtp_to(secure, security="starttls"), FROM, now=now)
    assert (done.sent, done.failed) == ((1, 0) if trusted else (0, 1))
    assert len(mail_server.letters) == done.sent
    assert trusted or "CERTIFICATE_VERIFY_FAILED" in outbox.waiting(db)[0].last_error


def test_without_a_server_mail_becomes_files_that_any_mail_program_opens(db, now, settings, hearing, receive, answered):
    """In the outbox folder, named by time and kind, whole or not at all."""
    submission = receive(hearing, "bergvik", answered())
    assert transport_for(settings) == FolderTransport(settings.outbox)
    assert deliver(db, transport_for(settings), FROM, now=now).sent == 1
    (file,) = settings.outbox.iterdir()
    assert file.name == "20260420-083000-00001-receipt.eml"
    (attachment,) = read(file.read_bytes()).iter_attachments()
    assert hashlib.sha256(attachment.get_payload(decode=True)).hexdigest() == submission.sha256


def test_a_folder_that_cannot_be_written_loses_nothing(db, now, queue, settings):
    """A full or locked disk is like a server that is away."""
    settings.outbox.write_text("not a folder")
    queue()
    assert deliver(db, transport_for(settings), FROM, now=now).failed == 1
    settings.outbox.unlink()
    assert deliver(db, transport_for(settings), FROM, now=now + timedelta(hours=1)).sent == 1


def test_two_workers_send_each_mail_once(settings, db, now, queue, mail_server):
    """At the same time, to the same server."""
    for number in range(12):
        queue(f"{number}@x.example")

    def work():
        mine = open_database(settings.database)
        deliver(mine, smtp_to(mail_server), FROM, now=now)
        mine.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(e.rcpt_tos[0] for e in mail_server.letters) == sorted(f"{n}@x.example" for n in range(12))


EVIL = "Lom\r\nBcc: alle@x.example\r\n\r\n<b>kropp"


@pytest.fixture
def evil(hearing):
    """A hearing and a body whose names try to become headers."""
    return replace(hearing, title=Localised(EVIL)), Body("lom", Localised(EVIL), BodyKind.OTHER, email="lom@x.example")


def test_names_cannot_become_headers(evil, sender, now, hearing, receive, answered):
    """A line break in a title or a name is a space in the subject and text in the letter."""
    title, body = evil
    submission = receive(hearing, "bergvik", answered(name=EVIL))
    for letter in (
        receipt_mail(submission, title, body, NB, sender, now=now),
        invitation_mail(title, body, "http://x/svar/i/t", NB, sender, to=body.email, now=now),
    ):
        arrived = read(letter.as_bytes())
        assert arrived["Bcc"] is None
        assert "Lom Bcc: alle@x.example <b>kropp" in arrived["Subject"]
        assert arrived.get_content_type() in ("text/plain", "multipart/mixed")
        assert len(arrived.get_all("To")) == 1


@pytest.mark.parametrize(
    "address", ["samrad@x.example", "Samråd <samrad@x.example>", '"Sekretariatet, Valdres" <samrad@x.example>']
)
def test_the_sender_may_have_a_name(hearing, now, mail_server, db, address):
    """The mail server is told the address alone, and the letter's own number is well-formed."""
    body = hearing.invited_body("bergvik")
    invite_bodies(db, hearing, [body], sender=Sender(address, "http://x"), words_of=lambda _: NB, actor="k", now=now)
    assert deliver(db, smtp_to(mail_server), address, now=now).sent == 1
    (envelope,) = mail_server.letters
    letter = read(envelope.content)
    assert envelope.mail_from == "samrad@x.example"
    assert letter["Message-ID"].endswith("@x.example>")
    assert letter["From"].addresses[0].addr_spec == "samrad@x.example"


def test_a_receipt_holds_what_was_answered_in_words(hearing, receive, answered, sender, now):
    """A case worker files it as it is; the list of mails shows the subject alone."""
    submission = receive(hearing, "bergvik", answered({"viktigst": "HEMMELIG"}))
    letter = receipt_mail(submission, hearing, hearing.invited_body("bergvik"), NB, sender, now=now)
    assert "HEMMELIG" in letter.get_body().get_content()
    assert "HEMMELIG" not in letter["Subject"]


def test_settings_choose_the_way_out(settings):
    """A mail server where one is named, the folder otherwise."""
    smtp = Smtp("post.x.example", 587, "starttls", "u", "p")
    assert transport_for(replace(settings, smtp=smtp)) == SmtpTransport(smtp)
    assert transport_for(settings) == FolderTransport(settings.outbox)


def test_a_round_that_takes_too_long_begins_no_further_mail(db, now, queue, settings, monkeypatch):
    """Else the lease of a later mail could end while it is being sent, and another worker would send it too."""
    queue("a@b.no")
    queue("c@d.no")
    monkeypatch.setattr(mail, "LONGEST_ROUND_SECONDS", 0.0)
    assert deliver(db, transport_for(settings), FROM, now=now).sent == 1
    assert deliver(db, transport_for(settings), FROM, now=now).sent == 1
