"""Metadata that nobody means well with: told, or shown as text; never written elsewhere, never hanging."""

import shutil
import time

import pytest

HEAD = "Title: {title}\nSlug: {slug}\nLang: nb\n{more}\nTekst.\n"
CASE = (
    "---\ntitle: {title}\norgan: au\ncase_number: 1/26\n{more}---\n## Forslag til vedtak {{#proposal}}\n\n1. {text}\n"
)


@pytest.fixture
def council(tmp_path, prove):
    """The fixture council in a folder of its own, so that what is written beside the site can be seen."""
    return copy_council(prove, tmp_path / "inner" / "content")


def copy_council(prove, content):
    root = prove.parents[1] / "fixtures" / "archive"
    content.mkdir(parents=True)
    shutil.copy(root / "council.yml", content)
    shutil.copytree(root / "pages", content / "pages")
    return content


def files_under(folder):
    return {path for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def build(council, pelican):
    """A function that builds and tells exit code, stderr and the written files; nothing lies outside the output."""

    def built():
        output = council.parent / "output"
        before = files_under(council.parents[1])
        began = time.monotonic()
        exit_code, said = pelican(council, output)
        assert time.monotonic() - began < 60
        written = files_under(council.parents[1]) - before
        assert all(path.is_relative_to(output) for path in written)
        return exit_code, said, {path.relative_to(output).as_posix() for path in written}

    return built


@pytest.fixture(scope="module")
def plain(tmp_path_factory, prove, pelican):
    """What the council's site consists of without anything hostile."""
    folder = tmp_path_factory.mktemp("plain")
    exit_code, said = pelican(copy_council(prove, folder / "content"), folder / "output")
    assert exit_code == 0, said
    return {path.relative_to(folder / "output").as_posix() for path in files_under(folder / "output")}


ODD = [
    ("!!!", "index"),
    ("Sak: om veg", "404"),
    ("<script>alert(1)</script>", "feeds"),
    ("{{ 7 * 7 }}", "rar"),
    ("../../x", "tags"),
    ("Ø" * 5000, "lang"),
]


@pytest.mark.parametrize(
    ("title", "slug", "more", "place"),
    [
        ("Ond", "ond", "Save_as: ../../ond.html\n", "pages/ond.md:4:1"),
        ("Ond", "ond", "Url: /horinger/\n", "pages/ond.md:4:1"),
        ("Ond", "ond", "Template: ../../council\n", "pages/ond.md:4:1"),
        ("Ond", "ond", "Status: draft\n", "pages/ond.md:4:1"),
        ("Ond", "../../ond", "", "pages/ond.md:2:7"),
        ("Ond", "/etc/ond", "", "pages/ond.md:2:7"),
        ("Ond", "horinger", "", "pages/ond.md:2:7"),
        ("Ond", "kommuner", "", "pages/ond.md:2:7"),
        ("Ond", "om", "", ":2:7"),
        ("Ond", "Om", "", "pages/ond.md:2:7"),
        ("", "ond", "", "pages/ond.md:1:"),
    ],
)
def test_a_page_that_would_be_written_elsewhere_stops_the_build(council, build, title, slug, more, place):
    """It is told with its place, and no page is written at all."""
    (council / "pages" / "ond.md").write_text(HEAD.format(title=title, slug=slug, more=more), encoding="utf-8")
    exit_code, said, written = build()
    assert exit_code != 0
    assert place in said
    assert not {path for path in written if path.endswith(".html")}


@pytest.mark.parametrize(("title", "slug"), ODD)
def test_an_odd_title_is_only_a_text(council, build, plain, title, slug):
    """The page stands at its slug, every other page stays where it was, and the title is shown as it was typed."""
    (council / "pages" / "rar.md").write_text(HEAD.format(title=title, slug=slug, more=""), encoding="utf-8")
    exit_code, said, written = build()
    assert exit_code == 0, said
    assert written - plain == {f"{slug}/index.html", f"nn/{slug}/index.html", f"en/{slug}/index.html"}
    html = (council.parent / "output" / slug / "index.html").read_text(encoding="utf-8")
    shown = title.replace("<", "&lt;").replace(">", "&gt;")
    assert f"{shown}</h1>" in html
    assert "<script" not in html


@pytest.mark.parametrize(
    "title",
    [
        '"!!!"',
        '"Sak: om veg"',
        '"To\\nlinjer"',
        '"<b>fet</b>"',
        '"{{ 7 * 7 }}"',
        '"../../../x"',
        "'" + "[" * 10_000 + "'",
    ],
)
def test_an_odd_title_of_a_record_is_only_a_text(council, build, plain, title):
    """Addresses come from the folder's name, never from a title."""
    folder = council / "cases" / "sak-1"
    folder.mkdir(parents=True)
    (folder / "case.md").write_text(CASE.format(title=title, more="", text="Ja."), encoding="utf-8")
    exit_code, said, written = build()
    assert exit_code == 0, said
    assert {path for path in written - plain if path.endswith(".html")} == {
        f"{tree}saker/sak-1/index.html" for tree in ("", "nn/", "en/")
    }


@pytest.mark.parametrize("more", ["save_as: ../x\n", "slug: index\n", "url: /\n", "template: x\n", "status: draft\n"])
def test_a_key_of_the_site_generator_is_not_known_in_a_record(council, build, more):
    """It is told with its place."""
    folder = council / "cases" / "sak-1"
    folder.mkdir(parents=True)
    (folder / "case.md").write_text(CASE.format(title="Sak", more=more, text="Ja."), encoding="utf-8")
    exit_code, said, _ = build()
    assert exit_code != 0
    assert "cases/sak-1/case.md:5:1" in said


@pytest.mark.parametrize("name", ["Sak 1", "sak_1", "sak--1", "SAK", "æøå", "a" * 81])
def test_a_folder_whose_name_cannot_be_an_address_is_told(council, build, name):
    """Nothing vanishes without a word."""
    folder = council / "cases" / name
    folder.mkdir(parents=True)
    (folder / "case.md").write_text(CASE.format(title="Sak", more="", text="Ja."), encoding="utf-8")
    exit_code, said, _ = build()
    assert exit_code != 0
    assert f"cases/{name}" in said


@pytest.mark.parametrize("text", ["[" * 10_000, "![" * 10_000, "*" * 10_000, ">" * 10_000, "`" * 9_999, "<" * 10_000])
@pytest.mark.parametrize("where", ["pages/om.md", "cases/sak-1/case.md"])
def test_a_tangled_text_neither_hangs_nor_breaks_the_build(council, build, where, text):
    """It is told as a mistake with its file, or shown as it was typed."""
    file = council / where
    file.parent.mkdir(parents=True, exist_ok=True)
    page = HEAD.format(title="Om", slug="om", more="") + text + "\n"
    case = CASE.format(title="Sak", more="", text=text)
    file.write_text(page if where.startswith("pages") else case, encoding="utf-8")
    exit_code, said, _ = build()
    assert exit_code == 0 or where in said
