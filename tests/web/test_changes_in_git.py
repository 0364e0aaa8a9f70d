"""What the repository's log says of a change that is put into the new draft: nobody's hidden name, and who did it."""

import os
import subprocess
from dataclasses import replace

import pytest

from hearing_app.building.hand_files import read_hand_file
from hearing_app.domain.amendment import amendments
from hearing_app.domain.submission import Answer
from hearing_app.domain.vocabulary import Conclusion, Language, Moderation, SenderKind
from hearing_app.storage import guests, points
from hearing_app.storage.guests import Decision
from hearing_app.treating.assess import assess_point
from hearing_app.treating.splitting import split_by_paragraph
from hearing_app.users.accounts import set_user

HEARING = "lukket-strategi"
PAGE = f"/sekretariat/{HEARING}/endringer/"
PATH = f"hearings/{HEARING}/versions/etter-horingen.md"
NAME = "Kari Utydelig Nordmann"
PASSWORD = "en lang og god setning"
pytestmark = pytest.mark.slow


@pytest.fixture
def git(content):
    """A function that runs git in the content folder, which is a repository from then on."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
    environment |= {"GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null"}

    def run(*arguments):
        command = ["git", "-c", "user.name=Per", "-c", "user.email=per@example.org", "-C", str(content), *arguments]
        return subprocess.run(command, capture_output=True, text=True, env=environment, check=True).stdout

    file = content / "hearings" / HEARING / "draft.md"
    file.write_text(file.read_text(encoding="utf-8").replace("---\n", "---\ndate: 2026-01-15\n", 1), encoding="utf-8")
    for arguments in (("init", "--quiet"), ("add", "."), ("commit", "--quiet", "-m", "Start")):
        run(*arguments)
    return run


@pytest.fixture
def point(db, closed, receive, answered, now):
    """A private person's proposed change, admitted and accepted; names of private persons are not published here."""
    guest = guests.put_registered(db, HEARING, SenderKind.PRIVATE, NAME, Language.NB, now)
    change = amendments(closed.item("mal").original, closed.item("mal").original.markdown.replace("Alle", "Enhver"))
    said = replace(answered(), answers=(Answer("mal", amendments=change),), sender=guest.sender)
    sent = receive(replace(closed, invited=(*closed.invited, guest.body)), guest.id, said)
    guests.decide(db, Decision(sent.reference, Moderation.ADMITTED, None, "", "siri", now))
    split_by_paragraph(db, sent, "mal", actor="siri", now=now)
    (one,) = points.of_submission(db, sent.reference)
    told = {"assessment": "Ja.", "conclusion": Conclusion.ACCEPTED, "revision": 0, "actor": "siri", "now": now}
    assess_point(db, sent, one.id, **told)
    return one


def test_the_log_names_a_private_person_as_readers_know_them(secretary, db, content, git, point, now):
    """A repository may be open to all; the commit is the user's, with the user's own address."""
    set_user(db, username="siri", name="Siri Sekretær", password=PASSWORD, now=now, email="siri@elvedalen.example")
    secretary.get("/sekretariat/logg-inn/")
    secretary.post("/sekretariat/logg-inn/", {"username": "siri", "password": PASSWORD})
    secretary.get(PAGE)
    assert secretary.post(f"{PAGE}utkast/").status_code == 303
    seen = read_hand_file(content, PATH).seen
    assert secretary.post(f"{PAGE}punkt/{point.id}/ta-inn/", {"seen": seen}).status_code == 303
    assert "Enhver" in read_hand_file(content, PATH).text
    log = git("log", "--format=%an <%ae>%n%B")
    assert "Tek inn endring foreslått av" in log
    assert "Siri Sekretær <siri@elvedalen.example>" in log
    assert "Nordmann" not in log
