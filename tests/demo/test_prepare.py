"""The whole demo, played through the real use cases with the real generator."""

from datetime import timedelta

import pytest

from demo.__main__ import prepare
from demo.history import LINKS
from demo.stage import CLOSED, DECIDED, OPEN, PEOPLE
from demo.workspace import MARKER, NotADemo, clear, make_folder, read_note, write_note
from hearing_app.building.deploy import built_at
from hearing_app.definitions import load_content
from hearing_app.domain.submission import latest_by_body
from hearing_app.domain.vocabulary import HearingStatus
from hearing_app.inviting.invite import open_link
from hearing_app.storage import drafts, outbox, points, submissions
from hearing_app.users.accounts import log_in
from tests.demo.conftest import LEAP_DAY, URL


def test_the_site_is_built_and_shows_all_three(demo):
    """With the summary and the answers of the decided one, and without any of the others'."""
    _, settings, _ = demo
    site = settings.site / "current"
    assert built_at(settings.site) is not None
    for hearing in (OPEN, CLOSED, DECIDED):
        assert (site / "horinger" / hearing / "index.html").is_file()
    assert len(list((site / "horinger" / DECIDED / "svar").iterdir())) > 5
    assert not (site / "horinger" / OPEN / "svar").exists()
    assert not (site / "horinger" / CLOSED / "svar").exists()


def test_the_history_is_in_the_database(database, demo):
    """Answers to all three, points with assessments, and some still to be assessed in the closed one."""
    for hearing in (OPEN, CLOSED, DECIDED):
        assert latest_by_body(submissions.of_hearing(database, hearing))
    assert all(point.done for point in points.of_hearing(database, DECIDED))
    closed = points.of_hearing(database, CLOSED)
    assert any(point.done for point in closed)
    assert not all(point.done for point in closed)
    assert outbox.waiting(database)


def test_the_printed_login_and_links_work(database, demo):
    """The desk's password for a user of each role, and a personal link for each of the three bodies."""
    _, _, note = demo
    roles = [
        log_in(database, username=username, password=note.password, address="x", now=LEAP_DAY).role
        for username, _, _ in PEOPLE
    ]
    assert sorted(role.name for role in roles) == ["ADMINISTRATOR", "CASE_OFFICER", "READER", "REVIEWER"]
    opened = {key: open_link(database, token, now=LEAP_DAY) for key, token in note.links.items()}
    assert {key: (link.hearing, link.body) for key, link in opened.items()} == {
        key: (OPEN, body) for key, body in LINKS.items()
    }


def test_a_second_start_keeps_what_was_entered(database, demo):
    """The same workspace, password and links, and a draft that somebody saved in between; nothing is built anew."""
    workspace, settings, note = demo
    drafts.put(database, hearing=OPEN, body="gjovik", fields={"a": "b"}, revision=1, now=LEAP_DAY)
    release = (settings.site / "current").readlink()
    _, again = prepare(workspace, URL, LEAP_DAY + timedelta(hours=3))
    assert again == note == read_note(workspace)
    assert drafts.get(database, OPEN, "gjovik").fields == {"a": "b"}
    assert (settings.site / "current").readlink() == release


def test_a_start_on_another_day_moves_the_dates_and_keeps_what_was_entered(database, demo):
    """A month later the open hearing is open, and every answer is still there."""
    workspace, settings, note = demo
    before = submissions.of_hearing(database, OPEN)
    later = LEAP_DAY + timedelta(days=31)
    _, again = prepare(workspace, URL, later)
    assert again.dated_on == "2028-03-31"
    assert (again.made_on, again.password, again.links) == (note.made_on, note.password, note.links)
    statuses = {m.hearing.id: m.status(later) for m in load_content(settings.content).matters}
    assert (statuses[OPEN], statuses[DECIDED]) == (HearingStatus.EXTENDED, HearingStatus.DECIDED)
    assert statuses[CLOSED] is HearingStatus.CLOSED
    assert submissions.of_hearing(database, OPEN) == before


def test_a_demo_of_older_stories_is_left_as_it_is_and_says_so(tmp_path, capsys):
    """The new files name organs that its council lacks; the person is told how to start over."""
    workspace = tmp_path / "demo"
    workspace.mkdir()
    (workspace / MARKER).touch()
    made = make_folder(workspace, LEAP_DAY.date(), "innlandet")
    made.stories = ""
    write_note(workspace, made)
    before = (workspace / "content" / f"hearings/{OPEN}/hearing.yml").read_text(encoding="utf-8")
    _, note = prepare(workspace, URL, LEAP_DAY + timedelta(days=31))
    assert (workspace / "content" / f"hearings/{OPEN}/hearing.yml").read_text(encoding="utf-8") == before
    assert note.dated_on == made.dated_on
    assert "make demo-reset" in capsys.readouterr().out


def test_a_folder_that_is_not_a_demo_is_never_emptied(tmp_path):
    """Somebody's real workspace, given by mistake, is as it was."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "samrad.sqlite3").write_text("ekte svar")
    with pytest.raises(NotADemo):
        prepare(tmp_path, URL, LEAP_DAY)
    with pytest.raises(NotADemo):
        clear(tmp_path)
    assert (tmp_path / "data" / "samrad.sqlite3").read_text() == "ekte svar"


def test_a_workspace_that_was_not_finished_was_made_again(demo):
    """Somebody had pressed Ctrl-C in the middle; without a note, nothing that lay there was trusted."""
    workspace, _, note = demo
    assert not (workspace / "rest.txt").exists()
    assert read_note(workspace).password == note.password


@pytest.mark.parametrize("council", ["ks-nettverk", "vaernesregionen", "valdres", "vestregionen"])
def test_the_other_councils_can_be_shown_as_they_stand(tmp_path, council):
    """With the council's own content and a user for the desk, without played hearings or a notice of the demo."""
    settings, note = prepare(tmp_path / council, URL, LEAP_DAY, council)
    assert (settings.site / "current" / "regionradet" / "index.html").is_file()
    assert note.links == {}
    assert not (settings.content / "hearings" / OPEN).exists()
    assert read_note(tmp_path / council).council == council
