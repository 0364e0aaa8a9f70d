"""What a build writes, what it refuses, and what it must never let out."""

import shutil
import xml.etree.ElementTree as ET

import pytest

from hearing_app.definitions import load_content

PUBLIC = {"apen", "apen-siste-dag", "lukket", "oppsummert", "vedtatt", "alle-med", "trukket"}
TREES = {"nb": "/", "nn": "/nn/", "en": "/en/"}


@pytest.fixture
def copy(prove, tmp_path):
    """A copy of the fixture content that a test may spoil."""
    return shutil.copytree(prove, tmp_path / "content")


def replace(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_builds_without_a_complaint(site):
    """A content folder without mistakes builds, and nothing is said on stderr."""
    assert (site.exit_code, site.said) == (0, "")


@pytest.mark.parametrize("tree", TREES.values())
def test_every_definition_has_its_page(site, prove, tree):
    """Each public hearing and each released submission has a page in each language."""
    matters = {matter.hearing.id: matter for matter in load_content(prove).matters}
    wanted = {f"{tree}horinger/{hearing}/" for hearing in PUBLIC}
    wanted |= {f"{tree}horinger/{h}/svar/{copy.body}/" for h in PUBLIC for copy in matters[h].released}
    wanted |= {tree, f"{tree}horinger/", f"{tree}om/", f"{tree}personvern/", f"{tree}tilgjengelighet/"}
    written = {address for address in site.pages if address.startswith(tree)}
    assert wanted <= written
    assert len([a for a in wanted if "/svar/" in a]) == 4


def test_writes_nothing_else(site):
    """No feed, archive, tag or author page, and no definition file, finds its way into the output."""
    files = {p.relative_to(site.output).as_posix() for p in site.output.rglob("*") if p.is_file()}
    rest = {name for name in files if not name.startswith("theme/") and not name.endswith("/index.html")}
    calendars = {f"{tree}moter/kalender.ics" for tree in ("", "nn/", "en/")}
    assert rest == {"index.html", "404.html", "nn/404.html", "en/404.html", "robots.txt", "sitemap.xml", *calendars}
    pages = {p.relative_to(site.output).parts[0] for p in site.output.rglob("index.html")}
    plain = {"om", "personvern", "tilgjengelighet"}
    lists = {"horinger", "saker", "moter", "planer", "samlinger", "uttalelser", "vedtak", "regionradet", "kommuner"}
    assert pages == {"index.html", "nn", "en", "kvittering", *plain, *lists}


def test_drafts_and_planned_hearings_leave_no_trace(site):
    """A hearing without a publication day, or with one to come, is in no file, nor is a decision to come."""
    for path in site.output.rglob("*"):
        assert "hemmelig" not in path.name
        if path.is_file() and path.suffix in (".html", ".xml", ".txt"):
            assert "hemmelig" not in path.read_text(encoding="utf-8").casefold(), path


def test_sitemap_lists_every_page_with_its_full_address(site):
    """The sitemap names all pages but the one for lost readers, and robots.txt names the sitemap."""
    root = ET.fromstring((site.output / "sitemap.xml").read_text(encoding="utf-8"))
    listed = {element.text for element in root.iter() if element.tag.endswith("loc")}
    assert listed == {f"https://samrad.test{address}" for address in site.pages if not address.endswith("/404.html")}
    assert "Sitemap: https://samrad.test/sitemap.xml" in (site.output / "robots.txt").read_text(encoding="utf-8")


def test_mistakes_stop_the_build_with_their_places(copy, tmp_path, pelican):
    """Several mistakes in several files are told at once as file:line:column, and the old site stands."""
    replace(copy / "hearings/apen/hearing.yml", "language: nb", "langauge: nb")
    replace(copy / "hearings/vedtatt/draft.md", "{#okonomi}", "{#formal}")
    old = tmp_path / "output"
    old.mkdir()
    (old / "index.html").write_text("the old site")
    exit_code, said = pelican(copy, old)
    assert exit_code != 0
    assert "hearings/apen/hearing.yml:4:1: The key langauge is not known here." in said
    assert "hearings/vedtatt/draft.md:17:1: The id «formal» stands twice." in said
    assert [path.name for path in old.iterdir()] == ["index.html"]
    assert (old / "index.html").read_text() == "the old site"


def test_mistake_in_a_plain_page_stops_the_build(copy, tmp_path, pelican):
    """A plain page with a misspelt key and a first-level heading is refused with file, line and column."""
    replace(copy / "pages/om.md", "Slug: om", "Slugg: om")
    replace(copy / "pages/om.md", "## En del", "# En del")
    exit_code, said = pelican(copy, tmp_path / "output")
    assert exit_code != 0
    assert "pages/om.md:2:1: The key Slugg is not known here." in said
    assert "pages/om.md:1:1: The key Slug: is missing." in said
    assert "pages/om.md:7:1: Start headings at ##" in said


def test_page_that_every_page_links_to_must_be_there(copy, tmp_path, pelican):
    """Without a privacy page the build stops and names the file, for the foot of every page links to it."""
    for path in copy.glob("pages/personvern*"):
        path.unlink()
    exit_code, said = pelican(copy, tmp_path / "output")
    assert exit_code != 0
    assert "pages/personvern.md:1:1: The page is missing, and every page links to it. Write it." in said


def test_root_is_the_councils_own_language(copy, tmp_path, pelican):
    """A council that writes nynorsk gets nynorsk at the root and bokmål under /nb/."""
    replace(copy / "council.yml", "language: nb", "language: nn")
    exit_code, said = pelican(copy, tmp_path / "output")
    assert (exit_code, said) == (0, "")
    assert '<html lang="nn">' in (tmp_path / "output/index.html").read_text(encoding="utf-8")
    assert '<html lang="nn">' in (tmp_path / "output/om/index.html").read_text(encoding="utf-8")
    assert '<html lang="nb">' in (tmp_path / "output/nb/horinger/apen/index.html").read_text(encoding="utf-8")
    assert '<html lang="nb">' in (tmp_path / "output/nb/tilgjengelighet/index.html").read_text(encoding="utf-8")


def test_bodies_stand_by_the_name_a_reader_sees(copy, tmp_path, pelican):
    """A body whose name begins with å comes last among answers, points, adoptions and invited, whatever its id."""
    replace(copy / "council.yml", "name: Elvby kommune", "name: Ånes kommune")
    summary = copy / "hearings/vedtatt/summary.yml"
    replace(summary, "body: elvby, item: okonomi", "body: fjellvik, item: okonomi")
    replace(summary, "body: fjellvik, item: formal", "body: elvby, item: okonomi")
    assert pelican(copy, tmp_path / "output") == (0, "")
    decided, adopted = (
        (tmp_path / f"output/horinger/{hearing}/index.html").read_text(encoding="utf-8")
        for hearing in ("vedtatt", "alle-med")
    )
    for part in (
        decided.split('class="answers-list"')[1],
        decided.split('id="_points_okonomi"')[1],
        adopted.split('class="ds-table stacking adoptions"')[1],
        adopted.split('id="_instanser"')[-1],
    ):
        assert -1 < part.find("Fjellvik kommune") < part.find("Ånes kommune")
