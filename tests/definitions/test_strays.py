"""A file that nothing reads is told, wherever in the content folder it lies."""

import pytest

from hearing_app.definitions import load_content
from hearing_app.domain.vocabulary import Level
from hearing_app.library import Library

HEARING = "hearings/vedtatt-avtale"
STRAYS = [
    "plan/strategi.yml",
    "meeting-calendar.yaml",
    "adoptions.yml",
    "hearings/los.md",
    f"{HEARING}/adoption.yml",
    f"{HEARING}/vedlegg/kart.md",
    f"{HEARING}/submissions/ukjent.yml",
]


@pytest.mark.parametrize("name", STRAYS)
def test_a_stray_file_is_a_warning_with_its_name(content, name):
    """A misspelt name would otherwise take a register or a calendar away without a word."""
    path = content / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("x: y\n", encoding="utf-8")
    told = [p.place.file for p in load_content(content).problems if p.level is Level.WARNING]
    assert [file for file in told if name.startswith(file)]


@pytest.mark.parametrize("name", [".kladd.md", "_kladd.md", "hearing.yml~"])
def test_what_is_meant_to_lie_there_is_not_told(content, name):
    """Notes of one's own, and an editor's copies."""
    before = load_content(content).problems
    (content / HEARING / name).write_text("x\n", encoding="utf-8")
    assert load_content(content).problems == before


def test_an_open_point_in_a_published_summary_does_not_close_the_desk(content):
    """Under § 11-14 it stops a build (rule 11), but the hearing can be opened, for that is where it is mended."""
    folder = content / HEARING
    (folder / "summary.yml").write_text(
        "invited: 1\nanswered: 1\nreleased: 1\nstances: []\npoints:\n"
        "- {body: bergvik, item: general, quote: x, assessment: '', conclusion: null}\n",
        encoding="utf-8",
    )
    definition = folder / "hearing.yml"
    text = definition.read_text(encoding="utf-8")
    definition.write_text(text.replace("legal_basis: none", "legal_basis: pbl-11-14"), encoding="utf-8")
    if "legal_basis" not in text:
        definition.write_text(text + "legal_basis: pbl-11-14\n", encoding="utf-8")
    assert [p.place.file for p in load_content(content).errors] == [f"{HEARING}/summary.yml"]
    assert Library(content).matter("vedtatt-avtale") is not None
