"""What is released goes out; nothing else does. Real files, real generator."""

import re
import sqlite3
from datetime import UTC, datetime, timedelta

import pytest

from hearing_app.building import build
from hearing_app.building.build import BuildFailed, ContentBroken
from hearing_app.definitions import load_content
from hearing_app.domain.vocabulary import Conclusion, HearingStatus
from hearing_app.publishing.publish import PlanChanged, PublishingStopped, plan, publish, refresh_site
from hearing_app.storage import audit, points, rebuilds, submissions
from hearing_app.treating.assess import assess_point
from hearing_app.treating.splitting import add_point, split_by_paragraph

FOLDER = "hearings/lukket-strategi"
LONGER = "deadlines: [{date: 2026-04-30, set: 2026-01-15}, {date: 2026-06-30, set: 2026-04-29}]\ncontact:"
AT = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)


def everything(folder):
    """All text below a folder, hidden files and old releases too."""
    return "\n".join(
        path.read_text(encoding="utf-8", errors="replace") for path in sorted(folder.rglob("*")) if path.is_file()
    )


def files(folder):
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.fixture
def assessed(db, three_answers):
    """The three answers with every text of Bergvik's and Fossheim's split into points, assessed and concluded."""
    for body, item in (("bergvik", "tiltak"), ("fossheim", "general")):
        split_by_paragraph(db, three_answers[body], item, actor="kari", now=AT)
    for point in points.of_hearing(db, "lukket-strategi"):
        submission = submissions.by_reference(db, point.submission)
        assess_point(
            db,
            submission,
            point.id,
            assessment=f"Vurdering av «{point.quote}»",
            conclusion=Conclusion.ACCEPTED,
            revision=0,
            actor="kari",
            now=AT,
        )
    return three_answers


@pytest.fixture
def go(db, settings, now):
    """A function that publishes the answers of the given bodies."""

    def publish_those(answers, *bodies, at=now, hearing="lukket-strategi", note="Etter ønske.", **kwargs):
        released = frozenset(answers[body].reference for body in bodies)
        return publish(db, settings, hearing, released=released, actor="kari", now=at, note=note, **kwargs)

    return publish_those


@pytest.fixture
def planned(db, library, content, now):
    """A function that says what publishing would do."""

    def plan_those(answers, *bodies, hearing="lukket-strategi"):
        released = frozenset(answers[body].reference for body in bodies)
        return plan(db, library.matter(hearing), content, released=released, now=now)

    return plan_those


def test_what_is_released_is_on_the_site(go, assessed, settings, content, now):
    """The two answers, the points with assessments, and the status that follows; files read back without a problem."""
    go(assessed, "bergvik", "fossheim")
    matter = load_content(content).matter("lukket-strategi")
    assert matter.status(now) is HearingStatus.SUMMARISED
    assert [copy.body for copy in matter.released] == ["bergvik", "fossheim"]
    assert [entry.body for entry in matter.received] == ["bergvik", "fossheim", "indre"]
    assert (matter.summary.answered, matter.summary.released, len(matter.summary.points)) == (3, 2, 3)
    page = (settings.site / "current/horinger/lukket-strategi/index.html").read_text(encoding="utf-8")
    assert "Vurdering av «Bygg to broer.»" in page
    assert (settings.site / "current/horinger/lukket-strategi/svar/bergvik/index.html").is_file()
    assert (settings.site / "current/nn/horinger/lukket-strategi/svar/fossheim/index.html").is_file()


def test_what_is_not_released_never_reaches_content_or_site(go, assessed, settings, content):
    """Not a word of Indre's answer, not its address, and nobody's name or e-mail anywhere."""
    go(assessed, "bergvik", "fossheim")
    shown = everything(content) + everything(settings.site)
    for secret in ("HEMMELIG", "Kari Eksempel", "kari@bergvik.example"):
        assert secret not in shown
    assert not list(content.rglob("indre.yml"))
    assert not list(settings.site.rglob("svar/indre"))
    assert assessed["indre"].reference in (content / FOLDER / "submissions/received.yml").read_text(encoding="utf-8")


def test_publishing_again_changes_nothing(go, planned, assessed, content, now):
    """The same state gives the same files, so a difference in version control means something."""
    go(assessed, "bergvik")
    before = files(content)
    assert planned(assessed, "bergvik").changes == ()
    go(assessed, "bergvik", at=now + timedelta(minutes=1))
    assert files(content) == before


def test_a_release_can_be_taken_back(db, go, assessed, settings, content, now):
    """The file and the page are gone, and the database knows."""
    go(assessed, "bergvik", "fossheim")
    go(assessed, "fossheim", at=now + timedelta(minutes=1))
    assert submissions.released(db, "lukket-strategi") == {assessed["fossheim"].reference}
    assert not (content / FOLDER / "submissions/bergvik.yml").exists()
    page = (settings.site / "current/horinger/lukket-strategi/svar/bergvik/index.html").read_text(encoding="utf-8")
    assert "Trukket tilbake fra publisering 15. mai 2026" in page
    assert "Etter ønske." in page
    assert "Merk stiene" not in everything(content) + page


def test_who_published_what_is_in_the_log(db, go, assessed):
    """With the references."""
    go(assessed, "fossheim", "bergvik")
    entry = audit.entries(db, "lukket-strategi")[-1]
    assert (entry.actor, entry.action, entry.subject) == ("kari", "published", "2026-0001, 2026-0002")


def test_a_plan_shows_every_line_and_does_nothing(planned, assessed, content, settings):
    """What a person reads before it goes out: new files, and later only the lines that change."""
    before = files(content)
    todo = planned(assessed, "bergvik")
    assert [change.path.rpartition("/")[2] for change in todo.changes] == ["bergvik.yml", "received.yml", "summary.yml"]
    lines = [line for change in todo.changes for line in change.lines]
    assert any(line.startswith("+") and "Merk stiene bedre." in line for line in lines)
    assert todo.stops == ()
    assert files(content) == before
    assert not (settings.site / "current").exists()


def test_a_plan_shows_what_would_go(go, planned, assessed, content):
    """A withdrawn answer is shown line by line with a minus."""
    go(assessed, "bergvik")
    gone = next(change for change in planned(assessed).changes if change.path.endswith("bergvik.yml"))
    assert any(line.startswith("-") and "Merk stiene bedre." in line for line in gone.lines)
    assert not any(line.startswith("+") for line in gone.lines[2:])


def test_an_open_hearing_is_not_published(db, go, hearing, receive, answered, settings, content):
    """Answers go out after the deadline; nothing is written or built."""
    answers = {"bergvik": receive(hearing, "bergvik", answered())}
    before = files(content)
    with pytest.raises(PublishingStopped) as stopped:
        go(answers, "bergvik", hearing="apen-plan")
    assert "open until" in str(stopped.value.reasons[0])
    assert files(content) == before
    assert not (settings.site / "current").exists()
    assert submissions.released(db, "apen-plan") == frozenset()


def test_open_points_stop_a_hearing_under_paragraph_11_14(db, go, assessed, content):
    """Rule 11: first assess and conclude; for others it is a warning."""
    add_point(db, assessed["bergvik"], "tiltak", "Bygg to", actor="kari", now=AT)
    with pytest.raises(PublishingStopped) as stopped:
        go(assessed, "bergvik")
    assert "1 points have no assessment" in str(stopped.value.reasons[0])
    definition = content / FOLDER / "hearing.yml"
    text = definition.read_text(encoding="utf-8").replace("pbl-11-14", "pbl-11-13")
    definition.write_text(text, encoding="utf-8")
    done = go(assessed, "bergvik")
    assert "1 points have no assessment" in str(done.warnings[0])


def test_an_unfinished_assessment_is_not_published(db, go, assessed, settings, content):
    """Words without a conclusion are a draft of the secretariat's."""
    definition = content / FOLDER / "hearing.yml"
    text = definition.read_text(encoding="utf-8").replace("pbl-11-14", "none")
    definition.write_text(text, encoding="utf-8")
    add_point(db, assessed["bergvik"], "tiltak", "Bygg to", actor="kari", now=AT)
    number = next(p.id for p in points.of_hearing(db, "lukket-strategi") if p.quote == "Bygg to")
    assess_point(
        db,
        assessed["bergvik"],
        number,
        assessment="HALVFERDIG",
        conclusion=None,
        revision=0,
        actor="kari",
        now=AT,
    )
    go(assessed, "bergvik")
    assert "HALVFERDIG" not in everything(content) + everything(settings.site)


def test_texts_without_points_are_a_warning(planned, assessed):
    """Somebody may have been forgotten."""
    todo = planned(assessed, "bergvik", "indre")
    (warning,) = (told for told in todo.warnings if "bodies" in told.values)
    assert [name.text("nb") for name in warning.values["bodies"]] == ["Indre fylkeskommune"]


def number_of(six):
    """Make a valid identity number while the test runs, so that none stands here."""
    from hearing_app.domain.personal_data import is_identity_number

    candidates = (f"{six}{tail:05d}" for tail in range(10_000, 100_000))
    return next(candidate for candidate in candidates if is_identity_number(candidate))


@pytest.mark.parametrize(
    "written",
    [
        "{}",
        "{words} {six} {five} og mer",
        "linje\n{six} {five}\nlinje",
        "tabulator\t{six} {five}",
        "{six}\u00a0{five}",
    ],
)
def test_rule_13_a_possible_identity_number_stops_publishing(db, go, closed, receive, answered, content, written):
    """Wherever in the text it stands, also where the file would have broken the line inside it."""
    number = number_of("010190")
    for width in range(78, 96) if "{words}" in written else (0,):
        text = written.format(number, words="x" * width, six=number[:6], five=number[6:])
        answers = {"indre": receive(closed, "indre", answered({"general": text}))}
        with pytest.raises(PublishingStopped) as stopped:
            go(answers, "indre")
        assert "identity number in the answer" in stopped.value.reasons[-1].sentence
        assert stopped.value.reasons[-1].values == {"body": closed.invited_body("indre").name}
    assert not (content / FOLDER / "submissions").exists()


def test_rule_13_looks_at_assessments_and_roles_too(db, planned, assessed, closed, receive, answered):
    """Everything that a person has typed and that goes out."""
    number = number_of("010190")
    first = points.of_hearing(db, "lukket-strategi")[0]
    assess_point(
        db,
        assessed["bergvik"],
        first.id,
        assessment=f"Se {number}.",
        conclusion=Conclusion.NOTED,
        revision=1,
        actor="kari",
        now=AT,
    )
    answers = {**assessed, "indre": receive(closed, "indre", answered(role=f"Rådgiver {number}"))}
    stops = planned(answers, "bergvik", "indre").stops
    assert [stop.values["body"].text("nb") for stop in stops] == ["Indre fylkeskommune", "Bergvik kommune"]
    assert "assessment" in stops[1].sentence


def test_rule_13_does_not_mistake_a_fingerprint_for_a_person(db, planned, closed, answered, three_answers):
    """A SHA-256 may hold eleven digits in a row that look like somebody's number."""
    number = number_of("010190")
    lookalike = f"{'a' * 20}{number}{'b' * 33}"
    row = {
        **db.table("submissions").get(1),
        "id": 9,
        "body": "granneset",
        "reference": "2026-0009",
        "sha256": lookalike,
    }
    db.table("submissions").insert(row)
    answers = {"granneset": submissions.by_reference(db, "2026-0009")}
    assert planned(answers, "granneset").stops == ()


def test_a_failed_publishing_changes_nothing_and_can_be_repeated(db, go, assessed, settings, content, now, monkeypatch):
    """The site's generator fails; the reason is told, nothing is released, and afterwards it works."""
    refresh_site(db, settings, now=now)
    monkeypatch.setattr(build, "SITE_SETTINGS", content / "not-there.py")
    before = files(content), files(settings.site)
    with pytest.raises(BuildFailed, match="not-there"):
        go(assessed, "bergvik")
    assert (files(content), files(settings.site)) == before
    assert submissions.released(db, "lukket-strategi") == frozenset()
    monkeypatch.undo()
    go(assessed, "bergvik", at=now + timedelta(minutes=1))
    assert submissions.released(db, "lukket-strategi") == {assessed["bergvik"].reference}


def test_a_mistake_in_another_hearing_stops_publishing_too(db, go, assessed, content):
    """The whole site is built, so the whole content must be in order."""
    (content / "hearings/apen-plan/hearing.yml").write_text("id: feil\n", encoding="utf-8")
    with pytest.raises(ContentBroken):
        go(assessed, "bergvik")
    assert not (content / FOLDER / "summary.yml").exists()
    assert submissions.released(db, "lukket-strategi") == frozenset()


def test_a_release_that_cannot_be_noted_publishes_nothing(db, go, assessed, content, settings, now):
    """The database says first what readers may see; without that no file is written."""
    before = files(content)
    db.execute("CREATE TRIGGER full BEFORE INSERT ON releases BEGIN SELECT RAISE(ABORT, 'full'); END")
    with pytest.raises(sqlite3.IntegrityError, match="full"):
        go(assessed, "bergvik")
    assert files(content) == before
    assert not (settings.site / "current").exists()
    db.execute("DROP TRIGGER full")
    go(assessed, "bergvik", at=now + timedelta(minutes=1))
    assert submissions.released(db, "lukket-strategi") == {assessed["bergvik"].reference}


def test_a_switch_that_fails_leaves_nothing_that_the_next_build_would_show(db, go, assessed, content, settings, now):
    """A failed publish must not come out with tomorrow's build."""
    refresh_site(db, settings, now=now)
    before = files(content)
    current = settings.site / "current"
    release = current.readlink()
    current.unlink()
    current.mkdir()
    with pytest.raises(IsADirectoryError):
        go(assessed, "bergvik")
    current.rmdir()
    current.symlink_to(release)
    assert files(content) == before
    assert submissions.released(db, "lukket-strategi") == frozenset()
    refresh_site(db, settings, now=now + timedelta(days=1))
    assert "Merk stiene" not in everything(settings.site)


def test_no_answer_chosen_is_not_a_summary(go, assessed, content):
    """The first time it is refused; when all are withdrawn, the hearing is no longer summarised."""
    with pytest.raises(PublishingStopped, match="at least one"):
        go(assessed)
    go(assessed, "bergvik")
    go(assessed)
    assert not (content / FOLDER / "summary.yml").exists()
    assert not (content / FOLDER / "submissions/bergvik.yml").exists()


def test_an_answer_can_be_withdrawn_while_the_hearing_is_open_again(go, assessed, content):
    """It may be urgent, so neither the deadline nor an open point stands in the way."""
    go(assessed, "bergvik", "fossheim")
    path = content / FOLDER / "hearing.yml"
    text = path.read_text(encoding="utf-8")
    longer = re.sub(r"deadlines:.*?\ncontact:", LONGER, text, flags=re.DOTALL)
    path.write_text(longer, encoding="utf-8")
    with pytest.raises(PublishingStopped):
        go(assessed, "bergvik", "fossheim", "indre")
    go(assessed, "bergvik")
    assert not (content / FOLDER / "submissions/fossheim.yml").exists()


def test_what_was_not_looked_at_is_not_published(db, settings, planned, assessed, content, now):
    """The plan that a person saw is the one that is carried out, decided under the lock."""
    seen = planned(assessed, "bergvik").fingerprint
    chosen = frozenset({assessed["bergvik"].reference, assessed["indre"].reference})
    with pytest.raises(PlanChanged):
        publish(db, settings, "lukket-strategi", released=chosen, actor="kari", now=now, seen=seen)
    assert not (content / FOLDER / "summary.yml").exists()


def test_an_unknown_hearing_is_not_published(go, settings):
    """And nothing is built."""
    with pytest.raises(LookupError):
        go({}, hearing="finnes-ikke")
    assert not (settings.site / "current").exists()


def test_the_register_of_who_has_answered_is_public_at_once(db, hearing, receive, answered, settings, content, now):
    """While the hearing is open, without a word of what was answered."""
    submission = receive(hearing, "bergvik", answered({"viktigst": "HEMMELIG"}))
    assert rebuilds.newest(db) == 1
    refresh_site(db, settings, now=now)
    assert rebuilds.newest(db) == 0
    entry = load_content(content).matter("apen-plan").has_answered("bergvik")
    assert (entry.reference, entry.sha256) == (submission.reference, submission.sha256)
    assert "HEMMELIG" not in everything(content) + everything(settings.site)
    assert sorted(p.name for p in (content / "hearings").rglob("*.yml") if p.parent.name == "submissions") == [
        "received.yml"
    ]
