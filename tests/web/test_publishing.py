"""Publishing from the desk, with the real site generator."""

import fcntl
import re
import threading
import time

import pytest

from hearing_app.domain.vocabulary import Conclusion
from hearing_app.publishing.publish import publish
from hearing_app.storage import points
from hearing_app.treating.assess import assess_point
from hearing_app.treating.splitting import add_point

PAGE = "/sekretariat/lukket-strategi/publiser/"
SECRET = "HEMMELIG inntil videre."
pytestmark = pytest.mark.slow


@pytest.fixture
def assessed(db, three_answers, now):
    """The three submissions, with every text a point that has an assessment and a conclusion."""
    texts = {"bergvik": ("tiltak", "Bygg to broer."), "fossheim": ("general", "Vi saknar ein frist.")}
    for body, (item, quote) in {**texts, "indre": ("general", SECRET)}.items():
        submission = three_answers[body]
        add_point(db, submission, item, quote, actor="test", now=now)
        point = points.of_submission(db, submission.reference)[0]
        assess_point(
            db, submission, point.id, assessment="Vurdert.", conclusion=Conclusion.NOTED, revision=0, actor="x", now=now
        )
    return three_answers


@pytest.fixture
def publish_those(db, settings, assessed, now):
    """A function that publishes the answers of the given bodies."""

    def published_those(*bodies):
        chosen = frozenset(assessed[body].reference for body in bodies)
        publish(db, settings, "lukket-strategi", released=chosen, actor="test", now=now, note="Etter ønske.")

    return published_those


@pytest.fixture
def ended(secretary):
    """A function that presses Publish, waits for the job's process, and returns the page that tells how it ended."""

    def pressed(fields):
        page = secretary.post(PAGE, {**fields, "action": "publish"}, follow=True)
        until = time.monotonic() + 120
        while page.status_code == 200 and 'class="job-steps"' in page.text and "Look again" in page.text:
            assert time.monotonic() < until, page.text
            time.sleep(0.2)
            page = secretary.get(page.request.path)
        return page

    return pressed


def checked(page):
    return set(re.findall(r'name="svar" value="([\d-]+)" checked', page.text))


def published(content):
    folder = content / "hearings" / "lukket-strategi"
    return "".join(p.read_text(encoding="utf-8") for p in folder.rglob("*.yml") if p.name != "hearing.yml")


def test_everything_is_chosen_until_the_first_publishing(secretary, db, assessed, publish_those):
    """The first time all answers are ticked, afterwards exactly those that are released."""
    assert checked(secretary.get(PAGE)) == {s.reference for s in assessed.values()}
    publish_those("bergvik")
    assert checked(secretary.get(PAGE)) == {assessed["bergvik"].reference}


def test_what_was_taken_back_is_not_chosen_again(secretary, assessed, publish_those):
    """After the last released answer has been taken back, nothing is ticked, and the preview says so."""
    publish_those("bergvik")
    publish_those()
    assert checked(secretary.get(PAGE)) == set()
    assert "No answer is released." in secretary.get("/sekretariat/lukket-strategi/oppsummering/").text


def test_a_new_version_of_a_released_answer_waits_for_a_person(
    secretary, assessed, publish_those, receive, closed, answered
):
    """It is not ticked, and is told from answers that were never released."""
    publish_those("bergvik", "fossheim")
    later = receive(closed, "bergvik", answered({"general": "Ny versjon"}))
    page = secretary.get(PAGE)
    assert checked(page) == {assessed["fossheim"].reference}
    marked = re.search(rf"{later.reference}, ([^<]+)<", page.text)[1]
    assert marked == "new version, not released yet"
    assert page.text.count("new version, not released yet") == 1


def test_the_preview_says_what_it_is_made_from(secretary, assessed, publish_those):
    """Before the first publishing from everything, afterwards from what is released."""
    page = "/sekretariat/lukket-strategi/oppsummering/"
    assert "made from all answers received" in secretary.get(page).text
    publish_those("bergvik")
    assert "made from the answers that are released now" in secretary.get(page).text
    assert "1 of 3 answers" in secretary.get(page).text


def test_looking_first(secretary, content, assessed):
    """Another choice shows what would be written, and writes nothing."""
    secretary.get(PAGE)
    page = secretary.post(PAGE, {"svar": [assessed["bergvik"].reference], "action": "look"}, follow=True)
    assert checked(page) == {assessed["bergvik"].reference}
    assert "submissions/bergvik.yml" in page.text
    assert "Merk stiene bedre." in page.text
    assert SECRET not in page.text
    assert published(content) == ""


def test_publishing_what_was_looked_at(secretary, content, assessed, settings, ended):
    """Files are written, the site is live, and what was not released is nowhere."""
    chosen = [assessed[body].reference for body in ("bergvik", "fossheim")]
    secretary.get(PAGE)
    secretary.post(PAGE, {"svar": chosen, "action": "look"}, follow=True)
    secretary.page = secretary.get(f"{PAGE}?valgt=1&svar={chosen[0]}&svar={chosen[1]}")
    page = ended({"svar": chosen})
    assert "Published. Readers see it now." in page.text
    assert "Merk stiene bedre." in published(content)
    assert SECRET not in published(content)
    assert "Kari Eksempel" not in published(content)
    assert "Bygg to broer." in secretary.get("/horinger/lukket-strategi/").text
    live = (settings.site / "current").resolve()
    assert not [p for p in live.rglob("*.html") if SECRET in p.read_text(encoding="utf-8")]


def test_a_choice_that_was_not_looked_at_is_not_published(secretary, content, assessed):
    """Ticking another box and pressing Publish shows the new plan first."""
    secretary.get(PAGE)
    page = secretary.post(PAGE, {"svar": [assessed["bergvik"].reference], "action": "publish"})
    assert page.status_code == 409
    assert "not what you looked at" in page.text
    assert checked(page) == {assessed["bergvik"].reference}
    assert published(content) == ""


def test_what_stands_in_the_way_is_told(secretary, content, three_answers, db, now):
    """A point without a conclusion stops a hearing under § 11-14, and the button is not there."""
    add_point(db, three_answers["bergvik"], "tiltak", "Bygg to broer.", actor="test", now=now)
    page = secretary.get(PAGE)
    assert "This stops publishing" in page.text
    assert 'value="publish"' not in page.text
    everything = [s.reference for s in three_answers.values()]
    assert secretary.post(PAGE, {"svar": everything, "action": "publish"}).status_code == 409
    assert published(content) == ""


def test_mistakes_elsewhere_stop_it_and_it_can_be_repeated(secretary, content, assessed, ended):
    """Another hearing's mistake is told with its place; once corrected, the same click publishes."""
    definition = content / "hearings" / "apen-plan" / "hearing.yml"
    good = definition.read_text(encoding="utf-8")
    definition.write_text(good.replace("language: nb", "language: xx"), encoding="utf-8")
    everything = {"svar": [s.reference for s in assessed.values()]}
    secretary.get(PAGE)
    page = ended(everything)
    assert "Nothing was published" in page.text
    assert "hearings/apen-plan/hearing.yml:5:11" in page.text
    assert published(content) == ""
    definition.write_text(good, encoding="utf-8")
    secretary.get(PAGE)
    assert "Published. Readers see it now." in ended(everything).text
    assert SECRET in published(content)


def test_a_build_in_progress_is_waited_for(secretary, settings, content, assessed, ended):
    """While somebody else builds, the job waits and the page answers at once; then it publishes."""
    settings.site.mkdir(parents=True, exist_ok=True)
    secretary.get(PAGE)
    with (settings.site / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        begun = time.monotonic()
        page = secretary.post(PAGE, {"svar": [s.reference for s in assessed.values()], "action": "publish"})
        assert page.status_code == 303
        assert time.monotonic() - begun < 2
        shown = secretary.get(page.location)
        assert shown.headers["Refresh"] == "3"
        assert published(content) == ""
        again = secretary.get(PAGE)
        assert "This hearing is being published right now." in again.text
        threading.Timer(1.0, lambda: fcntl.flock(lock, fcntl.LOCK_UN)).start()
        assert "Published. Readers see it now." in ended({"svar": [s.reference for s in assessed.values()]}).text
    assert SECRET in published(content)


def test_what_happens_is_told_in_words(secretary, assessed, publish_those):
    """New and removed answers are named above the files; an answer that is no longer ticked is removed."""
    publish_those("bergvik")
    assert "Nothing changes for readers." in secretary.get(PAGE).text
    assert "Build anew" in secretary.get(PAGE).text
    page = secretary.get(f"{PAGE}?valgt=1&svar={assessed['fossheim'].reference}")
    assert "New: the answer of Fossheim kommune." in page.text
    assert "Removed from the site: Bergvik kommune." in page.text
