"""Machine-owned files are read once as long as their text is the same; there is one for each answer."""

from hearing_app.definitions.folder import Folder
from hearing_app.definitions.written_models import ReceivedFile, SummaryFile

SUMMARY = "invited: 3\nanswered: {n}\nreleased: 0\nstances: []\npoints: []\n"


def read(folder, model=SummaryFile, name="summary.yml"):
    reader = Folder(folder)
    found, _ = reader.released(model, name)
    return found, [(p.place.line, str(p.message)) for p in reader.problems]


def test_what_has_changed_is_read_anew(tmp_path):
    """The text decides, not the hour: a file that is written again as it was is the same."""
    path = tmp_path / "summary.yml"
    path.write_text(SUMMARY.format(n=1))
    first, again = read(tmp_path)[0], read(tmp_path)[0]
    assert first is again
    path.write_text(SUMMARY.format(n=2))
    assert read(tmp_path)[0].answered == 2
    path.write_text(SUMMARY.format(n=1))
    assert read(tmp_path)[0].answered == 1


def test_a_mistake_is_told_each_time_it_is_read(tmp_path):
    """What is known already is no less wrong, and is told once for each reading."""
    (tmp_path / "summary.yml").write_text("invited: tre\n")
    once, twice = read(tmp_path), read(tmp_path)
    assert once[0] is None
    assert once[1]
    assert twice == once


def test_what_is_found_later_is_not_remembered(tmp_path):
    """Whoever looks at the file after it is read notes its findings for this reading alone."""
    (tmp_path / "summary.yml").write_text(SUMMARY.format(n=1))
    reader = Folder(tmp_path)
    _, source = reader.released(SummaryFile, "summary.yml")
    source.report_at(("answered",), "too few")
    assert len(reader.problems) == 1
    assert read(tmp_path)[1] == []


def test_a_file_that_is_not_there_is_no_mistake(tmp_path):
    """Before anybody has answered there is none."""
    assert read(tmp_path, ReceivedFile, "received.yml") == (None, [])
