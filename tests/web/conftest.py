"""A browser without a screen: Flask's client against a real workspace, with a clock that the test sets."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache

from hearing_app import create_app
from hearing_app.inviting.invite import new_link
from hearing_app.users.accounts import set_user

FORM = "/svar/apen-plan/"
PASSWORD = "en lang og god setning"
COMPLETE = {
    "stance_formal": "supports",
    "stance_okonomi": "supports_with_remarks",
    "text_okonomi": "Fordel etter folketall.",
    "text_viktigst": "Vannet.",
    "respondent_name": "Kari Eksempel",
    "respondent_role": "Rådgiver",
    "respondent_email": "kari@bergvik.example",
    "standing_level": "council",
    "standing_organ": "Kommunestyret",
    "standing_day": "13.5.2026",
    "standing_case_number": "12/26",
}
"""Everything that the open hearing asks of an answer that is to be sent."""


@dataclass
class Clock:
    """The hour that the app takes it to be."""

    now: datetime

    def __call__(self):
        """Tell it."""
        return self.now

    def set(self, *when):
        """Let it be this hour, in UTC."""
        self.now = datetime(*when, tzinfo=UTC)


@dataclass
class Visitor:
    """One person's browser: it keeps cookies and sends the hidden fields of the form it last looked at."""

    client: FlaskClient
    page: object = None

    def get(self, address, **kwargs):
        """Look at a page."""
        self.page = self.client.get(address, buffered=True, **kwargs)
        return self.page

    def open(self, link, *, follow=True):
        """Open a personal link and press the button."""
        self.get(link)
        if self.page.status_code == 200:
            self.page = self.client.post(link, data=self.hidden(), follow_redirects=follow)
        return self.page

    def post(self, address, fields=None, *, follow=False, **kwargs):
        """Send the fields with the hidden ones of the last form."""
        fields = {**self.hidden(), **(fields or {})}
        answer = self.client.post(address, data=fields, follow_redirects=follow, **kwargs)
        self.page = answer if "csrf_token" in answer.text else self.page
        return answer

    def hidden(self):
        """Return what the last form carried for the machine."""
        names = "csrf_token|base_revision|base_fields|seen|seen_version"
        return dict(re.findall(rf'type="hidden" name="({names})" value="([^"]*)"', self.page.text if self.page else ""))

    def save(self, fields, action="save", **kwargs):
        """Press one of the buttons of the open hearing's form."""
        return self.post(FORM, {**fields, "action": action}, **kwargs)


@pytest.fixture
def complete():
    return dict(COMPLETE)


@pytest.fixture
def clock(now):
    return Clock(now)


@pytest.fixture(scope="session")
def compiled_templates(tmp_path_factory):
    """Compiled once for all tests: every test has an app of its own, which would compile them anew."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture
def app(settings, clock, compiled_templates):
    app = create_app(settings)
    app.jinja_env.bytecode_cache = compiled_templates
    app.config.update(TESTING=True, CLOCK=clock)
    return app


@pytest.fixture
def visit(app):
    """A function that opens a browser of its own for one more person."""
    return lambda: Visitor(app.test_client())


@pytest.fixture
def link(db, library, now):
    """A function that makes a personal link and returns its path."""

    def made(body_id="bergvik", hearing_id="apen-plan"):
        hearing = library.matter(hearing_id).hearing
        body = hearing.invited_body(body_id)
        return new_link(db, hearing, body, base_url="", actor="test", now=now)

    return made


@pytest.fixture
def rename_section(content):
    """A function that gives a section of a hearing's draft another id, as somebody does who edits the file."""

    def renamed(old, new, hearing_id="apen-plan"):
        path = content / "hearings" / hearing_id / "draft.md"
        text = path.read_text(encoding="utf-8")
        assert f"{{#{old}}}" in text
        path.write_text(text.replace(f"{{#{old}}}", f"{{#{new}}}"), encoding="utf-8")

    return renamed


@pytest.fixture
def answering(visit, link):
    """Bergvik's browser with the form open, in English, so that tests can read the sentences of the code."""
    return english(visit(), link("bergvik"))


@pytest.fixture
def colleague(visit, link):
    """Another browser with the same form open, through a link of its own."""
    return english(visit(), link("bergvik"))


def english(visitor, path):
    visitor.open(path)
    visitor.get(f"{visitor.page.request.path}?lang=en", follow_redirects=True)
    return visitor


@pytest.fixture
def in_english():
    """A function that opens an address in a browser and chooses English."""
    return english


@pytest.fixture
def sent(answering):
    """Bergvik's browser after its answer has been received."""
    answering.save(COMPLETE, action="review", follow=True)
    answering.post(f"{FORM}send/", follow=True)
    return answering


@pytest.fixture
def secretary(visit, db, now):
    """A browser that is logged in at the desk, in English."""
    set_user(db, username="siri", name="Siri Sekretær", password=PASSWORD, now=now)
    visitor = visit()
    visitor.get("/sekretariat/logg-inn/?lang=en")
    visitor.post("/sekretariat/logg-inn/", {"username": "siri", "password": PASSWORD})
    visitor.get("/sekretariat/")
    return visitor
