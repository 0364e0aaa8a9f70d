"""Editing a person's file at the desk: tried first, and never over somebody else's words."""

import pytest

from hearing_app.building.deploy import BuildBusy, hand_lock, site_lock
from hearing_app.building.hand_files import ABSENT, FileChanged, read_hand_file, write_hand_file
from hearing_app.definitions import load_content
from hearing_app.library import DefinitionBroken

WORDS = "hearings/lukket-strategi/summary.md"
HEARING = "hearings/lukket-strategi/hearing.yml"


def test_a_file_is_written_and_taken_away(settings):
    """An empty text means that the file goes."""
    assert read_hand_file(settings.content, WORDS).seen == ABSENT
    write_hand_file(settings, WORDS, "Sju svarte.\n", seen=ABSENT)
    file = read_hand_file(settings.content, WORDS)
    assert file.text == "Sju svarte.\n"
    assert load_content(settings.content).matter("lukket-strategi").summary_words == "Sju svarte."
    write_hand_file(settings, WORDS, " \n", seen=file.seen)
    assert not (settings.content / WORDS).exists()


def test_what_somebody_else_wrote_is_not_overwritten(settings):
    """Whoever saves what is no longer there gets the other's text, and the file stays."""
    write_hand_file(settings, WORDS, "Mitt.\n", seen=ABSENT)
    with pytest.raises(FileChanged) as told:
        write_hand_file(settings, WORDS, "Ditt.\n", seen=ABSENT)
    assert told.value.current.text == "Mitt.\n"
    assert read_hand_file(settings.content, WORDS).text == "Mitt.\n"


def test_a_text_with_mistakes_is_told_and_not_written(settings):
    """It would stop the next build for everybody."""
    file = read_hand_file(settings.content, HEARING)
    with pytest.raises(DefinitionBroken) as broken:
        write_hand_file(settings, HEARING, file.text + "\nukjent: 1\n", seen=file.seen)
    assert broken.value.problems[0].place.file == HEARING
    assert read_hand_file(settings.content, HEARING) == file


def test_a_mistake_that_stood_elsewhere_before_stops_nobody(settings):
    """Only what the text itself would break is told of."""
    (settings.content / "hearings" / "apen-plan" / "hearing.yml").write_text("kind: x\n", encoding="utf-8")
    write_hand_file(settings, WORDS, "Sju svarte.\n", seen=ABSENT)
    assert read_hand_file(settings.content, WORDS).text == "Sju svarte.\n"


@pytest.mark.parametrize("path", ["../samrad.toml", "/etc/passwd", "", "hearings/../../x.md"])
def test_no_path_leads_out_of_the_folder(settings, path):
    """Whatever a form sends."""
    with pytest.raises(ValueError, match="not a path inside"):
        write_hand_file(settings, path, "x", seen=ABSENT)


def test_nobody_waits_for_a_build(settings):
    """What is built meanwhile is built anew; where both would commit, a file waits its turn."""
    with site_lock(settings.site):
        write_hand_file(settings, WORDS, "Sju svarte.\n", seen=ABSENT)
    assert read_hand_file(settings.content, WORDS).text == "Sju svarte.\n"


def test_two_who_write_take_turns(settings, monkeypatch):
    """Whoever comes while somebody else writes is told to try again, and nothing is written."""
    monkeypatch.setattr("hearing_app.building.hand_files.PATIENCE_SECONDS", 0)
    with hand_lock(settings.site, wait_seconds=0), pytest.raises(BuildBusy):
        write_hand_file(settings, WORDS, "Sju svarte.\n", seen=ABSENT)
    assert read_hand_file(settings.content, WORDS).seen == ABSENT
