import pytest

FROM = "/horinger/vedtatt/"
STEP = "versjoner/horingsutkast/endringer/"


def squeezed(element):
    return " ".join(element["text"].split())


def pages_of(site, tree=""):
    root = f"{tree}{FROM}versjoner/"
    return {address.removeprefix(root) for address in site.pages if address.startswith(root)}


@pytest.mark.parametrize("tree", ["", "/nn", "/en"])
def test_every_version_and_every_step_has_its_page(site, tree):
    """In every language; the heard draft stands on the hearing's own page, and a version of a later date nowhere."""
    assert pages_of(site, tree) == {
        "",
        "forste-skisse/",
        "vedtatt-tekst/",
        "vedtatt-tekst/endringer/",
        "horingsutkast/endringer/",
    }
    assert not [address for address, page in site.pages.items() if "Ennå ikke offentlig" in page.html]


def test_a_hearing_with_one_draft_has_no_pages_of_versions(site):
    """And its page says nothing of them."""
    assert not [address for address in site.pages if address.startswith("/horinger/oppsummert/versjoner/")]
    assert not site.pages["/horinger/oppsummert/"].with_class("versions__list")


def test_the_hearing_page_lists_the_versions_and_which_was_heard(page):
    """By date, with links to the others and to what has changed."""
    shown = page("/en/horinger/vedtatt/")
    assert [squeezed(e) for e in shown.with_class("versions__name")] == [
        "Første skisse",
        "Høringsutkast On hearing",
        "Vedtatt tekst Newest Material changes since the hearing",
    ]
    links = [e["href"] for e in shown.all("a") if "/versjoner/" in e.get("href", "")]
    assert f"/en{FROM}versjoner/" in links
    assert f"/en{FROM}versjoner/forste-skisse/" in links
    assert f"/en{FROM}{STEP}" in links


def test_every_paragraph_can_be_linked_to(page):
    """Each has an id, and a link whose name says where it leads; lists stay lists."""
    shown = page(FROM)
    ids = [e["id"] for e in shown.with_class("passage")]
    assert ids == [
        "_innledning.1",
        "formal.1",
        "formal.4",
        "formal.2",
        "formal.3",
        "okonomi.1",
        "varighet.1",
    ]
    links = shown.with_class("passage__link")
    assert [link["href"] for link in links] == [f"#{name}" for name in ids]
    assert squeezed(links[1]) == "¶Lenke til dette avsnittet: formal.1"
    assert [e["tag"] for e in shown.with_class("passage")] == ["div", "div", "div", "li", "li", "div", "div"]


def test_ids_are_the_same_on_every_version(page):
    """A paragraph keeps the address that it had in the first version it stood in, or the one its author gave it."""
    newest = page(f"{FROM}versjoner/vedtatt-tekst/")
    assert [e["id"] for e in newest.with_class("passage")] == [
        "_innledning.1",
        "formal.1",
        "formal.4",
        "formal.2",
        "formal.3",
        "rimelig",
        "varighet.1",
        "tvister.1",
    ]
    assert "{#" not in newest.html


def test_a_list_of_what_changed_since_the_hearing(page):
    """Section by section, in words: changed, removed, added, unchanged; the last are told in a line."""
    shown = page(f"/en{FROM}versjoner/")
    sections = {e["id"]: squeezed(e) for e in shown.with_class("changes__section")}
    assert list(sections) == ["_innledning", "formal", "okonomi", "varighet", "tvister"]
    assert [shown.one("section", id=name)["data-fate"] for name in sections] == [
        "same",
        "changed",
        "removed",
        "same",
        "added",
    ]
    assert "The heading was: removed: 1 Formål" in sections["formal"]
    assert "added: prøver og øvinger." in sections["formal"]
    assert "added: Rimelig" in sections["formal"]
    assert sections["okonomi"].startswith("2 Økonomi Removed removed: Part · Andel Kommunene · 60 prosent")
    assert "|" not in sections["okonomi"]
    assert sections["varighet"] == "3 Varighet Unchanged The text is the same. Read the section: 3 Varighet"


def test_a_step_between_versions_tells_its_own_changes(page):
    """From the first sketch to the heard draft, with links to both."""
    shown = page(f"/en{FROM}{STEP}")
    assert {e["id"]: e["data-fate"] for e in shown.with_class("changes__section")} == {
        "_innledning": "changed",
        "formal": "changed",
        "okonomi": "added",
        "proveordning": "removed",
        "varighet": "added",
    }
    hrefs = [e["href"] for e in shown.all("a", class_="ds-link")]
    assert hrefs[:2] == [f"/en{FROM}versjoner/forste-skisse/", f"/en{FROM}"]


def test_the_documents_language_is_marked_on_other_pages(page):
    """A screen reader says the draft's words in the draft's language."""
    shown = page(f"/en{FROM}{STEP}")
    assert {e["lang"] for e in shown.all("ins")[1:]} == {"nb"}
    assert {e["lang"] for e in shown.with_class("passage__link")} <= {"en"}


def test_the_points_of_the_summary_lead_on_to_the_newest_version(page):
    """What became of the section that a point is about."""
    lines = [squeezed(e) for e in page("/en/horinger/vedtatt/").with_class("onwards")]
    assert lines == [
        "The section in the newest version: Changed See what became of it",
        "The section in the newest version: Removed See what became of it",
    ]
    assert not page("/en/horinger/oppsummert/").with_class("onwards")


def test_the_box_tells_every_deadline_with_when_it_was_set_and_why(page):
    """Also the first, and also one that has never moved."""
    assert "set 1 August 2025" in squeezed(page("/en/horinger/vedtatt/").with_class("status-box")[0])
    moved = squeezed(page("/en/horinger/apen/").with_class("status-box")[0])
    assert (
        "Deadline history 7 April 2026 set 5 January 2026 20 April 2026 moved 10 February 2026: Several asked for more"
        in moved
    )
