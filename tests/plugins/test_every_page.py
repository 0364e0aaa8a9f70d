"""What holds on every page of the site, whatever it shows."""

from collections import Counter
from itertools import pairwise
from urllib.parse import urldefrag

APP = ("/svar/", "/sekretariat/")


def test_one_title_one_first_heading_one_main(site):
    """Each page has a title of its own words, one first-level heading and one main part."""
    for address, page in site.pages.items():
        assert page.one("title")["text"].strip(), address
        assert page.one("h1")["text"].strip(), address
        assert page.one("main"), address


def test_titles_tell_pages_apart(site):
    """Within one language no two pages have the same title."""
    for tree in ("/en/", "/nn/"):
        titles = Counter(p.one("title")["text"] for address, p in site.pages.items() if address.startswith(tree))
        assert max(titles.values()) == 1, titles.most_common(2)


def test_language_of_the_page_is_that_of_its_tree(site):
    """`lang` on the root element follows from the address."""
    for address, page in site.pages.items():
        tree = address.split("/")[1]
        assert page.one("html")["lang"] == (tree if tree in ("nn", "en") else "nb"), address


def test_headings_skip_no_level(site):
    """A heading is at most one level below the one before it."""
    for address, page in site.pages.items():
        levels = [int(e["tag"][1]) for e in page.reader.elements if e["tag"] in ("h1", "h2", "h3", "h4", "h5", "h6")]
        jumps = [(a, b) for a, b in pairwise(levels) if b > a + 1]
        assert not jumps, (address, levels)


def test_ids_are_unique_and_references_to_them_hold(site):
    """No id stands twice, and what an element says it is labelled by is there."""
    for address, page in site.pages.items():
        assert max(Counter(page.ids).values()) == 1, (address, Counter(page.ids).most_common(1))
        for element in page.reader.elements:
            assert set((element.get("aria-labelledby") or "").split()) <= set(page.ids), (address, element)


def test_elements_are_closed_in_order(site):
    """The markup is balanced: every element that is opened is closed where it should be."""
    for address, page in site.pages.items():
        assert not page.reader.unbalanced, (address, page.reader.unbalanced)


def test_nothing_the_content_security_policy_forbids(site):
    """No script, no style element or attribute, no event handler, and nothing from another host."""
    for address, page in site.pages.items():
        assert not page.all("style"), address
        assert not page.all("iframe"), address
        for element in page.reader.elements:
            assert "style" not in element, (address, element)
            source = element.get("src") or (element.get("href") if element["tag"] == "link" else None)
            assert source is None or source.startswith("/theme/"), (address, source)


def test_every_internal_link_and_fragment_resolves(site):
    """A link inside the site leads to a page or file that is there, and to an id on it; the app answers its own."""
    for address, page in site.pages.items():
        for href in {e["href"] for e in page.reader.elements if e["tag"] == "a" and "href" in e}:
            if href.startswith(("http:", "https:", "mailto:", *APP)):
                continue
            target, fragment = urldefrag(href)
            if target not in site.pages and not fragment and (site.output / target.lstrip("/")).is_file():
                continue  # a file beside the pages, such as the calendar
            assert (target or address) in site.pages, (address, href)
            assert not fragment or fragment in site.pages[target or address].ids, (address, href)


def test_every_file_of_the_theme_that_is_named_is_there(site):
    """Stylesheets and pictures are written, and their addresses change with their content."""
    named = {
        source
        for page in site.pages.values()
        for element in page.reader.elements
        if (source := element.get("src") or (element["tag"] == "link" and element.get("href")))
    }
    assert len(named) == 5
    for source in named:
        path, _, version = source.partition("?v=")
        assert (site.output / path.lstrip("/")).is_file(), source
        assert len(version) == 12


def test_tables_are_named_and_headed(site):
    """A table keeps its role when a narrow screen stacks it, and its headings say what they head."""
    for address, page in site.pages.items():
        for table in page.with_class("ds-table"):
            assert table["role"] == "table", address
        for heading in page.all("th"):
            # Those without a role come from a document's Markdown.
            assert ("scope" in heading) == ("role" in heading), (address, heading)
