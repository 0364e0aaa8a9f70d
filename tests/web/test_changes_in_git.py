"""What the repository's log says of a change that is put into the new draft: nobody's hidden name, and who did it."""

import os
import subprocess
from dataclasses import replace

import pytest

from hearing_app.building.hand_files import read_hand_file
from hearing_app.domain.amendment import amendments
from hearing_app.domain.submission import Answer
from hearing_app.domain.vocabulary import Conclusion, Language, Moderation, SenderKind
from hearing_app.storage import guests, points, rebuilds, submissions
from hearing_app.storage.database import writing
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


@pytest.fixture
def begun(secretary, db, content, git, point, now):
    """The working draft begun at the desk, by a user with an address of her own."""
    set_user(db, username="siri", name="Siri Sekretær", password=PASSWORD, now=now, email="siri@elvedalen.example")
    secretary.get("/sekretariat/logg-inn/")
    secretary.post("/sekretariat/logg-inn/", {"username": "siri", "password": PASSWORD})
    secretary.get(PAGE)
    assert secretary.post(f"{PAGE}utkast/").status_code == 303


@pytest.fixture
def put_in(secretary, content, point, begun):
    """The change put into the working draft."""
    seen = read_hand_file(content, PATH).seen
    assert secretary.post(f"{PAGE}punkt/{point.id}/ta-inn/", {"seen": seen}).status_code == 303
    assert "Enhver" in read_hand_file(content, PATH).text


def publish(secretary, content):
    """Say that the changes are minor, and publish the new draft."""
    assert secretary.post(f"{PAGE}omfang/", {"extent": "minor"}).status_code == 303
    return secretary.post(f"{PAGE}publiser/", {"seen": read_hand_file(content, PATH).seen})


def test_a_working_draft_is_in_no_commit(secretary, db, content, git, put_in):
    """A repository may be open to all: the draft gets into it when readers see it, and says who publishes it."""
    assert git("log", "--format=%s") == "Start\n"
    assert git("status", "--porcelain") == f"?? {PATH.rpartition('/')[0]}/\n"
    assert publish(secretary, content).status_code == 303
    log = git("log", "-1", "--format=%an <%ae>%n%B")
    assert log.splitlines()[:2] == [
        "Siri Sekretær <siri@elvedalen.example>",
        "Publiserer det nye utkastet: Etter høyringa",
    ]
    assert "Tek inn" not in log  # nobody has been told yet that the change was accepted
    assert git("status", "--porcelain") == ""


def test_the_log_names_a_private_person_as_readers_know_them(secretary, db, content, git, point, put_in, now):
    """Whose changes were put in is told of those whose conclusions are public."""
    with writing(db):
        submissions.release(db, point.submission, actor="siri", now=now)
    assert publish(secretary, content).status_code == 303
    log = git("log", "-1", "--format=%B")
    assert "Tek inn endring foreslått av" in log
    assert "Nordmann" not in log


def test_what_is_changed_in_a_published_draft_is_committed_at_once(secretary, content, git, put_in):
    """Readers see it at once as well."""
    publish(secretary, content)
    form = {"seen": read_hand_file(content, PATH).seen, "text": "Noko heilt anna."}
    assert secretary.post(f"{PAGE}del/tiltak/", form).status_code == 303
    assert git("status", "--porcelain") == ""
    assert len(git("log", "--format=%s").splitlines()) == 3


def edit(secretary, content, text="Noko heilt anna."):
    """Write a section of the new draft."""
    form = {"seen": read_hand_file(content, PATH).seen, "text": text}
    return secretary.post(f"{PAGE}del/tiltak/", form)


@pytest.mark.parametrize("public", [False, True])
def test_the_log_tells_whose_change_is_put_in_where_its_conclusion_is_public(
    secretary, db, content, git, point, begun, now, public
):
    """The draft is published already, so it is committed at once; what is concluded of a point may not be told yet."""
    edit(secretary, content)
    assert publish(secretary, content).status_code == 303
    if public:
        with writing(db):
            submissions.release(db, point.submission, actor="siri", now=now)
    before = git("log", "--format=%H")
    form = {"seen": read_hand_file(content, PATH).seen}
    assert secretary.post(f"{PAGE}punkt/{point.id}/ta-inn/", form).status_code == 303
    assert "Enhver" in git("show", f"HEAD:{PATH}")
    assert git("log", "--format=%H") != before
    assert ("Tek inn endring foreslått av" in git("log", "--format=%B")) is public


def test_what_is_dated_on_a_day_to_come_is_in_no_commit(secretary, content, git, begun, db):
    """Readers do not see it yet: the pages say so, no site is built for it, and the log has nothing of it."""
    file = content / PATH
    file.write_text(file.read_text(encoding="utf-8").replace("---\n", "---\ndate: 2026-12-31\n", 1), encoding="utf-8")
    asked = rebuilds.newest(db)
    assert "Readers see this draft" not in secretary.get(f"{PAGE}del/tiltak/?lang=en").text
    assert edit(secretary, content).status_code == 303
    assert "Readers see the draft from 31 December 2026 on." in secretary.get(f"{PAGE}?lang=en").text
    assert secretary.post(f"{PAGE}omfang/", {"extent": "minor"}).status_code == 303
    assert git("log", "--format=%s") == "Start\n"
    assert rebuilds.newest(db) == asked
    text = file.read_text(encoding="utf-8").replace("2026-12-31", "2026-01-16")
    file.write_text(text, encoding="utf-8")
    assert "Readers see this draft" in secretary.get(f"{PAGE}del/tiltak/?lang=en").text
    assert edit(secretary, content, "Og noko anna att.").status_code == 303
    assert git("log", "--format=%s") != "Start\n"
    assert rebuilds.newest(db) != asked
