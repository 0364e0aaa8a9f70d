"""The pages of the cases, as a reader meets them."""

import shutil

import pytest

TREES = ("", "/nn", "/en")


def sections(page):
    """Return the second-level headings that a reader sees, in order."""
    return [e["text"].strip() for e in page.all("h2") if "ds-sr-only" not in (e.get("class") or "")]


def test_a_case_shows_the_result_first_and_then_the_way_to_it(archive_page):
    """Decision, follow-up, what changed, deliberation, background, distribution list, other cases."""
    wanted = ["_vedtak", "_oppfolging", "_endringer", "_behandling", "_bakgrunn", "_utskrift", "_saker"]
    assert [name for name in archive_page("/saker/klimasamarbeid/").ids if name in wanted] == wanted


def test_the_facts_and_the_sign_off_are_on_the_page(archive_page):
    """Organ, place, date, number, meeting, vote and whoever signed."""
    page = archive_page("/saker/klimasamarbeid/")
    for text in ("U-7/26", "Arbeidsutvalget", "Vik rådhus", "torsdag 12. februar 2026", "Daglig leder"):
        assert text in page.text, text
    assert page.all("a", href="/moter/au-2026-02-12/")
    assert "Vedtatt med fire mot én stemme" in page.text


def test_what_changed_is_told_to_eye_and_ear(archive_page):
    """Struck out and underlined, and said to a screen reader."""
    page = archive_page("/saker/klimasamarbeid/")
    assert "fjernet: ……" in [" ".join(e["text"].split()) for e in page.all("del")]
    added = [" ".join(e["text"].split()) for e in page.all("ins")]
    assert "lagt til: klimaplaner og stedsutvikling." in added
    kinds = [e["data-kind"] for e in page.with_class("difference__point")]
    assert kinds == ["same", "changed", "removed", "added"]


def test_tasks_tell_who_by_when_and_whether_it_is_done(archive_page):
    """A body or an organ leads to its page, and the state counts from the day of the build."""
    page = archive_page("/saker/klimasamarbeid/")
    rows = [" ".join(row["text"].split()) for row in page.all("tr")[1:]]
    assert "Sekretariatet 20. februar 2026 Utført 18. februar 2026" in rows[0]
    assert "Vik kommune 1. mars 2026 Over fristen" in rows[1]
    assert "Sekretariatet 15. mai 2026 Gjenstår" in rows[2]
    assert "Kommunedirektørene – Gjenstår" in rows[3]
    assert page.all("a", href="/kommuner/vik/")
    assert page.all("a", href="/regionradet/#_organ_sekretariatet")


def test_the_organ_leads_to_where_the_council_presents_it(archive_page):
    """On a case and on a meeting."""
    for address in ("/saker/klimasamarbeid/", "/moter/au-2026-02-12/"):
        assert [a["text"] for a in archive_page(address).all("a", href="/regionradet/#_organ_au")] == [
            "Arbeidsutvalget"
        ]


def test_a_point_that_was_left_open_is_said_to_be(archive_page):
    """Beside the proposal's own point, in the page's language."""
    for tree, said in (("", "Punktet var ikke skrevet ferdig i forslaget."), ("/en", "The point was left unfinished")):
        (note,) = archive_page(f"{tree}/saker/klimasamarbeid/").with_class("left-open")
        assert note["text"].startswith(said)
        assert note["lang"] == (tree.strip("/") or "nb")


def test_what_is_told_to_the_ear_is_in_the_pages_language(archive_page):
    """Inside a text that is marked with another one."""
    page = archive_page("/en/saker/klimasamarbeid/")
    (text,) = [e for e in page.with_class("difference__text") if "særlig opp" in e["text"]]
    assert text["lang"] == "nb"
    spoken = [e for e in page.with_class("ds-sr-only") if e["text"].strip() in ("added:", "removed:")]
    assert spoken
    assert {e["lang"] for e in spoken} == {"en"}


def test_earlier_cases_are_linked_and_later_ones_found(archive_page):
    """One that is not here has only its number; the way back is worked out."""
    page = archive_page("/saker/klimasamarbeid/")
    assert page.all("a", href="/saker/klimanettverk-orientering/")
    assert "Sak O-28/25 Invitasjon til nettverket" in page.text
    assert archive_page("/saker/klimanettverk-orientering/").all("a", href="/saker/klimasamarbeid/")


def test_the_distribution_list_has_names_and_an_empty_one_says_so(archive_page):
    """Ids of bodies and organs become their names, words stay; an empty list is there, and says so."""
    shown = archive_page("/saker/klimasamarbeid/")
    assert "Utskrift sendt til Nes kommune" in shown.text
    assert "Ungdomsrådet i fylket" in shown.text
    assert "Utskrift sendt til Ingen er ført opp." in archive_page("/saker/klimanettverk-orientering/").text


def test_a_decision_as_proposed_says_so(archive_page):
    """Nobody has to look for differences that are not there."""
    page = archive_page("/saker/klimanettverk-orientering/")
    assert "Vedtaket er som foreslått." in page.text
    assert not page.all("del")


@pytest.mark.parametrize("tree", TREES)
def test_a_case_to_come_shows_its_proposal_and_nothing_of_what_is_prepared(archive, tree):
    """The file holds a decision already; no page of the site does."""
    assert archive.exit_code == 0, archive.said
    page = archive.pages[f"{tree}/saker/ny-avtale/"]
    assert "Avtala blir send til kommunestyra." in page.text
    said = {"": "Ikke behandlet ennå.", "/nn": "Ikkje handsama enno.", "/en": "Not treated yet."}
    assert said[tree] in page.text
    assert not [address for address, other in archive.pages.items() if "Hemmeleg" in other.html]


def test_a_case_without_a_day_says_that_it_is_not_treated(archive_page):
    """The proposal stands alone."""
    page = archive_page("/saker/budsjett-2027/")
    assert "Ikke behandlet ennå" in page.text
    assert "Forslag til vedtak" in sections(page)


def test_a_partial_decision_is_called_that_and_has_its_register(archive_page):
    """With who has adopted, with what reservation, and what is outstanding."""
    page = archive_page("/saker/delvedtak-modell/")
    assert page.one("h2", id="_vedtak")["text"].strip() == "Delvedtak"
    assert "2 av 3 har " in page.text
    assert "Gjeld ikkje helsetenester." in page.text


@pytest.mark.parametrize("tree", TREES)
def test_texts_carry_their_language(archive, tree):
    """On a page in another language than the case's, its texts say what they are in."""
    page = archive.pages[f"{tree}/saker/klimasamarbeid/"]
    (background,) = [e for e in page.with_class("prose") if "Nettverket tilbyr" in e["text"]]
    assert (background["lang"] or "nb") == "nb"
    assert (page.one("h1")["lang"] or "nb") == "nb"


def test_the_list_is_by_year_newest_first(archive_page):
    """With organ, number and status; what remains to be done stands on top."""
    page = archive_page("/saker/")
    assert sections(page)[:3] == ["Skal følges opp", "2026", "2025"]
    lines = [" ".join(e["text"].split()) for e in page.with_class("dated")]
    assert lines[0] == "Sak U-11/26 Budsjett for 2027 Arbeidsutvalget Ikke behandlet ennå"
    assert lines[2] == "Sak U-7/26 Felles arbeid med klima Arbeidsutvalget, 12. februar 2026 Vedtatt"
    assert lines[-1].endswith("Delvedtak")


def test_the_follow_up_list_has_open_tasks_only_the_oldest_deadline_first(archive_page):
    """Each leads to its case."""
    page = archive_page("/saker/")
    rows = [" ".join(row["text"].split()) for row in page.all("tr")[1:]]
    assert [row.split(" Felles arbeid med klima ")[0] for row in rows] == [
        "Legge frem en samlet oversikt over klimaplanene.",
        "Invitere til en samling om stedsutvikling.",
        "Melde inn egne ansatte til nettverket.",
    ]


def test_cases_are_under_decisions_in_the_menu(archive_page):
    """The place in the menu is marked on the list and on each case."""
    for address in ("/saker/", "/saker/klimasamarbeid/"):
        (marked,) = [a for a in archive_page(address).all("a", aria_current="true") if "hreflang" not in a]
        assert marked["text"].strip() == "Saker og vedtak", address


TITLES = {
    "utrop": '"!!!"',
    "linjer": '"To\\nlinjer"',
    "kolon": '"Sak: med kolon"',
    "merker": '"</title><script>alert(1)</script>"',
    "save-as": '"Save_as: ../x"',
    "klammer": '"' + "[" * 10_000 + '"',
}


def test_no_title_decides_an_address_or_breaks_a_page(pelican, prove, tmp_path):
    """Every case is written where its folder says, and nowhere else."""
    content = shutil.copytree(prove, tmp_path / "content")
    council = content / "council.yml"
    council.write_text(council.read_text(encoding="utf-8") + "\norgans: [{id: au, name: AU, kind: executive}]\n")
    for number, (name, title) in enumerate(TITLES.items(), start=1):
        folder = content / "cases" / name
        folder.mkdir(parents=True)
        (folder / "case.md").write_text(
            f"---\ntitle: {title}\norgan: au\ndate: 2026-01-0{number}\ncase_number: {number}/26\n---\n"
            f"## Vedtak {{#decision}}\n\n1. Ja.\n",
            encoding="utf-8",
        )
    exit_code, said = pelican(content, tmp_path / "output")
    assert exit_code == 0, said
    written = {path.name for path in (tmp_path / "output" / "saker").iterdir()}
    assert written == {*TITLES, "index.html"}
    page = (tmp_path / "output" / "saker" / "merker" / "index.html").read_text(encoding="utf-8")
    assert "<script" not in page
