"""What every room's tests share: a made-up council, a workspace of its own for each test, a real mail server."""

import shutil
import socket
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from aiosmtpd.controller import Controller

from hearing_app.answering.receive import receive_submission
from hearing_app.domain.submission import Answer, Content, PoliticalStanding, Respondent
from hearing_app.domain.vocabulary import Language, Stance, Standing
from hearing_app.library import Library
from hearing_app.mailing.mail import Sender
from hearing_app.settings import FILE, load_settings
from hearing_app.storage.database import open_database
from hearing_app.text import words_for
from setup.browser import ARGUMENTS, find_browser, reason_to_skip

NOW = datetime(2026, 5, 15, 10, 0, tzinfo=UTC)  # apen-plan is open, lukket-strategi closed, vedtatt-avtale decided


def pytest_collection_modifyitems(items):
    wanting = [item for item in items if item.get_closest_marker("browser")]
    if wanting and (reason := reason_to_skip()):
        for item in wanting:
            item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=find_browser(), args=list(ARGUMENTS))
        yield chromium
        chromium.close()


@pytest.fixture
def now():
    return NOW


@pytest.fixture
def workspace(tmp_path):
    folder = tmp_path / "workspace"
    shutil.copytree(Path(__file__).parent / "fixtures" / "council", folder / "content")
    keys = {"secret_key": "s" * 43, "mail_from": "samrad@elvedalen.example", "base_url": "http://samrad.test"}
    (folder / FILE).write_text("".join(f'{key} = "{value}"\n' for key, value in keys.items()), encoding="utf-8")
    return folder


@pytest.fixture
def settings(workspace):
    return load_settings(workspace, {})


@pytest.fixture
def db(settings):
    database = open_database(settings.database)
    yield database
    database.close()


@pytest.fixture
def content(settings):
    return settings.content


@pytest.fixture
def library(content):
    return Library(content)


@pytest.fixture
def hearing(library):
    return library.matter("apen-plan").hearing


@pytest.fixture
def closed(library):
    return library.matter("lukket-strategi").hearing


@pytest.fixture
def sender(settings):
    return Sender(settings.mail_from, settings.base_url)


@pytest.fixture
def answered():
    """A function that fills in a form: texts by item id, and a stance to each section in `stances`."""

    def fill_in(texts=None, *, stances=None, name="Kari Eksempel", role="Rådgiver", email="kari@bergvik.example"):
        texts, stances = {"viktigst": "Vannet.", **(texts or {})}, stances or {}
        answers = (Answer(item, stances.get(item), texts.get(item, "")) for item in {**stances, **texts})
        standing = PoliticalStanding(Standing.COUNCIL, "Kommunestyret", NOW.date(), "12/26")
        return Content(Respondent(name, role, email), standing, tuple(filter(None, answers)))

    return fill_in


@pytest.fixture
def receive(db, sender):
    """A function by which a body answers a hearing, in time unless `at` says otherwise."""

    def received(hearing, body_id, content, *, at=None):
        now, words = at or datetime(2026, 4, 20, 8, 30, tzinfo=UTC), words_for(Language.NB)
        body = hearing.invited_body(body_id)
        return receive_submission(db, hearing, body, content, words=words, sender=sender, now=now)

    return received


@pytest.fixture
def three_answers(closed, receive, answered):
    """Submissions of Bergvik, Fossheim and Indre to the closed hearing, with different stances and texts."""
    yes, but, no = Stance
    forms = {
        "bergvik": ({"tiltak": "Merk stiene bedre.\n\nBygg to broer."}, {"mal": yes, "tiltak": but}),
        "fossheim": ({"general": "Vi saknar ein frist."}, {"mal": yes, "tiltak": no}),
        "indre": ({"general": "HEMMELIG inntil videre."}, {"mal": but}),
    }
    return {b: receive(closed, b, answered({"viktigst": "", **t}, stances=s)) for b, (t, s) in forms.items()}


@pytest.fixture
def mail_server():
    """A real SMTP server at `.hostname` and `.port`; `.letters` is what it took, `.refused` whom it turns away."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    controller = Controller(SimpleNamespace(), hostname="127.0.0.1", port=port)
    controller.letters, controller.refused = [], set()

    async def recipient(_server, _session, envelope, address, _options):
        envelope.rcpt_tos.append(address)
        return "550 no such mailbox" if address in controller.refused else "250 OK"

    async def letter(_server, _session, envelope):
        controller.letters.append(envelope)
        return "250 taken"

    controller.handler.handle_RCPT, controller.handler.handle_DATA = recipient, letter
    controller.start()
    yield controller
    controller.stop()
