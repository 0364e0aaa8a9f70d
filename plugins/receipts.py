"""The page on checking a receipt: the head of the log of what was received, and how anybody checks."""

from collections.abc import Iterator

from plugins.pages import SitePage
from plugins.site import Site


def pages(site: Site) -> Iterator[SitePage]:
    """Yield the page."""
    yield SitePage("receipts.html", lambda a: a.receipts, details=lambda _: {"head": site.journal})
