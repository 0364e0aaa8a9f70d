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
        command = [sys.executable, "-m", "hearing_app.cli.commands", "--workspace", str(self.folder), *arguments]
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
        shutil.copytree(ROOT / "content" / "innlandet", self.folder / "content", dirs_exist_ok=True)
        for later in ("decision.md", "adoptions.yml"):
            (self.hearing / later).unlink()
        self.set_period(opened=opened, deadline=deadline)

    def set_period(self, *, opened, deadline):
        definition = self.hearing / "hearing.yml"
        text = definition.read_text(encoding="utf-8")
        text = re.sub(r"(?m)^(published|dispatched): .*$", rf"\1: {days(opened)}", text)
        period = (
            f"deadlines:\n  - {{date: {days(deadline)}, set: {days(opened)}}}\nshort_period_reason: Demo.\ncontact:"
        )
        definition.write_text(re.sub(r"deadlines:\n.*?\ncontact:", period, text, flags=re.DOTALL), encoding="utf-8")

    def start(self):
        command = [
            sys.executable,
            "-m",
            "hearing_app.cli.commands",
            "--workspace",
            str(self.folder),
            "run",
            "--port",
            str(self.port),
        ]
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


def labelled(page, sentence, language=NB, **values):
    return page.get_by_label(language(sentence, **values), exact=True)


def press(page, sentence, language=NB):
    page.get_by_role("button", name=language(sentence), exact=True).first.click()


def log_in(page, council):
    page.goto(f"{council.url}/sekretariat/")
    labelled(page, "User name").fill("sekretaer")
    labelled(page, "Password").fill(PASSWORD)
    press(page, "Log in")


def open_link(page, link):
    """Open a personal link and press its button, which is not there where this browser has done it before."""
    page.goto(link)
    if "/svar/i/" in page.url:
        page.locator("main form button").click()


def answer(page, link, *, language, remark, contact):
    """Answer as a municipality does: begin, save, come back by the same link, look through, send."""
    open_link(page, link)
    assert "/svar/i/" not in page.url
    page.locator("[name=stance_okonomi][value=supports_with_remarks]").check()
    page.locator("[name=text_okonomi]").fill(remark)
    press(page, "Save and go on later", language)
    page.context.clear_cookies()
    open_link(page, link)
    assert page.locator("[name=text_okonomi]").input_value() == remark
    page.locator("[name=text_forventninger]").fill("At sakspapirene kommer i tide.")
    page.locator("[name=respondent_name]").fill("Kari Eksempel")
    page.locator("[name=respondent_role]").fill("Rådgiver")
    page.locator("[name=respondent_email]").fill(contact)
    page.locator("[name=standing_level][value=administrative]").check()
    press(page, "Look through and send", language)
    assert remark in page.inner_text("main")
    press(page, "Send the answer", language)
    assert language("Your answer has been received") in page.inner_text("h1")
    return page.inner_text("main")


@pytest.mark.browser
@pytest.mark.slow
def test_a_hearing_goes_from_draft_to_adoption(council, visitor):
    """The real hearing is published, answered, assessed, summarised, decided and adopted, and every reader sees it."""
    secretary, remark = visitor(), "Vi ber om at grunnbeløpet blir indeksregulert."
    open_the_hearing(council, secretary)
    link, fingerprint = answer_by_invitation(council, visitor(width=360), remark)
    answer_unreleased(council, visitor())
    assert remark not in council.page(f"/horinger/{HEARING}/")

    council.set_period(opened=-60, deadline=-1)
    council.samrad("build")
    late = visitor()
    open_link(late, link)
    assert late.inner_text("h1") == NN("The deadline is over")
    assert fingerprint in late.inner_text("main")

    assess(secretary, council, remark)
    publish(secretary, council)
    page = council.page(f"/horinger/{HEARING}/")
    assert remark in page
    assert "Tas delvis til følge" in page
    assert remark in council.page(f"/horinger/{HEARING}/svar/skjak/")
    assert_nowhere("HEMMELIG", council.folder / "content", council.folder / "site")
    assert_nowhere("Kari Eksempel", council.folder / "content", council.folder / "site")

    decide_and_adopt(council, secretary)
    read_the_outcome(council, visitor(width=360))
    assert ".tar.gz" in council.samrad("backup")


def open_the_hearing(council, page):
    """The secretary publishes the draft, logs in and invites everybody."""
    council.publish_draft(opened=-30, deadline=10)
    council.samrad("user", "sekretaer", "--name", "Sekretær Eksempel", "--password", PASSWORD)
    council.start()
    assert "Utkast til samarbeidsavtale" in council.page(f"/horinger/{HEARING}/")
    log_in(page, council)
    page.goto(f"{council.url}/sekretariat/{HEARING}/")
    page.locator("form.desk-action button").first.click()


def answer_by_invitation(council, page, remark):
    """A nynorsk municipality answers on a telephone; page, mail and attached file tell one fingerprint."""
    invitation = council.letter_to("postmottak@skjak.example").get_body().get_content()
    assert "høyring" in invitation
    link = re.search(r"http://\S+/svar/i/\S+", invitation)[0]
    receipt = answer(page, link, language=NN, remark=remark, contact="kari@skjak.example")
    letter = council.letter_to("kari@skjak.example")
    fingerprint = hashlib.sha256(next(letter.iter_attachments()).get_content()).hexdigest()
    assert fingerprint in receipt
    assert fingerprint in letter.get_body().get_content()
    return link, fingerprint


def answer_unreleased(council, page):
    """A second municipality answers; the site soon tells that two have answered, and nothing of what they wrote."""
    link = council.samrad("invite", HEARING, "--body", "gjovik", "--print-link").strip()
    answer(page, link, language=NB, remark="HEMMELIG foreløpig.", contact="ola@gjovik.example")
    wait_for(lambda: "2 av 56" in council.page(f"/horinger/{HEARING}/"))


def assess(page, council, remark):
    page.goto(f"{council.url}/sekretariat/{HEARING}/")
    page.locator("tr#_skjak a[href*='/svar/']").first.click()
    okonomi = page.locator("section[aria-labelledby='_item_okonomi']")
    okonomi.get_by_role("checkbox").first.check()
    okonomi.get_by_role("button", name=NB("One point each")).click()
    point = page.locator("article.point").first
    assert remark in point.inner_text()
    words = "Regulering følger budsjettet, men basistilskuddet vurderes hvert år."
    point.locator("textarea[name=assessment]").fill(words)
    point.locator("select[name=conclusion]").select_option("partly_accepted")
    point.get_by_role("button", name=re.compile(rf"^{NB('Save')}\b")).first.click()
    page.goto(f"{council.url}/sekretariat/{HEARING}/oppsummering/")
    assert remark in page.inner_text("main")
    page.goto(f"{council.url}/sekretariat/{HEARING}/endringer/")
    assert remark in page.inner_text("main")
    heads = page.locator(f".changes__head:has(.ds-tag:text-is('{NB('Changed')}')) h3").all()
    changed = (head.get_attribute("id").removeprefix("_section_") for head in heads)
    page.locator("select[name=section]").select_option(next(one for one in changed if not one.startswith("_")))
    page.locator(".claim__form button").first.click()
    assert page.locator("#_loose").count() == 0


def publish(page, council):
    page.goto(f"{council.url}/sekretariat/{HEARING}/publiser/")
    for box in page.locator("[name=svar]").all():
        box.set_checked("Skjåk" in page.locator(f"label[for={box.get_attribute('id')}]").inner_text())
    page.locator("button[value=look]").click()
    page.locator("button[value=publish]").click()
    wait_for(lambda: page.reload() and page.locator(".ds-alert[role]").count(), seconds=120)
    assert page.locator(".ds-alert[role=status]").count() > 0, page.inner_text("main")


def assert_nowhere(secret, *folders):
    files = [file for folder in folders for file in folder.rglob("*") if file.is_file() and file.suffix != ".sqlite3"]
    assert files
    assert not [file for file in files if secret.encode() in file.read_bytes()]


def decide_and_adopt(council, page):
    """The secretary writes decision and register as files and has the site built from the desk."""
    for later in ("decision.md", "adoptions.yml"):
        shutil.copy(ROOT / "content" / "innlandet" / "hearings" / HEARING / later, council.hearing)
    register = council.hearing / "adoptions.yml"
    row = "  - {body: skjak, state: adopted, date: 2020-02-13, organ: Kommunestyret}\n"
    text = re.sub(r"  - body: skjak\n(    .*\n)+", row, register.read_text(encoding="utf-8"))
    register.write_text(text, encoding="utf-8")
    page.goto(f"{council.url}/sekretariat/")
    press(page, "Build the site anew")
    wait_for(lambda: "<del>" in council.page(f"/horinger/{HEARING}/"))


def read_the_outcome(council, page):
    """A reader sees on one page what was changed and who is bound; 45 without a date are not counted as adopted."""
    page.goto(f"{council.url}/nn/horinger/{HEARING}/")
    assert page.locator("del").count() > 1
    assert page.locator("ins").count() > 1
    assert "1 av 46" in page.inner_text("main")
    assert "13. februar 2020" in page.content()
