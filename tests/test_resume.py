"""Invitations that are broken off at any moment: every body gets exactly one, or the secretariat is told."""

import email
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from datetime import timedelta
from email.policy import default

import pytest

from hearing_app.inviting.invite import invite_bodies
from hearing_app.library import Library
from hearing_app.mailing.mail import SmtpTransport, deliver
from hearing_app.settings import FILE, Smtp
from hearing_app.storage import outbox
from hearing_app.storage.outbox import MailState
from hearing_app.text import words_for

FROM = "samrad@elvedalen.example"
BODIES = 30
WORKER = """
import sys
from datetime import datetime
from pathlib import Path
from hearing_app.mailing.mail import deliver, transport_for
from hearing_app.settings import load_settings
from hearing_app.storage.database import open_database

settings = load_settings(Path(sys.argv[1]), {})
db = open_database(settings.database)
while deliver(db, transport_for(settings), settings.mail_from, now=datetime.fromisoformat(sys.argv[2])).sent:
    pass
"""


@pytest.fixture
def many(content):
    """The open hearing with thirty bodies in place of its own."""
    ids = [f"kommune-{one}" for one in range(BODIES)]
    rows = "".join(f"  - {{id: {i}, name: K {i}, kind: municipality, email: post@{i}.example}}\n" for i in ids)
    definition = content / "hearings" / "apen-plan" / "hearing.yml"
    for path, found, put in (
        (content / "council.yml", r"^bodies:\n", f"bodies:\n{rows}"),
        (definition, r"^invited:.*\n(?: .*\n)*", f"invited: {ids}\n"),
    ):
        text, count = re.subn(found, put, path.read_text(encoding="utf-8"), flags=re.MULTILINE)
        assert count == 1
        path.write_text(text, encoding="utf-8")
    return Library(content).matter("apen-plan").hearing


@pytest.fixture
def invite(db, many, sender, now):
    """A function that invites everybody who has no link yet."""
    words = lambda body: words_for(body.language or many.language)  # noqa: E731 - one line, used once
    return lambda: invite_bodies(db, many, many.invited, sender=sender, words_of=words, actor="test", now=now)


@pytest.fixture
def work(workspace, mail_server):
    """A function that starts a worker as a process of its own, which sends through the mail server."""
    with (workspace / FILE).open("a", encoding="utf-8") as file:
        file.write(f'smtp_host = "{mail_server.hostname}"\nsmtp_port = {mail_server.port}\nsmtp_security = "none"\n')
    started = []

    def start(now):
        worker = subprocess.Popen([sys.executable, "-c", WORKER, str(workspace), now.isoformat()])
        started.append(worker)
        return worker

    yield start
    for worker in started:
        worker.kill()
        worker.wait()


@pytest.fixture
def transport(mail_server):
    """The way to the mail server from here."""
    return SmtpTransport(Smtp(mail_server.hostname, mail_server.port, "none", "", ""), timeout_seconds=5)


def taken(mail_server):
    """Return how often each address got a letter."""
    return Counter(address for envelope in mail_server.letters for address in envelope.rcpt_tos)


def wait_for(condition):
    until = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < until, "it did not happen"
        time.sleep(0.005)


def kill(worker):
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()


@pytest.mark.slow
@pytest.mark.parametrize("after", [1, 7, 19])
def test_a_worker_that_is_killed_goes_on_where_it_stopped(db, invite, work, mail_server, now, after):
    """One address is refused, then everybody, then it is killed: each of the others gets exactly one invitation.

    Of at most one mail, that which the server had in its hands, it is not known whether it went; it is not sent again.
    """
    invite()
    mail_server.refused.add("post@kommune-3.example")
    worker = work(now)
    wait_for(lambda: len(mail_server.letters) >= after)
    everybody = {f"post@kommune-{number}.example" for number in range(BODIES)}
    mail_server.refused |= everybody
    kill(worker)
    assert invite().sent == ()

    work(now).wait()
    mail_server.refused.clear()
    later = now + timedelta(hours=2)
    work(later).wait()

    left = outbox.waiting(db)
    assert all(mail.state(later) is MailState.UNCERTAIN for mail in left)
    assert len(left) <= 1
    got = taken(mail_server)
    assert max(got.values()) == 1
    assert set(got) | {mail.recipient for mail in left} == everybody
    links = {mail.get_body(("plain",)).get_content() for mail in map(parsed, mail_server.letters)}
    assert len(links) == sum(got.values())


def parsed(envelope):
    return email.message_from_bytes(envelope.content, policy=default)


def test_a_worker_that_is_killed_while_the_server_has_the_mail_sends_it_to_nobody_twice(
    db, invite, work, mail_server, now
):
    """The server takes it and does not get to say so: a person decides, and what goes then is the same mail."""
    invite()
    arrived, go_on = threading.Event(), threading.Event()
    take = mail_server.handler.handle_DATA

    async def slowly(server, session, envelope):
        answer = await take(server, session, envelope)
        if not go_on.is_set():
            arrived.set()
            await server.loop.run_in_executor(None, go_on.wait, 30)
        return answer

    mail_server.handler.handle_DATA = slowly
    worker = work(now)
    assert arrived.wait(30)
    kill(worker)
    go_on.set()
    later = now + timedelta(hours=1)
    work(later).wait()
    got = taken(mail_server)
    assert len(got) == BODIES
    assert max(got.values()) == 1
    (doubtful,) = outbox.waiting(db)
    assert doubtful.state(later) is MailState.UNCERTAIN

    assert outbox.send_now(db, doubtful.id, later)
    work(later).wait()
    both = [mail for mail in map(parsed, mail_server.letters) if mail["To"] == doubtful.recipient]
    assert len({mail["Message-ID"] for mail in both}) == 1
    assert outbox.waiting(db) == ()


def test_a_mail_of_another_kind_goes_once_more(db, now, transport, mail_server):
    """A receipt that comes twice harms nobody, and one that does not come does."""
    outbox.put(db, kind="receipt", recipient="kari@x.example", message=b"Subject: x\r\n\r\n", now=now)
    mail = outbox.claim(db, now=now, until=now + timedelta(minutes=15))
    outbox.mark_handed(db, mail.id, now)
    assert deliver(db, transport, FROM, now=now + timedelta(minutes=14)).sent == 0
    assert deliver(db, transport, FROM, now=now + timedelta(minutes=15)).sent == 1


def test_a_server_that_takes_a_mail_and_hangs_up_without_goodbye_has_taken_it(db, now, invite, transport, mail_server):
    """What comes after its yes does not matter."""
    invite()

    async def no_goodbye(server, _session, _envelope=None, *_):
        server.transport.abort()
        return "221 bye"

    mail_server.handler.handle_QUIT = no_goodbye
    assert deliver(db, transport, FROM, now=now).sent == 20
    assert deliver(db, transport, FROM, now=now).sent == BODIES - 20
    assert max(taken(mail_server).values()) == 1


def test_a_connection_that_breaks_before_the_answer_leaves_it_open_whether_the_mail_went(
    db, now, invite, transport, mail_server
):
    """No worker sends it again, however often it runs; one that breaks before the text is simply tried again."""
    invite()

    async def breaks(server, _session, _envelope):
        server.transport.abort()
        return "250 taken"

    take, mail_server.handler.handle_DATA = mail_server.handler.handle_DATA, breaks
    assert deliver(db, transport, FROM, now=now).failed == 20
    mail_server.handler.handle_DATA = take
    later = now + timedelta(days=2)
    assert deliver(db, transport, FROM, now=later).sent == BODIES - 20
    assert deliver(db, transport, FROM, now=later).sent == 0
    assert {mail.state(later) for mail in outbox.waiting(db)} == {MailState.UNCERTAIN}


def test_inviting_that_is_broken_off_is_run_again(db, many, sender, now):
    """Whoever has been invited by then gets no second mail, and everybody gets one."""
    words = words_for(many.language)

    def words_of(body):
        if body.id == "kommune-11":
            raise KeyboardInterrupt
        return words

    with pytest.raises(KeyboardInterrupt):
        invite_bodies(db, many, many.invited, sender=sender, words_of=words_of, actor="test", now=now)
    assert len(outbox.waiting(db)) == 11
    done = invite_bodies(db, many, many.invited, sender=sender, words_of=lambda _b: words, actor="test", now=now)
    assert (len(done.had_one), len(done.sent)) == (11, BODIES - 11)
    assert max(Counter(mail.recipient for mail in outbox.waiting(db)).values()) == 1
