"""Whatever stands on the site can be found from the start page."""

from collections import deque
from urllib.parse import urljoin

import pytest


def reached(pages, start):
    """Return the addresses that a reader can click to from `start`, in the same language."""
    seen, waiting = {start}, deque([start])
    while waiting:
        here = waiting.popleft()
        for link in pages[here].all("a"):
            target = urljoin(here, link.get("href") or "").partition("#")[0]
            if target in pages and "hreflang" not in link and target not in seen:
                seen.add(target)
                waiting.append(target)
    return seen


@pytest.mark.parametrize("tree", ["/nn/", "/en/"])
@pytest.mark.parametrize("name", ["site", "archive"])
def test_every_page_can_be_clicked_to_from_the_start_page(request, name, tree):
    """Nothing lies where nobody can find it; the page for lost readers is shown by the server alone."""
    pages = request.getfixturevalue(name).pages
    wanted = {address for address in pages if address.startswith(tree) and not address.endswith("404.html")}
    assert wanted - reached(pages, tree) == set()
