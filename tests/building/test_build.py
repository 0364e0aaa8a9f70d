"""A site is built from checked content into a folder of its own."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from hearing_app.building.build import MARKER, ContentBroken, OutputTaken, build_folder, expected_pages
from hearing_app.definitions import load_content
from hearing_app.domain.problem import Place
from hearing_app.domain.vocabulary import RecordKind

URL = "http://samrad.test"
NOW = datetime(2026, 5, 15, 10, 0, tzinfo=UTC)
TITLE = "hearings/apen-plan/hearing.yml"


def tree(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_a_folder_is_built_in_place_of_what_was_there(content, tmp_path, now):
    """As `make site` does; what a person left in it goes."""
    output = tmp_path / "output"
    output.mkdir()
    (output / "gammel.html").write_text("x")
    (output / MARKER).touch()
    loaded = build_folder(content, output, base_url=URL, now=now)
    assert (output / "index.html").is_file()
    assert not (output / "gammel.html").exists()
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".output")] == []
    assert len(loaded.matters) == 3


def test_a_folder_stays_as_it_was_where_the_content_has_a_mistake(content, tmp_path, now):
    """Nothing is built, and nothing is left beside it."""
    output = tmp_path / "output"
    output.mkdir()
    (output / "gammel.html").write_text("x")
    (output / MARKER).touch()
    (content / TITLE).write_text("id: feil\n", encoding="utf-8")
    with pytest.raises(ContentBroken):
        build_folder(content, output, base_url=URL, now=now)
    assert tree(output) == {MARKER: b"", "gammel.html": b"x"}
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".output")] == []


def test_a_link_that_leads_nowhere_is_a_mistake_like_any_other(content, tmp_path, now):
    """With its place in the content, in words that every reader's language has; nothing is built."""
    page = content / "pages" / "om.md"
    page.write_text(page.read_text(encoding="utf-8") + "\nSe [planen](/planer/finnes-ikke/).\n", encoding="utf-8")
    line = page.read_text(encoding="utf-8").count("\n")
    with pytest.raises(ContentBroken) as broken:
        build_folder(content, tmp_path / "output", base_url=URL, now=now)
    (problem,) = broken.value.problems
    assert problem.place == Place("pages/om.md", line, 13)
    assert str(problem.message).startswith("The link to /planer/finnes-ikke/ leads nowhere.")
    assert list(tmp_path.glob("*output*")) == []


def test_the_same_content_gives_the_same_site(content, tmp_path, now):
    """To the byte, so that a difference means something."""
    for name in ("one", "two"):
        build_folder(content, tmp_path / name, base_url=URL, now=now)
    assert tree(tmp_path / "one") == tree(tmp_path / "two")


def test_a_planned_hearing_has_no_page_yet(content, now):
    """Nor has one that was withdrawn before it was published."""
    path = content / TITLE
    text = path.read_text(encoding="utf-8")
    for before, after in (("published: 2026-03-02", "published: 2026-05-20"), ("published: 2026-03-02\n", "")):
        path.write_text(
            text.replace(before, after) + "short_period_reason: Kort.\nwithdrawn: {date: 2026-05-01, reason: Feil.}\n",
            encoding="utf-8",
        )
        loaded = load_content(content)
        assert loaded.matter("apen-plan") is not None
        assert not [page for page in expected_pages(loaded, now) if "apen-plan" in page]


def test_a_folder_that_no_build_made_is_never_replaced(content, tmp_path, now):
    """Neither somebody's papers nor the content itself, nor a folder around or inside it."""
    papers = tmp_path / "papers"
    papers.mkdir()
    (papers / "thesis.txt").write_text("years of work")
    before = tree(content)
    for output in (papers, content, content / "output", content.parent):
        with pytest.raises(OutputTaken):
            build_folder(content, output, base_url=URL, now=now)
    assert (papers / "thesis.txt").read_text() == "years of work"
    assert tree(content) == before


def test_every_record_and_every_body_has_its_pages(tmp_path, now):
    """In all languages; a build without one of them is not used."""
    archive = Path(__file__).parents[1] / "fixtures" / "archive"
    loaded = build_folder(archive, tmp_path / "site", base_url=URL, now=now)
    wanted = {*expected_pages(loaded, now)}
    assert {r.ref.kind for r in loaded.archive.records()} == set(RecordKind) - {RecordKind.HEARING}
    assert {"kommuner/nes/index.html", "nn/kommuner/nes/index.html", "en/kommuner/nes/index.html"} <= wanted
    assert len(wanted) > 3 * len([*loaded.archive.records(), *loaded.council.bodies])
    assert [page for page in wanted if not (tmp_path / "site" / page).is_file()] == []
