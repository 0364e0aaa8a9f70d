import os
import threading

import pytest

from hearing_app.building.deploy import write_files
from hearing_app.library import DefinitionBroken, Library

HEARING = "hearings/apen-plan/hearing.yml"


def edit(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_hearing_is_read_once_for_as_long_as_its_files_stay_the_same(library):
    """The same object, so that a page costs no reading."""
    assert library.matter("apen-plan") is library.matter("apen-plan")
    assert library.council() is library.council()


@pytest.mark.parametrize("name", [HEARING, "hearings/apen-plan/index.md", "hearings/apen-plan/draft.md", "council.yml"])
def test_a_changed_file_is_read_again(library, content, name):
    """Also where only the text has changed and not its length."""
    before = library.matter("apen-plan")
    path = content / name
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("elva", "elve") if "elva" in text else text.replace("a", "b", 1), encoding="utf-8")
    os.utime(path, ns=(path.stat().st_mtime_ns + 1, path.stat().st_mtime_ns + 1))
    assert library.matter("apen-plan") is not before


def test_a_new_file_and_one_that_is_gone_are_noticed(library, content):
    """A decision appears, and is taken away again."""
    assert library.matter("apen-plan").summary_words == ""
    words = content / "hearings/apen-plan/summary.md"
    words.write_text("Oppsummert.\n", encoding="utf-8")
    assert library.matter("apen-plan").summary_words == "Oppsummert."
    words.unlink()
    assert library.matter("apen-plan").summary_words == ""


@pytest.mark.parametrize("name", ["ukjent", "", ".", "..", "../hearings/apen-plan", "apen-plan/", "/etc"])
def test_only_folders_of_hearings_are_hearings(library, name):
    """Whatever somebody writes in an address."""
    assert library.matter(name) is None


def test_a_broken_definition_is_told_and_the_last_good_one_kept(library, content):
    """A municipality that is answering must not be stopped by a typing error at the secretariat."""
    good = library.matter("apen-plan")
    edit(content / HEARING, "published: 2026-03-02", "published: snart")
    with pytest.raises(DefinitionBroken) as failure:
        library.matter("apen-plan")
    assert [(p.place.file, p.place.line) for p in failure.value.problems] == [(HEARING, 8)]
    assert library.last_good("apen-plan") is good
    assert library.matter("lukket-strategi") is not None
    edit(content / HEARING, "published: snart", "published: 2026-03-02")
    assert library.matter("apen-plan").hearing == good.hearing


def test_a_hearing_that_never_was_good_has_no_last_good(library, content):
    """There is nothing to go on with."""
    edit(content / HEARING, "published: 2026-03-02", "published: snart")
    assert library.last_good("apen-plan") is None
    assert library.hearing_ids() == ("apen-plan", "lukket-strategi", "vedtatt-avtale")


def test_a_broken_council_stops_every_hearing_but_not_what_is_known(library, content):
    """Nobody knows who is invited; who was, still is."""
    good = library.matter("apen-plan")
    edit(content / "council.yml", "kind: county", "kind: fylke")
    with pytest.raises(DefinitionBroken):
        library.council()
    assert library.last_good("apen-plan") is good
    assert Library(content).last_good("apen-plan") is None


def test_reading_while_somebody_publishes_never_fails(library, content):
    """Files come, are replaced and go while the pages read the folder."""
    done, failures = threading.Event(), []

    def publish():
        for number in range(150):
            text = None if number % 3 == 2 else f"Ord {number}.\n"
            write_files(content, {"hearings/apen-plan/summary.md": text})
        done.set()

    def read():
        while not done.is_set():
            try:
                assert library.matter("apen-plan") is not None
            except Exception as error:  # noqa: BLE001 - a thread's failure is the test's to tell
                failures.append(error)

    threads = [threading.Thread(target=target) for target in (publish, read, read)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
