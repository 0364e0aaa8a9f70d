"""The new draft goes out when a reviewer says so: what must be done first, and what readers see before and after."""

from datetime import UTC, datetime, timedelta

import pytest

from hearing_app.building.hand_files import FileChanged, read_hand_file
from hearing_app.definitions.defaults import defaults
from hearing_app.domain.release import Concluded
from hearing_app.domain.versions import Extent, shown_on
from hearing_app.domain.vocabulary import Conclusion
from hearing_app.publishing.publish_plan import plan
from hearing_app.redacting.redact import Marking, redact, seen_of
from hearing_app.storage import audit, points, publications, rebuilds, submissions
from hearing_app.storage.database import writing
from hearing_app.treating.assess import assess_point
from hearing_app.treating.changes import follow
from hearing_app.treating.draft_release import DraftPublished, DraftStopped, draft_release, publish_draft
from hearing_app.treating.new_draft import Editor, begin_draft, section_file, set_extent, write_section
from hearing_app.treating.splitting import split_by_paragraph

HEARING = "lukket-strategi"
PATH = f"hearings/{HEARING}/versions/etter-horingen.md"
SIRI = Editor("siri")


@pytest.fixture
def matter(library, content):
    """A function that reads the matter as it stands; the heard draft has the date that it needs beside another."""
    file = content / "hearings" / HEARING / "draft.md"
    file.write_text(file.read_text(encoding="utf-8").replace("---\n", "---\ndate: 2026-01-15\n", 1), encoding="utf-8")
    return lambda: library.matter(HEARING)


@pytest.fixture
def draft(db, settings, matter, now):
    """The new draft, begun."""
    return begin_draft(db, settings, matter(), editor=SIRI, now=now)


@pytest.fixture
def write(db, settings, matter, draft, now):
    """A function that puts other words into a section of the new draft."""

    def written(section, text):
        file, _text = section_file(settings, matter(), section)
        write_section(db, settings, matter(), section, text, seen=file.seen, editor=SIRI, now=now, told=text)

    return written


@pytest.fixture
def say(db, settings, matter, draft, now):
    """A function that says how much the new draft changes."""

    def said(extent=Extent.MINOR):
        seen = read_hand_file(settings.content, PATH).seen
        set_extent(db, settings, matter(), extent, seen=seen, editor=SIRI, now=now)

    return said


@pytest.fixture
def point(db, three_answers, now):
    """Bergvik's first paragraph, accepted."""
    sent = three_answers["bergvik"]
    split_by_paragraph(db, sent, "tiltak", actor="siri", now=now)
    first = points.of_submission(db, sent.reference)[0]
    told = {"assessment": "Ja.", "conclusion": Conclusion.ACCEPTED, "revision": 0, "actor": "siri", "now": now}
    assess_point(db, sent, first.id, **told)
    return points.get(db, first.id)


@pytest.fixture
def publish(db, settings, matter, now):
    """A function that publishes the new draft as it stands, or as somebody has looked at it."""

    def published(seen=None):
        looked_at = read_hand_file(settings.content, PATH).seen if seen is None else seen
        told = {"seen": looked_at, "name_of": lambda point: point.body, "editor": SIRI, "now": now}
        publish_draft(db, settings, matter(), **told)

    return published


@pytest.fixture
def release(db, matter, content, now):
    """A function that tells what stands in the way of publishing the draft, and what to think of."""

    def told():
        found = draft_release(db, matter(), content, now=now)
        return [str(stop) for stop in found.stops], [str(warning) for warning in found.warnings]

    return told


def test_readers_see_the_draft_from_the_day_it_is_published(db, matter, write, say, publish, now):
    """Nothing of it before, however it is worked on, and no building anew; the log says who let it out."""
    asked = rebuilds.newest(db)
    write("tiltak", "Stiane skal merkjast betre.")
    say()
    assert [v.slug for v in shown_on(matter().versions, now.date() + timedelta(days=900))] == ["horingsutkast"]
    assert rebuilds.newest(db) == asked
    publish()
    version = matter().versions[-1]
    assert (version.draft.dated, version.extent, version.shown_on(now.date())) == (now.date(), Extent.MINOR, True)
    assert rebuilds.newest(db) != asked
    assert "draft published" in {entry.action for entry in audit.entries(db, HEARING)}
    with pytest.raises(DraftPublished):
        publish()


def test_nobody_publishes_a_draft_that_does_not_say_how_much_it_changes(draft, release, publish, say):
    """The question begins unanswered, and an answer is enough."""
    assert release() == (["Say first whether the changes are material."], [])
    with pytest.raises(DraftStopped):
        publish()
    say()
    assert release() == ([], [])


def test_a_draft_is_not_published_while_the_hearing_is_open(db, settings, matter, draft, say, content):
    """Whoever answers has the one that is heard: it stops on the last day, and not after it."""
    say()
    last = datetime(2026, 4, 30, 10, tzinfo=UTC)
    assert ["until the deadline" in str(stop) for stop in draft_release(db, matter(), content, now=last).stops] == [
        True
    ]
    assert draft_release(db, matter(), content, now=last + timedelta(days=1)).stops == ()
    told = {"seen": read_hand_file(content, PATH).seen, "name_of": str, "editor": SIRI, "now": last}
    with pytest.raises(DraftStopped):
        publish_draft(db, settings, matter(), **told)
    assert matter().versions[-1].working


def test_a_draft_that_somebody_changes_meanwhile_is_not_published(settings, draft, say, write, publish, matter):
    """What goes out is what was looked at."""
    say()
    seen = read_hand_file(settings.content, PATH).seen
    write("tiltak", "Noko heilt anna.")
    with pytest.raises(FileChanged):
        publish(seen)
    assert matter().versions[-1].working


def test_what_readers_are_told_is_followed_must_be_seen_in_the_draft(
    db, matter, point, write, say, release, now, three_answers
):
    """Of a point whose conclusion is not public it is told; of one that readers know it stops the draft."""
    say()
    missing = "without a changed section"
    assert [missing in text for text in release()[1]] == [True]
    with writing(db):
        submissions.release(db, point.submission, actor="siri", now=now)
    assert [missing in text for text in release()[0]] == [True]
    with writing(db):
        publications.conclude(db, HEARING, Concluded(False, frozenset({"mal"})), actor="siri", now=now)
    assert release()[0] == []
    write("tiltak", "Stiane skal merkjast betre.")
    follow(db, matter(), point, "tiltak", actor="siri", now=now)
    stops, warnings = release()
    assert (stops, len(warnings)) == ([], 1)
    assert "before they see why" in warnings[0]


def test_a_draft_with_withheld_words_is_not_published(db, closed, three_answers, content, say, write, release, now):
    """The gate looks through it as through everything else."""
    say()
    sent = three_answers["bergvik"]
    words = sent.content.answer("tiltak").text.split(".")[0]
    ground = defaults().redaction_grounds[0]
    redact(
        db, closed, sent, Marking("answers/tiltak/text", words, None, ground), seen=seen_of(()), actor="siri", now=now
    )
    file = content / PATH
    file.write_text(f"{file.read_text(encoding='utf-8')}\n{words}.\n", encoding="utf-8")
    assert [stop.partition(" that are")[0] for stop in release()[0]] == ["Words"]


def test_only_points_whose_conclusions_go_out_stop_a_publishing(db, matter, settings, point, draft, three_answers, now):
    """Neither those on other parts nor those of other answers."""
    missing = "without a changed section"

    def told(references, concluded=None):
        todo = plan(db, matter(), settings.content, released=references, now=now, concluded=concluded)
        return any(missing in str(s) for s in todo.stops), any(missing in str(w) for w in todo.warnings)

    everybody = frozenset(sent.reference for sent in three_answers.values())
    assert told(everybody) == (True, False)
    assert told(everybody, Concluded(False, frozenset({"general"}))) == (False, True)
    assert told(everybody - {point.submission}) == (False, True)
