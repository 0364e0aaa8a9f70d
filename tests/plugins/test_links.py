"""Links inside the site, on pages written by hand and on a real build."""

import shutil

import pytest

from hearing_app.domain.broken_link import EXIT_STATUS, links_told
from hearing_app.domain.problem import Place
from plugins.links import BrokenLinks, LinkOnPage, broken_links, check_site, read_links

URL = "https://samrad.test"


@pytest.fixture
def written(tmp_path):
    """A function that writes pages by address and tells which links lead nowhere."""

    def write(**pages):
        for name, html in pages.items():
            folder = tmp_path / name.replace("_", "/") if name != "home" else tmp_path
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "index.html").write_text(html, encoding="utf-8")
        (tmp_path / "theme").mkdir(exist_ok=True)
        (tmp_path / "theme" / "a.css").write_text("", encoding="utf-8")
        return [link.target for link in broken_links(tmp_path, URL)]

    return write


@pytest.mark.parametrize(
    "target",
    [
        "/om/",
        "/",
        "om/",
        "../om/",
        "#her",
        "/om/#der",
        "/theme/a.css?v=1",
        f"{URL}/om/",
        URL,
        "https://annet.example/finnes-ikke/",
        "mailto:post@fjordradet.example",
        "/svar/en-horing/",
        "/sekretariat/",
        "/%6fm/",
        "",
    ],
)
def test_a_link_that_leads_somewhere_is_let_be(written, target):
    """To a page, to an id on it, to a file, to the application, or out of the site."""
    assert written(home=f'<p id="her"><a href="{target}">x</a>', om='<h2 id="der">x</h2>') == []


@pytest.mark.parametrize(
    "target",
    ["/finnes-ikke/", "/om", "finnes-ikke/", "#borte", "/om/#borte", f"{URL}/borte/", "/theme/b.css", "/om/x.pdf"],
)
def test_a_link_that_leads_nowhere_is_found(written, target):
    """Whatever its form."""
    assert written(home=f'<a class="x" href="{target}">x</a>', om='<h2 id="der">x</h2>') == [target]


def test_pictures_and_stylesheets_count_as_links(written):
    """What a page cannot show is missed as much as what it cannot open."""
    assert written(home='<img alt="" src="/borte.png"><link rel="icon" href="/borte.svg">') == [
        "/borte.png",
        "/borte.svg",
    ]


def test_what_only_looks_like_a_link_in_a_text_is_no_link():
    """A sentence about HTML is text, and so is an attribute with another name."""
    links = read_links('<p data-href="/a/">skriv href="/b/" her &lt;a href="/c/"&gt;</p><a href="/d?x=1&amp;y=2">')
    assert links.targets == ("/d?x=1&y=2",)


def test_a_broken_link_is_told_where_it_was_typed(tmp_path, capsys):
    """With file, line and column of every mention; without one, with the page."""
    output, content = tmp_path / "output", tmp_path / "content"
    (content / "pages").mkdir(parents=True)
    output.mkdir()
    (output / "index.html").write_text('<a href="/borte/">a</a><a href="/nav/">b</a>', encoding="utf-8")
    (content / "pages" / "om.md").write_text("Title: Om\n\nSe [her](/borte/) og\n[der](/borte/).\n", encoding="utf-8")
    with pytest.raises(BrokenLinks):
        check_site(output, content, URL)
    told = capsys.readouterr().err
    assert "pages/om.md:3:10: link: /borte/\n" in told
    assert "pages/om.md:4:7: link: /borte/\n" in told
    assert "/:1:1: link: /nav/\n" in told
    assert {(link.place, link.target) for link in links_told(told)} == {
        (Place("pages/om.md", 3, 10), "/borte/"),
        (Place("pages/om.md", 4, 7), "/borte/"),
        (Place("/", 1, 1), "/nav/"),
    }
    assert broken_links(output, URL) == (LinkOnPage("/", "/borte/"), LinkOnPage("/", "/nav/"))


def test_the_fixture_sites_have_no_broken_links(site, archive):
    """Both build, and a build with a broken link would not."""
    assert (site.exit_code, archive.exit_code) == (0, 0), site.said + archive.said


def test_a_broken_link_fails_the_build(pelican, prove, tmp_path):
    """With the place in the content, an exit status of its own, and nothing about the program's inside."""
    content = shutil.copytree(prove, tmp_path / "content")
    page = content / "pages" / "om.md"
    page.write_text(page.read_text(encoding="utf-8") + "\nSe [planen](/planer/finnes-ikke/).\n", encoding="utf-8")
    line = page.read_text(encoding="utf-8").count("\n")
    exit_code, said = pelican(content, tmp_path / "output")
    assert exit_code == EXIT_STATUS
    assert f"pages/om.md:{line}:13: link: /planer/finnes-ikke/\n" in said
    assert "Traceback" not in said


def test_a_mistake_in_the_content_is_told_without_the_programs_inside(pelican, prove, tmp_path):
    """To whoever runs the generator by hand; nothing in the program has failed."""
    content = shutil.copytree(prove, tmp_path / "content")
    page = content / "pages" / "om.md"
    page.write_text(page.read_text(encoding="utf-8").replace("Slug: om", "Slug: Om oss"), encoding="utf-8")
    exit_code, said = pelican(content, tmp_path / "output")
    assert exit_code not in (0, EXIT_STATUS)
    assert "pages/om.md:2:7: " in said
    assert "Traceback" not in said
