"""The council's own page. English pages: their sentences are the message ids."""

import shutil

import pytest

from tests.plugins.conftest import ARCHIVE, PageText


def section(page, heading_id):
    return " ".join(page.one("section", aria_labelledby=heading_id)["text"].split())


def test_members_and_former_members_with_their_days(archive_page):
    """By kind, each with a way to its page."""
    page = archive_page("/en/regionradet/")
    assert section(page, "_members") == (
        "Members Municipalities Nes kommune Vik kommune from 1 January 2012 Counties Fjord fylkeskommune "
        "Former members Sund kommune until 31 December 2019"
    )
    assert {a["href"] for a in page.all("a") if "/kommuner/" in a["href"]} >= {
        f"/en/kommuner/{body}/" for body in ("nes", "vik", "sund", "fylket")
    }


def test_organs_stand_in_the_order_of_the_file(archive_page):
    """With what kind they are, what they do, who sits in them, whom they answer to, and man-years."""
    page = archive_page("/en/regionradet/")
    assert [o["id"] for o in page.with_class("organ")][:3] == ["_organ_radet", "_organ_au", "_organ_sekretariatet"]
    told = section(page, "_organs")
    assert "Rådet Regional council Vedtar planer og uttalelser. Who sits in it Ordførerne." in told
    assert "Sekretariatet Secretariat Answers to Arbeidsutvalget Man-years 2,5" in told
    assert page.all("a", href="#_organ_au")


def test_the_rotation_of_the_chair_is_a_list(archive_page):
    """Who held it, and who holds it now, with the periods."""
    assert section(archive_page("/en/regionradet/"), "_offices") == (
        "Offices Chair: Rådet Nes kommune Earlier 1 January 2024 – 31 December 2025 "
        "Vik kommune Now 1 January 2026 – 31 December 2027"
    )


def test_the_matrix_tells_every_cell(archive_page):
    """Responsible, takes part, or an empty cell that a screen reader is told of; the secretariat has a row too."""
    page = archive_page("/en/regionradet/")
    table = page.one("table")
    rows = [e for e in page.all("tr") if e in page.reader.elements]
    assert table["aria-labelledby"] == "_matrix"
    assert [" ".join(row["text"].split()) for row in rows] == [
        "Member Klimanettverket Helsenettverket",
        "Nes kommune Takes part –Not given",
        "Vik kommune Responsible –Not given",
        "Fjord fylkeskommune No part in a network is given –Not given –Not given",
        "Sekretariatet –Not given Responsible",
    ]
    assert len([e for e in page.all("span", aria_hidden="true") if e["text"] == "–"]) == 5


COMING = """\
organs:
  - {id: nemnda, name: Klagenemnda, kind: other_organ, from: 2027-01-01}
"""


def test_an_organ_that_is_to_come_has_its_place(tmp_path, pelican):
    """So that what it is to adopt can lead to it."""
    shutil.copytree(ARCHIVE, tmp_path / "content")
    council = tmp_path / "content/council.yml"
    council.write_text(council.read_text(encoding="utf-8").replace("organs:\n", COMING, 1), encoding="utf-8")
    plan = tmp_path / "content/plans/avtale-forslag/plan.yml"
    plan.write_text(plan.read_text(encoding="utf-8").replace("organ: radet", "organ: nemnda"), encoding="utf-8")
    exit_code, said = pelican(tmp_path / "content", tmp_path / "output")
    assert exit_code == 0, said
    page = PageText((tmp_path / "output/en/regionradet/index.html").read_text(encoding="utf-8"))
    assert " ".join(page.one("li", id="_organ_nemnda")["text"].split()) == "Klagenemnda from 1 January 2027"


DISSOLVED = ("from: 2010-01-01", "from: 2010-01-01\nto: 2025-12-31")
LEAVES = ("[{body: fjordradet, from: 2012-01-01}]", "[{body: fjordradet, from: 2012-01-01, to: 2025-12-31}]")


@pytest.fixture(scope="module")
def dissolved(tmp_path_factory, pelican):
    """Pages of the fixture council where it has been dissolved."""
    folder = tmp_path_factory.mktemp("dissolved")
    (folder / "content").mkdir()
    shutil.copytree(ARCHIVE / "pages", folder / "content/pages")
    text = (ARCHIVE / "council.yml").read_text(encoding="utf-8")
    (folder / "content/council.yml").write_text(text.replace(*DISSOLVED).replace(*LEAVES), encoding="utf-8")
    exit_code, said = pelican(folder / "content", folder / "output")
    assert exit_code == 0, said
    return lambda address: PageText((folder / f"output{address}index.html").read_text(encoding="utf-8"))


def test_a_dissolved_council_says_so_and_is_shown_as_it_was(dissolved):
    """On its own page and on the front page; nobody holds its chair any more."""
    page = dissolved("/en/regionradet/")
    assert "Dissolved 31 December 2025" in page.text
    assert "As they were on the council's last day, 31 December 2025." in section(page, "_members")
    assert "Vik kommune from 1 January 2012 Counties" in section(page, "_members")
    assert "Now" not in section(page, "_offices")
    assert "Dissolved 31 December 2025" in dissolved("/en/").text
    assert "Avviklet 31. desember 2025" in dissolved("/").text


def test_a_council_that_lives_is_not_called_dissolved(archive_page):
    """Neither on its page nor on the front page."""
    assert "Dissolved" not in archive_page("/en/regionradet/").text
    assert "Dissolved" not in archive_page("/en/").text


def test_where_several_councils_publish_together_each_has_its_members(page):
    """Instead of one list of members."""
    shown = page("/en/regionradet/")
    assert not shown.all(id="_members")
    summaries = [" ".join(e["text"].split()) for e in shown.all("summary")]
    assert summaries == ["Nordbygda regionråd 5 members", "Sørbygda regionråd 5 members"]
    assert shown.all("a", href="/en/kommuner/kvernmo/")
