"""One hearing from draft to decision, as people walk it: real files, database, server, mail and browser."""

import email
import hashlib
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from datetime import date, timedelta
from email.policy import default
from pathlib import Path
from urllib.request import urlopen

import pytest

from hearing_app.domain.vocabulary import Language
from hearing_app.text import words_for

ROOT = Path(__file__).parent.parent
HEARING = "ny-samarbeidsmodell"
PASSWORD = "en lang og god setning"
TODAY = date.today()  # noqa: DTZ011 - the server under test runs by the real clock
NN = words_for(Language.NN).gettext
NB = words_for(Language.NB).gettext


def days(number):
    return (TODAY + timedelta(days=number)).isoformat()


class Council:
    """A council's installation: its workspace, its running server, and what its mail server has taken."""

    def __init__(self, folder, mail_server):
        self.folder = folder
        self.mail_server = mail_server
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.hearing = folder / "content" / "hearings" / HEARING
        self.process = None

    def samrad(self, *arguments, expect=0):
        command = [sys.executable, "-m", "hearing_app.cli", "--workspace", str(self.folder), *arguments]
        result = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, env=self.environment)
        assert result.returncode == expect, result.stdout + result.stderr
        return result.stdout + result.stderr

    @property
    def environment(self):
        smtp = {"SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(self.mail_server.port), "SMTP_SECURITY": "none"}
        mine = {"BASE_URL": self.url, "MAIL_FROM": "samrad@innlandet.example", **smtp}
        return {**os.environ, **{f"SAMRAD_{key}": value for key, value in mine.items()}}

    def publish_draft(self, *, opened, deadline):
        """Write the real hearing into the content folder, with a period around today."""
        shutil.copytree(ROOT / "content", self.folder / "content", dirs_exist_ok=True)
        for later in ("decision.md", "adoptions.yml"):
            (self.hearing / later).unlink()
        self.set_period(opened=opened, deadline=deadline)

    def set_period(self, *, opened, deadline):
        definition = self.hearing / "hearing.yml"
        text = definition.read_text(encoding="utf-8")
        text = re.sub(r"(?m)^(published|dispatched): .*$", rf"\1: {days(opened)}", text)
        period = f"deadlines:\n  - {{date: {days(deadline)}, set: {days(opened)}}}\nshort_period_reason: Demo.\ncontact:"
        definition.write_text(re.sub(r"deadlines:\n.*?\ncontact:", period, text, flags=re.DOTALL), encoding="utf-8")

    def start(self):
        command = [sys.executable, "-m", "hearing_app.cli", "--workspace", str(self.folder), "run", "--port", str(self.port)]
        self.process = subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=subprocess.DEVNULL)
        wait_for(lambda: self.process.poll() is not None or self.page("/"))
        assert self.process.poll() is None

    def stop(self):
        if self.process is not None:
            self.process.terminate()
            self.process.wait(20)

    def page(self, path):
        try:
            with urlopen(self.url + path, timeout=10) as response:
                return response.read().decode()
        except OSError:
            return ""

    def letter_to(self, address):
        """Return the last letter that the mail server has taken for an address, waiting for it."""

        def found():
            return [e for e in self.mail_server.letters if address in e.rcpt_tos]

        wait_for(found)
        return email.message_from_bytes(found()[-1].content, policy=default)


def wait_for(condition, seconds=30):
    for _ in range(seconds * 10):
        if condition():
            return
        time.sleep(0.1)
    pytest.fail("waited in vain")


@pytest.fixture
def council(tmp_path, mail_server):
    council = Council(tmp_path / "council", mail_server)
    council.folder.mkdir()
    council.samrad("init")
    yield council
    council.stop()


@pytest.fixture
def visitor(browser):
    """A function that opens a browser of its own for a person: no cookie of anybody else's."""
    contexts = []

    def opened(width=1280):
        contexts.append(browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=False))
        return contexts[-1].new_page()

    yield opened
    for context in contexts:
        context.close()
