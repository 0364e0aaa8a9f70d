"""What changed because of the answers: the new draft, what is followed where, and what nobody has explained."""

from dataclasses import replace

import pytest

from hearing_app.building.hand_files import FileChanged, read_hand_file
from hearing_app.domain.amendment import amendments
from hearing_app.domain.release import Concluded
from hearing_app.domain.submission import Answer
from hearing_app.domain.versions import Extent, Fate
from hearing_app.domain.vocabulary import Conclusion
from hearing_app.publishing.publish_plan import plan
from hearing_app.storage import audit, points
from hearing_app.treating.assess import assess_point
from hearing_app.treating.changes import (
    NoNewDraft,
    NotFollowed,
    answer_heard_again,
    changes,
    explain,
    findings,
    follow,
    follow_in_own_section,
    heard_again,
    unfollow,
)
from hearing_app.treating.new_draft import (
    AmendmentStale,
    DraftBegun,
    Editor,
    HearingOpen,
    amended,
    begin_draft,
    put_in,
    section_file,
    set_extent,
    write_section,
)
from hearing_app.treating.splitting import split_by_paragraph

SIRI = Editor("siri")
PATH = "hearings/lukket-strategi/versions/etter-horingen.md"


@pytest.fixture
def dated(content):
    """The heard draft with its date, which it needs as soon as there is another version."""
    file = content / "hearings" / "lukket-strategi" / "draft.md"
    file.write_text(file.read_text(encoding="utf-8").replace("---\n", "---\ndate: 2026-01-15\n", 1), encoding="utf-8")


@pytest.fixture
def matter(library, dated):
    """A function that reads the matter as it stands in its files now."""
    return lambda: library.matter("lukket-strategi")


@pytest.fixture
def draft(db, settings, matter, now):
    """The new draft, begun."""
    return begin_draft(db, settings, matter(), editor=SIRI, now=now)


@pytest.fixture
def point(db, three_answers, now):
    """A function that makes a point of Bergvik's first paragraph, concluded as it says."""

    def concluded(conclusion=Conclusion.ACCEPTED):
        sent = three_answers["bergvik"]
        split_by_paragraph(db, sent, "tiltak", actor="siri", now=now)
        first = points.of_submission(db, sent.reference)[0]
        told = {"assessment": "Ja.", "conclusion": conclusion, "revision": 0, "actor": "siri", "now": now}
        assess_point(db, sent, first.id, **told)
        return points.get(db, first.id)

    return concluded


@pytest.fixture
def write(db, settings, matter, now):
    """A function that puts other words into a section of the new draft."""

    def written(section, text):
        file, _text = section_file(settings, matter(), section)
        write_section(db, settings, matter(), section, text, seen=file.seen, editor=SIRI, now=now)

    return written


def stops(db, matter):
    return [str(message) for stop, message in findings(db, matter) if stop]


def notes(db, matter):
    return [str(message) for stop, message in findings(db, matter) if not stop]


def test_the_new_draft_begins_as_what_was_heard(db, settings, matter, now, draft):
    """With a name of its own, and unsaid how much it changes; the heard one is not touched, and it is begun once."""
    version = matter().versions[-1]
    assert (version.slug, version.working, version.extent) == ("etter-horingen", True, None)
    assert {change.fate for change in changes(db, matter()).sections} == {Fate.SAME}
    assert [section.markdown for section in version.draft.sections] == [
        section.markdown for section in matter().hearing.draft.sections
    ]
    with pytest.raises(DraftBegun):
        begin_draft(db, settings, matter(), editor=SIRI, now=now)
    assert "draft begun" in {entry.action for entry in audit.entries(db, "lukket-strategi")}


def test_no_new_draft_before_the_deadline(db, settings, library, now):
    """What is on hearing stays what everybody answers."""
    with pytest.raises(HearingOpen):
        begin_draft(db, settings, library.matter("apen-plan"), editor=SIRI, now=now)


def test_a_followed_point_needs_a_changed_section(db, matter, draft, point, write, now):
    """It is loose until its section is named, and until that section is changed as well."""
    one = point()
    assert [loose.id for loose in changes(db, matter()).loose] == [one.id]
    assert len(stops(db, matter())) == 1
    follow(db, matter(), one, "tiltak", actor="siri", now=now)
    assert [loose.id for loose in changes(db, matter()).loose] == [one.id]  # the section is as it was
    write("tiltak", "Stiane skal merkjast betre.")
    seen = changes(db, matter())
    assert (seen.loose, [p.id for p in seen.by_section["tiltak"]], seen.whole) == ((), [one.id], True)
    assert stops(db, matter()) == []
    unfollow(db, matter(), one, "tiltak", actor="siri", now=now)
    assert [loose.id for loose in changes(db, matter()).loose] == [one.id]


@pytest.mark.parametrize("conclusion", [Conclusion.NOT_ACCEPTED, Conclusion.NOTED, None])
def test_only_what_is_taken_into_account_is_followed(db, matter, draft, point, conclusion):
    """The rest has nothing to be seen in the text."""
    point(conclusion)
    assert changes(db, matter()).to_follow == 0


def test_a_change_that_no_point_explains_is_told_until_somebody_explains_it(db, matter, draft, write, now):
    """A word is enough, and it can be taken back."""
    write("tiltak", "Noko heilt anna.")
    assert [change.id for change in changes(db, matter()).unexplained] == ["tiltak"]
    explain(db, matter(), "tiltak", "Retta språket.", actor="siri", now=now)
    seen = changes(db, matter())
    assert (seen.unexplained, seen.explained["tiltak"].reason) == ((), "Retta språket.")
    explain(db, matter(), "tiltak", " ", actor="siri", now=now)
    assert len(changes(db, matter()).unexplained) == 1


def test_every_loose_point_can_be_tied_to_its_own_section_at_once(db, matter, draft, point, write, now):
    """Only where that section has changed: the others would be an empty claim."""
    point()
    assert follow_in_own_section(db, matter(), actor="siri", now=now) == 0
    write("tiltak", "Stiane skal merkjast betre.")
    assert follow_in_own_section(db, matter(), actor="siri", now=now) == 1
    assert changes(db, matter()).whole


def test_without_a_new_draft_nothing_stops(db, matter, point, now):
    """An assessment may be published first; that something is to be followed is told."""
    one = point()
    assert stops(db, matter()) == []
    assert len(notes(db, matter())) == 1
    with pytest.raises(NoNewDraft):
        follow(db, matter(), one, "tiltak", actor="siri", now=now)


def test_nobody_follows_in_a_section_that_does_not_exist(db, matter, draft, point, now):
    """Whatever a form sends."""
    with pytest.raises(NotFollowed):
        follow(db, matter(), point(), "finnes-ikke", actor="siri", now=now)


@pytest.fixture
def proposed(db, closed, receive, answered, now):
    """A function that has Bergvik propose another wording, accepted, and returns its point."""

    def made(section, find, put):
        item = closed.item(section)
        change = amendments(item.original, item.original.markdown.replace(find, put))
        content = replace(answered(), answers=(Answer(section, amendments=change),))
        sent = receive(closed, "bergvik", content)
        split_by_paragraph(db, sent, section, actor="siri", now=now)
        (one,) = points.of_submission(db, sent.reference)
        told = {"assessment": "Ja.", "conclusion": Conclusion.ACCEPTED, "revision": 0, "actor": "siri", "now": now}
        assess_point(db, sent, one.id, **told)
        return points.get(db, one.id)

    return made


def test_an_amendment_is_put_in_with_one_click(db, settings, matter, draft, proposed, now):
    """The text changes as the body proposed, the point is followed there, and the rest of the file stays."""
    section = matter().hearing.draft.sections[0]
    word = section.markdown.split()[0]
    one = proposed(section.id, word, "Nyordet")
    before = read_hand_file(settings.content, PATH)
    file, text = amended(settings, matter(), one)
    assert text.startswith("Nyordet")
    put_in(db, settings, matter(), one, body="Bergvik", seen=file.seen, editor=SIRI, now=now)
    after = read_hand_file(settings.content, PATH)
    assert after.text == before.text.replace(word, "Nyordet", 1)
    assert changes(db, matter()).whole
    assert (settings.content / "hearings/lukket-strategi/draft.md").read_text(encoding="utf-8").count("Nyordet") == 0


def test_an_amendment_to_a_text_that_has_gone_is_refused(db, settings, matter, draft, proposed, write, now):
    """A person then decides what becomes of it."""
    section = matter().hearing.draft.sections[0]
    one = proposed(section.id, section.markdown.split()[0], "Nyordet")
    write(section.id, "Alt er skrive om.")
    with pytest.raises(AmendmentStale):
        amended(settings, matter(), one)


def test_two_who_edit_the_draft_do_not_overwrite_each_other(db, settings, matter, draft, write, now):
    """The second is told, and nothing is written."""
    file, _text = section_file(settings, matter(), "tiltak")
    write("tiltak", "Den første.")
    with pytest.raises(FileChanged):
        write_section(db, settings, matter(), "tiltak", "Den andre.", seen=file.seen, editor=SIRI, now=now)
    assert section_file(settings, matter(), "tiltak")[1] == "Den første."


def test_material_changes_ask_whether_there_is_a_new_hearing(db, settings, matter, draft, now):
    """Rule 12: the question stands until somebody answers it, and the last answer counts."""
    file = read_hand_file(settings.content, PATH)
    set_extent(db, settings, matter(), Extent.MATERIAL, seen=file.seen, editor=SIRI, now=now)
    assert matter().versions[-1].extent is Extent.MATERIAL
    material = "The changes are material"
    assert any(material in note for note in notes(db, matter()))
    for needed, reason in ((True, "Mykje er nytt."), (False, "Alle har sett det.")):
        answer_heard_again(db, matter(), needed=needed, reason=reason, actor="siri", now=now)
    assert not any(material in note for note in notes(db, matter()))
    assert (heard_again(db, matter()).needed, heard_again(db, matter()).reason) == (False, "Alle har sett det.")


def test_publishing_stops_while_a_followed_point_is_not_seen(
    db, settings, matter, draft, point, write, three_answers, now
):
    """As soon as there is a new draft; where the section has changed it goes on."""
    one = point()

    def told():
        released = frozenset(sent.reference for sent in three_answers.values())
        return plan(db, matter(), settings.content, released=released, now=now)

    assert any("without a changed section" in str(stop) for stop in told().stops)
    write("tiltak", "Stiane skal merkjast betre.")
    follow(db, matter(), one, "tiltak", actor="siri", now=now)
    assert not any("without a changed section" in str(stop) for stop in told().stops)


@pytest.mark.usefixtures("draft")
@pytest.mark.parametrize(("day", "seen"), [("", False), ("date: 2026-12-31\n", False), ("date: 2026-01-16\n", True)])
def test_readers_are_told_where_a_point_is_followed_when_they_see_the_draft(
    db, settings, matter, point, write, now, day, seen
):
    """Neither of a working draft nor of one of a later day: what its sections are called goes into no public file."""
    one = point()
    write("tiltak", "Stiane skal merkjast betre.")
    follow(db, matter(), one, "tiltak", actor="siri", now=now)
    file = settings.content / PATH
    file.write_text(file.read_text(encoding="utf-8").replace("---\n", f"---\n{day}", 1), encoding="utf-8")
    todo = plan(db, matter(), settings.content, released=frozenset({one.submission}), now=now)
    row = next(row for row in todo.public.points if row.quote == one.quote)
    assert (row.conclusion, bool(row.followed)) == (Conclusion.ACCEPTED, seen)
    assert ("followed:" in todo.files["hearings/lukket-strategi/summary.yml"]) is seen


def test_a_part_whose_conclusions_are_kept_back_waits_for_its_text(
    db, settings, matter, draft, point, write, three_answers, now
):
    """The others are published meanwhile; that it is missing is told."""
    point()
    chosen = {"released": frozenset(sent.reference for sent in three_answers.values()), "now": now}
    missing = "without a changed section"
    for items, stops in ((frozenset({"tiltak"}), True), (frozenset({"general"}), False)):
        todo = plan(db, matter(), settings.content, **chosen, concluded=Concluded(everything=False, items=items))
        assert any(missing in str(stop) for stop in todo.stops) is stops
        assert any(missing in str(warning) for warning in todo.warnings) is not stops
