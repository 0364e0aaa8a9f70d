"""The start page."""

from collections.abc import Iterator

from plugins.pages import SitePage
from plugins.site import Site
from plugins.views import overview


def pages(site: Site) -> Iterator[SitePage]:
    """Yield the start page."""
    cards = overview(site.matters, site.now)
    yield SitePage("home.html", lambda a: a.home, details=lambda _: {"overview": cards})
